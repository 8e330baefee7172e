//! Confirming an address, changing it, and name and language.

use loggia_client::types::{UserId, members::MemberQuery};
use loggia_server::store::rows::UserRow;
use loggia_tests::{Portal, Visitor, fixture};

use super::{
    PASSWORD, olga, portal,
    post::{last_link, mails, settle, subjects, token},
};

const NEW: &str = "olga.new@northwind.example";

async fn signed_in<'p>(portal: &'p Portal, email: &str) -> Visitor<'p> {
    let mut visitor = Visitor::new(portal);
    assert_eq!(visitor.sign_in(email, PASSWORD).await.unwrap().status, 303);
    assert_eq!(visitor.get("/account").await.unwrap().status, 200);
    visitor
}

/// How the account's page shows its address.
fn shown(email: &str) -> String {
    format!("<p class=\"quiet small\"><bdi>{email}</bdi>")
}

/// Asks for another address, and answers the path of the link.
async fn ask(portal: &Portal, visitor: &mut Visitor<'_>, email: &str) -> String {
    let asked = visitor.post("/account/email/change", &[("email", email)]).await.unwrap();
    assert_eq!((asked.status, asked.header("location")), (303, "/account?done=email-mail"), "{}", asked.text());
    last_link(portal, email, "/account/email").await
}

#[tokio::test]
async fn an_address_is_confirmed_by_its_link_and_by_nobody_else() {
    let portal = portal().await;
    let mut visitor = signed_in(&portal, &olga()).await;
    assert!(visitor.get("/account").await.unwrap().text().contains("Not confirmed yet"));
    assert_eq!(visitor.post("/account/email/verify", &[]).await.unwrap().status, 303);
    let link = last_link(&portal, &olga(), "/account/email").await;
    let mut stranger = Visitor::new(&portal);
    let sent = stranger.get(&link).await.unwrap();
    assert!(sent.status == 303 && sent.header("location").starts_with("/sign-in?return_to="), "{}", sent.text());
    let mut mia = signed_in(&portal, &fixture::email("mia")).await;
    assert!(mia.get(&link).await.unwrap().text().contains("about another account"));
    mia.get("/account").await.unwrap();
    assert_eq!(mia.post("/account/email/confirm", &[("token", token(&link))]).await.unwrap().status, 404);
    let page = visitor.get(&link).await.unwrap().text();
    assert!(page.contains("Confirm your e-mail address") && page.contains(&olga()), "{page}");
    let confirmed = visitor.post("/account/email/confirm", &[("token", token(&link))]).await.unwrap();
    assert_eq!(confirmed.header("location"), "/account?done=verified");
    assert!(visitor.get("/account").await.unwrap().text().contains("Confirmed on"));
    assert_eq!(visitor.post("/account/email/confirm", &[("token", token(&link))]).await.unwrap().status, 404);
    // There is nothing to confirm any more.
    visitor.get("/account").await.unwrap();
    assert_eq!(visitor.post("/account/email/verify", &[]).await.unwrap().header("location"), "/account");
}

#[tokio::test]
async fn another_address_counts_once_it_is_confirmed_and_both_are_told() {
    let portal = portal().await;
    let mut visitor = signed_in(&portal, &olga()).await;
    for (email, told) in [("nonsense", "like name@company.com"), (olga().as_str(), "your address already")] {
        let refused = visitor.post("/account/email/change", &[("email", email)]).await.unwrap();
        assert!(refused.status == 422 && refused.text().contains(told), "{told}: {}", refused.text());
    }
    assert!(mails(&portal, NEW).await.is_empty());
    let mut elsewhere = Visitor::new(&portal);
    elsewhere.get("/sign-in").await.unwrap();
    elsewhere.post("/sign-in/mail", &[("email", &olga())]).await.unwrap();
    let old_link = last_link(&portal, &olga(), "/sign-in/link").await;
    let link = ask(&portal, &mut visitor, NEW).await;
    let account = visitor.get("/account").await.unwrap().text();
    assert!(account.contains("olga.new@northwind.example is waiting to be confirmed"), "{account}");
    assert!(account.contains(&shown(&olga())), "nothing has changed yet: {account}");
    assert!(subjects(&portal, &olga()).await.iter().any(|subject| subject.contains("is about to change")));
    assert_eq!(Visitor::new(&portal).sign_in(NEW, PASSWORD).await.unwrap().status, 422);

    let page = visitor.get(&link).await.unwrap().text();
    assert!(page.contains(NEW) && page.contains(&olga()), "{page}");
    let confirmed = visitor.post("/account/email/confirm", &[("token", token(&link))]).await.unwrap();
    assert_eq!(confirmed.header("location"), "/account?done=email", "{}", confirmed.text());
    let account = visitor.get("/account").await.unwrap().text();
    assert!(account.contains(&shown(NEW)) && account.contains("Confirmed on"), "the session stays");
    assert_eq!(Visitor::new(&portal).get(&old_link).await.unwrap().status, 404, "links to the address before end");
    assert_eq!(Visitor::new(&portal).sign_in(&olga(), PASSWORD).await.unwrap().status, 422);
    assert_eq!(Visitor::new(&portal).sign_in(NEW, PASSWORD).await.unwrap().status, 303);
    assert!(subjects(&portal, &olga()).await.last().unwrap().contains("was changed"));
    let client = portal.sign_in("adam").await.unwrap().client;
    let found = client
        .members()
        .list(&loggia_client::types::members::MemberQuery { q: Some("olga.new".to_owned()), ..Default::default() });
    assert_eq!(found.await.unwrap().items.len(), 1, "colleagues find them by the new one");
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let changed = log.items.iter().find(|entry| entry.action == "user.email_changed").unwrap();
    let changes = format!("{:?}", changed.changes);
    assert!(changes.contains(&olga()) && changes.contains(NEW), "{changes}");
}

