//! Dropping files onto an area.

use crate::part::{Handler, use_handler, use_signal};
use dioxus::{
    html::{FileData, HasFileData},
    prelude::*,
};

/// Whether something is dragged over the area, and the handlers that find out.
pub(crate) struct DragState {
    pub(crate) dragging: bool,
    pub(crate) enter: Handler<DragEvent>,
    pub(crate) over: Handler<DragEvent>,
    pub(crate) leave: Handler<DragEvent>,
    pub(crate) drop: Handler<DragEvent>,
}

/// Takes dropped files. The area is told of each element inside that is entered and left, so it counts.
pub(crate) fn use_drag(ondrop: Handler<Vec<FileData>>) -> DragState {
    let mut depth = use_signal(|| 0_u32);
    let enter = use_handler(move |event: DragEvent| {
        event.prevent_default();
        depth.with_mut(|depth| *depth = depth.saturating_add(1));
    });
    // Without this the browser would open the file instead.
    let over = use_handler(move |event: DragEvent| event.prevent_default());
    let leave = use_handler(move |_: DragEvent| depth.with_mut(|depth| *depth = depth.saturating_sub(1)));
    let drop = use_handler(move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        depth.set(0);
        let files = event.files();
        if !files.is_empty() {
            ondrop.call(files);
        }
    });
    DragState { dragging: depth() > 0, enter, over, leave, drop }
}
