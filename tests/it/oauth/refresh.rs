//! Refresh tokens: each is exchanged for the next, and whoever shows an old one ends them all.

use chrono::{TimeDelta, Utc};
use loggia_client::types::{
    OAuthGrantId,
    audit::{AuditQuery, Outcome},
};
use loggia_server::{
    Settings, auth,
    limits::Clock,
    store::{
        Audited, Tenant, micros,
        rows::{OAuthGrantRow, OAuthRefreshTokenRow},
    },
};
use loggia_tests::{Portal, fixture, unlimited};

use super::support::{Tokens, WEB, challenge, expect_refusal, post, refresh, status, tokens};

async fn reuses(portal: &Portal) -> usize {
    let query = AuditQuery { action: Some("oauth_grant.token_reused".to_owned()), ..AuditQuery::default() };
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&query).await.unwrap();
    assert!(
        log.items
            .iter()
            .all(|entry| entry.outcome == Outcome::Denied && entry.actor.name == "Olga NWQXMARK Owner (Reports)")
    );
    log.items.len()
}

#[tokio::test]
async fn each_is_exchanged_for_the_next() {
    let portal = Portal::start().await.unwrap();
    let first = tokens(&portal, "olga", "cases:read documents:read").await;
    let second = Tokens::of(&refresh(&portal, &first.refresh).await);
    let third = Tokens::of(&refresh(&portal, &second.refresh).await);
    assert!(first.refresh != second.refresh && second.refresh != third.refresh);
    for good in [&first.access, &second.access, &third.access] {
        assert_eq!(status(&portal, good).await, 200, "a request that is under way is not refused");
    }
    assert_eq!(reuses(&portal).await, 0);
}

#[tokio::test]
async fn one_that_was_exchanged_and_is_shown_again_ends_the_sign_in() {
    let portal = Portal::start().await.unwrap();
    let first = tokens(&portal, "olga", "cases:read").await;
    let second = Tokens::of(&refresh(&portal, &first.refresh).await);
    let third = Tokens::of(&refresh(&portal, &second.refresh).await);
    let elsewhere = tokens(&portal, "olga", "cases:read").await;
    expect_refusal(&refresh(&portal, &first.refresh).await, "invalid_grant");
    assert_eq!(reuses(&portal).await, 1);
    for token in [&first.access, &second.access, &third.access] {
        assert_eq!(status(&portal, token).await, 401);
    }
    for token in [&first.refresh, &second.refresh, &third.refresh] {
        expect_refusal(&refresh(&portal, token).await, "invalid_grant");
    }
    assert_eq!(reuses(&portal).await, 1, "it is noted once");
    assert_eq!(status(&portal, &elsewhere.access).await, 200, "another sign-in goes on");
}

#[tokio::test]
async fn an_answer_that_was_lost_is_given_again_once_and_takes_back_what_was_lost() {
    let portal = Portal::start().await.unwrap();
    let first = tokens(&portal, "olga", "cases:read").await;
    let lost = Tokens::of(&refresh(&portal, &first.refresh).await);
    let second = Tokens::of(&refresh(&portal, &first.refresh).await);
    assert_eq!(status(&portal, &lost.access).await, 401, "one is good at every moment");
    assert_eq!(status(&portal, &second.access).await, 200);
    // Whoever got the answer that was taken for lost shows it, and then there were two.
    expect_refusal(&refresh(&portal, &lost.refresh).await, "invalid_grant");
    assert_eq!((status(&portal, &second.access).await, reuses(&portal).await), (401, 1));

    let first = tokens(&portal, "olga", "cases:read").await;
    for _ in 0..2 {
        Tokens::of(&refresh(&portal, &first.refresh).await);
    }
    expect_refusal(&refresh(&portal, &first.refresh).await, "invalid_grant");
    assert_eq!(reuses(&portal).await, 2, "a third time is no lost answer");
}

#[tokio::test]
async fn one_shown_many_times_at_once_leaves_nothing_that_is_good() {
    let portal = Portal::start().await.unwrap();
    let first = tokens(&portal, "olga", "cases:read").await;
    let answers = futures_util::future::join_all((0..8).map(|_| refresh(&portal, &first.refresh))).await;
    let given: Vec<_> = answers.iter().filter(|answer| answer.status == 200).map(Tokens::of).collect();
    assert_eq!(given.len(), 2, "the first, and one for a lost answer");
    for tokens in given {
        assert_eq!(status(&portal, &tokens.access).await, 401);
        expect_refusal(&refresh(&portal, &tokens.refresh).await, "invalid_grant");
    }
    assert_eq!(reuses(&portal).await, 1);
}

