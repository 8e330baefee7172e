//! The gallery: a page with every primitive and every widget in every state, from fixtures, without a server.
//!
//! The widgets are the bundle that a product ships; what they ask for is answered in the page from [`states`], which are
//! made of the wire's own types. Primitives are rendered here, as they are for any Dioxus app.

mod cells;
mod data;
mod editor;
mod primitives;
mod states;

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use axum::{
    Router,
    http::{HeaderValue, header},
};
use clap::Parser;
use serde_json::json;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

/// What the widgets of any product need, and no more: the gallery shows that it is enough.
const POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'";

/// Writes the gallery into a folder, and serves it.
#[derive(Parser)]
struct Options {
    /// The bundle of the widgets.
    #[arg(long, value_name = "DIR")]
    widgets: PathBuf,
    /// Where the gallery is written. What is there goes.
    #[arg(long, value_name = "DIR")]
    folder: PathBuf,
    /// The package's `custom-elements.json`, for the table of what a page can rely on.
    #[arg(long, value_name = "FILE")]
    manifest: PathBuf,
    /// Where it is served until Ctrl-C. Absent: it is only written.
    #[arg(long)]
    listen: Option<SocketAddr>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    write(&options.folder, &options.manifest)?;
    let Some(address) = options.listen else { return Ok(()) };
    let policy = SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    let pages = Router::new()
        .merge(editor::routes())
        .nest_service("/widgets", ServeDir::new(&options.widgets).precompressed_br().precompressed_gzip())
        .fallback_service(ServeDir::new(&options.folder))
        .layer(policy);
    let listener = tokio::net::TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
    println!("the gallery is at http://{}/", listener.local_addr()?);
    axum::serve(listener, pages)
        .with_graceful_shutdown(async {
            let _ = tokio::signal::ctrl_c().await;
        })
        .await?;
    Ok(())
}

/// The page, its script and styles, and what they show.
fn write(folder: &Path, manifest: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(folder)?;
    for (name, text) in [
        ("index.html", include_str!("../web/index.html")),
        ("gallery.css", include_str!("../web/gallery.css")),
        ("additions.js", include_str!("../web/additions.js")),
        ("editor.js", include_str!("../web/editor.js")),
        ("gallery.js", include_str!("../web/gallery.js")),
        ("server.js", include_str!("../web/server.js")),
        ("primitives.css", loggia_ui::STYLES),
    ] {
        fs::write(folder.join(name), text)?;
    }
    let themes: Vec<_> = loggia_theme::built_in_names()
        .filter_map(|name| loggia_theme::compile(loggia_theme::built_in(name)?).ok())
        .collect();
    let manifest = fs::read_to_string(manifest).with_context(|| format!("reading {}", manifest.display()))?;
    let gallery = json!({
        "now": data::now(),
        "themes": themes,
        "tokens": editor::tokens(),
        "locales": primitives::LOCALES,
        "states": states::all(),
        "cells": cells::all(),
        "manifest": serde_json::from_str::<serde_json::Value>(&manifest)?,
    });
    fs::write(folder.join("gallery.json"), gallery.to_string())?;
    for locale in primitives::LOCALES {
        let specimens = serde_json::to_string(&primitives::specimens(locale))?;
        fs::write(folder.join(format!("primitives-{locale}.json")), specimens)?;
    }
    Ok(())
}
