//! What a member may do, and which rule decided.

use crate::part::{Handler, part};
use dioxus::prelude::*;
use loggia_types::{
    Permission, RoleKey,
    events::EventType,
    members::Member,
    roles::{PermissionSummary, Rule, Verdict},
};

use crate::{
    i18n::Messages,
    primitives::{Dialog, ErrorState, Pill, Skeleton, Tone},
    provider::use_portal,
    query::use_query,
};

/// What a permission lets somebody do, if it is for people.
fn named(permission: Permission, messages: &'static Messages) -> Option<&'static str> {
    let text = &messages.member_access;
    Some(match permission {
        Permission::CasesRead => text.may_cases_read(),
        Permission::CasesReply => text.may_cases_reply(),
        Permission::DocumentsRead => text.may_documents_read(),
        Permission::DocumentsUpload => text.may_documents_upload(),
        Permission::DocumentsDelete => text.may_documents_delete(),
        Permission::FormsRead => text.may_forms_read(),
        Permission::SubmissionsCreate => text.may_submissions_create(),
        Permission::SubmissionsRead => text.may_submissions_read(),
        Permission::MembersRead => text.may_members_read(),
        Permission::MembersInvite => text.may_members_invite(),
        Permission::MembersManage => text.may_members_manage(),
        Permission::AuditRead => text.may_audit_read(),
        Permission::AuditManage => text.may_audit_manage(),
        Permission::ApiKeysRead => text.may_api_keys_read(),
        Permission::ApiKeysManage => text.may_api_keys_manage(),
        Permission::SsoManage => text.may_sso_manage(),
        Permission::CasesManage | Permission::OrganizationsRead | Permission::EmbedSessionsCreate => return None,
    })
}

/// The rule that decided, in a sentence.
fn reason(access: &PermissionSummary, name: impl Fn(RoleKey) -> String, messages: &'static Messages) -> String {
    let text = &messages.member_access;
    let conditional = access.grant.is_some_and(|grant| grant.is_conditional);
    let role = access.path.last().map(|role| name(*role)).unwrap_or_default();
    match access.rule {
        Rule::Allow if conditional => text.access_by_role_condition(&role),
        Rule::Allow => text.access_by_role(&role),
        Rule::Deny if conditional => text.access_denied_by_role_condition(&role),
        Rule::Deny => text.access_denied_by_role(&role),
        Rule::Feature => text.access_feature().to_owned(),
        Rule::Suspended => text.access_suspended().to_owned(),
        Rule::Ended => text.access_ended().to_owned(),
        Rule::NoGrant | Rule::BrandOnly => text.access_no_grant().to_owned(),
    }
}

/// A line for each permission: whether it is held, and why.
#[part]
pub(super) fn AccessDialog(member: Member, on_close: Handler<()>) -> Element {
    let portal = use_portal();
    let messages = portal.messages();
    let text = &messages.member_access;
    let id = member.id.clone();
    let report = use_query(["access/", member.id.as_str()].concat(), &[EventType::MemberUpdated], move |client| {
        let id = id.clone();
        Box::pin(async move { client.members().access_summary(&id).await })
    });
    let roles = use_query("roles".to_owned(), &[EventType::MemberUpdated], |client| {
        Box::pin(async move { client.roles().list().await })
    });
    let known = roles.data();
    let name = |role: RoleKey| {
        let info = known.as_ref().and_then(|page| page.items.iter().find(|info| info.role == role));
        messages.role_label(role, info.and_then(|info| info.name.as_deref()))
    };
    let lines = report.data().map(|report| {
        let line = |access: &PermissionSummary| {
            let (label, tone) = match access.verdict {
                Verdict::Allowed => (text.access_allowed(), Tone::Success),
                Verdict::Denied => (text.access_denied(), Tone::Neutral),
                Verdict::Depends => (text.access_depends(), Tone::Warning),
            };
            Some((named(access.permission, messages)?, reason(access, name, messages), label, tone))
        };
        report.permissions.iter().filter_map(line).collect::<Vec<_>>()
    });
    rsx! {
        Dialog { title: text.access_title(&member.user.name), on_close,
            match (lines, report.failure().cloned()) {
                (Some(lines), _) => rsx! {
                    ul { class: "portal-access", tabindex: "0", "aria-label": text.access(),
                        for (permission , reason , label , tone) in lines {
                            li { key: "{permission}",
                                span { class: "portal-access-text",
                                    span { "{permission}" }
                                    span { class: "portal-hint", "{reason}" }
                                }
                                Pill { label, tone }
                            }
                        }
                    }
                },
                (None, Some(failure)) => rsx! {
                    ErrorState { failure, on_retry: move |()| report.reload() }
                },
                (None, None) => rsx! {
                    Skeleton {}
                },
            }
        }
    }
}
