//! Which rows are whose, and what each of the two roles may do with them.

use sha2::{Digest, Sha256};

use super::Names;
use crate::{auth::hex, store::tenant::TENANT_TABLES};

/// The organization that the transaction names; null when it names none. After a commit the setting reads as an empty
/// text, not as null. A subquery, so that it is computed once and not for every row.
const ORG: &str = "(SELECT nullif(current_setting('app.org_id', true), ''))";
/// The brand of that organization.
const BRAND: &str =
    "(SELECT o.brand_id FROM organizations o WHERE o.id = (SELECT nullif(current_setting('app.org_id', true), '')))";

/// A table, which of its rows are the tenant's, and what may be done with them.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// A condition over a row. `None`: no row of it is any tenant's business.
    own: Option<String>,
    /// A condition over a row that tenants may write, where that is less than what they see.
    written: Option<String>,
    tenant: &'static str,
    system: &'static str,
    /// Which rows are the system's, where not all of them are.
    system_rows: &'static str,
}

impl Table {
    /// Whether tenants see more than they may write.
    pub(super) fn tenants_write_less(&self) -> bool {
        self.written.is_some()
    }

    pub(super) fn is_for_tenants(&self) -> bool {
        self.own.is_some() && !self.tenant.is_empty()
    }

    pub(super) fn is_for_system(&self) -> bool {
        !self.system.is_empty()
    }

    /// Whether tenants can read any of it.
    pub(super) fn tenants_read(&self) -> bool {
        self.is_for_tenants() && self.tenant.contains("SELECT")
    }

    /// Whether the system can read any of it.
    pub(super) fn system_reads(&self) -> bool {
        self.system.contains("SELECT")
    }
}

/// Every table.
pub(super) fn tables() -> Vec<Table> {
    let of_tenants = TENANT_TABLES.iter().map(|table| Table {
        name: table.name,
        own: Some(format!("org_id = {ORG}")),
        written: None,
        tenant: table.tenant,
        system: table.system,
        system_rows: "",
    });
    of_tenants.chain(above_tenants()).collect()
}

/// The tables that are no tenant's alone. Of a brand's, a tenant sees what is its own brand's. Of its API
/// keys it changes those that are the organization's own.
fn above_tenants() -> impl Iterator<Item = Table> {
    let table =
        |name, own: Option<String>, tenant, system| Table { name, own, written: None, tenant, system, system_rows: "" };
    let of_brand = || Some(format!("brand_id = {BRAND}"));
    // A key of the vendor's reaches the organizations of its partners' brands.
    let of_brand_or_parent =
        format!("brand_id = {BRAND} OR brand_id = (SELECT b.parent_id FROM brands b WHERE b.id = {BRAND})");
    let own_key = format!("org_id = {ORG}");
    let api_keys = Table {
        name: "api_keys",
        own: Some(format!("{own_key} OR (org_id IS NULL AND ({of_brand_or_parent}))")),
        written: Some(own_key.clone()),
        // Everything but the hashes of secrets: those of the brand's keys are nobody's here, and the organization's own
        // are exchanged with the system's rights.
        tenant: "SELECT (id, brand_id, org_id, name, scopes, networks, version, created_at, created_by, expires_at, \
                 revoked_at, secret_hint, secret_created_at, secret_used_at, previous_secret_hint, \
                 previous_secret_created_at, previous_secret_used_at, previous_secret_ends_at, last_used_at, \
                 last_used_ip), INSERT, UPDATE (name, scopes, networks, version, revoked_at)",
        system: "SELECT, INSERT, UPDATE",
        system_rows: "",
    };
    [
        table(
            "organizations",
            Some(format!("id = {ORG}")),
            "SELECT, UPDATE (event_position, case_number, audit_position, audit_hash)",
            "SELECT, INSERT, UPDATE (require_second_factor, theme)",
        ),
        // The system's are the brands' own entries.
        Table {
            system_rows: "org_id IS NULL",
            ..table("audit_events", Some(format!("org_id = {ORG}")), "SELECT, INSERT", "SELECT, INSERT")
        },
        table(
            "idempotency_keys",
            Some(format!("split_part(owner, '/', 1) = {ORG}")),
            "SELECT, INSERT, DELETE",
            "SELECT, DELETE",
        ),
        table(
            "brands",
            Some(format!("id = {BRAND}")),
            "SELECT (id, parent_id, features)",
            "SELECT, INSERT, UPDATE (audit_position, audit_hash, require_second_factor, theme, name, support_email)",
        ),
        // A tenant adds cuts by these, and the system changes them: neither can do both.
        table(
            "audit_minimums",
            Some(format!("brand_id = {BRAND} OR (brand_id = '' AND {ORG} IS NOT NULL)")),
            "SELECT",
            "SELECT, INSERT, UPDATE, DELETE",
        ),
        table(
            "audit_holds",
            Some(format!("org_id = {ORG} OR (org_id = '' AND {ORG} IS NOT NULL)")),
            "SELECT (org_id)",
            "SELECT, INSERT, DELETE",
        ),
        table("brand_origins", None, "", "SELECT, INSERT"),
        table(
            "users",
            of_brand(),
            "SELECT (id, brand_id, email, name, created_at), INSERT",
            "SELECT, INSERT, UPDATE (email, name, email_verified_at, locale)",
        ),
        api_keys,
        table("api_key_uses", Some(own_key), "SELECT", "SELECT, INSERT, UPDATE, DELETE"),
        table(
            "user_sessions",
            of_brand(),
            "SELECT (id, brand_id, user_id, sso_connection_id, authenticated_at, idle_expires_at, expires_at, revoked_at)",
            "SELECT, INSERT, UPDATE, DELETE",
        ),
        table("brand_hosts", None, "", "SELECT, INSERT, UPDATE (token, verified_at), DELETE"),
        table("brand_properties", None, "", "SELECT, INSERT, DELETE"),
        table("brand_images", None, "", "SELECT, INSERT, DELETE"),
        table("brand_mail_templates", None, "", "SELECT, INSERT, DELETE"),
        // No transaction of a customer's knows who the operators are.
        // What an organization is entitled to is read with the system's rights, together with what its brand offers.
        table("plans", None, "", "SELECT, INSERT, DELETE"),
        table("organization_plans", Some(format!("org_id = {ORG}")), "SELECT", "SELECT, INSERT, DELETE"),
        table("feature_switches", None, "", "SELECT, INSERT, DELETE"),
        table("flag_answers", Some(format!("org_id = {ORG}")), "SELECT", "SELECT, INSERT, DELETE"),
        table("flag_service", None, "", "SELECT, UPDATE"),
        table("operators", None, "", "SELECT, INSERT, UPDATE (role, ends_at, suspended_at), DELETE"),
        table("passwords", None, "", "SELECT, INSERT, UPDATE"),
        table("mailed_links", None, "", "SELECT, INSERT, UPDATE (ended_at), DELETE"),
        table("known_devices", None, "", "SELECT, INSERT, UPDATE, DELETE"),
        table("code_seeds", None, "", "SELECT, INSERT, UPDATE, DELETE"),
        table("passkeys", None, "", "SELECT, INSERT, UPDATE, DELETE"),
        table("recovery_codes", None, "", "SELECT, INSERT, UPDATE, DELETE"),
        table("pending_sign_ins", None, "", "SELECT, INSERT, UPDATE, DELETE"),
        table("passkey_challenges", None, "", "SELECT, INSERT, DELETE"),
        table("oauth_clients", of_brand(), "SELECT (id, brand_id, deleted_at)", "SELECT, INSERT, UPDATE (deleted_at)"),
        table("sso_sign_ins", None, "", "SELECT, INSERT, DELETE"),
        table("case_types", of_brand(), "SELECT", "SELECT, INSERT"),
        table("forms", of_brand(), "SELECT", "SELECT, INSERT, UPDATE (published_version_id)"),
        table("form_versions", of_brand(), "SELECT", "SELECT, INSERT"),
        // A change queues the mail about it; who else gets mails is nobody's business.
        table("mail_queue", of_brand(), "INSERT", "SELECT, INSERT, UPDATE, DELETE"),
    ]
    .into_iter()
}

