//! The caller of a request that takes its time, looked up once more.

use super::{Access, Actor, Credential};
use crate::{
    error::{Error, Result},
    store::{SystemConn, credentials::Shown},
};

impl Actor {
    /// The same caller as of now: its credential lives, and this is what it permits by now.
    ///
    /// # Errors
    /// `unauthenticated` when the credential has ended or reaches the organization no more; as the guard for an API key
    /// that may not be used here any more.
    pub(crate) fn again(&self, c: &mut SystemConn<'_>, access: Access) -> Result<Self> {
        let request = self.request.clone();
        match &self.credential {
            Credential::ApiKey { id, .. } => {
                let organization = self.organization.as_ref().map(|organization| &organization.id);
                let key = c.live_api_key(Shown::Id(id.as_str()), organization)?.ok_or_else(Error::unauthenticated)?;
                if organization.is_some() && key.organization.is_none() {
                    return Err(Error::unauthenticated());
                }
                let actor = Self::from_api_key(key, request, access);
                actor.require_usable_key()?;
                Ok(actor)
            }
            Credential::Member(member) => {
                let organization = self.organization.as_ref().ok_or_else(Error::unauthenticated)?;
                let session = c.live_member(&member.credential, &organization.id)?;
                Ok(Self::from_session(session.ok_or_else(Error::unauthenticated)?, request, access))
            }
        }
    }
}
