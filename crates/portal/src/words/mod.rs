//! Every text of the pages, a file for each language: one that is missing in a language does not compile.
//!
//! A text says `{name}` where a value belongs; [`Fill`] puts it there. No text changes with a number: it is worded so that
//! it fits each, because Arabic has six forms and Japanese one.

mod ar;
mod de;
mod en;
mod es;
mod fill;
mod fr;
mod ja;
mod locale;
#[cfg(test)]
mod tests;

pub use fill::Fill;
pub use locale::Locale;

/// Makes a struct of texts, a field for each.
macro_rules! texts {
    ($(#[$about:meta])* $words:ident { $($name:ident)+ }) => {
        $(#[$about])*
        #[derive(Clone, Debug, serde::Serialize)]
        #[allow(missing_docs, reason = "each is its own explanation")]
        pub struct $words { $(pub $name: &'static str,)+ }

        impl $words {
            /// The texts by name.
            #[cfg(test)]
            pub(crate) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name)),+]
            }
        }
    };
}
pub(crate) use texts;

texts! {
    /// The texts in one language.
    Words {
        // Every page.
        skip support support_pages imprint privacy terms reference colon
        // Signing in.
        sign_in sign_out signed_out email other_address go_on password sign_in_with_passkey use_passkey passkey_not_now
        passkey_refused or
        // The second factor.
        second_factor second_factor_lead second_factor_over code code_hint code_wrong codes_exhausted recovery_code
        recovery_code_hint recovery_code_wrong use_code use_recovery_code lost_everything passkeys_elsewhere sign_in_again
        // Passwords and mailed links.
        email_needed forgot_password mail_link check_mail check_mail_detail check_mail_hint too_many_links link_over
        link_over_detail link_lead link_elsewhere link_confirm link_signs_out forgotten forgotten_lead send_link
        reset_lead set_password back_to_sign_in not_right too_many too_many_title seconds minutes busy stale_form
        // Organizations and their pages.
        organizations choose_organization no_organization switch_organization portal status requests documents members
        needs_script audit_log audit_settings api_keys organization
        // Account: profile and address.
        account profile language language_of_browser edit save profile_saved verified_since not_verified send_verification
        verification_sent pending_email take_back_email email_taken_back new_email new_email_hint change_email
        change_email_sent email_same email_changed email_verified confirm_email confirm_email_lead confirm_new_email_lead
        confirm_email_button email_other email_other_detail
        // Account: password.
        first_password first_password_sent current_password new_password change_password password_changed_at no_password
        password_hint password_needed password_wrong password_short password_long password_common password_personal
        password_same password_changed to_change_password
        // Account: second factors.
        two_step two_step_hint on off codes_app codes_app_hint set_up since remove recovery_codes recovery_codes_left
        make_new passkeys passkeys_hint add_passkey no_passkeys_here passkey_synced passkey_device passkey_for added_at
        never_used passkey_name passkey_name_hint create_passkey new_passkey_lead new_passkey_problem passkey_added
        passkey_removed codes_setup codes_step_1 codes_picture codes_key codes_open codes_step_2 codes_confirm
        codes_first_wrong codes_added codes_removed keep_codes keep_codes_lead kept
        // Showing once more who one is.
        confirm confirm_lead confirm_nothing confirm_not_by_provider confirm_wrong_password required_factor
        // Account: sessions.
        sessions sessions_hint this_browser unknown_device unknown_address last_used signed_in_at end end_others
        session_ended sessions_ended console_needs_second_factor
        // Invitations and roles.
        invitation invited_by invited role_owner role_admin role_member role_viewer your_name name_needed join
        invitation_over invitation_over_detail invitation_sign_in invitation_sign_in_detail invitation_other
        invitation_other_detail sign_out_and_go_on
        // Programs.
        oauth_heading oauth_lead oauth_in oauth_allow oauth_deny oauth_place_web oauth_place_device oauth_take_back
        oauth_leaving oauth_leaving_hint oauth_refused oauth_refused_hint applications applications_hint no_applications
        allowed_at take_back taken_back to_account
        // Single sign-on: setting it up.
        sso sso_hint sso_connections sso_connections_hint sso_add sso_name sso_name_hint sso_name_bad sso_issuer
        sso_issuer_hint sso_issuer_bad sso_client_id sso_client_id_bad sso_client_secret sso_client_secret_hint
        sso_client_secret_bad sso_secret_kept sso_no_secret sso_scopes sso_scopes_bad sso_settings sso_at_provider
        sso_at_provider_hint sso_redirect_uri sso_test sso_test_good sso_unreachable sso_not_a_provider sso_other_issuer
        sso_no_keys sso_no_algorithm sso_sign_in_at sso_sign_out_at sso_algorithms sso_keys sso_rules sso_rules_hint
        sso_rule sso_claim sso_operator sso_contains sso_equals sso_value sso_role sso_rules_bad sso_default_role
        sso_refuse sso_just_in_time sso_save sso_saved sso_state sso_draft sso_active sso_disabled sso_activate
        sso_activate_hint sso_nobody sso_disable sso_disable_hint sso_delete sso_delete_hint sso_last_way sso_changed
        sso_denied sso_created sso_deleted sso_domains sso_domains_hint sso_domain sso_domain_bad sso_add_domain
        sso_verified sso_unverified sso_record_hint sso_not_found sso_check sso_remove sso_domain_added
        sso_domain_verified sso_domain_missing sso_domain_taken sso_domain_unknown sso_domain_removed sso_required
        sso_required_hint sso_require sso_break_glass sso_break_glass_hint sso_break_glass_bad sso_not_ready
        // Single sign-on: signing in.
        sso_going sso_going_hint sso_choose sso_choose_hint sso_password_instead sso_needed sso_needed_hint sso_of_another
        sso_of_another_hint sso_failed sso_stale sso_refused sso_down sso_down_hint sso_bad_answer sso_no_address
        sso_link_first sso_no_role sso_no_member sso_ended sso_other_account sso_again sso_sign_out_there
        // Single sign-on: linking an account.
        sso_linked sso_linked_hint sso_linked_none sso_is_linked sso_link sso_unlink sso_link_done sso_unlink_done
        // Audit: how long, and where to.
        audit audit_lead retention retention_days retention_hint retention_wrong retention_whole retention_deleted
        retention_held retention_saved streams streams_hint streams_none stream_add stream_create stream_url
        stream_url_hint stream_url_wrong stream_format stream_jsonl stream_ocsf stream_actions stream_actions_hint
        stream_actions_wrong stream_which stream_all stream_denied stream_denied_only stream_beginning stream_secret
        stream_secret_hint stream_active stream_failing stream_off stream_caught_up stream_behind stream_success
        stream_failure stream_answered stream_not_reached stream_two_secrets stream_test stream_tested stream_test_failed
        stream_test_soon stream_disable stream_disabled stream_enable stream_enabled stream_rotate stream_overlap
        stream_rotate_soon stream_delete stream_delete_hint stream_deleted stream_too_many
        // Refusals and faults.
        not_found not_found_detail not_yours not_yours_detail not_from_here not_from_here_detail fault fault_detail
        to_portal
        // What a permission lets somebody do.
        scope_cases_read scope_cases_reply scope_cases_manage scope_documents_read scope_documents_upload
        scope_documents_delete scope_forms_read scope_submissions_create scope_submissions_read scope_members_read
        scope_members_invite scope_members_manage scope_audit_read scope_audit_manage scope_api_keys_read
        scope_api_keys_manage scope_sso_manage scope_organizations_read scope_embed_sessions_create
    }
}
