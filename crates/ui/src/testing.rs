//! What tests of widgets need: a client without a server, a cache that is filled already, and the HTML that comes out.

use std::rc::Rc;

use chrono::TimeDelta;
use dioxus::prelude::*;
use loggia_client::Client;
use loggia_types::{
    BrandId, Feature, MembershipId, OrganizationId, Role, UserId,
    session::{BrandRef, Limits, OrganizationRef, Session, ThemeVariables, UserRef},
};

use crate::{PortalProvider, Scheme, clock, query::Store};

/// A person who is in the examples.
pub(crate) fn user(number: u128, name: &str) -> UserRef {
    let email = [name.to_lowercase().replace(' ', "."), "@larkspur.example".to_owned()].concat();
    UserRef { id: UserId::from_u128(number), name: name.to_owned(), email }
}

/// A session of Dana Okafor with everything that the role allows.
pub(crate) fn session(role: Role) -> Session {
    Session {
        user: user(1, "Dana Okafor"),
        membership_id: MembershipId::from_u128(1),
        organization: OrganizationRef { id: OrganizationId::from_u128(1), name: "Larkspur Foods".into() },
        brand: BrandRef {
            id: BrandId::from_u128(1),
            name: "Fernhill".into(),
            support_email: Some("help@fernhill.example".into()),
            logo_url: None,
        },
        role: role.into(),
        role_name: None,
        permissions: role.permissions().to_vec(),
        features: Feature::ALL.to_vec(),
        locale: "en".into(),
        theme: ThemeVariables::default(),
        limits: Limits { max_upload_bytes: 5_000_000_000 },
        expires_at: clock::now() + TimeDelta::minutes(15),
        server_time: clock::now(),
    }
}

/// A portal whose cache is filled by hand. No request is ever answered: nothing drives the network.
pub(crate) struct Stage {
    pub(crate) client: Client,
    store: Rc<Store>,
}

impl Stage {
    /// A portal with this session; without one it is still loading.
    pub(crate) fn new(session: Option<Session>) -> Self {
        let client = Client::builder("http://127.0.0.1:9").api_key("sk_test").build().expect("a client");
        let store = Store::of(&client);
        let stage = Self { client, store };
        if let Some(session) = session {
            stage.put("session", session);
        }
        stage
    }

    /// Puts a value in the cache, as if it had been fetched.
    pub(crate) fn put<T: 'static>(&self, key: &str, value: T) -> &Self {
        self.store.put(&Rc::from(key), Rc::new(value));
        self
    }

    /// Says that fetching failed.
    pub(crate) fn fail(&self, key: &str, error: loggia_client::Error) -> &Self {
        self.store.put_failure(&Rc::from(key), error.into());
        self
    }

    /// The HTML of a widget. Written to `PORTAL_PAGES` as well, if that is set, to look at it in a browser.
    pub(crate) fn render(&self, name: &str, locale: &str, widget: fn() -> Element) -> String {
        let mut html = String::new();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let _guard = runtime.enter();
        for scheme in [Scheme::Dark, Scheme::Light] {
            let props = PageProps { client: self.client.clone(), locale: locale.to_owned(), scheme, widget };
            let mut dom = VirtualDom::new_with_props(page, props);
            dom.rebuild_in_place();
            // Twice: what the first render set (session, language) shows in the second.
            dom.render_immediate(&mut dioxus::core::NoOpMutations);
            html = dioxus_ssr::render(&dom);
            if let Ok(folder) = std::env::var("PORTAL_PAGES") {
                let file = format!("{folder}/{name}-{}.html", if scheme == Scheme::Dark { "dark" } else { "light" });
                let ground = if scheme == Scheme::Dark { "#0c0f14" } else { "#f7f8fa" };
                let text = format!(
                    "<!doctype html><meta charset=utf-8><style>body{{margin:0;padding:24px;background:{ground}}}\
                     @media(max-width:600px){{body{{padding:12px}}}}{}</style><body>{html}",
                    crate::STYLES
                );
                std::fs::write(file, text).expect("a folder to write to");
            }
        }
        html
    }
}

#[derive(Clone, Props)]
struct PageProps {
    client: Client,
    locale: String,
    scheme: Scheme,
    widget: fn() -> Element,
}

impl PartialEq for PageProps {
    fn eq(&self, _other: &Self) -> bool {
        false
    }
}

fn page(props: PageProps) -> Element {
    let widget = props.widget;
    rsx! {
        PortalProvider { client: props.client, locale: props.locale, scheme: props.scheme,
            Widget { widget: Shown(widget) }
        }
    }
}

#[derive(Clone)]
struct Shown(fn() -> Element);

impl PartialEq for Shown {
    fn eq(&self, _other: &Self) -> bool {
        false
    }
}

#[component]
fn Widget(widget: Shown) -> Element {
    (widget.0)()
}
