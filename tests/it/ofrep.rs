//! Flags by the OpenFeature Remote Evaluation Protocol: its shapes, its refusals, and for whom what is told.

use loggia_client::types::{Feature, Permission, embed::ORGANIZATION_HEADER};
use loggia_server::{
    domain::features::{self, Owner},
    policy::features::{Switch, bucket},
};
use loggia_tests::{ORIGIN, Portal, fixture, wire::Answer};
use serde_json::{Value, json};

const ALL: &str = "/ofrep/v1/evaluate/flags";
const ON: Switch = Switch { on: true, percentage: None, ends_at: None };

async fn ask(portal: &Portal, secret: &str, path: &str, body: &Value) -> Answer {
    portal.wire.ask("POST", path).bearer(secret).json(body).send().await.unwrap()
}

fn about(key: impl ToString) -> Value {
    json!({ "context": { "targetingKey": key.to_string(), "country": "DE" } })
}

#[tokio::test]
async fn flags_are_the_features_in_the_protocols_shape() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().secret;
    let answer = ask(&portal, &olga, ALL, &json!({ "context": {} })).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    let all = answer.json();
    let keys: Vec<_> = all["flags"].as_array().unwrap().iter().map(|flag| flag["key"].as_str().unwrap()).collect();
    assert_eq!(keys, Feature::ALL.iter().map(|feature| feature.as_str()).collect::<Vec<_>>());
    let expected = json!({
        "key": "documents.upload", "value": true, "reason": "STATIC", "variant": "on",
        "metadata": { "level": "platform", "rule": "default" },
    });
    let one = ask(&portal, &olga, "/ofrep/v1/evaluate/flags/documents.upload", &json!({ "context": {} })).await;
    assert_eq!((one.status, one.json()), (200, expected.clone()));
    assert!(all["flags"].as_array().unwrap().contains(&expected));

    let unknown = ask(&portal, &olga, "/ofrep/v1/evaluate/flags/new-checkout", &json!({ "context": {} })).await;
    assert_eq!((unknown.status, &unknown.json()["errorCode"]), (404, &json!("FLAG_NOT_FOUND")));
    assert_eq!(unknown.json()["key"], "new-checkout");
    for body in ["", "{", "[1]", "{\"context\": 1}", "{\"context\": {\"targetingKey\": 1}}"] {
        let refused = portal.wire.ask("POST", ALL).bearer(&olga).body(body).send().await.unwrap();
        assert_eq!((refused.status, &refused.json()["errorCode"]), (400, &json!("PARSE_ERROR")), "{body}");
    }
    let long = json!({ "context": { "note": "x".repeat(70_000) } });
    assert_eq!(ask(&portal, &olga, ALL, &long).await.json()["errorCode"], "PARSE_ERROR");
    let nobody = portal.wire.ask("POST", ALL).json(&json!({ "context": {} })).send().await.unwrap();
    assert_eq!((nobody.status, nobody.code().as_str()), (401, "unauthenticated"));
}

#[tokio::test]
async fn reasons_say_what_decided() {
    let portal = Portal::start().await.unwrap();
    let store = portal.store();
    let flag = async |feature: Feature| {
        let narrowed = Some(Feature::ALL.iter().copied().filter(|one| *one != Feature::Members).collect());
        let olga = portal.sign_in_with("olga", |wanted| wanted.features = narrowed).await.unwrap().secret;
        let flag = ask(&portal, &olga, &format!("{ALL}/{feature}"), &json!({ "context": {} })).await.json();
        let text = |name: &str| flag[name].as_str().unwrap().to_owned();
        (text("variant"), text("reason"), flag["metadata"]["level"].as_str().unwrap().to_owned())
    };
    let said = |variant: &str, reason: &str, level: &str| (variant.to_owned(), reason.to_owned(), level.to_owned());
    let acme = || Owner::Brand("acme".to_owned());
    features::set(store, acme(), Feature::Audit, Some(Switch { on: false, ..ON })).await.unwrap();
    assert_eq!(flag(Feature::Audit).await, said("off", "DISABLED", "brand"));
    let percentage = bucket(Feature::Sso, &fixture::northwind());
    features::set(store, acme(), Feature::Sso, Some(Switch { percentage: Some(percentage), ..ON })).await.unwrap();
    assert_eq!(flag(Feature::Sso).await, said("off", "SPLIT", "rollout"));
    features::set(store, acme(), Feature::Sso, Some(Switch { percentage: Some(percentage + 1), ..ON })).await.unwrap();
    assert_eq!(flag(Feature::Sso).await, said("on", "SPLIT", "rollout"));
    let northwind = || Owner::Organization(fixture::northwind());
    features::set(store, northwind(), Feature::Requests, Some(ON)).await.unwrap();
    assert_eq!(flag(Feature::Requests).await, said("on", "TARGETING_MATCH", "organization"));
    assert_eq!(flag(Feature::Members).await, said("off", "TARGETING_MATCH", "session"));
    assert_eq!(flag(Feature::MembersInvite).await, said("off", "TARGETING_MATCH", "parent"));
    assert_eq!(flag(Feature::Status).await, said("on", "STATIC", "platform"));
}

