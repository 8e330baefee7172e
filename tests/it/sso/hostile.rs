//! Answers that are not what they seem, and providers that do not answer.

use loggia_client::types::{ProblemCode, sso::UpdateSsoConnection};
use loggia_tests::{
    Visitor,
    provider::{CLIENT_ID, Provider},
};
use serde_json::{Value, json};

use super::{change, setting};

#[tokio::test]
async fn a_sign_in_comes_back_once_to_the_browser_that_it_began_in() {
    let setting = setting().await;
    let mut ada = Visitor::new(&setting.portal);
    let query = setting.go(&mut ada).await;
    // Another browser, without and with a sign-in of its own.
    let mut eve = Visitor::new(&setting.portal);
    let stale = eve.get(&setting.callback(&query)).await.unwrap();
    assert!(stale.status == 400 && stale.text().contains("started in another browser"), "{}", stale.text());
    let own = setting.go(&mut eve).await;
    assert_eq!(eve.get(&setting.callback(&query)).await.unwrap().status, 400);
    // Eve's code with Ada's state: the code is another sign-in's, so its verifier and nonce do not fit.
    let part = |query: &str, name: &str| {
        let found = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        found.unwrap().to_owned()
    };
    let injected = query.replace(&part(&query, "code"), &part(&own, "code"));
    let refused = ada.get(&setting.callback(&injected)).await.unwrap();
    assert!(refused.status == 502 && refused.text().contains("does not hold"), "{}", refused.text());
    // That used the sign-in up.
    assert_eq!(ada.get(&setting.callback(&query)).await.unwrap().status, 400);
    let query = setting.go(&mut ada).await;
    for bad in ["", "state=x", "code=code-1", &query.replace("state=", "state=x"), &format!("{query}&state=twice")] {
        assert_eq!(ada.get(&setting.callback(bad)).await.unwrap().status, 400, "{bad}");
    }
    let other = setting.owner.sso().create_connection(&super::wanted(&setting.provider)).await.unwrap();
    let elsewhere = format!("/sign-in/sso/{}/callback?{query}", other.id);
    assert_eq!(ada.get(&elsewhere).await.unwrap().status, 400, "each connection has its own address");
    assert_eq!(ada.get(&setting.callback(&query)).await.unwrap().status, 303);
    assert_eq!(ada.get(&setting.callback(&query)).await.unwrap().status, 400, "once");
}

#[tokio::test]
async fn an_answer_that_does_not_hold_lets_nobody_in() {
    let setting = setting().await;
    let now = chrono::Utc::now().timestamp();
    let claims = |more: Value| move |script: &mut loggia_tests::provider::Script| script.claims = more;
    type Change = Box<dyn FnOnce(&mut loggia_tests::provider::Script)>;
    let foreign =
        json!({ "iss": setting.provider.issuer, "aud": CLIENT_ID, "sub": "ada", "iat": now, "exp": now + 300 });
    let unsigned = Provider::sign(1, &json!({ "alg": "none" }), &foreign).unwrap();
    let unsigned = format!("{}.", unsigned.rsplit_once('.').unwrap().0);
    let changes: Vec<(&str, Change)> = vec![
        ("another issuer", Box::new(claims(json!({ "iss": "https://evil.example" })))),
        ("another audience", Box::new(claims(json!({ "aud": "other" })))),
        ("another nonce", Box::new(claims(json!({ "nonce": "other" })))),
        ("no nonce", Box::new(claims(json!({ "nonce": null })))),
        ("expired", Box::new(claims(json!({ "exp": now - 1000 })))),
        ("from the future", Box::new(claims(json!({ "iat": now + 1000 })))),
        ("not good yet", Box::new(claims(json!({ "nbf": now + 1000 })))),
        ("for somebody else", Box::new(claims(json!({ "azp": "other" })))),
        ("another's key", Box::new(|script| script.header = json!({ "kid": "key-1" }))),
        ("unsigned", Box::new(move |script| script.token = Some(unsigned))),
        ("no token", Box::new(|script| script.token = Some("no token".to_owned()))),
    ];
    for (what, change) in changes {
        setting.provider.script(|script| {
            *script = Default::default();
            if what == "another's key" {
                script.signs_with = 9;
            }
            change(script);
        });
        let mut visitor = Visitor::new(&setting.portal);
        let refused = setting.sign_in(&mut visitor).await;
        assert!(refused.status == 502 && refused.text().contains("does not hold"), "{what}: {}", refused.text());
        assert!(!visitor.cookies.contains_key("__Host-portal_session"), "{what}");
    }
    setting.provider.script(|script| *script = Default::default());
    // Mix-up: the answer of another issuer, and one that does not say whose it is.
    for bad in ["iss=https%3A%2F%2Fevil.example", ""] {
        let mut visitor = Visitor::new(&setting.portal);
        let query = setting.go(&mut visitor).await;
        let (before, after) = query.split_once("iss=").unwrap();
        let query = format!("{before}{bad}&{}", after.split_once('&').unwrap().1);
        assert_eq!(visitor.get(&setting.callback(&query)).await.unwrap().status, 502, "{bad}");
    }
    // The provider, or the person there, says no.
    let mut visitor = Visitor::new(&setting.portal);
    let query = setting.go(&mut visitor).await;
    let state = query.split('&').find(|pair| pair.starts_with("state=")).unwrap();
    let issuer: String = form_urlencoded::byte_serialize(setting.provider.issuer.as_bytes()).collect();
    let denied = format!("error=access_denied&error_description=%3Cscript%3E&{state}&iss={issuer}");
    let refused = visitor.get(&setting.callback(&denied)).await.unwrap();
    assert!(refused.status == 403 && refused.text().contains("did not let you in"), "{}", refused.text());
    assert!(!refused.text().contains("script>"), "what it says is not on the page");
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 303, "and then it works");
}

