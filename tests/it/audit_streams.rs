//! Where the audit log is sent to: to a real receiver, which checks the signatures by itself.

use std::{collections::BTreeSet, process::Command, time::Duration};

use loggia_client::types::{
    ProblemCode, Role,
    audit::{AuditEvent, AuditFormat, AuditQuery, Outcome},
    audit_streams::{AuditStreamState, CreateAuditStream, RotateAuditStream, UpdateAuditRetention, UpdateAuditStream},
    members::CreateInvitation,
};
use loggia_server::{Settings, limits::Clock};
use loggia_tests::{
    Person, Portal, fixture,
    process::ServerProcess,
    receiver::{Received, Receiver},
    unlimited,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

async fn portal() -> (Portal, Person) {
    let settings = Settings { outgoing_allowed_networks: Some(vec!["127.0.0.0/8".parse().unwrap()]), ..unlimited() };
    let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    (portal, olga)
}

fn to(url: &str) -> CreateAuditStream {
    CreateAuditStream { url: url.to_owned(), ..CreateAuditStream::default() }
}

async fn invite(olga: &Person, number: usize) {
    let email = format!("stream{number}@northwind.example");
    let wanted = CreateInvitation { email, role: Role::Member.into(), ends_at: None };
    olga.client.invitations().create(&wanted).await.unwrap();
}

/// HMAC-SHA256, from RFC 2104 and not from the server.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    assert!(key.len() <= 64);
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::digest([&block.map(|byte| byte ^ 0x36)[..], message].concat());
    Sha256::digest([&block.map(|byte| byte ^ 0x5c)[..], &inner].concat()).to_vec()
}

/// Which of a request's signatures each secret made: as Standard Webhooks says.
fn signed_by(request: &Received, secrets: &[&str]) -> Vec<bool> {
    let message = format!("{}.{}.{}", request.header("webhook-id"), request.header("webhook-timestamp"), request.body);
    let signatures = request.signatures().unwrap();
    let expected = secrets.iter().map(|secret| hmac(&Received::key(secret).unwrap(), message.as_bytes()));
    let made: Vec<bool> = expected.map(|expected| signatures.contains(&expected)).collect();
    assert_eq!(signatures.len(), made.iter().filter(|made| **made).count(), "a signature is nobody's");
    made
}

