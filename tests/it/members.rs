//! Members and invitations: nobody grants more than they hold, and an owner always stays.

use futures_util::TryStreamExt;
use loggia_client::{
    Client, PageQuery,
    types::{
        ProblemCode, Role,
        audit::Outcome,
        members::{CreateInvitation, Member, MemberQuery, UpdateMember},
    },
};
use loggia_tests::{Portal, fixture};

async fn members(client: &Client) -> Vec<Member> {
    client.members().list(&MemberQuery::default()).await.unwrap().items
}

async fn member(client: &Client, key: &str) -> Member {
    members(client).await.into_iter().find(|member| member.user.id == fixture::user(key)).unwrap()
}

fn invitation(email: &str, role: Role) -> CreateInvitation {
    CreateInvitation { email: email.to_owned(), role: role.into(), ends_at: None }
}

#[tokio::test]
async fn members_are_listed_and_searched() {
    let portal = Portal::start().await.unwrap();
    let client = portal.sign_in("vic").await.unwrap().client;
    assert_eq!(members(&client).await.len(), 4);
    let found = client.members().list(&MemberQuery { q: Some("MIA".into()), ..MemberQuery::default() }).await.unwrap();
    assert_eq!(found.items.len(), 1);
    let admins = MemberQuery { role: Some(Role::Admin.into()), ..MemberQuery::default() };
    assert_eq!(client.members().list(&admins).await.unwrap().items[0].user.id, fixture::user("adam"));
    let none = MemberQuery { q: Some("%".into()), ..MemberQuery::default() };
    assert!(client.members().list(&none).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn nobody_grants_more_than_they_hold() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let adam = portal.sign_in("adam").await.unwrap().client;
    let mia = member(&adam, "mia").await;
    let owner = member(&adam, "olga").await;

    let error = adam.members().update(&mia.id, mia.version, &UpdateMember::role(Role::Owner)).await.unwrap_err();
    assert_eq!(error.problem().map(|problem| problem.status), Some(403), "{error:?}");
    let error = adam.members().update(&owner.id, owner.version, &UpdateMember::role(Role::Viewer)).await.unwrap_err();
    assert_eq!(error.problem().map(|problem| problem.status), Some(403), "{error:?}");
    let error = adam.members().remove(&owner.id).await.unwrap_err();
    assert_eq!(error.problem().map(|problem| problem.status), Some(403), "{error:?}");
    let error = adam.invitations().create(&invitation("new@northwind.example", Role::Owner)).await.unwrap_err();
    assert_eq!(error.problem().map(|problem| problem.status), Some(403), "{error:?}");

    let promoted = adam.members().update(&mia.id, mia.version, &UpdateMember::role(Role::Admin)).await.unwrap();
    assert_eq!(promoted.role, Role::Admin);
    let crowned = olga.members().update(&mia.id, promoted.version, &UpdateMember::role(Role::Owner)).await.unwrap();
    assert_eq!(crowned.role, Role::Owner);
    for (client, role, may) in [(&adam, Role::Owner, false), (&adam, Role::Admin, true), (&olga, Role::Owner, true)] {
        let roles = client.roles().list().await.unwrap().items;
        let grantable = roles.iter().find(|info| info.role == role).unwrap().grantable;
        assert_eq!(grantable, may, "{role}");
    }
}

#[tokio::test]
async fn the_last_owner_stays() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let owner = member(&olga, "olga").await;
    for role in [Role::Admin, Role::Viewer] {
        let error = olga.members().update(&owner.id, owner.version, &UpdateMember::role(role)).await.unwrap_err();
        assert_eq!(error.code(), Some(ProblemCode::LastOwner));
    }
    assert_eq!(olga.members().remove(&owner.id).await.unwrap_err().code(), Some(ProblemCode::LastOwner));
    assert_eq!(member(&olga, "olga").await.role, Role::Owner);
}

#[tokio::test]
async fn owners_who_leave_all_at_once_leave_one() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    for key in ["adam", "mia", "vic"] {
        let member = member(&olga, key).await;
        olga.members().update(&member.id, member.version, &UpdateMember::role(Role::Owner)).await.unwrap();
    }
    let mut leaving = Vec::new();
    for key in ["olga", "adam", "mia", "vic"] {
        let client = portal.sign_in(key).await.unwrap().client;
        let own = member(&client, key).await.id;
        leaving.push(async move { client.members().remove(&own).await });
    }
    let outcomes = futures_util::future::join_all(leaving).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_err()).count(), 1, "{outcomes:?}");
    let left = portal.acme.with_organization(fixture::northwind());
    let left = left.members().list(&MemberQuery::default()).await.unwrap().items;
    assert_eq!(left.iter().map(|member| member.role.built_in()).collect::<Vec<_>>(), [Some(Role::Owner)]);
}

