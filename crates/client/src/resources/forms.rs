//! The request catalogue, and what was sent in.

use loggia_types::{
    FormId, Page, SubmissionId,
    forms::{CreateSubmission, Form, FormSummary, Submission},
};

use crate::{
    Client,
    request::{Call, CallFuture, Method},
};

/// The request catalogue; from [`Client::forms`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// let forms = client.forms();
/// if let Some(first) = forms.list().await?.items.first() {
///     println!("{} questions", forms.get(&first.id).await?.definition.sections.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Forms<'a>(pub(crate) &'a Client);

impl Forms<'_> {
    /// Every form that can be sent in.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
    /// for form in client.forms().list().await?.items {
    ///     println!("{}: {}", form.category, form.title);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn list(self) -> CallFuture<Page<FormSummary>> {
        Call::get(self.0, "/v1/forms").send()
    }

    /// One form with its definition.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::FormId)
    /// # -> Result<(), loggia_client::Error> {
    /// let form = client.forms().get(id).await?;
    /// for field in form.definition.sections.iter().flat_map(|section| &section.fields) {
    ///     println!("{}: {}", field.key, field.label);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn get(self, id: &FormId) -> CallFuture<Form> {
        Call::get(self.0, ["/v1/forms/", id.as_str()].concat()).send()
    }
}

/// What was sent in; from [`Client::submissions`].
///
/// ```no_run
/// # async fn example(client: loggia_client::Client, answers: loggia_client::types::forms::CreateSubmission)
/// # -> Result<(), loggia_client::Error> {
/// let sent = client.submissions().create(&answers).await?;
/// println!("{}", sent.case_reference);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Submissions<'a>(pub(crate) &'a Client);

impl Submissions<'_> {
    /// Sends in a form, which opens a case. Answers that are not acceptable come back as
    /// [`field_errors`](crate::Error::field_errors).
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, form: loggia_client::types::forms::FormSummary)
    /// # -> Result<(), loggia_client::Error> {
    /// use loggia_client::types::forms::CreateSubmission;
    ///
    /// let answers = [("reason".to_owned(), "We have moved.".into())].into();
    /// let submission = CreateSubmission { form_version_id: form.version_id, answers, draft_id: None, draft_version: None };
    /// match client.submissions().create(&submission).await {
    ///     Ok(sent) => println!("It became {}", sent.case_reference),
    ///     Err(error) => error.field_errors().iter().for_each(|wrong| println!("{} {}", wrong.pointer, wrong.detail)),
    /// }
    /// # Ok(()) }
    /// ```
    pub fn create(self, submission: &CreateSubmission) -> CallFuture<Submission> {
        Call::new(self.0, Method::Post, "/v1/submissions").json(submission).idempotent().send()
    }

    /// What was sent in.
    ///
    /// ```no_run
    /// # async fn example(client: loggia_client::Client, id: &loggia_client::types::SubmissionId)
    /// # -> Result<(), loggia_client::Error> {
    /// let sent = client.submissions().get(id).await?;
    /// println!("{} sent {} answers", sent.submitted_by.name, sent.answers.len());
    /// # Ok(()) }
    /// ```
    pub fn get(self, id: &SubmissionId) -> CallFuture<Submission> {
        Call::get(self.0, ["/v1/submissions/", id.as_str()].concat()).send()
    }
}
