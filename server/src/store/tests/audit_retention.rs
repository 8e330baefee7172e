//! That old entries are deleted in one way, and in no other; and that the rest of the log can still be checked.

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use loggia_types::audit::AuditQuery;

use super::{
    super::{
        Address, AnyConnection, Principal,
        audit::{AuditFilter, Fault, Link},
        engine::{Use, open},
        migrate,
    },
    engines::{REQUIRED, on_every_database},
    *,
};
use crate::domain::{audit::verify, audit_retention::demand_of_brand};

const DAY: TimeDelta = TimeDelta::days(1);

/// An organization with entries of these ages in days, the oldest first.
async fn log(store: &Store, number: u128, ages: &[i64]) -> Tenant {
    let tenant = organization(store, number).await;
    let ages = ages.to_vec();
    store
        .write(&tenant, move |tx| {
            for age in ages {
                let at = tx.now() - TimeDelta::days(age);
                let _noted = tx.audit_at(AuditEntry::new("case.updated", "case", age), at)?;
            }
            Ok(Audited::not_worth_an_entry("a test", ()))
        })
        .await
        .unwrap();
    tenant
}

async fn keep(store: &Store, tenant: &Tenant, days: Option<i64>) {
    let keep = store.write(tenant, move |tx| {
        tx.set_audit_retention(days)?;
        Ok(Audited::not_worth_an_entry("a test", ()))
    });
    keep.await.unwrap();
}

async fn cut(store: &Store, tenant: &Tenant, limit: usize) -> usize {
    store.write(tenant, move |tx| tx.cut_audit(limit, DAY)).await.unwrap()
}

async fn positions(store: &Store, tenant: &Tenant) -> Vec<i64> {
    let filter = AuditFilter::of(&AuditQuery::default()).unwrap();
    let page = store.read(tenant, move |c| c.audit_page(&filter, None, 1000)).await.unwrap();
    let mut positions: Vec<_> = page.events.iter().map(|event| event.position).collect();
    positions.sort_unstable();
    positions
}

async fn verdict(store: &Store, tenant: &Tenant) -> (Link, Result<(), Fault>) {
    let log = verify(store, Some(tenant.org_id().clone())).await.unwrap().remove(0);
    (log.start, log.verdict)
}

#[test]
fn old_entries_are_deleted_in_batches_and_what_is_left_begins_where_they_ended() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let ages = [900, 800, 700, 600, 500, 400, 390, 300, 2, 1];
        let (mine, other) = (log(&store, 1, &ages).await, log(&store, 2, &ages).await);
        // For good, unless somebody says otherwise.
        assert_eq!((cut(&store, &mine, 3).await, positions(&store, &mine).await.len()), (0, 10));
        keep(&store, &mine, Some(395)).await;
        assert_eq!(cut(&store, &mine, 3).await, 3);
        assert_eq!(cut(&store, &mine, 3).await, 3);
        assert_eq!(cut(&store, &mine, 3).await, 0);
        // Two entries say that it was cut, and are not old.
        assert_eq!(positions(&store, &mine).await, [7, 8, 9, 10, 11, 12]);
        let (start, good) = verdict(&store, &mine).await;
        assert_eq!((start.position, good), (6, Ok(())));
        let said = store.read(&mine, |c| c.audit_entry_at(12)).await.unwrap();
        assert_eq!((said.action.as_str(), said.resource_id.as_str()), ("audit.entries_deleted", "6"));
        let before = &said.changes.unwrap()["before"];
        assert_eq!(
            *before,
            serde_json::json!({ "position": 6, "hash": start.hash, "entries": 3, "retention_days": 395 })
        );
        let told = store.read(&mine, |c| c.audit_retention()).await.unwrap();
        let deleted = told.deleted.unwrap();
        assert_eq!((told.days, told.minimum_days, told.is_on_hold), (Some(395), 365, false));
        assert_eq!((deleted.position, deleted.hash, deleted.entry_position), (6, start.hash, 12));
        // Nobody else's.
        assert_eq!(positions(&store, &other).await.len(), 10);
        // Entries go on as before, and the few that became old meanwhile wait for a day.
        keep(&store, &mine, Some(385)).await;
        assert_eq!(cut(&store, &mine, 3).await, 0);
        assert_eq!(store.write(&mine, |tx| tx.cut_audit(3, TimeDelta::zero())).await.unwrap(), 1);
        assert_eq!(positions(&store, &mine).await, [8, 9, 10, 11, 12, 13]);
        assert_eq!(verdict(&store, &mine).await.1, Ok(()));
    });
}

