//! Migrations of databases in which there is something, and their way back.

use diesel::{
    backend::Backend,
    connection::SimpleConnection,
    migration::{Migration, MigrationSource},
    sql_types::BigInt,
};
use diesel_migrations::MigrationHarness;

use super::{
    super::{
        Address, AnyConnection, RowLevelSecurity,
        credentials::Shown,
        engine::{MIGRATIONS, open_to_migrate},
        migrate,
        rows::ApiKeyRow,
    },
    engines::{REQUIRED, on_every_database},
    *,
};
use crate::{
    auth::hash,
    domain::api_keys::{self, NewApiKey},
};

/// Organizations' API keys, as folders of migrations name them.
const KEYS: &str = "000004_organization_api_keys";

/// What is done with one migration.
#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
}

fn go<DB: Backend, C: MigrationHarness<DB>>(connection: &mut C, way: Way, wanted: impl Fn(&str) -> bool) {
    let all: Vec<Box<dyn Migration<DB>>> = MIGRATIONS.migrations().unwrap();
    let chosen: Vec<_> = all.iter().filter(|migration| wanted(&migration.name().to_string())).collect();
    assert!(!chosen.is_empty());
    // Makes the list of those that ran, where there is none.
    connection.applied_migrations().unwrap();
    for migration in chosen {
        match way {
            Way::Up => connection.run_migration(migration).unwrap(),
            Way::Down => connection.revert_migration(migration).unwrap(),
        };
    }
}

/// Runs the migrations whose names are `wanted`, on a connection that may change every row.
fn run(address: &Address, way: Way, wanted: impl Fn(&str) -> bool) -> AnyConnection {
    let mut connection = open_to_migrate(address).unwrap();
    match &mut connection {
        AnyConnection::Sqlite(connection) => go(connection, way, wanted),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(connection) => go(connection, way, wanted),
    }
    connection
}

fn count(connection: &mut AnyConnection, table: &str) -> i64 {
    let counted = diesel::dsl::sql::<BigInt>(&format!("(SELECT count(*) FROM {table})"));
    diesel::select(counted).get_result(connection).unwrap()
}

#[test]
fn brands_api_keys_go_on_when_organizations_get_their_own_and_when_that_is_taken_back() {
    on_every_database(async |address| {
        // As an earlier version left it: later migrations than this one may have run already.
        let mut connection = run(&address, Way::Up, |name| !name.contains(KEYS));
        let brand = BrandId::from_u128(1);
        connection
            .batch_execute(&format!(
                "INSERT INTO brands (id, key, name, created_at) VALUES ('{brand}', 'brand-1', 'Brand', 0); \
                 INSERT INTO api_keys (id, brand_id, name, secret_hash, scopes, created_at) \
                 VALUES ('{}', '{brand}', 'Backend', '{}', '[\"cases:read\"]', 7)",
                ApiKeyId::from_u128(1),
                hash("sk_old"),
            ))
            .unwrap();
        drop(connection);
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let (found, listed) = store
            .system_read(|c| Ok((c.live_api_key(Shown::Secret(&hash("sk_old")), None)?.unwrap(), c.api_keys(None)?)))
            .await
            .unwrap();
        assert_eq!((found.scopes.len(), found.networks.len(), found.is_organizations), (1, 0, false));
        assert_eq!((listed.len(), listed[0].organization.as_ref(), listed[0].last_used_at), (1, None, None));
        // It is rotated like any other.
        let renewed = api_keys::renew(&store, found.id.clone(), chrono::TimeDelta::hours(1)).await.unwrap();
        for secret in ["sk_old", renewed.as_str()] {
            let hash = hash(secret);
            let live = store.system_read(move |c| c.live_api_key(Shown::Secret(&hash), None)).await.unwrap();
            assert_eq!(live.map(|key| key.id), Some(found.id.clone()));
        }
        // Back again: the brand's keys stay, with their newest secrets; an organization's end.
        let tenant = Tenant::for_system(OrganizationId::from_u128(1), brand.clone());
        store
            .system_write({
                let (tenant, brand) = (tenant.clone(), brand.clone());
                move |c| {
                    c.insert_organization(&OrganizationRow {
                        id: tenant.org_id().clone(),
                        brand_id: brand.clone(),
                        name: "Organization".to_owned(),
                        locale: "en".to_owned(),
                        features: None,
                        event_position: 0,
                        case_number: 0,
                        created_at: 0,
                    })?;
                    let own = ApiKeyRow {
                        org_id: Some(tenant.org_id().clone()),
                        ..ApiKeyRow::new(ApiKeyId::from_u128(2), brand, "Own".to_owned(), 0)
                    };
                    c.in_tenant(&tenant, |tx| tx.insert_api_key(&own, "own"))
                }
            })
            .await
            .unwrap();
        drop(store);
        // PostgreSQL's policies name the columns.
        migrate(&address, RowLevelSecurity::Off).unwrap();
        let mut connection = run(&address, Way::Down, |name| name.contains(KEYS));
        let newest = format!("api_keys WHERE name = 'Backend' AND secret_hash = '{}'", hash(&renewed));
        assert_eq!((count(&mut connection, "api_keys"), count(&mut connection, &newest)), (1, 1));
        drop(connection);
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let new = NewApiKey {
            brand: "brand-1".to_owned(),
            name: "Another".to_owned(),
            scopes: vec![loggia_types::Permission::CasesRead],
            networks: Vec::new(),
            good_for: None,
        };
        api_keys::issue(&store, new).await.unwrap();
        assert_eq!(api_keys::list(&store, None).await.unwrap().len(), 2);
    });
}

#[test]
fn the_way_back_of_cut_logs_and_streams_is_open_and_leads_there_again() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let tenant = organization(&store, 1).await;
        let note = async |store: &Store| {
            store.write(&tenant, |tx| tx.audit(AuditEntry::new("case.updated", "case", ""))).await.unwrap();
        };
        note(&store).await;
        drop(store);
        migrate(&address, RowLevelSecurity::Off).unwrap();
        drop(run(&address, Way::Down, |name| name.contains("000004_audit_retention")));
        assert_eq!(migrate(&address, REQUIRED).unwrap().len(), 1);
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        note(&store).await;
        let told = store.read(&tenant, |c| c.audit_retention()).await.unwrap();
        assert_eq!((told.days, told.minimum_days, told.deleted), (None, 365, None));
        let logs = crate::domain::audit::verify(&store, None).await.unwrap();
        assert!(logs.iter().all(|log| log.verdict.is_ok()), "{logs:?}");
    });
}
