//! What raw SQL reaches.

use super::*;
use crate::error::Error;

/// What was tried on a table, and how it went.
struct Tried {
    table: &'static str,
    seen: Result<i64, String>,
    foreign_seen: Result<i64, String>,
    updated: Result<usize, String>,
    given_away: Result<usize, String>,
    deleted: Result<usize, String>,
    inserted: Result<usize, String>,
    foreign_inserted: Result<usize, String>,
}

#[test]
fn queries_without_a_predicate_see_and_touch_the_tenants_own_rows_only() {
    on_postgres(async |database| {
        let (store, tenants) = store(&database).await;
        fill(&database, &tenants);
        let mut admin = database.admin();
        let [mine, theirs] = &tenants;
        let plans: Vec<_> = tables_of_tenants()
            .into_iter()
            .map(|(table, owner)| {
                let own = insertion(&mut admin, table, mine, "more");
                (table, owner, own, insertion(&mut admin, table, theirs, "more"))
            })
            .collect();
        let other = theirs.org_id().to_string();
        let tried = in_tenant(&store, mine, move |c| {
            let one = |(table, owner, own, foreign): (&'static str, &str, String, String)| Tried {
                table,
                seen: count(c, table),
                foreign_seen: count(c, &format!("{table} WHERE {owner} LIKE '{other}%'")),
                updated: attempt(c, &format!("UPDATE {table} SET {owner} = {owner}")),
                given_away: attempt(c, &format!("UPDATE {table} SET {owner} = '{other}'")),
                deleted: attempt(c, &format!("DELETE FROM {table}")),
                inserted: attempt(c, &own),
                foreign_inserted: attempt(c, &foreign),
            };
            plans.into_iter().map(one).collect::<Vec<_>>()
        })
        .await;
        let (mut read, mut updated, mut deleted) = (0, 0, 0);
        for Tried { table, seen, foreign_seen, updated: up, given_away, deleted: gone, inserted, foreign_inserted } in
            &tried
        {
            match seen {
                Ok(rows) => assert_eq!((*rows, foreign_seen), (1, &Ok(0)), "{table}"),
                Err(why) => assert!(why.contains("permission denied"), "{table}: {why}"),
            }
            for touched in [up, gone] {
                assert!(*touched == Ok(1) || is_refused(touched), "{table}: {touched:?}");
            }
            assert!(is_refused(given_away), "{table}: {given_away:?}");
            assert!(is_refused(foreign_inserted), "{table}: {foreign_inserted:?}");
            let own = inserted.is_ok()
                || inserted.as_ref().is_err_and(|why| why.contains("foreign key") || why.contains("duplicate key"));
            // Who makes an organization is not one of its members.
            assert!(own || *table == "organizations", "{table}: {inserted:?}");
            read += usize::from(seen.is_ok());
            updated += usize::from(up.is_ok());
            deleted += usize::from(gone.is_ok());
        }
        assert_eq!(tried.len(), TENANT_TABLES.len() + 3);
        assert!(read >= 15 && updated >= 6 && deleted >= 3, "{read} {updated} {deleted}");
    });
}

#[test]
fn a_tenant_sees_its_own_brand_and_changes_nothing_there() {
    on_postgres(async |database| {
        let (store, tenants) = store(&database).await;
        fill(&database, &tenants);
        let mut admin = database.admin();
        let rows: Vec<_> = TABLES_OF_BRANDS
            .into_iter()
            .map(|table| {
                let mut row = |tenant: &Tenant| insertion(&mut admin, table, tenant, "more");
                (table, row(&tenants[0]), row(&tenants[1]))
            })
            .collect();
        in_tenant(&store, &tenants[0], move |c| {
            for (table, own, foreign) in rows {
                assert_eq!(count(c, table), Ok(1), "{table}");
                for change in [format!("UPDATE {table} SET id = id"), format!("DELETE FROM {table}"), foreign] {
                    assert!(is_refused(&attempt(c, &change)), "{change}");
                }
                // Who is invited becomes a user.
                assert_eq!(attempt(c, &own).is_ok(), table == "users", "{own}");
            }
            for secret in [
                "SELECT secret_hash FROM api_keys",
                "SELECT previous_secret_hash FROM api_keys",
                "SELECT id FROM api_keys WHERE secret_hash LIKE 'a%'",
                "TABLE api_keys",
                "UPDATE api_keys SET last_used_ip = ''",
                "SELECT theme FROM brands",
                "TABLE brand_origins",
            ] {
                assert!(is_refused(&attempt(c, secret)), "{secret}");
            }
        })
        .await;
    });
}

