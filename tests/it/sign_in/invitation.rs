//! Joining by the link of an invitation's mail.

use loggia_client::types::{Role, members::CreateInvitation};
use loggia_tests::{Portal, Visitor};

use super::{
    PASSWORD, olga, portal,
    post::{last_link, token},
};

/// Invites somebody, and reads the secret from the mail.
async fn invite(portal: &Portal, email: &str) -> String {
    let owner = portal.sign_in("olga").await.unwrap().client;
    owner
        .invitations()
        .create(&CreateInvitation { email: email.to_owned(), role: Role::Member.into(), ends_at: None })
        .await
        .unwrap();
    token(&last_link(portal, email, "/invitation").await).to_owned()
}

#[tokio::test]
async fn somebody_new_joins_with_a_password_and_the_link_is_good_once() {
    let portal = portal().await;
    let secret = invite(&portal, "nia@northwind.example").await;
    let link = format!("/invitation?token={secret}");
    let mut nia = Visitor::new(&portal);
    let page = nia.get(&link).await.unwrap().text();
    assert!(
        page.contains("Join Northwind NWQXMARK Traders") && page.contains("Olga NWQXMARK Owner invites you as member"),
        "{page}"
    );
    for (name, password, told) in [
        ("", PASSWORD, "Enter your name"),
        ("Nia New", "short", "at least 15 characters"),
        ("Nia New", "nia@northwind.example", "mostly your name"),
    ] {
        let form = [("token", secret.as_str()), ("name", name), ("password", password)];
        let refused = nia.post("/invitation", &form).await.unwrap();
        assert!(refused.status == 422 && refused.text().contains(told), "{told}: {}", refused.text());
    }
    let form = [("token", secret.as_str()), ("name", "Nia New"), ("password", PASSWORD)];
    let joined = nia.post("/invitation", &form).await.unwrap();
    assert!(joined.status == 303 && joined.header("location").starts_with("/o/org_"), "{}", joined.text());
    let account = nia.get("/account").await.unwrap().text();
    assert!(
        account.contains("Nia New") && account.contains("Confirmed on"),
        "the link has shown the address: {account}"
    );
    let log = portal.sign_in("olga").await.unwrap().client.audit_events().list(&Default::default()).await.unwrap();
    for action in ["invitation.accepted", "password.set", "session.began"] {
        assert!(log.items.iter().any(|entry| entry.action == action), "{action}: {log:?}");
    }
    let mut again = Visitor::new(&portal);
    assert!(again.get(&link).await.unwrap().text().contains("not good any more"));
    assert_eq!(again.sign_in("nia@northwind.example", PASSWORD).await.unwrap().status, 303);
    // Another brand's host does not know the link of this one.
    let secret = invite(&portal, "noa@northwind.example").await;
    let elsewhere = Visitor::at(&portal, "portal.bright.example").get(&format!("/invitation?token={secret}")).await;
    assert_eq!(elsewhere.unwrap().status, 404);
}

#[tokio::test]
async fn somebody_known_signs_in_to_join_and_nobody_joins_for_them() {
    let portal = portal().await;
    portal.set_password("henry", PASSWORD).await.unwrap();
    let secret = invite(&portal, "henry@harbor.example").await;
    let link = format!("/invitation?token={secret}");
    let mut visitor = Visitor::new(&portal);
    assert!(visitor.get(&link).await.unwrap().text().contains("Sign in to join"));
    let form = [("token", secret.as_str()), ("name", "Evil"), ("password", "another pass phrase")];
    visitor.post("/invitation", &form).await.unwrap();
    assert!(!visitor.cookies.contains_key("__Host-portal_session"), "the link alone is not their password");
    let mut other = Visitor::new(&portal);
    other.sign_in(&olga(), PASSWORD).await.unwrap();
    let page = other.get(&link).await.unwrap().text();
    assert!(page.contains("for somebody else") && page.contains("action=\"&#x2f;sign-out\""), "{page}");
    let before = other.cookies["__Host-portal_session"].clone();
    other.post("/invitation", &form).await.unwrap();
    assert_eq!(other.cookies["__Host-portal_session"], before, "nothing was joined");
    other.get(&link).await.unwrap();
    let out = other.post("/sign-out", &[("return_to", &link)]).await.unwrap();
    assert_eq!((out.status, out.header("location")), (303, link.as_str()), "and on with the invitation");
    assert!(other.get(&link).await.unwrap().text().contains("Sign in to join"));
    visitor.sign_in("henry@harbor.example", PASSWORD).await.unwrap();
    assert!(visitor.get(&link).await.unwrap().text().contains("Join Northwind"));
    let joined = visitor.post("/invitation", &[("token", secret.as_str())]).await.unwrap();
    assert_eq!(joined.status, 303, "{}", joined.text());
    let organizations = visitor.get("/").await.unwrap().text();
    assert!(organizations.contains("Northwind") && organizations.contains("Harbor"), "{organizations}");
}

#[tokio::test]
async fn who_is_known_without_a_password_joins_by_a_link_to_sign_in_and_the_invitation_gives_no_password() {
    let portal = portal().await;
    let hana = "hana@harbor.example";
    let secret = invite(&portal, hana).await;
    let link = format!("/invitation?token={secret}");
    let mut visitor = Visitor::new(&portal);
    let page = visitor.get(&link).await.unwrap().text();
    assert!(page.contains("Sign in to join") && page.contains("E-mail me a sign-in link"), "{page}");
    let form = [("token", secret.as_str()), ("name", "Evil"), ("password", "another pass phrase")];
    visitor.post("/invitation", &form).await.unwrap();
    assert!(!visitor.cookies.contains_key("__Host-portal_session"));
    assert_eq!(Visitor::new(&portal).sign_in(hana, "another pass phrase").await.unwrap().status, 422);
    visitor.get(&link).await.unwrap();
    visitor.post("/sign-in/mail", &[("email", hana), ("return_to", &link)]).await.unwrap();
    let mailed = last_link(&portal, hana, "/sign-in/link").await;
    visitor.get(&mailed).await.unwrap();
    let signed_in = visitor.post("/sign-in/link", &[("token", token(&mailed))]).await.unwrap();
    assert_eq!(signed_in.header("location"), link, "back to the invitation");
    let page = visitor.get(&link).await.unwrap().text();
    assert!(page.contains("Join Northwind") && !page.contains("type=\"password\""), "{page}");
    let joined = visitor.post("/invitation", &[("token", secret.as_str())]).await.unwrap();
    assert!(joined.status == 303 && joined.header("location").starts_with("/o/org_"), "{}", joined.text());
}
