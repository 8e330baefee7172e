//! One connection: what the provider has to know, its settings, whether it lets people in.

use axum::{extract::State, http::StatusCode, response::Response};
use loggia_portal::{Page, RoleOption, RuleLine, SsoConnectionPage, TestResult, words::Words};
use loggia_types::{
    OrganizationId, Permission, SsoConnectionId,
    sso::{RoleRule, SsoConnection, SsoFault, SsoState, SsoTest, UpdateSsoConnection},
};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{
        super::oauth::Site,
        acting::{changing, changing_again, looking},
        fields::Fields,
        home,
        invitation::role_word,
        view::{View, go_to},
    },
    Wrong, base,
    overview::state_word,
};
use crate::{
    auth::{Access, Actor, SignedIn},
    domain::{roles, sso::connections},
    error::Result,
    http::{PathParams, QueryParams, Route},
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::SignedIn, routes!(show)),
        Route::new(Access::SignedIn, routes!(save)).asks_again(),
        Route::new(Access::SignedIn, routes!(test)),
        Route::new(Access::SignedIn, routes!(set_state)).asks_again(),
        Route::new(Access::SignedIn, routes!(delete)).asks_again(),
    ]
}

/// How many empty rules there are to fill in.
const EMPTY_RULES: usize = 2;

const MANAGE: Permission = Permission::SsoManage;

type Path = (OrganizationId, SsoConnectionId);

fn url_of((organization, id): &Path) -> String {
    format!("{}/connections/{id}", base(organization))
}

/// Who looks, where.
struct Looking<'l> {
    view: &'l View,
    signed_in: &'l SignedIn,
    site: &'l Site,
    actor: &'l Actor,
    path: &'l Path,
}

impl Looking<'_> {
    async fn filled(&self, connection: SsoConnection) -> Result<SsoConnectionPage> {
        let (view, organization) = (self.view, &self.path.0);
        let roles = roles::list(view.app.store(), self.actor).await?;
        let role = |info: loggia_types::members::RoleInfo| {
            let name = info.role.built_in().map(|role| role_word(view.words(), role).to_owned()).or(info.name);
            RoleOption { key: info.role.to_string(), name: name.unwrap_or_default() }
        };
        Ok(SsoConnectionPage {
            organization: home::link_to(organization, self.actor),
            widgets: home::navigation(view, self.actor, organization, "sign-on"),
            url: url_of(self.path),
            back: base(organization),
            version: connection.version,
            title: connection.name.clone(),
            redirect_uri: format!("{}{}", self.site.issuer, connection.redirect_path),
            has_secret: connection.has_client_secret,
            scopes: connection.scopes.join(" "),
            rules: with_empty(connection.role_rules.iter().map(line).collect()),
            roles: roles.into_iter().filter(|info| info.grantable).map(role).collect(),
            default_role: connection.default_role.map(|role| role.to_string()).unwrap_or_default(),
            just_in_time: connection.just_in_time,
            state: state_word(view, connection.state),
            active: connection.state == SsoState::Active,
            test: None,
            errors: Default::default(),
            problem: None,
            done: None,
            name: connection.name,
            issuer: connection.issuer,
            client_id: connection.client_id,
        })
    }

    async fn show(&self, status: StatusCode, change: impl FnOnce(&mut SsoConnectionPage)) -> Result<Response> {
        let connection = connections::get(&self.view.app, self.actor, self.path.1.clone()).await?;
        let mut page = self.filled(connection).await?;
        change(&mut page);
        self.view.show_to(self.signed_in, status, Page::SsoConnection(Box::new(page)))
    }

    async fn show_wrong(&self, wrong: Wrong, change: impl FnOnce(&mut SsoConnectionPage)) -> Result<Response> {
        let shown = |page: &mut SsoConnectionPage| {
            (page.errors, page.problem) = (wrong.errors, wrong.problem);
            change(page);
        };
        self.show(StatusCode::UNPROCESSABLE_ENTITY, shown).await
    }
}

