//! Every text of the console, a file for each language, as those of [`words`](crate::words).

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ja;

use loggia_types::{
    OperatorRole,
    audit::ActorKind,
    members::MembershipSource,
    roles::{FeatureLevel, Verdict},
};

use crate::words::{Locale, texts};

texts! {
    /// The console's texts in one language.
    ConsoleWords {
        // Every page.
        console to_portal
        // Organizations.
        organizations organizations_hint find_organization search none_found no_organizations since next first is_noted
        features language id on off
        // Members.
        members find_member members_count no_members role member_since last_active never_active ends ended suspended
        suspended_since explain
        // Why somebody may do something.
        access access_hint address address_hint address_bad explain_again permissions attributes condition seen why_allow
        why_allow_sometimes why_deny why_deny_sometimes why_no_grant why_unmet why_feature why_brand_only why_suspended
        why_ended inherits
        // Audit logs.
        log brand_log brand_log_hint filters text text_hint action action_hint who_id thing_id outcome any_outcome done
        denied from to apply clear filters_bad text_long export export_csv export_jsonl export_ocsf when who thing
        from_where no_entries no_entries_yet back_to_log reason program request position hash changes before after nothing
        only_this system
        // Operators.
        operators operators_hint you add_operator email email_bad name name_hint name_needed until until_hint until_bad
        add change_role suspend reinstate remove change operator_added operator_changed operator_removed operator_there
        last_manager gives_more role_administrator role_support role_auditor
        // Roles of operators.
        operator_administrator operator_support operator_auditor
        // Who did something.
        actor_user actor_api_key actor_system actor_operator
        // How somebody came to be a member.
        source_invitation source_domain source_sso source_scim source_vendor
        // Where a feature was switched off.
        off_platform off_parent_brand off_brand off_plan off_organization off_rollout off_flag_service off_session off_parent
        // How an explanation ends.
        verdict_allowed verdict_denied verdict_depends
    }
}

impl Locale {
    /// The console's texts.
    pub fn console(self) -> &'static ConsoleWords {
        match self {
            Self::En => &en::WORDS,
            Self::De => &de::WORDS,
            Self::Fr => &fr::WORDS,
            Self::Es => &es::WORDS,
            Self::Ja => &ja::WORDS,
            Self::Ar => &ar::WORDS,
        }
    }

    /// What an operator's role is called.
    pub fn operator_role(self, role: OperatorRole) -> &'static str {
        let words = self.console();
        match role {
            OperatorRole::Administrator => words.operator_administrator,
            OperatorRole::Support => words.operator_support,
            OperatorRole::Auditor => words.operator_auditor,
        }
    }

    /// The same, with what it is for.
    pub fn operator_role_choice(self, role: OperatorRole) -> &'static str {
        let words = self.console();
        match role {
            OperatorRole::Administrator => words.role_administrator,
            OperatorRole::Support => words.role_support,
            OperatorRole::Auditor => words.role_auditor,
        }
    }

    /// What a kind of actor is called.
    pub fn actor_kind(self, kind: ActorKind) -> &'static str {
        let words = self.console();
        match kind {
            ActorKind::User => words.actor_user,
            ActorKind::ApiKey => words.actor_api_key,
            ActorKind::System => words.actor_system,
            ActorKind::Operator => words.actor_operator,
        }
    }

    /// How somebody came to be a member.
    pub fn membership_source(self, source: MembershipSource) -> &'static str {
        let words = self.console();
        match source {
            MembershipSource::Invitation => words.source_invitation,
            MembershipSource::Domain => words.source_domain,
            MembershipSource::Sso => words.source_sso,
            MembershipSource::Scim => words.source_scim,
            MembershipSource::Vendor => words.source_vendor,
        }
    }

    /// Where a feature was switched off.
    pub fn feature_level(self, level: FeatureLevel) -> &'static str {
        let words = self.console();
        match level {
            FeatureLevel::Platform => words.off_platform,
            FeatureLevel::ParentBrand => words.off_parent_brand,
            FeatureLevel::Brand => words.off_brand,
            FeatureLevel::Plan => words.off_plan,
            FeatureLevel::Organization => words.off_organization,
            FeatureLevel::Rollout => words.off_rollout,
            FeatureLevel::FlagService => words.off_flag_service,
            FeatureLevel::Session => words.off_session,
            FeatureLevel::Parent => words.off_parent,
        }
    }

    /// How an explanation ends.
    pub fn verdict(self, verdict: Verdict) -> &'static str {
        let words = self.console();
        match verdict {
            Verdict::Allowed => words.verdict_allowed,
            Verdict::Denied => words.verdict_denied,
            Verdict::Depends => words.verdict_depends,
        }
    }
}
