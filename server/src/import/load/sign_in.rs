//! What people sign in with, and what they see then: passwords and pictures, made ready before the transaction.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context;
use loggia_types::BrandId;

use crate::{
    auth::Turn,
    domain::{
        brands::{ImageKind, image_row},
        passwords::{LEAST_ALONE, check},
    },
    import::format::Import,
    state::App,
    store::rows::BrandImageRow,
};

/// Hashes of passwords and pictures, by the keys of their users and brands.
#[derive(Default)]
pub(super) struct Prepared {
    pub(super) passwords: BTreeMap<String, String>,
    images: BTreeMap<String, Vec<BrandImageRow>>,
}

impl Prepared {
    pub(super) async fn read(&mut self, app: &App, import: &Import, folder: &Path) -> anyhow::Result<()> {
        for brand in &import.brands {
            for (kind, path) in [(ImageKind::Logo, &brand.logo), (ImageKind::Favicon, &brand.favicon)] {
                let Some(path) = path else { continue };
                let place = || format!("brands {:?}: {kind}: {}", brand.key, path.display());
                let bytes = std::fs::read(folder.join(path)).with_context(place)?;
                let row = image_row(kind, &bytes).map_err(|why| anyhow::anyhow!("{}: {why}", place()))?;
                self.images.entry(brand.key.clone()).or_default().push(row);
            }
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

    pub(super) fn images(&self, brand_key: &str, brand: &BrandId) -> Vec<BrandImageRow> {
        let rows = self.images.get(brand_key).into_iter().flatten();
        rows.map(|row| BrandImageRow { brand_id: brand.clone(), ..row.clone() }).collect()
    }
}
