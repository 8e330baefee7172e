//! Triggers that keep the audit log append-only: no entry is changed, a new one follows the last one, and where the log
//! ends moves on by one entry at a time.
//!
//! Entries are deleted in one way: by adding a row to `audit_cuts`, which the database does itself, in that statement. It
//! takes the oldest run of an organization's log, up to an entry that the row names with its hash; all of it older than the
//! organization, its brand and the installation keep entries; with nothing on hold; and with the log's last entry saying so.
//! So there is no moment, and no transaction, in which entries may be deleted without the cut. On PostgreSQL the tenant's
//! role may add a cut and change none of the rules, the system's role the other way round, and neither may delete.
//!
//! They hold what this program would do by mistake, and whoever may only use the tables. Whoever owns the tables can
//! drop them; then the chain shows what was changed (see `audit/chain.rs`).

#[cfg(test)]
mod tests;

use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text};

use crate::store::{StoreError, audit::chain::chain_old_entries, connection::AnyConnection};

const SQLITE: &str = include_str!("sqlite.sql");
#[cfg(feature = "postgres")]
const POSTGRES: &str = include_str!("postgres.sql");

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Text)]
    text: String,
}

/// After migrations: links entries that are not linked yet, and puts the triggers in place. Finds them there already,
/// most of the time, and then locks nothing.
pub(super) fn apply(connection: &mut AnyConnection) -> Result<(), StoreError> {
    if is_in_force(connection)? {
        return Ok(());
    }
    // One process at a time.
    connection.batch_execute(match connection {
        AnyConnection::Sqlite(_) => "BEGIN IMMEDIATE",
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => {
            "BEGIN; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(4834209812)"
        }
    })?;
    let done = put_in_force(connection);
    connection.batch_execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

fn put_in_force(connection: &mut AnyConnection) -> Result<(), StoreError> {
    if is_in_force(connection)? {
        return Ok(());
    }
    chain_old_entries(connection)?;
    match connection {
        AnyConnection::Sqlite(sqlite) => sqlite.batch_execute(SQLITE)?,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => {
            postgres.batch_execute(POSTGRES)?;
            postgres.batch_execute(&format!("COMMENT ON FUNCTION audit_append() IS '{}'", fingerprint()))?;
        }
    }
    Ok(())
}

/// Whether the triggers are in place, as this program has them.
fn is_in_force(connection: &mut AnyConnection) -> Result<bool, StoreError> {
    match connection {
        AnyConnection::Sqlite(sqlite) => {
            // SQLite keeps the text of a trigger as it was written.
            let query = sql_query("SELECT sql AS text FROM sqlite_master WHERE type = 'trigger'");
            let there: Vec<Answer> = query.load(sqlite)?;
            let ours = there.iter().filter(|trigger| SQLITE.contains(&trigger.text)).count();
            Ok(ours == SQLITE.matches("CREATE TRIGGER").count())
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(postgres) => {
            let query = sql_query(
                "SELECT coalesce(obj_description(to_regprocedure('audit_append()'), 'pg_proc'), '') || ' ' || \
                 (SELECT count(*) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgenabled = 'A' \
                  AND t.tgrelid IN ('audit_events'::regclass, 'audit_cuts'::regclass, 'organizations'::regclass, \
                                    'brands'::regclass) \
                  AND p.proname IN ('audit_append', 'audit_refuse', 'audit_delete', 'audit_end', 'audit_cut_check', \
                                    'audit_cut_apply', 'audit_cut_close')) AS text",
            );
            let there: Answer = query.get_result(postgres)?;
            Ok(there.text == format!("{} {}", fingerprint(), POSTGRES.matches("CREATE TRIGGER").count()))
        }
    }
}

/// By which it is seen whether a database has this script already.
#[cfg(feature = "postgres")]
fn fingerprint() -> String {
    crate::auth::hash(POSTGRES)
}
