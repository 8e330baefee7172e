//! Connections that are taken for one closure each.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use diesel::connection::{Connection, TransactionManager};
use tokio::sync::Semaphore;

use super::{
    StoreError,
    connection::AnyConnection,
    engine::{Address, Use, open},
};
use crate::error::Error;

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// At most `size` connections, opened when they are first needed. Closures run on blocking threads; waiting for a
/// connection does not occupy one.
pub(super) struct Pool {
    address: Address,
    purpose: Use,
    idle: Arc<Mutex<Vec<AnyConnection>>>,
    slots: Arc<Semaphore>,
}

impl Pool {
    pub(super) fn new(address: Address, purpose: Use, size: usize) -> Self {
        Self { address, purpose, idle: Arc::default(), slots: Arc::new(Semaphore::new(size.max(1))) }
    }

    /// Runs `work` in a transaction that is kept if it succeeds. A connection whose closure panics is closed, which
    /// rolls back.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        let slot = tokio::time::timeout(PATIENCE, Arc::clone(&self.slots).acquire_owned())
            .await
            .map_err(|_| StoreError::Busy("no connection became free in time"))?
            .map_err(|_| StoreError::Busy("the store is closed"))?;
        let (address, purpose, idle) = (self.address.clone(), self.purpose, Arc::clone(&self.idle));
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            let _entered = span.entered();
            let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match taken {
                Some(connection) => connection,
                None => open(&address, purpose)?,
            };
            let result = connection.transaction(work);
            let mut idle = idle.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(&result, Err(Error::Store(error)) if error.taints_connection()) {
                // A database that went away took the idle connections with it.
                idle.clear();
            } else if !<AnyConnection as Connection>::TransactionManager::is_broken_transaction_manager(&mut connection)
            {
                idle.push(connection);
            }
            result
        });
        done.await.unwrap_or(Err(Error::Store(StoreError::Panicked)))
    }
}
