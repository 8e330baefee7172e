//! What every widget stands on: the client, the session, the language, the look, and a voice for announcements.

use std::rc::Rc;

use crate::part::{keep_at, part, use_signal, use_task};
use dioxus::prelude::*;
use futures_util::StreamExt;
use loggia_client::Client;
use loggia_types::{
    Permission,
    events::EventType,
    session::{Session, ThemeVariables},
};

use crate::{
    clock, dom,
    extensions::Added,
    i18n::{self, Locale, MessageOverrides, Messages},
    primitives::notices::{Notices, Toast},
    query::{QueryState, Store, use_query},
    theme::{self, Density, Scheme},
};

const SESSION_KEY: &str = "session";
/// How far apart events are listened to, in milliseconds: a burst of them asks once, not once for each.
const EVENTS_APART: u32 = 300;
/// How many events are taken at once.
const EVENTS_AT_ONCE: usize = 256;

/// What [`PortalProvider`] gives to everything below it. Cheap to clone.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{Portal, use_portal};
///
/// #[component]
/// fn Greeting() -> Element {
///     let portal: Portal = use_portal();
///     let name = portal.session().map(|session| session.user.name.clone());
///     rsx! { p { {name} } }
/// }
/// ```
#[derive(Clone)]
pub struct Portal {
    store: Rc<Store>,
    locale: Signal<Locale>,
    minute: Signal<u32>,
    session: Signal<QueryState<Session>>,
    spoken: Signal<(u32, String)>,
    toasts: Signal<Vec<Toast>>,
    pub(crate) added: Added,
}

impl PartialEq for Portal {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.store, &other.store) && self.locale == other.locale
    }
}

impl Portal {
    /// The client.
    ///
    /// ```
    /// # use loggia_ui::Portal;
    /// fn address_of(portal: &Portal) -> &str {
    ///     portal.client().base_url()
    /// }
    /// ```
    pub fn client(&self) -> &Client {
        self.store.client()
    }

    /// The same portal with other additions.
    pub(crate) fn adding(&self, added: Added) -> Self {
        Self { added, ..self.clone() }
    }

    pub(crate) fn store(&self) -> &Rc<Store> {
        &self.store
    }

    /// The language and region. Components that read it follow it.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::Timestamp;
    /// # use loggia_ui::{i18n::DateStyle, use_portal};
    /// #[component]
    /// fn Renewal(at: Timestamp) -> Element {
    ///     let day = use_portal().locale().date(at, DateStyle::Long);
    ///     rsx! { p { "{day}" } }
    /// }
    /// ```
    pub fn locale(&self) -> Locale {
        self.locale.read().clone()
    }

    /// The language and region at this moment, for use in event handlers and tasks.
    ///
    /// ```
    /// # use loggia_ui::Portal;
    /// fn on_copied(portal: &Portal, files: u64) {
    ///     portal.announce(portal.locale_now().number(files));
    /// }
    /// ```
    pub fn locale_now(&self) -> Locale {
        self.locale.try_peek().map(|locale| locale.clone()).unwrap_or_default()
    }

