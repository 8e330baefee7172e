//! What is on each page.

use serde::Serialize;

use crate::{
    audit::AuditPage,
    console::Console,
    oauth::{Applications, Consent, Leaving},
    sso::{LinkedAccounts, SignOn, SsoChoice, SsoConnectionPage},
    words::Locale,
};

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The language it is in.
    pub locale: Locale,
    /// Whose portal it is.
    pub brand: Brand,
    /// Who is signed in.
    pub person: Option<Person>,
    /// The organizations that they belong to, to go from one to another.
    pub organizations: Vec<OrganizationLink>,
    /// What the page's forms send along.
    pub csrf: String,
    /// Where the brand's colours and sizes are.
    pub theme_url: String,
    /// Where the style sheet is.
    pub style_url: String,
    /// Where the script of the page with widgets is.
    pub script_url: String,
    /// Where the script of pages that ask for a passkey is.
    pub passkey_script_url: String,
}

/// A brand, as its pages show it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Brand {
    /// Its name.
    pub name: String,
    /// The letter that stands for it where there is no logo.
    pub initial: String,
    /// Where its logo is.
    pub logo_url: Option<String>,
    /// Where the picture is that stands for it in a browser's tab.
    pub icon_url: Option<String>,
    /// Where a customer finds a person.
    pub support_email: Option<String>,
    /// Who is behind it.
    pub legal_name: Option<String>,
    /// Its help, imprint, privacy notice and terms.
    pub links: Vec<Link>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
}

/// A page. Texts that are not the person's own are in the frame's language.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Page {
    /// Asks for the e-mail address.
    SignIn(SignIn),
    /// Asks for the password.
    Password(Password),
    /// Asks for the address of whoever forgot their password.
    Forgotten(SignIn),
    /// What a mailed link leads to.
    MailedLink(MailedLink),
    /// Asks for a second factor, or for a proof once more.
    Prove(Prove),
    /// Which organization?
    Organizations(Organizations),
    /// A widget in one organization.
    Widget(WidgetPage),
    /// Profile, address, password, second factors and sessions.
    Account(Account),
    /// Changing the password.
    ChangePassword(ChangePassword),
    /// Setting up an app that shows codes.
    Codes(Codes),
    /// Recovery codes, shown once.
    RecoveryCodes(RecoveryCodes),
    /// Adding a passkey.
    NewPasskey(NewPasskey),
    /// Name and language.
    Profile(Profile),
    /// Asks for another address.
    ChangeEmail(ChangeEmail),
    /// Joining an organization.
    Invitation(Invitation),
    /// Letting a program in.
    Consent(Consent),
    /// On the way back to a program.
    Leaving(Leaving),
    /// The programs that were let in.
    Applications(Applications),
    /// Going on to an identity provider.
    SsoChoice(SsoChoice),
    /// Setting up single sign-on.
    SignOn(Box<SignOn>),
    /// Setting up one connection.
    SsoConnection(Box<SsoConnectionPage>),
    /// Linking one's account.
    Linked(LinkedAccounts),
    /// How long the audit log is kept, and where it is sent to.
    Audit(Box<AuditPage>),
    /// Something else that has to be said.
    Message(Message),
    /// A page of the console.
    Console(Box<Console>),
}

impl Page {
    pub(crate) fn template(&self) -> &'static str {
        match self {
            Self::SignIn(_) => "sign_in.html",
            Self::Password(_) => "password.html",
            Self::Forgotten(_) => "forgotten.html",
            Self::MailedLink(_) => "mailed_link.html",
            Self::Profile(_) => "profile.html",
            Self::ChangeEmail(_) => "change_email.html",
            Self::Prove(_) => "prove.html",
            Self::Organizations(_) => "organizations.html",
            Self::Widget(_) => "widget.html",
            Self::Account(_) => "account.html",
            Self::ChangePassword(_) => "change_password.html",
            Self::Codes(_) => "codes.html",
            Self::RecoveryCodes(_) => "recovery_codes.html",
            Self::NewPasskey(_) => "new_passkey.html",
            Self::Invitation(_) => "invitation.html",
            Self::Consent(_) => "consent.html",
            Self::Leaving(_) => "leaving.html",
            Self::Applications(_) => "applications.html",
            Self::SsoChoice(_) => "sso_choice.html",
            Self::SignOn(_) => "sign_on.html",
            Self::SsoConnection(_) => "sign_on_connection.html",
            Self::Linked(_) => "linked.html",
            Self::Audit(_) => "audit.html",
            Self::Message(_) => "message.html",
            Self::Console(page) => page.template(),
        }
    }
}

