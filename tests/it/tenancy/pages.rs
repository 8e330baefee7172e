//! The matrix of the hosted portal's pages: every page and form, asked by every kind of caller, about their own
//! organization or session, another's, and one that does not exist. Only a session's cookie opens what asks for one, a form
//! only with the session's token from a page of the same host, and nothing of another organization is on any page.

use std::collections::{BTreeMap, BTreeSet};

use loggia_client::types::{
    AuditStreamId, DomainId, OAuthClientId, OrganizationId, PasskeyId, Permission, SsoConnectionId, UserSessionId,
    audit_streams::CreateAuditStream,
};
use loggia_server::{
    http,
    store::{Audited, Tenant, rows::PasskeyRow},
};
use loggia_tests::{Line, Portal, fixture, wire::Answer};

use super::{
    callers::{Caller, Callers},
    things,
};

/// Whose organization or session the path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Nothing,
    Own,
    Neighbour,
    Stranger,
    Missing,
}

/// Method, path, and whether somebody has to be signed in. One more page, one more line here.
const PAGES: &[(&str, &str, bool)] = &[
    ("GET", "/", true),
    ("GET", "/account", true),
    ("GET", "/account/email", true),
    ("GET", "/account/email/change", true),
    ("POST", "/account/email/change", true),
    ("POST", "/account/email/cancel", true),
    ("POST", "/account/email/confirm", true),
    ("POST", "/account/email/verify", true),
    ("POST", "/account/password/mail", true),
    ("GET", "/account/profile", true),
    ("POST", "/account/profile", true),
    ("GET", "/account/password", true),
    ("POST", "/account/password", true),
    ("GET", "/account/codes", true),
    ("POST", "/account/codes", true),
    ("POST", "/account/codes/confirm", true),
    ("POST", "/account/codes/remove", true),
    ("POST", "/account/passkeys", true),
    ("GET", "/account/passkeys/new", true),
    ("POST", "/account/passkeys/options", true),
    ("POST", "/account/passkeys/{passkey}/remove", true),
    ("POST", "/account/recovery-codes", true),
    ("GET", "/confirm", true),
    ("POST", "/confirm", true),
    ("POST", "/confirm/passkey", true),
    ("POST", "/confirm/passkey/options", true),
    ("POST", "/confirm/sign-in", true),
    ("POST", "/account/sessions/end-others", true),
    ("POST", "/account/sessions/{session}/end", true),
    ("GET", "/invitation", false),
    ("POST", "/invitation", false),
    ("GET", "/account/applications", true),
    ("POST", "/account/applications/{client}/{organization}/revoke", true),
    ("GET", "/account/sign-on", true),
    ("POST", "/account/sign-on/{connection}/link", true),
    ("POST", "/account/sign-on/{connection}/unlink", true),
    ("GET", "/o/{organization}/sign-on", true),
    ("POST", "/o/{organization}/sign-on/connections", true),
    ("GET", "/o/{organization}/sign-on/connections/{connection}", true),
    ("GET", "/o/{own organization}/sign-on/connections/{connection}", true),
    ("POST", "/o/{organization}/sign-on/connections/{connection}", true),
    ("POST", "/o/{organization}/sign-on/connections/{connection}/delete", true),
    ("POST", "/o/{own organization}/sign-on/connections/{connection}/delete", true),
    ("POST", "/o/{organization}/sign-on/connections/{connection}/state", true),
    ("POST", "/o/{organization}/sign-on/connections/{connection}/test", true),
    ("POST", "/o/{organization}/sign-on/domains", true),
    ("POST", "/o/{organization}/sign-on/domains/{domain}/check", true),
    ("POST", "/o/{organization}/sign-on/domains/{domain}/delete", true),
    ("POST", "/o/{own organization}/sign-on/domains/{domain}/delete", true),
    ("POST", "/o/{organization}/sign-on/policy", true),
    ("GET", "/sign-in/sso/{connection}", false),
    ("GET", "/sign-in/sso/{connection}/callback", false),
    ("GET", "/o/{organization}", true),
    ("GET", "/o/{organization}/audit", true),
    ("POST", "/o/{organization}/audit/retention", true),
    ("POST", "/o/{organization}/audit/streams", true),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/test", true),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/rotate", true),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/enable", true),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/disable", true),
    ("POST", "/o/{organization}/audit/streams/{audit_stream}/delete", true),
    // Another organization's stream, in one's own.
    ("POST", "/o/{own organization}/audit/streams/{audit_stream}/delete", true),
    ("GET", "/o/{organization}/status", true),
    ("GET", "/oauth/authorize", true),
    ("POST", "/oauth/authorize", true),
    ("GET", "/portal/logo", false),
    ("GET", "/portal/page.js", false),
    ("GET", "/portal/passkeys.js", false),
    ("GET", "/portal/style.css", false),
    ("GET", "/portal/theme.css", false),
    ("GET", "/portal/widgets/portal.js", false),
    ("GET", "/sign-in", false),
    ("POST", "/sign-in", false),
    ("GET", "/sign-in/link", false),
    ("POST", "/sign-in/link", false),
    ("POST", "/sign-in/mail", false),
    ("GET", "/password", false),
    ("POST", "/password", false),
    ("GET", "/password/forgotten", false),
    ("POST", "/password/forgotten", false),
    ("GET", "/sign-in/factor", false),
    ("POST", "/sign-in/factor", false),
    ("POST", "/sign-in/factor/passkey", false),
    ("POST", "/sign-in/factor/passkey/options", false),
    ("POST", "/sign-in/passkey", false),
    ("POST", "/sign-in/passkey/options", false),
    ("POST", "/sign-in/password", false),
    ("POST", "/sign-out", true),
];

