//! What each view shows in each state.
#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use dioxus::prelude::*;
use loggia_types::{
    FieldError, Role,
    drafts::{Draft, DraftSummary, FormChanges},
    forms::{Form, FormSummary, Submission},
    ids::{CaseId, DocumentId, DraftId, FormId, FormVersionId, SubmissionId},
    page::Page,
};
use serde_json::json;

use super::{
    Requests, Sent,
    file_field::place,
    flow::{Flow, SaveState, Sending},
    flows::{Slot, use_flows},
    form_page::{FormPage, Loaded},
    receipt::Receipt,
};
use crate::{
    query::use_mutation,
    widgets::documents::{
        queue::UploadState,
        stage::{Stage, at, user},
        uploader::use_uploader,
    },
};

fn summary(number: u128, title: &str, category: &str, text: &str) -> FormSummary {
    FormSummary {
        id: FormId::from_u128(number),
        title: title.into(),
        summary: text.into(),
        category: category.into(),
        minutes: 4,
        version_id: FormVersionId::from_u128(number),
    }
}

fn damage() -> Form {
    let definition = json!({
        "confirmation": "Mara Klein's team looks at the photos and answers within one working day.",
        "sections": [
            {"title": "The delivery", "fields": [
                {"key": "order", "label": "Order number", "hint": "On the delivery note, like 88-2041", "type": "text",
                 "required": true, "pattern": "\\d\\d-\\d{4}", "pattern_message": "Enter all six digits, like 88-2041"},
                {"key": "day", "label": "Day of delivery", "type": "date", "required": true}]},
            {"title": "What happened?", "description": "The more we know, the faster the claim is settled.", "fields": [
                {"key": "kind", "label": "What is damaged?", "type": "choice", "required": true, "options": [
                    {"value": "packaging", "label": "Packaging damaged, goods fine"},
                    {"value": "goods", "label": "Goods damaged"}]},
                {"key": "units", "label": "Units affected", "type": "number", "integer": true, "min": 1, "required": true,
                 "visible_if": {"==": [{"var": "kind"}, "goods"]}},
                {"key": "value", "label": "Estimated value", "type": "number", "unit": "EUR",
                 "visible_if": {"==": [{"var": "kind"}, "goods"]}},
                {"key": "photos", "label": "Photos", "type": "file", "required": true, "accept": ["image/*", ".pdf"]},
                {"key": "help", "label": "What do you need?", "type": "multiple_choice", "options": [
                    {"value": "replace", "label": "A replacement delivery"}, {"value": "refund", "label": "A refund"}]},
                {"key": "notes", "label": "Anything else?", "type": "long_text", "max_length": 40}]},
            {"title": "Contact", "fields": [
                {"key": "phone", "label": "Phone", "type": "text", "autocomplete": "tel"}]}
        ]
    });
    Form {
        summary: summary(1, "Report damaged goods", "Deliveries", "Photos in, answer within one working day."),
        definition: serde_json::from_value(definition).unwrap(),
    }
}

fn catalogue() -> Page<FormSummary> {
    Page {
        items: vec![
            damage().summary,
            summary(2, "Add a delivery site", "Deliveries", "A new address your goods may go to."),
            summary(3, "Change the delivery window", "Deliveries", "For one order or for good."),
            summary(4, "Increase the credit line", "Account", "We ask for your latest annual statement."),
            summary(5, "Renew the EDI certificate", "Technical", "Before the old one ends."),
        ],
        next_cursor: None,
        total: Some(5),
    }
}

fn stage(role: Role) -> Stage {
    let form = damage();
    Stage::new(role)
        .with("forms", catalogue())
        .with(&format!("form/{}", form.summary.id), Loaded { form: Rc::new(form), draft: None })
}

#[tokio::test]
async fn the_catalogue_is_grouped_and_searchable() {
    let html = stage(Role::Member).render("requests", || rsx! { Requests {} }).await;
    for expected in ["Deliveries", "Technical", "Report damaged goods", "about 4 min", "Search requests"] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}

#[tokio::test]
async fn a_viewer_is_told_who_may_and_whom_to_ask() {
    let html = stage(Role::Viewer).render("requests-denied", || rsx! { Requests {} }).await;
    assert!(html.contains("data-state=\"denied\"") && html.contains("Larkspur Foods"), "{html}");
    assert!(html.contains("Viewer") && !html.contains("Report damaged goods"), "{html}");
}

#[tokio::test]
async fn no_forms_and_no_answer_have_their_own_words() {
    let none = Page::<FormSummary> { items: vec![], next_cursor: None, total: Some(0) };
    let html = Stage::new(Role::Member).with("forms", none).render("requests-empty", || rsx! { Requests {} }).await;
    assert!(html.contains("When Fernhill Freight offers requests"));
    let html = Stage::new(Role::Member).render("requests-error", || rsx! { Requests {} }).await;
    assert!(html.contains("Try again"));
}

