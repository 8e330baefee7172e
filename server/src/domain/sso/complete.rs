//! Back from a provider: who it is, whether they get in, and as what.

use std::collections::BTreeSet;

use chrono::Utc;
use loggia_types::{
    BrandId, MembershipId, OrganizationId, Role, RoleKey, SsoConnectionId, UserId,
    audit::{ActorKind, AuditActor},
    events::EventType,
    members::MembershipSource,
    sign_in::AuthenticationMethod,
    sso::{RoleRule, SsoState},
};
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Value, json};

use super::{
    super::{
        is_email,
        members::{Mapped, apply_mapped_role, require_role, withdraw_invitations},
        sign_in::{Begin, Methods, begin},
        text,
    },
    Derived, claims,
    id_token::{Claims, Expected, Fault, verify},
    place,
    provider::{Client, Provider, ProviderError, complete_claims, exchange},
    start::redirect_uri,
    told,
};
use crate::{
    auth::{RequestInfo, hash},
    error::{Error, Result},
    state::App,
    store::{
        AuditEntry, Principal, Tenant, TenantTx, from_json,
        members::{member_search, normal_email},
        micros, moment,
        rows::{MembershipRow, SsoConnectionRow, SsoIdentityRow, SsoSignInRow, UserRow},
        sso::FoundConnection,
    },
};

/// What a browser brings back.
#[derive(Clone, Copy)]
pub struct Arrival<'a> {
    /// The connection, by the address that it came to.
    pub connection: &'a SsoConnectionId,
    /// The secret of the browser.
    pub browser: Option<&'a str>,
    /// Who is signed in, if somebody is.
    pub signed_in: Option<&'a UserId>,
    /// The state.
    pub state: &'a str,
    /// The code.
    pub code: Option<&'a str>,
    /// Why there is none.
    pub error: Option<&'a str>,
    /// Whose answer it is (RFC 9207).
    pub issuer: Option<&'a str>,
}

impl std::fmt::Debug for Arrival<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Arrival").field("connection", &self.connection).finish_non_exhaustive()
    }
}

/// What comes of it.
#[derive(Debug)]
pub enum Done {
    /// They are in, and go on there.
    In {
        /// What follows.
        begin: Begin,
        /// Where they go.
        return_to: String,
    },
    /// Their account is linked, and they go on there.
    Linked(String),
    /// They are not let in. The name of the organization, if it is known whose connection it is.
    Refused(Refusal, Option<String>),
}

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It did not begin in this browser, is over, or was used.
    Stale,
    /// The provider says no, or the person.
    Denied,
    /// The provider does not answer.
    Unreachable,
    /// What the provider answers does not hold.
    BadAnswer,
    /// There is no verified address on a domain of the organization.
    NoAddress,
    /// There is an account with this address, which has to be linked by its owner.
    LinkFirst,
    /// No rule gives a role.
    NoRole,
    /// They are no member, and nobody becomes one by signing in.
    NoMember,
    /// The membership is suspended or has ended.
    Ended,
    /// Who signed in at the provider is somebody else here.
    OtherAccount,
}

impl Refusal {
    /// For the log.
    fn reason(self) -> &'static str {
        match self {
            Self::Stale => "It did not begin in this browser, is over, or was used.",
            Self::Denied => "The identity provider refused.",
            Self::Unreachable => "The identity provider does not answer.",
            Self::BadAnswer => "The identity provider's answer does not hold.",
            Self::NoAddress => "There is no verified e-mail address on a verified domain of the organization.",
            Self::LinkFirst => "There is an account with this address, which its owner has to link.",
            Self::NoRole => "No rule gives a role.",
            Self::NoMember => "They are no member, and nobody becomes one by signing in.",
            Self::Ended => "The membership is suspended or has ended.",
            Self::OtherAccount => "The identity belongs to another account.",
        }
    }
}

