//! A flag service switches features off: another portal, which speaks the same protocol; one that fails; somebody else's provider.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use loggia_client::types::{
    Feature, OrganizationId, ProblemCode,
    audit::{ActorKind, AuditQuery},
    documents::DocumentQuery,
    roles::{AccessQuery, FeatureLevel as L, FeatureRule as R},
};
use loggia_server::{
    App, Settings,
    domain::{
        audit,
        features::{self, Owner},
        flag_service, plans,
    },
    limits::Clock,
    open_feature::{
        EvaluationContext, EvaluationError, EvaluationErrorCode as Code, EvaluationResult, StructValue, async_trait,
        provider::{FeatureProvider, ProviderMetadata, ResolutionDetails},
    },
    policy::features::{Plan, Switch},
};
use loggia_tests::{Portal, asking, fixture, is_postgres, process::ServerProcess, receiver::Receiver, unlimited};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const ON: Switch = Switch { on: true, percentage: None, ends_at: None };
const OFF: Switch = Switch { on: false, ..ON };
const SECRET: &str = "a-secret-of-the-flag-service";

fn northwind() -> Owner {
    Owner::Organization(fixture::northwind())
}

/// What decided about a feature of an organization.
async fn decided(portal: &Portal, organization: OrganizationId, feature: Feature) -> (bool, Option<L>, Option<R>) {
    let explained = features::explain(portal.store(), organization).await.unwrap();
    let line = explained.iter().find(|line| line.feature == feature).unwrap();
    (line.on, line.level, line.rule)
}

const BY_SERVICE: (bool, Option<L>, Option<R>) = (false, Some(L::FlagService), Some(R::Flag));

