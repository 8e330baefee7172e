//! The authorization endpoint.

use loggia_client::types::{OAuthClientId, audit::AuditQuery};
use loggia_tests::{Portal, fixture};

use super::support::{Ask, LOOPBACK, Tokens, VERIFIER, WEB, code, decide, exchange, look, parameter, tokens};

#[tokio::test]
async fn a_person_is_asked_and_their_answer_comes_with_state_and_issuer() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    let page = look(&portal, &browser, &Ask::new()).await;
    assert_eq!(page.status, 200, "{}", page.text());
    for text in ["Reports", "Northwind NWQXMARK Traders", "app.acme.example", "after 90 days"] {
        assert!(page.text().contains(text), "{text}");
    }
    let answer = decide(&portal, &browser, &Ask::new(), &fixture::northwind(), "allow").await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let to = answer.header("location").to_owned();
    assert!(to.starts_with("https://app.acme.example/signed-in?code=ac_"), "{to}");
    assert_eq!(parameter(&to, "state").as_deref(), Some("s1"));
    assert_eq!(parameter(&to, "iss").as_deref(), Some(portal.base_url.as_str()));
    let metadata = portal.wire.get("/.well-known/oauth-authorization-server").send().await.unwrap().json();
    assert_eq!(metadata["issuer"], portal.base_url);
    assert_eq!(metadata["authorization_response_iss_parameter_supported"], true);
    assert_eq!(metadata["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    assert_eq!(metadata["token_endpoint"], format!("{}/oauth/token", portal.base_url));

    let code = parameter(&to, "code").unwrap();
    let given = exchange(&portal, &fixture::reports(), &code, WEB, VERIFIER).await;
    assert_eq!((given.header("cache-control"), given.header("pragma")), ("no-store", "no-cache"));
    let body = given.json();
    assert_eq!((body["token_type"].as_str(), body["expires_in"].as_i64()), (Some("Bearer"), Some(900)));
    assert_eq!(body["scope"], "cases:read cases:reply documents:read");
    assert_eq!(body["organization_id"], fixture::northwind().as_str());
    let access = Tokens::of(&given).access;
    let session = portal.wire.get("/v1/session").bearer(&access).send().await.unwrap().json();
    assert_eq!(session["user"]["id"], fixture::user("olga").as_str());
    assert_eq!(session["permissions"], serde_json::json!(["cases:read", "cases:reply", "documents:read"]));
    let owner = portal.sign_in("olga").await.unwrap().client;
    let query = AuditQuery { action: Some("oauth_grant.".to_owned()), ..AuditQuery::default() };
    let log = owner.audit_events().list(&query).await.unwrap();
    assert_eq!(log.items.len(), 1, "{log:?}");
    assert_eq!(log.items[0].action, "oauth_grant.created");
    assert_eq!(log.items[0].changes.as_ref().unwrap()["after"]["client"], "Reports");
}

#[tokio::test]
async fn whoever_is_not_signed_in_signs_in_first_and_comes_back() {
    let portal = Portal::start().await.unwrap();
    let asked = format!("/oauth/authorize?{}", Ask::new().query());
    let answer = portal.wire.get(&asked).send().await.unwrap();
    assert_eq!(answer.status, 303);
    let to = answer.header("location");
    assert!(to.starts_with("/sign-in?return_to="), "{to}");
    assert_eq!(parameter(to, "return_to"), Some(asked));
}

#[tokio::test]
async fn the_page_is_shown_in_no_frame_and_its_form_goes_nowhere_else() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    let page = look(&portal, &browser, &Ask::new()).await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(policy.contains("form-action 'self' https://app.acme.example"), "{policy}");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "same-origin");
    // Neither another site's form nor one without the session's token says yes.
    for (site, csrf) in [("cross-site", browser.csrf.as_str()), ("same-site", &browser.csrf), ("same-origin", "x")] {
        let body = super::support::form(&[
            ("csrf", csrf),
            ("request", &Ask::new().query()),
            ("organization_id", fixture::northwind().as_str()),
            ("decision", "allow"),
        ]);
        let asking = portal.wire.ask("POST", "/oauth/authorize").header("cookie", &browser.cookie);
        let asking = asking.header("sec-fetch-site", site).header("content-type", "application/x-www-form-urlencoded");
        let refused = asking.body(body).send().await.unwrap();
        assert_eq!(refused.status, 403, "{site}: {}", refused.text());
        assert_eq!(refused.header("location"), "");
    }
}

