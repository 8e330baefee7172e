//! Form controls with their label, hint and error.

use std::{cell::Cell, rc::Rc};

use crate::part::{Handler, part};
use dioxus::prelude::*;

use super::icon::{Glyph, Icon};
use crate::provider::use_portal;

thread_local! {
    static IDS: Cell<u32> = const { Cell::new(0) };
}

/// An id for an element, unique in the page, that stays the same as long as the component lives.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::use_id;
///
/// #[component]
/// fn Colour() -> Element {
///     let id = use_id();
///     rsx! {
///         label { r#for: "{id}", "Colour" }
///         input { id: "{id}", r#type: "color" }
///     }
/// }
/// ```
pub fn use_id() -> Rc<str> {
    use_hook(|| {
        let id = IDS.with(|ids| {
            ids.set(ids.get().wrapping_add(1));
            ids.get()
        });
        Rc::from(["portal-", &id.to_string()].concat())
    })
}

/// The id of a control's error text, as [`Field`] writes it.
///
/// ```
/// use loggia_ui::primitives::error_id;
///
/// assert_eq!(error_id("portal-7"), "portal-7-error");
/// ```
pub fn error_id(id: &str) -> String {
    [id, "-error"].concat()
}

/// The value of `aria-describedby` for a control in a [`Field`].
///
/// ```
/// use loggia_ui::primitives::described_by;
///
/// assert_eq!(described_by("portal-7", true, true).as_deref(), Some("portal-7-error portal-7-hint"));
/// assert_eq!(described_by("portal-7", false, false), None);
/// ```
pub fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some([id, "-hint"].concat()),
        (false, true) => Some(error_id(id)),
        (true, true) => Some([id, "-error ", id, "-hint"].concat()),
    }
}

/// Label, hint and error around a control, for controls that have no component here.
///
/// The control inside has the `id` given here, and [`described_by`] as its `aria-describedby`. Part: `field`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Field, described_by, use_id};
///
/// #[component]
/// fn Colour() -> Element {
///     let id = use_id();
///     rsx! {
///         Field { id: id.to_string(), label: "Colour", hint: "Of your buttons",
///             input { id: "{id}", r#type: "color", "aria-describedby": described_by(&id, true, false) }
///         }
///     }
/// }
/// ```
#[part]
pub fn Field(
    id: String,
    label: String,
    #[props(default)] hint: Option<String>,
    #[props(default)] error: Option<String>,
    /// Says "optional" beside the label.
    #[props(default)]
    optional: bool,
    /// Hides the label from sight; screen readers still read it.
    #[props(default)]
    hide_label: bool,
    children: Element,
) -> Element {
    let text = &use_portal().messages().common;
    rsx! {
        div { class: "portal-field", "part": "field", "data-invalid": error.is_some().then_some("true"),
            label { r#for: "{id}", class: if hide_label { "portal-hidden" } else { "portal-label" },
                "{label}"
                if optional {
                    span { class: "portal-optional", " ({text.optional()})" }
                }
            }
            FieldNotes { id: id.clone(), hint: hint.clone(), error: error.clone(), {children} }
        }
    }
}

/// Hint above and error below a control.
#[part]
fn FieldNotes(id: String, hint: Option<String>, error: Option<String>, children: Element) -> Element {
    rsx! {
        if let Some(hint) = hint {
            p { class: "portal-hint", id: "{id}-hint", "{hint}" }
        }
        {children}
        if let Some(error) = error {
            p { class: "portal-error-text", id: "{id}-error",
                Glyph { icon: Icon::Alert }
                span { "{error}" }
            }
        }
    }
}

/// One line of text. Part: `input`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::TextInput;
///
/// #[component]
/// fn Email(error: Option<String>) -> Element {
///     let mut value = use_signal(String::new);
///     rsx! {
///         TextInput { label: "E-mail", kind: "email", value: value(), oninput: move |text| value.set(text), error }
///     }
/// }
/// ```
#[part]
pub fn TextInput(
    label: String,
    value: String,
    oninput: Handler<String>,
    #[props(default)] id: Option<String>,
    #[props(default)] name: Option<String>,
    /// The `type` of the control: `text`, `email`, `tel`, `number`, `date`.
    #[props(default = "text")]
    kind: &'static str,
    #[props(default)] hint: Option<String>,
    #[props(default)] error: Option<String>,
    #[props(default)] required: bool,
    #[props(default)] optional: bool,
    #[props(default)] disabled: bool,
    #[props(default)] hide_label: bool,
    #[props(default)] placeholder: Option<String>,
    #[props(default)] autocomplete: Option<String>,
    #[props(default)] inputmode: Option<&'static str>,
    #[props(default)] maxlength: Option<u32>,
    #[props(default)] min: Option<String>,
    #[props(default)] max: Option<String>,
    #[props(default)] step: Option<String>,
    #[props(default)] autofocus: bool,
    #[props(default)] onblur: Option<Handler<()>>,
) -> Element {
    let own = use_id();
    let id = id.unwrap_or_else(|| own.to_string());
    rsx! {
        Field { id: id.clone(), label, hint: hint.clone(), error: error.clone(), optional, hide_label,
            input {
                class: "portal-input",
                "part": "input",
                id: "{id}",
                name,
                r#type: kind,
                value,
                required,
                disabled,
                placeholder,
                autocomplete,
                "inputmode": inputmode,
                maxlength: maxlength.map(i64::from),
                min,
                max,
                step,
                autofocus: autofocus.then_some(true),
                "aria-invalid": error.is_some().then_some("true"),
                "aria-describedby": described_by(&id, hint.is_some(), error.is_some()),
                oninput: move |event| oninput.call(event.value()),
                onblur: move |_| {
                    if let Some(onblur) = onblur {
                        onblur.call(());
                    }
                },
            }
        }
    }
}

