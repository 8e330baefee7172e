//! Suspending, lifting that, ending and explaining access.

use chrono::TimeDelta;
use dioxus::prelude::*;
use loggia_types::{
    MembershipId, Page, Permission, Role, RoleId,
    members::{Member, MemberQuery, RoleInfo},
    roles::{AccessSummary, GrantSummary, PermissionSummary, Rule, Verdict},
};

use super::{
    actions::{Act, ActionDialog},
    standing::Standing,
    tests::{member, plain, stage},
};
use crate::{
    clock,
    query::{use_list, use_query},
    testing::{Stage, session},
};

fn suspended() -> Member {
    Member { suspended_at: Some(clock::now()), ..member(3, "Mia Brandt", Role::Member) }
}

/// A dialog for somebody, over an empty list.
fn dialog(act: fn() -> Act) -> Element {
    let list = use_list("members//".to_owned(), &[], |client, _| {
        Box::pin(async move { client.members().list(&MemberQuery::default()).await })
    });
    let invitations =
        use_query("invitations".to_owned(), &[], |client| Box::pin(async move { client.invitations().list().await }));
    rsx! {
        ActionDialog { act: act(), list, invitations, on_close: move |()| {}, on_gone: move |()| {} }
    }
}

#[component]
fn Suspending() -> Element {
    dialog(|| Act::Change(Standing::Suspend, member(3, "Mia Brandt", Role::Member)))
}

#[component]
fn Reinstating() -> Element {
    dialog(|| Act::Change(Standing::Reinstate, suspended()))
}

#[component]
fn Ending() -> Element {
    dialog(|| Act::Change(Standing::End, member(2, "Tomás Silva", Role::Member)))
}

#[component]
fn Explaining() -> Element {
    dialog(|| Act::Explain(member(3, "Mia Brandt", Role::Member)))
}

#[test]
fn suspending_asks_why_and_what_is_offered_depends_on_it() {
    let stage = stage(Role::Owner);
    let html = stage.render("members-suspend", "en", || rsx! { Suspending {} });
    assert!(html.contains("Suspend the access of Mia Brandt?") && html.contains("maxlength=300"), "{html}");
    assert!(html.contains("shown to those who manage members"));
    let html = stage.render("members-reinstate", "de", || rsx! { Reinstating {} });
    assert!(html.contains("Sperre von Mia Brandt aufheben?") && !html.contains("<input"));
    let html = stage.render("members-end", "en", || rsx! { Ending {} });
    let day = clock::day_of(clock::now() + TimeDelta::days(71));
    assert!(html.contains(&format!("value=\"{day}\"")) && html.contains("type=\"date\""), "{html}");

    let html = stage.render("members", "en", plain);
    assert!(html.contains("Suspend access") && html.contains("Set end of access") && !html.contains("Lift suspension"));
    stage.put("members//", Page { items: vec![suspended()], next_cursor: None, total: Some(1) });
    let html = stage.render("members-suspended", "en", plain);
    assert!(html.contains("Lift suspension") && !html.contains("Suspend access"));
}

#[test]
fn nobody_is_offered_to_suspend_themselves() {
    let stage = Stage::new(Some(session(Role::Owner)));
    let items = vec![member(1, "Dana Okafor", Role::Owner)];
    stage.put("members//", Page { items, next_cursor: None, total: Some(1) });
    let html = stage.render("members-self", "en", plain);
    assert!(html.contains("Explain access") && !html.contains("Suspend access") && !html.contains("Set end"));
}

#[test]
fn an_explanation_says_for_each_permission_whether_and_by_which_rule() {
    let stage = stage(Role::Owner);
    let own = RoleId::from_u128(7);
    let access = |permission, verdict, rule, is_conditional| PermissionSummary {
        permission,
        verdict,
        rule,
        path: vec![(&own).into()],
        grant: Some(GrantSummary { is_conditional }),
    };
    let permissions = vec![
        access(Permission::CasesRead, Verdict::Allowed, Rule::Allow, false),
        access(Permission::DocumentsRead, Verdict::Depends, Rule::Allow, true),
        access(Permission::CasesReply, Verdict::Denied, Rule::Deny, false),
        PermissionSummary { grant: None, ..access(Permission::AuditRead, Verdict::Denied, Rule::NoGrant, false) },
        PermissionSummary { grant: None, ..access(Permission::CasesManage, Verdict::Denied, Rule::BrandOnly, false) },
    ];
    let membership_id = MembershipId::from_u128(3);
    stage.put(&format!("access/{membership_id}"), AccessSummary { permissions });
    let info = RoleInfo { role: (&own).into(), name: Some("Claims lead".into()), permissions: vec![], grantable: true };
    stage.put("roles", Page { items: vec![info], next_cursor: None, total: None });
    let html = stage.render("members-access", "en", || rsx! { Explaining {} });
    for words in [
        "What Mia Brandt may do, and why",
        "By the role Claims lead<",
        "By the role Claims lead, under a condition",
        "Denied by the role Claims lead",
        "The role does not include it",
        "Depends",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert_eq!(html.matches("<li").count(), 4, "what only API keys may do is of no interest here");
    let html = stage.render("members-access-de", "de", || rsx! { Explaining {} });
    assert!(html.contains("Durch die Rolle Claims lead, unter einer Bedingung"));
}
