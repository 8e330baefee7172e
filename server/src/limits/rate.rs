//! One rate: so many in a time for each key.

use std::{num::NonZeroU32, sync::Arc, time::Duration};

use governor::{Quota, RateLimiter, clock::Clock as _, middleware::StateInformationMiddleware};

use super::{
    clock::Clock,
    memory::{Memory, Shared},
};

/// The time in which what is asked for counts, where nothing else is said.
const MINUTE: Duration = Duration::from_secs(60);
/// How many keys a rate remembers: about 2 MB when all of them are in use.
const MOST_KEYS: usize = 65_536;

/// So many in a time for each key: all at once, or one after the other. What was taken comes back evenly over that time
/// (the generic cell rate algorithm, as `governor` implements it).
#[derive(Debug)]
pub(super) struct Rate {
    name: &'static str,
    quota: NonZeroU32,
    window: Duration,
    /// In which one more comes back.
    step: Duration,
    clock: Clock,
    memory: Arc<Memory>,
    limiter: RateLimiter<u64, Shared, Clock, StateInformationMiddleware>,
}

/// Where a caller stands with one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The rate's name.
    pub name: &'static str,
    /// How many there are in a window.
    pub quota: u32,
    /// The window, in seconds.
    pub window: u64,
    /// How many are left.
    pub remaining: u32,
    /// In how many seconds there are more, at the latest.
    pub reset: u64,
}

impl Rate {
    /// So many a minute. `None` without a quota: any number.
    pub(super) fn new(name: &'static str, quota: u32, clock: &Clock) -> Option<Self> {
        Self::within(name, quota, MINUTE, clock)
    }

    /// So many in this time. `None` without a quota: any number.
    pub(super) fn within(name: &'static str, quota: u32, window: Duration, clock: &Clock) -> Option<Self> {
        let quota = NonZeroU32::new(quota)?;
        let step = window / quota.get();
        let gcra = Quota::with_period(step)?.allow_burst(quota);
        let memory = Arc::new(Memory::new(MOST_KEYS));
        let limiter = RateLimiter::new(gcra, Shared(Arc::clone(&memory)), clock.clone());
        Some(Self { name, quota, window, step, clock: clock.clone(), memory, limiter })
    }

    /// Takes one.
    ///
    /// # Errors
    /// When there is none left. Nothing was taken then.
    pub(super) fn take(&self, key: u64) -> Result<Standing, Standing> {
        match self.limiter.check_key(&key) {
            Ok(state) => Ok(self.standing(state.remaining_burst_capacity(), self.step)),
            Err(until) => Err(self.standing(0, until.wait_time_from(self.clock.now()))),
        }
    }

    /// Gives one back that was taken.
    pub(super) fn give_back(&self, key: u64) {
        self.memory.move_back(key, u64::try_from(self.step.as_nanos()).unwrap_or_default());
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.memory.len()
    }

    fn standing(&self, remaining: u32, wait: Duration) -> Standing {
        // Nobody is told to come again before there is something.
        let reset = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Standing {
            name: self.name,
            quota: self.quota.get(),
            window: self.window.as_secs(),
            remaining,
            reset: reset.max(1),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_quota_can_be_taken_at_once_and_comes_back_evenly() {
        let clock = Clock::standing();
        clock.advance(Duration::from_secs(1000));
        let rate = Rate::new("reads", 4, &clock).unwrap();
        for remaining in [3, 2, 1, 0] {
            assert_eq!(rate.take(1).unwrap().remaining, remaining);
        }
        let refused = rate.take(1).unwrap_err();
        assert_eq!(
            refused,
            Standing { name: "reads", quota: 4, window: 60, remaining: 0, reset: 15 },
            "one comes back each 15 seconds"
        );
        assert_eq!(rate.take(2).unwrap().remaining, 3, "another key has its own");
        clock.advance(Duration::from_millis(14_500));
        assert_eq!(rate.take(1).unwrap_err().reset, 1, "half a second is told as a whole one");
        clock.advance(Duration::from_millis(500));
        assert_eq!(rate.take(1).unwrap().remaining, 0);
        clock.advance(Duration::from_secs(3600));
        assert_eq!(rate.take(1).unwrap().remaining, 3, "no more than the quota piles up");
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let rate = Rate::new("failures", 2, &Clock::standing()).unwrap();
        rate.take(1).unwrap();
        rate.take(1).unwrap();
        rate.take(1).unwrap_err();
        rate.give_back(1);
        assert_eq!(rate.take(1).unwrap().remaining, 0);
        rate.give_back(99);
        assert_eq!(rate.take(99).unwrap().remaining, 1, "giving back what was not taken gives nothing");
    }

    #[test]
    fn the_largest_quota_works_and_none_is_no_rate() {
        assert!(Rate::new("reads", 0, &Clock::standing()).is_none());
        let rate = Rate::new("reads", u32::MAX, &Clock::standing()).unwrap();
        assert!(rate.take(1).unwrap().remaining > 1_000_000);
    }
}
