//! The matrix of the hosted portal's pages and the console's: every page and form, asked by every kind of caller, about
//! their own organization or session, another's, a partner's, and one that does not exist. Only a session's cookie opens what asks for one, a form
//! only with the session's token from a page of the same host, and nothing of another organization is on any page.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicUsize, Ordering},
};

use loggia_client::types::{
    AuditEventId, AuditStreamId, DomainId, MembershipId, OAuthClientId, OperatorId, OperatorPermission as P,
    OrganizationId, PasskeyId, Permission, SsoConnectionId, UserId, UserSessionId, audit_streams::CreateAuditStream,
};
use loggia_server::{
    http,
    store::{Audited, Tenant, audit::AuditFilter, members::MemberFilter, rows::PasskeyRow},
};
use loggia_tests::{Portal, fixture, wire::Answer};

use super::{
    callers::{Caller, Callers},
    operators::{self, Gate},
    things,
};

/// Whose organization or session the path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Nothing,
    Own,
    Neighbour,
    Stranger,
    Partner,
    Missing,
}

/// What a page asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// Nothing.
    Nothing,
    /// To be signed in.
    SignedIn,
    /// To be an operator with this permission.
    Operator(P),
}

impl Asks {
    /// What the server calls it.
    fn name(self) -> String {
        match self {
            Self::Nothing => "page".to_owned(),
            Self::SignedIn => "signed in".to_owned(),
            Self::Operator(permission) => permission.to_string(),
        }
    }
}

const NOBODY: Asks = Asks::Nothing;
const SOMEBODY: Asks = Asks::SignedIn;
const FIND: Asks = Asks::Operator(P::OrganizationsRead);
const MEMBERS: Asks = Asks::Operator(P::MembersRead);
const EXPLAIN: Asks = Asks::Operator(P::AccessExplain);
const LOG: Asks = Asks::Operator(P::AuditRead);
const OWN_LOG: Asks = Asks::Operator(P::BrandAuditRead);
const MANAGE: Asks = Asks::Operator(P::OperatorsManage);

