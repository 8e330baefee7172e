//! Roles of an organization's own, and what their conditions compare.

diesel::table! {
    roles (id) {
        id -> Text,
        org_id -> Text,
        name -> Text,
        sort_name -> Text,
        description -> Nullable<Text>,
        inherits -> Text,
        grants -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    resource_attributes (org_id, resource_id, name, list_position) {
        org_id -> Text,
        resource_id -> Text,
        name -> Text,
        list_position -> Integer,
        kind -> Text,
        text_value -> Nullable<Text>,
        number_value -> Nullable<Double>,
        flag_value -> Nullable<Bool>,
    }
}
