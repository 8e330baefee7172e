//! `/`: which organization, and then its widgets under `/o/{organization}/{widget}`.

use axum::{
    extract::State,
    http::{StatusCode, Uri, header},
    response::Response,
};
use loggia_portal::{Fill, Link, Message, OrganizationLink, Organizations, Page, SsoChoice, WidgetPage, words::Words};
use loggia_types::{OrganizationId, Permission};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    acting,
    single_sign_on::choice,
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
    store::{sso::Opening, user_sessions::JoinedOrganization},
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

const PAGES: [Entry; 8] = [
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
    Entry { part: "sign-on", tag: None, title: |words| words.sso, asks: Permission::SsoManage },
];

/// The organization that somebody acts in.
pub(super) fn link_to(id: &OrganizationId, actor: &Actor) -> OrganizationLink {
    let name = actor.organization.as_ref().map(|organization| organization.name.clone()).unwrap_or_default();
    OrganizationLink { id: id.to_string(), name, url: format!("/o/{id}"), current: true }
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
    let named = |text: &str| text.fill("organization", &organization.name);
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

/// The pages of an organization that there are for somebody, of which `current` is shown.
pub(super) fn navigation(view: &View, actor: &Actor, organization: &OrganizationId, current: &str) -> Vec<Link> {
    let one = |entry: &Entry| Link {
        title: (entry.title)(view.words()).to_owned(),
        url: url(organization, entry.part),
        current: entry.part == current,
    };
    entries(actor).into_iter().map(one).collect()
}

pub(super) fn link(organization: &JoinedOrganization, last: Option<&OrganizationId>) -> OrganizationLink {
    OrganizationLink {
        id: organization.id.to_string(),
        name: organization.name.clone(),
        url: format!("/o/{}", organization.id),
        current: last == Some(&organization.id),
    }
}

/// The pages that there are for somebody in an organization. Who may see none of them gets the first, which says so.
fn entries(actor: &Actor) -> Vec<&'static Entry> {
    let allowed: Vec<_> = PAGES.iter().filter(|entry| actor.permits(entry.asks)).collect();
    if allowed.is_empty() { PAGES.iter().take(1).collect() } else { allowed }
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
    if organizations.is_empty() {
        let (brand, user) = (signed_in.brand.id.clone(), signed_in.user.id.clone());
        if view.app.store().system_read(move |c| c.live_operator(&brand, &user)).await?.is_some() {
            return Ok(go_to("/console"));
        }
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
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    PathParams(wanted): PathParams<OrganizationId>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let here = view.organizations.iter().find(|organization| organization.id == wanted).ok_or_else(Error::not_found)?;
    if let Some(response) = in_the_way(&app, &view, &signed_in, here, &url(&wanted, "status")).await? {
        return Ok(response);
    }
    let entries = entries(&acting::standing(&view, &signed_in, &wanted, Access::SignedIn).await?);
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
    let here = view.organizations.iter().find(|organization| organization.id == wanted).ok_or_else(Error::not_found)?;
    if let Some(response) = in_the_way(&app, &view, &signed_in, here, &url(&wanted, &name)).await? {
        return Ok(response);
    }
    let actor = acting::standing(&view, &signed_in, &wanted, Access::SignedIn).await?;
    let shown = entries(&actor).into_iter().find(|entry| entry.part == name).ok_or_else(Error::not_found)?;
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
        widgets: navigation(&view, &actor, &wanted, &name),
        csrf: signed_in.csrf_token()?,
    };
    let mut response = view.show_to(&signed_in, StatusCode::OK, Page::Widget(page))?;
    if view.last.as_ref() != Some(&wanted) {
        let remembered = set_cookie(ORGANIZATION_COOKIE, wanted.as_str(), REMEMBERED_FOR)?;
        response.headers_mut().append(header::SET_COOKIE, remembered);
    }
    Ok(response)
}
