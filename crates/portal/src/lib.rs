//! The hosted portal's pages: HTML that the server renders, one small style sheet, and one script for the page that shows
//! widgets. Everything else works without scripts.
//!
//! [`Pages`] holds the templates; [`Page`] says which page is shown and with what on it, [`Frame`] what every page has. Texts
//! are in [`words`]: one that is missing in a language does not compile. Templates escape what is put into them.

mod audit;
pub mod console;
mod oauth;
mod page;
mod sso;
mod theme;
pub mod words;

use minijinja::{Environment, Value, context, value::Serde};

pub use audit::{AuditPage, NewStream, Retention, ShownSecret, Stream};
pub use oauth::{Application, Applications, Consent, Leaving, OrganizationChoice, scope_words};
pub use page::{
    Account, Action, Asks, Brand, ChangeEmail, ChangePassword, Codes, Form, Frame, Invitation, LanguageChoice, Link,
    MailedLink, Message, Moment, NewPasskey, OrganizationLink, Organizations, Page, Passkey, Password, Person, Profile,
    Prove, RecoveryCodes, Session, SignIn, WidgetPage,
};
pub use sso::{
    ConnectionLine, DomainLine, LinkedAccounts, LinkedLine, NewConnection, OwnerChoice, RoleOption, RuleLine, SignOn,
    SsoChoice, SsoConnectionPage, TestResult,
};
pub use theme::theme_sheet;
pub use words::{Fill, Locale};

/// The style sheet of every page. Its colours and sizes come from [`theme_sheet`].
pub const STYLE: &str = include_str!("../assets/portal.css");
/// The script of the page that shows widgets.
pub const SCRIPT: &str = include_str!("../assets/page.js");

/// The script of pages that ask for a passkey.
pub const PASSKEY_SCRIPT: &str = include_str!("../assets/passkeys.js");

/// A page that cannot be rendered: a fault of its template.
#[derive(Debug, thiserror::Error)]
#[error("the page cannot be rendered: {0:#}")]
pub struct RenderError(#[from] minijinja::Error);

/// The templates.
#[derive(Debug)]
pub struct Pages(Environment<'static>);

macro_rules! templates {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("../templates/", $name)))),+] };
}

const TEMPLATES: [(&str, &str); 45] = templates!(
    "account.html",
    "applications.html",
    "audit.html",
    "change_email.html",
    "change_password.html",
    "codes.html",
    "console/access.html",
    "console/entry.html",
    "console/feature_list.html",
    "console/features.html",
    "console/layout.html",
    "console/log.html",
    "console/log_head.html",
    "console/member.html",
    "console/members.html",
    "console/operators.html",
    "console/organization.html",
    "console/organizations.html",
    "console/pages.html",
    "consent.html",
    "done.html",
    "field_error.html",
    "forgotten.html",
    "invitation.html",
    "layout.html",
    "leaving.html",
    "linked.html",
    "mailed_link.html",
    "mark.html",
    "message.html",
    "nav.html",
    "new_passkey.html",
    "organizations.html",
    "passkey.html",
    "password.html",
    "problem.html",
    "profile.html",
    "prove.html",
    "recovery_codes.html",
    "sign_in.html",
    "sign_on.html",
    "sign_on_connection.html",
    "sso_choice.html",
    "switcher.html",
    "widget.html",
);

impl Pages {
    /// Reads the templates.
    ///
    /// # Errors
    /// When one of them is not well-formed.
    pub fn new() -> Result<Self, RenderError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
        for (name, source) in TEMPLATES {
            environment.add_template(name, source)?;
        }
        environment.add_filter("fill", |text: &str, name: &str, value: &Value| text.fill(name, &value.to_string()));
        Ok(Self(environment))
    }

    /// A page as HTML.
    ///
    /// # Errors
    /// When its template asks for what the page does not have.
    pub fn render(&self, page: &Page, frame: &Frame) -> Result<String, RenderError> {
        let template = self.0.get_template(page.template())?;
        let texts = Value::from(Serde(frame.locale.words()));
        let console = matches!(page, Page::Console(_)).then(|| Value::from(Serde(frame.locale.console())));
        let rtl = frame.locale.is_right_to_left();
        let (frame, page) = (Value::from(Serde(frame)), Value::from(Serde(page)));
        Ok(template.render(context! { t => texts, c => console, rtl, frame => frame, page => page })?)
    }
}

#[cfg(test)]
mod tests;
