//! The time, and waiting: the browser's clock and timers on wasm32, the system's elsewhere.
//!
//! ```
//! let since = loggia_ui::clock::now_millis();
//! assert!(since <= loggia_ui::clock::now().timestamp_millis());
//! ```

use chrono::DateTime;
use loggia_types::Timestamp;

/// Milliseconds since the Unix epoch, by the device's clock.
///
/// ```
/// let before = loggia_ui::clock::now_millis();
/// assert!(before <= loggia_ui::clock::now_millis());
/// ```
pub fn now_millis() -> i64 {
    #[cfg(target_arch = "wasm32")]
    {
        js_sys::Date::now() as i64
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |elapsed| i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Now, by the device's clock.
///
/// ```
/// let ends_at = "2026-11-28T00:00:00Z".parse::<loggia_types::Timestamp>()?;
/// let is_over = ends_at < loggia_ui::clock::now();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn now() -> Timestamp {
    DateTime::from_timestamp_millis(now_millis()).unwrap_or_default()
}

/// RFC 3339 in UTC, to the second.
pub(crate) fn iso(at: Timestamp) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// When a day begins that a date field names (`2026-11-21`), or another so many days later: in the reader's time zone in
/// a browser, in UTC elsewhere. Nothing, when there is no such day.
#[cfg(feature = "audit-log")]
pub(crate) fn midnight(day: &str, later: u32) -> Option<Timestamp> {
    #[cfg(target_arch = "wasm32")]
    {
        if day.is_empty() {
            return None;
        }
        let date = js_sys::Date::new(&[day, "T00:00"].concat().into());
        // By the calendar: not every day has 24 hours.
        let at = date.set_date(date.get_date().saturating_add(later));
        if at.is_nan() { None } else { DateTime::from_timestamp_millis(at as i64) }
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        let day: chrono::NaiveDate = day.parse().ok()?;
        Some(day.checked_add_days(chrono::Days::new(later.into()))?.and_hms_opt(0, 0, 0)?.and_utc())
    }
}

/// The end of the local day that a date field writes as `2026-11-28`. `None`: it is no day.
#[cfg(feature = "member-access")]
pub(crate) fn end_of_day(date: &str) -> Option<Timestamp> {
    #[cfg(target_arch = "wasm32")]
    {
        // Without a zone it is local time.
        let millis = js_sys::Date::parse(&[date, "T23:59:59"].concat());
        if millis.is_nan() { None } else { DateTime::from_timestamp_millis(millis as i64) }
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        [date, "T23:59:59Z"].concat().parse().ok()
    }
}

/// The local day of a moment, as a date field writes it.
#[cfg(feature = "member-access")]
pub(crate) fn day_of(at: Timestamp) -> String {
    #[cfg(target_arch = "wasm32")]
    let (year, month, day) = {
        let date = js_sys::Date::new(&(at.timestamp_millis() as f64).into());
        (date.get_full_year(), date.get_month() + 1, date.get_date())
    };
    #[cfg(not(target_arch = "wasm32"))]
    let (year, month, day) = {
        use chrono::Datelike;
        (at.year(), at.month(), at.day())
    };
    format!("{year:04}-{month:02}-{day:02}")
}

/// Waits for `millis` milliseconds.
///
/// ```
/// # use dioxus::prelude::*;
/// # #[component]
/// # fn Example() -> Element {
/// use loggia_ui::clock;
///
/// let mut shown = use_signal(|| true);
/// use_future(move || async move {
///     clock::sleep(5_000).await;
///     shown.set(false);
/// });
/// # rsx! { if shown() { p { "Welcome" } } }
/// # }
/// ```
#[cfg(target_arch = "wasm32")]
pub async fn sleep(millis: u32) {
    let Some(window) = web_sys::window() else { return };
    let delay = i32::try_from(millis).unwrap_or(i32::MAX);
    let mut timer = Timer::default();
    let promise = js_sys::Promise::new(&mut |resolve, _reject| {
        timer.id = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, delay).ok();
        if timer.id.is_none() {
            // Without a timer there is nothing to wait for: go on at once.
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
        timer.resolve = Some(resolve);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Ends the wait when it is dropped. The promise settles then, too: what waits for it is kept until it does.
#[cfg(target_arch = "wasm32")]
#[derive(Default)]
struct Timer {
    id: Option<i32>,
    resolve: Option<js_sys::Function>,
}

#[cfg(target_arch = "wasm32")]
impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_timeout_with_handle(id);
        }
        if let Some(resolve) = &self.resolve {
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
    }
}

/// Waits for `millis` milliseconds, whichever executor runs the future.
///
/// ```
/// # use dioxus::prelude::*;
/// # #[component]
/// # fn Example() -> Element {
/// use loggia_ui::clock;
///
/// let mut shown = use_signal(|| true);
/// use_future(move || async move {
///     clock::sleep(5_000).await;
///     shown.set(false);
/// });
/// # rsx! { if shown() { p { "Welcome" } } }
/// # }
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub async fn sleep(millis: u32) {
    use std::{
        sync::{Arc, Mutex, PoisonError},
        task::{Poll, Waker},
    };

    #[derive(Default)]
    struct Timer {
        done: bool,
        waker: Option<Waker>,
    }
    let timer = Arc::new(Mutex::new(Timer::default()));
    let shared = Arc::clone(&timer);
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(u64::from(millis)));
        let waker = {
            let mut timer = shared.lock().unwrap_or_else(PoisonError::into_inner);
            timer.done = true;
            timer.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    });
    std::future::poll_fn(move |context| {
        let mut timer = timer.lock().unwrap_or_else(PoisonError::into_inner);
        if timer.done {
            return Poll::Ready(());
        }
        timer.waker = Some(context.waker().clone());
        Poll::Pending
    })
    .await;
}
