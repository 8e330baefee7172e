//! In a page: what is kept while the tab is at the portal.

use gloo_storage::{SessionStorage, Storage};

use super::{OAuthError, Pending};

/// Where it is kept. One sign-in at a time in a tab.
const KEY: &str = "portal/oauth";

impl Pending {
    /// Keeps it in the session storage of this tab, which other tabs do not see and which ends with the tab. Nothing else of
    /// this crate is kept there, tokens least of all.
    ///
    /// ```no_run
    /// # use loggia_client::oauth::{OAuth, OAuthError};
    /// # fn example(oauth: OAuth) -> Result<(), OAuthError> {
    /// let sign_in = oauth.begin("https://app.example/callback")?;
    /// sign_in.pending.keep()?;
    /// // Now send the tab to `sign_in.url`.
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`OAuthError::Storage`] where the browser forbids that.
    pub fn keep(&self) -> Result<(), OAuthError> {
        SessionStorage::set(KEY, self).map_err(|_| OAuthError::Storage)
    }

    /// Takes out what was kept: it is good once.
    ///
    /// ```no_run
    /// # use loggia_client::oauth::{OAuth, OAuthError, Pending};
    /// # async fn example(oauth: OAuth, address_of_the_page: String) -> Result<(), OAuthError> {
    /// let session = oauth.complete(Pending::take()?, &address_of_the_page).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`OAuthError::Storage`] when there is nothing: the person did not begin in this tab.
    pub fn take() -> Result<Self, OAuthError> {
        let kept = SessionStorage::get(KEY).map_err(|_| OAuthError::Storage);
        SessionStorage::delete(KEY);
        kept
    }
}
