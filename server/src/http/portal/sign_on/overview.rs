//! Connections, domains, and whether single sign-on is required, on one page.

use axum::{extract::State, http::StatusCode, response::Response};
use loggia_portal::{ConnectionLine, DomainLine, NewConnection, OwnerChoice, Page, SignOn};
use loggia_types::{
    DomainId, OrganizationId, Permission, ProblemCode, Role,
    sso::{CreateDomain, CreateSsoConnection, Domain, SetSsoPolicy, SsoConnection, SsoState},
};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{
        acting::{changing_again, looking},
        fields::Fields,
        home,
        view::{View, go_to},
    },
    Wrong, base,
};
use crate::{
    auth::{Access, Actor, SignedIn},
    domain::sso::{connections, domains, policy},
    error::Result,
    http::{PathParams, QueryParams, Route},
    state::App,
    store::{Tenant, members::MemberFilter},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::SignedIn, routes!(show)),
        Route::new(Access::SignedIn, routes!(add_connection)).asks_again(),
        Route::new(Access::SignedIn, routes!(add_domain)).asks_again(),
        Route::new(Access::SignedIn, routes!(check_domain)).asks_again(),
        Route::new(Access::SignedIn, routes!(remove_domain)).asks_again(),
        Route::new(Access::SignedIn, routes!(set_policy)).asks_again(),
    ]
}

/// How many owners are shown.
const MOST_OWNERS: i64 = 50;

const MANAGE: Permission = Permission::SsoManage;

/// Whether a connection lets people in, in words.
pub(super) fn state_word(view: &View, state: SsoState) -> &'static str {
    match state {
        SsoState::Draft => view.words().sso_draft,
        SsoState::Active => view.words().sso_active,
        SsoState::Disabled => view.words().sso_disabled,
    }
}

