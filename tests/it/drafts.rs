//! Drafts: requests that are begun here, gone on with there, handed over, and sent once.

use loggia_client::types::{
    DraftId, FormVersionId, MembershipId, ProblemCode,
    cases::CaseQuery,
    documents::UploadQuery,
    drafts::{CreateDraft, HandOverDraft, MOST_DRAFTS, UpdateDraft},
    forms::{Answers, CreateSubmission},
    members::MemberQuery,
};
use loggia_server::domain::{documents, forms};
use loggia_tests::{Person, Portal, fixture};
use serde_json::{Value, json};

fn answers(answers: Value) -> Answers {
    serde_json::from_value(answers).unwrap()
}

async fn version(person: &Person) -> FormVersionId {
    person.client.forms().list().await.unwrap().items[0].version_id.clone()
}

async fn begin(person: &Person, given: Value) -> loggia_client::types::drafts::Draft {
    let draft = CreateDraft { form_version_id: version(person).await, answers: answers(given) };
    person.client.drafts().create(&draft).await.unwrap()
}

async fn membership(portal: &Portal, key: &str) -> MembershipId {
    portal.sign_in(key).await.unwrap().client.session().get().await.unwrap().membership_id
}

async fn submit(
    person: &Person,
    draft: &DraftId,
    given: Value,
) -> Result<loggia_client::types::forms::Submission, loggia_client::Error> {
    let sent = CreateSubmission {
        form_version_id: version(person).await,
        answers: answers(given),
        draft_id: Some(draft.clone()),
        draft_version: None,
    };
    person.client.submissions().create(&sent).await
}

async fn cases(person: &Person) -> usize {
    person.client.cases().list(&CaseQuery::default()).await.unwrap().items.len()
}

#[tokio::test]
async fn what_is_begun_on_one_device_is_gone_on_with_on_another() {
    let portal = Portal::start().await.unwrap();
    let (desk, phone) = (portal.sign_in("mia").await.unwrap(), portal.sign_in("mia").await.unwrap());
    let draft = begin(&desk, json!({ "what": "Pump", "pieces": "half a numb", "nonsense": 1, "policy": null })).await;
    assert_eq!(
        json!(draft.answers),
        json!({ "what": "Pump", "pieces": "half a numb" }),
        "what is no answer yet is kept"
    );

    let listed = phone.client.drafts().list().await.unwrap().items;
    assert_eq!(listed, std::slice::from_ref(&draft.summary));
    let mut there = phone.client.drafts().get(&draft.summary.id).await.unwrap();
    assert_eq!(there, draft);
    there.answers.insert("pieces".to_owned(), json!(3));
    let change = UpdateDraft { form_version_id: there.form_version_id.clone(), answers: there.answers.clone() };
    let saved = phone.client.drafts().update(&draft.summary.id, draft.summary.version, &change).await.unwrap();
    assert_eq!((saved.summary.version, saved.answers["pieces"].clone()), (2, json!(3)));

    // The desk does not know yet: nothing of the phone's is lost.
    let late = desk.client.drafts().update(&draft.summary.id, draft.summary.version, &change).await.unwrap_err();
    assert_eq!(late.code(), Some(ProblemCode::VersionMismatch));
    assert_eq!(desk.client.drafts().get(&draft.summary.id).await.unwrap(), saved);

    desk.client.drafts().discard(&draft.summary.id).await.unwrap();
    let gone = phone.client.drafts().get(&draft.summary.id).await.unwrap_err();
    assert_eq!(gone.code(), Some(ProblemCode::NotFound));
}

#[tokio::test]
async fn a_draft_is_one_persons_alone() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let draft = begin(&mia, json!({ "what": "A secret pump" })).await;
    let change = UpdateDraft { form_version_id: draft.form_version_id.clone(), answers: Answers::new() };
    let id = &draft.summary.id;
    for key in ["olga", "henry", "lena"] {
        let other = portal.sign_in(key).await.unwrap();
        assert_eq!(other.client.drafts().list().await.unwrap().items, [], "{key}");
        let drafts = other.client.drafts();
        let to = HandOverDraft { member_id: membership(&portal, key).await };
        for refused in [
            drafts.get(id).await.map(|_| ()),
            drafts.update(id, 1, &change).await.map(|_| ()),
            drafts.hand_over(id, &to).await,
            drafts.discard(id).await,
        ] {
            assert_eq!(refused.unwrap_err().code(), Some(ProblemCode::NotFound), "{key}");
        }
        let taken = submit(&other, id, json!({ "what": "Pump", "insured": "no" })).await.unwrap_err();
        assert_eq!(taken.field_errors()[0].pointer, "/draft_id", "{key}");
    }
    assert_eq!(mia.client.drafts().get(id).await.unwrap(), draft);
}

