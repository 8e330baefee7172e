//! Forms and what is sent in.

use std::collections::BTreeMap;

use loggia_client::types::{
    DocumentId, FormVersionId, ProblemCode,
    cases::{CaseQuery, PublicStatus, TimelineKind},
    documents::{Document, DocumentQuery, UploadQuery},
    forms::CreateSubmission,
};
use loggia_tests::{Person, Portal, fixture};
use serde_json::{Value, json};

fn answers(version: &FormVersionId, answers: Value) -> CreateSubmission {
    let answers: BTreeMap<String, Value> = serde_json::from_value(answers).unwrap();
    CreateSubmission { form_version_id: version.clone(), answers, draft_id: None, draft_version: None }
}

async fn version(person: &Person) -> FormVersionId {
    person.client.forms().list().await.unwrap().items[0].version_id.clone()
}

#[tokio::test]
async fn the_catalogue_is_the_brands() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let forms = mia.client.forms().list().await.unwrap().items;
    assert_eq!(forms.len(), 1);
    let form = mia.client.forms().get(&forms[0].id).await.unwrap();
    assert_eq!(form.summary, forms[0]);
    assert_eq!(form.definition.sections.len(), 2);
    let lena = portal.sign_in("lena").await.unwrap();
    assert_ne!(lena.client.forms().list().await.unwrap().items[0].id, forms[0].id);
    let foreign = lena.client.forms().get(&forms[0].id).await.unwrap_err();
    assert_eq!(foreign.code(), Some(ProblemCode::NotFound));
}

#[tokio::test]
async fn a_submission_opens_a_case_with_its_files() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let place = UploadQuery { name: "dent.png".into(), ..UploadQuery::default() };
    let photo = mia.client.documents().upload(place, vec![7; 100]).await.unwrap();
    let sent = answers(
        &version(&mia).await,
        json!({ "what": "Pump", "insured": "yes", "policy": "12-3456", "pieces": 3, "photos": [photo.id] }),
    );
    let receipt = mia.client.submissions().create(&sent).await.unwrap();
    assert_eq!(receipt.answers, sent.answers);
    assert_eq!(receipt.submitted_by.id, fixture::user("mia"));
    assert_eq!(mia.client.submissions().get(&receipt.id).await.unwrap(), receipt);

    let case = mia.client.cases().get(&receipt.case_id).await.unwrap();
    assert_eq!((case.status, case.title.as_str()), (PublicStatus::Submitted, "Damage: Pump"));
    assert_eq!(case.reference, receipt.case_reference);
    assert_eq!(case.submission_id, Some(receipt.id.clone()));
    assert_eq!(mia.client.cases().list(&CaseQuery::default()).await.unwrap().items[0].id, case.id, "the newest");
    let attached = DocumentQuery { case_id: Some(case.id.clone()), ..DocumentQuery::default() };
    let attached = mia.client.documents().list(&attached).await.unwrap().items;
    assert_eq!(attached.iter().map(|document| document.id.clone()).collect::<Vec<_>>(), [photo.id]);
    let timeline = mia.client.cases().timeline(&case.id, &Default::default()).await.unwrap().items;
    assert!(timeline.iter().any(|entry| entry.kind != TimelineKind::Document), "it says that it arrived");
}