/// The page that asks for the e-mail address.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SignIn {
    /// What was typed.
    pub email: String,
    /// Where to go afterwards.
    pub return_to: String,
    /// What is wrong with the address.
    pub error: Option<String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
    /// What was done before.
    pub done: Option<String>,
    /// Where they sign out at their identity provider, too.
    pub leave: Option<Action>,
    /// In which way they ask to sign in: `password`, or empty.
    pub way: String,
}

/// The page that asks for the password.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Password {
    /// Whose.
    pub email: String,
    /// Where to go afterwards.
    pub return_to: String,
    /// Where another address can be named.
    pub other_url: String,
    /// What is wrong.
    pub problem: Option<String>,
}

/// The page that a mailed link leads to. Looking at it changes nothing; its button uses the link.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MailedLink {
    /// What it is about.
    pub heading: String,
    /// Whom it is about.
    pub lead: String,
    /// What has to be known before.
    pub warning: Option<String>,
    /// Where the form is sent to.
    pub action: &'static str,
    /// The token of the link.
    pub token: String,
    /// Whether the button says, too, that the person has asked for the link themselves.
    pub confirms: bool,
    /// The account's address, where a password is asked for.
    pub email: String,
    /// Whether a password is asked for.
    pub asks_password: bool,
    /// What is wrong with the password.
    pub password_error: Option<String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
    /// What the button says.
    pub button: String,
}

/// What a page asks for, beside a passkey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Asks {
    /// A code of an app.
    #[default]
    Code,
    /// A recovery code.
    Recovery,
    /// The password.
    Password,
    /// Nothing.
    Nothing,
}

/// The page that asks for a second factor, or for a proof once more.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Prove {
    /// What it is about.
    pub heading: String,
    /// Why.
    pub lead: String,
    /// Whose.
    pub email: String,
    /// What is asked for, beside a passkey.
    pub asks: Asks,
    /// Where it is sent.
    pub url: String,
    /// Where a passkey's answer is sent, if one can be used.
    pub passkey_url: Option<String>,
    /// Where passkeys can be used that cannot be used here.
    pub elsewhere: Option<String>,
    /// What else can be shown.
    pub links: Vec<Action>,
    /// Whether signing in once more is a way.
    pub sign_in_again: bool,
    /// Where to go afterwards.
    pub return_to: String,
    /// What is wrong with what was shown.
    pub error: Option<String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
}

/// The page that asks which organization.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Organizations {
    /// Those that the person belongs to.
    pub organizations: Vec<OrganizationLink>,
}

/// An organization to go to.
#[derive(Clone, Debug, Serialize)]
pub struct OrganizationLink {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its first page.
    pub url: String,
    /// Whether it is the one where the person is, or was last.
    pub current: bool,
}

/// The page that shows a widget.
#[derive(Clone, Debug, Serialize)]
pub struct WidgetPage {
    /// The widget's name.
    pub title: String,
    /// Its tag.
    pub tag: &'static str,
    /// The organization.
    pub organization: OrganizationLink,
    /// The pages of the organization.
    pub widgets: Vec<Link>,
    /// What the page shows with its requests.
    pub csrf: String,
}

/// A link in the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Its text.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// Whether it is the page that is shown.
    pub current: bool,
}

/// The page with profile, address, password and sessions.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Account {
    /// The language that the person chose.
    pub language: &'static str,
    /// Since when it is known that the address is the person's.
    pub verified_at: Option<Moment>,
    /// What waits to be confirmed.
    pub pending_email: Option<String>,
    /// Whether the person has a password.
    pub has_password: bool,
    /// When it was changed last.
    pub password_changed_at: Option<Moment>,
    /// Since when an app shows codes.
    pub codes_since: Option<Moment>,
    /// When one was last used.
    pub codes_used_at: Option<Moment>,
    /// How many recovery codes are left, in words. `None`: there is nothing that they could stand in for.
    pub recovery_codes: Option<String>,
    /// Whether they are so few that new ones should be made.
    pub few_recovery_codes: bool,
    /// The person's passkeys.
    pub passkeys: Vec<Passkey>,
    /// Whether passkeys can be added at this address.
    pub takes_passkeys: bool,
    /// Why a second factor has to be set up before anything else.
    pub required: Option<String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
    /// What was done before.
    pub done: Option<String>,
    /// Where the person is signed in.
    pub sessions: Vec<Session>,
}

