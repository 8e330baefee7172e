//! The authorization endpoint: a client asks a person, and the person answers.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use loggia_types::{
    BrandId, OAuthGrantId, OrganizationId, Permission, UserId, UserSessionId,
    audit::{ActorKind, AuditActor},
};

use super::{
    CODE_PREFIX,
    redirect_uri::{self, Kind},
    refusal::{Code, Refusal},
    request::{Parameters, Wanted},
    token::GRANT_LIFE,
};
use crate::{
    auth::{RequestInfo, hash, random_secret},
    error::Result,
    state::App,
    store::{AuditEntry, Principal, Tenant, micros, oauth::OAuthClient, rows::OAuthGrantRow, sso::Opening, to_json},
};

/// How long a code is good.
const CODE_LIFE: TimeDelta = TimeDelta::seconds(60);

/// A client that asks, and where its answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The client.
    pub client: OAuthClient,
    /// Where to send the answer: one of the client's.
    pub redirect_uri: String,
    /// What to send along, as it came.
    pub state: Option<String>,
}

/// What an authorization request is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Nobody's that is known: the person is told, and sent nowhere.
    Unanswerable(Refusal),
    /// A client's, to be refused.
    Refused(Asking, Refusal),
    /// A client's, for a person to answer.
    Good(Asking, Wanted),
}

/// Reads an authorization request to a brand.
///
/// # Errors
/// When the store fails.
pub async fn read(app: &App, brand: &BrandId, parameters: &Parameters) -> Result<Request> {
    let asked = parameters.client().and_then(|client| {
        let uri = parameters.required("redirect_uri", "redirect_uri is missing.")?;
        Ok((client, uri.to_owned()))
    });
    let (id, redirect_uri) = match asked {
        Ok(asked) => asked,
        Err(refusal) => return Ok(Request::Unanswerable(refusal)),
    };
    let brand = brand.clone();
    let client = app.store().system_read(move |c| c.oauth_client(&brand, &id)).await?;
    let Some(client) = client else { return Ok(Request::Unanswerable(Refusal::client())) };
    if !client.redirect_uris.iter().any(|registered| redirect_uri::matches(registered, &redirect_uri)) {
        return Ok(Request::Unanswerable(Refusal::invalid("The redirect URI is none of the client's.")));
    }
    let allowed = client.scopes.clone();
    let (state, refusal) = match parameters.optional("state") {
        Ok(state) => (state.map(str::to_owned), None),
        Err(refusal) => (None, Some(refusal)),
    };
    let asking = Asking { client, redirect_uri, state };
    Ok(match refusal.map_or_else(|| Wanted::read(parameters, &allowed), Err) {
        Ok(wanted) => Request::Good(asking, wanted),
        Err(refusal) => Request::Refused(asking, refusal),
    })
}

impl Asking {
    /// Where a refusal goes.
    pub fn refusal_uri(&self, refusal: &Refusal, issuer: &str) -> String {
        self.answer_uri(&[("error", refusal.code.as_str()), ("error_description", refusal.description)], issuer)
    }

    /// Where a code goes.
    pub fn code_uri(&self, code: &str, issuer: &str) -> String {
        self.answer_uri(&[("code", code)], issuer)
    }

    fn answer_uri(&self, answer: &[(&str, &str)], issuer: &str) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        // RFC 9207: a client that knows several servers sees whose answer it is.
        let parameters = answer.iter().copied().chain(state).chain([("iss", issuer)]);
        redirect_uri::with_parameters(&self.redirect_uri, parameters)
    }

    /// Whether the answer can only get to the client. Any program on the person's machine can listen at a loopback address
    /// or claim a scheme, so who is asked for such a one is asked each time (RFC 8252 section 8.6).
    pub fn is_assured(&self) -> bool {
        redirect_uri::kind(&self.redirect_uri) == Some(Kind::Web)
    }
}

/// An organization that a person can let a client into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The organization.
    pub id: OrganizationId,
    /// What it is called.
    pub name: String,
    /// What the person has agreed to there before.
    pub agreed: BTreeSet<Permission>,
}

