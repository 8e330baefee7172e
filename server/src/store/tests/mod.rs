//! What the store promises, on every engine this build has.

#![allow(clippy::unwrap_used)]

mod audit;
mod audit_retention;
pub(super) mod engines;
mod flag_service;
mod idempotency;
mod migrations;
mod operators;
#[cfg(feature = "postgres")]
mod row_security;
mod sources;
mod visible;

use diesel::prelude::*;
use engines::{REQUIRED, on_every_engine};
use loggia_types::{
    ApiKeyId, BrandId, InvitationId, MembershipId, OrganizationId, Role, RoleKey, UserId, events::EventType,
    members::MembershipSource,
};

use super::{
    AuditEntry, Audited, Store, StoreError, Tenant,
    audit::AuditFilter,
    members::{MemberFilter, MemberPosition, member_search},
    rows::{BrandRow, FlagServiceRow, InvitationRow, MembershipRow, OrganizationRow, UserRow},
    schema::memberships,
};
use crate::error::Error;

/// A brand with an organization, for the system to act in.
async fn organization(store: &Store, number: u128) -> Tenant {
    let (brand, org) = (BrandId::from_u128(number), OrganizationId::from_u128(number));
    let tenant = Tenant::for_system(org.clone(), brand.clone());
    store
        .system_write(move |c| {
            let row = BrandRow {
                parent_id: None,
                id: brand.clone(),
                key: format!("brand-{number}"),
                name: "Brand".to_owned(),
                support_email: None,
                theme: None,
                features: None,
                created_at: 0,
            };
            c.insert_brand(&row, &[])?;
            c.insert_organization(&OrganizationRow {
                id: org,
                brand_id: brand,
                name: "Organization".to_owned(),
                locale: "en".to_owned(),
                features: None,
                event_position: 0,
                case_number: 0,
                created_at: 0,
            })
        })
        .await
        .unwrap();
    tenant
}

fn invitation(tenant: &Tenant, email: &str) -> InvitationRow {
    InvitationRow {
        id: InvitationId::generate(),
        org_id: tenant.org_id().clone(),
        email: email.to_owned(),
        role: Role::Member.into(),
        invited_by: None,
        created_at: 1,
        expires_at: i64::MAX,
        closed_at: None,
        outcome: None,
        secret_hash: None,
        ends_at: None,
    }
}

async fn invite(store: &Store, tenant: &Tenant, email: &str) -> crate::error::Result<()> {
    let row = invitation(tenant, email);
    store
        .write(tenant, move |tx| {
            tx.insert(&row)?;
            tx.emit(EventType::InvitationCreated, &row.id)?;
            tx.audit(AuditEntry::new("invitation.created", "invitation", &row.id))
        })
        .await
}

async fn count_invitations(store: &Store, tenant: &Tenant) -> usize {
    store.read(tenant, |c| c.invitation_page(chrono::Utc::now(), None, 1000)).await.unwrap().len()
}

async fn add_member(store: &Store, tenant: &Tenant, name: &str, role: Role) -> (UserId, MembershipId) {
    let user = UserRow {
        id: UserId::generate(),
        brand_id: tenant.brand_id().clone(),
        email: format!("{}@northwind.example", name.to_lowercase().replace(' ', ".")),
        name: name.to_owned(),
        created_at: 0,
    };
    let membership = MembershipRow {
        id: MembershipId::generate(),
        org_id: tenant.org_id().clone(),
        user_id: user.id.clone(),
        role: role.into(),
        source: MembershipSource::Vendor,
        sort_name: name.to_lowercase(),
        search: member_search(name, &user.email),
        version: 1,
        ends_at: None,
        last_active_at: None,
        created_at: 0,
        attributes: None,
        suspended_at: None,
        suspended_reason: None,
    };
    let ids = (user.id.clone(), membership.id.clone());
    store
        .write(tenant, move |tx| {
            tx.insert_user(&user)?;
            tx.insert(&membership)?;
            Ok(Audited::not_worth_an_entry("a fixture", ()))
        })
        .await
        .unwrap();
    ids
}

#[test]
fn a_change_its_audit_entry_and_its_event_are_one_transaction() {
    on_every_engine(async |store| {
        let tenant = organization(&store, 1).await;
        let mut changes = store.changes();
        invite(&store, &tenant, "a@b.example").await.unwrap();
        assert_eq!(changes.try_recv().unwrap(), *tenant.org_id());

        let row = invitation(&tenant, "c@d.example");
        let failed: Result<(), _> = store
            .write(&tenant, move |tx| {
                tx.insert(&row)?;
                tx.emit(EventType::InvitationCreated, &row.id)?;
                let _noted = tx.audit(AuditEntry::new("invitation.created", "invitation", &row.id))?;
                Err(Error::conflict("no"))
            })
            .await;
        assert!(failed.is_err());
        assert!(changes.try_recv().is_err());
        assert_eq!(count_invitations(&store, &tenant).await, 1);
        let (events, audit, range) = store
            .read(&tenant, |c| {
                Ok((c.events_after(0, 10)?, c.audit_page(&AuditFilter::default(), None, 10)?.events, c.outbox_range()?))
            })
            .await
            .unwrap();
        assert_eq!((events.len(), audit.len()), (1, 1));
        assert_eq!((range.first, range.last), (1, 1));
        assert_eq!(events[0].1.as_ref().unwrap().resource_id, audit[0].resource_id);
    });
}

