//! Signing in by a link that was mailed.

use chrono::{TimeDelta, Utc};
use loggia_client::types::sign_in::AuthenticationMethod;
use loggia_server::{
    Settings,
    auth::hash,
    limits::Clock,
    store::{mail_queue::WITHHELD, mailed_links::Purpose, micros, rows::MailedLinkRow},
};
use loggia_tests::{Portal, Visitor, fixture, unlimited};

use super::{
    PASSWORD,
    factors::{set_up_app, signed_in},
    olga, portal,
    post::{last_link, mails, settle, subjects, token},
    with_passwords,
};

const OVER: &str = "not good any more";

/// Asks for a link to sign in, and answers its path.
async fn ask(portal: &Portal, visitor: &mut Visitor<'_>, email: &str, return_to: &str) -> String {
    visitor.get("/sign-in").await.unwrap();
    let asked = visitor.post("/sign-in/mail", &[("email", email), ("return_to", return_to)]).await.unwrap();
    assert!(asked.status == 200 && asked.text().contains("Check your e-mail"), "{}", asked.text());
    last_link(portal, email, "/sign-in/link").await
}

#[tokio::test]
async fn a_link_signs_in_once_and_only_by_the_button_of_its_page() {
    let portal = portal().await;
    // Somebody without a password.
    let vic = fixture::email("vic");
    let mut visitor = Visitor::new(&portal);
    let link = ask(&portal, &mut visitor, &vic, "/account").await;
    // What looks through mails opens their links, with and without cookies.
    for _ in 0..3 {
        assert_eq!(Visitor::new(&portal).get(&link).await.unwrap().status, 200);
        assert_eq!(visitor.ask("HEAD", &link).send().await.unwrap().status, 200);
    }
    let page = visitor.get(&link).await.unwrap().text();
    assert!(page.contains(&format!("You go on as {vic}")) && !page.contains("another browser"), "{page}");
    let signed_in = visitor.post("/sign-in/link", &[("token", token(&link))]).await.unwrap();
    assert_eq!((signed_in.status, signed_in.header("location")), (303, "/account"), "{}", signed_in.text());
    assert!(visitor.cookies.contains_key("__Host-portal_device"), "the browser is known from now on");
    let account = visitor.get("/account").await.unwrap().text();
    assert!(account.contains("Confirmed on") && account.contains("sign in without a password"), "{account}");
    let sessions = portal.store().system_read(|c| c.live_sessions_of_user(&fixture::user("vic"))).await.unwrap();
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].methods, format!("[\"{}\"]", AuthenticationMethod::Email.as_str()));

    let mut again = Visitor::new(&portal);
    let over = again.get(&link).await.unwrap();
    assert!(over.status == 404 && over.text().contains(OVER), "{}", over.text());
    again.get("/sign-in").await.unwrap();
    let refused = again.post("/sign-in/link", &[("token", token(&link)), ("confirmed", "1")]).await.unwrap();
    assert!(refused.status == 404 && !again.cookies.contains_key("__Host-portal_session"), "{}", refused.text());
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let began = log.items.iter().find(|entry| entry.action == "session.began").unwrap();
    assert!(format!("{:?}", began.changes).contains("email"), "{began:?}");
}

