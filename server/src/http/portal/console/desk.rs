//! What a page of the console is made of: an operator, and a view.

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::Response,
};
use loggia_portal::{
    Link, Locale, Page,
    console::{Console, ConsolePage, FeatureLine, OrganizationHead, words::ConsoleWords},
};
use loggia_types::{MembershipId, OperatorPermission, OrganizationId, roles::FeatureAccess};

use super::super::view::View;
use crate::{
    auth::Operator,
    error::{Error, Result},
    state::App,
    store::{Store, brands::Looked},
};

/// An operator, and what their pages are made of.
pub(super) struct Desk {
    pub(super) view: View,
    pub(super) operator: Operator,
}

impl FromRequestParts<App> for Desk {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let operator = Operator::from_request_parts(parts, app).await?;
        Ok(Self { view: View::of(parts, app).await?, operator })
    }
}

/// The console's pages, as its navigation names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Organizations,
    BrandLog,
    Operators,
}

/// The pages about an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Features,
    Members,
    Log,
}

impl Desk {
    pub(super) fn store(&self) -> &Store {
        self.view.app.store()
    }

    pub(super) fn locale(&self) -> Locale {
        self.view.locale
    }

    pub(super) fn words(&self) -> &'static ConsoleWords {
        self.view.locale.console()
    }

    /// A page.
    pub(super) fn show(&self, status: StatusCode, place: Place, body: ConsolePage) -> Result<Response> {
        let page = Console {
            nav: self.nav(place),
            role: self.locale().operator_role(self.operator.role),
            console_style_url: self.view.app.portal().console_style_url().to_owned(),
            body,
        };
        self.view.show_to(&self.operator.signed_in, status, Page::Console(Box::new(page)))
    }

    fn nav(&self, current: Place) -> Vec<Link> {
        use OperatorPermission as P;
        let words = self.words();
        let all = [
            (Place::Organizations, P::OrganizationsRead, words.organizations, "/console/organizations"),
            (Place::BrandLog, P::BrandAuditRead, words.brand_log, "/console/audit-log"),
            (Place::Operators, P::OperatorsManage, words.operators, "/console/operators"),
        ];
        let may = all.into_iter().filter(|(_, permission, ..)| self.operator.permits(*permission));
        may.map(|(place, _, title, url)| link(title, url.to_owned(), place == current)).collect()
    }

    /// What stands above a page about an organization. `current`: the tab that is shown.
    pub(super) fn head(&self, looked: &Looked, current: Tab) -> OrganizationHead {
        use OperatorPermission as P;
        let (words, id) = (self.words(), &looked.organization.id);
        let all = [
            (Tab::Features, P::OrganizationsRead, words.features, organization_url(id)),
            (Tab::Members, P::MembersRead, words.members, members_url(id)),
            (Tab::Log, P::AuditRead, words.log, log_url(Some(id))),
        ];
        let may = all.into_iter().filter(|(_, permission, ..)| self.operator.permits(*permission));
        OrganizationHead {
            id: id.to_string(),
            name: looked.organization.name.clone(),
            brand: looked.brand.name.clone(),
            tabs: may.map(|(tab, _, title, url)| link(title, url, tab == current)).collect(),
        }
    }

    pub(super) fn features(&self, features: &[FeatureAccess]) -> Vec<FeatureLine> {
        let line = |feature: &FeatureAccess| FeatureLine {
            key: feature.feature.as_str(),
            on: feature.on,
            why: feature.level.filter(|_| !feature.on).map(|level| self.locale().feature_level(level)),
        };
        features.iter().map(line).collect()
    }
}

pub(super) fn link(title: &str, url: String, current: bool) -> Link {
    Link { title: title.to_owned(), url, current }
}

pub(super) fn organization_url(id: &OrganizationId) -> String {
    format!("/console/organizations/{id}")
}

pub(super) fn members_url(id: &OrganizationId) -> String {
    format!("/console/organizations/{id}/members")
}

pub(super) fn member_url(id: &OrganizationId, member: &MembershipId) -> String {
    format!("/console/organizations/{id}/members/{member}")
}

/// Where an organization's log is, or the brand's own.
pub(super) fn log_url(id: Option<&OrganizationId>) -> String {
    id.map_or_else(|| "/console/audit-log".to_owned(), |id| format!("/console/organizations/{id}/audit-log"))
}

/// An address with a query of what is not empty.
pub(super) fn with_query(url: &str, query: &[(&str, &str)]) -> String {
    let filled = query.iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(filled).finish();
    if query.is_empty() { url.to_owned() } else { format!("{url}?{query}") }
}

/// What a form sent, where it is not blank.
pub(super) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
