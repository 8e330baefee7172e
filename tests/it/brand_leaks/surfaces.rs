//! Where customers receive something: each function goes over one kind of it and has it searched.

use futures_util::TryStreamExt;
use loggia_client::types::{
    CaseId, OrganizationId, Timestamp,
    audit::{AuditFormat, AuditQuery},
    audit_streams::CreateAuditStream,
    cases::UpdateCase,
    documents::UploadQuery,
};
use loggia_server::{
    domain::factors,
    http,
    mail::{self, Content, Mail, Place},
    store::mail_queue::WAITING,
};
use loggia_tests::{Portal, Visitor, fixture, wire::Answer};

use super::{Stage, eventually, search::Search};
use crate::{
    sign_in::{PASSWORD, factors::set_up_app},
    tenancy::{
        self,
        callers::{Caller, Callers},
        model::Target,
        routes::{Access, ROUTES},
        things::Things,
    },
};

/// A brand's customer: who they are, where, and what is theirs.
pub(crate) struct Customer {
    pub(crate) brand: &'static str,
    /// The owner of an organization.
    pub(crate) owner: &'static str,
    /// One of the brand's own staff.
    pub(crate) operator: &'static str,
    pub(crate) caller: Caller,
    case: u128,
}

impl Customer {
    fn host(&self) -> &'static str {
        if self.brand == "crest" { "portal.crest.example" } else { "portal.acme.example" }
    }

    fn organization(&self) -> OrganizationId {
        self.caller.home()
    }
}

/// A partner's customer, and the vendor's.
pub(crate) const CUSTOMERS: [Customer; 2] = [
    Customer {
        brand: "crest",
        owner: "paula",
        operator: "clara",
        caller: Caller::PartnerOwner,
        case: fixture::CASE_SUMMIT,
    },
    Customer { brand: "acme", owner: "olga", operator: "nora", caller: Caller::Owner, case: fixture::CASE_PROGRESS },
];

/// The vendor's backend and staff do for a partner's organization what they do: all of it leaves something behind there.
pub(crate) async fn vendor_at_work(stage: &Stage) {
    let portal = &stage.portal;
    let backend = portal.acme.with_organization(fixture::summit());
    let case = CaseId::from_u128(fixture::CASE_SUMMIT);
    let version = backend.cases().get(&case).await.unwrap().version;
    let message = UpdateCase { message: Some("We look at it.".to_owned()), ..UpdateCase::default() };
    backend.cases().update(&case, version, &message).await.unwrap();
    let place = UploadQuery { name: "offer.txt".to_owned(), case_id: Some(case), ..UploadQuery::default() };
    backend.documents().upload(place, b"an offer".to_vec()).await.unwrap();
    portal.sign_in("paula").await.unwrap();
    let nora = portal.browser("nora").await.unwrap();
    let mut console = Visitor::signed_in(portal, "acme", &nora);
    for page in ["", "/members", "/audit-log", "/audit-log/export"] {
        let looked = console.get(&format!("/console/organizations/{}{page}", fixture::summit())).await.unwrap();
        assert_eq!(looked.status, 200, "{page}: {}", looked.text());
    }
}

/// Every route of the API: answers and refusals.
pub(crate) async fn api(
    stage: &Stage,
    who: &Customer,
    (callers, things): (&Callers, &mut Things),
    search: &mut Search,
) {
    let portal = &stage.portal;
    for caller in [who.caller, Caller::Anonymous] {
        for route in ROUTES.iter().filter(|route| !matches!(route.access, Access::Brand(_))) {
            for target in [Target::Own, Target::Missing] {
                let answer = tenancy::ask(portal, callers, things, caller, route, target).await;
                search.answer("api", &format!("{} by {caller:?} on {target:?}", route.name()), &answer);
            }
        }
    }
    // At the brand's own host, as a browser asks that is signed in, and for what describes the server.
    let browser = portal.browser(who.owner).await.unwrap();
    let organization = who.organization();
    for path in ["/v1/session", "/v1/cases", "/openapi.json", "/.well-known/oauth-authorization-server", "/v1/nothing"]
    {
        let asking = portal.wire.get(path).header("host", who.host()).header("cookie", &browser.cookie);
        let asking = asking.header("portal-csrf", &browser.csrf).header("portal-organization", organization.as_str());
        let answer = asking.header("origin", &format!("https://{}", who.host())).send().await.unwrap();
        search.answer("api", &format!("{path} at {}", who.host()), &answer);
    }
    let timeline = format!("/v1/cases/{}/timeline", CaseId::from_u128(who.case));
    let secret = portal.sign_in(who.owner).await.unwrap().secret;
    let answer = portal.wire.get(&timeline).bearer(&secret).send().await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    search.answer("api", &timeline, &answer);
}

