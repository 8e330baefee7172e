//! Cases and what happened in them.

use loggia_types::{
    CaseId, CaseTypeId, DocumentId, TimelineEntryId, UserId,
    cases::{
        Case, CaseTypeRef, Milestone, MilestoneState, NextStep, Party, PublicStatus, Source, StepAction, TimelineActor,
        TimelineEntry, TimelineKind,
    },
    documents::DocumentRef,
};

use super::{Size, hours_ago, in_days, user};

const TITLES: [&str; 6] = [
    "Customs broker onboarding",
    "Damage claim, order 88-2041",
    "Change of delivery address",
    "Rate agreement 2026",
    "Temperature log for shipment 4471",
    "Second user for the booking desk",
];

/// Every public status once, the one that waits for the customer first.
const STATUSES: [(PublicStatus, &str); 6] = [
    (PublicStatus::ActionNeeded, "Waiting for you"),
    (PublicStatus::InProgress, "Being handled"),
    (PublicStatus::Submitted, "Received"),
    (PublicStatus::Completed, "Done"),
    (PublicStatus::Declined, "Declined"),
    (PublicStatus::Cancelled, "Cancelled"),
];

/// The cases, newest first.
pub(crate) fn cases(size: Size) -> Vec<Case> {
    size.some(6, |number| case(number, size))
}

fn case(number: u128, size: Size) -> Case {
    let at = usize::try_from(number - 1).unwrap_or_default() % STATUSES.len();
    let hours = i64::try_from(number).unwrap_or_default() * 3;
    let (status, label) = STATUSES.get(at).copied().unwrap_or((PublicStatus::InProgress, ""));
    Case {
        id: CaseId::from_u128(number),
        reference: format!("CB-{}", 1000 + number),
        case_type: CaseTypeRef { id: CaseTypeId::from_u128(1), name: "Customs registration".into() },
        title: size.text(TITLES.get(at).copied().unwrap_or_default()),
        status,
        status_label: label.into(),
        next_step: next_step(status, size),
        milestones: milestones(status, size),
        source: (number == 2).then(|| Source { name: "Booking system".into(), synced_at: hours_ago(5), failing: true }),
        opened_by: Some(user(1, "Dana Okafor")),
        submission_id: None,
        unread: number < 3,
        version: 1,
        created_at: hours_ago(200 + hours),
        updated_at: hours_ago(hours),
    }
}

fn next_step(status: PublicStatus, size: Size) -> Option<NextStep> {
    let step = |party, summary: &str, action| NextStep {
        party,
        summary: size.text(summary),
        detail: Some(size.text("A scan of both sides is enough.")),
        due_at: Some(in_days(5)),
        action,
    };
    match status {
        PublicStatus::ActionNeeded => {
            Some(step(Party::Customer, "upload the signed power of attorney", Some(StepAction::UploadDocument)))
        }
        PublicStatus::InProgress => Some(step(Party::ThirdParty, "customs authority checks the registration", None)),
        PublicStatus::Submitted => Some(step(Party::Us, "looking at your request", None)),
        _ => None,
    }
}

fn milestones(status: PublicStatus, size: Size) -> Vec<Milestone> {
    let reached = match status {
        PublicStatus::Submitted => 1,
        PublicStatus::Completed => 4,
        _ => 2,
    };
    ["Request received", "Documents", "Registration", "Ready"]
        .into_iter()
        .enumerate()
        .map(|(index, label)| Milestone {
            key: format!("step-{index}"),
            label: size.text(label),
            state: match index {
                _ if index < reached => MilestoneState::Done,
                _ if index == reached => MilestoneState::Current,
                _ => MilestoneState::Upcoming,
            },
            reached_at: (index < reached).then(|| hours_ago(100)),
        })
        .collect()
}

/// One entry of each kind.
pub(crate) fn timeline(size: Size) -> Vec<TimelineEntry> {
    let us = || TimelineActor { party: Party::Us, name: "Jonas Weber".into(), user_id: None };
    let customer =
        || TimelineActor { party: Party::Customer, name: "Dana Okafor".into(), user_id: Some(UserId::from_u128(1)) };
    let entry = |number: u128, kind, actor| TimelineEntry {
        id: TimelineEntryId::from_u128(number),
        kind,
        actor,
        body: None,
        document: None,
        status: None,
        created_at: hours_ago(i64::try_from(number).unwrap_or_default() * 7),
    };
    let document = DocumentRef { id: DocumentId::from_u128(1), name: size.text("contract.pdf"), size: 240_112 };
    let all = vec![
        TimelineEntry { body: Some(size.text("Please sign both pages.")), ..entry(1, TimelineKind::Message, us()) },
        TimelineEntry { status: Some(PublicStatus::ActionNeeded), ..entry(2, TimelineKind::Status, us()) },
        TimelineEntry { document: Some(document), ..entry(3, TimelineKind::Document, customer()) },
        TimelineEntry {
            body: Some(size.text("Is a scan enough?\n\nThe original is in Rotterdam.")),
            ..entry(4, TimelineKind::Message, customer())
        },
        TimelineEntry { body: Some("Request received".into()), ..entry(5, TimelineKind::Milestone, us()) },
    ];
    if size == Size::Many { size.some(0, |number| entry(number, TimelineKind::Message, us())) } else { all }
}
