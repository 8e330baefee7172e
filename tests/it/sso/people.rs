//! Who gets in, and as what.

use loggia_client::types::{
    Role,
    embed::{CreateEmbedSession, EmbedUser},
    members::{CreateInvitation, Member, MemberQuery, MembershipSource, UpdateMember},
    sso::{ClaimOperator, RoleRule, SsoState, UpdateSsoConnection},
};
use loggia_server::Settings;
use loggia_tests::{Visitor, fixture, unlimited};
use serde_json::json;

use super::{PASSWORD, Setting, change, set_state, setting, setting_with};

async fn member(setting: &Setting, email: &str) -> Option<Member> {
    let query = MemberQuery { limit: Some(100), ..MemberQuery::default() };
    let members = setting.owner.members().list(&query).await.unwrap();
    members.items.into_iter().find(|member| member.user.email == email)
}

fn rule(value: &str, role: Role) -> RoleRule {
    RoleRule {
        claim: "groups".to_owned(),
        operator: ClaimOperator::Contains,
        value: value.to_owned(),
        role: role.into(),
    }
}

#[tokio::test]
async fn an_address_is_routed_by_its_domain_and_somebody_new_gets_in() {
    let setting = setting().await;
    let mut ada = Visitor::new(&setting.portal);
    ada.get("/sign-in").await.unwrap();
    let form = [("email", "Ada@Northwind.example"), ("return_to", "/account")];
    let routed = ada.post("/sign-in", &form).await.unwrap();
    assert!(routed.status == 200 && routed.text().contains("On to Northwind ID"), "{}", routed.text());
    // The template writes a slash as a reference.
    let path = format!("/sign-in/sso/{}?return_to=%2Faccount", setting.connection.id);
    assert!(routed.text().replace("&#x2f;", "/").contains(&path), "{}", routed.text());
    let sent = ada.get(&path).await.unwrap();
    let cookie = sent.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("__Host-portal_sso=") && cookie.contains("; Secure; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let query = setting.provider.authorize(sent.header("location")).unwrap();
    let back = ada.get(&setting.callback(&query)).await.unwrap();
    assert_eq!((back.status, back.header("location")), (303, "/account"), "{}", back.text());
    assert!(ada.get("/account").await.unwrap().text().contains("Ada NWQXMARK Added"));
    let made = member(&setting, "ada@northwind.example").await.unwrap();
    assert!(made.role == Role::Member && made.source == MembershipSource::Sso, "{made:?}");
    assert_eq!(
        ada.get(&format!("/o/{}", fixture::northwind())).await.unwrap().header("location").matches("/status").count(),
        1
    );
    let log = setting.log().await;
    for action in ["session.began", "sso.signed_in", "member.joined", "sso_identity.created", "sso_connection.created"]
    {
        assert!(log.iter().any(|(name, outcome)| name == action && outcome == "success"), "{action}: {log:?}");
    }
    // Out again, and there, too, if they like.
    let out = ada.post("/sign-out", &[]).await.unwrap();
    let page = ada.get(out.header("location")).await.unwrap().text();
    assert!(page.contains("Sign out at Northwind ID, too") && page.contains("logout?client_id="), "{page}");
    // The second time it is the same person.
    assert_eq!(setting.sign_in(&mut ada).await.status, 303);
    assert_eq!(member(&setting, "ada@northwind.example").await.unwrap().user.id, made.user.id);
}

#[tokio::test]
async fn routing_does_not_tell_who_has_an_account() {
    let setting = setting().await;
    let mut pages = Vec::new();
    for email in ["mia@northwind.example", "nobody@northwind.example"] {
        let mut visitor = Visitor::new(&setting.portal);
        visitor.get("/sign-in").await.unwrap();
        let form = [("email", email)];
        let ask = async || visitor.post("/sign-in", &form).await.unwrap();
        let (transactions, answer) = setting.portal.transactions_of(ask).await;
        let text = answer.text().replace(&visitor.csrf, "token").replace(email, "address");
        pages.push((answer.status, text, transactions));
        // Whoever wants a password is asked for one.
        let form = [("email", email), ("way", "password")];
        assert!(visitor.post("/sign-in", &form).await.unwrap().text().contains("current-password"));
    }
    assert_eq!(pages[0], pages[1]);
    // Other domains, subdomains, and another brand's portal are not routed.
    for (host, email) in [
        ("portal.acme.example", "henry@harbor.example"),
        ("portal.acme.example", "mia@mail.northwind.example"),
        ("portal.bright.example", "mia@northwind.example"),
    ] {
        let mut visitor = Visitor::at(&setting.portal, host);
        visitor.get("/sign-in").await.unwrap();
        let page = visitor.post("/sign-in", &[("email", email)]).await.unwrap().text();
        assert!(page.contains("current-password"), "{host} {email}");
    }
    let elsewhere = Visitor::at(&setting.portal, "portal.bright.example")
        .get(&format!("/sign-in/sso/{}", setting.connection.id))
        .await;
    assert_eq!(elsewhere.unwrap().status, 404);
    // Several: people choose.
    let second = setting.owner.sso().create_connection(&loggia_client::types::sso::CreateSsoConnection {
        name: "Other ID".to_owned(),
        ..super::wanted(&setting.provider)
    });
    set_state(&setting.owner, &second.await.unwrap(), SsoState::Active).await;
    let mut visitor = Visitor::new(&setting.portal);
    visitor.get("/sign-in").await.unwrap();
    let page = visitor.post("/sign-in", &[("email", "x@northwind.example")]).await.unwrap().text();
    assert!(
        page.contains("Where do you sign in?") && page.contains("Other ID") && page.contains("Northwind ID"),
        "{page}"
    );
}

#[tokio::test]
async fn an_account_is_linked_by_an_address_only_where_both_vouch_for_it() {
    let setting = setting().await;
    setting.provider.script(|script| script.userinfo = Some(json!({ "sub": "ada" })));
    for (what, claims, told) in [
        ("not verified", json!({ "email_verified": false }), "no verified e-mail address"),
        ("nothing said", json!({ "email_verified": null }), "no verified e-mail address"),
        (
            "verified in words",
            json!({ "email": null, "preferred_username": "ada@northwind.example" }),
            "no verified e-mail address",
        ),
        ("another domain", json!({ "email": "ada@harbor.example" }), "no verified e-mail address"),
        ("a domain below", json!({ "email": "ada@x.northwind.example" }), "no verified e-mail address"),
        (
            "the owner",
            json!({ "sub": "evil", "email": "olga@northwind.example" }),
            "account with your e-mail address already",
        ),
    ] {
        setting.provider.script(|script| script.claims = claims);
        let mut visitor = Visitor::new(&setting.portal);
        let refused = setting.sign_in(&mut visitor).await;
        assert!(refused.status == 403 && refused.text().contains(told), "{what}: {}", refused.text());
        assert!(!visitor.cookies.contains_key("__Host-portal_session"), "{what}");
    }
    // Somebody of the brand who is no member here, with an address on the domain: nobody gets at their account.
    let henry = setting.portal.sign_in("henry").await.unwrap().client;
    let invited =
        CreateInvitation { email: "ext@northwind.example".to_owned(), role: Role::Viewer.into(), ends_at: None };
    henry.invitations().create(&invited).await.unwrap();
    let ext = EmbedUser::Email { email: invited.email.clone(), name: None };
    let wanted = CreateEmbedSession {
        organization_id: fixture::harbor(),
        user: ext,
        features: None,
        locale: None,
        expires_in: None,
    };
    setting.portal.acme.embed_sessions().create(&wanted).await.unwrap();
    setting.provider.script(|script| script.claims = json!({ "sub": "ext", "email": "ext@northwind.example" }));
    let refused = setting.sign_in(&mut Visitor::new(&setting.portal)).await;
    assert!(refused.status == 403 && refused.text().contains("account with your e-mail address"), "{}", refused.text());
    // A member is linked, and keeps the role that a person gave.
    setting.provider.script(|script| script.claims = json!({ "sub": "mia", "email": "mia@northwind.example" }));
    let mut mia = Visitor::new(&setting.portal);
    assert_eq!(setting.sign_in(&mut mia).await.status, 303);
    assert!(mia.get("/account").await.unwrap().text().contains("Mia NWQXMARK Member"));
    let found = member(&setting, "mia@northwind.example").await.unwrap();
    assert!(found.source != MembershipSource::Sso && found.role == Role::Member);
    // From then on by the subject alone: the address may be anything.
    setting.provider.script(|script| script.claims = json!({ "sub": "mia", "email": "olga@northwind.example" }));
    let mut mia = Visitor::new(&setting.portal);
    assert_eq!(setting.sign_in(&mut mia).await.status, 303);
    assert!(mia.get("/account").await.unwrap().text().contains("Mia NWQXMARK Member"));
    assert!(setting.log().await.iter().any(|(action, outcome)| action == "sso.signed_in" && outcome == "denied"));
}

#[tokio::test]
async fn who_may_not_be_linked_by_address_links_the_account_once() {
    let setting = setting().await;
    setting.provider.script(|script| script.claims = json!({ "sub": "boss", "email": "boss@elsewhere.example" }));
    let mut olga = Visitor::new(&setting.portal);
    olga.sign_in(&fixture::email("olga"), PASSWORD).await.unwrap();
    let page = olga.get("/account/sign-on").await.unwrap().text();
    assert!(page.contains("Northwind ID") && page.contains(">Link<"), "{page}");
    let leaving = olga.post(&format!("/account/sign-on/{}/link", setting.connection.id), &[]).await.unwrap();
    let text = leaving.text().replace("&#x2f;", "/").replace("&amp;", "&");
    let url = text.split('"').find(|part| part.starts_with(&format!("{}/authorize", setting.provider.issuer))).unwrap();
    let query = setting.provider.authorize(url).unwrap();
    // Somebody else's browser, or somebody else in the same one, links nothing.
    let mut other = Visitor::new(&setting.portal);
    other.sign_in(&fixture::email("mia"), PASSWORD).await.unwrap();
    assert_eq!(other.get(&setting.callback(&query)).await.unwrap().status, 400);
    let linked = olga.get(&setting.callback(&query)).await.unwrap();
    assert_eq!((linked.status, linked.header("location")), (303, "/account/sign-on?done=linked"), "{}", linked.text());
    let mut again = Visitor::new(&setting.portal);
    assert_eq!(setting.sign_in(&mut again).await.status, 303);
    assert!(again.get("/account").await.unwrap().text().contains("Olga NWQXMARK Owner"));
    // Another account cannot be linked with the same subject.
    let mut mia = Visitor::new(&setting.portal);
    mia.sign_in(&fixture::email("mia"), PASSWORD).await.unwrap();
    mia.get("/account/sign-on").await.unwrap();
    let leaving = mia.post(&format!("/account/sign-on/{}/link", setting.connection.id), &[]).await.unwrap();
    let text = leaving.text().replace("&#x2f;", "/").replace("&amp;", "&");
    let url = text.split('"').find(|part| part.starts_with(&format!("{}/authorize", setting.provider.issuer))).unwrap();
    let query = setting.provider.authorize(url).unwrap();
    let refused = mia.get(&setting.callback(&query)).await.unwrap();
    assert!(refused.status == 403 && refused.text().contains("belongs to somebody else"), "{}", refused.text());
    // Unlinked: what it made ends, and it lets nobody in any more.
    olga.get("/account/sign-on").await.unwrap();
    assert_eq!(
        olga.post(&format!("/account/sign-on/{}/unlink", setting.connection.id), &[]).await.unwrap().status,
        303
    );
    assert_eq!(again.get("/account").await.unwrap().status, 303, "its session has ended");
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 403);
}