/// Lets somebody in who comes back from a provider.
///
/// # Errors
/// When the store fails.
pub async fn complete(
    app: &App,
    (brand, site): (&BrandId, &str),
    arrival: Arrival<'_>,
    request: &RequestInfo,
) -> Result<Done> {
    let Some((began, found)) = take(app, brand, &arrival).await? else {
        return Ok(Done::Refused(Refusal::Stale, None));
    };
    let organization = Some(found.organization.clone());
    // Who began to link an account and is somebody else now, or nobody, links none.
    if began.user_id.as_ref().is_some_and(|user| arrival.signed_in != Some(user)) {
        return Ok(Done::Refused(Refusal::Stale, organization));
    }
    let browser = arrival.browser.unwrap_or_default();
    let derived = Derived::of(browser, arrival.state)?;
    let claims = match ask(app, site, &arrival, &found, derived).await {
        Ok(claims) => claims,
        Err((refusal, why)) => {
            tracing::warn!(connection = %found.row.id, why, "a sign-in at a provider did not come about");
            note_refusal(app, &found, request, refusal, &why).await?;
            return Ok(Done::Refused(refusal, organization));
        }
    };
    let decided = decide(app, found.clone(), began.user_id.clone(), claims, request).await?;
    app.store().wake(&found.row.org_id);
    match decided {
        Decided::Refused(refusal) => Ok(Done::Refused(refusal, organization)),
        Decided::Linked => Ok(Done::Linked(began.return_to)),
        Decided::User(user) => {
            let methods = Methods {
                all: vec![AuthenticationMethod::Federated],
                sso_connection_id: Some(found.row.id.to_string()),
            };
            let begin = begin(app, brand, &user, methods, request).await?;
            Ok(Done::In { begin, return_to: own_place(&began.return_to, &found.row.org_id) })
        }
    }
}

/// Where somebody goes: what they asked for, or else the organization that they signed in to.
fn own_place(return_to: &str, organization: &OrganizationId) -> String {
    if return_to == "/" { format!("/o/{organization}") } else { return_to.to_owned() }
}

async fn take(app: &App, brand: &BrandId, arrival: &Arrival<'_>) -> Result<Option<(SsoSignInRow, FoundConnection)>> {
    let (Some(browser), false) = (arrival.browser, arrival.state.is_empty()) else { return Ok(None) };
    let hashes = (hash(arrival.state), hash(browser));
    let (brand, connection) = (brand.clone(), arrival.connection.clone());
    let taken = app.store().system_write(move |c| {
        let shown = (hashes.0.as_str(), hashes.1.as_str());
        let Some(row) = c.take_sso_sign_in(shown, &brand, &connection, Utc::now())? else { return Ok(None) };
        Ok(c.find_sso_connection(&brand, &connection)?.map(|found| (row, found)))
    });
    taken.await
}

/// Asks the provider who it is, and checks what it answers.
async fn ask(
    app: &App,
    site: &str,
    arrival: &Arrival<'_>,
    found: &FoundConnection,
    derived: Derived,
) -> std::result::Result<Claims, (Refusal, String)> {
    let row = &found.row;
    let failed = |error: ProviderError| {
        let refusal = match &error {
            ProviderError::Answer(_) => Refusal::BadAnswer,
            ProviderError::Fault(_) | ProviderError::Outgoing(_) => Refusal::Unreachable,
        };
        (refusal, told(&error))
    };
    let outgoing = app.outgoing();
    let provider = app.providers().get(outgoing, &row.issuer).await.map_err(failed)?;
    match arrival.issuer {
        Some(issuer) if issuer != row.issuer => {
            return Err((Refusal::BadAnswer, "it is another issuer's answer".to_owned()));
        }
        None if provider.names_itself => {
            return Err((Refusal::BadAnswer, "the answer does not say whose it is".to_owned()));
        }
        _ => {}
    }
    let code = match (arrival.error, arrival.code) {
        (None, Some(code)) if !code.is_empty() && code.len() <= 4000 => code,
        (Some(error), _) => {
            return Err((Refusal::Denied, format!("it says {:?}", error.chars().take(60).collect::<String>())));
        }
        _ => return Err((Refusal::BadAnswer, "there is no code".to_owned())),
    };
    let redirect = redirect_uri(site, &row.id);
    let client = Client {
        id: &row.client_id,
        secret: opened(app, row).map_err(|why| (Refusal::BadAnswer, why))?,
        redirect_uri: &redirect,
    };
    let (token, access) = exchange(outgoing, &provider, client, code, derived.verifier).await.map_err(failed)?;
    let check = |keys: &CoreJsonWebKeySet| {
        let expected =
            Expected { issuer: &row.issuer, client_id: &row.client_id, nonce: &derived.nonce, now: Utc::now() };
        verify(&token, keys, &expected)
    };
    let mut checked = check(&provider.keys);
    let mut current = provider;
    if matches!(checked, Err(Fault::UnknownKey))
        && let Some(newer) = app.providers().with_new_keys(outgoing, &current).await.map_err(failed)?
    {
        checked = check(&newer.keys);
        current = newer;
    }
    let mut claims = checked.map_err(|fault| (Refusal::BadAnswer, format!("the ID token: {fault}")))?;
    let rules: Vec<RoleRule> =
        from_json("role_rules", &row.role_rules).map_err(|error| (Refusal::BadAnswer, error.to_string()))?;
    let mut wanted: BTreeSet<&str> = ["email", "name"].into();
    wanted.extend(rules.iter().map(|rule| rule.claim.as_str()));
    let subject = claims.subject.clone();
    more(app, &current, &access, (&subject, &mut claims.all), &wanted).await.map_err(failed)?;
    Ok(claims)
}