fn line(rule: &RoleRule) -> RuleLine {
    RuleLine {
        claim: rule.claim.clone(),
        operator: rule.operator.to_string(),
        value: rule.value.clone(),
        role: rule.role.to_string(),
    }
}

fn with_empty(mut rules: Vec<RuleLine>) -> Vec<RuleLine> {
    rules.extend((0..EMPTY_RULES).map(|_| RuleLine { role: "member".to_owned(), ..RuleLine::default() }));
    rules
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was done just now.
    done: String,
}

#[utoipa::path(get, path = "/o/{organization_id}/sign-on/connections/{sso_connection_id}", responses((status = 200)))]
async fn show(
    view: View,
    site: Site,
    signed_in: SignedIn,
    PathParams(path): PathParams<Path>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let actor = looking(&view, &signed_in, &path.0, MANAGE).await?;
    let words = view.words();
    let done = match asked.done.as_str() {
        "created" => Some(words.sso_created),
        "saved" => Some(words.sso_saved),
        _ => None,
    };
    let looking = Looking { view: &view, signed_in: &signed_in, site: &site, actor: &actor, path: &path };
    looking.show(StatusCode::OK, |page| page.done = done.map(str::to_owned)).await
}

/// What the form of the settings sends.
struct Settings<'f>(&'f [(String, String)]);

