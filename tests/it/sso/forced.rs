//! Single sign-on as the only way in.

use loggia_client::types::{
    ProblemCode, Role,
    members::{MemberQuery, UpdateMember},
    sso::{SetSsoPolicy, SsoState, UpdateSsoConnection},
};
use loggia_tests::{Portal, Visitor, fixture, wire::Answer};
use serde_json::json;

use super::{PASSWORD, Setting, change, set_state, setting, verify};

/// Whether a browser's session opens an organization: by its page, and by the API.
async fn opens(
    portal: &Portal,
    visitor: &mut Visitor<'_>,
    organization: &loggia_client::types::OrganizationId,
) -> (u16, u16) {
    let page = visitor.get(&format!("/o/{organization}")).await.unwrap();
    let secret = visitor.cookies.get("__Host-portal_session").cloned().unwrap_or_default();
    (page.status, by_cookie(portal, &secret, organization, "GET").await.status)
}

async fn by_cookie(
    portal: &Portal,
    secret: &str,
    organization: &loggia_client::types::OrganizationId,
    method: &str,
) -> Answer {
    let csrf = loggia_server::auth::cookies::csrf_token(secret).unwrap();
    let path = if method == "GET" { "/v1/cases" } else { "/v1/invitations" };
    let asking = portal.wire.ask(method, path).header("host", "portal.acme.example");
    let asking = asking.header("cookie", &format!("__Host-portal_session={secret}"));
    let asking = asking.bearer(&format!("csrf_{csrf}.{organization}"));
    let body = json!({ "email": format!("x{}@northwind.example", secret.len()), "role": "viewer" });
    let asking = if method == "GET" { asking } else { asking.json(&body) };
    asking.send().await.unwrap()
}

async fn force(setting: &Setting, named: &[&str]) {
    let break_glass = named.iter().map(|key| fixture::user(key)).collect();
    let policy = setting.owner.sso().set_policy(&SetSsoPolicy { required: true, break_glass }).await.unwrap();
    assert!(policy.required && policy.break_glass.len() == named.len());
}

async fn by_password<'p>(setting: &'p Setting, key: &str) -> Visitor<'p> {
    let mut visitor = Visitor::new(&setting.portal);
    assert_eq!(visitor.sign_in(&fixture::email(key), PASSWORD).await.unwrap().status, 303);
    visitor
}

#[tokio::test]
async fn a_password_opens_nothing_where_single_sign_on_is_required() {
    let setting = setting().await;
    let northwind = fixture::northwind();
    let (mut adam, mut ada) = (by_password(&setting, "adam").await, Visitor::new(&setting.portal));
    assert_eq!(setting.sign_in(&mut ada).await.status, 303);
    assert_eq!(opens(&setting.portal, &mut adam, &northwind).await, (303, 200));
    // A stream that is open ends.
    let secret = adam.cookies["__Host-portal_session"].clone();
    let csrf = loggia_server::auth::cookies::csrf_token(&secret).unwrap();
    let stream = setting.portal.wire.get("/v1/events").header("host", "portal.acme.example");
    let stream = stream.header("cookie", &format!("__Host-portal_session={secret}"));
    let mut stream = stream.bearer(&format!("csrf_{csrf}.{northwind}")).open().await.unwrap();
    assert_eq!(stream.status(), 200);
    force(&setting, &["olga"]).await;
    let ended = async { while stream.chunk().await.is_ok_and(|chunk| chunk.is_some()) {} };
    tokio::time::timeout(std::time::Duration::from_secs(40), ended).await.expect("the stream ends");
    assert_eq!(opens(&setting.portal, &mut adam, &northwind).await, (403, 404));
    assert_eq!(by_cookie(&setting.portal, &secret, &northwind, "POST").await.status, 404);
    let page = adam.get(&format!("/o/{northwind}/status")).await.unwrap().text();
    assert!(page.contains("asks for its own sign-in") && page.contains("Northwind ID"), "{page}");
    assert_eq!(adam.get(&format!("/o/{northwind}/sign-on")).await.unwrap().status, 404);
    // A new password session neither; the connection's own does.
    let mut again = by_password(&setting, "adam").await;
    assert_eq!(opens(&setting.portal, &mut again, &northwind).await, (403, 404));
    assert_eq!(opens(&setting.portal, &mut ada, &northwind).await, (303, 200));
    // Optional again.
    setting.owner.sso().set_policy(&SetSsoPolicy::default()).await.unwrap();
    assert_eq!(opens(&setting.portal, &mut adam, &northwind).await, (303, 200));
}

