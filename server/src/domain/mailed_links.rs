//! Links that people ask for by mail: to sign in, and to set a password.
//!
//! # What a link is
//! 256 random bits in a mail, stored as SHA-256; good once, for 15 or 30 minutes, at one brand, for the account that had the
//! address when it was asked for and still has it. Opening it shows a page and changes nothing, so that programs that look
//! through mails do not use it up; the page's button uses it. There is no code to type beside it: a code can be read out to
//! whoever calls and asks for it, or typed into a page that only looks like this one. A link leads here and nowhere else.
//!
//! # Who asks learns nothing
//! For an address that nobody has, the same rows are read and written: a link that leads nowhere, and a mail in the queue.
//! Whether there is an account is found out when the mail is taken from there. What is noted goes into the brand's log, of
//! which there is one, and not into those of the organizations, of which an account has more than none.
//!
//! # Other people's links
//! A link lets in whoever opens it, in the browser in which it is opened, and never the browser that asked. So asking for
//! somebody else's link gains nothing. What is left is to have others open one's own link, so that they work in an account
//! that is not theirs (session fixation), and mails that are passed on. Therefore:
//! - A link remembers the browser that asked (the secret in the cookie of its forms). Anywhere else the page says so, names
//!   the account, and asks for a confirmation; where a password is set, typing one is that.
//! - Where to go afterwards is the wish of the browser that asked. In another one it leads to the portal's first page: nobody
//!   is sent to what somebody else has chosen, such as a program's request to be let in.
//! - A browser that is signed in is told that going on signs it out.

use chrono::{TimeDelta, Utc};
use loggia_types::{
    BrandId, UserId,
    audit::{ActorKind, AuditActor},
};

use super::sign_in;
use crate::{
    auth::{RequestInfo, hash, random_secret},
    error::Result,
    mail::{Content, Mail},
    state::App,
    store::{
        AuditEntry, Principal, SystemConn,
        mailed_links::Purpose,
        members::normal_email,
        micros,
        rows::{MailedLinkRow, UserRow},
    },
};

/// What the secret of a link begins with.
pub const LINK_SECRET_PREFIX: &str = "link_";

/// How long a link to sign in is good.
pub const SIGN_IN_GOOD_FOR: TimeDelta = TimeDelta::minutes(15);
/// How long a link to set a password is good.
pub const PASSWORD_GOOD_FOR: TimeDelta = TimeDelta::minutes(30);

/// What somebody asks for.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// What the link is for: signing in, or setting a password.
    pub purpose: Purpose,
    /// The address that they typed.
    pub email: &'a str,
    /// The language of the page.
    pub language: &'a str,
    /// Where they want to go afterwards.
    pub return_to: &'a str,
    /// What ties forms to the browser, before anybody is signed in.
    pub browser: Option<&'a str>,
    /// The secret of the browser, if it has one.
    pub device: Option<&'a str>,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// If there is an account with this address, a link is on its way.
    Queued,
    /// There were too many requests: wait so many seconds.
    Wait(u64),
}

/// Has a link sent to an address, if it is that of an account.
///
/// # Errors
/// When the store fails.
pub async fn ask(app: &App, brand: &BrandId, asking: Asking<'_>, request: &RequestInfo) -> Result<Asked> {
    let email = normal_email(asking.email);
    let device = asking.device.map(str::to_owned);
    let (of, looked_for, device_hash) = (brand.clone(), email.clone(), device.as_deref().map(hash));
    let (user, locale, is_known) = app
        .store()
        .system_read(move |c| {
            let user = c.user_by_email(&of, &looked_for)?;
            // For nobody the same is asked.
            let id = user.as_ref().map_or_else(|| UserId::from_u128(0), |user| user.id.clone());
            let locale = c.account(&id)?.locale;
            let known = match &device_hash {
                Some(device) => c.knows_device(device, &id)?,
                None => false,
            };
            Ok((user, locale, known))
        })
        .await?;
    let known_device = device.as_deref().filter(|_| is_known);
    if let Err(wait) = app.mailed_links().ask(request.ip, (brand.as_str(), &email), known_device) {
        return Ok(Asked::Wait(wait.as_secs()));
    }
    let (secret, now) = (random_secret(LINK_SECRET_PREFIX)?, Utc::now());
    let place = sign_in::place(request, is_known);
    let (good_for, action, content) = match asking.purpose {
        Purpose::Password => {
            let minutes = PASSWORD_GOOD_FOR.num_minutes();
            let content = Content::PasswordLink { secret: secret.clone(), minutes, place };
            (PASSWORD_GOOD_FOR, "password.link_requested", content)
        }
        Purpose::SignIn | Purpose::Email => {
            let minutes = SIGN_IN_GOOD_FOR.num_minutes();
            let content = Content::SignInLink { secret: secret.clone(), minutes, place };
            (SIGN_IN_GOOD_FOR, "session.link_requested", content)
        }
    };
    let secret_hash = hash(&secret);
    let row = MailedLinkRow {
        brand_id: brand.clone(),
        user_id: user.as_ref().map(|user| user.id.clone()),
        purpose: asking.purpose.as_str().to_owned(),
        email: email.clone(),
        browser_hash: asking.browser.map(browser_hash),
        return_to: Some(app.sealing_keys().seal(&place_of(&secret_hash), asking.return_to.as_bytes())?),
        created_at: micros(now),
        expires_at: micros(now + good_for),
        ended_at: None,
        secret_hash,
    };
    let locale = locale.unwrap_or_else(|| asking.language.to_owned());
    let mail = Mail { to: email, locale, content, expires_at: Some(now + good_for) };
    let id = user.map(|user| user.id.to_string()).unwrap_or_default();
    let actor = AuditActor { kind: ActorKind::User, id: id.clone(), name: String::new() };
    let principal = Principal { actor, request: request.clone() };
    let (mailer, brand) = (app.mailer().clone(), brand.clone());
    app.store()
        .system_write(move |c| {
            c.insert_mailed_link(&row)?;
            c.queue_mail(&mailer, &brand, &mail)?;
            c.audit(&brand, &principal, AuditEntry::new(action, "user", id))
        })
        .await?;
    app.mailer().wake();
    Ok(Asked::Queued)
}

