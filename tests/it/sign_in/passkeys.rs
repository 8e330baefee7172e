//! Passkeys, by an authenticator that can be told to do what it should not.

use loggia_tests::{Visitor, authenticator::Authenticator, fixture};

use super::{
    factors::{ORIGIN, add_passkey, recovery_codes, show_passkey, signed_in, waiting},
    olga, portal,
};

fn is_in(visitor: &Visitor<'_>) -> bool {
    visitor.cookies.contains_key("__Host-portal_session")
}

#[tokio::test]
async fn a_passkey_alone_signs_its_person_in() {
    let portal = portal().await;
    let mut olga_here = signed_in(&portal, &olga()).await;
    let mut authenticator = Authenticator::new(ORIGIN).unwrap();
    let added = add_passkey(&mut olga_here, &mut authenticator).await;
    assert_eq!((added.status, recovery_codes(&added.text()).len()), (200, 10), "{}", added.text());
    let account = olga_here.get("/account").await.unwrap().text();
    assert!(
        account.contains("My &lt;key&gt;") && account.contains("on one device") && account.contains("not used yet")
    );
    let mut visitor = Visitor::new(&portal);
    let page = visitor.get("/sign-in").await.unwrap().text();
    assert!(page.contains("Sign in with a passkey") && page.contains("autocomplete=\"username webauthn\""), "{page}");
    authenticator.counter += 1;
    let into = show_passkey(&mut visitor, "/sign-in/passkey", |options| {
        assert!(options["publicKey"]["allowCredentials"].as_array().is_none_or(Vec::is_empty), "nobody is named");
        assert_eq!(options["publicKey"]["userVerification"], "required");
        authenticator.sign(options).unwrap()
    })
    .await;
    assert_eq!((into.status, into.header("location")), (303, "/"), "{}", into.text());
    let account = visitor.get("/account").await.unwrap().text();
    assert!(account.contains("Olga") && !account.contains("not used yet"), "{account}");
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    let began = log.items.iter().find(|entry| entry.action == "session.began").unwrap();
    assert_eq!(began.changes.as_ref().unwrap()["after"]["methods"].to_string(), r#"["hwk","mfa"]"#);
}

#[tokio::test]
async fn a_signature_is_taken_of_this_page_for_this_challenge_once_and_verified_only() {
    let portal = portal().await;
    let mut owner = signed_in(&portal, &olga()).await;
    let mut key = Authenticator::new(ORIGIN).unwrap();
    key.synced = true;
    add_passkey(&mut owner, &mut key).await;
    let mut visitor = Visitor::new(&portal);
    visitor.get("/sign-in").await.unwrap();
    let handle = key.user_handle.clone();
    let mut refuse = async |what: &str, change: &dyn Fn(&mut Authenticator), back: &dyn Fn(&mut Authenticator)| {
        change(&mut key);
        key.counter += 1;
        let refused = show_passkey(&mut visitor, "/sign-in/passkey", |options| key.sign(options).unwrap()).await;
        assert!(refused.status == 422 && !is_in(&visitor), "{what}: {} {}", refused.status, refused.text());
        assert!(refused.text().contains("This passkey cannot be used here"), "{what}");
        back(&mut key);
    };
    let origin = |to: &'static str| move |key: &mut Authenticator| key.origin = to.to_owned();
    for other in [
        "https://evil.example",
        "https://portal.bright.example",
        "http://portal.acme.example",
        "https://portal.acme.example:8443",
    ] {
        refuse(other, &origin(other), &origin(ORIGIN)).await;
    }
    refuse("nobody was verified", &|key| key.verifies = false, &|key| key.verifies = true).await;
    refuse("somebody else's handle", &|key| key.user_handle = "AAAAAAAAAAAAAAAAAAAAAA".to_owned(), &|key| {
        key.user_handle.clone_from(&handle);
    })
    .await;
    let high = key.counter + 10;
    // The counter goes on, and then back: a copy.
    key.counter = high;
    let mut first = Visitor::new(&portal);
    first.get("/sign-in").await.unwrap();
    let mut shown = (String::new(), String::new());
    let into = show_passkey(&mut first, "/sign-in/passkey", |options| {
        shown = (options["id"].as_str().unwrap().to_owned(), key.sign(options).unwrap());
        shown.1.clone()
    })
    .await;
    assert_eq!(into.status, 303, "{}", into.text());
    for counter in [high, high - 1, 0] {
        key.counter = counter;
        let refused = show_passkey(&mut visitor, "/sign-in/passkey", |options| key.sign(options).unwrap()).await;
        assert_eq!(refused.status, 422, "counter {counter}");
    }
    // The same answer again, here and in another browser; and one to a question that was put to another browser.
    for _ in 0..2 {
        let again = visitor.post("/sign-in/passkey", &[("challenge", &shown.0), ("answer", &shown.1)]).await.unwrap();
        assert_eq!(again.status, 422);
    }
    key.counter = high + 5;
    let mut other = Visitor::new(&portal);
    other.get("/sign-in").await.unwrap();
    let options = other.post("/sign-in/passkey/options", &[]).await.unwrap().json();
    let answer = key.sign(&options).unwrap();
    let form = [("challenge", options["id"].as_str().unwrap()), ("answer", answer.as_str())];
    assert_eq!(
        visitor.post("/sign-in/passkey", &form).await.unwrap().status,
        422,
        "bound to the browser that was asked"
    );
    // A wrong attempt has not used it up for the right browser, but a challenge for signing in confirms nothing.
    owner.get("/account").await.unwrap();
    assert_ne!(owner.post("/confirm/passkey", &form).await.unwrap().status, 303);
    assert_eq!(other.post("/sign-in/passkey", &form).await.unwrap().status, 303);
    for broken in ["", "{}", "[]", "null", r#"{"id":"a"}"#] {
        let options = visitor.post("/sign-in/passkey/options", &[]).await.unwrap().json();
        let form = [("challenge", options["id"].as_str().unwrap()), ("answer", broken)];
        assert_eq!(visitor.post("/sign-in/passkey", &form).await.unwrap().status, 422, "{broken}");
    }
}

#[tokio::test]
async fn a_passkey_is_for_one_host_and_one_person() {
    let portal = portal().await;
    let mut owner = signed_in(&portal, &olga()).await;
    let mut key = Authenticator::new(ORIGIN).unwrap();
    add_passkey(&mut owner, &mut key).await;
    // At another brand's host the very same key is nobody's.
    let mut bright = Visitor::at(&portal, "portal.bright.example");
    bright.get("/sign-in").await.unwrap();
    key.origin = "https://portal.bright.example".to_owned();
    let refused = show_passkey(&mut bright, "/sign-in/passkey", |options| {
        assert_eq!(options["publicKey"]["rpId"], "portal.bright.example");
        key.counter += 1;
        key.sign(options).unwrap()
    })
    .await;
    assert!(refused.status == 422 && !is_in(&bright));
    // Where there is no name, there are no passkeys.
    let mut address = Visitor::at(&portal, "127.0.0.1");
    address.get("/sign-in").await.unwrap();
    assert_eq!(address.post("/sign-in/passkey/options", &[]).await.unwrap().status, 404);
    // Mia cannot be let in, nor confirmed, by Olga's.
    key.origin = ORIGIN.to_owned();
    let mut mia = signed_in(&portal, &fixture::email("mia")).await;
    let mut mias = Authenticator::new(ORIGIN).unwrap();
    add_passkey(&mut mia, &mut mias).await;
    mia.get("/confirm").await.unwrap();
    let refused = show_passkey(&mut mia, "/confirm/passkey", |options| key.sign(options).unwrap()).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let mut waits = waiting(&portal, &fixture::email("mia")).await;
    let refused = show_passkey(&mut waits, "/sign-in/factor/passkey", |options| key.sign(options).unwrap()).await;
    assert!(refused.status == 422 && !is_in(&waits), "{}", refused.text());
    mias.counter += 1;
    let into = show_passkey(&mut waits, "/sign-in/factor/passkey", |options| mias.sign(options).unwrap()).await;
    assert!(into.status == 303 && is_in(&waits), "{}", into.text());
    // The same key for two people, and a second time for one, is not taken.
    mia.get("/account/passkeys/new").await.unwrap();
    let again = show_passkey(&mut mia, "/account/passkeys", |options| mias.create(options).unwrap()).await;
    assert_ne!(again.status, 200, "{}", again.text());
}

#[tokio::test]
async fn a_passkey_that_was_removed_opens_nothing_and_nobody_removes_anothers() {
    let portal = portal().await;
    let mut owner = signed_in(&portal, &olga()).await;
    let (mut one, mut two) = (Authenticator::new(ORIGIN).unwrap(), Authenticator::new(ORIGIN).unwrap());
    add_passkey(&mut owner, &mut one).await;
    let second = add_passkey(&mut owner, &mut two).await;
    assert_eq!(second.header("location"), "/account?done=passkey", "recovery codes are there already");
    let page = owner.get("/account").await.unwrap().text();
    let paths: Vec<String> =
        page.split('"').filter(|part| part.starts_with("/account/passkeys/pk_")).map(str::to_owned).collect();
    assert_eq!(paths.len(), 2, "{page}");
    let mut mia = signed_in(&portal, &fixture::email("mia")).await;
    mia.get("/account").await.unwrap();
    assert_eq!(mia.post(&paths[0], &[]).await.unwrap().status, 404);
    assert_eq!(owner.post(&paths[0], &[]).await.unwrap().header("location"), "/account?done=passkey-removed");
    let mut visitor = Visitor::new(&portal);
    visitor.get("/sign-in").await.unwrap();
    (one.counter, two.counter) = (9, 9);
    let refused = show_passkey(&mut visitor, "/sign-in/passkey", |options| one.sign(options).unwrap()).await;
    assert!(refused.status == 422 && !is_in(&visitor));
    let into = show_passkey(&mut visitor, "/sign-in/passkey", |options| two.sign(options).unwrap()).await;
    assert!(into.status == 303 && is_in(&visitor));
}
