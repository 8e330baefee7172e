//! The filter that conditions become in SQL, against the decision about each thing.

use std::{collections::BTreeSet, sync::Arc};

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{
    CaseId, CaseTypeId, DocumentId, DocumentVersionId, Permission, UserId,
    cases::{CaseQuery, PublicStatus},
    conditions::Attributes,
    documents::DocumentQuery,
    events::EventType,
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use tokio::{runtime::Handle, task::block_in_place};

use super::{
    super::{
        Audited, Store, Tenant,
        rows::{CaseRow, CaseTypeRow, DocumentRow, DocumentVersionRow},
        schema::{cases, documents},
        visible::{Member, Reach},
    },
    engines::on_every_engine,
    organization,
};
use crate::policy::{Standing, tests::random};

/// How many cases there are; every second has a document, and as many documents have no case.
const THINGS: usize = 24;

fn case(tenant: &Tenant, number: u128, case_type: &CaseTypeId) -> CaseRow {
    CaseRow {
        id: CaseId::from_u128(number),
        org_id: tenant.org_id().clone(),
        case_type_id: case_type.clone(),
        reference: format!("X-{number}"),
        title: "A case".to_owned(),
        search: "a case".to_owned(),
        status: PublicStatus::Submitted,
        is_open: true,
        next_step: None,
        milestones: "[]".to_owned(),
        source: None,
        opened_by: None,
        submission_id: None,
        version: 1,
        created_at: 0,
        updated_at: i64::try_from(number).unwrap(),
    }
}

fn document(tenant: &Tenant, number: u128, case: Option<CaseId>) -> (DocumentRow, DocumentVersionRow) {
    let (id, version) = (DocumentId::from_u128(number), DocumentVersionId::from_u128(number));
    let row = DocumentRow {
        id: id.clone(),
        org_id: tenant.org_id().clone(),
        case_id: case,
        folder: String::new(),
        name: format!("{number}.txt"),
        sort_name: format!("{number}.txt"),
        current_version_id: version.clone(),
        version: 1,
        created_at: 0,
        updated_at: i64::try_from(number).unwrap(),
        deleted_at: None,
        draft_of: None,
        draft_id: None,
    };
    let version = DocumentVersionRow {
        id: version,
        org_id: tenant.org_id().clone(),
        document_id: id,
        number: 1,
        size: 1,
        media_type: "text/plain".to_owned(),
        sha256: String::new(),
        file_key: format!("{}/{number}", tenant.org_id()),
        uploaded_by: None,
        created_at: 0,
    };
    (row, version)
}

/// What there is: each case and each document with the attributes that decide about it.
struct Things {
    cases: Vec<(CaseId, Attributes)>,
    documents: Vec<(DocumentId, Attributes)>,
}

/// Cases and documents with these attributes, of which documents of cases inherit.
async fn fill(store: &Store, tenant: &Tenant, number: u128, attributes: &[Attributes]) -> Things {
    let case_type = CaseTypeId::from_u128(number);
    let row = CaseTypeRow {
        id: case_type.clone(),
        brand_id: tenant.brand_id().clone(),
        key: "x".to_owned(),
        name: "X".to_owned(),
        reference_prefix: "X".to_owned(),
        status_labels: "{}".to_owned(),
        milestones: "[]".to_owned(),
        created_at: 0,
    };
    store.system_write(move |c| c.insert_case_type(&row)).await.unwrap();
    let mut things = Things { cases: Vec::new(), documents: Vec::new() };
    let mut rows = Vec::new();
    for at in 0..THINGS {
        let [own, of_case, alone] = [0, 1, 2].map(|more| attributes[(at * 3 + more) % attributes.len()].clone());
        let id = number * 1_000 + u128::try_from(at).unwrap();
        let case = case(tenant, id, &case_type);
        things.cases.push((case.id.clone(), of_case.clone()));
        rows.push((Some(case.clone()), None, case.id.to_string(), of_case.clone()));
        let inside = document(tenant, id * 2, Some(case.id.clone()));
        let mut deciding = of_case;
        deciding.extend(own.clone());
        things.documents.push((inside.0.id.clone(), deciding));
        let id_of_inside = inside.0.id.to_string();
        rows.push((None, Some(inside), id_of_inside, own));
        let outside = document(tenant, id * 2 + 1, None);
        things.documents.push((outside.0.id.clone(), alone.clone()));
        let id_of_outside = outside.0.id.to_string();
        rows.push((None, Some(outside), id_of_outside, alone));
    }
    store
        .write(tenant, move |tx| {
            for (case, document, id, attributes) in &rows {
                if let Some(case) = case {
                    tx.insert(case)?;
                    tx.emit(EventType::CaseCreated, id)?;
                }
                if let Some((row, version)) = document {
                    tx.insert(row)?;
                    tx.insert(version)?;
                    tx.emit(EventType::DocumentCreated, id)?;
                }
                tx.set_attributes(id, attributes)?;
                assert_eq!(tx.own_attributes(id)?, *attributes);
            }
            Ok(Audited::not_worth_an_entry("a fixture", ()))
        })
        .await
        .unwrap();
    things
}

fn seen_by(tenant: &Tenant, standing: Standing, asked: Option<Permission>) -> Tenant {
    let (standing, user) = (Arc::new(standing), UserId::from_u128(1));
    tenant.reaching(Reach::Member(Arc::new(Member { standing, user, asked })))
}

/// Everything that this member finds of one kind, by every way there is: they have to be the same.
async fn found_cases(store: &Store, tenant: &Tenant, all: Vec<CaseId>) -> BTreeSet<String> {
    let (page, found, single, events) = store
        .read(tenant, move |c| {
            let page = c.case_page(&CaseQuery::default(), None, 1_000)?;
            let found: Vec<CaseId> = c.cases().select(cases::id).load(c.raw())?;
            let single: Vec<String> = all
                .iter()
                .filter(|id| c.case(id).is_ok() && c.require_case(id).is_ok())
                .map(ToString::to_string)
                .collect();
            Ok((page, found, single, c.events_after(0, 1_000)?))
        })
        .await
        .unwrap();
    let page: BTreeSet<String> = page.into_iter().map(|case| case.id.to_string()).collect();
    assert_eq!(page, found.iter().map(ToString::to_string).collect());
    assert_eq!(page, single.into_iter().collect());
    let told = events.into_iter().filter_map(|(_, event)| event).filter(|event| event.kind == EventType::CaseCreated);
    assert_eq!(page, told.map(|event| event.resource_id).collect());
    page
}

async fn found_documents(store: &Store, tenant: &Tenant, all: Vec<DocumentId>) -> BTreeSet<String> {
    let (page, found, single, versions, counts, events) = store
        .read(tenant, move |c| {
            let page = c.document_page(&DocumentQuery::default(), None, 1_000)?;
            let found: Vec<DocumentId> = c.documents().select(documents::id).load(c.raw())?;
            let single: Vec<String> = all.iter().filter(|id| c.document(id).is_ok()).map(ToString::to_string).collect();
            let mut versions = Vec::new();
            for id in &all {
                versions.extend((!c.version_page(id, None, 10)?.is_empty()).then(|| id.to_string()));
            }
            Ok((page, found, single, versions, c.folder_counts()?, c.events_after(0, 1_000)?))
        })
        .await
        .unwrap();
    let page: BTreeSet<String> = page.into_iter().map(|document| document.id.to_string()).collect();
    assert_eq!(page, found.iter().map(ToString::to_string).collect());
    assert_eq!(page, single.into_iter().collect());
    assert_eq!(page, versions.into_iter().collect());
    assert_eq!(page.len(), counts.iter().map(|(_, count)| usize::try_from(*count).unwrap()).sum::<usize>());
    let told =
        events.into_iter().filter_map(|(_, event)| event).filter(|event| event.kind == EventType::DocumentCreated);
    assert_eq!(page, told.map(|event| event.resource_id).collect());
    page
}

#[test]
fn what_is_found_is_what_is_decided_for() {
    on_every_engine(async |store| {
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
        let attributes: Vec<Attributes> = {
            let many = prop::collection::vec(random::attributes(), THINGS * 3);
            many.new_tree(&mut runner).unwrap().current()
        };
        let tenant = organization(&store, 1).await;
        let things = fill(&store, &tenant, 1, &attributes).await;
        // A neighbour's things with the same attributes are never found.
        let neighbour = organization(&store, 2).await;
        fill(&store, &neighbour, 2, &attributes).await;

        let mut runner = TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
        let both = (random::standing(Permission::CasesRead), random::standing(Permission::DocumentsRead));
        runner
            .run(&both, |(of_cases, of_documents)| {
                block_in_place(|| {
                    Handle::current().block_on(async {
                        // Conditions on time are about the random requests' moment, which is still to come or long past
                        // for the store: both sides see the store's.
                        let now = Utc::now();
                        let expected: BTreeSet<String> = things
                            .cases
                            .iter()
                            .filter(|(_, attributes)| of_cases.decide(Permission::CasesRead, attributes, now))
                            .map(|(id, _)| id.to_string())
                            .collect();
                        let ids = things.cases.iter().map(|(id, _)| id.clone()).collect();
                        let found = found_cases(&store, &seen_by(&tenant, of_cases.clone(), None), ids).await;
                        prop_assert_eq!(found, expected);

                        let expected: BTreeSet<String> = things
                            .documents
                            .iter()
                            .filter(|(_, attributes)| of_documents.decide(Permission::DocumentsRead, attributes, now))
                            .map(|(id, _)| id.to_string())
                            .collect();
                        let ids = things.documents.iter().map(|(id, _)| id.clone()).collect();
                        let found = found_documents(&store, &seen_by(&tenant, of_documents.clone(), None), ids).await;
                        prop_assert_eq!(found, expected);
                        Ok(())
                    })
                })
            })
            .unwrap();
    });
}