#[tokio::test]
async fn what_is_nobodys_that_is_known_is_sent_nowhere() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    let missing = OAuthClientId::from_u128(0xdead).to_string();
    for ask in [
        Ask::new().with("client_id", ""),
        Ask::new().with("client_id", "reports"),
        Ask::new().with("client_id", &missing),
        Ask::new().with("client_id", fixture::strangers_reports().as_str()),
        Ask::new().twice("client_id"),
        Ask::new().with("client_secret", "s"),
        Ask::new().with("redirect_uri", ""),
        Ask::new().twice("redirect_uri"),
        Ask::new().with("redirect_uri", "https://evil.example/signed-in"),
        Ask::new().with("redirect_uri", "https://app.acme.example/signed-in/"),
        Ask::new().with("redirect_uri", "https://app.acme.example/signed-in?x=1"),
        Ask::new().with("redirect_uri", "https://app.acme.example/signed-in#x"),
        Ask::new().with("redirect_uri", "https://app.acme.example@evil.example/signed-in"),
        Ask::new().with("redirect_uri", "https://app.acme.example\\.evil.example/signed-in"),
        Ask::new().with("redirect_uri", "http://app.acme.example/signed-in"),
        Ask::new().with("redirect_uri", "http://localhost:1/callback"),
        Ask::new().with("redirect_uri", "http://127.0.0.1:1@evil.example/callback"),
        Ask::new().with("redirect_uri", "javascript:alert(1)"),
        Ask::new().with("redirect_uri", "com.example.other:/signed-in"),
    ] {
        for answer in [
            look(&portal, &browser, &ask).await,
            decide(&portal, &browser, &ask, &fixture::northwind(), "allow").await,
            decide(&portal, &browser, &ask, &fixture::northwind(), "deny").await,
        ] {
            assert_eq!((answer.status, answer.header("location")), (400, ""), "{}: {}", ask.query(), answer.text());
            assert!(!answer.text().contains("evil.example"), "{}", answer.text());
        }
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_granted_goes_back_with_its_reason() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    for (ask, error) in [
        (Ask::new().with("response_type", ""), "invalid_request"),
        (Ask::new().with("response_type", "token"), "unsupported_response_type"),
        (Ask::new().with("response_type", "code id_token"), "unsupported_response_type"),
        (Ask::new().with("response_mode", "fragment"), "invalid_request"),
        (Ask::new().with("code_challenge", ""), "invalid_request"),
        (Ask::new().with("code_challenge", "short"), "invalid_request"),
        // PKCE is not to be talked down to a challenge that is the verifier itself.
        (Ask::new().with("code_challenge_method", ""), "invalid_request"),
        (Ask::new().with("code_challenge_method", "plain"), "invalid_request"),
        (Ask::new().with("scope", "everything"), "invalid_scope"),
        (Ask::new().with("scope", "cases:read embed_sessions:create"), "invalid_scope"),
        (Ask::new().with("scope", "members:manage"), "invalid_scope"),
        (Ask::new().twice("code_challenge"), "invalid_request"),
        (Ask::new().twice("scope"), "invalid_request"),
    ] {
        let asked = look(&portal, &browser, &ask).await;
        assert_eq!(asked.status, 200, "{}", asked.text());
        assert!(asked.text().contains(&format!("error={error}")), "{error}: {}", asked.text());
        let answer = decide(&portal, &browser, &ask, &fixture::northwind(), "allow").await;
        let to = answer.header("location");
        assert!(answer.status == 303 && to.starts_with("https://app.acme.example/signed-in?error="), "{to}");
        assert_eq!(parameter(to, "error").as_deref(), Some(error), "{}", ask.query());
        assert_eq!(parameter(to, "state").as_deref(), Some("s1"));
        assert_eq!(parameter(to, "iss").as_deref(), Some(portal.base_url.as_str()));
        assert_eq!(parameter(to, "code"), None);
    }
    let twice = decide(&portal, &browser, &Ask::new().twice("state"), &fixture::northwind(), "allow").await;
    assert_eq!(parameter(twice.header("location"), "error").as_deref(), Some("invalid_request"));
    assert_eq!(parameter(twice.header("location"), "state"), None);
}

#[tokio::test]
async fn a_person_says_no_or_is_no_member() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    for (organization, decision) in [
        (fixture::northwind(), "deny"),
        (fixture::northwind(), ""),
        (fixture::harbor(), "allow"),
        (fixture::lumen(), "allow"),
        (fixture::summit(), "allow"),
        (loggia_client::types::OrganizationId::from_u128(0xdead), "allow"),
    ] {
        let answer = decide(&portal, &browser, &Ask::new(), &organization, decision).await;
        let to = answer.header("location");
        assert_eq!(parameter(to, "error").as_deref(), Some("access_denied"), "{organization} {decision}: {to}");
        assert_eq!(parameter(to, "code"), None);
    }
}

#[tokio::test]
async fn what_was_agreed_to_is_not_asked_again_of_a_client_that_is_who_it_says() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    code(&portal, "olga", &Ask::new()).await;
    let again = look(&portal, &browser, &Ask::new().with("scope", "cases:read")).await;
    assert!(again.text().contains("code=ac_"), "{}", again.text());
    // More than before; and a place where any program of the machine can listen.
    for ask in [
        Ask::new().with("scope", "cases:read forms:read"),
        Ask::new().with("redirect_uri", LOOPBACK),
        Ask::new().with("redirect_uri", "com.example.reports:/signed-in"),
    ] {
        let page = look(&portal, &browser, &ask).await;
        assert_eq!(page.status, 200);
        assert!(!page.text().contains("code=ac_") && page.text().contains("decision"), "{}", page.text());
    }
    let other = portal.browser("adam").await.unwrap();
    assert!(!look(&portal, &other, &Ask::new()).await.text().contains("code=ac_"), "somebody else did not agree");
}