fn entries(received: &[Received]) -> Vec<AuditEvent> {
    received.iter().flat_map(|one| one.body.lines()).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The whole log, the oldest entry first.
async fn log(olga: &Person) -> Vec<AuditEvent> {
    let bytes = olga.client.audit_events().export(AuditFormat::Jsonl, &AuditQuery::default()).await.unwrap();
    let text = String::from_utf8(bytes.collect().await.unwrap()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn every_entry_arrives_once_in_the_order_of_the_log_and_signed() {
    let (_portal, olga) = portal().await;
    let receiver = Receiver::start().await.unwrap();
    let made = olga.client.audit_streams().create(&to(&receiver.url)).await.unwrap();
    assert!(!format!("{made:?}").contains(&made.secret));
    for number in 0..5 {
        invite(&olga, number).await;
    }
    let received = receiver.wait(|received| entries(received).len() >= 6).await.unwrap();
    let got = entries(&received);
    let listed: Vec<_> = log(&olga).await.into_iter().filter(|entry| entry.position >= got[0].position).collect();
    assert_eq!(got, listed);
    assert_eq!(got[0].action, "audit_stream.created");
    assert!(!serde_json::to_string(&got).unwrap().contains("/collect"), "the log has a receiver's address in full");
    let mut ids = BTreeSet::new();
    for request in &received {
        assert_eq!(signed_by(request, &[&made.secret]), [true]);
        assert_eq!((request.path.as_str(), request.header("content-type")), ("/collect", "application/jsonl"));
        let sent: i64 = request.header("webhook-timestamp").parse().unwrap();
        assert!((chrono::Utc::now().timestamp() - sent).abs() < 60);
        assert!(ids.insert(request.header("webhook-id").to_owned()), "an id came twice");
    }
    // It says how far it has come.
    let mut stream = olga.client.audit_streams().get(&made.stream.id).await.unwrap();
    for _ in 0..100 {
        if stream.behind == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        stream = olga.client.audit_streams().get(&made.stream.id).await.unwrap();
    }
    assert_eq!((stream.state, stream.behind, stream.last_failure.is_none()), (AuditStreamState::Active, 0, true));
    assert!(stream.last_success_at.is_some());
}

#[tokio::test]
async fn a_new_secret_signs_beside_the_old_one_for_a_while() {
    let (_portal, olga) = portal().await;
    let receiver = Receiver::start().await.unwrap();
    let streams = olga.client.audit_streams();
    let made = streams.create(&to(&receiver.url)).await.unwrap();
    let id = &made.stream.id;
    let second = streams.rotate(id, &RotateAuditStream { overlap_seconds: 3600 }).await.unwrap();
    assert!(second.stream.previous_secret_ends_at.is_some() && second.secret != made.secret);
    let test = streams.test(id).await.unwrap();
    assert_eq!((test.delivered, test.failure), (true, None));
    let tested = |received: &[Received]| received.iter().rposition(|one| one.body.contains("audit_stream.tested"));
    let received = receiver.wait(|received| tested(received).is_some()).await.unwrap();
    let request = &received[tested(&received).unwrap()];
    assert_eq!(signed_by(request, &[&second.secret, &made.secret]), [true, true]);
    let again = streams.test(id).await.unwrap_err();
    assert_eq!(again.code(), Some(ProblemCode::Conflict));
    let soon = streams.rotate(id, &RotateAuditStream { overlap_seconds: 3600 }).await.unwrap_err();
    assert_eq!(soon.code(), Some(ProblemCode::Conflict));
    // Without an overlap both end now.
    let third = streams.rotate(id, &RotateAuditStream { overlap_seconds: 0 }).await.unwrap();
    let before = receiver.received().len();
    invite(&olga, 1).await;
    let invited = |received: &[Received]| received.iter().rposition(|one| one.body.contains("invitation.created"));
    let received = receiver.wait(|received| received.len() > before && invited(received).is_some()).await.unwrap();
    let request = &received[invited(&received).unwrap()];
    assert_eq!(signed_by(request, &[&third.secret, &second.secret, &made.secret]), [true, false, false]);
    let long = streams.rotate(id, &RotateAuditStream { overlap_seconds: 604_801 }).await.unwrap_err();
    assert_eq!(long.code(), Some(ProblemCode::ValidationFailed));
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_keeps_nobody_waiting_and_loses_nothing() {
    let (_portal, olga) = portal().await;
    let (dead, poor, good) =
        (Receiver::start().await.unwrap(), Receiver::start().await.unwrap(), Receiver::start().await.unwrap());
    dead.answer(0);
    poor.answer(500);
    let streams = olga.client.audit_streams();
    let mut made = Vec::new();
    for receiver in [&dead, &poor, &good] {
        made.push(streams.create(&to(&receiver.url)).await.unwrap());
    }
    dead.wait(|received| !received.is_empty()).await.unwrap();
    poor.wait(|received| !received.is_empty()).await.unwrap();
    // While one of them takes its ten seconds.
    let begun = std::time::Instant::now();
    invite(&olga, 1).await;
    good.wait(|received| entries(received).iter().any(|one| one.action == "invitation.created")).await.unwrap();
    assert!(begun.elapsed() < Duration::from_millis(9500), "{:?}", begun.elapsed());
    // It is written down after the answer.
    let mut failing = streams.get(&made[1].stream.id).await.unwrap();
    for _ in 0..200 {
        if failing.last_failure.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        failing = streams.get(&failing.id).await.unwrap();
    }
    assert_eq!((failing.state, failing.last_failure.as_deref()), (AuditStreamState::Failing, Some("answered 500")));
    assert!(failing.behind > 0 && failing.last_success_at.is_none() && failing.next_attempt_at.is_some());
    let test = streams.test(&made[1].stream.id).await.unwrap();
    assert_eq!((test.delivered, test.failure.as_deref()), (false, Some("answered 500")));
    // As soon as it takes them it has all of them, from the first one on.
    let refused = poor.received().len();
    poor.answer(200);
    let enabled = UpdateAuditStream { enabled: Some(true), ..UpdateAuditStream::default() };
    streams.update(&failing.id, failing.version, &enabled).await.unwrap();
    let all = poor
        .wait(|received| {
            let taken = entries(received.get(refused..).unwrap_or_default());
            taken.iter().any(|one| one.action == "audit_stream.enabled")
        })
        .await
        .unwrap();
    let taken = entries(&all[refused..]);
    assert_eq!(taken[0].position, failing.position + 1);
    assert!(taken.windows(2).all(|two| two[1].position == two[0].position + 1), "{taken:?}");
    let stream = streams.get(&failing.id).await.unwrap();
    assert_eq!(stream.state, AuditStreamState::Active);
}

#[tokio::test]
async fn a_stream_has_what_it_is_for_in_the_format_it_is_for() {
    let (portal, olga) = portal().await;
    let (refusals, whole) = (Receiver::start().await.unwrap(), Receiver::start().await.unwrap());
    let streams = olga.client.audit_streams();
    let wanted = CreateAuditStream {
        actions: Some(vec!["members.".to_owned(), "document.deleted".to_owned()]),
        outcome: Some(Outcome::Denied),
        ..to(&refusals.url)
    };
    let few = streams.create(&wanted).await.unwrap();
    let wanted = CreateAuditStream { format: Some(AuditFormat::Ocsf), from_beginning: Some(true), ..to(&whole.url) };
    streams.create(&wanted).await.unwrap();
    let vic = portal.sign_in("vic").await.unwrap();
    let refused = CreateInvitation { email: "x@y.example".to_owned(), role: Role::Member.into(), ends_at: None };
    vic.client.invitations().create(&refused).await.unwrap_err();
    invite(&olga, 1).await;
    let denied = entries(&refusals.wait(|received| !received.is_empty()).await.unwrap());
    let got: Vec<_> = denied.iter().map(|one| (one.action.as_str(), one.outcome)).collect();
    assert_eq!(got, [("members.invite", Outcome::Denied)]);
    let ocsf = whole.wait(|received| received.iter().any(|one| one.body.contains("invitation.created"))).await.unwrap();
    let events: Vec<Value> =
        ocsf.iter().flat_map(|one| one.body.lines()).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events[0]["metadata"]["sequence"], 1);
    assert!(events.iter().all(|one| one["metadata"]["tenant_uid"] == fixture::northwind().as_str()));
    assert!(events.iter().all(|one| one["metadata"]["product"]["vendor_name"] == "Acme"));
    // What is passed over counts as done.
    for _ in 0..100 {
        if streams.get(&few.stream.id).await.unwrap().behind == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let stream = streams.get(&few.stream.id).await.unwrap();
    assert_eq!((stream.behind, refusals.received().len()), (0, 1));
    // Off is off, and it goes on where it was.
    let off = UpdateAuditStream { enabled: Some(false), outcome: Some(None), ..UpdateAuditStream::default() };
    let off = streams.update(&stream.id, stream.version, &off).await.unwrap();
    assert_eq!((off.state, off.outcome), (AuditStreamState::Disabled, None));
    let stale = streams.update(&stream.id, stream.version, &UpdateAuditStream::default()).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    streams.delete(&stream.id).await.unwrap();
    assert_eq!(streams.get(&stream.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
}

#[tokio::test]
async fn what_cannot_be_a_stream_is_refused_by_name() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let streams = olga.client.audit_streams();
    let good = "https://siem.invalid/collect";
    let refused = async |wanted: CreateAuditStream| {
        let error = streams.create(&wanted).await.unwrap_err();
        let problem = error.problem().expect("a problem").clone();
        problem.errors.first().map(|error| error.pointer.clone()).unwrap_or_default()
    };
    for url in [
        "",
        "siem.invalid",
        "http://siem.invalid/",
        "ftp://siem.invalid/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://0x7f.1/",
        "https://10.0.0.1/",
        "https://user:password@siem.invalid/",
        "https://siem.invalid/#part",
        "https://siem.invalid/a b",
        &format!("https://siem.invalid/{}", "x".repeat(2000)),
    ] {
        assert_eq!(refused(to(url)).await, "/url", "{url}");
    }
    assert_eq!(refused(CreateAuditStream { format: Some(AuditFormat::Csv), ..to(good) }).await, "/format");
    let actions = Some(vec!["member.".to_owned(), "Member".to_owned()]);
    assert_eq!(refused(CreateAuditStream { actions, ..to(good) }).await, "/actions/1");
    for _ in 0..5 {
        streams.create(&to(good)).await.unwrap();
    }
    assert_eq!(streams.create(&to(good)).await.unwrap_err().code(), Some(ProblemCode::Conflict));
    assert_eq!(streams.list().await.unwrap().items.len(), 5);
    // A name that leads nowhere is not reached, and that is all that is told.
    let first = streams.list().await.unwrap().items.remove(0);
    assert_eq!(streams.test(&first.id).await.unwrap().failure.as_deref(), Some("was not reached"));
    // Owners, and nobody else: an admin neither reads nor makes one.
    let adam = portal.sign_in("adam").await.unwrap();
    assert_eq!(adam.client.audit_streams().list().await.unwrap_err().code(), Some(ProblemCode::PermissionDenied));
    assert!(adam.client.audit_streams().retention().await.is_ok());
}

#[tokio::test]
async fn a_request_that_is_repeated_has_the_same_secret() {
    let (portal, olga) = portal().await;
    let body = serde_json::json!({ "url": "http://127.0.0.1:9/collect" });
    let ask = async |path: &str, body: &Value, key: &str| {
        let request = portal.wire.ask("POST", path).bearer(&olga.secret).header("idempotency-key", key);
        request.json(body).send().await.unwrap().json()
    };
    let (one, two) = (ask("/v1/audit-streams", &body, "a").await, ask("/v1/audit-streams", &body, "a").await);
    assert_eq!(one, two);
    assert!(one["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(olga.client.audit_streams().list().await.unwrap().items.len(), 1);
    let path = format!("/v1/audit-streams/{}/rotate", one["stream"]["id"].as_str().unwrap());
    let overlap = serde_json::json!({ "overlap_seconds": 0 });
    let (three, four) = (ask(&path, &overlap, "b").await, ask(&path, &overlap, "b").await);
    assert_eq!(three["secret"], four["secret"]);
    assert_ne!(one["secret"], three["secret"]);
}

#[tokio::test]
async fn a_retention_is_chosen_within_what_the_operator_allows() {
    let settings = Settings { audit_minimum_days: Some(400), ..unlimited() };
    let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap();
    let told = olga.client.audit_streams().retention().await.unwrap();
    assert_eq!((told.days, told.minimum_days, told.is_on_hold, told.deleted), (None, 400, false, None));
    for days in [Some(0), Some(399), Some(36_501)] {
        let refused = olga.client.audit_streams().set_retention(&UpdateAuditRetention { days }).await.unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::ValidationFailed), "{days:?}");
    }
    for days in [Some(400), None] {
        let chosen = olga.client.audit_streams().set_retention(&UpdateAuditRetention { days }).await.unwrap();
        assert_eq!(chosen.days, days);
    }
    let noted = AuditQuery { action: Some("audit.retention_changed".to_owned()), ..AuditQuery::default() };
    let noted = olga.client.audit_events().list(&noted).await.unwrap().items;
    let changes: Vec<_> = noted.iter().map(|one| one.changes.as_ref().unwrap()["after"]["days"].clone()).collect();
    assert_eq!(changes, [Value::Null, Value::from(400)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_neither_loses_nor_skips_an_entry() {
    let mut server = ServerProcess::provision().await.unwrap();
    let receiver = Receiver::start().await.unwrap();
    let mut stream = None;
    for round in 0..3_usize {
        server.start().await.unwrap();
        let client = server.sign_in("olga").await.unwrap();
        if stream.is_none() {
            stream = Some(client.audit_streams().create(&to(&receiver.url)).await.unwrap().stream);
        }
        let before = receiver.received().len();
        let email = |number: usize| format!("kill{round}.{number}@northwind.example");
        for number in 0..20 {
            let wanted = CreateInvitation { email: email(number), role: Role::Member.into(), ends_at: None };
            client.invitations().create(&wanted).await.unwrap();
        }
        // In the middle of it: something has arrived, and perhaps is not noted yet.
        receiver.wait(|received| received.len() > before).await.unwrap();
        server.kill().unwrap();
    }
    server.start().await.unwrap();
    let (client, stream) = (server.sign_in("olga").await.unwrap(), stream.unwrap());
    let newest = client.audit_events().list(&AuditQuery::default()).await.unwrap().items.remove(0).position;
    let arrived = |received: &[Received]| entries(received).iter().any(|one| one.position == newest);
    let received = receiver.wait(arrived).await.unwrap();
    let positions: Vec<i64> = entries(&received).iter().map(|one| one.position).collect();
    let all: BTreeSet<i64> = positions.iter().copied().collect();
    let (first, last) = (*all.first().unwrap(), *all.last().unwrap());
    assert_eq!(first, stream.position + 1);
    assert_eq!(all.len() as i64, last - first + 1, "entries are missing: {positions:?}");
    assert!(last >= newest && all.len() > 60);
    // What is sent again is sent as it was: nothing arrives before what is before it has.
    let mut most = first - 1;
    for position in &positions {
        assert!(*position <= most + 1, "{position} came before {}: {positions:?}", most + 1);
        most = most.max(*position);
    }
    println!("audit stream: {} entries, {} sent again over 3 kills", all.len(), positions.len() - all.len());
}

/// The example of the documentation, which receivers copy.
#[tokio::test]
async fn the_documented_way_to_check_a_signature_takes_ours_and_nothing_else() {
    let (_portal, olga) = portal().await;
    let receiver = Receiver::start().await.unwrap();
    let made = olga.client.audit_streams().create(&to(&receiver.url)).await.unwrap();
    let request = receiver.wait(|received| !received.is_empty()).await.unwrap().remove(0);
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/API.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, rest) = text.split_once("<!-- verify -->\n```js\n").expect("an example");
    let (example, _) = rest.split_once("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("example.mjs");
    let run = |secret: &str, body: &str, timestamp: &str| {
        let headers = serde_json::json!({
            "webhook-id": request.header("webhook-id"),
            "webhook-timestamp": timestamp,
            "webhook-signature": request.header("webhook-signature"),
        });
        let (secret, body) = (Value::from(secret), Value::from(body));
        std::fs::write(&file, format!("{example}\nconsole.log(verify({secret}, {headers}, {body}));\n")).unwrap();
        let done = Command::new("node").arg(&file).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim() == "true"
    };
    let sent = request.header("webhook-timestamp");
    assert!(run(&made.secret, &request.body, sent));
    assert!(!run(&made.secret, &format!("{} ", request.body), sent));
    assert!(!run(&made.secret, &request.body, &(sent.parse::<i64>().unwrap() - 1).to_string()));
    assert!(!run("whsec_AAAA", &request.body, sent));
    assert!(!run(&made.secret, &request.body, "1700000000"));
}
