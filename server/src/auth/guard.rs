//! The guard in front of every route.

use std::time::Duration;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{TimeDelta, Utc};
use loggia_types::{
    OperatorPermission, OrganizationId, Permission, ProblemCode,
    embed::ORGANIZATION_HEADER,
    sign_in::{AuthenticationMethod, CSRF_BEARER_PREFIX, CSRF_HEADER},
};

use super::{
    ACCESS_TOKEN_PREFIX, API_KEY_PREFIX, Access, Actor, BearerSecret, Credential, MemberCredential, Operator,
    RequestInfo, SignedIn, StepUp,
    cookies::{DEVICE_COOKIE, SESSION_COOKIE, cookie, csrf_holds, is_same_origin},
    detour::{to_confirm, to_enrol, to_one_factor, to_sign_in},
    digest, hash, hex,
    operator::{Unready, is_ready},
};
use crate::{
    domain::sign_in,
    error::{Error, Result},
    http::rate_limit,
    limits::{Attempt, Class, Standings},
    state::App,
    store::{AuditEntry, Audited, Tenant, credentials::Shown, user_sessions::StoredUserSession},
};

/// How exact "last active" is: it is written at most this often.
const ACTIVITY_STEP: TimeDelta = TimeDelta::minutes(5);

/// How exact it is when a session of the hosted portal was used last.
const SEEN_STEP: TimeDelta = TimeDelta::minutes(1);

/// What stands in front of one route.
#[derive(Clone)]
pub struct Guard {
    /// The server.
    pub app: App,
    /// What the route asks of its caller.
    pub access: Access,
    /// What its requests count as. `None`: they are not counted.
    pub counts: Option<Counts>,
    /// Whether its caller has to have proved lately who they are.
    pub step_up: StepUp,
    /// Whether it is there for people who still have to set up a second factor that is asked of them.
    pub before_second_factor: bool,
    /// How long the route may take. `None`: it streams.
    pub timeout: Option<Duration>,
}

/// In which rate of its credential a request counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// What changes something as a write, the rest as a read.
    ByMethod,
    /// As this.
    As(Class),
}

/// Lets a request through if its caller may use the route, with the [`Actor`] for the handler.
pub async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let Some(timeout) = guard.timeout else { return admit(&guard, request, next).await };
    match tokio::time::timeout(timeout, admit(&guard, request, next)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!(seconds = timeout.as_secs(), "the request took too long");
            Error::unavailable().into_response()
        }
    }
}

async fn admit(guard: &Guard, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let mut standings = Standings::new();
    let mut response = match check(guard, &mut parts, &mut standings).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(Refused::NotYet(Unready::TooLongAgo)) => to_confirm(&parts),
        Err(Refused::NotYet(Unready::OneFactor)) => to_one_factor(),
        Err(Refused::Error(error))
            if guard.access.sends_to_sign_in() && error.code() == Some(ProblemCode::Unauthenticated) =>
        {
            to_sign_in(&parts)
        }
        Err(Refused::Error(error))
            if guard.access.sends_to_sign_in() && error.code() == Some(ProblemCode::StepUpRequired) =>
        {
            to_confirm(&parts)
        }
        Err(Refused::Error(error))
            if guard.access.sends_to_sign_in() && error.code() == Some(ProblemCode::SecondFactorRequired) =>
        {
            to_enrol()
        }
        Err(Refused::Error(error)) => error.into_response(),
    };
    rate_limit::write(response.headers_mut(), &standings);
    response
}