/// Several lines of text. Part: `input`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::TextArea;
///
/// #[component]
/// fn Note() -> Element {
///     let mut value = use_signal(String::new);
///     rsx! {
///         TextArea { label: "Note", rows: 6, maxlength: 2000, value: value(), oninput: move |text| value.set(text) }
///     }
/// }
/// ```
#[part]
pub fn TextArea(
    label: String,
    value: String,
    oninput: Handler<String>,
    #[props(default)] id: Option<String>,
    #[props(default)] name: Option<String>,
    #[props(default = 4)] rows: u32,
    #[props(default)] hint: Option<String>,
    #[props(default)] error: Option<String>,
    #[props(default)] required: bool,
    #[props(default)] optional: bool,
    #[props(default)] disabled: bool,
    #[props(default)] hide_label: bool,
    #[props(default)] placeholder: Option<String>,
    #[props(default)] maxlength: Option<u32>,
    #[props(default)] onblur: Option<Handler<()>>,
) -> Element {
    let own = use_id();
    let id = id.unwrap_or_else(|| own.to_string());
    rsx! {
        Field { id: id.clone(), label, hint: hint.clone(), error: error.clone(), optional, hide_label,
            textarea {
                class: "portal-input",
                "part": "input",
                id: "{id}",
                name,
                rows: i64::from(rows),
                value,
                required,
                disabled,
                placeholder,
                maxlength: maxlength.map(i64::from),
                "aria-invalid": error.is_some().then_some("true"),
                "aria-describedby": described_by(&id, hint.is_some(), error.is_some()),
                oninput: move |event| oninput.call(event.value()),
                onblur: move |_| {
                    if let Some(onblur) = onblur {
                        onblur.call(());
                    }
                },
            }
        }
    }
}

/// One of several values.
///
/// ```
/// use loggia_ui::primitives::Choice;
///
/// let choices = vec![Choice::new("month", "Monthly"), Choice::new("year", "Yearly").with_hint("Two months are free")];
/// assert_eq!(choices[1].hint.as_deref(), Some("Two months are free"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is stored.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What it means, in a sentence.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a hint.
    ///
    /// ```
    /// use loggia_ui::primitives::Choice;
    ///
    /// assert_eq!(Choice::new("de", "Deutsch").value, "de");
    /// ```
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// The same choice with a sentence on what it means.
    ///
    /// ```
    /// use loggia_ui::primitives::Choice;
    ///
    /// let yearly = Choice::new("year", "Yearly").with_hint("Two months are free");
    /// ```
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One of many values, in a native menu. Part: `select`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Choice, Select};
///
/// #[component]
/// fn Language() -> Element {
///     let mut value = use_signal(|| "en".to_owned());
///     let choices = vec![Choice::new("en", "English"), Choice::new("de", "Deutsch")];
///     rsx! {
///         Select { label: "Language", value: value(), choices, onchange: move |chosen| value.set(chosen) }
///     }
/// }
/// ```
#[part]
pub fn Select(
    label: String,
    value: String,
    choices: Vec<Choice>,
    onchange: Handler<String>,
    #[props(default)] id: Option<String>,
    #[props(default)] name: Option<String>,
    #[props(default)] hint: Option<String>,
    #[props(default)] error: Option<String>,
    #[props(default)] required: bool,
    #[props(default)] optional: bool,
    #[props(default)] disabled: bool,
    #[props(default)] hide_label: bool,
) -> Element {
    let own = use_id();
    let id = id.unwrap_or_else(|| own.to_string());
    rsx! {
        Field { id: id.clone(), label, hint: hint.clone(), error: error.clone(), optional, hide_label,
            span { class: "portal-select",
                select {
                    class: "portal-input",
                    "part": "select",
                    id: "{id}",
                    name,
                    value: "{value}",
                    required,
                    disabled,
                    "aria-invalid": error.is_some().then_some("true"),
                    "aria-describedby": described_by(&id, hint.is_some(), error.is_some()),
                    onchange: move |event| onchange.call(event.value()),
                    for choice in choices {
                        option { key: "{choice.value}", value: "{choice.value}", selected: choice.value == value, "{choice.label}" }
                    }
                }
                Glyph { icon: Icon::ChevronDown }
            }
        }
    }
}

