//! Members and invitations.

use loggia_types::{
    InvitationId, MembershipId, Page,
    members::{CreateInvitation, Invitation, Member, MemberQuery, UpdateMember},
    roles::{AccessQuery, AccessReport, AccessSummary},
};

use crate::{
    Client, PageQuery, PageStream,
    request::{Call, CallFuture, Method},
};

/// Who belongs to the organization; from [`Client::members`].
#[derive(Clone, Copy, Debug)]
pub struct Members<'a>(pub(crate) &'a Client);

impl Members<'_> {
    /// One page of members.
    pub fn list(self, query: &MemberQuery) -> CallFuture<Page<Member>> {
        Call::get(self.0, "/v1/members").query(query).send()
    }

    /// Every member.
    pub fn stream(self, query: MemberQuery) -> PageStream<Member> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), MemberQuery { cursor, ..query.clone() });
            Box::pin(client.members().list(&query))
        })
    }

    /// Changes a membership: role, end, suspension, attributes. `version` is the one that was read: if the membership has
    /// changed since, nothing happens and the problem's code is `version_mismatch`. The last owner stays one:
    /// `last_owner`.
    pub fn update(self, id: &MembershipId, version: i64, change: &UpdateMember) -> CallFuture<Member> {
        Call::new(self.0, Method::Patch, ["/v1/members/", id.as_str()].concat()).if_match(version).json(change).send()
    }

    /// What a member may do, and why.
    pub fn access(self, id: &MembershipId, query: &AccessQuery) -> CallFuture<AccessReport> {
        Call::get(self.0, ["/v1/members/", id.as_str(), "/access"].concat()).query(query).send()
    }

    /// The same as a list shows it: each permission, whether it is held, and by which rule.
    pub fn access_summary(self, id: &MembershipId) -> CallFuture<AccessSummary> {
        Call::get(self.0, ["/v1/members/", id.as_str(), "/access"].concat()).send()
    }

    /// Takes a member out of the organization, or leaves it.
    pub fn remove(self, id: &MembershipId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/members/", id.as_str()].concat()).send_empty()
    }
}

/// Who is invited; from [`Client::invitations`].
#[derive(Clone, Copy, Debug)]
pub struct Invitations<'a>(pub(crate) &'a Client);

impl Invitations<'_> {
    /// The newest open invitations, up to 100. For more: [`stream`](Self::stream).
    pub fn list(self) -> CallFuture<Page<Invitation>> {
        self.page(&PageQuery::largest())
    }

    /// Every open invitation, newest first.
    pub fn stream(self, query: PageQuery) -> PageStream<Invitation> {
        let client = self.0.clone();
        PageStream::new(query.cursor.clone(), move |cursor| {
            let (client, query) = (client.clone(), PageQuery { cursor, ..query.clone() });
            Box::pin(client.invitations().page(&query))
        })
    }

    fn page(self, query: &PageQuery) -> CallFuture<Page<Invitation>> {
        Call::get(self.0, "/v1/invitations").query(query).send()
    }

    /// Invites somebody.
    pub fn create(self, invitation: &CreateInvitation) -> CallFuture<Invitation> {
        Call::new(self.0, Method::Post, "/v1/invitations").json(invitation).idempotent().send()
    }

    /// Takes an invitation back.
    pub fn withdraw(self, id: &InvitationId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/invitations/", id.as_str()].concat()).send_empty()
    }
}
