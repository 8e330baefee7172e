//! Which brand's portal a host name shows.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::http::request::Parts;
use loggia_types::BrandId;
use tokio::sync::RwLock;

use super::cookies::authority;
use crate::{
    error::Result,
    store::{Store, rows::BrandRow},
};

/// How old the list may get: a new host name works, and a removed one stops, within this time. When the database does
/// not answer, the list gets older.
const FRESH: Duration = Duration::from_secs(5);

/// Every brand's host names, kept in memory: each page asks.
#[derive(Clone)]
pub struct Hosts {
    store: Store,
    known: Arc<RwLock<Option<Read>>>,
}

/// The list, and when it was read.
type Read = (Instant, Arc<Known>);

#[derive(Default)]
struct Known {
    brands: HashMap<BrandId, Arc<BrandRow>>,
    by_host: HashMap<String, Arc<BrandRow>>,
    /// The hash of each brand's logo.
    logos: HashMap<BrandId, String>,
    /// The brand of any other host: the only one that is not a partner's.
    only: Option<Arc<BrandRow>>,
}

impl Hosts {
    /// The host names in this store.
    pub fn new(store: Store) -> Self {
        Self { store, known: Arc::default() }
    }

    /// The brand whose portal a request is made to. A host name that is nobody's shows the portal of the only brand
    /// that is not a partner's, if there is only one.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub async fn brand(&self, parts: &Parts) -> Result<Option<Arc<BrandRow>>> {
        let known = self.known().await?;
        let host = authority(parts).map(without_port).unwrap_or_default().to_ascii_lowercase();
        Ok(known.by_host.get(&host).or(known.only.as_ref()).cloned())
    }

    /// Host (and port) where a brand's portal is, when it is not `authority`: the first of its host names, at the same
    /// port.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub async fn home(&self, brand: &BrandId, authority: &str) -> Result<Option<String>> {
        let known = self.known().await?;
        let host = without_port(authority);
        let mut theirs: Vec<&String> =
            known.by_host.iter().filter(|(_, of)| of.id == *brand).map(|(host, _)| host).collect();
        theirs.sort();
        let shown = known.by_host.get(&host.to_ascii_lowercase()).or(known.only.as_ref());
        if shown.is_some_and(|shown| shown.id == *brand) {
            return Ok(None);
        }
        let port = authority.get(host.len()..).unwrap_or_default();
        Ok(theirs.first().map(|host| format!("{host}{port}")))
    }

    /// The hash of a brand's logo, if it has one.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub async fn logo(&self, brand: &BrandId) -> Result<Option<String>> {
        Ok(self.known().await?.logos.get(brand).cloned())
    }

    /// A brand's token files, each over the next.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub async fn theme_layers(&self, brand: &BrandId) -> Result<Vec<String>> {
        let known = self.known().await?;
        let mut layers = Vec::new();
        let mut above = known.brands.get(brand);
        // No brand is above itself; the number only makes sure of it.
        for _ in 0..known.brands.len() {
            let Some(row) = above else { break };
            layers.extend(row.theme.clone());
            above = row.parent_id.as_ref().and_then(|parent| known.brands.get(parent));
        }
        Ok(layers)
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
        let read = self.store.system_read(|c| Ok((c.brands()?, c.brand_hosts()?, c.brand_logos()?)));
        let known = match (read.await, &*slot) {
            (Ok((brands, hosts, logos)), _) => Arc::new(Known::of(brands, hosts, logos)),
            (Err(error), Some((_, known))) => {
                tracing::error!(%error, "cannot read the brands' host names");
                Arc::clone(known)
            }
            (Err(error), None) => return Err(error),
        };
        *slot = Some((Instant::now(), Arc::clone(&known)));
        Ok(known)
    }
}

impl Known {
    fn of(brands: Vec<BrandRow>, hosts: Vec<(String, BrandId)>, logos: Vec<(BrandId, String)>) -> Self {
        let brands: HashMap<BrandId, Arc<BrandRow>> =
            brands.into_iter().map(|brand| (brand.id.clone(), Arc::new(brand))).collect();
        let mut above = brands.values().filter(|brand| brand.parent_id.is_none());
        let only = above.next().filter(|_| above.next().is_none()).cloned();
        let by_host = hosts.into_iter().filter_map(|(host, id)| Some((host, brands.get(&id)?.clone()))).collect();
        Self { brands, by_host, logos: logos.into_iter().collect(), only }
    }
}

/// A host without its port. An address of IPv6 is in brackets.
fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_told_from_its_port() {
        for (authority, host) in [
            ("portal.acme.example", "portal.acme.example"),
            ("portal.acme.example:8443", "portal.acme.example"),
            ("[::1]:4400", "[::1]"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(without_port(authority), host);
        }
    }
}