#[test]
fn a_tenant_changes_its_own_api_keys_and_no_brands() {
    on_postgres(async |database| {
        let (store, tenants) = store(&database).await;
        fill(&database, &tenants);
        let mut admin = database.admin();
        sql_query("SET session_replication_role = replica").execute(&mut admin).unwrap();
        for tenant in &tenants {
            let (brand, org) = (tenant.brand_id(), tenant.org_id());
            for row in [
                format!(
                    "INSERT INTO api_keys (id, brand_id, org_id, name, secret_hash, scopes, created_at) \
                     VALUES ('own {org}', '{brand}', '{org}', 'n', 'own {org}', '[]', 1)"
                ),
                format!(
                    "INSERT INTO api_key_uses (api_key_id, day, org_id, requests) VALUES ('own {org}', 1, '{org}', 1)"
                ),
            ] {
                sql_query(row).execute(&mut admin).unwrap();
            }
        }
        in_tenant(&store, &tenants[0], |c| {
            assert_eq!((count(c, "api_keys"), count(c, "api_key_uses")), (Ok(2), Ok(1)));
            for refused in [
                "UPDATE api_keys SET name = 'x'",
                "UPDATE api_keys SET org_id = NULL",
                "UPDATE api_keys SET secret_hash = 'x' WHERE org_id IS NOT NULL",
                "UPDATE api_keys SET previous_secret_hash = 'x', previous_secret_ends_at = 9 WHERE org_id IS NOT NULL",
                "UPDATE api_keys SET name = 'x' WHERE org_id IS NULL",
                "UPDATE api_key_uses SET requests = 0",
                "DELETE FROM api_keys",
            ] {
                assert!(is_refused(&attempt(c, refused)), "{refused}");
            }
            assert_eq!(attempt(c, "UPDATE api_keys SET name = 'x' WHERE org_id IS NOT NULL"), Ok(1));
        })
        .await;
    });
}

#[test]
fn a_partners_tenant_sees_the_vendors_keys_and_no_other_brands() {
    on_postgres(async |database| {
        let (store, tenants) = store(&database).await;
        fill(&database, &tenants);
        let adopt = "UPDATE brands SET parent_id = $1 WHERE id = $2";
        let (vendor, partner) = (tenants[1].brand_id(), tenants[0].brand_id());
        let adopted = sql_query(adopt).bind::<Text, _>(vendor.as_str()).bind::<Text, _>(partner.as_str());
        assert_eq!(adopted.execute(&mut database.admin()).unwrap(), 1);
        let seen = async |tenant: &Tenant| {
            in_tenant(&store, tenant, |c| ["api_keys", "brands", "users"].map(|table| count(c, table).unwrap())).await
        };
        assert_eq!(seen(&tenants[0]).await, [2, 1, 1]);
        assert_eq!(seen(&tenants[1]).await, [1, 1, 1]);
    });
}

