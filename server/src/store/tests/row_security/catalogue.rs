//! That no table was forgotten, and that what is not in force is noticed.

use diesel::{connection::SimpleConnection, sql_types::Nullable};

use super::*;
use crate::store::StoreError;

#[derive(QueryableByName)]
struct Table {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    in_force: bool,
    #[diesel(sql_type = Bool)]
    has_org: bool,
    #[diesel(sql_type = Nullable<Text>)]
    rule: Option<String>,
}

#[test]
fn every_table_has_row_level_security_and_every_tenants_table_its_policy() {
    on_postgres(async |database| {
        let (_store, _) = store(&database).await;
        let tables: Vec<Table> = sql_query(
            "SELECT c.relname::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS in_force, \
             EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id') AS has_org, \
             (SELECT pg_get_expr(p.polqual, p.polrelid) FROM pg_policy p WHERE p.polrelid = c.oid \
              AND p.polname = 'tenant' AND p.polcmd = '*' AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL) AS rule \
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> '__diesel_schema_migrations'",
        )
        .load(&mut database.admin())
        .unwrap();
        for table in &tables {
            let (name, rule) = (&table.name, table.rule.as_deref().unwrap_or_default());
            assert!(table.in_force, "{name} is in no list of engine/row_security/rules.rs");
            assert!(
                !table.has_org || rule.trim_start_matches('(').starts_with("org_id = ( SELECT NULLIF(current_setting("),
                "{name}: {rule:?}"
            );
        }
        for (listed, _) in tables_of_tenants() {
            let rule = tables.iter().find(|table| table.name == listed).and_then(|table| table.rule.as_ref());
            assert!(rule.is_some_and(|rule| rule.contains("app.org_id")), "{listed} has no policy");
        }
        assert!(tables.iter().filter(|table| table.has_org).count() > TENANT_TABLES.len());
    });
}

#[test]
fn a_store_does_not_open_where_row_level_security_is_not_in_force() {
    let tampered = [
        ("ALTER TABLE cases DISABLE ROW LEVEL SECURITY", "off on cases"),
        ("ALTER TABLE documents NO FORCE ROW LEVEL SECURITY", "not forced on documents"),
        ("DROP POLICY tenant ON memberships", "memberships lacks the policy tenant"),
        ("DROP POLICY system ON embed_sessions", "embed_sessions lacks the policy system"),
        ("ALTER POLICY tenant ON cases USING (true) WITH CHECK (true)", "cases lacks the policy tenant"),
        ("ALTER POLICY tenant ON cases WITH CHECK (true)", "cases lacks the policy tenant"),
        ("ALTER POLICY tenant ON api_keys WITH CHECK (true)", "api_keys lacks the policy tenant"),
        ("CREATE POLICY more ON cases FOR SELECT USING (true)", "a policy more for public"),
        ("CREATE POLICY more ON cases TO \"{tenant}\" USING (true)", "a policy more for portal_tenant"),
        ("CREATE POLICY more ON cases TO \"{system}\" USING (true)", "a policy more for portal_system"),
        ("ALTER ROLE \"{tenant}\" BYPASSRLS", "above row-level security"),
        ("GRANT \"{system}\" TO \"{tenant}\"", "is a member of another role"),
    ];
    on_postgres(async |database| {
        let (store, tenants) = store(&database).await;
        fill(&database, &tenants);
        assert!(store.is_ready().await.unwrap());
        let mut admin = database.admin();
        let [tenant, system] = ["tenant", "system"].map(|kind| format!("portal_{kind}_{}", database.name));
        let named = |sql: &str| sql.replace("{tenant}", &tenant).replace("{system}", &system);
        let put_right = "ALTER ROLE \"{tenant}\" NOBYPASSRLS; REVOKE \"{system}\" FROM \"{tenant}\"; \
                         DROP POLICY IF EXISTS more ON cases";
        for (change, fault) in tampered {
            admin.batch_execute(&named(change)).unwrap();
            let refused = Store::open(&database.address, 1, REQUIRED).err().unwrap();
            assert!(matches!(&refused, StoreError::RowSecurity(why) if why.contains(fault)), "{change}: {refused}");
            assert!(!store.is_ready().await.unwrap(), "{change}");
            // What the migrations' user can put right it does; the rest is an administrator's.
            admin.batch_execute(&named(put_right)).unwrap();
            migrate(&database.address, REQUIRED).unwrap();
            assert!(store.is_ready().await.unwrap(), "{change}");
        }
        // A condition that asks for the setting and lets everything through all the same.
        let void = "ALTER POLICY tenant ON cases USING (coalesce(current_setting('app.org_id', true), '') = '') \
                    WITH CHECK (coalesce(current_setting('app.org_id', true), '') = '')";
        admin.batch_execute(void).unwrap();
        let refused = Store::open(&database.address, 1, REQUIRED).err().unwrap().to_string();
        assert!(refused.contains("sees rows of cases unasked"), "{refused}");
        migrate(&database.address, REQUIRED).unwrap();
        Store::open(&database.address, 1, REQUIRED).unwrap();
    });
}
