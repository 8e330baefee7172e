//! The store: entities, queries, migrations. No SQL above this module.
//!
//! - [`Store::read`] and [`Store::write`] run a closure in a transaction for one [`Tenant`] on a blocking thread. A
//!   writing closure answers with an [`Audited`] value: the proof that its audit entry is in the same transaction.
//! - [`Store::create`] is `write` for requests that may be repeated with an idempotency key.
//! - [`Store::system_read`] and [`Store::system_write`] are for what is above organizations: credentials, brands, imports.
//! - A write for a caller asks for the caller's right once more, in its transaction (see `right.rs`).
//! - After a commit that emitted events, [`Store::changes`] wakes their readers.
//!
//! On SQLite one thread writes (see `writer.rs`), on PostgreSQL each closure is its own transaction, which begins with
//! taking on the role of a tenant or of the system (see `engine/row_security`). Queries must not
//! use multi-row inserts, `on_conflict` or `returning`: the two engines do not share them.

mod accounts;
pub mod api_key_uses;
pub mod api_keys;
pub mod attributes;
pub mod audit;
mod brand_hosts;
mod brand_identity;
pub mod brands;
pub mod cases;
mod connection;
pub mod credentials;
pub mod documents;
pub mod downloads;
pub mod drafts;
mod engine;
pub mod entitlements;
mod error;
pub mod factors;
pub mod flag_service;
pub mod forms;
pub mod idempotency;
mod import;
pub mod mail_queue;
pub mod mailed_links;
pub mod members;
pub mod oauth;
pub mod operators;
pub mod outbox;
pub mod passkeys;
mod passwords;
mod pending_sign_ins;
mod pool;
mod right;
pub mod roles;
pub mod rows;
pub mod schema;
pub mod sso;
pub mod sweep;
mod system;
mod tenant;
pub mod user_sessions;
mod visible;
mod writer;

#[cfg(test)]
mod tests;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::DateTime;
use loggia_types::{OrganizationId, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::broadcast;

pub use accounts::StoredAccount;
pub use audit::{AuditEntry, Audited};
pub use connection::AnyConnection;
pub use engine::{Address, RowLevelSecurity, migrate};
pub use error::StoreError;
pub use idempotency::Idempotency;
pub use system::SystemConn;
pub use tenant::{Principal, Tenant, TenantConn, TenantRow, TenantTx};

use self::{
    engine::{Roles, Use},
    pool::Pool,
    writer::Writer,
};
use crate::error::{Error, Result};

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    readers: Pool,
    writes: Writes,
    roles: Roles,
    changes: broadcast::Sender<OrganizationId>,
    transactions: AtomicU64,
}

enum Writes {
    Grouped(Writer),
    #[cfg(feature = "postgres")]
    Each(Pool),
}

impl Store {
    /// Opens the database, which has to be migrated. `readers` is the number of connections that read at the same
    /// time (on PostgreSQL as many write). Where `security` is required it has to be in force; SQLite has none.
    ///
    /// # Errors
    /// When it cannot be opened, and [`StoreError::RowSecurity`].
    pub fn open(address: &Address, readers: usize, security: RowLevelSecurity) -> Result<Self, StoreError> {
        let roles = Roles::open(address, security)?;
        let writes = match address {
            Address::Sqlite(_) => Writes::Grouped(Writer::start(address)?),
            #[cfg(feature = "postgres")]
            Address::Postgres(_) => Writes::Each(Pool::new(address.clone(), Use::Write, readers)),
        };
        let readers = Pool::new(address.clone(), Use::Read, readers);
        Ok(Self(Arc::new(Inner {
            readers,
            writes,
            roles,
            changes: broadcast::Sender::new(1024),
            transactions: AtomicU64::new(0),
        })))
    }

