//! What a brand sets of itself, and where it shows: pages, pictures, host names, languages, mails.

use loggia_server::{
    Settings,
    domain::brands::{self, ImageKind, Property, hosts, mail_templates},
    limits::Clock,
    mail::{Content, CustomWords, Mail},
    store::mail_queue::WAITING,
};
use loggia_tests::{Portal, Visitor, process::ServerProcess, smtp::MailServer, unlimited, wire::Answer};
use tempfile::TempDir;

const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h8v8z\"/></svg>";

async fn page(portal: &Portal, host: &'static str, path: &str) -> Answer {
    Visitor::at(portal, host).get(path).await.unwrap()
}

/// The address of a picture on a page.
fn picture(page: &str, before: &str) -> String {
    let page = page.replace("&#x2f;", "/");
    page.split(before).nth(1).unwrap_or_else(|| panic!("{page}")).split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_brand_shows_its_own_identity_at_its_own_host() {
    let portal = Portal::start().await.unwrap();
    let app = portal.app();
    for (property, value) in [
        (Property::Name, "Crest Care"),
        (Property::LegalName, "Crest Care Ltd."),
        (Property::SupportEmail, "hello@crest.example"),
        (Property::ImprintUrl, "https://crest.example/imprint"),
        (Property::TermsUrl, "https://crest.example/terms"),
    ] {
        brands::set(app, "crest", property, Some(value)).await.unwrap();
    }
    brands::set_image(app, "crest", ImageKind::Logo, Some(SVG.to_vec())).await.unwrap();
    let shown = page(&portal, "portal.crest.example", "/sign-in").await.text().replace("&#x2f;", "/");
    for own in
        ["Sign in · Crest Care", "Crest Care Ltd.", "hello@crest.example", "\"https://crest.example/imprint\"", "Terms"]
    {
        assert!(shown.contains(own), "{own}: {shown}");
    }
    let (logo, icon) = (picture(&shown, "class=\"mark\" src=\""), picture(&shown, "rel=\"icon\" href=\""));
    assert_eq!(logo, icon, "without a favicon the logo stands for it");
    let answer = page(&portal, "portal.crest.example", &logo).await;
    assert_eq!((answer.status, answer.header("content-type"), answer.body.as_slice()), (200, "image/svg+xml", SVG));
    assert!(answer.header("cache-control").contains("immutable"));
    assert!(
        answer.header("content-security-policy").contains("sandbox")
            && answer.header("x-content-type-options") == "nosniff"
    );
    assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
    assert_eq!(page(&portal, "portal.acme.example", &logo).await.status, 404, "it is no picture of another brand's");
    let vendors = page(&portal, "portal.acme.example", "/sign-in").await.text();
    assert!(!vendors.contains("Crest") && !vendors.contains("Imprint"), "{vendors}");
    // Widgets are told, too.
    let secret = portal.sign_in("paula").await.unwrap().secret;
    let session = portal.wire.get("/v1/session").bearer(&secret).send().await.unwrap().json();
    assert_eq!(session["brand"]["name"], "Crest Care");
    assert!(
        session["brand"]["logo_url"].as_str().unwrap().ends_with(&format!("portal.crest.example:4400{logo}")),
        "{session}"
    );
    // Gone again.
    brands::set_image(app, "crest", ImageKind::Logo, None).await.unwrap();
    assert_eq!(page(&portal, "portal.crest.example", &logo).await.status, 404);
    assert!(brands::set_image(app, "crest", ImageKind::Logo, None).await.is_err());
}

#[tokio::test]
async fn a_picture_that_could_run_and_a_name_that_is_none_are_refused_by_name() {
    let portal = Portal::start().await.unwrap();
    let evil = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    let refused = brands::set_image(portal.app(), "crest", ImageKind::Logo, Some(evil)).await.unwrap_err().to_string();
    assert!(refused.contains("/logo") && refused.contains("<script>"), "{refused}");
    for (property, value) in
        [(Property::Name, None), (Property::SenderAddress, Some("nobody")), (Property::Locales, Some("xx"))]
    {
        let refused = brands::set(portal.app(), "crest", property, value).await.unwrap_err().to_string();
        assert!(refused.contains(&format!("/{property}")), "{refused}");
    }
    assert!(
        brands::set(portal.app(), "nobody", Property::Name, Some("N"))
            .await
            .unwrap_err()
            .to_string()
            .contains("not_found")
    );
}

#[tokio::test]
async fn a_host_name_shows_nothing_until_its_record_is_found() {
    let portal = Portal::start().await.unwrap();
    let (app, host) = (portal.app(), "care.crest.example");
    let added = hosts::add(app, "crest", "Care.Crest.example.", false).await.unwrap();
    assert_eq!((added.host.as_str(), added.verified_at), (host, None));
    assert_eq!(page(&portal, host, "/sign-in").await.status, 404);
    assert!(hosts::check(app, "crest", host).await.unwrap_err().to_string().contains("no TXT record"));
    // The record of another, and one of a brand that only wrote the name down.
    let name = &hosts::record_name(host);
    portal.dns.set(name, &["v=spf1 -all", "portal-verification=other"]);
    assert!(hosts::check(app, "crest", host).await.is_err());
    assert!(hosts::check(app, "acme", host).await.unwrap_err().to_string().contains("not_found"));
    assert_eq!(page(&portal, host, "/sign-in").await.status, 404);
    // A record of the host name itself is none: who has the alias need not have the domain.
    portal.dns.set(host, &[&hosts::record(&added)]);
    assert!(hosts::check(app, "crest", host).await.is_err());
    portal.dns.set(name, &["v=spf1 -all", &hosts::record(&added)]);
    assert!(hosts::check(app, "crest", host).await.unwrap().verified_at.is_some());
    let shown = page(&portal, host, "/sign-in").await;
    assert!(shown.status == 200 && shown.text().contains("Crest"), "{}", shown.text());
    // It is verified: nobody else gets it, vouched for or not.
    for brand in ["acme", "crest"] {
        assert!(hosts::add(app, brand, host, true).await.unwrap_err().to_string().contains("verified already"));
    }
    hosts::remove(app, "crest", host).await.unwrap();
    assert_eq!(page(&portal, host, "/sign-in").await.status, 404);
    // Whoever only writes a name down keeps nobody from it, and their record is worth nothing then.
    let first = hosts::add(app, "acme", host, false).await.unwrap();
    let second = hosts::add(app, "crest", host, false).await.unwrap();
    assert!(first.token != second.token && hosts::remove(app, "acme", host).await.is_err());
    portal.dns.set(name, &[&hosts::record(&first)]);
    assert!(hosts::check(app, "crest", host).await.is_err());
    for wrong in ["", "https://care.crest.example", "care.crest.example:443", "-a.example", "a b"] {
        assert!(hosts::add(app, "crest", wrong, true).await.unwrap_err().to_string().contains("/host"), "{wrong}");
    }
}

#[tokio::test]
async fn languages_that_are_not_offered_are_spoken_nowhere() {
    let portal = Portal::start().await.unwrap();
    // The vendor's languages are the partner's, until it has its own.
    brands::set(portal.app(), "acme", Property::Locales, Some("de")).await.unwrap();
    let language = async |host: &'static str, asked: &str| {
        let visitor = Visitor::at(&portal, host);
        let page = visitor.ask("GET", "/sign-in").header("accept-language", asked).send().await.unwrap().text();
        page.split("lang=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    for host in ["portal.acme.example", "portal.crest.example"] {
        assert_eq!(language(host, "en-GB").await, "de", "{host}");
    }
    for (asked, spoken) in
        [("en-GB", "en"), ("fr-CA", "fr"), ("es-419", "es"), ("ja", "ja"), ("ar-EG", "ar"), ("tlh", "en")]
    {
        assert_eq!(language("portal.bright.example", asked).await, spoken);
    }
    let session = portal.sign_in_with("paula", |wanted| wanted.locale = Some("en".to_owned())).await.unwrap();
    assert_eq!(session.client.session().get().await.unwrap().locale, "de");
    brands::set(portal.app(), "crest", Property::Locales, Some("en,de")).await.unwrap();
    assert_eq!(language("portal.crest.example", "en-GB").await, "en");
    assert_eq!(language("portal.crest.example", "fr, de;q=0.5").await, "de");
    assert_eq!(language("portal.acme.example", "en-GB").await, "de");
    assert_eq!(language("portal.acme.example", "ar").await, "de");
}

#[tokio::test]
async fn mails_are_from_the_brand_in_its_own_words_and_wait_where_they_would_show_another() {
    let folder = TempDir::new().unwrap();
    let certificate = folder.path().join("ca.pem");
    let post = MailServer::start(&certificate).await.unwrap();
    let settings = Settings {
        smtp_url: Some(post.url().into()),
        smtp_ca_file: Some(certificate),
        mail_from: Some("portal@mail.acme.example".to_owned()),
        public_url: Some("https://portal.acme.example".to_owned()),
        ..unlimited()
    };
    let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
    let crest = portal.store().system_read(|c| c.brand_by_key("crest")).await.unwrap().unwrap().id;
    let queue = async |locale: &str| {
        let mail = Mail {
            to: "sue@summit.example".to_owned(),
            locale: locale.to_owned(),
            content: Content::RecoveryCodeUsed { left: 3 },
            expires_at: None,
        };
        let (mailer, brand) = (portal.app().mailer().clone(), crest.clone());
        portal.store().system_write(move |c| c.queue_mail(&mailer, &brand, &mail)).await.unwrap();
        portal.app().mailer().wake();
    };
    queue("en").await;
    let mail = post.wait_for(1).await.unwrap().remove(0);
    assert_eq!(
        (mail.from.as_str(), mail.header("From").unwrap().as_str()),
        ("no-reply@portal.crest.example", "Crest <no-reply@portal.crest.example>")
    );
    assert!(mail.header("Message-ID").unwrap().ends_with("@portal.crest.example>"));
    assert_eq!((mail.header("Reply-To"), mail.header("X-Mailer"), mail.header("User-Agent")), (None, None, None));
    assert!(mail.part("text/plain").contains("https://portal.crest.example/account"), "{}", mail.data);
    assert!(!post.lines().iter().any(|line| line.contains("acme")), "{:?}", post.lines());

    for (property, value) in [
        (Property::SenderName, "Crest Post"),
        (Property::SenderAddress, "post@mail.crest.example"),
        (Property::ReplyTo, "desk@crest.example"),
        (Property::MailFooter, "Crest Ltd.\nHill Road 1"),
    ] {
        brands::set(portal.app(), "crest", property, Some(value)).await.unwrap();
    }
    let words = |text: &str| CustomWords { subject: "Nur noch {{ left }}".to_owned(), body: text.to_owned() };
    let set = async |kind: &'static str, language: &'static str, words| {
        mail_templates::set(portal.app(), "crest", kind, language, Some(words)).await
    };
    for (kind, language, text, named) in [
        ("recovery_code_used", "de", "{{ secret }}", "\"secret\""),
        ("recovery_code_used", "tlh", "x", "/language"),
        ("advert", "de", "x", "/kind"),
    ] {
        let refused = set(kind, language, words(text)).await.unwrap_err().to_string();
        assert!(refused.contains(named), "{refused}");
    }
    set("recovery_code_used", "de", words("Bei {{ brand }} sind <b>noch</b> {{ left }} übrig.\n\nMehr."))
        .await
        .unwrap();
    queue("de-AT").await;
    let mail = post.wait_for(2).await.unwrap().remove(1);
    assert_eq!(mail.header("From").unwrap(), "\"Crest Post\" <post@mail.crest.example>");
    assert_eq!(
        (mail.header("Reply-To").unwrap().as_str(), mail.header("Subject").unwrap().as_str()),
        ("desk@crest.example", "Nur noch 3")
    );
    let (text, html) = (mail.part("text/plain"), mail.part("text/html"));
    assert!(text.contains("Bei Crest sind <b>noch</b> 3 übrig.") && text.contains("Hill Road 1"), "{text}");
    assert!(html.contains("&lt;b&gt;noch") && html.contains("Crest Ltd.<br>Hill Road 1"), "{html}");
    // Another language, and another brand, have the server's words.
    queue("en").await;
    assert!(!post.wait_for(3).await.unwrap().remove(2).header("Subject").unwrap().contains("Nur"));

    brands::set(portal.app(), "crest", Property::SenderAddress, None).await.unwrap();
    hosts::remove(portal.app(), "crest", "portal.crest.example").await.unwrap();
    queue("en").await;
    for _ in 0..800 {
        let waiting = portal.store().system_read(|c| c.mails(&[WAITING], 10)).await.unwrap();
        if let Some(why) = waiting.iter().find_map(|mail| mail.failure.clone()) {
            assert!(why.contains("host name"), "{why}");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the mail does not say why it waits");
}

#[test]
fn an_administrator_sets_a_brand_up_by_commands() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(ServerProcess::provision()).unwrap();
    let run = |arguments: &[&str]| server.run(&[&["brand"], arguments].concat());
    let refused = |arguments: &[&str]| run(arguments).unwrap_err().to_string();
    assert!(run(&["list"]).unwrap().contains("crest\tCrest\tacme\n"));
    run(&["set", "acme", "locales", "en,de"]).unwrap();
    run(&["set", "acme", "legal_name", "Acme Holdings"]).unwrap();
    let shown = run(&["show", "crest"]).unwrap();
    for line in ["name\tCrest\town", "legal_name\t-\t-", "locales\ten,de\tinherited", "hosts\tportal.crest.example\t-"]
    {
        assert!(shown.lines().any(|one| one == line), "{line}: {shown}");
    }
    assert!(shown.contains("mails are from\tno-reply@portal.crest.example"), "{shown}");
    for (wrong, why) in [
        (&["set", "crest", "colour", "red"][..], "legal_name"),
        (&["set", "crest", "imprint_url", "crest.example"], "/imprint_url"),
        (&["set", "nobody", "name", "N"], "nobody"),
        (&["unset", "crest", "name"], "/name"),
        (&["host", "add", "crest", "portal.acme.example"], "verified already"),
        (&["host", "check", "crest", "gone.example"], "not_found"),
        (&["mail", "set", "crest", "advert", "en", "--subject", "Hi"], "/kind"),
        (&["image", "crest", "banner"], "favicon"),
        (&["image", "crest", "logo", "/nowhere.svg"], "/nowhere.svg"),
    ] {
        assert!(refused(wrong).contains(why), "{wrong:?}: {}", refused(wrong));
    }
    let added = run(&["host", "add", "crest", "new.crest.example"]).unwrap();
    assert!(added.contains("_portal-verification.new.crest.example\tTXT portal-verification="), "{added}");
    assert!(run(&["host", "add", "crest", "new.crest.example", "--vouch"]).unwrap().contains("\tverified"));
    assert!(run(&["host", "list", "crest"]).unwrap().lines().count() == 2);
    run(&["host", "remove", "crest", "new.crest.example"]).unwrap();
    assert!(run(&["mail", "kinds"]).unwrap().contains("invitation\tbrand support organization inviter days"));
    run(&["unset", "acme", "legal_name"]).unwrap();
    assert!(run(&["show", "acme"]).unwrap().contains("legal_name\t-"));
}
