//! The browsers in which people have signed in before.

use loggia_types::UserId;

use crate::{
    auth::{hash, random_secret},
    error::Result,
    state::App,
};

/// Notes that somebody has signed in in a browser, which has shown this secret if it had one. The secret that it keeps from now on.
///
/// # Errors
/// When the store fails.
pub async fn remember(app: &App, user: &UserId, shown: Option<&str>) -> Result<String> {
    let fresh = random_secret("dev_")?;
    let (user, shown, new) = (user.clone(), shown.map(str::to_owned), fresh);
    app.store()
        .system_write(move |c| {
            if let Some(secret) = shown {
                let hashed = hash(&secret);
                if c.knows_device(&hashed, &user)? {
                    c.remember_device(&hashed, &user)?;
                    return Ok(secret);
                }
                // A secret that this account does not know may be one that somebody else put there.
                c.replace_device(&hashed, &hash(&new))?;
            }
            c.remember_device(&hash(&new), &user)?;
            Ok(new)
        })
        .await
}
