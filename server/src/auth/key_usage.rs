//! What API keys are used for: counted in memory with each request, and written down for many requests at once, so that
//! a request does not wait for it.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::Utc;
use loggia_types::ApiKeyId;

use super::Actor;
use crate::{
    error::Result,
    store::{Store, api_key_uses::KeyUse},
};

/// The uses that are not written down yet. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct KeyUsage(Arc<Mutex<BTreeMap<ApiKeyId, KeyUse>>>);

impl KeyUsage {
    /// Counts a request that showed a good key with the secret of this hash.
    pub(super) fn note(&self, key: &ApiKeyId, actor: &Actor, secret_hash: String) {
        let now = Utc::now();
        let organization = actor.organization.as_ref().filter(|_| actor.is_organizations_key());
        let used = KeyUse {
            organization: organization.map(|organization| organization.id.clone()),
            at: now,
            ip: actor.request.ip.map(|address| address.to_string()),
            requests: [(day(now), 1)].into(),
            secrets: [(secret_hash, now)].into(),
        };
        add(&mut self.lock(), key.clone(), used);
    }

    /// Writes down what was counted. What cannot be written is kept.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn write(&self, store: &Store) -> Result<()> {
        let taken = std::mem::take(&mut *self.lock());
        if taken.is_empty() {
            return Ok(());
        }
        let uses = taken.clone();
        let written =
            store.system_write(move |c| uses.iter().try_for_each(|(key, used)| c.add_key_use(key, used))).await;
        if written.is_err() {
            let mut counted = self.lock();
            for (key, used) in taken {
                add(&mut counted, key, used);
            }
        }
        written
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<ApiKeyId, KeyUse>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The day of a moment, as it is stored: days since 1970, UTC.
pub fn day(at: loggia_types::Timestamp) -> i64 {
    at.timestamp().div_euclid(24 * 60 * 60)
}

fn add(counted: &mut BTreeMap<ApiKeyId, KeyUse>, key: ApiKeyId, used: KeyUse) {
    let known = match counted.entry(key) {
        Entry::Vacant(free) => {
            free.insert(used);
            return;
        }
        Entry::Occupied(known) => known.into_mut(),
    };
    if used.at >= known.at {
        (known.at, known.ip) = (used.at, used.ip);
    }
    for (day, requests) in used.requests {
        *known.requests.entry(day).or_default() += requests;
    }
    for (hash, at) in used.secrets {
        let latest = known.secrets.entry(hash).or_insert(at);
        *latest = at.max(*latest);
    }
}

#[cfg(test)]
mod tests {
    use loggia_types::Timestamp;

    use super::*;

    #[test]
    fn uses_add_up_and_the_last_one_is_known() {
        let at = |seconds| Timestamp::from_timestamp(seconds, 0).unwrap_or_default();
        let used = |seconds, ip: &str, secret: &str| KeyUse {
            organization: None,
            at: at(seconds),
            ip: Some(ip.to_owned()),
            requests: [(day(at(seconds)), 1)].into(),
            secrets: [(secret.to_owned(), at(seconds))].into(),
        };
        let mut counted = BTreeMap::new();
        let key = ApiKeyId::from_u128(1);
        // The middle one comes late, as what could not be written the first time does.
        for one in [used(10, "192.0.2.1", "old"), used(86_400, "192.0.2.2", "new"), used(20, "192.0.2.3", "old")] {
            add(&mut counted, key.clone(), one);
        }
        let known = counted.remove(&key);
        let wanted = KeyUse {
            requests: [(0, 2), (1, 1)].into(),
            secrets: [("old".to_owned(), at(20)), ("new".to_owned(), at(86_400))].into(),
            ..used(86_400, "192.0.2.2", "new")
        };
        assert_eq!(known, Some(wanted));
    }
}
