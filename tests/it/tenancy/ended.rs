//! Credentials that were good once. Where no request can wait for an end that a date brings, the rows are made as they are
//! after it.

use chrono::{TimeDelta, Utc};
use loggia_client::{
    Client,
    types::{
        ApiKeyId, EmbedSessionId, MembershipId, Permission, Role, UserId,
        embed::{CreateEmbedSession, EmbedUser},
        members::{CreateInvitation, MembershipSource},
    },
};
use loggia_server::{
    auth,
    domain::api_keys,
    store::{
        Tenant, micros,
        rows::{ApiKeyRow, EmbedSessionRow, MembershipRow, UserRow},
        to_json,
    },
};
use loggia_tests::{Portal, fixture};

/// One secret of each kind, all Northwind's or Acme's.
pub(crate) struct Secrets {
    /// Of a session that its person ended.
    pub(crate) session: String,
    /// Of a session whose time is over.
    pub(crate) expired_session: String,
    /// Of a session whose person's membership has ended by its date.
    pub(crate) membership: String,
    /// Of a session whose person's membership is suspended.
    pub(crate) suspended: String,
    /// Of a session whose person was removed.
    pub(crate) removed: String,
    /// Of a session whose API key was revoked.
    pub(crate) orphaned: String,
    /// Of an API key that was revoked.
    pub(crate) key: String,
    /// Of an API key whose time is over.
    pub(crate) expired_key: String,
}

impl Secrets {
    pub(crate) async fn make(portal: &Portal) -> Self {
        let signed_out = portal.sign_in("olga").await.unwrap();
        signed_out.client.session().end().await.unwrap();
        let (key, orphaned) = with_a_revoked_key(portal).await;
        let (expired_session, [membership, suspended], expired_key) = after_their_dates(portal).await;
        let removed = removed(portal).await;
        Self { session: signed_out.secret, expired_session, membership, suspended, removed, orphaned, key, expired_key }
    }
}

fn session_for(user: EmbedUser) -> CreateEmbedSession {
    CreateEmbedSession {
        organization_id: fixture::northwind(),
        user,
        features: None,
        locale: None,
        expires_in: Some(3600),
    }
}

async fn with_a_revoked_key(portal: &Portal) -> (String, String) {
    let (id, key) = api_keys::create(portal.store(), "acme", "Revoked").await.unwrap();
    let vendor = Client::builder(portal.base_url.as_str()).api_key(key.as_str()).build().unwrap();
    let wanted = session_for(EmbedUser::Id { id: fixture::user("olga") });
    let orphaned = vendor.embed_sessions().create(&wanted).await.unwrap().client_secret;
    portal.client(&orphaned).session().get().await.unwrap();
    api_keys::revoke(portal.store(), id).await.unwrap();
    (key, orphaned)
}

async fn removed(portal: &Portal) -> String {
    let owner = portal.sign_in("olga").await.unwrap().client;
    let email = "removed@northwind.example".to_owned();
    let invitation = CreateInvitation { email: email.clone(), role: Role::Admin.into(), ends_at: None };
    owner.invitations().create(&invitation).await.unwrap();
    let wanted = session_for(EmbedUser::Email { email, name: Some("Removed NWQXMARK".to_owned()) });
    let secret = portal.acme.embed_sessions().create(&wanted).await.unwrap().client_secret;
    let member = portal.client(&secret).session().get().await.unwrap().membership_id;
    owner.members().remove(&member).await.unwrap();
    secret
}

async fn after_their_dates(portal: &Portal) -> (String, [String; 2], String) {
    let (good_key, _) = api_keys::create(portal.store(), "acme", "Good").await.unwrap();
    let expired = auth::random_secret(auth::CLIENT_SECRET_PREFIX).unwrap();
    let [of_former, of_suspended] = [(); 2].map(|()| auth::random_secret(auth::CLIENT_SECRET_PREFIX).unwrap());
    let key = auth::random_secret(auth::API_KEY_PREFIX).unwrap();
    let secrets = (expired.clone(), [of_former.clone(), of_suspended.clone()], key.clone());
    let [past, future] = [-1, 1].map(|hours| micros(Utc::now() + TimeDelta::hours(hours)));
    let [former, suspended] = [(); 2].map(|()| UserId::generate());
    portal
        .store()
        .system_write(move |c| {
            let brand = c.brand_by_key("acme")?.unwrap().id;
            let row = ApiKeyRow {
                scopes: to_json(Permission::ALL)?,
                expires_at: Some(past),
                ..ApiKeyRow::new(ApiKeyId::generate(), brand.clone(), "Expired".to_owned(), 0)
            };
            c.insert_api_key(&row, &auth::hash(&key))?;
            for (id, name) in [(&former, "former"), (&suspended, "suspended")] {
                c.insert_user(&UserRow {
                    id: id.clone(),
                    brand_id: brand.clone(),
                    email: format!("{name}@northwind.example"),
                    name: format!("{name} NWQXMARK Owner"),
                    created_at: 0,
                })?;
            }
            let tenant = Tenant::for_system(fixture::northwind(), brand);
            c.in_tenant(&tenant, |tx| {
                for (user, ends_at, suspended_at) in [(&former, Some(past), None), (&suspended, None, Some(past))] {
                    tx.insert(&MembershipRow {
                        id: MembershipId::generate(),
                        org_id: fixture::northwind(),
                        user_id: user.clone(),
                        role: Role::Owner.into(),
                        source: MembershipSource::Vendor,
                        sort_name: "nwqx owner".to_owned(),
                        search: "nwqx owner".to_owned(),
                        version: 1,
                        ends_at,
                        last_active_at: None,
                        created_at: 0,
                        attributes: None,
                        suspended_at,
                        suspended_reason: None,
                    })?;
                }
                for (user, secret, ends) in [
                    (fixture::user("olga"), &expired, past),
                    (former, &of_former, future),
                    (suspended, &of_suspended, future),
                ] {
                    tx.insert(&EmbedSessionRow {
                        id: EmbedSessionId::generate(),
                        brand_id: tx.brand_id().clone(),
                        org_id: fixture::northwind(),
                        user_id: user,
                        api_key_id: good_key.clone(),
                        secret_hash: auth::hash(secret),
                        features: None,
                        locale: None,
                        created_at: 0,
                        expires_at: ends,
                        revoked_at: None,
                    })?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    secrets
}
