//! Parts whose code comes to the browser after that of their widget: `#[part(later)]`.
//!
//! Most of what a widget can do is behind a button: dialogs, forms, whole views. Whoever never presses it needs none of
//! that code, and whoever does has waited for less until then. The build puts what such parts alone need into a second
//! module (`xtask/src/split/`); a program that is not built that way has all code at once, and nothing here waits.
//!
//! ```
//! use loggia_ui::later;
//!
//! // What the custom elements do where the build took code out.
//! later::on_wanted(|| println!("somebody opens a dialog: fetch the rest, then call `arrived`"));
//! later::arrived(true);
//! ```

use std::{cell::RefCell, rc::Rc, sync::Arc};

use dioxus::{core::schedule_update, prelude::*};

use crate::{
    dom,
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

/// Whether code that comes later is there. If it is not, it is asked for, and the component that asks is drawn again when
/// it came. Once it could not be had, a person says when to try again.
///
/// # Panics
/// Where no component is being drawn and the code is not there.
///
/// ```
/// # use dioxus::prelude::*;
/// #[component]
/// fn Chart() -> Element {
///     if !loggia_ui::later::is_here() { return rsx! { p { "Loading" } } }
///     rsx! { p { "What only the later code draws" } }
/// }
/// ```
pub fn is_here() -> bool {
    let state = LATER.with_borrow(|later| later.state);
    if state == State::Here {
        return true;
    }
    let update = schedule_update();
    LATER.with_borrow_mut(|later| later.waiting.push(update));
    if state == State::Apart {
        want();
    }
    // It may have answered at once: then the component is drawn again.
    false
}

/// What a part is as long as its code is not there. Uses no hook: the part itself has others.
pub(crate) fn waiting(view: bool) -> Element {
    let failed = LATER.with_borrow(|later| later.state == State::Failed);
    rsx! {
        Waiting { view, failed }
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
    if view && !failed {
        return content;
    }
    rsx! {
        div {
            class: if !view { "portal-later" },
            role: if failed { "alert" } else { "status" },
            popover: if !view { "manual" },
            onmounted: move |event| if !view { dom::show_popover(&event.data()) },
            {content}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, rc::Rc};

    use loggia_types::Role;

    use super::*;
    use crate::{
        Scheme,
        testing::{Stage, session},
    };

    #[part(later)]
    fn Dialog(title: &'static str) -> Element {
        let said = use_hook(|| "Are you sure?");
        rsx! {
            h2 { "{title}: {said}" }
        }
    }

    #[part(later_view)]
    fn View(title: &'static str) -> Element {
        rsx! {
            h2 { "{title}" }
        }
    }

    #[component]
    fn Both() -> Element {
        rsx! {
            Dialog { title: "Leave" }
            View { title: "A form" }
        }
    }

    fn shown(stage: &Stage) -> String {
        dioxus_ssr::render(&stage.dom("de", Scheme::Light, Both))
    }

    #[tokio::test]
    async fn what_comes_later_is_asked_for_once_and_a_person_says_when_to_try_again() {
        let stage = Stage::new(Some(session(Role::Owner)));
        assert!(shown(&stage).contains("Leave: Are you sure?"), "nothing was taken out");

        let asked = Rc::new(Cell::new(0));
        let count = asked.clone();
        on_wanted(move || count.set(count.get() + 1));
        assert_eq!(asked.get(), 0, "nobody wants it yet");
        let html = shown(&stage);
        assert!(!html.contains("<h2"), "{html}");
        assert!(html.contains("class=\"portal-later\" role=\"status\" popover"), "{html}");
        assert!(html.contains("portal-skeleton"), "a whole view has the shape of one: {html}");
        assert_eq!(asked.get(), 1);

        arrived(false);
        let html = shown(&stage);
        assert!(html.contains("role=\"alert\"") && html.contains("Erneut versuchen"), "{html}");
        assert_eq!(asked.get(), 1);
        retry();
        assert_eq!(asked.get(), 2);
    }

    #[tokio::test]
    async fn a_part_that_waits_is_drawn_again_when_it_came_with_the_hooks_it_has_then() {
        let stage = Stage::new(Some(session(Role::Owner)));
        on_wanted(|| {});
        let mut dom = stage.dom("de", Scheme::Light, Both);
        arrived(true);
        dom.render_immediate(&mut dioxus::core::NoOpMutations);
        let html = dioxus_ssr::render(&dom);
        assert!(html.contains("Leave: Are you sure?") && html.contains("A form"), "{html}");
        assert!(!html.contains("portal-skeleton"), "{html}");
    }
}
