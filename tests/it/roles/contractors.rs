//! Members until some day: they give nothing that outlasts them.

use chrono::{DateTime, TimeDelta, Utc};
use loggia_client::{
    Client, Error,
    types::{
        Permission as P, ProblemCode, Role,
        api_keys::{CreateApiKey, RotateApiKey},
        audit::{AuditQuery, Outcome},
        conditions::{AttributeValue, Attributes},
        embed::{CreateEmbedSession, EmbedUser},
        members::{CreateInvitation, Member, MemberQuery, UpdateMember},
        roles::UpdateRole,
    },
};
use loggia_tests::{Portal, fixture};
use serde_json::json;

use super::{allow, member, new_role, pointer, put_in_role};

#[tokio::test]
async fn a_contractor_neither_stays_for_ever_nor_chooses_a_region() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let target = member(&olga, "adam").await;
    let ends_at = chrono::Utc::now() + chrono::TimeDelta::days(30);
    let change = UpdateMember { ends_at: Some(Some(ends_at)), ..UpdateMember::default() };
    let contractor = olga.members().update(&target.id, target.version, &change).await.unwrap();
    assert_eq!(contractor.ends_at.map(|at| at.timestamp()), Some(ends_at.timestamp()));
    let adam = portal.sign_in("adam").await.unwrap().client;
    let attributes = Attributes::from([("region".to_owned(), AttributeValue::from("EU"))]);
    for change in [
        UpdateMember { ends_at: Some(None), ..UpdateMember::default() },
        UpdateMember { attributes: Some(attributes.clone()), ..UpdateMember::default() },
    ] {
        let error = adam.members().update(&contractor.id, contractor.version, &change).await.unwrap_err();
        assert_eq!(error.code(), Some(ProblemCode::PermissionDenied), "{change:?}");
    }
    let change = UpdateMember { attributes: Some(attributes.clone()), ..UpdateMember::default() };
    let changed = olga.members().update(&contractor.id, contractor.version, &change).await.unwrap();
    assert_eq!(changed.attributes, attributes);
    // Who may not change them does not see them.
    let vic = portal.sign_in("vic").await.unwrap().client;
    assert!(member(&vic, "adam").await.attributes.is_empty());
    let change = UpdateMember { ends_at: Some(None), ..UpdateMember::default() };
    let changed = olga.members().update(&changed.id, changed.version, &change).await.unwrap();
    assert_eq!(changed.ends_at, None);
    for (change, expected) in [
        (json!({ "ends_at": "2001-01-01T00:00:00Z" }), "/ends_at"),
        (json!({ "suspended": true }), "/suspended_reason"),
        (json!({ "attributes": { "Region": "EU" } }), "/attributes/Region"),
        (json!({ "attributes": { "region": [] } }), "/attributes/region"),
        (json!({ "attributes": { "region": { "a": 1 } } }), "/attributes/region"),
    ] {
        let secret = portal.sign_in("olga").await.unwrap().secret;
        let path = format!("/v1/members/{}", changed.id);
        let request = portal.wire.ask("PATCH", &path).bearer(&secret);
        let answer =
            request.header("if-match", &format!("\"{}\"", changed.version)).json(&change).send().await.unwrap();
        assert_eq!((answer.status, answer.json()["errors"][0]["pointer"].as_str()), (422, Some(expected)), "{change}");
    }
}

/// The end that Adam's membership gets, in whole seconds.
fn in_days(days: i64) -> DateTime<Utc> {
    DateTime::from_timestamp((Utc::now() + TimeDelta::days(days)).timestamp(), 0).unwrap()
}

/// Makes Adam, an admin, a member until `ends_at`.
async fn contract(owner: &Client, ends_at: DateTime<Utc>) -> Member {
    let adam = member(owner, "adam").await;
    let change = UpdateMember { ends_at: Some(Some(ends_at)), ..UpdateMember::default() };
    owner.members().update(&adam.id, adam.version, &change).await.unwrap()
}

fn invitation(email: &str, ends_at: Option<DateTime<Utc>>) -> CreateInvitation {
    CreateInvitation { email: email.to_owned(), role: Role::Viewer.into(), ends_at }
}

fn is_outlasting(error: &Error) -> bool {
    error.code() == Some(ProblemCode::PermissionDenied)
        && error.problem().unwrap().detail.as_ref().unwrap().contains("outlasts")
}

