//! Conditions: what a member may not see is nowhere, by no way of asking.

use loggia_client::{
    PageQuery,
    types::{
        CaseId, DocumentId, Permission as P, ProblemCode, Role,
        cases::{CaseQuery, CreateReply},
        conditions::{AttributeValue, Attributes},
        documents::{DocumentQuery, UpdateDocument, UploadQuery},
        roles::ResourceAttributes,
    },
};
use loggia_tests::{Portal, fixture};
use serde_json::json;

use super::{allow, deny, new_role, put_in_role};

fn region(text: &str) -> ResourceAttributes {
    ResourceAttributes { attributes: Attributes::from([("region".to_owned(), AttributeValue::from(text))]) }
}

#[tokio::test]
async fn what_a_condition_hides_is_found_by_no_way_of_asking() {
    let portal = Portal::start().await.unwrap();
    let vendor = portal.acme.with_organization(fixture::northwind());
    let (mine, other) = (CaseId::from_u128(fixture::CASE_PROGRESS), CaseId::from_u128(fixture::CASE_UPLOAD));
    let contract = DocumentId::from_u128(fixture::DOCUMENT_CONTRACT);
    vendor.attributes().set_of_case(&mine, &region("EU")).await.unwrap();
    assert_eq!(vendor.attributes().of_case(&mine).await.unwrap(), region("EU"));
    vendor.attributes().set_of_case(&other, &region("US")).await.unwrap();
    vendor.attributes().set_of_document(&contract, &region("US")).await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    let place = |name: &str, case: &CaseId| UploadQuery {
        name: name.into(),
        case_id: Some(case.clone()),
        ..UploadQuery::default()
    };
    let shown = olga.documents().upload(place("shown.txt", &mine), b"shown".to_vec()).await.unwrap();
    let hidden = olga.documents().upload(place("hidden.txt", &other), b"hidden".to_vec()).await.unwrap();

    let europe = json!({ "compare": { "attribute": "resource.region", "op": "eq", "to": "EU" } });
    let elsewhere = || Some(json!({ "not": europe.clone() }));
    let grants = vec![
        deny(P::CasesRead, elsewhere()),
        deny(P::DocumentsRead, elsewhere()),
        deny(P::SubmissionsRead, elsewhere()),
    ];
    put_in_role(&portal, "mia", &new_role("Europe", &[Role::Member.into()], grants)).await;
    let mia = portal.sign_in("mia").await.unwrap();
    let client = &mia.client;

    let cases = client.cases().list(&CaseQuery::default()).await.unwrap().items;
    assert_eq!(cases.iter().map(|case| &case.id).collect::<Vec<_>>(), [&mine]);
    client.cases().get(&mine).await.unwrap();
    let reply = CreateReply { body: "Hello".into() };
    client.cases().reply(&mine, &reply).await.unwrap();
    let found = |q: &str| DocumentQuery { q: Some(q.into()), ..DocumentQuery::default() };
    assert_eq!(client.documents().list(&found("hidden")).await.unwrap().items, []);
    let listed = client.documents().list(&DocumentQuery::default()).await.unwrap().items;
    assert_eq!(listed.iter().map(|document| &document.id).collect::<Vec<_>>(), [&shown.id]);
    let in_case = DocumentQuery { case_id: Some(other.clone()), ..DocumentQuery::default() };
    assert_eq!(client.documents().list(&in_case).await.unwrap().items, []);
    let counted: u64 = client.documents().folders().await.unwrap().items.iter().map(|folder| folder.documents).sum();
    assert_eq!(counted, listed.iter().filter(|document| !document.folder.is_empty()).count() as u64);

    let rename = UpdateDocument { name: Some("mine.txt".into()), folder: None };
    let refused = [
        client.cases().get(&other).await.err(),
        client.cases().timeline(&other, &PageQuery::default()).await.err(),
        client.cases().reply(&other, &reply).await.err(),
        client.cases().mark_read(&other).await.err(),
        client.documents().get(&hidden.id).await.err(),
        client.documents().get(&contract).await.err(),
        client.documents().versions(&hidden.id).await.err(),
        client.documents().download_link(&hidden.id, None).await.err(),
        client.documents().update(&hidden.id, hidden.version, &rename).await.err(),
        client.documents().upload(place("new.txt", &other), b"new".to_vec()).await.err(),
    ];
    for (at, error) in refused.into_iter().enumerate() {
        assert_eq!(error.unwrap_or_else(|| panic!("{at} was not refused")).code(), Some(ProblemCode::NotFound), "{at}");
    }
    for path in [
        format!("/v1/documents/{}/content", hidden.id),
        format!("/v1/documents/{}/versions/{}/content", hidden.id, hidden.current.id),
        format!("/v1/documents/{}/versions/{}/content", shown.id, hidden.current.id),
    ] {
        assert_eq!(portal.wire.get(&path).bearer(&mia.secret).send().await.unwrap().status, 404, "{path}");
    }
    // What would be hidden from its uploader cannot be uploaded; a case in the region takes it.
    let outside = UploadQuery { name: "outside.txt".into(), ..UploadQuery::default() };
    let error = client.documents().upload(outside, b"outside".to_vec()).await.unwrap_err();
    assert_eq!(error.code(), Some(ProblemCode::PermissionDenied));
    client.documents().upload(place("inside.txt", &mine), b"inside".to_vec()).await.unwrap();

    // The region changes: so does everything, for a link that was made before, too.
    let link = client.documents().download_link(&shown.id, None).await.unwrap();
    let link = format!("/v1/downloads/{}", link.rsplit('/').next().unwrap_or_default());
    vendor.attributes().set_of_case(&mine, &region("US")).await.unwrap();
    assert_eq!(portal.wire.get(&link).send().await.unwrap().status, 404);
    assert_eq!(client.cases().list(&CaseQuery::default()).await.unwrap().items, []);
    // A document's own attribute comes before its case's.
    vendor.attributes().set_of_document(&shown.id, &region("EU")).await.unwrap();
    client.documents().get(&shown.id).await.unwrap();
}

