//! Pages: which origins may use the portal, and what they may read.

use loggia_tests::{ORIGIN, Portal};

#[tokio::test]
async fn an_allowed_origin_may_ask_and_read() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let preflight = portal
        .wire
        .ask("OPTIONS", "/v1/cases")
        .header("origin", ORIGIN)
        .header("access-control-request-method", "PATCH")
        .header("access-control-request-headers", "authorization,if-match,idempotency-key,content-digest,last-event-id")
        .send()
        .await
        .unwrap();
    assert_eq!(preflight.status / 100, 2);
    assert_eq!(preflight.header("access-control-allow-origin"), ORIGIN);
    let allowed = preflight.header("access-control-allow-headers").to_lowercase();
    for header in [
        "authorization",
        "content-type",
        "content-digest",
        "if-match",
        "idempotency-key",
        "last-event-id",
        "portal-organization",
    ] {
        assert!(allowed.contains(header), "{header} in {allowed}");
    }
    let methods = preflight.header("access-control-allow-methods").to_uppercase();
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        assert!(methods.contains(method), "{method} in {methods}");
    }
    assert_ne!(preflight.header("access-control-allow-credentials"), "true", "no cookies are involved");

    let answer = portal.wire.get("/v1/session").bearer(&mia.secret).header("origin", ORIGIN).send().await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
    let vary: Vec<_> = answer.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(vary.join(",").to_lowercase().contains("origin"), "{vary:?}");
    let exposed = answer.header("access-control-expose-headers").to_lowercase();
    for header in ["etag", "request-id", "content-disposition", "retry-after"] {
        assert!(exposed.contains(header), "{header} in {exposed}");
    }
}

#[tokio::test]
async fn a_page_can_read_why_it_was_refused() {
    let portal = Portal::start().await.unwrap();
    let answer = portal.wire.get("/v1/session").header("origin", ORIGIN).send().await.unwrap();
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("access-control-allow-origin"), ORIGIN);
}

#[tokio::test]
async fn other_origins_may_not() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    // The second is another brand's: allowed to ask, but not with this brand's credential.
    for origin in
        ["https://evil.example", "https://app.bright.example", "null", "https://app.acme.example.evil.example"]
    {
        let answer = portal.wire.get("/v1/session").bearer(&mia.secret).header("origin", origin).send().await.unwrap();
        assert_eq!((answer.status, answer.code().as_str()), (403, "origin_not_allowed"), "{origin}");
    }
    for origin in ["https://evil.example", "null"] {
        let ask = portal.wire.ask("OPTIONS", "/v1/cases").header("origin", origin);
        let preflight = ask.header("access-control-request-method", "GET").send().await.unwrap();
        assert_ne!(preflight.header("access-control-allow-origin"), origin);
        assert_ne!(preflight.header("access-control-allow-origin"), "*");
    }
}
