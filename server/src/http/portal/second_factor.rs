//! `/sign-in/factor`: the second factor, after a password or the link of a mail.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use loggia_portal::{Action, Asks, Fill, Page, Prove};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{Route, oauth::Site},
    begun::{signed_in, with_return},
    fields::Fields,
    passkey::{Answer, options},
    sign_in::wait,
    view::{View, go_to, own_path},
};
use crate::{
    auth::{
        Access,
        cookies::{DEVICE_COOKIE, PENDING_COOKIE, cookie, set_cookie},
    },
    domain::{
        factors::{
            Given, Proof,
            passkeys::{self, Place, Purpose},
        },
        sign_in::{self, Finished, Pending},
    },
    error::{Error, Result},
    http::QueryParams,
    state::App,
    store::factors::Factors,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Page, routes!(ask)),
        Route::new(Access::Page, routes!(take_code)),
        Route::new(Access::Page, routes!(passkey_options)),
        Route::new(Access::Page, routes!(take_passkey)),
    ]
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) return_to: String,
    /// What is shown: `recovery`, or else the usual.
    pub(super) by: String,
}

#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    pub(super) csrf: String,
    #[serde(default)]
    pub(super) return_to: String,
    #[serde(default)]
    pub(super) by: String,
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) password: String,
}

#[utoipa::path(get, path = "/sign-in/factor", responses((status = 200)))]
async fn ask(
    State(app): State<App>,
    view: View,
    site: Site,
    headers: HeaderMap,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let return_to = own_path(&asked.return_to);
    let Some((pending, _)) = waiting(&app, &view, &headers).await? else { return over(return_to) };
    let page = page(&view, &pending, Place::of(&site.issuer).as_ref(), &asked.by, return_to);
    view.show(StatusCode::OK, Page::Prove(page))
}

#[utoipa::path(post, path = "/sign-in/factor", responses((status = 303)))]
async fn take_code(
    State(app): State<App>,
    view: View,
    site: Site,
    headers: HeaderMap,
    Fields(form): Fields<Code>,
) -> Result<Response> {
    let proof = Proof::Code(Given::read(&form.code));
    finish(&app, &view, &site, &headers, (&form.csrf, &form.return_to, &form.by), Some(proof)).await
}

#[utoipa::path(post, path = "/sign-in/factor/passkey/options", responses((status = 200)))]
async fn passkey_options(
    State(app): State<App>,
    view: View,
    site: Site,
    headers: HeaderMap,
    Fields(form): Fields<Answer>,
) -> Result<Response> {
    if !view.holds(&form.csrf) {
        return Err(Error::not_from_here());
    }
    let (pending, _) = waiting(&app, &view, &headers).await?.ok_or_else(Error::not_found)?;
    let place = Place::of(&site.issuer).ok_or_else(Error::not_found)?;
    let asked = passkeys::ask(&app, &place, Purpose::Factor, &pending.user.id, &form.csrf).await?;
    Ok(Json(options(asked)).into_response())
}

#[utoipa::path(post, path = "/sign-in/factor/passkey", responses((status = 303)))]
async fn take_passkey(
    State(app): State<App>,
    view: View,
    site: Site,
    headers: HeaderMap,
    Fields(form): Fields<Answer>,
) -> Result<Response> {
    let proof = match (view.holds(&form.csrf), Place::of(&site.issuer)) {
        (true, Some(place)) => {
            let given = (form.challenge.as_str(), form.answer.as_str());
            passkeys::verify(&app, &place, Purpose::Factor, &form.csrf, given.0, given.1).await?
        }
        _ => None,
    };
    let proof = proof.map(|verified| Proof::Passkey(Box::new(verified)));
    finish(&app, &view, &site, &headers, (&form.csrf, &form.return_to, "passkey"), proof).await
}

