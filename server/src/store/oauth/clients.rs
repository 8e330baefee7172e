//! The programs that people may let act for them: a brand's.

use std::collections::BTreeSet;

use chrono::Utc;
use diesel::prelude::*;
use loggia_types::{BrandId, OAuthClientId, Permission, Timestamp};

use crate::{
    error::Result,
    store::{
        SystemConn, from_json, micros, moment,
        rows::OAuthClientRow,
        schema::{brands, oauth_clients},
    },
};

/// A client, as requests need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthClient {
    /// The client.
    pub id: OAuthClientId,
    /// What people are told it is.
    pub name: String,
    /// Where answers may go.
    pub redirect_uris: Vec<String>,
    /// The most that it may ask for.
    pub scopes: BTreeSet<Permission>,
}

/// A client as an operator sees it.
#[derive(Clone, Debug)]
pub struct ListedOAuthClient {
    /// The client.
    pub id: OAuthClientId,
    /// The key of its brand.
    pub brand: String,
    /// What people are told it is.
    pub name: String,
    /// Where answers may go.
    pub redirect_uris: Vec<String>,
    /// The most that it may ask for.
    pub scopes: Vec<String>,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// The permissions that a stored list names. One that this build does not know is left out.
pub(in crate::store) fn permissions(text: &str) -> Result<BTreeSet<Permission>> {
    let names: Vec<String> = from_json("scopes", text)?;
    Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
}

impl SystemConn<'_> {
    /// A brand's client.
    ///
    /// # Errors
    /// When the query fails.
    pub fn oauth_client(&mut self, brand: &BrandId, id: &OAuthClientId) -> Result<Option<OAuthClient>> {
        let client = oauth_clients::table
            .find(id)
            .filter(oauth_clients::brand_id.eq(brand))
            .filter(oauth_clients::deleted_at.is_null());
        let row: Option<OAuthClientRow> = client.select(OAuthClientRow::as_select()).first(self.raw()).optional()?;
        let client = |row: OAuthClientRow| {
            Ok(OAuthClient {
                id: row.id,
                name: row.name,
                redirect_uris: from_json("redirect_uris", &row.redirect_uris)?,
                scopes: permissions(&row.scopes)?,
            })
        };
        row.map(client).transpose()
    }

    /// A client as it is stored, deleted or not.
    ///
    /// # Errors
    /// When the query fails.
    pub fn oauth_client_row(&mut self, id: &OAuthClientId) -> Result<Option<OAuthClientRow>> {
        Ok(oauth_clients::table.find(id).select(OAuthClientRow::as_select()).first(self.raw()).optional()?)
    }

    /// Every client, oldest first: of all brands, or of the one with this key.
    ///
    /// # Errors
    /// When the query fails.
    pub fn oauth_clients(&mut self, brand_key: Option<&str>) -> Result<Vec<ListedOAuthClient>> {
        let mut query = oauth_clients::table
            .inner_join(brands::table.on(brands::id.eq(oauth_clients::brand_id)))
            .filter(oauth_clients::deleted_at.is_null())
            .select((OAuthClientRow::as_select(), brands::key))
            .order((oauth_clients::created_at.asc(), oauth_clients::id.asc()))
            .into_boxed();
        if let Some(key) = brand_key {
            query = query.filter(brands::key.eq(key));
        }
        let rows: Vec<(OAuthClientRow, String)> = query.load(self.raw())?;
        let listed = |(row, brand): (OAuthClientRow, String)| {
            Ok(ListedOAuthClient {
                id: row.id,
                brand,
                name: row.name,
                redirect_uris: from_json("redirect_uris", &row.redirect_uris)?,
                scopes: from_json("scopes", &row.scopes)?,
                created_at: moment(row.created_at),
            })
        };
        rows.into_iter().map(listed).collect()
    }

    /// Adds a client.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn insert_oauth_client(&mut self, row: &OAuthClientRow) -> Result<()> {
        diesel::insert_into(oauth_clients::table).values(row).execute(self.raw())?;
        Ok(())
    }

    /// Deletes a client: every token that it has is refused from now on. Says whether it was there.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_oauth_client(&mut self, id: &OAuthClientId) -> Result<bool> {
        let live = oauth_clients::table.find(id).filter(oauth_clients::deleted_at.is_null());
        let done = diesel::update(live).set(oauth_clients::deleted_at.eq(micros(Utc::now()))).execute(self.raw())?;
        Ok(done == 1)
    }
}
