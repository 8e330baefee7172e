//! What does not depend on a resource: bodies, methods, panics, headers.

use axum::{Router, extract::ConnectInfo, http::StatusCode, routing::get};
use loggia_types::embed::ORGANIZATION_HEADER;
use serde_json::json;
use tower::ServiceExt;

use super::{super::layers, Server};
use crate::Settings;

#[tokio::test]
async fn a_body_that_does_not_fit_is_refused_by_name() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let send = async |media_type: &str, body: String| {
        let call = server.call("POST", "/v1/invitations").bearer(&owner).header("content-type", media_type);
        call.body(body).send().await
    };
    let json_type = "application/json";
    for (body, status, pointer) in [
        ("{", 400, None),
        ("", 400, None),
        ("{} {}", 422, Some("/email")),
        ("[]", 422, Some("")),
        (r#"{"email": 1, "role": "viewer"}"#, 422, Some("/email")),
        (r#"{"email": "a@b.example"}"#, 422, Some("/role")),
        (r#"{"email": "a@b.example", "role": "king"}"#, 422, Some("/role")),
        (r#"{"email": "a@b.example", "role": "viewer", "a/b": 1}"#, 422, Some("/a~1b")),
        (r#"{"email": "a\u0000@b.example", "role": "viewer"}"#, 422, Some("/email")),
    ] {
        let answer = send(json_type, body.to_owned()).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {answer:?}");
        if let Some(pointer) = pointer {
            assert_eq!(answer.body["errors"][0]["pointer"], pointer, "{body}");
        }
    }
    let text = send("text/plain", r#"{"email": "a@b.example", "role": "viewer"}"#.to_owned()).await;
    assert_eq!(text.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let large = format!(r#"{{"email": "{}", "role": "viewer"}}"#, "a".repeat(server.app.config().max_json_bytes));
    assert_eq!(send(json_type, large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(send(json_type, deep).await.status.is_client_error());
}

#[tokio::test]
async fn an_unknown_address_or_method_is_a_problem_too() {
    let server = Server::start().await;
    assert_eq!(server.get("/nowhere").send().await.code(), "not_found");
    let wrong = server.call("PUT", "/v1/members").send().await;
    assert_eq!(wrong.code(), "method_not_allowed");
    assert!(wrong.headers["allow"].to_str().unwrap().contains("GET"));
}

#[tokio::test]
async fn the_server_tells_whether_it_lives_and_can_work() {
    use diesel::{Connection, connection::SimpleConnection, sqlite::SqliteConnection};

    let (stopping, broken) = (Server::start().await, Server::start().await);
    for server in [&stopping, &broken] {
        assert_eq!(server.get("/healthz").send().await.status, StatusCode::NO_CONTENT);
        assert_eq!(server.get("/readyz").send().await.status, StatusCode::NO_CONTENT);
    }
    stopping.app.shutdown().cancel();
    let file = broken.app.config().data_dir.join("portal.db");
    let mut database = SqliteConnection::establish(&file.display().to_string()).unwrap();
    database.batch_execute("DROP TABLE __diesel_schema_migrations").unwrap();
    for server in [&stopping, &broken] {
        assert_eq!(server.get("/healthz").send().await.status, StatusCode::NO_CONTENT);
        assert_eq!(server.get("/readyz").send().await.status, StatusCode::SERVICE_UNAVAILABLE);
    }
}

#[tokio::test]
async fn the_description_is_openapi_3_1_and_every_problem_is_described() {
    let server = Server::start().await;
    let document = server.get("/openapi.json").send().await.body;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for (method, path, access) in server.operations() {
        let operation = &document["paths"][&path][&method];
        assert!(operation["operationId"].is_string(), "{method} {path}");
        if access != "public" && access != "token" {
            assert!(operation["responses"].get("401").is_some() && operation["security"].is_array(), "{method} {path}");
        }
        assert!(
            method == "get" || operation["responses"].get("409").is_some(),
            "{method} {path}: two at the same time"
        );
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let acts_for = parameters.iter().any(|parameter| parameter["name"] == ORGANIZATION_HEADER);
        let in_organization =
            access.contains(':') && !["organizations:read", "embed_sessions:create"].contains(&&*access);
        assert_eq!(acts_for, in_organization, "{method} {path}");
        let counted = path != "/healthz" && path != "/readyz";
        assert_eq!(operation["responses"].get("429").is_some(), counted, "{method} {path}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let described = |name: &str| response["headers"].get(name).is_some();
            let stands = counted && (status.starts_with('2') || status == "429");
            assert_eq!(
                (described("RateLimit"), described("RateLimit-Policy")),
                (stands, stands),
                "{method} {path} {status}"
            );
            assert_eq!(described("Retry-After"), status == "429", "{method} {path} {status}");
            if status.starts_with('4') || status.starts_with('5') {
                // What a program of OAuth sent wrongly is told in OAuth's own form (RFC 6749, section 5.2).
                let is_oauths =
                    ["/oauth/token", "/oauth/revoke"].contains(&&*path) && ["400", "401"].contains(&&**status);
                let (media_type, schema) = if is_oauths {
                    ("application/json", "OAuthError")
                } else {
                    ("application/problem+json", "Problem")
                };
                let found = &response["content"][media_type]["schema"]["$ref"];
                assert_eq!(*found, format!("#/components/schemas/{schema}"), "{method} {path} {status}");
            }
        }
    }
}

#[tokio::test]
async fn every_answer_has_a_request_id_and_security_headers() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    for answer in [server.get("/v1/session").bearer(&owner).send().await, server.get("/v1/session").send().await] {
        assert!(answer.headers["request-id"].to_str().unwrap().starts_with("req_"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["cache-control"], "no-store");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        for directive in ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.split("; ").any(|part| part == directive), "{policy}");
        }
        let all = format!("{:?}{}", answer.headers, answer.body).to_lowercase();
        assert!(!all.contains("loggia"), "{all}");
    }
}

#[tokio::test]
async fn a_panic_is_a_problem_that_says_nothing_of_its_cause() {
    let server = Server::start().await;
    let panics = get(async || -> StatusCode { panic!("the secret is 42") });
    let router = layers::around(Router::new().route("/panic", panics), &server.app);
    let server = Server { router, ..server };
    let answer = server.get("/panic").send().await;
    assert_eq!((answer.status, answer.code()), (StatusCode::INTERNAL_SERVER_ERROR, "internal"));
    assert!(!answer.body.to_string().contains("42"));
}

#[tokio::test]
async fn long_json_is_compressed_when_the_caller_can_read_it() {
    let server = Server::start().await;
    let request = axum::http::Request::get("/openapi.json").header("accept-encoding", "br");
    let response = server.router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "br");
    assert_eq!(json!(response.status().as_u16()), 200);
}

#[tokio::test]
async fn the_address_in_the_log_is_the_one_that_the_proxy_saw() {
    for (trusted, expected) in [("198.51.100.200", json!("192.0.2.7")), ("10.0.0.0/8", json!("198.51.100.200"))] {
        let settings = Settings { trusted_proxies: Some(vec![trusted.parse().unwrap()]), ..Settings::default() };
        let server = Server::start_with(settings).await;
        let owner = server.sign_in("Northwind", "olga@acme.example").await;
        let mut call = server.call("DELETE", "/v1/session").bearer(&owner);
        // As a listener for both kinds of addresses sees one of IPv4.
        let peer: std::net::SocketAddr = "[::ffff:198.51.100.200]:4711".parse().unwrap();
        call.request = call.request.extension(ConnectInfo(peer));
        // The first line is the caller's own.
        let call = call.header("x-forwarded-for", "198.51.100.1").header("x-forwarded-for", "203.0.113.9, 192.0.2.7");
        assert_eq!(call.send().await.status, StatusCode::NO_CONTENT);
        let owner = server.sign_in("Northwind", "olga@acme.example").await;
        let ended = server.get("/v1/audit-events?action=session.ended").bearer(&owner).send().await;
        assert_eq!(ended.items()[0]["ip"], expected);
    }
}
