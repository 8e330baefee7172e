//! Setting a password by a link that was mailed: when it was forgotten, and when there never was one.
//!
//! Whoever has the link has the mailbox, and may be let in by that alone, as with a link to sign in. What else an account
//! asks for is asked for all the same: the session begins by `sign_in::begin`.

use loggia_types::{BrandId, sign_in::AuthenticationMethod};

use super::{Fault, LEAST_ALONE, check};
use crate::{
    auth::{RequestInfo, Turn, hash},
    domain::{
        mailed_links::{self, Opening},
        sign_in::{self, Begin, Methods, Route, Who},
    },
    error::Result,
    mail::{Content, Mail},
    state::App,
    store::{AuditEntry, mailed_links::Purpose, members::to_user, user_sessions::StoredUserSession},
};

/// Who sets a password, and where.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The secret of the link.
    pub secret: &'a str,
    /// The password.
    pub password: &'a str,
    /// What ties forms to the browser.
    pub browser: Option<&'a str>,
    /// The session that the browser has already. It ends.
    pub session: Option<&'a StoredUserSession>,
    /// The brand's name, which everybody knows.
    pub brand_name: &'a str,
    /// The language of the page.
    pub language: &'a str,
    /// The secret of the browser, if it has one.
    pub device: Option<&'a str>,
}

/// What comes of it.
#[derive(Debug)]
pub enum Reset {
    /// It is theirs.
    Done {
        /// What follows.
        begin: Begin,
        /// What the browser keeps in [`DEVICE_COOKIE`](crate::auth::cookies::DEVICE_COOKIE), if the account knows it now.
        device: Option<String>,
        /// Where to go.
        return_to: String,
    },
    /// The password is not taken. The link stays good.
    Refused(Fault),
    /// The link is not good, or not any more.
    Over,
}

/// Gives an account the password. Whoever was signed in to it is not any more, the browsers that it knew it does not know any
/// more, and every other link that was mailed to its person has ended.
///
/// # Errors
/// `unavailable` when too many wait, and when the store fails.
pub async fn reset(app: &App, brand: &BrandId, setting: Setting<'_>, request: &RequestInfo) -> Result<Reset> {
    let opening = Opening { browser: setting.browser, signed_in: setting.session.map(|session| &session.user.0) };
    let opened = mailed_links::open(app, brand, Purpose::Password, setting.secret, opening).await?;
    let Some(opened) = opened else { return Ok(Reset::Over) };
    // Where somebody has to sign in another way, a password of their own is no way around it.
    match sign_in::route(app, brand, &opened.user.email).await? {
        Route::Password => {}
    }
    let about = [opened.user.name.as_str(), opened.user.email.as_str(), setting.brand_name];
    let password = match check(setting.password, LEAST_ALONE, &about) {
        Ok(password) => password,
        Err(fault) => return Ok(Reset::Refused(fault)),
    };
    let hashed = app.passwords().hash(Turn::Other, password).await?;
    let (of, secret_hash, by) = (brand.clone(), hash(setting.secret), request.clone());
    let (mailer, language) = (app.mailer().clone(), setting.language.to_owned());
    let done = app
        .store()
        .system_write(move |c| {
            let Some(user) = mailed_links::take(c, &of, Purpose::Password, &secret_hash)? else { return Ok(None) };
            let had = c.password_of(&user.id)?.is_some();
            c.set_password(&user.id, &hashed)?;
            let ended = c.revoke_user_sessions(&user.id, None)?;
            c.revoke_grants_of_user(&user.id)?;
            c.forget_devices_of(&user.id)?;
            c.end_mailed_links_of(&user.id, &[Purpose::SignIn, Purpose::Password, Purpose::Email])?;
            let locale = c.account(&user.id)?.locale.unwrap_or(language);
            c.queue_mail(&mailer, &of, &changed(user.email.clone(), locale, &by))?;
            let entry = AuditEntry::new("password.reset", "user", &user.id)
                .changes(serde_json::json!({ "has_password": had }), serde_json::json!({ "sessions_ended": ended }));
            let who = Who { brand: of, user: to_user(user) };
            let organizations = sign_in::note(c, &who, &by, &entry)?;
            Ok(Some((who.user.id, organizations)))
        })
        .await?;
    let Some((user, organizations)) = done else { return Ok(Reset::Over) };
    sign_in::wake(app.store(), &organizations);
    app.mailer().wake();
    if let Some(session) = setting.session {
        sign_in::leave(app, session, request).await?;
    }
    let begin = sign_in::begin(app, brand, &user, Methods::of(&[AuthenticationMethod::Email]), request).await?;
    let device = match &begin {
        Begin::Session(_) => Some(sign_in::remember(app, &user, setting.device).await?),
        Begin::SecondFactor(_) => None,
    };
    Ok(Reset::Done { begin, device, return_to: opened.return_to })
}

/// The notice to a person that their password is another one now.
pub(super) fn changed(to: String, locale: String, request: &RequestInfo) -> Mail {
    let content = Content::PasswordChanged { at: chrono::Utc::now(), place: sign_in::place(request, false) };
    Mail { to, locale, content, expires_at: None }
}