/// Method, path, and what it asks of its caller. `{own organization}` is the caller's own, whichever thing is named
/// besides. One more page, one more line here.
const PAGES: &[(&str, &str, Asks)] = &[
    ("GET", "/console", FIND),
    ("GET", "/console/organizations", FIND),
    ("GET", "/console/organizations/{organization}", FIND),
    ("GET", "/console/organizations/{organization}/members", MEMBERS),
    ("GET", "/console/organizations/{organization}/members/{member}", EXPLAIN),
    ("GET", "/console/organizations/{own organization}/members/{member}", EXPLAIN),
    ("GET", "/console/organizations/{organization}/audit-log", LOG),
    ("GET", "/console/organizations/{own organization}/audit-log?actor_id={user}", LOG),
    ("GET", "/console/organizations/{organization}/audit-log/export", LOG),
    ("GET", "/console/organizations/{organization}/audit-log/{event}", LOG),
    ("GET", "/console/organizations/{own organization}/audit-log/{event}", LOG),
    ("GET", "/console/audit-log", OWN_LOG),
    ("GET", "/console/audit-log/export", OWN_LOG),
    ("GET", "/console/audit-log/{brand event}", OWN_LOG),
    ("GET", "/console/audit-log/{event}", OWN_LOG),
    ("GET", "/console/operators", MANAGE),
    ("POST", "/console/operators", MANAGE),
    ("POST", "/console/operators/{operator}", MANAGE),
    ("GET", "/portal/console.css", NOBODY),
    ("GET", "/", SOMEBODY),
    ("GET", "/account", SOMEBODY),
    ("GET", "/account/email", SOMEBODY),
    ("GET", "/account/email/change", SOMEBODY),
    ("POST", "/account/email/change", SOMEBODY),
    ("POST", "/account/email/cancel", SOMEBODY),
    ("POST", "/account/email/confirm", SOMEBODY),
    ("POST", "/account/email/verify", SOMEBODY),
    ("POST", "/account/password/mail", SOMEBODY),
    ("GET", "/account/profile", SOMEBODY),
    ("POST", "/account/profile", SOMEBODY),
    ("GET", "/account/password", SOMEBODY),
    ("POST", "/account/password", SOMEBODY),
    ("GET", "/account/codes", SOMEBODY),
    ("POST", "/account/codes", SOMEBODY),
    ("POST", "/account/codes/confirm", SOMEBODY),
    ("POST", "/account/codes/remove", SOMEBODY),
    ("POST", "/account/passkeys", SOMEBODY),
    ("GET", "/account/passkeys/new", SOMEBODY),
    ("POST", "/account/passkeys/options", SOMEBODY),
    ("POST", "/account/passkeys/{passkey}/remove", SOMEBODY),
    ("POST", "/account/recovery-codes", SOMEBODY),
    ("GET", "/confirm", SOMEBODY),
    ("POST", "/confirm", SOMEBODY),
    ("POST", "/confirm/passkey", SOMEBODY),
    ("POST", "/confirm/passkey/options", SOMEBODY),
    ("POST", "/confirm/sign-in", SOMEBODY),
    ("POST", "/account/sessions/end-others", SOMEBODY),
    ("POST", "/account/sessions/{session}/end", SOMEBODY),
    ("GET", "/invitation", NOBODY),
    ("POST", "/invitation", NOBODY),
    ("GET", "/account/applications", SOMEBODY),
    ("POST", "/account/applications/{client}/{organization}/revoke", SOMEBODY),
    ("GET", "/account/sign-on", SOMEBODY),
    ("POST", "/account/sign-on/{connection}/link", SOMEBODY),
    ("POST", "/account/sign-on/{connection}/unlink", SOMEBODY),
    ("GET", "/o/{organization}/sign-on", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/connections", SOMEBODY),
    ("GET", "/o/{organization}/sign-on/connections/{connection}", SOMEBODY),
    ("GET", "/o/{own organization}/sign-on/connections/{connection}", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/connections/{connection}", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/connections/{connection}/delete", SOMEBODY),
    ("POST", "/o/{own organization}/sign-on/connections/{connection}/delete", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/connections/{connection}/state", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/connections/{connection}/test", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/domains", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/domains/{domain}/check", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/domains/{domain}/delete", SOMEBODY),
    ("POST", "/o/{own organization}/sign-on/domains/{domain}/delete", SOMEBODY),
    ("POST", "/o/{organization}/sign-on/policy", SOMEBODY),
    ("GET", "/sign-in/sso/{connection}", NOBODY),
    ("GET", "/sign-in/sso/{connection}/callback", NOBODY),
    ("GET", "/o/{organization}", SOMEBODY),
    ("GET", "/o/{organization}/audit", SOMEBODY),
    ("POST", "/o/{organization}/audit/retention", SOMEBODY),
    ("POST", "/o/{organization}/audit/streams", SOMEBODY),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/test", SOMEBODY),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/rotate", SOMEBODY),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/enable", SOMEBODY),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/disable", SOMEBODY),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/delete", SOMEBODY),
    // Another organization's stream, in one's own.
    ("POST", "/o/{own organization}/audit/streams/{audit_stream}/delete", SOMEBODY),
    ("GET", "/o/{organization}/status", SOMEBODY),
    ("GET", "/oauth/authorize", SOMEBODY),
    ("POST", "/oauth/authorize", SOMEBODY),
    ("GET", "/portal/images/{image}", NOBODY),
    ("GET", "/portal/page.js", NOBODY),
    ("GET", "/portal/passkeys.js", NOBODY),
    ("GET", "/portal/style.css", NOBODY),
    ("GET", "/portal/theme.css", NOBODY),
    ("GET", "/portal/widgets/portal.js", NOBODY),
    ("GET", "/sign-in", NOBODY),
    ("POST", "/sign-in", NOBODY),
    ("GET", "/sign-in/link", NOBODY),
    ("POST", "/sign-in/link", NOBODY),
    ("POST", "/sign-in/mail", NOBODY),
    ("GET", "/password", NOBODY),
    ("POST", "/password", NOBODY),
    ("GET", "/password/forgotten", NOBODY),
    ("POST", "/password/forgotten", NOBODY),
    ("GET", "/sign-in/factor", NOBODY),
    ("POST", "/sign-in/factor", NOBODY),
    ("POST", "/sign-in/factor/passkey", NOBODY),
    ("POST", "/sign-in/factor/passkey/options", NOBODY),
    ("POST", "/sign-in/passkey", NOBODY),
    ("POST", "/sign-in/passkey/options", NOBODY),
    ("POST", "/sign-in/password", NOBODY),
    ("POST", "/sign-out", SOMEBODY),
];

