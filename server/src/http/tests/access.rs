//! Who may use which route.

use std::path::Path;

use axum::http::StatusCode;
use loggia_types::{Permission, Role};
use serde_json::json;

use super::{Server, fill};
use crate::domain::api_keys::{self, NewApiKey};

/// What every route asks of its caller. A route that is missing here, or asks for something else, fails the test.
const ROUTES: &[(&str, &str, &str)] = &[
    ("delete", "/v1/api-keys/{api_key_id}", "api_keys:manage"),
    ("delete", "/v1/audit-streams/{audit_stream_id}", "audit:manage"),
    ("delete", "/v1/documents/{document_id}", "documents:delete"),
    ("delete", "/v1/domains/{domain_id}", "sso:manage"),
    ("delete", "/v1/drafts/{draft_id}", "submissions:create"),
    ("delete", "/v1/invitations/{invitation_id}", "members:invite"),
    ("delete", "/v1/members/{membership_id}", "members:read"), // to leave; the rest is the domain's
    ("delete", "/v1/roles/{role_id}", "members:manage"),
    ("delete", "/v1/session", "session"),
    ("delete", "/v1/sso-connections/{sso_connection_id}", "sso:manage"),
    ("get", "/.well-known/oauth-authorization-server", "public"),
    ("get", "/healthz", "public"),
    ("get", "/openapi.json", "public"),
    ("get", "/readyz", "public"),
    ("get", "/v1/api-keys", "api_keys:read"),
    ("get", "/v1/api-keys/{api_key_id}", "api_keys:read"),
    ("get", "/v1/api-keys/{api_key_id}/usage", "api_keys:read"),
    ("get", "/v1/audit-events", "audit:read"),
    ("get", "/v1/audit-events/export", "audit:read"),
    ("get", "/v1/audit-retention", "audit:read"),
    ("get", "/v1/audit-streams", "audit:manage"),
    ("get", "/v1/audit-streams/{audit_stream_id}", "audit:manage"),
    ("get", "/v1/cases", "cases:read"),
    ("get", "/v1/cases/{case_id}", "cases:read"),
    ("get", "/v1/cases/{case_id}/attributes", "cases:manage"),
    ("get", "/v1/cases/{case_id}/timeline", "cases:read"),
    ("get", "/v1/document-folders", "documents:read"),
    ("get", "/v1/documents", "documents:read"),
    ("get", "/v1/documents/{document_id}", "documents:read"),
    ("get", "/v1/documents/{document_id}/attributes", "cases:manage"),
    ("get", "/v1/documents/{document_id}/content", "documents:read"),
    ("get", "/v1/documents/{document_id}/versions", "documents:read"),
    ("get", "/v1/documents/{document_id}/versions/{version_id}/content", "documents:read"),
    ("get", "/v1/domains", "sso:manage"),
    ("get", "/v1/downloads/{token}", "token"),
    ("get", "/v1/drafts", "submissions:create"),
    ("get", "/v1/drafts/{draft_id}", "submissions:create"),
    ("get", "/v1/events", "session"),
    ("get", "/v1/forms", "forms:read"),
    ("get", "/v1/forms/{form_id}", "forms:read"),
    ("get", "/v1/invitations", "members:read"),
    ("get", "/v1/members", "members:read"),
    ("get", "/v1/members/{membership_id}/access", "members:manage"),
    ("get", "/v1/organizations", "organizations:read"),
    ("get", "/v1/roles", "members:read"),
    ("get", "/v1/roles/{role_id}", "members:manage"),
    ("get", "/v1/session", "session"),
    ("get", "/v1/sso-connections", "sso:manage"),
    ("get", "/v1/sso-connections/{sso_connection_id}", "sso:manage"),
    ("get", "/v1/sso-policy", "sso:manage"),
    ("get", "/v1/submissions/{submission_id}", "submissions:read"),
    ("patch", "/v1/api-keys/{api_key_id}", "api_keys:manage"),
    ("patch", "/v1/audit-streams/{audit_stream_id}", "audit:manage"),
    ("patch", "/v1/cases/{case_id}", "cases:manage"),
    ("patch", "/v1/documents/{document_id}", "documents:upload"),
    ("patch", "/v1/members/{membership_id}", "members:manage"),
    ("patch", "/v1/roles/{role_id}", "members:manage"),
    ("patch", "/v1/sso-connections/{sso_connection_id}", "sso:manage"),
    ("post", "/oauth/revoke", "public"),
    ("post", "/oauth/token", "public"),
    ("post", "/ofrep/v1/evaluate/flags", "credential"),
    ("post", "/ofrep/v1/evaluate/flags/{key}", "credential"),
    ("post", "/v1/api-keys", "api_keys:manage"),
    ("post", "/v1/api-keys/{api_key_id}/rotate", "api_keys:manage"),
    ("post", "/v1/audit-streams", "audit:manage"),
    ("post", "/v1/audit-streams/{audit_stream_id}/rotate", "audit:manage"),
    ("post", "/v1/audit-streams/{audit_stream_id}/test", "audit:manage"),
    ("post", "/v1/cases/{case_id}/replies", "cases:reply"),
    ("post", "/v1/documents", "documents:upload"),
    ("post", "/v1/documents/{document_id}/download-links", "documents:read"),
    ("post", "/v1/domains", "sso:manage"),
    ("post", "/v1/domains/{domain_id}/check", "sso:manage"),
    ("post", "/v1/drafts", "submissions:create"),
    ("post", "/v1/drafts/{draft_id}/hand-over", "submissions:create"),
    ("post", "/v1/embed-sessions", "embed_sessions:create"),
    ("post", "/v1/invitations", "members:invite"),
    ("post", "/v1/roles", "members:manage"),
    ("post", "/v1/sso-connections", "sso:manage"),
    ("post", "/v1/sso-connections/{sso_connection_id}/test", "sso:manage"),
    ("post", "/v1/submissions", "submissions:create"),
    ("put", "/v1/audit-retention", "audit:manage"),
    ("put", "/v1/cases/{case_id}/attributes", "cases:manage"),
    ("put", "/v1/cases/{case_id}/read", "cases:read"),
    ("put", "/v1/documents/{document_id}/attributes", "cases:manage"),
    ("put", "/v1/drafts/{draft_id}", "submissions:create"),
    ("put", "/v1/sso-policy", "sso:manage"),
];