#[tokio::test]
async fn owners_who_demote_each_other_at_once_leave_one() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let adam = member(&olga, "adam").await;
    olga.members().update(&adam.id, adam.version, &UpdateMember::role(Role::Owner)).await.unwrap();
    let adam_client = portal.sign_in("adam").await.unwrap().client;
    for _ in 0..5 {
        let (a, o) = (member(&olga, "adam").await, member(&olga, "olga").await);
        let down = UpdateMember::role(Role::Admin);
        let (first, second) = tokio::join!(
            olga.members().update(&a.id, a.version, &down),
            adam_client.members().update(&o.id, o.version, &down)
        );
        let owners = members(&olga).await.into_iter().filter(|member| member.role == Role::Owner).count();
        assert_eq!(owners, 1, "{first:?} {second:?}");
        // Whoever is left crowns the other again.
        let (left, fallen) = if first.is_ok() { (&olga, "adam") } else { (&adam_client, "olga") };
        let fallen = member(left, fallen).await;
        left.members().update(&fallen.id, fallen.version, &UpdateMember::role(Role::Owner)).await.unwrap();
    }
}

#[tokio::test]
async fn anybody_may_leave() {
    let portal = Portal::start().await.unwrap();
    let vic = portal.sign_in("vic").await.unwrap();
    let own = vic.client.session().get().await.unwrap().membership_id;
    let others = member(&vic.client, "mia").await.id;
    let refused = vic.client.members().remove(&others).await.unwrap_err();
    assert_eq!(refused.problem().map(|problem| problem.status), Some(403), "{refused:?}");
    vic.client.members().remove(&own).await.unwrap();
    assert_eq!(portal.wire.get("/v1/session").bearer(&vic.secret).send().await.unwrap().status, 401);
}

#[tokio::test]
async fn invitations_are_made_listed_and_withdrawn() {
    let portal = Portal::start().await.unwrap();
    let adam = portal.sign_in("adam").await.unwrap().client;
    let made = adam.invitations().create(&invitation("nia@northwind.example", Role::Viewer)).await.unwrap();
    assert_eq!(made.invited_by.as_ref().map(|user| &user.id), Some(&fixture::user("adam")));
    assert!(made.expires_at > made.created_at);
    assert_eq!(adam.invitations().list().await.unwrap().items.len(), 2);
    let twice = adam.invitations().create(&invitation("NIA@northwind.example", Role::Viewer)).await.unwrap_err();
    assert_eq!(twice.code(), Some(ProblemCode::AlreadyMember));
    let member = adam.invitations().create(&invitation("mia@northwind.example", Role::Viewer)).await.unwrap_err();
    assert_eq!(member.code(), Some(ProblemCode::AlreadyMember));
    adam.invitations().withdraw(&made.id).await.unwrap();
    assert_eq!(adam.invitations().list().await.unwrap().items.len(), 1);
    let gone = adam.invitations().withdraw(&made.id).await.unwrap_err();
    assert_eq!(gone.code(), Some(ProblemCode::NotFound));
    for email in ["", "nobody", "a@", "@b", "a b@c.example", &format!("{}@c.example", "x".repeat(250))] {
        let error = adam.invitations().create(&invitation(email, Role::Viewer)).await.unwrap_err();
        assert_eq!(error.field_errors().first().map(|e| e.pointer.as_str()), Some("/email"), "{email:?} {error:?}");
    }
}

#[tokio::test]
async fn every_invitation_is_reached() {
    let portal = Portal::start().await.unwrap();
    let adam = portal.sign_in("adam").await.unwrap().client;
    for number in 0..30 {
        let email = format!("guest-{number}@northwind.example");
        adam.invitations().create(&invitation(&email, Role::Viewer)).await.unwrap();
    }
    let listed = adam.invitations().list().await.unwrap();
    assert_eq!((listed.items.len(), listed.next_cursor), (31, None));
    let pages = PageQuery { limit: Some(7), cursor: None };
    let streamed: Vec<_> = adam.invitations().stream(pages).try_collect().await.unwrap();
    assert_eq!(streamed, listed.items);
}

#[tokio::test]
async fn the_audit_log_says_who_did_what_and_what_was_refused() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let mia = portal.sign_in("mia").await.unwrap().client;
    let target = member(&olga, "vic").await;
    olga.members().update(&target.id, target.version, &UpdateMember::role(Role::Member)).await.unwrap();
    mia.members().remove(&target.id).await.unwrap_err();
    let log = olga.audit_events().list(&Default::default()).await.unwrap().items;
    let of =
        |outcome| log.iter().find(|entry| entry.resource_id == target.id.as_str() && entry.outcome == outcome).unwrap();
    assert_eq!(of(Outcome::Denied).actor.id, fixture::user("mia").as_str());
    let changed = of(Outcome::Success);
    assert_eq!(changed.actor.id, fixture::user("olga").as_str());
    assert_eq!(changed.resource_type, "membership");
    let changes = changed.changes.as_ref().unwrap().to_string();
    assert!(changes.contains("viewer") && changes.contains("member"), "{changes}");
    assert_eq!(
        mia.audit_events().list(&Default::default()).await.unwrap_err().code(),
        Some(ProblemCode::PermissionDenied)
    );
    let foreign = portal.sign_in("henry").await.unwrap().client;
    let theirs = foreign.audit_events().list(&Default::default()).await.unwrap().items;
    assert!(theirs.iter().all(|entry| !format!("{entry:?}").contains(fixture::NORTHWIND_MARKER)));
}
