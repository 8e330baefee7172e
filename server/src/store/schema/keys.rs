//! Credentials of programs.

diesel::table! {
    api_keys (id) {
        id -> Text,
        brand_id -> Text,
        name -> Text,
        secret_hash -> Text,
        scopes -> Text,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        org_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        networks -> Nullable<Text>,
        version -> BigInt,
        secret_hint -> Nullable<Text>,
        secret_created_at -> Nullable<BigInt>,
        secret_used_at -> Nullable<BigInt>,
        previous_secret_hash -> Nullable<Text>,
        previous_secret_hint -> Nullable<Text>,
        previous_secret_created_at -> Nullable<BigInt>,
        previous_secret_used_at -> Nullable<BigInt>,
        previous_secret_ends_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
        last_used_ip -> Nullable<Text>,
    }
}

diesel::table! {
    api_key_uses (api_key_id, day) {
        api_key_id -> Text,
        day -> BigInt,
        org_id -> Nullable<Text>,
        requests -> BigInt,
    }
}
