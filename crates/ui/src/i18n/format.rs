//! Numbers and dates as a locale writes them: `Intl` in a browser, a plain fallback elsewhere (server-side rendering).

use loggia_types::Timestamp;

use super::{
    Locale,
    texts::{END_ISOLATE, ISOLATE},
};
use crate::clock;

/// A number that words are chosen by.
///
/// ```
/// use loggia_ui::i18n::Locale;
///
/// let english = Locale::new("en");
/// let results = |number| english.messages().common.results(&english.count(number));
/// assert_eq!((results(1), results(1200)), ("1 result".into(), "1,200 results".into()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Its plural category in the language: `one`, `few`, `other`, ..
    pub(crate) category: String,
    /// As the locale writes it.
    pub(crate) text: String,
}

/// How a date is written.
///
/// ```
/// use loggia_ui::i18n::{DateStyle, Locale};
///
/// let at = "1998-11-28T09:12:00Z".parse()?;
/// let english = Locale::new("en");
/// assert_eq!(english.date(at, DateStyle::Short), "28 Nov 1998");
/// assert_eq!(english.date(at, DateStyle::Exact), "28 November 1998, 09:12");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// `28 Nov`; with the year when it is another one.
    Short,
    /// `28 November`; with the year when it is another one.
    Long,
    /// `28 November 2026, 09:12`.
    Exact,
    /// `09:12`.
    Time,
}

const DAY: i64 = 86_400;

