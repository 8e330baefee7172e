//! The way through a form, without a view.
#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use loggia_types::{drafts::Draft, forms::Form, problem::FieldError};
use serde_json::{Value, json};

use super::flow::{Effect, Flow, Save, SaveState, Sending, Step, parse_number};

/// Three steps: the second is asked only for goods that are damaged, and asks for a value only when there are units.
fn form() -> Rc<Form> {
    let form = json!({
        "id": "form_01h455vb4pex5vsknk084sn02q", "version_id": "formv_01h455vb4pex5vsknk084sn02q",
        "title": "Report damaged goods", "summary": "", "category": "Deliveries", "minutes": 4,
        "definition": {"sections": [
            {"title": "The order", "fields": [
                {"key": "order", "label": "Order number", "type": "text", "required": true, "pattern": "\\d\\d-\\d{4}"},
                {"key": "what", "label": "What happened?", "type": "choice", "required": true, "options": [
                    {"value": "packaging", "label": "Packaging"}, {"value": "goods", "label": "Goods"}]},
                {"key": "units", "label": "Units", "type": "number", "required": true,
                 "visible_if": {"==": [{"var": "what"}, "goods"]}}]},
            {"title": "The damage", "visible_if": {"==": [{"var": "what"}, "goods"]}, "fields": [
                {"key": "photos", "label": "Photos", "type": "file", "required": true}]},
            {"title": "Anything else", "fields": [
                {"key": "tags", "label": "Tags", "type": "multiple_choice", "options": [
                    {"value": "a", "label": "A"}, {"value": "b", "label": "B"}]}]}
        ]}
    });
    Rc::new(serde_json::from_value(form).unwrap())
}

fn error(pointer: &str) -> FieldError {
    FieldError { pointer: pointer.to_owned(), code: "invalid".to_owned(), detail: "No".to_owned() }
}

fn filled() -> Flow {
    let mut flow = Flow::new(form());
    flow.set("order", json!("88-2041"));
    flow.set("what", json!("packaging"));
    flow
}

#[test]
fn hidden_sections_are_skipped_and_not_counted() {
    let mut flow = filled();
    assert_eq!(flow.position(), Some((1, 2)));
    assert!(flow.forward(vec![]));
    assert_eq!((flow.step(), flow.position()), (Step::Section(2), Some((2, 2))));
    assert!(flow.back());
    assert_eq!(flow.step(), Step::Section(0));
    assert!(!flow.back(), "nothing is before the first step");
    assert_eq!(flow.text("order"), "88-2041", "answers stay");
}

#[test]
fn a_request_sent_again_unchanged_is_the_same_request() {
    let client = crate::testing::Stage::new(None).client;
    let mut flow = filled();
    let send = |flow: &mut Flow| {
        let mut create = flow.finish(vec![]).unwrap();
        flow.attempt(&client, &mut create);
        (flow.attempts().name().map(str::to_owned), create.draft_id)
    };
    let first = send(&mut flow);
    assert!(first.0.is_some());
    assert_eq!(send(&mut flow), first);
    // That it has become a draft meanwhile makes no other request of it; what is left of the draft is to be discarded.
    let summary = draft(3, json!({})).summary;
    flow.saved(&summary, 2);
    assert_eq!((send(&mut flow), flow.left()), (first.clone(), Some(summary.id.clone())));
    flow.set("tags", json!(["a"]));
    let other = send(&mut flow);
    assert_ne!(other.0, first.0);
    assert_eq!((other.1, flow.left()), (Some(summary.id), None), "the draft ends with it");
}

#[test]
fn what_was_saved_elsewhere_is_not_sent_away_unseen() {
    let mut flow = Flow::resume(form(), &draft(1, json!({"order": "88-2041", "what": "packaging"})), '.');
    assert!(flow.met(Ok(draft(2, json!({"order": "88-2041", "what": "packaging"})))), "it was this very flow");
    assert!(!flow.met(Ok(draft(3, json!({"order": "88-9999", "what": "packaging"})))));
    assert!(flow.is_undecided());
    flow.keep_mine();
    assert!(!flow.is_undecided());
    flow.sending = Sending::Now;
    assert_eq!(flow.to_save(), None, "what is sent ends the draft as it is");
}

#[test]
fn a_condition_says_what_appeared_and_went() {
    let mut flow = filled();
    assert_eq!(flow.set("what", json!("goods")), Effect { appeared: 1, went: 0 });
    assert_eq!(flow.position(), Some((1, 3)));
    assert_eq!(flow.set("what", json!("packaging")), Effect { appeared: 0, went: 1 });
}

