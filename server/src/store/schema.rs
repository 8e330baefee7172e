//! The tables, as the migrations make them.

#![allow(missing_docs, reason = "the migrations say what the columns mean")]

mod access;
mod audit;
mod entitlements;
mod factors;
mod identity;
mod keys;
mod mail;
mod oauth;
mod sso;
mod staff;

pub use access::{resource_attributes, roles};
pub use audit::*;
pub use entitlements::{feature_switches, flag_answers, flag_service, organization_plans, plans};
pub use factors::*;
pub use identity::*;
pub use keys::{api_key_uses, api_keys};
pub use mail::mail_queue;
pub use oauth::*;
pub use sso::*;
pub use staff::operators;

diesel::table! {
    brands (id) {
        id -> Text,
        key -> Text,
        parent_id -> Nullable<Text>,
        name -> Text,
        support_email -> Nullable<Text>,
        theme -> Nullable<Text>,
        features -> Nullable<Text>,
        created_at -> BigInt,
        audit_position -> BigInt,
        audit_hash -> Text,
        require_second_factor -> Bool,
    }
}

diesel::table! {
    brand_origins (brand_id, origin) {
        brand_id -> Text,
        origin -> Text,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        brand_id -> Text,
        email -> Text,
        name -> Text,
        created_at -> BigInt,
        email_verified_at -> Nullable<BigInt>,
        locale -> Nullable<Text>,
    }
}

diesel::table! {
    organizations (id) {
        id -> Text,
        brand_id -> Text,
        name -> Text,
        locale -> Text,
        features -> Nullable<Text>,
        event_position -> BigInt,
        case_number -> BigInt,
        created_at -> BigInt,
        audit_position -> BigInt,
        audit_hash -> Text,
        require_second_factor -> Bool,
        sort_name -> Text,
        theme -> Nullable<Text>,
    }
}