/// Yes or no. Part: `checkbox`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::Checkbox;
///
/// #[component]
/// fn Newsletter() -> Element {
///     let mut checked = use_signal(|| false);
///     rsx! {
///         Checkbox { label: "Write to me", checked: checked(), onchange: move |on| checked.set(on) }
///     }
/// }
/// ```
#[part]
pub fn Checkbox(
    label: String,
    checked: bool,
    onchange: Handler<bool>,
    #[props(default)] id: Option<String>,
    #[props(default)] name: Option<String>,
    #[props(default)] hint: Option<String>,
    #[props(default)] disabled: bool,
) -> Element {
    let own = use_id();
    let id = id.unwrap_or_else(|| own.to_string());
    rsx! {
        label { class: "portal-choice", "part": "checkbox", r#for: "{id}",
            input {
                r#type: "checkbox",
                id: "{id}",
                name,
                checked,
                disabled,
                "aria-describedby": described_by(&id, hint.is_some(), false),
                onchange: move |event| onchange.call(event.checked()),
            }
            ChoiceText { id: id.clone(), label, hint: hint.clone() }
        }
    }
}

#[part]
fn ChoiceText(id: String, label: String, hint: Option<String>) -> Element {
    rsx! {
        span { class: "portal-choice-text",
            span { "{label}" }
            if let Some(hint) = hint {
                span { class: "portal-hint", id: "{id}-hint", "{hint}" }
            }
        }
    }
}

/// One or several of a few values, all in sight. Part: `choices`.
///
/// ```
/// # use dioxus::prelude::*;
/// use loggia_ui::primitives::{Choice, ChoiceGroup};
///
/// #[component]
/// fn Days() -> Element {
///     let mut value = use_signal(Vec::new);
///     let choices = vec![Choice::new("sat", "Saturday"), Choice::new("sun", "Sunday")];
///     rsx! {
///         ChoiceGroup { label: "Days", choices, value: value(), multiple: true, onchange: move |days| value.set(days) }
///     }
/// }
/// ```
#[part]
pub fn ChoiceGroup(
    label: String,
    choices: Vec<Choice>,
    /// What is chosen.
    value: Vec<String>,
    /// Whether several can be chosen: checkboxes instead of radio buttons.
    #[props(default)]
    multiple: bool,
    /// What is chosen now, in the order of `choices`.
    onchange: Handler<Vec<String>>,
    #[props(default)] id: Option<String>,
    #[props(default)] hint: Option<String>,
    #[props(default)] error: Option<String>,
    #[props(default)] optional: bool,
    #[props(default)] disabled: bool,
    /// The first choice takes the focus when the dialog it is in opens.
    #[props(default)]
    autofocus: bool,
) -> Element {
    let own = use_id();
    let id = id.unwrap_or_else(|| own.to_string());
    let text = &use_portal().messages().common;
    let order: Rc<[String]> = choices.iter().map(|choice| choice.value.clone()).collect();
    rsx! {
        fieldset {
            class: "portal-field",
            "part": "choices",
            id: "{id}",
            tabindex: "-1",
            disabled,
            "data-invalid": error.is_some().then_some("true"),
            "aria-describedby": described_by(&id, hint.is_some(), error.is_some()),
            legend { class: "portal-label",
                "{label}"
                if optional {
                    span { class: "portal-optional", " ({text.optional()})" }
                }
            }
            FieldNotes { id: id.clone(), hint: hint.clone(), error: error.clone(),
                div { class: "portal-choices",
                    for (index , choice) in choices.into_iter().enumerate() {
                        label { key: "{choice.value}", class: "portal-choice", r#for: "{id}-{index}",
                            input {
                                r#type: if multiple { "checkbox" } else { "radio" },
                                id: "{id}-{index}",
                                name: "{id}",
                                value: "{choice.value}",
                                checked: value.contains(&choice.value),
                                autofocus: (autofocus && index == 0).then_some(true),
                                "aria-invalid": error.is_some().then_some("true"),
                                "aria-describedby": choice.hint.is_some().then(|| format!("{id}-{index}-hint")),
                                onchange: {
                                    let (this, value, order) = (choice.value.clone(), value.clone(), order.clone());
                                    move |event: FormEvent| {
                                        let on = event.checked();
                                        let chosen = |one: &&String| {
                                            if **one == this { on || !multiple } else { multiple && value.contains(one) }
                                        };
                                        onchange.call(order.iter().filter(chosen).cloned().collect());
                                    }
                                },
                            }
                            ChoiceText { id: format!("{id}-{index}"), label: choice.label.clone(), hint: choice.hint.clone() }
                        }
                    }
                }
            }
        }
    }
}
