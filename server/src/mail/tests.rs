#![allow(clippy::unwrap_used)]
use chrono::{TimeDelta, Utc};
use loggia_portal::Locale;
use loggia_types::{BrandId, MailId};
use tempfile::TempDir;

use super::{Content, CustomWords, Mail, Place, custom, letterhead::Letterhead, message::message, render::render};
use crate::{
    App, Settings,
    store::{
        mail_queue::{MailOutcome, WAITING, WITHHELD},
        rows::BrandRow,
    },
};

fn brand(name: &str) -> Letterhead {
    let support = Some("help@acme.example".to_owned());
    let (name, sender) = (name.to_owned(), name.to_owned());
    Letterhead { name, sender, reply_to: support.clone(), support, footer: Vec::new() }
}

fn invitation(organization: &str, inviter: Option<&str>) -> Content {
    let path = "/invitation?token=inv_secret_1&x=<\"'".to_owned();
    Content::Invitation { organization: organization.to_owned(), inviter: inviter.map(str::to_owned), path, days: 14 }
}

/// One of each kind, with and without what may be missing.
fn every_kind() -> Vec<Content> {
    let place = |is_known: bool| Place {
        device: is_known.then(|| "Firefox, Linux".to_owned()),
        address: Some("192.0.2.1".to_owned()),
        is_known,
    };
    let (secret, at, email) = ("link_secret_1".to_owned(), Utc::now(), "new@northwind.example".to_owned());
    let mut all = vec![invitation("Northwind", Some("Ada")), invitation("Northwind", None)];
    for known in [true, false] {
        all.extend([
            Content::SignInLink { secret: secret.clone(), minutes: 15, place: place(known) },
            Content::PasswordLink { secret: secret.clone(), minutes: 30, place: place(known) },
            Content::PasswordChanged { at, place: place(known) },
            Content::EmailLink { secret: secret.clone(), hours: 24, is_new: known, name: "Olga".to_owned() },
            Content::EmailChangeAsked { email: email.clone(), place: place(known) },
            Content::EmailChanged { email: email.clone(), at },
        ]);
    }
    let (organization, host) = ("North<wind>".to_owned(), "https://siem.example".to_owned());
    all.push(Content::AuditStreamDisabled { organization, host, path: "/o/org_1/audit".to_owned() });
    all.push(Content::BreakGlass {
        organization: "North<wind>".to_owned(),
        person: "Olga".to_owned(),
        address: Some("192.0.2.1".to_owned()),
        at: "12:00".to_owned(),
        path: "/o/org_1/sign-on".to_owned(),
    });
    all
}

fn rendered(content: &Content, locale: Locale, brand: &Letterhead) -> super::render::Rendered {
    render(content, locale, brand, None, &loggia_theme::default_theme(), "https://portal.example").unwrap()
}

