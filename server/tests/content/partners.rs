//! A vendor's API key reaches its partners' brands; a partner's reaches nobody else's.

use loggia_server::{domain::api_keys, import};
use loggia_types::OrganizationId;
use serde_json::json;

use super::support::{Server, north};

const BRIGHT: u128 = 11;
const RIVAL: u128 = 12;

async fn with_brands() -> (Server, String) {
    let server = Server::start().await;
    let org = |number: u128, brand: &str| {
        json!({"key": brand, "id": OrganizationId::from_u128(number), "brand": brand, "name": brand,
               "memberships": [{"user": format!("{brand}-owner"), "role": "owner"}]})
    };
    let person = |brand: &str| json!({"key": format!("{brand}-owner"), "brand": brand, "name": "Olga", "email": format!("olga@{brand}.example")});
    let data = json!({
        "brands": [
            {"key": "acme", "name": "Acme"},
            {"key": "bright", "name": "Bright", "parent": "acme"},
            {"key": "rival", "name": "Rival"},
        ],
        "users": [person("bright"), person("rival")],
        "organizations": [org(BRIGHT, "bright"), org(RIVAL, "rival")],
    });
    import::import(&server.app, serde_json::from_value(data).unwrap(), server.folder.path()).await.unwrap();
    let (_, partner) = api_keys::create(server.app.store(), "bright", "partner").await.unwrap();
    (server, partner)
}

#[tokio::test]
async fn a_vendors_key_reaches_its_partners_organizations_and_no_others() {
    let (server, _) = with_brands().await;
    let vendor = server.acting(&server.key, None);
    let listed = vendor.get("/v1/organizations").await.expect(200).json();
    let ids: Vec<_> = listed["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&OrganizationId::from_u128(BRIGHT).as_str()), "{ids:?}");
    assert!(!ids.contains(&OrganizationId::from_u128(RIVAL).as_str()), "{ids:?}");

    let bright = server.acting(&server.key, Some(OrganizationId::from_u128(BRIGHT)));
    bright.get("/v1/members").await.expect(200);
    bright.post("/v1/invitations", json!({"email": "new@bright.example", "role": "member"})).await.expect(201);
    let rival = server.acting(&server.key, Some(OrganizationId::from_u128(RIVAL)));
    rival.get("/v1/members").await.problem(404, "not_found");
}

#[tokio::test]
async fn a_session_in_a_partners_organization_is_under_the_partners_brand() {
    let (server, _) = with_brands().await;
    let person = server.person(OrganizationId::from_u128(BRIGHT), "olga@bright.example").await;
    let session = person.get("/v1/session").await.expect(200).json();
    assert_eq!(session["brand"]["name"], "Bright");
    let body = json!({"organization_id": OrganizationId::from_u128(RIVAL), "user": {"email": "olga@rival.example"}});
    server.acting(&server.key, None).post("/v1/embed-sessions", body).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_partners_key_does_not_reach_the_vendors_organizations() {
    let (server, partner) = with_brands().await;
    server.acting(&partner, Some(north())).get("/v1/members").await.problem(404, "not_found");
    let listed = server.acting(&partner, None).get("/v1/organizations").await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let body = json!({"organization_id": north(), "user": {"email": "amira@north.example"}});
    server.acting(&partner, None).post("/v1/embed-sessions", body).await.problem(404, "not_found");
}