impl Locale {
    /// A date or time, in the reader's time zone.
    ///
    /// ```
    /// # use loggia_ui::i18n::{DateStyle, Locale};
    /// let at = "1998-11-28T09:12:00Z".parse()?;
    /// assert_eq!(Locale::new("de").date(at, DateStyle::Long), "28. November 1998");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn date(&self, at: Timestamp, style: DateStyle) -> String {
        platform::date(self, at, style)
    }

    /// A whole number with the locale's separators.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// assert_eq!(Locale::new("en").number(12_345), "12,345");
    /// assert_eq!(Locale::new("de").number(12_345), "12.345");
    /// ```
    pub fn number(&self, number: u64) -> String {
        platform::decimal(self, number as f64, 0)
    }

    /// A whole number for a text that says how many there are of something.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// let german = Locale::new("de");
    /// assert_eq!(german.messages().common.days_ago(&german.count(3)), "vor 3 Tagen");
    /// ```
    pub fn count(&self, number: u64) -> Count {
        Count { category: platform::category(self, number), text: self.number(number) }
    }

    /// A number with the locale's separators, with at most three digits of fraction.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// assert_eq!(Locale::new("fr").decimal(3.14159), "3,142");
    /// ```
    pub fn decimal(&self, number: f64) -> String {
        platform::decimal(self, number, 3)
    }

    /// A size in bytes, in the unit that fits: `2.4 MB`. Units are powers of 1000.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// assert_eq!(Locale::new("en").file_size(2_400_000), "2.4\u{a0}MB");
    /// assert_eq!(Locale::new("es").file_size(999), "999\u{a0}B");
    /// ```
    pub fn file_size(&self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
        if bytes < 1000 {
            return self.isolated(&[&self.number(bytes), "\u{a0}B"].concat());
        }
        let mut size = bytes as f64 / 1000.0;
        let mut units = UNITS.iter();
        let mut unit = units.next().copied().unwrap_or("kB");
        while size >= 999.5
            && let Some(next) = units.next()
        {
            size /= 1000.0;
            unit = next;
        }
        let digits = u8::from(size < 10.0 && unit != "kB" || (size < 100.0 && unit == "GB"));
        self.isolated(&[&platform::decimal(self, size, digits), "\u{a0}", unit].concat())
    }

    /// Parts of one line, such as a file's size and its owner. Where a language is written from right to left each keeps its
    /// place, whatever script it is in.
    pub(crate) fn line(&self, parts: &[&str]) -> String {
        parts.iter().map(|part| self.isolated(part)).collect::<Vec<_>>().join(" · ")
    }

    /// A text that does not mix with what stands around it, where that is written from right to left.
    fn isolated(&self, text: &str) -> String {
        if self.direction() == "rtl" { [ISOLATE, text, END_ISOLATE].concat() } else { text.to_owned() }
    }

    /// How long ago, when it is near; the date, when it is far.
    ///
    /// ```
    /// # use loggia_ui::{clock, i18n::Locale};
    /// assert_eq!(Locale::new("en").relative(clock::now()), "just now");
    /// ```
    pub fn relative(&self, at: Timestamp) -> String {
        self.relative_to(at, clock::now())
    }

    /// As [`relative`](Self::relative), seen from `now`.
    ///
    /// ```
    /// # use loggia_ui::i18n::Locale;
    /// let (at, now) = ("2026-11-28T09:12:00Z".parse()?, "2026-11-28T09:38:00Z".parse()?);
    /// assert_eq!(Locale::new("en").relative_to(at, now), "26 min ago");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn relative_to(&self, at: Timestamp, now: Timestamp) -> String {
        let text = &self.messages().common;
        let seconds = now.signed_duration_since(at).num_seconds();
        let days = platform::days_between(at, now);
        match seconds {
            -45..60 => text.just_now().to_owned(),
            60..3600 => text.minutes_ago(&self.count(seconds.unsigned_abs() / 60)),
            3600..DAY if days == 0 || seconds < 6 * 3600 => text.hours_ago(&self.count(seconds.unsigned_abs() / 3600)),
            _ => match days {
                1 => text.yesterday().to_owned(),
                2..=6 => text.days_ago(&self.count(days.unsigned_abs())),
                _ => self.date(at, DateStyle::Short),
            },
        }
    }

    /// A day by which something is due: `today`, `tomorrow`, or the date.
    ///
    /// ```
    /// # use loggia_ui::{clock, i18n::{DateStyle, Locale}};
    /// assert_eq!(Locale::new("en").due(clock::now(), DateStyle::Short), "today");
    /// ```
    pub fn due(&self, at: Timestamp, style: DateStyle) -> String {
        let text = &self.messages().common;
        match platform::days_between(clock::now(), at) {
            0 => text.today().to_owned(),
            1 => text.tomorrow().to_owned(),
            _ => self.date(at, style),
        }
    }

    /// In how many days of the reader's calendar `at` is: 0 today, negative in the past.
    ///
    /// ```
    /// # use loggia_ui::{clock, i18n::Locale};
    /// assert_eq!(Locale::new("en").days_until(clock::now()), 0);
    /// ```
    pub fn days_until(&self, at: Timestamp) -> i64 {
        platform::days_between(clock::now(), at)
    }

    /// How old something is: `26 minutes old`.
    ///
    /// ```
    /// # use loggia_ui::{clock, i18n::Locale};
    /// assert_eq!(Locale::new("en").age(clock::now()), "up to date");
    /// ```
    pub fn age(&self, at: Timestamp) -> String {
        let text = &self.messages().common;
        let seconds = clock::now().signed_duration_since(at).num_seconds().max(0);
        let count = |unit: i64| self.count((seconds / unit).unsigned_abs());
        match seconds {
            0..60 => text.up_to_date().to_owned(),
            60..3600 => text.minutes_old(&count(60)),
            3600..DAY => text.hours_old(&count(3600)),
            _ => text.days_old(&count(DAY)),
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod platform {
    use js_sys::{
        Array, Date,
        Intl::{NumberFormat, PluralRules},
        Object, Reflect,
    };
    use loggia_types::Timestamp;
    use wasm_bindgen::JsValue;

    use super::{DateStyle, Locale};

    fn set(options: &Object, name: &str, value: impl Into<JsValue>) {
        let _ = Reflect::set(options, &name.into(), &value.into());
    }

    fn js_date(at: Timestamp) -> Date {
        Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
    }

    pub(super) fn date(locale: &Locale, at: Timestamp, style: DateStyle) -> String {
        let options = Object::new();
        if style == DateStyle::Time {
            set(&options, "timeStyle", "short");
            return js_date(at).to_locale_time_string_with_options(locale.tag(), &options).into();
        }
        set(&options, "day", "numeric");
        set(&options, "month", if style == DateStyle::Short { "short" } else { "long" });
        if style == DateStyle::Exact || js_date(at).get_full_year() != Date::new_0().get_full_year() {
            set(&options, "year", "numeric");
        }
        if style == DateStyle::Exact {
            set(&options, "hour", "2-digit");
            set(&options, "minute", "2-digit");
        }
        js_date(at).to_locale_string(locale.tag(), &options).into()
    }

    pub(super) fn decimal(locale: &Locale, number: f64, digits: u8) -> String {
        let options = Object::new();
        set(&options, "maximumFractionDigits", f64::from(digits));
        let format = NumberFormat::new(&Array::of1(&locale.tag().into()), &options).format();
        let written = format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(number));
        written.ok().and_then(|written| written.as_string()).unwrap_or_default()
    }

    pub(super) fn category(locale: &Locale, number: u64) -> String {
        PluralRules::new(&Array::of1(&locale.tag().into()), &Object::new()).select(number as f64).into()
    }

    /// Days from one local date to another.
    pub(super) fn days_between(from: Timestamp, to: Timestamp) -> i64 {
        let midnight = |at: Timestamp| {
            let date = js_date(at);
            let offset = date.get_timezone_offset() * 60_000.0;
            ((date.get_time() - offset) / 86_400_000.0).floor()
        };
        (midnight(to) - midnight(from)) as i64
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[path = "format_native.rs"]
mod platform;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_the_unit_that_fits() {
        let english = Locale::new("en");
        assert_eq!(english.file_size(999), "999\u{a0}B");
        // Among Arabic words the number stays before its unit.
        assert_eq!(Locale::new("ar").file_size(840_000), "\u{2068}840\u{a0}kB\u{2069}");
        assert_eq!(Locale::new("ar").line(&["a.pdf", "ليلى"]), "\u{2068}a.pdf\u{2069} · \u{2068}ليلى\u{2069}");
        assert_eq!(english.line(&["a.pdf", "Dana"]), "a.pdf · Dana");
        assert_eq!(english.file_size(840_000), "840\u{a0}kB");
        assert_eq!(english.file_size(2_400_000), "2.4\u{a0}MB");
        assert_eq!(english.file_size(999_999), "1\u{a0}MB");
        assert_eq!(Locale::new("de").file_size(1_800_000), "1,8\u{a0}MB");
        assert_eq!(Locale::new("de").number(12_345), "12.345");
    }

    #[test]
    fn near_times_are_relative_and_far_ones_are_dates() {
        let locale = Locale::new("en");
        let now = clock::now();
        let before = |seconds| locale.relative_to(now - chrono::TimeDelta::seconds(seconds), now);
        assert_eq!(before(5), "just now");
        assert_eq!(before(26 * 60), "26 min ago");
        assert_eq!(before(3 * DAY), "3 days ago");
        assert!(before(40 * DAY).ends_with(|last: char| last.is_alphanumeric()) && !before(40 * DAY).contains("ago"));
    }
}
