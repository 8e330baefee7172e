//! Cases for tests.

use chrono::TimeDelta;
use loggia_types::{
    CaseId, CaseTypeId,
    cases::{Case, CaseTypeRef, Milestone, MilestoneState, PublicStatus},
};

use crate::clock;

pub(crate) fn case(number: u128, status: PublicStatus) -> Case {
    let milestone =
        |key: &str, label: &str, state| Milestone { key: key.into(), label: label.into(), state, reached_at: None };
    Case {
        id: CaseId::from_u128(number),
        reference: format!("CB-10{number}"),
        case_type: CaseTypeRef { id: CaseTypeId::from_u128(1), name: "Customs registration".into() },
        title: "Customs broker onboarding".into(),
        status,
        status_label: "Being handled".into(),
        next_step: None,
        milestones: vec![
            milestone("received", "Request received", MilestoneState::Done),
            milestone("documents", "Documents", MilestoneState::Current),
            milestone("registered", "Registered", MilestoneState::Upcoming),
        ],
        source: None,
        opened_by: None,
        submission_id: None,
        unread: true,
        version: 1,
        created_at: clock::now() - TimeDelta::days(9),
        updated_at: clock::now() - TimeDelta::hours(2),
    }
}