#[tokio::test]
async fn nobody_gives_what_outlasts_them() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let end = in_days(30);
    contract(&olga, end).await;
    let adam = portal.sign_in("adam").await.unwrap().client;

    for ends_at in [None, Some(end + TimeDelta::seconds(1))] {
        let error = adam.invitations().create(&invitation("late@northwind.example", ends_at)).await.unwrap_err();
        assert!(is_outlasting(&error), "{error:?}");
        assert_eq!(pointer(&error), "/ends_at");
    }
    let past = invitation("past@northwind.example", Some(Utc::now() - TimeDelta::days(1)));
    assert_eq!(pointer(&adam.invitations().create(&past).await.unwrap_err()), "/ends_at");

    // Mia stays for good: Adam takes from her what he likes, and gives her nothing.
    let mia = member(&adam, "mia").await;
    let more = UpdateMember::role(Role::Admin);
    let error = adam.members().update(&mia.id, mia.version, &more).await.unwrap_err();
    assert!(is_outlasting(&error), "{error:?}");
    let attributes = Attributes::from([("region".to_owned(), AttributeValue::from("EU"))]);
    let attributes = UpdateMember { attributes: Some(attributes), ..UpdateMember::default() };
    assert!(is_outlasting(&adam.members().update(&mia.id, mia.version, &attributes).await.unwrap_err()));
    let with_an_end = UpdateMember { ends_at: Some(Some(end)), ..more.clone() };
    let mia = adam.members().update(&mia.id, mia.version, &with_an_end).await.unwrap();
    for later in [None, Some(end + TimeDelta::days(1))] {
        let longer = UpdateMember { ends_at: Some(later), ..UpdateMember::default() };
        assert!(is_outlasting(&adam.members().update(&mia.id, mia.version, &longer).await.unwrap_err()));
    }
    let vic = member(&adam, "vic").await;
    let suspend =
        UpdateMember { suspended: Some(true), suspended_reason: Some("A test".to_owned()), ..UpdateMember::default() };
    let vic = adam.members().update(&vic.id, vic.version, &suspend).await.unwrap();
    let back = UpdateMember { suspended: Some(false), ..UpdateMember::default() };
    assert!(is_outlasting(&adam.members().update(&vic.id, vic.version, &back).await.unwrap_err()));

    // A role that others have is added to by nobody who leaves before them.
    let role = olga.roles().create(&new_role("Base", &[Role::Viewer.into()], vec![])).await.unwrap();
    let wider = UpdateRole { grants: Some(vec![allow(P::AuditRead, None)]), ..UpdateRole::default() };
    let error = adam.roles().update(&role.id, role.version, &wider).await.unwrap_err();
    assert_eq!(error.code(), Some(ProblemCode::PermissionDenied));
    let narrower = UpdateRole { inherits: Some(vec![]), ..UpdateRole::default() };
    adam.roles().update(&role.id, role.version, &narrower).await.unwrap();

    let key =
        |expires_at| CreateApiKey { name: "Adam's".to_owned(), scopes: vec![P::CasesRead], networks: None, expires_at };
    let error = adam.api_keys().create(&key(None)).await.unwrap_err();
    assert_eq!((is_outlasting(&error), pointer(&error).as_str()), (true, "/expires_at"));
    adam.api_keys().create(&key(Some(end))).await.unwrap();
    let lasting = olga.api_keys().create(&key(None)).await.unwrap().api_key;
    let error = adam.api_keys().rotate(&lasting.id, &RotateApiKey { overlap_seconds: 0 }).await.unwrap_err();
    assert!(is_outlasting(&error), "{error:?}");

    let log = olga.audit_events().list(&AuditQuery { limit: Some(100), ..AuditQuery::default() }).await.unwrap().items;
    for action in ["invitation.created", "member.updated", "role.updated", "api_key.created", "api_key.rotated"] {
        assert!(log.iter().any(|entry| entry.action == action && entry.outcome == Outcome::Denied), "{action}");
    }
}

#[tokio::test]
async fn an_invitation_with_an_end_becomes_a_membership_with_it_and_falls_when_its_maker_leaves_before() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let adam = portal.sign_in("adam").await.unwrap().client;
    let (near, far) = (in_days(10), in_days(40));
    let kept = adam.invitations().create(&invitation("kept@northwind.example", Some(near))).await.unwrap();
    assert_eq!(kept.ends_at, Some(near));
    let falling = adam.invitations().create(&invitation("falling@northwind.example", Some(far))).await.unwrap();
    contract(&olga, in_days(30)).await;
    let open = olga.invitations().list().await.unwrap().items;
    assert!(open.iter().any(|open| open.id == kept.id) && !open.iter().any(|open| open.id == falling.id));
    let wanted = CreateEmbedSession {
        organization_id: fixture::northwind(),
        user: EmbedUser::Email { email: kept.email, name: None },
        features: None,
        locale: None,
        expires_in: None,
    };
    let secret = portal.acme.embed_sessions().create(&wanted).await.unwrap().client_secret;
    let id = portal.client(&secret).session().get().await.unwrap().membership_id;
    let members = olga.members().list(&MemberQuery::default()).await.unwrap().items;
    assert_eq!(members.iter().find(|member| member.id == id).unwrap().ends_at, Some(near));
}

#[tokio::test]
async fn what_is_held_under_conditions_is_given_to_no_key() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let europe = || Some(json!({ "compare": { "attribute": "resource.region", "op": "eq", "to": "EU" } }));
    let grants = vec![
        allow(P::ApiKeysRead, None),
        allow(P::ApiKeysManage, None),
        allow(P::CasesRead, None),
        allow(P::DocumentsRead, europe()),
        allow(P::SubmissionsRead, None),
        super::deny(P::SubmissionsRead, europe()),
    ];
    put_in_role(&portal, "mia", &new_role("Keys", &[], grants)).await;
    let mia = portal.sign_in("mia").await.unwrap().client;
    let key = |scope| CreateApiKey { name: "Mia's".to_owned(), scopes: vec![scope], networks: None, expires_at: None };
    mia.api_keys().create(&key(P::CasesRead)).await.unwrap();
    for scope in [P::DocumentsRead, P::SubmissionsRead] {
        let refused = mia.api_keys().create(&key(scope)).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
        assert!(refused.problem().unwrap().detail.as_ref().unwrap().contains("under conditions"), "{refused:?}");
        let others = olga.api_keys().create(&key(scope)).await.unwrap().api_key;
        let refused = mia.api_keys().rotate(&others.id, &RotateApiKey { overlap_seconds: 0 }).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
    }
}