#[tokio::test]
async fn a_colleague_gets_the_draft_with_its_files_and_sends_it() {
    let portal = Portal::start().await.unwrap();
    let (mia, olga) = (portal.sign_in("mia").await.unwrap(), portal.sign_in("olga").await.unwrap());
    let place = UploadQuery { name: "dent.png".into(), draft: Some(true), ..UploadQuery::default() };
    let photo = mia.client.documents().upload(place, vec![7; 100]).await.unwrap();
    let given = json!({ "what": "Pump", "insured": "no", "photos": [photo.id] });
    let draft = begin(&mia, given.clone()).await;
    assert_eq!(draft.documents.iter().map(|file| (&file.id, file.size)).collect::<Vec<_>>(), [(&photo.id, 100)]);
    assert_eq!(olga.client.documents().get(&photo.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));

    let id = &draft.summary.id;
    let to = HandOverDraft { member_id: membership(&portal, "olga").await };
    mia.client.drafts().hand_over(id, &to).await.unwrap();
    assert_eq!(mia.client.drafts().get(id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    assert_eq!(mia.client.documents().get(&photo.id).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    let got = olga.client.drafts().get(id).await.unwrap();
    assert_eq!(got.summary.handed_over_by.as_ref().map(|user| user.id.clone()), Some(fixture::user("mia")));
    assert_eq!((&got.answers, &got.documents), (&draft.answers, &draft.documents));

    let receipt = submit(&olga, id, given).await.unwrap();
    assert_eq!(receipt.submitted_by.id, fixture::user("olga"));
    assert_eq!(olga.client.drafts().list().await.unwrap().items, []);
    let attached = olga.client.documents().get(&photo.id).await.unwrap();
    assert_eq!(attached.case_id, Some(receipt.case_id));
}

#[tokio::test]
async fn whoever_cannot_send_it_is_handed_nothing() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let draft = begin(&mia, json!({ "what": "Pump" })).await;
    let members = mia.client.members().list(&MemberQuery::default()).await.unwrap().items;
    let viewer = members.iter().find(|member| member.role.to_string() == "viewer").unwrap().id.clone();
    let own = membership(&portal, "mia").await;
    let stranger = membership(&portal, "henry").await;
    for (member_id, code) in
        [(viewer, "invalid"), (own, "invalid"), (stranger, "unknown"), (MembershipId::from_u128(7), "unknown")]
    {
        let to = HandOverDraft { member_id };
        let refused = mia.client.drafts().hand_over(&draft.summary.id, &to).await.unwrap_err();
        let errors = refused.field_errors();
        assert_eq!((errors[0].pointer.as_str(), errors[0].code.as_str()), ("/member_id", code));
    }
    assert_eq!(mia.client.drafts().get(&draft.summary.id).await.unwrap(), draft);
}

#[tokio::test]
async fn two_windows_send_one_request() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let given = json!({ "what": "Pump", "insured": "no" });
    let draft = begin(&mia, given.clone()).await;
    let before = cases(&mia).await;
    let both = futures_util::future::join_all((0..6).map(|_| submit(&mia, &draft.summary.id, given.clone()))).await;
    let (sent, refused): (Vec<_>, Vec<_>) = both.into_iter().partition(Result::is_ok);
    assert_eq!((sent.len(), cases(&mia).await), (1, before + 1));
    for refused in refused {
        assert_eq!(refused.unwrap_err().field_errors()[0].pointer, "/draft_id");
    }
    // What was saved elsewhere since is not sent away unseen.
    let draft = begin(&mia, given.clone()).await;
    let change = UpdateDraft { form_version_id: draft.form_version_id.clone(), answers: draft.answers.clone() };
    mia.client.drafts().update(&draft.summary.id, 1, &change).await.unwrap();
    let mut sent = CreateSubmission {
        form_version_id: draft.form_version_id.clone(),
        answers: answers(given.clone()),
        draft_id: Some(draft.summary.id.clone()),
        draft_version: Some(1),
    };
    let outdated = mia.client.submissions().create(&sent).await.unwrap_err();
    assert_eq!(outdated.field_errors()[0].pointer, "/draft_version");
    mia.client.drafts().get(&draft.summary.id).await.unwrap();
    sent.draft_version = Some(2);
    mia.client.submissions().create(&sent).await.unwrap();
    // What does not fit leaves the draft where it is.
    let draft = begin(&mia, given).await;
    submit(&mia, &draft.summary.id, json!({ "what": "" })).await.unwrap_err();
    assert_eq!(mia.client.drafts().get(&draft.summary.id).await.unwrap(), draft);
}

#[tokio::test]
async fn one_draft_too_many_is_refused_and_says_why() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    for _ in 0..MOST_DRAFTS {
        begin(&mia, json!({})).await;
    }
    let draft = CreateDraft { form_version_id: version(&mia).await, answers: Answers::new() };
    let refused = mia.client.drafts().create(&draft).await.unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::Conflict));
    let stranger = CreateDraft { form_version_id: FormVersionId::from_u128(7), ..draft };
    mia.client.drafts().discard(&mia.client.drafts().list().await.unwrap().items[0].id).await.unwrap();
    let unknown = mia.client.drafts().create(&stranger).await.unwrap_err();
    assert_eq!(unknown.field_errors()[0].pointer, "/form_version_id");
}

