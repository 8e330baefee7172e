//! The time that rates are counted by.

use std::time::{Duration, Instant};

use governor::{clock, nanos::Nanos};

/// Time as it passes, or as a test lets it pass.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    Passing(Instant),
    Standing(clock::FakeRelativeClock),
}

impl Clock {
    /// Time as it passes.
    pub fn passing() -> Self {
        Self(Source::Passing(Instant::now()))
    }

    /// Time that stands still until it is [advanced](Self::advance), for this clock and all its clones.
    pub fn standing() -> Self {
        Self(Source::Standing(clock::FakeRelativeClock::default()))
    }

    /// Lets time pass on a clock that stands still; another knows by itself.
    pub fn advance(&self, by: Duration) {
        if let Source::Standing(clock) = &self.0 {
            clock.advance(by);
        }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::passing()
    }
}

impl clock::Clock for Clock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        match &self.0 {
            Source::Passing(start) => start.elapsed().into(),
            Source::Standing(clock) => clock::Clock::now(clock),
        }
    }
}
