//! Cases: who must act, what happened, and what the vendor changes.

use futures_util::TryStreamExt;
use loggia_client::{
    PageQuery,
    types::{
        CaseId, ProblemCode,
        cases::{CaseQuery, CreateReply, MilestoneState, NextStep, Party, PublicStatus, TimelineKind, UpdateCase},
    },
};
use loggia_tests::{Portal, fixture};

fn id(number: u128) -> CaseId {
    CaseId::from_u128(number)
}

fn reply(body: &str) -> CreateReply {
    CreateReply { body: body.to_owned() }
}

#[tokio::test]
async fn a_list_has_the_organizations_cases_and_filters_them() {
    let portal = Portal::start().await.unwrap();
    let client = portal.sign_in("vic").await.unwrap().client;
    let all = client.cases().list(&CaseQuery::default()).await.unwrap();
    assert_eq!(all.items.len(), 4);
    assert!(all.items.windows(2).all(|pair| (pair[0].updated_at, &pair[0].id) > (pair[1].updated_at, &pair[1].id)));
    let open = client.cases().list(&CaseQuery { open: Some(true), ..CaseQuery::default() }).await.unwrap();
    assert!(open.items.iter().all(|case| case.status.is_open()) && open.items.len() == 3);
    let closed = client.cases().list(&CaseQuery { open: Some(false), ..CaseQuery::default() }).await.unwrap();
    assert_eq!(closed.items.len(), 1);
    let waiting = CaseQuery { status: Some(PublicStatus::ActionNeeded), ..CaseQuery::default() };
    assert_eq!(client.cases().list(&waiting).await.unwrap().items.len(), 2);
    let found = client.cases().list(&CaseQuery { q: Some("PALLETS".into()), ..CaseQuery::default() }).await.unwrap();
    assert_eq!(found.items.iter().map(|case| case.id.clone()).collect::<Vec<_>>(), [id(fixture::CASE_REPLY)]);
    let reference = found.items[0].reference.clone();
    let found = client.cases().list(&CaseQuery { q: Some(reference), ..CaseQuery::default() }).await.unwrap();
    assert_eq!(found.items.len(), 1);
    for wild in ["%", "_", "\\", "'", "\"; drop table cases"] {
        let found = client.cases().list(&CaseQuery { q: Some(wild.into()), ..CaseQuery::default() }).await.unwrap();
        assert!(found.items.is_empty(), "{wild} is a text like any other");
    }
}

#[tokio::test]
async fn pages_cover_the_list_exactly_once() {
    let portal = Portal::start().await.unwrap();
    let client = portal.sign_in("olga").await.unwrap().client;
    let whole: Vec<_> = client.cases().list(&CaseQuery::default()).await.unwrap().items;
    for limit in 1..=4 {
        let query = CaseQuery { limit: Some(limit), ..CaseQuery::default() };
        let paged: Vec<_> = client.cases().stream(query).try_collect().await.unwrap();
        assert_eq!(paged, whole, "limit {limit}");
    }
    let entries = PageQuery { limit: Some(1), cursor: None };
    let timeline: Vec<_> =
        client.cases().timeline_stream(&id(fixture::CASE_PROGRESS), entries).try_collect().await.unwrap();
    let messages = timeline.iter().filter(|entry| entry.kind == TimelineKind::Message).count();
    assert_eq!(messages, 2);
    assert!(timeline.windows(2).all(|pair| pair[0].created_at >= pair[1].created_at), "newest first");
}

#[tokio::test]
async fn a_reply_does_the_customers_step() {
    let portal = Portal::start().await.unwrap();
    let client = portal.sign_in("mia").await.unwrap().client;
    let case = id(fixture::CASE_REPLY);
    let entry = client.cases().reply(&case, &reply("Twelve of them.")).await.unwrap();
    assert_eq!((entry.kind, entry.body.as_deref()), (TimelineKind::Message, Some("Twelve of them.")));
    assert_eq!(entry.actor.user_id, Some(fixture::user("mia")));
    let after = client.cases().get(&case).await.unwrap();
    assert_eq!(after.status, PublicStatus::InProgress);
    assert_eq!(after.status_label, "In review");
    assert!(after.next_step.is_none_or(|step| step.party == Party::Us));
    let timeline = client.cases().timeline(&case, &PageQuery::default()).await.unwrap();
    assert!(timeline.items.iter().any(|found| found.id == entry.id));
}

#[tokio::test]
async fn a_reply_on_a_case_that_waits_for_something_else_changes_no_state() {
    let portal = Portal::start().await.unwrap();
    let client = portal.sign_in("mia").await.unwrap().client;
    let case = id(fixture::CASE_UPLOAD);
    client.cases().reply(&case, &reply("Where do I find it?")).await.unwrap();
    assert_eq!(client.cases().get(&case).await.unwrap().status, PublicStatus::ActionNeeded);
}