#[tokio::test]
async fn a_new_version_of_the_form_carries_over_what_fits_and_names_the_rest() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let given = json!({ "what": "Pump", "insured": "yes", "policy": "12-3456", "pieces": 3 });
    let draft = begin(&mia, given.clone()).await;
    let form = mia.client.forms().get(&draft.summary.form_id).await.unwrap();
    let mut definition = serde_json::to_value(&form.definition).unwrap();
    for section in definition["sections"].as_array_mut().unwrap() {
        let fields = section["fields"].as_array_mut().unwrap();
        fields.retain(|field| field["key"] != "policy");
        for field in fields.iter_mut().filter(|field| field["key"] == "pieces") {
            *field = json!({ "key": "pieces", "label": "Which pieces", "type": "long_text" });
        }
    }
    let more = json!({ "key": "colour", "label": "Which colour", "type": "text" });
    definition["sections"][0]["fields"].as_array_mut().unwrap().push(more);
    let published = forms::publish(
        portal.store(),
        "acme".to_owned(),
        "damage".to_owned(),
        serde_json::from_value(definition).unwrap(),
    );
    assert_eq!(published.await.unwrap(), 2);

    let carried = mia.client.drafts().get(&draft.summary.id).await.unwrap();
    assert_eq!(carried.summary, draft.summary, "looking changes nothing");
    assert_ne!(carried.form_version_id, draft.form_version_id);
    assert_eq!(json!(carried.answers), json!({ "what": "Pump", "insured": "yes" }));
    let changes = carried.changes.unwrap();
    assert_eq!(
        (changes.added, changes.answer_again),
        (vec!["Which colour".to_owned()], vec!["Which pieces".to_owned()])
    );
    assert_eq!(changes.removed.len(), 1);
    let change = UpdateDraft { form_version_id: carried.form_version_id, answers: carried.answers };
    let saved = mia.client.drafts().update(&draft.summary.id, 1, &change).await.unwrap();
    assert_eq!(saved.changes, None);

    // Somebody who had the form open all the time still gets through.
    let sent = CreateSubmission {
        form_version_id: draft.form_version_id,
        answers: answers(given),
        draft_id: None,
        draft_version: None,
    };
    mia.client.submissions().create(&sent).await.unwrap();
    let broken = serde_json::from_value(json!({ "sections": [] })).unwrap();
    let refused = forms::publish(portal.store(), "acme".to_owned(), "damage".to_owned(), broken).await.unwrap_err();
    assert_eq!(refused.into_problem().errors[0].pointer, "/sections");
}

#[tokio::test]
async fn files_are_kept_as_long_as_the_draft_that_names_them() {
    let portal = Portal::start().await.unwrap();
    let mia = portal.sign_in("mia").await.unwrap();
    let upload = async |name: &str| {
        let place = UploadQuery { name: name.into(), draft: Some(true), ..UploadQuery::default() };
        mia.client.documents().upload(place, vec![7; 100]).await.unwrap().id
    };
    let (named, left_out) = (upload("named.png").await, upload("left-out.png").await);
    let draft = begin(&mia, json!({ "photos": [named, left_out] })).await;
    let change = UpdateDraft { form_version_id: draft.form_version_id, answers: answers(json!({ "photos": [named] })) };
    mia.client.drafts().update(&draft.summary.id, 1, &change).await.unwrap();
    let later = chrono::Utc::now() + chrono::TimeDelta::days(4);
    assert_eq!(documents::discard_drafts(portal.store(), later).await.unwrap(), 1);
    mia.client.documents().get(&named).await.unwrap();
    assert_eq!(mia.client.documents().get(&left_out).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    mia.client.drafts().discard(&draft.summary.id).await.unwrap();
    assert_eq!(documents::discard_drafts(portal.store(), later).await.unwrap(), 1);

    begin(&mia, json!({})).await;
    let before = chrono::Utc::now() - chrono::TimeDelta::days(1);
    assert_eq!(portal.store().system_write(move |c| c.delete_old_drafts(before)).await.unwrap(), 0);
    let old = portal.store().system_write(move |c| c.delete_old_drafts(later)).await.unwrap();
    assert_eq!((old, mia.client.drafts().list().await.unwrap().items.len()), (1, 0));
}
