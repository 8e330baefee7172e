//! In a browser: timers, tasks and randomness of the page.

use std::{
    rc::{Rc, Weak},
    time::Duration,
};

use js_sys::{Date, Function, Promise};
use loggia_types::Timestamp;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, VisibilityState};

use super::BoxFuture;

pub(crate) type Shared<T> = Rc<T>;
pub(crate) type WeakShared<T> = Weak<T>;

/// The time, by this machine's clock.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_timestamp_millis(Date::now() as i64).unwrap_or_default()
}

/// Settles a promise when it is dropped. What waits for a promise is kept until the promise settles, even when nobody
/// waits any more: one that never settles is a leak.
struct Settle(Function);

impl Drop for Settle {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Clears the timer when the wait is dropped.
#[derive(Default)]
struct Timer {
    id: Option<i32>,
    settle: Option<Settle>,
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_timeout_with_handle(id);
        }
    }
}

/// Waits.
pub(crate) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    Box::pin(wait(duration))
}

async fn wait(duration: Duration) {
    let millis = i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
    let mut timer = Timer::default();
    let promise = Promise::new(&mut |resolve: Function, _| {
        timer.id = web_sys::window()
            .and_then(|w| w.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis).ok());
        timer.settle = Some(Settle(resolve));
    });
    let _ = JsFuture::from(promise).await;
}

/// Runs a future beside the others.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) -> bool {
    wasm_bindgen_futures::spawn_local(future);
    true
}

/// Random bytes from the browser's cryptographic generator.
pub(crate) fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// A listener that is taken away when it is dropped.
struct Listener {
    target: EventTarget,
    event: &'static str,
    callback: Function,
}

impl Listener {
    fn new(target: EventTarget, event: &'static str, callback: &Function) -> Self {
        let _ = target.add_event_listener_with_callback(event, callback);
        Self { target, event, callback: callback.clone() }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.event, &self.callback);
    }
}

/// Resolves when it is worth trying to connect again at once: the machine is online again, or the page is looked at
/// again.
pub(crate) async fn awake() {
    let Some(window) = web_sys::window() else {
        return std::future::pending().await;
    };
    let Some(document) = window.document() else {
        return std::future::pending().await;
    };
    let mut resolve_wait = None;
    let promise = Promise::new(&mut |resolve: Function, _| resolve_wait = Some(resolve));
    let Some(resolve) = resolve_wait else {
        return std::future::pending().await;
    };
    let _settle = Settle(resolve.clone());
    let page = document.clone();
    let callback = Closure::<dyn FnMut()>::new(move || {
        if page.visibility_state() == VisibilityState::Visible {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let function: &Function = callback.as_ref().unchecked_ref();
    let _online = Listener::new(window.into(), "online", function);
    let _visible = Listener::new(document.into(), "visibilitychange", function);
    let _ = JsFuture::from(promise).await;
}
