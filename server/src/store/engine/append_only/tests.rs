//! A database from before there was a chain.
#![allow(clippy::unwrap_used)]

use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::MigrationHarness;
use loggia_types::{AuditEventId, BrandId, OrganizationId, RequestId};

use super::{
    super::{Address, MIGRATIONS, Use, migrate, open},
    *,
};
use crate::{
    domain::audit,
    store::{
        AuditEntry, Store, Tenant,
        tests::engines::{REQUIRED, on_every_database},
    },
};

/// The migration that makes the log a chain.
const CHAIN: &str = "20261121000005";

fn migrate_until_before<DB, C>(connection: &mut C)
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    let all: Vec<Box<dyn Migration<DB>>> = MIGRATIONS.migrations().unwrap();
    connection.pending_migrations(MIGRATIONS).unwrap();
    for migration in all.iter().filter(|migration| migration.name().version() < CHAIN.into()) {
        connection.run_migration(migration).unwrap();
    }
}

fn old_database(address: &Address) {
    let mut connection = open(address, Use::Write).unwrap();
    match &mut connection {
        AnyConnection::Sqlite(sqlite) => migrate_until_before(sqlite),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => migrate_until_before(postgres),
    }
    let (brand, org) = (BrandId::from_u128(1), OrganizationId::from_u128(1));
    let entries: String = (0..2500_u32)
        .map(|number| {
            let org = if number % 5 == 0 { "NULL".to_owned() } else { format!("'{org}'") };
            let changes = if number % 2 == 0 { "NULL" } else { r#"'{"before":null,"after":1}'"# };
            format!(
                "INSERT INTO audit_events VALUES ('{}', {org}, '{brand}', {}, 'system', '', 'System', \
                 'member.added', 'membership', '{number}', 'success', NULL, NULL, NULL, '{}', {changes});",
                AuditEventId::generate(),
                // Two at a time, so that ids decide.
                number / 2,
                RequestId::generate(),
            )
        })
        .collect();
    connection
        .batch_execute(&format!(
            "BEGIN; INSERT INTO brands (id, key, name, created_at) VALUES ('{brand}', 'acme', 'Acme', 0); \
             INSERT INTO organizations (id, brand_id, name, locale, event_position, case_number, created_at) \
             VALUES ('{org}', '{brand}', 'Northwind', 'en', 0, 0, 0); {entries} COMMIT"
        ))
        .unwrap();
}

#[test]
fn entries_from_before_the_chain_are_linked_by_migrating() {
    on_every_database(async |address| {
        old_database(&address);
        assert!(migrate(&address, REQUIRED).unwrap().iter().any(|name| name.contains(CHAIN)));
        assert_eq!(migrate(&address, REQUIRED).unwrap(), Vec::<String>::new());
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let logs = audit::verify(&store, None).await.unwrap();
        assert!(logs.iter().all(|log| log.verdict.is_ok()), "{logs:?}");
        let lengths: Vec<_> = logs.iter().map(|log| log.end.position).collect();
        assert_eq!(lengths, [2000, 500]);
        // And go on.
        let tenant = Tenant::for_system(OrganizationId::from_u128(1), BrandId::from_u128(1));
        store.write(&tenant, |tx| tx.audit(AuditEntry::new("member.added", "membership", ""))).await.unwrap();
        let [northwind] = &audit::verify(&store, Some(tenant.org_id().clone())).await.unwrap()[..] else { panic!() };
        assert_eq!((northwind.end.position, &northwind.verdict), (2001, &Ok(())));
    });
}
