//! What a vendor's backend does for its portal: it signs people in to the vendor's own product, and mints an embed
//! session for whoever is signed in. [`portal_session`] is the whole integration; the rest is a product around it.
//!
//! Signing in by choosing a name, and the people coming from a file, belong to the demo. The API key never leaves
//! this program.

mod demo;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use anyhow::Context;
use axum::{
    Form, Json, Router,
    extract::{FromRequestParts, Path, Request, State},
    http::{HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::{Next, from_fn},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::{CookieJar, cookie::Cookie, cookie::SameSite};
use clap::Parser;
use loggia_client::{
    Client, Error,
    types::{
        OrganizationId, UserId,
        embed::{CreateEmbedSession, EmbedSession},
    },
};
use serde::Deserialize;
use serde_json::{Value, json};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::demo::{Demo, Person};

const COOKIE: &str = "vendor_session";

/// The vendor's product: a page per brand, and the portal inside it.
#[derive(Parser)]
struct Options {
    /// What the demo provisioned: addresses, API keys, organizations and their people.
    #[arg(long)]
    demo: PathBuf,
    /// The folder with the pages.
    #[arg(long, default_value = "examples/plain-html")]
    pages: PathBuf,
    /// The folder with the built widgets.
    #[arg(long)]
    widgets: PathBuf,
    /// The folder with the built Dioxus app.
    #[arg(long)]
    dioxus: Option<PathBuf>,
}

struct Vendor {
    demo: Demo,
    pages: PathBuf,
    /// The portal as each brand's API key sees it.
    portals: HashMap<String, Client>,
    /// Who is signed in to the vendor's own product, by cookie.
    signed_in: Mutex<HashMap<String, Person>>,
}

type App = State<Arc<Vendor>>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let demo = Demo::read(&options.demo)?;
    let address = demo.address()?;
    // What the page may do. The widgets need nothing beyond it: no inline script or style, no eval, no other origin
    // than the portal's server.
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' {}; img-src 'self'",
        demo.base_url
    );
    let mut app = Router::new()
        .route("/", get(front_door))
        .route("/{brand}", get(|Brand(brand): Brand| async move { Redirect::to(&format!("/{brand}/")) }))
        .route("/{brand}/", get(|vendor, brand, jar| page(vendor, brand, jar, "index.html")))
        .route("/{brand}/security", get(|vendor, brand, jar| page(vendor, brand, jar, "security.html")))
        .route("/{brand}/people", get(people))
        .route("/{brand}/me", get(me))
        .route("/{brand}/sign-in", post(sign_in))
        .route("/{brand}/sign-out", post(sign_out))
        .route("/{brand}/portal-session", post(portal_session))
        .nest_service("/assets", ServeDir::new(&options.pages))
        .nest_service("/portal", ServeDir::new(&options.widgets).precompressed_br());
    if let Some(folder) = &options.dioxus {
        app = app.nest_service("/dioxus", ServeDir::new(folder).precompressed_br());
    }
    let vendor = Vendor { portals: demo.portals()?, demo, pages: options.pages, signed_in: Mutex::default() };
    let app = app
        .layer(from_fn(from_our_pages))
        .layer(SetResponseHeaderLayer::overriding(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_str(&policy).context("the portal's address does not fit into a header")?,
        ))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .with_state(Arc::new(vendor));
    let listener =
        tokio::net::TcpListener::bind(&address).await.with_context(|| format!("cannot listen on {address}"))?;
    axum::serve(listener, app).with_graceful_shutdown(async { drop(tokio::signal::ctrl_c().await) }).await?;
    Ok(())
}