#[test]
fn a_closure_that_panics_takes_nobody_with_it() {
    on_every_engine(async |store| {
        let tenant = organization(&store, 1).await;
        let row = invitation(&tenant, "gone@b.example");
        let panicking = store.write::<(), _>(&tenant, move |tx| {
            tx.insert(&row)?;
            panic!("on purpose");
        });
        let (one, panicked, other) =
            tokio::join!(invite(&store, &tenant, "a@b.example"), panicking, invite(&store, &tenant, "c@d.example"));
        one.unwrap();
        other.unwrap();
        assert!(matches!(panicked, Err(Error::Store(StoreError::Panicked))));
        assert_eq!(count_invitations(&store, &tenant).await, 2);
    });
}

#[test]
fn many_writers_are_all_answered_and_none_is_lost() {
    on_every_engine(async |store| {
        let tenant = organization(&store, 1).await;
        let writers: Vec<_> = (0..200)
            .map(|number| {
                let (store, tenant) = (store.clone(), tenant.clone());
                // Every fifth address is taken: its writer fails alone.
                let email = format!("{}@b.example", if number % 5 == 0 { 0 } else { number });
                tokio::spawn(async move { invite(&store, &tenant, &email).await })
            })
            .collect();
        let mut good = 0;
        for writer in writers {
            match writer.await.unwrap() {
                Ok(()) => good += 1,
                Err(Error::Store(error)) => assert!(error.is_unique_violation(), "{error}"),
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(good, 161);
        assert_eq!(count_invitations(&store, &tenant).await, 161);
        let events = store.read(&tenant, |c| c.events_after(0, 1000)).await.unwrap();
        let positions: Vec<i64> = events.iter().map(|(position, _)| *position).collect();
        assert_eq!(positions, (1..=161).collect::<Vec<_>>());
    });
}

#[test]
fn a_tenant_neither_sees_nor_writes_the_rows_of_another() {
    on_every_engine(async |store| {
        let (mine, theirs) = (organization(&store, 1).await, organization(&store, 2).await);
        invite(&store, &theirs, "a@b.example").await.unwrap();
        assert_eq!(count_invitations(&store, &mine).await, 0);

        let row = invitation(&theirs, "c@d.example");
        let foreign = store
            .write(&mine, move |tx| {
                tx.insert(&row)?;
                Ok(Audited::not_worth_an_entry("it must not get this far", ()))
            })
            .await;
        assert!(matches!(foreign, Err(Error::Store(StoreError::ForeignRow))));

        let (_, member) = add_member(&store, &theirs, "Bo Li", Role::Owner).await;
        let row = member.clone();
        let mut changed = store.read(&theirs, move |c| c.member(&row)).await.unwrap();
        changed.role = Role::Viewer.into();
        let (seen, changed, deleted) = store
            .write(&mine, move |tx| {
                let seen = tx.member(&member).is_ok();
                let answer = (seen, tx.update_membership(&changed)?, tx.delete_membership(&member)?);
                Ok(Audited::not_worth_an_entry("nothing changed", answer))
            })
            .await
            .unwrap();
        assert_eq!((seen, changed, deleted), (false, false, false));
    });
}

#[test]
fn members_come_in_pages_by_name_and_are_found_by_any_part_of_it() {
    on_every_engine(async |store| {
        let tenant = organization(&store, 1).await;
        for name in ["bo li", "Zoë Ümit", "Amira Haddad", "100%_sure", "Carl"] {
            add_member(&store, &tenant, name, Role::Member).await;
        }
        let find = async |text: Option<&str>, after: Option<MemberPosition>, limit| {
            let filter = MemberFilter { contains: text.map(str::to_owned), role: None };
            let (members, total) =
                store.read(&tenant, move |c| c.member_page(&filter, after.as_ref(), limit)).await.unwrap();
            (members.into_iter().map(|member| (member.user.name, member.id)).collect::<Vec<_>>(), total)
        };
        let (first, total) = find(None, None, 2).await;
        assert_eq!(total, 5);
        let last = first.last().unwrap();
        let (rest, _) = find(None, Some(MemberPosition(last.0.to_lowercase(), last.1.clone())), 10).await;
        let all: Vec<String> = first.into_iter().chain(rest).map(|(name, _)| name).collect();
        assert_eq!(all, ["100%_sure", "Amira Haddad", "bo li", "Carl", "Zoë Ümit"]);
        let names = |(found, _): (Vec<(String, MembershipId)>, i64)| {
            found.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names(find(Some("ÜMIT"), None, 10).await), ["Zoë Ümit"]);
        assert_eq!(names(find(Some("%_"), None, 10).await), ["100%_sure"]);
        assert_eq!(names(find(Some("\\"), None, 10).await), Vec::<String>::new());
        assert_eq!(names(find(Some("amira.haddad@"), None, 10).await), ["Amira Haddad"]);
    });
}

#[test]
fn owners_who_remove_each_other_at_once_leave_one() {
    on_every_engine(async |store| {
        let tenant = organization(&store, 1).await;
        let mut owners = Vec::new();
        for name in ["A", "B", "C", "D"] {
            owners.push(add_member(&store, &tenant, name, Role::Owner).await.1);
        }
        let removals: Vec<_> = owners
            .into_iter()
            .map(|id| {
                let (store, tenant) = (store.clone(), tenant.clone());
                tokio::spawn(async move {
                    store
                        .write(&tenant, move |tx| {
                            tx.lock_organization()?;
                            tx.delete_membership(&id)?;
                            if tx.count_lasting_owners()? == 0 {
                                return Err(Error::conflict("the last one"));
                            }
                            Ok(Audited::not_worth_an_entry("a test", ()))
                        })
                        .await
                })
            })
            .collect();
        let mut removed = 0;
        for removal in removals {
            removed += usize::from(removal.await.unwrap().is_ok());
        }
        assert_eq!(removed, 3);
        let left: i64 = store.read(&tenant, |c| Ok(c.memberships().count().first(c.raw())?)).await.unwrap();
        assert_eq!(left, 1);
    });
}

#[test]
fn an_update_of_another_version_changes_nothing() {
    on_every_engine(async |store| {
        let tenant = organization(&store, 1).await;
        let (_, id) = add_member(&store, &tenant, "Bo Li", Role::Viewer).await;
        let changed = store
            .write(&tenant, move |tx| {
                let mut member = tx.member(&id)?;
                member.role = Role::Member.into();
                let first = tx.update_membership(&member)?;
                member.role = Role::Admin.into();
                let second = tx.update_membership(&member)?;
                let query = tx.memberships().filter(memberships::id.eq(id.clone()));
                let role: RoleKey = query.select(memberships::role).first(tx.raw())?;
                Ok(Audited::not_worth_an_entry("a test", (first, second, role)))
            })
            .await
            .unwrap();
        assert_eq!(changed, (true, false, Role::Member.into()));
    });
}

#[test]
fn an_acknowledged_write_is_read_by_a_store_that_is_opened_later() {
    let folder = tempfile::tempdir().unwrap();
    let address = super::Address::Sqlite(folder.path().join("portal.db").display().to_string());
    super::migrate(&address, REQUIRED).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let first = Store::open(&address, 2, REQUIRED).unwrap();
        let tenant = organization(&first, 1).await;
        invite(&first, &tenant, "a@b.example").await.unwrap();
        // The first store is still open: nothing depends on closing it in order.
        let second = Store::open(&address, 2, REQUIRED).unwrap();
        assert_eq!(count_invitations(&second, &tenant).await, 1);
        assert!(second.is_ready().await.unwrap());
    });
}

#[cfg(feature = "postgres")]
#[test]
fn a_store_whose_connections_were_cut_works_again_by_itself() {
    use diesel::connection::SimpleConnection;
    engines::on_postgres(async |database| {
        super::migrate(&database.address, REQUIRED).unwrap();
        let store = Store::open(&database.address, 8, REQUIRED).unwrap();
        let tenant = organization(&store, 1).await;
        invite(&store, &tenant, "a@b.example").await.unwrap();
        assert_eq!(count_invitations(&store, &tenant).await, 1);
        let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                      WHERE datname = current_database() AND pid <> pg_backend_pid()";
        database.admin().batch_execute(others).unwrap();
        // Reading and writing have connections of their own; who comes first notices.
        let first =
            [store.read(&tenant, |c| c.outbox_range()).await.map(drop), invite(&store, &tenant, "c@d.example").await];
        for error in first.into_iter().filter_map(Result::err) {
            assert_eq!(error.into_problem().status, 503);
        }
        assert_eq!(count_invitations(&store, &tenant).await, 1);
        invite(&store, &tenant, "e@f.example").await.unwrap();
        assert_eq!(count_invitations(&store, &tenant).await, 2);
    });
}