#[tokio::test]
async fn of_two_who_use_it_at_once_one_is_let_in() {
    let portal = portal().await;
    let mut visitor = Visitor::new(&portal);
    let link = ask(&portal, &mut visitor, &olga(), "").await;
    visitor.get(&link).await.unwrap();
    let csrf = visitor.csrf.clone();
    let fields = [("csrf", csrf.as_str()), ("token", token(&link))];
    let send = || visitor.ask("POST", "/sign-in/link").header("sec-fetch-site", "same-origin").form(fields).send();
    let (one, other) = tokio::join!(send(), send());
    let mut statuses = [one.unwrap().status, other.unwrap().status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
}

#[tokio::test]
async fn in_another_browser_it_asks_first_and_does_not_lead_where_the_one_that_asked_wanted() {
    let portal = portal().await;
    let (mut asked, mut opens) = (Visitor::new(&portal), Visitor::new(&portal));
    let link = ask(&portal, &mut asked, &olga(), "/oauth/authorize?client_id=x").await;
    let page = opens.get(&link).await.unwrap().text();
    assert!(page.contains("in another browser") && page.contains("name=\"confirmed\"") && page.contains(&olga()));
    let unconfirmed = opens.post("/sign-in/link", &[("token", token(&link))]).await.unwrap();
    assert!(unconfirmed.status == 422 && unconfirmed.text().contains("Yes, sign in here"), "{}", unconfirmed.text());
    let confirmed = opens.post("/sign-in/link", &[("token", token(&link)), ("confirmed", "1")]).await.unwrap();
    assert_eq!((confirmed.status, confirmed.header("location")), (303, "/"), "{}", confirmed.text());
    assert_eq!(opens.get("/account").await.unwrap().status, 200);
    assert_eq!(asked.get("/account").await.unwrap().status, 303, "who asked has gained nothing");
}

#[tokio::test]
async fn a_browser_that_is_signed_in_as_somebody_else_is_told_and_their_session_ends() {
    let portal = portal().await;
    let mut asked = Visitor::new(&portal);
    let link = ask(&portal, &mut asked, &olga(), "").await;
    let mut mia = Visitor::new(&portal);
    mia.sign_in(&fixture::email("mia"), PASSWORD).await.unwrap();
    let before = mia.cookies.clone();
    let page = mia.get(&link).await.unwrap().text();
    assert!(page.contains("You are signed in here as mia@northwind.example"), "{page}");
    let signed_in = mia.post("/sign-in/link", &[("token", token(&link)), ("confirmed", "1")]).await.unwrap();
    assert_eq!(signed_in.status, 303);
    assert!(mia.get("/account").await.unwrap().text().contains(&olga()));
    mia.cookies = before;
    assert_eq!(mia.get("/account").await.unwrap().status, 303, "the session before has ended");
}

#[tokio::test]
async fn nothing_tells_who_has_an_account_and_who_has_none_gets_no_mail() {
    let portal = portal().await;
    for page in ["/sign-in/mail", "/password/forgotten"] {
        let mut seen = Vec::new();
        for email in [olga(), "nobody@northwind.example".to_owned(), fixture::email("vic"), fixture::email("lena")] {
            let mut visitor = Visitor::new(&portal);
            visitor.get("/sign-in").await.unwrap();
            let before = portal.transactions();
            let asked = visitor.post(page, &[("email", &email)]).await.unwrap();
            // Those of a job may be among them; that of the answer are few in any case.
            assert!(portal.transactions() - before < 12);
            let mut names: Vec<String> = asked.headers.keys().map(ToString::to_string).collect();
            names.sort();
            let text = asked.text().replace(&visitor.csrf, "token").replace(&email, "address");
            settle(&portal).await;
            seen.push((asked.status, names, text));
        }
        assert_eq!(seen[0], seen[1], "an account with a password, and none");
        assert_eq!(seen[0], seen[2], "an account without a password");
        assert_eq!(seen[0], seen[3], "an account of another brand");
    }
    for email in ["nobody@northwind.example".to_owned(), fixture::email("lena")] {
        assert!(mails(&portal, &email).await.is_empty(), "{email}");
    }
    let withheld = portal.store().system_read(|c| c.mails(&[WITHHELD], 10)).await.unwrap();
    assert!(withheld.len() == 4 && withheld.iter().all(|mail| mail.sealed.is_none()), "{withheld:?}");
    assert_eq!(subjects(&portal, &olga()).await, ["Sign in to Acme", "Set a new password for Acme"]);
}

#[tokio::test]
async fn the_same_is_read_and_written_for_an_address_that_nobody_has() {
    let portal = portal().await;
    let mut counts = Vec::new();
    for email in [olga(), "nobody@northwind.example".to_owned()] {
        let mut visitor = Visitor::new(&portal);
        visitor.get("/sign-in").await.unwrap();
        settle(&portal).await;
        let log = async || {
            let brand = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
            portal.store().system_read(move |c| Ok(c.brand_audit_end(&brand)?.position)).await.unwrap()
        };
        let before = log().await;
        visitor.post("/sign-in/mail", &[("email", &email)]).await.unwrap();
        counts.push(log().await - before);
    }
    assert_eq!(counts, [1, 1], "one entry in the brand's log, whoever it is");
}

#[tokio::test]
async fn a_link_is_good_for_its_time_at_its_brand_for_its_purpose_and_as_long_as_the_address_is_theirs() {
    let portal = portal().await;
    let brand = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
    let insert = async |secret: &str, minutes: i64, email: &str| {
        let row = MailedLinkRow {
            secret_hash: hash(secret),
            brand_id: brand.clone(),
            user_id: Some(fixture::user("olga")),
            purpose: Purpose::SignIn.as_str().to_owned(),
            email: email.to_owned(),
            browser_hash: None,
            return_to: None,
            created_at: micros(Utc::now()),
            expires_at: micros(Utc::now() + TimeDelta::minutes(minutes)),
            ended_at: None,
        };
        portal.store().system_write(move |c| c.insert_mailed_link(&row)).await.unwrap();
    };
    insert("link_good", 1, &olga()).await;
    insert("link_late", -1, &olga()).await;
    insert("link_before", 1, "olga.before@northwind.example").await;
    for (host, path, status) in [
        ("portal.acme.example", "/sign-in/link?token=link_good", 200),
        ("portal.acme.example", "/sign-in/link?token=link_late", 404),
        ("portal.acme.example", "/sign-in/link?token=link_before", 404),
        ("portal.acme.example", "/sign-in/link?token=", 404),
        ("portal.acme.example", "/sign-in/link", 404),
        ("portal.acme.example", "/password?token=link_good", 404),
        ("portal.bright.example", "/sign-in/link?token=link_good", 404),
    ] {
        let mut visitor = Visitor::at(&portal, host);
        assert_eq!(visitor.get(path).await.unwrap().status, status, "{host}{path}");
        visitor.get("/sign-in").await.unwrap();
        let (page, token) = path.split_once("?token=").unwrap_or((path, ""));
        if status == 404 {
            let fields = [("token", token), ("confirmed", "1"), ("password", PASSWORD)];
            assert_eq!(visitor.post(page, &fields).await.unwrap().status, 404, "{host}{path}");
        }
    }
    // A form that is not of the page.
    let mut visitor = Visitor::new(&portal);
    visitor.get("/sign-in/link?token=link_good").await.unwrap();
    visitor.csrf = "x".to_owned();
    let fields = [("token", "link_good"), ("confirmed", "1")];
    assert_eq!(visitor.post("/sign-in/link", &fields).await.unwrap().status, 403);
    // Another one that was in the mailbox ends with the first that is used.
    insert("link_second", 1, &olga()).await;
    let mut visitor = Visitor::new(&portal);
    visitor.get("/sign-in/link?token=link_good").await.unwrap();
    assert_eq!(visitor.post("/sign-in/link", &fields).await.unwrap().status, 303);
    assert_eq!(visitor.get("/sign-in/link?token=link_second").await.unwrap().status, 404);
}

#[tokio::test]
async fn who_asks_for_somebody_elses_links_all_day_floods_no_mailbox_and_keeps_nobody_out() {
    let settings = Settings { mail_quota: Some(2), ..unlimited() };
    let portal = with_passwords(Portal::start_with(settings, &Clock::passing()).await.unwrap()).await;
    let mut own = Visitor::new(&portal);
    own.sign_in(&olga(), PASSWORD).await.unwrap();
    own.get("/account").await.unwrap();
    own.post("/sign-out", &[]).await.unwrap();
    let mut stranger = Visitor::new(&portal);
    stranger.get("/sign-in").await.unwrap();
    for email in [olga(), olga(), olga(), "olga+1@northwind.example".to_owned()] {
        assert_eq!(stranger.post("/sign-in/mail", &[("email", &email)]).await.unwrap().status, 200);
    }
    assert_eq!(mails(&portal, &olga()).await.len(), 2, "the mailbox gets no more of them");
    // In a browser that the account knows, its person still gets theirs.
    let link = ask(&portal, &mut own, &olga(), "").await;
    assert_eq!(mails(&portal, &olga()).await.len(), 3);
    own.get(&link).await.unwrap();
    assert_eq!(own.post("/sign-in/link", &[("token", token(&link))]).await.unwrap().status, 303);
}

#[tokio::test]
async fn asking_has_rates_that_tell_nothing_either() {
    let settings = Settings { rate_links_each: Some(2), ..unlimited() };
    let portal = Portal::start_with(settings, &Clock::standing()).await.unwrap();
    for email in [olga(), "nobody@northwind.example".to_owned()] {
        for page in ["/sign-in/mail", "/password/forgotten"] {
            let mut visitor = Visitor::new(&portal);
            visitor.get("/sign-in").await.unwrap();
            let asked = visitor.post(page, &[("email", &email)]).await.unwrap();
            assert_eq!(asked.status, 200, "{email}: {page}");
        }
        let mut visitor = Visitor::new(&portal);
        visitor.get("/sign-in").await.unwrap();
        let refused = visitor.post("/sign-in/mail", &[("email", &email)]).await.unwrap();
        assert!(refused.status == 429 && refused.text().contains("too many requests for a link"), "{}", refused.text());
        assert_eq!(refused.header("retry-after"), "30");
    }
}

#[tokio::test]
async fn a_link_leads_to_the_portal_of_its_brand() {
    let portal = portal().await;
    for (key, host) in [("lena", "portal.bright.example"), ("paula", "portal.crest.example")] {
        let email = fixture::email(key);
        let mut visitor = Visitor::at(&portal, host);
        visitor.get("/sign-in").await.unwrap();
        visitor.post("/sign-in/mail", &[("email", &email)]).await.unwrap();
        let mail = mails(&portal, &email).await.remove(0);
        let link = mail.link("http://").unwrap();
        let start = format!("http://{host}:4400");
        assert!(link.starts_with(&format!("{start}/sign-in/link?token=")), "{link}");
        let path = link.trim_start_matches(&start);
        assert_eq!(visitor.get(path).await.unwrap().status, 200);
        assert_eq!(visitor.post("/sign-in/link", &[("token", token(path))]).await.unwrap().status, 303);
    }
}

#[tokio::test]
async fn no_link_is_a_way_around_a_second_factor() {
    let portal = portal().await;
    let app = set_up_app(&mut signed_in(&portal, &olga()).await).await;
    let is_in = |visitor: &Visitor<'_>| visitor.cookies.contains_key("__Host-portal_session");
    let mut first = Visitor::new(&portal);
    let link = ask(&portal, &mut first, &olga(), "/account").await;
    first.get(&link).await.unwrap();
    let asked = first.post("/sign-in/link", &[("token", token(&link))]).await.unwrap();
    assert_eq!(asked.header("location"), "/sign-in/factor?return_to=%2Faccount", "{}", asked.text());
    assert!(!is_in(&first) && !first.cookies.contains_key("__Host-portal_device"), "{:?}", first.cookies);
    assert_eq!(first.get(asked.header("location")).await.unwrap().status, 200);

    let mut second = Visitor::new(&portal);
    second.get("/password/forgotten").await.unwrap();
    second.post("/password/forgotten", &[("email", &olga())]).await.unwrap();
    let link = last_link(&portal, &olga(), "/password").await;
    second.get(&link).await.unwrap();
    let fields = [("token", token(&link)), ("password", "green lamp in the attic")];
    let asked = second.post("/password", &fields).await.unwrap();
    assert!(asked.header("location").starts_with("/sign-in/factor?") && !is_in(&second), "{}", asked.text());
    // Whoever was about to show a second factor after the password before begins anew.
    first.post("/sign-in/factor", &[("code", &app.code())]).await.unwrap();
    assert!(!is_in(&first));
    second.get("/sign-in/factor").await.unwrap();
    let right = second.post("/sign-in/factor", &[("code", &app.code()), ("return_to", "/account")]).await.unwrap();
    assert!(right.status == 303 && is_in(&second), "{}", right.text());
}
