//! Errors as responses: the only place where an [`Error`] becomes HTTP.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use loggia_types::{Problem, ProblemCode, RequestId, problem::PROBLEM_JSON};

use crate::error::Error;

/// A problem on its way out. The outermost layer writes it, with the request's id.
#[derive(Clone)]
struct Unwritten(Box<Problem>);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if !matches!(self, Self::Problem(_)) {
            let cause = std::error::Error::source(&self).map(ToString::to_string);
            tracing::error!(error = %self, cause, "the request failed");
        }
        respond(self.into_problem())
    }
}

fn respond(mut problem: Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = status.into_response();
    if problem.code == ProblemCode::Unauthenticated {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if problem.code == ProblemCode::StepUpRequired {
        // RFC 9470, 3.
        let challenge = HeaderValue::from_static(
            "Bearer error=\"insufficient_user_authentication\", error_description=\"The last proof of who you are is too old\"",
        );
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    if matches!(problem.code, ProblemCode::Unavailable | ProblemCode::RateLimited) {
        let seconds = *problem.retry_after.get_or_insert(1);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response.extensions_mut().insert(Unwritten(Box::new(problem)));
    response
}

/// Takes the problem out of a response, if it is one, to be told in another way.
pub(super) fn take(response: &mut Response) -> Option<Problem> {
    response.extensions_mut().remove::<Unwritten>().map(|Unwritten(problem)| *problem)
}

/// Writes the body of a problem, if the response is one.
pub(super) fn write(mut response: Response, request_id: &RequestId) -> Response {
    let Some(Unwritten(mut problem)) = response.extensions_mut().remove::<Unwritten>() else { return response };
    problem.request_id = Some(request_id.clone());
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    *response.body_mut() = Body::from(body);
    response
}
