//! `POST /ofrep/v1/evaluate/flags` and `POST /ofrep/v1/evaluate/flags/{key}`: the OpenFeature Remote Evaluation Protocol.
//!
//! What the protocol describes is answered in its shapes. What the guard refuses before is a problem, as everywhere: the
//! protocol leaves those bodies open.

use axum::{
    Json,
    body::Body,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, Limited};
use loggia_types::Problem;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::{PathParams, Route, content};
use crate::{
    auth::{Access, Actor, hex},
    domain::ofrep::{self, Flag, Refusal},
    error::Error,
    limits::Class,
    state::App,
};

/// The longest body, in bytes.
const LONGEST: usize = 64 * 1024;

pub(super) fn routes() -> Vec<Route> {
    let route = |methods| Route::new(Access::Credential, methods).counted_as(Class::Read);
    vec![route(routes!(evaluate_all)), route(routes!(evaluate))]
}

/// What is asked about.
#[derive(Deserialize, ToSchema)]
struct EvaluationRequest {
    /// About whom.
    #[serde(default)]
    context: Option<Context>,
}

/// About whom flags are evaluated. Whatever else is in it is not looked at.
#[derive(Deserialize, ToSchema)]
struct Context {
    /// With a vendor's API key: an organization's or a member's id. With a session it may be left out; an id of another
    /// organization or member is refused.
    #[serde(default, rename = "targetingKey")]
    targeting_key: Option<String>,
}

/// Every flag.
#[derive(Serialize, ToSchema)]
struct BulkEvaluation {
    /// The flags.
    flags: Vec<Flag>,
}

/// Why there is no value.
#[derive(Serialize, ToSchema)]
struct EvaluationFailure {
    /// The flag that was asked for, where it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// Of which kind it is, as OpenFeature names it.
    #[serde(rename = "errorCode")]
    error_code: ErrorCode,
    /// For whoever develops the page.
    #[serde(rename = "errorDetails")]
    error_details: &'static str,
}

/// Kinds of failures ([OpenFeature](https://openfeature.dev/specification/types#error-code)).
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum ErrorCode {
    ParseError,
    TargetingKeyMissing,
    InvalidContext,
    FlagNotFound,
}

/// Evaluates every feature as a boolean flag.
#[utoipa::path(
    post,
    path = "/ofrep/v1/evaluate/flags",
    operation_id = "evaluate_flags",
    tag = "OFREP",
    params(("If-None-Match" = Option<String>, Header, description = "Answer 304 if nothing is different from what had this ETag")),
    request_body = EvaluationRequest,
    responses(
        (status = 200, description = "The flags", body = BulkEvaluation, headers(("ETag" = String, description = "For `If-None-Match`"))),
        (status = 304, description = "Nothing is different"),
        (status = 400, description = "Nothing was evaluated, and why", content(
            (EvaluationFailure = "application/json"),
            (Problem = "application/problem+json"),
        )),
    )
)]
async fn evaluate_all(
    State(app): State<App>,
    actor: Actor,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Failure> {
    let features = evaluated(&app, &actor, asked, None).await?;
    let body = serde_json::to_vec(&BulkEvaluation { flags: ofrep::flags(&features) })
        .map_err(|error| Error::Internal(format!("cannot write JSON: {error}")))?;
    let digest = hex(&Sha256::digest(&body));
    let etag = format!("\"{}\"", digest.get(..32).unwrap_or(&digest));
    let unchanged = content::is_current(&headers, &etag);
    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    };
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    Ok(response)
}

/// Evaluates one feature as a boolean flag.
#[utoipa::path(
    post,
    path = "/ofrep/v1/evaluate/flags/{key}",
    operation_id = "evaluate_flag",
    tag = "OFREP",
    params(("key" = String, Path, description = "The feature, like `documents.upload`")),
    request_body = EvaluationRequest,
    responses(
        (status = 200, description = "The flag", body = Flag),
        (status = 400, description = "It was not evaluated, and why", content(
            (EvaluationFailure = "application/json"),
            (Problem = "application/problem+json"),
        )),
        (status = 404, description = "There is no such flag", content(
            (EvaluationFailure = "application/json"),
            (Problem = "application/problem+json"),
        )),
    )
)]
async fn evaluate(
    State(app): State<App>,
    actor: Actor,
    PathParams(key): PathParams<String>,
    asked: Asked,
) -> Result<Json<Flag>, Failure> {
    let features = evaluated(&app, &actor, asked, Some(&key)).await?;
    let flag = ofrep::flags(&features).into_iter().find(|flag| flag.key == key);
    flag.map(Json).ok_or_else(|| Failure::new(ErrorCode::FlagNotFound, "There is no such flag.", Some(&key)))
}

async fn evaluated(
    app: &App,
    actor: &Actor,
    asked: Asked,
    key: Option<&str>,
) -> Result<crate::policy::Features, Failure> {
    let Asked(Ok(request)) = asked else {
        let details = "Expected JSON like {\"context\": {\"targetingKey\": \"org_...\"}}, of at most 64 KiB.";
        return Err(Failure::new(ErrorCode::ParseError, details, key));
    };
    let targeting_key = request.context.and_then(|context| context.targeting_key);
    let features = ofrep::evaluate(app.store(), actor, targeting_key.as_deref()).await?;
    let is_customers = actor.member().is_some() || actor.is_organizations_key();
    let features = features.map(|features| if is_customers { features.for_customers() } else { features });
    features.map_err(|refusal| match refusal {
        Refusal::TargetingKeyMissing => {
            let details = "Say for whom, as targetingKey: an organization's or a member's id.";
            Failure::new(ErrorCode::TargetingKeyMissing, details, key)
        }
        Refusal::InvalidContext => {
            let details = "The targetingKey names no organization and no member within reach of this credential.";
            Failure::new(ErrorCode::InvalidContext, details, key)
        }
    })
}

/// The body, if it is one.
struct Asked(Result<EvaluationRequest, ()>);

impl FromRequest<App> for Asked {
    type Rejection = Failure;

    async fn from_request(request: Request, _app: &App) -> Result<Self, Failure> {
        Ok(Self(read(request.into_body()).await.ok_or(())))
    }
}

async fn read(body: Body) -> Option<EvaluationRequest> {
    let whole = Limited::new(body, LONGEST).collect().await.ok()?;
    serde_json::from_slice(&whole.to_bytes()).ok()
}

/// Why a request is not answered with flags.
enum Failure {
    /// In the protocol's words.
    Refused(StatusCode, EvaluationFailure),
    /// As everywhere.
    Failed(Error),
}

impl Failure {
    fn new(error_code: ErrorCode, error_details: &'static str, key: Option<&str>) -> Self {
        let status = match error_code {
            ErrorCode::FlagNotFound => StatusCode::NOT_FOUND,
            ErrorCode::ParseError | ErrorCode::TargetingKeyMissing | ErrorCode::InvalidContext => {
                StatusCode::BAD_REQUEST
            }
        };
        Self::Refused(status, EvaluationFailure { key: key.map(str::to_owned), error_code, error_details })
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Failed(error) => error.into_response(),
            Self::Refused(status, failure) => (status, Json(failure)).into_response(),
        }
    }
}
