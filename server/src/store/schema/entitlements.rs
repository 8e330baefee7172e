//! What organizations are entitled to.

use super::{brands, organizations};

diesel::table! {
    plans (brand_id, key) {
        brand_id -> Text,
        key -> Text,
        name -> Text,
        features -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    organization_plans (org_id) {
        org_id -> Text,
        plan_key -> Text,
    }
}

diesel::table! {
    feature_switches (owner, feature) {
        owner -> Text,
        feature -> Text,
        is_on -> Bool,
        percentage -> Nullable<BigInt>,
        ends_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    flag_answers (org_id) {
        org_id -> Text,
        features_off -> Text,
        answered_at -> BigInt,
    }
}

diesel::table! {
    flag_service (id) {
        id -> BigInt,
        due_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        failing_since -> Nullable<BigInt>,
        failure -> Nullable<Text>,
    }
}

diesel::joinable!(plans -> brands (brand_id));
diesel::joinable!(organization_plans -> organizations (org_id));
diesel::joinable!(flag_answers -> organizations (org_id));

diesel::allow_tables_to_appear_in_same_query!(plans, organization_plans);
diesel::allow_tables_to_appear_in_same_query!(plans, brands);
diesel::allow_tables_to_appear_in_same_query!(plans, organizations);
diesel::allow_tables_to_appear_in_same_query!(organization_plans, brands);
diesel::allow_tables_to_appear_in_same_query!(organization_plans, organizations);
diesel::allow_tables_to_appear_in_same_query!(flag_answers, brands);
diesel::allow_tables_to_appear_in_same_query!(flag_answers, organization_plans);
diesel::allow_tables_to_appear_in_same_query!(flag_answers, organizations);
diesel::allow_tables_to_appear_in_same_query!(flag_answers, plans);
