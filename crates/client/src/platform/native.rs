//! Natively: tokio and the operating system.

use std::{
    sync::{Arc, Weak},
    time::{Duration, SystemTime},
};

use loggia_types::Timestamp;

use super::BoxFuture;

pub(crate) type Shared<T> = Arc<T>;
pub(crate) type WeakShared<T> = Weak<T>;

/// The time, by this machine's clock.
pub(crate) fn now() -> Timestamp {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_timestamp(since_epoch.as_secs() as i64, since_epoch.subsec_nanos()).unwrap_or_default()
}

/// Waits. Needs a tokio runtime, as the HTTP client does.
pub(crate) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    Box::pin(async move { tokio::time::sleep(duration).await })
}

/// Runs a future beside the others. `false`: there is no runtime to run it.
pub(crate) fn spawn(future: impl Future<Output = ()> + Send + 'static) -> bool {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => {
            runtime.spawn(future);
            true
        }
        Err(_) => false,
    }
}

/// Random bytes from the operating system. `None`: it has none to give.
pub(crate) fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

/// Resolves when it is worth trying to connect again at once. Natively nothing says so.
pub(crate) async fn awake() {
    std::future::pending().await
}
