//! Setting it up: by API and on the pages.

use loggia_client::types::{
    Permission,
    embed::{CreateEmbedSession, EmbedUser},
};
use loggia_client::types::{
    ProblemCode, Role,
    members::CreateInvitation,
    roles::{CreateRole, Effect, Grant},
    sso::{ClaimOperator, CreateDomain, CreateSsoConnection, RoleRule, SsoState, UpdateSsoConnection},
};
use loggia_server::{
    domain::sso::{domains, policy},
    store::credentials::Shown,
};
use loggia_tests::{Visitor, fixture, provider::CLIENT_SECRET};

use super::{PASSWORD, bare, change, setting, wanted};

#[tokio::test]
async fn a_connections_secret_is_never_shown_and_lies_encrypted() {
    let setting = setting().await;
    let shown = format!("{:?}", setting.owner.sso().connections().await.unwrap());
    assert!(shown.contains("has_client_secret: true") && !shown.contains(CLIENT_SECRET));
    let log = format!("{:?}", setting.owner.audit_events().list(&Default::default()).await.unwrap());
    assert!(!log.contains(CLIENT_SECRET));
    for (path, bytes) in setting.portal.files().unwrap() {
        assert!(!String::from_utf8_lossy(&bytes).contains(CLIENT_SECRET), "{}", path.display());
    }
    let none = UpdateSsoConnection { client_secret: Some(String::new()), ..UpdateSsoConnection::default() };
    assert!(!change(&setting.owner, &setting.connection, none).await.has_client_secret);
    // Without it the provider knows nobody.
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 502);
}

#[tokio::test]
async fn nobody_sets_up_more_than_they_hold() {
    let setting = setting().await;
    let owner_rule = RoleRule {
        claim: "groups".to_owned(),
        operator: ClaimOperator::Contains,
        value: "bosses".to_owned(),
        role: Role::Owner.into(),
    };
    let adam = setting.portal.sign_in("adam").await.unwrap().client;
    let more = CreateSsoConnection { role_rules: vec![owner_rule.clone()], ..wanted(&setting.provider) };
    assert_eq!(adam.sso().create_connection(&more).await.unwrap_err().code(), Some(ProblemCode::PermissionDenied));
    let own = adam.sso().create_connection(&wanted(&setting.provider)).await.unwrap();
    assert_eq!(own.state, SsoState::Draft);
    // What maps to an owner is an owner's to change, whatever the change is.
    let rules = UpdateSsoConnection { role_rules: Some(vec![owner_rule]), ..UpdateSsoConnection::default() };
    let mapped = change(&setting.owner, &setting.connection, rules).await;
    for update in [
        UpdateSsoConnection { name: Some("Mine".to_owned()), ..UpdateSsoConnection::default() },
        UpdateSsoConnection { issuer: Some("https://evil.example".to_owned()), ..UpdateSsoConnection::default() },
        UpdateSsoConnection { role_rules: Some(Vec::new()), ..UpdateSsoConnection::default() },
    ] {
        let refused = adam.sso().update_connection(&mapped.id, mapped.version, &update).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::PermissionDenied));
    }
    assert_eq!(adam.sso().delete_connection(&mapped.id).await.unwrap_err().code(), Some(ProblemCode::PermissionDenied));
    // Somebody with the permission and little else could become whoever the provider says.
    let grant = Grant { permission: Permission::SsoManage, effect: Effect::Allow, when: None };
    let role = CreateRole {
        name: "Sign-on".to_owned(),
        inherits: vec![Role::Viewer.into()],
        grants: vec![grant],
        ..CreateRole::default()
    };
    let role = setting.owner.roles().create(&role).await.unwrap();
    let invited =
        CreateInvitation { email: "few@northwind.example".to_owned(), role: (&role.id).into(), ends_at: None };
    setting.owner.invitations().create(&invited).await.unwrap();
    let user = EmbedUser::Email { email: invited.email, name: None };
    let session = CreateEmbedSession {
        organization_id: fixture::northwind(),
        user,
        features: None,
        locale: None,
        expires_in: None,
    };
    let few =
        setting.portal.client(&setting.portal.acme.embed_sessions().create(&session).await.unwrap().client_secret);
    assert_eq!(few.sso().connections().await.unwrap().items.len(), 2);
    assert_eq!(
        few.sso().create_connection(&wanted(&setting.provider)).await.unwrap_err().code(),
        Some(ProblemCode::PermissionDenied)
    );
    let domain = CreateDomain { domain: "few.example".to_owned() };
    assert_eq!(few.sso().create_domain(&domain).await.unwrap_err().code(), Some(ProblemCode::PermissionDenied));
    let policy = few.sso().set_policy(&Default::default()).await;
    assert_eq!(policy.unwrap_err().code(), Some(ProblemCode::PermissionDenied));
    // A role that a mapping gives is not deleted.
    let gives = UpdateSsoConnection { default_role: Some(Some((&role.id).into())), ..UpdateSsoConnection::default() };
    change(&setting.owner, &setting.connection, gives).await;
    assert_eq!(setting.owner.roles().delete(&role.id).await.unwrap_err().code(), Some(ProblemCode::Conflict));
    // A mapping by which nobody gets in is not switched on.
    let nobody = UpdateSsoConnection {
        default_role: Some(None),
        role_rules: Some(Vec::new()),
        ..UpdateSsoConnection::default()
    };
    let own = change(&setting.owner, &own, nobody).await;
    let on = UpdateSsoConnection { state: Some(SsoState::Active), ..UpdateSsoConnection::default() };
    let refused = setting.owner.sso().update_connection(&own.id, own.version, &on).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().errors[0].pointer, "/state");
}

