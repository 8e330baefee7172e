//! Which brand's portal a host name shows, and as what.

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
    domain::brands::{Identity, ImageKind, Properties, properties_of},
    error::{Error, Result},
    store::{Store, rows::BrandRow},
};

/// How old the list may get: a new host name works, and a removed one stops, within this time. When the database does
/// not answer, the list gets older.
const FRESH: Duration = Duration::from_secs(5);

/// Every brand's identity and host names, kept in memory: each page asks.
#[derive(Clone)]
pub struct Hosts {
    store: Store,
    /// The host that the server's own address names.
    own: String,
    known: Arc<RwLock<Option<Read>>>,
}

/// The list, and when it was read.
type Read = (Instant, Arc<Known>);

/// What is read of the store.
struct Rows {
    brands: Vec<BrandRow>,
    hosts: Vec<(String, BrandId)>,
    images: Vec<(BrandId, String, String)>,
    properties: HashMap<BrandId, Properties>,
}

#[derive(Default)]
struct Known {
    brands: HashMap<BrandId, Arc<BrandRow>>,
    by_host: HashMap<String, Arc<BrandRow>>,
    identities: HashMap<BrandId, Arc<Identity>>,
    /// The brand of any other host: the only one there is. Beside others, it would be shown where another's was looked for.
    only: Option<Arc<BrandRow>>,
    /// The brand of the server's own host: the only one that is not a partner's.
    vendor: Option<Arc<BrandRow>>,
}

impl Hosts {
    /// The host names in this store of a server at this address: `https://portal.example`.
    pub fn new(store: Store, url: &str) -> Self {
        let authority = url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default();
        Self { store, own: without_port(authority).to_ascii_lowercase(), known: Arc::default() }
    }

    /// The brand whose portal a request is made to. A host name that is nobody's shows nobody's portal, unless there is one
    /// brand only; the server's own shows that of the only brand that is not a partner's, if there is only one.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub async fn brand(&self, parts: &Parts) -> Result<Option<Arc<BrandRow>>> {
        let known = self.known().await?;
        let host = authority(parts).map(without_port).unwrap_or_default().to_ascii_lowercase();
        Ok(self.shown(&known, &host))
    }

    fn shown(&self, known: &Known, host: &str) -> Option<Arc<BrandRow>> {
        let vendor = || known.vendor.as_ref().filter(|_| host == self.own);
        known.by_host.get(host).or(known.only.as_ref()).or_else(vendor).cloned()
    }

    /// Host (and port) where a brand's portal is: `authority` where that shows it, or the first of its host names, at the
    /// same port. `None`: no host shows it.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub async fn home(&self, brand: &BrandId, authority: &str) -> Result<Option<String>> {
        let known = self.known().await?;
        let host = without_port(authority);
        if self.shown(&known, &host.to_ascii_lowercase()).is_some_and(|shown| shown.id == *brand) {
            return Ok(Some(authority.to_owned()));
        }
        let port = authority.get(host.len()..).unwrap_or_default();
        let theirs = known.identities.get(brand).and_then(|identity| identity.hosts.first());
        Ok(theirs.map(|host| format!("{host}{port}")))
    }

    /// A brand as customers see it.
    ///
    /// # Errors
    /// `not_found` for a brand that is none, and when the list cannot be read.
    pub async fn identity(&self, brand: &BrandId) -> Result<Arc<Identity>> {
        if let Some(identity) = self.known().await?.identities.get(brand) {
            return Ok(Arc::clone(identity));
        }
        // It is younger than the list.
        self.refresh().await?;
        self.known().await?.identities.get(brand).cloned().ok_or_else(Error::not_found)
    }

    /// Reads the list again: something of it was changed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn refresh(&self) -> Result<()> {
        let known = Arc::new(self.read().await?);
        *self.known.write().await = Some((Instant::now(), known));
        Ok(())
    }

    async fn read(&self) -> Result<Known> {
        let read = self.store.system_read(|c| {
            Ok(Rows {
                brands: c.brands()?,
                hosts: c.verified_brand_hosts()?,
                images: c.brand_image_digests()?,
                properties: properties_of(c)?,
            })
        });
        Ok(Known::of(read.await?))
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
        let known = match (self.read().await, &*slot) {
            (Ok(known), _) => Arc::new(known),
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
    fn of(rows: Rows) -> Self {
        let brands: HashMap<BrandId, Arc<BrandRow>> =
            rows.brands.into_iter().map(|brand| (brand.id.clone(), Arc::new(brand))).collect();
        let mut above = brands.values().filter(|brand| brand.parent_id.is_none());
        let vendor = above.next().filter(|_| above.next().is_none()).cloned();
        let only = vendor.clone().filter(|_| brands.len() == 1);
        let nothing = Properties::new();
        let identity = |brand: &BrandRow| {
            let own = rows.properties.get(&brand.id).unwrap_or(&nothing);
            let above = brand.parent_id.as_ref().and_then(|parent| rows.properties.get(parent));
            let of = |kind: ImageKind| {
                let mut images = rows.images.iter();
                images.find(|(id, name, _)| *id == brand.id && name == kind.as_str()).map(|(.., sha256)| sha256.clone())
            };
            let hosts = rows.hosts.iter().filter(|(_, id)| *id == brand.id).map(|(host, _)| host.clone()).collect();
            let mut identity = Identity::of(brand, own, above);
            (identity.logo, identity.favicon, identity.hosts) = (of(ImageKind::Logo), of(ImageKind::Favicon), hosts);
            Arc::new(identity)
        };
        let identities = brands.iter().map(|(id, brand)| (id.clone(), identity(brand))).collect();
        let by_host =
            rows.hosts.iter().filter_map(|(host, id)| Some((host.clone(), brands.get(id)?.clone()))).collect();
        Self { brands, by_host, identities, only, vendor }
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

    fn brand(number: u128, parent: Option<u128>) -> BrandRow {
        BrandRow {
            id: BrandId::from_u128(number),
            key: format!("brand-{number}"),
            parent_id: parent.map(BrandId::from_u128),
            name: format!("Brand {number}"),
            support_email: None,
            theme: None,
            features: None,
            created_at: 0,
        }
    }

    #[tokio::test]
    async fn a_host_that_is_nobodys_shows_the_only_brand_and_beside_others_nobodys() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = crate::Settings { data_dir: Some(folder.path().to_owned()), ..crate::Settings::default() };
        let app = crate::App::build(settings.resolve().expect("settings")).expect("a server");
        let hosts = Hosts::new(app.store().clone(), "https://Portal.vendor.example:8443/");
        let verified = vec![("portal.partner.example".to_owned(), BrandId::from_u128(2))];
        for (brands, host, shown) in [
            (vec![brand(1, None)], "anything.example", Some(1)),
            (vec![brand(1, None), brand(2, Some(1))], "anything.example", None),
            (vec![brand(1, None), brand(2, Some(1))], "portal.vendor.example", Some(1)),
            (vec![brand(1, None), brand(2, Some(1))], "portal.partner.example", Some(2)),
            (vec![brand(1, None), brand(2, None)], "portal.vendor.example", None),
            (vec![], "portal.vendor.example", None),
        ] {
            let count = brands.len();
            let rows = Rows { brands, hosts: verified.clone(), images: Vec::new(), properties: HashMap::new() };
            let found = hosts.shown(&Known::of(rows), host);
            let expected = shown.map(BrandId::from_u128);
            assert_eq!(found.map(|brand| brand.id.clone()), expected, "{host} of {count}");
        }
    }

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
