//! `/account/codes` and `/account/recovery-codes`: an app that shows codes, and codes for when it is lost.

use axum::{extract::State, http::StatusCode, response::Response};
use loggia_portal::{Codes, Page, RecoveryCodes};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    account::Confirmed,
    fields::Fields,
    view::{View, go_to},
};
use crate::{
    auth::{Access, SignedIn},
    domain::factors::{self, Enrolment, NewCodes},
    error::{Error, Result},
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    [
        Route::new(Access::SignedIn, routes!(propose)).asks_again(),
        Route::new(Access::SignedIn, routes!(show)).asks_again(),
        Route::new(Access::SignedIn, routes!(confirm)).asks_again(),
        Route::new(Access::SignedIn, routes!(remove)).asks_again(),
        Route::new(Access::SignedIn, routes!(make_recovery_codes)).asks_again(),
    ]
    .into_iter()
    .map(Route::before_second_factor)
    .collect()
}

#[utoipa::path(post, path = "/account/codes", responses((status = 303)))]
async fn propose(State(app): State<App>, signed_in: SignedIn, Fields(form): Fields<Confirmed>) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    factors::propose(&app, &signed_in).await?;
    Ok(go_to("/account/codes"))
}

#[utoipa::path(get, path = "/account/codes", responses((status = 200)))]
async fn show(State(app): State<App>, view: View, signed_in: SignedIn) -> Result<Response> {
    match factors::enrolment(&app, &signed_in).await? {
        Some(enrolment) => view.show_to(&signed_in, StatusCode::OK, Page::Codes(page(enrolment)?)),
        None => Ok(go_to("/account")),
    }
}

#[derive(Deserialize)]
struct First {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    code: String,
}

#[utoipa::path(post, path = "/account/codes/confirm", responses((status = 200)))]
async fn confirm(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<First>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    match factors::confirm_codes(&app, &signed_in, &form.code, &view.request).await? {
        Some(codes) => kept(&view, &signed_in, codes, view.words().codes_added, "codes"),
        None => match factors::enrolment(&app, &signed_in).await? {
            Some(enrolment) => {
                let error = Some(view.words().codes_first_wrong.to_owned());
                let page = Codes { error, ..page(enrolment)? };
                view.show_to(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, Page::Codes(page))
            }
            None => Ok(go_to("/account")),
        },
    }
}

#[utoipa::path(post, path = "/account/codes/remove", responses((status = 303)))]
async fn remove(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    match factors::remove_codes(&app, &signed_in, &view.request).await {
        Ok(()) => Ok(go_to("/account?done=codes-removed")),
        Err(error) if error.code() == Some(loggia_types::ProblemCode::NotFound) => Ok(go_to("/account")),
        Err(error) => Err(error),
    }
}

#[utoipa::path(post, path = "/account/recovery-codes", responses((status = 200)))]
async fn make_recovery_codes(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Confirmed>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    match factors::new_recovery_codes(&app, &signed_in, &view.request).await {
        Ok(NewCodes(codes)) => {
            let page = RecoveryCodes { done: None, codes };
            view.show_to(&signed_in, StatusCode::OK, Page::RecoveryCodes(page))
        }
        Err(error) if error.code() == Some(loggia_types::ProblemCode::Conflict) => Ok(go_to("/account")),
        Err(error) => Err(error),
    }
}

/// After a factor was added: the recovery codes, if some were made; they are shown this once.
pub(super) fn kept(
    view: &View,
    signed_in: &SignedIn,
    codes: Option<NewCodes>,
    done: &str,
    name: &str,
) -> Result<Response> {
    match codes {
        Some(NewCodes(codes)) => {
            let page = RecoveryCodes { done: Some(done.to_owned()), codes };
            view.show_to(signed_in, StatusCode::OK, Page::RecoveryCodes(page))
        }
        None => Ok(go_to(&format!("/account?done={name}"))),
    }
}

fn page(enrolment: Enrolment) -> Result<Codes> {
    let code = QrCode::encode_text(&enrolment.uri, QrCodeEcc::Medium)
        .map_err(|error| Error::Internal(format!("a QR code: {error}")))?;
    let (picture_size, picture) = (code.size(), path(&code));
    Ok(Codes { picture_size, picture, key: enrolment.key, uri: enrolment.uri, error: None })
}

/// The dark squares of a QR code as an SVG path, a rectangle for each run in a line.
fn path(code: &QrCode) -> String {
    use std::fmt::Write;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            if run > 0 {
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += i32::try_from(run).unwrap_or(1).max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_picture_has_every_dark_square_and_no_other() {
        let code = QrCode::encode_text("otpauth://totp/A:b?secret=ABC", QrCodeEcc::Medium).unwrap();
        let mut dark = std::collections::BTreeSet::new();
        for rectangle in path(&code).split('M').skip(1) {
            let (x, rest) = rectangle.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let run: i32 = rest.split_once('v').unwrap().0.parse().unwrap();
            let (x, y): (i32, i32) = (x.parse().unwrap(), y.parse().unwrap());
            dark.extend((x..x + run).map(|x| (x, y)));
        }
        for y in 0..code.size() {
            for x in 0..code.size() {
                assert_eq!(dark.contains(&(x, y)), code.get_module(x, y), "{x} {y}");
            }
        }
    }
}