/// A path with what is the customer's own in the place of its parameters.
fn filled(path: &str, who: &Customer) -> String {
    let path = path.replace("{organization_id}", who.organization().as_str()).replace("{widget}", "status");
    path.split('/').map(|part| if part.starts_with('{') { "missing" } else { part }).collect::<Vec<_>>().join("/")
}

/// Every page and form, for nobody, for the customer and for the brand's operator, in each language.
pub(crate) async fn pages(stage: &Stage, who: &Customer, search: &mut Search) {
    let portal = &stage.portal;
    for (method, path, asks) in http::pages() {
        // The vendor's staff may know its partners.
        if path.starts_with("/console") && who.brand == "acme" {
            continue;
        }
        let (path, host) = (filled(&path, who), who.host());
        let mut visitors = vec![("nobody", Visitor::at(portal, host))];
        if asks != "page" {
            for person in [who.owner, who.operator] {
                let browser = portal.browser(person).await.unwrap();
                visitors.push((person, Visitor::signed_in(portal, who.brand, &browser)));
            }
        }
        for (person, mut visitor) in visitors {
            let place = format!("{method} {host}{path} by {person}");
            if method == "POST" {
                // The token of a form that nobody is signed in to.
                if visitor.csrf.is_empty() {
                    visitor.get("/sign-in").await.unwrap();
                }
                let form =
                    [("email", "a@b.example"), ("password", "wrong"), ("name", ""), ("code", "0"), ("token", "x")];
                search.answer("page", &place, &visitor.post(&path, &form).await.unwrap());
                continue;
            }
            for language in ["en", "de", "fr", "es", "ja", "ar"] {
                let asking = visitor.ask("GET", &path).header("accept-language", language);
                search.answer("page", &place, &asking.header("sec-fetch-site", "none").send().await.unwrap());
            }
        }
    }
}