impl Settings<'_> {
    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    fn one(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The rules that somebody has begun to fill in.
    fn rules(&self) -> Vec<RuleLine> {
        let parts = self.all("claim").zip(self.all("operator")).zip(self.all("value")).zip(self.all("role"));
        let line = |(((claim, operator), value), role): (((&str, &str), &str), &str)| RuleLine {
            claim: claim.trim().to_owned(),
            operator: operator.to_owned(),
            value: value.trim().to_owned(),
            role: role.to_owned(),
        };
        parts.map(line).filter(|rule| !(rule.claim.is_empty() && rule.value.is_empty())).collect()
    }

    /// What is wanted. `None`: what is chosen is none of the choices.
    fn wanted(&self, rules: &[RuleLine]) -> Option<UpdateSsoConnection> {
        let rule = |line: &RuleLine| {
            Some(RoleRule {
                claim: line.claim.clone(),
                operator: line.operator.parse().ok()?,
                value: line.value.clone(),
                role: line.role.parse().ok()?,
            })
        };
        let default_role = match self.one("default_role") {
            "" => None,
            role => Some(role.parse().ok()?),
        };
        let secret = match (self.one("client_secret"), self.all("no_secret").next()) {
            ("", None) => None,
            ("", Some(_)) => Some(String::new()),
            (secret, _) => Some(secret.to_owned()),
        };
        Some(UpdateSsoConnection {
            name: Some(self.one("name").to_owned()),
            issuer: Some(self.one("issuer").to_owned()),
            client_id: Some(self.one("client_id").to_owned()),
            client_secret: secret,
            scopes: Some(self.one("scopes").split_whitespace().map(str::to_owned).collect()),
            role_rules: Some(rules.iter().map(rule).collect::<Option<Vec<_>>>()?),
            default_role: Some(default_role),
            just_in_time: Some(self.all("just_in_time").next().is_some()),
            state: None,
        })
    }
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/connections/{sso_connection_id}", responses((status = 303)))]
async fn save(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    PathParams(path): PathParams<Path>,
    Fields(form): Fields<Vec<(String, String)>>,
) -> Result<Response> {
    let form = Settings(&form);
    signed_in.check_csrf(form.one("csrf"))?;
    let actor = changing_again(&view, &signed_in, &path.0, MANAGE).await?;
    let words = view.words();
    let looking = Looking { view: &view, signed_in: &signed_in, site: &site, actor: &actor, path: &path };
    let rules = form.rules();
    let wrong = match form.wanted(&rules) {
        Some(wanted) => {
            let version = form.one("version").parse().unwrap_or_default();
            match connections::update(&app, &actor, path.1.clone(), version, wanted).await {
                Ok(_) => return Ok(go_to(&format!("{}?done=saved", url_of(&path)))),
                Err(error) => Wrong::conflict(error, words, words.sso_last_way)?,
            }
        }
        None => Wrong { errors: [("role_rules", words.sso_rules_bad.to_owned())].into(), problem: None },
    };
    // Where somebody else has changed it, what was typed is gone, as the page says.
    let as_it_is = wrong.problem.as_deref() == Some(words.sso_changed);
    looking
        .show_wrong(wrong, |page| {
            if as_it_is {
                return;
            }
            page.name = form.one("name").to_owned();
            page.issuer = form.one("issuer").to_owned();
            page.client_id = form.one("client_id").to_owned();
            page.scopes = form.one("scopes").to_owned();
            page.rules = with_empty(rules);
            page.default_role = form.one("default_role").to_owned();
            page.just_in_time = form.all("just_in_time").next().is_some();
        })
        .await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Confirmed {
    csrf: String,
    version: String,
    state: String,
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/connections/{sso_connection_id}/test", responses((status = 200)))]
async fn test(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    PathParams(path): PathParams<Path>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = changing(&view, &signed_in, &path.0, MANAGE).await?;
    let found = connections::test(&app, &actor, path.1.clone()).await?;
    let looking = Looking { view: &view, signed_in: &signed_in, site: &site, actor: &actor, path: &path };
    looking.show(StatusCode::OK, |page| page.test = Some(shown(found, view.words()))).await
}

fn shown(test: SsoTest, words: &Words) -> TestResult {
    let fault = test.fault.map(|fault| match fault {
        SsoFault::Unreachable => words.sso_unreachable,
        SsoFault::NotAProvider => words.sso_not_a_provider,
        SsoFault::OtherIssuer => words.sso_other_issuer,
        SsoFault::NoKeys => words.sso_no_keys,
        SsoFault::NoAlgorithm => words.sso_no_algorithm,
    });
    let found = [
        (words.sso_sign_in_at, test.authorization_endpoint),
        (words.sso_sign_out_at, test.end_session_endpoint),
        (words.sso_algorithms, Some(test.algorithms.join(", "))),
        (words.sso_keys, Some(test.keys.to_string())),
    ];
    TestResult { fault, found: found.into_iter().filter_map(|(name, value)| Some((name, value?))).collect() }
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/connections/{sso_connection_id}/state", responses((status = 303)))]
async fn set_state(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    PathParams(path): PathParams<Path>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = changing_again(&view, &signed_in, &path.0, MANAGE).await?;
    let words = view.words();
    let state = if form.state == "active" { SsoState::Active } else { SsoState::Disabled };
    let change = UpdateSsoConnection { state: Some(state), ..UpdateSsoConnection::default() };
    let version = form.version.parse().unwrap_or_default();
    match connections::update(&app, &actor, path.1.clone(), version, change).await {
        Ok(_) => Ok(go_to(&format!("{}?done=saved", url_of(&path)))),
        Err(error) => {
            let wrong = Wrong::conflict(error, words, words.sso_last_way)?;
            let looking = Looking { view: &view, signed_in: &signed_in, site: &site, actor: &actor, path: &path };
            looking.show_wrong(wrong, |_| {}).await
        }
    }
}

#[utoipa::path(post, path = "/o/{organization_id}/sign-on/connections/{sso_connection_id}/delete", responses((status = 303)))]
async fn delete(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    PathParams(path): PathParams<Path>,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let actor = changing_again(&view, &signed_in, &path.0, MANAGE).await?;
    let words = view.words();
    match connections::delete(&app, &actor, path.1.clone()).await {
        Ok(()) => Ok(go_to(&format!("{}?done=deleted", base(&path.0)))),
        Err(error) => {
            let wrong = Wrong::conflict(error, words, words.sso_last_way)?;
            let looking = Looking { view: &view, signed_in: &signed_in, site: &site, actor: &actor, path: &path };
            looking.show_wrong(wrong, |_| {}).await
        }
    }
}
