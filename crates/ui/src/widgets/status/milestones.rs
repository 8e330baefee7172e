//! The stations of a case.

use crate::part::part;
use dioxus::prelude::*;
use loggia_types::cases::{Milestone, MilestoneState};

use crate::{i18n::DateStyle, primitives::use_id, provider::use_portal};

/// The stations in order, each with its state in words.
#[part]
pub(super) fn Milestones(milestones: Vec<Milestone>) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().status;
    let id = use_id();
    let total = milestones.len();
    let reached = milestones.iter().filter(|milestone| milestone.state != MilestoneState::Upcoming).count();
    let position = text.step_of(&locale.number(reached as u64), &locale.number(total as u64));
    rsx! {
        section { class: "portal-milestones", "part": "milestones", "aria-labelledby": "{id}",
            h4 { class: "portal-section-title", id: "{id}",
                "{text.milestones()}"
                span { class: "portal-meta", "{position}" }
            }
            ol {
                for milestone in milestones {
                    li {
                        key: "{milestone.key}",
                        class: "portal-milestone",
                        "data-state": milestone.state.as_str(),
                        "aria-current": (milestone.state == MilestoneState::Current).then_some("step"),
                        span { class: "portal-milestone-label", "{milestone.label}" }
                        span { class: "portal-hidden",
                            {match milestone.state {
                                MilestoneState::Done => text.milestone_done(),
                                MilestoneState::Current => text.milestone_current(),
                                MilestoneState::Upcoming => text.milestone_upcoming(),
                            }}
                        }
                        if let Some(at) = milestone.reached_at {
                            span { class: "portal-meta", {locale.date(at, DateStyle::Short)} }
                        }
                    }
                }
            }
        }
    }
}
