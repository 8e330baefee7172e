//! Who is signed in, and by what people sign in.

use super::{brands, memberships, organizations, users};

diesel::table! {
    user_sessions (id) {
        id -> Text,
        brand_id -> Text,
        user_id -> Text,
        secret_hash -> Text,
        methods -> Text,
        authenticated_at -> BigInt,
        sso_connection_id -> Nullable<Text>,
        address -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        idle_expires_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    brand_hosts (host) {
        host -> Text,
        brand_id -> Text,
        token -> Text,
        created_at -> BigInt,
        verified_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    brand_properties (brand_id, property) {
        brand_id -> Text,
        property -> Text,
        value -> Text,
    }
}

diesel::table! {
    brand_images (brand_id, kind) {
        brand_id -> Text,
        kind -> Text,
        media_type -> Text,
        content -> Text,
        sha256 -> Text,
    }
}

diesel::table! {
    brand_mail_templates (brand_id, kind, language) {
        brand_id -> Text,
        kind -> Text,
        language -> Text,
        subject -> Text,
        body -> Text,
    }
}

diesel::table! {
    passwords (user_id) {
        user_id -> Text,
        hash -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    known_devices (secret_hash, user_id) {
        secret_hash -> Text,
        user_id -> Text,
        created_at -> BigInt,
        last_used_at -> BigInt,
    }
}

diesel::table! {
    mailed_links (secret_hash) {
        secret_hash -> Text,
        brand_id -> Text,
        user_id -> Nullable<Text>,
        purpose -> Text,
        email -> Text,
        browser_hash -> Nullable<Text>,
        return_to -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::joinable!(user_sessions -> users (user_id));
diesel::joinable!(user_sessions -> brands (brand_id));
diesel::joinable!(brand_hosts -> brands (brand_id));
diesel::joinable!(passwords -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(user_sessions, brand_hosts, passwords, known_devices);
diesel::allow_tables_to_appear_in_same_query!(user_sessions, users);
diesel::allow_tables_to_appear_in_same_query!(user_sessions, brands);
diesel::allow_tables_to_appear_in_same_query!(user_sessions, memberships);
diesel::allow_tables_to_appear_in_same_query!(user_sessions, organizations);
diesel::allow_tables_to_appear_in_same_query!(brand_hosts, brands);
diesel::allow_tables_to_appear_in_same_query!(passwords, users);
