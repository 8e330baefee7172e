//! Single sign-on of organizations.

use super::{brands, memberships, organizations, user_sessions, users};

diesel::table! {
    sso_connections (id) {
        id -> Text,
        org_id -> Text,
        name -> Text,
        issuer -> Text,
        client_id -> Text,
        client_secret -> Nullable<Text>,
        scopes -> Text,
        role_rules -> Text,
        default_role -> Nullable<Text>,
        just_in_time -> Bool,
        state -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    sso_identities (org_id, issuer, subject) {
        org_id -> Text,
        issuer -> Text,
        subject -> Text,
        user_id -> Text,
        connection_id -> Text,
        created_at -> BigInt,
        last_used_at -> BigInt,
        acr -> Nullable<Text>,
        authenticated_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sso_domains (id) {
        id -> Text,
        org_id -> Text,
        brand_id -> Text,
        domain -> Text,
        token -> Text,
        created_at -> BigInt,
        checked_at -> Nullable<BigInt>,
        verified_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sso_policies (org_id) {
        org_id -> Text,
        required -> Bool,
        updated_at -> BigInt,
    }
}

diesel::table! {
    sso_break_glass (org_id, user_id) {
        org_id -> Text,
        user_id -> Text,
    }
}

diesel::table! {
    sso_sign_ins (state_hash) {
        state_hash -> Text,
        browser_hash -> Text,
        connection_id -> Text,
        brand_id -> Text,
        user_id -> Nullable<Text>,
        return_to -> Text,
        expires_at -> BigInt,
    }
}

diesel::joinable!(sso_connections -> organizations (org_id));
diesel::joinable!(sso_domains -> organizations (org_id));
diesel::joinable!(sso_identities -> users (user_id));
diesel::joinable!(sso_break_glass -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    sso_connections,
    sso_identities,
    sso_domains,
    sso_policies,
    sso_break_glass,
    sso_sign_ins,
);

/// Each of the first beside each of the others.
macro_rules! beside {
    ($($mine:ident),+ => $others:tt) => { $( beside!(@ $mine $others); )+ };
    (@ $mine:ident [$($other:ident),+]) => { $( diesel::allow_tables_to_appear_in_same_query!($mine, $other); )+ };
}

beside!(
    sso_connections, sso_identities, sso_domains, sso_policies, sso_break_glass
    => [brands, memberships, organizations, user_sessions, users]
);
