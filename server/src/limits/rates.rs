//! Every rate of the server, and who is counted where.
//!
//! - A request that shows a credential of which this process knows that it is good counts for that credential, and for
//!   the organization that it touches. Its address does not count: who shares an address with somebody who floods the
//!   server, or is taken for them by a proxy, is not locked out.
//! - Any other request counts for its address, before the database is asked. So does a secret that is not known yet; if
//!   it turns out to be good, what was counted is given back. If it is not, the address has one failure more, and with
//!   too many of them the next unknown secret is refused without a look.
//!
//! Keys are hashes under a secret of this process, so that nobody can choose two that collide.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    net::{IpAddr, Ipv6Addr},
};

use governor::clock::Clock as _;
use loggia_types::{OrganizationId, Problem, ProblemCode};

use super::{
    clock::Clock,
    memory::Memory,
    rate::{Rate, Standing},
};
use crate::{
    config::Config,
    error::{Error, Result},
};

/// How many good credentials are known at a time. Those that were not seen for longest are forgotten, which costs them
/// no more than being looked up as an unknown one.
const MOST_KNOWN: usize = 65_536;

/// What a request counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It reads.
    Read,
    /// It changes something.
    Write,
    /// It mints an embed session.
    Session,
    /// It opens something that lasts: an upload, a download, an event stream.
    Stream,
}

/// Where a caller stands with each rate that one request was counted in.
pub type Standings = Vec<Standing>;

/// The server's rates.
#[derive(Debug)]
pub struct Rates {
    addresses: Option<Rate>,
    failures: Option<Rate>,
    downloads: Option<Rate>,
    reads: Option<Rate>,
    writes: Option<Rate>,
    sessions: Option<Rate>,
    streams: Option<Rate>,
    organization_reads: Option<Rate>,
    organization_writes: Option<Rate>,
    known: Memory,
    clock: Clock,
    hasher: RandomState,
}

impl Rates {
    /// The rates that a configuration asks for.
    pub fn new(config: &Config, clock: &Clock) -> Self {
        Self {
            addresses: Rate::new("address", config.rate_address, clock),
            failures: Rate::new("failures", config.rate_failures, clock),
            downloads: Rate::new("downloads", config.rate_downloads, clock),
            reads: Rate::new("reads", config.rate_reads, clock),
            writes: Rate::new("writes", config.rate_writes, clock),
            sessions: Rate::new("sessions", config.rate_sessions, clock),
            streams: Rate::new("streams", config.rate_streams, clock),
            organization_reads: Rate::new("organization-reads", config.rate_organization_reads, clock),
            organization_writes: Rate::new("organization-writes", config.rate_organization_writes, clock),
            known: Memory::new(MOST_KNOWN),
            clock: clock.clone(),
            hasher: RandomState::new(),
        }
    }

    /// Counts a request without a credential.
    ///
    /// # Errors
    /// `rate_limited` when its address had too many.
    pub fn anonymous(&self, address: Option<IpAddr>, standings: &mut Standings) -> Result<()> {
        count(self.addresses.as_ref(), self.key(network(address)), "from this address", standings)
    }

    /// Counts a request with the token of a download link.
    ///
    /// # Errors
    /// `rate_limited` when its address had too many.
    pub fn download(&self, address: Option<IpAddr>, standings: &mut Standings) -> Result<()> {
        count(self.downloads.as_ref(), self.key(network(address)), "for downloads from this address", standings)
    }

    /// Counts a secret (its digest) that is about to be looked up, unless it is known to be good.
    ///
    /// # Errors
    /// `rate_limited` when its address showed too many that are not.
    pub fn attempt(
        &self,
        address: Option<IpAddr>,
        secret: &[u8; 32],
        standings: &mut Standings,
    ) -> Result<Attempt<'_>> {
        let secret = self.key(secret);
        if self.known.contains(secret) {
            return Ok(Attempt { rates: self, secret, address: None });
        }
        let address = self.key(network(address));
        // What turns out to be good is counted elsewhere: only a refusal is told.
        let mut untold = Standings::new();
        let mut counted = count(self.addresses.as_ref(), address, "from this address", &mut untold);
        if counted.is_ok() {
            counted = count(self.failures.as_ref(), address, "with unknown secrets from this address", &mut untold);
        }
        if let Err(refused) = counted {
            standings.extend(untold.pop());
            return Err(refused);
        }
        Ok(Attempt { rates: self, secret, address: Some(address) })
    }

    /// Notes that a secret (its digest) is good: one that was made just now.
    pub fn note_good(&self, secret: &[u8; 32]) {
        self.know(self.key(secret));
    }

    /// Counts a request with a good credential.
    ///
    /// # Errors
    /// `rate_limited` when the credential had too many.
    pub fn credential(&self, class: Class, id: &str, standings: &mut Standings) -> Result<()> {
        let rate = match class {
            Class::Read => &self.reads,
            Class::Write => &self.writes,
            Class::Session => &self.sessions,
            Class::Stream => &self.streams,
        };
        count(rate.as_ref(), self.key(id), "with this credential", standings)
    }

    /// Counts a request that touches an organization. `reads`: whether it only reads.
    ///
    /// # Errors
    /// `rate_limited` when all callers together had too many in that organization.
    pub fn organization(&self, reads: bool, id: &OrganizationId, standings: &mut Standings) -> Result<()> {
        let rate = if reads { &self.organization_reads } else { &self.organization_writes };
        count(rate.as_ref(), self.key(id.as_str()), "in this organization", standings)
    }

    fn know(&self, secret: u64) {
        self.known.set(secret, self.clock.now().as_u64());
    }

    fn key(&self, of: impl Hash) -> u64 {
        self.hasher.hash_one(of)
    }
}

