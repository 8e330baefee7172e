//! `/account`: the password, and where one is signed in.

use loggia_server::{Settings, limits::Clock};
use loggia_tests::{Portal, Visitor, fixture, unlimited};

use super::{PASSWORD, asked, busy, olga, portal, with_passwords};

const NEW: &str = "green lamp in the attic";

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_ends_what_is_signed_in_elsewhere() {
    let portal = portal().await;
    let (mut here, mut there) = (Visitor::new(&portal), Visitor::new(&portal));
    for visitor in [&mut here, &mut there] {
        assert_eq!(visitor.sign_in(&olga(), PASSWORD).await.unwrap().status, 303);
        assert_eq!(visitor.get("/account").await.unwrap().status, 200);
    }
    for (current, new, told) in [
        ("wrong", NEW, "not your current password"),
        (PASSWORD, "short", "at least 15 characters"),
        (PASSWORD, "123456789012345", "Many people use this password"),
        (PASSWORD, "olga@northwind.example", "mostly your name"),
        (PASSWORD, PASSWORD, "This is your current password"),
        (PASSWORD, &"ä kettle ".repeat(40), "at most 256 characters"),
    ] {
        let refused = here.post("/account/password", &[("current", current), ("new", new)]).await.unwrap();
        assert!(refused.status == 422 && refused.text().contains(told), "{told}: {}", refused.text());
    }
    let changed = here.post("/account/password", &[("current", PASSWORD), ("new", NEW)]).await.unwrap();
    assert_eq!((changed.status, changed.header("location")), (303, "/account?done=password"));
    assert!(here.get("/account?done=password").await.unwrap().text().contains("Your password was changed"));
    assert_eq!(there.get("/account").await.unwrap().status, 303, "signed out elsewhere");
    assert_eq!(there.sign_in(&olga(), PASSWORD).await.unwrap().status, 422);
    assert_eq!(there.sign_in(&olga(), NEW).await.unwrap().status, 303);
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let changes: Vec<_> = log.items.iter().filter(|entry| entry.action == "password.changed").collect();
    assert_eq!(changes.iter().map(|entry| entry.outcome.as_str()).collect::<Vec<_>>(), ["success", "denied"]);
    assert!(!format!("{log:?}").contains("kettle"), "no password is in the log");
}

#[tokio::test]
async fn a_session_is_ended_from_another_and_nobody_elses_is() {
    let portal = portal().await;
    let mut visitors = Vec::new();
    for _ in 0..3 {
        let mut visitor = Visitor::new(&portal);
        visitor.sign_in(&olga(), PASSWORD).await.unwrap();
        visitors.push(visitor);
    }
    let mut mia = Visitor::new(&portal);
    mia.sign_in("mia@northwind.example", PASSWORD).await.unwrap();
    let page = visitors[0].get("/account").await.unwrap().text();
    let paths: Vec<&str> = page.split('"').filter(|part| part.starts_with("/account/sessions/us_")).collect();
    assert_eq!(paths.len(), 2, "all but the one that asks: {page}");
    mia.get("/account").await.unwrap();
    assert_eq!(mia.post(paths[0], &[]).await.unwrap().status, 404, "somebody else's");
    let ended = visitors[0].post(paths[0], &[]).await.unwrap();
    assert_eq!(ended.header("location"), "/account?done=session");
    assert_eq!(visitors[0].post(paths[0], &[]).await.unwrap().status, 404, "it has ended");
    let mut good = 0;
    for visitor in &mut visitors {
        good += usize::from(visitor.get("/account").await.unwrap().status == 200);
    }
    assert_eq!(good, 2);
    visitors[0].get("/account").await.unwrap();
    let ended = visitors[0].post("/account/sessions/end-others", &[]).await.unwrap();
    assert_eq!(ended.header("location"), "/account?done=sessions");
    let mut good = Vec::new();
    for visitor in &mut visitors {
        good.push(visitor.get("/account").await.unwrap().status == 200);
    }
    assert_eq!(good, [true, false, false]);
    assert_eq!(mia.get("/account").await.unwrap().status, 200);
}

#[tokio::test]
async fn a_session_that_is_ended_while_it_changes_the_password_changes_nothing() {
    let settings = Settings { password_threads: Some(1), ..unlimited() };
    let portal = with_passwords(Portal::start_with(settings, &Clock::standing()).await.unwrap()).await;
    let mut visitor = Visitor::new(&portal);
    visitor.sign_in(&olga(), PASSWORD).await.unwrap();
    visitor.get("/account").await.unwrap();
    let hashing = busy(&portal);
    let before = portal.transactions();
    let form = [("current", PASSWORD), ("new", NEW)];
    let answer = async { visitor.post("/account/password", &form).await.unwrap() };
    let end = async {
        asked(&portal, before).await;
        assert!(!hashing.is_finished(), "the password waits to be compared");
        let user = fixture::user("olga");
        portal.store().system_write(move |c| c.revoke_user_sessions(&user, None)).await.unwrap();
    };
    let (answer, ()) = futures_util::join!(answer, end);
    assert_eq!((answer.status, answer.header("location")), (303, "/sign-in"), "{}", answer.text());
    assert_eq!(Visitor::new(&portal).sign_in(&olga(), PASSWORD).await.unwrap().status, 303, "it is the old one");
}
