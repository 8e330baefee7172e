//! The console, as operators' browsers use it: who gets in, what they see, and what customers learn of it.

mod looking;
mod managing;

use loggia_client::types::{OperatorRole, audit::AuditEvent, sign_in::AuthenticationMethod};
use loggia_server::{
    Settings,
    domain::operators::{self, NewOperator},
    limits::Clock,
    store::{Tenant, audit::AuditFilter},
};
use loggia_tests::{Portal, Visitor, fixture, unlimited};

/// An operator's browser.
pub(crate) async fn at<'p>(portal: &'p Portal, key: &str) -> Visitor<'p> {
    let browser = portal.browser(key).await.unwrap();
    Visitor::signed_in(portal, fixture::brand(key), &browser)
}

/// The newest entries of an organization's log, newest first.
pub(crate) async fn log(portal: &Portal, organization: loggia_client::types::OrganizationId) -> Vec<AuditEvent> {
    let acme = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
    let tenant = Tenant::for_system(organization, acme);
    let read = portal.store().read(&tenant, |c| c.audit_page(&AuditFilter::default(), None, 100));
    read.await.unwrap().events
}

/// The newest entries of Acme's own log, newest first.
pub(crate) async fn own_log(portal: &Portal) -> Vec<AuditEvent> {
    let read = portal.store().system_read(|c| {
        let acme = c.brand_by_key("acme")?.unwrap().id;
        c.brand_audit_page(&acme, &AuditFilter::default(), None, 100)
    });
    read.await.unwrap().events
}

#[tokio::test]
async fn an_operator_signs_in_as_everybody_does_and_gets_to_the_console() {
    let settings = Settings { operators_need_second_factor: Some(false), ..unlimited() };
    let portal = Portal::start_with(settings, &Clock::passing()).await.unwrap();
    portal.set_password("nora", "blue kettle on a roof").await.unwrap();
    let mut nora = Visitor::new(&portal);
    let sent = nora.get("/console").await.unwrap();
    assert_eq!((sent.status, sent.header("location")), (303, "/sign-in?return_to=%2Fconsole"));
    let signed_in = nora.sign_in("nora@acme.example", "blue kettle on a roof").await.unwrap();
    assert_eq!(signed_in.status, 303, "{}", signed_in.text());
    // Whoever belongs to no organization has nothing else here.
    assert_eq!(nora.get("/").await.unwrap().header("location"), "/console");
    assert_eq!(nora.get("/console").await.unwrap().header("location"), "/console/organizations");
    let page = nora.get("/console/organizations").await.unwrap();
    assert!(page.status == 200 && page.text().contains("Northwind NWQXMARK Traders"), "{}", page.text());
    assert!(page.text().contains("Summit SMQXMARK Tours"), "a partner's brand is below");
    assert!(!page.text().contains("Lumen"), "another brand is not");
}

#[tokio::test]
async fn one_factor_does_not_open_the_console_and_each_second_one_does() {
    use AuthenticationMethod as M;
    let portal = Portal::start().await.unwrap();
    for (methods, opens) in [
        (vec![M::Password], false),
        (vec![M::Email], false),
        (vec![M::Password, M::Email], false),
        (vec![M::Federated], false),
        // A key without a person's own sign beside it.
        (vec![M::HardwareKey], false),
        (vec![M::Password, M::OneTimePassword, M::MultipleFactors], true),
        (vec![M::SoftwareKey, M::MultipleFactors], true),
        // What an organization's provider says is no factor of an operator's.
        (vec![M::OneTimePassword, M::MultipleFactors, M::Federated], false),
    ] {
        let browser = portal.browser_by("nora", &methods).await.unwrap();
        let mut nora = Visitor::signed_in(&portal, "acme", &browser);
        let answer = nora.get("/console/organizations").await.unwrap();
        if opens {
            assert_eq!(answer.status, 200, "{methods:?}");
            continue;
        }
        assert_eq!((answer.status, answer.header("location")), (303, "/account?done=one-factor"), "{methods:?}");
        let told = nora.get("/account?done=one-factor").await.unwrap();
        assert!(told.text().contains("needs a second factor"), "{}", told.text());
        let sent = nora.post("/console/operators", &[("email", "a@b.example")]).await.unwrap();
        assert_eq!(sent.status, 303, "{methods:?}");
        assert_eq!(sent.header("location"), "/account?done=one-factor");
    }
}

