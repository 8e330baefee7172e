//! Rates: who asks too much is refused and told how long to wait; nobody else is, and the database is left alone.

use std::time::Duration;

use loggia_client::{
    Client, PageQuery,
    types::{CaseId, Permission, ProblemCode, cases::CaseQuery, problem::PROBLEM_JSON},
};
use loggia_server::{Settings, limits::Clock};
use loggia_tests::{ORIGIN, Portal, fixture, unlimited, wire::Answer};
use serde_json::json;

/// A portal with some rates, and its clock, which stands still.
async fn start(settings: Settings) -> (Portal, Clock) {
    let clock = Clock::standing();
    (Portal::start_with(settings, &clock).await.unwrap(), clock)
}

async fn get(portal: &Portal, path: &str, secret: &str) -> Answer {
    portal.wire.get(path).bearer(secret).send().await.unwrap()
}

#[track_caller]
fn refused(answer: &Answer, policy: &str, wait: u32) {
    assert_eq!((answer.status, answer.code().as_str()), (429, "rate_limited"), "{}", answer.text());
    assert_eq!(answer.header("content-type"), PROBLEM_JSON);
    assert_eq!(answer.header("retry-after"), wait.to_string());
    assert_eq!(answer.json()["retry_after"], wait);
    assert!(answer.json()["detail"].as_str().unwrap().contains(&format!("in {wait} second")), "{}", answer.text());
    // The last one is the one that was used up.
    let (policies, limits) = (answer.header("ratelimit-policy"), answer.header("ratelimit"));
    let last = |list: &str| list.rsplit(", ").next().unwrap_or_default().to_owned();
    assert!(last(policies).starts_with(&format!("\"{policy}\";q=")), "{policies}");
    assert_eq!(last(limits), format!("\"{policy}\";r=0;t={wait}"));
    assert!(!format!("{:?}{}", answer.headers, answer.text()).to_lowercase().contains("loggia"));
}

#[tokio::test]
async fn a_credential_that_asks_too_much_is_refused_alone_and_recovers() {
    let settings = Settings { rate_reads: Some(5), rate_organization_reads: Some(600), ..unlimited() };
    let (portal, clock) = start(settings).await;
    let (mia, adam) = (portal.sign_in("mia").await.unwrap(), portal.sign_in("adam").await.unwrap());
    for left in [4, 3, 2, 1, 0] {
        let answer = get(&portal, "/v1/cases", &mia.secret).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("ratelimit-policy"), "\"reads\";q=5;w=60, \"organization-reads\";q=600;w=60");
        let limits = format!("\"reads\";r={left};t=12, \"organization-reads\";r={};t=1", 595 + left);
        assert_eq!(answer.header("ratelimit"), limits);
        assert_eq!(answer.header("retry-after"), "");
    }
    refused(&get(&portal, "/v1/cases", &mia.secret).await, "reads", 12);
    refused(&get(&portal, "/v1/session", &mia.secret).await, "reads", 12);
    assert_eq!(get(&portal, "/v1/cases", &adam.secret).await.status, 200);

    clock.advance(Duration::from_secs(9));
    refused(&get(&portal, "/v1/cases", &mia.secret).await, "reads", 3);
    clock.advance(Duration::from_secs(3));
    assert_eq!(get(&portal, "/v1/cases", &mia.secret).await.status, 200);
    refused(&get(&portal, "/v1/cases", &mia.secret).await, "reads", 12);
    clock.advance(Duration::from_secs(60));
    for _ in 0..5 {
        assert_eq!(get(&portal, "/v1/cases", &mia.secret).await.status, 200);
    }
}