#[tokio::test]
async fn the_mapping_is_applied_at_every_sign_in_and_takes_back_what_it_gave() {
    let setting = setting().await;
    let rules = vec![rule("bosses", Role::Owner), rule("admins", Role::Admin), rule("staff", Role::Viewer)];
    let mapping =
        UpdateSsoConnection { role_rules: Some(rules), default_role: Some(None), ..UpdateSsoConnection::default() };
    change(&setting.owner, &setting.connection, mapping).await;
    let ada = "ada@northwind.example";
    let mut ada_here = Visitor::new(&setting.portal);
    for (groups, role) in
        [(json!(["staff"]), Role::Viewer), (json!(["admins", "staff"]), Role::Admin), (json!(["staff"]), Role::Viewer)]
    {
        setting.provider.script(|script| script.claims = json!({ "groups": groups }));
        assert_eq!(setting.sign_in(&mut ada_here).await.status, 303);
        assert_eq!(member(&setting, ada).await.unwrap().role, role);
    }
    setting.provider.script(|script| script.claims = json!({ "groups": ["gone"] }));
    let refused = setting.sign_in(&mut Visitor::new(&setting.portal)).await;
    assert!(refused.status == 403 && refused.text().contains("gives you no access here"), "{}", refused.text());
    assert!(member(&setting, ada).await.is_none(), "what single sign-on gave is gone");
    let gone = ada_here.get(&format!("/o/{}", fixture::northwind())).await.unwrap();
    assert_eq!(gone.status, 404, "and the session opens nothing");
    // Nobody is refused into nothing: the last owner stays, whatever the provider says.
    setting.provider.script(|script| script.claims = json!({ "groups": ["bosses"] }));
    assert_eq!(setting.sign_in(&mut ada_here).await.status, 303);
    let boss = member(&setting, ada).await.unwrap();
    assert_eq!(boss.role, Role::Owner);
    let olga = member(&setting, &fixture::email("olga")).await.unwrap();
    let admin = UpdateMember::role(Role::Admin);
    setting.owner.members().update(&olga.id, olga.version, &admin).await.unwrap();
    for groups in [json!(["staff"]), json!(["gone"])] {
        setting.provider.script(|script| script.claims = json!({ "groups": groups }));
        setting.sign_in(&mut ada_here).await;
        assert_eq!(member(&setting, ada).await.unwrap().role, Role::Owner, "{groups}");
    }
    let denied: Vec<_> = setting
        .log()
        .await
        .into_iter()
        .filter(|(action, outcome)| action.starts_with("member.") && outcome == "denied")
        .collect();
    assert!(denied.len() >= 2, "{denied:?}");
    // What a person gave stays.
    setting
        .provider
        .script(|script| script.claims = json!({ "sub": "mia", "email": "mia@northwind.example", "groups": ["gone"] }));
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 403);
    assert_eq!(member(&setting, "mia@northwind.example").await.unwrap().role, Role::Member);
}

