//! What organizations are entitled to: by the command line, from the next request on, and no more than is offered.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use loggia_client::types::{
    Feature, Permission, ProblemCode, api_keys::CreateApiKey, audit::AuditQuery, documents::DocumentQuery,
    members::MemberQuery,
};
use loggia_server::{
    domain::{
        audit,
        features::{self, Owner},
        plans,
    },
    policy::features::{Plan, Switch},
};
use loggia_tests::{Portal, fixture, process::ServerProcess};

const ON: Switch = Switch { on: true, percentage: None, ends_at: None };
const OFF: Switch = Switch { on: false, ..ON };

fn northwind() -> Owner {
    Owner::Organization(fixture::northwind())
}

#[tokio::test]
async fn a_switch_counts_from_the_next_request_on_and_until_it_ends() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let documents = async || {
        let listed = olga.documents().list(&DocumentQuery::default()).await;
        listed.map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(documents().await, Ok(()));
    let ends_at = Utc::now() + TimeDelta::seconds(5);
    let off = Switch { ends_at: Some(ends_at), ..OFF };
    features::set(portal.store(), northwind(), Feature::Documents, Some(off)).await.unwrap();
    assert_eq!(documents().await, Err(Some(ProblemCode::FeatureDisabled)));
    tokio::time::sleep((ends_at - Utc::now()).to_std().unwrap_or_default()).await;
    assert_eq!(documents().await, Ok(()));
    features::set(portal.store(), northwind(), Feature::Documents, None).await.unwrap();
    // Who did it, and what it was before and after, is in the organization's own log, and the chain holds.
    let log = olga.audit_events().list(&AuditQuery { limit: Some(10), ..AuditQuery::default() }).await.unwrap().items;
    let switched: Vec<_> = log.iter().filter(|entry| entry.action == "feature.switched").collect();
    assert_eq!(switched.len(), 2, "{log:?}");
    let logs = audit::verify(portal.store(), None).await.unwrap();
    assert!(logs.iter().all(|log| log.verdict.is_ok()), "{logs:?}");
}

#[tokio::test]
async fn a_plan_gives_its_features_and_a_switch_more_of_what_the_brand_offers() {
    let portal = Portal::start().await.unwrap();
    let store = portal.store();
    let plan = |features: &[Feature]| Plan {
        key: "basic".to_owned(),
        name: "Basic".to_owned(),
        features: features.iter().copied().collect(),
    };
    let has = async || portal.sign_in("olga").await.unwrap().client.session().get().await.unwrap().features;
    let assign = async |key: Option<&str>| plans::assign(store, fixture::northwind(), key.map(str::to_owned)).await;
    assert!(assign(Some("basic")).await.is_err(), "there is no such plan");
    plans::save(store, "acme", plan(&[Feature::Status, Feature::Documents])).await.unwrap();
    assign(Some("basic")).await.unwrap();
    assert_eq!(has().await, [Feature::Status, Feature::Documents]);
    features::set(store, northwind(), Feature::Members, Some(ON)).await.unwrap();
    assert_eq!(has().await, [Feature::Status, Feature::Documents, Feature::Members]);
    plans::save(store, "acme", plan(&[Feature::Status])).await.unwrap();
    assert_eq!(has().await, [Feature::Status, Feature::Members]);
    let harbor = portal.sign_in("henry").await.unwrap().client;
    harbor.members().list(&MemberQuery::default()).await.unwrap();

    let in_use = plans::delete(store, "acme", "basic").await.unwrap_err().to_string();
    assert!(in_use.contains("1 organizations have this plan"), "{in_use}");
    let orphan = plans::save(store, "acme", plan(&[Feature::DocumentsUpload])).await.unwrap_err().to_string();
    assert!(orphan.contains("documents.upload is of no use without documents"), "{orphan}");
    assign(None).await.unwrap();
    plans::delete(store, "acme", "basic").await.unwrap();
    // Of one who gives it and one who deletes it at the same time, one is refused.
    for _ in 0..10 {
        plans::save(store, "acme", plan(&[Feature::Status])).await.unwrap();
        let (given, deleted) = tokio::join!(assign(Some("basic")), plans::delete(store, "acme", "basic"));
        assert_ne!(given.is_ok(), deleted.is_ok(), "{given:?}, {deleted:?}");
        assign(None).await.unwrap();
    }
    assert_eq!(has().await, Feature::ALL);

    // Nobody gives what is not offered; what was given before ends with the offer.
    features::set(store, northwind(), Feature::Audit, Some(ON)).await.unwrap();
    features::set(store, Owner::Brand("acme".to_owned()), Feature::Audit, Some(OFF)).await.unwrap();
    assert!(!has().await.contains(&Feature::Audit));
    let refused = features::set(store, northwind(), Feature::Audit, Some(ON)).await.unwrap_err().to_string();
    assert!(refused.contains("audit is not offered to"), "{refused}");
    let summit = features::explain(store, fixture::summit()).await.unwrap();
    assert!(summit.iter().any(|line| line.feature == Feature::Audit && !line.on), "nor does a partner");
    for (owner, switch) in [
        (northwind(), Switch { percentage: Some(10), ..ON }),
        (Owner::Platform, Switch { percentage: Some(10), ..OFF }),
        (Owner::Platform, Switch { percentage: Some(101), ..ON }),
        (Owner::Platform, Switch { ends_at: Some(Utc::now()), ..ON }),
    ] {
        assert!(features::set(store, owner.clone(), Feature::Sso, Some(switch)).await.is_err(), "{owner:?} {switch:?}");
    }
}

