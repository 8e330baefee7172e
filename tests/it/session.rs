//! Embed sessions: who gets one, what it narrows, and how it ends.

use loggia_client::types::{
    Feature, Permission, ProblemCode, Role, RoleKey,
    cases::CaseQuery,
    documents::DocumentQuery,
    embed::{CreateEmbedSession, EmbedUser},
    members::{MemberQuery, MembershipSource},
};
use loggia_tests::{Portal, fixture};

fn wanted(user: EmbedUser) -> CreateEmbedSession {
    CreateEmbedSession { organization_id: fixture::northwind(), user, features: None, locale: None, expires_in: None }
}

fn by_email(email: &str) -> EmbedUser {
    EmbedUser::Email { email: email.to_owned(), name: Some("Ina New".to_owned()) }
}

#[tokio::test]
async fn a_session_says_who_where_and_what() {
    let portal = Portal::start().await.unwrap();
    for (key, role) in [("olga", Role::Owner), ("adam", Role::Admin), ("mia", Role::Member), ("vic", Role::Viewer)] {
        let session = portal.sign_in(key).await.unwrap().client.session().get().await.unwrap();
        assert_eq!(session.role, role);
        assert_eq!(session.user.id, fixture::user(key));
        assert_eq!(session.user.email, fixture::email(key));
        assert_eq!(session.organization.id, fixture::northwind());
        assert_eq!(session.brand.name, "Acme");
        assert_eq!(session.brand.support_email.as_deref(), Some("help@acme.example"));
        let mut permissions = session.permissions.clone();
        permissions.sort();
        let mut expected = role.permissions().to_vec();
        expected.sort();
        assert_eq!(permissions, expected, "{key}");
        assert_eq!(session.features.len(), Feature::ALL.len());
        assert_eq!(session.theme.name, "", "it may be that of a brand above");
        assert!(session.limits.max_upload_bytes > 0);
        let life = session.expires_at - session.server_time;
        assert!(life.num_seconds() > 800 && life.num_seconds() <= 900, "15 minutes unless asked otherwise: {life}");
    }
}

#[tokio::test]
async fn features_narrow_what_a_role_permits() {
    let portal = Portal::start().await.unwrap();
    let features = Some(vec![Feature::Status, Feature::Documents, Feature::MembersInvite]);
    let person = portal.sign_in_with("olga", |wanted| wanted.features = features).await.unwrap();
    let session = person.client.session().get().await.unwrap();
    assert!(session.permits(Permission::CasesRead) && session.permits(Permission::DocumentsRead));
    assert!(!session.permits(Permission::CasesReply), "replying was not asked for");
    assert!(!session.permits(Permission::MembersInvite), "its parent is off");
    assert!(!session.has(Feature::MembersInvite));
    person.client.cases().list(&CaseQuery::default()).await.unwrap();
    person.client.documents().list(&DocumentQuery::default()).await.unwrap();
    let refused = person.client.members().list(&MemberQuery::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::FeatureDisabled));
    let refused = person.client.audit_events().list(&Default::default()).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::FeatureDisabled));
}

#[tokio::test]
async fn a_member_is_found_by_id_and_by_address() {
    let portal = Portal::start().await.unwrap();
    let by_id = wanted(EmbedUser::Id { id: fixture::user("mia") });
    portal.acme.embed_sessions().create(&by_id).await.unwrap();
    let by_address = wanted(by_email("MIA@northwind.example"));
    let secret = portal.acme.embed_sessions().create(&by_address).await.unwrap().client_secret;
    let session = portal.client(&secret).session().get().await.unwrap();
    assert_eq!(session.user.id, fixture::user("mia"), "case makes no difference in an address");
}

#[tokio::test]
async fn an_open_invitation_is_accepted_by_signing_in_and_nobody_else_gets_in() {
    let portal = Portal::start().await.unwrap();
    let owner = portal.sign_in("olga").await.unwrap().client;
    assert_eq!(owner.invitations().list().await.unwrap().items.len(), 1);

    let stranger = wanted(by_email("stranger@northwind.example"));
    let refused = portal.acme.embed_sessions().create(&stranger).await.unwrap_err();
    assert_eq!(refused.field_errors()[0].code, "not_a_member", "{refused:?}");

    let invited = wanted(by_email("ina@northwind.example"));
    let secret = portal.acme.embed_sessions().create(&invited).await.unwrap().client_secret;
    let session = portal.client(&secret).session().get().await.unwrap();
    assert_eq!((session.role, session.user.name.as_str()), (RoleKey::from(Role::Member), "Ina New"));
    assert!(owner.invitations().list().await.unwrap().items.is_empty());
    let members = owner.members().list(&MemberQuery::default()).await.unwrap().items;
    let ina = members.iter().find(|member| member.user.email == "ina@northwind.example").unwrap();
    assert_eq!(ina.source, MembershipSource::Invitation);

    // Again: now a member like any other.
    let secret = portal.acme.embed_sessions().create(&invited).await.unwrap().client_secret;
    assert_eq!(portal.client(&secret).session().get().await.unwrap().user.id, session.user.id);
    assert_eq!(owner.members().list(&MemberQuery::default()).await.unwrap().items.len(), 5);
}

