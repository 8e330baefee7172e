//! Which pages may use which brand's portal.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use loggia_types::BrandId;
use tokio::sync::RwLock;

use crate::{error::Result, store::Store};

/// How old the list may get: a new origin works, and a removed one stops, within this time. When the database does not
/// answer, the list gets older: a page can read that it should try again, and its requests do not wait in a row.
const FRESH: Duration = Duration::from_secs(5);

/// Every brand's origins, kept in memory: each request of a page asks twice.
#[derive(Clone)]
pub struct Origins {
    store: Store,
    known: Arc<RwLock<Option<Read>>>,
}

/// The list, and when it was read.
type Read = (Instant, Arc<Known>);

#[derive(Default)]
struct Known {
    any: HashSet<String>,
    by_brand: HashMap<BrandId, HashSet<String>>,
}

impl Origins {
    /// The origins in this store.
    pub fn new(store: Store) -> Self {
        Self { store, known: Arc::default() }
    }

    /// Whether any brand allows this origin. What a preflight request is answered by: it carries no credential.
    pub async fn any_allows(&self, origin: &str) -> bool {
        match self.known().await {
            Ok(known) => known.any.contains(origin),
            Err(error) => {
                tracing::error!(%error, "cannot read the brands' origins");
                false
            }
        }
    }

    /// Whether this brand allows this origin.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub async fn allows(&self, brand: &BrandId, origin: &str) -> Result<bool> {
        Ok(self.known().await?.by_brand.get(brand).is_some_and(|origins| origins.contains(origin)))
    }

    async fn known(&self) -> Result<Arc<Known>> {
        if let Some((read_at, known)) = &*self.known.read().await
            && read_at.elapsed() < FRESH
        {
            return Ok(Arc::clone(known));
        }
        let mut slot = self.known.write().await;
        if let Some((read_at, known)) = &*slot
            && read_at.elapsed() < FRESH
        {
            return Ok(Arc::clone(known));
        }
        let known = match (self.store.system_read(|c| c.origins()).await, &*slot) {
            (Ok(origins), _) => {
                let mut known = Known::default();
                for (brand, origin) in origins {
                    known.any.insert(origin.clone());
                    known.by_brand.entry(brand).or_default().insert(origin);
                }
                Arc::new(known)
            }
            (Err(error), Some((_, known))) => {
                tracing::error!(%error, "cannot read the brands' origins");
                Arc::clone(known)
            }
            (Err(error), None) => return Err(error),
        };
        *slot = Some((Instant::now(), Arc::clone(&known)));
        Ok(known)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use diesel::{Connection, connection::SimpleConnection, sqlite::SqliteConnection};

    use super::*;
    use crate::{App, Settings, import};

    #[tokio::test]
    async fn what_was_read_last_counts_while_the_database_does_not_answer() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { data_dir: Some(folder.path().to_owned()), ..Settings::default() };
        let app = App::build(settings.resolve().unwrap()).unwrap();
        let brand =
            serde_json::json!({ "key": "acme", "name": "Acme", "allowed_origins": ["https://app.acme.example"] });
        let file = serde_json::from_value(serde_json::json!({ "brands": [brand] }));
        import::import(&app, file.unwrap(), folder.path()).await.unwrap();
        let mut database = SqliteConnection::establish(&folder.path().join("portal.db").display().to_string()).unwrap();
        database.batch_execute("PRAGMA busy_timeout = 10000").unwrap();
        let origins = app.origins();
        let age = async || {
            let mut slot = origins.known.write().await;
            let (read_at, _) = slot.as_mut().unwrap();
            *read_at = Instant::now().checked_sub(FRESH).unwrap();
        };
        assert!(origins.any_allows("https://app.acme.example").await);
        database.batch_execute("ALTER TABLE brand_origins RENAME TO gone").unwrap();
        age().await;
        assert!(origins.any_allows("https://app.acme.example").await);
        database.batch_execute("ALTER TABLE gone RENAME TO brand_origins; DELETE FROM brand_origins").unwrap();
        age().await;
        assert!(!origins.any_allows("https://app.acme.example").await);
    }
}