/// A name as SQL writes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What the policies of a table are called.
pub(super) const POLICIES: [&str; 3] = ["tenant", "system", "maintenance"];

/// The statements that put all of it in force, for tables of this owner. Whatever was there before, they end in the same
/// state.
pub(super) fn statements(names: &Names, owner: &str) -> Vec<String> {
    let (tenant, system, owner) = (quoted(&names.tenant), quoted(&names.system), quoted(owner));
    let mut all = vec![format!(
        "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {tenant}, {system}', current_schema()); END $$"
    )];
    for table in tables() {
        let name = table.name;
        all.push(format!("ALTER TABLE {name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"));
        all.push(format!("REVOKE ALL ON {name} FROM PUBLIC, {tenant}, {system}"));
        for policy in POLICIES {
            all.push(format!("DROP POLICY IF EXISTS {policy} ON {name}"));
        }
        let mut allow = |policy: &str, role: &str, condition: &str, written: &str| {
            all.push(format!("CREATE POLICY {policy} ON {name} TO {role} USING ({condition}) WITH CHECK ({written})"));
        };
        if let (Some(own), true) = (&table.own, table.is_for_tenants()) {
            allow("tenant", &tenant, own, table.written.as_ref().unwrap_or(own));
        }
        let scoped = |scope: &str| format!("(SELECT current_setting('app.scope', true)) = '{scope}'");
        if table.is_for_system() {
            let rows = if table.system_rows.is_empty() { String::new() } else { format!(" AND {}", table.system_rows) };
            let rows = format!("{}{rows}", scoped("system"));
            allow("system", &system, &rows, &rows);
        }
        // Migrations, backups and an administrator who says so.
        allow("maintenance", &owner, &scoped("maintenance"), &scoped("maintenance"));
        if table.is_for_tenants() {
            all.push(format!("GRANT {} ON {name} TO {tenant}", table.tenant));
        }
        if table.is_for_system() {
            all.push(format!("GRANT {} ON {name} TO {system}", table.system));
        }
    }
    all
}

/// By which it is seen whether a database has these statements already.
pub(super) fn fingerprint(statements: &[String]) -> String {
    hex(&Sha256::digest(statements.join(";\n").as_bytes()))
}
