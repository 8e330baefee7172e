//! Small things that show something: pills, avatars, progress, times, file types.

use crate::part::part;
use dioxus::prelude::*;
use loggia_types::{Timestamp, cases::PublicStatus};

use super::icon::{Glyph, Icon};
use crate::{clock, i18n::DateStyle, provider::use_portal};

/// What a colour means.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Pill, Tone};
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! {
///     Pill { label: "Paid", tone: Tone::Success }
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Under way.
    Info,
    /// Good.
    Success,
    /// Needs attention.
    Warning,
    /// Bad.
    Danger,
    /// The brand's own.
    Accent,
}

impl Tone {
    /// The value of `data-tone`.
    ///
    /// ```
    /// use loggia_ui::primitives::Tone;
    ///
    /// assert_eq!(Tone::Warning.as_str(), "warning");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
            Self::Accent => "accent",
        }
    }
}

/// A word that says in which state something is. Data attribute: `data-tone`. Part: `pill`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Icon, Pill, Tone};
///
/// let html = dioxus_ssr::render_element(rsx! {
///     Pill { label: "Overdue", tone: Tone::Danger, icon: Icon::Alert }
/// });
/// assert!(html.contains(r#"data-tone="danger""#) && html.contains("Overdue"));
/// ```
#[part]
pub fn Pill(label: String, #[props(default)] tone: Tone, #[props(default)] icon: Option<Icon>) -> Element {
    rsx! {
        span { class: "portal-pill", "part": "pill", "data-tone": tone.as_str(),
            if let Some(icon) = icon {
                Glyph { icon }
            }
            span { "{label}" }
        }
    }
}

/// The colour and icon that go with a case's state.
///
/// ```
/// use loggia_types::cases::PublicStatus;
/// use loggia_ui::primitives::{Icon, Tone, status_look};
///
/// assert_eq!(status_look(PublicStatus::ActionNeeded), (Tone::Warning, Icon::Alert));
/// ```
pub fn status_look(status: PublicStatus) -> (Tone, Icon) {
    match status {
        PublicStatus::Submitted => (Tone::Neutral, Icon::Clock),
        PublicStatus::ActionNeeded => (Tone::Warning, Icon::Alert),
        PublicStatus::InProgress => (Tone::Info, Icon::Refresh),
        PublicStatus::Completed => (Tone::Success, Icon::Check),
        PublicStatus::Declined => (Tone::Danger, Icon::CloseCircle),
        PublicStatus::Cancelled => (Tone::Neutral, Icon::Close),
    }
}

/// The state of a case, in the words of its type.
///
/// ```
/// # use dioxus::prelude::*;
/// # use loggia_types::cases::Case;
/// use loggia_ui::primitives::StatusPill;
///
/// fn state(case: &Case) -> Element {
///     rsx! { StatusPill { status: case.status, label: &case.status_label } }
/// }
/// ```
#[part]
pub fn StatusPill(status: PublicStatus, label: String) -> Element {
    let (tone, icon) = status_look(status);
    rsx! {
        Pill { label, tone, icon }
    }
}

/// The initials of a person, or an icon for what is not a person. Decoration: the name stands beside it.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::Avatar;
///
/// let html = dioxus_ssr::render_element(rsx! { Avatar { name: "Dana Okafor" } });
/// assert!(html.contains("DO"));
/// ```
#[part]
pub fn Avatar(name: String, #[props(default)] icon: Option<Icon>, #[props(default)] tone: Tone) -> Element {
    let initials = initials(&name);
    rsx! {
        span { class: "portal-avatar", "data-tone": tone.as_str(), "aria-hidden": "true",
            if let Some(icon) = icon {
                Glyph { icon }
            } else {
                "{initials}"
            }
        }
    }
}

fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    crate::case::upper(&first.into_iter().chain(last).collect::<String>())
}

