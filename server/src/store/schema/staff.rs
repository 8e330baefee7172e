//! The vendor's and partners' own staff.

use super::{brands, user_sessions, users};

diesel::table! {
    operators (id) {
        id -> Text,
        brand_id -> Text,
        user_id -> Text,
        role -> Text,
        ends_at -> Nullable<BigInt>,
        suspended_at -> Nullable<BigInt>,
        created_at -> BigInt,
        created_by -> Nullable<Text>,
    }
}

diesel::joinable!(operators -> brands (brand_id));

diesel::allow_tables_to_appear_in_same_query!(operators, brands);
diesel::allow_tables_to_appear_in_same_query!(operators, users);
diesel::allow_tables_to_appear_in_same_query!(operators, user_sessions);