#[tokio::test]
async fn every_route_is_classified() {
    let server = Server::start().await;
    let mut found = server.operations();
    found.sort();
    let expected: Vec<_> =
        ROUTES.iter().map(|(method, path, access)| ((*method).into(), (*path).into(), (*access).into())).collect();
    assert_eq!(found, expected);
}

/// Where a handler could be mounted without saying what it asks of its caller, and the files that may do it.
const WAYS_PAST: &[(&str, &[&str])] = &[
    ("Router::new", &[]),
    ("Router::default", &[]),
    ("OpenApiRouter", &["http/mod.rs"]),
    ("UtoipaMethodRouter<", &["http/route.rs"]),
    ("MethodRouter::new", &[]),
    (".route(", &[]),
    (".route_service(", &[]),
    (".routes(", &["http/mod.rs"]),
    (".nest(", &[]),
    (".nest_service(", &[]),
    (".merge(", &["http/openapi.rs"]), // of extensions of the description
    (".fallback(", &["http/mod.rs"]),
    (".fallback_service(", &[]),
];

#[test]
fn no_handler_is_mounted_past_its_classification() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            // What tests mount is served to nobody.
            if !name.ends_with(".rs") || name.ends_with("tests.rs") || name.contains("tests/") {
                continue;
            }
            read += 1;
            let text = std::fs::read_to_string(&entry).unwrap();
            let served = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            for (way, may) in WAYS_PAST {
                assert!(!served.contains(way) || may.contains(&name.as_str()), "{name} uses {way}");
            }
        }
    }
    assert!(read > 50, "{read}");
    // The one place that mounts takes nothing but routes, each behind its guard.
    let mounts = std::fs::read_to_string(root.join("http/mod.rs")).unwrap();
    assert_eq!(mounts.matches(".routes(").count(), 2);
    assert!(mounts.contains("all.routes(route.guarded(app))") && mounts.contains("all.routes(route.described())"));
}

