//! Authorization codes: good once, for a minute, for whom they were given to.

use chrono::{TimeDelta, Utc};
use loggia_client::types::{
    OAuthGrantId, OrganizationId,
    audit::{AuditQuery, Outcome},
};
use loggia_server::{
    auth,
    store::{Audited, Tenant, micros, rows::OAuthGrantRow},
};
use loggia_tests::{Portal, fixture};

use super::support::{Ask, Tokens, VERIFIER, WEB, challenge, code, exchange, expect_refusal, post, refresh, status};

const OTHER_VERIFIER: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

async fn misuses(portal: &Portal) -> usize {
    let query = AuditQuery { action: Some("oauth_grant.code_misused".to_owned()), ..AuditQuery::default() };
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&query).await.unwrap();
    assert!(log.items.iter().all(|entry| entry.outcome == Outcome::Denied && entry.reason.is_some()));
    log.items.len()
}

#[tokio::test]
async fn a_code_that_is_shown_again_takes_back_what_it_gave() {
    let portal = Portal::start().await.unwrap();
    let code = code(&portal, "olga", &Ask::new()).await;
    let tokens = Tokens::of(&exchange(&portal, &fixture::reports(), &code, WEB, VERIFIER).await);
    assert_eq!(status(&portal, &tokens.access).await, 200);
    expect_refusal(&exchange(&portal, &fixture::reports(), &code, WEB, VERIFIER).await, "invalid_grant");
    assert_eq!(status(&portal, &tokens.access).await, 401);
    expect_refusal(&refresh(&portal, &tokens.refresh).await, "invalid_grant");
    assert_eq!(misuses(&portal).await, 1);
    expect_refusal(&exchange(&portal, &fixture::reports(), &code, WEB, VERIFIER).await, "invalid_grant");
    assert_eq!(misuses(&portal).await, 1, "it is noted once");
}

#[tokio::test]
async fn a_code_shown_many_times_at_once_leaves_nothing_that_is_good() {
    let portal = Portal::start().await.unwrap();
    let code = code(&portal, "olga", &Ask::new()).await;
    let reports = fixture::reports();
    let attempts = (0..8).map(|_| exchange(&portal, &reports, &code, WEB, VERIFIER));
    let answers = futures_util::future::join_all(attempts).await;
    let given: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(given.len(), 1);
    assert_eq!(status(&portal, &Tokens::of(given[0]).access).await, 401);
}

#[tokio::test]
async fn a_code_is_bound_to_verifier_redirect_uri_and_client_and_ends_with_a_wrong_one() {
    let portal = Portal::start().await.unwrap();
    let (reports, other) = (fixture::reports(), fixture::exporter());
    for (number, (client, redirect, verifier)) in [
        // An injected code: it came from another browser's sign-in.
        (&reports, WEB, OTHER_VERIFIER),
        (&reports, "http://127.0.0.1:49152/callback", VERIFIER),
        (&reports, "https://app.acme.example/signed-in?x", VERIFIER),
        (&other, WEB, VERIFIER),
    ]
    .into_iter()
    .enumerate()
    {
        let code = code(&portal, "olga", &Ask::new()).await;
        expect_refusal(&exchange(&portal, client, &code, redirect, verifier).await, "invalid_grant");
        expect_refusal(&exchange(&portal, &reports, &code, WEB, VERIFIER).await, "invalid_grant");
        assert_eq!(misuses(&portal).await, number + 1);
    }
}

#[tokio::test]
async fn what_is_not_well_formed_leaves_a_code_as_it_is() {
    let portal = Portal::start().await.unwrap();
    let code = code(&portal, "olga", &Ask::new()).await;
    let reports = fixture::reports();
    let good = [
        ("grant_type", "authorization_code"),
        ("client_id", reports.as_str()),
        ("code", code.as_str()),
        ("redirect_uri", WEB),
        ("code_verifier", VERIFIER),
    ];
    let without = |name: &str| good.into_iter().filter(|(key, _)| *key != name).collect::<Vec<_>>();
    let with = |name: &'static str, value: &'static str| [without(name), vec![(name, value)]].concat();
    for (pairs, error) in [
        (without("grant_type"), "invalid_request"),
        (without("client_id"), "invalid_request"),
        (without("code"), "invalid_request"),
        (without("redirect_uri"), "invalid_request"),
        // PKCE is not to be left out.
        (without("code_verifier"), "invalid_request"),
        (with("code_verifier", "short"), "invalid_request"),
        (with("grant_type", "password"), "unsupported_grant_type"),
        (with("grant_type", "client_credentials"), "unsupported_grant_type"),
        (with("client_id", "reports"), "invalid_client"),
        ([good.to_vec(), vec![("code", "ac_other")]].concat(), "invalid_request"),
        ([good.to_vec(), vec![("client_secret", "s")]].concat(), "invalid_client"),
    ] {
        expect_refusal(&post(&portal, "/oauth/token", &pairs).await, error);
    }
    let json = portal.wire.ask("POST", "/oauth/token").json(&serde_json::json!({ "grant_type": "authorization_code" }));
    expect_refusal(&json.send().await.unwrap(), "invalid_request");
    let basic = portal.wire.ask("POST", "/oauth/token").header("authorization", "Basic eDp5");
    let basic = basic.header("content-type", "application/x-www-form-urlencoded").send().await.unwrap();
    assert_eq!((basic.status, basic.json()["error"].as_str()), (401, Some("invalid_client")));
    assert!(basic.header("www-authenticate").starts_with("Basic"));
    let long = portal.wire.ask("POST", "/oauth/token").header("content-type", "application/x-www-form-urlencoded");
    expect_refusal(&long.body("a=".to_owned() + &"b".repeat(20_000)).send().await.unwrap(), "invalid_request");
    Tokens::of(&post(&portal, "/oauth/token", &good).await);
}

