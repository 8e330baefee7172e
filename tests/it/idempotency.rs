//! Idempotency keys: a repetition is recognized and changes nothing.

use loggia_client::types::members::MemberQuery;
use loggia_tests::{Portal, fixture, wire::Answer};
use serde_json::{Value, json};

async fn invite(portal: &Portal, secret: &str, key: &str, body: &Value) -> Answer {
    portal
        .wire
        .ask("POST", "/v1/invitations")
        .bearer(secret)
        .header("idempotency-key", key)
        .json(body)
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_repetition_gets_the_first_answer() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let body = json!({ "email": "nia@northwind.example", "role": "viewer" });
    let first = invite(&portal, &olga.secret, "key-1", &body).await;
    assert_eq!(first.status, 201, "{}", first.text());
    let second = invite(&portal, &olga.secret, "key-1", &body).await;
    assert_eq!((second.status, second.json()), (201, first.json()));
    assert_eq!(olga.client.invitations().list().await.unwrap().items.len(), 2);
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let first = invite(&portal, &olga.secret, "key-1", &json!({ "email": "a@n.example", "role": "viewer" })).await;
    assert_eq!(first.status, 201);
    let other = invite(&portal, &olga.secret, "key-1", &json!({ "email": "b@n.example", "role": "viewer" })).await;
    assert_eq!((other.status, other.code().as_str()), (409, "idempotency_key_reused"));
}

#[tokio::test]
async fn a_key_belongs_to_the_one_who_used_it() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let henry = portal.sign_in("henry").await.unwrap();
    let body = json!({ "email": "nia@northwind.example", "role": "viewer" });
    let mine = invite(&portal, &olga.secret, "key-1", &body).await;
    let theirs = invite(&portal, &henry.secret, "key-1", &body).await;
    assert_eq!((mine.status, theirs.status), (201, 201));
    assert_ne!(mine.json()["id"], theirs.json()["id"]);
}

#[tokio::test]
async fn repetitions_at_the_same_moment_do_it_once() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let form = mia.client.forms().list().await.unwrap().items[0].version_id.clone();
    let before = mia.client.cases().list(&Default::default()).await.unwrap().items.len();
    let body = json!({ "form_version_id": form, "answers": { "what": "Pump", "insured": "no" } });
    let sending = (0..8).map(|_| {
        portal
            .wire
            .ask("POST", "/v1/submissions")
            .bearer(&mia.secret)
            .header("idempotency-key", "once")
            .json(&body)
            .send()
    });
    let answers = futures_util::future::join_all(sending).await;
    let made: Vec<_> = answers.iter().map(|answer| answer.as_ref().unwrap()).filter(|a| a.status == 201).collect();
    assert!(!made.is_empty());
    assert!(made.iter().all(|answer| answer.json() == made[0].json()));
    // One that came while the first was still at work may be told to come again, and nothing else.
    for answer in answers.iter().map(|answer| answer.as_ref().unwrap()).filter(|answer| answer.status != 201) {
        assert_eq!(answer.status, 409, "{}", answer.text());
    }
    assert_eq!(mia.client.cases().list(&Default::default()).await.unwrap().items.len(), before + 1);
}

#[tokio::test]
async fn a_refusal_uses_no_key_up() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let refused = invite(&portal, &olga.secret, "key-1", &json!({ "email": "nobody", "role": "viewer" })).await;
    assert_eq!(refused.status, 422);
    let good = invite(&portal, &olga.secret, "key-1", &json!({ "email": "nia@n.example", "role": "viewer" })).await;
    assert!(matches!(good.status, 201 | 409), "{}", good.text());
    let owner = portal.acme.with_organization(fixture::northwind());
    assert_eq!(owner.members().list(&MemberQuery::default()).await.unwrap().items.len(), 4);
}

#[tokio::test]
async fn a_key_that_is_none_is_refused_with_its_name() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let body = json!({ "email": "nia@northwind.example", "role": "viewer" });
    for key in ["", &"k".repeat(5000)] {
        let answer = invite(&portal, &olga.secret, key, &body).await;
        assert_eq!(answer.status / 100, 4, "{key:.10}: {}", answer.text());
        assert!(answer.text().to_lowercase().contains("idempotency-key"), "{}", answer.text());
    }
}