#[tokio::test]
async fn without_just_in_time_only_members_get_in_and_nobody_who_is_suspended() {
    let setting = setting().await;
    change(
        &setting.owner,
        &setting.connection,
        UpdateSsoConnection { just_in_time: Some(false), ..UpdateSsoConnection::default() },
    )
    .await;
    let refused = setting.sign_in(&mut Visitor::new(&setting.portal)).await;
    assert!(refused.status == 403 && refused.text().contains("You do not belong to"), "{}", refused.text());
    assert!(member(&setting, "ada@northwind.example").await.is_none());
    let invited =
        CreateInvitation { email: "ada@northwind.example".to_owned(), role: Role::Viewer.into(), ends_at: None };
    setting.owner.invitations().create(&invited).await.unwrap();
    setting.provider.script(|script| script.claims = json!({ "sub": "mia", "email": "mia@northwind.example" }));
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 303);
    let mia = member(&setting, "mia@northwind.example").await.unwrap();
    let suspended =
        UpdateMember { suspended: Some(true), suspended_reason: Some("away".to_owned()), ..UpdateMember::default() };
    setting.owner.members().update(&mia.id, mia.version, &suspended).await.unwrap();
    let refused = setting.sign_in(&mut Visitor::new(&setting.portal)).await;
    assert!(refused.status == 403 && refused.text().contains("suspended or has ended"), "{}", refused.text());
}

