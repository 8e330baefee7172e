//! Requests that were begun and are not sent.

use loggia_types::{
    DraftId, Page,
    drafts::{CreateDraft, Draft, DraftSummary, HandOverDraft, UpdateDraft},
};

use crate::{
    Client,
    request::{Call, CallFuture, Method},
};

/// A person's drafts; from [`Client::drafts`]. An API key has none, and is refused.
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// for draft in client.drafts().list().await?.items {
///     println!("{}, saved at {}", draft.form_title, draft.updated_at);
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Drafts<'a>(pub(crate) &'a Client);

impl Drafts<'_> {
    /// Every draft of this person, the last saved first.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// println!("{} requests are begun", client.drafts().list().await?.items.len());
    /// # Ok(()) }
    /// ```
    pub fn list(self) -> CallFuture<Page<DraftSummary>> {
        Call::get(self.0, "/v1/drafts").send()
    }

    /// One draft with its answers, carried over to the published version of its form.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DraftId)
    /// # -> Result<(), loggia_client::Error> {
    /// let draft = client.drafts().get(id).await?;
    /// if let Some(changes) = &draft.changes {
    ///     println!("New questions: {:?}", changes.added);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn get(self, id: &DraftId) -> CallFuture<Draft> {
        Call::get(self.0, ["/v1/drafts/", id.as_str()].concat()).send()
    }

    /// Begins a draft.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, form: loggia_client::types::forms::FormSummary)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::drafts::CreateDraft;
    ///
    /// let answers = [("reason".to_owned(), "We have".into())].into();
    /// let draft = client.drafts().create(&CreateDraft { form_version_id: form.version_id, answers }).await?;
    /// println!("{}", draft.summary.id);
    /// # Ok(()) }
    /// ```
    pub fn create(self, draft: &CreateDraft) -> CallFuture<Draft> {
        Call::new(self.0, Method::Post, "/v1/drafts").json(draft).idempotent().send()
    }

    /// Saves a draft. `version` is the one that was read: if the draft was saved elsewhere since, nothing happens and
    /// the problem's code is `version_mismatch`.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, draft: loggia_client::types::drafts::Draft)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::drafts::UpdateDraft;
    ///
    /// let mut answers = draft.answers;
    /// answers.insert("reason".to_owned(), "We have moved.".into());
    /// let saved = UpdateDraft { form_version_id: draft.form_version_id, answers };
    /// client.drafts().update(&draft.summary.id, draft.summary.version, &saved).await?;
    /// # Ok(()) }
    /// ```
    pub fn update(self, id: &DraftId, version: i64, draft: &UpdateDraft) -> CallFuture<Draft> {
        Call::new(self.0, Method::Put, ["/v1/drafts/", id.as_str()].concat()).if_match(version).json(draft).send()
    }

    /// Discards a draft.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DraftId)
    /// # -> Result<(), loggia_client::Error> {
    /// client.drafts().discard(id).await?;
    /// # Ok(()) }
    /// ```
    pub fn discard(self, id: &DraftId) -> CallFuture<()> {
        Call::new(self.0, Method::Delete, ["/v1/drafts/", id.as_str()].concat()).send_empty()
    }

    /// Hands a draft over to a colleague, with its files. This person does not have it any more then.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::DraftId,
    /// #     colleague: loggia_client::types::members::Member) -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::drafts::HandOverDraft;
    ///
    /// client.drafts().hand_over(id, &HandOverDraft { member_id: colleague.id }).await?;
    /// # Ok(()) }
    /// ```
    pub fn hand_over(self, id: &DraftId, to: &HandOverDraft) -> CallFuture<()> {
        Call::new(self.0, Method::Post, ["/v1/drafts/", id.as_str(), "/hand-over"].concat()).json(to).send_empty()
    }
}
