//! A server in process with two organizations of one brand, and who calls it.

use std::{
    process::Command,
    str::FromStr,
    sync::atomic::{AtomicU32, Ordering},
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use http_body_util::BodyExt;
use loggia_server::{App, Settings, domain::api_keys, http, import};
use loggia_types::{CaseId, OrganizationId};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tower::ServiceExt;

/// The largest file that the server takes.
pub(crate) const LARGEST: usize = 3_000_000;

/// A server with its data.
pub(crate) struct Server {
    pub(crate) app: App,
    router: Router,
    pub(crate) key: String,
    pub(crate) folder: TempDir,
}

/// What a request is answered with.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}: {:?}", self.status, self.body))
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{:?}", self.body);
        self
    }

    #[track_caller]
    pub(crate) fn problem(self, status: u16, code: &str) -> Value {
        let problem = self.expect(status).json();
        assert_eq!(problem["code"], code);
        problem
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Holds a body's rest back.
pub(crate) struct Held {
    waits: oneshot::Receiver<()>,
    go: oneshot::Sender<()>,
}

impl Held {
    /// Until the first part was read: the request is past the guard and waits for the rest.
    pub(crate) async fn waits(&mut self) {
        (&mut self.waits).await.expect("somebody reads the body");
    }

    /// Lets the rest follow.
    pub(crate) fn go(self) {
        self.go.send(()).unwrap();
    }
}

/// A body whose first part is there; the rest follows when it may.
pub(crate) fn held(first: &str, rest: &str) -> (Held, Body) {
    let ((waiting, waits), (go, gone)) = (oneshot::channel(), oneshot::channel());
    let (first, rest) = (Bytes::from(first.to_owned()), Bytes::from(rest.to_owned()));
    let later = async move {
        let _ = waiting.send(());
        let _ = gone.await;
        Ok::<_, std::io::Error>(rest)
    };
    let parts = futures_util::stream::once(async { Ok(first) });
    let body = Body::from_stream(futures_util::StreamExt::chain(parts, futures_util::stream::once(later)));
    (Held { waits, go }, body)
}

/// Who calls: a secret, and for an API key the organization.
#[derive(Clone)]
pub(crate) struct Caller<'a> {
    server: &'a Server,
    secret: String,
    org: Option<OrganizationId>,
}

pub(crate) fn north() -> OrganizationId {
    OrganizationId::from_u128(1)
}

pub(crate) fn south() -> OrganizationId {
    OrganizationId::from_u128(2)
}

/// The case that waits for a reply, of the first organization.
pub(crate) fn reply_case() -> CaseId {
    CaseId::from_u128(1)
}

/// The case that waits for a document, of the first organization.
pub(crate) fn upload_case() -> CaseId {
    CaseId::from_u128(2)
}

/// A case of the second organization.
pub(crate) fn foreign_case() -> CaseId {
    CaseId::from_u128(3)
}

fn data() -> Value {
    let org = |id: OrganizationId, key: &str, members: Value| json!({"key": key, "id": id, "brand": "acme", "name": key, "memberships": members});
    let case = |id: CaseId, organization: &str, action: &str| {
        json!({
            "key": id, "id": id, "organization": organization, "case_type": "claim", "title": "Water damage",
            "status": "action_needed", "milestone": "received", "created_at": "-2d", "updated_at": "-1d",
            "next_step": {"party": "customer", "summary": "answer", "action": action},
            "timeline": [{"kind": "message", "author": {"party": "us"}, "body": "Hello", "at": "-2d"}],
        })
    };
    let mut data = json!({
        "brands": [{"key": "acme", "name": "Acme", "allowed_origins": ["http://localhost:4401"]}],
        "users": [
            {"key": "amira", "brand": "acme", "name": "Amira Haddad", "email": "amira@north.example"},
            {"key": "vera", "brand": "acme", "name": "Vera View", "email": "vera@north.example"},
            {"key": "tom", "brand": "acme", "name": "Tom Temporary", "email": "tom@north.example"},
            {"key": "sam", "brand": "acme", "name": "Sam South", "email": "sam@south.example"},
        ],
        "organizations": [
            org(north(), "north", json!([{"user": "amira", "role": "owner"}, {"user": "vera", "role": "viewer"}, {
                "user": "tom", "role": "admin", "ends_at": "-1h",
            }])),
            org(south(), "south", json!([{"user": "sam", "role": "owner"}])),
        ],
        "case_types": [{
            "key": "claim", "brand": "acme", "name": "Claim", "reference_prefix": "CL",
            "status_labels": {"in_progress": "In review"},
            "milestones": [{"key": "received", "label": "Received"}, {"key": "paid", "label": "Paid out"}],
        }],
        "forms": [{
            "key": "damage", "brand": "acme", "title": "Report damage", "summary": "We look at it.",
            "category": "Orders", "minutes": 3, "case_type": "claim", "case_title": "{kind}: {order}",
            "next_step": {"party": "us", "summary": "looking at the photos", "due_at": "+2d"},
            "definition": {"sections": [{"title": "What", "fields": [
                {"key": "order", "label": "Order", "type": "text", "required": true, "pattern": "\\d{4}"},
                {"key": "kind", "label": "Kind", "type": "choice", "required": true, "options": [
                    {"value": "broken", "label": "Broken"}, {"value": "lost", "label": "Lost"},
                ]},
                {"key": "photos", "label": "Photos", "type": "file", "accept": ["image/*"],
                 "visible_if": {"==": [{"var": "kind"}, "broken"]}, "required": true},
            ]}]},
        }],
        "cases": [
            case(reply_case(), "north", "reply"),
            case(upload_case(), "north", "upload_document"),
            case(foreign_case(), "south", "reply"),
        ],
    });
    // Who made it may not make it any more.
    data["organizations"][0]["invitations"] =
        json!([{"email": "late@north.example", "role": "member", "invited_by": "tom"}]);
    data
}

