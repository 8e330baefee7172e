//! What Dioxus does not do by itself: modal dialogs, popovers, focus. Does nothing outside a browser.

use std::{cell::RefCell, rc::Rc};

use dioxus::{
    html::{FocusData, KeyboardData, MountedData},
    prelude::spawn,
};

/// A mounted element: what `onmounted` hands out.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Mounted, focus};
///
/// #[component]
/// fn Title() -> Element {
///     let mut title = use_signal(|| None::<Mounted>);
///     rsx! {
///         h2 { tabindex: "-1", onmounted: move |event| title.set(Some(event.data())), "Your files" }
///         button { onclick: move |_| if let Some(title) = &*title.peek() { focus(title) }, "To the top" }
///     }
/// }
/// ```
pub type Mounted = Rc<MountedData>;

/// Where the focus was, to go back to.
#[derive(Clone, Default)]
pub(crate) struct FocusOrigin {
    #[cfg(target_arch = "wasm32")]
    element: Option<web_sys::HtmlElement>,
}

/// Which menu item to go to.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Step {
    First,
    Last,
    Next,
    Previous,
    To(usize),
}

/// Where a key leads in a list of things to choose from.
pub(crate) fn step(key: &str) -> Option<Step> {
    Some(match key {
        "ArrowDown" => Step::Next,
        "ArrowUp" => Step::Previous,
        "Home" => Step::First,
        "End" => Step::Last,
        _ => return None,
    })
}

