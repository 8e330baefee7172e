//! The way back for somebody who has lost every factor: an operator who has made sure who they are.

use loggia_types::{
    RequestId, UserId,
    audit::{ActorKind, AuditActor},
};

use super::tell;
use crate::{
    auth::RequestInfo,
    domain::sign_in::{self, Who},
    error::{Error, Result},
    mail::Content,
    state::App,
    store::{
        AuditEntry, Principal,
        members::{normal_email, to_user},
    },
};

/// Takes away every second factor of the person with this address in the brand with this key, and ends what they are
/// signed in to, programs included. Says whose and how many there were.
///
/// # Errors
/// `not_found`, and when the store fails.
pub async fn reset(app: &App, brand: &str, email: &str) -> Result<(UserId, usize)> {
    let (brand, email, mailer) = (brand.to_owned(), normal_email(email), app.mailer().clone());
    let done = app.store().system_write(move |c| {
        let brand = c.brand_by_key(&brand)?.ok_or_else(Error::not_found)?.id;
        let user = c.user_by_email(&brand, &email)?.ok_or_else(Error::not_found)?;
        let who = Who { brand, user: to_user(user) };
        let user = who.user.id.clone();
        let factors = c.delete_factors_of(&user)?;
        let ended = c.revoke_user_sessions(&user, None)?;
        c.revoke_grants_of_user(&user)?;
        c.forget_devices_of(&user)?;
        let actor = AuditActor { kind: ActorKind::System, id: String::new(), name: "Command line".to_owned() };
        let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
        let after = serde_json::json!({ "factors": factors, "sessions_ended": ended });
        let entry = AuditEntry::new("factor.reset", "user", &user).changes((), after);
        let organizations = sign_in::note_by(c, &who, &Principal { actor, request }, &entry)?;
        tell(c, &mailer, &who, Content::FactorsReset {})?;
        Ok((user, factors, organizations))
    });
    let (user, factors, organizations) = done.await?;
    sign_in::wake(app.store(), &organizations);
    app.mailer().wake();
    Ok((user, factors))
}
