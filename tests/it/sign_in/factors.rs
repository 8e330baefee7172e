//! What the tests about second factors share: setting one up as a person does.

use loggia_tests::{
    Portal, Visitor,
    authenticator::{Authenticator, one_time_code},
    wire::Answer,
};

use super::PASSWORD;

/// Where the tests' visitors are.
pub(crate) const ORIGIN: &str = "https://portal.acme.example";

/// A person with an app that shows codes.
pub(crate) struct App {
    /// What the app was told.
    pub(crate) key: String,
    /// The code that it was set up with. It stays used, also after the time step that it was of.
    pub(crate) used: String,
    /// The recovery codes that they kept.
    pub(crate) recovery: Vec<String>,
}

impl App {
    /// A code that is good now and was not used to set it up: the one of the next time step. Asked for again, it may be
    /// another.
    pub(crate) fn code(&self) -> String {
        self.code_after(1)
    }

    /// A code that is of no time step around now.
    pub(crate) fn wrong(&self) -> String {
        let near: Vec<String> = (-4..=6).map(|steps| self.code_after(steps)).collect();
        (0..20).map(|number| format!("{:06}", number * 11_111)).find(|code| !near.contains(code)).unwrap()
    }

    /// The code that it shows so many time steps from now.
    pub(crate) fn code_after(&self, steps: i64) -> String {
        one_time_code(&self.key, 30 * steps).unwrap()
    }
}

/// What stands between two texts on a page.
pub(crate) fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("{before} is not in {text}")).1;
    rest.split_once(after).unwrap().0
}

/// The recovery codes on a page.
pub(crate) fn recovery_codes(page: &str) -> Vec<String> {
    page.split("<li><code>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

/// Sets up an app for somebody who is signed in.
pub(crate) async fn set_up_app(visitor: &mut Visitor<'_>) -> App {
    visitor.get("/account").await.unwrap();
    let proposed = visitor.post("/account/codes", &[]).await.unwrap();
    assert_eq!(proposed.header("location"), "/account/codes", "{}", proposed.text());
    let page = visitor.get("/account/codes").await.unwrap().text();
    let key = between(&page, "<code class=\"key\">", "</code>").to_owned();
    let code = one_time_code(&key, 0).unwrap();
    let shown = visitor.post("/account/codes/confirm", &[("code", &code)]).await.unwrap();
    assert_eq!(shown.status, 200, "{}", shown.text());
    App { key, used: code, recovery: recovery_codes(&shown.text()) }
}

/// Shows a passkey at a form of the page that was seen last: asks for the options, answers with `answer`, sends it.
pub(crate) async fn show_passkey(
    visitor: &mut Visitor<'_>,
    path: &str,
    answer: impl FnOnce(&serde_json::Value) -> String,
) -> Answer {
    let options = visitor.post(&format!("{path}/options"), &[]).await.unwrap();
    assert_eq!(options.status, 200, "{}", options.text());
    let options = options.json();
    let answer = answer(&options);
    let challenge = options["id"].as_str().unwrap();
    visitor.post(path, &[("challenge", challenge), ("answer", &answer), ("name", "My <key>")]).await.unwrap()
}

/// Gives somebody who is signed in a passkey. The answer to the last form.
pub(crate) async fn add_passkey(visitor: &mut Visitor<'_>, authenticator: &mut Authenticator) -> Answer {
    visitor.get("/account/passkeys/new").await.unwrap();
    show_passkey(visitor, "/account/passkeys", |options| authenticator.create(options).unwrap()).await
}

/// Somebody who is signed in with a password.
pub(crate) async fn signed_in<'p>(portal: &'p Portal, email: &str) -> Visitor<'p> {
    let mut visitor = Visitor::new(portal);
    assert_eq!(visitor.sign_in(email, PASSWORD).await.unwrap().status, 303);
    assert!(visitor.cookies.contains_key("__Host-portal_session"));
    visitor
}

/// Somebody who has shown a password, and still has to show a second factor.
pub(crate) async fn waiting<'p>(portal: &'p Portal, email: &str) -> Visitor<'p> {
    let mut visitor = Visitor::new(portal);
    let asked = visitor.sign_in(email, PASSWORD).await.unwrap();
    assert!(asked.status == 303 && asked.header("location").starts_with("/sign-in/factor?"), "{}", asked.text());
    assert!(
        !visitor.cookies.contains_key("__Host-portal_session") && !visitor.cookies.contains_key("__Host-portal_device")
    );
    let page = visitor.get("/sign-in/factor").await.unwrap();
    assert_eq!(page.status, 200, "{}", page.text());
    visitor
}
