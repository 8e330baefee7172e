//! `/o/{organization}/audit`: how long the audit log is kept, and where it is sent to.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use loggia_portal::{AuditPage, Fill, NewStream, Page, Retention, ShownSecret, Stream};
use loggia_types::{
    AuditStreamId, OrganizationId, Permission, ProblemCode,
    audit::{AuditFormat, Outcome},
    audit_streams::{
        AuditRetention, AuditStream, AuditStreamState, AuditStreamWithSecret, CreateAuditStream, RotateAuditStream,
        UpdateAuditRetention, UpdateAuditStream,
    },
};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    acting,
    fields::Fields,
    home::{link, navigation},
    view::{View, go_to},
};
use crate::{
    auth::{Access, Actor, SignedIn, hash, random_secret},
    domain::{audit_retention, audit_streams},
    error::{Error, Result},
    http::{PathParams, QueryParams},
    state::App,
    store::Idempotency,
};

/// How long the page's rotation leaves the secret before good, in seconds.
const OVERLAP: u32 = 24 * 60 * 60;
const MANAGE: Permission = Permission::AuditManage;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::SignedIn, routes!(show)),
        Route::new(Access::SignedIn, routes!(choose)).asks_again(),
        Route::new(Access::SignedIn, routes!(create)).asks_again(),
        Route::new(Access::SignedIn, routes!(test)),
        Route::new(Access::SignedIn, routes!(rotate)).asks_again(),
        Route::new(Access::SignedIn, routes!(enable)).asks_again(),
        Route::new(Access::SignedIn, routes!(disable)).asks_again(),
        Route::new(Access::SignedIn, routes!(delete)).asks_again(),
    ]
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was done just now.
    done: String,
}

#[utoipa::path(get, path = "/o/{organization_id}/audit", responses((status = 200)))]
async fn show(
    view: View,
    signed_in: SignedIn,
    PathParams(org): PathParams<OrganizationId>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let actor = acting::looking(&view, &signed_in, &org, MANAGE).await?;
    let words = view.words();
    let done = match asked.done.as_str() {
        "retention" => Some(words.retention_saved),
        "tested" => Some(words.stream_tested),
        "enabled" => Some(words.stream_enabled),
        "disabled" => Some(words.stream_disabled),
        "deleted" => Some(words.stream_deleted),
        _ => None,
    };
    let page = AuditPage { done: done.map(str::to_owned), ..filled(&view, &actor, &org).await? };
    answer(&view, &signed_in, StatusCode::OK, page)
}

/// The page as things are now.
async fn filled(view: &View, actor: &Actor, org: &OrganizationId) -> Result<AuditPage> {
    let store = view.app.store();
    let found = view.organizations.iter().find(|one| one.id == *org).ok_or_else(Error::not_found)?;
    let retention = audit_retention::read(store, actor).await?;
    let streams = audit_streams::list(store, actor).await?;
    Ok(AuditPage {
        organization: Some(link(found, Some(org))),
        widgets: navigation(view, actor, org, "audit"),
        url: format!("/o/{org}/audit"),
        retention: shown_retention(view, &retention),
        can_add: (streams.len() as i64) < audit_streams::MOST_STREAMS,
        streams: streams.into_iter().map(|stream| shown_stream(view, stream)).collect(),
        form: random_secret("")?,
        ..AuditPage::default()
    })
}

fn shown_retention(view: &View, retention: &AuditRetention) -> Retention {
    let words = view.words();
    let deleted = retention.deleted.as_ref().map(|deleted| {
        words
            .retention_deleted
            .fill("position", &deleted.position.to_string())
            .fill("date", &view.moment(deleted.deleted_at).text)
    });
    Retention {
        days: retention.days.map(|days| days.to_string()).unwrap_or_default(),
        hint: words.retention_hint.fill("n", &retention.minimum_days.to_string()),
        is_on_hold: retention.is_on_hold,
        deleted,
        error: None,
    }
}

fn shown_stream(view: &View, stream: AuditStream) -> Stream {
    let words = view.words();
    let state_text = match stream.state {
        AuditStreamState::Active => words.stream_active,
        AuditStreamState::Failing => words.stream_failing,
        AuditStreamState::Disabled => words.stream_off,
    };
    let format = if stream.format == AuditFormat::Ocsf { "OCSF" } else { "JSON Lines" };
    let actions = if stream.actions.is_empty() { words.stream_all.to_owned() } else { stream.actions.join(", ") };
    let denied =
        if stream.outcome == Some(Outcome::Denied) { format!(" · {}", words.stream_denied) } else { String::new() };
    let behind = match stream.behind {
        0 => words.stream_caught_up.to_owned(),
        many => words.stream_behind.fill("n", &many.to_string()),
    };
    Stream {
        id: stream.id.to_string(),
        host: host(&stream.url),
        state: stream.state.as_str(),
        state_text,
        what: format!("{format} · {actions}{denied}"),
        behind,
        last_success: stream.last_success_at.map(|at| view.moment(at)),
        last_failure: stream.last_failure_at.map(|at| {
            let what = stream.last_failure.unwrap_or_default();
            (view.moment(at), failure(view, &what))
        }),
        previous_secret_ends: stream.previous_secret_ends_at.map(|at| view.moment(at)),
        url: stream.url,
    }
}

