//! What a key is called, what it may do, from where and until when: checked when somebody asks for it.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use loggia_types::{FieldError, Permission, Timestamp};

use super::super::{Checks, text};
use crate::{error::Result, network::Network, store::to_json};

/// The longest that a key may be good, if it ends by itself.
const LONGEST_LIFE: TimeDelta = TimeDelta::days(3653);
/// How many networks a key may be used from.
const MOST_NETWORKS: usize = 50;

/// What was asked for.
pub(super) struct Terms {
    pub(super) name: String,
    pub(super) scopes: Vec<Permission>,
    pub(super) networks: Vec<Network>,
    pub(super) expires_at: Option<Timestamp>,
}

impl Terms {
    /// Checks what was asked for, all of it at once.
    ///
    /// # Errors
    /// `validation_failed`.
    pub(super) fn check(
        name: &str,
        scopes: Vec<Permission>,
        networks: &[String],
        expires_at: Option<Timestamp>,
        now: Timestamp,
        is_for_organization: bool,
    ) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checked_name(&mut checks, name);
        checks.require(!scopes.is_empty(), "/scopes", "required", "Name what the key may do.");
        if is_for_organization {
            for (index, scope) in scopes.iter().enumerate().filter(|(_, scope)| !scope.is_for_organization_keys()) {
                let detail = format!("No key of an organization may have the scope {scope}.");
                checks.note(Err(FieldError::new(format!("/scopes/{index}"), "not_for_organizations", detail)));
            }
        }
        let networks = checked_networks(&mut checks, networks);
        if let Some(end) = expires_at {
            checks.require(
                end > now && end - now <= LONGEST_LIFE,
                "/expires_at",
                "out_of_range",
                "Expected a time to come, at most ten years from now.",
            );
        }
        checks.finish()?;
        Ok(Self { name, scopes: in_order(scopes), networks, expires_at })
    }

    pub(super) fn stored_networks(&self) -> Result<Option<String>> {
        stored(&self.networks)
    }
}

/// A list of networks as it is stored.
///
/// # Errors
/// None that networks could cause.
pub(super) fn stored(networks: &[Network]) -> Result<Option<String>> {
    (!networks.is_empty()).then(|| to_json(networks)).transpose()
}

pub(super) fn checked_name(checks: &mut Checks, name: &str) -> String {
    let name = name.trim();
    checks.note(text::line("/name", name, 100));
    name.to_owned()
}

pub(super) fn checked_networks(checks: &mut Checks, networks: &[String]) -> Vec<Network> {
    checks.require(networks.len() <= MOST_NETWORKS, "/networks", "too_many", "At most 50 networks can be named.");
    let mut known: Vec<Network> = Vec::new();
    for (index, network) in networks.iter().enumerate().take(MOST_NETWORKS) {
        match network.parse() {
            Ok(network) if known.contains(&network) => {}
            Ok(network) => known.push(network),
            Err(_) => {
                let detail = "Expected an address, or a network like 192.0.2.0/24 or 2001:db8::/32.";
                checks.note(Err(FieldError::new(format!("/networks/{index}"), "invalid", detail)));
            }
        }
    }
    known
}

/// Each scope once, in the order of definition.
pub(super) fn in_order(scopes: Vec<Permission>) -> Vec<Permission> {
    scopes.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Error;

    #[test]
    fn everything_that_is_wrong_is_named() {
        let now = Timestamp::default();
        let scopes = vec![Permission::CasesRead, Permission::CasesManage];
        let networks = ["10.0.0.0/8".to_owned(), "nowhere".to_owned()];
        let refused = Terms::check(" ", scopes, &networks, Some(now), now, true).err();
        let Some(Error::Problem(problem)) = refused else { panic!("{refused:?}") };
        let pointers: Vec<_> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/scopes/1", "/networks/1", "/expires_at"]);
        let far = Some(now + LONGEST_LIFE + TimeDelta::seconds(1));
        assert!(Terms::check("A", vec![Permission::CasesRead], &[], far, now, false).is_err());
    }

    #[test]
    fn what_is_said_twice_counts_once() {
        let twice = vec![Permission::DocumentsRead, Permission::CasesRead, Permission::DocumentsRead];
        let networks = ["192.0.2.1".to_owned(), "192.0.2.1/32".to_owned()];
        let terms = Terms::check("A", twice, &networks, None, Timestamp::default(), true).unwrap();
        assert_eq!(terms.scopes, [Permission::CasesRead, Permission::DocumentsRead]);
        assert_eq!(terms.stored_networks().unwrap().as_deref(), Some(r#"["192.0.2.1/32"]"#));
    }
}
