//! Roles of an organization's own: what they grant, what nobody can grant, and what their conditions show.

mod conditions;
mod contractors;
mod cut_off;
mod owners;

use loggia_client::{
    Client, Error,
    types::{
        Permission as P, ProblemCode, Role, RoleId, RoleKey,
        audit::AuditQuery,
        conditions::{AttributeValue, Attributes, Condition},
        members::{CreateInvitation, Member, MemberQuery, UpdateMember},
        roles::{AccessQuery, CreateRole, CustomRole, Effect, Grant, Rule, UpdateRole, Verdict},
    },
};
use loggia_tests::{Portal, fixture};
use serde_json::{Value, json};

pub(crate) async fn member(client: &Client, key: &str) -> Member {
    let members = client.members().list(&MemberQuery::default()).await.unwrap().items;
    members.into_iter().find(|member| member.user.id == fixture::user(key)).unwrap()
}

pub(crate) fn allow(permission: P, when: Option<Value>) -> Grant {
    let when = when.map(|wire| serde_json::from_value::<Condition>(wire).unwrap());
    Grant { permission, effect: Effect::Allow, when }
}

pub(crate) fn deny(permission: P, when: Option<Value>) -> Grant {
    Grant { effect: Effect::Deny, ..allow(permission, when) }
}

pub(crate) fn new_role(name: &str, inherits: &[RoleKey], grants: Vec<Grant>) -> CreateRole {
    CreateRole { name: name.to_owned(), description: None, inherits: inherits.to_vec(), grants }
}

/// Gives somebody of Northwind a new role of these.
pub(crate) async fn put_in_role(portal: &Portal, key: &str, role: &CreateRole) -> CustomRole {
    let olga = portal.sign_in("olga").await.unwrap().client;
    let made = olga.roles().create(role).await.unwrap();
    let target = member(&olga, key).await;
    let changed = olga.members().update(&target.id, target.version, &UpdateMember::role(&made.id)).await.unwrap();
    assert_eq!((changed.role, changed.role_name.as_deref()), (RoleKey::from(&made.id), Some(role.name.as_str())));
    made
}

pub(crate) fn pointer(error: &Error) -> String {
    error.field_errors().first().map(|error| error.pointer.clone()).unwrap_or_default()
}