#[tokio::test]
async fn owners_who_are_named_get_in_and_the_others_hear_of_it() {
    let setting = setting().await;
    let northwind = fixture::northwind();
    // A second owner, who is not named.
    let members = setting.owner.members().list(&MemberQuery::default()).await.unwrap();
    let adam = members.items.into_iter().find(|member| member.user.id == fixture::user("adam")).unwrap();
    setting.owner.members().update(&adam.id, adam.version, &UpdateMember::role(Role::Owner)).await.unwrap();
    force(&setting, &["olga"]).await;
    let mut olga = by_password(&setting, "olga").await;
    assert_eq!(opens(&setting.portal, &mut olga, &northwind).await, (303, 200));
    let mut adam_here = by_password(&setting, "adam").await;
    assert_eq!(opens(&setting.portal, &mut adam_here, &northwind).await, (403, 404), "an owner who is not named");
    let log = setting.log().await;
    assert_eq!(log.iter().filter(|(action, _)| action == "sso.break_glass_used").count(), 1, "{log:?}");
    let mail = || {
        let mails =
            setting.portal.files().unwrap().into_iter().filter(|(path, _)| path.to_string_lossy().contains("/mail/"));
        let mails = mails.map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned());
        mails.filter(|mail| mail.contains("without single sign-on")).collect::<Vec<_>>()
    };
    setting.portal.eventually(|| !mail().is_empty()).await;
    let mails = mail();
    assert!(mails.len() == 1 && mails[0].contains("adam@northwind.example"), "{mails:?}");
    // Whoever is named and no owner any more is no exception.
    let members = setting.owner.members().list(&MemberQuery::default()).await.unwrap();
    let me = members.items.into_iter().find(|member| member.user.id == fixture::user("olga")).unwrap();
    setting.owner.members().update(&me.id, me.version, &UpdateMember::role(Role::Admin)).await.unwrap();
    assert_eq!(opens(&setting.portal, &mut olga, &northwind).await, (403, 404));
}

#[tokio::test]
async fn it_cannot_be_required_while_nobody_would_get_in() {
    let setting = setting().await;
    let sso = || setting.owner.sso();
    for (what, break_glass, pointer) in [
        ("nobody", vec![], "/break_glass"),
        ("no owner", vec![fixture::user("adam")], "/break_glass/0"),
        ("another organization's owner", vec![fixture::user("henry")], "/break_glass/0"),
    ] {
        let refused = sso().set_policy(&SetSsoPolicy { required: true, break_glass }).await.unwrap_err();
        let problem = refused.problem().unwrap();
        assert_eq!(problem.code, ProblemCode::ValidationFailed, "{what}");
        assert_eq!(problem.errors[0].pointer, pointer, "{what}");
    }
    // An owner without a password.
    let members = setting.owner.members().list(&MemberQuery::default()).await.unwrap();
    let vic = members.items.into_iter().find(|member| member.user.id == fixture::user("vic")).unwrap();
    setting.owner.members().update(&vic.id, vic.version, &UpdateMember::role(Role::Owner)).await.unwrap();
    let refused = sso().set_policy(&SetSsoPolicy { required: true, break_glass: vec![fixture::user("vic")] }).await;
    assert_eq!(refused.unwrap_err().problem().unwrap().errors[0].code, "no_password");
    let named = || SetSsoPolicy { required: true, break_glass: vec![fixture::user("olga")] };
    let disabled = set_state(&setting.owner, &setting.connection, SsoState::Disabled).await;
    assert_eq!(sso().set_policy(&named()).await.unwrap_err().code(), Some(ProblemCode::Conflict), "no connection");
    set_state(&setting.owner, &disabled, SsoState::Active).await;
    let domain = sso().domains().await.unwrap().items.remove(0);
    sso().delete_domain(&domain.id).await.unwrap();
    assert_eq!(sso().set_policy(&named()).await.unwrap_err().code(), Some(ProblemCode::Conflict), "no domain");
    verify(&setting.owner, &setting.portal.dns, "northwind.example").await;
    sso().set_policy(&named()).await.unwrap();
    // And the last way in is not taken away.
    let now = sso().connection(&setting.connection.id).await.unwrap();
    let off = UpdateSsoConnection { state: Some(SsoState::Disabled), ..UpdateSsoConnection::default() };
    assert_eq!(
        sso().update_connection(&now.id, now.version, &off).await.unwrap_err().code(),
        Some(ProblemCode::Conflict)
    );
    assert_eq!(sso().delete_connection(&now.id).await.unwrap_err().code(), Some(ProblemCode::Conflict));
}