#[test]
fn the_system_reaches_what_credentials_and_sweeps_need_and_no_content() {
    on_postgres(async |database| {
        let (store, tenants) = store(&database).await;
        fill(&database, &tenants);
        store
            .system_write(move |c| {
                let raw = postgres(c.raw());
                for table in ["memberships", "embed_sessions", "organizations", "api_keys", "users"] {
                    assert_eq!(count(raw, table), Ok(2), "{table}");
                }
                for content in ["cases", "document_versions", "timeline_entries", "submissions"] {
                    assert!(count(raw, content).unwrap_err().contains("permission denied"), "{content}");
                }
                for sql in [
                    "SELECT name FROM documents",
                    "SELECT created_at FROM invitations",
                    "UPDATE audit_events SET action = ''",
                    "DELETE FROM audit_events",
                ] {
                    assert!(is_refused(&attempt(raw, sql)), "{sql}");
                }
                let [mine, _] = &tenants;
                c.in_tenant(mine, |tx| {
                    assert_eq!(count(postgres(tx.raw()), "cases"), Ok(1));
                    Ok(())
                })?;
                let refused: Result<(), Error> = c.in_tenant(mine, |_| Err(Error::not_found()));
                assert!(refused.is_err());
                // It is the system's again, after success and after failure.
                assert_eq!(count(postgres(c.raw()), "memberships"), Ok(2));
                assert!(count(postgres(c.raw()), "cases").is_err());
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn without_a_setting_there_are_no_rows_and_no_writes_for_anybody() {
    on_postgres(async |database| {
        let (_, tenants) = store(&database).await;
        fill(&database, &tenants);
        let mut admin = database.admin();
        for role in
            [OWNER.to_owned(), format!("portal_tenant_{}", database.name), format!("portal_system_{}", database.name)]
        {
            // The owner of the tables connects, and may become any of them.
            let mut c = database.connect(OWNER);
            sql_query(format!("SET ROLE \"{role}\"")).execute(&mut c).unwrap();
            let mut looked = 0;
            for table in tables_of_tenants().into_iter().map(|(table, _)| table).chain(TABLES_OF_BRANDS) {
                match count(&mut c, table) {
                    Ok(rows) => {
                        assert_eq!(rows, 0, "{role} sees {table}");
                        looked += 1;
                    }
                    Err(why) => assert!(why.contains("permission denied"), "{role} {table}: {why}"),
                }
                let added = attempt(&mut c, &insertion(&mut admin, table, &tenants[0], "more"));
                assert!(is_refused(&added), "{role} writes {table}: {added:?}");
                for change in [format!("UPDATE {table} SET created_at = 0"), format!("DELETE FROM {table}")] {
                    let touched = attempt(&mut c, &change);
                    let no_such_column = touched.as_ref().is_err_and(|why| why.contains("does not exist"));
                    assert!(touched == Ok(0) || is_refused(&touched) || no_such_column, "{role} {change}: {touched:?}");
                }
            }
            assert!(looked > 5, "{role}");
        }
    });
}

#[derive(Debug, PartialEq, QueryableByName)]
struct State {
    #[diesel(sql_type = BigInt)]
    process: i64,
    #[diesel(sql_type = Bool)]
    is_itself: bool,
    #[diesel(sql_type = Text)]
    settings: String,
}

/// What a connection brings along for who uses it next.
async fn carried(store: &Store) -> State {
    let look = |raw: &mut AnyConnection| {
        let state = "SELECT pg_backend_pid()::bigint AS process, current_user = session_user AS is_itself, \
                     concat(current_setting('app.org_id', true), current_setting('app.scope', true)) AS settings";
        Ok(sql_query(state).get_result::<State>(postgres(raw))?)
    };
    store.write_raw(look).await.unwrap()
}

#[test]
fn nothing_of_a_transaction_is_left_on_its_connection() {
    on_postgres(async |database| {
        let (store, [mine, _]) = store(&database).await;
        let first = carried(&store).await;
        assert_eq!((first.is_itself, first.settings.as_str()), (true, ""));
        let done = || Ok(Audited::not_worth_an_entry("nothing", ()));
        // Committed, rolled back, rolled back after the database refused something.
        store.write(&mine, move |_| done()).await.unwrap();
        assert_eq!(carried(&store).await, first);
        assert!(store.write::<(), _>(&mine, |_| Err(Error::not_found())).await.is_err());
        assert_eq!(carried(&store).await, first);
        let doubled = |c: &mut PgConnection| sql_query("INSERT INTO organizations SELECT 1").execute(c).map(drop);
        assert!(
            store.write::<(), _>(&mine, move |tx| Ok(Err(doubled(postgres(tx.raw())).unwrap_err())?)).await.is_err()
        );
        let after = carried(&store).await;
        assert_eq!((after.is_itself, after.settings.as_str()), (true, ""));
        store.system_write(|_| Ok(())).await.unwrap();
        assert_eq!(carried(&store).await, after);
        // A closure that panics takes its connection along.
        assert!(store.write::<(), _>(&mine, |_| panic!("on purpose")).await.is_err());
        let fresh = carried(&store).await;
        assert_eq!((fresh.is_itself, fresh.settings.as_str()), (true, ""));
        assert_ne!(fresh.process, after.process);
    });
}
