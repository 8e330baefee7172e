//! By what else people prove who they are.

use super::users;

diesel::table! {
    code_seeds (user_id) {
        user_id -> Text,
        sealed -> Text,
        last_step -> BigInt,
        failures -> Integer,
        created_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    passkeys (id) {
        id -> Text,
        user_id -> Text,
        rp_id -> Text,
        credential_id -> Text,
        credential -> Text,
        name -> Text,
        synced -> Bool,
        created_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    recovery_codes (user_id, code_hash) {
        user_id -> Text,
        code_hash -> Text,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    pending_sign_ins (secret_hash) {
        secret_hash -> Text,
        brand_id -> Text,
        user_id -> Text,
        methods -> Text,
        failures -> Integer,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    passkey_challenges (id_hash) {
        id_hash -> Text,
        bound_to -> Text,
        purpose -> Text,
        user_id -> Nullable<Text>,
        state -> Text,
        expires_at -> BigInt,
    }
}

diesel::joinable!(pending_sign_ins -> users (user_id));
diesel::joinable!(passkeys -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(pending_sign_ins, users);
diesel::allow_tables_to_appear_in_same_query!(passkeys, users);
