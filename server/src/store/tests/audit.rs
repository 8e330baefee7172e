//! That the audit log can only grow, that what was done to it in spite of that is found, and that its filters find what
//! they are asked for.

use diesel::connection::SimpleConnection;
use loggia_types::audit::{AuditEvent, AuditQuery, Outcome};

use super::{
    super::{
        Address, AnyConnection, Principal,
        audit::{AuditFilter, AuditPlace, Fault},
        engine::{Use, open},
        migrate,
    },
    engines::{REQUIRED, on_every_database},
    *,
};
use crate::domain::audit::verify;

async fn note(store: &Store, tenant: &Tenant, entry: AuditEntry) {
    store.write(tenant, move |tx| tx.audit(entry)).await.unwrap();
}

/// A connection past the store, for whoever tampers.
fn tamperer(address: &Address) -> AnyConnection {
    let mut connection = open(address, Use::Write).unwrap();
    if !matches!(connection, AnyConnection::Sqlite(_)) {
        connection.batch_execute("SELECT set_config('app.scope', 'maintenance', false)").unwrap();
    }
    connection
}

fn drop_triggers(connection: &mut AnyConnection) {
    let script = if matches!(connection, AnyConnection::Sqlite(_)) {
        "DROP TRIGGER audit_events_append; DROP TRIGGER audit_events_update; DROP TRIGGER audit_events_delete; \
         DROP TRIGGER organizations_audit_end; DROP TRIGGER brands_audit_end;"
    } else {
        "DROP TRIGGER audit_append ON audit_events; DROP TRIGGER audit_refuse ON audit_events; \
         DROP TRIGGER audit_delete ON audit_events; \
         DROP TRIGGER audit_end ON organizations; DROP TRIGGER audit_end ON brands;"
    };
    connection.batch_execute(script).unwrap();
}

#[test]
fn the_database_refuses_to_change_the_audit_log() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let tenant = organization(&store, 1).await;
        let brand = tenant.brand_id().clone();
        for _ in 0..3 {
            note(&store, &tenant, AuditEntry::new("member.added", "membership", "mem_1")).await;
        }
        let entry = AuditEntry::new("api_key.created", "api_key", "key_1");
        store.system_write(move |c| c.audit(&brand, &Principal::system(), entry)).await.unwrap();
        let mut connection = tamperer(&address);
        let copy = "INSERT INTO audit_events (id, org_id, created_at, actor_kind, actor_id, actor_name, action, \
                    resource_type, resource_id, outcome, request_id, position, hash)";
        let newest = store.read(&tenant, |c| c.audit_page(&AuditFilter::default(), None, 1)).await.unwrap();
        let id = &newest.events[0].id;
        let org = tenant.org_id();
        let mut attempts = vec![
            "UPDATE audit_events SET actor_name = 'Nobody' WHERE position = 2".to_owned(),
            "UPDATE audit_events SET action_kind = ''".to_owned(),
            "DELETE FROM audit_events WHERE position = 3".to_owned(),
            "DELETE FROM audit_events WHERE org_id IS NULL".to_owned(),
            "UPDATE organizations SET audit_position = 2".to_owned(),
            "UPDATE organizations SET audit_hash = 'ab'".to_owned(),
            "UPDATE brands SET audit_position = 7".to_owned(),
            format!("{copy} VALUES ('a', '{org}', 0, '', '', '', '', '', '', '', '', 3, 'ab')"),
            format!("{copy} VALUES ('a', '{org}', 0, '', '', '', '', '', '', '', '', 5, 'ab')"),
            format!("{copy} VALUES ('a', '{org}', 0, '', '', '', '', '', '', '', '', 4, '')"),
            format!("{copy} VALUES ('a', 'org_other', 0, '', '', '', '', '', '', '', '', 1, 'ab')"),
            format!("{copy} VALUES ('a', 'org_other', 0, '', '', '', '', '', '', '', '', 0, 'ab')"),
            format!("{copy} VALUES ('a', NULL, 0, '', '', '', '', '', '', '', '', 1, 'ab')"),
        ];
        if matches!(connection, AnyConnection::Sqlite(_)) {
            let replace = copy.replace("INSERT", "INSERT OR REPLACE");
            attempts.push(format!("{replace} VALUES ('{id}', '{org}', 0, '', '', '', '', '', '', '', '', 4, 'ab')"));
        } else {
            attempts.push("TRUNCATE audit_events".to_owned());
            attempts.push("SET session_replication_role = replica; DELETE FROM audit_events".to_owned());
        }
        for attempt in attempts {
            let refused = connection.batch_execute(&attempt).expect_err(&attempt).to_string();
            assert!(refused.contains("append-only") || refused.contains("permission denied"), "{attempt}: {refused}");
        }
        let logs = verify(&store, None).await.unwrap();
        let ends: Vec<_> = logs.iter().map(|log| (log.end.position, log.verdict.clone())).collect();
        assert_eq!(ends, [(3, Ok(())), (1, Ok(()))]);
        // Put back by the next migration.
        drop_triggers(&mut connection);
        migrate(&address, REQUIRED).unwrap();
        assert!(connection.batch_execute("DELETE FROM audit_events").is_err());
    });
}

