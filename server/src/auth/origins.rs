//! Which pages may use which brand's portal.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use loggia_types::BrandId;
use tokio::sync::RwLock;

use crate::{error::Result, store::Store};

/// How old the list may get: a new origin works, and a removed one stops, within this time.
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
        let mut known = Known::default();
        for (brand, origin) in self.store.system_read(|c| c.origins()).await? {
            known.any.insert(origin.clone());
            known.by_brand.entry(brand).or_default().insert(origin);
        }
        let known = Arc::new(known);
        *slot = Some((Instant::now(), Arc::clone(&known)));
        Ok(known)
    }
}