/// The ways in, with what is only on the way: wrong and right proofs, mailed links, a second factor, an invitation.
pub(crate) async fn signing_in(stage: &Stage, who: &Customer, search: &mut Search) {
    let (portal, email) = (&stage.portal, fixture::email(who.owner));
    portal.set_password(who.owner, PASSWORD).await.unwrap();
    let mut seen = |place: &str, answer: Answer| {
        search.answer("page", &format!("{} {place}", who.host()), &answer);
        answer
    };
    let mut visitor = Visitor::at(portal, who.host());
    seen("/sign-in", visitor.get("/sign-in").await.unwrap());
    seen("asked for a password", visitor.post("/sign-in", &[("email", &email)]).await.unwrap());
    let wrong = [("email", email.as_str()), ("password", "wrong")];
    seen("a wrong password", visitor.post("/sign-in/password", &wrong).await.unwrap());
    for (form, ask, page) in
        [("/sign-in", "/sign-in/mail", "/sign-in/link"), ("/password/forgotten", "/password/forgotten", "/password")]
    {
        let (mut visitor, before) = (Visitor::at(portal, who.host()), stage.post.received().len());
        seen(form, visitor.get(form).await.unwrap());
        seen(ask, visitor.post(ask, &[("email", &email)]).await.unwrap());
        let start = format!("https://{}{page}?token=", who.host());
        let link = || stage.post.received()[before..].iter().find_map(|mail| mail.link(&start));
        eventually(&start, || link().is_some()).await;
        let path = link().unwrap().strip_prefix(&format!("https://{}", who.host())).unwrap().to_owned();
        let token = path.rsplit('=').next().unwrap().to_owned();
        seen(page, visitor.get(&path).await.unwrap());
        seen(page, visitor.post(page, &[("token", &token), ("password", "short")]).await.unwrap());
    }
    let mut visitor = Visitor::at(portal, who.host());
    let entered = seen("the right password", visitor.sign_in(&email, PASSWORD).await.unwrap());
    assert_eq!(entered.status, 303, "{}", entered.text());
    seen("/account", visitor.get("/account").await.unwrap());
    visitor.post("/account/codes", &[]).await.unwrap();
    seen("/account/codes", visitor.get("/account/codes").await.unwrap());
    set_up_app(&mut visitor).await;
    seen("/account with codes", visitor.get("/account").await.unwrap());
    let mut waiting = Visitor::at(portal, who.host());
    seen("to the second factor", waiting.sign_in(&email, PASSWORD).await.unwrap());
    seen("/sign-in/factor", waiting.get("/sign-in/factor").await.unwrap());
    seen("a wrong code", waiting.post("/sign-in/factor", &[("code", "000000")]).await.unwrap());
    let options = visitor.post("/account/passkeys/options", &[]).await.unwrap();
    assert!(options.status == 200 && options.text().contains("\"rp\""), "{}", options.text());
    seen("a passkey to make", options);

    let before = stage.post.received().len();
    let client = portal.sign_in(who.owner).await.unwrap().client;
    let address = format!("new@{}.example", who.brand);
    let invitation = serde_json::from_value(serde_json::json!({ "email": address, "role": "viewer" })).unwrap();
    client.invitations().create(&invitation).await.unwrap();
    let start = format!("https://{}/invitation?token=", who.host());
    let link = || stage.post.received()[before..].iter().find_map(|mail| mail.link(&start));
    eventually("an invitation", || link().is_some()).await;
    let path = link().unwrap().strip_prefix(&format!("https://{}", who.host())).unwrap().to_owned();
    let mut guest = Visitor::at(portal, who.host());
    seen("/invitation", guest.get(&path).await.unwrap());
    // As before, for what comes after.
    factors::reset(portal.app(), who.brand, &email).await.unwrap();
}

/// The audit log as files, in each format.
pub(crate) async fn exports(stage: &Stage, who: &Customer, search: &mut Search) {
    let client = stage.portal.sign_in(who.owner).await.unwrap();
    for format in [AuditFormat::Csv, AuditFormat::Jsonl, AuditFormat::Ocsf] {
        let path = format!("/v1/audit-events/export?format={format}");
        let answer = stage.portal.wire.get(&path).bearer(&client.secret).send().await.unwrap();
        assert!(answer.status == 200 && answer.text().lines().count() > 10, "{format}: {}", answer.text());
        search.answer("export", &path, &answer);
    }
    let mut events = client.client.audit_events().stream(AuditQuery::default());
    let mut actions = std::collections::BTreeSet::new();
    while let Some(event) = events.try_next().await.unwrap() {
        actions.insert(event.action);
    }
    if who.brand == "crest" {
        for action in ["case.updated", "document.uploaded", "embed_session.created", "console.members_viewed"] {
            assert!(actions.contains(action), "what the vendor did is not in the log: {action} in {actions:?}");
        }
    }
    // Of the brand's own log, for its staff.
    if who.brand == "crest" {
        let browser = stage.portal.browser(who.operator).await.unwrap();
        let mut visitor = Visitor::signed_in(&stage.portal, who.brand, &browser);
        for path in ["/console/audit-log/export", "/console/audit-log/export?format=ocsf"] {
            let answer = visitor.get(path).await.unwrap();
            assert_eq!(answer.status, 200, "{path}");
            search.answer("export", path, &answer);
        }
    }
}