/// Why a request does not go on.
enum Refused {
    /// It may not.
    Error(Error),
    /// An operator has to do something before.
    NotYet(Unready),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Whether the request may go on. Its address is counted before its credential is looked up, its credential and
/// organization after.
async fn check(guard: &Guard, parts: &mut Parts, standings: &mut Standings) -> Result<(), Refused> {
    let (rates, address) = (guard.app.rates(), RequestInfo::of(parts).ip);
    match guard.access {
        Access::Public if guard.counts.is_none() => Ok(()),
        Access::Public => Ok(rates.anonymous(address, standings)?),
        Access::Token => Ok(rates.download(address, standings)?),
        Access::Page => {
            rates.anonymous(address, standings)?;
            Ok(check_origin_of_form(parts)?)
        }
        Access::SignedIn => {
            let signed_in = signed_in(guard, parts, standings).await?;
            step_up(guard, parts, &signed_in)?;
            parts.extensions.insert(signed_in);
            Ok(())
        }
        Access::Operator(permission) => {
            let signed_in = signed_in(guard, parts, standings).await?;
            let operator = operator(guard, permission, signed_in, parts).await?;
            step_up(guard, parts, &operator.signed_in)?;
            // What pages are made of: their language, and where else their person may go.
            parts.extensions.insert(operator.signed_in.clone());
            parts.extensions.insert(operator);
            Ok(())
        }
        _ => {
            let Some(shown) = Secret::of(&parts.headers) else {
                rates.anonymous(address, standings)?;
                return Err(Error::unauthenticated().into());
            };
            let actor = let_in(guard, shown, parts, standings).await?;
            parts.extensions.insert(actor);
            Ok(())
        }
    }
}

/// Who is signed in to the brand whose host was asked.
async fn signed_in(guard: &Guard, parts: &Parts, standings: &mut Standings) -> Result<SignedIn> {
    let Some(secret) = cookie(&parts.headers, SESSION_COOKIE).map(str::to_owned) else {
        guard.app.rates().anonymous(RequestInfo::of(parts).ip, standings)?;
        return Err(Error::unauthenticated());
    };
    let session = user_session(guard, &secret, parts, standings).await?;
    count(guard, parts, session.id.as_str(), None, standings)?;
    check_origin_of_form(parts)?;
    let shown = guard.app.hosts().brand(parts).await?;
    if shown.is_none_or(|brand| brand.id != session.brand.id) {
        return Err(Error::unauthenticated());
    }
    if !guard.before_second_factor && lacks_second_factor(guard, &session).await? {
        return Err(Error::second_factor_required());
    }
    let device = cookie(&parts.headers, DEVICE_COOKIE).map(hash);
    Ok(SignedIn::new(session, secret, device))
}

/// Refuses somebody who has to prove again who they are before this.
fn step_up(guard: &Guard, parts: &Parts, signed_in: &SignedIn) -> Result<()> {
    // Of what is an organization's, its own identity provider may vouch for somebody; of their account it may not.
    let is_recent = if parts.uri.path().starts_with("/o/") {
        Utc::now() - signed_in.authenticated_at <= sign_in::Recent::within(&guard.app)
    } else {
        sign_in::Recent::is(&guard.app, &signed_in.methods, signed_in.authenticated_at)
    };
    if guard.step_up != StepUp::Always || is_recent { Ok(()) } else { Err(Error::step_up_required()) }
}

/// The operator who is signed in. For whoever is none there is nothing here.
async fn operator(
    guard: &Guard,
    permission: OperatorPermission,
    signed_in: SignedIn,
    parts: &Parts,
) -> Result<Operator, Refused> {
    let (brand, user) = (signed_in.brand.id.clone(), signed_in.user.id.clone());
    let found = guard.app.store().system_read(move |c| c.live_operator(&brand, &user)).await?;
    let found = found.ok_or_else(Error::not_found)?;
    is_ready(guard.app.config(), &signed_in).map_err(Refused::NotYet)?;
    let operator = Operator::new(found, signed_in, RequestInfo::of(parts), permission);
    if operator.permits(permission) {
        return Ok(operator);
    }
    let error = Error::operator_denied(permission);
    let action = permission.as_str().replace(':', ".");
    let entry = AuditEntry::new(action, "operator", &operator.id).denied(error.to_string());
    let (brand, principal) = (operator.brand_id().clone(), operator.principal());
    guard.app.store().system_write(move |c| c.audit(&brand, &principal, entry)).await?;
    Err(error.into())
}

/// A form is sent by a page of the same host, or by what is no browser.
fn check_origin_of_form(parts: &Parts) -> Result<()> {
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    if reads || is_same_origin(parts) { Ok(()) } else { Err(Error::not_from_here()) }
}

/// What a request shows.
enum Secret {
    /// A bearer token.
    Bearer(String),
    /// The cookie of a session, with what shows that a page of the portal sends it.
    Cookie { session: String, csrf: String, organization: Option<String> },
}

impl Secret {
    /// A cookie alone shows nothing: browsers send it along with whatever other sites ask for.
    fn of(headers: &HeaderMap) -> Option<Self> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        if let Some(bearer) = bearer(headers) {
            let Some(of_page) = bearer.strip_prefix(CSRF_BEARER_PREFIX) else {
                return Some(Self::Bearer(bearer.to_owned()));
            };
            let (csrf, organization) = of_page.split_once('.')?;
            let (csrf, organization) = (csrf.to_owned(), Some(organization.to_owned()));
            return Some(Self::Cookie { session: cookie(headers, SESSION_COOKIE)?.to_owned(), csrf, organization });
        }
        let (session, csrf) = (cookie(headers, SESSION_COOKIE)?.to_owned(), text(CSRF_HEADER)?);
        Some(Self::Cookie { session, csrf, organization: text(ORGANIZATION_HEADER) })
    }
}

