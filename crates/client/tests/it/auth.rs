//! Credentials: fetched once for many, again before their end, and once when refused.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    http::HeaderMap,
    routing::{delete, get},
};
use futures_util::future::join_all;
use loggia_client::{Client, ClientBuilder, ClientSecret, Error, types::ProblemCode, types::cases::CaseQuery};

use crate::script::{EMPTY, json, problem, serve};

type Fetches = Arc<AtomicUsize>;

/// Hands out `secret-1`, `secret-2`, ..., each good for `life` as the client sees it.
fn with_counted_secrets(builder: ClientBuilder, life: Option<Duration>) -> (Client, Fetches) {
    let fetches = Fetches::default();
    let counter = Arc::clone(&fetches);
    let fetch = move || {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let expires_at = life.map(|life| {
                chrono::DateTime::<chrono::Utc>::UNIX_EPOCH
                    + std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
                    + life
            });
            Ok::<_, io::Error>(ClientSecret { secret: format!("secret-{number}"), expires_at })
        }
    };
    (builder.embed_session(fetch).build().unwrap(), fetches)
}

/// Lets in only who comes with this secret.
fn accepting(secret: &'static str) -> Router {
    Router::new().route(
        "/v1/cases",
        get(move |headers: HeaderMap| async move {
            match headers.get("authorization").and_then(|value| value.to_str().ok()) {
                Some(sent) if sent == format!("Bearer {secret}") => json(EMPTY),
                _ => problem(ProblemCode::Unauthenticated),
            }
        }),
    )
}

async fn list(client: &Client) -> Result<(), Error> {
    client.cases().list(&CaseQuery::default()).await.map(drop)
}

#[tokio::test]
async fn many_requests_at_once_fetch_one_secret() {
    let (client, fetches) = with_counted_secrets(serve(accepting("secret-1")).await, None);
    for outcome in join_all((0..50).map(|_| list(&client))).await {
        outcome.unwrap();
    }
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refused_secret_is_replaced_once_for_all_who_were_refused() {
    let (client, fetches) = with_counted_secrets(serve(accepting("secret-2")).await, None);
    for outcome in join_all((0..20).map(|_| list(&client))).await {
        outcome.unwrap();
    }
    assert_eq!(fetches.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_second_refusal_is_final() {
    let (client, fetches) = with_counted_secrets(serve(accepting("never")).await, None);
    assert_eq!(list(&client).await.unwrap_err().code(), Some(ProblemCode::Unauthenticated));
    assert_eq!(fetches.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_secret_is_replaced_before_it_ends() {
    let (client, fetches) = with_counted_secrets(serve(accepting("secret-2")).await, Some(Duration::from_secs(4)));
    let _ = list(&client).await;
    assert_eq!(fetches.load(Ordering::SeqCst), 2, "refused, so replaced");
    tokio::time::sleep(Duration::from_millis(3800)).await;
    let _ = list(&client).await;
    assert!(fetches.load(Ordering::SeqCst) >= 3, "a tenth of its life was left, so replaced");
}

#[tokio::test]
async fn a_clock_that_is_wrong_does_not_make_every_request_fetch() {
    let router = accepting("secret-1");
    let fetches = Fetches::default();
    let counter = Arc::clone(&fetches);
    let fetch = move || {
        counter.fetch_add(1, Ordering::SeqCst);
        let expires_at = Some(chrono::DateTime::<chrono::Utc>::UNIX_EPOCH);
        async move { Ok::<_, io::Error>(ClientSecret { secret: "secret-1".into(), expires_at }) }
    };
    let client = serve(router).await.embed_session(fetch).build().unwrap();
    list(&client).await.unwrap();
    list(&client).await.unwrap();
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_fetch_that_fails_fails_all_who_waited_and_is_tried_again_by_the_next() {
    let fetches = Fetches::default();
    let counter = Arc::clone(&fetches);
    let fetch = move || {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            if number == 0 { Err(io::Error::other("backend is away")) } else { Ok(ClientSecret::new("secret-1")) }
        }
    };
    let client = serve(accepting("secret-1")).await.embed_session(fetch).build().unwrap();
    for outcome in join_all((0..10).map(|_| list(&client))).await {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Credential { .. }), "{error:?}");
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "backend is away");
    }
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
    list(&client).await.unwrap();
}

#[tokio::test]
async fn waiting_for_a_secret_survives_the_one_who_asked_first() {
    let (client, fetches) = with_counted_secrets(serve(accepting("secret-1")).await, None);
    let first = tokio::time::timeout(Duration::from_millis(1), list(&client));
    let second = list(&client);
    let (first, second) = futures_util::future::join(first, second).await;
    assert!(first.is_err(), "gave up");
    second.unwrap();
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
}

/// Knows no session any more.
fn without_sessions() -> Router {
    let ended = || async { problem(ProblemCode::Unauthenticated) };
    accepting("secret-1").route("/v1/session", delete(ended))
}

#[tokio::test]
async fn a_session_that_has_ended_is_not_begun_again_to_be_ended() {
    let (client, fetches) = with_counted_secrets(serve(without_sessions()).await, None);
    list(&client).await.unwrap();
    client.session().end().await.unwrap();
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn where_nobody_gives_out_a_secret_there_is_nothing_to_end() {
    let fetch = || async { Err::<ClientSecret, _>(io::Error::other("signed out")) };
    let client = serve(without_sessions()).await.embed_session(fetch).build().unwrap();
    client.session().end().await.unwrap();
}

#[tokio::test]
async fn no_secret_shows_in_what_is_printed() {
    let builder = serve(accepting("other")).await.api_key("sk_very_private");
    let printed = format!("{builder:?}");
    let client = builder.build().unwrap();
    let error = list(&client).await.unwrap_err();
    let broken = Client::builder("http://127.0.0.1:1").api_key("sk_very_private").max_attempts(1).build().unwrap();
    let unreachable = list(&broken).await.unwrap_err();
    let secret = ClientSecret::new("sk_very_private");
    for text in [printed, format!("{client:?} {error:?} {error} {unreachable:?} {unreachable} {secret:?}")] {
        assert!(!text.contains("very_private"), "{text}");
    }
}

#[tokio::test]
async fn an_api_key_says_for_whom_it_acts() {
    let router = Router::new().route(
        "/v1/cases",
        get(|headers: HeaderMap| async move {
            match headers.get("portal-organization").and_then(|value| value.to_str().ok()) {
                Some("org_01h455vb4pex5vsknk084sn02q") => json(EMPTY),
                _ => problem(ProblemCode::MalformedRequest),
            }
        }),
    );
    let client = serve(router).await.api_key("sk_1").build().unwrap();
    assert_eq!(list(&client).await.unwrap_err().code(), Some(ProblemCode::MalformedRequest));
    let acting = client.with_organization("org_01h455vb4pex5vsknk084sn02q".parse().unwrap());
    list(&acting).await.unwrap();
    assert_ne!(acting, client);
    assert_eq!(client, client.clone());
}

#[test]
fn futures_can_move_between_threads() {
    fn movable<T: Send>(_: T) {}
    fn shareable<T: Send + Sync>() {}
    shareable::<Client>();
    let client = Client::builder("http://127.0.0.1:1").api_key("sk_1").build().unwrap();
    let query = CaseQuery::default();
    movable(client.cases().list(&query));
    movable(client.cases().stream(query.clone()));
    movable(client.session().end());
    movable(client.events());
    movable(client.documents().upload(Default::default(), vec![1]));
}
