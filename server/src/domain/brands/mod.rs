//! White label: what a brand shows of itself, at which hosts, and in which words its mails speak.
//!
//! All of it is set by the server's command line, and noted in the brand's own log. What a partner's brand does not set it
//! has from the vendor's only where nothing of the vendor would be seen (`Property::is_inherited`).

pub mod hosts;
mod identity;
mod image;
pub mod mail_templates;
mod property;

use base64::{Engine, engine::general_purpose::STANDARD};
use loggia_types::BrandId;
use serde_json::json;
use sha2::{Digest, Sha256};

pub use self::{
    identity::{Identity, Properties},
    image::{ImageKind, LARGEST},
    property::{Property, UnknownProperty},
};
use crate::{
    auth::hex,
    error::{Error, Result},
    state::App,
    store::{
        AuditEntry, Principal, Store, SystemConn,
        rows::{BrandImageRow, BrandRow},
    },
};

/// A property of a brand, and where its value is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The property.
    pub property: Property,
    /// The value that counts.
    pub value: Option<String>,
    /// Whether it is the brand's own.
    pub is_own: bool,
}

/// Every brand.
///
/// # Errors
/// When the store fails.
pub async fn list(store: &Store) -> Result<Vec<BrandRow>> {
    store.system_read(|c| c.brands()).await
}

/// Every property of the brand with this key, and its identity.
///
/// # Errors
/// `not_found`.
pub async fn show(app: &App, key: &str) -> Result<(Vec<Shown>, Identity)> {
    let brand = brand(app.store(), key).await?;
    app.hosts().refresh().await?;
    let identity = app.hosts().identity(&brand.id).await?;
    let own = app.store().system_read(move |c| Ok(properties_of(c)?.remove(&brand.id))).await?.unwrap_or_default();
    let shown = Property::ALL.iter().map(|property| Shown {
        property: *property,
        value: identity.get(*property).map(str::to_owned),
        is_own: own.contains_key(property) || matches!(property, Property::Name | Property::SupportEmail),
    });
    Ok((shown.collect(), (*identity).clone()))
}

/// Sets a property of the brand with this key; `None` takes it away.
///
/// # Errors
/// `not_found`, `validation_failed` naming the property.
pub async fn set(app: &App, key: &str, property: Property, value: Option<&str>) -> Result<()> {
    let value = value.map(|value| property.check(value)).transpose().map_err(|error| Error::validation(vec![error]))?;
    if property == Property::Name && value.is_none() {
        return Err(Error::invalid_value("/name", "required", "A brand has a name."));
    }
    let key = key.to_owned();
    let changed = app.store().system_write(move |c| {
        let brand = c.brand_by_key(&key)?.ok_or_else(Error::not_found)?;
        c.lock_brand(&brand.id)?;
        let before = own_value(c, &brand, property)?;
        write(c, &brand.id, property, value.as_deref())?;
        let name = property.as_str();
        let entry = AuditEntry::new("brand.updated", "brand", &brand.id)
            .changes(json!({ name: before }), json!({ name: value }));
        c.audit(&brand.id, &Principal::system(), entry)
    });
    changed.await?;
    app.hosts().refresh().await
}

fn own_value(c: &mut SystemConn<'_>, brand: &BrandRow, property: Property) -> Result<Option<String>> {
    Ok(match property {
        Property::Name => Some(brand.name.clone()),
        Property::SupportEmail => brand.support_email.clone(),
        _ => properties_of(c)?.remove(&brand.id).and_then(|mut own| own.remove(&property)),
    })
}

/// Writes a value that was checked.
pub(crate) fn write(c: &mut SystemConn<'_>, brand: &BrandId, property: Property, value: Option<&str>) -> Result<()> {
    match (property, value) {
        (Property::Name, Some(name)) => c.set_brand_name(brand, name),
        (Property::Name, None) => Ok(()),
        (Property::SupportEmail, value) => c.set_brand_support_email(brand, value),
        (property, value) => c.set_brand_property(brand, property.as_str(), value),
    }
}

/// What each brand has set, beside its name and its support's address.
pub(crate) fn properties_of(c: &mut SystemConn<'_>) -> Result<std::collections::HashMap<BrandId, Properties>> {
    let mut all = std::collections::HashMap::<BrandId, Properties>::new();
    for row in c.brand_properties()? {
        // One that another version knows shows nothing.
        if let Ok(property) = row.property.parse() {
            all.entry(row.brand_id).or_default().insert(property, row.value);
        }
    }
    Ok(all)
}

/// Gives the brand with this key a picture; `None` takes it away.
///
/// # Errors
/// `not_found`, `validation_failed` naming the kind.
pub async fn set_image(app: &App, key: &str, kind: ImageKind, bytes: Option<Vec<u8>>) -> Result<()> {
    let key = key.to_owned();
    let checked = bytes.map(|bytes| image_row(kind, &bytes)).transpose();
    let row = checked.map_err(|why| Error::invalid_value(&format!("/{kind}"), "invalid", why))?;
    let changed = app.store().system_write(move |c| {
        let brand = c.brand_by_key(&key)?.ok_or_else(Error::not_found)?;
        let entry = match row {
            Some(row) => {
                let entry = AuditEntry::new("brand.updated", "brand", &brand.id);
                let entry = entry.changes((), json!({ kind.as_str(): { "sha256": row.sha256 } }));
                c.set_brand_image(&BrandImageRow { brand_id: brand.id.clone(), ..row })?;
                entry
            }
            None if c.delete_brand_image(&brand.id, kind.as_str())? => {
                AuditEntry::new("brand.updated", "brand", &brand.id).changes((), json!({ kind.as_str(): null }))
            }
            None => return Err(Error::not_found()),
        };
        c.audit(&brand.id, &Principal::system(), entry)
    });
    changed.await?;
    app.hosts().refresh().await
}

/// A picture as it is kept, whosever it will be.
pub(crate) fn image_row(kind: ImageKind, bytes: &[u8]) -> Result<BrandImageRow, String> {
    Ok(BrandImageRow {
        brand_id: BrandId::from_u128(0),
        kind: kind.as_str().to_owned(),
        media_type: kind.check(bytes)?.to_owned(),
        content: STANDARD.encode(bytes),
        sha256: hex(&Sha256::digest(bytes)),
    })
}

/// The brand with this key.
async fn brand(store: &Store, key: &str) -> Result<BrandRow> {
    let key = key.to_owned();
    store.system_read(move |c| c.brand_by_key(&key)?.ok_or_else(Error::not_found)).await
}