#[tokio::test]
async fn reading_changing_and_opening_are_counted_apart() {
    let settings = Settings { rate_reads: Some(2), rate_writes: Some(1), rate_streams: Some(1), ..unlimited() };
    let (portal, _) = start(settings).await;
    let mia = portal.sign_in("mia").await.unwrap();
    let reply = format!("/v1/cases/{}/replies", CaseId::from_u128(fixture::CASE_REPLY));
    let write = || portal.wire.ask("POST", &reply).bearer(&mia.secret).json(&json!({ "body": "Hello" })).send();
    assert_eq!(write().await.unwrap().status, 201);
    refused(&write().await.unwrap(), "writes", 60);
    let answer =
        portal.wire.ask("POST", "/v1/documents?name=a.txt").bearer(&mia.secret).body("a").send().await.unwrap();
    assert_eq!(answer.status, 201, "{}", answer.text());
    let answer =
        portal.wire.ask("POST", "/v1/documents?name=b.txt").bearer(&mia.secret).body("b").send().await.unwrap();
    refused(&answer, "streams", 60);
    refused(&get(&portal, "/v1/events", &mia.secret).await, "streams", 60);
    for _ in 0..2 {
        assert_eq!(get(&portal, "/v1/cases", &mia.secret).await.status, 200);
    }
    refused(&get(&portal, "/v1/cases", &mia.secret).await, "reads", 30);
}

#[tokio::test]
async fn an_organization_that_asks_too_much_is_refused_alone() {
    let (portal, _) = start(Settings { rate_organization_reads: Some(4), ..unlimited() }).await;
    let (mia, adam, henry) = (
        portal.sign_in("mia").await.unwrap(),
        portal.sign_in("adam").await.unwrap(),
        portal.sign_in("henry").await.unwrap(),
    );
    for secret in [&mia.secret, &adam.secret, &mia.secret, &adam.secret] {
        assert_eq!(get(&portal, "/v1/cases", secret).await.status, 200);
    }
    for secret in [&mia.secret, &adam.secret] {
        refused(&get(&portal, "/v1/cases", secret).await, "organization-reads", 15);
    }
    // A key that acts for it is one of its callers; for the brand as a whole, or for another organization, it is not.
    let act_for = |organization: String| {
        portal.wire.get("/v1/cases").bearer(&portal.acme_key).header("portal-organization", &organization).send()
    };
    refused(&act_for(fixture::northwind().to_string()).await.unwrap(), "organization-reads", 15);
    assert_eq!(act_for(fixture::harbor().to_string()).await.unwrap().status, 200);
    assert_eq!(get(&portal, "/v1/organizations", &portal.acme_key).await.status, 200);
    assert_eq!(get(&portal, "/v1/cases", &henry.secret).await.status, 200);
}

#[tokio::test]
async fn sessions_are_minted_at_a_rate_of_their_own() {
    let (portal, clock) = start(Settings { rate_sessions: Some(2), ..unlimited() }).await;
    portal.sign_in("mia").await.unwrap();
    portal.sign_in("adam").await.unwrap();
    let error = portal.sign_in("vic").await.err().unwrap().downcast::<loggia_client::Error>().unwrap();
    assert_eq!((error.code(), error.retry_after()), (Some(ProblemCode::RateLimited), Some(Duration::from_secs(30))));
    assert!(error.to_string().contains("Try again in 30 seconds"), "{error}");
    portal.sign_in("lena").await.unwrap();
    clock.advance(Duration::from_secs(30));
    portal.sign_in("vic").await.unwrap();
}

#[tokio::test]
async fn a_flood_of_bad_secrets_leaves_the_database_alone_and_good_credentials_in() {
    let (portal, clock) = start(Settings { rate_failures: Some(3), ..unlimited() }).await;
    let unseen = portal.api_key("acme", Permission::ALL).await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    for number in 0..3 {
        assert_eq!(get(&portal, "/v1/organizations", &format!("sk_made_up_{number}")).await.status, 401);
    }
    let before = portal.transactions();
    for number in 0..200 {
        let prefix = if number % 2 == 0 { "sk_" } else { "es_secret_" };
        refused(&get(&portal, "/v1/organizations", &format!("{prefix}guess_{number}")).await, "failures", 20);
    }
    assert!(portal.transactions() - before < 50, "nobody looked: what there is is of jobs");

    // From the same address: a key that was used before, a session minted before, and one minted now.
    assert_eq!(get(&portal, "/v1/organizations", &portal.acme_key).await.status, 200);
    assert_eq!(get(&portal, "/v1/session", &mia.secret).await.status, 200);
    let adam = portal.sign_in("adam").await.unwrap();
    assert_eq!(get(&portal, "/v1/session", &adam.secret).await.status, 200);
    // What this server never saw waits until the flood is over.
    refused(&get(&portal, "/v1/organizations", &unseen).await, "failures", 20);
    clock.advance(Duration::from_secs(20));
    assert_eq!(get(&portal, "/v1/organizations", &unseen).await.status, 200);
    assert_eq!(get(&portal, "/v1/organizations", &unseen).await.status, 200);
}

