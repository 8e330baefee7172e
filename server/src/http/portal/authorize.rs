//! `/oauth/authorize`: a program asks a person, and the person answers.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, Uri, header},
    response::Response,
};
use loggia_portal::{Consent, Fill, Leaving, Locale, Message, OrganizationChoice, Page, scope_words};
use loggia_types::OrganizationId;
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{Route, oauth::Site},
    begun::with_return,
    fields::Fields,
    view::{View, go_to},
};
use crate::{
    auth::{Access, SignedIn},
    domain::oauth::{
        Code, GRANT_LIFE, Parameters, Refusal, Wanted,
        authorize::{self, Asking, Choice, Person, Request, agreed_before, approve, choices},
        clients::LETS_IN,
        redirect_uri,
    },
    domain::sign_in::Recent,
    error::Result,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::SignedIn, routes!(ask)), Route::new(Access::SignedIn, routes!(answer))]
}

#[utoipa::path(get, path = "/oauth/authorize", responses((status = 200)))]
async fn ask(State(app): State<App>, view: View, site: Site, signed_in: SignedIn, uri: Uri) -> Result<Response> {
    let query = uri.query().unwrap_or_default();
    let (asking, wanted) = match authorize::read(&app, &site.brand, &Parameters::read(query.as_bytes())).await? {
        Request::Unanswerable(refusal) => return unanswerable(&view, &signed_in, &refusal),
        Request::Refused(asking, refusal) => {
            return leave(&view, &signed_in, &asking, asking.refusal_uri(&refusal, &site.issuer));
        }
        Request::Good(asking, wanted) => (asking, wanted),
    };
    if let Some(first) = proof_first(&app, &signed_in, &wanted, query) {
        return Ok(first);
    }
    let choices = choices(&app, &site.brand, &person(&signed_in), &asking).await?;
    if choices.is_empty() {
        return leave(&view, &signed_in, &asking, asking.refusal_uri(&nowhere(), &site.issuer));
    }
    if let Some(choice) = agreed_before(&asking, &wanted, &choices) {
        let given =
            approve(&app, &site.brand, &person(&signed_in), &choice.id, (&asking, &wanted), &view.request).await?;
        return leave(&view, &signed_in, &asking, answer_uri(&asking, given, &site.issuer));
    }
    consent(&view, &signed_in, query, (&asking, &wanted), &choices)
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    csrf: String,
    /// What was asked, as it came.
    #[serde(default)]
    request: String,
    #[serde(default)]
    organization_id: String,
    #[serde(default)]
    decision: String,
}

#[utoipa::path(post, path = "/oauth/authorize", responses((status = 303)))]
async fn answer(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    Fields(form): Fields<Answer>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    // All of it is read again: what a form says was on a page may have come from anywhere.
    let parameters = Parameters::read(form.request.as_bytes());
    let (asking, wanted) = match authorize::read(&app, &site.brand, &parameters).await? {
        Request::Unanswerable(refusal) => return unanswerable(&view, &signed_in, &refusal),
        Request::Refused(asking, refusal) => return Ok(go_to(&asking.refusal_uri(&refusal, &site.issuer))),
        Request::Good(asking, wanted) => (asking, wanted),
    };
    if form.decision != "allow" {
        let refusal = Refusal::new(Code::AccessDenied, "The person said no.");
        return Ok(go_to(&asking.refusal_uri(&refusal, &site.issuer)));
    }
    if let Some(first) = proof_first(&app, &signed_in, &wanted, &form.request) {
        return Ok(first);
    }
    let given = match form.organization_id.parse::<OrganizationId>() {
        Ok(organization) => {
            let person = person(&signed_in);
            approve(&app, &site.brand, &person, &organization, (&asking, &wanted), &view.request).await?
        }
        Err(_) => Err(nowhere()),
    };
    // 303, so that the form is not sent on (RFC 9700, 4.12).
    Ok(go_to(&answer_uri(&asking, given, &site.issuer)))
}

/// Sends somebody to prove who they are who is asked to give a program what lets others in, as for the same in the portal.
fn proof_first(app: &App, signed_in: &SignedIn, wanted: &Wanted, query: &str) -> Option<Response> {
    let lets_in = wanted.scopes.iter().any(|scope| LETS_IN.contains(scope));
    let is_recent = Recent::is(app, &signed_in.methods, signed_in.authenticated_at);
    (lets_in && !is_recent).then(|| go_to(&with_return("/confirm", &format!("/oauth/authorize?{query}"))))
}

pub(super) fn person(signed_in: &SignedIn) -> Person {
    let (id, name) = (signed_in.user.id.clone(), signed_in.user.name.clone());
    Person { id, name, session: signed_in.session_id.clone() }
}

fn nowhere() -> Refusal {
    Refusal::new(Code::AccessDenied, "The person is no member of that organization.")
}

fn answer_uri(asking: &Asking, given: Result<String, Refusal>, issuer: &str) -> String {
    match given {
        Ok(code) => asking.code_uri(&code, issuer),
        Err(refusal) => asking.refusal_uri(&refusal, issuer),
    }
}

fn consent(
    view: &View,
    signed_in: &SignedIn,
    query: &str,
    (asking, wanted): (&Asking, &Wanted),
    choices: &[Choice],
) -> Result<Response> {
    let words = view.words();
    let client = &asking.client.name;
    let named = |text: &str| text.fill("client", client).fill("person", &signed_in.user.name);
    let source = redirect_uri::policy_source(&asking.redirect_uri);
    let place = if asking.is_assured() {
        words.oauth_place_web.fill("place", source.trim_start_matches("https://"))
    } else {
        words.oauth_place_device.to_owned()
    };
    let agreed = choices.iter().position(|choice| !choice.agreed.is_empty());
    let organizations = choices.iter().enumerate().map(|(index, choice)| OrganizationChoice {
        id: choice.id.to_string(),
        name: choice.name.clone(),
        chosen: index == agreed.unwrap_or_default(),
    });
    let page = Consent {
        heading: named(words.oauth_heading),
        lead: named(words.oauth_lead),
        scopes: wanted.scopes.iter().map(|scope| scope_words(view.locale, *scope)).collect(),
        request: query.to_owned(),
        organizations: organizations.collect(),
        place,
        until: words.oauth_take_back.fill("days", &GRANT_LIFE.num_days().to_string()),
    };
    let mut response = view.show_to(signed_in, StatusCode::OK, Page::Consent(page))?;
    // The answer to the form is a redirect to the program, which a browser holds to this page's policy, too.
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self' {source}; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// Leads back to the program by a page: where a person has just signed in, a redirect would follow from that page's form, and
/// its policy holds it back.
fn leave(view: &View, signed_in: &SignedIn, asking: &Asking, url: String) -> Result<Response> {
    let words = view.words();
    let heading = words.oauth_leaving.fill("client", &asking.client.name);
    let page = Leaving { heading, lead: words.oauth_leaving_hint.to_owned(), url };
    view.show_to(signed_in, StatusCode::OK, Page::Leaving(page))
}

fn unanswerable(view: &View, signed_in: &SignedIn, refusal: &Refusal) -> Result<Response> {
    let words = view.words();
    // What is wrong with the request is said to those who write programs, in English.
    let detail = match view.locale {
        Locale::En => format!("{} ({})", words.oauth_refused_hint, refusal.description),
        _ => words.oauth_refused_hint.to_owned(),
    };
    let page = Message { title: words.oauth_refused.to_owned(), detail, ..Message::default() };
    view.show_to(signed_in, StatusCode::BAD_REQUEST, Page::Message(page))
}
