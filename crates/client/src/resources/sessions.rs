//! The session: who am I, where, and what may I do here.

use loggia_types::{ProblemCode, session::Session};

use crate::{
    Client, Error, Result,
    request::{Call, CallFuture, Method},
};

/// The session; from [`Client::session`].
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(pub(crate) &'a Client);

impl Sessions<'_> {
    /// Who am I, where, and what may I do here. A widget asks this first.
    pub fn get(self) -> CallFuture<Session> {
        Call::get(self.0, "/v1/session").send()
    }

    /// Ends the session: its credential is worth nothing from now on. The client's event streams end, whether the server
    /// could be reached or not. A session that has ended already is no error, and none is begun to end it.
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
