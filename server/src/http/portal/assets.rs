//! What pages load: style sheets, a script, the brand's pictures, and the widgets.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use loggia_portal::{PASSKEY_SCRIPT, Pages, SCRIPT, STYLE, console::CONSOLE_STYLE, theme_sheet};
use loggia_types::session::ThemeVariables;
use sha2::{Digest, Sha256};
use tower::ServiceExt;
use tower_http::services::ServeDir;
use utoipa_axum::routes;

use super::super::Route;
use crate::{
    auth::{Access, hex},
    error::{Error, Result},
    http::{PathParams, portal::view::View},
    state::App,
};

/// What has its version in its address stays what it is.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// What has not is asked about each time.
const EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Page, routes!(style)),
        Route::new(Access::Page, routes!(console_style)),
        Route::new(Access::Page, routes!(script)),
        Route::new(Access::Page, routes!(passkey_script)),
        Route::new(Access::Page, routes!(theme)),
        Route::new(Access::Page, routes!(image)),
        Route::new(Access::Page, routes!(widget)),
    ]
}

/// The templates, and where what they load is.
pub(crate) struct Portal {
    pages: Pages,
    style_url: String,
    console_style_url: String,
    script_url: String,
    passkey_script_url: String,
}

impl Portal {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let version = |text: &str| hex(&Sha256::digest(text.as_bytes())).get(..12).unwrap_or_default().to_owned();
        Ok(Self {
            pages: Pages::new()?,
            style_url: format!("/portal/style.css?v={}", version(STYLE)),
            console_style_url: format!("/portal/console.css?v={}", version(CONSOLE_STYLE)),
            script_url: format!("/portal/page.js?v={}", version(SCRIPT)),
            passkey_script_url: format!("/portal/passkeys.js?v={}", version(PASSKEY_SCRIPT)),
        })
    }

    pub(crate) fn pages(&self) -> &Pages {
        &self.pages
    }

    pub(crate) fn style_url(&self) -> &str {
        &self.style_url
    }

    pub(crate) fn console_style_url(&self) -> &str {
        &self.console_style_url
    }

    pub(crate) fn script_url(&self) -> &str {
        &self.script_url
    }

    pub(crate) fn passkey_script_url(&self) -> &str {
        &self.passkey_script_url
    }

    pub(crate) fn theme_version(&self, theme: &ThemeVariables) -> String {
        let mut digest = Sha256::new();
        for (name, value) in theme.light.iter().chain(&theme.dark) {
            digest.update(name);
            digest.update(value);
        }
        hex(&digest.finalize()).get(..12).unwrap_or_default().to_owned()
    }
}

fn asset(media_type: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    response.headers_mut().insert(header::CACHE_CONTROL, FOREVER);
    response
}

#[utoipa::path(get, path = "/portal/style.css", responses((status = 200)))]
async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

#[utoipa::path(get, path = "/portal/console.css", responses((status = 200)))]
async fn console_style() -> Response {
    asset("text/css; charset=utf-8", CONSOLE_STYLE)
}

#[utoipa::path(get, path = "/portal/page.js", responses((status = 200)))]
async fn script() -> Response {
    asset("text/javascript; charset=utf-8", SCRIPT)
}

#[utoipa::path(get, path = "/portal/passkeys.js", responses((status = 200)))]
async fn passkey_script() -> Response {
    asset("text/javascript; charset=utf-8", PASSKEY_SCRIPT)
}

#[utoipa::path(get, path = "/portal/theme.css", responses((status = 200)))]
async fn theme(State(app): State<App>, view: Result<View>, uri: Uri) -> Response {
    let look = view.ok().map(|view| app.themes().compiled(view.theme));
    let plain = loggia_theme::default_theme();
    let whole = look.as_ref().map_or(&plain, |look| &look.whole);
    // A page may ask for one that this process does not know yet: nobody keeps the one before it by that name.
    let is_asked = uri.query() == Some(&format!("v={}", app.portal().theme_version(whole)));
    let mut response = asset("text/css; charset=utf-8", theme_sheet(whole));
    if look.is_none() || !is_asked {
        response.headers_mut().insert(header::CACHE_CONTROL, EACH_TIME);
    }
    response
}

/// A picture of the brand whose host is asked, by its hash. Another brand's is none here.
#[utoipa::path(get, path = "/portal/images/{sha256}", responses((status = 200)))]
async fn image(State(app): State<App>, view: View, PathParams(sha256): PathParams<String>) -> Result<Response> {
    let brand = view.brand.id.clone();
    let image = app.store().system_read(move |c| c.brand_image(&brand, &sha256)).await?;
    let bytes = STANDARD.decode(&image.content).map_err(|error| Error::Internal(format!("a picture: {error}")))?;
    let mut response = asset("application/octet-stream", bytes);
    let media_type = HeaderValue::from_str(&image.media_type);
    let media_type = media_type.map_err(|_| Error::Internal("a picture's media type".to_owned()))?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, media_type);
    // A picture, even where it is opened by itself: an SVG runs nothing.
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let anywhere = HeaderValue::from_static("cross-origin");
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), anywhere);
    Ok(response)
}

/// A file of the widgets' bundle.
#[utoipa::path(get, path = "/portal/widgets/{*file}", responses((status = 200)))]
async fn widget(State(app): State<App>, PathParams(file): PathParams<String>, request: Request) -> Result<Response> {
    let folder = app.config().widgets().ok_or_else(Error::not_found)?;
    // The bundle is flat: nothing in it, and nothing outside of it, is found by a longer path.
    let plain = |character: char| character.is_ascii_alphanumeric() || "._-".contains(character);
    // Types are for developers, in whose words they speak.
    if file.starts_with('.') || file.contains(".d.ts") || !file.chars().all(plain) {
        return Err(Error::not_found());
    }
    let mut wanted = Request::builder()
        .method(request.method())
        .uri(Uri::try_from(format!("/{file}")).map_err(|_| Error::not_found())?);
    for name in [header::ACCEPT_ENCODING, header::IF_MODIFIED_SINCE] {
        if let Some(value) = request.headers().get(&name) {
            wanted = wanted.header(name, value);
        }
    }
    let wanted = wanted.body(axum::body::Body::empty()).map_err(|_| Error::not_found())?;
    let served = ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let Ok(response) = served.oneshot(wanted).await;
    if response.status().is_client_error() {
        return Err(Error::not_found());
    }
    let mut response = response.map(axum::body::Body::new);
    let has_version = file.contains('-');
    response.headers_mut().insert(header::CACHE_CONTROL, if has_version { FOREVER } else { EACH_TIME });
    Ok(response)
}
