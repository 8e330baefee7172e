//! Signing in to the hosted portal, as browsers without scripts do it.

mod account;
mod codes;
mod email;
pub(crate) mod factors;
mod invitation;
mod links;
mod pages;
mod passkeys;
mod post;
mod reset;
mod step_up;
mod switcher;

use std::time::Duration;

use loggia_server::{Settings, auth::Turn, limits::Clock};
use loggia_tests::{Portal, Visitor, fixture, unlimited};

pub(crate) const PASSWORD: &str = "blue kettle on a roof";

/// A portal in which Olga and Mia have a password.
pub(crate) async fn portal() -> Portal {
    with_passwords(Portal::start().await.unwrap()).await
}

pub(crate) async fn with_passwords(portal: Portal) -> Portal {
    for key in ["olga", "mia"] {
        portal.set_password(key, PASSWORD).await.unwrap();
    }
    portal
}

pub(crate) fn olga() -> String {
    fixture::email("olga")
}

#[tokio::test]
async fn a_person_signs_in_with_address_and_password_and_out_again() {
    let portal = portal().await;
    let mut visitor = Visitor::new(&portal);
    let sent = visitor.get("/account?done=x").await.unwrap();
    assert_eq!((sent.status, sent.header("location")), (303, "/sign-in?return_to=%2Faccount%3Fdone%3Dx"));
    let page = visitor.get("/sign-in?return_to=%2Faccount%3Fdone%3Dx").await.unwrap();
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("autocomplete=\"username webauthn\"")
            && page.text().contains("value=\"&#x2f;account?done=x\"")
    );
    let asked = visitor.post("/sign-in", &[("email", "not an address")]).await.unwrap();
    assert!(asked.status == 422 && asked.text().contains("aria-invalid"), "{}", asked.text());
    let form = [("email", olga()), ("return_to", "/account".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let asked = visitor.post("/sign-in", &form).await.unwrap();
    assert!(asked.status == 200 && asked.text().contains("autocomplete=\"current-password\""), "{}", asked.text());
    let before = visitor.cookies.clone();
    let wrong = visitor.post("/sign-in/password", &[("email", &olga()), ("password", "blue kettle")]).await.unwrap();
    assert!(wrong.status == 422 && wrong.text().contains("is not right"), "{}", wrong.text());
    assert!(!visitor.cookies.contains_key("__Host-portal_session"));
    let form = [&form[..], &[("password", PASSWORD)]].concat();
    let right = visitor.post("/sign-in/password", &form).await.unwrap();
    assert_eq!((right.status, right.header("location")), (303, "/account"));
    for cookie in right.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        assert!(
            cookie.starts_with("__Host-") && cookie.contains("; Path=/; Secure; HttpOnly; SameSite=Lax;"),
            "{cookie}"
        );
    }
    assert!(
        !visitor.cookies.contains_key("__Host-portal_form"),
        "what was there before signing in is gone: {before:?}"
    );
    let account = visitor.get("/account").await.unwrap();
    assert!(account.status == 200 && account.text().contains("Firefox, Linux"), "{}", account.text());
    let again = visitor.get("/sign-in").await.unwrap();
    assert_eq!((again.status, again.header("location")), (303, "/"), "who is signed in need not");
    let old = visitor.cookies.clone();
    visitor.get("/account").await.unwrap();
    let out = visitor.post("/sign-out", &[]).await.unwrap();
    assert_eq!((out.status, out.header("location")), (303, "/sign-in?signed_out=1"));
    assert!(!visitor.cookies.contains_key("__Host-portal_session"));
    visitor.cookies = old;
    assert_eq!(visitor.get("/account").await.unwrap().header("location"), "/sign-in?return_to=%2Faccount");
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let actions: Vec<_> = log.items.iter().map(|entry| entry.action.as_str()).collect();
    assert!(actions.contains(&"session.began") && actions.contains(&"session.ended"), "{actions:?}");
}

#[tokio::test]
async fn nothing_tells_who_has_an_account() {
    let portal = portal().await;
    let mut seen = Vec::new();
    for email in [olga(), "nobody@northwind.example".to_owned(), fixture::email("vic")] {
        let mut visitor = Visitor::new(&portal);
        visitor.get("/sign-in").await.unwrap();
        let mut answers = Vec::new();
        let asked = visitor.post("/sign-in", &[("email", &email)]).await.unwrap();
        let form = [("email", email.as_str()), ("password", "wrong and long")];
        let (transactions, wrong) =
            portal.transactions_of(async || visitor.post("/sign-in/password", &form).await).await;
        answers.push(("transactions", transactions.to_string()));
        for answer in [asked, wrong.unwrap()] {
            let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            names.sort();
            answers.push(("headers", names.join(" ")));
            let text = answer.text().replace(&visitor.csrf, "token").replace(&email, "address");
            answers.push(("page", format!("{} {text}", answer.status)));
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1], "an account with a password, and none");
    assert_eq!(seen[0], seen[2], "an account with a password, and one without");
}

