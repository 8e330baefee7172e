//! Saying who the operators are, in the console.

use loggia_client::types::{OperatorId, OperatorRole};
use loggia_server::domain::operators::{self, NewOperator};
use loggia_tests::{Portal, Visitor};

use super::{at, own_log};

async fn id(portal: &Portal, email: &str) -> OperatorId {
    let all = operators::list(portal.store(), None).await.unwrap();
    all.into_iter().find(|operator| operator.user.email == email).unwrap().id
}

async fn change(visitor: &mut Visitor<'_>, id: &OperatorId, fields: &[(&str, &str)]) -> (u16, String) {
    visitor.get("/console/operators").await.unwrap();
    let answer = visitor.post(&format!("/console/operators/{id}"), fields).await.unwrap();
    (answer.status, answer.header("location").to_owned() + &answer.text())
}

#[tokio::test]
async fn an_administrator_adds_changes_suspends_and_removes_operators() {
    let portal = Portal::start().await.unwrap();
    let mut nora = at(&portal, "nora").await;
    nora.get("/console/operators").await.unwrap();
    let add = [("email", "New@Acme.example"), ("name", ""), ("role", "support"), ("until", "")];
    let nameless = nora.post("/console/operators", &add).await.unwrap();
    assert!(nameless.status == 422 && nameless.text().contains("enter the person&#x27;s name"), "{}", nameless.text());
    for (field, bad, told) in [(0, "nobody", "Enter an e-mail address"), (3, "2020-01-01", "Enter a day to come")] {
        let mut fields = add;
        fields[1].1 = "New Person";
        fields[field].1 = bad;
        let answer = nora.post("/console/operators", &fields).await.unwrap();
        assert!(answer.status == 422 && answer.text().contains(told), "{}", answer.text());
    }
    let added = [add[0], ("name", "New Person"), add[2], ("until", "2099-12-31")];
    let done = nora.post("/console/operators", &added).await.unwrap();
    assert_eq!((done.status, done.header("location")), (303, "/console/operators?done=added"), "{}", done.text());
    let again = nora.post("/console/operators", &added).await.unwrap();
    assert!(again.status == 409 && again.text().contains("operator already"), "{}", again.text());
    let new = id(&portal, "new@acme.example").await;
    let page = nora.get("/console/operators?done=added").await.unwrap().text();
    assert!(page.contains("new@acme.example") && page.contains("1 Jan 2100"), "{page}");
    for (fields, location) in [
        ([("change", "role"), ("role", "auditor")], "changed"),
        ([("change", "suspend"), ("role", "")], "changed"),
        ([("change", "reinstate"), ("role", "")], "changed"),
        ([("change", "remove"), ("role", "")], "removed"),
    ] {
        let (status, to) = change(&mut nora, &new, &fields).await;
        assert_eq!((status, to), (303, format!("/console/operators?done={location}")), "{fields:?}");
    }
    assert_eq!(change(&mut nora, &new, &[("change", "remove")]).await.0, 404);
    assert_eq!(change(&mut nora, &id(&portal, "sam@acme.example").await, &[("change", "promote")]).await.0, 400);
    let told: Vec<_> = own_log(&portal).await.into_iter().filter(|event| event.resource_id == new.as_str()).collect();
    let actions: Vec<_> = told.iter().map(|event| event.action.as_str()).collect();
    let changed = "operator.changed";
    assert_eq!(actions, ["operator.removed", changed, changed, changed, "operator.added"]);
    assert!(told.iter().all(|event| event.actor.name == "Nora Administrator"));
    let role = told[3].changes.as_ref().unwrap();
    assert_eq!((&role["before"]["role"], &role["after"]["role"]), (&"support".into(), &"auditor".into()));
}

#[tokio::test]
async fn who_signed_in_a_while_ago_proves_again_who_they_are_before_they_say_who_the_operators_are() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.operator_since("nora", 1).await.unwrap();
    let mut nora = Visitor::signed_in(&portal, "acme", &browser);
    assert_eq!(nora.get("/console/operators").await.unwrap().status, 200);
    let sam = id(&portal, "sam@acme.example").await;
    for (path, fields) in [
        (format!("/console/operators/{sam}"), [("change", "remove"), ("role", "")]),
        ("/console/operators".to_owned(), [("email", "sura@acme.example"), ("role", "support")]),
    ] {
        let sent = nora.post(&path, &fields).await.unwrap();
        assert!(sent.status == 303 && sent.header("location").starts_with("/confirm"), "{}", sent.text());
    }
    assert_eq!(id(&portal, "sam@acme.example").await, sam);
}

