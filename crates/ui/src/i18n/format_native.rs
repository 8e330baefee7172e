//! What `Intl` does in a browser, near enough for pages that are rendered elsewhere.

use chrono::{Datelike, Timelike};
use loggia_types::Timestamp;

use super::{DateStyle, Locale};
use crate::{clock, i18n::Language};

/// Names of months: long ones, short ones.
fn months(language: Language) -> [&'static str; 2] {
    match language {
        Language::English | Language::Pseudo => [
            "January February March April May June July August September October November December",
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        ],
        Language::German => [
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
        ],
        Language::French => [
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        ],
        Language::Spanish => [
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "ene feb mar abr may jun jul ago sept oct nov dic",
        ],
        Language::Japanese => {
            ["1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月"]
        }
        Language::Arabic => [
            "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
            "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        ],
    }
}

pub(super) fn date(locale: &Locale, at: Timestamp, style: DateStyle) -> String {
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    if style == DateStyle::Time {
        return time;
    }
    let [long, short] = months(locale.language());
    let names = if style == DateStyle::Short { short } else { long };
    let month = names.split(' ').nth(at.month0() as usize).unwrap_or_default();
    let (day, year) = (at.day(), at.year());
    let dated = match (locale.language(), style == DateStyle::Exact || year != clock::now().year()) {
        (Language::German, true) => format!("{day}. {month} {year}"),
        (Language::German, false) => format!("{day}. {month}"),
        (Language::Spanish, true) if style != DateStyle::Short => format!("{day} de {month} de {year}"),
        (Language::Spanish, false) if style != DateStyle::Short => format!("{day} de {month}"),
        (Language::Japanese, true) => format!("{year}年{month}{day}日"),
        (Language::Japanese, false) => format!("{month}{day}日"),
        (_, true) => format!("{day} {month} {year}"),
        (_, false) => format!("{day} {month}"),
    };
    let comma = match locale.language() {
        Language::Japanese => " ",
        Language::Arabic => "، ",
        _ => ", ",
    };
    if style == DateStyle::Exact { [&dated, comma, &time].concat() } else { dated }
}

/// What stands between thousands, and before the fraction.
fn separators(locale: &Locale) -> (&'static str, &'static str) {
    match (locale.language(), locale.tag()) {
        (Language::German, "de-CH" | "de-LI") => ("’", "."),
        (Language::German, "de-AT") | (Language::French, "fr-CA") => ("\u{a0}", ","),
        (Language::German, _) | (Language::Spanish, "es" | "es-ES" | "es-AR" | "es-CO" | "es-CL") => (".", ","),
        (Language::French, _) => ("\u{202f}", ","),
        _ => (",", "."),
    }
}

pub(super) fn decimal(locale: &Locale, number: f64, digits: u8) -> String {
    let plain = format!("{number:.*}", usize::from(digits));
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (group, point) = separators(locale);
    let mut text = String::new();
    let count = whole.chars().count();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (count - index) % 3 == 0 {
            text.push_str(group);
        }
        text.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    if !fraction.is_empty() {
        text.push_str(point);
        text.push_str(fraction);
    }
    text
}

/// The rules of CLDR for whole numbers.
pub(super) fn category(locale: &Locale, number: u64) -> String {
    let category = match (locale.language(), number, number % 100) {
        (Language::Japanese, ..) => "other",
        (Language::Arabic, 0, _) => "zero",
        (Language::Arabic, 1, _) => "one",
        (Language::Arabic, 2, _) => "two",
        (Language::Arabic, _, 3..=10) => "few",
        (Language::Arabic, _, 11..=99) => "many",
        (Language::Arabic, ..) => "other",
        (Language::French, 0 | 1, _) | (_, 1, _) => "one",
        _ => "other",
    };
    category.to_owned()
}

pub(super) fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    i64::from(to.num_days_from_ce()) - i64::from(from.num_days_from_ce())
}