async fn let_in(guard: &Guard, shown: Secret, parts: &mut Parts, standings: &mut Standings) -> Result<Actor> {
    let actor = match &shown {
        Secret::Bearer(secret) => authenticate(guard, secret, parts, standings).await?,
        Secret::Cookie { session, csrf, organization } => {
            by_cookie(guard, session, csrf, organization.as_deref(), parts, standings).await?
        }
    };
    let actor = actor.asking(guard.step_up, sign_in::Recent::within(&guard.app));
    if let Err(error) = actor.require_usable_key() {
        // A key in a place that it is not for may be one that was stolen: reading counts, too.
        write_refusal(guard, &actor, parts, &error).await?;
        return Err(error);
    }
    if let (Credential::ApiKey { id, .. }, Secret::Bearer(secret)) = (&actor.credential, &shown) {
        guard.app.key_usage().note(id, &actor, hash(secret));
    }
    let is_portals = actor.member().is_some_and(|member| matches!(member.credential, MemberCredential::UserSession(_)));
    if is_portals {
        if !is_same_origin(parts) {
            let error = Error::not_from_here();
            note_refusal(guard, &actor, parts, &error).await?;
            return Err(error);
        }
    } else if let Some(origin) = parts.headers.get(header::ORIGIN) {
        let allowed = match origin.to_str() {
            Ok(origin) => guard.app.origins().allows(&actor.brand.id, origin).await?,
            Err(_) => false,
        };
        if !allowed {
            let error = Error::problem(
                ProblemCode::OriginNotAllowed,
                "The brand does not list this page's origin among its allowed origins.",
            );
            note_refusal(guard, &actor, parts, &error).await?;
            return Err(error);
        }
    }
    let verdict = permit(guard.access, &actor).and_then(|()| actor.require_recent());
    if let Err(error) = &verdict
        && matches!(
            error.code(),
            Some(ProblemCode::PermissionDenied | ProblemCode::FeatureDisabled | ProblemCode::StepUpRequired)
        )
    {
        note_refusal(guard, &actor, parts, error).await?;
    }
    verdict?;
    let (Secret::Bearer(secret) | Secret::Cookie { session: secret, .. }) = shown;
    parts.extensions.insert(BearerSecret(secret));
    note_activity(&guard.app, &actor);
    Ok(actor)
}

