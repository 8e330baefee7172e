//! Where the guard sends people whom it does not let on to a page.

use axum::{
    http::{Method, Uri, header, request::Parts, uri::PathAndQuery},
    response::{IntoResponse, Redirect, Response},
};

use super::cookies::authority;

/// Sends somebody who is not signed in to sign in, and then back to what they asked for.
pub(super) fn to_sign_in(parts: &Parts) -> Response {
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let asked = parts.uri.path_and_query().map(PathAndQuery::as_str).filter(|asked| reads && *asked != "/");
    let query =
        asked.map(|asked| form_urlencoded::Serializer::new(String::new()).append_pair("return_to", asked).finish());
    Redirect::to(&query.map_or_else(|| "/sign-in".to_owned(), |query| format!("/sign-in?{query}"))).into_response()
}

/// Sends somebody to prove again who they are, and then back: to what they asked for, or to the page whose form they sent.
pub(super) fn to_confirm(parts: &Parts) -> Response {
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let asked = parts.uri.path_and_query().map(PathAndQuery::as_str).filter(|_| reads);
    let back = asked.map_or_else(|| own_referer(parts).unwrap_or_else(|| "/account".to_owned()), str::to_owned);
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &back).finish();
    Redirect::to(&format!("/confirm?{query}")).into_response()
}

/// The path of the page of this host that a request came from, as far as the browser says.
pub(crate) fn own_referer(parts: &Parts) -> Option<String> {
    let referer = parts.headers.get(header::REFERER)?.to_str().ok()?.parse::<Uri>().ok()?;
    let is_own = referer.authority().map(axum::http::uri::Authority::as_str) == authority(parts);
    referer.path_and_query().filter(|_| is_own).map(|path| path.as_str().to_owned())
}

/// Sends an operator to where a second factor is set up, which the console asks for.
pub(super) fn to_one_factor() -> Response {
    Redirect::to("/account?done=one-factor").into_response()
}

/// Sends somebody to where a second factor is set up that is asked of them.
pub(super) fn to_enrol() -> Response {
    Redirect::to("/account").into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::Request;

    use super::*;

    #[test]
    fn a_page_of_this_host_is_come_back_to_and_no_other() {
        for (referer, own) in [
            ("https://portal.acme.example/o/org_1/members?view=x", Some("/o/org_1/members?view=x")),
            ("https://portal.acme.example", Some("/")),
            ("https://evil.example/account", None),
            ("https://portal.acme.example.evil.example/", None),
            ("https://portal.acme.example@evil.example/", None),
            ("/account", None),
            ("", None),
        ] {
            let request = Request::builder().header("host", "portal.acme.example").header("referer", referer);
            let parts = request.body(()).unwrap().into_parts().0;
            assert_eq!(own_referer(&parts).as_deref(), own, "{referer}");
        }
    }

    #[test]
    fn whoever_is_asked_again_comes_back_to_the_page_and_not_to_the_form() {
        for (method, back) in [("GET", "%2Faccount%2Fpassword%3Fx%3D1"), ("POST", "%2Fo%2Forg_1")] {
            let request = Request::builder().method(method).uri("/account/password?x=1").header("host", "a.example");
            let request = request.header("referer", "https://a.example/o/org_1");
            let response = to_confirm(&request.body(()).unwrap().into_parts().0);
            assert_eq!(response.headers()["location"], format!("/confirm?return_to={back}"));
        }
    }
}