#[test]
fn a_step_that_is_not_in_order_is_not_left() {
    let mut flow = Flow::new(form());
    flow.set("order", json!("88-"));
    assert!(!flow.forward(vec![]));
    assert_eq!(flow.step(), Step::Section(0));
    let wrong: Vec<&str> = flow.errors().iter().map(|(_, error)| error.pointer.as_str()).collect();
    assert_eq!(wrong, ["/answers/order", "/answers/what"]);
    flow.set("order", json!("88-2041"));
    assert!(flow.error("order").is_none(), "a mended answer is no longer called wrong");
    assert!(flow.error("what").is_some());
}

#[test]
fn files_on_their_way_hold_the_step() {
    let mut flow = filled();
    flow.set("what", json!("goods"));
    flow.set_number("units", "14".to_owned(), '.');
    assert!(flow.forward(vec![error("/answers/photos")]), "another step's files do not matter");
    assert!(!flow.forward(vec![error("/answers/photos")]));
    assert_eq!(flow.errors().len(), 1);
    flow.set("photos", json!(["doc_01h455vb4pex5vsknk084sn02q"]));
    assert!(flow.forward(vec![]));
}

#[test]
fn what_is_not_asked_stands_in_nobodys_way() {
    let mut flow = filled();
    flow.set("what", json!("goods"));
    assert!(!flow.forward(vec![]), "units are asked for");
    assert_eq!(flow.errors().len(), 1);
    flow.set("what", json!("packaging"));
    assert!(flow.errors().is_empty(), "the question went, and what was wrong with it");
    assert_eq!(flow.asked_keys(), ["order", "what", "tags"], "nobody waits for files of a question that is not asked");
}

#[test]
fn nothing_is_sent_while_files_are_on_their_way() {
    let mut flow = filled();
    assert!(flow.forward(vec![]) && flow.forward(vec![]));
    assert!(flow.finish(vec![error("/answers/tags")]).is_none());
    assert_eq!(flow.step(), Step::Section(2), "the step that waits is shown");
    assert!(flow.finish(vec![]).is_some());
}

#[test]
fn changing_an_answer_leads_back_by_way_of_what_it_opened() {
    let mut flow = filled();
    flow.forward(vec![]);
    flow.forward(vec![]);
    assert_eq!((flow.step(), flow.position()), (Step::Review, None));
    flow.change(0);
    assert!(flow.forward(vec![]));
    assert_eq!(flow.step(), Step::Review, "nothing new to ask");
    flow.change(0);
    flow.set("what", json!("goods"));
    flow.set_number("units", "2".to_owned(), '.');
    assert!(flow.forward(vec![]));
    assert_eq!(flow.step(), Step::Section(1), "photos are needed now");
}

#[test]
fn what_is_sent_leaves_out_what_is_not_asked() {
    let mut flow = filled();
    flow.set("what", json!("goods"));
    flow.set_number("units", "14".to_owned(), '.');
    flow.set("what", json!("packaging"));
    let sent = flow.finish(vec![]).unwrap();
    assert_eq!(serde_json::to_value(&sent.answers).unwrap(), json!({"order": "88-2041", "what": "packaging"}));
}

#[test]
fn errors_of_the_server_lead_to_their_step_and_answers_stay() {
    let mut flow = filled();
    flow.forward(vec![]);
    flow.forward(vec![]);
    assert!(flow.refuse(vec![error("/answers/tags/0")]));
    assert_eq!(flow.step(), Step::Section(2));
    assert!(flow.error("tags").is_some());
    assert_eq!(flow.text("order"), "88-2041");
    assert!(!flow.refuse(vec![error("/form_version_id")]), "that is not about an answer");
}

#[test]
fn numbers_are_read_as_people_write_them() {
    for (typed, decimal, expected) in [
        ("14", '.', json!(14)),
        (" 2,380.50 ", '.', json!(2380.5)),
        ("2.380,50", ',', json!(2380.5)),
        ("2,5", ',', json!(2.5)),
        ("2.5", ',', json!(2.5)),
        ("2.500", ',', json!(2500)),
        ("-3", '.', json!(-3)),
        (".5", '.', json!(0.5)),
        ("1 000", '.', json!(1000)),
    ] {
        assert_eq!(parse_number(typed, decimal), Some(expected), "{typed}");
    }
    for typed in ["", "-", ".", "1e5", "abc", "1,23,4", "14 kg", "NaN", "--1"] {
        assert_eq!(parse_number(typed, '.'), None::<Value>, "{typed}");
    }
}

#[test]
fn half_a_number_stays_as_typed() {
    let mut flow = filled();
    flow.set("what", json!("goods"));
    flow.set_number("units", "14,".to_owned(), '.');
    assert_eq!(flow.text("units"), "14,");
}

fn draft(version: i64, answers: Value) -> Draft {
    let draft = json!({
        "id": "draft_01h455vb4pex5vsknk084sn02q", "form_id": "form_01h455vb4pex5vsknk084sn02q",
        "form_title": "Report damaged goods", "version": version, "created_at": "2026-11-28T09:12:00Z",
        "updated_at": "2026-11-28T09:12:00Z", "form_version_id": "formv_01h455vb4pex5vsknk084sn02q", "answers": answers,
        "documents": [{"id": "doc_01h455vb4pex5vsknk084sn02q", "name": "a.png", "size": 7}]
    });
    serde_json::from_value(draft).unwrap()
}