/// The secret that a request shows ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, secret) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// Turns the secret into an actor. Unknown, expired, revoked and malformed secrets are one answer.
async fn authenticate(guard: &Guard, secret: &str, parts: &Parts, standings: &mut Standings) -> Result<Actor> {
    let Guard { app, access, .. } = guard;
    let request = RequestInfo::of(parts);
    let secret_digest = digest(secret);
    let attempt = app.rates().attempt(request.ip, &secret_digest, standings)?;
    let secret_hash = hex(&secret_digest);
    if !secret.starts_with(API_KEY_PREFIX) {
        let is_access_token = secret.starts_with(ACCESS_TOKEN_PREFIX);
        let found = app.store().system_read(move |c| {
            let shown = Shown::Secret(&secret_hash);
            if is_access_token { c.live_access_token(shown) } else { c.live_session(shown) }
        });
        let session = judge(attempt, found.await)?;
        count(guard, parts, session.credential.counted_as(), Some(&session.organization.id), standings)?;
        return Ok(Actor::from_session(session, request, *access));
    }
    let wanted = parts.headers.get(ORGANIZATION_HEADER).map(|value| {
        value.to_str().ok().and_then(|text| text.parse::<OrganizationId>().ok()).ok_or_else(|| {
            Error::malformed(ORGANIZATION_HEADER, "expected an organization's id like org_01h455vb4pex5vsknk084sn02q")
        })
    });
    let named = wanted.as_ref().and_then(|id| id.as_ref().ok()).cloned();
    let asked = named.is_some();
    let found = app.store().system_read(move |c| c.live_api_key(Shown::Secret(&secret_hash), named.as_ref())).await;
    let mut key = judge(attempt, found)?;
    let organization = key.organization.as_ref().map(|(organization, _)| &organization.id);
    count(guard, parts, key.id.as_str(), organization, standings)?;
    if let Some(Err(malformed)) = wanted {
        return Err(malformed);
    }
    if asked && key.organization.is_none() {
        return Err(Error::not_found());
    }
    if matches!(access, Access::Brand(_)) && !key.is_organizations {
        // What a key does for its brand as a whole it does not do for one organization.
        key.organization = None;
    }
    Ok(Actor::from_api_key(key, request, *access))
}

/// Turns the cookie of a session into an actor in the organization that the request names.
async fn by_cookie(
    guard: &Guard,
    secret: &str,
    csrf: &str,
    organization: Option<&str>,
    parts: &Parts,
    standings: &mut Standings,
) -> Result<Actor> {
    let session = user_session(guard, secret, parts, standings).await?;
    let wanted = organization.and_then(|text| text.parse::<OrganizationId>().ok());
    count(guard, parts, session.id.as_str(), wanted.as_ref(), standings)?;
    if !csrf_holds(secret, csrf) {
        return Err(Error::unauthenticated());
    }
    let Some(wanted) = wanted else {
        let detail = "say which organization to act for: org_...";
        return Err(Error::malformed(ORGANIZATION_HEADER, detail));
    };
    let found = guard.app.store().system_read(move |c| c.session_in(session, &wanted)).await?;
    let found = found.ok_or_else(Error::not_found)?;
    if found.lacks_second_factor {
        return Err(Error::second_factor_required());
    }
    Ok(Actor::from_session(found, RequestInfo::of(parts), guard.access))
}

/// Looks up the session of a cookie, and notes that it was used.
async fn user_session(
    guard: &Guard,
    secret: &str,
    parts: &Parts,
    standings: &mut Standings,
) -> Result<StoredUserSession> {
    let (app, request) = (&guard.app, RequestInfo::of(parts));
    let secret_digest = digest(secret);
    let attempt = app.rates().attempt(request.ip, &secret_digest, standings)?;
    let secret_hash = hex(&secret_digest);
    let found = app.store().system_read(move |c| c.live_user_session(Shown::Secret(&secret_hash))).await;
    let session = judge(attempt, found)?;
    if Utc::now() - session.last_seen_at >= SEEN_STEP {
        let (store, id) = (app.store().clone(), session.id.clone());
        let (address, until) = (request.ip.map(|address| address.to_string()), Utc::now() + sign_in::idle_for(app));
        tokio::spawn(async move {
            let noted = store.system_write(move |c| c.touch_user_session(&id, address.as_deref(), until));
            if let Err(error) = noted.await {
                tracing::warn!(%error, "cannot note that a session was used");
            }
        });
    }
    Ok(session)
}

/// Whether somebody asks for a second factor that the person behind a session did not show: the brand, or an organization
/// that they belong to.
async fn lacks_second_factor(guard: &Guard, session: &StoredUserSession) -> Result<bool> {
    if AuthenticationMethod::are_strong(&session.methods) {
        return Ok(false);
    }
    let (brand, user) = (session.brand.id.clone(), session.user.0.clone());
    let by = guard.app.store().system_read(move |c| c.second_factor_required_by(&brand, &user)).await?;
    Ok(by.is_some())
}