#[tokio::test]
async fn who_signed_in_too_long_ago_proves_again_who_they_are() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.operator_since("nora", 11).await.unwrap();
    let mut nora = Visitor::signed_in(&portal, "acme", &browser);
    assert_eq!(nora.get("/console/organizations").await.unwrap().status, 200);
    let browser = portal.operator_since("nora", 13).await.unwrap();
    let mut nora = Visitor::signed_in(&portal, "acme", &browser);
    let sent = nora.get("/console/organizations").await.unwrap();
    let again = "/confirm?return_to=%2Fconsole%2Forganizations";
    assert_eq!((sent.status, sent.header("location")), (303, again));
    // The portal still takes the session.
    assert_eq!(nora.get("/account").await.unwrap().status, 200);
}

#[tokio::test]
async fn a_customer_finds_nothing_there_and_neither_does_somebody_who_is_no_operator_any_more() {
    let portal = Portal::start().await.unwrap();
    let nothing = "There is nothing here";
    for key in ["olga", "vic", "edgar"] {
        let mut person = at(&portal, key).await;
        for path in ["/console", "/console/organizations", "/console/operators", "/console/nothing"] {
            let answer = person.get(path).await.unwrap();
            assert!(answer.status == 404 && answer.text().contains(nothing), "{key} {path}: {}", answer.text());
        }
    }
    // From the next request on.
    let mut sam = at(&portal, "sam").await;
    assert_eq!(sam.get("/console/organizations").await.unwrap().status, 200);
    let all = operators::list(portal.store(), Some("acme".to_owned())).await.unwrap();
    let id = all.into_iter().find(|operator| operator.user.email == "sam@acme.example").unwrap().id;
    operators::remove_by_command(portal.store(), id).await.unwrap();
    assert_eq!(sam.get("/console/organizations").await.unwrap().status, 404);
    // They are still who they are: their account is theirs.
    assert_eq!(sam.get("/account").await.unwrap().status, 200);
}

#[tokio::test]
async fn an_operator_is_nobody_in_the_customers_api_and_a_member_who_is_one_too_has_no_more_there() {
    let portal = Portal::start().await.unwrap();
    let nora = portal.browser("nora").await.unwrap();
    for path in ["/v1/members", "/v1/audit-events", "/v1/cases", "/v1/session"] {
        let asked = portal.wire.get(path).header("cookie", &nora.cookie).header("portal-csrf", &nora.csrf);
        let answer = asked.header("portal-organization", fixture::northwind().as_str()).send().await.unwrap();
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{path}");
    }
    // A viewer, who may not see the log of her organization, and sees it as an operator.
    let new = NewOperator {
        email: "vic@northwind.example".to_owned(),
        name: None,
        role: OperatorRole::Administrator,
        ends_at: None,
    };
    operators::add_by_command(portal.store(), "acme", new).await.unwrap();
    let vic = portal.browser("vic").await.unwrap();
    let ask = |path: &str| {
        let asked = portal.wire.get(path).header("cookie", &vic.cookie).header("portal-csrf", &vic.csrf);
        asked.header("portal-organization", fixture::northwind().as_str())
    };
    assert_eq!(ask("/v1/audit-events").send().await.unwrap().status, 403);
    let session = ask("/v1/session").send().await.unwrap();
    assert!(session.status == 200 && !session.text().contains("console."), "{}", session.text());
    let mut vic = Visitor::signed_in(&portal, "acme", &vic);
    let path = format!("/console/organizations/{}/audit-log", fixture::northwind());
    assert_eq!(vic.get(&path).await.unwrap().status, 200);
}