#[test]
fn what_the_law_and_a_hold_want_kept_is_kept() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let mine = log(&store, 1, &[900, 800, 500, 100]).await;
        // Less than the least: as if it were the least.
        keep(&store, &mine, Some(30)).await;
        demand_of_brand(&store, "brand-1", Some(850)).await.unwrap();
        let (org, before) = (mine.org_id().clone(), positions(&store, &mine).await);
        for held in [None, Some(org)] {
            let (hold, release) = (held.clone(), held);
            let now = chrono::Utc::now();
            store.system_write(move |c| c.hold_audit(hold.as_ref(), "A lawsuit", now)).await.unwrap();
            assert!(store.read(&mine, |c| c.audit_retention()).await.unwrap().is_on_hold);
            assert_eq!((cut(&store, &mine, 100).await, &positions(&store, &mine).await), (0, &before));
            assert!(store.system_write(move |c| c.release_audit(release.as_ref())).await.unwrap());
        }
        assert_eq!(cut(&store, &mine, 100).await, 1);
        demand_of_brand(&store, "brand-1", None).await.unwrap();
        assert_eq!(store.write(&mine, |tx| tx.cut_audit(100, TimeDelta::zero())).await.unwrap(), 2);
        assert_eq!(verdict(&store, &mine).await, (verdict(&store, &mine).await.0, Ok(())));
        assert_eq!(positions(&store, &mine).await, [4, 5, 6]);
        assert!(demand_of_brand(&store, "brand-1", Some(89)).await.is_err());
    });
}

/// Runs statements as one transaction, as somebody, and takes it back. Why it was refused, if it was.
fn tried(connection: &mut AnyConnection, who: &str, statements: &str) -> Result<(), String> {
    connection.batch_execute("BEGIN").unwrap();
    let done = connection.batch_execute(&format!("{who}{statements}")).map_err(|error| error.to_string());
    connection.batch_execute("ROLLBACK").unwrap();
    done
}

/// Who can try: on SQLite there is nobody but the owner of the file.
fn callers(address: &Address, tenant: &Tenant) -> Vec<(&'static str, String)> {
    match address {
        Address::Sqlite(_) => vec![("the owner", String::new())],
        #[cfg(feature = "postgres")]
        Address::Postgres(url) => {
            let name = url.rsplit('/').next().unwrap_or_default();
            let act = |scope: &str, org: &str| {
                format!(
                    "SELECT set_config('app.scope', '{scope}', true), set_config('app.org_id', '{org}', true); \
                     SET CONSTRAINTS ALL IMMEDIATE; "
                )
            };
            vec![
                ("the owner", act("maintenance", "")),
                (
                    "a tenant",
                    format!("SET LOCAL ROLE portal_tenant_{name}; {}", act("tenant", tenant.org_id().as_str())),
                ),
                ("the system", format!("SET LOCAL ROLE portal_system_{name}; {}", act("system", ""))),
            ]
        }
    }
}