async fn more(
    app: &App,
    provider: &Provider,
    access: &str,
    about: (&str, &mut Value),
    wanted: &BTreeSet<&str>,
) -> std::result::Result<(), ProviderError> {
    complete_claims(app.outgoing(), provider, access, about, wanted).await
}

fn opened(app: &App, row: &SsoConnectionRow) -> std::result::Result<Option<String>, String> {
    let Some(sealed) = &row.client_secret else { return Ok(None) };
    let bytes = app.sealing_keys().open_sealed(&place(&row.id), sealed).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map(Some).map_err(|error| error.to_string())
}

/// The name that an account gets: what the provider says, if it can be one, or else the address.
fn name(claims: &Value, email: &str) -> String {
    let said = |claim: &str| claims.get(claim).and_then(Value::as_str).map(str::trim).unwrap_or_default();
    let whole = said("name").to_owned();
    let whole = if whole.is_empty() { format!("{} {}", said("given_name"), said("family_name")) } else { whole };
    let whole = whole.trim().to_owned();
    if text::line("name", &whole, 200).is_ok() { whole } else { email.to_owned() }
}

/// The address, if the provider says that it is verified.
fn verified_email(claims: &Value) -> Option<String> {
    let email = normal_email(claims.get("email")?.as_str()?);
    let verified = claims.get("email_verified") == Some(&Value::Bool(true));
    (verified && is_email(&email)).then_some(email)
}

/// What becomes of somebody whom the provider vouches for.
enum Decided {
    User(UserId),
    Linked,
    Refused(Refusal),
}

async fn decide(
    app: &App,
    found: FoundConnection,
    linking: Option<UserId>,
    claims: Claims,
    request: &RequestInfo,
) -> Result<Decided> {
    let request = request.clone();
    app.store()
        .system_write(move |c| {
            let tenant = tenant(&found, &request, linking.as_ref().map(ToString::to_string), &claims);
            c.in_tenant(&tenant, |tx| {
                tx.lock_organization()?;
                let row = match tx.sso_connection_row(&found.row.id) {
                    Ok(row) if row.issuer == found.row.issuer && row.client_id == found.row.client_id => row,
                    Ok(_) => return refuse(tx, &found.row.id, Refusal::Stale, &claims),
                    Err(error) if error.code() == Some(loggia_types::ProblemCode::NotFound) => {
                        return Ok(Decided::Refused(Refusal::Stale));
                    }
                    Err(error) => return Err(error),
                };
                let usable = row.state == SsoState::Active || (row.state == SsoState::Draft && linking.is_some());
                if !usable {
                    return refuse(tx, &row.id, Refusal::Stale, &claims);
                }
                match &linking {
                    Some(user) => link(tx, &row, user, &claims),
                    None => admit(tx, &row, &claims),
                }
            })
        })
        .await
}

fn tenant(found: &FoundConnection, request: &RequestInfo, user: Option<String>, claims: &Claims) -> Tenant {
    let shown = name(&claims.all, &claims.subject);
    let actor = AuditActor { kind: ActorKind::User, id: user.unwrap_or_default(), name: shown };
    let principal = Principal { actor, request: request.clone() };
    Tenant::for_person(found.row.org_id.clone(), found.brand.clone(), principal)
}

fn refuse(tx: &mut TenantTx<'_>, id: &SsoConnectionId, refusal: Refusal, claims: &Claims) -> Result<Decided> {
    let entry = AuditEntry::new("sso.signed_in", "sso_connection", id)
        .denied(refusal.reason())
        .changes((), json!({ "subject": claims.subject }));
    let _noted = tx.audit(entry)?;
    Ok(Decided::Refused(refusal))
}