#[tokio::test]
async fn an_address_that_somebody_has_looks_like_one_that_nobody_has() {
    let portal = portal().await;
    let mut visitor = signed_in(&portal, &olga()).await;
    let mut seen = Vec::new();
    for email in [fixture::email("mia"), "free@northwind.example".to_owned()] {
        let asked = visitor.post("/account/email/change", &[("email", &email)]).await.unwrap();
        let page = visitor.get("/account?done=email-mail").await.unwrap();
        let text = page.text().replace(&email, "address").replace(&visitor.csrf, "token");
        let minutes = text.split("until ").nth(1).unwrap().split('.').next().unwrap().to_owned();
        seen.push((asked.status, asked.header("location").to_owned(), text.replace(&minutes, "then")));
        settle(&portal).await;
    }
    assert_eq!(seen[0].0, seen[1].0);
    assert_eq!(seen[0].1, seen[1].1);
    let lines =
        |text: &str| text.lines().filter(|line| line.contains("address")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&seen[0].2), lines(&seen[1].2));
    assert!(mails(&portal, &fixture::email("mia")).await.is_empty(), "who has the address hears nothing");

    // Somebody gets it between asking and confirming.
    let link = last_link(&portal, "free@northwind.example", "/account/email").await;
    let brand = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
    let (email, name) = ("free@northwind.example".to_owned(), "Somebody".to_owned());
    let row = UserRow { id: UserId::generate(), brand_id: brand, email, name, created_at: 1 };
    portal.store().system_write(move |c| c.insert_user(&row)).await.unwrap();
    visitor.get(&link).await.unwrap();
    assert_eq!(visitor.post("/account/email/confirm", &[("token", token(&link))]).await.unwrap().status, 404);
    assert!(visitor.get("/account").await.unwrap().text().contains(&shown(&olga())));
}

#[tokio::test]
async fn what_waits_is_taken_back_by_its_person_and_by_another_password() {
    let portal = portal().await;
    let mut visitor = signed_in(&portal, &olga()).await;
    let link = ask(&portal, &mut visitor, NEW).await;
    let other = ask(&portal, &mut visitor, "olga.other@northwind.example").await;
    assert_eq!(visitor.get(&link).await.unwrap().status, 404, "one at a time");
    visitor.get("/account").await.unwrap();
    assert_eq!(visitor.post("/account/email/cancel", &[]).await.unwrap().status, 303);
    assert_eq!(visitor.get(&other).await.unwrap().status, 404);
    visitor.get("/account").await.unwrap();
    let link = ask(&portal, &mut visitor, NEW).await;
    let fields = [("current", PASSWORD), ("new", "green lamp in the attic")];
    assert_eq!(visitor.post("/account/password", &fields).await.unwrap().status, 303);
    assert_eq!(visitor.get(&link).await.unwrap().status, 404);
}

#[tokio::test]
async fn name_and_language_are_the_persons_and_colleagues_see_the_name() {
    let portal = portal().await;
    let mut visitor = signed_in(&portal, &fixture::email("mia")).await;
    for (name, language, status) in [("", "", 422), ("Mia\u{202e}", "", 422), ("Mia", "tlh", 400)] {
        let refused = visitor.post("/account/profile", &[("name", name), ("language", language)]).await.unwrap();
        assert_eq!(refused.status, status, "{name:?} {language}: {}", refused.text());
        visitor.get("/account").await.unwrap();
    }
    assert!(visitor.get("/account/profile").await.unwrap().text().contains("value=\"Mia NWQXMARK Member\""));
    let saved = visitor.post("/account/profile", &[("name", " Mia Zander "), ("language", "de")]).await.unwrap();
    assert_eq!(saved.header("location"), "/account?done=profile");
    let page = visitor.get("/account").await.unwrap().text();
    assert!(page.contains("<html lang=\"de\">") && page.contains("Mia Zander") && page.contains("Deutsch"), "{page}");
    let client = portal.sign_in("adam").await.unwrap().client;
    let query = MemberQuery { q: Some("zander".to_owned()), ..MemberQuery::default() };
    let found = client.members().list(&query).await.unwrap().items;
    assert_eq!(found.len(), 1, "and is found by it");
    assert_eq!(found[0].user.name, "Mia Zander");
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    assert!(log.items.iter().any(|entry| entry.action == "user.updated" && entry.actor.name == "Mia Zander"));
}
