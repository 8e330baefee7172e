#![allow(clippy::unwrap_used)]

use chrono::TimeDelta;
use dioxus::prelude::*;
use loggia_types::{
    InvitationId, MembershipId, Page, Role, RoleId,
    members::{Invitation, Member, MembershipSource},
};

use super::Members;
use crate::{
    clock,
    testing::{Stage, session, user},
};

pub(super) fn member(number: u128, name: &str, role: Role) -> Member {
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

pub(super) fn stage(role: Role) -> Stage {
    let stage = Stage::new(Some(session(role)));
    fill(&stage, role);
    stage
}

/// Puts everybody there; the reader is in this role.
pub(in crate::widgets) fn fill(stage: &Stage, role: Role) {
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
}

pub(super) fn plain() -> Element {
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
    // Whoever manages members may ask why an owner may do something, and change nothing.
    assert_eq!(html.contains("More actions for Mia Brandt"), cfg!(feature = "member-access"));
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