    /// The texts of the language. Components that read them follow it.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_ui::use_portal;
    /// #[component]
    /// fn Again(onclick: EventHandler<MouseEvent>) -> Element {
    ///     let text = &use_portal().messages().common;
    ///     rsx! { button { onclick, "{text.retry()}" } }
    /// }
    /// ```
    pub fn messages(&self) -> &'static Messages {
        self.locale.read().messages()
    }

    /// The texts of the language at this moment, for use in event handlers and tasks.
    ///
    /// ```
    /// # use loggia_ui::Portal;
    /// fn on_cancelled(portal: &Portal) {
    ///     portal.toast(portal.messages_now().common.error_cancelled());
    /// }
    /// ```
    pub fn messages_now(&self) -> &'static Messages {
        self.locale_now().messages()
    }

    /// Who is signed in, and where. Components that read it follow it.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_ui::use_portal;
    /// #[component]
    /// fn Organization() -> Element {
    ///     let Some(session) = use_portal().session() else { return rsx! {} };
    ///     rsx! { p { "{session.organization.name}" } }
    /// }
    /// ```
    pub fn session(&self) -> Option<Rc<Session>> {
        match &*self.session.read() {
            QueryState::Ready(session) => Some(session.clone()),
            _ => None,
        }
    }

    /// Where asking for the session stands.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// use loggia_ui::{query::QueryState, use_portal};
    ///
    /// #[component]
    /// fn Greeting() -> Element {
    ///     match use_portal().session_state() {
    ///         QueryState::Loading => rsx! { p { "One moment" } },
    ///         QueryState::Ready(session) => rsx! { p { "Hello {session.user.name}" } },
    ///         QueryState::Failed(_) => rsx! { p { "Sign in again" } },
    ///     }
    /// }
    /// ```
    pub fn session_state(&self) -> QueryState<Session> {
        self.session.read().clone()
    }

    /// Asks for the session again.
    ///
    /// ```
    /// # use loggia_ui::Portal;
    /// fn on_plan_changed(portal: &Portal) {
    ///     portal.reload_session(); // other features may be on now
    /// }
    /// ```
    pub fn reload_session(&self) {
        self.store.reload(SESSION_KEY);
    }

    /// The person has left: unless there is another session, no widget of the client goes on showing what it knows.
    pub(crate) fn leave(&self) {
        self.store.left.set(true);
        self.reload_session();
    }

    /// Whether the person may do this; `false` until the session is known.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::Permission;
    /// # use loggia_ui::use_portal;
    /// #[component]
    /// fn Invite(onclick: EventHandler<MouseEvent>) -> Element {
    ///     let may = use_portal().permits(Permission::MembersInvite);
    ///     rsx! { if may { button { onclick, "Invite a colleague" } } }
    /// }
    /// ```
    pub fn permits(&self, permission: Permission) -> bool {
        self.session().is_some_and(|session| session.permits(permission))
    }

    /// Reads the clock that ticks once a minute, so that what was rendered from the time is rendered again.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// # use loggia_types::Timestamp;
    /// # use loggia_ui::use_portal;
    /// #[component]
    /// fn Synced(at: Timestamp) -> Element {
    ///     let portal = use_portal();
    ///     portal.follow_minutes();
    ///     let age = portal.locale().age(at);
    ///     rsx! { p { "{age}" } }
    /// }
    /// ```
    pub fn follow_minutes(&self) {
        let _ = self.minute.read();
    }

    /// Fetches again whatever depends on one of `topics`.
    ///
    /// ```
    /// # use loggia_types::events::EventType;
    /// # use loggia_ui::Portal;
    /// fn on_imported(portal: &Portal) {
    ///     portal.invalidate(&[EventType::DocumentCreated]);
    /// }
    /// ```
    pub fn invalidate(&self, topics: &[EventType]) {
        self.store.invalidate(topics);
    }

    /// Says something to people who use a screen reader, when it is quiet.
    ///
    /// ```
    /// # use loggia_ui::Portal;
    /// fn on_sorted(portal: &Portal) {
    ///     portal.announce("Sorted by name"); // nothing to see but the rows' order
    /// }
    /// ```
    pub fn announce(&self, text: impl Into<String>) {
        let mut spoken = self.spoken;
        if let Ok(mut spoken) = spoken.try_write() {
            // Counting makes the same words twice two announcements.
            *spoken = (spoken.0.wrapping_add(1), text.into());
        }
    }

    /// What was announced last, and which announcement it is.
    pub(crate) fn spoken(&self) -> Signal<(u32, String)> {
        self.spoken
    }

    /// Shows a short notice, which is announced as well.
    ///
    /// ```
    /// # use loggia_ui::Portal;
    /// fn on_saved(portal: &Portal) {
    ///     portal.toast("Saved");
    /// }
    /// ```
    pub fn toast(&self, text: impl Into<String>) {
        self.show(Toast::new(text.into(), None));
    }

    /// Shows a short notice with a way back.
    ///
    /// ```
    /// # use loggia_ui::Portal;
    /// fn on_archived(portal: &Portal, put_back: impl Fn() + 'static) {
    ///     portal.toast_with_undo("Archived", put_back);
    /// }
    /// ```
    pub fn toast_with_undo(&self, text: impl Into<String>, undo: impl Fn() + 'static) {
        self.show(Toast::new(text.into(), Some(Rc::new(undo))));
    }

    fn show(&self, toast: Toast) {
        let mut toasts = self.toasts;
        if let Ok(mut toasts) = toasts.try_write() {
            // One at a time: the newest is the one that belongs to what the person just did.
            toasts.clear();
            toasts.push(toast);
        }
    }
}

/// What the nearest [`PortalProvider`] gives.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::use_portal;
///
/// #[component]
/// fn SaveButton() -> Element {
///     let portal = use_portal();
///     rsx! {
///         button { onclick: move |_| portal.toast("Saved"), "Save" }
///     }
/// }
/// ```
///
/// # Panics
/// Outside a provider: a mistake in the program that shows at its first render.
pub fn use_portal() -> Portal {
    use_context::<Portal>()
}

