//! One-time codes and recovery codes: set up, asked for, taken once, guessed in vain, lost.

use loggia_server::{Settings, domain::factors, limits::Clock};
use loggia_tests::{Portal, Visitor, unlimited};

use super::{
    PASSWORD,
    factors::{recovery_codes, set_up_app, signed_in, waiting},
    olga, portal, with_passwords,
};

fn is_in(visitor: &Visitor<'_>) -> bool {
    visitor.cookies.contains_key("__Host-portal_session")
}

#[tokio::test]
async fn codes_are_set_up_by_a_first_one_and_asked_for_from_then_on() {
    let portal = portal().await;
    let (mut here, mut there) = (signed_in(&portal, &olga()).await, signed_in(&portal, &olga()).await);
    here.get("/account").await.unwrap();
    here.post("/account/codes", &[]).await.unwrap();
    let page = here.get("/account/codes").await.unwrap();
    assert!(page.text().contains("<path d=\"M0 0h7v1h-7z") && page.text().contains("otpauth:"), "{}", page.text());
    let wrong = here.post("/account/codes/confirm", &[("code", "000000")]).await.unwrap();
    assert!(wrong.status == 422 && wrong.text().contains("aria-invalid"), "{}", wrong.text());
    assert_eq!(there.get("/account").await.unwrap().status, 200, "nothing is asked for yet");
    let app = set_up_app(&mut here).await;
    assert_eq!(app.recovery.len(), 10);
    assert_eq!(there.get("/account").await.unwrap().status, 303, "what was signed in by less ends");
    let account = here.get("/account").await.unwrap().text();
    assert!(account.contains("10 of 10 are left") && !account.contains(&app.recovery[0]), "{account}");
    assert_eq!(here.get("/account/codes").await.unwrap().header("location"), "/account", "the key is shown no more");
    portal.eventually(|| !portal.mails_to(&olga()).unwrap().is_empty()).await;
    assert!(portal.mails_to(&olga()).unwrap()[0].contains("app was added"));

    let mut visitor = waiting(&portal, &olga()).await;
    let page = visitor.get("/sign-in/factor?return_to=/account").await.unwrap().text();
    assert!(page.contains("autocomplete=\"one-time-code\"") && page.contains("Olga"), "{page}");
    assert_eq!(visitor.get("/account").await.unwrap().header("location"), "/sign-in?return_to=%2Faccount");
    for wrong in [app.used.clone(), "12345".to_owned(), String::new(), app.code_after(5)] {
        let refused = visitor.post("/sign-in/factor", &[("code", &wrong)]).await.unwrap();
        assert!(refused.status == 422 && refused.text().contains("used already"), "{wrong}: {}", refused.text());
    }
    let before = visitor.cookies.clone();
    let code = app.code();
    let right = visitor.post("/sign-in/factor", &[("code", &code), ("return_to", "/account")]).await.unwrap();
    assert_eq!((right.status, right.header("location")), (303, "/account"), "{}", right.text());
    assert!(is_in(&visitor) && !visitor.cookies.contains_key("__Host-portal_pending"));
    assert_eq!(visitor.get("/account").await.unwrap().status, 200);
    visitor.cookies = before;
    let over = visitor.get("/sign-in/factor").await.unwrap();
    assert!(over.header("location").starts_with("/sign-in?"), "it is good for one session");
    // The same code again, of another sign-in.
    let mut visitor = waiting(&portal, &olga()).await;
    let replayed = visitor.post("/sign-in/factor", &[("code", &code)]).await.unwrap();
    assert_eq!(replayed.status, 422, "{}", replayed.text());

    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let began = log.items.iter().find(|entry| entry.action == "session.began" && entry.reason.is_none()).unwrap();
    let methods = began.changes.as_ref().unwrap()["after"]["methods"].to_string();
    assert_eq!(methods, r#"["pwd","otp","mfa"]"#);
    assert!(log.items.iter().any(|entry| entry.action == "factor.added"));
    let told = format!("{log:?}");
    assert!(
        !told.contains(&app.key) && !app.recovery.iter().any(|code| told.contains(code)),
        "no secret is in the log"
    );
}

#[tokio::test]
async fn of_two_that_show_the_same_code_at_the_same_time_one_gets_in() {
    let portal = portal().await;
    let app = set_up_app(&mut signed_in(&portal, &olga()).await).await;
    for recovery in [None, Some(&app.recovery[0])] {
        let mut visitors = Vec::new();
        for _ in 0..6 {
            visitors.push(waiting(&portal, &olga()).await);
        }
        let code = recovery.cloned().unwrap_or_else(|| app.code());
        let form = [("code", code.as_str())];
        let tries = visitors.iter_mut().map(|visitor| visitor.post("/sign-in/factor", &form));
        let answers = futures_util::future::join_all(tries).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.as_ref().unwrap().status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{code}: {statuses:?}");
        assert_eq!(visitors.iter().filter(|visitor| is_in(visitor)).count(), 1);
    }
    // And one pending sign-in makes one session, whatever is shown twice at the same time.
    let visitor = waiting(&portal, &olga()).await;
    let tries = app.recovery[1..5].iter().map(|code| {
        let mut same = Visitor::new(&portal);
        same.cookies = visitor.cookies.clone();
        same.csrf = visitor.csrf.clone();
        async move { same.post("/sign-in/factor", &[("code", code)]).await.unwrap().header("location").to_owned() }
    });
    let places = futures_util::future::join_all(tries).await;
    assert_eq!(places.iter().filter(|place| *place == "/").count(), 1, "{places:?}");
    let mut left = waiting(&portal, &olga()).await;
    let mut good = 0;
    for code in &app.recovery[1..5] {
        good += usize::from(left.post("/sign-in/factor", &[("code", code)]).await.unwrap().status == 303);
        left = waiting(&portal, &olga()).await;
    }
    assert_eq!(good, 3, "what did not get anybody in is not used up");
}

#[tokio::test]
async fn a_recovery_code_is_good_once_and_new_ones_end_the_old() {
    let portal = portal().await;
    let mut here = signed_in(&portal, &olga()).await;
    let app = set_up_app(&mut here).await;
    let mut visitor = waiting(&portal, &olga()).await;
    let page = visitor.get("/sign-in/factor?by=recovery").await.unwrap().text();
    assert!(page.contains("Recovery code") && page.contains("Use a code from your app"), "{page}");
    let shown = app.recovery[0].to_uppercase().replace('-', " ");
    let form = [("code", shown.as_str()), ("by", "recovery")];
    assert_eq!(visitor.post("/sign-in/factor", &form).await.unwrap().status, 303);
    assert!(visitor.get("/account").await.unwrap().text().contains("9 of 10 are left"));
    portal
        .eventually(|| portal.mails_to(&olga()).unwrap().iter().any(|mail| mail.contains("recovery code was used")))
        .await;
    let mut again = waiting(&portal, &olga()).await;
    let refused = again.post("/sign-in/factor", &form).await.unwrap();
    assert!(refused.status == 422 && refused.text().contains("used already"), "{}", refused.text());
    let fresh = recovery_codes(&visitor.post("/account/recovery-codes", &[]).await.unwrap().text());
    assert_eq!(fresh.len(), 10);
    let old = again.post("/sign-in/factor", &[("code", &app.recovery[1]), ("by", "recovery")]).await.unwrap();
    assert_eq!(old.status, 422, "the old ones have ended");
    assert_eq!(again.post("/sign-in/factor", &[("code", &fresh[1])]).await.unwrap().status, 303);
    // With the last factor they go.
    again.get("/account").await.unwrap();
    let removed = again.post("/account/codes/remove", &[]).await.unwrap();
    assert_eq!(removed.header("location"), "/account?done=codes-removed");
    assert_eq!(here.get("/account").await.unwrap().status, 303, "every other session ended");
    assert!(!again.get("/account").await.unwrap().text().contains("are left"));
    assert!(is_in(&signed_in(&portal, &olga()).await), "nothing more is asked for");
}

#[tokio::test]
async fn a_pending_sign_in_is_good_here_for_a_few_wrong_codes_and_as_long_as_the_password() {
    let portal = portal().await;
    let mut here = signed_in(&portal, &olga()).await;
    let app = set_up_app(&mut here).await;
    let mut visitor = waiting(&portal, &olga()).await;
    for _ in 0..4 {
        assert_eq!(visitor.post("/sign-in/factor", &[("code", &app.wrong())]).await.unwrap().status, 422);
    }
    let over = visitor.post("/sign-in/factor", &[("code", &app.wrong())]).await.unwrap();
    assert!(over.status == 303 && over.header("location").ends_with("over=1"), "{}", over.text());
    assert!(visitor.get(over.header("location")).await.unwrap().text().contains("Sign in again"));
    let right = visitor.post("/sign-in/factor", &[("code", &app.recovery[0])]).await.unwrap();
    assert!(!is_in(&visitor) && right.status == 303, "{}", right.text());

    let waiting_visitor = waiting(&portal, &olga()).await;
    let mut bright = Visitor::at(&portal, "portal.bright.example");
    bright.get("/sign-in").await.unwrap();
    let form_cookie = bright.cookies.clone();
    bright.cookies = waiting_visitor.cookies.clone();
    bright.cookies.extend(form_cookie);
    assert!(
        bright.get("/sign-in/factor").await.unwrap().header("location").starts_with("/sign-in?"),
        "another brand's"
    );
    bright.post("/sign-in/factor", &[("code", &app.recovery[1])]).await.unwrap();
    assert!(!is_in(&bright));

    // Without the form's token, and with another browser's.
    let mut stolen = Visitor::new(&portal);
    stolen.get("/sign-in").await.unwrap();
    stolen.cookies.insert("__Host-portal_pending".to_owned(), waiting_visitor.cookies["__Host-portal_pending"].clone());
    stolen.csrf = waiting_visitor.csrf.clone();
    assert_eq!(stolen.post("/sign-in/factor", &[("code", &app.recovery[2])]).await.unwrap().status, 403);

    let mut late = waiting_visitor;
    here.get("/account/password").await.unwrap();
    let form = [("current", PASSWORD), ("new", "green lamp in the attic")];
    assert_eq!(here.post("/account/password", &form).await.unwrap().status, 303);
    let ended = late.post("/sign-in/factor", &[("code", &app.recovery[3])]).await.unwrap();
    assert!(!is_in(&late) && ended.header("location").ends_with("over=1"), "it ends with the password that began it");
}

#[tokio::test]
async fn guessing_is_hopeless_and_locks_nobody_out() {
    let clock = Clock::standing();
    let settings = Settings { rate_codes_each: None, rate_codes_account: None, ..unlimited() };
    let portal = with_passwords(Portal::start_with(settings, &clock).await.unwrap()).await;
    let mut known = signed_in(&portal, &olga()).await;
    let app = set_up_app(&mut known).await;
    known.post("/sign-out", &[]).await.unwrap();
    let mut guesses = 0;
    let mut told = None;
    while told.is_none() {
        let mut guesser = waiting(&portal, &olga()).await;
        for _ in 0..5 {
            let answer = guesser.post("/sign-in/factor", &[("code", &app.wrong())]).await.unwrap();
            if answer.status == 429 {
                told = Some(answer.header("retry-after").to_owned());
                break;
            }
            guesses += 1;
        }
    }
    assert_eq!((guesses, told.as_deref()), (10, Some("360")), "ten an hour from one address");
    // A recovery code is not guessed, and is taken.
    let mut stranger = waiting(&portal, &olga()).await;
    assert_eq!(stranger.post("/sign-in/factor", &[("code", &app.recovery[0])]).await.unwrap().status, 303);
    // In the browser that the account knows, a code of the app is.
    let asked = known.sign_in(&olga(), PASSWORD).await.unwrap();
    assert!(asked.header("location").starts_with("/sign-in/factor"));
    known.get("/sign-in/factor").await.unwrap();
    assert_eq!(known.post("/sign-in/factor", &[("code", &app.code())]).await.unwrap().status, 303);
    portal.eventually(|| portal.mails_to(&olga()).unwrap().iter().any(|mail| mail.contains("Wrong codes"))).await;
}

#[tokio::test]
async fn a_hundred_wrong_codes_from_strangers_end_their_guessing_until_the_person_is_there() {
    let portal = portal().await;
    let mut known = signed_in(&portal, &olga()).await;
    let app = set_up_app(&mut known).await;
    for _ in 0..20 {
        let mut guesser = waiting(&portal, &olga()).await;
        for _ in 0..5 {
            guesser.post("/sign-in/factor", &[("code", &app.wrong())]).await.unwrap();
        }
    }
    let mut guesser = waiting(&portal, &olga()).await;
    let refused = guesser.post("/sign-in/factor", &[("code", &app.code())]).await.unwrap();
    assert!(refused.status == 422 && refused.text().contains("too many wrong codes"), "{}", refused.text());
    known.sign_in(&olga(), PASSWORD).await.unwrap();
    known.get("/sign-out").await.unwrap();
    let mut known = {
        known.cookies.remove("__Host-portal_session");
        known
    };
    known.sign_in(&olga(), PASSWORD).await.unwrap();
    known.get("/sign-in/factor").await.unwrap();
    assert_eq!(known.post("/sign-in/factor", &[("code", &app.code())]).await.unwrap().status, 303);
    let mut stranger = waiting(&portal, &olga()).await;
    let wrong = stranger.post("/sign-in/factor", &[("code", &app.wrong())]).await.unwrap();
    assert!(wrong.text().contains("used already"), "codes are looked at again: {}", wrong.text());
}

#[tokio::test]
async fn an_operator_takes_lost_factors_away_and_everything_ends() {
    let portal = portal().await;
    let mut here = signed_in(&portal, &olga()).await;
    set_up_app(&mut here).await;
    let mut half = waiting(&portal, &olga()).await;
    let (user, count) = factors::reset(portal.app(), "acme", &olga().to_uppercase()).await.unwrap();
    assert_eq!((user, count), (loggia_tests::fixture::user("olga"), 1));
    assert!(factors::reset(portal.app(), "bright", &olga()).await.is_err(), "another brand's people are others");
    assert_eq!(here.get("/account").await.unwrap().status, 303);
    assert!(half.get("/sign-in/factor").await.unwrap().header("location").starts_with("/sign-in?"));
    assert!(is_in(&signed_in(&portal, &olga()).await));
    portal.eventually(|| portal.mails_to(&olga()).unwrap().iter().any(|mail| mail.contains("was reset"))).await;
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let entry = log.items.iter().find(|entry| entry.action == "factor.reset").unwrap();
    assert_eq!(entry.actor.name, "Command line");
}

/// What the portal's script hears of the session in Northwind.
async fn session(visitor: &Visitor<'_>, csrf: &str) -> loggia_tests::wire::Answer {
    let bearer = format!("csrf_{csrf}.{}", loggia_tests::fixture::northwind());
    visitor.ask("GET", "/v1/session").bearer(&bearer).header("sec-fetch-site", "same-origin").send().await.unwrap()
}

#[tokio::test]
async fn an_organization_that_asks_for_a_second_factor_leads_to_setting_one_up() {
    let portal = portal().await;
    let northwind = loggia_tests::fixture::northwind();
    let mut visitor = signed_in(&portal, &olga()).await;
    visitor.get("/account").await.unwrap();
    let csrf = visitor.csrf.clone();
    assert_eq!(session(&visitor, &csrf).await.status, 200);
    assert!(factors::require(portal.app(), "bright", Some(northwind.clone()), true).await.is_err(), "another brand's");
    assert!(factors::require(portal.app(), "acme", Some(northwind.clone()), true).await.unwrap());
    assert!(!factors::require(portal.app(), "acme", Some(northwind.clone()), true).await.unwrap(), "it is so already");
    for path in ["/", &format!("/o/{northwind}"), "/account/applications", "/oauth/authorize"] {
        let led = visitor.get(path).await.unwrap();
        assert_eq!((led.status, led.header("location")), (303, "/account"), "{path}");
    }
    let page = visitor.get("/account").await.unwrap().text();
    assert!(page.contains("asks for two-step verification"), "{page}");
    let refused = session(&visitor, &csrf).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "second_factor_required"));
    let embed = portal.sign_in("olga").await.unwrap();
    assert!(embed.client.session().get().await.is_ok(), "the vendor vouches");
    set_up_app(&mut visitor).await;
    assert_eq!(session(&visitor, &csrf).await.status, 200);
    assert!(visitor.get("/").await.unwrap().header("location").starts_with("/o/"));
    let log = embed.client.audit_events().list(&Default::default()).await.unwrap();
    assert!(log.items.iter().any(|entry| entry.action == "factor.required"), "{log:?}");
    // The whole brand.
    let mut mia = signed_in(&portal, "mia@northwind.example").await;
    assert!(factors::require(portal.app(), "acme", Some(northwind), false).await.unwrap());
    assert!(mia.get("/").await.unwrap().header("location").starts_with("/o/"));
    assert!(factors::require(portal.app(), "acme", None, true).await.unwrap());
    assert_eq!(mia.get("/").await.unwrap().header("location"), "/account");
    mia.get("/account").await.unwrap();
    assert!(mia.post("/sign-out", &[]).await.unwrap().header("location").starts_with("/sign-in"), "one can leave");
}
