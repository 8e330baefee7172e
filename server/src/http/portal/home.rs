//! `/`: which organization, and then its widgets under `/o/{organization}/{widget}`.

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};
use loggia_portal::{Link, Message, OrganizationLink, Organizations, Page, SsoChoice, WidgetPage, words::Words};
use loggia_types::{OrganizationId, Permission};
use utoipa_axum::routes;

use super::{
    super::Route,
    acting,
    single_sign_on::choice,
    view::{View, go_to},
};
use crate::{
    auth::{Access, Actor, SignedIn},
    error::{Error, Result},
    http::PathParams,
    state::App,
    store::{sso::Opening, user_sessions::JoinedOrganization},
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::SignedIn, routes!(home)),
        Route::new(Access::SignedIn, routes!(organization)),
        Route::new(Access::SignedIn, routes!(widget)),
    ]
}

/// The portal's pages: the last part of the address, the element, and its name.
type Entry = (&'static str, &'static str, fn(&Words) -> &'static str);
const WIDGETS: [Entry; 4] = [
    ("status", "portal-status", |words| words.status),
    ("requests", "portal-requests", |words| words.requests),
    ("documents", "portal-documents", |words| words.documents),
    ("members", "portal-members", |words| words.members),
];

/// The organization that somebody acts in.
pub(super) fn link_to(id: &OrganizationId, actor: &Actor) -> OrganizationLink {
    let name = actor.organization.as_ref().map(|organization| organization.name.clone()).unwrap_or_default();
    OrganizationLink { id: id.to_string(), name, url: url(id, "status") }
}

/// What stands between somebody and an organization that they belong to: the organization wants to see them sign in in
/// another way. `None`: nothing does.
async fn in_the_way(
    app: &App,
    view: &View,
    signed_in: &SignedIn,
    organization: &JoinedOrganization,
    return_to: &str,
) -> Result<Option<Response>> {
    let (session, brand, id) = (signed_in.session_id.clone(), signed_in.brand.id.clone(), organization.id.clone());
    let (opening, connections) = app
        .store()
        .system_read(move |c| Ok((c.opening_of(&session, &id)?, c.active_sso_connections(&brand, &id)?)))
        .await?;
    let words = view.words();
    let named = |text: &str| text.replace("{organization}", &organization.name);
    let page = match opening {
        Some(Opening::Open) => return Ok(None),
        Some(Opening::NeedsSso) => Page::SsoChoice(SsoChoice {
            heading: named(words.sso_needed),
            lead: words.sso_needed_hint.to_owned(),
            goes_to: None,
            ..choice(view, &connections, "", return_to)
        }),
        Some(Opening::OfAnother) => Page::Message(Message {
            title: named(words.sso_of_another),
            detail: words.sso_of_another_hint.to_owned(),
            ..Message::default()
        }),
        None => return Err(Error::not_found()),
    };
    view.show_to(signed_in, StatusCode::FORBIDDEN, page).map(Some)
}

fn url(organization: &OrganizationId, widget: &str) -> String {
    format!("/o/{organization}/{widget}")
}

/// The pages of an organization, of which `current` is shown. `manages`: whether the person manages the audit log, and single
/// sign-on.
pub(super) fn links(
    words: &Words,
    organization: &OrganizationId,
    current: &str,
    (manages_audit, manages_sso): (bool, bool),
) -> Vec<Link> {
    let audit = manages_audit.then_some(("audit", words.audit));
    let sso = manages_sso.then_some(("sign-on", words.sso));
    let all = WIDGETS.iter().map(|(part, _, title)| (*part, title(words))).chain(audit).chain(sso);
    let one = |(part, title): (&str, &str)| Link {
        title: title.to_owned(),
        url: url(organization, part),
        current: part == current,
    };
    all.map(one).collect()
}

pub(super) fn link(organization: &JoinedOrganization) -> OrganizationLink {
    OrganizationLink {
        id: organization.id.to_string(),
        name: organization.name.clone(),
        url: url(&organization.id, "status"),
    }
}

pub(super) async fn joined(app: &App, signed_in: &SignedIn) -> Result<Vec<JoinedOrganization>> {
    let (brand, user) = (signed_in.brand.id.clone(), signed_in.user.id.clone());
    app.store().system_read(move |c| c.organizations_of_user(&brand, &user)).await
}

#[utoipa::path(get, path = "/", responses((status = 200)))]
async fn home(State(app): State<App>, view: View, signed_in: SignedIn, uri: Uri) -> Result<Response> {
    let organizations = joined(&app, &signed_in).await?;
    if let ([only], None) = (organizations.as_slice(), uri.query()) {
        return Ok(go_to(&url(&only.id, "status")));
    }
    let organizations = organizations.iter().map(link).collect();
    view.show_to(&signed_in, StatusCode::OK, Page::Organizations(Organizations { organizations }))
}

#[utoipa::path(get, path = "/o/{organization_id}", responses((status = 303)))]
async fn organization(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(wanted): PathParams<OrganizationId>,
) -> Result<Response> {
    let organizations = joined(&app, &signed_in).await?;
    let found = organizations.iter().find(|organization| organization.id == wanted).ok_or_else(Error::not_found)?;
    let status = url(&found.id, "status");
    match in_the_way(&app, &view, &signed_in, found, &status).await? {
        Some(response) => Ok(response),
        None => Ok(go_to(&status)),
    }
}

#[utoipa::path(get, path = "/o/{organization_id}/{widget}", responses((status = 200)))]
async fn widget(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((wanted, name)): PathParams<(OrganizationId, String)>,
) -> Result<Response> {
    let organizations = joined(&app, &signed_in).await?;
    let found = organizations.iter().find(|organization| organization.id == wanted).ok_or_else(Error::not_found)?;
    let (_, tag, title) = WIDGETS.iter().find(|(part, ..)| *part == name).ok_or_else(Error::not_found)?;
    if let Some(response) = in_the_way(&app, &view, &signed_in, found, &url(&found.id, &name)).await? {
        return Ok(response);
    }
    if app.config().widgets().is_none() {
        tracing::warn!("widgets_dir is not set: the hosted portal has no widgets to show");
        return Err(Error::not_found());
    }
    let words = view.words();
    let manages = (
        acting::may(&view, &signed_in, &found.id, Permission::AuditManage).await?,
        acting::may(&view, &signed_in, &found.id, Permission::SsoManage).await?,
    );
    let page = WidgetPage {
        title: title(words).to_owned(),
        tag,
        organization: link(found),
        several: organizations.len() > 1,
        widgets: links(words, &found.id, &name, manages),
        csrf: signed_in.csrf_token()?,
    };
    view.show_to(&signed_in, StatusCode::OK, Page::Widget(page))
}