#[tokio::test]
async fn an_invitation_accepted_twice_at_once_makes_one_member() {
    let portal = Portal::start().await.unwrap();
    let invited = wanted(by_email("ina@northwind.example"));
    let attempts = (0..6).map(|_| async { portal.acme.embed_sessions().create(&invited).await });
    for outcome in futures_util::future::join_all(attempts).await {
        outcome.unwrap();
    }
    let owner = portal.sign_in("olga").await.unwrap().client;
    assert_eq!(owner.members().list(&MemberQuery::default()).await.unwrap().items.len(), 5);
}

#[tokio::test]
async fn a_brand_mints_only_for_its_own() {
    let portal = Portal::start().await.unwrap();
    let foreign = wanted(EmbedUser::Id { id: fixture::user("mia") });
    let error = portal.bright.embed_sessions().create(&foreign).await.unwrap_err();
    assert_eq!(error.code(), Some(ProblemCode::NotFound));
    let outsider = wanted(EmbedUser::Id { id: fixture::user("henry") });
    let error = portal.acme.embed_sessions().create(&outsider).await.unwrap_err();
    assert_eq!((&*error.field_errors()[0].pointer, &*error.field_errors()[0].code), ("/user/id", "not_a_member"));
    let names: Vec<_> = portal.bright.organizations().list(&Default::default()).await.unwrap().items;
    assert_eq!(names.iter().map(|o| o.id.clone()).collect::<Vec<_>>(), [fixture::lumen()]);
}

#[tokio::test]
async fn a_session_that_was_ended_is_worth_nothing() {
    let portal = Portal::start().await.unwrap();
    let person = portal.sign_in("mia").await.unwrap();
    let other = portal.sign_in("mia").await.unwrap();
    person.client.session().end().await.unwrap();
    let answer = portal.wire.get("/v1/session").bearer(&person.secret).send().await.unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (401, "unauthenticated"));
    other.client.session().get().await.unwrap();
}

#[tokio::test]
async fn an_end_that_is_no_end_is_refused_with_its_name() {
    let portal = Portal::start().await.unwrap();
    for seconds in [0, 59, 3601, u32::MAX] {
        let mut wanted = wanted(EmbedUser::Id { id: fixture::user("mia") });
        wanted.expires_in = Some(seconds);
        let error = portal.acme.embed_sessions().create(&wanted).await.unwrap_err();
        assert_eq!(error.field_errors()[0].pointer, "/expires_in", "{seconds}");
    }
}

#[tokio::test]
async fn removal_and_demotion_count_from_the_next_request_on() {
    let portal = Portal::start().await.unwrap();
    let owner = portal.sign_in("olga").await.unwrap().client;
    let mia = portal.sign_in("mia").await.unwrap();
    let members = owner.members().list(&MemberQuery::default()).await.unwrap().items;
    let membership = members.iter().find(|member| member.user.id == fixture::user("mia")).unwrap();
    let demoted = loggia_client::types::members::UpdateMember::role(Role::Viewer);
    owner.members().update(&membership.id, membership.version, &demoted).await.unwrap();
    let session = mia.client.session().get().await.unwrap();
    assert_eq!(session.role, Role::Viewer);
    let refused = mia.client.forms().list().await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
    owner.members().remove(&membership.id).await.unwrap();
    let answer = portal.wire.get("/v1/session").bearer(&mia.secret).send().await.unwrap();
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn a_secret_is_stored_nowhere_in_the_clear() {
    let portal = Portal::start().await.unwrap();
    let person = portal.sign_in("mia").await.unwrap();
    person.client.session().get().await.unwrap();
    let files = portal.files().unwrap();
    let holds =
        |text: &str| files.iter().any(|(_, bytes)| bytes.windows(text.len()).any(|window| window == text.as_bytes()));
    for secret in [&person.secret, &portal.acme_key] {
        assert!(!holds(secret));
        // With PostgreSQL the rows are elsewhere.
        assert!(holds(&loggia_server::auth::hash(secret)) || std::env::var_os("PORTAL_TEST_DATABASE").is_some());
    }
}