fn next(flow: &mut Flow) -> Save {
    let client = crate::testing::Stage::new(None).client;
    flow.to_save().and_then(|edit| flow.begin_saving(edit, &client)).unwrap()
}

#[test]
fn what_is_answered_is_saved_once_it_is_quiet_and_once() {
    let client = crate::testing::Stage::new(None).client;
    let mut flow = Flow::new(form());
    assert_eq!(flow.to_save(), None, "nothing is begun by looking");
    flow.set("order", json!("88"));
    let early = flow.to_save().unwrap();
    flow.set("order", json!("88-2041"));
    assert!(flow.begin_saving(early, &client).is_none(), "somebody typed on");
    let save = next(&mut flow);
    let Save::First { draft: first, edit, .. } = &save else { panic!("there is none yet") };
    assert_eq!((json!(first.answers), flow.to_save()), (json!({"order": "88-2041"}), None));
    // What is answered meanwhile is saved after it.
    flow.set("what", json!("goods"));
    flow.saved(&draft(1, json!({})).summary, *edit);
    assert!(!flow.is_saved());
    let save = next(&mut flow);
    let Save::Next { version, answers, edit, .. } = &save else { panic!("it is there") };
    assert_eq!((*version, json!(answers)), (1, json!({"order": "88-2041", "what": "goods"})));
    flow.saved(&draft(2, json!({})).summary, *edit);
    assert!(flow.is_saved() && flow.to_save().is_none());
    flow.set("what", json!("goods"));
    assert!(flow.is_saved(), "the same again is no change");
}

#[test]
fn a_first_save_whose_answer_is_lost_begins_no_second_draft() {
    let mut flow = filled();
    let Save::First { draft: tried, .. } = next(&mut flow) else { panic!() };
    assert!(flow.wait());
    flow.set("order", json!("88-2042"));
    assert_eq!(flow.to_save(), None, "not before there is a connection");
    flow.save_again();
    let again = next(&mut flow);
    let Save::First { draft: same, edit, .. } = &again else { panic!() };
    assert_eq!(*same, tried, "the same request under the same name");
    flow.saved(&draft(1, json!({})).summary, *edit);
    let Save::Next { answers, .. } = next(&mut flow) else { panic!() };
    assert_eq!(answers["order"], json!("88-2042"), "and then what was answered since");
}

#[test]
fn answers_from_elsewhere_are_decided_about_and_ones_own_are_not() {
    let resumed = || Flow::resume(form(), &draft(1, json!({"order": "88-2041"})), '.');
    let mut flow = resumed();
    flow.set("order", json!("88-2042"));
    let save = next(&mut flow);
    assert!(!flow.found(Ok(draft(2, json!({"order": "88-2042"}))), &save), "that was this save");
    assert!(flow.is_saved());

    let conflict = || {
        let mut flow = resumed();
        flow.set("order", json!("88-2042"));
        let save = next(&mut flow);
        assert!(flow.found(Ok(draft(5, json!({"order": "88-9999"}))), &save));
        assert_eq!(flow.to_save(), None, "nothing is saved over it");
        flow
    };
    let mut mine = conflict();
    mine.keep_mine();
    let Save::Next { version, answers, .. } = next(&mut mine) else { panic!() };
    assert_eq!((version, answers["order"].clone()), (5, json!("88-2042")));
    let mut theirs = conflict();
    theirs.take_theirs(None, '.').unwrap();
    assert_eq!(theirs.text("order"), "88-9999");
    assert!(theirs.is_saved());

    let mut gone = resumed();
    gone.set("order", json!("88-2042"));
    next(&mut gone);
    gone.not_saved(SaveState::Gone);
    gone.save_as_new();
    assert!(matches!(next(&mut gone), Save::First { .. }));
}

#[test]
fn a_draft_is_gone_on_with_where_something_is_missing() {
    let answers = json!({
        "order": "88-2041", "what": "goods", "units": 3,
        "photos": ["doc_01h455vb4pex5vsknk084sn02q", "doc_00000000000000000000000000"]
    });
    let flow = Flow::resume(form(), &draft(1, answers), ',');
    assert_eq!((flow.step(), flow.text("units")), (Step::Review, "3".to_owned()));
    assert_eq!(flow.items("photos").len(), 1, "a file that is gone is no answer");
    let flow = Flow::resume(form(), &draft(1, json!({"order": "88-2041", "what": "goods", "units": 2.5})), ',');
    assert_eq!((flow.step(), flow.text("units")), (Step::Section(1), "2,5".to_owned()));
}
