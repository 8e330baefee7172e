//! Adding and taking away second factors. Each is asked for by somebody who proved a short while ago who they are, is in the
//! audit log, and is told to the person by mail.
//!
//! With the first factor, and with each that goes, every other session ends: they were begun by less than is asked from
//! now on, or by what is not the person's any more.

use chrono::Utc;
use loggia_types::{OrganizationId, PasskeyId, sign_in::AuthenticationMethod};

use super::{
    codes,
    passkeys::{Place, verify_new},
    proof::Given,
    recovery::Fresh,
    tell,
};
use crate::{
    auth::{RequestInfo, SignedIn},
    domain::{
        sign_in::{self, Recent, Who},
        text,
    },
    error::{Error, Result},
    mail::{Content, Mailer},
    state::App,
    store::{AuditEntry, SystemConn, micros, rows::PasskeyRow},
};

/// Recovery codes that were just made, to show once.
#[derive(Clone)]
pub struct NewCodes(pub Vec<String>);

impl std::fmt::Debug for NewCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewCodes([redacted])")
    }
}

/// What a change is made with.
struct Change {
    who: Who,
    recent: Recent,
    keep: loggia_types::UserSessionId,
    device: Option<String>,
    mailer: Mailer,
    request: RequestInfo,
}

impl Change {
    fn of(app: &App, signed_in: &SignedIn, request: &RequestInfo) -> Self {
        Self {
            who: Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() },
            recent: Recent::of(app, signed_in),
            keep: signed_in.session_id.clone(),
            device: signed_in.device.clone(),
            mailer: app.mailer().clone(),
            request: request.clone(),
        }
    }

    /// Notes the change, tells the person, and ends their other sessions if they should.
    fn finish(
        &self,
        c: &mut SystemConn<'_>,
        action: &str,
        factor: serde_json::Value,
        content: Content,
        ends_others: bool,
    ) -> Result<Vec<OrganizationId>> {
        let user = &self.who.user.id;
        if ends_others {
            // Whoever was let in by less has browsers that guess under rates of their own, and programs.
            let known = match &self.device {
                Some(device) => c.knows_device(device, user)?,
                None => false,
            };
            c.forget_devices_of(user)?;
            if let (true, Some(device)) = (known, &self.device) {
                c.remember_device(device, user)?;
            }
            c.revoke_grants_of_user(user)?;
        }
        let ended = if ends_others { c.revoke_user_sessions(user, Some(&self.keep))? } else { 0 };
        let after = serde_json::json!({ "factor": factor, "sessions_ended": ended });
        let organizations =
            sign_in::note(c, &self.who, &self.request, &AuditEntry::new(action, "user", user).changes((), after))?;
        tell(c, &self.mailer, &self.who, content)?;
        Ok(organizations)
    }

    /// Recovery codes for somebody who has none left.
    fn fill_up(&self, c: &mut SystemConn<'_>, fresh: Fresh) -> Result<Option<NewCodes>> {
        if c.recovery_codes_left(&self.who.user.id)? > 0 {
            return Ok(None);
        }
        c.replace_recovery_codes(&self.who.user.id, &fresh.hashes)?;
        Ok(Some(NewCodes(fresh.shown)))
    }
}

/// Takes the first code of an app: from now on its codes are asked for. The recovery codes, if there were none left.
/// `None`: the code is not right, or there is nothing to confirm.
///
/// # Errors
/// `step_up_required`, and when the store fails.
pub async fn confirm_codes(
    app: &App,
    signed_in: &SignedIn,
    code: &str,
    request: &RequestInfo,
) -> Result<Option<Option<NewCodes>>> {
    let Given::Code(code) = Given::read(code) else { return Ok(None) };
    let (change, fresh, keys) = (Change::of(app, signed_in, request), Fresh::make()?, app.sealing_keys().clone());
    let done = app.store().system_write(move |c| {
        change.recent.check(c)?;
        let user = &change.who.user.id;
        let Some(row) = c.code_seed(user)?.filter(codes::is_proposed) else { return Ok(None) };
        let Some(step) = codes::step_of(&keys, &row, &code)? else { return Ok(None) };
        let is_first = !c.has_second_factor(user)?;
        if !c.confirm_code_seed(user, &row.sealed, step)? {
            return Ok(None);
        }
        let shown = change.fill_up(c, fresh)?;
        sign_in::add_proof(c, &change.keep, &[AuthenticationMethod::OneTimePassword])?;
        let organizations =
            change.finish(c, "factor.added", "codes".into(), Content::FactorAdded { passkey: None }, is_first)?;
        Ok(Some((shown, organizations)))
    });
    let Some((shown, organizations)) = done.await? else { return Ok(None) };
    finished(app, &organizations);
    Ok(Some(shown))
}

