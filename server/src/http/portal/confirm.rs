//! `/confirm`: proving again who one is, before something sensitive, and then back to it.

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use loggia_portal::{Asks, Fill, Page, Prove};
use loggia_types::{ProblemCode, sign_in::AuthenticationMethod};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{Route, oauth::Site},
    begun::with_return,
    fields::Fields,
    passkey::{Answer, options},
    second_factor::{Asked, Code, asking, wrong},
    sign_in::wait,
    view::{View, go_to, own_path},
};
use crate::{
    auth::{
        Access, SignedIn,
        cookies::{SESSION_COOKIE, set_cookie},
        own_referer,
    },
    domain::{
        factors::{
            Given, Proof,
            passkeys::{self, Place, Purpose},
        },
        sign_in::{self, Confirmed, Confirming, Who},
    },
    error::{Error, Result},
    http::QueryParams,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    [
        Route::new(Access::SignedIn, routes!(ask)),
        Route::new(Access::SignedIn, routes!(take)),
        Route::new(Access::SignedIn, routes!(passkey_options)),
        Route::new(Access::SignedIn, routes!(take_passkey)),
        Route::new(Access::SignedIn, routes!(sign_in_again)),
    ]
    .into_iter()
    .map(Route::before_second_factor)
    .collect()
}

/// The page of this host that somebody came from.
struct CameFrom(Option<String>);

impl<S: Sync> FromRequestParts<S> for CameFrom {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        Ok(Self(own_referer(parts)))
    }
}

/// Where to go afterwards. Not here again.
fn back(path: &str) -> &str {
    let own = own_path(path);
    if own.starts_with("/confirm") { "/account" } else { own }
}

#[utoipa::path(get, path = "/confirm", responses((status = 200)))]
async fn ask(
    view: View,
    site: Site,
    signed_in: SignedIn,
    CameFrom(referer): CameFrom,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    // A widget's link says nothing: it leads back to the page that the widget is on.
    let named = if asked.return_to.is_empty() { referer.unwrap_or_default() } else { asked.return_to };
    let page = page(&view, Place::of(&site.issuer).as_ref(), &signed_in, &asked.by, back(&named)).await?;
    view.show_to(&signed_in, StatusCode::OK, Page::Prove(page))
}

#[utoipa::path(post, path = "/confirm", responses((status = 303)))]
async fn take(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    Fields(form): Fields<Code>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let page = page(&view, Place::of(&site.issuer).as_ref(), &signed_in, &form.by, back(&form.return_to)).await?;
    let shown = match page.asks {
        Asks::Password => Confirming::Password(&form.password),
        Asks::Code | Asks::Recovery | Asks::Nothing => Confirming::Factor(Proof::Code(Given::read(&form.code))),
    };
    finish(&app, &view, &signed_in, page, &form.by, Some(shown)).await
}

#[utoipa::path(post, path = "/confirm/passkey/options", responses((status = 200)))]
async fn passkey_options(
    State(app): State<App>,
    site: Site,
    signed_in: SignedIn,
    Fields(form): Fields<Answer>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let place = Place::of(&site.issuer).ok_or_else(Error::not_found)?;
    match passkeys::ask(&app, &place, Purpose::Confirm, &signed_in.user.id, &form.csrf).await {
        Ok(asked) => Ok(Json(options(asked)).into_response()),
        Err(error) if error.code() == Some(ProblemCode::NotFound) => {
            Err(Error::conflict("There is no passkey for this address."))
        }
        Err(error) => Err(error),
    }
}

#[utoipa::path(post, path = "/confirm/passkey", responses((status = 303)))]
async fn take_passkey(
    State(app): State<App>,
    view: View,
    site: Site,
    signed_in: SignedIn,
    Fields(form): Fields<Answer>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let place = Place::of(&site.issuer);
    let page = page(&view, place.as_ref(), &signed_in, "passkey", back(&form.return_to)).await?;
    let verified = match &place {
        Some(place) => {
            passkeys::verify(&app, place, Purpose::Confirm, &form.csrf, &form.challenge, &form.answer).await?
        }
        None => None,
    };
    let shown = verified.map(|verified| Confirming::Factor(Proof::Passkey(Box::new(verified))));
    finish(&app, &view, &signed_in, page, "passkey", shown).await
}

