//! The server as its callers see it: who is let in, what is refused and how, what is written down about it.

#![allow(clippy::unwrap_used)]

mod access;
mod audit;
mod credentials;
mod members;
mod own_keys;
mod requests;

use std::collections::BTreeMap;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::{App, Settings, domain::api_keys, import};

/// A server with two brands, a partner's brand, four organizations and a member in every role, without a socket.
struct Server {
    app: App,
    router: Router,
    document: Value,
    api_keys: BTreeMap<&'static str, String>,
    organizations: BTreeMap<String, String>,
    _folder: TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    fn items(&self) -> &Vec<Value> {
        self.body["items"].as_array().unwrap()
    }
}

/// A request, built step by step.
struct Call<'s> {
    server: &'s Server,
    request: axum::http::request::Builder,
    method: String,
    path: String,
    body: Body,
}

impl Call<'_> {
    fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    fn bearer(self, secret: &str) -> Self {
        self.header("authorization", &format!("Bearer {secret}"))
    }

    fn json(mut self, body: &Value) -> Self {
        self.body = Body::from(body.to_string());
        self.header("content-type", "application/json")
    }

    fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    async fn send(self) -> Answer {
        let request = self.request.body(self.body).unwrap();
        let response = self.server.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        };
        self.server.expect_documented(&self.method, &self.path, &answer);
        answer
    }
}

impl Server {
    async fn start() -> Self {
        Self::start_with(Settings::default()).await
    }

    async fn start_with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { data_dir: Some(folder.path().join("data")), ..settings };
        let app = App::build(settings.resolve().unwrap()).unwrap();
        let file = serde_json::from_value(seed()).unwrap();
        import::import(&app, file, folder.path()).await.unwrap();
        let mut api_keys = BTreeMap::new();
        for brand in ["acme", "other"] {
            api_keys.insert(brand, api_keys::create(app.store(), brand, "test").await.unwrap().1);
        }
        let document = serde_json::to_value(super::openapi()).unwrap();
        let router = super::router(&app);
        let mut server = Self { app, router, document, api_keys, organizations: BTreeMap::new(), _folder: folder };
        for brand in ["acme", "other"] {
            let listed = server.get("/v1/organizations").bearer(&server.api_keys[brand]).send().await;
            for item in listed.items() {
                let (name, id) = (item["name"].as_str().unwrap(), item["id"].as_str().unwrap());
                server.organizations.insert(name.to_owned(), id.to_owned());
            }
        }
        server
    }

    fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call {
            server: self,
            request: Request::builder().method(method).uri(path),
            method: method.to_lowercase(),
            path: path.to_owned(),
            body: Body::empty(),
        }
    }

    fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", path)
    }

    /// Signs a member of an organization in and returns their client secret.
    async fn sign_in(&self, organization: &str, email: &str) -> String {
        self.sign_in_with(organization, email, json!({})).await
    }

    async fn sign_in_with(&self, organization: &str, email: &str, more: Value) -> String {
        let brand = if organization == "Elsewhere" { "other" } else { "acme" };
        let mut body = json!({
            "organization_id": self.organizations[organization],
            "user": { "email": email },
        });
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        let made = self.call("POST", "/v1/embed-sessions").bearer(&self.api_keys[brand]).json(&body).send().await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        made.body["client_secret"].as_str().unwrap().to_owned()
    }

    /// The members of an organization by name, as its owner sees them.
    async fn member_id(&self, secret: &str, name: &str) -> String {
        let list = self.get("/v1/members?limit=100").bearer(secret).send().await;
        let found = list.items().iter().find(|member| member["user"]["name"] == name).unwrap();
        found["id"].as_str().unwrap().to_owned()
    }

    /// Every operation of the document: method, path, and what it asks of its caller.
    fn operations(&self) -> Vec<(String, String, String)> {
        let mut operations = Vec::new();
        for (path, item) in self.document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                let access = operation["x-access"].as_str();
                let access = access.unwrap_or_else(|| panic!("{method} {path} says nothing of its access"));
                operations.push((method.clone(), path.clone(), access.to_owned()));
            }
        }
        operations
    }

    /// Fails when an answer has a status that the document does not know, or a problem that is none.
    fn expect_documented(&self, method: &str, path: &str, answer: &Answer) {
        let path = path.split('?').next().unwrap();
        let paths = self.document["paths"].as_object().unwrap();
        let matches = |pattern: &str| {
            let (pattern, path) = (pattern.split('/'), path.split('/'));
            pattern.clone().count() == path.clone().count()
                && pattern.zip(path).all(|(one, other)| one.starts_with('{') || one == other)
        };
        let found = paths.get(path).or_else(|| Some(paths.iter().find(|(pattern, _)| matches(pattern))?.1));
        let status = answer.status.as_str();
        if let Some(operation) = found.and_then(|item| item.get(method)) {
            assert!(operation["responses"].get(status).is_some(), "{method} {path} answers {status} undocumented");
        }
        if answer.status.is_client_error() || answer.status.is_server_error() {
            assert_eq!(answer.headers["content-type"], "application/problem+json");
            assert_eq!(answer.body["status"], answer.status.as_u16());
            assert_eq!(answer.body["request_id"], answer.headers["request-id"].to_str().unwrap());
        }
    }
}