#[test]
fn whatever_was_done_to_the_log_past_its_triggers_is_found_where_it_begins() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let (mine, other) = (organization(&store, 1).await, organization(&store, 2).await);
        for number in 1..=5 {
            for tenant in [&mine, &other] {
                let entry = AuditEntry::new("member.added", "membership", number).changes((), number);
                note(&store, tenant, entry).await;
            }
        }
        let mut connection = tamperer(&address);
        drop_triggers(&mut connection);
        let org = mine.org_id();
        let at = |position: i64| format!("WHERE org_id = '{org}' AND position = {position}");
        let ids: Vec<_> = {
            let page = store.read(&mine, |c| c.audit_page(&AuditFilter::default(), None, 10)).await.unwrap();
            page.events.into_iter().rev().map(|event| event.id).collect()
        };
        let changed = |position: i64| Fault::Changed(position, ids[position as usize - 1].clone());
        let cases = [
            (format!("UPDATE audit_events SET actor_name = 'Nobody' {}", at(2)), changed(2)),
            (format!("UPDATE audit_events SET created_at = created_at + 1 {}", at(5)), changed(5)),
            (format!("UPDATE audit_events SET changes = NULL {}", at(1)), changed(1)),
            (format!("UPDATE audit_events SET action_kind = 'other.' {}", at(4)), changed(4)),
            (format!("UPDATE audit_events SET hash = 'ab' {}", at(3)), changed(3)),
            (format!("UPDATE audit_events SET hash = '' {}", at(3)), changed(3)),
            (format!("DELETE FROM audit_events {}", at(1)), Fault::Missing(1)),
            (format!("DELETE FROM audit_events {}", at(3)), Fault::Missing(3)),
            (format!("DELETE FROM audit_events {}", at(5)), Fault::Missing(5)),
            (format!("UPDATE audit_events SET position = 9 {}", at(2)), Fault::Missing(2)),
            (format!("UPDATE organizations SET audit_hash = 'ab' WHERE id = '{org}'"), Fault::AnotherEnd(5)),
            (format!("UPDATE organizations SET audit_position = 4 WHERE id = '{org}'"), Fault::AnotherEnd(4)),
        ];
        connection
            .batch_execute(
                "CREATE TABLE kept_entries AS SELECT * FROM audit_events; \
                 CREATE TABLE kept_organizations AS SELECT id, audit_position, audit_hash FROM organizations",
            )
            .unwrap();
        for (change, fault) in cases {
            connection.batch_execute(&change).unwrap();
            let logs = verify(&store, None).await.unwrap();
            let of = |tenant: &Tenant| logs.iter().find(|log| log.owner == tenant.org_id().as_str()).unwrap();
            assert_eq!(of(&mine).verdict, Err(fault), "{change}");
            assert_eq!(of(&other).verdict, Ok(()), "{change}");
            connection
                .batch_execute(
                    "DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM kept_entries; \
                     UPDATE organizations SET (audit_position, audit_hash) = \
                     (SELECT audit_position, audit_hash FROM kept_organizations kept WHERE kept.id = organizations.id)",
                )
                .unwrap();
        }
        assert!(verify(&store, None).await.unwrap().iter().all(|log| log.verdict.is_ok()));
        // Migrating links what was never linked, and does not smooth over what somebody unlinked.
        let unlinked = format!("UPDATE audit_events SET hash = '', actor_name = 'Nobody' WHERE org_id = '{org}'");
        connection.batch_execute(&unlinked).unwrap();
        migrate(&address, REQUIRED).unwrap();
        assert_eq!(verify(&store, Some(org.clone())).await.unwrap()[0].verdict, Err(changed(1)));
    });
}

