//! The icon set: 16 px, strokes of 1.5 px, in the colour of the text.

use crate::part::part;
use dioxus::prelude::*;

/// An icon. It never carries meaning alone: a word stands beside it, or labels the control it is in.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Button, Icon};
///
/// # #[component]
/// # fn Example() -> Element {
/// rsx! {
///     Button { icon: Icon::Upload, "Upload" }
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say what is drawn")]
pub enum Icon {
    Alert,
    ArrowLeft,
    Calendar,
    Check,
    CheckCircle,
    ChevronDown,
    ChevronRight,
    Clock,
    Close,
    CloseCircle,
    Copy,
    Document,
    Download,
    Edit,
    Filter,
    Flag,
    Folder,
    History,
    Inbox,
    Info,
    Key,
    Leave,
    Lock,
    Mail,
    Message,
    More,
    Move,
    Plus,
    Refresh,
    Search,
    Send,
    Spinner,
    Trash,
    Upload,
    User,
    UserPlus,
    Users,
}

impl Icon {
    /// The outline, in a box of 16 by 16.
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M8 2.5 14 13H2zM8 6.5v3M8 11.4v.1",
            Self::ArrowLeft => "M13 8H3M7 4 3 8l4 4",
            Self::Calendar => "M3 4.5h10v9H3zM3 7.5h10M5.5 2.5v2M10.5 2.5v2",
            Self::Check => "m3.5 8.5 3 3 6-7",
            Self::CheckCircle => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM5.5 8.3l1.8 1.8 3.3-4",
            Self::ChevronDown => "m4 6 4 4 4-4",
            Self::ChevronRight => "m6 4 4 4-4 4",
            Self::Clock => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 5v3l2 1.5",
            Self::Close => "m4 4 8 8M12 4l-8 8",
            Self::CloseCircle => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM6 6l4 4M10 6l-4 4",
            Self::Copy => "M5.5 5.5h7v8h-7zM3.5 10.5v-8h7",
            Self::Document => "M4 2h5l3 3v9H4zM9 2v3h3",
            Self::Download => "M8 3v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10",
            Self::Edit => "m3 13 .6-2.6L11 3l2 2-7.4 7.4zM9.5 4.5l2 2",
            Self::Filter => "M2.5 4h11M4.5 8h7M6.5 12h3",
            Self::Flag => "M4 14V2.5M4 3h8l-2 2.8L12 8.5H4",
            Self::Folder => "M2 4h4l1.5 1.5H14V13H2z",
            Self::History => "M3 8a5 5 0 1 0 1.6-3.7L3 5.8M3 3v3h3M8 5.5V8l1.8 1.2",
            Self::Inbox => "M2.5 9 4.5 3h7l2 6v4h-11zM2.5 9H6l.8 1.5h2.4L10 9h3.5",
            Self::Info => "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 7.3v3.4M8 5.2v.1",
            Self::Key => "M5.5 7.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM7.6 8.4 13 3M10.5 5.5l2 2",
            Self::Leave => "M6.5 3H3v10h3.5M7 8h6.5M10.5 5l3 3-3 3",
            Self::Lock => "M3.5 7.5h9v6h-9zM5.5 7.5v-2a2.5 2.5 0 0 1 5 0v2",
            Self::Mail => "M2 4h12v8.5H2zM2.5 4.5 8 9l5.5-4.5",
            Self::Message => "M2.5 3h11v8H8l-3 2.5V11H2.5z",
            Self::More => "M3.5 8h.01M8 8h.01M12.5 8h.01",
            Self::Move => "M2 4h4l1.5 1.5H14V8M2 4v9h5M9 11.5h5M12 9.5l2 2-2 2",
            Self::Plus => "M8 3.5v9M3.5 8h9",
            Self::Refresh => "M13 8a5 5 0 1 1-1.6-3.7L13 5.8M13 3v3h-3",
            Self::Search => "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5l3 3",
            Self::Send => "m2.5 8 11-5-4 10.5L7.5 9z",
            Self::Spinner => "M13.5 8A5.5 5.5 0 1 1 8 2.5",
            Self::Trash => "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4",
            Self::Upload => "M8 11V3M4.5 6.5 8 3l3.5 3.5M3 13h10",
            Self::User => "M8 2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM3 13.5c.4-2.6 2.3-4 5-4s4.6 1.4 5 4",
            Self::UserPlus => {
                "M6.5 2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5zM2 13.5c.4-2.6 2-4 4.5-4s4.1 1.4 4.5 4M12 4.5v4M10 6.5h4"
            }
            Self::Users => {
                "M6 3a2.3 2.3 0 1 1 0 4.6A2.3 2.3 0 0 1 6 3zM1.5 13c.4-2.4 2-3.6 4.5-3.6s4.1 1.2 4.5 3.6M10.5 3.2a2.2 2.2 0 0 1 0 4.2M12 9.7c1.5.5 2.3 1.6 2.5 3.3"
            }
        }
    }
}

/// Draws an icon, hidden from screen readers.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Glyph, Icon};
///
/// let html = dioxus_ssr::render_element(rsx! { p { Glyph { icon: Icon::Lock } " Private" } });
/// assert!(html.contains(r#"aria-hidden="true""#));
/// ```
#[part]
pub fn Glyph(icon: Icon) -> Element {
    rsx! {
        svg {
            class: "portal-icon",
            "data-icon": match icon {
                Icon::Spinner => Some("spinner"),
                // Mirrored where text runs from right to left.
                Icon::ArrowLeft | Icon::ChevronRight | Icon::Leave | Icon::Move | Icon::Send => Some("pointing"),
                _ => None,
            },
            "viewBox": "0 0 16 16",
            "aria-hidden": "true",
            "focusable": "false",
            path { d: icon.path() }
        }
    }
}
