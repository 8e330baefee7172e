#![allow(clippy::unwrap_used)]

use chrono::TimeDelta;
use dioxus::prelude::*;
use loggia_types::{
    InvitationId, MembershipId, Page, Permission, Role, RoleId,
    conditions::Condition,
    members::{Invitation, Member, MemberQuery, MembershipSource, RoleInfo},
    roles::{AccessReport, Effect, Grant, PermissionAccess, Rule, Verdict},
};

use super::{
    Members,
    actions::{Act, ActionDialog},
    standing::Standing,
};
use crate::{
    clock,
    query::{use_list, use_query},
    testing::{Stage, session, user},
};

fn member(number: u128, name: &str, role: Role) -> Member {
    let now = clock::now();
    Member {
        id: MembershipId::from_u128(number),
        user: user(number, name),
        role: role.into(),
        role_name: None,
        source: MembershipSource::Invitation,
        ends_at: (number == 2).then(|| now + TimeDelta::days(71)),
        suspended_at: None,
        suspended_reason: None,
        attributes: Default::default(),
        last_active_at: (number < 4).then(|| now - TimeDelta::hours(i64::try_from(number * number * 7).unwrap())),
        version: 1,
        created_at: now,
    }
}

fn stage(role: Role) -> Stage {
    let stage = Stage::new(Some(session(role)));
    let items = vec![
        member(1, "Dana Okafor", role),
        member(3, "Mia Brandt", Role::Admin),
        member(4, "Noor Haddad", Role::Viewer),
        member(2, "Tomás Silva", Role::Member),
    ];
    let invitation = Invitation {
        id: InvitationId::from_u128(1),
        email: "ines.roux@larkspur.example".into(),
        role: Role::Viewer.into(),
        role_name: None,
        invited_by: Some(user(1, "Dana Okafor")),
        created_at: clock::now(),
        expires_at: clock::now() + TimeDelta::days(5),
        ends_at: None,
    };
    stage
        .put("members//", Page { total: Some(items.len() as u64), items, next_cursor: Some("more".into()) })
        .put("invitations", Page { items: vec![invitation], next_cursor: None, total: Some(1) });
    stage
}

fn plain() -> Element {
    rsx! {
        Members {}
    }
}

fn inviting() -> Element {
    rsx! {
        Members { view: "invite" }
    }
}

#[test]
fn members_and_invitations_stand_in_one_list() {
    let html = stage(Role::Owner).render("members", "en", plain);
    assert!(html.contains("Invited by Dana Okafor, expires in 5 days") && html.contains("Pending"));
    assert!(html.contains("Access until"));
    assert!(html.contains(">You<"));
    assert!(html.contains("Load more"));
    assert!(html.contains("More actions for Tomás Silva"));
    assert!(html.contains("Leave Larkspur Foods"));
}

#[test]
fn a_role_of_the_organizations_own_is_called_what_the_server_says() {
    let stage = Stage::new(Some(session(Role::Owner)));
    let mut member = member(3, "Mia Brandt", Role::Viewer);
    member.role = (&RoleId::from_u128(7)).into();
    member.role_name = Some("Claims lead".into());
    member.suspended_at = Some(clock::now());
    stage.put("members//", Page { items: vec![member], next_cursor: None, total: Some(1) });
    let html = stage.render("members-own-role", "en", plain);
    assert_eq!(html.matches("Claims lead").count(), 2, "in the row and in the filter");
    assert!(html.contains("Suspended") && html.contains("More actions for Mia Brandt"));
}

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
    let access = |permission, verdict, rule, when: Option<&str>| PermissionAccess {
        permission,
        verdict,
        rule,
        feature: None,
        path: vec![(&own).into()],
        grant: Some(Grant {
            permission,
            effect: Effect::Allow,
            when: when.map(|name| Condition::Has(name.parse().unwrap())),
        }),
        seen: Default::default(),
    };
    let permissions = vec![
        access(Permission::CasesRead, Verdict::Allowed, Rule::Allow, None),
        access(Permission::DocumentsRead, Verdict::Depends, Rule::Allow, Some("resource.region")),
        access(Permission::CasesReply, Verdict::Denied, Rule::Deny, None),
        PermissionAccess { grant: None, ..access(Permission::AuditRead, Verdict::Denied, Rule::NoGrant, None) },
        PermissionAccess { grant: None, ..access(Permission::CasesManage, Verdict::Denied, Rule::BrandOnly, None) },
    ];
    let membership_id = MembershipId::from_u128(3);
    stage.put(
        &format!("access/{membership_id}"),
        AccessReport { membership_id, role: (&own).into(), permissions, features: vec![] },
    );
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

#[test]
fn a_viewer_sees_no_buttons_at_all() {
    let html = stage(Role::Viewer).render("members-viewer", "en", plain);
    assert!(html.contains("Tomás Silva"));
    assert!(!html.contains("Invite member") && !html.contains("More actions") && !html.contains("menuitem"));
}

#[test]
fn an_admin_neither_changes_owners_nor_makes_them() {
    let stage = Stage::new(Some(session(Role::Admin)));
    let items = vec![member(3, "Mia Brandt", Role::Owner)];
    stage.put("members//", Page { items, next_cursor: None, total: Some(1) });
    let html = stage.render("members-admin", "en", inviting);
    assert!(html.contains("More actions for Mia Brandt") && html.contains("Explain access"));
    for what in ["Change role", "Suspend access", "Set end of access", "Remove member"] {
        assert!(!html.contains(what), "{what}: {html}");
    }
    assert!(html.contains("value=\"admin\""));
    assert!(html.contains("Can do everything, invite people") && !html.contains("decides who else is an owner"));
}

#[test]
fn inviting_explains_every_role_in_the_readers_language() {
    let html = stage(Role::Owner).render("members-invite", "de", inviting);
    assert!(html.contains("Jemanden zu Larkspur Foods einladen"));
    for words in ["nichts ändern", "Anfragen senden", "außer bei Inhabern", "wer sonst Inhaber ist"] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn a_viewer_cannot_be_led_to_the_invitation() {
    let html = stage(Role::Viewer).render("members-viewer-invite", "en", inviting);
    assert!(!html.contains("<dialog"));
}