/// Notes what became of a secret that was looked up.
fn judge<T>(attempt: Attempt<'_>, found: Result<Option<T>>) -> Result<T> {
    match found {
        Ok(Some(found)) => {
            attempt.good();
            Ok(found)
        }
        Ok(None) => {
            attempt.bad();
            Err(Error::unauthenticated())
        }
        Err(error) => {
            attempt.undecided();
            Err(error)
        }
    }
}

/// Counts a request for its credential and its organization: before anything is checked, read or written for it.
fn count(
    guard: &Guard,
    parts: &Parts,
    credential: &str,
    organization: Option<&OrganizationId>,
    standings: &mut Standings,
) -> Result<()> {
    let Some(counts) = guard.counts else { return Ok(()) };
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let reads = reads || counts == Counts::As(Class::Read);
    let class = match counts {
        Counts::As(class) => class,
        Counts::ByMethod if reads => Class::Read,
        Counts::ByMethod => Class::Write,
    };
    let rates = guard.app.rates();
    rates.credential(class, credential, standings)?;
    organization.map_or(Ok(()), |organization| rates.organization(reads, organization, standings))
}

fn permit(access: Access, actor: &Actor) -> Result<()> {
    match access {
        Access::Public | Access::Token | Access::Page | Access::SignedIn | Access::Credential => Ok(()),
        // An actor is a customer, or a program.
        Access::Operator(permission) => Err(Error::operator_denied(permission)),
        Access::Session => actor.require_member().map(|_| ()),
        Access::Permission(permission) => {
            // Who lacks the scope learns that first, whatever else is missing.
            actor.hold(permission)?;
            // Which features are on is known of an organization only.
            Tenant::of(actor)?;
            actor.require(permission)
        }
        Access::Brand(permission) => {
            if actor.member().is_some() || actor.is_organizations_key() {
                return Err(Error::permission_denied(permission));
            }
            actor.require(permission)
        }
    }
}

/// A refused attempt to change something goes into the audit log, and so does one to read the log itself. Other refused
/// reads do not: whoever may not see a page would fill the log by looking at it.
async fn note_refusal(guard: &Guard, actor: &Actor, parts: &Parts, error: &Error) -> Result<()> {
    let reads = matches!(parts.method, Method::GET | Method::HEAD) || guard.access == Access::Credential;
    if reads && guard.access.permission() != Some(Permission::AuditRead) {
        return Ok(());
    }
    write_refusal(guard, actor, parts, error).await
}

async fn write_refusal(guard: &Guard, actor: &Actor, parts: &Parts, error: &Error) -> Result<()> {
    let (app, path) = (&guard.app, parts.uri.path());
    let (resource, action) = match guard.access.permission() {
        Some(permission) => {
            let resource = permission.as_str().split(':').next().unwrap_or_default();
            (resource, permission.as_str().replace(':', "."))
        }
        None if guard.access == Access::Credential => ("feature", "feature.evaluated".to_owned()),
        // The one route that changes something and asks for no permission.
        None => ("embed_session", "session.ended".to_owned()),
    };
    let id = path.split('/').find(|part| part.contains('_') && part.len() <= 40).unwrap_or_default();
    let entry = AuditEntry::new(action, resource, id).denied(error.to_string());
    match Tenant::of(actor) {
        Ok(tenant) => app.store().write(&tenant.for_notes(), move |tx| tx.audit(entry)).await,
        Err(_) => {
            let (brand, principal) = (actor.brand.id.clone(), actor.principal());
            app.store().system_write(move |c| c.audit(&brand, &principal, entry)).await
        }
    }
}

/// Notes that a member was here, now and then and without making the request wait.
fn note_activity(app: &App, actor: &Actor) {
    let Some(member) = actor.member() else { return };
    if member.last_active_at.is_some_and(|at| Utc::now() - at < ACTIVITY_STEP) {
        return;
    }
    let Ok(tenant) = Tenant::of(actor) else { return };
    let (store, tenant, id) = (app.store().clone(), tenant.for_notes(), member.membership_id.clone());
    tokio::spawn(async move {
        let noted = store.write(&tenant, move |tx| {
            tx.touch_membership(&id)?;
            Ok(Audited::not_worth_an_entry("being here is not a change", ()))
        });
        if let Err(error) = noted.await {
            tracing::warn!(%error, "cannot note a member's activity");
        }
    });
}
