//! The session: who am I, where, and what may I do here.

use loggia_types::{ProblemCode, session::Session};

use crate::{
    Client, Error, Result,
    request::{Call, CallFuture, Method},
};

/// The session; from [`Client::session`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// let session = client.session().get().await?;
/// println!("{} at {}", session.user.name, session.organization.name);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(pub(crate) &'a Client);

impl Sessions<'_> {
    /// Who am I, where, and what may I do here. A widget asks this first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::Permission;
    ///
    /// let session = client.session().get().await?;
    /// if session.permits(Permission::MembersInvite) {
    ///     println!("show a button");
    /// }
    /// # Ok(()) }
    /// ```
    pub fn get(self) -> CallFuture<Session> {
        Call::get(self.0, "/v1/session").send()
    }

    /// Ends the session: its credential is worth nothing from now on. The client's event streams end, whether the server
    /// could be reached or not. A session that has ended already is no error, and none is begun to end it.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// // Where your product signs somebody out.
    /// client.session().end().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// When the server cannot be reached or refuses: see [`resources`](crate::resources).
    pub async fn end(self) -> Result<()> {
        let inner = &self.0.inner;
        let outcome = match inner.credential.last_token().await {
            Ok(token) => Call::new(self.0, Method::Delete, "/v1/session").with_token(token).send_empty().await,
            Err(error) => Err(error),
        };
        inner.hub.close();
        match outcome {
            // There was no secret and nobody gives one out.
            Err(Error::Credential { .. }) => Ok(()),
            Err(error) if error.code() == Some(ProblemCode::Unauthenticated) => Ok(()),
            outcome => outcome,
        }
    }
}