/// A secret that is being looked up. Unless something else is said, it stays counted as a failure: a caller who hangs up
/// gets nothing back.
#[must_use = "say what became of it"]
#[derive(Debug)]
pub struct Attempt<'r> {
    rates: &'r Rates,
    secret: u64,
    /// Where it was counted. `None`: the secret was known to be good.
    address: Option<u64>,
}

impl Attempt<'_> {
    /// The secret is good.
    pub fn good(self) {
        self.rates.know(self.secret);
        self.give_back();
    }

    /// The secret is not good, or not any more.
    pub fn bad(self) {
        self.rates.known.forget(self.secret);
    }

    /// It could not be found out.
    pub fn undecided(self) {
        self.give_back();
    }

    fn give_back(self) {
        let Some(address) = self.address else { return };
        for rate in [&self.rates.addresses, &self.rates.failures].into_iter().flatten() {
            rate.give_back(address);
        }
    }
}

/// Takes one, and notes where the caller stands.
fn count(rate: Option<&Rate>, key: u64, whose: &str, standings: &mut Standings) -> Result<()> {
    let Some(rate) = rate else { return Ok(()) };
    match rate.take(key) {
        Ok(standing) => {
            standings.push(standing);
            Ok(())
        }
        Err(standing) => {
            let (wait, name) = (standing.reset, standing.name);
            tracing::debug!(rate = name, "too many requests");
            standings.push(standing);
            Err(too_many(whose, wait))
        }
    }
}

fn too_many(whose: &str, wait: u64) -> Error {
    let seconds = if wait == 1 { "second" } else { "seconds" };
    let mut problem = Problem::new(ProblemCode::RateLimited)
        .with_detail(format!("There were too many requests {whose}. Try again in {wait} {seconds}."));
    problem.retry_after = Some(u32::try_from(wait).unwrap_or(u32::MAX));
    Error::Problem(Box::new(problem))
}

/// Who an address stands for: itself, or with IPv6 the /64 that it is in, in which one caller can have any.
pub(super) fn network(address: Option<IpAddr>) -> Option<IpAddr> {
    Some(match address?.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;
    use crate::config::Settings;

    fn rates(settings: Settings) -> (Rates, Clock) {
        let clock = Clock::standing();
        (Rates::new(&settings.resolve().unwrap(), &clock), clock)
    }

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn callers_without_number_make_it_neither_grow_nor_forget() {
        let (rates, clock) = rates(Settings { rate_address: Some(3), ..Settings::default() });
        let offender = address("192.0.2.7");
        let mut standings = Standings::new();
        while rates.anonymous(offender, &mut standings).is_ok() {}
        for network in 0..300_000_u128 {
            let made_up = IpAddr::V6(Ipv6Addr::from_bits(0x2001 << 112 | network << 64));
            rates.anonymous(Some(made_up), &mut Standings::new()).unwrap();
            let secret = [u8::try_from(network % 251).unwrap(); 32];
            let attempt = rates.attempt(Some(made_up), &secret, &mut Standings::new());
            if let Ok(attempt) = attempt {
                attempt.bad();
            }
        }
        let kept = rates.addresses.as_ref().unwrap().len() + rates.failures.as_ref().unwrap().len();
        assert!(kept <= 2 * 65_536, "{kept}");
        assert_eq!(rates.known.len(), 0, "who makes secrets up is not remembered by them");
        rates.anonymous(offender, &mut standings).unwrap_err();
        clock.advance(Duration::from_secs(30));
        rates.anonymous(offender, &mut standings).unwrap();
    }

    #[test]
    fn one_network_of_ipv6_is_one_caller_and_an_address_in_ipv6s_notation_is_itself() {
        assert_eq!(network(address("2001:db8:1:2:3:4:5:6")), address("2001:db8:1:2::"));
        assert_ne!(network(address("2001:db8:1:2::1")), network(address("2001:db8:1:3::1")));
        assert_eq!(network(address("::ffff:192.0.2.7")), address("192.0.2.7"));
        assert_eq!(network(None), None);
    }

    #[test]
    fn a_caller_who_hangs_up_has_failed() {
        let (rates, _) = rates(Settings { rate_failures: Some(2), ..Settings::default() });
        let attempt = |secret: u8| rates.attempt(address("192.0.2.7"), &[secret; 32], &mut Standings::new());
        drop(attempt(1).unwrap());
        attempt(2).unwrap().undecided();
        attempt(3).unwrap().good();
        drop(attempt(4).unwrap());
        attempt(5).unwrap_err();
        drop(attempt(3).unwrap());
        attempt(3).unwrap().bad();
        attempt(3).unwrap_err();
    }
}