#[tokio::test]
async fn a_role_is_made_changed_used_and_deleted() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let made = put_in_role(&portal, "vic", &new_role("Auditor", &[Role::Viewer.into()], vec![])).await;
    let vic = portal.sign_in("vic").await.unwrap().client;
    let session = vic.session().get().await.unwrap();
    assert_eq!((session.role, session.role_name.as_deref()), (RoleKey::from(&made.id), Some("Auditor")));
    assert_eq!(session.permissions, Role::Viewer.permissions());

    let grants = Some(vec![allow(P::AuditRead, None), deny(P::DocumentsRead, None)]);
    let change = UpdateRole { grants, ..UpdateRole::default() };
    let stale = olga.roles().update(&made.id, 7, &change).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let changed = olga.roles().update(&made.id, made.version, &change).await.unwrap();
    assert_eq!(olga.roles().get(&made.id).await.unwrap(), changed);
    assert_eq!(vic.session().get().await.unwrap().permissions, [P::CasesRead, P::MembersRead, P::AuditRead]);
    vic.audit_events().list(&AuditQuery::default()).await.unwrap();
    let denied = vic.documents().list(&Default::default()).await.unwrap_err();
    assert_eq!(denied.code(), Some(ProblemCode::PermissionDenied));

    let listed = olga.roles().list().await.unwrap().items;
    let mine = listed.iter().find(|info| info.role == RoleKey::from(&made.id)).unwrap();
    assert_eq!((mine.name.as_deref(), mine.grantable), (Some("Auditor"), true));

    let used = olga.roles().delete(&made.id).await.unwrap_err();
    assert_eq!(used.code(), Some(ProblemCode::Conflict));
    let target = member(&olga, "vic").await;
    olga.members().update(&target.id, target.version, &UpdateMember::role(Role::Viewer)).await.unwrap();
    olga.roles().delete(&made.id).await.unwrap();
    assert_eq!(olga.roles().get(&made.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    let log = olga.audit_events().list(&AuditQuery::default()).await.unwrap().items;
    for action in ["role.created", "role.updated", "role.deleted"] {
        let entry = log.iter().find(|entry| entry.action == action).unwrap();
        assert!(entry.changes.as_ref().unwrap().to_string().contains("Auditor"), "{action}");
    }
}

#[tokio::test]
async fn what_is_no_role_is_refused_by_name() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let there = olga.roles().create(&new_role("There", &[], vec![])).await.unwrap();
    let missing = RoleKey::from(&RoleId::from_u128(7));
    let deep = (0..9).fold(json!({ "has": "resource.a" }), |inner, _| json!({ "not": inner }));
    for (role, expected) in [
        (new_role("", &[], vec![]), "/name"),
        (new_role("THERE", &[], vec![]), "/name"),
        (new_role("Owner", &[], vec![]), "/name"),
        (new_role("A", &[Role::Owner.into()], vec![]), "/inherits/0"),
        (new_role("A", &[missing], vec![]), "/inherits/0"),
        (new_role("A", &[Role::Viewer.into(), Role::Viewer.into()], vec![]), "/inherits/1"),
        (new_role("A", &[], vec![allow(P::CasesManage, None)]), "/grants/0/permission"),
        (new_role("A", &[], vec![allow(P::CasesRead, Some(deep))]), "/grants/0/when"),
        (new_role("A", &[], vec![allow(P::CasesReply, None)]), "/grants"),
    ] {
        let error = olga.roles().create(&role).await.unwrap_err();
        assert_eq!(pointer(&error), expected, "{role:?}: {error:?}");
    }
    let vic = member(&olga, "vic").await;
    let unknown = olga.members().update(&vic.id, vic.version, &UpdateMember::role(missing)).await.unwrap_err();
    assert_eq!(pointer(&unknown), "/role");
    // Another organization's role is none.
    let henry = portal.sign_in("henry").await.unwrap().client;
    let hana = member(&henry, "hana").await;
    let foreign = UpdateMember::role(&there.id);
    assert_eq!(pointer(&henry.members().update(&hana.id, hana.version, &foreign).await.unwrap_err()), "/role");
    let inherited = new_role("A", &[(&there.id).into()], vec![]);
    assert_eq!(pointer(&henry.roles().create(&inherited).await.unwrap_err()), "/inherits/0");
}

#[tokio::test]
async fn roles_never_inherit_from_themselves_even_when_two_are_changed_at_once() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let inherit = |id: &RoleId| UpdateRole { inherits: Some(vec![id.into()]), ..UpdateRole::default() };
    for round in 0..4 {
        let one = olga.roles().create(&new_role(&format!("One {round}"), &[], vec![])).await.unwrap();
        let two = olga.roles().create(&new_role(&format!("Two {round}"), &[], vec![])).await.unwrap();
        let (of_one, of_two) = (inherit(&two.id), inherit(&one.id));
        let (first, second) = tokio::join!(
            olga.roles().update(&one.id, one.version, &of_one),
            olga.roles().update(&two.id, two.version, &of_two),
        );
        let refused: Vec<Error> = first.err().into_iter().chain(second.err()).collect();
        assert_eq!(refused.len(), 1);
        assert_eq!(pointer(&refused[0]), "/inherits");
        // The role that inherits goes first: the other one is in use until then.
        let gone = olga.roles().delete(&one.id).await.is_ok();
        olga.roles().delete(&two.id).await.unwrap();
        assert_eq!(olga.roles().get(&one.id).await.is_err(), gone);
    }
}

