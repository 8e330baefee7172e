//! An organization's own API keys end with their feature.

use axum::{body::Body, http::StatusCode};
use diesel::{Connection, connection::SimpleConnection, sqlite::SqliteConnection};
use futures_util::{StreamExt, stream};
use serde_json::json;

use super::Server;

#[tokio::test]
async fn an_organizations_key_ends_with_the_feature_and_so_does_an_upload_that_is_running() {
    let server = Server::start().await;
    let owner = server.sign_in("Northwind", "olga@acme.example").await;
    let wanted = json!({ "name": "Export", "scopes": ["documents:read", "documents:upload"] });
    let made = server.call("POST", "/v1/api-keys").bearer(&owner).json(&wanted).send().await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let key = made.body["secret"].as_str().unwrap();
    let list = async || server.get("/v1/documents").bearer(key).send().await;
    assert_eq!(list().await.status, StatusCode::OK);

    let file = server.app.config().data_dir.join("portal.db").display().to_string();
    let features = move |list: &str| {
        let mut database = SqliteConnection::establish(&file).unwrap();
        database.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
        database.batch_execute(&format!("UPDATE organizations SET features = {list}")).unwrap();
    };
    let (off, switch) = (r#"'["documents", "documents.upload"]'"#, features.clone());
    let head = stream::iter([Ok::<_, std::io::Error>("the first half")]);
    let rest = stream::once(async move {
        switch(off);
        Ok("the other half")
    });
    let upload = server.call("POST", "/v1/documents?name=half.txt").bearer(key);
    let upload = upload.body(Body::from_stream(head.chain(rest))).send().await;
    assert_eq!(upload.status, StatusCode::UNAUTHORIZED, "{upload:?}");
    assert_eq!(list().await.code(), "feature_disabled");
    assert_eq!(server.get("/v1/api-keys").bearer(&owner).send().await.code(), "feature_disabled");
    features("NULL");
    let left = list().await;
    assert_eq!((left.status, left.items().len()), (StatusCode::OK, 0));
}