/// Mints an embed session for whoever is signed in. The page's `fetchClientSecret` calls this.
async fn portal_session(State(vendor): App, Brand(brand): Brand, jar: CookieJar) -> Response {
    let Some(person) = vendor.signed_in(&brand, &jar) else { return StatusCode::UNAUTHORIZED.into_response() };
    match vendor.mint(&person).await {
        Ok(session) => ([(header::CACHE_CONTROL, "no-store")], Json(session)).into_response(),
        Err(Error::Problem(_)) => StatusCode::FORBIDDEN.into_response(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

/// The brand of the address, if there is one of that name. It goes into redirects and cookies: nothing else may.
struct Brand(String);

impl FromRequestParts<Arc<Vendor>> for Brand {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, vendor: &Arc<Vendor>) -> Result<Self, StatusCode> {
        let Path(path) = Path::<HashMap<String, String>>::from_request_parts(parts, vendor)
            .await
            .map_err(|_| StatusCode::NOT_FOUND)?;
        let brand = path.get("brand").filter(|brand| vendor.demo.has_brand(brand));
        brand.cloned().map(Self).ok_or(StatusCode::NOT_FOUND)
    }
}

/// Refuses what another site's page makes a browser send.
async fn from_our_pages(request: Request, next: Next) -> Response {
    let site = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    if request.method() == Method::POST && !matches!(site, None | Some(b"same-origin")) {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

impl Vendor {
    async fn mint(&self, person: &Person) -> Result<EmbedSession, Error> {
        let portal = self.portals.get(&person.brand).ok_or_else(|| Error::Config("unknown brand".to_owned()))?;
        let wanted = CreateEmbedSession {
            organization_id: person.organization_id.clone(),
            user: person.user.clone(),
            features: None,
            locale: None,
            expires_in: None,
        };
        portal.embed_sessions().create(&wanted).await
    }

    fn signed_in(&self, brand: &str, jar: &CookieJar) -> Option<Person> {
        self.sessions().get(jar.get(COOKIE)?.value()).filter(|person| person.brand == brand).cloned()
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Person>> {
        self.signed_in.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn front_door(State(vendor): App) -> Redirect {
    Redirect::to(&format!("/{}/", vendor.demo.first_brand()))
}

/// The product's page, or its sign-in page for whoever is not signed in.
/// One of the product's pages, for whoever is signed in.
async fn page(State(vendor): App, Brand(brand): Brand, jar: CookieJar, name: &str) -> Response {
    let name = if vendor.signed_in(&brand, &jar).is_some() { name } else { "sign-in.html" };
    match tokio::fs::read_to_string(vendor.pages.join(&brand).join(name)).await {
        Ok(html) => Html(html).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn people(State(vendor): App, Brand(brand): Brand) -> Json<Value> {
    Json(vendor.demo.people(&brand))
}

async fn me(State(vendor): App, Brand(brand): Brand, jar: CookieJar) -> Response {
    match vendor.signed_in(&brand, &jar) {
        Some(person) => Json(json!({
            "name": person.name, "organization": person.organization, "portal_url": vendor.demo.base_url,
        }))
        .into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

#[derive(Deserialize)]
struct SignIn {
    organization_id: OrganizationId,
    user_id: Option<UserId>,
    email: Option<String>,
}

/// Signs in a person of the list, or anybody whose address the portal knows: that is how an invitation is accepted.
async fn sign_in(State(vendor): App, Brand(brand): Brand, jar: CookieJar, Form(form): Form<SignIn>) -> Response {
    let Some(person) = vendor.demo.find(&brand, &form.organization_id, form.user_id, form.email) else {
        return Redirect::to(&format!("/{brand}/?unknown")).into_response();
    };
    match vendor.mint(&person).await {
        Ok(_) => {}
        Err(Error::Problem(_)) => return Redirect::to(&format!("/{brand}/?unknown")).into_response(),
        Err(_) => return StatusCode::BAD_GATEWAY.into_response(),
    }
    let id = uuid::Uuid::new_v4().to_string();
    vendor.sessions().insert(id.clone(), person);
    let cookie = Cookie::build((COOKIE, id)).path(format!("/{brand}/")).http_only(true).same_site(SameSite::Lax);
    (jar.add(cookie), Redirect::to(&format!("/{brand}/"))).into_response()
}

async fn sign_out(State(vendor): App, Brand(brand): Brand, jar: CookieJar) -> Response {
    if let Some(cookie) = jar.get(COOKIE) {
        vendor.sessions().remove(cookie.value());
    }
    let gone = Cookie::build(COOKIE).path(format!("/{brand}/"));
    (jar.remove(gone), Redirect::to(&format!("/{brand}/"))).into_response()
}