#[tokio::test]
async fn nobody_makes_changes_or_gives_a_role_beyond_their_own() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let europe = || Some(json!({ "compare": { "attribute": "resource.region", "op": "eq", "to": "EU" } }));
    let lead = new_role(
        "Lead",
        &[],
        vec![
            allow(P::MembersRead, None),
            allow(P::MembersInvite, None),
            allow(P::MembersManage, None),
            allow(P::CasesRead, europe()),
        ],
    );
    let lead = put_in_role(&portal, "mia", &lead).await;
    let mia = portal.sign_in("mia").await.unwrap().client;
    let narrow = mia.roles().create(&new_role("Narrow", &[], vec![allow(P::CasesRead, europe())])).await.unwrap();
    for (name, grants) in [
        ("Wide", vec![allow(P::CasesRead, None)]),
        ("Audit", vec![allow(P::AuditRead, None)]),
        ("Other", vec![allow(P::CasesRead, Some(json!({ "has": "resource.region" })))]),
    ] {
        let error = mia.roles().create(&new_role(name, &[], grants.clone())).await.unwrap_err();
        assert_eq!(error.code(), Some(ProblemCode::PermissionDenied), "{name}");
        let change = UpdateRole { grants: Some(grants), ..UpdateRole::default() };
        for id in [&narrow.id, &lead.id] {
            let version = mia.roles().get(id).await.unwrap().version;
            let error = mia.roles().update(id, version, &change).await.unwrap_err();
            assert_eq!(error.code(), Some(ProblemCode::PermissionDenied), "{name}");
        }
    }
    // A role that takes away: without it, somebody would hold more than the lead does.
    let tamed = olga.roles().create(&new_role("Tamed", &[Role::Admin.into()], vec![deny(P::AuditRead, None)])).await;
    let tamed = tamed.unwrap();
    let untamed = UpdateRole { grants: Some(vec![]), ..UpdateRole::default() };
    for refused in [
        mia.roles().update(&tamed.id, tamed.version, &untamed).await.err(),
        mia.roles().delete(&tamed.id).await.err(),
        mia.invitations()
            .create(&CreateInvitation { email: "x@northwind.example".into(), role: (&tamed.id).into(), ends_at: None })
            .await
            .err(),
    ] {
        assert_eq!(refused.unwrap().code(), Some(ProblemCode::PermissionDenied));
    }
    let vic = member(&olga, "vic").await;
    let error = mia.members().update(&vic.id, vic.version, &UpdateMember::role(&narrow.id)).await.unwrap_err();
    assert_eq!(error.code(), Some(ProblemCode::PermissionDenied), "vic is a viewer, and sees documents");
    let given = CreateInvitation { email: "nia@northwind.example".into(), role: (&narrow.id).into(), ends_at: None };
    let invitation = mia.invitations().create(&given).await.unwrap();
    assert_eq!(invitation.role_name.as_deref(), Some("Narrow"));
    let in_use = olga.roles().delete(&narrow.id).await.unwrap_err();
    assert_eq!(in_use.code(), Some(ProblemCode::Conflict), "somebody is invited to it");
    // Its maker's role shrinks, and the invitation goes with it.
    let target = member(&olga, "mia").await;
    olga.members().update(&target.id, target.version, &UpdateMember::role(Role::Member)).await.unwrap();
    assert!(olga.invitations().list().await.unwrap().items.iter().all(|open| open.id != invitation.id));
}

#[tokio::test]
async fn who_is_suspended_is_refused_at_once_and_comes_back() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let mia = portal.sign_in("mia").await.unwrap();
    let stream = portal.wire.get("/v1/events").bearer(&mia.secret).open().await.unwrap();
    let target = member(&olga, "mia").await;
    let suspend = UpdateMember {
        suspended: Some(true),
        suspended_reason: Some("Laptop stolen".to_owned()),
        ..UpdateMember::default()
    };
    let suspended = olga.members().update(&target.id, target.version, &suspend).await.unwrap();
    assert_eq!(suspended.suspended_reason.as_deref(), Some("Laptop stolen"));
    assert_eq!(portal.wire.get("/v1/session").bearer(&mia.secret).send().await.unwrap().status, 401);
    tokio::time::timeout(std::time::Duration::from_secs(20), stream.bytes()).await.unwrap().unwrap();
    assert!(portal.sign_in("mia").await.is_err());
    let back = UpdateMember { suspended: Some(false), ..UpdateMember::default() };
    let back = olga.members().update(&target.id, suspended.version, &back).await.unwrap();
    assert_eq!((back.suspended_at, back.suspended_reason), (None, None));
    let again = portal.sign_in("mia").await.unwrap().client;
    again.session().get().await.unwrap();
    let log = olga.audit_events().list(&AuditQuery::default()).await.unwrap().items;
    let entry = log.iter().find(|entry| entry.action == "member.suspended").unwrap();
    assert!(entry.changes.as_ref().unwrap().to_string().contains("Laptop stolen"));
}

