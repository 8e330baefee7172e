//! Off means absent and refused: every feature, switched off at every level, asked for by every kind of credential at every
//! route that belongs to it. The routes are those of the matrix, so a new one is in here, too.

use std::collections::BTreeSet;

use loggia_client::types::{
    Feature, OrganizationId, Permission,
    embed::{CreateEmbedSession, EmbedUser},
    roles::{AccessQuery, FeatureAccess, FeatureLevel as L, Rule},
};
use loggia_server::{
    Settings,
    domain::{
        features::{self, Owner},
        flag_service, plans,
    },
    limits::Clock,
    policy::features::{Plan, Switch},
};
use loggia_tests::{Portal, fixture};
use serde_json::{Value, json};

use super::{
    callers::{Caller, Callers},
    model::{Expected, Target, expected},
    routes::{Access, ROUTES, Route},
    things::Things,
};

const OFF: Switch = Switch { on: false, percentage: None, ends_at: None };
const NOBODY: Switch = Switch { on: true, percentage: Some(0), ends_at: None };

/// Where a feature is switched off: at every level.
const LEVELS: &[L] = L::ALL;

/// The pages of the hosted portal, and what each asks for.
const PAGES: [(&str, Permission); 8] = [
    ("status", Permission::CasesRead),
    ("requests", Permission::FormsRead),
    ("documents", Permission::DocumentsRead),
    ("members", Permission::MembersRead),
    ("audit-log", Permission::AuditRead),
    ("audit", Permission::AuditManage),
    ("api-keys", Permission::ApiKeysRead),
    ("sign-on", Permission::SsoManage),
];

/// What was asked and has to be as it was.
#[derive(Default)]
struct Counted {
    switched: usize,
    refused: usize,
    absent: usize,
}

#[tokio::test]
async fn whatever_switches_a_feature_off_it_is_absent_and_refused() {
    // The hosted portal has pages of widgets where it has widgets.
    let bundle = tempfile::TempDir::new().unwrap();
    // Another portal is the flag service of this one.
    let service = Portal::start().await.unwrap();
    let settings = Settings { widgets_dir: Some(bundle.path().to_owned()), ..service.as_flag_service() };
    let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
    portal.asked_the_flag_service().await.unwrap();
    let callers = Callers::sign_in(&portal).await;
    let things = Things::collect(&portal).await;
    let mut counted = Counted::default();
    for feature in Feature::ALL.iter().copied() {
        for level in LEVELS.iter().copied().filter(|level| *level != L::Parent || feature.parent().is_some()) {
            let off = Off { portal: &portal, service: &service, feature, level };
            off.switch(true).await;
            off.check_routes(&callers, &things, &mut counted).await;
            off.check_documents(&callers, &things, &mut counted).await;
            off.switch(false).await;
            counted.switched += 1;
        }
        let back = portal.sign_in("olga").await.unwrap().client.session().get().await.unwrap();
        assert_eq!(back.features, Feature::ALL, "what was said of {feature} was taken back");
    }
    println!(
        "features: {} features switched off at {} levels, {} times in all: {} requests refused, {} times absent",
        Feature::ALL.len(),
        LEVELS.len(),
        counted.switched,
        counted.refused,
        counted.absent
    );
    assert!(counted.refused > 1500 && counted.absent > 500, "{} {}", counted.refused, counted.absent);
}

/// A feature that is switched off at a level.
struct Off<'a> {
    portal: &'a Portal,
    service: &'a Portal,
    feature: Feature,
    level: L,
}