#[test]
fn no_other_way_to_delete_an_entry_is_open_to_anybody() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let mine = log(&store, 1, &[900, 800, 700, 600, 100, 90]).await;
        keep(&store, &mine, Some(400)).await;
        // One cut that is good and done: up to 2. The log has 3 to 7 then, of which 3 and 4 are old enough.
        assert_eq!(cut(&store, &mine, 2).await, 2);
        // Entries that say what never happened: nobody is kept from writing them who may write entries.
        let say = async |position: i64| {
            let entry = AuditEntry::new("audit.entries_deleted", "audit", position);
            store.write(&mine, move |tx| tx.audit(entry)).await.unwrap();
        };
        let org = mine.org_id().clone();
        let brand = mine.brand_id().clone();
        let entry = AuditEntry::new("brand.noted", "brand", "");
        store.system_write(move |c| c.audit(&brand, &Principal::system(), entry)).await.unwrap();
        let hash_of =
            |position: i64| format!("(SELECT hash FROM audit_events WHERE org_id = '{org}' AND position = {position})");
        let cut_at = |position: i64, hash: &str, entry: &str, open: bool| {
            format!(
                "INSERT INTO audit_cuts (org_id, position, hash, entry_position, retention_days, created_at, is_open) \
                 VALUES ('{org}', {position}, {hash}, {entry}, 400, 0, {open})"
            )
        };
        let last = format!("(SELECT audit_position FROM organizations WHERE id = '{org}')");
        let is_sqlite = matches!(address, Address::Sqlite(_));
        let mut connection = open(&address, Use::Write).unwrap();
        let mut tries = 0;
        let mut refuse = |connection: &mut AnyConnection, what: &str| {
            for (name, who) in callers(&address, &mine) {
                tries += 1;
                let refused = tried(connection, &who, what).expect_err(&format!("{name}: {what}"));
                let reasons = ["append-only", "permission denied", "row-level security", "NOT NULL", "not-null"];
                assert!(reasons.iter().any(|reason| refused.contains(reason)), "{name}: {what}: {refused}");
            }
        };
        let oldest = "DELETE FROM audit_events WHERE position <= 4";
        // Without a cut; behind the one there is; with one that no entry tells of, or one that tells of something else.
        for what in [
            oldest.to_owned(),
            "DELETE FROM audit_events WHERE position = 3".to_owned(),
            "DELETE FROM audit_events WHERE org_id IS NULL".to_owned(),
            "UPDATE audit_events SET created_at = 0".to_owned(),
            cut_at(3, &hash_of(3), &last, true),
            "UPDATE audit_cuts SET is_open = true".to_owned(),
            "UPDATE audit_cuts SET position = 4".to_owned(),
            "DELETE FROM audit_cuts".to_owned(),
            format!("UPDATE audit_cuts SET is_open = true; {oldest}"),
        ] {
            refuse(&mut connection, &what);
        }
        say(3).await;
        for what in [
            // Another position, another hash, another entry, the wrong order, and what is there already.
            cut_at(4, &hash_of(4), &last, true),
            cut_at(3, "'ab'", &last, true),
            cut_at(3, &hash_of(4), &last, true),
            cut_at(3, &hash_of(3), &format!("{last} - 1"), true),
            cut_at(2, "(SELECT hash FROM audit_cuts WHERE position = 2)", &last, true),
            cut_at(0, "''", &last, true),
            // Beyond the cut, in its own transaction.
            format!("{}; DELETE FROM audit_events WHERE position = 4", cut_at(3, &hash_of(3), &last, true)),
            format!("{}; UPDATE audit_cuts SET is_open = true; {oldest}", cut_at(3, &hash_of(3), &last, true)),
            format!("{oldest}; {}", cut_at(3, &hash_of(3), &last, true)),
        ] {
            refuse(&mut connection, &what);
        }
        if is_sqlite {
            refuse(&mut connection, &cut_at(3, &hash_of(3), &last, false));
            refuse(&mut connection, &cut_at(2, "'ab'", &last, true).replace("INSERT", "INSERT OR REPLACE"));
        } else {
            for what in [
                "TRUNCATE audit_events".to_owned(),
                "TRUNCATE audit_cuts".to_owned(),
                "SET LOCAL session_replication_role = replica; DELETE FROM audit_events".to_owned(),
                "CREATE TEMP TABLE audit_cuts (org_id TEXT, is_open BOOLEAN, position BIGINT) ON COMMIT DROP; \
                 SET LOCAL search_path = pg_temp, public; \
                 INSERT INTO audit_cuts SELECT org_id, true, 100 FROM public.audit_events; \
                 DELETE FROM public.audit_events WHERE position = 4"
                    .to_owned(),
            ] {
                refuse(&mut connection, &what);
            }
            // Whoever may add a cut may not change by what it is judged, and the other way round.
            for (name, who) in callers(&address, &mine) {
                let rules = ["DELETE FROM audit_holds", "UPDATE audit_minimums SET days = 90"];
                let may = rules.map(|rule| tried(&mut connection, &who, rule).is_ok());
                let cuts = tried(&mut connection, &who, &cut_at(3, &hash_of(3), &last, true)).is_ok();
                assert!(name == "the owner" || may.iter().all(|may| *may != cuts), "{name}: {may:?} {cuts}");
            }
        }
        // What is too young: by the organization's word, then by the least, then by the database's own least.
        say(5).await;
        refuse(&mut connection, &cut_at(5, &hash_of(5), &last, true));
        keep(&store, &mine, Some(95)).await;
        refuse(&mut connection, &cut_at(5, &hash_of(5), &last, true));
        let least = store.system_write(|c| c.set_audit_minimum(None, Some(89))).await;
        assert!(least.is_err(), "a minimum under 90 days");
        store.system_write(|c| c.set_audit_minimum(None, None)).await.unwrap();
        refuse(&mut connection, &cut_at(5, &hash_of(5), &last, true));
        store.system_write(|c| c.set_audit_minimum(None, Some(365))).await.unwrap();
        // On hold, or for good.
        say(4).await;
        let now = chrono::Utc::now();
        store.system_write(move |c| c.hold_audit(None, "A lawsuit", now)).await.unwrap();
        refuse(&mut connection, &cut_at(4, &hash_of(4), &last, true));
        store.system_write(|c| c.release_audit(None)).await.unwrap();
        keep(&store, &mine, None).await;
        refuse(&mut connection, &cut_at(4, &hash_of(4), &last, true));
        keep(&store, &mine, Some(400)).await;
        assert!(tries >= if is_sqlite { 25 } else { 75 }, "{tries}");
        // All of that was refused for what it was: the same cut is good when everything is right.
        let (_, owner) = callers(&address, &mine).remove(0);
        tried(&mut connection, &owner, &cut_at(4, &hash_of(4), &last, true)).unwrap();
        assert_eq!(positions(&store, &mine).await, [3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(verdict(&store, &mine).await.1, Ok(()));
    });
}