async fn filled(app: &App, view: &View, actor: &Actor, organization: &OrganizationId) -> Result<SignOn> {
    let owners = MemberFilter { contains: None, role: Some(Role::Owner.into()) };
    let (found, domains, policy, (owners, _)) = app
        .store()
        .read(&Tenant::of(actor)?, move |c| {
            Ok((c.sso_connection_list()?, c.domains()?, c.sso_policy()?, c.member_page(&owners, None, MOST_OWNERS)?))
        })
        .await?;
    let url = base(organization);
    let connection = |one: SsoConnection| ConnectionLine {
        url: format!("{url}/connections/{}", one.id),
        state: state_word(view, one.state),
        active: one.state == SsoState::Active,
        name: one.name,
        issuer: one.issuer,
    };
    let domain = |one: Domain| DomainLine {
        url: format!("{url}/domains/{}", one.id),
        domain: one.domain,
        record: one.record,
        verified_at: one.verified_at.map(|at| view.moment(at)),
        checked_at: one.checked_at.map(|at| view.moment(at)),
    };
    let owner = |one: loggia_types::members::Member| OwnerChoice {
        chosen: policy.break_glass.iter().any(|named| named.id == one.user.id),
        id: one.user.id.to_string(),
        name: one.user.name,
        email: one.user.email,
    };
    let lasting = owners.into_iter().filter(|one| one.suspended_at.is_none() && one.ends_at.is_none());
    Ok(SignOn {
        organization: home::link_to(organization, actor),
        widgets: home::navigation(view, actor, organization, "sign-on"),
        connections: found.into_iter().map(connection).collect(),
        new: NewConnection::default(),
        domains: domains.into_iter().map(domain).collect(),
        new_domain: String::new(),
        required: policy.required,
        owners: lasting.map(owner).collect(),
        errors: Default::default(),
        problem: None,
        done: None,
        url,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was done just now.
    done: String,
}

#[utoipa::path(get, path = "/o/{organization_id}/sign-on", responses((status = 200)))]
async fn show(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(organization): PathParams<OrganizationId>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let actor = looking(&view, &signed_in, &organization, MANAGE).await?;
    let words = view.words();
    let (done, problem) = match asked.done.as_str() {
        "deleted" => (Some(words.sso_deleted), None),
        "domain" => (Some(words.sso_domain_added), None),
        "verified" => (Some(words.sso_domain_verified), None),
        "removed" => (Some(words.sso_domain_removed), None),
        "saved" => (Some(words.sso_saved), None),
        "missing" => (None, Some(words.sso_domain_missing)),
        _ => (None, None),
    };
    let page = filled(&app, &view, &actor, &organization).await?;
    let page = SignOn { done: done.map(str::to_owned), problem: problem.map(str::to_owned), ..page };
    view.show_to(&signed_in, StatusCode::OK, Page::SignOn(Box::new(page)))
}

async fn show_wrong(
    (view, signed_in): (&View, &SignedIn),
    (actor, organization): (&Actor, &OrganizationId),
    wrong: Wrong,
    change: impl FnOnce(&mut SignOn),
) -> Result<Response> {
    let mut page = filled(&view.app, view, actor, organization).await?;
    (page.errors, page.problem) = (wrong.errors, wrong.problem);
    change(&mut page);
    view.show_to(signed_in, StatusCode::UNPROCESSABLE_ENTITY, Page::SignOn(Box::new(page)))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NewConnectionForm {
    csrf: String,
    name: String,
    issuer: String,
    client_id: String,
    client_secret: String,
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/connections", responses((status = 303)))]
async fn add_connection(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(organization): PathParams<OrganizationId>,
    Fields(form): Fields<NewConnectionForm>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = changing_again(&view, &signed_in, &organization, MANAGE).await?;
    let typed = NewConnection { name: form.name, issuer: form.issuer, client_id: form.client_id };
    let wanted = CreateSsoConnection {
        name: typed.name.clone(),
        issuer: typed.issuer.clone(),
        client_id: typed.client_id.clone(),
        client_secret: Some(form.client_secret).filter(|secret| !secret.is_empty()),
        ..CreateSsoConnection::default()
    };
    match connections::create(&app, &actor, wanted, None).await {
        Ok(made) => Ok(go_to(&format!("{}/connections/{}?done=created", base(&organization), made.id))),
        Err(error) => {
            let wrong = Wrong::of(error, view.words())?;
            show_wrong((&view, &signed_in), (&actor, &organization), wrong, |page| page.new = typed).await
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DomainForm {
    csrf: String,
    domain: String,
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/domains", responses((status = 303)))]
async fn add_domain(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(organization): PathParams<OrganizationId>,
    Fields(form): Fields<DomainForm>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = changing_again(&view, &signed_in, &organization, MANAGE).await?;
    let words = view.words();
    match domains::create(&app, &actor, CreateDomain { domain: form.domain.clone() }, None).await {
        Ok(_) => Ok(go_to(&format!("{}?done=domain", base(&organization)))),
        Err(error) => {
            let mut wrong = Wrong::conflict(error, words, words.sso_domain_bad)?;
            if let Some(problem) = wrong.problem.take() {
                wrong.errors.insert("domain", problem);
            }
            show_wrong((&view, &signed_in), (&actor, &organization), wrong, |page| page.new_domain = form.domain).await
        }
    }
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/domains/{domain_id}/check", responses((status = 303)))]
async fn check_domain(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((organization, id)): PathParams<(OrganizationId, DomainId)>,
    Fields(form): Fields<DomainForm>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = changing_again(&view, &signed_in, &organization, MANAGE).await?;
    let words = view.words();
    let wrong = match domains::check(&app, &actor, id).await {
        Ok(domain) => {
            let done = if domain.verified_at.is_some() { "verified" } else { "missing" };
            return Ok(go_to(&format!("{}?done={done}", base(&organization))));
        }
        Err(error) if error.code() == Some(ProblemCode::Unavailable) => {
            Wrong { problem: Some(words.sso_domain_unknown.to_owned()), ..Wrong::default() }
        }
        Err(error) => Wrong::conflict(error, words, words.sso_domain_taken)?,
    };
    show_wrong((&view, &signed_in), (&actor, &organization), wrong, |_| {}).await
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/domains/{domain_id}/delete", responses((status = 303)))]
async fn remove_domain(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((organization, id)): PathParams<(OrganizationId, DomainId)>,
    Fields(form): Fields<DomainForm>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = changing_again(&view, &signed_in, &organization, MANAGE).await?;
    domains::delete(&app, &actor, id).await?;
    Ok(go_to(&format!("{}?done=removed", base(&organization))))
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/policy", responses((status = 303)))]
async fn set_policy(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(organization): PathParams<OrganizationId>,
    Fields(form): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let all = |name: &'static str| form.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str());
    signed_in.check_csrf(all("csrf").next().unwrap_or_default())?;
    let actor = changing_again(&view, &signed_in, &organization, MANAGE).await?;
    let words = view.words();
    let required = all("required").next().is_some();
    let break_glass = all("break_glass").filter_map(|id| id.parse().ok()).collect();
    match policy::set(&app, &actor, SetSsoPolicy { required, break_glass }).await {
        Ok(_) => Ok(go_to(&format!("{}?done=saved", base(&organization)))),
        Err(error) => {
            let wrong = Wrong::conflict(error, words, words.sso_not_ready)?;
            show_wrong((&view, &signed_in), (&actor, &organization), wrong, |page| page.required = required).await
        }
    }
}