#[tokio::test]
async fn a_condition_on_a_permission_to_change_leaves_reading_alone() {
    let portal = Portal::start().await.unwrap();
    let vendor = portal.acme.with_organization(fixture::northwind());
    let contract = DocumentId::from_u128(fixture::DOCUMENT_CONTRACT);
    let amount =
        ResourceAttributes { attributes: Attributes::from([("amount".to_owned(), AttributeValue::Number(5_000.0))]) };
    vendor.attributes().set_of_document(&contract, &amount).await.unwrap();
    let small = json!({ "compare": { "attribute": "resource.amount", "op": "lt", "to": 1_000 } });
    let grants = vec![allow(P::DocumentsDelete, Some(small))];
    put_in_role(&portal, "mia", &new_role("Small", &[Role::Member.into()], grants)).await;
    let mia = portal.sign_in("mia").await.unwrap().client;
    mia.documents().get(&contract).await.unwrap();
    assert_eq!(mia.documents().delete(&contract).await.unwrap_err().code(), Some(ProblemCode::NotFound));
    let amount =
        ResourceAttributes { attributes: Attributes::from([("amount".to_owned(), AttributeValue::Number(5.0))]) };
    vendor.attributes().set_of_document(&contract, &amount).await.unwrap();
    mia.documents().delete(&contract).await.unwrap();
}

#[tokio::test]
async fn a_role_is_no_more_work_than_a_query_can_do() {
    let portal = Portal::start().await.unwrap();
    let olga = portal.sign_in("olga").await.unwrap().client;
    // Each grant is within its limits.
    let part = |at: usize| json!({ "has": format!("resource.a{at}") });
    let large = |count: usize| Some(json!({ "any": (1..count).map(part).collect::<Vec<_>>() }));
    let reads = |grants: usize| {
        let both = [P::CasesRead, P::DocumentsRead].into_iter().cycle();
        both.take(grants).map(|permission| allow(permission, large(60))).collect::<Vec<_>>()
    };
    let refused = olga.roles().create(&new_role("Large", &[], reads(60))).await.unwrap_err();
    assert_eq!(super::pointer(&refused), "/grants", "{refused:?}");
    // Nor by inheriting.
    let half = olga.roles().create(&new_role("Half", &[], reads(8))).await.unwrap();
    let refused = olga.roles().create(&new_role("More", &[(&half.id).into()], reads(8))).await.unwrap_err();
    assert_eq!(super::pointer(&refused), "/grants", "{refused:?}");
    let child = olga.roles().create(&new_role("Child", &[(&half.id).into()], reads(4))).await.unwrap();
    let grants = Some(reads(12));
    let change = loggia_client::types::roles::UpdateRole { grants, ..Default::default() };
    let refused = olga.roles().update(&half.id, half.version, &change).await.unwrap_err();
    assert_eq!(super::pointer(&refused), "/grants", "a role that inherits from it becomes too large: {refused:?}");
    olga.roles().delete(&child.id).await.unwrap();
    // The largest that there may be, all of it for one permission, is asked and answered.
    for (name, permission, other) in
        [("Cases", P::CasesRead, P::DocumentsRead), ("Documents", P::DocumentsRead, P::CasesRead)]
    {
        let mut most: Vec<_> = (0..13).map(|_| allow(permission, large(60))).collect();
        most.push(allow(other, None));
        put_in_role(&portal, "mia", &new_role(name, &[], most)).await;
        let mia = portal.sign_in("mia").await.unwrap().client;
        mia.cases().list(&CaseQuery::default()).await.unwrap();
        mia.documents().list(&DocumentQuery::default()).await.unwrap();
        let deny: Vec<_> = (0..13).map(|_| deny(permission, large(60))).collect();
        put_in_role(&portal, "mia", &new_role(&format!("No {name}"), &[Role::Viewer.into()], deny)).await;
        let mia = portal.sign_in("mia").await.unwrap().client;
        assert_eq!(mia.cases().list(&CaseQuery::default()).await.unwrap().items.len(), 4);
        assert!(!mia.documents().list(&DocumentQuery::default()).await.unwrap().items.is_empty());
    }
}