#[tokio::test]
async fn without_a_good_credential_every_route_gives_the_same_answer() {
    let server = Server::start().await;
    let signed_out = server.sign_in("Northwind", "olga@acme.example").await;
    let ended = server.call("DELETE", "/v1/session").bearer(&signed_out).send().await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    let mut bodies = Vec::new();
    for (method, path, access) in server.operations() {
        if access == "public" || access == "token" {
            continue;
        }
        for secret in [None, Some("sk_wrong"), Some("es_secret_wrong"), Some(signed_out.as_str())] {
            let mut call = server.call(&method.to_uppercase(), &fill(&path));
            if let Some(secret) = secret {
                call = call.bearer(secret);
            }
            let mut answer = call.send().await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path} {secret:?}");
            assert_eq!(answer.headers["www-authenticate"], "Bearer");
            answer.body["request_id"] = json!(null);
            bodies.push(answer.body);
        }
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1);
}

#[tokio::test]
async fn a_role_without_the_permission_is_refused_and_the_attempt_to_change_is_noted() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let mut noted = 0;
    for (role, email) in
        [(Role::Admin, "ada@acme.example"), (Role::Member, "max@acme.example"), (Role::Viewer, "vera@acme.example")]
    {
        let secret = server.sign_in("Northwind", email).await;
        for (method, path, access) in server.operations() {
            let Ok(permission) = access.parse::<Permission>() else { continue };
            if role.permits(permission) {
                continue;
            }
            let answer = server.call(&method.to_uppercase(), &fill(&path)).bearer(&secret).send().await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {method} {path}");
            assert_eq!(answer.code(), "permission_denied");
            noted += usize::from(method != "get" || permission == Permission::AuditRead);
        }
    }
    assert!(noted > 10);
    let mut denied = 0;
    let mut next = String::new();
    loop {
        let page = server.get(&format!("/v1/audit-events?limit=100{next}")).bearer(&owner).send().await;
        denied += page.items().iter().filter(|event| event["outcome"] == "denied").count();
        match page.body["next_cursor"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(denied, noted);
}

#[tokio::test]
async fn a_feature_that_is_off_is_refused_with_what_depends_on_it() {
    let server = Server::start().await;
    let only = |features: &[&str]| json!({ "features": features });
    let secret = server.sign_in_with("Northwind", "olga@acme.example", only(&["members", "status.reply"])).await;
    let session = server.get("/v1/session").bearer(&secret).send().await.body;
    assert_eq!(session["features"], json!(["members"]));
    assert_eq!(session["permissions"], json!(["members:read"]));
    assert_eq!(server.get("/v1/members").bearer(&secret).send().await.status, StatusCode::OK);
    let invite = server.call("POST", "/v1/invitations").bearer(&secret).json(&json!({})).send().await;
    assert_eq!(invite.code(), "feature_disabled");
    assert_eq!(server.get("/v1/audit-events").bearer(&secret).send().await.code(), "feature_disabled");
}

#[tokio::test]
async fn an_api_key_acts_for_organizations_of_its_brand_only() {
    let server = Server::start().await;
    let (key, north) = (&server.api_keys["acme"], &server.organizations["Northwind"]);
    let list = async |organization: Option<&str>| {
        let mut call = server.get("/v1/members").bearer(key);
        if let Some(organization) = organization {
            call = call.header("portal-organization", organization);
        }
        call.send().await
    };
    assert_eq!(list(Some(north)).await.status, StatusCode::OK);
    assert_eq!(list(Some(&server.organizations["Elsewhere"])).await.status, StatusCode::NOT_FOUND);
    assert_eq!(list(Some("org_01h455vb4pex5vsknk084sn02q")).await.status, StatusCode::NOT_FOUND);
    for missing in [list(None).await, list(Some("northwind")).await] {
        assert_eq!(missing.status, StatusCode::BAD_REQUEST);
        assert_eq!(missing.body["errors"][0]["pointer"], "portal-organization");
    }
    let session = server.get("/v1/session").bearer(key).header("portal-organization", north).send().await;
    assert_eq!(session.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_a_key_does_for_its_brand_does_not_depend_on_the_organization_it_names() {
    let server = Server::start().await;
    let (key, resold) = (&server.api_keys["acme"], &server.organizations["Resold"]);
    let listed = server.get("/v1/organizations").bearer(key).header("portal-organization", resold).send().await;
    let mut names: Vec<_> = listed.items().iter().map(|item| item["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Northwind", "Resold", "Southwind"]);
    let wanted =
        json!({ "organization_id": server.organizations["Northwind"], "user": { "email": "olga@acme.example" } });
    let call = server.call("POST", "/v1/embed-sessions").bearer(key).header("portal-organization", resold);
    assert_eq!(call.json(&wanted).send().await.status, StatusCode::CREATED);
    let other = server.get("/v1/organizations").bearer(&server.api_keys["other"]);
    assert_eq!(other.header("portal-organization", resold).send().await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_key_without_the_scope_learns_that_before_anything_else() {
    let server = Server::start().await;
    let scopes = vec![Permission::CasesRead];
    let narrow =
        NewApiKey { brand: "acme".to_owned(), name: "Narrow".to_owned(), scopes, networks: Vec::new(), good_for: None };
    let (_, key) = api_keys::issue(server.app.store(), narrow).await.unwrap();
    for (path, code) in [("/v1/members", "permission_denied"), ("/v1/cases", "malformed_request")] {
        assert_eq!(server.get(path).bearer(&key).send().await.code(), code, "{path}");
    }
}

#[tokio::test]
async fn a_page_may_send_every_header_that_the_description_names() {
    let server = Server::start().await;
    let preflight = server
        .call("OPTIONS", "/v1/members")
        .header("origin", "https://app.acme.example")
        .header("access-control-request-method", "GET")
        .send()
        .await;
    let allowed = preflight.headers["access-control-allow-headers"].to_str().unwrap().to_owned();
    let mut named = 0;
    for (method, path, _) in server.operations() {
        let parameters = server.document["paths"][&path][&method]["parameters"].as_array();
        for parameter in parameters.into_iter().flatten().filter(|parameter| parameter["in"] == "header") {
            let name = parameter["name"].as_str().unwrap().to_lowercase();
            assert!(allowed.split(',').any(|header| header.trim() == name), "{name} of {method} {path} in {allowed}");
            named += 1;
        }
    }
    assert!(named > 20, "only {named}");
}

#[tokio::test]
async fn only_pages_of_the_brand_may_use_its_credentials() {
    let server = Server::start().await;
    let secret = server.sign_in("Northwind", "olga@acme.example").await;
    let from = async |origin: &str| server.get("/v1/session").bearer(&secret).header("origin", origin).send().await;
    let good = from("https://app.acme.example").await;
    assert_eq!(good.status, StatusCode::OK);
    assert_eq!(good.headers["access-control-allow-origin"], "https://app.acme.example");
    for origin in ["https://other.example", "https://evil.example", "null", "https://app.acme.example.evil.example"] {
        assert_eq!(from(origin).await.code(), "origin_not_allowed", "{origin}");
    }
    let preflight = async |origin: &str| {
        server
            .call("OPTIONS", "/v1/members")
            .header("origin", origin)
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "authorization,if-match")
            .send()
            .await
            .headers
    };
    let allowed = preflight("https://other.example").await;
    assert_eq!(allowed["access-control-allow-origin"], "https://other.example");
    assert!(allowed["access-control-allow-headers"].to_str().unwrap().contains("if-match"));
    assert!(preflight("https://evil.example").await.get("access-control-allow-origin").is_none());
}