#[tokio::test]
async fn a_file_is_its_uploaders_alone_until_the_request_is_sent() {
    let portal = Portal::start().await.unwrap();
    let (mia, olga) = (portal.sign_in("mia").await.unwrap(), portal.sign_in("olga").await.unwrap());
    let place = UploadQuery { name: "image.jpg".into(), draft: Some(true), ..UploadQuery::default() };
    let mut drafts = Vec::new();
    for (member, byte) in [(&mia, 1), (&olga, 2), (&mia, 3)] {
        drafts.push(member.client.documents().upload(place.clone(), vec![byte; 10]).await.unwrap());
    }
    let seen = |documents: Vec<Document>| documents.iter().filter(|one| one.name.starts_with("image")).count();
    let all = async || olga.client.documents().list(&DocumentQuery::default()).await.unwrap().items;
    assert_eq!(seen(all().await), 0);
    assert_eq!(olga.client.documents().get(&drafts[0].id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    mia.client.documents().get(&drafts[0].id).await.unwrap();
    let version = version(&mia).await;
    let of = |ids: [&DocumentId; 2]| answers(&version, json!({ "what": "Pump", "insured": "no", "photos": ids }));
    let foreign = mia.client.submissions().create(&of([&drafts[0].id, &drafts[1].id])).await.unwrap_err();
    assert_eq!(foreign.field_errors()[0].pointer, "/answers/photos");
    mia.client.submissions().create(&of([&drafts[0].id, &drafts[2].id])).await.unwrap();
    let mut sent = all().await;
    sent.retain(|one| one.name.starts_with("image"));
    sent.sort_by(|one, other| one.name.cmp(&other.name));
    let names: Vec<_> = sent.iter().map(|document| (document.name.as_str(), document.current.number)).collect();
    assert_eq!(names, [("image (2).jpg", 1), ("image.jpg", 1)]);
    for document in &sent {
        let bytes = olga.client.documents().content(&document.id).await.unwrap().collect().await.unwrap();
        let uploaded = drafts.iter().position(|draft| draft.id == document.id).unwrap() as u8 + 1;
        assert_eq!(bytes, vec![uploaded; 10]);
    }
}

#[tokio::test]
async fn answers_to_questions_that_are_not_asked_are_dropped() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let sent = answers(&version(&mia).await, json!({ "what": "Pump", "insured": "no", "policy": "not even one" }));
    let receipt = mia.client.submissions().create(&sent).await.unwrap();
    assert!(!receipt.answers.contains_key("policy"));
}

#[tokio::test]
async fn answers_that_do_not_fit_are_named_and_nothing_is_kept() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let version = version(&mia).await;
    let before = mia.client.cases().list(&CaseQuery::default()).await.unwrap().items.len();
    let cases = [
        (json!({}), vec!["/answers/insured", "/answers/what"]),
        (json!({ "what": "x", "insured": "maybe" }), vec!["/answers/insured"]),
        (json!({ "what": "x", "insured": "yes" }), vec!["/answers/policy"]),
        (json!({ "what": "x", "insured": "yes", "policy": "1" }), vec!["/answers/policy"]),
        (json!({ "what": "x".repeat(81), "insured": "no" }), vec!["/answers/what"]),
        (json!({ "what": 7, "insured": "no" }), vec!["/answers/what"]),
        (json!({ "what": "x", "insured": "no", "pieces": 0 }), vec!["/answers/pieces"]),
        (json!({ "what": "x", "insured": "no", "pieces": 1.5 }), vec!["/answers/pieces"]),
        (json!({ "what": "x", "insured": "no", "seen_on": "31.12.2026" }), vec!["/answers/seen_on"]),
        (json!({ "what": "x", "insured": "no", "photos": "doc" }), vec!["/answers/photos"]),
    ];
    for (given, pointers) in cases {
        let error = mia.client.submissions().create(&answers(&version, given.clone())).await.unwrap_err();
        assert_eq!(error.code(), Some(ProblemCode::ValidationFailed), "{given}: {error:?}");
        let mut named: Vec<_> = error.field_errors().iter().map(|error| error.pointer.as_str()).collect();
        named.sort_unstable();
        assert_eq!(named, pointers, "{given}");
    }
    assert_eq!(mia.client.cases().list(&CaseQuery::default()).await.unwrap().items.len(), before);
}

#[tokio::test]
async fn files_of_others_cannot_be_sent_in() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let version = version(&mia).await;
    for document in [fixture::DOCUMENT_HARBOR, fixture::DOCUMENT_LUMEN, 0xdead] {
        let document = DocumentId::from_u128(document);
        let sent = answers(&version, json!({ "what": "x", "insured": "no", "photos": [document] }));
        let error = mia.client.submissions().create(&sent).await.unwrap_err();
        assert_eq!(error.code(), Some(ProblemCode::ValidationFailed));
        assert!(error.field_errors()[0].pointer.starts_with("/answers/photos"), "{error:?}");
    }
}

#[tokio::test]
async fn a_form_of_another_brand_cannot_be_sent_in() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let foreign = version(&portal.sign_in("lena").await.unwrap()).await;
    for version in [foreign, FormVersionId::from_u128(0xdead)] {
        let sent = answers(&version, json!({ "what": "x", "insured": "no" }));
        let error = mia.client.submissions().create(&sent).await.unwrap_err();
        let named = error.field_errors().first().map(|error| error.pointer.as_str());
        assert!(error.code() == Some(ProblemCode::NotFound) || named == Some("/form_version_id"), "{error:?}");
    }
}

#[tokio::test]
async fn references_are_counted_without_gaps_and_doubles_when_many_submit_at_once() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let version = version(&mia).await;
    let sending = (0..20).map(|number| {
        let sent = answers(&version, json!({ "what": format!("Thing {number}"), "insured": "no" }));
        let client = mia.client.clone();
        async move { client.submissions().create(&sent).await.unwrap().case_reference }
    });
    let mut references = futures_util::future::join_all(sending).await;
    references.sort();
    let numbers: Vec<u32> =
        references.iter().map(|reference| reference.rsplit('-').next().unwrap().parse().unwrap()).collect();
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "{references:?}");
}
