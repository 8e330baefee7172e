//! Whether row-level security is in force: asked of the catalogue, and tried.

use std::sync::Arc;

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query,
    sql_types::{Bool, Nullable, Text},
};

use super::{Names, enter, rules};
use crate::store::{
    StoreError,
    connection::AnyConnection,
    engine::{Address, Use, open as connect},
};

#[derive(QueryableByName)]
struct Role {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    is_above: bool,
    #[diesel(sql_type = Bool)]
    has_more: bool,
}

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    enabled: bool,
    #[diesel(sql_type = Bool)]
    forced: bool,
}

#[derive(QueryableByName)]
struct Policy {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Bool)]
    is_whole: bool,
    #[diesel(sql_type = Nullable<Text>)]
    condition: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    written: Option<String>,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    name: String,
}

/// How many faults an error names.
const SHOWN: usize = 5;

/// The roles of a database, if row-level security is in force.
pub(super) fn open(address: &Address) -> Result<Arc<Names>, StoreError> {
    let AnyConnection::Postgres(mut connection) = connect(address, Use::Read)? else {
        return Err(StoreError::RowSecurity("the database is not PostgreSQL".to_owned()));
    };
    let names = Names::read(&mut connection)?;
    let mut faults = all_faults(&mut connection, &names)?;
    if !faults.is_empty() {
        let more = faults.len().saturating_sub(SHOWN);
        faults.truncate(SHOWN);
        faults.extend((more > 0).then(|| format!("and {more} more")));
        return Err(StoreError::RowSecurity(format!(
            "{}. Run `migrate` as the owner of the tables, which puts it right, or set row_level_security = \"off\"",
            faults.join("; ")
        )));
    }
    let superusers = "SELECT rolname::text AS name FROM pg_roles WHERE rolname = session_user AND rolsuper";
    if let Some(user) = sql_query(superusers).load::<Found>(&mut connection)?.first() {
        tracing::warn!(
            user = %user.name,
            "the database user is a superuser: give the server an ordinary user that owns its tables and has CREATEROLE"
        );
    }
    Ok(Arc::new(names))
}

/// What is not as it has to be, by the catalogue or, where that says nothing, by trying.
pub(super) fn all_faults(connection: &mut PgConnection, names: &Names) -> Result<Vec<String>, StoreError> {
    let faults = faults(connection, names)?;
    if faults.is_empty() { leaks(connection, names) } else { Ok(faults) }
}

/// What the catalogue says is not as it has to be.
pub(super) fn faults(connection: &mut PgConnection, names: &Names) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    let roles: Vec<Role> = sql_query(
        "SELECT r.rolname::text AS name, (r.rolsuper OR r.rolbypassrls) AS is_above, \
         EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid) AS has_more FROM pg_roles r \
         WHERE r.rolname IN ($1, $2)",
    )
    .bind::<Text, _>(&names.tenant)
    .bind::<Text, _>(&names.system)
    .load(connection)?;
    for name in [&names.tenant, &names.system] {
        match roles.iter().find(|role| role.name == *name) {
            None => faults.push(format!("there is no role {name}")),
            Some(role) if role.is_above => faults.push(format!("the role {name} is above row-level security")),
            Some(role) if role.has_more => faults.push(format!("the role {name} is a member of another role")),
            Some(_) => {}
        }
    }
    let tables: Vec<Table> = sql_query(
        "SELECT c.relname::text AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')",
    )
    .load(connection)?;
    let policies: Vec<Policy> = sql_query(
        "SELECT tablename::text AS table, policyname::text AS name, role::text AS role, \
         coalesce(cmd = 'ALL' AND permissive = 'PERMISSIVE', false) AS is_whole, qual AS condition, with_check AS written \
         FROM pg_policies, unnest(roles) AS role WHERE schemaname = current_schema()",
    )
    .load(connection)?;
    for table in rules::tables() {
        match tables.iter().find(|there| there.name == table.name) {
            None => faults.push(format!("there is no table {}", table.name)),
            Some(there) if !there.enabled => faults.push(format!("it is off on {}", table.name)),
            Some(there) if !there.forced => faults.push(format!("it is not forced on {}", table.name)),
            Some(_) => {}
        }
        let wanted = [
            ("tenant", &names.tenant, table.is_for_tenants(), "app.org_id"),
            ("system", &names.system, table.is_for_system(), "app.scope"),
        ];
        for (name, role, is_wanted, setting) in wanted {
            let is_right = |policy: &&Policy| {
                policy.table == table.name
                    && policy.name == name
                    && policy.role == *role
                    && policy.is_whole
                    && policy.condition.as_ref().is_some_and(|condition| condition.contains(setting))
                    && if name == "tenant" && table.tenants_write_less() {
                        policy.written.as_ref().is_some_and(|written| written.contains(setting))
                            && policy.written != policy.condition
                    } else {
                        policy.written == policy.condition
                    }
            };
            if is_wanted && !policies.iter().any(|policy| is_right(&policy)) {
                faults.push(format!("{} lacks the policy {name}", table.name));
            }
            // Policies add up: one more for the same role, or for everybody, opens what the others close.
            let is_foreign = |policy: &&Policy| {
                policy.table == table.name && policy.role == *role && !(is_wanted && policy.name == name)
            };
            faults.extend(policies.iter().find(is_foreign).map(|policy| of_no_use(policy, table.name)));
        }
        let for_everybody = policies.iter().find(|policy| policy.table == table.name && policy.role == "public");
        faults.extend(for_everybody.map(|policy| of_no_use(policy, table.name)));
    }
    Ok(faults)
}

fn of_no_use(policy: &Policy, table: &str) -> String {
    format!("{table} has a policy {} for {} that does not belong there", policy.name, policy.role)
}

/// What a transaction sees that took on a role and did not say for whom: nothing, or else it is a fault.
fn leaks(connection: &mut PgConnection, names: &Names) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    for (role, reads) in [
        (&names.tenant, rules::Table::tenants_read as fn(&rules::Table) -> bool),
        (&names.system, rules::Table::system_reads),
    ] {
        let looks: Vec<String> = rules::tables()
            .iter()
            .filter(|table| reads(table))
            .map(|table| format!("SELECT '{0}'::text AS name WHERE EXISTS (SELECT 1 FROM {0})", table.name))
            .collect();
        let seen = connection.transaction(|connection| {
            enter(connection, role, "", "")?;
            Ok::<_, StoreError>(sql_query(looks.join(" UNION ALL ")).load::<Found>(connection)?)
        });
        match seen {
            Ok(seen) => faults.extend(seen.iter().map(|table| format!("{role} sees rows of {} unasked", table.name))),
            Err(error) => faults.push(format!("the database user cannot work as {role} ({error})")),
        }
    }
    Ok(faults)
}
