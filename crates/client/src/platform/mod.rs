//! What differs between a browser and everything else: clock, timers, tasks, randomness, and whether futures are
//! `Send`.

#[cfg(target_arch = "wasm32")]
#[path = "browser.rs"]
mod imp;
#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod imp;

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_core::Stream;

pub(crate) use imp::{Shared, WeakShared, awake, now, random, sleep, spawn};

/// A future on the heap: `Send` natively, not in a browser, where there is one thread.
///
/// ```
/// use loggia_client::BoxFuture;
///
/// fn later() -> BoxFuture<'static, u32> {
///     Box::pin(async { 42 })
/// }
/// # drop(later());
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A future on the heap: `Send` natively, not in a browser, where there is one thread.
///
/// ```
/// use loggia_client::BoxFuture;
///
/// fn later() -> BoxFuture<'static, u32> {
///     Box::pin(async { 42 })
/// }
/// # drop(later());
/// ```
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A stream on the heap: `Send` natively, not in a browser, where there is one thread.
///
/// ```
/// use futures_util::stream;
/// use loggia_client::BoxStream;
///
/// fn numbers() -> BoxStream<'static, u32> {
///     Box::pin(stream::iter([1, 2, 3]))
/// }
/// # drop(numbers());
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + Send + 'a>>;
/// A stream on the heap: `Send` natively, not in a browser, where there is one thread.
///
/// ```
/// use futures_util::stream;
/// use loggia_client::BoxStream;
///
/// fn numbers() -> BoxStream<'static, u32> {
///     Box::pin(stream::iter([1, 2, 3]))
/// }
/// # drop(numbers());
/// ```
#[cfg(target_arch = "wasm32")]
pub type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + 'a>>;

/// `Send` natively; nothing in a browser, where there is one thread.
///
/// ```
/// use loggia_client::{BoxFuture, MaybeSend};
///
/// // Compiles for a server and for a browser.
/// fn boxed<T>(work: impl Future<Output = T> + MaybeSend + 'static) -> BoxFuture<'static, T> {
///     Box::pin(work)
/// }
/// # drop(boxed(async {}));
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + ?Sized> MaybeSend for T {}
/// `Send` natively; nothing in a browser, where there is one thread.
///
/// ```
/// use loggia_client::{BoxFuture, MaybeSend};
///
/// // Compiles for a server and for a browser.
/// fn boxed<T>(work: impl Future<Output = T> + MaybeSend + 'static) -> BoxFuture<'static, T> {
///     Box::pin(work)
/// }
/// # drop(boxed(async {}));
/// ```
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync` natively; nothing in a browser, where there is one thread.
///
/// ```
/// use loggia_client::{Client, ClientSecret, Error, MaybeSend, MaybeSync, Result};
///
/// fn connect(secret: impl Fn() -> String + MaybeSend + MaybeSync + 'static) -> Result<Client> {
///     let fetch = move || std::future::ready(Ok::<_, Error>(ClientSecret::new(secret())));
///     Client::builder("https://portal.example").embed_session(fetch).build()
/// }
/// # assert!(connect(String::new).is_ok());
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Sync + ?Sized> MaybeSync for T {}
/// `Sync` natively; nothing in a browser, where there is one thread.
///
/// ```
/// use loggia_client::{Client, ClientSecret, Error, MaybeSend, MaybeSync, Result};
///
/// fn connect(secret: impl Fn() -> String + MaybeSend + MaybeSync + 'static) -> Result<Client> {
///     let fetch = move || std::future::ready(Ok::<_, Error>(ClientSecret::new(secret())));
///     Client::builder("https://portal.example").embed_session(fetch).build()
/// }
/// # assert!(connect(String::new).is_ok());
/// ```
#[cfg(target_arch = "wasm32")]
pub trait MaybeSync {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSync for T {}

/// The time ran out.
pub(crate) struct Elapsed;

/// Waits for `future`, at most as long as `limit`; drops it then.
pub(crate) fn within<F: Future + Unpin>(limit: Duration, future: F) -> Within<F> {
    Within { future, timer: sleep(limit) }
}

/// What [`within`] waits for.
pub(crate) struct Within<F> {
    future: F,
    timer: BoxFuture<'static, ()>,
}

impl<F: Future + Unpin> Future for Within<F> {
    type Output = Result<F::Output, Elapsed>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match Pin::new(&mut self.future).poll(context) {
            Poll::Ready(value) => Poll::Ready(Ok(value)),
            Poll::Pending => self.timer.as_mut().poll(context).map(|()| Err(Elapsed)),
        }
    }
}