/// How far something is. Without `value` (0 to 1) it is under way and nobody knows how far. Part: `progress`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::Progress;
///
/// let html = dioxus_ssr::render_element(rsx! { Progress { label: "Uploading", value: 0.25 } });
/// assert!(html.contains(r#"value="25""#));
/// ```
#[part]
pub fn Progress(label: String, #[props(default)] value: Option<f64>) -> Element {
    rsx! {
        progress {
            class: "portal-progress",
            "part": "progress",
            "aria-label": "{label}",
            max: "100",
            value: value.map(|value| ((value.clamp(0.0, 1.0) * 100.0) as u32).to_string()),
        }
    }
}

/// A moment: relative when it is near, a date when it is far, exact on hover. `time` with `datetime`.
///
/// ```
/// # use dioxus::prelude::*;
/// # use loggia_types::Timestamp;
/// use loggia_ui::primitives::RelativeTime;
///
/// #[component]
/// fn Changed(at: Timestamp) -> Element {
///     rsx! { p { "Changed " RelativeTime { at } } }
/// }
/// ```
#[part]
pub fn RelativeTime(at: Timestamp) -> Element {
    let portal = use_portal();
    portal.follow_minutes();
    let locale = portal.locale();
    let (shown, exact) = (locale.relative(at), locale.date(at, DateStyle::Exact));
    rsx! {
        time { class: "portal-time", datetime: clock::iso(at), title: "{exact}", "{shown}" }
    }
}

/// A day, exact on hover. `time` with `datetime`.
///
/// ```
/// # use dioxus::prelude::*;
/// # use loggia_types::Timestamp;
/// use loggia_ui::{i18n::DateStyle, primitives::Day};
///
/// #[component]
/// fn Renewal(at: Timestamp) -> Element {
///     rsx! { p { "Renews on " Day { at, style: DateStyle::Long } } }
/// }
/// ```
#[part]
pub fn Day(at: Timestamp, #[props(default = DateStyle::Short)] style: DateStyle) -> Element {
    let locale = use_portal().locale();
    let (shown, exact) = (locale.date(at, style), locale.date(at, DateStyle::Exact));
    rsx! {
        time { class: "portal-time", datetime: clock::iso(at), title: "{exact}", "{shown}" }
    }
}

/// A tile with the kind of a file, from its name's ending. Decoration: the name stands beside it.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::FileTile;
///
/// let html = dioxus_ssr::render_element(rsx! { FileTile { name: "contract.pdf" } });
/// assert!(html.contains(r#"data-kind="pdf""#) && html.contains("PDF"));
/// ```
#[part]
pub fn FileTile(name: String) -> Element {
    let ending = file_ending(&name);
    rsx! {
        span { class: "portal-file", "data-kind": file_kind(&ending), "aria-hidden": "true", "{ending}" }
    }
}

/// The ending of a file name in capitals, at most four letters; `FILE` without one.
fn file_ending(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending))
            if !stem.is_empty()
                && (1..=4).contains(&ending.len())
                && ending.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            ending.to_ascii_uppercase()
        }
        _ => "FILE".to_owned(),
    }
}

/// The family of a kind of file, for its colour.
fn file_kind(ending: &str) -> &'static str {
    match ending {
        "PDF" => "pdf",
        "CSV" | "XLS" | "XLSX" | "ODS" | "TSV" => "sheet",
        "DOC" | "DOCX" | "ODT" | "RTF" | "TXT" | "MD" => "text",
        "PNG" | "JPG" | "JPEG" | "GIF" | "WEBP" | "SVG" | "HEIC" | "TIF" | "TIFF" => "image",
        "ZIP" | "GZ" | "TAR" | "7Z" | "RAR" => "archive",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        assert_eq!(initials("Dana van der Okafor"), "DO");
        assert_eq!(initials("ines.roux@larkspur.example"), "I");
        assert_eq!(initials("(Örs) ßmith"), "ÖSS");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_tile_shows_an_ending_that_looks_like_one() {
        assert_eq!(file_ending("power-of-attorney.pdf"), "PDF");
        assert_eq!(file_ending("v1.0 final draft"), "FILE");
        assert_eq!(file_ending(".profile"), "FILE");
    }
}