#[test]
fn entries_written_at_once_are_one_chain_without_a_gap() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 8, REQUIRED).unwrap();
        let tenant = organization(&store, 1).await;
        let writers: Vec<_> = (0..60)
            .map(|number| {
                let (store, tenant) = (store.clone(), tenant.clone());
                tokio::spawn(async move {
                    let entry = AuditEntry::new("api_key.created", "api_key", number);
                    let brand = tenant.brand_id().clone();
                    if number % 3 == 0 {
                        store.system_write(move |c| c.audit(&brand, &Principal::system(), entry)).await.unwrap();
                    } else {
                        note(&store, &tenant, entry).await;
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let logs = verify(&store, None).await.unwrap();
        let ends: Vec<_> = logs.iter().map(|log| (log.end.position, log.verdict.clone())).collect();
        assert_eq!(ends, [(40, Ok(())), (20, Ok(()))]);
    });
}

/// Every entry that a query finds, in pages of two.
async fn find(store: &Store, tenant: &Tenant, query: &AuditQuery) -> Vec<AuditEvent> {
    let filter = AuditFilter::of(query).unwrap();
    let (mut found, mut next): (Vec<AuditEvent>, Option<AuditPlace>) = (Vec::new(), None);
    loop {
        let wanted = filter.clone();
        let page = store.read(tenant, move |c| c.audit_page(&wanted, next, 2)).await.unwrap();
        assert!(page.events.len() <= 2);
        found.extend(page.events);
        next = page.next;
        if next.is_none() {
            return found;
        }
    }
}

#[test]
fn the_log_is_found_by_each_of_its_filters_and_by_several_at_once() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let (mine, other) = (organization(&store, 1).await, organization(&store, 2).await);
        for number in 0..7 {
            let thing = format!("mem_{}", number % 2);
            note(&store, &mine, AuditEntry::new("member.added", "membership", &thing).changes((), "Zoë ÜMIT")).await;
            note(&store, &mine, AuditEntry::new("member.removed", "membership", &thing).denied("not now")).await;
            note(&store, &other, AuditEntry::new("member.added", "membership", &thing)).await;
        }
        note(&store, &mine, AuditEntry::new("case.updated", "case", "case_1")).await;
        let all = find(&store, &mine, &AuditQuery::default()).await;
        let positions: Vec<_> = all.iter().map(|event| event.position).collect();
        assert_eq!(positions, (1..=15).rev().collect::<Vec<_>>());
        let some = |text: &str| Some(text.to_owned());
        let count = async |query: AuditQuery| find(&store, &mine, &query).await.len();
        let q = AuditQuery::default;
        assert_eq!(count(AuditQuery { action: some("member.added"), ..q() }).await, 7);
        assert_eq!(count(AuditQuery { action: some("member."), ..q() }).await, 14);
        assert_eq!(count(AuditQuery { action: some("member"), ..q() }).await, 0);
        assert_eq!(count(AuditQuery { resource_id: some("mem_1"), ..q() }).await, 6);
        assert_eq!(count(AuditQuery { actor_id: some(""), ..q() }).await, 15);
        assert_eq!(count(AuditQuery { actor_id: some("user_1"), ..q() }).await, 0);
        assert_eq!(count(AuditQuery { outcome: Some(Outcome::Denied), ..q() }).await, 7);
        let both = AuditQuery { outcome: Some(Outcome::Denied), resource_id: some("mem_0"), ..q() };
        assert_eq!(count(both).await, 4);
        assert_eq!(count(AuditQuery { q: some("  zoë ümit "), ..q() }).await, 7);
        assert_eq!(count(AuditQuery { q: some("NOT NOW"), action: some("member."), ..q() }).await, 7);
        assert_eq!(count(AuditQuery { q: some("%"), ..q() }).await, 0);
        assert_eq!(count(AuditQuery { q: Some(all[3].request_id.to_string()), ..q() }).await, 15);
        let (first, last) = (all[14].created_at, all[0].created_at);
        assert_eq!(count(AuditQuery { from: Some(first), to: Some(last), ..q() }).await, 14);
        assert_eq!(count(AuditQuery { from: Some(last), ..q() }).await, 1);
        assert_eq!(count(AuditQuery { to: Some(first), ..q() }).await, 0);
        let long = AuditFilter::of(&AuditQuery { q: Some("x".repeat(201)), ..q() }).unwrap_err().into_problem();
        assert_eq!((long.status, long.errors[0].pointer.as_str()), (400, "?q"));
    });
}

#[test]
fn a_text_that_is_nowhere_near_is_looked_for_page_by_page() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let tenant = organization(&store, 1).await;
        store
            .write(&tenant, |tx| {
                let _noted = tx.audit(AuditEntry::new("case.updated", "case", "needle"))?;
                for _ in 0..1600 {
                    let _noted = tx.audit(AuditEntry::new("case.updated", "case", "hay"))?;
                }
                Ok(Audited::not_worth_an_entry("a test", ()))
            })
            .await
            .unwrap();
        let filter = AuditFilter::of(&AuditQuery { q: Some("needle".to_owned()), ..AuditQuery::default() }).unwrap();
        let again = filter.clone();
        let first = store.read(&tenant, move |c| c.audit_page(&filter, None, 25)).await.unwrap();
        assert!(first.events.is_empty() && first.next.is_some());
        let second = store.read(&tenant, move |c| c.audit_page(&again, first.next, 25)).await.unwrap();
        assert_eq!((second.events.len(), second.next), (1, None));
    });
}
