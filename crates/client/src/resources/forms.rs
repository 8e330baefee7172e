//! The request catalogue, and what was sent in.

use loggia_types::{
    FormId, Page, SubmissionId,
    forms::{CreateSubmission, Form, FormSummary, Submission},
};

use crate::{
    Client, Result,
    request::{Call, Method},
};

/// The request catalogue; from [`Client::forms`].
#[derive(Clone, Copy, Debug)]
pub struct Forms<'a>(pub(crate) &'a Client);

impl Forms<'_> {
    /// Every form that can be sent in.
    pub async fn list(self) -> Result<Page<FormSummary>> {
        Call::get(self.0, "/v1/forms").send().await
    }

    /// One form with its definition.
    pub async fn get(self, id: &FormId) -> Result<Form> {
        Call::get(self.0, format!("/v1/forms/{id}")).send().await
    }
}

/// What was sent in; from [`Client::submissions`].
#[derive(Clone, Copy, Debug)]
pub struct Submissions<'a>(pub(crate) &'a Client);

impl Submissions<'_> {
    /// Sends in a form, which opens a case. Answers that are not acceptable come back as
    /// [`field_errors`](crate::Error::field_errors).
    pub async fn create(self, submission: &CreateSubmission) -> Result<Submission> {
        Call::new(self.0, Method::Post, "/v1/submissions").json(submission).idempotent().send().await
    }

    /// What was sent in.
    pub async fn get(self, id: &SubmissionId) -> Result<Submission> {
        Call::get(self.0, format!("/v1/submissions/{id}")).send().await
    }
}