/// Where a link is opened.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opening<'a> {
    /// What ties forms to the browser, if it has it already.
    pub browser: Option<&'a str>,
    /// Who is signed in there.
    pub signed_in: Option<&'a UserId>,
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Whose account.
    pub user: UserRow,
    /// Whether it is opened in the browser that asked for it, or in one in which its person is signed in.
    pub is_same_browser: bool,
    /// Where to go afterwards: what the browser that asked wanted, and elsewhere the portal's first page.
    pub return_to: String,
}

/// What the secret of a link leads to, which stays good. `None`: nothing, or nothing any more.
///
/// # Errors
/// When the store fails.
pub async fn open(
    app: &App,
    brand: &BrandId,
    purpose: Purpose,
    secret: &str,
    opening: Opening<'_>,
) -> Result<Option<Opened>> {
    let (of, secret_hash) = (brand.clone(), hash(secret));
    let found = app.store().system_read(move |c| find(c, &of, purpose, &secret_hash)).await?;
    let Some((row, user)) = found else { return Ok(None) };
    let asked_here = row.browser_hash.is_some() && row.browser_hash == opening.browser.map(browser_hash);
    let is_same_browser = asked_here || opening.signed_in == Some(&user.id);
    let return_to = match row.return_to.as_deref().filter(|_| is_same_browser) {
        Some(sealed) => app.sealing_keys().open_sealed(&place_of(&row.secret_hash), sealed)?,
        None => b"/".to_vec(),
    };
    let return_to = String::from_utf8(return_to).unwrap_or_else(|_| "/".to_owned());
    Ok(Some(Opened { user, is_same_browser, return_to }))
}

/// The link with this hash and its account, in a transaction that may end it.
///
/// # Errors
/// When a query fails.
pub fn find(
    c: &mut SystemConn<'_>,
    brand: &BrandId,
    purpose: Purpose,
    secret_hash: &str,
) -> Result<Option<(MailedLinkRow, UserRow)>> {
    let link = c.live_mailed_link(secret_hash, purpose)?.filter(|link| link.brand_id == *brand);
    let Some((link, Some(user))) = link.map(|link| (link.clone(), link.user_id)) else { return Ok(None) };
    let user = c.user(&user)?;
    // The address may be another one since.
    let is_theirs = user.brand_id == *brand && (purpose == Purpose::Email || user.email == link.email);
    Ok(is_theirs.then_some((link, user)))
}

/// Uses a link up. Whoever had it has the mailbox, so its address is known to be theirs from now on. `None`: it was used
/// already, or is good no more.
///
/// # Errors
/// When the database refuses it.
pub fn take(c: &mut SystemConn<'_>, brand: &BrandId, purpose: Purpose, secret_hash: &str) -> Result<Option<UserRow>> {
    let Some((link, user)) = find(c, brand, purpose, secret_hash)? else { return Ok(None) };
    if !c.end_mailed_link(secret_hash)? {
        return Ok(None);
    }
    c.verify_email(&user.id, &link.email)?;
    Ok(Some(user))
}

/// How the browser that asked is stored.
fn browser_hash(secret: &str) -> String {
    hash(&format!("browser:{secret}"))
}

/// What the way back is sealed for.
fn place_of(secret_hash: &str) -> String {
    format!("mailed-link:{secret_hash}")
}
