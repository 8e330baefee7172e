//! Mails.

diesel::table! {
    mail_queue (id) {
        id -> Text,
        brand_id -> Text,
        kind -> Text,
        recipient -> Text,
        recipient_key -> Text,
        locale -> Text,
        sealed -> Nullable<Text>,
        state -> Text,
        attempts -> Integer,
        due_at -> BigInt,
        taken_at -> Nullable<BigInt>,
        expires_at -> Nullable<BigInt>,
        finished_at -> Nullable<BigInt>,
        failure -> Nullable<Text>,
        created_at -> BigInt,
    }
}
