//! The session: who am I, where, and what may I do here.

use loggia_types::session::Session;

use crate::{
    Client, Result,
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

    /// Ends the session: its credential is worth nothing from now on, and the client's event streams end.
    pub async fn end(self) -> Result<()> {
        Call::new(self.0, Method::Delete, "/v1/session").send_empty().await?;
        self.0.inner.hub.close();
        Ok(())
    }
}