#[tokio::test]
async fn a_loopback_address_may_have_any_port_and_is_then_bound_to_it() {
    let portal = Portal::start().await.unwrap();
    let ask = Ask::new().with("redirect_uri", LOOPBACK);
    let code = code(&portal, "olga", &ask).await;
    let other_port = "http://127.0.0.1:49153/callback";
    let refused = exchange(&portal, &fixture::reports(), &code, other_port, VERIFIER).await;
    super::support::expect_refusal(&refused, "invalid_grant");
}

#[tokio::test]
async fn a_token_permits_what_both_its_scopes_and_the_role_permit() {
    let portal = Portal::start().await.unwrap();
    let viewer = tokens(&portal, "vic", "cases:read cases:reply").await.access;
    let owner = tokens(&portal, "olga", "cases:read").await.access;
    let reply = serde_json::json!({ "body": "Hello NWQXMARK" });
    for (token, path, method, expected) in [
        (&viewer, "/v1/cases", "GET", 200),
        (&owner, "/v1/cases", "GET", 200),
        (&owner, "/v1/members", "GET", 403),
        (&owner, "/v1/documents", "GET", 403),
        (&owner, "/v1/audit-events", "GET", 403),
    ] {
        let answer = portal.wire.ask(method, path).bearer(token).send().await.unwrap();
        assert_eq!(answer.status, expected, "{path}");
    }
    let case = loggia_client::types::CaseId::from_u128(fixture::CASE_REPLY);
    for token in [&viewer, &owner] {
        let path = format!("/v1/cases/{case}/replies");
        let answer = portal.wire.ask("POST", &path).bearer(token).json(&reply).send().await.unwrap();
        assert_eq!((answer.status, answer.code().as_str()), (403, "permission_denied"));
    }
}

#[tokio::test]
async fn a_program_makes_nobody_who_may_do_more_than_it_and_does_not_leave_for_its_person() {
    let portal = Portal::start().await.unwrap();
    let token = tokens(&portal, "olga", "members:read members:invite").await.access;
    let invite = |role: &str| {
        let body = serde_json::json!({ "email": "more@northwind.example", "role": role });
        portal.wire.ask("POST", "/v1/invitations").bearer(&token).json(&body).send()
    };
    for role in ["owner", "admin", "member", "viewer"] {
        let refused = invite(role).await.unwrap();
        assert_eq!((refused.status, refused.code().as_str()), (403, "permission_denied"), "{role}");
    }
    let client = portal.client(&token);
    let me = client.session().get().await.unwrap().membership_id;
    let left = client.members().remove(&me).await.unwrap_err();
    assert_eq!(left.code(), Some(loggia_client::types::ProblemCode::PermissionDenied));
    let wider = tokens(&portal, "olga", "members:invite cases:read documents:read members:read").await.access;
    let body = serde_json::json!({ "email": "more@northwind.example", "role": "viewer" });
    let made = portal.wire.ask("POST", "/v1/invitations").bearer(&wider).json(&body).send().await.unwrap();
    assert_eq!(made.status, 201, "{}", made.text());
}

#[tokio::test]
async fn an_answer_whose_session_ended_before_it_was_all_there_lets_nobody_in() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("olga").await.unwrap();
    let form = super::support::form(&[
        ("csrf", &browser.csrf),
        ("request", &Ask::new().query()),
        ("organization_id", fixture::northwind().as_str()),
        ("decision", "allow"),
    ]);
    let (first, rest) = form.split_at(form.len() / 2);
    let (send, receive) = tokio::sync::mpsc::channel::<Vec<u8>>(1);
    let body = futures_util::stream::unfold(receive, |mut receive| async move {
        receive.recv().await.map(|bytes| (Ok::<_, std::io::Error>(bytes), receive))
    });
    let asking = portal.wire.ask("POST", "/oauth/authorize").header("cookie", &browser.cookie);
    let asking = asking.header("sec-fetch-site", "same-origin");
    let asking = asking.header("content-type", "application/x-www-form-urlencoded");
    let asking = asking.body(reqwest::Body::wrap_stream(body));
    let before = portal.transactions();
    let answer = async { asking.send().await.unwrap() };
    let end = async {
        send.send(first.as_bytes().to_vec()).await.unwrap();
        // The guard has let it in.
        portal.eventually(|| portal.transactions() > before).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let (user, session) = (fixture::user("olga"), browser.session.clone());
        assert!(portal.store().system_write(move |c| c.revoke_user_session(&user, &session)).await.unwrap());
        send.send(rest.as_bytes().to_vec()).await.unwrap();
        drop(send);
    };
    let (refused, ()) = futures_util::join!(answer, end);
    assert_eq!((refused.status, refused.header("location")), (303, "/sign-in"), "{}", refused.text());
    let owner = portal.sign_in("olga").await.unwrap().client;
    let query = AuditQuery { action: Some("oauth_grant.".to_owned()), ..AuditQuery::default() };
    assert_eq!(owner.audit_events().list(&query).await.unwrap().items.len(), 0);
}