#[tokio::test]
async fn good_secrets_are_no_failures_and_ended_ones_are() {
    let (portal, _) = start(Settings { rate_address: Some(2), rate_failures: Some(2), ..unlimited() }).await;
    for _ in 0..10 {
        let key = portal.api_key("acme", Permission::ALL).await.unwrap();
        assert_eq!(get(&portal, "/v1/organizations", &key).await.status, 200);
    }
    let mia = portal.sign_in("mia").await.unwrap();
    let ended = portal.wire.ask("DELETE", "/v1/session").bearer(&mia.secret).send().await.unwrap();
    assert_eq!(ended.status, 204);
    for _ in 0..3 {
        // The first was known, and is not any more.
        assert_eq!(get(&portal, "/v1/session", &mia.secret).await.status, 401);
    }
    let (transactions, answer) = portal.transactions_of(async || get(&portal, "/v1/session", &mia.secret).await).await;
    refused(&answer, "address", 30);
    assert_eq!(transactions, 0);
}

#[tokio::test]
async fn downloads_by_link_are_counted_for_their_address_before_the_token_is_looked_up() {
    let (portal, _) = start(Settings { rate_downloads: Some(2), ..unlimited() }).await;
    for number in 0..2 {
        let answer = portal.wire.get(&format!("/v1/downloads/made-up-{number}")).send().await.unwrap();
        assert_eq!(answer.status, 404);
    }
    let ask = async || portal.wire.get("/v1/downloads/made-up").send().await.unwrap();
    let (transactions, answer) = portal.transactions_of(ask).await;
    refused(&answer, "downloads", 30);
    assert_eq!(transactions, 0);
}

#[tokio::test]
async fn an_address_is_the_one_that_trusted_proxies_name_and_ipv6_counts_by_network() {
    let trusted = vec!["127.0.0.0/8".parse().unwrap(), "10.0.0.0/8".parse().unwrap()];
    let (portal, _) = start(Settings { rate_address: Some(2), trusted_proxies: Some(trusted), ..unlimited() }).await;
    let ask = |forwarded: &'static str| portal.wire.get("/openapi.json").header("x-forwarded-for", forwarded).send();
    for forwarded in ["198.51.100.1", "203.0.113.9, 198.51.100.1, 10.0.0.7"] {
        assert_eq!(ask(forwarded).await.unwrap().status, 200);
    }
    refused(&ask("198.51.100.1").await.unwrap(), "address", 30);
    refused(&ask("203.0.113.10, ::ffff:198.51.100.1").await.unwrap(), "address", 30);
    assert_eq!(ask("198.51.100.2").await.unwrap().status, 200);
    for forwarded in ["2001:db8:1:2::1", "2001:db8:1:2:ffff::1"] {
        assert_eq!(ask(forwarded).await.unwrap().status, 200);
    }
    refused(&ask("2001:db8:1:2::3").await.unwrap(), "address", 30);
    assert_eq!(ask("2001:db8:1:3::1").await.unwrap().status, 200);

    // Without trust the header says nothing.
    let (portal, _) = start(Settings { rate_address: Some(2), ..unlimited() }).await;
    let ask = |forwarded: &'static str| portal.wire.get("/v1/cases").header("x-forwarded-for", forwarded).send();
    for forwarded in ["198.51.100.1", "198.51.100.2"] {
        assert_eq!(ask(forwarded).await.unwrap().status, 401);
    }
    refused(&ask("198.51.100.3").await.unwrap(), "address", 30);
}