#[tokio::test]
async fn what_is_no_reply_is_refused() {
    let portal = Portal::start().await.unwrap();
    let client = portal.sign_in("mia").await.unwrap().client;
    for body in ["", "   \n", &"x".repeat(10_001)] {
        let error = client.cases().reply(&id(fixture::CASE_REPLY), &reply(body)).await.unwrap_err();
        assert_eq!(error.code(), Some(ProblemCode::ValidationFailed));
        assert_eq!(error.field_errors()[0].pointer, "/body");
    }
    client.cases().reply(&id(fixture::CASE_REPLY), &reply(&"ü".repeat(10_000))).await.unwrap();
}

#[tokio::test]
async fn unread_is_each_persons_own() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap().client;
    let olga = portal.sign_in("olga").await.unwrap().client;
    let case = id(fixture::CASE_PROGRESS);
    olga.cases().mark_read(&case).await.unwrap();
    mia.cases().reply(&case, &reply("Any news?")).await.unwrap();
    assert!(olga.cases().get(&case).await.unwrap().unread, "somebody else wrote");
    assert!(!mia.cases().get(&case).await.unwrap().unread, "one's own words are no news");
    olga.cases().mark_read(&case).await.unwrap();
    assert!(!olga.cases().get(&case).await.unwrap().unread);
}

#[tokio::test]
async fn the_vendor_changes_a_case_and_the_customer_sees_it() {
    let portal = Portal::start().await.unwrap();
    let vendor = portal.acme.with_organization(fixture::northwind());
    let customer = portal.sign_in("mia").await.unwrap().client;
    let case = id(fixture::CASE_PROGRESS);
    let before = customer.cases().get(&case).await.unwrap();
    customer.cases().mark_read(&case).await.unwrap();
    let change = UpdateCase {
        status: Some(PublicStatus::ActionNeeded),
        next_step: Some(NextStep {
            party: Party::Customer,
            summary: "send the invoice".into(),
            detail: None,
            due_at: None,
            action: None,
        }),
        milestone: Some("reviewed".into()),
        message: Some("Please send the invoice.".into()),
        author: Some("Jonas Weber".into()),
    };
    let after = vendor.cases().update(&case, before.version, &change).await.unwrap();
    assert!(after.version > before.version);
    let seen = customer.cases().get(&case).await.unwrap();
    assert_eq!(seen.status, PublicStatus::ActionNeeded);
    assert_eq!(seen.next_step.as_ref().map(|step| step.summary.as_str()), Some("send the invoice"));
    let states: Vec<_> = seen.milestones.iter().map(|milestone| milestone.state).collect();
    assert_eq!(states, [MilestoneState::Done, MilestoneState::Current, MilestoneState::Upcoming]);
    assert!(seen.unread);
    let timeline = customer.cases().timeline(&case, &PageQuery::default()).await.unwrap().items;
    assert!(timeline.iter().any(|entry| {
        entry.body.as_deref() == Some("Please send the invoice.") && entry.actor.name == "Jonas Weber"
    }));

    let stale = vendor.cases().update(&case, before.version, &UpdateCase::default()).await.unwrap_err();
    assert_eq!(stale.code(), Some(ProblemCode::VersionMismatch));
    let unknown = UpdateCase { milestone: Some("launched".into()), ..UpdateCase::default() };
    let refused = vendor.cases().update(&case, seen.version, &unknown).await.unwrap_err();
    assert_eq!(refused.field_errors()[0].pointer, "/milestone");
}

#[tokio::test]
async fn an_update_has_to_say_what_it_changes() {
    let portal = Portal::start().await.unwrap();
    let path = format!("/v1/cases/{}", id(fixture::CASE_PROGRESS));
    let ask = || {
        let body = serde_json::json!({ "message": "Hello." });
        let organization = fixture::northwind().to_string();
        portal
            .wire
            .ask("PATCH", &path)
            .bearer(&portal.acme_key)
            .header("portal-organization", &organization)
            .json(&body)
    };
    let answer = ask().send().await.unwrap();
    assert_eq!((answer.status, answer.code().as_str()), (428, "precondition_required"));
    for etag in ["\"999\"", "W/\"1\"", "1", "\"x\"", "\"-1\"", "\"99999999999999999999999\""] {
        let answer = ask().header("if-match", etag).send().await.unwrap();
        assert!(matches!(answer.status, 400 | 412), "{etag}: {}", answer.status);
    }
    let current = portal.wire.get(&path).bearer(&portal.sign_in("mia").await.unwrap().secret).send().await.unwrap();
    let etag = current.header("etag").to_owned();
    assert_eq!(etag, format!("\"{}\"", current.json()["version"]));
    let answer = ask().header("if-match", &etag).send().await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test]
async fn of_two_changes_to_one_version_one_is_refused() {
    let portal = Portal::start().await.unwrap();
    let vendor = portal.acme.with_organization(fixture::northwind());
    let case = id(fixture::CASE_PROGRESS);
    let version = vendor.cases().get(&case).await.unwrap().version;
    let changes = (0..8).map(|number| {
        let change = UpdateCase { message: Some(format!("Change {number}")), ..UpdateCase::default() };
        let (vendor, case) = (vendor.clone(), case.clone());
        async move { vendor.cases().update(&case, version, &change).await }
    });
    let outcomes = futures_util::future::join_all(changes).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for refused in outcomes.into_iter().filter_map(Result::err) {
        assert_eq!(refused.code(), Some(ProblemCode::VersionMismatch));
    }
}
