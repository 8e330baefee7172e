//! How often somebody may ask for a link by mail.
//!
//! Every request counts, whether there is such an account or not. There is no rate for an account by itself: strangers could
//! use it up for its person. What a mailbox gets at the most is the queue's quota (`mail_quota`), and what is asked for in a
//! browser that the account knows has one of its own.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    net::IpAddr,
    time::Duration,
};

use super::{clock::Clock, rate::Rate, rates::network};
use crate::config::Config;

/// The rates of asking for links.
#[derive(Debug)]
pub struct MailedLinks {
    addresses: Option<Rate>,
    each: Option<Rate>,
    hasher: RandomState,
}

impl MailedLinks {
    /// The rates that a configuration asks for.
    pub fn new(config: &Config, clock: &Clock) -> Self {
        Self {
            addresses: Rate::new("links", config.rate_links, clock),
            each: Rate::new("links-each", config.rate_links_each, clock),
            hasher: RandomState::new(),
        }
    }

    /// Counts a request for a link to an account (its brand and address). `known`: a browser that the account knows, or a
    /// session of it, which counts for itself alone.
    ///
    /// # Errors
    /// When there were too many: how long to wait.
    pub fn ask(&self, address: Option<IpAddr>, account: (&str, &str), known: Option<&str>) -> Result<(), Duration> {
        let address = network(address);
        let rates = match known {
            Some(known) => vec![(&self.each, self.key(("known", known, account)))],
            None => {
                vec![(&self.addresses, self.key(address)), (&self.each, self.key(("address", address, account)))]
            }
        };
        for (rate, key) in rates {
            let Some(rate) = rate else { continue };
            rate.take(key).map_err(|standing| Duration::from_secs(standing.reset))?;
        }
        Ok(())
    }

    fn key(&self, of: impl Hash) -> u64 {
        self.hasher.hash_one(of)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Settings;

    #[test]
    fn who_asks_all_day_for_somebody_elses_links_keeps_nobody_from_theirs() {
        let clock = Clock::standing();
        clock.advance(Duration::from_secs(1000));
        let settings = Settings { rate_links: Some(20), rate_links_each: Some(3), ..Settings::default() };
        let links = MailedLinks::new(&settings.resolve().unwrap(), &clock);
        let (olga, mia) = (("brand", "olga@northwind.example"), ("brand", "mia@northwind.example"));
        let from = |last: u8| Some(IpAddr::from([192, 0, 2, last]));
        for _ in 0..3 {
            links.ask(from(1), olga, None).unwrap();
        }
        assert_eq!(links.ask(from(1), olga, None).unwrap_err(), Duration::from_secs(20));
        links.ask(from(1), mia, None).unwrap();
        links.ask(from(2), olga, None).unwrap();
        for _ in 0..3 {
            links.ask(from(1), olga, Some("its own")).unwrap();
        }
        links.ask(from(1), olga, Some("its own")).unwrap_err();
        // One address asks for many people's.
        let asked = (0..100).filter(|of| links.ask(from(9), ("brand", &of.to_string()), None).is_ok()).count();
        assert_eq!(asked, 20);
    }
}
