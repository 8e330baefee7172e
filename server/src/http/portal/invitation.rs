//! `/invitation`: joining an organization by the link of a mail.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use loggia_portal::{Action, Fill, Form, Invitation, Message, Page, words::Words};
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
    auth::{
        Access,
        cookies::{SESSION_COOKIE, cookie, csrf_token},
    },
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
    answer(&app, &view, &asked.token, &headers, signed_in.as_ref(), |_| ()).await
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
        let mut page = answer(&app, &view, &form.token, &headers, signed_in, |page| {
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
        Joined::SignInFirst | Joined::Over => {
            return answer(&app, &view, &form.token, &headers, signed_in, |_| ()).await;
        }
        Joined::BadName => {
            return answer(&app, &view, &form.token, &headers, signed_in, |page| {
                page.name_error = Some(words.name_needed.to_owned());
            })
            .await;
        }
        Joined::BadPassword(fault) => {
            return answer(&app, &view, &form.token, &headers, signed_in, |page| {
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
    headers: &HeaderMap,
    signed_in: Option<&UserId>,
    change: impl FnOnce(&mut Invitation),
) -> Result<Response> {
    let words = view.words();
    let Some(Invited { invitation, known }) = sign_in::invited(app, &view.brand.id, token).await? else {
        let (title, detail) = (words.invitation_over.to_owned(), words.invitation_over_detail.to_owned());
        return view.show(StatusCode::NOT_FOUND, Page::Message(Message { title, detail, ..Message::default() }));
    };
    let of_them =
        |text: &str| text.fill("organization", &invitation.organization_name).fill("email", &invitation.email);
    let query =
        |name: &str, value: &str| form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish();
    let here = format!("/invitation?{}", query("token", token));
    let known = known.map(|known| known.user);
    if let Some(other) = signed_in
        && known.as_ref().map(|known| &known.id) != Some(other)
    {
        let id = other.clone();
        let other = app.store().system_read(move |c| c.user(&id)).await?.email;
        let sign_out = Form {
            url: "/sign-out".to_owned(),
            fields: vec![("return_to", here)],
            csrf: csrf_token(cookie(headers, SESSION_COOKIE).unwrap_or_default())?,
            text: words.sign_out_and_go_on.to_owned(),
        };
        let page = Message {
            title: words.invitation_other.to_owned(),
            detail: of_them(words.invitation_other_detail).fill("other", &other),
            forms: vec![sign_out],
            ..Message::default()
        };
        return view.show(StatusCode::OK, Page::Message(page));
    }
    if let (None, Some(known)) = (signed_in, &known) {
        let to_sign_in = format!("{}&{}", query("return_to", &here), query("email", &known.email));
        let mail = Form {
            url: "/sign-in/mail".to_owned(),
            fields: vec![("email", known.email.clone()), ("return_to", here)],
            csrf: view.form_token()?,
            text: words.mail_link.to_owned(),
        };
        let page = Message {
            title: words.invitation_sign_in.to_owned(),
            detail: of_them(words.invitation_sign_in_detail),
            action: Some(Action { text: words.sign_in.to_owned(), url: format!("/sign-in?{to_sign_in}") }),
            forms: vec![mail],
            ..Message::default()
        };
        return view.show(StatusCode::OK, Page::Message(page));
    }
    let role = match invitation.role.built_in() {
        Some(role) => role_word(words, role),
        None => invitation.role_name.as_deref().unwrap_or(words.role_member),
    };
    let lead = match &invitation.invited_by {
        Some(name) => words.invited_by.fill("inviter", name),
        None => words.invited.to_owned(),
    };
    let mut page = Invitation {
        heading: of_them(words.invitation),
        lead: lead.fill("role", role),
        token: token.to_owned(),
        email: invitation.email.clone(),
        is_new: known.is_none(),
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
