//! What can be asked for: a form with every kind of question.

use loggia_types::{
    DraftId, FormId, FormVersionId,
    drafts::{Draft, DraftSummary, FormChanges},
    forms::{ChoiceOption, Field, FieldKind, Form, FormDefinition, FormSummary, Section},
};

use super::Size;

const TITLES: [(&str, &str); 4] = [
    ("Report damaged goods", "Shipments"),
    ("Change a delivery address", "Shipments"),
    ("Have us clear your customs", "Account"),
    ("Ask for a rate agreement", "Account"),
];

/// The catalogue.
pub(crate) fn forms(size: Size) -> Vec<FormSummary> {
    size.some(4, |number| summary(number, size))
}

fn summary(number: u128, size: Size) -> FormSummary {
    let at = usize::try_from(number - 1).unwrap_or_default() % TITLES.len();
    let (title, category) = TITLES.get(at).copied().unwrap_or_default();
    FormSummary {
        id: FormId::from_u128(number),
        title: size.text(title),
        summary: size.text("Tell us what you need; somebody looks at it within two working days."),
        category: category.into(),
        minutes: 4,
        version_id: FormVersionId::from_u128(number),
    }
}

/// What the person has begun: one of it was a colleague's.
pub(crate) fn drafts(size: Size) -> Vec<DraftSummary> {
    size.some(2, |number| begun(number, size))
}

fn begun(number: u128, size: Size) -> DraftSummary {
    let form = summary(number, size);
    DraftSummary {
        id: DraftId::from_u128(number),
        form_id: form.id,
        form_title: form.title,
        handed_over_by: number.is_multiple_of(2).then(|| super::user(2, "Sam Reyes")),
        version: 3,
        created_at: super::hours_ago(30),
        updated_at: super::hours_ago(number.try_into().unwrap_or(2)),
    }
}

/// The first of them, whose form was published anew since.
pub(crate) fn draft(size: Size) -> Draft {
    let changes = FormChanges {
        added: vec![size.text("Day of arrival")],
        removed: vec![size.text("Name of the driver")],
        answer_again: vec![size.text("What happened?")],
    };
    Draft {
        summary: begun(1, size),
        form_version_id: FormVersionId::from_u128(1),
        answers: [("order".to_owned(), "88-2041".into())].into(),
        documents: Vec::new(),
        changes: Some(changes),
    }
}

/// The first of them.
pub(crate) fn form(size: Size) -> Form {
    let field = |key: &str, label: &str, required, kind| Field {
        key: key.into(),
        label: size.text(label),
        hint: Some(size.text("As it is on the delivery note")),
        required,
        visible_if: None,
        required_if: None,
        kind,
    };
    let options = || {
        ["Packaging damaged, goods fine", "Goods damaged", "Goods missing"]
            .into_iter()
            .enumerate()
            .map(|(index, label)| ChoiceOption { value: format!("option-{index}"), label: size.text(label) })
            .collect()
    };
    let fields = vec![
        field(
            "order",
            "Order number",
            true,
            FieldKind::Text { max_length: Some(7), pattern: None, pattern_message: None, autocomplete: None },
        ),
        field("arrived", "Day of arrival", true, FieldKind::Date { min: None, max: None }),
        field(
            "units",
            "Units affected",
            true,
            FieldKind::Number { min: Some(1.0), max: None, integer: true, unit: Some("pallets".into()) },
        ),
        field("what", "What happened?", true, FieldKind::Choice { options: options() }),
        field(
            "signs",
            "What did you notice?",
            false,
            FieldKind::MultipleChoice { options: options(), max_items: None },
        ),
        field("text", "What should we know?", false, FieldKind::LongText { max_length: Some(2000) }),
        field("photos", "Photos", false, FieldKind::File { max_items: Some(5), accept: vec!["image/*".into()] }),
    ];
    Form {
        summary: summary(1, size),
        definition: FormDefinition {
            sections: vec![Section {
                title: size.text("The shipment"),
                description: Some(size.text("The more exact, the faster it is settled.")),
                visible_if: None,
                fields,
            }],
            confirmation: None,
        },
    }
}