#[tokio::test]
async fn a_stream_ends_when_its_readers_role_changes() {
    let portal = Portal::start().await.unwrap();
    let base = put_in_role(&portal, "vic", &new_role("Base", &[Role::Viewer.into()], vec![])).await;
    let vic = portal.sign_in("vic").await.unwrap();
    let stream = portal.wire.get("/v1/events").bearer(&vic.secret).open().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let change = UpdateRole { grants: Some(vec![deny(P::CasesRead, None)]), ..UpdateRole::default() };
    olga.roles().update(&base.id, base.version, &change).await.unwrap();
    tokio::time::timeout(std::time::Duration::from_secs(20), stream.bytes()).await.unwrap().unwrap();
    let refused = vic.client.cases().list(&Default::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
}

#[tokio::test]
async fn an_explanation_names_the_rule_that_decided() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let quiet = olga.roles().create(&new_role("Quiet", &[], vec![deny(P::CasesReply, None)])).await.unwrap();
    let europe = json!({ "compare": { "attribute": "resource.region", "op": "eq", "to": { "member": "region" } } });
    let grants = vec![allow(P::AuditRead, None), allow(P::DocumentsRead, Some(europe))];
    let role = new_role("Region", &[(&quiet.id).into(), Role::Viewer.into()], grants);
    // `viewer` would show every document: the denial below takes that back where the region is another.
    let elsewhere =
        json!({ "not": { "compare": { "attribute": "resource.region", "op": "eq", "to": { "member": "region" } } } });
    let role = CreateRole { grants: [role.grants.clone(), vec![deny(P::CasesRead, Some(elsewhere))]].concat(), ..role };
    let made = put_in_role(&portal, "vic", &role).await;
    let target = member(&olga, "vic").await;
    let attributes = Attributes::from([("region".to_owned(), AttributeValue::from("EU"))]);
    let change = UpdateMember { attributes: Some(attributes), ..UpdateMember::default() };
    olga.members().update(&target.id, target.version, &change).await.unwrap();

    let report = olga.members().access(&target.id, &AccessQuery::default()).await.unwrap();
    assert_eq!(report.role, RoleKey::from(&made.id));
    let about = |permission: P| report.permissions.iter().find(|access| access.permission == permission).unwrap();
    assert_eq!((about(P::CasesManage).verdict, about(P::CasesManage).rule), (Verdict::Denied, Rule::BrandOnly));
    assert_eq!((about(P::AuditRead).verdict, about(P::AuditRead).rule), (Verdict::Allowed, Rule::Allow));
    let reply = about(P::CasesReply);
    assert_eq!((reply.verdict, reply.rule), (Verdict::Denied, Rule::Deny));
    assert_eq!(reply.path, [RoleKey::from(&made.id), RoleKey::from(&quiet.id)]);
    assert_eq!(about(P::DocumentsDelete).rule, Rule::NoGrant);
    assert_eq!((about(P::CasesRead).verdict, about(P::CasesRead).rule), (Verdict::Depends, Rule::Deny));

    let case = loggia_client::types::CaseId::from_u128(fixture::CASE_PROGRESS);
    let query =
        AccessQuery { permission: Some(P::CasesRead), resource_id: Some(case.to_string()), ..AccessQuery::default() };
    let about = olga.members().access(&target.id, &query).await.unwrap().permissions.remove(0);
    assert_eq!((about.verdict, about.rule), (Verdict::Denied, Rule::Deny));
    assert_eq!(about.seen, Attributes::from([("member.region".to_owned(), AttributeValue::from("EU"))]));
    let foreign = loggia_client::types::CaseId::from_u128(fixture::CASE_HARBOR);
    let query = AccessQuery { resource_id: Some(foreign.to_string()), ..AccessQuery::default() };
    assert_eq!(olga.members().access(&target.id, &query).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    for (resource_id, address) in [(Some("org_1"), None), (None, Some("nowhere"))] {
        let query = AccessQuery {
            permission: None,
            resource_id: resource_id.map(str::to_owned),
            address: address.map(str::to_owned),
        };
        let error = olga.members().access(&target.id, &query).await.unwrap_err();
        assert_eq!(error.code(), Some(ProblemCode::MalformedRequest));
    }
}
