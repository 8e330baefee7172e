//! Decimal numbers and their text. A browser reads and writes them itself: doing so brings tables of 10 kB along.

/// Reads a decimal number of digits with at most one point and one power of ten, as JSON has it.
#[cfg(not(target_arch = "wasm32"))]
pub fn read_number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Reads a decimal number of digits with at most one point and one power of ten, as JSON has it.
#[cfg(target_arch = "wasm32")]
pub fn read_number(text: &str) -> Option<f64> {
    // The whole text: `parseFloat` would leave out what comes after a number.
    Some(js_sys::JsString::from(text).unchecked_into_f64()).filter(|number| number.is_finite())
}

/// `String(number)`, as ECMAScript has it (`Number::toString`): a browser does it itself, and both have to write the same.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn write_number(number: f64) -> String {
    // The fewest digits that are this number, and the power of ten of the first of them.
    let written = format!("{:e}", number.abs());
    let Some((digits, power)) =
        written.split_once('e').and_then(|(digits, power)| Some((digits, power.parse::<i32>().ok()?)))
    else {
        return written;
    };
    let digits = digits.replace('.', "");
    let sign = if number < 0.0 { "-" } else { "" };
    let point: i32 = power + 1;
    let zeros = |count: i32| "0".repeat(count.max(0).unsigned_abs() as usize);
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    match point {
        1..=21 if length <= point => format!("{sign}{digits}{}", zeros(point - length)),
        1..=21 => {
            let (whole, fraction) = digits.split_at(point.unsigned_abs() as usize);
            format!("{sign}{whole}.{fraction}")
        }
        -5..=0 => format!("{sign}0.{}{digits}", zeros(-point)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
            let plus = if power < 0 { "" } else { "+" };
            format!("{sign}{first}{rest}e{plus}{power}")
        }
    }
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn write_number(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::write_number;

    #[test]
    fn numbers_are_written_as_ecmascript_does() {
        // What `String(number)` gives in a browser.
        let known = [
            (0.5, "0.5"),
            (-0.0, "0"),
            (100.0, "100"),
            (1e16, "10000000000000000"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (-1.5e300, "-1.5e+300"),
            (0.000_001, "0.000001"),
            (0.000_001_25, "0.00000125"),
            (1e-7, "1e-7"),
            (1.25e-7, "1.25e-7"),
            (5e-324, "5e-324"),
            (12.75, "12.75"),
            (0.1 + 0.2, "0.30000000000000004"),
        ];
        for (number, text) in known {
            assert_eq!(write_number(number), text);
        }
    }
}
