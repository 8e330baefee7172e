#![allow(clippy::unwrap_used)]
use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::header::{HOST, LOCATION},
    routing::{get, post},
};
use futures_util::StreamExt;
use tokio::net::TcpListener;

use super::*;

/// Answers each look-up with the next addresses, and counts them.
#[derive(Default)]
struct Scripted {
    answers: Mutex<VecDeque<Vec<&'static str>>>,
    looked_up: AtomicUsize,
}

impl Scripted {
    fn new<const N: usize>(answers: [&[&'static str]; N]) -> Arc<Self> {
        let answers = answers.into_iter().map(<[_]>::to_vec).collect();
        Arc::new(Self { answers: Mutex::new(answers), looked_up: AtomicUsize::default() })
    }
}

impl Resolve for Scripted {
    fn resolve(&self, _: Name) -> Resolving {
        self.looked_up.fetch_add(1, Ordering::SeqCst);
        let addresses = self.answers.lock().unwrap().pop_front().unwrap_or_default();
        let addresses: Vec<_> = addresses.into_iter().map(|text| SocketAddr::new(text.parse().unwrap(), 0)).collect();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
    }
}

/// A server on this machine, and how often it was asked.
async fn serve() -> (u16, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::default());
    let counted = Arc::clone(&asked);
    let endless = async || Body::from_stream(futures_util::stream::repeat("more ").map(Ok::<_, io::Error>));
    let router = Router::new()
        .route("/", get(async |headers: HeaderMap| headers[HOST].to_str().unwrap().to_owned()))
        .route("/echo", post(async |body: String| (StatusCode::CREATED, body)))
        .route("/away", get(async || (StatusCode::FOUND, [(LOCATION, "http://169.254.169.254/latest/meta-data")])))
        .route("/long", get(async || "x".repeat(5000)))
        .route("/endless", get(endless))
        .route("/never", get(std::future::pending::<()>))
        .layer(axum::middleware::from_fn(move |request, next: axum::middleware::Next| {
            counted.fetch_add(1, Ordering::SeqCst);
            next.run(request)
        }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (port, asked)
}

fn rules(allowed: &str) -> Rules {
    Rules { allowed: vec![allowed.parse().unwrap()], most_bytes: 4096, within: Duration::from_secs(5) }
}

async fn ask(client: &Outgoing, address: &str) -> Result<Answer, OutgoingError> {
    client.send(Method::GET, address, HeaderMap::new(), Bytes::new()).await
}

#[tokio::test]
async fn what_the_operator_allows_is_called() {
    let (port, _) = serve().await;
    let client = Outgoing::with_resolver(rules("127.0.0.0/8"), Scripted::new([&["127.0.0.1"]])).unwrap();
    let answer = ask(&client, &format!("http://hooks.example:{port}/")).await.unwrap();
    assert_eq!((answer.status, &*answer.body), (StatusCode::OK, format!("hooks.example:{port}").as_bytes()));
    let posted = client.send(Method::POST, &format!("http://127.0.0.1:{port}/echo"), HeaderMap::new(), "hello").await;
    let posted = posted.unwrap();
    assert_eq!((posted.status, &*posted.body), (StatusCode::CREATED, b"hello".as_slice()));
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_and_nobody_is_asked() {
    let (port, asked) = serve().await;
    for addresses in [
        ["127.0.0.1"].as_slice(),
        &["10.0.0.1"],
        &["169.254.169.254"],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["64:ff9b::7f00:1"],
        &["1.1.1.1", "127.0.0.1"],
    ] {
        let client = Outgoing::with_resolver(Rules::default(), Scripted::new([addresses])).unwrap();
        let refused = ask(&client, &format!("https://hooks.example:{port}/")).await.unwrap_err();
        assert!(matches!(refused, OutgoingError::Refused), "{addresses:?}: {refused:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_name_that_changes_its_mind_is_checked_each_time() {
    let (port, asked) = serve().await;
    let resolver = Scripted::new([&["127.0.0.1"], &["10.0.0.1"], &["127.0.0.1"]]);
    let client = Outgoing::with_resolver(rules("127.0.0.0/8"), Arc::clone(&resolver) as Arc<dyn Resolve>).unwrap();
    let address = format!("http://rebound.example:{port}/");
    ask(&client, &address).await.unwrap();
    assert_eq!(resolver.looked_up.load(Ordering::SeqCst), 1, "what was checked is what is called");
    assert!(matches!(ask(&client, &address).await.unwrap_err(), OutgoingError::Refused));
    ask(&client, &address).await.unwrap();
    assert_eq!((resolver.looked_up.load(Ordering::SeqCst), asked.load(Ordering::SeqCst)), (3, 2));
}

#[tokio::test]
async fn an_address_in_any_notation_is_checked_without_a_resolver() {
    let resolver = Scripted::new([]);
    let client = Outgoing::with_resolver(Rules::default(), Arc::clone(&resolver) as Arc<dyn Resolve>).unwrap();
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:7f00:1]",
        "[::]",
        "0",
        "10.0.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
        "100.64.0.1",
        "[64:ff9b::a00:1]",
        "%31%32%37.0.0.1",
        "１２７.0.0.1",
    ] {
        let refused = ask(&client, &format!("https://{host}/")).await.unwrap_err();
        assert!(matches!(refused, OutgoingError::Refused), "{host}: {refused:?}");
    }
    assert_eq!(resolver.looked_up.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn plain_http_is_for_what_the_operator_allows_only() {
    let (port, asked) = serve().await;
    let default = Outgoing::with_resolver(Rules::default(), Scripted::new([])).unwrap();
    assert!(matches!(ask(&default, "http://hooks.example/").await.unwrap_err(), OutgoingError::Url(_)));
    // Public, and plain.
    let client = Outgoing::with_resolver(rules("10.0.0.0/8"), Scripted::new([&["1.1.1.1"], &["127.0.0.1"]])).unwrap();
    for address in
        ["http://hooks.example/".to_owned(), format!("http://hooks.example:{port}/"), "http://8.8.8.8/".to_owned()]
    {
        assert!(matches!(ask(&client, &address).await.unwrap_err(), OutgoingError::Refused), "{address}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn addresses_with_credentials_and_other_schemes_are_refused() {
    let client = Outgoing::with_resolver(rules("127.0.0.0/8"), Scripted::new([])).unwrap();
    for address in [
        "https://user:secret@hooks.example/",
        "https://user@hooks.example/",
        "https://:secret@hooks.example/",
        "file:///etc/passwd",
        "ftp://hooks.example/",
        "gopher://hooks.example/",
        "//hooks.example/",
        "hooks.example",
        "",
        "https://",
        "javascript:alert(1)",
        "unix:/var/run/docker.sock",
    ] {
        let refused = ask(&client, address).await.unwrap_err();
        assert!(matches!(refused, OutgoingError::Url(_)), "{address}: {refused:?}");
        assert!(!format!("{refused} {refused:?}").contains("secret"));
    }
}

#[tokio::test]
async fn redirects_are_answers() {
    let (port, asked) = serve().await;
    let client = Outgoing::with_resolver(rules("127.0.0.0/8"), Scripted::new([])).unwrap();
    let answer = ask(&client, &format!("http://127.0.0.1:{port}/away")).await.unwrap();
    assert_eq!(answer.status, StatusCode::FOUND);
    assert_eq!(answer.headers[LOCATION], "http://169.254.169.254/latest/meta-data");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn long_and_slow_answers_are_given_up() {
    let (port, _) = serve().await;
    let client = Outgoing::with_resolver(rules("127.0.0.0/8"), Scripted::new([])).unwrap();
    for path in ["long", "endless"] {
        let error = ask(&client, &format!("http://127.0.0.1:{port}/{path}")).await.unwrap_err();
        assert!(matches!(error, OutgoingError::TooLong(4096)), "{path}: {error:?}");
    }
    let hasty = Rules { within: Duration::from_millis(50), ..rules("127.0.0.0/8") };
    let client = Outgoing::with_resolver(hasty, Scripted::new([])).unwrap();
    let error = ask(&client, &format!("http://127.0.0.1:{port}/never")).await.unwrap_err();
    assert!(matches!(error, OutgoingError::Timeout), "{error:?}");
}

#[tokio::test]
async fn who_speaks_no_tls_is_no_https_server() {
    let (port, asked) = serve().await;
    let client = Outgoing::with_resolver(rules("127.0.0.0/8"), Scripted::new([])).unwrap();
    let error = ask(&client, &format!("https://127.0.0.1:{port}/")).await.unwrap_err();
    assert!(matches!(error, OutgoingError::Failed(_)), "{error:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_systems_resolver_knows_this_machine_and_it_is_refused() {
    let client = Outgoing::new(Rules::default()).unwrap();
    assert!(matches!(ask(&client, "https://localhost/").await.unwrap_err(), OutgoingError::Refused));
}