#[tokio::test]
async fn what_the_id_token_leaves_out_is_asked_for_and_believed_of_the_same_person_only() {
    let setting = setting().await;
    let thin = json!({ "email": null, "email_verified": null, "name": null });
    setting.provider.script(|script| {
        script.claims = thin;
        script.userinfo =
            Some(json!({ "sub": "somebody else", "email": "ada@northwind.example", "email_verified": true }));
    });
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 502);
    setting.provider.script(|script| {
        script.userinfo =
            Some(json!({ "sub": "ada", "email": "ada@northwind.example", "email_verified": true, "name": "Ada Told" }));
    });
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 303);
    assert_eq!(member(&setting, "ada@northwind.example").await.unwrap().user.name, "Ada Told");
    // An address of the token is not made better by what is told elsewhere.
    setting.provider.script(|script| {
        script.claims = json!({ "sub": "eve", "email": "mia@northwind.example", "email_verified": null, "name": null });
        script.userinfo = Some(json!({ "sub": "eve", "email": "eve@northwind.example", "email_verified": true }));
    });
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 403);
}

#[tokio::test]
async fn a_provider_vouches_for_what_is_the_organizations_and_not_for_the_account() {
    let setting = setting().await;
    let admin = UpdateSsoConnection { default_role: Some(Some(Role::Admin.into())), ..UpdateSsoConnection::default() };
    change(&setting.owner, &setting.connection, admin).await;
    let mut ada = Visitor::new(&setting.portal);
    assert_eq!(setting.sign_in(&mut ada).await.status, 303);
    let base = format!("/o/{}/sign-on", fixture::northwind());
    assert_eq!(ada.get(&base).await.unwrap().status, 200);
    let added = ada.post(&format!("{base}/domains"), &[("domain", "more.example")]).await.unwrap();
    assert_eq!(added.header("location"), format!("{base}?done=domain"));
    // A passkey of the provider's own would open the person's other organizations, too.
    for path in ["/account/passkeys/new", "/account/codes"] {
        let sent = ada.get(path).await.unwrap();
        assert!(sent.status == 303 && sent.header("location").starts_with("/confirm"), "{path}: {}", sent.status);
    }
}

