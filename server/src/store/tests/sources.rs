//! Tenancy by construction, checked in the sources: who names a tenant's table, and why they may.

use std::path::Path;

use super::super::tenant::TENANT_TABLES;

/// Files that may name a tenant's table without a tenant.
const MAY: [&str; 9] = [
    "tenant.rs",        // binds them to the tenant
    "schema.rs",        // defines them
    "credentials.rs",   // finds out who the tenant is
    "downloads.rs",     // finds out whose document a token leads to
    "oauth/lookup.rs",  // finds out whose a code or token is, and deletes what has ended
    "oauth/account.rs", // what a person has let in, in all of their organizations
    "sso/lookup.rs",    // finds out whose connection or domain it is, and what a session opens
    "audit/due.rs",     // finds out which streams and logs wait, of all tenants
    "sweep.rs",         // deletes what has ended, for all tenants
];

#[test]
fn no_other_file_of_the_store_reaches_a_tenants_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut checked = 0;
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    while let Some(file) = files.pop() {
        let name = file.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        if file.is_dir() && name != "tests" {
            files.extend(std::fs::read_dir(&file).unwrap().map(|entry| entry.unwrap().path()));
        }
        if !name.ends_with(".rs") || MAY.contains(&name.as_str()) {
            continue;
        }
        checked += 1;
        let text = std::fs::read_to_string(&file).unwrap();
        for table in TENANT_TABLES.iter().map(|table| table.name) {
            for reach in [format!("{table}::table.filter"), format!("from({table}::"), format!("{table}::table.find")] {
                assert!(!text.contains(&reach), "{name} reaches {table} past the tenant: {reach}");
            }
            let bare = text.replace(&format!("join({table}::table"), "");
            let used = bare.matches(&format!("{table}::table")).count();
            assert_eq!(used, 0, "{name} names {table}::table outside of a join of the tenant's rows");
        }
    }
    assert!(checked > 5);
}
