//! Parts whose code comes to the browser after that of their widget: `#[part(later)]`.
//!
//! Most of what a widget can do is behind a button: dialogs, forms, whole views. Whoever never presses it needs none of
//! that code, and whoever does has waited for less until then. The build puts what such parts alone need into a second
//! module (`xtask/src/split.rs`); a program that is not built that way has all code at once, and nothing here waits.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use dioxus::{core::schedule_update, prelude::*};

use crate::{
    part::part,
    primitives::{Button, EmptyState, Icon, Skeleton},
    provider::use_portal,
};

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Here,
    /// It is to be asked for.
    Apart,
    Asked,
    Failed,
}

#[derive(Default)]
struct Later {
    state: State,
    ask: Option<Rc<dyn Fn()>>,
    /// The parts that wait.
    waiting: Vec<Arc<dyn Fn() + Send + Sync>>,
}

thread_local! {
    static LATER: RefCell<Later> = RefCell::default();
}

/// Says that the code of some parts is not there yet, and whom to call when it is wanted: answer with [`arrived`], then
/// or later.
///
/// Only for programs whose build takes that code out, such as the custom elements.
///
/// ```
/// loggia_ui::later::on_wanted(|| {
///     // Load it, and then:
///     loggia_ui::later::arrived(true);
/// });
/// ```
pub fn on_wanted(ask: impl Fn() + 'static) {
    LATER.with_borrow_mut(|later| {
        later.state = State::Apart;
        later.ask = Some(Rc::new(ask));
    });
}

/// Says whether the code that was wanted is there now. If it could not be had, people see that, and can try again.
///
/// ```
/// loggia_ui::later::arrived(true);
/// ```
pub fn arrived(whether: bool) {
    let waiting = LATER.with_borrow_mut(|later| {
        later.state = if whether { State::Here } else { State::Failed };
        std::mem::take(&mut later.waiting)
    });
    for update in waiting {
        update();
    }
}

/// Whether parts that come later can be drawn.
pub(crate) fn is_here() -> bool {
    LATER.with_borrow(|later| later.state == State::Here)
}

/// What a part is as long as its code is not there. Uses no hook: the part itself has others.
pub(crate) fn waiting(view: bool) -> Element {
    let update = schedule_update();
    let state = LATER.with_borrow_mut(|later| {
        later.waiting.push(update);
        later.state
    });
    if state == State::Apart {
        want();
    }
    // It may have answered at once: then this is drawn again.
    rsx! {
        Waiting { view, failed: state == State::Failed }
    }
}

/// Asks for the code.
fn want() {
    let ask = LATER.with_borrow_mut(|later| {
        later.state = State::Asked;
        later.ask.clone()
    });
    // Outside of the borrow: it may answer at once.
    if let Some(ask) = ask {
        ask();
    }
}

/// Asks again, and lets those who wait say so.
fn retry() {
    let waiting = LATER.with_borrow_mut(|later| std::mem::take(&mut later.waiting));
    want();
    for update in waiting {
        update();
    }
}

/// `view`: in place of a whole view, not of a dialog.
#[part]
fn Waiting(view: bool, failed: bool) -> Element {
    let text = &use_portal().messages().common;
    let content = if failed {
        rsx! {
            EmptyState { title: text.failed_title(), message: text.error_offline(), icon: Icon::Alert,
                Button { icon: Icon::Refresh, onclick: move |_| retry(), "{text.retry()}" }
            }
        }
    } else if view {
        rsx! {
            Skeleton {}
        }
    } else {
        rsx! {
            p { "{text.loading()}" }
        }
    };
    rsx! {
        div {
            class: if !view { "portal-later" },
            role: if failed { "alert" } else if !view { "status" },
            "data-failed": failed.then_some("true"),
            {content}
        }
    }
}
