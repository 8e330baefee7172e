//! What was measured, and how it is shown.

use std::time::Duration;

/// A figure that was measured.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    what: String,
    value: f64,
    unit: &'static str,
    budget: Option<Budget>,
}

/// What a figure should be.
#[derive(Clone, Copy, Debug)]
enum Budget {
    AtMost(f64),
    AtLeast(f64),
}

impl Figure {
    /// A figure without a budget.
    pub(crate) fn new(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { what: what.into(), value, unit, budget: None }
    }

    /// The same figure, which should be at most this.
    pub(crate) fn at_most(self, most: f64) -> Self {
        Self { budget: Some(Budget::AtMost(most)), ..self }
    }

    /// The same figure, which should be at least this.
    pub(crate) fn at_least(self, least: f64) -> Self {
        Self { budget: Some(Budget::AtLeast(least)), ..self }
    }
}

/// Prints figures beside their budgets.
pub(crate) fn print(figures: &[Figure]) {
    println!("\n{:<52} {:>12} {:<12} {:>12}", "", "figure", "", "budget");
    for Figure { what, value, unit, budget } in figures {
        let (budget, verdict) = match budget {
            None => (String::new(), ""),
            Some(Budget::AtMost(most)) => (format!("<= {}", short(*most)), if value <= most { "" } else { "  MISSED" }),
            Some(Budget::AtLeast(least)) => {
                (format!(">= {}", short(*least)), if value >= least { "" } else { "  MISSED" })
            }
        };
        println!("{what:<52} {:>12} {unit:<12} {budget:>12}{verdict}", short(*value));
    }
}

/// A number with three digits that count, at least.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// How long something took, many times.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// One time more.
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How long at the most in this share of the cases, in milliseconds: `percentile(0.95)`.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        // The nearest rank.
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let mut times = Times::default();
        for time in (1..=100).rev() {
            times.add(Duration::from_millis(time));
        }
        assert_eq!([0.5, 0.95, 0.99, 1.0].map(|share| times.percentile(share).round()), [50.0, 95.0, 99.0, 100.0]);
        assert!(Times::default().percentile(0.5).is_nan());
        assert_eq!([123.4, 12.34, 1.234].map(short), ["123", "12.3", "1.23"]);
    }
}
