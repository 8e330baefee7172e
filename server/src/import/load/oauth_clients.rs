//! Programs that people may let act for them.

use anyhow::{Context, ensure};
use loggia_types::OAuthClientId;

use super::{Names, Summary, derived, find};
use crate::{
    domain::oauth::clients::{faults, usual},
    import::format::Import,
    store::{SystemConn, micros, rows::OAuthClientRow, to_json},
};

pub(super) fn load(
    c: &mut SystemConn<'_>,
    import: &Import,
    names: &mut Names,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    for client in &import.oauth_clients {
        let at = || format!("oauth_clients {:?}", client.key);
        let brand = find("brand", &names.brands, &client.brand).with_context(at)?.clone();
        let derived_id =
            || OAuthClientId::from_u128(derived("oauth_client", &format!("{}/{}", client.brand, client.key)));
        let id = client.id.clone().unwrap_or_else(derived_id);
        if let Some(there) = c.oauth_client_row(&id)? {
            ensure!(there.brand_id == brand, "{}: the id belongs to another brand", at());
            continue;
        }
        let scopes = client.scopes.clone().unwrap_or_else(usual);
        if let Some(fault) = faults(client.name.trim(), &client.redirect_uris, &scopes).first() {
            anyhow::bail!("{}: {}: {}", at(), fault.pointer, fault.detail);
        }
        c.insert_oauth_client(&OAuthClientRow {
            id,
            brand_id: brand,
            name: client.name.trim().to_owned(),
            redirect_uris: to_json(&client.redirect_uris)?,
            scopes: to_json(&scopes)?,
            created_at: micros(names.now),
            deleted_at: None,
        })
        .with_context(at)?;
        summary.count("OAuth clients");
    }
    Ok(())
}
