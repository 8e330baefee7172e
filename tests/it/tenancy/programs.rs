//! Programs that act for people, by OAuth access tokens: good ones and others.

use chrono::{TimeDelta, Utc};
use loggia_client::types::{AccessTokenId, BrandId, OAuthClientId, OAuthGrantId, OrganizationId, Permission};
use loggia_server::{
    auth,
    domain::oauth::clients,
    store::{
        Audited, Tenant, micros,
        rows::{OAuthAccessTokenRow, OAuthClientRow, OAuthGrantRow, OAuthRefreshTokenRow},
        to_json,
    },
};
use loggia_tests::{Portal, fixture};

use super::callers::{Caller, Nature};

/// Every scope that a program can have.
pub(crate) const ALL: &[Permission] = &[
    Permission::CasesRead,
    Permission::CasesReply,
    Permission::DocumentsRead,
    Permission::DocumentsUpload,
    Permission::DocumentsDelete,
    Permission::FormsRead,
    Permission::SubmissionsCreate,
    Permission::SubmissionsRead,
    Permission::MembersRead,
    Permission::MembersInvite,
    Permission::MembersManage,
    Permission::AuditRead,
    Permission::AuditManage,
    Permission::ApiKeysRead,
    Permission::ApiKeysManage,
    Permission::SsoManage,
];
/// A harmless one.
pub(crate) const ONE: &[Permission] = &[Permission::CasesRead];

/// The tokens of a sign-in.
#[derive(Clone)]
struct Tokens {
    access: String,
    refresh: String,
}

/// The tokens that matrix callers come with.
pub(crate) struct Programs(Vec<(Caller, Tokens)>);

impl Programs {
    pub(crate) async fn sign_in(portal: &Portal) -> Self {
        let mut all = Vec::new();
        for caller in [
            Caller::Program,
            Caller::ProgramNarrowed,
            Caller::ProgramOfViewer,
            Caller::ProgramPretending,
            Caller::ProgramOfStranger,
            Caller::ProgramRevoked,
            Caller::ProgramExpired,
            Caller::ProgramDeleted,
            Caller::ProgramWithRefreshToken,
        ] {
            all.push((caller, make(portal, caller).await));
        }
        Self(all)
    }

    /// The bearer token of a caller. `last`: whether the request ends the sign-in, and so gets one of its own.
    pub(crate) async fn token(&self, portal: &Portal, caller: Caller, last: bool) -> String {
        let kept = self.0.iter().find(|(of, _)| *of == caller).map(|(_, tokens)| tokens.clone()).unwrap();
        let tokens = if last && caller.nature() != Nature::Nobody { make(portal, caller).await } else { kept };
        if caller == Caller::ProgramWithRefreshToken { tokens.refresh } else { tokens.access }
    }
}

/// A sign-in as it is after the code was exchanged, with its client.
async fn make(portal: &Portal, caller: Caller) -> Tokens {
    let (who, brand, organization) = match caller {
        Caller::ProgramOfStranger => ("lena", "bright", fixture::lumen()),
        Caller::ProgramOfViewer => ("vic", "acme", fixture::northwind()),
        _ => ("olga", "acme", fixture::northwind()),
    };
    let scopes = match caller.nature() {
        Nature::Program(_, scopes) => scopes,
        _ => ALL,
    };
    let brand = portal.store().system_read(move |c| c.brand_by_key(brand)).await.unwrap().unwrap().id;
    let client = register(portal, &brand, scopes).await;
    let tokens = Tokens { access: auth::random_secret("at_").unwrap(), refresh: auth::random_secret("rt_").unwrap() };
    put(portal, caller, who, (&brand, &organization, &client), scopes, &tokens).await;
    if caller == Caller::ProgramDeleted {
        clients::delete(portal.store(), client).await.unwrap();
    }
    tokens
}

async fn register(portal: &Portal, brand: &BrandId, scopes: &[Permission]) -> OAuthClientId {
    let row = OAuthClientRow {
        id: OAuthClientId::generate(),
        brand_id: brand.clone(),
        name: "Matrix".to_owned(),
        redirect_uris: "[\"https://app.acme.example/signed-in\"]".to_owned(),
        scopes: to_json(scopes).unwrap(),
        created_at: micros(Utc::now()),
        deleted_at: None,
    };
    let id = row.id.clone();
    portal.store().system_write(move |c| c.insert_oauth_client(&row)).await.unwrap();
    id
}

async fn put(
    portal: &Portal,
    caller: Caller,
    who: &str,
    (brand, organization, client): (&BrandId, &OrganizationId, &OAuthClientId),
    scopes: &[Permission],
    tokens: &Tokens,
) {
    let at = |hours: i64| micros(Utc::now() + TimeDelta::hours(hours));
    let grant = OAuthGrantRow {
        id: OAuthGrantId::generate(),
        client_id: client.clone(),
        brand_id: brand.clone(),
        org_id: organization.clone(),
        user_id: fixture::user(who),
        scopes: to_json(scopes).unwrap(),
        redirect_uri: "https://app.acme.example/signed-in".to_owned(),
        code_hash: auth::hash(&tokens.access.replace("at_", "ac_")),
        code_challenge: "x".to_owned(),
        code_expires_at: at(-2),
        code_used_at: Some(at(-2)),
        generation: 1,
        created_at: at(-2),
        used_at: at(-2),
        idle_expires_at: at(1),
        expires_at: at(2),
        revoked_at: (caller == Caller::ProgramRevoked).then(|| at(-1)),
    };
    let access = OAuthAccessTokenRow {
        id: AccessTokenId::generate(),
        org_id: organization.clone(),
        grant_id: grant.id.clone(),
        generation: 1,
        token_hash: auth::hash(&tokens.access),
        scopes: to_json(scopes).unwrap(),
        created_at: at(-2),
        expires_at: at(if caller == Caller::ProgramExpired { -1 } else { 1 }),
    };
    let refresh = OAuthRefreshTokenRow {
        token_hash: auth::hash(&tokens.refresh),
        org_id: organization.clone(),
        grant_id: grant.id.clone(),
        generation: 1,
        created_at: at(-2),
        used_at: None,
    };
    let tenant = Tenant::for_system(organization.clone(), brand.clone());
    let put = portal.store().write(&tenant, move |tx| {
        tx.insert(&grant)?;
        tx.insert(&access)?;
        tx.insert(&refresh)?;
        Ok(Audited::not_worth_an_entry("a fixture", ()))
    });
    put.await.unwrap();
}
