//! Signing in by a link that was mailed. What a link is, and what it is safe against, is in
//! [`mailed_links`](crate::domain::mailed_links).

use loggia_types::{BrandId, sign_in::AuthenticationMethod};

use super::{Begin, Methods, begin_while, leave, remember};
use crate::{
    auth::{RequestInfo, hash},
    domain::mailed_links::{self, Opening},
    error::Result,
    state::App,
    store::{mailed_links::Purpose, user_sessions::StoredUserSession},
};

/// Who uses a link, and where.
#[derive(Clone, Copy)]
pub struct Using<'a> {
    /// The secret of the link.
    pub secret: &'a str,
    /// What ties forms to the browser.
    pub browser: Option<&'a str>,
    /// Whether its person has said that they asked for it, although not in this browser.
    pub is_confirmed: bool,
    /// The session that the browser has already. It ends.
    pub session: Option<&'a StoredUserSession>,
    /// The secret of the browser, if it has one.
    pub device: Option<&'a str>,
}

/// What comes of it.
#[derive(Debug)]
pub enum LinkOutcome {
    /// It was good.
    Good {
        /// What follows.
        begin: Begin,
        /// What the browser keeps in [`DEVICE_COOKIE`](crate::auth::cookies::DEVICE_COOKIE), if the account knows it now.
        device: Option<String>,
        /// Where to go.
        return_to: String,
    },
    /// It was asked for elsewhere, and nobody has confirmed it. It stays good.
    Unconfirmed,
    /// It is not good, or not any more.
    Over,
}

/// Lets somebody in who has the link.
///
/// # Errors
/// When the store fails.
pub async fn by_link(app: &App, brand: &BrandId, using: Using<'_>, request: &RequestInfo) -> Result<LinkOutcome> {
    let signed_in = using.session.map(|session| &session.user.0);
    let opening = Opening { browser: using.browser, signed_in };
    let opened = mailed_links::open(app, brand, Purpose::SignIn, using.secret, opening).await?;
    let Some(opened) = opened else { return Ok(LinkOutcome::Over) };
    if !opened.is_same_browser && !using.is_confirmed {
        return Ok(LinkOutcome::Unconfirmed);
    }
    let (of, secret_hash) = (brand.clone(), hash(using.secret));
    let user = opened.user;
    let methods = Methods::of(&[AuthenticationMethod::Email]);
    // What ends links, as a new password does, ends this one or the session that it begins.
    let begun = begin_while(app, brand, &user.id, methods, request, move |c| {
        let Some(user) = mailed_links::take(c, &of, Purpose::SignIn, &secret_hash)? else { return Ok(false) };
        // The others in the mailbox are of no use any more.
        c.end_mailed_links_of(&user.id, &[Purpose::SignIn])?;
        Ok(true)
    });
    let Some(begin) = begun.await? else { return Ok(LinkOutcome::Over) };
    if let Some(session) = using.session {
        leave(app, session, request).await?;
    }
    let device = match &begin {
        Begin::Session(_) => Some(remember(app, &user.id, using.device).await?),
        Begin::SecondFactor(_) => None,
    };
    Ok(LinkOutcome::Good { begin, device, return_to: opened.return_to })
}