/// The organizations of the brand that a person can let the client into, in the order of their names: those that their
/// session opens.
///
/// # Errors
/// When the store fails.
pub async fn choices(app: &App, brand: &BrandId, person: &Person, asking: &Asking) -> Result<Vec<Choice>> {
    let (brand, person, client) = (brand.clone(), person.clone(), asking.client.id.clone());
    let rows = app
        .store()
        .system_read(move |c| {
            let mut open = Vec::new();
            for row in c.organizations_to_grant(&brand, &person.id, &client)? {
                if c.opening_of(&person.session, &row.0)? == Some(Opening::Open) {
                    open.push(row);
                }
            }
            Ok(open)
        })
        .await?;
    Ok(rows.into_iter().map(|(id, name, agreed)| Choice { id, name, agreed }).collect())
}

/// The organization that needs no asking again: the only one, where all of it was agreed to before, for a client that is
/// who it says.
pub fn agreed_before<'c>(asking: &Asking, wanted: &Wanted, choices: &'c [Choice]) -> Option<&'c Choice> {
    match choices {
        [only] if asking.is_assured() && wanted.scopes.is_subset(&only.agreed) => Some(only),
        _ => None,
    }
}

/// A person who answers.
#[derive(Clone, Debug)]
pub struct Person {
    /// The user.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// The session that they answer in.
    pub session: UserSessionId,
}

impl Person {
    /// One of their organizations, where they act in their session.
    pub(super) fn tenant(&self, organization: &OrganizationId, brand: &BrandId, request: &RequestInfo) -> Tenant {
        let actor = AuditActor { kind: ActorKind::User, id: self.id.to_string(), name: self.name.clone() };
        let principal = Principal { actor, request: request.clone() };
        Tenant::of_user_session(organization.clone(), brand.clone(), principal, self.session.clone())
    }
}

/// Lets a client in: gives a code.
///
/// # Errors
/// The inner: `access_denied` when the person is no member there. The outer: `unauthenticated` when their session ended
/// meanwhile, and when the store fails.
pub async fn approve(
    app: &App,
    brand: &BrandId,
    person: &Person,
    organization: &OrganizationId,
    (asking, wanted): (&Asking, &Wanted),
    request: &RequestInfo,
) -> Result<Result<String, Refusal>> {
    let denied = || Refusal::new(Code::AccessDenied, "The person is no member of that organization.");
    let choices = choices(app, brand, person, asking).await?;
    if !choices.iter().any(|choice| choice.id == *organization) {
        return Ok(Err(denied()));
    }
    let code = random_secret(CODE_PREFIX)?;
    let code_hash = hash(&code);
    let tenant = person.tenant(organization, brand, request);
    let (user, asking, wanted) = (person.id.clone(), asking.clone(), wanted.clone());
    let given = app
        .store()
        .write(&tenant, move |tx| {
            tx.lock_organization()?;
            let client = &asking.client;
            if !tx.may_be_granted(&client.id, &user)? {
                return Err(crate::Error::not_found());
            }
            tx.consent(&client.id, &user, &wanted.scopes)?;
            let code_expires_at = micros(tx.now() + CODE_LIFE);
            let grant = OAuthGrantRow {
                id: OAuthGrantId::generate(),
                client_id: client.id.clone(),
                brand_id: tx.brand_id().clone(),
                org_id: tx.org_id().clone(),
                user_id: user,
                scopes: to_json(&wanted.scopes)?,
                redirect_uri: asking.redirect_uri.clone(),
                code_hash,
                code_challenge: wanted.challenge.clone(),
                code_expires_at,
                code_used_at: None,
                generation: 0,
                created_at: micros(tx.now()),
                used_at: micros(tx.now()),
                idle_expires_at: code_expires_at,
                expires_at: micros(tx.now() + GRANT_LIFE),
                revoked_at: None,
            };
            tx.insert(&grant)?;
            let after = serde_json::json!({ "client_id": client.id, "client": client.name, "scopes": wanted.scopes });
            tx.audit(AuditEntry::new("oauth_grant.created", "oauth_grant", &grant.id).changes((), after))
        })
        .await;
    match given {
        Ok(()) => Ok(Ok(code)),
        Err(error) if error.code() == Some(loggia_types::ProblemCode::NotFound) => Ok(Err(denied())),
        Err(error) => Err(error),
    }
}