/// Takes the app's codes away.
///
/// # Errors
/// `not_found` when there are none, `step_up_required`, and when the store fails.
pub async fn remove_codes(app: &App, signed_in: &SignedIn, request: &RequestInfo) -> Result<()> {
    let change = Change::of(app, signed_in, request);
    let done = app.store().system_write(move |c| {
        change.recent.check(c)?;
        if !c.delete_code_seed(&change.who.user.id)? {
            return Err(Error::not_found());
        }
        tidy(c, &change.who)?;
        change.finish(c, "factor.removed", "codes".into(), Content::FactorRemoved { passkey: None }, true)
    });
    finished(app, &done.await?);
    Ok(())
}

/// Adds the passkey that a browser has just made. The recovery codes, if there were none left. `None`: it is not good.
/// `bound_to` is the secret of the browser's cookie, `id` the challenge's, `name` what its person calls it.
///
/// # Errors
/// `step_up_required`, and when the store fails.
pub async fn add_passkey(
    app: &App,
    signed_in: &SignedIn,
    place: &Place,
    (bound_to, id, answer): (&str, &str, &str),
    name: &str,
    request: &RequestInfo,
) -> Result<Option<Option<NewCodes>>> {
    let made = verify_new(app, place, &signed_in.user.id, bound_to, id, answer).await?;
    let Some(made) = made else { return Ok(None) };
    let name = name.trim();
    let name = if text::line("name", name, 60).is_ok() { name.to_owned() } else { "Passkey".to_owned() };
    let row = PasskeyRow {
        id: PasskeyId::generate(),
        user_id: signed_in.user.id.clone(),
        rp_id: place.rp_id.clone(),
        credential_id: made.credential_id,
        credential: made.credential,
        name: name.clone(),
        synced: made.synced,
        created_at: micros(Utc::now()),
        last_used_at: None,
    };
    let (change, fresh) = (Change::of(app, signed_in, request), Fresh::make()?);
    let done = app.store().system_write(move |c| {
        change.recent.check(c)?;
        let is_first = !c.has_second_factor(&change.who.user.id)?;
        c.insert_passkey(&row)?;
        let shown = change.fill_up(c, fresh)?;
        let key = if row.synced { AuthenticationMethod::SoftwareKey } else { AuthenticationMethod::HardwareKey };
        sign_in::add_proof(c, &change.keep, &[key, AuthenticationMethod::MultipleFactors])?;
        let (factor, content) = (passkey(&name), Content::FactorAdded { passkey: Some(name) });
        Ok((shown, change.finish(c, "factor.added", factor, content, is_first)?))
    });
    let (shown, organizations) = done.await?;
    finished(app, &organizations);
    Ok(Some(shown))
}

/// Removes a passkey.
///
/// # Errors
/// `not_found` for one that is somebody else's or nobody's, `step_up_required`, and when the store fails.
pub async fn remove_passkey(app: &App, signed_in: &SignedIn, id: &PasskeyId, request: &RequestInfo) -> Result<()> {
    let (change, id) = (Change::of(app, signed_in, request), id.clone());
    let done = app.store().system_write(move |c| {
        change.recent.check(c)?;
        let name = c.delete_passkey(&change.who.user.id, &id)?.ok_or_else(Error::not_found)?;
        tidy(c, &change.who)?;
        let (factor, content) = (passkey(&name), Content::FactorRemoved { passkey: Some(name) });
        change.finish(c, "factor.removed", factor, content, true)
    });
    finished(app, &done.await?);
    Ok(())
}

/// Makes recovery codes anew: the old ones are good for nothing any more.
///
/// # Errors
/// `conflict` without a second factor that they could stand in for, `step_up_required`, and when the store fails.
pub async fn new_recovery_codes(app: &App, signed_in: &SignedIn, request: &RequestInfo) -> Result<NewCodes> {
    let (change, fresh) = (Change::of(app, signed_in, request), Fresh::make()?);
    let done = app.store().system_write(move |c| {
        change.recent.check(c)?;
        if !c.has_second_factor(&change.who.user.id)? {
            return Err(Error::conflict("There is no second factor that a recovery code could stand in for."));
        }
        c.replace_recovery_codes(&change.who.user.id, &fresh.hashes)?;
        let content = Content::RecoveryCodesMade {};
        let organizations = change.finish(c, "factor.recovery_codes_made", "recovery codes".into(), content, false)?;
        Ok((NewCodes(fresh.shown), organizations))
    });
    let (codes, organizations) = done.await?;
    finished(app, &organizations);
    Ok(codes)
}

/// Without a factor, recovery codes stand in for nothing.
fn tidy(c: &mut SystemConn<'_>, who: &Who) -> Result<()> {
    if !c.has_second_factor(&who.user.id)? {
        c.replace_recovery_codes(&who.user.id, &[])?;
    }
    Ok(())
}

fn passkey(name: &str) -> serde_json::Value {
    serde_json::json!({ "passkey": name })
}

fn finished(app: &App, organizations: &[OrganizationId]) {
    sign_in::wake(app.store(), organizations);
    app.mailer().wake();
}
