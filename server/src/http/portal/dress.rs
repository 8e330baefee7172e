//! What is around every page: its policies, and refusals as pages.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use loggia_portal::{Action, Brand, Fill, Frame, Locale, Message, Page};
use loggia_types::{Problem, ProblemCode};

use super::view::{View, accept_language, go_to, html, wait};
use crate::{auth::RequestInfo, error::Error, http::problem, state::App};

/// What a page may load: what is the portal's own. Widgets are WebAssembly and style sheets that their script adopts.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
                      font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Around the routes of pages.
pub(in crate::http) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    dressed(&app, &asked, response).await
}

/// For an address that is nobody's: a page for people, a problem for programs.
pub(in crate::http) async fn not_found(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let response = Error::not_found().into_response();
    if is_for_people(&parts.method, &parts.uri, &parts) { dressed(&app, &parts, response).await } else { response }
}

fn is_for_people(method: &Method, uri: &Uri, parts: &Parts) -> bool {
    let accepts = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    *method == Method::GET && !uri.path().starts_with("/v1/") && accepts.contains("text/html")
}

async fn dressed(app: &App, asked: &Parts, mut response: Response) -> Response {
    if let Some(problem) = problem::take(&mut response) {
        if problem.code == ProblemCode::Unauthenticated {
            // The session ended after the guard had let the request in.
            return go_to("/sign-in");
        }
        response = match refusal(app, asked, &problem).await {
            Ok(page) => {
                let mut page = page;
                for name in [header::RETRY_AFTER, header::SET_COOKIE] {
                    if let Some(value) = response.headers().get(&name) {
                        page.headers_mut().insert(name, value.clone());
                    }
                }
                page
            }
            Err(error) => return error.into_response(),
        };
    }
    let headers = response.headers_mut();
    let is_page = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
        headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
        headers.insert(
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
        );
    }
    // The brand's pictures are in the pages of vendors, too.
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    headers.entry(policy).or_insert(HeaderValue::from_static("same-origin"));
    // Forms say where they come from, and links to elsewhere do not.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    response
}

async fn refusal(app: &App, asked: &Parts, problem: &Problem) -> Result<Response, Error> {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let view = View::of(asked, app).await;
    // Where nobody's portal is, the browser's language counts.
    let locale = || Locale::accepted(accept_language(asked));
    let words = view.as_ref().map_or_else(|_| locale().words(), View::words);
    let (title, detail) = match problem.code {
        ProblemCode::NotFound => (words.not_found, words.not_found_detail.to_owned()),
        ProblemCode::PermissionDenied => (words.not_yours, words.not_yours_detail.to_owned()),
        ProblemCode::StepUpRequired => (words.confirm, words.confirm_lead.to_owned()),
        ProblemCode::OriginNotAllowed => (words.not_from_here, words.not_from_here_detail.to_owned()),
        ProblemCode::RateLimited => {
            let seconds = u64::from(problem.retry_after.unwrap_or(1));
            (words.too_many_title, words.too_many.fill("wait", &wait(words, seconds)))
        }
        ProblemCode::Unavailable => (words.fault, words.busy.to_owned()),
        _ => (words.fault, words.fault_detail.to_owned()),
    };
    let message = Message {
        title: title.to_owned(),
        detail,
        hint: None,
        forms: Vec::new(),
        action: view.is_ok().then(|| match problem.code {
            ProblemCode::StepUpRequired => Action { text: words.go_on.to_owned(), url: "/confirm".to_owned() },
            _ => Action { text: words.to_portal.to_owned(), url: "/".to_owned() },
        }),
        reference: (status.is_server_error()).then(|| RequestInfo::of(asked).id.to_string()),
    };
    match view {
        Ok(view) => view.show(status, Page::Message(message)),
        // A host name that shows nobody's portal: the default look, and no name.
        Err(_) => {
            let assets = app.portal();
            let frame = Frame {
                locale: locale(),
                brand: Brand { name: words.portal.to_owned(), ..Brand::default() },
                person: None,
                organizations: Vec::new(),
                csrf: String::new(),
                theme_url: "/portal/theme.css".to_owned(),
                style_url: assets.style_url().to_owned(),
                script_url: String::new(),
                passkey_script_url: String::new(),
            };
            html(status, assets.pages().render(&Page::Message(message), &frame))
        }
    }
}
