//! The last owner stays, by whatever path two people try at once.

use loggia_client::{
    Client, Error,
    types::{
        Role,
        audit::{AuditQuery, Outcome},
        members::{Member, UpdateMember},
    },
};
use loggia_server::{
    domain::members::{Mapped, apply_mapped_role},
    store::{Audited, Tenant, TenantTx},
};
use loggia_tests::{Portal, fixture};

use super::member;

/// A way out of an organization's ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Path {
    Demote,
    Remove,
    Suspend,
    End,
    Leave,
    Map,
}

const PATHS: [Path; 6] = [Path::Demote, Path::Remove, Path::Suspend, Path::End, Path::Leave, Path::Map];

/// Takes it: `by` does it to `target`, or `target` leaves, or what their identity provider says is applied. Says by which
/// status it was refused.
async fn take(path: Path, portal: &Portal, by: Client, target: Member, own: Client) -> Result<(), u16> {
    let status = |error: Error| error.problem().map(|problem| problem.status).unwrap_or_default();
    let change = match path {
        Path::Remove => return by.members().remove(&target.id).await.map_err(status),
        Path::Leave => return own.members().remove(&target.id).await.map_err(status),
        Path::Map => return if mapped(portal, &target).await { Ok(()) } else { Err(LAST_OWNER) },
        Path::Demote => UpdateMember::role(Role::Viewer),
        Path::Suspend => UpdateMember {
            suspended: Some(true),
            suspended_reason: Some("A test".to_owned()),
            ..UpdateMember::default()
        },
        Path::End => UpdateMember {
            ends_at: Some(Some(chrono::Utc::now() + chrono::TimeDelta::days(1))),
            ..UpdateMember::default()
        },
    };
    by.members().update(&target.id, target.version, &change).await.map(|_| ()).map_err(status)
}

/// The status of a refusal because of the last owner.
const LAST_OWNER: u16 = 409;

/// Applies a viewer's role that an identity provider says. Says whether the member has it then.
async fn mapped(portal: &Portal, target: &Member) -> bool {
    let brand = portal.store().system_read(|c| Ok(c.brand_by_key("acme")?.unwrap().id)).await.unwrap();
    let (tenant, id) = (Tenant::for_system(fixture::northwind(), brand), target.id.clone());
    let work = move |tx: &mut TenantTx<'_>| {
        Ok(match apply_mapped_role(tx, &id, Role::Viewer.into())? {
            Mapped::Applied(proof) => proof.with(true),
            Mapped::LastOwner(proof) => proof.with(false),
            Mapped::AsBefore(_) => Audited::not_worth_an_entry("nothing has changed", true),
        })
    };
    portal.store().write(&tenant, work).await.unwrap()
}

#[tokio::test]
async fn an_owner_is_left_whichever_two_paths_are_taken_at_once() {
    let portal = Portal::start().await.unwrap();
    let vendor = portal.acme.with_organization(fixture::northwind());
    for first in PATHS {
        for second in PATHS {
            let name = format!("{first:?} and {second:?}");
            // The vendor sets the stage anew: two owners, olga and adam. Who was removed is invited again.
            for key in ["olga", "adam"] {
                crown(&portal, &vendor, key).await;
            }
            let (olga, adam) = (member(&vendor, "olga").await, member(&vendor, "adam").await);
            let of_olga = portal.sign_in("olga").await.unwrap().client;
            let of_adam = portal.sign_in("adam").await.unwrap().client;
            let (one, two) = tokio::join!(
                take(first, &portal, of_adam.clone(), olga, of_olga.clone()),
                take(second, &portal, of_olga.clone(), adam, of_adam.clone()),
            );
            let failed: Vec<u16> = one.err().into_iter().chain(two.err()).collect();
            // The second was refused for being the last, or because the first had taken its right.
            assert!(matches!(failed[..], [401 | 403 | LAST_OWNER]), "{name}: {failed:?}");
            let left = vendor.members().list(&Default::default()).await.unwrap().items;
            let lasting = left.iter().filter(|member| {
                member.role == Role::Owner && member.ends_at.is_none() && member.suspended_at.is_none()
            });
            assert_eq!(lasting.count(), 1, "{name}");
        }
    }
}

#[tokio::test]
async fn the_last_owner_stays_by_every_path() {
    let portal = Portal::start().await.unwrap();
    let vendor = portal.acme.with_organization(fixture::northwind());
    let olga = member(&vendor, "olga").await;
    let own = portal.sign_in("olga").await.unwrap().client;
    for path in PATHS {
        assert_eq!(take(path, &portal, vendor.clone(), olga.clone(), own.clone()).await, Err(LAST_OWNER), "{path:?}");
    }
    // An owner whose membership will end by its date is none to rely on, and neither is one who is suspended.
    let soon = Some(Some(chrono::Utc::now() + chrono::TimeDelta::days(30)));
    let ending = UpdateMember { ends_at: soon, ..UpdateMember::role(Role::Owner) };
    let suspended = UpdateMember {
        ends_at: Some(None),
        suspended: Some(true),
        suspended_reason: Some("A test".to_owned()),
        ..UpdateMember::default()
    };
    for change in [ending, suspended] {
        let adam = member(&vendor, "adam").await;
        vendor.members().update(&adam.id, adam.version, &change).await.unwrap();
        for path in PATHS {
            let refused = take(path, &portal, vendor.clone(), olga.clone(), own.clone()).await;
            assert_eq!(refused, Err(LAST_OWNER), "{path:?} beside {change:?}");
        }
    }
    let owner = member(&vendor, "olga").await;
    assert_eq!((owner.version, owner.suspended_at, owner.ends_at), (olga.version, None, None));
    // What was refused is in the log, the provider's word included.
    let all = AuditQuery { limit: Some(100), ..AuditQuery::default() };
    let log = own.audit_events().list(&all).await.unwrap().items;
    let refused = log.iter().filter(|entry| entry.outcome == Outcome::Denied && entry.resource_type == "membership");
    assert_eq!(refused.count(), 3 * PATHS.len());
}

/// Makes somebody an owner who stays.
async fn crown(portal: &Portal, vendor: &Client, key: &str) {
    use loggia_client::types::{
        embed::{CreateEmbedSession, EmbedUser},
        members::{CreateInvitation, MemberQuery},
    };
    let members = vendor.members().list(&MemberQuery::default()).await.unwrap().items;
    if !members.iter().any(|member| member.user.id == fixture::user(key)) {
        let email = fixture::email(key);
        let invitation = CreateInvitation { email: email.clone(), role: Role::Owner.into(), ends_at: None };
        vendor.invitations().create(&invitation).await.unwrap();
        let wanted = CreateEmbedSession {
            organization_id: fixture::northwind(),
            user: EmbedUser::Email { email, name: None },
            features: None,
            locale: None,
            expires_in: None,
        };
        portal.acme.embed_sessions().create(&wanted).await.unwrap();
    }
    let target = member(vendor, key).await;
    let change = UpdateMember {
        role: Some(Role::Owner.into()),
        ends_at: Some(None),
        suspended: Some(false),
        ..UpdateMember::default()
    };
    vendor.members().update(&target.id, target.version, &change).await.unwrap();
}
