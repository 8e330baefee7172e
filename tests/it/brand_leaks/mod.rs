//! White label: nothing that a customer of a brand receives shows another brand, or the product that runs behind both. Tried
//! with a partner's brand that sets nothing of its own, below a vendor's that sets everything; and with the vendor's.

mod search;
mod surfaces;

use std::time::Duration;

use loggia_client::types::Permission;
use loggia_server::{
    Settings,
    domain::{
        brands::{self, ImageKind, Property, mail_templates},
        oauth::clients::{self, NewOAuthClient},
    },
    limits::Clock,
    mail::CustomWords,
};
use loggia_tests::{Portal, Visitor, receiver::Receiver, smtp::MailServer, unlimited};
use tempfile::TempDir;

use self::search::Search;
use crate::tenancy::{callers::Callers, things::Things};

/// A portal, and where its mails and webhooks go.
pub(crate) struct Stage {
    pub(crate) portal: Portal,
    pub(crate) post: MailServer,
    pub(crate) webhooks: Receiver,
    _folder: TempDir,
}

impl Stage {
    /// Acme has set all that there is to set, and Crest, its partner, nothing.
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let certificate = folder.path().join("ca.pem");
        let post = MailServer::start(&certificate).await.unwrap();
        let settings = Settings {
            smtp_url: Some(post.url().into()),
            smtp_ca_file: Some(certificate),
            // The server is the vendor's.
            mail_from: Some("portal@mail.acme.example".to_owned()),
            public_url: Some("https://portal.acme.example".to_owned()),
            mail_quota: Some(0),
            outgoing_allowed_networks: Some(vec!["127.0.0.0/8".parse().unwrap()]),
            ..unlimited()
        };
        let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
        let app = portal.app();
        for (property, value) in [
            (Property::LegalName, "Acme Holdings GmbH"),
            (Property::SupportUrl, "https://help.acme.example/"),
            (Property::ImprintUrl, "https://www.acme.example/imprint"),
            (Property::PrivacyUrl, "https://www.acme.example/privacy"),
            (Property::TermsUrl, "https://www.acme.example/terms"),
            (Property::SenderName, "The Acme people"),
            (Property::SenderAddress, "post@acme.example"),
            (Property::ReplyTo, "desk@acme.example"),
            (Property::MailFooter, "Acme Holdings\nVendor Way 1"),
        ] {
            brands::set(app, "acme", property, Some(value)).await.unwrap();
        }
        let logo = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Acme</title></svg>".to_vec();
        for kind in [ImageKind::Logo, ImageKind::Favicon] {
            brands::set_image(app, "acme", kind, Some(logo.clone())).await.unwrap();
        }
        let words = CustomWords { subject: "Acme writes".to_owned(), body: "With love from Acme".to_owned() };
        mail_templates::set(app, "acme", "wrong_codes", "en", Some(words)).await.unwrap();
        for brand in ["acme", "crest"] {
            let new = NewOAuthClient {
                brand: brand.to_owned(),
                name: "Case list".to_owned(),
                redirect_uris: vec!["http://127.0.0.1/callback".to_owned()],
                scopes: [Permission::CasesRead].into(),
            };
            clients::register(portal.store(), new).await.unwrap();
        }
        Self { portal, post, webhooks: Receiver::start().await.unwrap(), _folder: folder }
    }
}

#[tokio::test]
async fn nothing_that_a_customer_receives_shows_another_brand_or_the_product() {
    let stage = Stage::start().await;
    surfaces::vendor_at_work(&stage).await;
    let callers = Callers::sign_in(&stage.portal).await;
    let mut things = Things::collect(&stage.portal).await;
    let mut verdicts = Vec::new();
    for who in &surfaces::CUSTOMERS {
        let mut search = Search::of_others(&stage.portal, Some(who.brand)).await;
        surfaces::api(&stage, who, (&callers, &mut things), &mut search).await;
        surfaces::pages(&stage, who, &mut search).await;
        surfaces::signing_in(&stage, who, &mut search).await;
        surfaces::exports(&stage, who, &mut search).await;
        surfaces::webhooks(&stage, who, &mut search).await;
        surfaces::mails(&stage, who, &mut search).await;
        verdicts.push(search.verdict(who.brand));
    }
    let leaks: Vec<String> = verdicts.into_iter().filter_map(Result::err).collect();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

/// The search itself is tried with a leak that gets into the product's own way: a word of the vendor's in what a partner shows.
#[tokio::test]
async fn a_leak_that_is_planted_is_found() {
    let stage = Stage::start().await;
    let (portal, crest) = (&stage.portal, &surfaces::CUSTOMERS[0]);
    let look = async || {
        let mut search = Search::of_others(portal, Some("crest")).await;
        surfaces::pages(&stage, crest, &mut search).await;
        search.verdict("crest")
    };
    look().await.unwrap();
    for (property, planted) in [
        (Property::SupportEmail, "help@acme.example"),
        (Property::LegalName, "Crest, powered by Loggia"),
        (Property::PrivacyUrl, "https://www.acme.example/privacy"),
    ] {
        brands::set(portal.app(), "crest", property, Some(planted)).await.unwrap();
        let found = look().await.unwrap_err();
        assert!(found.contains("page: ") && found.contains("portal.crest.example"), "{property}: {found}");
        brands::set(portal.app(), "crest", property, None).await.unwrap();
    }
    let words = CustomWords { subject: "Welcome".to_owned(), body: "An ACME service".to_owned() };
    mail_templates::set(portal.app(), "crest", "wrong_codes", "en", Some(words)).await.unwrap();
    let mut search = Search::of_others(portal, Some("crest")).await;
    surfaces::mails(&stage, crest, &mut search).await;
    assert!(search.verdict("crest").unwrap_err().contains("mail: wrong_codes"));
}

#[tokio::test]
async fn a_host_that_is_nobodys_shows_nobody() {
    let stage = Stage::start().await;
    let mut search = Search::of_others(&stage.portal, None).await;
    for (method, path, _) in loggia_server::http::pages() {
        let mut visitor = Visitor::at(&stage.portal, "strange.example");
        let path = path.replace(['{', '}', '*'], "");
        let answer = if method == "GET" { visitor.get(&path).await } else { visitor.post(&path, &[]).await };
        let answer = answer.unwrap();
        let is_asset = path.starts_with("/portal/");
        assert!(answer.status != 200 || is_asset, "{method} {path}: {}", answer.text());
        search.answer("page", &format!("{method} {path}"), &answer);
    }
    for path in ["/.well-known/oauth-authorization-server", "/openapi.json", "/v1/session", "/nothing"] {
        let answer = stage.portal.wire.get(path).header("host", "strange.example").send().await.unwrap();
        search.answer("api", path, &answer);
    }
    search.verdict("a strange host").unwrap();
}

/// Waits for what comes by itself.
pub(crate) async fn eventually(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{what} did not come");
}