#[tokio::test]
async fn a_form_is_sent_by_its_own_page() {
    let portal = portal().await;
    let email = olga();
    let fields = [("email", email.as_str()), ("password", PASSWORD)];
    let mut visitor = Visitor::new(&portal);
    visitor.get("/sign-in").await.unwrap();
    // Another browser's token, none, and a page of another site.
    let other = Visitor::new(&portal).get("/sign-in").await.unwrap().text();
    let other = other.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for csrf in ["", other.as_str()] {
        let all = fields.into_iter().chain([("csrf", csrf)]);
        let refused = visitor.ask("POST", "/sign-in/password").form(all).send().await.unwrap();
        assert!(refused.status == 403 && !refused.headers.contains_key("location"), "{}", refused.text());
    }
    let csrf = visitor.csrf.clone();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let all = fields.into_iter().chain([("csrf", csrf.as_str())]);
        let asking = visitor.ask("POST", "/sign-in/password").header(name, value);
        let refused = asking.form(all).send().await.unwrap();
        assert!(refused.status == 403 && refused.text().contains("<html"), "{name}: {value}: {}", refused.text());
    }
    let all = fields.into_iter().chain([("csrf", csrf.as_str())]);
    let taken = visitor.ask("POST", "/sign-in/password").header("origin", "https://portal.acme.example");
    assert_eq!(taken.form(all).send().await.unwrap().status, 303);
}

#[tokio::test]
async fn what_strangers_get_wrong_keeps_nobody_out_of_a_browser_that_is_known() {
    let settings = Settings { rate_sign_ins_each: Some(3), ..unlimited() };
    let portal = with_passwords(Portal::start_with(settings, &Clock::standing()).await.unwrap()).await;
    let mut known = Visitor::new(&portal);
    assert_eq!(known.sign_in(&olga(), PASSWORD).await.unwrap().status, 303);
    known.get("/account").await.unwrap();
    known.post("/sign-out", &[]).await.unwrap();
    let mut stranger = Visitor::new(&portal);
    for _ in 0..3 {
        assert_eq!(stranger.sign_in(&olga(), "a wrong one").await.unwrap().status, 422);
    }
    let refused = stranger.sign_in(&olga(), PASSWORD).await.unwrap();
    assert!(refused.status == 429 && refused.text().contains("Try again in 20 seconds"), "{}", refused.text());
    assert_eq!(refused.header("retry-after"), "20");
    assert_eq!(
        known.sign_in(&olga(), PASSWORD).await.unwrap().status,
        303,
        "from the same address, in the known browser"
    );
    // For an address that nobody has it is the same.
    for status in [422, 422, 422, 429] {
        assert_eq!(stranger.sign_in("nobody@northwind.example", "a wrong one").await.unwrap().status, status);
    }
    assert_eq!(stranger.sign_in(&fixture::email("mia"), PASSWORD).await.unwrap().status, 303, "another account");
}

/// Keeps the one thread that hashes passwords busy for a while.
pub(crate) fn busy(portal: &Portal) -> tokio::task::JoinHandle<()> {
    let app = portal.app().clone();
    tokio::spawn(async move {
        let hash = || app.passwords().hash(Turn::Known, "something that takes its time".to_owned());
        futures_util::future::join_all((0..30).map(|_| hash())).await;
    })
}

/// Waits until the server has asked the database so many times more, and a little longer.
pub(crate) async fn asked(portal: &Portal, before: u64) {
    portal.eventually(|| portal.transactions() > before).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
}

#[tokio::test]
async fn a_password_that_is_changed_while_it_is_compared_lets_nobody_in() {
    let settings = || Settings { password_threads: Some(1), ..unlimited() };
    let portal = with_passwords(Portal::start_with(settings(), &Clock::standing()).await.unwrap()).await;
    let other = portal.app().passwords().hash(Turn::Known, "another one that is long".to_owned()).await.unwrap();
    let mut visitor = Visitor::new(&portal);
    let email = olga();
    visitor.get("/sign-in").await.unwrap();
    let hashing = busy(&portal);
    let before = portal.transactions();
    let form = [("email", email.as_str()), ("password", PASSWORD)];
    let answer = async { visitor.post("/sign-in/password", &form).await.unwrap() };
    let change = async {
        asked(&portal, before).await;
        assert!(!hashing.is_finished(), "the password waits to be compared");
        let user = fixture::user("olga");
        portal.store().system_write(move |c| c.set_password(&user, &other)).await.unwrap();
    };
    let (answer, ()) = futures_util::join!(answer, change);
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert!(!visitor.cookies.contains_key("__Host-portal_session"));
    let user = fixture::user("olga");
    let live = portal.store().system_read(move |c| c.live_sessions_of_user(&user)).await.unwrap();
    assert_eq!(live.len(), 0);
}

#[tokio::test]
async fn nobody_signs_in_to_another_brand() {
    let portal = portal().await;
    let mut visitor = Visitor::at(&portal, "portal.bright.example");
    assert_eq!(visitor.sign_in(&olga(), PASSWORD).await.unwrap().status, 422);
    // With a session of the other brand's host.
    let mut acme = Visitor::new(&portal);
    acme.sign_in(&olga(), PASSWORD).await.unwrap();
    visitor.cookies = acme.cookies;
    assert_eq!(visitor.get("/account").await.unwrap().header("location"), "/sign-in?return_to=%2Faccount");
    let page = visitor.get("/sign-in").await.unwrap();
    assert!(page.status == 200 && page.text().contains("Bright") && !page.text().contains("Acme"), "{}", page.text());
}