#[test]
fn entries_that_are_gone_without_a_cut_that_the_log_tells_of_are_missed() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let mine = log(&store, 1, &[900, 800, 700, 600, 500]).await;
        keep(&store, &mine, Some(750)).await;
        assert_eq!(cut(&store, &mine, 10).await, 2);
        let mut connection = open(&address, Use::Write).unwrap();
        let drop = if matches!(connection, AnyConnection::Sqlite(_)) {
            "DROP TRIGGER audit_events_delete; DROP TRIGGER audit_cuts_check; DROP TRIGGER audit_cuts_apply"
        } else {
            "SELECT set_config('app.scope', 'maintenance', false); DROP TRIGGER audit_delete ON audit_events; \
             DROP TRIGGER audit_cut_check ON audit_cuts; DROP TRIGGER audit_cut_apply ON audit_cuts"
        };
        connection.batch_execute(drop).unwrap();
        let (org, hash) = (mine.org_id(), "(SELECT hash FROM audit_events WHERE position = 3)");
        let cut =
            format!("INSERT INTO audit_cuts SELECT '{org}', 3, {hash}, entry_position, 750, 0, false FROM audit_cuts");
        connection.batch_execute(&format!("{cut}; DELETE FROM audit_events WHERE position = 3")).unwrap();
        assert_eq!(verdict(&store, &mine).await.1, Err(Fault::Unexplained(3)));
        // A cut that leaves nothing to check is none, whatever an entry before it says.
        let drop = if matches!(connection, AnyConnection::Sqlite(_)) {
            "DROP TRIGGER audit_events_update"
        } else {
            "DROP TRIGGER audit_refuse ON audit_events"
        };
        let forged = "UPDATE audit_events SET action = 'audit.entries_deleted', resource_id = '999999', \
                      changes = '{\"after\":{\"hash\":\"ab\"}}' WHERE position = 5";
        let cut =
            format!("INSERT INTO audit_cuts SELECT '{org}', 999999, 'ab', 5, 750, 0, false FROM audit_cuts LIMIT 1");
        connection.batch_execute(&format!("{drop}; {forged}; {cut}")).unwrap();
        assert_eq!(verdict(&store, &mine).await.1, Err(Fault::Unexplained(999_999)));
        // The triggers come back with the next migration.
        migrate(&address, REQUIRED).unwrap();
        assert!(connection.batch_execute("DELETE FROM audit_events").is_err());
    });
}
