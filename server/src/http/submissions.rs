//! `/v1/submissions`: sending in a form.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use loggia_types::{
    Permission, SubmissionId,
    forms::{CreateSubmission, Submission},
};
use utoipa_axum::routes;

use super::{Create, PathParams, Route};
use crate::{
    auth::{Access, Actor},
    domain::submissions,
    error::Result,
    state::App,
    store::Tenant,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::SubmissionsCreate), routes!(create)),
        Route::new(Access::Permission(Permission::SubmissionsRead), routes!(read)),
    ]
}

/// Sends in a form. It opens a case; the answer is the receipt. Answering a question for files needs the permission
/// `documents:upload`, too.
#[utoipa::path(post, path = "/v1/submissions", operation_id = "create_submission", tag = "Submissions", request_body = CreateSubmission, params(
    ("Idempotency-Key" = Option<String>, Header, description = "Makes the request safe to repeat"),
), responses(
    (status = 201, description = "The receipt", body = Submission),
))]
async fn create(State(app): State<App>, actor: Actor, request: Create<CreateSubmission>) -> Result<Response> {
    let receipt = submissions::create(app.store(), &actor, request.body, request.idempotency).await?;
    Ok((StatusCode::CREATED, Json(receipt)).into_response())
}

/// Reads what was sent in.
#[utoipa::path(get, path = "/v1/submissions/{submission_id}", operation_id = "read_submission", tag = "Submissions", params(
    ("submission_id" = SubmissionId, Path, description = "The submission"),
), responses(
    (status = 200, description = "The submission", body = Submission),
))]
async fn read(
    State(app): State<App>,
    actor: Actor,
    PathParams(id): PathParams<SubmissionId>,
) -> Result<Json<Submission>> {
    Ok(Json(app.store().read(&Tenant::of(&actor)?, move |c| c.submission(&id)).await?))
}