/// Lets somebody in by what they show, or shows the page again. No proof: a passkey that is not good.
async fn finish(
    app: &App,
    view: &View,
    site: &Site,
    headers: &HeaderMap,
    (csrf, return_to, by): (&str, &str, &str),
    proof: Option<Proof>,
) -> Result<Response> {
    let (return_to, words) = (own_path(return_to), view.words());
    let Some((pending, secret)) = waiting(app, view, headers).await? else {
        // Whoever has no such cookie, and no page of this browser, learns nothing here.
        return if view.holds(csrf) { over(return_to) } else { Err(Error::not_from_here()) };
    };
    let mut page = page(view, &pending, Place::of(&site.issuer).as_ref(), by, return_to);
    if !view.holds(csrf) {
        page.problem = Some(words.stale_form.to_owned());
        return view.show(StatusCode::FORBIDDEN, Page::Prove(page));
    }
    let Some(proof) = proof else {
        page.problem = Some(words.passkey_refused.to_owned());
        return view.show(StatusCode::UNPROCESSABLE_ENTITY, Page::Prove(page));
    };
    let device = cookie(headers, DEVICE_COOKIE);
    match sign_in::finish(app, &view.brand.id, secret, proof, device, &view.request).await? {
        Finished::Right { session, device } => signed_in(app, &session, Some(&device), return_to),
        Finished::Wrong => {
            (page.error, page.problem) = wrong(view, page.asks, by);
            view.show(StatusCode::UNPROCESSABLE_ENTITY, Page::Prove(page))
        }
        Finished::Wait(seconds) => {
            page.problem = Some(words.too_many.fill("wait", &view.wait(seconds)));
            wait(view.show(StatusCode::TOO_MANY_REQUESTS, Page::Prove(page))?, seconds)
        }
        Finished::Exhausted => {
            page.problem = Some(words.codes_exhausted.to_owned());
            view.show(StatusCode::UNPROCESSABLE_ENTITY, Page::Prove(page))
        }
        Finished::Over => over(return_to),
    }
}

/// Where it is said what was wrong: at the field, or above a form of which it is none.
pub(super) fn wrong(view: &View, asks: Asks, by: &str) -> (Option<String>, Option<String>) {
    let words = view.words();
    match asks {
        _ if by == "passkey" => (None, Some(words.passkey_refused.to_owned())),
        Asks::Code => (Some(words.code_wrong.to_owned()), None),
        Asks::Recovery => (Some(words.recovery_code_wrong.to_owned()), None),
        Asks::Password => (Some(words.confirm_wrong_password.to_owned()), None),
        Asks::Nothing => (None, Some(words.passkey_refused.to_owned())),
    }
}

/// Who is asked, and the secret that their browser shows.
async fn waiting<'h>(app: &App, view: &View, headers: &'h HeaderMap) -> Result<Option<(Pending, &'h str)>> {
    let Some(secret) = cookie(headers, PENDING_COOKIE) else { return Ok(None) };
    let pending = sign_in::pending(app, &view.brand.id, secret).await?;
    Ok(pending.map(|pending| (pending, secret)))
}

/// Back to the beginning.
fn over(return_to: &str) -> Result<Response> {
    let mut response = go_to(&format!("{}&over=1", with_return("/sign-in", return_to)));
    response.headers_mut().append(header::SET_COOKIE, set_cookie(PENDING_COOKIE, "", 0)?);
    Ok(response)
}

fn page(view: &View, pending: &Pending, place: Option<&Place>, by: &str, return_to: &str) -> Prove {
    let words = view.words();
    Prove {
        heading: words.second_factor.to_owned(),
        lead: words.second_factor_lead.fill("person", &pending.user.name),
        email: pending.user.email.clone(),
        return_to: return_to.to_owned(),
        ..asking(view, &pending.factors, place, by, "/sign-in/factor", return_to)
    }
}

/// What a page asks for of somebody who has these factors, and what else they can show.
pub(super) fn asking(
    view: &View,
    factors: &Factors,
    place: Option<&Place>,
    by: &str,
    url: &str,
    return_to: &str,
) -> Prove {
    let words = view.words();
    let is_here = |rp_id: &str| place.is_some_and(|place| place.rp_id == rp_id);
    let has_codes = factors.codes_since.is_some();
    let here = factors.passkeys.iter().any(|passkey| is_here(&passkey.rp_id));
    let asks = match by {
        "recovery" => Asks::Recovery,
        _ if has_codes => Asks::Code,
        _ if here => Asks::Nothing,
        _ => Asks::Recovery,
    };
    let mut links = Vec::new();
    let usual = with_return(url, return_to);
    if asks == Asks::Recovery {
        if has_codes {
            links.push(Action { text: words.use_code.to_owned(), url: usual });
        } else if here {
            links.push(Action { text: words.use_passkey.to_owned(), url: usual });
        }
    } else if factors.recovery_codes > 0 {
        links.push(Action { text: words.use_recovery_code.to_owned(), url: format!("{usual}&by=recovery") });
    }
    let mut hosts: Vec<&str> =
        factors.passkeys.iter().map(|passkey| passkey.rp_id.as_str()).filter(|host| !is_here(host)).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let elsewhere = !here && !hosts.is_empty();
    Prove {
        asks,
        url: url.to_owned(),
        passkey_url: (here && asks != Asks::Recovery).then(|| format!("{url}/passkey")),
        elsewhere: elsewhere.then(|| words.passkeys_elsewhere.fill("hosts", &hosts.join(", "))),
        links,
        ..Prove::default()
    }
}
