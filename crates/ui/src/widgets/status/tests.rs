#![allow(clippy::unwrap_used)]

use chrono::TimeDelta;
use dioxus::prelude::*;
use loggia_client::Error;
use loggia_types::{
    CaseId, DocumentId, DocumentVersionId, Page, Problem, ProblemCode, RequestId, Role, TimelineEntryId,
    cases::{
        Case, Milestone, MilestoneState, NextStep, Party, PublicStatus, Source, StepAction, TimelineActor,
        TimelineEntry, TimelineKind,
    },
    documents::{Document, DocumentRef, DocumentVersion},
};

use super::{Status, fixtures::case};
use crate::{
    clock,
    provider::use_portal,
    testing::{Stage, session, user},
    widgets::documents::stage,
};

fn page<T>(items: Vec<T>) -> Page<T> {
    let total = Some(items.len() as u64);
    Page { items, next_cursor: None, total }
}

/// Five cases, one in every state that matters.
fn cases() -> Vec<Case> {
    let now = clock::now();
    let named = |number, title: &str, status, label: &str, hours| {
        let mut case = case(number, status);
        case.title = title.into();
        case.status_label = label.into();
        case.unread = number == 1;
        case.updated_at = now - TimeDelta::hours(hours);
        case
    };
    let step = |party, summary: &str, days, detail: Option<&str>, action| {
        Some(NextStep {
            party,
            summary: summary.into(),
            detail: detail.map(str::to_owned),
            due_at: Some(now + TimeDelta::days(days)),
            action,
        })
    };
    let mut first = named(1, "Customs broker onboarding", PublicStatus::ActionNeeded, "Action needed", 2);
    first.next_step = step(
        Party::Customer,
        "upload the signed power of attorney",
        7,
        Some("We cannot register you with customs without it. After that we are done within 3 working days."),
        Some(StepAction::UploadDocument),
    );
    first.milestones = [
        ("Request received", MilestoneState::Done, Some(9)),
        ("Identity checked", MilestoneState::Done, Some(3)),
        ("Documents", MilestoneState::Current, None),
        ("Registered", MilestoneState::Upcoming, None),
    ]
    .map(|(label, state, days)| Milestone {
        key: label.into(),
        label: label.into(),
        state,
        reached_at: days.map(|days| now - TimeDelta::days(days)),
    })
    .into();
    first.source =
        Some(Source { name: "the customs broker".into(), synced_at: now - TimeDelta::minutes(26), failing: false });
    first.opened_by = Some(user(1, "Dana Okafor"));
    let mut second = named(2, "Credit line increase", PublicStatus::InProgress, "In review", 26);
    second.next_step = step(Party::Us, "reviewing your statements", 1, None, None);
    let mut third =
        named(3, "Damage claim, order 88-2041 with a rather long title", PublicStatus::InProgress, "In progress", 75);
    third.next_step = step(Party::Customer, "answer our question", -2, None, Some(StepAction::Reply));
    let fourth = named(4, "EDI certificate renewal", PublicStatus::Submitted, "Submitted", 240);
    let fifth = named(5, "Add delivery site: Rotterdam", PublicStatus::Completed, "Completed", 900);
    vec![first, second, third, fourth, fifth]
}

fn timeline() -> Vec<TimelineEntry> {
    let now = clock::now();
    let document = DocumentRef { id: DocumentId::from_u128(1), name: "power-of-attorney.pdf".into(), size: 1_800_000 };
    let entry = |number, kind, party, name: &str, hours, body: Option<&str>| TimelineEntry {
        id: TimelineEntryId::from_u128(number),
        kind,
        actor: TimelineActor {
            party,
            name: name.into(),
            user_id: (party == Party::Customer).then(|| user(1, "Dana Okafor").id),
        },
        body: body.map(str::to_owned),
        document: (kind == TimelineKind::Document).then(|| document.clone()),
        status: (kind == TimelineKind::Status).then_some(PublicStatus::ActionNeeded),
        created_at: now - TimeDelta::hours(hours),
    };
    use Party::{Customer, Us};
    use TimelineKind as K;
    let question = "The scan is missing page 2. Could you upload the full document again?";
    vec![
        entry(4, K::Message, Us, "Mara Klein", 2, Some(question)),
        entry(3, K::Status, Us, "Fernhill", 3, None),
        entry(2, K::Document, Customer, "Dana Okafor", 26, None),
        entry(1, K::Milestone, Us, "Fernhill", 80, Some("Identity checked")),
    ]
}

fn documents() -> Vec<Document> {
    let now = clock::now();
    vec![Document {
        id: DocumentId::from_u128(1),
        name: "power-of-attorney.pdf".into(),
        folder: String::new(),
        case_id: Some(CaseId::from_u128(1)),
        current: DocumentVersion {
            id: DocumentVersionId::from_u128(1),
            number: 1,
            size: 1_800_000,
            media_type: "application/pdf".into(),
            sha256: "00".repeat(32),
            uploaded_by: None,
            created_at: now,
        },
        version: 1,
        created_at: now,
        updated_at: now - TimeDelta::hours(26),
    }]
}

fn stage(role: Role) -> Stage {
    let stage = Stage::new(Some(session(role)));
    fill(&stage);
    stage
}

