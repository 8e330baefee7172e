//! Lists come in pages.

use loggia_types_derive::Decode;
use serde::{Deserialize, Serialize};

/// One page of a list. Ask for the next with `?cursor=` set to [`next_cursor`](Self::next_cursor).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Decode)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items, in the order that was asked for.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last page. Opaque: its content may change at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many items the whole list has under the same filters, where the resource counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
}

/// How many items a page has when the caller does not say.
pub const DEFAULT_LIMIT: u32 = 25;
/// How many items a page has at the most.
pub const MAX_LIMIT: u32 = 100;
