//! Lists: one page at a time, or every item as a stream.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use loggia_types::{Page, page::MAX_LIMIT};
use serde::Serialize;

use crate::{BoxFuture, MaybeSend, Result};

/// Which part of a list without filters to get.
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// use loggia_client::PageQuery;
///
/// let first = client.organizations().list(&PageQuery { limit: Some(50), cursor: None }).await?;
/// if first.next_cursor.is_some() {
///     let second = PageQuery { limit: Some(50), cursor: first.next_cursor };
///     let more = client.organizations().list(&second).await?;
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageQuery {
    /// How many items at the most: 1 to 100. Absent: 25.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on: a page's `next_cursor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl PageQuery {
    /// The first page, as large as pages get.
    pub(crate) fn largest() -> Self {
        Self { limit: Some(MAX_LIMIT), cursor: None }
    }
}

#[cfg(not(target_arch = "wasm32"))]
type Fetch<T> = Box<dyn FnMut(Option<String>) -> BoxFuture<'static, Result<Page<T>>> + Send>;
#[cfg(target_arch = "wasm32")]
type Fetch<T> = Box<dyn FnMut(Option<String>) -> BoxFuture<'static, Result<Page<T>>>>;

/// Every item of a list, page after page. A page is asked for when the one before it is used up; the first error ends
/// the stream.
///
/// ```no_run
/// # async fn example(client: loggia_client::Client) -> Result<(), loggia_client::Error> {
/// use futures_util::TryStreamExt;
/// use loggia_client::types::cases::CaseQuery;
///
/// let mut cases = client.cases().stream(CaseQuery::default());
/// while let Some(case) = cases.try_next().await? {
///     println!("{}", case.reference);
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing unless it is read"]
pub struct PageStream<T> {
    fetch: Fetch<T>,
    pending: Option<BoxFuture<'static, Result<Page<T>>>>,
    items: VecDeque<T>,
    next: Next,
}

enum Next {
    Page(Option<String>),
    End,
}

impl<T> PageStream<T> {
    pub(crate) fn new<F>(start: Option<String>, fetch: F) -> Self
    where
        F: FnMut(Option<String>) -> BoxFuture<'static, Result<Page<T>>> + MaybeSend + 'static,
    {
        Self { fetch: Box::new(fetch), pending: None, items: VecDeque::new(), next: Next::Page(start) }
    }
}

// Nothing in it is pinned: the future of the next page is on the heap.
impl<T> Unpin for PageStream<T> {}

impl<T> Stream for PageStream<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let mut pending = match this.pending.take() {
                Some(pending) => pending,
                None => match std::mem::replace(&mut this.next, Next::End) {
                    Next::Page(cursor) => (this.fetch)(cursor),
                    Next::End => return Poll::Ready(None),
                },
            };
            match pending.as_mut().poll(context) {
                Poll::Pending => {
                    this.pending = Some(pending);
                    return Poll::Pending;
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Ok(page)) => {
                    this.items = page.items.into();
                    if let Some(cursor) = page.next_cursor {
                        this.next = Next::Page(Some(cursor));
                    }
                }
            }
        }
    }
}

impl<T> std::fmt::Debug for PageStream<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageStream").finish_non_exhaustive()
    }
}