#[tokio::test]
async fn what_a_connection_made_ends_with_it_and_opens_nothing_elsewhere() {
    let setting = setting().await;
    let (northwind, harbor) = (fixture::northwind(), fixture::harbor());
    setting.provider.script(|script| script.claims = json!({ "sub": "mia", "email": "mia@northwind.example" }));
    let mut mia = Visitor::new(&setting.portal);
    assert_eq!(setting.sign_in(&mut mia).await.status, 303);
    // Mia belongs to Harbor, too, which has nothing to do with Northwind's provider.
    join(&setting, "mia").await;
    assert_eq!(opens(&setting.portal, &mut mia, &northwind).await, (303, 200));
    assert_eq!(opens(&setting.portal, &mut mia, &harbor).await, (403, 404));
    assert!(mia.get(&format!("/o/{harbor}")).await.unwrap().text().contains("needs another sign-in"));
    let mut with_password = by_password(&setting, "mia").await;
    assert_eq!(opens(&setting.portal, &mut with_password, &harbor).await, (303, 200));
    // Another client at the provider: somebody else vouches from now on.
    let other = UpdateSsoConnection { client_id: Some("other".to_owned()), ..UpdateSsoConnection::default() };
    change(&setting.owner, &setting.connection, other).await;
    assert_eq!(mia.get("/account").await.unwrap().status, 303);
    let back = UpdateSsoConnection {
        client_id: Some(loggia_tests::provider::CLIENT_ID.to_owned()),
        ..UpdateSsoConnection::default()
    };
    let now = change(&setting.owner, &setting.connection, back).await;
    assert_eq!(setting.sign_in(&mut mia).await.status, 303);
    let off = set_state(&setting.owner, &now, SsoState::Disabled).await;
    assert_eq!(mia.get("/account").await.unwrap().status, 303, "switched off");
    assert_eq!(mia.get(&format!("/sign-in/sso/{}", now.id)).await.unwrap().status, 404);
    set_state(&setting.owner, &off, SsoState::Active).await;
    assert_eq!(setting.sign_in(&mut mia).await.status, 303);
    setting.owner.sso().delete_connection(&now.id).await.unwrap();
    assert_eq!(mia.get("/account").await.unwrap().status, 303, "deleted");
    assert_eq!(opens(&setting.portal, &mut with_password, &northwind).await, (303, 200), "the password's is as it was");
}

/// Makes somebody of Northwind a member of Harbor, too.
async fn join(setting: &Setting, key: &str) {
    use loggia_client::types::{
        embed::{CreateEmbedSession, EmbedUser},
        members::CreateInvitation,
    };
    let henry = setting.portal.sign_in("henry").await.unwrap().client;
    let email = fixture::email(key);
    henry
        .invitations()
        .create(&CreateInvitation { email: email.clone(), role: Role::Viewer.into(), ends_at: None })
        .await
        .unwrap();
    let user = EmbedUser::Email { email, name: None };
    let wanted =
        CreateEmbedSession { organization_id: fixture::harbor(), user, features: None, locale: None, expires_in: None };
    setting.portal.acme.embed_sessions().create(&wanted).await.unwrap();
}