#[tokio::test]
async fn a_code_is_its_brands() {
    let portal = Portal::start().await.unwrap();
    let code = code(&portal, "olga", &Ask::new()).await;
    let body = super::support::form(&[
        ("grant_type", "authorization_code"),
        ("client_id", fixture::reports().as_str()),
        ("code", &code),
        ("redirect_uri", WEB),
        ("code_verifier", VERIFIER),
    ]);
    let asking = portal.wire.ask("POST", "/oauth/token").header("host", "portal.bright.example");
    let asking = asking.header("content-type", "application/x-www-form-urlencoded").body(body);
    expect_refusal(&asking.send().await.unwrap(), "invalid_grant");
    Tokens::of(&exchange(&portal, &fixture::reports(), &code, WEB, VERIFIER).await);
    let metadata = portal.wire.get("/.well-known/oauth-authorization-server").header("host", "portal.bright.example");
    assert_eq!(metadata.send().await.unwrap().json()["issuer"], "https://portal.bright.example");
    let nobodys = portal.wire.get("/.well-known/oauth-authorization-server").header("host", "evil.example");
    assert_eq!(nobodys.send().await.unwrap().status, 404);
}

#[tokio::test]
async fn a_code_is_good_for_a_minute_and_as_long_as_its_person_belongs_there() {
    let portal = Portal::start().await.unwrap();
    let kept = put(&portal, fixture::northwind(), "olga", -1, 90).await;
    expect_refusal(&exchange(&portal, &fixture::reports(), &kept, WEB, VERIFIER).await, "invalid_grant");
    let fresh = put(&portal, fixture::northwind(), "olga", 1, 90).await;
    Tokens::of(&exchange(&portal, &fixture::reports(), &fresh, WEB, VERIFIER).await);
    // Somebody who is no member of the organization any more, or never was.
    let stranger = put(&portal, fixture::northwind(), "henry", 1, 90).await;
    expect_refusal(&exchange(&portal, &fixture::reports(), &stranger, WEB, VERIFIER).await, "invalid_grant");
    for unknown in ["", "ac_", "rt_x", "ac_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        let refused = exchange(&portal, &fixture::reports(), unknown, WEB, VERIFIER).await;
        expect_refusal(&refused, if unknown.is_empty() { "invalid_request" } else { "invalid_grant" });
    }
}

#[tokio::test]
async fn codes_and_tokens_are_stored_nowhere_in_the_clear() {
    let portal = Portal::start().await.unwrap();
    let code = code(&portal, "olga", &Ask::new()).await;
    let tokens = Tokens::of(&exchange(&portal, &fixture::reports(), &code, WEB, VERIFIER).await);
    let files = portal.files().unwrap();
    for secret in [&code, &tokens.access, &tokens.refresh] {
        let holds =
            |text: &str| files.iter().any(|(_, bytes)| bytes.windows(text.len()).any(|part| part == text.as_bytes()));
        assert!(!holds(secret));
        assert!(holds(&auth::hash(secret)) || std::env::var_os("PORTAL_TEST_DATABASE").is_some());
    }
}

/// A code as it is so many minutes before its end, of a grant with so many days left.
async fn put(portal: &Portal, organization: OrganizationId, who: &str, minutes: i64, days: i64) -> String {
    let code = auth::random_secret("ac_").unwrap();
    let brand = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
    let at = |time: TimeDelta| micros(Utc::now() + time);
    let row = OAuthGrantRow {
        id: OAuthGrantId::generate(),
        client_id: fixture::reports(),
        brand_id: brand.clone(),
        org_id: organization.clone(),
        user_id: fixture::user(who),
        scopes: "[\"cases:read\"]".to_owned(),
        redirect_uri: WEB.to_owned(),
        code_hash: auth::hash(&code),
        code_challenge: challenge(),
        code_expires_at: at(TimeDelta::minutes(minutes)),
        code_used_at: None,
        generation: 0,
        created_at: at(TimeDelta::minutes(minutes - 1)),
        used_at: at(TimeDelta::minutes(minutes - 1)),
        idle_expires_at: at(TimeDelta::minutes(minutes)),
        expires_at: at(TimeDelta::days(days)),
        revoked_at: None,
    };
    let tenant = Tenant::for_system(organization, brand);
    let put = portal.store().write(&tenant, move |tx| {
        tx.insert(&row)?;
        Ok(Audited::not_worth_an_entry("a fixture", ()))
    });
    put.await.unwrap();
    code
}