/// What [`fill`] has everything about.
pub(in crate::widgets) fn first_case() -> String {
    CaseId::from_u128(1).to_string()
}

pub(in crate::widgets) fn fill(stage: &Stage) {
    let id = CaseId::from_u128(1);
    stage
        .put("cases/open/", page(cases()))
        .put(&format!("case/{id}"), cases().remove(0))
        .put(&format!("case/{id}/timeline"), page(timeline()))
        .put(&format!("documents/case/{id}"), page(documents()));
}

fn plain() -> Element {
    rsx! {
        Status {}
    }
}

fn opened() -> Element {
    rsx! {
        Status { view: CaseId::from_u128(1).to_string() }
    }
}

#[test]
fn the_list_and_the_first_case_stand_side_by_side() {
    let html = stage(Role::Owner).render("status", "en", plain);
    assert!(html.contains("5 open"));
    assert!(html.contains("You need to upload the signed power of attorney by "));
    assert!(html.contains("data-view=\"list\""));
    assert!(html.contains("overdue"));
    let lead = html.find("<h3>").unwrap();
    assert!(lead < html.find("portal-milestones").unwrap(), "the sentence comes first");
    assert!(html.contains("26 minutes old"));
    assert!(html.contains("mailto:help@fernhill.example?subject=CB-101"));
    assert!(!html.contains("style=\""), "no style attributes");
}

#[test]
fn an_opened_case_can_be_answered_and_sent_documents() {
    let html = stage(Role::Member).render("status-opened", "de", opened);
    assert!(html.contains("data-view=\"detail\""));
    assert!(html.contains("type=\"file\""));
    assert!(html.contains("Antwort schreiben"));
    assert!(html.contains("aria-current=\"step\""));
}

#[test]
fn a_document_that_is_gone_is_told_in_the_readers_language() {
    let stage = stage(Role::Viewer);
    let mut timeline = timeline();
    timeline.iter_mut().for_each(|entry| entry.document = None);
    stage.put(&format!("case/{}/timeline", CaseId::from_u128(1)), page(timeline));
    let html = stage.render("status-document-gone", "de", opened);
    assert_eq!(html.matches("Ein Dokument, das nicht verfügbar ist").count(), 1);
}

#[test]
fn a_viewer_is_offered_nothing_to_change() {
    let html = stage(Role::Viewer).render("status-viewer", "en", opened);
    assert!(html.contains("You need to upload"));
    assert!(!html.contains("type=\"file\"") && !html.contains("textarea") && !html.contains("Ask a question"));
}

#[test]
fn nothing_open_says_what_this_is_for() {
    let stage = Stage::new(Some(session(Role::Owner)));
    stage.put("cases/open/", page(Vec::<Case>::new()));
    let html = stage.render("status-empty", "en", plain);
    assert!(html.contains("Nothing is open") && html.contains("who has to act next"));
}

#[test]
fn a_failure_says_what_to_do_and_gives_the_reference() {
    let stage = Stage::new(Some(session(Role::Owner)));
    let mut problem = Problem::new(ProblemCode::Unavailable);
    problem.request_id = Some(RequestId::from_u128(7));
    stage.fail("cases/open/", Error::Problem(Box::new(problem)));
    let html = stage.render("status-failed", "en", plain);
    assert!(html.contains("Try again") && html.contains(RequestId::from_u128(7).as_str()));
}

#[test]
fn without_the_feature_it_says_so_and_names_a_person() {
    let mut session = session(Role::Viewer);
    session.permissions.clear();
    let html = Stage::new(Some(session)).render("status-denied", "en", plain);
    assert!(html.contains("not part of your portal") && html.contains("help@fernhill.example"));
}

#[test]
fn until_it_is_known_who_is_there_it_shows_its_shape() {
    let html = Stage::new(None).render("status-loading", "en", plain);
    assert!(html.contains("aria-busy=\"true\"") && html.contains("Loading"));
}

/// A list in which news bring another case to the top.
#[component]
fn Overtaken() -> Element {
    let portal = use_portal();
    let put = move |cases| portal.store().put(&std::rc::Rc::from("cases/open/"), std::rc::Rc::new(page(cases)));
    // A stage is rendered more than once.
    let again = put.clone();
    use_hook(move || again(cases()));
    use_effect(move || {
        let mut cases = cases();
        cases.rotate_right(1);
        put(cases);
    });
    rsx! { Status {} }
}

#[tokio::test]
async fn the_case_that_is_shown_stays_when_another_comes_to_the_top() {
    let id = CaseId::from_u128(1);
    let stage = stage::Stage::new(Role::Owner)
        .with("cases/open/", page(cases()))
        .with(&format!("case/{id}"), cases().remove(0))
        .with(&format!("case/{id}/timeline"), page(timeline()))
        .with(&format!("documents/case/{id}"), page(documents()));
    let html = stage.render("status-overtaken", || rsx! { Overtaken {} }).await;
    let place = |text: &str| html.find(text).unwrap();
    assert!(place("Add delivery site: Rotterdam") < place("Customs broker onboarding"), "the list has the news");
    assert!(html.contains("class=\"portal-case-view\" aria-label=\"Customs broker onboarding\""), "{html}");
}
