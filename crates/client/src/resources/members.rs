//! Members and invitations.

use loggia_types::{
    InvitationId, MembershipId, Page,
    members::{CreateInvitation, Invitation, Member, MemberQuery, UpdateMember},
};

use crate::{
    Client, PageQuery, PageStream, Result,
    request::{Call, Method},
};

/// Who belongs to the organization; from [`Client::members`].
#[derive(Clone, Copy, Debug)]
pub struct Members<'a>(pub(crate) &'a Client);

impl Members<'_> {
    /// One page of members.
    pub async fn list(self, query: &MemberQuery) -> Result<Page<Member>> {
        Call::get(self.0, "/v1/members").query(query).send().await
    }

    /// Every member.
    pub fn stream(self, query: MemberQuery) -> PageStream<Member> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), MemberQuery { cursor, ..query.clone() });
            Box::pin(async move { client.members().list(&query).await })
        })
    }

    /// Gives a member another role. `version` is the one that was read: if the membership has changed since, nothing
    /// happens and the problem's code is `version_mismatch`. The last owner stays one: `last_owner`.
    pub async fn update(self, id: &MembershipId, version: i64, change: &UpdateMember) -> Result<Member> {
        Call::new(self.0, Method::Patch, format!("/v1/members/{id}")).if_match(version).json(change).send().await
    }

    /// Takes a member out of the organization, or leaves it.
    pub async fn remove(self, id: &MembershipId) -> Result<()> {
        Call::new(self.0, Method::Delete, format!("/v1/members/{id}")).send_empty().await
    }
}

/// Who is invited; from [`Client::invitations`].
#[derive(Clone, Copy, Debug)]
pub struct Invitations<'a>(pub(crate) &'a Client);

impl Invitations<'_> {
    /// The newest open invitations, up to 100. For more: [`stream`](Self::stream).
    pub async fn list(self) -> Result<Page<Invitation>> {
        self.page(&PageQuery::largest()).await
    }

    /// Every open invitation, newest first.
    pub fn stream(self, query: PageQuery) -> PageStream<Invitation> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(async move { client.invitations().page(&query).await })
        })
    }

    async fn page(self, query: &PageQuery) -> Result<Page<Invitation>> {
        Call::get(self.0, "/v1/invitations").query(query).send().await
    }

    /// Invites somebody.
    pub async fn create(self, invitation: &CreateInvitation) -> Result<Invitation> {
        Call::new(self.0, Method::Post, "/v1/invitations").json(invitation).idempotent().send().await
    }

    /// Takes an invitation back.
    pub async fn withdraw(self, id: &InvitationId) -> Result<()> {
        Call::new(self.0, Method::Delete, format!("/v1/invitations/{id}")).send_empty().await
    }
}