#[tokio::test]
async fn a_portal_is_another_ones_flag_service_which_narrows_and_nothing_else() {
    let service = Portal::start().await.unwrap();
    let portal = Portal::start_with(service.as_flag_service(), &Clock::passing()).await.unwrap();
    // The key is Acme's: of another brand's organization it is told nothing.
    let state = portal.asked_the_flag_service().await.unwrap();
    assert_eq!(state.failure.as_deref(), Some("it answered 400 (INVALID_CONTEXT)"));
    let olga = portal.sign_in("olga").await.unwrap();
    let documents = async || {
        let listed = olga.client.documents().list(&DocumentQuery::default()).await;
        listed.map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(documents().await, Ok(()));

    features::set(service.store(), northwind(), Feature::Documents, Some(OFF)).await.unwrap();
    assert_eq!(documents().await, Ok(()), "nobody has asked yet");
    flag_service::ask(portal.app()).await.unwrap();
    assert_eq!(documents().await, Err(Some(ProblemCode::FeatureDisabled)));
    assert_eq!(decided(&portal, fixture::northwind(), Feature::Documents).await, BY_SERVICE);
    assert!(decided(&portal, fixture::harbor(), Feature::Documents).await.0, "another organization has it");
    // The level is named wherever one is.
    let again = portal.sign_in("olga").await.unwrap().client;
    let member = again.session().get().await.unwrap().membership_id;
    let report = again.members().access(&member, &AccessQuery::default()).await.unwrap();
    let line = report.features.iter().find(|line| line.feature == Feature::Documents).unwrap();
    assert_eq!((line.on, line.level, line.rule), BY_SERVICE);
    let flag = portal.wire.ask("POST", "/ofrep/v1/evaluate/flags/documents").bearer(&olga.secret);
    let flag = flag.json(&json!({ "context": {} })).send().await.unwrap().json();
    assert_eq!((&flag["value"], &flag["reason"]), (&json!(false), &json!("TARGETING_MATCH")), "{flag}");
    assert_eq!(flag["metadata"], json!({ "level": "flag_service", "rule": "flag" }));

    // It wins over the organization's own switch, and gives nothing that a wider level takes away.
    features::set(portal.store(), northwind(), Feature::Documents, Some(ON)).await.unwrap();
    assert_eq!(decided(&portal, fixture::northwind(), Feature::Documents).await, BY_SERVICE);
    features::set(portal.store(), northwind(), Feature::Documents, None).await.unwrap();
    features::set(portal.store(), northwind(), Feature::Sso, Some(OFF)).await.unwrap();
    flag_service::ask(portal.app()).await.unwrap();
    let own = (false, Some(L::Organization), Some(R::Switch));
    assert_eq!(decided(&portal, fixture::northwind(), Feature::Sso).await, own);

    features::set(service.store(), northwind(), Feature::Documents, None).await.unwrap();
    flag_service::ask(portal.app()).await.unwrap();
    assert_eq!(documents().await, Ok(()));
    // Each change is in the organization's own log, by the system, and the chain holds. What is off with it is, too.
    let query = AuditQuery { limit: Some(100), ..AuditQuery::default() };
    let log = olga.client.audit_events().list(&query).await.unwrap().items;
    let told: Vec<_> = log
        .iter()
        .filter(|entry| entry.action == "feature.switched")
        .filter_map(|entry| Some((entry, entry.changes.as_ref()?)))
        .filter(|(_, changes)| {
            changes["after"]["level"] == "flag_service" && changes["after"]["feature"] == "documents"
        })
        .map(|(entry, changes)| (entry.actor.kind, changes["before"]["on"].clone(), changes["after"]["on"].clone()))
        .collect();
    let (system, off) = (ActorKind::System, json!(false));
    assert_eq!(told, [(system, off.clone(), Value::Null), (system, Value::Null, off)], "{log:?}");
    let logs = audit::verify(portal.store(), None).await.unwrap();
    assert!(logs.iter().all(|log| log.verdict.is_ok()), "{logs:?}");
}

#[tokio::test]
async fn what_is_open_ends_when_the_service_switches_it_off() {
    let service = Portal::start().await.unwrap();
    let portal = Portal::start_with(service.as_flag_service(), &Clock::passing()).await.unwrap();
    portal.asked_the_flag_service().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let mut stream = portal.wire.get("/v1/events").bearer(&olga.secret).open().await.unwrap();
    assert_eq!(stream.status().as_u16(), 200);
    features::set(service.store(), northwind(), Feature::ApiKeys, Some(OFF)).await.unwrap();
    flag_service::ask(portal.app()).await.unwrap();
    // It is told no more by what it was: the client comes again, with what it has now.
    let ended = async { while stream.chunk().await.is_ok_and(|piece| piece.is_some()) {} };
    tokio::time::timeout(Duration::from_secs(20), ended).await.expect("the stream ended");
}

/// An evaluation of these flags.
fn flags(values: &[(&str, Value)]) -> String {
    let flag = |(key, value): &(&str, Value)| json!({ "key": key, "value": value, "reason": "STATIC" });
    json!({ "flags": values.iter().map(flag).collect::<Vec<_>>() }).to_string()
}

#[tokio::test]
async fn a_service_that_fails_changes_nothing_and_what_it_answered_counts() {
    let service = Receiver::start().await.unwrap();
    service.reply(
        200,
        &[("etag", "\"one\"")],
        &flags(&[("portal-documents-upload", json!(false)), ("portal-sso", json!("?"))]),
    );
    let settings = Settings {
        flag_service_prefix: Some("portal-".to_owned()),
        flag_service_separator: Some("-".to_owned()),
        ..asking(&service.url, &format!("X-API-Key: {SECRET}"))
    };
    let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
    let state = portal.asked_the_flag_service().await.unwrap();
    assert_eq!((state.failing_since, state.failure), (None, None), "it has no other flags, and that is no failure");
    let is_off = async || decided(&portal, fixture::harbor(), Feature::DocumentsUpload).await == BY_SERVICE;
    assert!(is_off().await);
    // One request for each organization, which says of it what has to be said and no more.
    let received = service.received();
    assert_eq!(received.len(), fixture::organizations().len());
    let contexts: BTreeMap<String, Value> = received
        .iter()
        .map(|one| serde_json::from_str::<Value>(&one.body).unwrap()["context"].clone())
        .map(|context| (context["targetingKey"].as_str().unwrap().to_owned(), context))
        .collect();
    let northwind = fixture::northwind();
    assert_eq!(contexts[northwind.as_str()], json!({ "targetingKey": northwind, "brand": "acme" }));
    assert_eq!(contexts[fixture::lumen().as_str()]["brand"], "bright");
    for one in &received {
        assert_eq!((one.path.as_str(), one.header("x-api-key")), ("/collect/ofrep/v1/evaluate/flags", SECRET));
        assert_eq!((one.header("if-none-match"), one.header("user-agent")), ("", "portal-flags"));
    }

    let ask = async |status: u16, body: &str| {
        service.reply(status, &[], body);
        let before = service.received().len();
        flag_service::ask(portal.app()).await.unwrap();
        let state = flag_service::state(portal.store()).await.unwrap();
        (state, service.received()[before..].to_vec())
    };
    // Nothing is different: the answers that are known count on.
    let (state, asked) = ask(304, "").await;
    assert!(asked.len() == 4 && asked.iter().all(|one| one.header("if-none-match") == "\"one\""), "{asked:?}");
    assert!(state.failure.is_none() && is_off().await);
    let answered_at = state.answered_at;
    let mut failing_since = None;
    let long = flags(&[("x", json!("x".repeat(2 * 1024 * 1024)))]);
    for (status, body, why) in [
        (500, SECRET, "it answered 500"),
        (401, SECRET, "it answered 401"),
        (200, "<html>", "its answer is no evaluation of flags (OFREP)"),
        (200, &long, "it was not reached: the answer has more than 1048576 bytes"),
    ] {
        let (state, asked) = ask(status, body).await;
        assert_eq!((asked.len(), state.failure.as_deref()), (4, Some(why)));
        assert_eq!(state.answered_at, answered_at, "{why}");
        assert_eq!(*failing_since.get_or_insert(state.failing_since), state.failing_since, "{why}");
        assert!(state.failing_since.is_some() && is_off().await, "{why}");
    }
    // Who has a plan is asked about with it, and has answers of their own.
    let plan =
        Plan { key: "basic".to_owned(), name: "Basic".to_owned(), features: Feature::ALL.iter().copied().collect() };
    plans::save(portal.store(), "acme", plan).await.unwrap();
    plans::assign(portal.store(), fixture::harbor(), Some("basic".to_owned())).await.unwrap();
    // A flag that is gone says nothing, and one that is broken is as it was.
    let broken = json!({ "flags": [
        { "key": "portal-documents-upload", "errorCode": "PARSE_ERROR" },
        { "key": "portal-audit", "value": false },
    ] });
    let (state, asked) = ask(200, &broken.to_string()).await;
    assert!(asked.iter().any(|one| one.body.contains("\"plan\":\"basic\"")), "{asked:?}");
    assert_eq!(state.failure.as_deref(), Some("portal-documents-upload: PARSE_ERROR"));
    assert!(is_off().await && decided(&portal, fixture::harbor(), Feature::Audit).await == BY_SERVICE);
    let (state, _) = ask(200, &flags(&[("portal-documents-upload", json!(true))])).await;
    assert_eq!((state.failing_since, state.failure), (None, None));
    assert!(state.answered_at > answered_at && !is_off().await);
    assert!(decided(&portal, fixture::harbor(), Feature::Audit).await.0);
}

#[tokio::test]
async fn without_the_setting_nothing_of_it_counts_and_the_log_has_no_secret() {
    let service = Receiver::start().await.unwrap();
    service.reply(200, &[], &flags(&[("audit", json!(false))]));
    let mut server = ServerProcess::provision().await.unwrap();
    let northwind = fixture::northwind();
    let explain = |server: &ServerProcess| {
        let told = server.run(&["feature", "explain", "--organization", northwind.as_str(), "audit"]).unwrap();
        told.trim().split('\t').map(str::to_owned).collect::<Vec<_>>()
    };
    let state = |server: &ServerProcess| {
        let told = server.run(&["feature", "service"]).unwrap();
        told.trim().split('\t').map(str::to_owned).collect::<Vec<_>>()
    };
    let until = async |server: &ServerProcess, wanted: &str| {
        for _ in 0..200 {
            if state(server)[0] == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("it is not {wanted}: {:?}", state(server));
    };
    assert_eq!(state(&server), ["never", "-", "-", "-"]);
    let asking = |networks: &str| {
        vec![
            ("PORTAL_FLAG_SERVICE_URL", service.url.clone()),
            ("PORTAL_FLAG_SERVICE_HEADER", format!("Authorization: Bearer {SECRET}")),
            ("PORTAL_FLAG_SERVICE_NETWORKS", networks.to_owned()),
            ("PORTAL_FLAG_SERVICE_SECONDS", "5".to_owned()),
            ("PORTAL_LOG", "trace".to_owned()),
        ]
    };
    // What customers may call is not what the flag service may be.
    server.set(asking("10.0.0.0/8"));
    let refused = server.run(&["feature", "list"]).unwrap_err().to_string();
    assert!(refused.contains("flag_service_url: it is not public") && !refused.contains(SECRET), "{refused}");

    server.set(asking("127.0.0.1"));
    server.start_logged().await.unwrap();
    until(&server, "good").await;
    assert_eq!(explain(&server), ["audit", "off", "flag_service", "flag", "-"]);
    // The job asks again by itself, says once that it fails, and once that it does not.
    service.reply(401, &[], SECRET);
    until(&server, "failing").await;
    assert_eq!(state(&server)[3], "it answered 401");
    assert_eq!(explain(&server)[1], "off");
    let asked = service.received().len();
    service.wait(|received| received.len() > asked + 4).await.unwrap();
    service.reply(200, &[], &flags(&[("audit", json!(false))]));
    until(&server, "good").await;
    server.kill().unwrap();
    let log = server.log().unwrap();
    let count = |text: &str| log.lines().filter(|line| line.contains(text)).count();
    assert_eq!((count("the flag service fails"), count("the flag service answers again")), (1, 1), "{log}");
    assert!(log.contains("it answered 401") && !log.contains(SECRET));

    server.set(Vec::new());
    assert_eq!(explain(&server)[1], "off", "nobody has taken it back yet");
    server.start().await.unwrap();
    assert_eq!(explain(&server), ["audit", "on", "platform", "default", "-"]);
    assert_eq!(state(&server)[0], "never");
}

/// A provider of somebody's own.
#[derive(Clone, Default)]
struct Own {
    metadata: ProviderMetadata,
    off: Arc<Mutex<Vec<(String, Code)>>>,
}

impl Own {
    fn says(&self, answers: &[(&str, Code)]) {
        *self.off.lock().unwrap() = answers.iter().map(|(key, code)| ((*key).to_owned(), code.clone())).collect();
    }
}

fn no<T>(code: Code) -> EvaluationResult<T> {
    Err(EvaluationError { code, message: None })
}

/// `General("off")` is `false`; every other code is the error.
#[async_trait]
impl FeatureProvider for Own {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(
        &self,
        key: &str,
        context: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<bool>> {
        if context.targeting_key.as_deref() != Some(fixture::northwind().as_str()) {
            return Ok(ResolutionDetails::new(true));
        }
        match self.off.lock().unwrap().iter().find(|(one, _)| one == key) {
            Some((_, Code::General(text))) if text == "off" => Ok(ResolutionDetails::new(false)),
            Some((_, code)) => no(code.clone()),
            None => Ok(ResolutionDetails::new(true)),
        }
    }

    async fn resolve_int_value(&self, _: &str, _: &EvaluationContext) -> EvaluationResult<ResolutionDetails<i64>> {
        no(Code::TypeMismatch)
    }

    async fn resolve_float_value(&self, _: &str, _: &EvaluationContext) -> EvaluationResult<ResolutionDetails<f64>> {
        no(Code::TypeMismatch)
    }

    async fn resolve_string_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        no(Code::TypeMismatch)
    }

    async fn resolve_struct_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        no(Code::TypeMismatch)
    }
}

#[tokio::test]
async fn a_server_of_ones_own_asks_any_provider() {
    let off = || Code::General("off".to_owned());
    let own = Own::default();
    own.says(&[("audit", off()), ("sso", off()), ("members", off())]);
    let (provider, settings) = (own.clone(), Settings { flag_service_seconds: Some(86_400), ..unlimited() });
    let clock = Clock::passing();
    let portal = Portal::start_as(settings, &clock, async |app| app.with_feature_provider(provider).await);
    let portal = portal.await.unwrap();
    assert_eq!(portal.asked_the_flag_service().await.unwrap().failure, None);
    let is_off = async |feature| decided(&portal, fixture::northwind(), feature).await == BY_SERVICE;
    assert!(is_off(Feature::Audit).await && is_off(Feature::Sso).await && is_off(Feature::Members).await);
    assert!(decided(&portal, fixture::harbor(), Feature::Audit).await.0);
    // An unknown flag says nothing, and so does one of another kind; what fails is as it was.
    own.says(&[
        ("audit", Code::FlagNotFound),
        ("sso", Code::TypeMismatch),
        ("members", Code::General("a\nb".to_owned())),
    ]);
    flag_service::ask(portal.app()).await.unwrap();
    assert!(!is_off(Feature::Audit).await && !is_off(Feature::Sso).await && is_off(Feature::Members).await);
    let state = flag_service::state(portal.store()).await.unwrap();
    assert_eq!(state.failure.as_deref(), Some("members: ab"));
}

#[tokio::test]
async fn of_several_servers_on_one_database_one_asks() {
    if !is_postgres() {
        return;
    }
    let service = Receiver::start().await.unwrap();
    service.reply(200, &[], &flags(&[]));
    let portal =
        Portal::start_with(asking(&service.url, &format!("X-API-Key: {SECRET}")), &Clock::passing()).await.unwrap();
    portal.asked_the_flag_service().await.unwrap();
    assert_eq!(service.received().len(), 4);
    let other = App::build(portal.app().config().clone()).unwrap();
    let (listener, stop) = (TcpListener::bind("127.0.0.1:0").await.unwrap(), CancellationToken::new());
    tokio::spawn(other.clone().serve(listener, stop.clone()));
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(service.received().len(), 4, "it was asked already");
    // What one is told counts for all.
    service.reply(200, &[], &flags(&[("audit", json!(false))]));
    flag_service::ask(&other).await.unwrap();
    assert_eq!(decided(&portal, fixture::northwind(), Feature::Audit).await, BY_SERVICE);
    stop.cancel();
}
