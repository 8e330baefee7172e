//! The token endpoint: codes and refresh tokens are exchanged for tokens.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use loggia_types::{AccessTokenId, BrandId, OAuthClientId, OrganizationId, Permission};

use super::{
    CODE_PREFIX, REFRESH_TOKEN_PREFIX,
    refusal::Refusal,
    request::{Parameters, TokenRequest, challenge_of, scopes},
    tenant_of,
};
use crate::{
    auth::{ACCESS_TOKEN_PREFIX, RequestInfo, digest, hash, random_secret},
    error::Result,
    limits::Standings,
    state::App,
    store::{
        AuditEntry, Audited, TenantTx, micros, moment,
        oauth::FoundGrant,
        rows::{OAuthAccessTokenRow, OAuthGrantRow, OAuthRefreshTokenRow},
        to_json,
    },
};

/// How long an access token is good.
pub(super) const ACCESS_TOKEN_LIFE: TimeDelta = TimeDelta::minutes(15);
/// How long a refresh token is good that is not used.
pub(super) const IDLE_LIFE: TimeDelta = TimeDelta::days(14);
/// How long a grant is good, however much it is used.
pub const GRANT_LIFE: TimeDelta = TimeDelta::days(90);

/// How long after its use a refresh token may be shown once more, by a client that never got the answer. It takes back
/// what that answer gave, so that one refresh token is good at every moment, grace or not: if somebody else showed it, the
/// client that did get the answer shows what was taken back, and that ends the grant. What it costs is that a stolen token
/// is noticed at the owner's next request and not at once; therefore the time is short, and the next one must be unused.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// What the token endpoint gives.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    /// For the API.
    pub access_token: String,
    /// For the next tokens.
    pub refresh_token: String,
    /// How long the access token is good, in seconds.
    pub expires_in: i64,
    /// What it permits, as far as the person may.
    pub scopes: BTreeSet<Permission>,
    /// Where.
    pub organization: OrganizationId,
}

/// What was decided in the transaction. Everything but `Refused` is kept.
enum Outcome {
    Given(i64, BTreeSet<Permission>),
    Ended,
    Scope(Refusal),
    Refused,
}

/// Exchanges a code or a refresh token for tokens. The outer error is the rate limit's or the server's.
///
/// # Errors
/// `rate_limited`, and when the store fails.
pub async fn exchange(
    app: &App,
    brand: &BrandId,
    client: &OAuthClientId,
    parameters: &Parameters,
    request: &RequestInfo,
    standings: &mut Standings,
) -> Result<Result<Tokens, Refusal>> {
    let asked = match TokenRequest::read(parameters) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (secret, prefix) = match &asked {
        TokenRequest::Code { code, .. } => (code.clone(), CODE_PREFIX),
        TokenRequest::Refresh { token } => (token.clone(), REFRESH_TOKEN_PREFIX),
    };
    let attempt = app.rates().attempt(request.ip, &digest(&secret), standings)?;
    let (secret_hash, is_code, mine) = (hash(&secret), prefix == CODE_PREFIX, brand.clone());
    let lookup = secret_hash.clone();
    let found = app.store().system_read(move |c| {
        let found = if is_code { c.grant_of_code(&lookup) } else { c.grant_of_refresh_token(&lookup) };
        Ok(found?.filter(|found| found.brand == mine))
    });
    let found = match found.await {
        Ok(Some(found)) if secret.starts_with(prefix) => found,
        Ok(_) => {
            attempt.bad();
            return Ok(Err(Refusal::grant()));
        }
        Err(error) => {
            attempt.undecided();
            return Err(error);
        }
    };
    // That it was given here once does not make it good; it is no guess, either.
    attempt.undecided();
    give(app, &found, client, asked, secret_hash, parameters, request).await
}

async fn give(
    app: &App,
    found: &FoundGrant,
    client: &OAuthClientId,
    asked: TokenRequest,
    secret_hash: String,
    parameters: &Parameters,
    request: &RequestInfo,
) -> Result<Result<Tokens, Refusal>> {
    let access_token = random_secret(ACCESS_TOKEN_PREFIX)?;
    let refresh_token = random_secret(REFRESH_TOKEN_PREFIX)?;
    let new = New { access_hash: hash(&access_token), refresh_hash: hash(&refresh_token) };
    let tenant = tenant_of(found, request);
    let (client, parameters, grant) = (client.clone(), parameters.clone(), found.grant.clone());
    let outcome = app
        .store()
        .write(&tenant, move |tx| {
            // Whoever shows the same at the same time is one after the other here.
            tx.lock_organization()?;
            let grant = tx.oauth_grant(&grant)?;
            let is_theirs = grant.client_id == client;
            match asked {
                TokenRequest::Code { .. } if !is_theirs => end(tx, &grant, CODE_OF_ANOTHER),
                TokenRequest::Refresh { .. } if !is_theirs => end(tx, &grant, TOKEN_OF_ANOTHER),
                TokenRequest::Code { redirect_uri, verifier, .. } => by_code(tx, &grant, &redirect_uri, &verifier, new),
                TokenRequest::Refresh { .. } => by_refresh_token(tx, &grant, &secret_hash, &parameters, new),
            }
        })
        .await?;
    Ok(match outcome {
        Outcome::Given(expires_in, scopes) => {
            let organization = found.organization.clone();
            Ok(Tokens { access_token, refresh_token, expires_in, scopes, organization })
        }
        Outcome::Ended => {
            // Open event streams look whether their credential is still good.
            app.store().wake(&found.organization);
            Err(Refusal::grant())
        }
        Outcome::Refused => Err(Refusal::grant()),
        Outcome::Scope(refusal) => Err(refusal),
    })
}

