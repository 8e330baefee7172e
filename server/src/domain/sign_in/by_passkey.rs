//! Signing in with a passkey alone: it is something that somebody has, and asks for something that they know or are.

use loggia_types::BrandId;

use super::{Methods, NewSession, Start, remember};
use crate::{
    auth::RequestInfo,
    domain::factors::passkeys::Verified,
    error::{Error, Result},
    state::App,
};

/// Lets somebody in whose passkey's signature is good. The session, and what the browser keeps as its own secret. `None`:
/// the passkey is not there any more, or its person is another brand's.
///
/// # Errors
/// When the store fails.
pub async fn by_passkey(
    app: &App,
    brand: &BrandId,
    verified: Verified,
    device: Option<&str>,
    request: &RequestInfo,
) -> Result<Option<(NewSession, String)>> {
    let user = verified.user.clone();
    let start = Start::new(app, brand, &user, Methods::of(&verified.methods()), request)?;
    let session = app.store().system_write(move |c| {
        start.person(c)?;
        if !verified.use_up(c)? {
            return Ok(None);
        }
        c.forget_wrong_codes(&verified.user)?;
        Ok(Some(start.run(c)?))
    });
    let session = match session.await {
        Ok(Some(session)) => session,
        Ok(None) => return Ok(None),
        Err(Error::Problem(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let device = remember(app, &user, device).await?;
    Ok(Some((session, device)))
}