#[tokio::test]
async fn one_is_its_clients_and_may_ask_for_less() {
    let portal = Portal::start().await.unwrap();
    let first = tokens(&portal, "olga", "cases:read documents:read").await;
    let reports = fixture::reports();
    let ask = |client: &str, token: &str, scope: &str| {
        let pairs =
            [("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", token), ("scope", scope)];
        let pairs = pairs.map(|(name, value)| (name, value.to_owned()));
        let portal = &portal;
        async move {
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
            post(portal, "/oauth/token", &pairs).await
        }
    };
    expect_refusal(&ask(reports.as_str(), &first.refresh, "cases:read members:read").await, "invalid_scope");
    let narrowed = ask(reports.as_str(), &first.refresh, "cases:read").await;
    assert_eq!(narrowed.json()["scope"], "cases:read");
    let narrowed = Tokens::of(&narrowed);
    let documents = portal.wire.get("/v1/documents").bearer(&narrowed.access).send().await.unwrap();
    assert_eq!(documents.status, 403);
    let whole = ask(reports.as_str(), &narrowed.refresh, "").await;
    assert_eq!(whole.json()["scope"], "cases:read documents:read", "what was agreed to stays");
    let whole = Tokens::of(&whole);
    expect_refusal(&ask(fixture::exporter().as_str(), &whole.refresh, "").await, "invalid_grant");
    assert_eq!(status(&portal, &whole.access).await, 401, "somebody else has it");
}

#[tokio::test]
async fn one_ends_when_it_is_not_used_and_when_its_sign_in_is_old() {
    let portal = Portal::start().await.unwrap();
    for (idle, all, expected) in [(1, 1, 200), (-1, 1, 400), (1, -1, 400)] {
        let token = put(&portal, idle, all).await;
        let answer = refresh(&portal, &token).await;
        assert_eq!(answer.status, expected, "{idle} {all}: {}", answer.text());
        if expected == 400 {
            expect_refusal(&answer, "invalid_grant");
        } else {
            assert!(answer.json()["expires_in"].as_i64().unwrap() <= 900);
        }
    }
    assert_eq!(reuses(&portal).await, 0);
}

#[tokio::test]
async fn what_ended_long_ago_is_forgotten() {
    let portal = Portal::start().await.unwrap();
    let (old, good) = (put(&portal, -31 * 24, 1).await, put(&portal, 1, 1).await);
    let before = Utc::now() - TimeDelta::days(30);
    portal.store().system_write(move |c| c.delete_ended_grants(before)).await.unwrap();
    for (token, is_known) in [(old, false), (good, true)] {
        let hash = auth::hash(&token);
        let found = portal.store().system_read(move |c| c.grant_of_refresh_token(&hash)).await.unwrap();
        assert_eq!(found.is_some(), is_known);
    }
}

/// A refresh token of a sign-in that ends, if unused and at all, so many hours from now.
async fn put(portal: &Portal, idle: i64, all: i64) -> String {
    let token = auth::random_secret("rt_").unwrap();
    let brand = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
    let at = |hours: i64| micros(Utc::now() + TimeDelta::hours(hours));
    let grant = OAuthGrantRow {
        id: OAuthGrantId::generate(),
        client_id: fixture::reports(),
        brand_id: brand.clone(),
        org_id: fixture::northwind(),
        user_id: fixture::user("olga"),
        scopes: "[\"cases:read\"]".to_owned(),
        redirect_uri: WEB.to_owned(),
        code_hash: auth::hash(&auth::random_secret("ac_").unwrap()),
        code_challenge: challenge(),
        code_expires_at: at(-50),
        code_used_at: Some(at(-50)),
        generation: 3,
        created_at: at(-50),
        used_at: at(-50),
        idle_expires_at: at(idle),
        expires_at: at(all),
        revoked_at: None,
    };
    let row = OAuthRefreshTokenRow {
        token_hash: auth::hash(&token),
        org_id: fixture::northwind(),
        grant_id: grant.id.clone(),
        generation: 3,
        created_at: at(-50),
        used_at: None,
    };
    let tenant = Tenant::for_system(fixture::northwind(), brand);
    let put = portal.store().write(&tenant, move |tx| {
        tx.insert(&grant)?;
        tx.insert(&row)?;
        Ok(Audited::not_worth_an_entry("a fixture", ()))
    });
    put.await.unwrap();
    token
}

#[tokio::test]
async fn the_next_token_is_counted_with_the_one_before() {
    let settings = Settings { rate_reads: Some(3), ..unlimited() };
    let portal = Portal::start_with(settings, &Clock::standing()).await.unwrap();
    let first = tokens(&portal, "olga", "cases:read").await;
    for expected in [200, 200, 200, 429] {
        assert_eq!(status(&portal, &first.access).await, expected);
    }
    let second = Tokens::of(&refresh(&portal, &first.refresh).await);
    assert_eq!(status(&portal, &second.access).await, 429);
    let elsewhere = tokens(&portal, "adam", "cases:read").await;
    assert_eq!(status(&portal, &elsewhere.access).await, 200);
}