/// Gives client, session, language and look to the widgets inside, and draws the root element that styles begin at.
///
/// One provider per page or per widget, as you like: providers with the same client share one cache and one event
/// stream. For another client, make another provider (give it another `key`).
///
/// - `locale`: a BCP 47 tag. Absent: the session's.
/// - `messages`: words in place of the widgets' own.
/// - `scheme`, `density`: the look. Absent: as the device prefers, comfortable.
/// - `theme`: custom properties that win over the session's theme.
/// - `themed_outside`: the session's theme is left to what is around, which goes with [`host_styles`](crate::host_styles).
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_client::Client;
/// use loggia_ui::{Density, Documents, PortalProvider, Scheme, Status};
///
/// #[component]
/// fn Account(client: Client) -> Element {
///     rsx! {
///         PortalProvider { client, locale: "de-AT", scheme: Scheme::Light, density: Density::Compact,
///             Status {}
///             Documents {}
///         }
///     }
/// }
/// ```
#[part]
pub fn PortalProvider(
    client: Client,
    #[props(default)] locale: Option<String>,
    #[props(default)] messages: Option<MessageOverrides>,
    #[props(default)] scheme: Scheme,
    #[props(default)] density: Density,
    #[props(default)] theme: Option<ThemeVariables>,
    #[props(default)] themed_outside: bool,
    children: Element,
) -> Element {
    let (initial, words) = (locale.clone(), messages.clone());
    let language =
        use_signal(|| Locale::new(initial.as_deref().unwrap_or_default()).or_known().with_words(words.as_ref()));
    let texts = use_signal(i18n::changes);
    let minute = use_signal(|| 0_u32);
    let known = use_signal(|| QueryState::Loading);
    let spoken = use_signal(|| (0_u32, String::new()));
    let toasts = use_signal(Vec::new);
    let portal = use_context_provider(|| Portal {
        store: Store::of(&client),
        locale: language,
        minute,
        session: known,
        spoken,
        toasts,
        added: Added::default(),
    });

    let session = use_query(SESSION_KEY.to_owned(), &[EventType::MemberUpdated], |client| {
        Box::pin(async move { client.session().get().await })
    });
    let state = match session.failure() {
        Some(failure) if portal.store().left.get() => QueryState::Failed(failure.clone()),
        _ => session.state(),
    };
    let session = session.data();

    let tag = locale.as_deref().or(session.as_ref().map(|session| session.locale.as_str())).unwrap_or_default();
    let wanted = Locale::new(tag).with_words(messages.as_ref());
    // Rendered again when texts come. Until then it stays in the language that it is in.
    let _ = texts.read();
    let settled = i18n::is_settled(wanted.language());
    if wanted.is_known() {
        keep_at(language, &wanted);
    }
    // At first it waits for them, so that nobody sees one language become another.
    if settled || !matches!(*known.peek(), QueryState::Loading) || !matches!(state, QueryState::Ready(_)) {
        keep_at(known, &state);
    }
    let spoken_here = language();

    let listener = portal.clone();
    use_task(move || Box::pin(listen(listener.clone())));
    use_task(move || Box::pin(tick(minute)));
    use_task(move || Box::pin(follow_texts(texts)));
    let device_dark = use_signal(dom::prefers_dark);
    use_task(move || Box::pin(follow_device(device_dark)));

    let dark = match scheme {
        Scheme::Light => false,
        Scheme::Dark => true,
        Scheme::Auto => device_dark(),
    };
    let of_session = session.as_deref().filter(|_| !themed_outside).map(|session| &session.theme);
    let properties = theme::attributes([of_session, theme.as_ref()], dark);
    rsx! {
        div {
            class: "portal",
            "part": "root",
            "data-scheme": if dark { "dark" } else { "light" },
            "data-density": density.as_str(),
            lang: spoken_here.tag(),
            dir: spoken_here.direction(),
            ..properties,
            {children}
            Notices { toasts }
        }
    }
}

/// Hands server events to the cache, the first of a burst at once. Ends when the client's session is ended.
async fn listen(portal: Portal) {
    let mut bursts = portal.client().events().ready_chunks(EVENTS_AT_ONCE);
    while let Some(events) = bursts.next().await {
        for event in &events {
            portal.store.hear(event);
        }
        clock::sleep(EVENTS_APART).await;
    }
}

async fn follow_device(mut device_dark: Signal<bool>) {
    loop {
        dom::scheme_changed().await;
        if let Ok(mut dark) = device_dark.try_write() {
            *dark = dom::prefers_dark();
        }
    }
}

async fn follow_texts(mut texts: Signal<u32>) {
    loop {
        let Ok(seen) = texts.try_peek().map(|seen| *seen) else { return };
        let now = i18n::changed(seen).await;
        if let Ok(mut texts) = texts.try_write() {
            *texts = now;
        }
    }
}

async fn tick(mut minute: Signal<u32>) {
    loop {
        clock::sleep(60_000).await;
        if let Ok(mut minute) = minute.try_write() {
            *minute = minute.wrapping_add(1);
        }
    }
}
