//! Moments and dates as the wire writes them. Small, because browsers download it; chrono's own reader takes formats
//! that the wire never has.

use chrono::{NaiveDate, TimeDelta};

use crate::Timestamp;

/// Reads an RFC 3339 moment, such as `2026-05-04T10:30:00.25+02:00`.
pub fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let mut rest = Rest(text.as_bytes());
    let date = rest.date()?;
    rest.one_of(b"Tt ")?;
    let hour = rest.digits(2)?;
    rest.one_of(b":")?;
    let minute = rest.digits(2)?;
    rest.one_of(b":")?;
    let mut second = rest.digits(2)?;
    let mut nanos = 0;
    if rest.one_of(b".").is_some() {
        let mut worth = 100_000_000;
        nanos = rest.digits(1)? * worth;
        while let Some(digit) = rest.digits(1) {
            worth /= 10;
            nanos += digit * worth;
        }
    }
    if second == 60 {
        // chrono's way to write a leap second.
        second = 59;
        nanos += 1_000_000_000;
    }
    let offset = match rest.one_of(b"Zz+-")? {
        b'Z' | b'z' => 0,
        sign => {
            let hours = rest.digits(2).filter(|hours| *hours < 24)?;
            rest.one_of(b":")?;
            let minutes = rest.digits(2).filter(|minutes| *minutes < 60)?;
            let ahead = i64::from(hours * 60 + minutes);
            if sign == b'-' { -ahead } else { ahead }
        }
    };
    let local = date.and_hms_nano_opt(hour, minute, second, nanos)?;
    rest.0.is_empty().then(|| local.checked_sub_signed(TimeDelta::minutes(offset)))?.map(|moment| moment.and_utc())
}

/// Reads a date, such as `2026-05-04`.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let mut rest = Rest(text.as_bytes());
    let date = rest.date()?;
    rest.0.is_empty().then_some(date)
}

/// What has not been read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn date(&mut self) -> Option<NaiveDate> {
        let year = self.digits(4)?;
        self.one_of(b"-")?;
        let month = self.digits(2)?;
        self.one_of(b"-")?;
        NaiveDate::from_ymd_opt(year.cast_signed(), month, self.digits(2)?)
    }

    /// Exactly `count` digits, or nothing.
    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let mut number = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + u32::from(digit - b'0');
        }
        self.0 = rest;
        Some(number)
    }

    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        if !wanted.contains(first) {
            return None;
        }
        self.0 = rest;
        Some(*first)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    #[test]
    fn moments_are_read_as_chrono_reads_them() {
        for text in [
            "2026-05-04T10:30:00Z",
            "2026-05-04t10:30:00z",
            "2026-05-04T10:30:00.123456789Z",
            "2026-05-04T10:30:00.5+02:00",
            "2026-05-04T23:30:00-05:45",
            "2024-02-29T00:00:00+00:00",
            "2016-12-31T23:59:60Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999Z",
            "2026-05-04 10:30:00Z",
        ] {
            let wanted = DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.with_timezone(&Utc));
            assert!(wanted.is_some(), "{text}");
            assert_eq!(parse_timestamp(text), wanted, "{text}");
        }
        assert_eq!(
            parse_timestamp("2026-05-04T10:30:00.12345678999Z"),
            parse_timestamp("2026-05-04T10:30:00.123456789Z")
        );
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2026-05-04",
            "2026-05-04T10:30:00",
            "2026-05-04T10:30Z",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-05-04T24:00:00Z",
            "2026-05-04T10:60:00Z",
            "2026-05-04T10:30:61Z",
            "2026-05-04T10:30:00.Z",
            "2026-05-04T10:30:00+24:00",
            "2026-05-04T10:30:00+02",
            "2026-05-04T10:30:00Z ",
            "2026-05-04T10:30:0éZ",
            "+2026-05-04T10:30:00Z",
        ] {
            assert_eq!(parse_timestamp(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_days_that_exist() {
        assert_eq!(parse_date("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29));
        for text in ["2023-02-29", "2024-2-29", "2024-02-29T", "24-02-29", ""] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