async fn note_refusal(
    app: &App,
    found: &FoundConnection,
    request: &RequestInfo,
    refusal: Refusal,
    why: &str,
) -> Result<()> {
    let actor = AuditActor { kind: ActorKind::User, id: String::new(), name: String::new() };
    let principal = Principal { actor, request: request.clone() };
    let tenant = Tenant::for_person(found.row.org_id.clone(), found.brand.clone(), principal);
    let entry = AuditEntry::new("sso.signed_in", "sso_connection", &found.row.id).denied(format!(
        "{} ({})",
        refusal.reason(),
        why.chars().take(200).collect::<String>()
    ));
    app.store().write(&tenant, move |tx| tx.audit(entry)).await
}

/// Whether a membership permits anything now.
fn is_current(tx: &TenantTx<'_>, membership: &MembershipRow) -> bool {
    membership.suspended_at.is_none() && membership.ends_at.is_none_or(|at| at > micros(tx.now()))
}

/// Links an account: who is signed in is the person behind the subject from now on.
fn link(tx: &mut TenantTx<'_>, row: &SsoConnectionRow, user: &UserId, claims: &Claims) -> Result<Decided> {
    let member = tx.membership_of(user)?;
    if !member.is_some_and(|member| is_current(tx, &member)) {
        return refuse(tx, &row.id, Refusal::NoMember, claims);
    }
    match tx.identity(&row.issuer, &claims.subject)? {
        Some(known) if known.user.id != *user => return refuse(tx, &row.id, Refusal::OtherAccount, claims),
        Some(_) => {}
        None => identify(tx, row, user, claims, "sso_identity.linked")?,
    }
    note_use(tx, row, claims)?;
    Ok(Decided::Linked)
}

fn identify(
    tx: &mut TenantTx<'_>,
    row: &SsoConnectionRow,
    user: &UserId,
    claims: &Claims,
    action: &'static str,
) -> Result<()> {
    let now = micros(tx.now());
    tx.insert(&SsoIdentityRow {
        org_id: tx.org_id().clone(),
        issuer: row.issuer.clone(),
        subject: claims.subject.clone(),
        user_id: user.clone(),
        connection_id: row.id.clone(),
        created_at: now,
        last_used_at: now,
        acr: None,
        authenticated_at: None,
    })?;
    let after = json!({ "user_id": user, "issuer": row.issuer, "subject": claims.subject });
    let _noted = tx.audit(AuditEntry::new(action, "user", user).changes((), after))?;
    Ok(())
}

fn note_use(tx: &mut TenantTx<'_>, row: &SsoConnectionRow, claims: &Claims) -> Result<()> {
    let at = claims.auth_time.map(micros);
    tx.note_identity_use((&row.issuer, &claims.subject), &row.id, claims.acr.as_deref(), at)
}

/// Lets somebody in: finds or makes their account, and gives them the role that the mapping says.
fn admit(tx: &mut TenantTx<'_>, row: &SsoConnectionRow, claims: &Claims) -> Result<Decided> {
    let rules: Vec<RoleRule> = from_json("role_rules", &row.role_rules)?;
    let role = claims::role(&rules, row.default_role, &claims.all);
    let role = match role {
        Some(role) if !there_is(tx, role)? => {
            tracing::warn!(connection = %row.id, %role, "a mapping names a role that is not there");
            None
        }
        role => role,
    };
    let known = tx.identity(&row.issuer, &claims.subject)?.map(|known| known.user);
    let is_known = known.is_some();
    let user = match known {
        Some(user) => user,
        None => match find_or_make(tx, row, role, claims)? {
            Ok(user) => user,
            Err(refusal) => return refuse(tx, &row.id, refusal, claims),
        },
    };
    let membership = tx.membership_of(&user.id)?;
    // Before the mapping is asked: what it takes away it would give anew, without the suspension or the end.
    if membership.as_ref().is_some_and(|membership| !is_current(tx, membership)) {
        return refuse(tx, &row.id, Refusal::Ended, claims);
    }
    let Some(role) = role else {
        if let Some(membership) = membership.filter(|membership| membership.source == MembershipSource::Sso) {
            take_away(tx, &membership)?;
        }
        return refuse(tx, &row.id, Refusal::NoRole, claims);
    };
    match membership {
        Some(membership) if membership.source == MembershipSource::Sso => {
            let (Mapped::Applied(_) | Mapped::LastOwner(_) | Mapped::AsBefore(_)) =
                apply_mapped_role(tx, &membership.id, role)?;
        }
        // What people gave stays as they gave it.
        Some(_) => {}
        None if !row.just_in_time => return refuse(tx, &row.id, Refusal::NoMember, claims),
        None => join(tx, &user, role)?,
    }
    if !is_known {
        identify(tx, row, &user.id, claims, "sso_identity.created")?;
    }
    note_use(tx, row, claims)?;
    let after = json!({
        "user_id": user.id,
        "subject": claims.subject,
        "acr": claims.acr,
        "auth_time": claims.auth_time.map(|at| moment(micros(at))),
    });
    let _noted = tx.audit(AuditEntry::new("sso.signed_in", "sso_connection", &row.id).changes((), after))?;
    Ok(Decided::User(user.id))
}

