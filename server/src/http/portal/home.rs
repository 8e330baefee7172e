//! `/`: which organization, and then its widgets under `/o/{organization}/{widget}`.

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};
use loggia_portal::{Link, OrganizationLink, Organizations, Page, WidgetPage, words::Words};
use loggia_types::{OrganizationId, Permission};
use utoipa_axum::routes;

use super::{
    super::Route,
    acting,
    view::{View, go_to},
};
use crate::{
    auth::{Access, SignedIn},
    error::{Error, Result},
    http::PathParams,
    state::App,
    store::user_sessions::JoinedOrganization,
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

fn url(organization: &OrganizationId, widget: &str) -> String {
    format!("/o/{organization}/{widget}")
}

/// The pages of an organization, of which `current` is shown.
pub(super) fn links(words: &Words, organization: &OrganizationId, current: &str, manages_audit: bool) -> Vec<Link> {
    let audit = manages_audit.then_some(("audit", words.audit));
    let all = WIDGETS.iter().map(|(part, _, title)| (*part, title(words))).chain(audit);
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
    if organizations.is_empty() {
        let (brand, user) = (signed_in.brand.id.clone(), signed_in.user.id.clone());
        if app.store().system_read(move |c| c.live_operator(&brand, &user)).await?.is_some() {
            return Ok(go_to("/console"));
        }
    }
    let organizations = organizations.iter().map(link).collect();
    view.show_to(&signed_in, StatusCode::OK, Page::Organizations(Organizations { organizations }))
}

#[utoipa::path(get, path = "/o/{organization_id}", responses((status = 303)))]
async fn organization(
    State(app): State<App>,
    signed_in: SignedIn,
    PathParams(wanted): PathParams<OrganizationId>,
) -> Result<Response> {
    let organizations = joined(&app, &signed_in).await?;
    let found = organizations.iter().find(|organization| organization.id == wanted).ok_or_else(Error::not_found)?;
    Ok(go_to(&url(&found.id, "status")))
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
    if app.config().widgets().is_none() {
        tracing::warn!("widgets_dir is not set: the hosted portal has no widgets to show");
        return Err(Error::not_found());
    }
    let words = view.words();
    let manages = acting::may(&view, &signed_in, &found.id, Permission::AuditManage).await?;
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
