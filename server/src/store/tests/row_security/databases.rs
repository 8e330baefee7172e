//! Databases as their administrators give them: who may do what there, and what the server makes of it.

use diesel::connection::SimpleConnection;

use super::{super::invite, *};
use crate::store::{StoreError, tests::count_invitations};

#[test]
fn a_user_who_cannot_make_roles_is_told_what_an_administrator_has_to_run() {
    on_postgres(async |_| {
        let database = Database::create(PLAIN).unwrap();
        let refused = migrate(&database.address, REQUIRED).unwrap_err();
        let StoreError::RowSecurity(why) = &refused else { panic!("{refused}") };
        assert!(why.contains("row_level_security = \"off\""), "{why}");
        assert!(Store::open(&database.address, 1, REQUIRED).is_err());
        let (_, lines) = why.split_once("An administrator of the database can: ").unwrap();
        let (lines, _) = lines.split_once("; or lets").unwrap();
        database.admin().batch_execute(lines).unwrap();
        migrate(&database.address, REQUIRED).unwrap();
        let store = Store::open(&database.address, 1, REQUIRED).unwrap();
        let tenant = organization(&store, 1).await;
        invite(&store, &tenant, "a@b.example").await.unwrap();
        assert_eq!(count_invitations(&store, &tenant).await, 1);
    });
}

#[test]
fn off_needs_no_roles_and_leaves_nothing_in_force() {
    on_postgres(async |_| {
        let database = Database::create(PLAIN).unwrap();
        migrate(&database.address, RowLevelSecurity::Off).unwrap();
        let store = Store::open(&database.address, 1, RowLevelSecurity::Off).unwrap();
        let tenants = [organization(&store, 1).await, organization(&store, 2).await];
        invite(&store, &tenants[1], "a@b.example").await.unwrap();
        let seen = in_tenant(&store, &tenants[0], |c| count(c, "invitations")).await;
        assert_eq!(seen, Ok(1), "the predicate is the only line here");
        assert_eq!(count_invitations(&store, &tenants[0]).await, 0);
        assert!(store.is_ready().await.unwrap());
    });
}

#[test]
fn what_was_in_force_can_be_taken_away_and_put_back() {
    on_postgres(async |database| {
        let (store, [tenant, _]) = store(&database).await;
        invite(&store, &tenant, "a@b.example").await.unwrap();
        migrate(&database.address, RowLevelSecurity::Off).unwrap();
        assert!(!store.is_ready().await.unwrap());
        assert!(Store::open(&database.address, 1, REQUIRED).is_err());
        let without = Store::open(&database.address, 1, RowLevelSecurity::Off).unwrap();
        assert_eq!(count_invitations(&without, &tenant).await, 1);
        migrate(&database.address, REQUIRED).unwrap();
        assert!(store.is_ready().await.unwrap());
        assert_eq!(count_invitations(&store, &tenant).await, 1);
    });
}

#[test]
fn a_server_may_connect_as_another_user_than_the_owner_of_the_tables() {
    on_postgres(async |database| {
        let (_, [tenant, _]) = store(&database).await;
        let serving = database.address_for(SERVING);
        let refused = Store::open(&serving, 1, REQUIRED).err().unwrap().to_string();
        assert!(refused.contains("cannot work as portal_tenant_"), "{refused}");
        let name = &database.name;
        let grant = format!("GRANT portal_tenant_{name}, portal_system_{name} TO {SERVING}");
        database.connect(OWNER).batch_execute(&grant).unwrap();
        let look = format!("GRANT SELECT ON __diesel_schema_migrations TO {SERVING}");
        database.connect(OWNER).batch_execute(&look).unwrap();
        let store = Store::open(&serving, 1, REQUIRED).unwrap();
        assert!(store.is_ready().await.unwrap());
        invite(&store, &tenant, "a@b.example").await.unwrap();
        assert_eq!(count_invitations(&store, &tenant).await, 1);
        assert!(migrate(&serving, REQUIRED).is_err());
    });
}

#[test]
fn a_superuser_is_held_like_anybody_else() {
    on_postgres(async |database| {
        let (_, tenants) = store(&database).await;
        fill(&database, &tenants);
        let store = Store::open(&database.admin_address(), 1, REQUIRED).unwrap();
        assert_eq!(in_tenant(&store, &tenants[0], |c| count(c, "cases")).await, Ok(1));
    });
}

#[test]
fn migrations_change_every_row_although_the_owner_sees_none() {
    on_postgres(async |database| {
        let (_store, _) = store(&database).await;
        let rename = "UPDATE organizations SET name = 'Renamed'";
        assert_eq!(sql_query(rename).execute(&mut database.connect(OWNER)).unwrap(), 0);
        let mut migrating = crate::store::engine::open_to_migrate(&database.address).unwrap();
        assert_eq!(sql_query(rename).execute(postgres(&mut migrating)).unwrap(), 2);
    });
}

#[test]
fn servers_that_start_at_the_same_time_migrate_one_after_the_other() {
    on_postgres(async |database| {
        std::thread::scope(|scope| {
            let starts: Vec<_> = (0..3).map(|_| scope.spawn(|| migrate(&database.address, REQUIRED))).collect();
            let ran: usize = starts.into_iter().map(|start| start.join().unwrap().unwrap().len()).sum();
            assert!(ran > 0);
        });
        assert!(Store::open(&database.address, 1, REQUIRED).unwrap().is_ready().await.unwrap());
    });
}

#[test]
fn a_schema_of_the_users_own_is_found_under_every_role() {
    on_postgres(async |database| {
        database.connect(OWNER).batch_execute("CREATE SCHEMA portal_owner").unwrap();
        let (store, [tenant, _]) = store(&database).await;
        invite(&store, &tenant, "a@b.example").await.unwrap();
        assert_eq!(count_invitations(&store, &tenant).await, 1);
        let tables = "pg_tables WHERE schemaname = 'portal_owner' AND tablename = 'invitations'";
        assert_eq!(count(&mut database.connect(OWNER), tables), Ok(1));
    });
}