/// Moves the focus to an element after a dialog that closes now has given it back to where it was: to what is removed.
pub(crate) fn focus_after_dialog(element: &Rc<RefCell<Option<Mounted>>>) {
    let element = element.borrow().clone();
    spawn(async move {
        crate::clock::sleep(30).await;
        if let Some(element) = element {
            focus(&element);
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    use super::{FocusData, FocusOrigin, KeyboardData, Mounted, Step};

    /// The key, by the name that browsers give it.
    pub(crate) fn key(event: &KeyboardData) -> String {
        event.key().to_string()
    }
    pub(crate) fn is_shown(_element: &Mounted) -> bool {
        true
    }
    pub(crate) fn show_modal(_dialog: &Mounted) -> FocusOrigin {
        FocusOrigin {}
    }
    pub(crate) fn close_modal(_dialog: &Mounted, _origin: &FocusOrigin) {}
    pub(crate) fn came_from(_event: &FocusData) -> FocusOrigin {
        FocusOrigin {}
    }
    pub(crate) fn go_back(_origin: &FocusOrigin) {}
    /// Moves the focus to an element.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// use loggia_ui::primitives::focus;
    ///
    /// #[component]
    /// fn Receipt() -> Element {
    ///     rsx! {
    ///         h2 { tabindex: "-1", onmounted: move |event| focus(&event.data()), "It has arrived" }
    ///     }
    /// }
    /// ```
    pub fn focus(_element: &Mounted) {}
    /// Moves the focus to the element with this id, in the document or shadow root that `near` is in. Says whether it
    /// was there.
    ///
    /// ```
    /// use loggia_ui::primitives::{Mounted, focus_id};
    ///
    /// /// Goes to the first question with an error.
    /// fn to_the_first_error(form: &Mounted, ids: &[String]) {
    ///     ids.iter().any(|id| focus_id(form, id));
    /// }
    /// ```
    pub fn focus_id(_near: &Mounted, _id: &str) -> bool {
        false
    }
    pub(crate) fn show_popover(_popover: &Mounted) {}
    pub(crate) fn place_popover(_popover: &Mounted, _anchor: &Mounted) -> bool {
        false
    }
    pub(crate) fn hide_popover(_popover: &Mounted) {}
    pub(crate) fn focus_item(_container: &Mounted, _selector: &str, _step: Step) {}
    /// Outside a browser the application that holds the window has the clipboard.
    #[cfg(feature = "api-keys")]
    pub(crate) async fn copy(_text: &str) -> bool {
        false
    }
    /// Outside a browser the application that holds the window opens links.
    pub(crate) fn download(_address: &str, _name: &str) {}
    pub(crate) fn prefers_dark() -> bool {
        false
    }
    pub(crate) async fn scheme_changed() {
        std::future::pending::<()>().await;
    }
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use web_sys::{Document, Element, HtmlDialogElement, HtmlElement, ShadowRoot};

    use super::{FocusData, FocusOrigin, KeyboardData, Mounted, Step};

    /// The key, by the name that browsers give it. Not by Dioxus's: its tables of all keys are left out of the bundle.
    pub(crate) fn key(event: &KeyboardData) -> String {
        event.downcast::<web_sys::KeyboardEvent>().map(web_sys::KeyboardEvent::key).unwrap_or_default()
    }

    /// Space between a menu and its button, and the window's edge, in px.
    const GAP: f64 = 4.0;

    fn element(mounted: &Mounted) -> Option<Element> {
        mounted.downcast::<Element>().cloned()
    }

    /// Whether an element has a box.
    pub(crate) fn is_shown(mounted: &Mounted) -> bool {
        element(mounted).is_some_and(|element| element.get_client_rects().length() > 0)
    }

    /// The element that has the focus, in the tree (document or shadow root) that `near` is in.
    fn active(near: &Element) -> Option<HtmlElement> {
        let root = near.get_root_node();
        let active = match root.dyn_ref::<ShadowRoot>() {
            Some(shadow) => shadow.active_element(),
            None => root.dyn_ref::<Document>()?.active_element(),
        };
        active?.dyn_into().ok()
    }

    pub(crate) fn show_modal(dialog: &Mounted) -> FocusOrigin {
        let Some(dialog) = element(dialog) else { return FocusOrigin::default() };
        let origin = FocusOrigin { element: active(&dialog) };
        if let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>()
            && dialog.is_connected()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
        origin
    }

    pub(crate) fn close_modal(dialog: &Mounted, origin: &FocusOrigin) {
        if let Some(dialog) = element(dialog)
            && let Some(dialog) = dialog.dyn_ref::<HtmlDialogElement>()
        {
            dialog.close();
        }
        go_back(origin);
    }

    /// Where the focus was before it came.
    pub(crate) fn came_from(event: &FocusData) -> FocusOrigin {
        let before = event.downcast::<web_sys::FocusEvent>().and_then(web_sys::FocusEvent::related_target);
        FocusOrigin { element: before.and_then(|before| before.dyn_into().ok()) }
    }

    /// Gives the focus back, where that is still there.
    pub(crate) fn go_back(origin: &FocusOrigin) {
        if let Some(origin) = &origin.element
            && origin.is_connected()
        {
            let _ = origin.focus();
        }
    }

    /// Moves the focus to an element.
    ///
    /// ```
    /// # use dioxus::prelude::*;
    /// use loggia_ui::primitives::focus;
    ///
    /// #[component]
    /// fn Receipt() -> Element {
    ///     rsx! {
    ///         h2 { tabindex: "-1", onmounted: move |event| focus(&event.data()), "It has arrived" }
    ///     }
    /// }
    /// ```
    pub fn focus(mounted: &Mounted) {
        if let Some(element) = element(mounted)
            && let Some(element) = element.dyn_ref::<HtmlElement>()
        {
            let _ = element.focus();
        }
    }

    /// Moves the focus to the element with this id, in the document or shadow root that `near` is in. Says whether it
    /// was there.
    ///
    /// ```
    /// use loggia_ui::primitives::{Mounted, focus_id};
    ///
    /// /// Goes to the first question with an error.
    /// fn to_the_first_error(form: &Mounted, ids: &[String]) {
    ///     ids.iter().any(|id| focus_id(form, id));
    /// }
    /// ```
    pub fn focus_id(near: &Mounted, id: &str) -> bool {
        let Some(root) = element(near).map(|near| near.get_root_node()) else { return false };
        let found = match root.dyn_ref::<ShadowRoot>() {
            Some(shadow) => shadow.get_element_by_id(id),
            None => root.dyn_ref::<Document>().and_then(|document| document.get_element_by_id(id)),
        };
        match found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            Some(found) => found.focus().is_ok(),
            None => false,
        }
    }

    pub(crate) fn show_popover(popover: &Mounted) {
        if let Some(popover) = element(popover)
            && let Some(popover) = popover.dyn_ref::<HtmlElement>()
        {
            let _ = popover.show_popover();
        }
    }

    /// Puts an open popover beside its button, and says whether it is open. Until then the style sheet hides it.
    pub(crate) fn place_popover(popover: &Mounted, anchor: &Mounted) -> bool {
        let (Some(popover), Some(anchor)) = (element(popover), element(anchor)) else { return false };
        let Some(popover) = popover.dyn_ref::<HtmlElement>() else { return false };
        if !popover.matches(":popover-open").unwrap_or(false) {
            let _ = popover.remove_attribute("data-placed");
            return false;
        }
        let size = popover.get_bounding_client_rect();
        let button = anchor.get_bounding_client_rect();
        let (width, height) = web_sys::window().map_or((0.0, 0.0), |window| {
            let length = |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
            (length(window.inner_width()), length(window.inner_height()))
        });
        // Below the button and flush with its end; above when there is no room; never outside the window.
        let below = button.bottom() + GAP;
        let fits = below + size.height() + GAP <= height;
        let top = if fits { below } else { (button.top() - GAP - size.height()).max(GAP) };
        let rtl = popover.closest("[dir=rtl]").ok().flatten().is_some();
        let left = if rtl { button.left() } else { button.right() - size.width() };
        let left = left.min(width - size.width() - GAP).max(GAP);
        let style = popover.style();
        let _ = style.set_property("top", &px(top));
        let _ = style.set_property("left", &px(left));
        let _ = popover.set_attribute("data-placed", "true");
        true
    }

    fn px(length: f64) -> String {
        let mut text = (length.round() as i32).to_string();
        text.push_str("px");
        text
    }

    pub(crate) fn hide_popover(popover: &Mounted) {
        if let Some(popover) = element(popover)
            && let Some(popover) = popover.dyn_ref::<HtmlElement>()
        {
            let _ = popover.hide_popover();
        }
    }

    pub(crate) fn focus_item(container: &Mounted, selector: &str, step: Step) {
        let Some(container) = element(container) else { return };
        let Ok(items) = container.query_selector_all(selector) else { return };
        let count = items.length();
        if count == 0 {
            return;
        }
        let current = active(&container);
        let position = current.and_then(|current| {
            (0..count).find(|index| items.item(*index).is_some_and(|item| item == *current.as_ref()))
        });
        let last = count - 1;
        let index = match (step, position) {
            (Step::First, _) | (Step::Next, None) => 0,
            (Step::Last, _) | (Step::Previous, None) => last,
            (Step::To(index), _) => u32::try_from(index).unwrap_or(0).min(last),
            (Step::Next, Some(index)) => {
                if index >= last {
                    0
                } else {
                    index + 1
                }
            }
            (Step::Previous, Some(index)) => {
                if index == 0 {
                    last
                } else {
                    index - 1
                }
            }
        };
        if let Some(item) = items.item(index).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
            let _ = item.focus();
        }
    }

    /// Follows the link as a click would. The server answers with an attachment, so the page stays.
    pub(crate) fn download(address: &str, name: &str) {
        let anchor = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.create_element("a").ok())
            .and_then(|anchor| anchor.dyn_into::<web_sys::HtmlAnchorElement>().ok());
        if let Some(anchor) = anchor {
            anchor.set_href(address);
            anchor.set_download(name);
            anchor.set_rel("noopener noreferrer");
            anchor.click();
        }
    }

    /// Puts a text into the clipboard, and says whether it is there: pages without TLS have none, and policies forbid it.
    #[cfg(feature = "api-keys")]
    pub(crate) async fn copy(text: &str) -> bool {
        let Some(clipboard) = web_sys::window().map(|window| window.navigator().clipboard()) else { return false };
        if clipboard.is_undefined() {
            return false;
        }
        wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
    }

    /// Downloads what is in the browser's hands already.
    #[cfg(feature = "audit-log")]
    pub(crate) fn download_blob(content: &web_sys::Blob, name: &str) {
        if let Ok(address) = web_sys::Url::create_object_url_with_blob(content) {
            download(&address, name);
            // The browser has looked at the address by then; until it is revoked, the content stays.
            wasm_bindgen_futures::spawn_local(async move {
                crate::clock::sleep(10_000).await;
                let _ = web_sys::Url::revoke_object_url(&address);
            });
        }
    }

    fn dark_query() -> Option<web_sys::MediaQueryList> {
        web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok()?
    }

    pub(crate) fn prefers_dark() -> bool {
        dark_query().is_some_and(|query| query.matches())
    }

    /// Waits until the device's colour scheme changes.
    pub(crate) async fn scheme_changed() {
        let Some(query) = dark_query() else { return std::future::pending().await };
        let (sender, receiver) = futures_channel::oneshot::channel::<()>();
        let mut sender = Some(sender);
        let changed = Closure::<dyn FnMut()>::new(move || {
            if let Some(sender) = sender.take() {
                let _ = sender.send(());
            }
        });
        let listener = Listener { query, changed };
        let function = listener.changed.as_ref().unchecked_ref();
        let _ = listener.query.add_event_listener_with_callback("change", function);
        let _ = receiver.await;
    }

    /// A listener that is taken off when it is no longer needed.
    struct Listener {
        query: web_sys::MediaQueryList,
        changed: Closure<dyn FnMut()>,
    }

    impl Drop for Listener {
        fn drop(&mut self) {
            let function = self.changed.as_ref().unchecked_ref();
            let _ = self.query.remove_event_listener_with_callback("change", function);
        }
    }
}

pub use platform::*;