/// The audit log as it is sent to a customer's own program.
pub(crate) async fn webhooks(stage: &Stage, who: &Customer, search: &mut Search) {
    let client = stage.portal.sign_in(who.owner).await.unwrap().client;
    for stream in client.audit_streams().list().await.unwrap().items {
        client.audit_streams().delete(&stream.id).await.unwrap();
    }
    for format in [AuditFormat::Jsonl, AuditFormat::Ocsf] {
        let url = format!("{}/{}/{format}", stage.webhooks.url, who.brand);
        let wanted =
            CreateAuditStream { url, format: Some(format), from_beginning: Some(true), ..CreateAuditStream::default() };
        client.audit_streams().create(&wanted).await.unwrap();
    }
    let mine = |path: &str| path.contains(&format!("/{}/", who.brand));
    let enough =
        |format: &str| stage.webhooks.received().iter().any(|one| mine(&one.path) && one.path.ends_with(format));
    eventually("a webhook", || enough("jsonl") && enough("ocsf")).await;
    for one in stage.webhooks.received().iter().filter(|one| mine(&one.path)) {
        search.text("webhook", &one.path, &format!("{:?}", one.headers));
        search.text("webhook", &one.path, &one.body);
    }
}

/// One of each kind of mail that needs no link which opens something.
fn contents() -> Vec<Content> {
    let place = || Place { device: None, address: Some("192.0.2.1".to_owned()), is_known: true };
    let (organization, at, email) = ("A company".to_owned(), Timestamp::default(), "a@b.example".to_owned());
    vec![
        Content::Invitation {
            organization: organization.clone(),
            inviter: None,
            path: "/invitation?token=x".to_owned(),
            days: 1,
        },
        Content::PasswordChanged { at, place: place() },
        Content::EmailChangeAsked { email: email.clone(), place: place() },
        Content::EmailChanged { email, at },
        Content::BreakGlass {
            organization: organization.clone(),
            person: "A person".to_owned(),
            address: None,
            at: "now".to_owned(),
            path: "/o/x/sign-on".to_owned(),
        },
        Content::AuditStreamDisabled {
            organization,
            host: "https://siem.invalid".to_owned(),
            path: "/o/x/audit".to_owned(),
        },
        Content::FactorAdded { passkey: None },
        Content::FactorRemoved { passkey: None },
        Content::RecoveryCodesMade {},
        Content::RecoveryCodeUsed { left: 1 },
        Content::WrongCodes {},
        Content::FactorsReset {},
    ]
}

/// Every mail that the brand has sent, and one of each kind in each language.
pub(crate) async fn mails(stage: &Stage, who: &Customer, search: &mut Search) {
    let portal = &stage.portal;
    let key = who.brand;
    let brand = portal.store().system_read(move |c| c.brand_by_key(key)).await.unwrap().unwrap().id;
    for content in contents() {
        for locale in ["en", "de", "fr", "es", "ja", "ar"] {
            let to = format!("{}@{locale}.{}.invalid", content.kind(), who.brand);
            let mail = Mail { to, locale: locale.to_owned(), content: content.clone(), expires_at: None };
            let (mailer, brand) = (portal.app().mailer().clone(), brand.clone());
            portal.store().system_write(move |c| c.queue_mail(&mailer, &brand, &mail)).await.unwrap();
        }
    }
    portal.app().mailer().wake();
    wait_for_mails(portal).await;
    // The link's own mails go to whoever asked for them.
    let organization = if who.brand == "crest" { "summit.example" } else { "northwind.example" };
    let (own, invited) = (format!(".{}.invalid", who.brand), format!("@{}.example", who.brand));
    let is_theirs = |to: &String| to.ends_with(&own) || to.ends_with(organization) || to.ends_with(&invited);
    let mut kinds = std::collections::BTreeSet::new();
    for one in stage.post.received().iter().filter(|one| one.to.iter().any(is_theirs)) {
        let to = one.to[0].clone();
        let kind = to.split_once('@').map_or("", |(kind, _)| kind).split('.').next().unwrap_or_default().to_owned();
        search.mail(&format!("{kind} to {to}"), one);
        kinds.insert(kind);
    }
    for kind in mail::kinds().filter(|kind| !["sign_in_link", "password_link", "email_link"].contains(kind)) {
        assert!(kinds.contains(kind), "no {kind} mail was sent: {kinds:?}");
    }
}

async fn wait_for_mails(portal: &Portal) {
    for _ in 0..600 {
        let waiting = portal.store().system_read(|c| c.mails(&[WAITING], 10)).await.unwrap();
        if let Some(failed) = waiting.iter().find_map(|mail| mail.failure.as_ref().map(|why| (&mail.kind, why))) {
            panic!("a mail does not go out: {failed:?}");
        }
        if waiting.is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("mails wait");
}