    /// Reads a tenant's rows in one transaction.
    ///
    /// # Errors
    /// What `work` fails with, and [`Error::Store`].
    pub async fn read<T, F>(&self, tenant: &Tenant, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut TenantConn<'_>) -> Result<T> + Send + 'static,
    {
        let (tenant, roles) = (tenant.clone(), self.0.roles.clone());
        self.count();
        self.0.readers.run(move |raw| work(&mut TenantConn::begin(raw, &tenant, &roles)?)).await
    }

    /// Changes a tenant's rows in one transaction, and answers when it is committed. Nothing is kept if `work` fails.
    /// It does not run when the tenant's actor has lost the right to it since the request came in.
    ///
    /// # Errors
    /// What `work` fails with, `unauthenticated`, `permission_denied`, and [`Error::Store`].
    pub async fn write<T, F>(&self, tenant: &Tenant, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut TenantTx<'_>) -> Result<Audited<T>> + Send + 'static,
    {
        let (mine, roles) = (tenant.clone(), self.0.roles.clone());
        let (answer, emitted) = self
            .write_raw(move |raw| {
                let mut tx = TenantTx::begin(raw, &mine, &roles)?;
                tx.check_right()?;
                let answer = work(&mut tx)?.into_inner();
                Ok((answer, tx.emitted))
            })
            .await?;
        if emitted {
            self.wake(tenant.org_id());
        }
        Ok(answer)
    }

    /// [`write`](Self::write) for a request that creates something. When `idempotency` names a request that was
    /// answered before, `work` does not run and the answer is the stored one.
    ///
    /// # Errors
    /// As [`write`](Self::write), and `idempotency_key_reused` when the key came with another body.
    pub async fn create<T, F>(&self, tenant: &Tenant, idempotency: Option<Idempotency>, work: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnOnce(&mut TenantTx<'_>) -> Result<Audited<T>> + Send + 'static,
    {
        let Some(request) = idempotency else { return self.write(tenant, work).await };
        let again = request.clone();
        let first = self
            .write(tenant, move |tx| {
                if let Some(answer) = tx.repeated_answer(&request)? {
                    return Ok(Audited::not_worth_an_entry("the first request was audited", answer));
                }
                let done = work(tx)?;
                tx.remember_answer(&request, done.value())?;
                Ok(done)
            })
            .await;
        match first {
            // The same request at the same time got there first: its answer is committed.
            Err(Error::Store(error)) if error.is_unique_violation() => {
                let answer = self.read(tenant, move |c| c.repeated_answer(&again)).await?;
                answer.ok_or(Error::Store(error))
            }
            other => other,
        }
    }

    /// Reads above organizations: credentials, brands.
    ///
    /// # Errors
    /// What `work` fails with, and [`Error::Store`].
    pub async fn system_read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut SystemConn<'_>) -> Result<T> + Send + 'static,
    {
        let roles = self.0.roles.clone();
        self.count();
        self.0.readers.run(move |raw| work(&mut SystemConn::begin(raw, &roles)?)).await
    }

    /// Writes above organizations: credentials, brands, imports.
    ///
    /// # Errors
    /// What `work` fails with, and [`Error::Store`].
    pub async fn system_write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut SystemConn<'_>) -> Result<T> + Send + 'static,
    {
        let roles = self.0.roles.clone();
        self.write_raw(move |raw| work(&mut SystemConn::begin(raw, &roles)?)).await
    }

    /// Tells the organizations in which something changed, as soon as it is committed. A receiver that lags, and every
    /// receiver now and then, has to look by itself: other processes write, too.
    pub fn changes(&self) -> broadcast::Receiver<OrganizationId> {
        self.0.changes.subscribe()
    }

    /// Wakes the readers of an organization's events: something changed, or a credential ended.
    pub fn wake(&self, org: &OrganizationId) {
        // Nobody listens: nobody to wake.
        let _ = self.0.changes.send(org.clone());
    }

    /// Whether the database answers, its schema is up to date, and row-level security is in force where it has to be.
    ///
    /// # Errors
    /// [`Error::Store`] when it does not answer.
    pub async fn is_ready(&self) -> Result<bool> {
        let roles = self.0.roles.clone();
        self.0.readers.run(move |raw| Ok(engine::is_migrated(raw)? && roles.are_in_force(raw)?)).await
    }

    /// How many transactions the database was asked for since the start.
    pub fn transactions(&self) -> u64 {
        self.0.transactions.load(Ordering::Relaxed)
    }

    fn count(&self) {
        self.0.transactions.fetch_add(1, Ordering::Relaxed);
    }

    async fn write_raw<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T> + Send + 'static,
    {
        self.count();
        match &self.0.writes {
            Writes::Grouped(writer) => writer.run(work).await,
            #[cfg(feature = "postgres")]
            Writes::Each(pool) => pool.run(work).await,
        }
    }
}

/// A moment as it is stored: microseconds since 1970, UTC.
pub fn micros(at: Timestamp) -> i64 {
    at.timestamp_micros()
}

/// A stored moment. One outside of what a calendar knows reads as 1970.
pub fn moment(micros: i64) -> Timestamp {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

/// A value as it is stored in a JSON column.
///
/// # Errors
/// When it cannot be written as JSON, which a wire type always can.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Internal(format!("cannot write JSON: {error}")))
}

/// The value of a JSON column.
///
/// # Errors
/// [`StoreError::Corrupt`], naming `what`.
pub fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt { what, why: error.to_string() }.into())
}
