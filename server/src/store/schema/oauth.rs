//! The tables of OAuth 2.0.

use super::{brands, memberships, organizations, users};

diesel::table! {
    oauth_clients (id) {
        id -> Text,
        brand_id -> Text,
        name -> Text,
        redirect_uris -> Text,
        scopes -> Text,
        created_at -> BigInt,
        deleted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    oauth_consents (client_id, org_id, user_id) {
        client_id -> Text,
        org_id -> Text,
        user_id -> Text,
        scopes -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    oauth_grants (id) {
        id -> Text,
        client_id -> Text,
        brand_id -> Text,
        org_id -> Text,
        user_id -> Text,
        scopes -> Text,
        redirect_uri -> Text,
        code_hash -> Text,
        code_challenge -> Text,
        code_expires_at -> BigInt,
        code_used_at -> Nullable<BigInt>,
        generation -> BigInt,
        created_at -> BigInt,
        used_at -> BigInt,
        idle_expires_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    oauth_access_tokens (id) {
        id -> Text,
        org_id -> Text,
        grant_id -> Text,
        generation -> BigInt,
        token_hash -> Text,
        scopes -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    oauth_refresh_tokens (token_hash) {
        token_hash -> Text,
        org_id -> Text,
        grant_id -> Text,
        generation -> BigInt,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::joinable!(oauth_grants -> oauth_clients (client_id));
diesel::joinable!(oauth_grants -> users (user_id));
diesel::joinable!(oauth_grants -> organizations (org_id));
diesel::joinable!(oauth_grants -> brands (brand_id));
diesel::joinable!(oauth_consents -> oauth_clients (client_id));
diesel::joinable!(oauth_consents -> organizations (org_id));
diesel::joinable!(oauth_access_tokens -> oauth_grants (grant_id));

diesel::allow_tables_to_appear_in_same_query!(
    oauth_clients,
    oauth_consents,
    oauth_grants,
    oauth_access_tokens,
    oauth_refresh_tokens,
);

/// Each of the first beside each of the others.
macro_rules! beside {
    ($($mine:ident),+ => $others:tt) => { $( beside!(@ $mine $others); )+ };
    (@ $mine:ident [$($other:ident),+]) => { $( diesel::allow_tables_to_appear_in_same_query!($mine, $other); )+ };
}

beside!(
    oauth_clients, oauth_consents, oauth_grants, oauth_access_tokens, oauth_refresh_tokens
    => [brands, memberships, organizations, users]
);
