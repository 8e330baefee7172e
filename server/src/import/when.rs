//! Moments in an import file.

use std::str::FromStr;

use chrono::{DateTime, Duration, Utc};
use loggia_types::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment: RFC 3339 (`2026-11-21T10:00:00Z`), or a distance from the import: a sign, a whole number and a unit
/// (`m` minutes, `h` hours, `d` days, `w` weeks), like `-3d`, `+2w` or `-90m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At this moment.
    At(Timestamp),
    /// At this distance from the import.
    Relative(Duration),
}

impl When {
    /// The moment, seen from `now`.
    pub fn resolve(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::Relative(distance) => now.checked_add_signed(distance).unwrap_or(now),
        }
    }
}

/// A text that is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a moment like 2026-11-21T10:00:00Z, or a distance like -3d, +2w, -4h, -90m")]
pub struct InvalidWhen;

impl FromStr for When {
    type Err = InvalidWhen;

    fn from_str(text: &str) -> Result<Self, InvalidWhen> {
        if !text.starts_with(['+', '-']) {
            let at = DateTime::parse_from_rfc3339(text).map_err(|_| InvalidWhen)?;
            return Ok(Self::At(at.with_timezone(&Utc)));
        }
        let unit = text.chars().next_back().ok_or(InvalidWhen)?;
        let minutes: i64 = match unit {
            'm' => 1,
            'h' => 60,
            'd' => 24 * 60,
            'w' => 7 * 24 * 60,
            _ => return Err(InvalidWhen),
        };
        let count: i64 = text.strip_suffix(unit).ok_or(InvalidWhen)?.parse().map_err(|_| InvalidWhen)?;
        let distance = count.checked_mul(minutes).and_then(Duration::try_minutes).ok_or(InvalidWhen)?;
        Ok(Self::Relative(distance))
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::At(at) => f.write_str(&at.to_rfc3339()),
            Self::Relative(distance) => write!(f, "{:+}m", distance.num_minutes()),
        }
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn distances_and_moments_are_read() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let resolve = |text: &str| text.parse::<When>().unwrap().resolve(now).to_rfc3339();
        assert_eq!(resolve("-3d"), "2026-11-18T10:00:00+00:00");
        assert_eq!(resolve("+90m"), "2026-11-21T11:30:00+00:00");
        assert_eq!(resolve("2026-01-01T00:00:00+01:00"), "2025-12-31T23:00:00+00:00");
        for text in ["3d", "-3", "-d", "-3y", "", "-99999999999999999999w", "+9223372036854775807w"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}
