//! The sentence a case begins with: who has to act, and by when.

use loggia_types::{
    Timestamp,
    cases::{Case, NextStep, Party, PublicStatus},
};

use crate::{
    i18n::{DateStyle, Locale},
    primitives::Tone,
};

/// "You need to upload the signed contract by 4 May", "We are reviewing your documents, usually done by Tuesday".
pub(super) fn sentence(case: &Case, locale: &Locale) -> String {
    let text = &locale.messages().status;
    let Some(step) = &case.next_step else {
        let said = match case.status {
            PublicStatus::Submitted => text.lead_submitted(),
            PublicStatus::ActionNeeded => text.lead_action(),
            PublicStatus::InProgress => text.lead_in_progress(),
            PublicStatus::Completed => text.lead_completed(),
            PublicStatus::Declined => text.lead_declined(),
            PublicStatus::Cancelled => text.lead_cancelled(),
        };
        return said.to_owned();
    };
    let summary = step.summary.trim().trim_end_matches('.');
    let late = is_late(step, locale);
    let step_text = match (&case.source, step.party) {
        (Some(source), Party::ThirdParty) => [&source.name, " ", summary].concat(),
        (None, Party::ThirdParty) => capitalized(summary),
        _ => summary.to_owned(),
    };
    let date = step.due_at.map(|at| locale.due(at, DateStyle::Long));
    match (step.party, date) {
        (Party::Customer, Some(date)) if late => text.you_needed(&date, &step_text),
        (Party::Customer, Some(date)) => text.you_need_by(&date, &step_text),
        (Party::Customer, None) => text.you_need(&step_text),
        (Party::Us, Some(_)) if late => text.we_were(&step_text),
        (Party::Us, Some(date)) => text.we_are_by(&date, &step_text),
        (Party::Us, None) => text.we_are(&step_text),
        (Party::ThirdParty, Some(date)) if !late => text.third_party_by(&date, &step_text),
        (Party::ThirdParty, _) => text.third_party(&step_text),
    }
}

/// The short form for a list: "due 28 Nov", "by tomorrow", "overdue".
pub(super) fn deadline(case: &Case, locale: &Locale) -> Option<(String, bool)> {
    let text = &locale.messages().status;
    let step = case.next_step.as_ref()?;
    let at: Timestamp = step.due_at?;
    let date = locale.due(at, DateStyle::Short);
    match step.party {
        Party::Customer if is_late(step, locale) => Some((text.overdue().to_owned(), true)),
        Party::Customer => Some((text.due(&date), false)),
        // A promise that was not kept is said in the sentence, with words around it.
        Party::Us | Party::ThirdParty if is_late(step, locale) => None,
        Party::Us | Party::ThirdParty => Some((text.expected(&date), false)),
    }
}

/// The colour behind the sentence.
pub(super) fn tone(case: &Case) -> Tone {
    match (&case.next_step, case.status) {
        (Some(NextStep { party: Party::Customer, .. }), _) | (_, PublicStatus::ActionNeeded) => Tone::Warning,
        (_, PublicStatus::Completed) => Tone::Success,
        (_, PublicStatus::Declined) => Tone::Danger,
        (_, PublicStatus::Submitted | PublicStatus::Cancelled) => Tone::Neutral,
        (_, PublicStatus::InProgress) => Tone::Info,
    }
}

/// Only days are promised: what is due today is not late today.
fn is_late(step: &NextStep, locale: &Locale) -> bool {
    step.due_at.is_some_and(|at| locale.days_until(at) < 0)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    crate::case::upper(&first) + letters.as_str()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::{clock, widgets::status::fixtures::case};

    fn with_step(party: Party, summary: &str, due: Option<i64>) -> Case {
        let mut case = case(1, PublicStatus::InProgress);
        let due_at = due.map(|days| clock::now() + TimeDelta::days(days));
        case.next_step = Some(NextStep { party, summary: summary.into(), detail: None, due_at, action: None });
        case
    }

    #[test]
    fn it_begins_with_who_must_act() {
        let english = Locale::new("en");
        let yours = with_step(Party::Customer, "upload the signed contract.", Some(30));
        assert!(sentence(&yours, &english).starts_with("You need to upload the signed contract by "));
        let ours = with_step(Party::Us, "reviewing your documents", Some(1));
        assert_eq!(sentence(&ours, &english), "We are reviewing your documents, usually done by tomorrow");
        let theirs = with_step(Party::ThirdParty, "the broker checks the papers", None);
        assert_eq!(sentence(&theirs, &english), "The broker checks the papers");
    }

    #[test]
    fn a_date_that_has_passed_is_not_promised_again() {
        let english = Locale::new("en");
        let ours = with_step(Party::Us, "reviewing your documents", Some(-3));
        assert!(sentence(&ours, &english).ends_with("longer than we expected"));
        assert_eq!(deadline(&ours, &english), None);
        let yours = with_step(Party::Customer, "sign", Some(-3));
        assert_eq!(deadline(&yours, &english), Some(("overdue".into(), true)));
    }

    #[test]
    fn what_is_due_today_is_not_late_before_the_day_is_over() {
        let today = with_step(Party::Customer, "sign", Some(0));
        assert_eq!(sentence(&today, &Locale::new("en")), "You need to sign by today");
        assert_eq!(deadline(&today, &Locale::new("en")), Some(("due today".into(), false)));
    }

    #[test]
    fn every_state_says_something_without_a_next_step() {
        for locale in [Locale::new("en"), Locale::new("de")] {
            for status in PublicStatus::ALL {
                assert!(sentence(&case(1, *status), &locale).len() > 10);
            }
        }
    }
}
