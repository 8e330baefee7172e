//! What people sign in with, and what they see then: passwords and logos, made ready before the transaction.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use loggia_types::BrandId;
use sha2::{Digest, Sha256};

use crate::{
    auth::{Turn, hex},
    domain::passwords::{LEAST_ALONE, check},
    import::format::Import,
    state::App,
    store::rows::BrandLogoRow,
};

/// The largest logo, in bytes.
const LARGEST_LOGO: usize = 64 * 1024;

/// Hashes of passwords and logos, by the keys of their users and brands.
#[derive(Default)]
pub(super) struct Prepared {
    pub(super) passwords: BTreeMap<String, String>,
    logos: BTreeMap<String, (&'static str, Vec<u8>)>,
}

impl Prepared {
    pub(super) async fn read(&mut self, app: &App, import: &Import, folder: &Path) -> anyhow::Result<()> {
        for brand in &import.brands {
            let Some(path) = &brand.logo else { continue };
            let place = || format!("brands {:?}: logo: {}", brand.key, path.display());
            let media_type = match path.extension().and_then(|ending| ending.to_str()) {
                Some("svg") => "image/svg+xml",
                Some("png") => "image/png",
                _ => anyhow::bail!("{}: expected an .svg or .png", place()),
            };
            let bytes = std::fs::read(folder.join(path)).with_context(place)?;
            ensure!(bytes.len() <= LARGEST_LOGO, "{}: it has more than 64 kB", place());
            self.logos.insert(brand.key.clone(), (media_type, bytes));
        }
        for user in &import.users {
            let Some(password) = &user.password else { continue };
            let normal = check(password, LEAST_ALONE, &[&user.name, &user.email]);
            let normal = normal.map_err(|fault| anyhow::anyhow!("users {:?}: password: {fault:?}", user.key))?;
            let hash = app.passwords().hash(Turn::Known, normal).await?;
            self.passwords.insert(user.key.clone(), hash);
        }
        Ok(())
    }

    pub(super) fn logo(&self, brand_key: &str, brand: &BrandId) -> Option<BrandLogoRow> {
        let (media_type, bytes) = self.logos.get(brand_key)?;
        Some(BrandLogoRow {
            brand_id: brand.clone(),
            media_type: (*media_type).to_owned(),
            content: STANDARD.encode(bytes),
            sha256: hex(&Sha256::digest(bytes)),
        })
    }
}
