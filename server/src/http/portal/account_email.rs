//! `/account/email`: confirming the address, and changing it.

use axum::{extract::State, http::StatusCode, response::Response};
use loggia_portal::{Action, ChangeEmail, Fill, MailedLink, Message, Page};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    fields::Fields,
    sign_in::{typed, wait},
    sign_in_link::Token,
    view::{View, go_to},
};
use crate::{
    auth::{Access, SignedIn},
    domain::{
        account::{self, Confirmed, EmailAsked},
        mailed_links,
    },
    error::Result,
    http::QueryParams,
    state::App,
    store::mailed_links::Purpose,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::SignedIn, routes!(show)),
        Route::new(Access::SignedIn, routes!(ask_address)).asks_again(),
        Route::new(Access::SignedIn, routes!(change)).asks_again(),
        Route::new(Access::SignedIn, routes!(verify)),
        Route::new(Access::SignedIn, routes!(cancel)),
        Route::new(Access::SignedIn, routes!(confirm)),
    ]
}

#[derive(Deserialize)]
struct NewAddress {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    email: String,
}

#[utoipa::path(get, path = "/account/email/change", responses((status = 200)))]
async fn ask_address(view: View, signed_in: SignedIn) -> Result<Response> {
    view.show_to(&signed_in, StatusCode::OK, Page::ChangeEmail(ChangeEmail::default()))
}

#[utoipa::path(post, path = "/account/email/change", responses((status = 303)))]
async fn change(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<NewAddress>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let asked = account::ask_change(&app, &signed_in, &form.email, view.tag(), &view.request).await?;
    answer(&view, &signed_in, asked, "/account?done=email-mail", &form.email).await
}

#[derive(Deserialize)]
struct Bare {
    #[serde(default)]
    csrf: String,
}

#[utoipa::path(post, path = "/account/email/verify", responses((status = 303)))]
async fn verify(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Bare>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    let asked = account::ask_verification(&app, &signed_in, view.tag(), &view.request).await?;
    if asked == EmailAsked::NotAnother {
        return Ok(go_to("/account"));
    }
    answer(&view, &signed_in, asked, "/account?done=verify-mail", "").await
}

#[utoipa::path(post, path = "/account/email/cancel", responses((status = 303)))]
async fn cancel(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Bare>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    account::cancel(&app, &signed_in, &view.request).await?;
    Ok(go_to("/account?done=email-canceled"))
}

/// What came of asking for a link.
async fn answer(view: &View, signed_in: &SignedIn, asked: EmailAsked, done: &str, new_email: &str) -> Result<Response> {
    let words = view.words();
    let mut page = ChangeEmail { email: typed(new_email), ..ChangeEmail::default() };
    match asked {
        EmailAsked::Queued => return Ok(go_to(done)),
        EmailAsked::NotAnAddress => page.email_error = Some(words.email_needed.to_owned()),
        EmailAsked::NotAnother => page.email_error = Some(words.email_same.to_owned()),
        EmailAsked::Wait(seconds) => {
            page.problem = Some(words.too_many_links.fill("wait", &view.wait(seconds)));
            return wait(view.show_to(signed_in, StatusCode::TOO_MANY_REQUESTS, Page::ChangeEmail(page))?, seconds);
        }
    }
    view.show_to(signed_in, StatusCode::UNPROCESSABLE_ENTITY, Page::ChangeEmail(page))
}

/// Where the mailed link leads, for somebody who is signed in.
#[utoipa::path(get, path = "/account/email", responses((status = 200)))]
async fn show(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    QueryParams(asked): QueryParams<Token>,
) -> Result<Response> {
    let (brand, secret_hash) = (signed_in.brand.id.clone(), crate::auth::hash(&asked.token));
    let found = app.store().system_read(move |c| mailed_links::find(c, &brand, Purpose::Email, &secret_hash)).await?;
    let words = view.words();
    let Some((link, user)) = found else { return over(&view, &signed_in) };
    if user.id != signed_in.user.id {
        let detail = words.email_other_detail.fill("other", &signed_in.user.email);
        let page = Message { title: words.email_other.to_owned(), detail, ..Message::default() };
        return view.show_to(&signed_in, StatusCode::OK, Page::Message(page));
    }
    let lead = if link.email == user.email { words.confirm_email_lead } else { words.confirm_new_email_lead };
    let page = MailedLink {
        heading: words.confirm_email.to_owned(),
        lead: lead.fill("email", &link.email).fill("old", &user.email),
        action: "/account/email/confirm",
        token: asked.token,
        button: words.confirm_email_button.to_owned(),
        ..MailedLink::default()
    };
    view.show_to(&signed_in, StatusCode::OK, Page::MailedLink(page))
}

#[derive(Deserialize)]
struct Use {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    token: String,
}

#[utoipa::path(post, path = "/account/email/confirm", responses((status = 303)))]
async fn confirm(
    State(app): State<App>,
    view: View,
    signed_in: SignedIn,
    Fields(form): Fields<Use>,
) -> Result<Response> {
    signed_in.check_csrf(&form.csrf)?;
    match account::confirm(&app, &signed_in, &form.token, view.tag(), &view.request).await? {
        Confirmed::Verified => Ok(go_to("/account?done=verified")),
        Confirmed::Changed => Ok(go_to("/account?done=email")),
        Confirmed::Over => over(&view, &signed_in),
    }
}

fn over(view: &View, signed_in: &SignedIn) -> Result<Response> {
    let words = view.words();
    let page = Message {
        title: words.link_over.to_owned(),
        detail: words.link_over_detail.to_owned(),
        action: Some(Action { text: words.to_account.to_owned(), url: "/account".to_owned() }),
        ..Message::default()
    };
    view.show_to(signed_in, StatusCode::NOT_FOUND, Page::Message(page))
}