#[tokio::test]
async fn health_is_never_refused_and_says_nothing_of_rates() {
    let (portal, _) = start(Settings { rate_address: Some(1), ..unlimited() }).await;
    assert_eq!(portal.wire.get("/openapi.json").send().await.unwrap().status, 200);
    refused(&portal.wire.get("/openapi.json").send().await.unwrap(), "address", 60);
    for path in ["/healthz", "/readyz", "/healthz", "/readyz"] {
        let answer = portal.wire.get(path).send().await.unwrap();
        assert_eq!((answer.status, answer.header("ratelimit")), (204, ""));
    }
}

#[tokio::test]
async fn rates_that_are_off_refuse_nobody_and_say_nothing() {
    let (portal, _) = start(unlimited()).await;
    let mia = portal.sign_in("mia").await.unwrap();
    for _ in 0..100 {
        let answer = get(&portal, "/v1/session", &mia.secret).await;
        assert_eq!((answer.status, answer.header("ratelimit"), answer.header("ratelimit-policy")), (200, "", ""));
        assert_eq!(get(&portal, "/v1/session", "es_secret_made_up").await.status, 401);
    }
}

#[tokio::test]
async fn pages_may_read_where_they_stand() {
    let (portal, _) = start(Settings { rate_reads: Some(1), ..unlimited() }).await;
    let mia = portal.sign_in("mia").await.unwrap();
    let ask = || portal.wire.get("/v1/cases").bearer(&mia.secret).header("origin", ORIGIN).send();
    for status in [200, 429] {
        let answer = ask().await.unwrap();
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (status, ORIGIN));
        let exposed = answer.header("access-control-expose-headers").to_lowercase();
        for name in ["ratelimit", "ratelimit-policy", "retry-after"] {
            assert!(exposed.split(',').any(|header| header.trim() == name), "{exposed}");
        }
    }
}

#[tokio::test]
async fn refused_attempts_fill_the_audit_log_at_the_rate_of_changes_only() {
    let (portal, _) = start(Settings { rate_writes: Some(2), ..unlimited() }).await;
    let (vic, olga) = (portal.sign_in("vic").await.unwrap(), portal.sign_in("olga").await.unwrap());
    let reply = format!("/v1/cases/{}/replies", CaseId::from_u128(fixture::CASE_REPLY));
    for status in [403, 403, 429, 429, 429] {
        let ask = portal.wire.ask("POST", &reply).bearer(&vic.secret).json(&json!({ "body": "Hello" }));
        assert_eq!(ask.send().await.unwrap().status, status);
    }
    let noted = get(&portal, "/v1/audit-events?limit=100", &olga.secret).await.json();
    let denied = noted["items"].as_array().unwrap().iter().filter(|entry| entry["outcome"] == "denied").count();
    assert_eq!(denied, 2);
}

#[tokio::test]
async fn the_client_waits_as_long_as_it_is_told_and_goes_on() {
    // Time passes here: one more each second.
    let settings = Settings { rate_reads: Some(60), ..unlimited() };
    let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    while get(&portal, "/v1/session", &mia.secret).await.status != 429 {}
    mia.client.cases().list(&CaseQuery::default()).await.unwrap();

    // Longer than is worth waiting for: the caller is told.
    let (portal, _) = start(Settings { rate_reads: Some(1), ..unlimited() }).await;
    let key = portal.acme_key.clone();
    let client = Client::builder(portal.base_url.as_str()).api_key(key).build().unwrap();
    client.organizations().list(&PageQuery::default()).await.unwrap();
    let error = client.organizations().list(&PageQuery::default()).await.unwrap_err();
    assert_eq!((error.code(), error.retry_after()), (Some(ProblemCode::RateLimited), Some(Duration::from_secs(60))));
    assert!(error.to_string().ends_with("Try again in 60 seconds."), "{error}");
}