/// Whether the organization has a role.
fn there_is(tx: &mut TenantTx<'_>, role: RoleKey) -> Result<bool> {
    match require_role(tx, "/role", role) {
        Ok(()) => Ok(true),
        Err(error) if error.code() == Some(loggia_types::ProblemCode::ValidationFailed) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The account of somebody who comes for the first time: see the module's description.
fn find_or_make(
    tx: &mut TenantTx<'_>,
    row: &SsoConnectionRow,
    role: Option<RoleKey>,
    claims: &Claims,
) -> Result<std::result::Result<UserRow, Refusal>> {
    let Some(email) = verified_email(&claims.all) else { return Ok(Err(Refusal::NoAddress)) };
    if !tx.has_verified_domain_of(&email)? {
        return Ok(Err(Refusal::NoAddress));
    }
    if let Some(user) = tx.user_of_brand_by_email(&email)? {
        let member = tx.membership_of(&user.id)?.filter(|member| is_current(tx, member));
        let may_be_linked = member.is_some_and(|member| member.role != Role::Owner);
        return Ok(if may_be_linked { Ok(user) } else { Err(Refusal::LinkFirst) });
    }
    if role.is_none() {
        return Ok(Err(Refusal::NoRole));
    }
    if !row.just_in_time {
        return Ok(Err(Refusal::NoMember));
    }
    let user = UserRow {
        id: UserId::generate(),
        brand_id: tx.brand_id().clone(),
        name: name(&claims.all, &email),
        email,
        created_at: micros(tx.now()),
    };
    tx.insert_user(&user)?;
    Ok(Ok(user))
}

fn join(tx: &mut TenantTx<'_>, user: &UserRow, role: RoleKey) -> Result<()> {
    let membership = MembershipRow {
        id: MembershipId::generate(),
        org_id: tx.org_id().clone(),
        user_id: user.id.clone(),
        role,
        source: MembershipSource::Sso,
        sort_name: user.name.to_lowercase(),
        search: member_search(&user.name, &user.email),
        version: 1,
        ends_at: None,
        last_active_at: None,
        created_at: micros(tx.now()),
        attributes: None,
        suspended_at: None,
        suspended_reason: None,
    };
    tx.insert(&membership)?;
    tx.emit(EventType::MemberCreated, &membership.id)?;
    let after = json!({ "user_id": user.id, "role": role, "source": membership.source });
    let _noted = tx.audit(AuditEntry::new("member.joined", "membership", &membership.id).changes((), after))?;
    Ok(())
}

/// Takes back what single sign-on gave. The last owner stays: a provider that is set up wrongly must not leave an organization
/// without one.
fn take_away(tx: &mut TenantTx<'_>, membership: &MembershipRow) -> Result<()> {
    let is_lasting_owner =
        membership.role == Role::Owner && membership.suspended_at.is_none() && membership.ends_at.is_none();
    if is_lasting_owner && tx.count_lasting_owners()? <= 1 {
        let entry = AuditEntry::new("member.removed", "membership", &membership.id)
            .denied("The last owner stays, whatever single sign-on says.");
        let _noted = tx.audit(entry)?;
        return Ok(());
    }
    tx.revoke_sessions_of(&membership.user_id)?;
    tx.revoke_grants_of(&membership.user_id, None)?;
    tx.forget_consents_of(&membership.user_id)?;
    if !tx.delete_membership(&membership.id)? {
        return Err(Error::not_found());
    }
    withdraw_invitations(tx, &membership.user_id, None)?;
    tx.emit(EventType::MemberDeleted, &membership.id)?;
    let before = json!({ "user_id": membership.user_id, "role": membership.role, "source": membership.source });
    let _noted = tx.audit(AuditEntry::new("member.removed", "membership", &membership.id).changes(before, ()))?;
    Ok(())
}
