//! The client crate's side, against the real server.

use loggia_client::{
    oauth::{OAuth, OAuthError, OAuthSession},
    types::{Permission, ProblemCode, cases::CaseQuery},
};
use loggia_tests::{Portal, fixture};

use super::support::{Ask, decide, parameter, refresh};

const SCOPES: &[Permission] = &[Permission::CasesRead];

fn oauth(portal: &Portal) -> OAuth {
    OAuth::new(portal.base_url.as_str(), fixture::reports().as_str(), SCOPES).unwrap()
}

/// What a browser does between [`OAuth::begin`] and [`OAuth::complete`].
async fn consent(portal: &Portal, url: &str, decision: &str) -> String {
    let browser = portal.browser("olga").await.unwrap();
    let (_, query) = url.split_once('?').unwrap();
    let names =
        ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method"];
    let ask = names.iter().fold(Ask::new(), |ask, name| ask.with(name, &parameter(url, name).unwrap()));
    assert_eq!(query.split('&').count(), names.len());
    decide(portal, &browser, &ask, &fixture::northwind(), decision).await.header("location").to_owned()
}

async fn sign_in(portal: &Portal) -> OAuthSession {
    let oauth = oauth(portal);
    let sign_in = oauth.begin("http://127.0.0.1:50000/callback").unwrap();
    let came_back_to = consent(portal, &sign_in.url, "allow").await;
    oauth.complete(sign_in.pending, &came_back_to).await.unwrap()
}

#[tokio::test]
async fn a_program_acts_for_its_person_until_it_signs_out() {
    let portal = Portal::start().await.unwrap();
    let session = sign_in(&portal).await;
    let client = session.connect().unwrap();
    let me = client.session().get().await.unwrap();
    assert_eq!((me.user.id, me.permissions), (fixture::user("olga"), SCOPES.to_vec()));
    assert_eq!(client.cases().list(&CaseQuery::default()).await.unwrap().items.len(), 4);
    session.sign_out().await.unwrap();
    let refused = client.session().get().await.unwrap_err();
    assert!(matches!(refused, loggia_client::Error::Credential { .. }), "{refused:?}");
    session.sign_out().await.unwrap();
}

#[tokio::test]
async fn an_answer_to_something_else_is_refused() {
    let portal = Portal::start().await.unwrap();
    let oauth = oauth(&portal);
    let (mine, other) =
        (oauth.begin("http://127.0.0.1:50000/callback"), oauth.begin("http://127.0.0.1:50000/callback"));
    let (mine, other) = (mine.unwrap(), other.unwrap());
    let came_back_to = consent(&portal, &mine.url, "allow").await;
    let mixed = oauth.complete(other.pending, &came_back_to).await.unwrap_err();
    assert!(matches!(mixed, OAuthError::Mismatch("state")), "{mixed:?}");
    let elsewhere = OAuth::new("https://portal.evil.example", fixture::reports().as_str(), SCOPES).unwrap();
    let mixed = elsewhere.complete(mine.pending.clone(), &came_back_to).await.unwrap_err();
    assert!(matches!(mixed, OAuthError::Mismatch("iss")), "{mixed:?}");
    oauth.complete(mine.pending, &came_back_to).await.unwrap();
    let denied = oauth.begin("http://127.0.0.1:50000/callback").unwrap();
    let came_back_to = consent(&portal, &denied.url, "deny").await;
    let denied = oauth.complete(denied.pending, &came_back_to).await.unwrap_err();
    assert!(matches!(denied, OAuthError::Refused { ref code, .. } if code == "access_denied"), "{denied:?}");
}

#[tokio::test]
async fn tokens_are_fetched_once_however_many_need_them() {
    let portal = Portal::start().await.unwrap();
    let session = sign_in(&portal).await;
    let clients: Vec<_> = (0..4).map(|_| session.connect().unwrap()).collect();
    for client in &clients {
        client.session().get().await.unwrap();
    }
    // Every access token ends, and the refresh token stays good.
    portal.end_access_tokens().await.unwrap();
    let asked = clients.iter().flat_map(|client| (0..5).map(|_| client.session().get()));
    for answer in futures_util::future::join_all(asked.map(IntoFuture::into_future)).await {
        answer.unwrap();
    }
    // Had two of them shown the same refresh token, this would be refused.
    portal.end_access_tokens().await.unwrap();
    clients[0].session().get().await.unwrap();
}

#[tokio::test]
async fn a_sign_in_that_was_ended_elsewhere_is_over() {
    let portal = Portal::start().await.unwrap();
    let session = sign_in(&portal).await;
    let client = session.connect().unwrap();
    client.session().get().await.unwrap();
    portal.store().system_write(|c| c.revoke_grants_of_user(&fixture::user("olga"))).await.unwrap();
    for _ in 0..2 {
        let over = client.session().get().await.unwrap_err();
        assert!(
            matches!(over, loggia_client::Error::Credential { .. })
                || over.code() == Some(ProblemCode::Unauthenticated),
            "{over:?}"
        );
    }
    super::support::expect_refusal(&refresh(&portal, "rt_unknown").await, "invalid_grant");
}
