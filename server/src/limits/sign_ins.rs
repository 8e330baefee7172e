//! How often somebody may try to sign in.
//!
//! Nobody can lock somebody else out. What strangers get wrong counts for their address, and for the account as far as
//! browsers are concerned that the account does not know. A browser in which its person has signed in before counts for
//! itself alone, whatever others do. An attempt that succeeds does not count.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    net::IpAddr,
    time::Duration,
};

use super::{clock::Clock, rate::Rate, rates::network};
use crate::config::Config;

/// The time in which wrong codes count.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// The rates of attempts to sign in.
#[derive(Debug)]
pub struct SignIns {
    addresses: Option<Rate>,
    accounts: Option<Rate>,
    each: Option<Rate>,
    codes_each: Option<Rate>,
    codes_account: Option<Rate>,
    hasher: RandomState,
}

/// An attempt. It counts, unless it is said that it was good.
#[must_use = "say what became of it"]
#[derive(Debug)]
pub struct SignInAttempt<'r> {
    taken: Vec<(&'r Rate, u64)>,
}

impl SignIns {
    /// The rates that a configuration asks for.
    pub fn new(config: &Config, clock: &Clock) -> Self {
        Self {
            addresses: Rate::new("sign-ins", config.rate_sign_ins, clock),
            accounts: Rate::new("sign-ins-account", config.rate_sign_ins_account, clock),
            each: Rate::new("sign-ins-each", config.rate_sign_ins_each, clock),
            codes_each: Rate::within("codes-each", config.rate_codes_each, HOUR, clock),
            codes_account: Rate::within("codes-account", config.rate_codes_account, HOUR, clock),
            hasher: RandomState::new(),
        }
    }

    /// Counts an attempt to sign in to an account (its brand and address), whether there is one or not. `device` is the
    /// secret of the browser, if the account knows it.
    ///
    /// # Errors
    /// When there were too many: how long to wait.
    pub fn attempt(
        &self,
        address: Option<IpAddr>,
        account: (&str, &str),
        device: Option<&str>,
    ) -> Result<SignInAttempt<'_>, Duration> {
        let address = network(address);
        let rates = match device {
            Some(device) => vec![(&self.each, self.key(("device", device, account)))],
            None => vec![
                (&self.addresses, self.key(address)),
                (&self.each, self.key(("address", address, account))),
                (&self.accounts, self.key(account)),
            ],
        };
        Self::take(rates)
    }

    /// Counts a one-time code that somebody shows after their password, or in a session (whose id is the `device` then). A
    /// few digits are guessed sooner than a password, so there are fewer of these, and what strangers get wrong is no
    /// business of browsers that the account knows.
    ///
    /// # Errors
    /// When there were too many: how long to wait.
    pub fn code(
        &self,
        address: Option<IpAddr>,
        account: (&str, &str),
        device: Option<&str>,
    ) -> Result<SignInAttempt<'_>, Duration> {
        Self::take(match device {
            Some(device) => vec![(&self.codes_each, self.key(("device", device, account)))],
            None => vec![
                (&self.codes_each, self.key(("address", network(address), account))),
                (&self.codes_account, self.key(account)),
            ],
        })
    }

    fn take(rates: Vec<(&Option<Rate>, u64)>) -> Result<SignInAttempt<'_>, Duration> {
        let mut taken = Vec::new();
        for (rate, key) in rates {
            let Some(rate) = rate else { continue };
            rate.take(key).map_err(|standing| Duration::from_secs(standing.reset))?;
            taken.push((rate, key));
        }
        Ok(SignInAttempt { taken })
    }

    fn key(&self, of: impl Hash) -> u64 {
        self.hasher.hash_one(of)
    }
}

impl SignInAttempt<'_> {
    /// It succeeded, or could not be decided.
    pub fn give_back(self) {
        for (rate, key) in self.taken {
            rate.give_back(key);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Settings;

    const ACCOUNT: (&str, &str) = ("brand", "olga@northwind.example");

    fn sign_ins(settings: Settings) -> (SignIns, Clock) {
        let clock = Clock::standing();
        clock.advance(Duration::from_secs(1000));
        (SignIns::new(&settings.resolve().unwrap(), &clock), clock)
    }

    fn from(last: u8) -> Option<IpAddr> {
        Some(IpAddr::from([192, 0, 2, last]))
    }

    #[test]
    fn what_strangers_get_wrong_slows_no_browser_that_the_account_knows() {
        let (sign_ins, _) = sign_ins(Settings::default());
        // From so many addresses that the account itself is full for strangers.
        for last in 0..=255 {
            while let Ok(attempt) = sign_ins.attempt(from(last), ACCOUNT, None) {
                drop(attempt);
            }
        }
        sign_ins.attempt(from(9), ACCOUNT, None).unwrap_err();
        sign_ins.attempt(from(9), ACCOUNT, Some("its own")).unwrap().give_back();
        let elsewhere = sign_ins.attempt(Some(IpAddr::from([198, 51, 100, 1])), ("brand", "mia@b.example"), None);
        elsewhere.unwrap().give_back();
    }

    #[test]
    fn a_browser_that_is_known_has_an_end_of_its_own() {
        let (sign_ins, clock) = sign_ins(Settings { rate_sign_ins_each: Some(3), ..Settings::default() });
        for _ in 0..3 {
            drop(sign_ins.attempt(from(1), ACCOUNT, Some("stolen")).unwrap());
        }
        assert_eq!(sign_ins.attempt(from(2), ACCOUNT, Some("stolen")).unwrap_err(), Duration::from_secs(20));
        clock.advance(Duration::from_secs(20));
        sign_ins.attempt(from(2), ACCOUNT, Some("stolen")).unwrap().give_back();
    }

    #[test]
    fn codes_are_guessed_slowly_and_by_strangers_at_their_own_cost() {
        let (sign_ins, clock) = sign_ins(Settings::default());
        let mut guesses = 0;
        for last in 0..=255 {
            while let Ok(attempt) = sign_ins.code(from(last), ACCOUNT, None) {
                drop(attempt);
                guesses += 1;
            }
        }
        assert_eq!(guesses, 20, "however many addresses");
        assert_eq!(sign_ins.code(from(9), ACCOUNT, None).unwrap_err(), Duration::from_secs(180));
        sign_ins.code(from(9), ACCOUNT, Some("its own")).unwrap().give_back();
        clock.advance(Duration::from_secs(180));
        drop(sign_ins.code(from(9), ACCOUNT, None).unwrap());
        sign_ins.code(from(9), ACCOUNT, None).unwrap_err();
    }

    #[test]
    fn what_succeeds_does_not_count() {
        let (sign_ins, _) = sign_ins(Settings { rate_sign_ins: Some(2), ..Settings::default() });
        for _ in 0..100 {
            sign_ins.attempt(from(1), ACCOUNT, None).unwrap().give_back();
        }
    }
}