#[derive(Deserialize)]
struct Again {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    return_to: String,
}

/// Signing in once more: what is left for somebody who has neither a password nor a second factor, and signs in by a mail
/// or by their organization's identity provider.
#[utoipa::path(post, path = "/confirm/sign-in", responses((status = 303)))]
async fn sign_in_again(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Again>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let who = Who { brand: signed_in.brand.id.clone(), user: signed_in.user.clone() };
    sign_in::end(app.store(), &who, &signed_in.session_id, &view.request).await?;
    let mut response = go_to(&with_return("/sign-in", back(&form.return_to)));
    response.headers_mut().append(header::SET_COOKIE, set_cookie(SESSION_COOKIE, "", 0)?);
    Ok(response)
}

/// Sends somebody back who has proved who they are, or shows the page again. Nothing shown: a passkey that is not good.
async fn finish(
    app: &App,
    view: &View,
    signed_in: &SignedIn,
    mut page: Prove,
    by: &str,
    shown: Option<Confirming<'_>>,
) -> Result<Response> {
    let words = view.words();
    let confirmed = match shown {
        Some(shown) => sign_in::confirm(app, signed_in, shown, &view.request).await,
        None => Ok(Confirmed::Wrong),
    };
    match confirmed {
        Ok(Confirmed::Right) => Ok(go_to(&page.return_to)),
        Ok(Confirmed::Wrong) => {
            (page.error, page.problem) = wrong(view, page.asks, by);
            view.show_to(signed_in, StatusCode::UNPROCESSABLE_ENTITY, Page::Prove(page))
        }
        Ok(Confirmed::Wait(seconds)) => {
            page.problem = Some(words.too_many.fill("wait", &view.wait(seconds)));
            wait(view.show_to(signed_in, StatusCode::TOO_MANY_REQUESTS, Page::Prove(page))?, seconds)
        }
        Err(error) if error.code() == Some(ProblemCode::Unavailable) => {
            page.problem = Some(words.busy.to_owned());
            let seconds = error.into_problem().retry_after.unwrap_or(1);
            wait(view.show_to(signed_in, StatusCode::SERVICE_UNAVAILABLE, Page::Prove(page))?, seconds.into())
        }
        Err(error) => Err(error),
    }
}

/// What is asked for: a second factor of whoever has one, and else the password.
async fn page(view: &View, place: Option<&Place>, signed_in: &SignedIn, by: &str, return_to: &str) -> Result<Prove> {
    let user = signed_in.user.id.clone();
    let read = view.app.store().system_read(move |c| Ok((c.factors_of(&user)?, c.password_of(&user)?.is_some())));
    let (factors, has_password) = read.await?;
    let words = view.words();
    let asked = match (factors.ask(), has_password) {
        (true, _) => asking(view, &factors, place, by, "/confirm", return_to),
        (false, true) => Prove { asks: Asks::Password, url: "/confirm".to_owned(), ..Prove::default() },
        (false, false) => Prove { asks: Asks::Nothing, ..Prove::default() },
    };
    let by_provider = signed_in.methods.contains(&AuthenticationMethod::Federated);
    let lead = if by_provider && asked.asks == Asks::Nothing && asked.passkey_url.is_none() {
        format!("{} {}", words.confirm_lead, words.confirm_not_by_provider)
    } else if asked.asks == Asks::Nothing && asked.passkey_url.is_none() {
        format!("{} {}", words.confirm_lead, words.confirm_nothing)
    } else {
        words.confirm_lead.to_owned()
    };
    Ok(Prove {
        heading: words.confirm.to_owned(),
        lead,
        email: signed_in.user.email.clone(),
        return_to: return_to.to_owned(),
        sign_in_again: true,
        ..asked
    })
}
