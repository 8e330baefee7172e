//! A password that was forgotten, and a first one.

use loggia_tests::{Portal, Visitor, fixture};

use super::{
    PASSWORD, olga, portal,
    post::{last_link, mails, subjects, token},
};

const NEW: &str = "green lamp in the attic";

async fn ask(portal: &Portal, visitor: &mut Visitor<'_>, email: &str) -> String {
    visitor.get("/password/forgotten").await.unwrap();
    let asked = visitor.post("/password/forgotten", &[("email", email)]).await.unwrap();
    assert!(asked.status == 200 && asked.text().contains("Check your e-mail"), "{}", asked.text());
    last_link(portal, email, "/password").await
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_ends_what_the_one_before_had_begun() {
    let portal = portal().await;
    let mut there = Visitor::new(&portal);
    there.sign_in(&olga(), PASSWORD).await.unwrap();
    let mut visitor = Visitor::new(&portal);
    visitor.get("/sign-in").await.unwrap();
    visitor.post("/sign-in/mail", &[("email", &olga())]).await.unwrap();
    let sign_in = last_link(&portal, &olga(), "/sign-in/link").await;
    let other = ask(&portal, &mut visitor, &olga()).await;
    let link = ask(&portal, &mut visitor, &olga()).await;
    let page = visitor.get(&link).await.unwrap().text();
    assert!(page.contains("autocomplete=\"new-password\"") && page.contains(&olga()), "{page}");
    for (password, told) in
        [("short", "at least 15 characters"), ("olga@northwind.example", "mostly your name"), ("", "at least 15")]
    {
        let refused = visitor.post("/password", &[("token", token(&link)), ("password", password)]).await.unwrap();
        assert!(refused.status == 422 && refused.text().contains(told), "{told}: {}", refused.text());
    }
    let set = visitor.post("/password", &[("token", token(&link)), ("password", NEW)]).await.unwrap();
    assert_eq!((set.status, set.header("location")), (303, "/"), "{}", set.text());
    assert!(visitor.get("/account").await.unwrap().text().contains("Confirmed on"));
    assert_eq!(there.get("/account").await.unwrap().status, 303, "signed out elsewhere");
    let mut stranger = Visitor::new(&portal);
    for link in [&sign_in, &other, &link] {
        assert_eq!(stranger.get(link).await.unwrap().status, 404, "{link} has ended");
    }
    stranger.get("/sign-in").await.unwrap();
    let again = stranger.post("/password", &[("token", token(&link)), ("password", "another pass phrase")]).await;
    assert_eq!(again.unwrap().status, 404);
    assert_eq!(there.sign_in(&olga(), PASSWORD).await.unwrap().status, 422);
    assert_eq!(there.sign_in(&olga(), NEW).await.unwrap().status, 303);
    let notice = mails(&portal, &olga()).await.pop().unwrap();
    assert_eq!(notice.header("Subject").unwrap(), "Your password for Acme was changed");
    assert!(notice.part("text/plain").contains("from Firefox, Linux"), "{}", notice.part("text/plain"));
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let reset = log.items.iter().find(|entry| entry.action == "password.reset").unwrap();
    assert!(format!("{:?}", reset.changes).contains("sessions_ended"), "{reset:?}");
}

#[tokio::test]
async fn who_sets_it_where_somebody_else_is_signed_in_is_told_and_their_session_ends() {
    let portal = portal().await;
    let mut asked = Visitor::new(&portal);
    let link = ask(&portal, &mut asked, &olga()).await;
    let mut mia = Visitor::new(&portal);
    mia.sign_in(&fixture::email("mia"), PASSWORD).await.unwrap();
    let before = mia.cookies.clone();
    let page = mia.get(&link).await.unwrap().text();
    assert!(page.contains("in another browser") && page.contains("signed in here as mia@northwind.example"), "{page}");
    let set = mia.post("/password", &[("token", token(&link)), ("password", NEW)]).await.unwrap();
    assert_eq!((set.status, set.header("location")), (303, "/"));
    assert!(mia.get("/account").await.unwrap().text().contains(&olga()));
    mia.cookies = before;
    assert_eq!(mia.get("/account").await.unwrap().status, 303, "the session before has ended");
}

#[tokio::test]
async fn somebody_without_a_password_sets_one_by_the_same_link() {
    let portal = portal().await;
    let vic = fixture::email("vic");
    let mut visitor = Visitor::new(&portal);
    visitor.get("/sign-in").await.unwrap();
    visitor.post("/sign-in/mail", &[("email", &vic)]).await.unwrap();
    let link = last_link(&portal, &vic, "/sign-in/link").await;
    visitor.get(&link).await.unwrap();
    visitor.post("/sign-in/link", &[("token", token(&link))]).await.unwrap();
    let account = visitor.get("/account").await.unwrap().text();
    assert!(account.contains("action=\"/account/password/mail\""), "{account}");
    let asked = visitor.post("/account/password/mail", &[]).await.unwrap();
    assert_eq!((asked.status, asked.header("location")), (303, "/account?done=password-mail"));
    let link = last_link(&portal, &vic, "/password").await;
    let page = visitor.get(&link).await.unwrap().text();
    assert!(!page.contains("another browser"), "they are signed in here: {page}");
    let set = visitor.post("/password", &[("token", token(&link)), ("password", NEW)]).await.unwrap();
    assert_eq!((set.status, set.header("location")), (303, "/account"), "{}", set.text());
    assert!(visitor.get("/account").await.unwrap().text().contains("href=\"/account/password\""));
    assert_eq!(Visitor::new(&portal).sign_in(&vic, NEW).await.unwrap().status, 303);
}

#[tokio::test]
async fn a_change_of_the_password_is_told_by_mail_in_the_persons_language_and_ends_pending_links() {
    let portal = portal().await;
    let mut visitor = Visitor::new(&portal);
    let link = ask(&portal, &mut visitor, &olga()).await;
    visitor.sign_in(&olga(), PASSWORD).await.unwrap();
    visitor.get("/account").await.unwrap();
    let name = "Olga NWQXMARK Owner";
    let saved = visitor.post("/account/profile", &[("name", name), ("language", "de")]).await.unwrap();
    assert_eq!(saved.status, 303);
    assert!(visitor.get("/account").await.unwrap().text().contains("<html lang=\"de\">"));
    let changed = visitor.post("/account/password", &[("current", PASSWORD), ("new", NEW)]).await.unwrap();
    assert_eq!(changed.status, 303);
    assert_eq!(Visitor::new(&portal).get(&link).await.unwrap().status, 404, "it has ended");
    let subjects = subjects(&portal, &olga()).await;
    assert!(subjects.last().unwrap().contains("Acme"), "{subjects:?}");
    let notice = mails(&portal, &olga()).await.pop().unwrap();
    assert!(notice.part("text/plain").contains("Ihr Passwort wurde geändert"), "{}", notice.part("text/plain"));
}
