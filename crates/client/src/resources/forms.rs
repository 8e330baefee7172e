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
#[derive(Clone, Copy, Debug)]
pub struct Forms<'a>(pub(crate) &'a Client);

impl Forms<'_> {
    /// Every form that can be sent in.
    pub fn list(self) -> CallFuture<Page<FormSummary>> {
        Call::get(self.0, "/v1/forms").send()
    }

    /// One form with its definition.
    pub fn get(self, id: &FormId) -> CallFuture<Form> {
        Call::get(self.0, ["/v1/forms/", id.as_str()].concat()).send()
    }
}

/// What was sent in; from [`Client::submissions`].
#[derive(Clone, Copy, Debug)]
pub struct Submissions<'a>(pub(crate) &'a Client);

impl Submissions<'_> {
    /// Sends in a form, which opens a case. Answers that are not acceptable come back as
    /// [`field_errors`](crate::Error::field_errors).
    pub fn create(self, submission: &CreateSubmission) -> CallFuture<Submission> {
        Call::new(self.0, Method::Post, "/v1/submissions").json(submission).idempotent().send()
    }

    /// What was sent in.
    pub fn get(self, id: &SubmissionId) -> CallFuture<Submission> {
        Call::get(self.0, ["/v1/submissions/", id.as_str()].concat()).send()
    }
}