#[tokio::test]
async fn a_deep_link_opens_a_form_at_its_first_step() {
    let view = || rsx! { Requests { view: FormId::from_u128(1).to_string() } };
    let html = stage(Role::Member).render("requests-form", view).await;
    assert!(html.contains("Step 1 of 3") && html.contains("On the delivery note, like 88-2041"), "{html}");
    assert!(html.contains("type=\"date\"") && html.contains("All requests"));
    assert!(!html.contains("Units affected") && !html.contains(" style="));
    let german = stage(Role::Member).speaking("de").render("requests-form-de", view).await;
    assert!(german.contains("Schritt 1 von 3") && german.contains("Weiter"));
}

/// What is done to a form before it is shown.
#[derive(Clone, Copy)]
struct Fill(fn(&mut Flow));

impl PartialEq for Fill {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A form in the state that `fill` brings about.
#[component]
fn Filled(fill: Fill) -> Element {
    let id = Slot::Form(FormId::from_u128(1));
    let flows = use_flows();
    let uploader = use_uploader(false);
    let mutation = use_mutation();
    use_hook(|| {
        flows.begin(&id, || Flow::new(Rc::new(damage())));
        flows.update(&id, fill.0);
        uploader.seed(|queue| {
            let place = place(&id, "photos");
            for name in ["pallet-left.jpg", "pallet-right.jpg"] {
                queue.add(name.into(), "Requests".into(), place.clone(), 4_200_000, None);
            }
            queue.start(0);
            queue.end(1, UploadState::Done { document: DocumentId::from_u128(1), version: 1 });
            queue.progress(2, 1_900_000, 4_200_000, 2_000);
        });
    });
    rsx! {
        FormPage { slot: id, flows, uploader, mutation, take_focus: false, on_leave: |()| {}, on_sent: |_| {}, on_gone: |_| {} }
    }
}

fn second_step(flow: &mut Flow) {
    flow.set("order", json!("88-2041"));
    flow.set("day", json!("2026-11-19"));
    assert!(flow.forward(vec![]));
    flow.set("kind", json!("goods"));
    flow.set_number("value", "2,380.00".into(), '.');
    flow.set("notes", json!("The driver has seen it and signed."));
}

#[tokio::test]
async fn a_condition_brings_its_questions_indented() {
    let html = stage(Role::Member).render("requests-conditional", || rsx! { Filled { fill: Fill(second_step) } }).await;
    assert!(html.contains("Step 2 of 3") && html.contains("portal-form-conditional"), "{html}");
    for expected in [
        "Units affected",
        "value=\"2,380.00\"",
        "EUR",
        "6 characters left",
        "pallet-left.jpg",
        "Images, PDF · Up to 5 files",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
    assert!(html.contains("accept=\"image/*,.pdf\""));
}

#[tokio::test]
async fn what_is_wrong_is_summed_up_with_links_to_the_questions() {
    fn wrong(flow: &mut Flow) {
        second_step(flow);
        assert!(!flow.forward(vec![]));
    }
    let html = stage(Role::Member).render("requests-errors", || rsx! { Filled { fill: Fill(wrong) } }).await;
    assert!(html.contains("2 answers need your attention"), "{html}");
    let link = html.split("href=\"#").nth(1).unwrap().split('"').next().unwrap();
    assert!(html.contains(&format!("id=\"{link}\"")), "the link's target is there");
    assert!(html.contains(&format!("aria-describedby=\"{link}-error")), "the control names its error");
    assert!(html.contains("aria-invalid=\"true\"") && html.contains("Add a file for “Photos”"));
}

#[tokio::test]
async fn answers_are_checked_before_they_are_sent() {
    fn review(flow: &mut Flow) {
        second_step(flow);
        flow.set_number("units", "14".into(), '.');
        flow.set("photos", json!([DocumentId::from_u128(1)]));
        flow.set("help", json!(["refund"]));
        assert!(flow.forward(vec![]) && flow.forward(vec![]));
    }
    let html = stage(Role::Member).render("requests-review", || rsx! { Filled { fill: Fill(review) } }).await;
    for expected in [
        "Check your answers",
        "Goods damaged",
        "2,380\u{a0}EUR",
        "19 November",
        "A refund",
        "pallet-left.jpg",
        "Not answered",
        "Change The delivery",
        "Send request",
    ] {
        assert!(html.contains(expected), "{expected}\n{html}");
    }
}

#[tokio::test]
async fn the_servers_objections_lead_to_their_step() {
    fn refused(flow: &mut Flow) {
        second_step(flow);
        let error = FieldError {
            pointer: "/answers/order".into(),
            code: "unknown_order".into(),
            detail: "No such order".into(),
        };
        assert!(flow.refuse(vec![error]));
    }
    let html = stage(Role::Member).render("requests-refused", || rsx! { Filled { fill: Fill(refused) } }).await;
    assert!(html.contains("Step 1 of 3") && html.contains("No such order") && html.contains("value=\"88-2041\""));
}

#[tokio::test]
async fn the_receipt_names_the_case_and_what_happens_next() {
    let html = stage(Role::Member)
        .render("requests-receipt", || {
            let submission = Submission {
                id: SubmissionId::from_u128(1),
                form_id: FormId::from_u128(1),
                form_version_id: FormVersionId::from_u128(1),
                form_title: "Report damaged goods".into(),
                answers: Default::default(),
                case_id: CaseId::from_u128(1),
                case_reference: "DG-1042".into(),
                submitted_by: user(1, "Dana Okafor"),
                created_at: at("2026-11-21T09:12:00Z"),
            };
            let slot = Slot::Form(submission.form_id.clone());
            let sent = Sent { slot, submission, confirmation: damage().definition.confirmation };
            rsx! { Receipt { sent, on_case: |_| {}, on_another: |()| {} } }
        })
        .await;
    assert!(
        html.contains("DG-1042") && html.contains("answers within one working day") && html.contains("See its status")
    );
}

fn draft(number: u128, title: &str, from: Option<&str>) -> DraftSummary {
    DraftSummary {
        id: DraftId::from_u128(number),
        form_id: FormId::from_u128(1),
        form_title: title.into(),
        handed_over_by: from.map(|name| user(2, name)),
        version: 1,
        created_at: at("2026-11-28T09:12:00Z"),
        updated_at: at("2026-11-28T09:12:00Z"),
    }
}

#[tokio::test]
async fn what_was_begun_stands_above_what_can_be_asked_for() {
    let drafts = Page {
        items: vec![draft(1, "Report damaged goods", None), draft(2, "Increase the credit line", Some("Sam Reyes"))],
        next_cursor: None,
        total: Some(2),
    };
    let html = stage(Role::Member).with("drafts", drafts).render("requests-drafts", || rsx! { Requests {} }).await;
    let (begun, rest) = (html.find("Go on where you left off").unwrap(), html.find("Add a delivery site").unwrap());
    assert!(begun < rest && html.contains("From Sam Reyes") && html.contains("Discard Report damaged goods"), "{html}");
    let html = stage(Role::Member).render("requests-no-drafts", || rsx! { Requests {} }).await;
    assert!(!html.contains("Go on where you left off"));
}

/// A request that was saved and came to `state`.
fn troubled(flow: &mut Flow, state: SaveState) {
    second_step(flow);
    flow.saved(&draft(1, "Report damaged goods", None), 1);
    flow.not_saved(state);
}

#[tokio::test]
async fn what_has_to_be_decided_about_a_draft_is_said_with_its_ways_out() {
    type View = fn() -> Element;
    let shown: [(&str, View, &[&str]); 5] = [
        (
            "conflict",
            || rsx! { Filled { fill: Fill(conflict) } },
            &["on another device", "Take the answers from there", "Keep the answers here"],
        ),
        (
            "gone",
            || rsx! { Filled { fill: Fill(|flow| troubled(flow, SaveState::Gone)) } },
            &["no longer yours", "Keep as a new draft", "Leave it"],
        ),
        (
            "waiting",
            || rsx! { Filled { fill: Fill(|flow| troubled(flow, SaveState::Waiting)) } },
            &["No connection. We save again as soon as there is one.", "data-state=\"waiting\""],
        ),
        (
            "changed",
            || rsx! { Filled { fill: Fill(changed) } },
            &["The form has changed", "New questions: “Colour”, “Size”.", "answer again: “Order”."],
        ),
        (
            "offline",
            || rsx! { Filled { fill: Fill(offline) } },
            &["You are offline", "Keep this page open", "Do not send yet"],
        ),
    ];
    for (name, view, said) in shown {
        let html = stage(Role::Member).render(&format!("requests-draft-{name}"), view).await;
        for words in said {
            assert!(html.contains(words), "{name}: {words}: {html}");
        }
    }
}

fn conflict(flow: &mut Flow) {
    let theirs = begun(None);
    troubled(flow, SaveState::Conflict(Rc::new(theirs)));
}

fn offline(flow: &mut Flow) {
    second_step(flow);
    flow.set("kind", json!("packaging"));
    flow.set("photos", json!([DocumentId::from_u128(1)]));
    assert!(flow.forward(vec![]) && flow.forward(vec![]));
    flow.sending = Sending::Waiting;
}

fn begun(changes: Option<FormChanges>) -> Draft {
    Draft {
        summary: draft(1, "Report damaged goods", None),
        form_version_id: FormVersionId::from_u128(1),
        answers: Default::default(),
        documents: vec![],
        changes,
    }
}

fn changed(flow: &mut Flow) {
    let changes = FormChanges {
        added: vec!["Colour".to_owned(), "Size".to_owned()],
        removed: vec![],
        answer_again: vec!["Order".to_owned()],
    };
    *flow = Flow::resume(Rc::new(damage()), &begun(Some(changes)), '.');
}