/// The hashes of what is about to be given.
struct New {
    access_hash: String,
    refresh_hash: String,
}

fn by_code(
    tx: &mut TenantTx<'_>,
    grant: &OAuthGrantRow,
    redirect_uri: &str,
    verifier: &str,
    new: New,
) -> Result<Audited<Outcome>> {
    let now = micros(tx.now());
    if grant.code_used_at.is_some() {
        return end(tx, grant, CODE_TWICE);
    }
    if grant.revoked_at.is_some() || grant.code_expires_at <= now {
        return refused();
    }
    // A code that somebody put into another's sign-in arrives with the wrong one of these.
    if grant.redirect_uri != redirect_uri {
        return end(tx, grant, CODE_ELSEWHERE);
    }
    if challenge_of(verifier) != grant.code_challenge {
        return end(tx, grant, CODE_INJECTED);
    }
    if !tx.may_be_granted(&grant.client_id, &grant.user_id)? {
        return refused();
    }
    tx.use_code(&grant.id)?;
    let scopes = granted(grant)?;
    let given = store(tx, grant, 1, scopes, new)?;
    Ok(Audited::not_worth_an_entry("that the person let the client in is in the log", given))
}

fn by_refresh_token(
    tx: &mut TenantTx<'_>,
    grant: &OAuthGrantRow,
    token_hash: &str,
    parameters: &Parameters,
    new: New,
) -> Result<Audited<Outcome>> {
    let now = micros(tx.now());
    if grant.revoked_at.is_some() || grant.expires_at <= now || grant.idle_expires_at <= now {
        return refused();
    }
    let (generation, used_at) = tx.refresh_token(token_hash)?;
    let is_lost_answer = used_at.is_some_and(|at| generation + 1 == grant.generation && now - at <= micros_of(GRACE));
    if generation != grant.generation && !is_lost_answer {
        return end(tx, grant, TOKEN_REUSED);
    }
    if !tx.may_be_granted(&grant.client_id, &grant.user_id)? {
        return refused();
    }
    let scopes = match scopes(parameters, &granted(grant)?) {
        Ok(scopes) => scopes,
        Err(refusal) => return Ok(Audited::not_worth_an_entry("nothing was given", Outcome::Scope(refusal))),
    };
    if is_lost_answer {
        tx.take_back_access_tokens(&grant.id, grant.generation)?;
    } else {
        tx.use_refresh_token(token_hash)?;
    }
    let given = store(tx, grant, grant.generation + 1, scopes, new)?;
    Ok(Audited::not_worth_an_entry("the client goes on as before", given))
}

fn refused() -> Result<Audited<Outcome>> {
    Ok(Audited::not_worth_an_entry("nothing was given", Outcome::Refused))
}

/// How a code or token was shown that should not have been: the action in the audit log, and what happened.
struct Misuse(&'static str, &'static str);

const CODE_TWICE: Misuse = Misuse("oauth_grant.code_misused", "The code was shown twice");
const CODE_ELSEWHERE: Misuse = Misuse("oauth_grant.code_misused", "The code was shown with another redirect URI");
const CODE_INJECTED: Misuse = Misuse("oauth_grant.code_misused", "The code was shown with another verifier");
const CODE_OF_ANOTHER: Misuse = Misuse("oauth_grant.code_misused", "The code was shown by another client");
const TOKEN_REUSED: Misuse = Misuse("oauth_grant.token_reused", "A refresh token was shown that had been exchanged");
const TOKEN_OF_ANOTHER: Misuse = Misuse("oauth_grant.token_reused", "The refresh token was shown by another client");

/// Ends a grant because its code or token was shown by somebody who should not have it. Which of those who have it that
/// was, nobody knows.
fn end(tx: &mut TenantTx<'_>, grant: &OAuthGrantRow, Misuse(action, what): Misuse) -> Result<Audited<Outcome>> {
    if !tx.revoke_grant(&grant.id)? {
        return refused();
    }
    let reason = format!("{what}: all that the program had was revoked.");
    let entry = AuditEntry::new(action, "oauth_grant", &grant.id).denied(reason);
    Ok(tx.audit(entry)?.with(Outcome::Ended))
}

/// What was agreed to.
fn granted(grant: &OAuthGrantRow) -> Result<BTreeSet<Permission>> {
    let names: Vec<String> = crate::store::from_json("scopes", &grant.scopes)?;
    Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
}

fn store(
    tx: &mut TenantTx<'_>,
    grant: &OAuthGrantRow,
    generation: i64,
    scopes: BTreeSet<Permission>,
    new: New,
) -> Result<Outcome> {
    let now = tx.now();
    let end = moment(grant.expires_at);
    let expires_at = (now + ACCESS_TOKEN_LIFE).min(end);
    tx.insert(&OAuthAccessTokenRow {
        id: AccessTokenId::generate(),
        org_id: grant.org_id.clone(),
        grant_id: grant.id.clone(),
        generation,
        token_hash: new.access_hash,
        scopes: to_json(&scopes)?,
        created_at: micros(now),
        expires_at: micros(expires_at),
    })?;
    tx.insert(&OAuthRefreshTokenRow {
        token_hash: new.refresh_hash,
        org_id: grant.org_id.clone(),
        grant_id: grant.id.clone(),
        generation,
        created_at: micros(now),
        used_at: None,
    })?;
    tx.step_grant(&grant.id, generation, micros((now + IDLE_LIFE).min(end)))?;
    Ok(Outcome::Given((expires_at - now).num_seconds(), scopes))
}

fn micros_of(time: TimeDelta) -> i64 {
    time.num_microseconds().unwrap_or_default()
}
