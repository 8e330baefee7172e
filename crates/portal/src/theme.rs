//! A brand's theme as a style sheet.

use std::fmt::Write;

use loggia_types::session::ThemeVariables;

/// The custom properties of a theme, for the scheme that the reader's system is in. Values come compiled: they carry no CSS
/// of their own.
pub fn theme_sheet(theme: &ThemeVariables) -> String {
    let mut sheet = String::from(":root{");
    for (name, value) in &theme.light {
        let _ = write!(sheet, "{name}:{value};");
    }
    sheet.push_str("}@media(prefers-color-scheme:dark){:root{");
    for (name, value) in &theme.dark {
        let _ = write!(sheet, "{name}:{value};");
    }
    sheet.push_str("}}\n");
    sheet
}
