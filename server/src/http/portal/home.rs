//! `/`: which organization, and then its widgets under `/o/{organization}/{widget}`.

use axum::{
    extract::State,
    http::{StatusCode, Uri, header},
    response::Response,
};
use loggia_portal::{Link, OrganizationLink, Organizations, Page, WidgetPage, words::Words};
use loggia_types::{OrganizationId, Permission};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    acting,
    view::{View, go_to},
};
use crate::{
    auth::{
        Access, Actor, SignedIn,
        cookies::{ORGANIZATION_COOKIE, set_cookie},
    },
    error::{Error, Result},
    http::{PathParams, QueryParams},
    state::App,
    store::{credentials::Shown, user_sessions::JoinedOrganization},
};

/// How long a browser remembers where its person was, in seconds.
const REMEMBERED_FOR: i64 = 400 * 24 * 60 * 60;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::SignedIn, routes!(home)),
        Route::new(Access::SignedIn, routes!(organization)),
        Route::new(Access::SignedIn, routes!(widget)),
    ]
}

/// A page of the portal that shows a widget.
struct Entry {
    /// The last part of the address.
    part: &'static str,
    /// The element. `None`: a page of its own.
    tag: Option<&'static str>,
    title: fn(&Words) -> &'static str,
    /// What its person has to be allowed, with the feature that belongs to it: there is no such page otherwise.
    asks: Permission,
}

const PAGES: [Entry; 7] = [
    Entry { part: "status", tag: Some("portal-status"), title: |words| words.status, asks: Permission::CasesRead },
    Entry {
        part: "requests",
        tag: Some("portal-requests"),
        title: |words| words.requests,
        asks: Permission::FormsRead,
    },
    Entry {
        part: "documents",
        tag: Some("portal-documents"),
        title: |words| words.documents,
        asks: Permission::DocumentsRead,
    },
    Entry { part: "members", tag: Some("portal-members"), title: |words| words.members, asks: Permission::MembersRead },
    Entry {
        part: "audit-log",
        tag: Some("portal-audit-log"),
        title: |words| words.audit_log,
        asks: Permission::AuditRead,
    },
    Entry { part: "audit", tag: None, title: |words| words.audit_settings, asks: Permission::AuditManage },
    Entry {
        part: "api-keys",
        tag: Some("portal-api-keys"),
        title: |words| words.api_keys,
        asks: Permission::ApiKeysRead,
    },
];

fn url(organization: &OrganizationId, widget: &str) -> String {
    format!("/o/{organization}/{widget}")
}

/// The navigation of an organization's pages, of which `current` is shown, for somebody who may see these.
fn links(words: &Words, organization: &OrganizationId, current: &str, entries: &[&Entry]) -> Vec<Link> {
    let one = |entry: &&Entry| Link {
        title: (entry.title)(words).to_owned(),
        url: url(organization, entry.part),
        current: entry.part == current,
    };
    entries.iter().map(one).collect()
}

/// The same for a page beside the widgets.
///
/// # Errors
/// `not_found` when it is not their organization.
pub(super) async fn navigation(
    view: &View,
    signed_in: &SignedIn,
    organization: &OrganizationId,
    current: &str,
) -> Result<Vec<Link>> {
    Ok(links(view.words(), organization, current, &entries(view, signed_in, organization).await?))
}

pub(super) fn link(organization: &JoinedOrganization, last: Option<&OrganizationId>) -> OrganizationLink {
    OrganizationLink {
        id: organization.id.to_string(),
        name: organization.name.clone(),
        url: format!("/o/{}", organization.id),
        current: last == Some(&organization.id),
    }
}

/// The pages that there are for somebody in one of their organizations. Who may see none of them gets the first, which says
/// so.
async fn entries(view: &View, signed_in: &SignedIn, wanted: &OrganizationId) -> Result<Vec<&'static Entry>> {
    let (session, organization) = (signed_in.session_id.clone(), wanted.clone());
    let found = view.app.store().system_read(move |c| match c.live_user_session(Shown::Id(session.as_str()))? {
        Some(session) => c.session_in(session, &organization),
        None => Ok(None),
    });
    let session = found.await?.ok_or_else(Error::not_found)?;
    let actor = Actor::from_session(session, view.request.clone(), Access::SignedIn);
    let allowed: Vec<_> = PAGES.iter().filter(|entry| actor.permits(entry.asks)).collect();
    Ok(if allowed.is_empty() { PAGES.iter().take(1).collect() } else { allowed })
}

#[utoipa::path(get, path = "/", responses((status = 200)))]
async fn home(view: View, signed_in: SignedIn, uri: Uri) -> Result<Response> {
    let organizations = &view.organizations;
    let last = view.last.as_ref();
    let only = if let [only] = organizations.as_slice() { Some(only) } else { None };
    let there = organizations.iter().find(|organization| last == Some(&organization.id)).or(only);
    if let (Some(there), None) = (there, uri.query()) {
        return Ok(go_to(&format!("/o/{}", there.id)));
    }
    let organizations = organizations.iter().map(|organization| link(organization, last)).collect();
    view.show_to(&signed_in, StatusCode::OK, Page::Organizations(Organizations { organizations }))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The page to go to, where there is one.
    page: String,
}

#[utoipa::path(get, path = "/o/{organization_id}", responses((status = 303)))]
async fn organization(
    view: View,
    signed_in: SignedIn,
    PathParams(wanted): PathParams<OrganizationId>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let entries = entries(&view, &signed_in, &wanted).await?;
    let part = entries.iter().find(|entry| entry.part == asked.page).or(entries.first());
    Ok(go_to(&url(&wanted, part.map_or("status", |entry| entry.part))))
}

#[utoipa::path(get, path = "/o/{organization_id}/{widget}", responses((status = 200)))]
async fn widget(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams((wanted, name)): PathParams<(OrganizationId, String)>,
) -> Result<Response> {
    let entries = entries(&view, &signed_in, &wanted).await?;
    let here = view.organizations.iter().find(|organization| organization.id == wanted);
    let here = here.ok_or_else(Error::not_found)?;
    let shown = entries.iter().find(|entry| entry.part == name).ok_or_else(Error::not_found)?;
    let tag = shown.tag.ok_or_else(Error::not_found)?;
    if app.config().widgets().is_none() {
        tracing::warn!("widgets_dir is not set: the hosted portal has no widgets to show");
        return Err(Error::not_found());
    }
    let words = view.words();
    let page = WidgetPage {
        title: (shown.title)(words).to_owned(),
        tag,
        organization: link(here, Some(&wanted)),
        widgets: links(words, &wanted, &name, &entries),
        csrf: signed_in.csrf_token()?,
    };
    let mut response = view.show_to(&signed_in, StatusCode::OK, Page::Widget(page))?;
    if view.last.as_ref() != Some(&wanted) {
        let remembered = set_cookie(ORGANIZATION_COOKIE, wanted.as_str(), REMEMBERED_FOR)?;
        response.headers_mut().append(header::SET_COOKIE, remembered);
    }
    Ok(response)
}
