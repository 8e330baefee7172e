#![allow(clippy::unwrap_used)]
use std::sync::Mutex;

use axum::{Router, extract::State, response::IntoResponse, routing::post};
use open_feature::{Client, OpenFeature};
use tokio::net::TcpListener;

use super::*;
use crate::outgoing::Rules;

const SECRET: &str = "a-secret-of-the-service";

/// What a service answers, and what it was asked.
#[derive(Clone, Default)]
struct Service(Arc<Mutex<Told>>);

#[derive(Default)]
struct Told {
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: String,
    never: bool,
    asked: Vec<(HeaderMap, Value)>,
}

impl Service {
    fn answers(&self, status: u16, headers: &[(&'static str, &'static str)], body: impl ToString) {
        let mut told = self.0.lock().unwrap();
        (told.status, told.headers, told.body) = (status, headers.to_vec(), body.to_string());
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().asked.len()
    }

    fn last(&self) -> (HeaderMap, Value) {
        self.0.lock().unwrap().asked.last().unwrap().clone()
    }

    /// A client with a provider for it.
    async fn client(&self, keys: &[&str]) -> Client {
        let router = Router::new().route("/base/ofrep/v1/evaluate/flags", post(answer)).with_state(self.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/base/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let mut api = OpenFeature::default();
        api.set_provider(provider(&url, keys)).await;
        api.create_client()
    }
}

fn provider(url: &str, keys: &[&str]) -> OfrepProvider {
    let allowed = vec!["127.0.0.0/8".parse().unwrap()];
    let rules = Rules { allowed, within: Duration::from_secs(4), most_bytes: 4096 };
    let credential = (HeaderName::from_static("x-api-key"), HeaderValue::from_static(SECRET));
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    OfrepProvider::new(Outgoing::new(rules).unwrap(), url, Some(credential), keys)
}

async fn answer(State(service): State<Service>, headers: HeaderMap, body: String) -> impl IntoResponse {
    let (status, told, body, never) = {
        let mut told = service.0.lock().unwrap();
        told.asked.push((headers, serde_json::from_str(&body).unwrap()));
        (told.status, told.headers.clone(), told.body.clone(), told.never)
    };
    if never {
        std::future::pending::<()>().await;
    }
    let headers: HeaderMap =
        told.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect();
    (StatusCode::from_u16(status).unwrap(), headers, body)
}

fn context(target: &str) -> EvaluationContext {
    EvaluationContext::default().with_targeting_key(target)
}

async fn ask(client: &Client, key: &str, context: &EvaluationContext) -> Result<bool, Code> {
    client.get_bool_value(key, Some(context), None).await.map_err(|error| error.code)
}

/// Why there is no answer.
async fn why(client: &Client, key: &str) -> String {
    client.get_bool_value(key, Some(&context("org")), None).await.unwrap_err().message.unwrap()
}

fn flags(values: &[(&str, Value)]) -> Value {
    let flag = |(key, value): &(&str, Value)| json!({ "key": key, "value": value, "reason": "STATIC", "variant": "a" });
    json!({ "flags": values.iter().map(flag).collect::<Vec<_>>(), "metadata": {} })
}

#[tokio::test]
async fn one_request_answers_each_flag_of_a_context_once() {
    let service = Service::default();
    let client = service.client(&["a", "b", "c"]).await;
    service.answers(200, &[], flags(&[("a", json!(true)), ("b", json!(false)), ("other", json!("text"))]));
    let of = context("org").with_custom_field("brand", "acme").with_custom_field("size", 7);
    assert_eq!(ask(&client, "a", &of).await, Ok(true));
    assert_eq!(ask(&client, "b", &of).await, Ok(false));
    assert_eq!(ask(&client, "c", &of).await, Err(Code::FlagNotFound));
    assert_eq!(service.asked(), 1);
    let (headers, body) = service.last();
    assert_eq!(body, json!({ "context": { "targetingKey": "org", "brand": "acme", "size": 7 } }));
    assert_eq!(headers["x-api-key"], SECRET);
    assert_eq!(headers[CONTENT_TYPE], "application/json");
    // Again: something may be different.
    service.answers(200, &[], flags(&[("a", json!(false))]));
    assert_eq!(ask(&client, "a", &of).await, Ok(false));
    assert_eq!(ask(&client, "b", &of).await, Err(Code::FlagNotFound));
    assert_eq!(service.asked(), 2);
    // Another context is another evaluation, of another target or the same.
    assert_eq!(ask(&client, "c", &context("else")).await, Err(Code::FlagNotFound));
    assert_eq!(ask(&client, "c", &context("org")).await, Err(Code::FlagNotFound));
    assert_eq!(service.asked(), 4);
    // Nothing is asked that cannot be answered.
    assert_eq!(ask(&client, "unheard", &of).await, Err(Code::FlagNotFound));
    assert_eq!(ask(&client, "a", &EvaluationContext::default()).await, Err(Code::TargetingKeyMissing));
    let odd = context("org").with_custom_field("odd", Field::new_struct(()));
    assert_eq!(ask(&client, "a", &odd).await, Err(Code::InvalidContext));
    let number = client.get_int_value("a", Some(&of), None).await.map_err(|error| error.code);
    assert_eq!((number, service.asked()), (Err(Code::TypeMismatch), 4));
}

#[tokio::test]
async fn what_is_no_boolean_is_told_by_flag() {
    let service = Service::default();
    let keys = ["text", "none", "null", "gone", "broken", "strange", "good"];
    let client = service.client(&keys).await;
    let body = json!({ "flags": [
        { "key": "text", "value": "on" },
        { "key": "none", "reason": "DEFAULT" },
        { "key": "null", "value": null },
        { "key": "gone", "errorCode": "FLAG_NOT_FOUND" },
        { "key": "broken", "errorCode": "PARSE_ERROR", "errorDetails": "a secret?" },
        { "key": "strange", "errorCode": "a secret?" },
        { "key": "good", "value": true },
    ] });
    service.answers(200, &[], body);
    let mut told = Vec::new();
    for key in keys {
        told.push(ask(&client, key, &context("org")).await);
    }
    let (not_found, general) = (Err(Code::FlagNotFound), Err(Code::General("GENERAL".to_owned())));
    let parse = Err(Code::ParseError);
    assert_eq!(
        told,
        [Err(Code::TypeMismatch), not_found.clone(), not_found.clone(), not_found, parse, general, Ok(true)]
    );
    assert_eq!(service.asked(), 1);
}

#[tokio::test]
async fn a_service_is_told_which_answers_are_known() {
    let service = Service::default();
    let client = service.client(&["a"]).await;
    let of = context("org");
    let tag = |service: &Service| service.last().0.get(IF_NONE_MATCH).map(|tag| tag.to_str().unwrap().to_owned());
    service.answers(200, &[("etag", "\"one\"")], flags(&[("a", json!(false))]));
    assert_eq!(ask(&client, "a", &of).await, Ok(false));
    assert_eq!(tag(&service), None);
    service.answers(304, &[], "");
    assert_eq!(ask(&client, "a", &of).await, Ok(false));
    assert_eq!(tag(&service).as_deref(), Some("\"one\""));
    // A failure in between takes nothing away.
    service.answers(500, &[], "");
    assert!(ask(&client, "a", &of).await.is_err());
    service.answers(304, &[], "");
    assert_eq!(ask(&client, "a", &of).await, Ok(false));
    service.answers(200, &[("etag", "\"two\"")], flags(&[("a", json!(true))]));
    assert_eq!(ask(&client, "a", &of).await, Ok(true));
    // Another context has answers of its own, and who was told nothing has nothing to compare with.
    let moved = of.with_custom_field("plan", "basic");
    service.answers(304, &[], "");
    assert_eq!(ask(&client, "a", &moved).await, Err(Code::General("it answered 304".to_owned())));
    assert_eq!(tag(&service), None);
}

#[tokio::test]
async fn a_failure_is_told_for_every_flag_after_one_request_and_says_no_secret() {
    let service = Service::default();
    let client = service.client(&["a", "b"]).await;
    let long = flags(&[("a", json!("x".repeat(5000)))]).to_string();
    for (status, body, told) in [
        (500, SECRET.to_owned(), "it answered 500"),
        (401, json!({ "errorDetails": SECRET }).to_string(), "it answered 401"),
        (
            400,
            json!({ "errorCode": "INVALID_CONTEXT", "errorDetails": SECRET }).to_string(),
            "it answered 400 (INVALID_CONTEXT)",
        ),
        (400, json!({ "errorCode": SECRET }).to_string(), "it answered 400 (GENERAL)"),
        (302, String::new(), "it answered 302"),
        (304, String::new(), "it answered 304"),
        (200, "<html>".to_owned(), "its answer is no evaluation of flags (OFREP)"),
        (200, "{}".to_owned(), "its answer is no evaluation of flags (OFREP)"),
        (200, "{\"flags\": [{}]}".to_owned(), "its answer is no evaluation of flags (OFREP)"),
        (200, long, "it was not reached: the answer has more than 4096 bytes"),
    ] {
        service.answers(status, &[("location", "https://elsewhere.example")], body);
        let before = service.asked();
        assert_eq!(why(&client, "a").await, told);
        assert_eq!(why(&client, "b").await, told);
        assert_eq!(service.asked(), before + 1, "{told}");
    }
    // Nothing can be said about this context: that is no failure of the service.
    service.answers(400, &[], json!({ "errorCode": "INVALID_CONTEXT" }));
    assert_eq!(ask(&client, "a", &context("org")).await, Err(Code::InvalidContext));
    assert_eq!(ask(&client, "b", &context("org")).await, Err(Code::InvalidContext));
    service.0.lock().unwrap().never = true;
    assert_eq!(why(&client, "a").await, "it was not reached: no whole answer came in time");
}

#[tokio::test]
async fn a_service_that_asks_for_a_pause_is_left_alone() {
    let service = Service::default();
    let client = service.client(&["a"]).await;
    service.answers(429, &[("retry-after", "1")], "");
    assert_eq!(why(&client, "a").await, "it answered 429");
    service.answers(200, &[], flags(&[("a", json!(false))]));
    assert_eq!(why(&client, "a").await, "it answered 429");
    assert_eq!(service.asked(), 1);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(ask(&client, "a", &context("org")).await, Ok(false));
    let said = |text: &'static str| pause(Some(&HeaderValue::from_static(text)));
    assert_eq!([pause(None), said("Wed, 21 Oct 2026 07:28:00 GMT")], [USUAL_PAUSE; 2]);
    assert_eq!([said("120"), said("999999")], [Duration::from_secs(120), LONGEST_PAUSE]);
}

#[tokio::test]
async fn several_who_ask_about_one_context_wait_for_one_request() {
    let service = Service::default();
    let keys = ["a", "b", "c", "d"];
    let client = Arc::new(service.client(&keys).await);
    service.answers(200, &[], flags(&keys.map(|key| (key, json!(true)))));
    let asking = keys.map(|key| {
        let client = Arc::clone(&client);
        tokio::spawn(async move { ask(&client, key, &context("org")).await })
    });
    for answer in futures_util::future::join_all(asking).await {
        assert_eq!(answer.unwrap(), Ok(true));
    }
    assert_eq!(service.asked(), 1);
}

#[tokio::test]
async fn who_is_not_there_and_what_may_not_be_called_are_failures_and_nothing_shows_the_secret() {
    let shown = format!("{:?}", provider("http://127.0.0.1:1", &["a"]));
    assert!(shown.contains("127.0.0.1:1/ofrep/v1/evaluate/flags") && !shown.contains(SECRET), "{shown}");
    for (url, told) in [
        ("http://127.0.0.1:1", "it was not reached: the request failed ("),
        ("http://10.0.0.1", "it was not reached: the address leads to a network that is not public"),
    ] {
        let mut api = OpenFeature::default();
        api.set_provider(provider(url, &["a"])).await;
        let why = why(&api.create_client(), "a").await;
        assert!(why.starts_with(told) && !why.contains(SECRET), "{why}");
    }
}