impl Off<'_> {
    /// The organization it is switched off for. A brand above the organization's only a partner's has.
    fn home(&self) -> OrganizationId {
        if self.level == L::ParentBrand { fixture::summit() } else { fixture::northwind() }
    }

    fn callers(&self) -> &'static [Caller] {
        match self.level {
            L::ParentBrand => &[Caller::PartnerOwner, Caller::KeyForPartner, Caller::PartnersKey],
            // Only a session is narrowed.
            L::Session => &[Caller::Owner],
            _ => &[Caller::Owner, Caller::Admin, Caller::BrowserOwner, Caller::Program, Caller::Key, Caller::OwnKey],
        }
    }

    /// Switches it off, or takes that back.
    async fn switch(&self, off: bool) {
        let store = self.portal.store();
        let set = async |owner, feature, switch: Switch| {
            features::set(store, owner, feature, off.then_some(switch)).await.unwrap();
        };
        let vendor = || Owner::Brand("acme".to_owned());
        match self.level {
            L::Platform => set(Owner::Platform, self.feature, OFF).await,
            L::ParentBrand | L::Brand => set(vendor(), self.feature, OFF).await,
            L::Rollout => set(vendor(), self.feature, NOBODY).await,
            L::Organization => set(Owner::Organization(self.home()), self.feature, OFF).await,
            L::Parent => set(Owner::Organization(self.home()), self.feature.parent().unwrap(), OFF).await,
            L::Plan if off => {
                let plan = Plan { key: "less".to_owned(), name: "Less".to_owned(), features: without(self.feature) };
                plans::save(store, "acme", plan).await.unwrap();
                plans::assign(store, self.home(), Some("less".to_owned())).await.unwrap();
            }
            L::Plan => plans::assign(store, self.home(), None).await.unwrap(),
            L::FlagService => {
                let owner = Owner::Organization(self.home());
                features::set(self.service.store(), owner, self.feature, off.then_some(OFF)).await.unwrap();
                flag_service::ask(self.portal.app()).await.unwrap();
            }
            // Each session is made for itself.
            L::Session => {}
        }
    }

    /// Every route of the feature, and of those below it, asked by whoever could use it.
    async fn check_routes(&self, callers: &Callers, things: &Things, counted: &mut Counted) {
        let own = things.of(&self.home());
        for route in ROUTES.iter().filter(|route| permission(route).is_some_and(|of| self.goes_with(of))) {
            for caller in self.callers().iter().copied() {
                if expected(caller, route, Target::Own) != Expected::Success || is_oneself(caller, route) {
                    continue;
                }
                let mut request = self.portal.wire.ask(route.method, &own.fill(route.path, own));
                if route.method == "PATCH" {
                    request = request.header("if-match", "\"1\"");
                }
                if let Some(body) = own.body(route, own) {
                    request = request.json(&body);
                }
                for (name, value) in self.credential(callers, caller, route).await {
                    request = request.header(name, &value);
                }
                let answer = request.send().await.unwrap();
                let name = format!("{} off at {}: {} by {caller:?}", self.feature, self.level, route.name());
                assert_eq!((answer.status, answer.code().as_str()), (403, "feature_disabled"), "{name}");
                counted.refused += 1;
            }
        }
    }

    async fn credential(&self, callers: &Callers, caller: Caller, route: &Route) -> Vec<(&'static str, String)> {
        if self.level != L::Session {
            return callers.headers(self.portal, caller, route).await;
        }
        let features = Some(without(self.feature).into_iter().collect());
        let narrowed = self.portal.sign_in_with("olga", |wanted| wanted.features = features).await.unwrap();
        vec![("authorization", format!("Bearer {}", narrowed.secret))]
    }

    /// Whatever says what somebody has: sessions, new sessions that ask for it, explanations, flags.
    async fn check_documents(&self, callers: &Callers, things: &Things, counted: &mut Counted) {
        let name = format!("{} off at {}", self.feature, self.level);
        let of_session = ROUTES.iter().find(|route| route.path == "/v1/session" && route.method == "GET").unwrap();
        for caller in self.callers().iter().copied() {
            let is_person =
                !matches!(caller, Caller::Key | Caller::OwnKey | Caller::KeyForPartner | Caller::PartnersKey);
            let credential = self.credential(callers, caller, of_session).await;
            let ask = async |method: &str, path: &str, body: Option<Value>| {
                let mut request = self.portal.wire.ask(method, path);
                for (name, value) in &credential {
                    request = request.header(name, value);
                }
                if let Some(body) = body {
                    request = request.json(&body);
                }
                request.send().await.unwrap()
            };
            if is_person {
                let session = ask("GET", "/v1/session", None).await.json();
                assert!(!listed(&session["features"], self.feature.as_str()), "{name}: the session of {caller:?}");
                for permission in Permission::ALL.iter().filter(|permission| self.goes_with(**permission)) {
                    assert!(
                        !listed(&session["permissions"], permission.as_str()),
                        "{name}: {permission} of {caller:?}"
                    );
                }
                counted.absent += 1;
            }
            let context = json!({ "context": { "targetingKey": self.home() } });
            let flag = ask("POST", &format!("/ofrep/v1/evaluate/flags/{}", self.feature), Some(context.clone())).await;
            let all = ask("POST", "/ofrep/v1/evaluate/flags", Some(context)).await;
            if caller == Caller::OwnKey && self.feature == Feature::ApiKeys {
                assert_eq!((flag.code().as_str(), all.code().as_str()), ("feature_disabled", "feature_disabled"));
                continue;
            }
            let flag = flag.json();
            assert_eq!(flag["value"], false, "{name}: the flag for {caller:?}: {flag}");
            let level = if is_person || caller == Caller::OwnKey { self.told() } else { self.level };
            assert_eq!(flag["metadata"]["level"], level.as_str(), "{name}: the flag for {caller:?}");
            let all = all.json();
            assert!(all["flags"].as_array().unwrap().contains(&flag), "{name}: all flags for {caller:?}");
            counted.absent += 2;
        }
        if self.level == L::Session {
            return;
        }
        if self.level != L::ParentBrand {
            self.check_pages(&name, callers, of_session, counted).await;
        }
        self.check_new_session(&name).await;
        self.check_explanations(&name, things).await;
        counted.absent += 2;
    }

    /// The hosted portal has no such page, and no link to one.
    async fn check_pages(&self, name: &str, callers: &Callers, of_session: &Route, counted: &mut Counted) {
        let credential = callers.headers(self.portal, Caller::BrowserOwner, of_session).await;
        let get = async |path: &str| {
            let mut request = self.portal.wire.get(path);
            for (name, value) in credential.iter().filter(|(name, _)| *name == "cookie") {
                request = request.header(name, value);
            }
            request.send().await.unwrap()
        };
        let home = format!("/o/{}", self.home());
        let switched = if self.level == L::Parent { self.feature.parent().unwrap() } else { self.feature };
        let is_left = |of: Feature| of != switched && !is_below(of, switched);
        let whole = PAGES.iter().find(|(_, permission)| permission.feature().is_some_and(is_left)).unwrap().0;
        let shown = get(&format!("{home}/{whole}")).await;
        assert_eq!(shown.status, 200, "{name}: the page {whole}");
        let shown = shown.text().replace("&#x2f;", "/");
        assert!(shown.contains(&format!("\"{home}/{whole}\"")), "{name}: no link to {whole}");
        for (part, _) in PAGES.iter().filter(|(_, permission)| self.goes_with(*permission)) {
            let path = format!("{home}/{part}");
            assert!(!shown.contains(&format!("\"{path}\"")), "{name}: a link to {part}");
            assert_eq!(get(&path).await.status, 404, "{name}: the page {part}");
            counted.absent += 1;
        }
    }

    /// An embed session that asks for it does not get it.
    async fn check_new_session(&self, name: &str) {
        let owner = if self.level == L::ParentBrand { "paula" } else { "olga" };
        let wanted = CreateEmbedSession {
            organization_id: self.home(),
            user: EmbedUser::Id { id: fixture::user(owner) },
            features: Some(Feature::ALL.to_vec()),
            locale: None,
            expires_in: None,
        };
        let made = self.portal.acme.embed_sessions().create(&wanted).await.unwrap();
        let session = self.portal.client(&made.client_secret).session().get().await.unwrap();
        assert!(!made.features.contains(&self.feature) && !session.has(self.feature), "{name}");
        assert_eq!(made.features, session.features, "{name}");
    }

    /// The level is named, for the feature and for what it takes along.
    async fn check_explanations(&self, name: &str, things: &Things) {
        let explained = features::explain(self.portal.store(), self.home()).await.unwrap();
        self.check_lines(name, &explained, self.level);
        let manages = explained.iter().find(|line| line.feature == Feature::MembersManage).unwrap();
        if !manages.on {
            return;
        }
        let owner = if self.level == L::ParentBrand { "paula" } else { "olga" };
        let client = self.portal.sign_in(owner).await.unwrap().client;
        let member = things.of(&self.home()).member_id();
        let report = client.members().access(member, &AccessQuery::default()).await.unwrap();
        self.check_lines(name, &report.features, self.told());
        for line in report.permissions.iter().filter(|line| self.goes_with(line.permission)) {
            assert_eq!((line.rule, line.feature), (Rule::Feature, line.permission.feature()), "{name}");
        }
    }

    /// The level as customers are told of it: not that there is a brand above theirs.
    fn told(&self) -> L {
        if self.level == L::ParentBrand { L::Brand } else { self.level }
    }

    fn check_lines(&self, name: &str, lines: &[FeatureAccess], level: L) {
        for line in lines {
            let expected = if line.feature == self.feature {
                Some(level)
            } else if is_below(line.feature, self.feature) {
                // A plan without a feature is one without what is below it, and so answers this flag service.
                let is_said = matches!(self.level, L::Plan | L::FlagService);
                Some(if is_said { self.level } else { L::Parent })
            } else {
                None
            };
            match expected {
                Some(level) => assert_eq!((line.on, line.level), (false, Some(level)), "{name}: {}", line.feature),
                // With its parent off, those beside it are off, too.
                None if self.level == L::Parent => {}
                None => assert!(line.on, "{name}: {}", line.feature),
            }
        }
    }

    /// Whether the permission belongs to the feature, or to one below it.
    fn goes_with(&self, permission: Permission) -> bool {
        permission.feature().is_some_and(|of| of == self.feature || is_below(of, self.feature))
    }
}

fn is_below(feature: Feature, above: Feature) -> bool {
    std::iter::successors(feature.parent(), |parent| parent.parent()).any(|parent| parent == above)
}

/// Every feature but one and what is below it.
fn without(feature: Feature) -> BTreeSet<Feature> {
    Feature::ALL.iter().copied().filter(|one| *one != feature && !is_below(*one, feature)).collect()
}

fn permission(route: &Route) -> Option<Permission> {
    match route.access {
        Access::Permission(permission) | Access::Person(permission) | Access::OrOneself(permission) => Some(permission),
        _ => None,
    }
}

/// Whether the request is about the caller's own membership, which needs no permission: Summit has one member, and Northwind's
/// first one is its admin.
fn is_oneself(caller: Caller, route: &Route) -> bool {
    matches!(route.access, Access::OrOneself(_)) && matches!(caller, Caller::PartnerOwner | Caller::Admin)
}

fn listed(list: &Value, text: &str) -> bool {
    list.as_array().unwrap().iter().any(|item| item == text)
}