/// What happened at a receiver, in the page's language.
fn failure(view: &View, what: &str) -> String {
    let words = view.words();
    match what.strip_prefix("answered ") {
        Some(status) if status.parse::<u16>().is_ok() => words.stream_answered.fill("status", status),
        _ => words.stream_not_reached.to_owned(),
    }
}

fn host(url: &str) -> String {
    let parsed = reqwest::Url::parse(url).ok();
    parsed.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// A page may hold a secret: nothing keeps it.
fn answer(view: &View, signed_in: &SignedIn, status: StatusCode, page: AuditPage) -> Result<Response> {
    let mut response = view.show_to(signed_in, status, Page::Audit(Box::new(page)))?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

#[derive(Deserialize)]
struct Days {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    days: String,
}

#[utoipa::path(post, path = "/o/{organization_id}/audit/retention", responses((status = 303)))]
async fn choose(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(org): PathParams<OrganizationId>,
    Fields(form): Fields<Days>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = acting::changing_again(&view, &signed_in, &org, MANAGE).await?;
    let chosen = match form.days.trim() {
        "" => Ok(None),
        text => text.parse().map(Some),
    };
    let done = match chosen {
        Ok(days) => audit_retention::choose(app.store(), &actor, UpdateAuditRetention { days }).await,
        Err(_) => Err(Error::invalid_value("/days", "invalid", "Expected a number.")),
    };
    match done {
        Ok(_) => Ok(go_to(&format!("/o/{org}/audit?done=retention"))),
        Err(error) if error.code() == Some(ProblemCode::ValidationFailed) => {
            let mut page = filled(&view, &actor, &org).await?;
            let minimum = audit_retention::read(app.store(), &actor).await?.minimum_days;
            page.retention.days = form.days;
            page.retention.error = Some(view.words().retention_wrong.fill("n", &minimum.to_string()));
            answer(&view, &signed_in, StatusCode::UNPROCESSABLE_ENTITY, page)
        }
        Err(error) => Err(error),
    }
}

#[derive(Deserialize)]
struct New {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    format: String,
    #[serde(default)]
    actions: String,
    #[serde(default)]
    denied: String,
    #[serde(default)]
    beginning: String,
}

/// A form that is sent again, because its answer is loaded again, makes nothing else.
fn once(actor: &Actor, route: &'static str, form: &str, about: &str) -> Option<Idempotency> {
    (!form.is_empty()).then(|| Idempotency {
        owner: actor.owner_id().to_owned(),
        route: route.to_owned(),
        key: hash(form),
        fingerprint: hash(about),
    })
}

#[utoipa::path(post, path = "/o/{organization_id}/audit/streams", responses((status = 200)))]
async fn create(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(org): PathParams<OrganizationId>,
    Fields(form): Fields<New>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = acting::changing_again(&view, &signed_in, &org, MANAGE).await?;
    let actions = form.actions.split([',', ' ']).map(str::trim).filter(|action| !action.is_empty());
    let wanted = CreateAuditStream {
        url: form.url.trim().to_owned(),
        format: Some(if form.format == "ocsf" { AuditFormat::Ocsf } else { AuditFormat::Jsonl }),
        actions: Some(actions.map(str::to_owned).collect()),
        outcome: (!form.denied.is_empty()).then_some(Outcome::Denied),
        from_beginning: Some(!form.beginning.is_empty()),
    };
    let about = format!("{wanted:?}");
    let idempotency = once(&actor, "POST /o/{organization_id}/audit/streams", &form.form, &about);
    match audit_streams::create(&app, &actor, wanted, idempotency).await {
        Ok(made) => with_secret(&view, &signed_in, &actor, &org, made).await,
        Err(error) => {
            let (status, faults) = match &error {
                Error::Problem(problem) if problem.code == ProblemCode::ValidationFailed => {
                    (422, problem.errors.clone())
                }
                Error::Problem(problem) if problem.code == ProblemCode::Conflict => (409, Vec::new()),
                _ => return Err(error),
            };
            let words = view.words();
            let mut page = filled(&view, &actor, &org).await?;
            let wrong = |field: &str| faults.iter().any(|fault| fault.pointer.starts_with(field));
            page.new = NewStream {
                url: form.url,
                is_ocsf: form.format == "ocsf",
                actions: form.actions,
                denied_only: !form.denied.is_empty(),
                from_beginning: !form.beginning.is_empty(),
                url_error: wrong("/url").then(|| words.stream_url_wrong.to_owned()),
                actions_error: wrong("/actions").then(|| words.stream_actions_wrong.to_owned()),
            };
            page.problem = (status == 409).then(|| words.stream_too_many.to_owned());
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            answer(&view, &signed_in, status, page)
        }
    }
}

/// The page with a secret on it.
async fn with_secret(
    view: &View,
    signed_in: &SignedIn,
    actor: &Actor,
    org: &OrganizationId,
    made: AuditStreamWithSecret,
) -> Result<Response> {
    let mut page = filled(view, actor, org).await?;
    page.secret = Some(ShownSecret { host: host(&made.stream.url), secret: made.secret });
    answer(view, signed_in, StatusCode::OK, page)
}

#[derive(Deserialize)]
struct Confirmed {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    overlap: String,
}

/// Somebody who does something with a stream.
async fn confirmed(view: &View, signed_in: &SignedIn, org: &OrganizationId, form: &Confirmed) -> Result<Actor> {
    signed_in.check_csrf(&form.csrf)?;
    acting::changing_again(view, signed_in, org, MANAGE).await
}

#[utoipa::path(post, path = "/o/{organization_id}/audit/streams/{audit_stream_id}/test", responses((status = 303)))]
async fn test(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((org, id)): PathParams<(OrganizationId, AuditStreamId)>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    let actor = {
        signed_in.check_csrf(&form.csrf)?;
        acting::changing(&view, &signed_in, &org, MANAGE).await?
    };
    let (status, problem) = match audit_streams::test(&app, &actor, id).await {
        Ok(test) if test.delivered => return Ok(go_to(&format!("/o/{org}/audit?done=tested"))),
        Ok(test) => {
            let what = failure(&view, &test.failure.unwrap_or_default());
            (StatusCode::OK, view.words().stream_test_failed.fill("what", &what))
        }
        Err(error) if error.code() == Some(ProblemCode::Conflict) => {
            (StatusCode::CONFLICT, view.words().stream_test_soon.to_owned())
        }
        Err(error) => return Err(error),
    };
    let page = AuditPage { problem: Some(problem), ..filled(&view, &actor, &org).await? };
    answer(&view, &signed_in, status, page)
}

#[utoipa::path(post, path = "/o/{organization_id}/audit/streams/{audit_stream_id}/rotate", responses((status = 200)))]
async fn rotate(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((org, id)): PathParams<(OrganizationId, AuditStreamId)>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    let actor = confirmed(&view, &signed_in, &org, &form).await?;
    let how = RotateAuditStream { overlap_seconds: if form.overlap.is_empty() { 0 } else { OVERLAP } };
    let about = format!("{id} {how:?}");
    let route = "POST /o/{organization_id}/audit/streams/{audit_stream_id}/rotate";
    let idempotency = once(&actor, route, &form.form, &about);
    match audit_streams::rotate(&app, &actor, id, how, idempotency).await {
        Ok(made) => with_secret(&view, &signed_in, &actor, &org, made).await,
        Err(error) if error.code() == Some(ProblemCode::Conflict) => {
            let problem = Some(view.words().stream_rotate_soon.to_owned());
            let page = AuditPage { problem, ..filled(&view, &actor, &org).await? };
            answer(&view, &signed_in, StatusCode::CONFLICT, page)
        }
        Err(error) => Err(error),
    }
}

#[utoipa::path(post, path = "/o/{organization_id}/audit/streams/{audit_stream_id}/enable", responses((status = 303)))]
async fn enable(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((org, id)): PathParams<(OrganizationId, AuditStreamId)>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    let actor = confirmed(&view, &signed_in, &org, &form).await?;
    let on = UpdateAuditStream { enabled: Some(true), ..UpdateAuditStream::default() };
    audit_streams::update(&app, &actor, id, None, on).await?;
    Ok(go_to(&format!("/o/{org}/audit?done=enabled")))
}

#[utoipa::path(post, path = "/o/{organization_id}/audit/streams/{audit_stream_id}/disable", responses((status = 303)))]
async fn disable(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((org, id)): PathParams<(OrganizationId, AuditStreamId)>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    let actor = confirmed(&view, &signed_in, &org, &form).await?;
    let off = UpdateAuditStream { enabled: Some(false), ..UpdateAuditStream::default() };
    audit_streams::update(&app, &actor, id, None, off).await?;
    Ok(go_to(&format!("/o/{org}/audit?done=disabled")))
}

#[utoipa::path(post, path = "/o/{organization_id}/audit/streams/{audit_stream_id}/delete", responses((status = 303)))]
async fn delete(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((org, id)): PathParams<(OrganizationId, AuditStreamId)>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    let actor = confirmed(&view, &signed_in, &org, &form).await?;
    audit_streams::delete(app.store(), &actor, id).await?;
    Ok(go_to(&format!("/o/{org}/audit?done=deleted")))
}
