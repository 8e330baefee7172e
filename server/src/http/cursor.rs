//! Pages by keyset: a cursor holds the sort key of the last item, opaque to clients.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use loggia_types::{
    Page,
    page::{DEFAULT_LIMIT, MAX_LIMIT},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::error::{Error, Result};

const LONGEST_CURSOR: usize = 2048;

/// The query parameters of lists without filters.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    /// How many at the most: 1 to 100. Absent: 25.
    #[param(minimum = 1, maximum = 100)]
    pub(super) limit: Option<u32>,
    /// Where to go on: a page's `next_cursor`.
    pub(super) cursor: Option<String>,
}

/// Writes a sort key as a cursor.
///
/// # Errors
/// When the key cannot be written as JSON.
pub fn encode_cursor<K: Serialize>(key: &K) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(crate::store::to_json(key)?))
}

/// Reads the sort key of a cursor. A cursor of another list does not fit its type.
///
/// # Errors
/// `malformed_request` naming `?cursor`.
pub fn decode_cursor<K: DeserializeOwned>(cursor: Option<&str>) -> Result<Option<K>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let refuse = || Error::malformed("?cursor", "expected the next_cursor of a page of this list");
    if cursor.len() > LONGEST_CURSOR {
        return Err(refuse());
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refuse())?;
    if bytes.contains(&0) || bytes.windows(6).any(|part| part == br"\u0000") {
        return Err(refuse());
    }
    serde_json::from_slice(&bytes).map(Some).map_err(|_| refuse())
}

/// How many items a page has.
///
/// # Errors
/// `malformed_request` naming `?limit`.
pub fn page_size(limit: Option<u32>) -> Result<usize> {
    match limit.unwrap_or(DEFAULT_LIMIT) {
        limit @ 1..=MAX_LIMIT => Ok(limit as usize),
        _ => Err(Error::malformed("?limit", format!("expected 1 to {MAX_LIMIT}"))),
    }
}

/// Makes a page of `size` items from up to `size + 1`: whether there is one more says whether the list goes on.
/// `key` is an item's sort key.
///
/// # Errors
/// When a sort key cannot be written.
pub fn page<T, K: Serialize>(
    mut items: Vec<T>,
    size: usize,
    total: Option<i64>,
    key: impl Fn(&T) -> K,
) -> Result<Page<T>> {
    let more = items.len() > size;
    items.truncate(size);
    let next_cursor = match items.last() {
        Some(last) if more => Some(encode_cursor(&key(last))?),
        _ => None,
    };
    Ok(Page { items, next_cursor, total: total.and_then(|total| total.try_into().ok()) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let cursor = encode_cursor(&("Amira", 7)).unwrap();
        assert_eq!(decode_cursor::<(String, i64)>(Some(&cursor)).unwrap(), Some(("Amira".to_owned(), 7)));
    }

    #[test]
    fn a_cursor_that_is_none_is_refused_by_name() {
        for text in ["", "!", "bm90IGpzb24", &"a".repeat(5000)] {
            let problem = decode_cursor::<(String, i64)>(Some(text)).unwrap_err().into_problem();
            assert_eq!(problem.status, 400);
            assert_eq!(problem.errors[0].pointer, "?cursor");
        }
    }

    #[test]
    fn the_last_page_has_no_next() {
        let two = page(vec![1, 2], 2, None, |item| *item).unwrap();
        assert_eq!((two.items.len(), two.next_cursor), (2, None));
        let more = page(vec![1, 2, 3], 2, Some(9), |item| *item).unwrap();
        assert_eq!((more.items, more.total), (vec![1, 2], Some(9)));
        assert_eq!(decode_cursor::<i32>(more.next_cursor.as_deref()).unwrap(), Some(2));
    }
}
