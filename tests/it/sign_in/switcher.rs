//! Several organizations, and the pages that there are in each.

use loggia_client::types::Role;
use loggia_server::{
    Settings,
    limits::Clock,
    store::{Audited, Tenant, rows::MembershipRow},
};
use loggia_tests::{Portal, Visitor, fixture, unlimited};
use tempfile::TempDir;

use super::{PASSWORD, olga, with_passwords};

async fn with_widgets() -> (Portal, TempDir) {
    let bundle = tempfile::tempdir().unwrap();
    let settings = Settings { widgets_dir: Some(bundle.path().to_owned()), ..unlimited() };
    (with_passwords(Portal::start_with(settings, &Clock::passing()).await.unwrap()).await, bundle)
}

/// Makes Mia a viewer of Harbor, too.
async fn join_harbor(portal: &Portal) {
    let brand = portal.store().system_read(|c| c.brand_by_key("acme")).await.unwrap().unwrap().id;
    let row = MembershipRow {
        id: loggia_client::types::MembershipId::generate(),
        org_id: fixture::harbor(),
        user_id: fixture::user("mia"),
        role: Role::Owner.into(),
        source: loggia_client::types::members::MembershipSource::Invitation,
        sort_name: "mia".to_owned(),
        search: "mia".to_owned(),
        version: 1,
        ends_at: None,
        last_active_at: None,
        created_at: 1,
        attributes: None,
        suspended_at: None,
        suspended_reason: None,
    };
    let tenant = Tenant::for_system(fixture::harbor(), brand);
    let insert = portal.store().write(&tenant, move |tx| {
        tx.insert(&row)?;
        Ok(Audited::not_worth_an_entry("a fixture", ()))
    });
    insert.await.unwrap();
}

#[tokio::test]
async fn somebody_in_several_organizations_goes_from_one_to_another_and_comes_back_to_the_last() {
    let (portal, _bundle) = with_widgets().await;
    join_harbor(&portal).await;
    let (northwind, harbor) = (fixture::northwind(), fixture::harbor());
    let mut mia = Visitor::new(&portal);
    mia.sign_in(&fixture::email("mia"), PASSWORD).await.unwrap();
    let choose = mia.get("/").await.unwrap();
    assert!(choose.status == 200 && choose.text().contains("Choose where you want to go"), "{}", choose.text());
    let page = mia.get(&format!("/o/{northwind}/documents")).await.unwrap().text().replace("&#x2f;", "/");
    assert!(page.contains("<details class=\"switch\">"), "{page}");
    let links: Vec<&str> =
        page.split("href=\"").filter(|part| part.starts_with("/o/") && part.contains("?page=")).collect();
    assert_eq!(links.len(), 2);
    assert!(links[0].starts_with(&format!("/o/{harbor}?page=documents\">Harbor")), "{}", links[0]);
    assert!(links[1].starts_with(&format!("/o/{northwind}?page=documents\" aria-current=\"true\">")), "{}", links[1]);
    let there = mia.get(&format!("/o/{harbor}?page=documents")).await.unwrap();
    assert_eq!(there.header("location"), format!("/o/{harbor}/documents"));
    mia.get(there.header("location")).await.unwrap();
    assert_eq!(mia.get("/").await.unwrap().header("location"), format!("/o/{harbor}"), "where they were");
    let account = mia.get("/account").await.unwrap().text();
    assert!(
        account.contains("<details class=\"switch\">") && account.contains("aria-current=\"true\">Harbor"),
        "{account}"
    );
    // In Harbor she is an owner. In Northwind there is no such page for her, and she gets the first there is.
    assert_eq!(mia.get(&format!("/o/{harbor}/audit-log")).await.unwrap().status, 200);
    let back = mia.get(&format!("/o/{northwind}?page=audit-log")).await.unwrap();
    assert_eq!(back.header("location"), format!("/o/{northwind}/status"));
    // What a browser remembers opens nothing.
    mia.cookies.insert("__Host-portal_organization".to_owned(), fixture::lumen().to_string());
    let choose = mia.get("/").await.unwrap();
    assert!(choose.status == 200 && !choose.text().contains("LMQXMARK"), "{}", choose.text());
    mia.cookies.insert("__Host-portal_organization".to_owned(), "org_%00".to_owned());
    assert_eq!(mia.get("/").await.unwrap().status, 200);
}

#[tokio::test]
async fn a_page_is_there_for_those_who_may_see_it() {
    let (portal, _bundle) = with_widgets().await;
    let northwind = fixture::northwind();
    let pages = [("audit-log", "portal-audit-log"), ("api-keys", "portal-api-keys")];
    let mut visitor = Visitor::new(&portal);
    visitor.sign_in(&olga(), PASSWORD).await.unwrap();
    for (part, tag) in pages {
        let page = visitor.get(&format!("/o/{northwind}/{part}")).await.unwrap();
        assert!(page.status == 200 && page.text().contains(&format!("<{tag} data-widget>")), "{}", page.text());
    }
    visitor.get("/account").await.unwrap();
    visitor.post("/sign-out", &[]).await.unwrap();
    visitor.sign_in(&fixture::email("mia"), PASSWORD).await.unwrap();
    let page = visitor.get(&format!("/o/{northwind}/status")).await.unwrap().text();
    for (part, _) in pages {
        assert!(!page.contains(part), "{page}");
        assert_eq!(visitor.get(&format!("/o/{northwind}/{part}")).await.unwrap().status, 404, "{part}");
    }
}