fn comparable(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let path = path.replace("/portal/widgets/portal.js", "/portal/widgets/{}").replace("/status", "/{}");
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_in_the_table_and_every_cell_holds() {
    let served: BTreeSet<_> =
        http::pages().into_iter().map(|(method, path, access)| (method, comparable(&path), access)).collect();
    let table: BTreeSet<_> =
        PAGES.iter().map(|(method, path, asks)| ((*method).to_owned(), comparable(path), asks.name())).collect();
    assert_eq!(served, table);
    // Behind all that the database has. That the queries alone suffice is shown on SQLite, where they are all there is; on
    // PostgreSQL by the matrix of routes, which go through the same store.
    let portal = Portal::start().await.unwrap();
    let callers = Callers::sign_in(&portal).await;
    let named = Named::collect(&portal).await;
    let mut made = Made::new();
    for organization in fixture::organizations() {
        let both = make(&portal, &organization).await;
        made.insert(organization, both);
    }
    let (mut cells, mut faults) = (0, Vec::new());
    for caller in Caller::ALL {
        for (method, path, asks) in PAGES {
            let targets: &[Of] = match asks {
                _ if !path.contains('{') => &[Of::Nothing],
                Asks::Operator(_) => &[Of::Own, Of::Neighbour, Of::Stranger, Of::Partner, Of::Missing],
                _ => &[Of::Own, Of::Neighbour, Of::Stranger, Of::Missing],
            };
            for of in targets {
                let answer = ask(&portal, (&callers, &named, &made), *caller, (method, path), *of).await;
                cells += 1;
                let fault = match asks {
                    Asks::Operator(permission) => console_fault(*caller, (method, path), *permission, *of, &answer),
                    asks => fault(*caller, method, path, *asks == SOMEBODY, *of, &answer),
                };
                if let Some(fault) = fault {
                    faults.push(format!("{method} {path} by {caller:?} on {of:?}: {fault}"));
                }
            }
        }
    }
    println!(
        "pages' matrix: {cells} cells of {} pages and {} callers; {} faults",
        PAGES.len(),
        Caller::ALL.len(),
        faults.len()
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A connection and a domain of each organization.
type Made = BTreeMap<OrganizationId, (SsoConnectionId, DomainId)>;

async fn make(portal: &Portal, organization: &OrganizationId) -> (SsoConnectionId, DomainId) {
    let owner = portal.sign_in(owner_of(organization)).await.unwrap().client;
    let connection = owner.sso().create_connection(&things::connection()).await.unwrap().id;
    (connection, owner.sso().create_domain(&things::domain()).await.unwrap().id)
}

/// Things that pages of the console name: of each organization, and of brands.
struct Named {
    organizations: Vec<(OrganizationId, MembershipId, UserId, AuditEventId)>,
    brands: Vec<(&'static str, AuditEventId)>,
}

/// Operators that were made for cells, so that each has another address.
static MADE: AtomicUsize = AtomicUsize::new(0);

impl Named {
    async fn collect(portal: &Portal) -> Self {
        let mut named = Self { organizations: Vec::new(), brands: Vec::new() };
        let owners = ["olga", "henry", "lena", "paula"];
        for (organization, owner) in fixture::organizations().into_iter().zip(owners) {
            let key = fixture::brand(owner);
            let brand = portal.store().system_read(move |c| c.brand_by_key(key)).await.unwrap().unwrap().id;
            let tenant = Tenant::for_system(organization.clone(), brand);
            let read = portal.store().read(&tenant, |c| {
                let member = c.member_page(&MemberFilter::default(), None, 1)?.0.remove(0);
                let event = c.audit_page(&AuditFilter::default(), None, 1)?.events.remove(0);
                Ok((member, event))
            });
            let (member, event) = read.await.unwrap();
            named.organizations.push((organization, member.id, member.user.id, event.id));
        }
        for brand in ["acme", "bright", "crest"] {
            let read = portal.store().system_read(move |c| {
                let id = c.brand_by_key(brand)?.unwrap().id;
                Ok(c.brand_audit_page(&id, &AuditFilter::default(), None, 1)?.events.remove(0).id)
            });
            named.brands.push((brand, read.await.unwrap()));
        }
        named
    }

    /// A path with its `{...}` filled in.
    async fn fill(&self, portal: &Portal, caller: Caller, path: &str, of: Of) -> String {
        let organization = organization(caller, of);
        let found = self.organizations.iter().find(|(id, ..)| *id == organization);
        let (member, user, event) = match found {
            Some((_, member, user, event)) => (member.clone(), user.clone(), event.clone()),
            None => (MembershipId::from_u128(0xdead), UserId::from_u128(0xdead), AuditEventId::from_u128(0xdead)),
        };
        let brand = brand(caller, of);
        let of_brand = self.brands.iter().find(|(key, _)| Some(*key) == brand).map(|(_, event)| event.clone());
        let of_brand = of_brand.unwrap_or_else(|| AuditEventId::from_u128(0xdead));
        let operator = match brand {
            Some(brand) if path.contains("{operator}") => {
                operators::another(portal, brand, MADE.fetch_add(1, Ordering::Relaxed)).await
            }
            _ => OperatorId::from_u128(0xdead),
        };
        path.replace("{own organization}", caller.home().as_str())
            .replace("{organization}", organization.as_str())
            .replace("{member}", member.as_str())
            .replace("{user}", user.as_str())
            .replace("{brand event}", of_brand.as_str())
            .replace("{event}", event.as_str())
            .replace("{operator}", operator.as_str())
    }
}

/// The organization that a cell is about.
fn organization(caller: Caller, of: Of) -> OrganizationId {
    match of {
        Of::Neighbour => fixture::harbor(),
        Of::Stranger if caller.home() == fixture::lumen() => fixture::northwind(),
        Of::Stranger => fixture::lumen(),
        // Of a partner's brand below; for the partner, of the brand above.
        Of::Partner if caller.home() == fixture::summit() => fixture::northwind(),
        Of::Partner => fixture::summit(),
        Of::Missing => OrganizationId::from_u128(0xdead),
        Of::Own | Of::Nothing => caller.home(),
    }
}

/// The brand that a cell is about.
fn brand(caller: Caller, of: Of) -> Option<&'static str> {
    match of {
        Of::Own | Of::Nothing => Some(operators::brand(caller)),
        // Brands have no neighbours within a brand.
        Of::Neighbour | Of::Missing => None,
        Of::Stranger if operators::brand(caller) == "bright" => Some("acme"),
        Of::Stranger => Some("bright"),
        Of::Partner if operators::brand(caller) == "crest" => Some("acme"),
        Of::Partner => Some("crest"),
    }
}

async fn ask(
    portal: &Portal,
    (callers, named, made): (&Callers, &Named, &Made),
    caller: Caller,
    (method, path): (&str, &str),
    of: Of,
) -> Answer {
    let is_consoles = path.starts_with("/console");
    let session = match of {
        _ if !path.contains("{session}") => UserSessionId::from_u128(0xdead),
        // One that this cell may end.
        Of::Own => portal.browser(person_of(caller)).await.unwrap().session,
        Of::Neighbour => portal.browser("hana").await.unwrap().session,
        Of::Stranger => portal.browser("paula").await.unwrap().session,
        Of::Missing | Of::Partner | Of::Nothing => UserSessionId::from_u128(0xdead),
    };
    let passkey = match of {
        _ if !path.contains("{passkey}") => PasskeyId::from_u128(0xdead),
        Of::Missing | Of::Partner | Of::Nothing => PasskeyId::from_u128(0xdead),
        // One that this cell may remove.
        Of::Own => passkey(portal, person_of(caller)).await,
        Of::Neighbour => passkey(portal, "hana").await,
        Of::Stranger => passkey(portal, "paula").await,
    };
    let client = if caller.home() == fixture::lumen() { fixture::strangers_reports() } else { fixture::reports() };
    if path.contains("{client}") && of == Of::Own && has_session(caller) && caller.operator().is_none() {
        agree(portal, caller, &client).await;
    }
    let organization = organization(caller, of);
    let (connection, domain) = match of {
        Of::Missing | Of::Nothing => (SsoConnectionId::from_u128(0xdead), DomainId::from_u128(0xdead)),
        // What is deleted is this cell's own. Operators delete nothing.
        Of::Own if path.ends_with("/delete") && has_session(caller) && caller.operator().is_none() => {
            make(portal, &organization).await
        }
        _ => made[&organization].clone(),
    };
    let (connection, domain) = (connection.as_str(), domain.as_str());
    let path = path.replace("{connection}", connection).replace("{domain}", domain);
    let stream = match (path.contains("{audit_stream}"), of) {
        (true, Of::Own | Of::Neighbour | Of::Stranger) => stream_of(portal, &organization).await,
        _ => AuditStreamId::from_u128(0xdead),
    };
    let path = named.fill(portal, caller, &path, of).await;
    let path = path.replace("{audit_stream}", stream.as_str()).replace("{session}", session.as_str());
    let path = path.replace("{client}", client.as_str()).replace("{passkey}", passkey.as_str());
    let (headers, csrf) = callers.page_headers(portal, caller).await;
    let mut request = portal.wire.ask(method, &path);
    for (name, value) in headers {
        request = request.header(name, &value);
    }
    if method == "POST" {
        let email = format!("page{}@b.example", MADE.fetch_add(1, Ordering::Relaxed));
        request = if is_consoles {
            let form = [("csrf", csrf.as_str()), ("email", &email), ("name", "N"), ("role", "support")];
            request.form(form.into_iter().chain([("change", "suspend")]))
        } else {
            request.form([("csrf", csrf.as_str()), ("current", "wrong"), ("new", "wrong"), ("email", "a@b.example")])
        };
    }
    request.send().await.unwrap()
}

/// A stream of an organization's, which a cell may use up.
async fn stream_of(portal: &Portal, organization: &OrganizationId) -> AuditStreamId {
    let owner = match organization {
        of if *of == fixture::northwind() => "olga",
        of if *of == fixture::harbor() => "henry",
        _ => "lena",
    };
    let owner = portal.sign_in(owner).await.unwrap().client;
    for stream in owner.audit_streams().list().await.unwrap().items.into_iter().skip(2) {
        owner.audit_streams().delete(&stream.id).await.unwrap();
    }
    let wanted = CreateAuditStream { url: "https://siem.invalid/pages".to_owned(), ..CreateAuditStream::default() };
    owner.audit_streams().create(&wanted).await.unwrap().stream.id
}

/// Gives somebody a passkey.
async fn passkey(portal: &Portal, key: &str) -> PasskeyId {
    let id = PasskeyId::generate();
    let row = PasskeyRow {
        id: id.clone(),
        user_id: fixture::user(key),
        rp_id: "portal.example".to_owned(),
        credential_id: id.to_string(),
        credential: "{}".to_owned(),
        name: "A passkey".to_owned(),
        synced: false,
        created_at: 1,
        last_used_at: None,
    };
    portal.store().system_write(move |c| c.insert_passkey(&row)).await.unwrap();
    id
}

/// Has a caller's person let a program in.
async fn agree(portal: &Portal, caller: Caller, client: &OAuthClientId) {
    let (user, client) = (fixture::user(person_of(caller)), client.clone());
    let key = fixture::brand(person_of(caller));
    let brand = portal.store().system_read(move |c| c.brand_by_key(key)).await.unwrap().unwrap().id;
    let tenant = Tenant::for_system(caller.home(), brand);
    let agreed = portal.store().write(&tenant, move |tx| {
        tx.consent(&client, &user, &[Permission::CasesRead].into())?;
        Ok(Audited::not_worth_an_entry("a fixture", ()))
    });
    agreed.await.unwrap();
}

fn owner_of(organization: &OrganizationId) -> &'static str {
    if *organization == fixture::harbor() {
        "henry"
    } else if *organization == fixture::lumen() {
        "lena"
    } else if *organization == fixture::summit() {
        "paula"
    } else {
        "olga"
    }
}

fn person_of(caller: Caller) -> &'static str {
    match caller {
        Caller::BrowserViewer => "vic",
        Caller::BrowserOfStranger => "lena",
        operator => operator.operator().unwrap_or("olga"),
    }
}

/// Whether the caller's cookie is a good session's, of the brand whose host it asks.
fn has_session(caller: Caller) -> bool {
    matches!(
        caller,
        Caller::BrowserOwner
            | Caller::BrowserViewer
            | Caller::BrowserOfStranger
            | Caller::BrowserForNeighbour
            | Caller::BrowserForStranger
            | Caller::BrowserForMissing
            | Caller::BrowserForNobody
            | Caller::BrowserWithoutToken
            | Caller::BrowserWithOthersToken
            | Caller::BrowserFromElsewhere
    ) || (caller.operator().is_some() && caller != Caller::OperatorAtVendor)
}

/// Whether the caller's forms come from a page of another site, and whether they come without the session's token.
fn form_is(caller: Caller) -> (bool, bool) {
    let elsewhere = matches!(caller, Caller::BrowserFromElsewhere | Caller::OperatorFromElsewhere);
    let tokenless = [Caller::BrowserWithoutToken, Caller::BrowserWithOthersToken, Caller::OperatorWithoutToken];
    (elsewhere, tokenless.contains(&caller))
}

/// What is wrong with an answer of the console's.
fn console_fault(
    caller: Caller,
    (method, path): (&str, &str),
    permission: P,
    of: Of,
    answer: &Answer,
) -> Option<String> {
    let (text, location) = (answer.text(), answer.header("location"));
    let (elsewhere, tokenless) = form_is(caller);
    let form = method == "POST";
    let about = if path.contains("{own organization}") { caller.home() } else { organization(caller, of) };
    let is_open = operators::gate(caller, permission, has_session(caller)) == Gate::Open;
    for organization in fixture::organizations() {
        // A page about an organization carries what is that organization's alone, and the list what is within reach.
        let may = is_open
            && operators::reaches(caller, &organization)
            && (path == "/console/organizations" || (path.contains("organization}") && about == organization));
        if !may && text.contains(fixture::marker(&organization)) {
            return Some(format!("the page carries {}: {text}", fixture::marker(&organization)));
        }
    }
    let names_of_organization = path.contains("{member}") || path.contains("{event}");
    let found = if path.contains("{operator}") || path.contains("{brand event}") {
        of == Of::Own
    } else if path == "/console/audit-log/{event}" {
        // An organization's entry is none of the brand's.
        false
    } else if path.contains("{own organization}") {
        of == Of::Own || !names_of_organization
    } else {
        of == Of::Nothing || operators::reaches(caller, &about) && of != Of::Missing
    };
    let expected = match operators::gate(caller, permission, has_session(caller)) {
        Gate::SignIn => answer.status == 303 && location.starts_with("/sign-in"),
        _ if form && elsewhere => answer.status == 403,
        Gate::Confirm => answer.status == 303 && location.starts_with("/confirm?return_to="),
        Gate::SecondFactor => answer.status == 303 && location == "/account?done=one-factor",
        Gate::Nothing => answer.status == 404,
        Gate::Denied => answer.status == 403,
        Gate::Open if form && tokenless => answer.status == 403,
        Gate::Open if !found => answer.status == 404,
        Gate::Open if form || path == "/console" => answer.status == 303 && location.starts_with("/console"),
        Gate::Open => answer.status == 200,
    };
    (!expected).then(|| format!("{} {location} {}", answer.status, text.chars().take(200).collect::<String>()))
}

fn fault(caller: Caller, method: &str, path: &str, signed_in: bool, of: Of, answer: &Answer) -> Option<String> {
    let text = answer.text();
    let marker = fixture::marker(&caller.home());
    for organization in fixture::organizations() {
        let other = fixture::marker(&organization);
        if text.contains(other) && (other != marker || !has_session(caller)) {
            return Some(format!("the page carries {other}: {text}"));
        }
    }
    let to_sign_in = answer.status == 303 && answer.header("location").starts_with("/sign-in");
    let form = method == "POST";
    let (elsewhere, tokenless) = form_is(caller);
    // Operators belong to no organization.
    let of = if caller.operator().is_some() && path.contains("organization}") { Of::Missing } else { of };
    let expected = if form && elsewhere {
        answer.status == 403
    } else if !signed_in {
        match path {
            "/portal/images/{image}" | "/portal/widgets/portal.js" => answer.status == 404,
            "/invitation" if !form => answer.status == 404,
            // No link is shown.
            "/sign-in/link" | "/password" => answer.status == 404,
            // A draft lets nobody in, and nothing has begun that could come back.
            "/sign-in/sso/{connection}" => answer.status == 404,
            "/sign-in/sso/{connection}/callback" => answer.status == 400,
            // Without the cookie that its page sets a form is not taken.
            _ if form => answer.status == 403,
            // Nobody has shown a first factor.
            "/sign-in/factor" if !form => to_sign_in,
            "/sign-in" if has_session(caller) => answer.status == 303 && !to_sign_in,
            _ => answer.status == 200,
        }
    } else if !has_session(caller) {
        to_sign_in
    } else if form && tokenless {
        answer.status == 403
    } else if matches!(caller, Caller::OperatorLongAgo | Caller::OperatorOneFactor)
        && answer.header("location").starts_with("/confirm")
    {
        // What is sensitive asks again before it looks.
        true
    } else if !matches!(of, Of::Own | Of::Nothing) {
        answer.status == 404
    } else if path.contains("/audit") && caller == Caller::BrowserViewer {
        // Owners decide about the log; for others there is nothing here.
        answer.status == 404
    } else {
        match path {
            // Who is no operator any more belongs nowhere.
            "/" if matches!(caller, Caller::OperatorSuspended | Caller::OperatorEnded | Caller::OperatorRemoved) => {
                answer.status == 200
            }
            "/account/email/change" | "/account/profile" if !form => answer.status == 200,
            "/account/profile" => answer.status == 422,
            // No link is shown.
            "/account/email" | "/account/email/confirm" => answer.status == 404,
            // For who sets single sign-on up.
            _ if path.contains("/sign-on") && path.starts_with("/o/") => match path.rsplit('/').next() {
                _ if caller == Caller::BrowserViewer => answer.status == 404,
                _ if !form => answer.status == 200,
                Some("delete" | "check" | "policy") => answer.status == 303 && !to_sign_in,
                Some("test") => answer.status == 200,
                // What is sent here is neither a connection nor a domain.
                _ => answer.status == 422,
            },
            // The provider may not be called; nothing is linked.
            "/account/sign-on/{connection}/link" if caller.operator().is_some() => matches!(answer.status, 404 | 502),
            "/account/sign-on/{connection}/link" => answer.status == 502,
            "/account/sign-on/{connection}/unlink" => answer.status == 404,
            // The first form lacks an address. Of the others, one shows a secret, and one that nobody was reached.
            "/o/{organization}/audit/streams" => answer.status == 422,
            "/o/{organization}/audit/streams/{audit_stream}/rotate" => answer.status == 200 && text.contains("whsec_"),
            "/o/{organization}/audit/streams/{audit_stream}/test" | "/o/{organization}/audit" => answer.status == 200,
            "/account/password" if !form => answer.status == 200,
            // A key that nobody has confirmed yet is shown as long as that can be done.
            "/account/codes" if !form => answer.status == 200 || answer.header("location") == "/account",
            "/account/password" | "/account/passkeys" | "/account/codes/confirm" => answer.status == 422,
            "/account/passkeys/new" => answer.status == 200,
            // Browsers know no passkeys where there is no name; nothing was asked, and nobody has one for this host.
            "/account/passkeys/options" => answer.status == 200 || answer.status == 404,
            "/confirm/passkey/options" => answer.status == 404 || answer.status == 409,
            // Whoever has a passkey of the cells before may make recovery codes.
            "/account/recovery-codes" => answer.status == 200 || answer.header("location") == "/account",
            "/confirm" if !form => answer.status == 200,
            "/confirm" | "/confirm/passkey" => answer.status == 422,
            "/confirm/sign-in" => to_sign_in,
            "/sign-out" => to_sign_in,
            "/account" | "/account/applications" | "/account/sign-on" => answer.status == 200,
            // Nobody asks.
            "/oauth/authorize" => answer.status == 400,
            // There is no folder of widgets here.
            "/o/{organization}/status" => answer.status == 404,
            _ => answer.status == 303 && !to_sign_in,
        }
    };
    (!expected).then(|| {
        format!("{} {} {}", answer.status, answer.header("location"), text.chars().take(200).collect::<String>())
    })
}
