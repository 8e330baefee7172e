//! Putting row-level security in force, and taking it away. Part of every `migrate`; where nothing has to be done nothing
//! is locked.

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl,
    connection::SimpleConnection,
    sql_query,
    sql_types::{Bool, Nullable, Text},
};

use super::{Names, check, rules};
use crate::store::StoreError;

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Nullable<Text>)]
    text: Option<String>,
}

#[derive(QueryableByName)]
struct Verdict {
    #[diesel(sql_type = Bool)]
    holds: bool,
}

fn ask(connection: &mut PgConnection, query: &str) -> Result<Option<String>, StoreError> {
    Ok(sql_query(query).get_result::<Answer>(connection)?.text)
}

fn holds(connection: &mut PgConnection, query: &str, role: &str) -> Result<bool, StoreError> {
    Ok(sql_query(query).bind::<Text, _>(role).get_result::<Verdict>(connection)?.holds)
}

impl Names {
    /// What the roles of the connection's database are called. Roles are shared by all databases of a server, and no
    /// database's roles may use another's tables, so they carry the database's name.
    pub(super) fn read(connection: &mut PgConnection) -> Result<Self, StoreError> {
        let database = ask(connection, "SELECT current_database()::text AS text")?.unwrap_or_default();
        Ok(Self::of(&database))
    }

    fn of(database: &str) -> Self {
        /// PostgreSQL's names have at most 63 bytes.
        const LONGEST: usize = 63 - "portal_tenant_".len();
        let suffix = if database.len() <= LONGEST {
            database.to_owned()
        } else {
            let mut end = LONGEST - 9;
            while !database.is_char_boundary(end) {
                end -= 1;
            }
            let digest = rules::fingerprint(&[database.to_owned()]);
            format!("{}_{}", database.get(..end).unwrap_or_default(), digest.get(..8).unwrap_or_default())
        };
        Self { tenant: format!("portal_tenant_{suffix}"), system: format!("portal_system_{suffix}") }
    }
}

/// See [`super::prepare`]. The lock ends with the connection.
pub(super) fn prepare(connection: &mut PgConnection) -> Result<(), StoreError> {
    Ok(connection.batch_execute(
        "SET lock_timeout = '60s'; SELECT pg_advisory_lock(4834209811); SET lock_timeout = '10s'; \
         SELECT set_config('app.scope', 'maintenance', false);",
    )?)
}

/// See [`super::apply`].
pub(super) fn put_in_force(connection: &mut PgConnection) -> Result<(), StoreError> {
    let names = Names::read(connection)?;
    let owner = "SELECT pg_get_userbyid(relowner)::text AS text FROM pg_class WHERE oid = 'organizations'::regclass";
    let owner = ask(connection, owner)?.unwrap_or_default();
    let statements = rules::statements(&names, &owner);
    let fingerprint = rules::fingerprint(&statements);
    let there = "SELECT (SELECT obj_description(oid, 'pg_policy') FROM pg_policy \
                 WHERE polname = 'tenant' AND polrelid = 'organizations'::regclass) AS text";
    if ask(connection, there)? == Some(fingerprint.clone()) && check::all_faults(connection, &names)?.is_empty() {
        return Ok(());
    }
    connection.transaction(|connection| {
        make_roles(connection, &names)?;
        for statement in &statements {
            connection.batch_execute(statement).map_err(|error| not_applied(statement, &error))?;
        }
        connection.batch_execute(&format!("COMMENT ON POLICY tenant ON organizations IS '{fingerprint}'"))?;
        tracing::info!(tenant = %names.tenant, system = %names.system, "row-level security is in force");
        Ok(())
    })
}

fn make_roles(connection: &mut PgConnection, names: &Names) -> Result<(), StoreError> {
    let user = ask(connection, "SELECT session_user::text AS text")?.unwrap_or_default();
    for role in [&names.tenant, &names.system] {
        let quoted = rules::quoted(role);
        if !holds(connection, "SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1) AS holds", role)? {
            let made = connection.batch_execute(&format!("CREATE ROLE {quoted} NOLOGIN"));
            made.map_err(|error| no_roles(names, &user, &error))?;
        }
        if !holds(connection, MAY_TAKE_ON, role)? {
            let granted = connection.batch_execute(&format!("GRANT {quoted} TO SESSION_USER"));
            granted.map_err(|error| no_roles(names, &user, &error))?;
        }
    }
    Ok(())
}

/// Whether the user who connects may take on a role. Since PostgreSQL 16 being a member does not say so.
const MAY_TAKE_ON: &str = "SELECT pg_has_role(session_user, $1::name, \
     CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) AS holds";

fn no_roles(names: &Names, user: &str, error: &diesel::result::Error) -> StoreError {
    let (tenant, system, user) = (rules::quoted(&names.tenant), rules::quoted(&names.system), rules::quoted(user));
    StoreError::RowSecurity(format!(
        "the database user {user} cannot make the roles that it needs ({error}). An administrator of the database can: \
         CREATE ROLE {tenant} NOLOGIN; CREATE ROLE {system} NOLOGIN; GRANT {tenant}, {system} TO {user}; or lets the \
         user do it: ALTER ROLE {user} CREATEROLE. Where there can be no such roles, row_level_security = \"off\" leaves \
         it to the queries to keep organizations apart"
    ))
}

fn not_applied(statement: &str, error: &diesel::result::Error) -> StoreError {
    StoreError::RowSecurity(format!("{error}, in: {statement}. `migrate` has to run as the owner of the tables"))
}

/// Takes row-level security away where it is on. The owner of the tables sees all rows again, and can drop columns that
/// policies name.
pub(super) fn lift(connection: &mut PgConnection) -> Result<(), StoreError> {
    let names = format!("'{}'", rules::POLICIES.join("', '"));
    let on = format!(
        "SELECT (relrowsecurity OR relforcerowsecurity OR EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid \
         AND polname IN ({names}))) AS holds FROM pg_class WHERE oid = $1::regclass"
    );
    connection.transaction(|connection| {
        let mut lifted = false;
        for table in rules::tables() {
            if holds(connection, &on, table.name)? {
                let off = format!("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY", table.name);
                let drops = rules::POLICIES.map(|policy| format!("DROP POLICY IF EXISTS {policy} ON {}", table.name));
                for statement in [off].into_iter().chain(drops) {
                    connection.batch_execute(&statement).map_err(|error| not_applied(&statement, &error))?;
                }
                lifted = true;
            }
        }
        if lifted {
            tracing::warn!("row_level_security is off now, and was in force in this database before");
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_called_after_their_database_within_what_a_name_can_hold() {
        assert_eq!(Names::of("acme").tenant, "portal_tenant_acme");
        let (one, other) = ("ü".repeat(31), format!("{}x", "ü".repeat(30)));
        let (one, other) = (Names::of(&one), Names::of(&other));
        assert_ne!(one, other);
        for name in [one.tenant, one.system, other.tenant] {
            assert!(name.len() <= 63, "{name}");
        }
    }
}
