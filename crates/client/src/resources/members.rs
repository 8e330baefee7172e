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
///
/// ```no_run
/// # async fn example(client: loggia_client::Client, email: &str) -> Result<(), loggia_client::Error> {
/// use loggia_client::types::members::MemberQuery;
///
/// let query = MemberQuery { q: Some(email.into()), ..MemberQuery::default() };
/// let found = client.members().list(&query).await?.items;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Members<'a>(pub(crate) &'a Client);

impl Members<'_> {
    /// One page of members.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::{Role, members::MemberQuery};
    ///
    /// let owners = MemberQuery { role: Some(Role::Owner.into()), ..MemberQuery::default() };
    /// for member in client.members().list(&owners).await?.items {
    ///     println!("{}", member.user.name);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(self, query: &MemberQuery) -> CallFuture<Page<Member>> {
        Call::get(self.0, "/v1/members").query(query).send()
    }

    /// Every member.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::types::members::MemberQuery;
    ///
    /// let mut members = client.members().stream(MemberQuery::default());
    /// while let Some(member) = members.try_next().await? {
    ///     println!("{} {}", member.user.email, member.role);
    /// }
    /// # Ok(()) }
    /// ```
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
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, member: loggia_client::types::members::Member)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::{Role, members::UpdateMember};
    ///
    /// let member = client.members().update(&member.id, member.version, &UpdateMember::role(Role::Admin)).await?;
    /// # Ok(()) }
    /// ```
    pub fn update(self, id: &MembershipId, version: i64, change: &UpdateMember) -> CallFuture<Member> {
        Call::new(self.0, Method::Patch, ["/v1/members/", id.as_str()].concat()).if_match(version).json(change).send()
    }

    /// What a member may do, and why.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, member: &loggia_client::types::MembershipId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::{Permission, roles::AccessQuery};
    ///
    /// let query = AccessQuery { permission: Some(Permission::DocumentsDelete), ..AccessQuery::default() };
    /// for access in client.members().access(member, &query).await?.permissions {
    ///     println!("{}: {:?} by {:?}", access.permission, access.verdict, access.rule);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn access(self, id: &MembershipId, query: &AccessQuery) -> CallFuture<AccessReport> {
        Call::get(self.0, ["/v1/members/", id.as_str(), "/access"].concat()).query(query).send()
    }

    /// The same as a list shows it: each permission, whether it is held, and by which rule.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, member: &loggia_client::types::MembershipId)
    /// # -> Result<(), loggia_client::Error> {
    /// for access in client.members().access_summary(member).await?.permissions {
    ///     println!("{}: {:?}", access.permission, access.verdict);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn access_summary(self, id: &MembershipId) -> CallFuture<AccessSummary> {
        Call::get(self.0, ["/v1/members/", id.as_str(), "/access"].concat()).send()
    }

    /// Takes a member out of the organization, or leaves it.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, member: &loggia_client::types::MembershipId)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::ProblemCode;
    ///
    /// match client.members().remove(member).await {
    ///     Err(error) if error.code() == Some(ProblemCode::LastOwner) => println!("Make somebody else an owner first."),
    ///     removed => removed?,
    /// }
    /// # Ok(()) }
    /// ```
    pub fn remove(self, id: &MembershipId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/members/", id.as_str()].concat()).send_empty()
    }
}

/// Who is invited; from [`Client::invitations`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// let invitations = client.invitations();
/// for invitation in invitations.list().await?.items {
///     println!("{} until {}", invitation.email, invitation.expires_at);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Invitations<'a>(pub(crate) &'a Client);

impl Invitations<'_> {
    /// The newest open invitations, up to 100. For more: [`stream`](Self::stream).
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// let open = client.invitations().list().await?.items.len();
    /// println!("{open} people have not answered yet");
    /// # Ok(()) }
    /// ```
    pub fn list(self) -> CallFuture<Page<Invitation>> {
        self.page(&PageQuery::largest())
    }

    /// Every open invitation, newest first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use futures_util::TryStreamExt;
    /// use loggia_client::PageQuery;
    ///
    /// let invitations: Vec<_> = client.invitations().stream(PageQuery::default()).try_collect().await?;
    /// # Ok(()) }
    /// ```
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
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::{Role, members::CreateInvitation};
    ///
    /// let invitation = CreateInvitation { email: "ines@larkspur.example".into(), role: Role::Member.into(), ends_at: None };
    /// let invitation = client.invitations().create(&invitation).await?;
    /// println!("to be accepted before {}", invitation.expires_at);
    /// # Ok(()) }
    /// ```
    pub fn create(self, invitation: &CreateInvitation) -> CallFuture<Invitation> {
        Call::new(self.0, Method::Post, "/v1/invitations").json(invitation).idempotent().send()
    }

    /// Takes an invitation back.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::InvitationId)
    /// # -> Result<(), loggia_client::Error> {
    /// client.invitations().withdraw(id).await?;
    /// # Ok(()) }
    /// ```
    pub fn withdraw(self, id: &InvitationId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/invitations/", id.as_str()].concat()).send_empty()
    }
}
