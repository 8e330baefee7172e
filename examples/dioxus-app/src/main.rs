//! A vendor's app in Dioxus with the portal's widgets as components. [`App`] is the whole integration.
//!
//! `cargo xtask demo --dioxus` builds it and the vendor's backend serves it below `/dioxus/`, for whoever is signed in
//! to the Fernhill page.

#[cfg(target_arch = "wasm32")]
mod backend;

#[cfg(target_arch = "wasm32")]
mod app {
    use dioxus::prelude::*;
    use loggia::prelude::*;

    use crate::backend::{Me, client_secret};

    /// The app's page: a provider with a client, and the widgets in it.
    #[component]
    pub(crate) fn App(me: Me) -> Element {
        let client = use_hook(|| Client::builder(&me.portal_url).embed_session(client_secret).build().ok());
        let Some(client) = client else { return rsx! { p { "The portal's address is not usable." } } };
        rsx! {
            h1 { "Your account" }
            p { "{me.name}, {me.organization}" }
            PortalProvider { client,
                Status {}
                Requests {}
                Documents {}
                Members {}
            }
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    use dioxus::prelude::*;

    #[component]
    fn Root() -> Element {
        let me = use_resource(backend::me);
        match &*me.read() {
            None => rsx! { p { "One moment" } },
            Some(Some(me)) => rsx! { app::App { me: me.clone() } },
            Some(None) => rsx! { p { a { href: "/fernhill/", "Sign in" } " first, then come back." } },
        }
    }

    backend::adopt(loggia::ui::STYLES);
    dioxus_web::launch::launch_cfg(Root, dioxus_web::Config::new());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("this app runs in a browser: `cargo xtask demo --dioxus` builds and serves it");
}
