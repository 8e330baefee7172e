//! The pages as such: whose they are, what they may load, and how large they are.

use loggia_server::{Settings, limits::Clock};
use loggia_tests::{Portal, Visitor, fixture, unlimited};

use super::{PASSWORD, olga, portal, with_passwords};

#[tokio::test]
async fn a_page_loads_what_is_its_own_and_is_small() {
    let portal = portal().await;
    let mut visitor = Visitor::new(&portal);
    let page = visitor.get("/sign-in").await.unwrap();
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
    assert_eq!((page.header("cache-control"), page.header("x-frame-options")), ("no-store", "DENY"));
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text().replace("&#x2f;", "/");
    let (mut total, mut loaded) = (page.body.len(), 0);
    for part in text.split('"').filter(|part| part.starts_with("/portal/")) {
        let asset = visitor.get(part).await.unwrap();
        assert_eq!(asset.status, 200, "{part}");
        assert!(asset.header("cache-control").contains("immutable"), "{part}");
        total += asset.body.len();
        loaded += 1;
    }
    assert_eq!(loaded, 3, "two style sheets and the script for passkeys: {text}");
    println!("sign-in page with what it loads, uncompressed: {total} bytes");
    assert!(total < 30_000 && !text.contains("<script>"), "{total}");
    assert!(text.contains("help@acme.example") && !text.to_lowercase().contains("loggia"));
    let german = visitor.ask("GET", "/sign-in").header("accept-language", "de-AT, en;q=0.5").send().await.unwrap();
    assert!(german.text().contains("<html lang=\"de\">") && german.text().contains("Anmelden"));
}

#[tokio::test]
async fn a_host_shows_its_brands_portal_and_a_strange_one_nobodys() {
    let portal = portal().await;
    for (host, brand) in
        [("portal.bright.example", "Bright"), ("PORTAL.crest.example:8443", "Crest"), ("127.0.0.1", "Acme")]
    {
        let page = Visitor::at(&portal, host).get("/sign-in").await.unwrap().text();
        assert!(page.contains(&format!("Sign in · {brand}")), "{host}: {page}");
    }
    for path in ["/sign-in", "/account", "/nothing"] {
        let page = Visitor::at(&portal, "strange.example").get(path).await.unwrap();
        let text = page.text();
        assert!(page.status == 404 || page.header("location").starts_with("/sign-in"), "{path}: {}", page.status);
        assert!(!["Acme", "Bright", "Crest"].iter().any(|brand| text.contains(brand)), "{path}: {text}");
    }
    let missing = Visitor::new(&portal).get("/nothing").await.unwrap();
    assert!(missing.status == 404 && missing.text().contains("There is nothing here"), "{}", missing.text());
    let problem = portal.wire.get("/nothing").send().await.unwrap();
    assert_eq!(problem.code(), "not_found", "what is no browser gets a problem");
}

#[tokio::test]
async fn an_organizations_pages_show_the_widgets_with_the_cookie() {
    let bundle = tempfile::tempdir().unwrap();
    std::fs::write(bundle.path().join("portal.js"), "export {}").unwrap();
    std::fs::write(bundle.path().join("portal-123.js"), "export {}").unwrap();
    std::fs::write(bundle.path().join("portal.d.ts"), "export {}").unwrap();
    let settings = Settings { widgets_dir: Some(bundle.path().to_owned()), ..unlimited() };
    let portal = with_passwords(Portal::start_with(settings, &Clock::passing()).await.unwrap()).await;
    let mut visitor = Visitor::new(&portal);
    visitor.sign_in(&olga(), PASSWORD).await.unwrap();
    let northwind = fixture::northwind();
    let home = visitor.get("/").await.unwrap();
    assert_eq!(home.header("location"), format!("/o/{northwind}"), "there is one organization only");
    assert!(visitor.get("/?choose").await.unwrap().text().contains("Northwind NWQXMARK Traders"));
    let page = visitor.get(&format!("/o/{northwind}/documents")).await.unwrap().text();
    assert!(
        page.contains("<portal-documents data-widget>") && page.contains("aria-current=\"page\">Documents"),
        "{page}"
    );
    let csrf = page.split("data-csrf=\"").nth(1).unwrap().split('"').next().unwrap();
    let asking = visitor.ask("GET", "/v1/session").bearer(&format!("csrf_{csrf}.{northwind}"));
    let session = asking.header("sec-fetch-site", "same-origin").send().await.unwrap();
    assert_eq!(session.json()["user"]["email"], olga().as_str(), "what the page gives its widgets is good");
    for (path, status) in [
        ("/portal/widgets/portal.js".to_owned(), 200),
        ("/portal/widgets/portal-123.js".to_owned(), 200),
        ("/portal/widgets/gone.js".to_owned(), 404),
        ("/portal/widgets/portal.d.ts".to_owned(), 404),
        ("/portal/widgets/..%2foutside.js".to_owned(), 404),
        ("/portal/widgets/%2e%2e/outside.js".to_owned(), 404),
        (format!("/o/{northwind}/nothing"), 404),
        (format!("/o/{}/status", fixture::harbor()), 404),
        ("/o/org_1/status".to_owned(), 404),
    ] {
        assert_eq!(visitor.get(&path).await.unwrap().status, status, "{path}");
    }
}