#[test]
fn every_kind_is_there_in_every_language_without_gaps() {
    for language in Locale::ALL {
        for content in [
            Content::FactorAdded { passkey: None },
            Content::FactorAdded { passkey: Some("My <phone>".to_owned()) },
            Content::FactorRemoved { passkey: None },
            Content::FactorRemoved { passkey: Some("My phone".to_owned()) },
            Content::RecoveryCodesMade {},
            Content::RecoveryCodeUsed { left: 0 },
            Content::RecoveryCodeUsed { left: 9 },
            Content::WrongCodes {},
            Content::FactorsReset {},
        ] {
            let mail = rendered(&content, language, &brand("Acme"));
            for text in [&mail.subject, &mail.text, &mail.html] {
                assert!(!text.contains("{{") && !text.contains("{%"), "{text}");
            }
            assert!(!mail.html.contains("<phone>"), "{}", mail.html);
            assert!(
                mail.text.contains("https://portal.example/account") && mail.text.contains("Acme"),
                "{}",
                mail.text
            );
        }
        for content in every_kind() {
            let mail = rendered(&content, language, &brand("Acme"));
            for text in [&mail.subject, &mail.text, &mail.html] {
                assert!(!text.contains("{{") && !text.contains("{%") && !text.contains("  "), "{text}");
            }
            assert!(!mail.html.contains("<wind>"), "{}", mail.html);
            let path = match content.kind() {
                "invitation" => "/invitation?token=inv_secret_1",
                "sign_in_link" | "sign_in_link.known" => "/sign-in/link?token=link_secret_1",
                "password_link" | "password_link.known" => "/password?token=link_secret_1",
                "email_link" => "/account/email?token=link_secret_1",
                "audit_stream_disabled" => "/o/org_1/audit",
                "break_glass" => "/o/org_1/sign-on",
                "password_changed" | "email_change_asked" => "/password/forgotten",
                _ => "help@acme.example",
            };
            assert!(mail.text.contains(path), "{}", mail.text);
            assert_eq!(mail.text.contains("https://portal.example/"), path.starts_with('/'), "{}", mail.text);
            assert!(mail.html.contains(&format!("lang=\"{}\"", language.tag())));
            assert!(mail.text.contains("help@acme.example") && mail.subject.len() > 10);
            assert!(!format!("{content:?}").contains("secret"), "{content:?}");
        }
    }
    assert_eq!(
        ["de-AT", "AR", "pt", ""].map(|tag| Locale::of(tag).unwrap_or_default()),
        [Locale::De, Locale::Ar, Locale::En, Locale::En]
    );
}

#[test]
fn a_brands_own_words_stand_in_the_place_of_ours_and_never_fail_a_mail() {
    let own = |kind: &str, body: String| {
        let words = CustomWords { subject: "{{ brand }} writes".to_owned(), body };
        words.check(kind).unwrap();
        words
    };
    let theme = loggia_theme::default_theme();
    let footed = Letterhead { footer: vec!["Acme & Sons".to_owned()], ..brand("Acme") };
    for content in every_kind() {
        let kind = custom::plain(content.kind());
        // Every variable that is said to be there is there.
        let fields: Vec<String> =
            super::variables(kind).unwrap().iter().map(|name| format!("{{{{ {name} }}}}")).collect();
        let words = own(kind, format!("<b>Ours</b> {}\n\nSecond", fields.join(" ")));
        let mail = render(&content, Locale::De, &footed, Some(&words), &theme, "https://portal.example").unwrap();
        assert_eq!(mail.subject, "Acme writes", "{kind}");
        assert!(
            mail.html.contains("&lt;b&gt;Ours&lt;&#x2f;b&gt;") && mail.text.contains("\n\nSecond\n\n"),
            "{}",
            mail.html
        );
        assert!(mail.html.contains("Acme &amp; Sons") && mail.text.contains("\nAcme & Sons"), "{}", mail.text);
        let plain = rendered(&content, Locale::De, &brand("Acme"));
        assert_eq!(mail.text.contains("https://portal.example/"), plain.text.contains("https://portal.example/"));
    }
    // Words that were good for another version.
    let stale = CustomWords { subject: "{{ gone }}".to_owned(), body: "x".to_owned() };
    let mail = render(&invitation("N", None), Locale::En, &footed, Some(&stale), &theme, "https://p.example").unwrap();
    assert_eq!(mail.subject, "Your invitation to N");
}

#[test]
fn names_are_neither_markup_nor_headers_nor_links() {
    let evil = "<b>Evil</b>\r\nBcc: victim@evil.example https://evil.example {{ brand }}";
    let id = MailId::from_u128(1);
    let brand = brand("Acme\r\nBcc: victim@evil.example");
    let mail = rendered(&invitation(evil, Some(evil)), Locale::En, &brand);
    assert!(!mail.html.contains("<b>") && mail.html.contains("&lt;b&gt;Evil"), "{}", mail.html);
    for text in [&mail.subject, &mail.text, &mail.html] {
        assert!(
            !text.contains("https://evil") && !text.contains("evil.example") && text.contains("{{ brand }}"),
            "{text}"
        );
    }
    assert!(!mail.html.contains("x=<\""));
    let built = message(&id, "a@mail.example", "b@mail.example", &brand, Locale::En, mail).unwrap();
    let sent = String::from_utf8(built.formatted()).unwrap();
    let head = sent.split("\r\n\r\n").next().unwrap();
    assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
    assert!(head.is_ascii() && head.lines().all(|line| line.len() < 998), "{head}");
    assert_eq!(built.envelope().to().len(), 1);
    for bad in ["b@mail.example\r\nRCPT TO:<c@mail.example>", "b@mail.example>", "<b@mail.example", "b"] {
        let mail = rendered(&invitation("N", None), Locale::En, &brand);
        assert!(message(&id, "a@mail.example", bad, &brand, Locale::En, mail).is_err(), "{bad}");
    }
}