diesel::table! {
    memberships (id) {
        id -> Text,
        org_id -> Text,
        user_id -> Text,
        role -> Text,
        source -> Text,
        sort_name -> Text,
        search -> Text,
        version -> BigInt,
        ends_at -> Nullable<BigInt>,
        last_active_at -> Nullable<BigInt>,
        created_at -> BigInt,
        attributes -> Nullable<Text>,
        suspended_at -> Nullable<BigInt>,
        suspended_reason -> Nullable<Text>,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        org_id -> Text,
        email -> Text,
        role -> Text,
        invited_by -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        secret_hash -> Nullable<Text>,
        ends_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    embed_sessions (id) {
        id -> Text,
        brand_id -> Text,
        org_id -> Text,
        user_id -> Text,
        api_key_id -> Text,
        secret_hash -> Text,
        features -> Nullable<Text>,
        locale -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_types (id) {
        id -> Text,
        brand_id -> Text,
        key -> Text,
        name -> Text,
        reference_prefix -> Text,
        status_labels -> Text,
        milestones -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    cases (id) {
        id -> Text,
        org_id -> Text,
        case_type_id -> Text,
        reference -> Text,
        title -> Text,
        search -> Text,
        status -> Text,
        is_open -> Bool,
        next_step -> Nullable<Text>,
        milestones -> Text,
        source -> Nullable<Text>,
        opened_by -> Nullable<Text>,
        submission_id -> Nullable<Text>,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    timeline_entries (id) {
        id -> Text,
        org_id -> Text,
        case_id -> Text,
        kind -> Text,
        party -> Text,
        actor_name -> Text,
        user_id -> Nullable<Text>,
        body -> Nullable<Text>,
        document_id -> Nullable<Text>,
        status -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    case_reads (org_id, case_id, user_id) {
        org_id -> Text,
        case_id -> Text,
        user_id -> Text,
        read_at -> BigInt,
    }
}

diesel::table! {
    forms (id) {
        id -> Text,
        brand_id -> Text,
        key -> Text,
        title -> Text,
        summary -> Text,
        category -> Text,
        minutes -> Integer,
        case_type_id -> Text,
        case_title -> Nullable<Text>,
        next_step -> Nullable<Text>,
        opening_message -> Nullable<Text>,
        published_version_id -> Text,
        sort_order -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    form_versions (id) {
        id -> Text,
        brand_id -> Text,
        form_id -> Text,
        number -> Integer,
        definition -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    submissions (id) {
        id -> Text,
        org_id -> Text,
        form_id -> Text,
        form_version_id -> Text,
        form_title -> Text,
        answers -> Text,
        case_id -> Text,
        submitted_by -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    drafts (id) {
        id -> Text,
        org_id -> Text,
        user_id -> Text,
        form_id -> Text,
        form_version_id -> Text,
        answers -> Text,
        handed_over_by -> Nullable<Text>,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    documents (id) {
        id -> Text,
        org_id -> Text,
        case_id -> Nullable<Text>,
        folder -> Text,
        name -> Text,
        sort_name -> Text,
        current_version_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
        draft_of -> Nullable<Text>,
        draft_id -> Nullable<Text>,
    }
}

diesel::table! {
    document_versions (id) {
        id -> Text,
        org_id -> Text,
        document_id -> Text,
        number -> Integer,
        size -> BigInt,
        media_type -> Text,
        sha256 -> Text,
        file_key -> Text,
        uploaded_by -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    uploads (file_key) {
        file_key -> Text,
        org_id -> Text,
        started_at -> BigInt,
    }
}

diesel::table! {
    file_tombstones (file_key) {
        file_key -> Text,
        org_id -> Text,
        deleted_at -> BigInt,
    }
}

diesel::table! {
    download_tokens (token_hash) {
        token_hash -> Text,
        org_id -> Text,
        document_version_id -> Text,
        credential_id -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    outbox_events (org_id, position) {
        org_id -> Text,
        position -> BigInt,
        kind -> Text,
        resource_id -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audit_events (id) {
        id -> Text,
        org_id -> Nullable<Text>,
        brand_id -> Nullable<Text>,
        created_at -> BigInt,
        actor_kind -> Text,
        actor_id -> Text,
        actor_name -> Text,
        action -> Text,
        resource_type -> Text,
        resource_id -> Text,
        outcome -> Text,
        reason -> Nullable<Text>,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        request_id -> Text,
        changes -> Nullable<Text>,
        position -> BigInt,
        hash -> Text,
        action_kind -> Text,
    }
}

diesel::table! {
    idempotency_keys (owner, route, key) {
        owner -> Text,
        route -> Text,
        key -> Text,
        fingerprint -> Text,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::joinable!(brand_origins -> brands (brand_id));
diesel::joinable!(users -> brands (brand_id));
diesel::joinable!(organizations -> brands (brand_id));
diesel::joinable!(memberships -> organizations (org_id));
diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(roles -> organizations (org_id));
diesel::joinable!(resource_attributes -> organizations (org_id));
diesel::joinable!(invitations -> organizations (org_id));
diesel::joinable!(invitations -> users (invited_by));
diesel::joinable!(api_keys -> brands (brand_id));
diesel::joinable!(embed_sessions -> brands (brand_id));
diesel::joinable!(embed_sessions -> organizations (org_id));
diesel::joinable!(embed_sessions -> users (user_id));
diesel::joinable!(embed_sessions -> api_keys (api_key_id));
diesel::joinable!(case_types -> brands (brand_id));
diesel::joinable!(cases -> organizations (org_id));
diesel::joinable!(cases -> case_types (case_type_id));
diesel::joinable!(cases -> users (opened_by));
diesel::joinable!(timeline_entries -> organizations (org_id));
diesel::joinable!(timeline_entries -> cases (case_id));
diesel::joinable!(timeline_entries -> users (user_id));
diesel::joinable!(case_reads -> organizations (org_id));
diesel::joinable!(case_reads -> cases (case_id));
diesel::joinable!(case_reads -> users (user_id));
diesel::joinable!(forms -> brands (brand_id));
diesel::joinable!(forms -> case_types (case_type_id));
diesel::joinable!(form_versions -> brands (brand_id));
diesel::joinable!(form_versions -> forms (form_id));
diesel::joinable!(submissions -> organizations (org_id));
diesel::joinable!(submissions -> forms (form_id));
diesel::joinable!(submissions -> form_versions (form_version_id));
diesel::joinable!(submissions -> cases (case_id));
diesel::joinable!(submissions -> users (submitted_by));
diesel::joinable!(drafts -> organizations (org_id));
diesel::joinable!(drafts -> forms (form_id));
diesel::joinable!(documents -> organizations (org_id));
diesel::joinable!(documents -> cases (case_id));
diesel::joinable!(document_versions -> organizations (org_id));
diesel::joinable!(document_versions -> documents (document_id));
diesel::joinable!(document_versions -> users (uploaded_by));
diesel::joinable!(uploads -> organizations (org_id));
diesel::joinable!(file_tombstones -> organizations (org_id));
diesel::joinable!(download_tokens -> organizations (org_id));
diesel::joinable!(download_tokens -> document_versions (document_version_id));
diesel::joinable!(outbox_events -> organizations (org_id));

diesel::allow_tables_to_appear_in_same_query!(
    brands,
    brand_origins,
    users,
    organizations,
    memberships,
    invitations,
    roles,
    resource_attributes,
    api_keys,
    api_key_uses,
    embed_sessions,
    case_types,
    cases,
    timeline_entries,
    case_reads,
    forms,
    form_versions,
    submissions,
    drafts,
    documents,
    document_versions,
    uploads,
    file_tombstones,
    download_tokens,
    outbox_events,
    audit_events,
    idempotency_keys,
);