/// The page with name and language.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Profile {
    /// The name, as it was typed.
    pub name: String,
    /// What is wrong with it.
    pub name_error: Option<String>,
    /// The languages to choose from.
    pub languages: Vec<LanguageChoice>,
}

/// The page that asks for another address.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangeEmail {
    /// The new address, as it was typed.
    pub email: String,
    /// What is wrong with it.
    pub email_error: Option<String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
}

/// A person's passkey.
#[derive(Clone, Debug, Serialize)]
pub struct Passkey {
    /// Its id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// The address that it is for, if it is another one than this.
    pub host: Option<String>,
    /// Whether it can be on several devices.
    pub synced: bool,
    /// Since when.
    pub created_at: Moment,
    /// When it was used last.
    pub last_used_at: Option<Moment>,
}

/// The page on which a password is changed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChangePassword {
    /// What is wrong with the current password.
    pub current_error: Option<String>,
    /// What is wrong with the new one.
    pub new_error: Option<String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
}

/// A language to choose.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageChoice {
    /// Its tag; empty: the browser's.
    pub tag: &'static str,
    /// Its name in itself.
    pub name: &'static str,
    /// Whether it is the one that was chosen.
    pub chosen: bool,
}

/// The page on which an app is set up that shows codes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Codes {
    /// The picture for its camera: how many squares wide, and an SVG path of the dark ones.
    pub picture_size: i32,
    /// The path.
    pub picture: String,
    /// The key, for those who type it.
    pub key: String,
    /// The same for an app on this device.
    pub uri: String,
    /// What is wrong with the first code.
    pub error: Option<String>,
}

/// The page that shows recovery codes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RecoveryCodes {
    /// What was done before.
    pub done: Option<String>,
    /// The codes.
    pub codes: Vec<String>,
}

/// The page on which a passkey is added.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewPasskey {
    /// What it is called, unless the person says something else.
    pub name: String,
    /// Where to go afterwards.
    pub return_to: String,
    /// What is wrong altogether.
    pub problem: Option<String>,
}

/// Where a person is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    /// The session's id.
    pub id: String,
    /// Browser and system, as far as they can be told.
    pub device: Option<String>,
    /// The address that it was last used from.
    pub address: Option<String>,
    /// Since when.
    pub created_at: Moment,
    /// When it was used last.
    pub last_seen_at: Moment,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A moment for people and for programs.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// In the page's language, UTC.
    pub text: String,
    /// RFC 3339.
    pub machine: String,
}

/// The page on which somebody joins an organization.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Invitation {
    /// What it is about.
    pub heading: String,
    /// Who invites, and as what.
    pub lead: String,
    /// The token of the link.
    pub token: String,
    /// The address that was invited.
    pub email: String,
    /// Whether nobody is known by this address: a name and a password are asked for.
    pub is_new: bool,
    /// The name that was typed.
    pub name: String,
    /// What is wrong with the name.
    pub name_error: Option<String>,
    /// What is wrong with the password.
    pub password_error: Option<String>,
    /// What is wrong altogether.
    pub problem: Option<String>,
}

/// A page that says something.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Message {
    /// What is the matter.
    pub title: String,
    /// What to do about it.
    pub detail: String,
    /// More about it.
    pub hint: Option<String>,
    /// Where to go.
    pub action: Option<Action>,
    /// What to do there and then.
    pub forms: Vec<Form>,
    /// By what the people who help find the request.
    pub reference: Option<String>,
}

/// A link that looks like a button.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Its text.
    pub text: String,
    /// Where it leads.
    pub url: String,
}

/// A form that is a button and nothing to fill in.
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// Where it is sent to.
    pub url: String,
    /// What it sends.
    pub fields: Vec<(&'static str, String)>,
    /// What it shows with that.
    pub csrf: String,
    /// What the button says.
    pub text: String,
}
