//! A stage for tests: a provider whose cache holds what the test put there. Whatever else is asked for fails at once,
//! because the page gives no credential.
//!
//! With `WIDGET_PAGES` set to a folder, what was rendered is also written there as pages to look at.
#![allow(clippy::unwrap_used)]

use std::rc::Rc;

use dioxus::{core::NoOpMutations, prelude::*};
use loggia_client::{Client, ClientSecret};
use loggia_types::{
    Role, Timestamp,
    ids::{BrandId, MembershipId, OrganizationId, UserId},
    session::{BrandRef, Limits, OrganizationRef, Session, ThemeVariables, UserRef},
};

use crate::{Density, PortalProvider, STYLES, Scheme, query::Store};

/// A prepared cache.
pub(crate) struct Stage {
    client: Client,
    store: Rc<Store>,
    locale: &'static str,
}

pub(crate) fn user(number: u128, name: &str) -> UserRef {
    let email = format!("{}@larkspur.example", name.to_lowercase().replace(' ', "."));
    UserRef { id: UserId::from_u128(number), name: name.to_owned(), email }
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or_default()
}

impl Stage {
    /// Somebody in this role, with every feature on.
    pub(crate) fn new(role: Role) -> Self {
        let no_secret = || async { Err::<ClientSecret, _>(std::io::Error::other("no credential in tests")) };
        let client = Client::builder("https://portal.example").embed_session(no_secret).build().unwrap();
        let session = Session {
            user: user(1, "Dana Okafor"),
            membership_id: MembershipId::from_u128(1),
            organization: OrganizationRef { id: OrganizationId::from_u128(1), name: "Larkspur Foods".into() },
            brand: BrandRef {
                id: BrandId::from_u128(1),
                name: "Fernhill Freight".into(),
                support_email: Some("help@fernhill.example".into()),
                logo_url: None,
            },
            role: role.into(),
            role_name: None,
            permissions: role.permissions().to_vec(),
            features: loggia_types::Feature::ALL.to_vec(),
            locale: "en".into(),
            theme: ThemeVariables::default(),
            limits: Limits { max_upload_bytes: 100_000_000 },
            expires_at: at("2099-01-01T00:00:00Z"),
            server_time: crate::clock::now(),
        };
        let store = Store::of(&client);
        Self { client, store, locale: "en" }.with("session", session)
    }

    /// Puts a value where a query looks for it.
    pub(crate) fn with<T: 'static>(self, key: &str, value: T) -> Self {
        self.store.put(&Rc::from(key), Rc::new(value));
        self
    }

    /// Speaks another language.
    pub(crate) fn speaking(mut self, locale: &'static str) -> Self {
        self.locale = locale;
        self
    }

    /// The HTML once everything that was asked for has been answered.
    pub(crate) async fn render(&self, page: &str, content: fn() -> Element) -> String {
        let html = self.html(Scheme::Light, content).await;
        if let Ok(folder) = std::env::var("WIDGET_PAGES") {
            let dark = self.html(Scheme::Dark, content).await;
            for (scheme, html) in [("light", &html), ("dark", &dark)] {
                let ground = if scheme == "dark" { "#0c0f14" } else { "#f7f8fa" };
                let document = format!(
                    "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>\
                     <style>body{{margin:0;padding:16px;background:{ground}}}{STYLES}</style>{html}"
                );
                std::fs::write(format!("{folder}/{page}-{scheme}.html"), document).unwrap();
            }
        }
        html
    }

    async fn html(&self, scheme: Scheme, content: fn() -> Element) -> String {
        let (client, locale) = (self.client.clone(), self.locale.to_owned());
        let root = move |()| {
            let (client, locale) = (client.clone(), locale.clone());
            rsx! {
                PortalProvider { client, locale, scheme, density: Density::Comfortable, {content()} }
            }
        };
        let mut dom = VirtualDom::new_with_props(root, ());
        dom.rebuild_in_place();
        while tokio::time::timeout(std::time::Duration::from_millis(40), dom.wait_for_work()).await.is_ok() {
            dom.render_immediate(&mut NoOpMutations);
        }
        dioxus_ssr::render(&dom)
    }
}
