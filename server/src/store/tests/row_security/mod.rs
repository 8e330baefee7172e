//! PostgreSQL's row-level security by itself: what raw SQL without a predicate reaches, and what becomes of a database in
//! which it is not in force.

mod catalogue;
mod databases;
mod reach;

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl,
    result::Error::RollbackTransaction,
    sql_query,
    sql_types::{BigInt, Bool, Text},
};

use super::{
    super::{AnyConnection, Audited, RowLevelSecurity, Store, Tenant, migrate, tenant::TENANT_TABLES},
    engines::{
        REQUIRED, on_postgres,
        postgres::{Database, OWNER, PLAIN, SERVING},
    },
    organization,
};

/// The store of a database in which row-level security is in force, with two organizations of two brands.
async fn store(database: &Database) -> (Store, [Tenant; 2]) {
    migrate(&database.address, REQUIRED).unwrap();
    let store = Store::open(&database.address, 1, REQUIRED).unwrap();
    let tenants = [organization(&store, 1).await, organization(&store, 2).await];
    (store, tenants)
}

fn postgres(connection: &mut AnyConnection) -> &mut PgConnection {
    match connection {
        AnyConnection::Postgres(connection) => connection,
        AnyConnection::Sqlite(_) => panic!("this is SQLite"),
    }
}

/// Runs raw SQL in a tenant's transaction.
async fn in_tenant<T: Send + 'static>(
    store: &Store,
    tenant: &Tenant,
    work: impl FnOnce(&mut PgConnection) -> T + Send + 'static,
) -> T {
    let done = store.write(tenant, move |tx| Ok(Audited::not_worth_an_entry("raw SQL", work(postgres(tx.raw())))));
    done.await.unwrap()
}

/// Runs a statement and takes it back. Says how many rows it touched, or why it was refused.
fn attempt(connection: &mut PgConnection, sql: &str) -> Result<usize, String> {
    let mut touched = Err(String::new());
    let _taken_back = connection.transaction::<(), diesel::result::Error, _>(|connection| {
        touched = sql_query(sql).execute(connection).map_err(|error| error.to_string());
        Err(RollbackTransaction)
    });
    touched
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// How many rows a query without a predicate finds, or why it was refused.
fn count(connection: &mut PgConnection, table: &str) -> Result<i64, String> {
    let query = format!("SELECT count(*) AS count FROM {table}");
    connection
        .transaction(|connection| sql_query(query).get_result::<Count>(connection))
        .map(|found| found.count)
        .map_err(|error| error.to_string())
}

/// Whether a refusal came from row-level security, from the rights that stand beside it or from the log's triggers, to
/// which another's log is none, and not from something else.
fn is_refused(result: &Result<usize, String>) -> bool {
    let reasons = ["row-level security", "permission denied", "append-only"];
    result.as_ref().is_err_and(|why| reasons.iter().any(|reason| why.contains(reason)))
}

/// The tables whose rows are one organization's, and the column that says so.
fn tables_of_tenants() -> Vec<(&'static str, &'static str)> {
    let listed = TENANT_TABLES.iter().map(|table| (table.name, "org_id"));
    listed.chain([("audit_events", "org_id"), ("idempotency_keys", "owner"), ("organizations", "id")]).collect()
}

/// The tables of brands of which tenants see something.
const TABLES_OF_BRANDS: [&str; 6] = ["users", "brands", "api_keys", "case_types", "forms", "form_versions"];

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    is_needed: bool,
}

/// A statement that adds a row of an organization's, or of its brand's, to any table. `mark` keeps keys apart.
fn insertion(admin: &mut PgConnection, table: &str, tenant: &Tenant, mark: &str) -> String {
    let columns: Vec<Column> = sql_query(
        "SELECT column_name::text AS name, data_type::text AS kind, is_nullable = 'NO' AS is_needed \
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position",
    )
    .bind::<Text, _>(table)
    .load(admin)
    .unwrap();
    let (org, brand) = (tenant.org_id(), tenant.brand_id());
    let value = |column: &Column| match (table, column.name.as_str(), column.kind.as_str()) {
        // A brand's.
        ("api_keys", "org_id", _) => "NULL".to_owned(),
        (_, "org_id", _) => format!("'{org}'"),
        (_, "brand_id", _) => format!("'{brand}'"),
        ("organizations", "id", _) => format!("'{org}'"),
        ("brands", "id", _) => format!("'{brand}'"),
        // The log's triggers look at what is added even where references are not looked after.
        ("audit_events", "position", _) => "1".to_owned(),
        ("idempotency_keys", "owner", _) => format!("'{org}/user_1'"),
        (_, _, _) if !column.is_needed => "NULL".to_owned(),
        (_, name, "text") => format!("'{name} {org} {mark}'"),
        (_, _, "boolean") => "true".to_owned(),
        (_, _, _) => mark.len().to_string(),
    };
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<String> = columns.iter().map(value).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))
}

/// Sees to it that each table has exactly one row of each organization's, or of its brand's. References are not looked
/// after: what a row means does not matter here.
fn fill(database: &Database, tenants: &[Tenant; 2]) {
    let mut admin = database.admin();
    sql_query("SET session_replication_role = replica").execute(&mut admin).unwrap();
    // A cut is of entries that are there and old: what a row means does not matter here.
    sql_query("ALTER TABLE audit_cuts DISABLE TRIGGER USER").execute(&mut admin).unwrap();
    let tables = tables_of_tenants().into_iter().map(|(table, _)| table).chain(TABLES_OF_BRANDS);
    for table in tables.filter(|table| !["organizations", "brands"].contains(table)) {
        for tenant in tenants {
            let row = insertion(&mut admin, table, tenant, "there");
            sql_query(&row).execute(&mut admin).unwrap_or_else(|error| panic!("{row}: {error}"));
        }
    }
}