#[tokio::test]
async fn who_is_suspended_is_nobody_and_is_somebody_again_afterwards() {
    let portal = Portal::start().await.unwrap();
    let (mut nora, mut sura) = (at(&portal, "nora").await, at(&portal, "sura").await);
    assert_eq!(sura.get("/console/organizations").await.unwrap().status, 200);
    let theirs = id(&portal, "sura@acme.example").await;
    change(&mut nora, &theirs, &[("change", "suspend")]).await;
    assert_eq!(sura.get("/console/organizations").await.unwrap().status, 404);
    change(&mut nora, &theirs, &[("change", "reinstate")]).await;
    assert_eq!(sura.get("/console/organizations").await.unwrap().status, 200);
}

#[tokio::test]
async fn somebody_always_stays_who_manages_operators_and_the_command_line_may_do_all() {
    let portal = Portal::start().await.unwrap();
    let mut nora = at(&portal, "nora").await;
    let sura = id(&portal, "sura@acme.example").await;
    // Edgar has ended, and so counts for nothing.
    assert_eq!(change(&mut nora, &sura, &[("change", "remove")]).await.0, 303);
    let myself = id(&portal, "nora@acme.example").await;
    for fields in [
        [("change", "remove"), ("role", "")],
        [("change", "suspend"), ("role", "")],
        [("change", "role"), ("role", "support")],
    ] {
        let (status, page) = change(&mut nora, &myself, &fields).await;
        assert!(status == 409 && page.contains("Nobody would be left"), "{fields:?}: {status} {page}");
    }
    // With somebody else there she may.
    let sam = id(&portal, "sam@acme.example").await;
    assert_eq!(change(&mut nora, &sam, &[("change", "role"), ("role", "administrator")]).await.0, 303);
    assert_eq!(change(&mut nora, &myself, &[("change", "remove")]).await, (303, "/".to_owned()));
    assert_eq!(nora.get("/console/operators").await.unwrap().status, 404);
    operators::remove_by_command(portal.store(), sam).await.unwrap();
    let new = NewOperator {
        email: "nora@acme.example".to_owned(),
        name: None,
        role: OperatorRole::Administrator,
        ends_at: None,
    };
    operators::add_by_command(portal.store(), "acme", new).await.unwrap();
    assert_eq!(nora.get("/console/operators").await.unwrap().status, 200);
}

#[tokio::test]
async fn two_administrators_who_remove_each_other_at_once_do_not_both_succeed() {
    let portal = Portal::start().await.unwrap();
    let (mut nora, mut sura) = (at(&portal, "nora").await, at(&portal, "sura").await);
    let ids = (id(&portal, "nora@acme.example").await, id(&portal, "sura@acme.example").await);
    let (one, other) = tokio::join!(
        change(&mut nora, &ids.1, &[("change", "remove")]),
        change(&mut sura, &ids.0, &[("change", "remove")]),
    );
    let mut statuses = [one.0, other.0];
    statuses.sort_unstable();
    assert!(statuses[0] == 303 && statuses[1] != 303, "{one:?} {other:?}");
    let all = operators::list(portal.store(), Some("acme".to_owned())).await.unwrap();
    let left = |email: &str| all.iter().any(|operator| operator.user.email == email);
    assert!(left("nora@acme.example") != left("sura@acme.example"));
}

#[tokio::test]
async fn nobody_makes_an_operator_for_longer_than_they_are_one_and_none_of_another_brand_is_found() {
    let portal = Portal::start().await.unwrap();
    let new = NewOperator {
        email: "sam@acme.example".to_owned(),
        name: None,
        role: OperatorRole::Administrator,
        ends_at: Some(chrono::Utc::now() + chrono::TimeDelta::days(30)),
    };
    operators::add_by_command(portal.store(), "acme", new).await.unwrap();
    let mut sam = at(&portal, "sam").await;
    sam.get("/console/operators").await.unwrap();
    let fields = [("email", "x@acme.example"), ("name", "X"), ("role", "support"), ("until", "")];
    let lasting = sam.post("/console/operators", &fields).await.unwrap();
    assert!(lasting.status == 403 && lasting.text().contains("lasts longer"), "{}", lasting.text());
    assert_eq!(change(&mut sam, &id(&portal, "nora@acme.example").await, &[("change", "remove")]).await.0, 403);
    let day = (chrono::Utc::now() + chrono::TimeDelta::days(7)).format("%F").to_string();
    let short = [fields[0], fields[1], fields[2], ("until", day.as_str())];
    assert_eq!(sam.post("/console/operators", &short).await.unwrap().status, 303);
    // A partner's operators are the partner's.
    for email in ["clara@crest.example", "bruno@bright.example"] {
        let theirs = id(&portal, email).await;
        assert_eq!(change(&mut at(&portal, "nora").await, &theirs, &[("change", "remove")]).await.0, 404, "{email}");
    }
}