/// A provider makes as many sessions as it likes: none of them is a new start for guessing what opens the account.
#[tokio::test]
async fn a_provider_that_guesses_a_password_is_held_up_like_a_stranger() {
    let setting = setting_with(Settings { rate_sign_ins_each: Some(3), ..unlimited() }).await;
    setting.provider.script(|script| script.claims = json!({ "sub": "mia", "email": "mia@northwind.example" }));
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let mut mia = Visitor::new(&setting.portal);
        assert_eq!(setting.sign_in(&mut mia).await.status, 303);
        mia.get("/confirm").await.unwrap();
        statuses.push(mia.post("/confirm", &[("password", "a guess that is wrong")]).await.unwrap().status);
    }
    assert_eq!(statuses, [422, 422, 422, 429]);
}

#[tokio::test]
async fn a_suspension_is_not_undone_by_a_role_that_goes_and_comes_back() {
    let setting = setting().await;
    let mapping = UpdateSsoConnection {
        role_rules: Some(vec![rule("staff", Role::Viewer)]),
        default_role: Some(None),
        ..UpdateSsoConnection::default()
    };
    change(&setting.owner, &setting.connection, mapping).await;
    setting.provider.script(|script| script.claims = json!({ "groups": ["staff"] }));
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 303);
    let ada = member(&setting, "ada@northwind.example").await.unwrap();
    let suspended =
        UpdateMember { suspended: Some(true), suspended_reason: Some("away".to_owned()), ..UpdateMember::default() };
    setting.owner.members().update(&ada.id, ada.version, &suspended).await.unwrap();
    for groups in [json!(["gone"]), json!(["staff"])] {
        setting.provider.script(|script| script.claims = json!({ "groups": groups }));
        assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 403, "{groups}");
    }
    assert!(member(&setting, "ada@northwind.example").await.unwrap().suspended_at.is_some());
}
