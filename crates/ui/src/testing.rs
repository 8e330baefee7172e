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

    /// A widget on a page, drawn.
    pub(crate) fn dom(&self, locale: &str, scheme: Scheme, widget: fn() -> Element) -> VirtualDom {
        let props = PageProps { client: self.client.clone(), locale: locale.to_owned(), scheme, widget };
        let mut dom = VirtualDom::new_with_props(page, props);
        dom.rebuild_in_place();
        // Twice: what the first render set (session, language) shows in the second.
        dom.render_immediate(&mut dioxus::core::NoOpMutations);
        dom
    }

    /// The HTML of a widget. Written to `PORTAL_PAGES` as well, if that is set, to look at it in a browser, in languages
    /// that need other layouts, too.
    pub(crate) fn render(&self, name: &str, locale: &str, widget: fn() -> Element) -> String {
        let mut html = String::new();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let _guard = runtime.enter();
        let render = |locale: &str, scheme| dioxus_ssr::render(&self.dom(locale, scheme, widget));
        provide_pseudo();
        if locale == "en" {
            assert_all_translated(name, &render("en-XA", Scheme::Light));
        }
        for scheme in [Scheme::Dark, Scheme::Light] {
            html = render(locale, scheme);
            let Ok(folder) = std::env::var("PORTAL_PAGES") else { continue };
            let others = if scheme == Scheme::Light { ["ar", "ja", "en-XA"].as_slice() } else { &[] };
            for language in [locale].iter().chain(others) {
                let html = render(language, scheme);
                let look = if scheme == Scheme::Dark { "dark" } else { "light" };
                let file = format!("{folder}/{name}-{language}-{look}.html");
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

/// Fails where a text of the widget is in no catalogue: in the pseudo-locale all that is has brackets around it. What
/// has none is data, and then a test made it up.
pub(crate) fn assert_all_translated(name: &str, html: &str) {
    let data = examples();
    for text in texts_of(html) {
        let mut depth = 0_u32;
        let outside: String = text
            .chars()
            .map(|letter| {
                match letter {
                    '[' => depth += 1,
                    ']' => depth = depth.saturating_sub(1),
                    _ if depth == 0 => return letter,
                    _ => {}
                }
                ' '
            })
            .collect();
        let words = outside.split_whitespace().filter(|word| !word.contains('@'));
        let words = words.flat_map(|word| word.split(|letter: char| !letter.is_alphabetic()));
        for word in words.filter(|word| word.chars().count() > 2) {
            // What kind of file it is stands beside its name in capitals.
            let ending = word.chars().all(char::is_uppercase).then(|| [".", &word.to_lowercase()].concat());
            let known = data.contains(word) || ending.is_some_and(|ending| data.contains(&ending));
            assert!(known, "{name}: `{word}` in `{text}` is not translated");
        }
    }
}

/// What people read of a page, or hear: text, and the attributes that are text.
fn texts_of(html: &str) -> Vec<String> {
    const ATTRIBUTES: [&str; 4] = ["aria-label=\"", "placeholder=\"", "title=\"", "alt=\""];
    let mut texts = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        texts.push(text);
        for attribute in ATTRIBUTES {
            let values = tag.split(attribute).skip(1);
            texts.extend(values.filter_map(|value| value.split('"').next()));
        }
    }
    texts.into_iter().map(|text| text.replace("&#39;", "'").replace("&amp;", "&")).collect()
}

/// The words of everything that tests made up, and those of dates.
fn examples() -> String {
    fn collect(folder: &std::path::Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                collect(&path, all);
            } else if ["tests.rs", "fixtures.rs", "stage.rs", "testing.rs"].iter().any(|ending| name.ends_with(ending))
            {
                let text = std::fs::read_to_string(&path).expect("source text");
                // What a test expects to read is no example.
                all.extend(text.lines().filter(|line| !line.contains("assert") && !line.contains("contains(")));
            }
        }
    }
    let mut all = String::from("JanFebMarAprMayJunJulAugSepOctNovDec SHA");
    all.push_str("JanuaryFebruaryMarchAprilMayJuneJulyAugustSeptemberOctoberNovemberDecember");
    collect(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    all
}

/// Gives the pseudo-locale its texts.
pub(crate) fn provide_pseudo() {
    let text = include_str!(concat!(env!("OUT_DIR"), "/en-XA.txt"));
    assert!(crate::i18n::provide(crate::i18n::Language::Pseudo, Some(text.to_owned())));
}

#[test]
#[should_panic(expected = "is not translated")]
fn a_text_that_is_in_no_catalogue_is_found() {
    // In two parts, or it would be an example.
    assert_all_translated("button", &["<button>Abra", "cadabra [Ŝéñð]</button>"].concat());
}