/// A path with an id in the place of each parameter.
fn fill(path: &str) -> String {
    let ids = [
        ("{api_key_id}", "key_01h455vb4pex5vsknk084sn02q"),
        ("{audit_stream_id}", "stream_01h455vb4pex5vsknk084sn02q"),
        ("{membership_id}", "mem_01h455vb4pex5vsknk084sn02q"),
        ("{invitation_id}", "inv_01h455vb4pex5vsknk084sn02q"),
        ("{case_id}", "case_01h455vb4pex5vsknk084sn02q"),
        ("{form_id}", "form_01h455vb4pex5vsknk084sn02q"),
        ("{submission_id}", "sub_01h455vb4pex5vsknk084sn02q"),
        ("{document_id}", "doc_01h455vb4pex5vsknk084sn02q"),
        ("{version_id}", "docv_01h455vb4pex5vsknk084sn02q"),
        ("{token}", "unknown"),
    ];
    ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, id))
}

fn seed() -> Value {
    let user = |key: &str, brand: &str, name: &str| json!({ "key": key, "brand": brand, "name": name, "email": format!("{key}@{brand}.example") });
    json!({
        "brands": [
            { "key": "acme", "name": "Acme", "allowed_origins": ["https://app.acme.example"] },
            { "key": "other", "name": "Other", "allowed_origins": ["https://other.example"] },
            { "key": "partner", "name": "Partner", "parent": "acme" },
        ],
        "users": [
            user("olga", "acme", "Olga Owner"), user("ada", "acme", "Ada Admin"), user("max", "acme", "Max Member"),
            user("vera", "acme", "Vera Viewer"), user("sam", "acme", "Sam South"), user("eve", "other", "Eve Else"),
            user("pia", "partner", "Pia Partner"),
        ],
        "organizations": [
            {
                "key": "northwind", "brand": "acme", "name": "Northwind",
                "memberships": [
                    { "user": "olga", "role": "owner" }, { "user": "ada", "role": "admin" },
                    { "user": "max", "role": "member" }, { "user": "vera", "role": "viewer" },
                ],
                "invitations": [{ "email": "new@acme.example", "role": "member", "invited_by": "olga" }],
            },
            { "key": "southwind", "brand": "acme", "name": "Southwind", "memberships": [{ "user": "sam", "role": "owner" }] },
            { "key": "resold", "brand": "partner", "name": "Resold", "memberships": [{ "user": "pia", "role": "owner" }] },
            { "key": "elsewhere", "brand": "other", "name": "Elsewhere", "memberships": [{ "user": "eve", "role": "owner" }] },
        ],
    })
}
