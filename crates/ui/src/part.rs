//! What every part (a component made with [`part`](loggia_ui_macros::part)) shares: one kind of props for Dioxus,
//! whatever is in them, and event handlers that are made in one place.
//!
//! A kilobyte of wasm less for each component is worth these lines: nothing here is about what a part does.

use std::{any::Any, cell::RefCell, pin::Pin, rc::Rc};

pub(crate) use dioxus::core::internal::generational_box::Owner;
use dioxus::core::{Callback, ComponentFunction, Element, Properties, VComponent, with_owner};
use dioxus::prelude::{ReadableExt, Signal, WritableExt, spawn, use_callback, use_hook};
pub(crate) use loggia_ui_macros::part;

use crate::dom::Mounted;

/// A required prop that was given.
pub struct Given;
/// A required prop that was not given yet.
pub struct Missing;

/// What happens when something happens: a callback of the component around. Cheap to copy.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::{Handler, primitives::Button};
///
/// /// A component of yours passes its callback on.
/// #[component]
/// fn Save(onclick: EventHandler<MouseEvent>) -> Element {
///     rsx! {
///         Button { onclick: Handler::from(onclick), "Save" }
///     }
/// }
/// ```
pub struct Handler<T: 'static>(Callback<T>);

impl<T> Handler<T> {
    /// Calls it.
    ///
    /// ```
    /// # use loggia_ui::Handler;
    /// fn open(case: &str, on_navigate: Handler<String>) {
    ///     on_navigate.call(case.to_owned());
    /// }
    /// ```
    #[inline(never)]
    pub fn call(&self, event: T) {
        self.0.call(event);
    }
}

impl<T> Clone for Handler<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handler<T> {}

impl<T> PartialEq for Handler<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> From<Callback<T>> for Handler<T> {
    fn from(callback: Callback<T>) -> Self {
        Self(callback)
    }
}

/// What can be given as an event handler: a closure, a handler, a callback. `Marker` tells them apart.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::Button;
///
/// #[component]
/// fn Buttons(onclick: EventHandler<MouseEvent>) -> Element {
///     rsx! {
///         Button { onclick: move |_| println!("clicked"), "A closure" }
///         Button { onclick, "A callback" }
///     }
/// }
/// ```
pub trait IntoHandler<T: 'static, Marker> {
    #[doc(hidden)]
    fn into_handler(self, owner: &Owner) -> Option<Handler<T>>;
}

#[doc(hidden)]
pub struct IsHandler;

impl<T: 'static> IntoHandler<T, IsHandler> for Handler<T> {
    fn into_handler(self, _owner: &Owner) -> Option<Self> {
        Some(self)
    }
}

impl<T: 'static> IntoHandler<T, IsHandler> for Callback<T> {
    fn into_handler(self, _owner: &Owner) -> Option<Handler<T>> {
        Some(Handler(self))
    }
}

impl<T: 'static> IntoHandler<T, IsHandler> for Option<Handler<T>> {
    fn into_handler(self, _owner: &Owner) -> Self {
        self
    }
}

#[doc(hidden)]
pub struct IsClosure;

impl<T: 'static, F: FnMut(T) + 'static> IntoHandler<T, IsClosure> for F {
    fn into_handler(self, owner: &Owner) -> Option<Handler<T>> {
        Some(owned_handler(owner, Box::new(self)))
    }
}

/// A handler that stays the same while what it does follows each render.
pub(crate) fn use_handler<T: 'static>(call: impl FnMut(T) + 'static) -> Handler<T> {
    #[inline(never)]
    fn used<T: 'static>(call: Box<dyn FnMut(T)>) -> Handler<T> {
        Handler(use_callback(call))
    }
    used(Box::new(call))
}

/// A signal of the component: Dioxus's, compiled once for each type instead of once for each place.
pub(crate) fn use_signal<T: 'static>(mut first: impl FnMut() -> T) -> Signal<T> {
    #[inline(never)]
    fn used<T: 'static>(first: &mut dyn FnMut() -> T) -> Signal<T> {
        dioxus::hooks::use_signal(first)
    }
    used(&mut first)
}

/// Runs a task as long as the component is there.
pub(crate) fn use_task(mut task: impl FnMut() -> Pin<Box<dyn Future<Output = ()>>>) {
    #[inline(never)]
    fn used(task: &mut dyn FnMut() -> Pin<Box<dyn Future<Output = ()>>>) {
        use_hook(|| spawn(task()));
    }
    used(&mut task);
}

/// Gives a signal a value, and tells nobody if it is the one it has.
#[inline(never)]
pub(crate) fn keep_at<T: Clone + PartialEq + 'static>(mut signal: Signal<T>, value: &T) {
    if *signal.peek() != *value {
        signal.set(value.clone());
    }
}

/// The place of an element of the component, once it is on the screen.
pub(crate) fn use_element() -> Rc<RefCell<Option<Mounted>>> {
    use_hook(Rc::default)
}

#[inline(never)]
fn owned_handler<T: 'static>(owner: &Owner, call: Box<dyn FnMut(T)>) -> Handler<T> {
    Handler(with_owner(owner.clone(), move || Callback::new(call)))
}

/// The handler that is known, leading to where the new one leads.
#[inline(never)]
pub(crate) fn relink<T>(known: Option<Handler<T>>, new: Option<Handler<T>>) -> Option<Handler<T>> {
    match (known, new) {
        (Some(mut known), Some(new)) => {
            known.0.__point_to(&new.0);
            Some(known)
        }
        _ => new,
    }
}

/// The props of a part, with the part.
pub(crate) trait Part: Any {
    /// Renders.
    fn draw(&self) -> Element;
    /// The props to go on with when `new` ones come; nothing, when they say the same.
    fn renewed(&self, new: Rc<dyn Part>) -> Option<Rc<dyn Part>>;
}

/// The props of any part, as Dioxus sees them.
#[derive(Clone)]
struct AnyPart(Rc<dyn Part>);

impl Properties for AnyPart {
    type Builder = ();
    fn builder() {}
    fn memoize(&mut self, new: &Self) -> bool {
        match self.0.renewed(new.0.clone()) {
            Some(renewed) => {
                self.0 = renewed;
                false
            }
            None => true,
        }
    }
}

/// The function of any part: it is in the props. The address tells Dioxus which part it is.
#[derive(Clone)]
struct Draw(usize);

impl ComponentFunction<AnyPart> for Draw {
    fn fn_ptr(&self) -> usize {
        self.0
    }
    fn rebuild(&self, props: AnyPart) -> Element {
        props.0.draw()
    }
}

/// A part for Dioxus.
#[inline(never)]
pub(crate) fn component(part: Box<dyn Part>, address: usize) -> VComponent {
    // Without its name: nothing but development tools shows it.
    VComponent::new(Draw(address), AnyPart(Rc::from(part)), "")
}
