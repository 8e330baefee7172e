//! `/invitation`: joining an organization by the link of a mail.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use loggia_portal::{Action, Invitation, Message, Page, words::Words};
use loggia_types::{Role, UserId, sign_in::AuthenticationMethod};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::Route,
    account::told,
    begun::begun,
    fields::Fields,
    sign_in::current,
    view::{View, go_to},
};
use crate::{
    auth::Access,
    domain::sign_in::{self, Invited, Joined, Joining, Methods},
    error::Result,
    http::QueryParams,
    state::App,
};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::new(Access::Page, routes!(show)), Route::new(Access::Page, routes!(join))]
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    token: String,
}

#[utoipa::path(get, path = "/invitation", responses((status = 200)))]
async fn show(
    State(app): State<App>,
    view: View,
    headers: HeaderMap,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let signed_in = current(&app, &view, &headers).await?.map(|session| session.user.0);
    answer(&app, &view, &asked.token, signed_in.as_ref(), |_| ()).await
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

#[utoipa::path(post, path = "/invitation", responses((status = 303)))]
async fn join(State(app): State<App>, view: View, headers: HeaderMap, Fields(form): Fields<Said>) -> Result<Response> {
    let words = view.words();
    let signed_in = current(&app, &view, &headers).await?.map(|session| session.user.0);
    let signed_in = signed_in.as_ref();
    if !view.holds(&form.csrf) {
        let mut page = answer(&app, &view, &form.token, signed_in, |page| {
            page.problem = Some(words.stale_form.to_owned());
        })
        .await?;
        *page.status_mut() = StatusCode::FORBIDDEN;
        return Ok(page);
    }
    let joining = Joining { signed_in, name: &form.name, password: &form.password };
    let joined = sign_in::join(&app, &view.brand.id, &form.token, joining, &view.request).await?;
    let (user, organization) = match joined {
        Joined::Done { user, organization } => (user, organization),
        Joined::SignInFirst | Joined::Over => return answer(&app, &view, &form.token, signed_in, |_| ()).await,
        Joined::BadName => {
            return answer(&app, &view, &form.token, signed_in, |page| {
                page.name_error = Some(words.name_needed.to_owned());
            })
            .await;
        }
        Joined::BadPassword(fault) => {
            return answer(&app, &view, &form.token, signed_in, |page| {
                page.name = form.name.trim().chars().take(200).collect();
                page.password_error = Some(told(fault, words));
            })
            .await;
        }
    };
    let place = format!("/o/{organization}");
    if signed_in.is_some() {
        return Ok(go_to(&place));
    }
    // The mail proved the address, and the password is theirs.
    let methods = Methods::of(&[AuthenticationMethod::Email, AuthenticationMethod::Password]);
    let begin = sign_in::begin(&app, &view.brand.id, &user, methods, &view.request).await?;
    begun(&app, &begin, None, &place)
}

/// The page for what a link leads to. `change` says what was wrong with the form.
async fn answer(
    app: &App,
    view: &View,
    token: &str,
    signed_in: Option<&UserId>,
    change: impl FnOnce(&mut Invitation),
) -> Result<Response> {
    let words = view.words();
    let message =
        |title: &str, detail: String, action| Message { title: title.to_owned(), detail, action, reference: None };
    let Some(Invited { invitation, known, has_password }) = sign_in::invited(app, &view.brand.id, token).await? else {
        let page = message(words.invitation_over, words.invitation_over_detail.to_owned(), None);
        return view.show(StatusCode::NOT_FOUND, Page::Message(page));
    };
    let of_them = |text: &str| {
        text.replace("{organization}", &invitation.organization_name).replace("{email}", &invitation.email)
    };
    let is_themselves = known.as_ref().is_some_and(|known| signed_in == Some(&known.user.id));
    if !is_themselves && let Some(other) = signed_in {
        let id = other.clone();
        let other = app.store().system_read(move |c| c.user(&id)).await?.email;
        let detail = of_them(words.invitation_other_detail).replace("{other}", &other);
        return view.show(StatusCode::OK, Page::Message(message(words.invitation_other, detail, None)));
    }
    if !is_themselves && has_password {
        let back = form_urlencoded::Serializer::new(String::new()).append_pair("token", token).finish();
        let back = format!("/invitation?{back}");
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &back).finish();
        let action = Action { text: words.sign_in.to_owned(), url: format!("/sign-in?{query}") };
        let detail = of_them(words.invitation_sign_in_detail);
        return view.show(StatusCode::OK, Page::Message(message(words.invitation_sign_in, detail, Some(action))));
    }
    let role = match invitation.role.built_in() {
        Some(role) => role_word(words, role),
        None => invitation.role_name.as_deref().unwrap_or(words.role_member),
    };
    let lead = match &invitation.invited_by {
        Some(name) => words.invited_by.replace("{inviter}", name),
        None => words.invited.to_owned(),
    };
    let mut page = Invitation {
        heading: of_them(words.invitation),
        lead: lead.replace("{role}", role),
        token: token.to_owned(),
        email: invitation.email.clone(),
        asks_name: known.is_none(),
        asks_password: !is_themselves,
        ..Invitation::default()
    };
    change(&mut page);
    let wrong = page.name_error.is_some() || page.password_error.is_some();
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    view.show(status, Page::Invitation(page))
}

/// A built-in role in words.
pub(super) fn role_word(words: &Words, role: Role) -> &'static str {
    match role {
        Role::Owner => words.role_owner,
        Role::Admin => words.role_admin,
        Role::Member => words.role_member,
        Role::Viewer => words.role_viewer,
    }
}
