//! What is kept about audit logs, beside their entries.

use super::organizations;

diesel::table! {
    audit_settings (org_id) {
        org_id -> Text,
        retention_days -> Nullable<BigInt>,
        updated_at -> BigInt,
    }
}

diesel::table! {
    audit_minimums (brand_id) {
        brand_id -> Text,
        days -> BigInt,
    }
}

diesel::table! {
    audit_holds (org_id) {
        org_id -> Text,
        reason -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audit_cuts (org_id, position) {
        org_id -> Text,
        position -> BigInt,
        hash -> Text,
        entry_position -> BigInt,
        retention_days -> BigInt,
        created_at -> BigInt,
        is_open -> Bool,
    }
}

diesel::table! {
    audit_streams (id) {
        id -> Text,
        org_id -> Text,
        url -> Text,
        format -> Text,
        actions -> Text,
        outcome -> Nullable<Text>,
        sealed_secret -> Text,
        secret_created_at -> BigInt,
        previous_sealed_secret -> Nullable<Text>,
        previous_ends_at -> Nullable<BigInt>,
        position -> BigInt,
        attempts -> BigInt,
        due_at -> BigInt,
        leased_until -> BigInt,
        failing_since -> Nullable<BigInt>,
        succeeded_at -> Nullable<BigInt>,
        failed_at -> Nullable<BigInt>,
        failure -> Nullable<Text>,
        tested_at -> Nullable<BigInt>,
        disabled_at -> Nullable<BigInt>,
        disabled_reason -> Nullable<Text>,
        created_at -> BigInt,
        version -> BigInt,
    }
}

diesel::joinable!(audit_settings -> organizations (org_id));
diesel::joinable!(audit_cuts -> organizations (org_id));
diesel::joinable!(audit_streams -> organizations (org_id));
diesel::allow_tables_to_appear_in_same_query!(audit_settings, audit_cuts, audit_streams);
diesel::allow_tables_to_appear_in_same_query!(audit_settings, organizations);
diesel::allow_tables_to_appear_in_same_query!(audit_cuts, organizations);
diesel::allow_tables_to_appear_in_same_query!(audit_streams, organizations);
