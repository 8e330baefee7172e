//! Finding an organization and looking into it; and that the organization learns of it.

use loggia_client::types::{
    CaseId, OrganizationId,
    audit::{ActorKind, AuditQuery, Outcome},
    members::MemberQuery,
};
use loggia_tests::{Portal, Visitor, fixture};

use super::{at, log, own_log};

fn path(organization: &OrganizationId, rest: &str) -> String {
    format!("/console/organizations/{organization}{rest}")
}

/// The address behind a link with this text.
fn link(page: &str, text: &str) -> String {
    let before = page.split(&format!("{text}</a>")).next().unwrap();
    let href = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
    href.replace("&amp;", "&").replace("&#x2f;", "/")
}

/// What was looked at, oldest first, as the organization's log tells it.
async fn looks(portal: &Portal, organization: OrganizationId) -> Vec<(String, String)> {
    let mut all: Vec<_> = log(portal, organization)
        .await
        .into_iter()
        .filter(|event| event.actor.kind == ActorKind::Operator)
        .map(|event| (event.actor.name, event.action))
        .collect();
    all.reverse();
    all
}

#[tokio::test]
async fn organizations_are_found_by_a_part_of_their_name_whatever_its_case_page_by_page() {
    let portal = Portal::start().await.unwrap();
    let mut sam = at(&portal, "sam").await;
    let found = sam.get("/console/organizations?q=hArBoR+h").await.unwrap().text();
    assert!(found.contains("Harbor HBQXMARK Supplies") && !found.contains("Northwind"), "{found}");
    assert!(sam.get("/console/organizations?q=%25").await.unwrap().text().contains("Nothing was found"));
    let more: Vec<_> = (0..60_u128).map(|number| (number, format!("Ärzte {number:02}"))).collect();
    portal
        .store()
        .system_write(move |c| {
            let brand = c.brand_by_key("crest")?.unwrap().id;
            for (number, name) in more {
                c.insert_organization(&loggia_server::store::rows::OrganizationRow {
                    id: OrganizationId::from_u128(0x9000 + number),
                    brand_id: brand.clone(),
                    name,
                    locale: "de".to_owned(),
                    features: None,
                    event_position: 0,
                    case_number: 0,
                    created_at: 0,
                })?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let (mut at, mut seen, mut pages) = ("/console/organizations?q=%C3%84RZTE".to_owned(), Vec::new(), 0);
    loop {
        let page = sam.get(&at).await.unwrap().text();
        seen.extend(page.split("Ärzte ").skip(1).map(|rest| rest[..2].to_owned()));
        pages += 1;
        if !page.contains("Next page") {
            break;
        }
        at = link(&page, "Next page");
    }
    assert_eq!(pages, 3);
    assert_eq!(seen, (0..60).map(|number| format!("{number:02}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_an_operator_looks_at_is_in_the_organizations_own_log() {
    let portal = Portal::start().await.unwrap();
    let mut nora = at(&portal, "nora").await;
    let northwind = fixture::northwind();
    let features = nora.get(&path(&northwind, "")).await.unwrap();
    assert!(features.status == 200 && features.text().contains("documents.upload"), "{}", features.text());
    let members = nora.get(&path(&northwind, "/members?q=vic")).await.unwrap().text();
    assert!(members.contains("vic@northwind.example") && !members.contains("mia@northwind"), "{members}");
    assert!(members.contains("set up by the vendor") && members.contains("never active"), "{members}");
    let access = nora.get(&link(&members, "Access<span class=\"hidden\"> Vic NWQXMARK Viewer</span>")).await.unwrap();
    let access = access.text();
    // Each with the rule that decided.
    assert!(access.contains("The role viewer grants it."), "{access}");
    assert!(access.contains("No role of theirs grants it."), "{access}");
    assert!(access.contains("Only the vendor&#x27;s own programs may do this."), "{access}");
    let entries = nora.get(&path(&northwind, "/audit-log?q=organization.imported")).await.unwrap().text();
    assert_eq!(entries.matches("<tr role=\"row\"><td").count(), 2, "the import, and this look: {entries}");
    let entry = nora.get(&link(&entries, "<bdi>organization.imported</bdi>")).await.unwrap();
    assert!(entry.status == 200 && entry.text().contains("System (automatic)"), "{}", entry.text());
    let told = looks(&portal, northwind.clone()).await;
    let expected = [
        "console.organization_viewed",
        "console.members_viewed",
        "console.access_explained",
        "console.audit_viewed",
        "console.audit_entry_viewed",
    ];
    assert_eq!(told, expected.map(|action| ("Nora Administrator".to_owned(), action.to_owned())));
    // As the customer reads it, with whom and from where.
    let olga = portal.sign_in("olga").await.unwrap().client;
    let query = AuditQuery { action: Some("console.".to_owned()), ..AuditQuery::default() };
    let read = olga.audit_events().list(&query).await.unwrap().items;
    assert_eq!(read.len(), 5);
    assert!(read.iter().all(|event| event.actor.kind == ActorKind::Operator && event.ip.is_some()));
    assert_eq!(read[3].changes.as_ref().unwrap()["after"]["q"], "vic");
    // Nobody else's log knows.
    assert_eq!(looks(&portal, fixture::harbor()).await, []);
    let verified = loggia_server::domain::audit::verify(portal.store(), None).await.unwrap();
    assert!(verified.iter().all(|log| log.verdict.is_ok()), "{verified:?}");
}

#[tokio::test]
async fn the_log_is_filtered_paged_and_exported_and_that_is_noted() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    for number in 0..60 {
        let case = CaseId::from_u128(fixture::CASE_REPLY);
        let body = format!("Reply {number}");
        olga.cases().reply(&case, &loggia_client::types::cases::CreateReply { body }).await.unwrap();
    }
    let mut audra = at(&portal, "audra").await;
    let base = path(&fixture::northwind(), "/audit-log");
    let first = audra.get(&format!("{base}?action=case.&from=2020-01-01")).await.unwrap().text();
    assert_eq!(first.matches("<tr role=\"row\"><td").count(), 50, "{first}");
    let second = audra.get(&link(&first, "Next page")).await.unwrap().text();
    assert!(second.contains("case.replied") && second.contains("First page"), "{second}");
    for (query, found) in [
        (format!("actor_id={}", fixture::user("mia")), "No entry was found"),
        (format!("resource_id={}&action=case.replied", CaseId::from_u128(fixture::CASE_REPLY)), "case.replied"),
        ("outcome=denied".to_owned(), "No entry was found"),
        ("to=2020-01-01".to_owned(), "No entry was found"),
        ("from=yesterday".to_owned(), "A date is not right"),
        ("outcome=maybe".to_owned(), "A date is not right"),
        (format!("q={}", "a".repeat(201)), "Shorten the text"),
    ] {
        let page = audra.get(&format!("{base}?{query}")).await.unwrap();
        assert!(page.text().contains(found), "{query}: {}", page.text());
        assert_eq!(
            page.status,
            if found.contains("right") || found.contains("Shorten") { 422 } else { 200 },
            "{query}"
        );
    }
    for (format, title, media_type) in [
        ("csv", "CSV", "text/csv"),
        ("jsonl", "JSON Lines", "application/jsonl"),
        ("ocsf", "OCSF", "application/jsonl"),
    ] {
        let url = link(&first, title);
        assert!(url.contains(&format!("format={format}")) && url.contains("action=case."), "{url}");
        let file = audra.get(&url).await.unwrap();
        assert!(file.status == 200 && file.header("content-type").starts_with(media_type), "{format}");
        assert!(file.header("content-disposition").starts_with("attachment"), "{format}");
        assert_eq!(file.text().lines().filter(|line| line.contains("case.replied")).count(), 60, "{format}");
        let newest = &log(&portal, fixture::northwind()).await[0];
        assert_eq!((newest.action.as_str(), newest.actor.kind), ("audit.exported", ActorKind::Operator));
        assert_eq!(newest.changes.as_ref().unwrap()["after"]["format"], format);
    }
}

#[tokio::test]
async fn the_brands_own_log_tells_of_operators_and_of_who_looked_at_it() {
    let portal = Portal::start().await.unwrap();
    let mut audra = at(&portal, "audra").await;
    let page = audra.get("/console/audit-log?action=operator.").await.unwrap().text();
    assert!(page.contains("operator.imported") && !page.contains("NWQXMARK"), "{page}");
    let entry = audra.get(&link(&page, "<bdi>operator.imported</bdi>")).await.unwrap();
    assert_eq!(entry.status, 200);
    let file = audra.get(&link(&page, "CSV")).await.unwrap();
    assert!(file.text().contains("operator.imported") && !file.text().contains("api_key.created"), "{}", file.text());
    let told: Vec<_> =
        own_log(&portal).await.into_iter().take(3).map(|event| (event.action, event.actor.name)).collect();
    let expected = ["audit.exported", "console.audit_entry_viewed", "console.audit_viewed"];
    assert_eq!(told, expected.map(|action| (action.to_owned(), "Audra Auditor".to_owned())));
    // An entry of an organization's is none of the brand's, and the other way round.
    let of_northwind = log(&portal, fixture::northwind()).await[0].id.clone();
    let of_brand = own_log(&portal).await[0].id.clone();
    let northwind = path(&fixture::northwind(), "/audit-log");
    for path in [format!("/console/audit-log/{of_northwind}"), format!("{northwind}/{of_brand}")] {
        assert_eq!(audra.get(&path).await.unwrap().status, 404, "{path}");
    }
}

#[tokio::test]
async fn who_may_not_look_is_refused_shown_no_way_there_and_noted() {
    let portal = Portal::start().await.unwrap();
    let mut sam = at(&portal, "sam").await;
    let log_of = path(&fixture::northwind(), "/audit-log");
    let page = sam.get(&path(&fixture::northwind(), "")).await.unwrap().text().replace("&#x2f;", "/");
    assert!(
        page.contains("/members\"") && !page.contains("audit-log") && !page.contains("/console/operators"),
        "{page}"
    );
    for path in [log_of.as_str(), "/console/audit-log", "/console/operators"] {
        let answer = sam.get(path).await.unwrap();
        assert!(answer.status == 403 && answer.text().contains("may not see"), "{path}: {}", answer.text());
        let noted = &own_log(&portal).await[0];
        assert_eq!((noted.outcome, noted.actor.name.as_str()), (Outcome::Denied, "Sam Support"), "{path}");
    }
    // An auditor is not told why somebody may do something.
    let olga = portal.sign_in("olga").await.unwrap().client;
    let member = olga.members().list(&MemberQuery::default()).await.unwrap().items[0].id.clone();
    let mut audra = at(&portal, "audra").await;
    let members = audra.get(&path(&fixture::northwind(), "/members")).await.unwrap().text();
    assert!(members.contains("olga@northwind.example") && !members.contains(member.as_str()), "{members}");
    let explained = audra.get(&path(&fixture::northwind(), &format!("/members/{member}"))).await.unwrap();
    assert_eq!(explained.status, 403);
}

#[tokio::test]
async fn a_form_of_another_page_is_refused() {
    let portal = Portal::start().await.unwrap();
    let browser = portal.browser("nora").await.unwrap();
    let mut nora = Visitor::signed_in(&portal, "acme", &browser);
    nora.get("/console/operators").await.unwrap();
    nora.csrf = "made-up".to_owned();
    let sent = nora.post("/console/operators", &[("email", "new@acme.example"), ("role", "support")]).await.unwrap();
    assert_eq!(sent.status, 403);
    nora.csrf = browser.csrf.clone();
    let asking = nora.ask("POST", "/console/operators").header("origin", "https://evil.example");
    let sent = asking.form([("csrf", browser.csrf.as_str()), ("role", "support")]).send().await.unwrap();
    assert_eq!(sent.status, 403);
    let all = loggia_server::domain::operators::list(portal.store(), None).await.unwrap();
    assert!(all.iter().all(|operator| operator.user.email != "new@acme.example"));
}