#[tokio::test]
async fn a_domain_is_one_organizations_by_its_record_or_the_operators_word() {
    let (portal, _provider) = bare().await;
    let (olga, henry) = (portal.sign_in("olga").await.unwrap().client, portal.sign_in("henry").await.unwrap().client);
    let new = |domain: &str| CreateDomain { domain: domain.to_owned() };
    for bad in ["", "northwind", "https://northwind.example", "a b.example", "192.0.2.1"] {
        assert_eq!(
            olga.sso().create_domain(&new(bad)).await.unwrap_err().code(),
            Some(ProblemCode::ValidationFailed),
            "{bad}"
        );
    }
    let added = olga.sso().create_domain(&new("Northwind.Example.")).await.unwrap();
    assert!(added.domain == "northwind.example" && added.record.starts_with("portal-verification="), "{added:?}");
    assert_eq!(
        olga.sso().create_domain(&new("northwind.example")).await.unwrap_err().code(),
        Some(ProblemCode::Conflict)
    );
    let theirs = henry.sso().create_domain(&new("northwind.example")).await.unwrap();
    assert_ne!(theirs.record, added.record, "each has to show its own");
    let check = |id| olga.sso().check_domain(id);
    assert!(check(&added.id).await.unwrap().verified_at.is_none(), "no such name");
    portal.dns.set("northwind.example", &["v=spf1 -all"]);
    assert!(check(&added.id).await.unwrap().checked_at.is_some(), "no such record");
    portal.dns.set("northwind.example", &[&theirs.record, &format!("{}x", added.record)]);
    assert!(check(&added.id).await.unwrap().verified_at.is_none(), "another's record");
    portal.dns.set("northwind.example", &[&theirs.record, &added.record]);
    assert!(check(&added.id).await.unwrap().verified_at.is_some());
    assert_eq!(henry.sso().check_domain(&theirs.id).await.unwrap_err().code(), Some(ProblemCode::Conflict), "taken");
    assert_eq!(henry.sso().check_domain(&added.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    // In another brand's portal it is another matter.
    let lena = portal.sign_in("lena").await.unwrap().client;
    let elsewhere = lena.sso().create_domain(&new("northwind.example")).await.unwrap();
    portal.dns.set("northwind.example", &[&elsewhere.record]);
    assert!(lena.sso().check_domain(&elsewhere.id).await.unwrap().verified_at.is_some());
    // The operator's word.
    domains::vouch(portal.store(), fixture::northwind(), "northwind.test").await.unwrap();
    assert!(domains::vouch(portal.store(), fixture::harbor(), "northwind.test").await.is_err());
    olga.sso().delete_domain(&added.id).await.unwrap();
    portal.dns.set("northwind.example", &[&theirs.record]);
    assert!(henry.sso().check_domain(&theirs.id).await.unwrap().verified_at.is_some(), "free again");
    policy::lift(portal.store(), fixture::northwind()).await.unwrap();
    let log = olga.audit_events().list(&Default::default()).await.unwrap();
    for action in ["domain.created", "domain.checked", "domain.vouched", "domain.deleted", "sso_policy.updated"] {
        assert!(log.items.iter().any(|entry| entry.action == action), "{action}");
    }
}

#[tokio::test]
async fn an_owner_sets_it_up_on_the_pages() {
    let (portal, provider) = bare().await;
    let mut olga = Visitor::new(&portal);
    olga.sign_in(&fixture::email("olga"), PASSWORD).await.unwrap();
    let base = format!("/o/{}/sign-on", fixture::northwind());
    let page = olga.get(&base).await.unwrap();
    assert!(page.status == 200 && page.text().contains("Require single sign-on"), "{}", page.text());
    let connections = format!("{base}/connections");
    let wrong = olga.post(&connections, &[("name", ""), ("issuer", "idp"), ("client_id", "")]).await.unwrap();
    assert!(wrong.status == 422 && wrong.text().matches("aria-invalid").count() == 3, "{}", wrong.text());
    let form = [
        ("name", "Northwind ID"),
        ("issuer", provider.issuer.as_str()),
        ("client_id", loggia_tests::provider::CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
    ];
    let made = olga.post(&connections, &form).await.unwrap();
    let url = made.header("location").split('?').next().unwrap().to_owned();
    let page = olga.get(&url).await.unwrap().text().replace("&#x2f;", "/");
    let id = url.rsplit('/').next().unwrap();
    assert!(page.contains(&format!("https://portal.acme.example/sign-in/sso/{id}/callback")), "{page}");
    assert!(!page.contains(CLIENT_SECRET));
    let tested = olga.post(&format!("{url}/test"), &[]).await.unwrap().text();
    assert!(tested.contains("answers and can be used") && tested.contains("EdDSA"), "{tested}");
    // Nobody would get in yet.
    let refused = olga.post(&format!("{url}/state"), &[("version", "1"), ("state", "active")]).await.unwrap();
    assert!(refused.status == 422 && refused.text().contains("Nobody would get in"), "{}", refused.text());
    let settings = [
        ("version", "1"),
        ("name", "Northwind ID"),
        ("issuer", provider.issuer.as_str()),
        ("client_id", loggia_tests::provider::CLIENT_ID),
        ("client_secret", ""),
        ("scopes", "openid email profile groups"),
        ("claim", "groups"),
        ("operator", "contains"),
        ("value", "admins"),
        ("role", "admin"),
        ("claim", ""),
        ("operator", "contains"),
        ("value", ""),
        ("role", "member"),
        ("default_role", "viewer"),
        ("just_in_time", "1"),
    ];
    assert_eq!(olga.post(&url, &settings).await.unwrap().status, 303);
    let stale = olga.post(&url, &settings).await.unwrap();
    assert!(stale.status == 422 && stale.text().contains("changed it in the meantime"), "{}", stale.text());
    assert_eq!(olga.post(&format!("{url}/state"), &[("version", "2"), ("state", "active")]).await.unwrap().status, 303);
    let owner = portal.sign_in("olga").await.unwrap().client;
    let connection = owner.sso().connections().await.unwrap().items.remove(0);
    assert!(connection.state == SsoState::Active && connection.has_client_secret && connection.role_rules.len() == 1);
    // The domain.
    assert_eq!(olga.post(&format!("{base}/domains"), &[("domain", "northwind.example")]).await.unwrap().status, 303);
    let domain = owner.sso().domains().await.unwrap().items.remove(0);
    let check = format!("{base}/domains/{}/check", domain.id);
    let missing = olga.post(&check, &[]).await.unwrap();
    assert!(missing.header("location").ends_with("done=missing"));
    portal.dns.set("northwind.example", &[&domain.record]);
    assert!(olga.post(&check, &[]).await.unwrap().header("location").ends_with("done=verified"));
    // Required, with an exception.
    let policy = format!("{base}/policy");
    let refused = olga.post(&policy, &[("required", "1")]).await.unwrap();
    assert!(refused.status == 422 && refused.text().contains("at least one owner"), "{}", refused.text());
    let me = fixture::user("olga").to_string();
    assert_eq!(olga.post(&policy, &[("required", "1"), ("break_glass", &me)]).await.unwrap().status, 303);
    assert!(owner.sso().policy().await.unwrap().required);
    let last = olga.post(&format!("{url}/delete"), &[]).await.unwrap();
    assert!(last.status == 422 && last.text().contains("only connection"), "{}", last.text());
    assert_eq!(olga.post(&policy, &[]).await.unwrap().status, 303);
    assert!(olga.post(&format!("{url}/delete"), &[]).await.unwrap().header("location").ends_with("done=deleted"));
    let removed = olga.post(&format!("{base}/domains/{}/delete", domain.id), &[]).await.unwrap();
    assert!(removed.header("location").ends_with("done=removed"));
    // Somebody who may not gets none of it, and the attempt is in the log.
    let mut mia = Visitor::new(&portal);
    mia.sign_in(&fixture::email("mia"), PASSWORD).await.unwrap();
    mia.get("/account").await.unwrap();
    assert_eq!(mia.get(&base).await.unwrap().status, 404);
    assert_eq!(mia.post(&policy, &[]).await.unwrap().status, 404);
    let log = owner.audit_events().list(&Default::default()).await.unwrap();
    assert!(log.items.iter().any(|entry| entry.action == "sso.manage" && entry.outcome.as_str() == "denied"));
}

#[tokio::test]
async fn changing_it_asks_again_who_one_is() {
    let (portal, provider) = bare().await;
    let mut olga = Visitor::new(&portal);
    olga.sign_in(&fixture::email("olga"), PASSWORD).await.unwrap();
    let base = format!("/o/{}/sign-on", fixture::northwind());
    olga.get(&base).await.unwrap();
    let secret = loggia_server::auth::hash(&olga.cookies["__Host-portal_session"]);
    let found = portal.store().system_read(move |c| c.live_user_session(Shown::Secret(&secret))).await.unwrap();
    portal.age(&found.unwrap().id, 16).await.unwrap();
    assert_eq!(olga.get(&base).await.unwrap().status, 200, "looking is free");
    let issuer = provider.issuer.as_str();
    let connection = [("name", "Late"), ("issuer", issuer), ("client_id", "late")];
    for (path, form) in
        [("connections", &connection[..]), ("domains", &[("domain", "late.example")][..]), ("policy", &[][..])]
    {
        let sent = olga.post(&format!("{base}/{path}"), form).await.unwrap();
        assert!(sent.status == 303 && sent.header("location").starts_with("/confirm"), "{path}: {}", sent.status);
    }
    let owner = portal.sign_in("olga").await.unwrap().client;
    assert!(owner.sso().connections().await.unwrap().items.is_empty());
    assert!(owner.sso().domains().await.unwrap().items.is_empty());
}
