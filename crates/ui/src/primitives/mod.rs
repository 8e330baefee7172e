//! Accessible building blocks without business meaning.
//!
//! ```
//! # use dioxus::prelude::*;
//! use loggia_ui::primitives::{Button, Icon, Pill, Tone, Variant};
//!
//! #[component]
//! fn Invoice(on_pay: EventHandler<MouseEvent>) -> Element {
//!     rsx! {
//!         Pill { label: "Overdue", tone: Tone::Warning, icon: Icon::Clock }
//!         Button { variant: Variant::Primary, onclick: on_pay, "Pay" }
//!     }
//! }
//! ```

mod button;
mod dialog;
mod display;
mod field;
mod icon;
mod menu;
pub(crate) mod notices;
mod search;
mod states;
mod table;

pub use crate::dom::{Mounted, focus, focus_id};
pub use button::{Button, IconButton, Variant};
pub use dialog::{ConfirmDialog, Dialog, InlineError};
pub use display::{Avatar, Day, FileTile, Pill, Progress, RelativeTime, StatusPill, Tone, status_look};
pub use field::{Checkbox, Choice, ChoiceGroup, Field, Select, TextArea, TextInput, described_by, error_id, use_id};
pub use icon::{Glyph, Icon};
pub use menu::{Menu, MenuItem};
pub use search::SearchField;
pub use states::{DeniedState, EmptyState, ErrorState, LoadMore, NoResults, Skeleton, StaleNotice, SupportLink};
pub use table::{Cell, ColumnKind, Row, RowTitle, Table};