/// With `PORTAL_TEST_DATABASE=postgres` a database of its own on the server that `PORTAL_TEST_POSTGRES` names (a URL that
/// ends with `/`); without, the tests run on SQLite.
fn database() -> Option<String> {
    static DATABASES: AtomicU32 = AtomicU32::new(0);
    std::env::var("PORTAL_TEST_DATABASE").ok().filter(|value| value == "postgres")?;
    let server = std::env::var("PORTAL_TEST_POSTGRES").unwrap();
    let name = format!("content_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    let create = format!("CREATE DATABASE {name}");
    let done = Command::new("psql").args([&format!("{server}postgres"), "-qc", &create]).status();
    assert!(done.is_ok_and(|status| status.success()), "cannot create a database on {server}");
    Some(format!("{server}{name}"))
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::start_with(Settings::default()).await
    }

    pub(crate) async fn start_with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            data_dir: Some(folder.path().join("data")),
            database: database(),
            max_upload_bytes: Some(LARGEST as u64),
            ..settings
        };
        let app = App::build(settings.resolve().unwrap()).unwrap();
        let data = serde_json::from_value(data()).unwrap();
        import::import(&app, data, folder.path()).await.unwrap();
        let (_, key) = api_keys::create(app.store(), "acme", "tests").await.unwrap();
        Self { router: http::router(&app), app, key, folder }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> axum::response::Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// The vendor's backend, for the first organization.
    pub(crate) fn backend(&self) -> Caller<'_> {
        Caller { server: self, secret: self.key.clone(), org: Some(north()) }
    }

    /// Another API key, for the first organization.
    pub(crate) fn with_key(&self, secret: &str) -> Caller<'_> {
        self.acting(secret, Some(north()))
    }

    /// A vendor's backend with this key, for an organization if it names one.
    pub(crate) fn acting(&self, secret: &str, org: Option<OrganizationId>) -> Caller<'_> {
        Caller { server: self, secret: secret.to_owned(), org }
    }

    /// Makes somebody a member of the first organization, invited by `by`, and signs them in.
    pub(crate) async fn join(&self, by: &Caller<'_>, email: &str, role: &str) -> (Caller<'_>, String) {
        by.post("/v1/invitations", json!({"email": email, "role": role})).await.expect(201);
        let person = self.person(north(), email).await;
        let session = person.get("/v1/session").await.expect(200).json();
        (person, session["membership_id"].as_str().unwrap().to_owned())
    }

    /// A person with an embed session that has these features only.
    pub(crate) async fn narrowed(&self, email: &str, features: &[&str]) -> Caller<'_> {
        let brand = Caller { server: self, secret: self.key.clone(), org: None };
        let body = json!({"organization_id": north(), "user": {"email": email}, "features": features});
        let session = brand.post("/v1/embed-sessions", body).await.expect(201).json();
        Caller { server: self, secret: session["client_secret"].as_str().unwrap().to_owned(), org: None }
    }

    /// A person with an embed session.
    pub(crate) async fn person(&self, org: OrganizationId, email: &str) -> Caller<'_> {
        let brand = Caller { server: self, secret: self.key.clone(), org: None };
        let body = json!({"organization_id": org, "user": {"email": email}});
        let session = brand.post("/v1/embed-sessions", body).await.expect(201).json();
        Caller { server: self, secret: session["client_secret"].as_str().unwrap().to_owned(), org: None }
    }

    pub(crate) async fn amira(&self) -> Caller<'_> {
        self.person(north(), "amira@north.example").await
    }

    pub(crate) async fn vera(&self) -> Caller<'_> {
        self.person(north(), "vera@north.example").await
    }

    pub(crate) async fn sam(&self) -> Caller<'_> {
        self.person(south(), "sam@south.example").await
    }

    /// How many files there are, unfinished ones included.
    pub(crate) fn files(&self) -> usize {
        let Ok(folders) = std::fs::read_dir(self.folder.path().join("data/files")) else { return 0 };
        folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
    }
}

impl Caller<'_> {
    pub(crate) fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let method = Method::from_str(method).unwrap();
        let request = Request::builder().method(method).uri(path);
        let request = request.header("authorization", format!("Bearer {}", self.secret));
        match &self.org {
            Some(org) => request.header("portal-organization", org.as_str()),
            None => request,
        }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.server.send(request).await;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn get_with(&self, path: &str, name: &str, value: &str) -> Answer {
        self.send(self.request("GET", path).header(name, value).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request("DELETE", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn put(&self, path: &str) -> Answer {
        self.send(self.request("PUT", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        let request = self.request("POST", path).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn patch(&self, path: &str, version: i64, body: Value) -> Answer {
        let request = self.request("PATCH", path).header("content-type", "application/json");
        let request = request.header("if-match", format!("\"{version}\""));
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// A JSON request whose body is a stream.
    pub(crate) async fn send_slowly(&self, method: &str, path: &str, body: Body) -> Answer {
        let request = self.request(method, path).header("content-type", "application/json");
        self.send(request.header("if-match", "\"1\"").body(body).unwrap()).await
    }

    /// The entries of the audit log with this action, newest first.
    pub(crate) async fn audited(&self, action: &str) -> Vec<Value> {
        let page = self.get(&format!("/v1/audit-events?limit=100&action={action}")).await.expect(200).json();
        page["items"].as_array().unwrap().clone()
    }

    pub(crate) async fn upload(&self, query: &str, body: impl Into<Body>) -> Answer {
        self.send(self.request("POST", &format!("/v1/documents?{query}")).body(body.into()).unwrap()).await
    }
}
