//! The vendor's customer database, for which the demo's `demo.json` stands in.

use std::{collections::HashMap, path::Path};

use anyhow::Context;
use loggia_client::{
    Client, Error,
    types::{OrganizationId, UserId, embed::EmbedUser},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// What the demo provisioned.
#[derive(Deserialize)]
pub(crate) struct Demo {
    /// The portal server.
    pub(crate) base_url: String,
    vendor_url: String,
    brands: Vec<Brand>,
    organizations: Vec<Organization>,
}

#[derive(Deserialize)]
struct Brand {
    key: String,
    api_key: String,
}

#[derive(Deserialize)]
struct Organization {
    id: OrganizationId,
    name: String,
    brand: String,
    members: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    user_id: UserId,
    email: String,
    role: String,
    name: String,
}

/// Somebody who is signed in to the vendor's product.
#[derive(Clone)]
pub(crate) struct Person {
    /// The brand whose page this is.
    pub(crate) brand: String,
    /// The organization the person works in.
    pub(crate) organization_id: OrganizationId,
    /// Its name.
    pub(crate) organization: String,
    /// The person's name, or their address as long as nothing else is known.
    pub(crate) name: String,
    /// The person, as the portal wants them named: by id, or by verified address.
    pub(crate) user: EmbedUser,
}

impl Demo {
    /// Reads what the demo wrote.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is not what the demo writes", path.display()))
    }

    /// The address to listen on.
    pub(crate) fn address(&self) -> anyhow::Result<String> {
        let address = self.vendor_url.strip_prefix("http://").context("`vendor_url` has to begin with http://")?;
        Ok(address.trim_end_matches('/').to_owned())
    }

    /// The brand that the bare address leads to.
    pub(crate) fn first_brand(&self) -> &str {
        self.brands.first().map_or("", |brand| brand.key.as_str())
    }

    /// Whether there is such a brand.
    pub(crate) fn has_brand(&self, key: &str) -> bool {
        self.brands.iter().any(|brand| brand.key == key)
    }

    /// A client per brand, each with that brand's API key.
    pub(crate) fn portals(&self) -> Result<HashMap<String, Client>, Error> {
        let client = |brand: &Brand| Client::builder(&self.base_url).api_key(&brand.api_key).build();
        self.brands.iter().map(|brand| Ok((brand.key.clone(), client(brand)?))).collect()
    }

    /// The organizations of a brand and their people, for the sign-in page.
    pub(crate) fn people(&self, brand: &str) -> Value {
        let organizations = self.organizations.iter().filter(|organization| organization.brand == brand);
        organizations
            .map(|organization| {
                let members = organization.members.iter().map(
                    |member| json!({ "user_id": member.user_id, "name": member.name, "email": member.email, "role": member.role }),
                );
                json!({ "id": organization.id, "name": organization.name, "members": members.collect::<Vec<_>>() })
            })
            .collect()
    }

    /// The person with this id or, where only an address is given, whoever has verified that address.
    pub(crate) fn find(
        &self,
        brand: &str,
        organization_id: &OrganizationId,
        user_id: Option<UserId>,
        email: Option<String>,
    ) -> Option<Person> {
        let organization =
            self.organizations.iter().find(|known| known.brand == brand && known.id == *organization_id)?;
        let (name, user) = match (user_id, email) {
            (Some(id), _) => {
                let member = organization.members.iter().find(|member| member.user_id == id)?;
                (member.name.clone(), EmbedUser::Id { id })
            }
            (None, Some(email)) => (email.clone(), EmbedUser::Email { email, name: None }),
            (None, None) => return None,
        };
        Some(Person {
            brand: brand.to_owned(),
            organization_id: organization.id.clone(),
            organization: organization.name.clone(),
            name,
            user,
        })
    }
}