#[tokio::test]
async fn a_client_that_has_the_flags_is_told_so_until_something_is_different() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().secret;
    let again = async |etag: &str| {
        let request = portal.wire.ask("POST", ALL).bearer(&olga).header("if-none-match", etag);
        request.json(&json!({ "context": {} })).send().await.unwrap()
    };
    let first = ask(&portal, &olga, ALL, &json!({ "context": {} })).await;
    let etag = first.header("etag").to_owned();
    let same = again(&etag).await;
    assert_eq!((same.status, same.body.len(), same.header("etag")), (304, 0, etag.as_str()));
    let off = Some(Switch { on: false, ..ON });
    features::set(portal.store(), Owner::Platform, Feature::Audit, off).await.unwrap();
    let changed = again(&etag).await;
    assert_eq!(changed.status, 200);
    assert_ne!(changed.header("etag"), etag);
}

#[tokio::test]
async fn a_backend_says_for_whom_and_reaches_no_further_than_its_brand() {
    let portal = Portal::start().await.unwrap();
    let off = Some(Switch { on: false, ..ON });
    features::set(portal.store(), Owner::Organization(fixture::harbor()), Feature::Audit, off).await.unwrap();
    let audit = async |key: &str, body: Value| {
        let answer = ask(&portal, key, &format!("{ALL}/audit"), &body).await;
        match answer.status {
            200 => answer.json()["value"].to_string(),
            _ => answer.json()["errorCode"].as_str().map_or_else(|| answer.code(), str::to_owned),
        }
    };
    let acme = portal.acme_key.as_str();
    assert_eq!(audit(acme, json!({ "context": {} })).await, "TARGETING_KEY_MISSING");
    assert_eq!(audit(acme, about("")).await, "TARGETING_KEY_MISSING");
    assert_eq!(audit(acme, about(fixture::northwind())).await, "true");
    assert_eq!(audit(acme, about(fixture::harbor())).await, "false");
    assert_eq!(audit(acme, about(fixture::summit())).await, "true", "a partner's");
    let henry = portal.sign_in("henry").await.unwrap();
    let member = henry.client.session().get().await.unwrap().membership_id;
    assert_eq!(audit(acme, about(&member)).await, "false", "a member's organization");
    let lena = portal.sign_in("lena").await.unwrap().client.session().get().await.unwrap().membership_id;
    for foreign in [about(fixture::lumen()), about(&lena), about("user-7"), about("org_x")] {
        assert_eq!(audit(acme, foreign).await, "INVALID_CONTEXT");
    }
    // A session is somebody's already: a page's own name for its user says nothing, another organization's id is refused.
    assert_eq!(audit(&henry.secret, about("user-7")).await, "false");
    assert_eq!(audit(&henry.secret, about(fixture::northwind())).await, "INVALID_CONTEXT");
    let acting = portal.wire.ask("POST", &format!("{ALL}/audit")).bearer(acme);
    let acting = acting.header(ORGANIZATION_HEADER, fixture::harbor().as_str()).json(&json!({ "context": {} }));
    assert_eq!(acting.send().await.unwrap().json()["value"], false);
    let scoped = portal.api_key("acme", &[Permission::CasesRead]).await.unwrap();
    assert_eq!(audit(&scoped, about(fixture::northwind())).await, "permission_denied");
}

#[tokio::test]
async fn a_page_of_an_allowed_origin_may_ask_and_read_the_etag() {
    let portal = Portal::start().await.unwrap();
    let preflight = portal.wire.ask("OPTIONS", ALL).header("origin", ORIGIN);
    let preflight = preflight
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type,if-none-match");
    let allowed = preflight.send().await.unwrap();
    assert_eq!(allowed.header("access-control-allow-origin"), ORIGIN);
    let headers = allowed.header("access-control-allow-headers").to_lowercase();
    assert!(headers.contains("if-none-match") && headers.contains("authorization"), "{headers}");
    let olga = portal.sign_in("olga").await.unwrap().secret;
    let from = async |origin: &str| {
        let request = portal.wire.ask("POST", ALL).bearer(&olga).header("origin", origin);
        request.json(&json!({ "context": {} })).send().await.unwrap()
    };
    let answer = from(ORIGIN).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("access-control-expose-headers").to_lowercase().contains("etag"));
    assert_eq!(from("https://evil.example").await.code(), "origin_not_allowed");
}
