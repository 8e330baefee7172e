//! The API's description. Handlers describe what they answer when all is well, and the problems of their own; what
//! follows from a route's access, body and path is added here, so that no status is forgotten.

use loggia_types::{
    OrganizationId, Problem, ProblemCode, audit::AuditFormat, documents::DocumentSort, embed::ORGANIZATION_HEADER,
    problem::PROBLEM_JSON,
};
use serde_json::json;
use utoipa::{
    OpenApi, PartialSchema, ToSchema,
    openapi::{
        Content, Ref, RefOr, ResponseBuilder,
        extensions::Extensions,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem, Paths},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

use super::rate_limit;
use crate::auth::Access;

#[derive(OpenApi)]
// What is named by query parameters only is not found by itself.
#[openapi(components(schemas(Problem, AuditFormat, DocumentSort)))]
struct Base;

/// The document without routes.
pub(super) fn base() -> utoipa::openapi::OpenApi {
    let mut document = Base::openapi();
    document.info.title = "Customer portal API".to_owned();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.info.description = Some(
        "Errors are RFC 9457 problems with a stable `code`. Lists come in pages: `?limit=` and `?cursor=`. \
         A POST with a JSON body takes an `Idempotency-Key`. An update takes `If-Match`."
            .to_owned(),
    );
    document.info.license = None;
    document.info.contact = None;
    let components = document.components.get_or_insert_default();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An embed session's client secret, an API key's secret, or what a page of the hosted portal shows beside its cookie."))
        .build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    document
}

/// Adds to each operation what follows from the route's access, its path and its body.
pub(super) fn complete(paths: &mut Paths, access: Access, counted: bool, asks_again: bool) {
    for (path, item) in &mut paths.paths {
        for (method, operation) in operations(item) {
            complete_operation(path, method, operation, access, counted);
            if asks_again {
                add_problem(operation, ProblemCode::StepUpRequired);
            }
        }
    }
}

/// The methods and paths of a route.
pub(super) fn named(paths: &mut Paths) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (path, item) in &mut paths.paths {
        all.extend(operations(item).map(|(method, _)| (method.to_uppercase(), path.clone())));
    }
    all
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", item.get.as_mut()),
        ("put", item.put.as_mut()),
        ("post", item.post.as_mut()),
        ("patch", item.patch.as_mut()),
        ("delete", item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

fn complete_operation(path: &str, method: &str, operation: &mut Operation, access: Access, counted: bool) {
    use ProblemCode as P;
    let mut codes = vec![P::Internal, P::Unavailable];
    if path.starts_with("/v1/") {
        codes.push(P::MalformedRequest);
        codes.push(P::MethodNotAllowed);
    }
    if counted {
        codes.push(P::RateLimited);
    }
    if access.is_authenticated() {
        // An organization's own API key ends with its feature, whatever it asks for.
        codes.extend([
            P::Unauthenticated,
            P::PermissionDenied,
            P::FeatureDisabled,
            P::OriginNotAllowed,
            P::AddressNotAllowed,
            P::SecondFactorRequired,
            P::NotFound,
        ]);
        operation.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    }
    if let Access::Permission(_) = access {
        let header = ParameterBuilder::new()
            .name(ORGANIZATION_HEADER)
            .parameter_in(ParameterIn::Header)
            .description(Some("The organization to act for. Needed with a brand's API key; a session and an organization's key have their own"))
            .schema(Some(OrganizationId::schema()))
            .build();
        operation.parameters.get_or_insert_default().push(header.into());
    }
    if method != "get" {
        // Somebody did the same at the same time.
        codes.push(P::Conflict);
    }
    if path.contains('{') {
        codes.push(P::NotFound);
    }
    // OFREP says in its own words what is wrong with a body.
    let is_ours = path.starts_with("/v1/");
    let takes_json = is_ours
        && operation.request_body.as_ref().is_some_and(|body| match body {
            RefOr::T(body) => body.content.contains_key("application/json"),
            RefOr::Ref(_) => true,
        });
    if takes_json {
        codes.extend([P::PayloadTooLarge, P::UnsupportedMediaType, P::ValidationFailed]);
        if method == "post" {
            codes.push(P::IdempotencyKeyReused);
        }
    }
    if operation.parameters.iter().flatten().any(|one| matches!(one, RefOr::T(one) if one.name == "If-Match")) {
        codes.extend([P::VersionMismatch, P::PreconditionRequired]);
    }
    for code in codes {
        add_problem(operation, code);
    }
    // Problems that the handler described itself, by code: their body is the same.
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with(['4', '5'])
            && response.content.is_empty()
        {
            response.content.insert(PROBLEM_JSON.to_owned(), problem_content().into());
        }
    }
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && counted
            && (status.starts_with('2') || status == "429")
        {
            rate_limit::describe(response, status == "429");
        }
    }
    let access = Extensions::builder().add("x-access", json!(access.name())).build();
    match &mut operation.extensions {
        Some(extensions) => extensions.merge(access),
        none => *none = Some(access),
    }
}

/// Documents that the operation can answer with this problem. Several codes share a status: the description names
/// them all.
fn add_problem(operation: &mut Operation, code: ProblemCode) {
    let status = code.status().to_string();
    let line = format!("`{code}`: {}", code.title());
    if let Some(RefOr::T(response)) = operation.responses.responses.get_mut(&status) {
        if !response.description.contains(&format!("`{code}`")) {
            response.description = format!("{}; {line}", response.description);
        }
        return;
    }
    let response = ResponseBuilder::new().description(line).content(PROBLEM_JSON, problem_content()).build();
    operation.responses.responses.insert(status, response.into());
}

fn problem_content() -> Content {
    Content::new(Some(Ref::from_schema_name(Problem::name())))
}