async fn app() -> (App, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { data_dir: Some(folder.path().to_owned()), ..Settings::default() };
    let app = App::build(settings.resolve().unwrap()).unwrap();
    let row = BrandRow {
        id: BrandId::from_u128(1),
        key: "acme".to_owned(),
        parent_id: None,
        name: "Acme".to_owned(),
        support_email: None,
        theme: None,
        features: None,
        created_at: 1,
    };
    app.store().system_write(move |c| c.insert_brand(&row, &[])).await.unwrap();
    (app, folder)
}

async fn queue(app: &App, expires_at: Option<chrono::DateTime<Utc>>) {
    let mailer = app.mailer().clone();
    let mail = Mail {
        to: "b@mail.example".to_owned(),
        locale: "en".to_owned(),
        content: invitation("Northwind", None),
        expires_at,
    };
    app.store().system_write(move |c| c.queue_mail(&mailer, &BrandId::from_u128(1), &mail)).await.unwrap();
}

#[tokio::test]
async fn a_mail_whose_sender_died_is_taken_again_and_nobody_takes_it_before() {
    let (app, _folder) = app().await;
    queue(&app, None).await;
    let now = Utc::now();
    let take = async |at| {
        let (lease, quota) = (TimeDelta::minutes(5), (1, TimeDelta::hours(1)));
        app.store().system_write(move |c| c.take_mails(at, lease, 10, quota)).await.unwrap().1
    };
    let taken = take(now).await.remove(0);
    assert!(take(now + TimeDelta::minutes(4)).await.is_empty());
    // Here the process was killed. The quota of one does not count the same mail twice.
    let again = take(now + TimeDelta::minutes(6)).await.remove(0);
    assert_eq!((&again.id, again.attempts), (&taken.id, 2));
    let id = again.id.clone();
    app.store().system_write(move |c| c.finish_mail(&id, now, &MailOutcome::Sent)).await.unwrap();
    assert!(take(now + TimeDelta::hours(5)).await.is_empty());
    // What the first sender says afterwards changes nothing.
    let late = MailOutcome::Failed("late".to_owned());
    app.store().system_write(move |c| c.finish_mail(&taken.id, now, &late)).await.unwrap();
    let states = ["sent", "failed"];
    let rows = app.store().system_read(move |c| c.mails(&states, 10)).await.unwrap();
    assert_eq!((rows[0].state.as_str(), rows[0].sealed.is_none()), ("sent", true));
}

#[tokio::test]
async fn a_mail_that_is_of_no_use_any_more_is_not_sent_and_one_without_its_key_waits() {
    let (app, folder) = app().await;
    queue(&app, Some(Utc::now() - TimeDelta::seconds(1))).await;
    super::deliver_due(&app).await.unwrap();
    let rows = app.store().system_read(|c| c.mails(&[WITHHELD], 10)).await.unwrap();
    assert_eq!((rows.len(), rows[0].sealed.is_none(), folder.path().join("mail").exists()), (1, true, false));

    queue(&app, None).await;
    drop(app);
    std::fs::remove_file(folder.path().join("encryption.keys")).unwrap();
    let settings = Settings { data_dir: Some(folder.path().to_owned()), ..Settings::default() };
    let app = App::build(settings.resolve().unwrap()).unwrap();
    super::deliver_due(&app).await.unwrap();
    let rows = app.store().system_read(|c| c.mails(&[WAITING], 10)).await.unwrap();
    assert!(rows[0].failure.as_ref().unwrap().contains("cannot be decrypted"));
}