#[tokio::test]
async fn a_key_of_the_organization_and_an_open_stream_end_with_it() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let wanted = CreateApiKey {
        name: "Export".to_owned(),
        scopes: vec![Permission::DocumentsRead],
        networks: None,
        expires_at: None,
    };
    let key = olga.client.api_keys().create(&wanted).await.unwrap().secret;
    let documents = async || portal.wire.get("/v1/documents").bearer(&key).send().await.unwrap();
    assert_eq!(documents().await.status, 200);
    let mut stream = portal.wire.get("/v1/events").bearer(&olga.secret).open().await.unwrap();
    assert_eq!(stream.status().as_u16(), 200);
    features::set(portal.store(), northwind(), Feature::ApiKeys, Some(OFF)).await.unwrap();
    assert_eq!(documents().await.code(), "feature_disabled");
    // It is told no more by what it was: the client comes again, with what it has now.
    let ended = async { while stream.chunk().await.is_ok_and(|piece| piece.is_some()) {} };
    tokio::time::timeout(Duration::from_secs(20), ended).await.expect("the stream ended");
}

#[tokio::test]
async fn the_command_line_says_it_and_says_what_was_said() {
    let server = ServerProcess::provision().await.unwrap();
    let run = |arguments: &[&str]| server.run(arguments).map_err(|error| error.to_string());
    let northwind = fixture::northwind();
    let of = ["--organization", northwind.as_str()];
    let explain = |feature: &str| {
        let told = run(&["feature", "explain", feature, of[0], of[1]]).unwrap();
        told.trim().split('\t').map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(explain("audit"), ["audit", "on", "platform", "default", "-"]);
    run(&["feature", "set", "audit", "off", "--brand", "acme"]).unwrap();
    assert_eq!(explain("audit"), ["audit", "off", "brand", "switch", "-"]);
    assert!(run(&["feature", "set", "audit", "on", of[0], of[1]]).unwrap_err().contains("is not offered"));
    run(&["feature", "set", "audit", "0%", "--brand", "acme", "--days", "3"]).unwrap();
    assert_eq!(explain("audit")[..4], ["audit", "off", "rollout", "percentage"]);
    assert!(explain("audit")[4].starts_with("20"), "until when");
    let listed = run(&["feature", "list", "--brand", "acme"]).unwrap();
    assert!(listed.starts_with("audit\t0%\t20"), "{listed}");
    run(&["feature", "reset", "audit", "--brand", "acme"]).unwrap();
    assert_eq!(explain("audit")[1], "on");
    assert_eq!(run(&["feature", "list"]).unwrap(), "");

    run(&["plan", "set", "--brand", "acme", "basic", "--name", "Basic", "--feature", "status"]).unwrap();
    assert_eq!(run(&["plan", "list", "--brand", "acme"]).unwrap(), "basic\tBasic\tstatus\n");
    run(&["plan", "assign", of[0], of[1], "basic"]).unwrap();
    assert_eq!(explain("audit"), ["audit", "off", "plan", "list", "-"]);
    assert!(run(&["plan", "delete", "--brand", "acme", "basic"]).unwrap_err().contains("have this plan"));
    run(&["plan", "assign", of[0], of[1]]).unwrap();
    run(&["plan", "delete", "--brand", "acme", "basic"]).unwrap();
    let unknown = run(&["feature", "set", "telepathy", "on"]).unwrap_err();
    assert!(unknown.contains("expected one of: status"), "{unknown}");
    assert!(run(&["feature", "set", "audit", "120%"]).unwrap_err().contains("expected on, off, or 0% to 100%"));
    let both = [&["feature", "list", "--brand", "acme"][..], &of].concat();
    assert!(run(&both).is_err());
}