#[tokio::test]
async fn new_keys_are_looked_for_when_they_are_needed_and_not_all_the_time() {
    let setting = setting().await;
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 303);
    let looks = || setting.provider.requests().iter().filter(|path| *path == "/keys").count();
    assert_eq!(looks(), 1, "keys are kept");
    setting.provider.script(|script| (script.keys, script.signs_with) = (vec![1, 2], 2));
    assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 303, "a new key is found");
    assert_eq!(looks(), 2);
    setting.provider.script(|script| script.signs_with = 7);
    for _ in 0..3 {
        assert_eq!(setting.sign_in(&mut Visitor::new(&setting.portal)).await.status, 502);
    }
    assert_eq!(looks(), 2, "what is not known is not looked for again at once");
}

#[tokio::test]
async fn a_provider_that_is_down_is_told_as_that() {
    let setting = setting().await;
    setting.provider.script(|script| script.down = true);
    let mut visitor = Visitor::new(&setting.portal);
    let down = visitor.get(&format!("/sign-in/sso/{}", setting.connection.id)).await.unwrap();
    assert!(down.status == 502 && down.text().contains("does not answer"), "{}", down.text());
    let test = setting.owner.sso().test_connection(&setting.connection.id).await.unwrap();
    assert_eq!(test.fault.map(|fault| fault.as_str()), Some("unreachable"));
    setting.provider.script(|script| script.down = false);
    let query = setting.go(&mut visitor).await;
    setting.provider.script(|script| script.down = true);
    let down = visitor.get(&setting.callback(&query)).await.unwrap();
    assert!(down.status == 502 && down.text().contains("does not answer"), "{}", down.text());
    // The other way in is shown, and leads to a password.
    let page = down.text().replace("&#x2f;", "/");
    assert!(page.contains("href=\"/sign-in?way=password\""), "{page}");
    let page = visitor.get("/sign-in?way=password").await.unwrap().text();
    assert!(page.contains("name=\"way\" value=\"password\""), "{page}");
}

#[tokio::test]
async fn a_provider_is_looked_at_before_it_is_used_and_only_where_the_server_may() {
    let setting = setting().await;
    let test = || setting.owner.sso().test_connection(&setting.connection.id);
    let good = test().await.unwrap();
    assert_eq!((good.fault, good.keys, good.algorithms.as_slice()), (None, 1, &["EdDSA".to_owned()][..]));
    for (discovery, keys, fault) in [
        (json!({ "issuer": "https://evil.example" }), vec![1], "other_issuer"),
        (json!({ "token_endpoint": null }), vec![1], "not_a_provider"),
        (json!({ "authorization_endpoint": "javascript:alert(1)" }), vec![1], "not_a_provider"),
        (json!({ "id_token_signing_alg_values_supported": ["HS256"] }), vec![1], "no_algorithm"),
        (json!({}), vec![], "no_keys"),
    ] {
        setting.provider.script(|script| (script.discovery, script.keys) = (discovery.clone(), keys));
        assert_eq!(test().await.unwrap().fault.map(|fault| fault.as_str()), Some(fault), "{discovery}");
    }
    // What the server may not call it does not call, wherever it is written.
    setting.provider.script(|script| {
        *script = Default::default();
        script.discovery = json!({ "jwks_uri": "http://169.254.169.254/keys" });
    });
    assert_eq!(test().await.unwrap().fault.map(|fault| fault.as_str()), Some("unreachable"));
    for issuer in ["http://10.0.0.1", "https://[::1]:1", "http://nothing.invalid"] {
        let elsewhere = UpdateSsoConnection { issuer: Some(issuer.to_owned()), ..UpdateSsoConnection::default() };
        change(&setting.owner, &setting.connection, elsewhere).await;
        assert_eq!(test().await.unwrap().fault.map(|fault| fault.as_str()), Some("unreachable"), "{issuer}");
    }
    for issuer in
        ["", "idp", "file:///etc", "https://u:p@idp.example", "https://idp.example?x", "https://idp.example#x"]
    {
        let now = setting.owner.sso().connection(&setting.connection.id).await.unwrap();
        let bad = UpdateSsoConnection { issuer: Some(issuer.to_owned()), ..UpdateSsoConnection::default() };
        let refused = setting.owner.sso().update_connection(&now.id, now.version, &bad).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::ValidationFailed), "{issuer}");
    }
}