fn comparable(path: &str) -> String {
    let path = path.replace("/portal/widgets/portal.js", "/portal/widgets/{}").replace("/status", "/{}");
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_page_is_in_the_table_and_every_cell_holds() {
    let served: BTreeSet<_> = http::pages()
        .into_iter()
        .map(|(method, path, access)| (method, comparable(&path), access == "signed in"))
        .collect();
    let table: BTreeSet<_> =
        PAGES.iter().map(|(method, path, signed_in)| ((*method).to_owned(), comparable(path), *signed_in)).collect();
    assert_eq!(served, table);
    for line in Line::all() {
        let portal = Portal::start_behind(*line).await.unwrap();
        let callers = Callers::sign_in(&portal).await;
        let mut made = Made::new();
        for organization in fixture::organizations() {
            let both = make(&portal, &organization).await;
            made.insert(organization, both);
        }
        let (mut cells, mut faults) = (0, Vec::new());
        for caller in Caller::ALL {
            for (method, path, signed_in) in PAGES {
                let named = path.contains('{');
                let targets: &[Of] =
                    if named { &[Of::Own, Of::Neighbour, Of::Stranger, Of::Missing] } else { &[Of::Nothing] };
                for of in targets {
                    let answer = ask(&portal, (&callers, &made), *caller, (method, path), *of).await;
                    cells += 1;
                    if let Some(fault) = fault(*caller, method, path, *signed_in, *of, &answer) {
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
}

/// A connection and a domain of each organization.
type Made = BTreeMap<OrganizationId, (SsoConnectionId, DomainId)>;

async fn make(portal: &Portal, organization: &OrganizationId) -> (SsoConnectionId, DomainId) {
    let owner = portal.sign_in(owner_of(organization)).await.unwrap().client;
    let connection = owner.sso().create_connection(&things::connection()).await.unwrap().id;
    (connection, owner.sso().create_domain(&things::domain()).await.unwrap().id)
}

async fn ask(
    portal: &Portal,
    (callers, made): (&Callers, &Made),
    caller: Caller,
    (method, path): (&str, &str),
    of: Of,
) -> Answer {
    let organization = match of {
        Of::Neighbour => fixture::harbor(),
        Of::Stranger if caller == Caller::BrowserOfStranger => fixture::northwind(),
        Of::Stranger => fixture::lumen(),
        Of::Missing => OrganizationId::from_u128(0xdead),
        Of::Own | Of::Nothing => caller.home(),
    };
    let session = match of {
        // One that this cell may end.
        Of::Own => portal.browser(person_of(caller)).await.unwrap().session,
        Of::Neighbour => portal.browser("hana").await.unwrap().session,
        Of::Stranger => portal.browser("paula").await.unwrap().session,
        Of::Missing | Of::Nothing => UserSessionId::from_u128(0xdead),
    };
    let passkey = match of {
        Of::Missing | Of::Nothing => PasskeyId::from_u128(0xdead),
        // One that this cell may remove.
        Of::Own => passkey(portal, person_of(caller)).await,
        Of::Neighbour => passkey(portal, "hana").await,
        Of::Stranger => passkey(portal, "paula").await,
    };
    let client = if caller.home() == fixture::lumen() { fixture::strangers_reports() } else { fixture::reports() };
    if path.contains("{client}") && of == Of::Own && has_session(caller) {
        agree(portal, caller, &client).await;
    }
    let (connection, domain) = match of {
        Of::Missing | Of::Nothing => (SsoConnectionId::from_u128(0xdead), DomainId::from_u128(0xdead)),
        // What is deleted is this cell's own.
        Of::Own if path.ends_with("/delete") && has_session(caller) => make(portal, &organization).await,
        _ => made[&organization].clone(),
    };
    let (connection, domain) = (connection.as_str(), domain.as_str());
    let path = path.replace("{connection}", connection).replace("{domain}", domain);
    let stream = match (path.contains("{audit_stream}"), of) {
        (true, Of::Own | Of::Neighbour | Of::Stranger) => stream_of(portal, &organization).await,
        _ => AuditStreamId::from_u128(0xdead),
    };
    let path = path.replace("{own organization}", caller.home().as_str()).replace("{audit_stream}", stream.as_str());
    let path = path.replace("{organization}", organization.as_str()).replace("{session}", session.as_str());
    let path = path.replace("{client}", client.as_str()).replace("{passkey}", passkey.as_str());
    let (headers, csrf) = callers.page_headers(portal, caller).await;
    let mut request = portal.wire.ask(method, &path);
    for (name, value) in headers {
        request = request.header(name, &value);
    }
    if method == "POST" {
        request =
            request.form([("csrf", csrf.as_str()), ("current", "wrong"), ("new", "wrong"), ("email", "a@b.example")]);
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
        _ => "olga",
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
    )
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
    let expected = if form && caller == Caller::BrowserFromElsewhere {
        answer.status == 403
    } else if !signed_in {
        match path {
            "/portal/logo" | "/portal/widgets/portal.js" => answer.status == 404,
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
    } else if form && matches!(caller, Caller::BrowserWithoutToken | Caller::BrowserWithOthersToken) {
        answer.status == 403
    } else if !matches!(of, Of::Own | Of::Nothing) {
        answer.status == 404
    } else if path.contains("/audit") && caller == Caller::BrowserViewer {
        // Owners decide about the log; for others there is nothing here.
        answer.status == 404
    } else {
        match path {
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
