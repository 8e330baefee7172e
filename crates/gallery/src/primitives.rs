//! Every primitive, in its states, as HTML.

use chrono::TimeDelta;
use dioxus::prelude::*;
use loggia_client::Client;
use loggia_types::{Permission, cases::PublicStatus};
use loggia_ui::{
    Density, PortalProvider, Scheme, clock,
    primitives::{
        Avatar, Button, Cell, Checkbox, Choice, ChoiceGroup, ColumnKind, ConfirmDialog, Day, DeniedState, Dialog,
        EmptyState, FileTile, Glyph, Icon, IconButton, InlineError, LoadMore, Menu, MenuItem, NoResults, Pill,
        Progress, RelativeTime, Row, RowTitle, SearchField, Select, Skeleton, StaleNotice, StatusPill, SupportLink,
        Table, TextArea, TextInput, Tone, Variant,
    },
};
use serde::Serialize;

/// The languages that the gallery can be shown in.
pub(crate) const LOCALES: &[&str] = &["en", "de", "fr", "es", "ja", "ar", "en-XA"];

/// A primitive, rendered.
#[derive(Serialize)]
pub(crate) struct Specimen {
    name: &'static str,
    /// The portal's root element with the primitive in it, in the light scheme.
    html: String,
    /// A dialog or a menu lies over the page: it is shown by itself.
    alone: bool,
}

/// A primitive's name, and what draws it.
type Named = (&'static str, fn() -> Element);

/// Every primitive in this language.
pub(crate) fn specimens(locale: &str) -> Vec<Specimen> {
    let in_place: [Named; 12] = [
        ("Buttons", buttons),
        ("Icon buttons", icon_buttons),
        ("Text fields", text_fields),
        ("Choices", choices),
        ("Search", search),
        ("Table", table),
        ("Pills", pills),
        ("People, files, times", small_things),
        ("Progress", progress),
        ("States", states),
        ("Notices", notices),
        ("Icons", icons),
    ];
    let over: [Named; 3] = [("Dialog", dialog), ("Confirmation", confirmation), ("Menu", menu)];
    let all = in_place.into_iter().map(|one| (one, false)).chain(over.into_iter().map(|one| (one, true)));
    all.map(|((name, draw), alone)| Specimen { name, html: html(locale, draw), alone }).collect()
}

fn html(locale: &str, draw: fn() -> Element) -> String {
    let client = match Client::builder("http://127.0.0.1:9").api_key("sk_none").build() {
        Ok(client) => client,
        Err(error) => return error.to_string(),
    };
    let mut dom = VirtualDom::new_with_props(frame, Frame { client, locale: locale.to_owned(), draw });
    dom.rebuild_in_place();
    dioxus_ssr::render(&dom)
}

#[derive(Clone, Props)]
struct Frame {
    client: Client,
    locale: String,
    draw: fn() -> Element,
}

impl PartialEq for Frame {
    fn eq(&self, _other: &Self) -> bool {
        false
    }
}

fn frame(props: Frame) -> Element {
    rsx! {
        PortalProvider {
            client: props.client,
            locale: props.locale,
            scheme: Scheme::Light,
            density: Density::Comfortable,
            Drawn { drawing: Drawing(props.draw) }
        }
    }
}

/// What is drawn. It is drawn once: whether it is another one is never asked.
#[derive(Clone)]
struct Drawing(fn() -> Element);

impl PartialEq for Drawing {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

#[component]
fn Drawn(drawing: Drawing) -> Element {
    (drawing.0)()
}

fn buttons() -> Element {
    rsx! {
        div { class: "gallery-row",
            Button { variant: Variant::Primary, icon: Icon::Plus, "Primary" }
            Button { "Default" }
            Button { variant: Variant::Ghost, "Ghost" }
            Button { variant: Variant::Danger, icon: Icon::Trash, "Danger" }
            Button { pressed: true, "Pressed" }
            Button { busy: true, "Busy" }
            Button { disabled: true, "Disabled" }
            Button { variant: Variant::Primary, disabled: true, "Disabled" }
        }
    }
}

fn icon_buttons() -> Element {
    rsx! {
        div { class: "gallery-row",
            IconButton { icon: Icon::Edit, label: "Rename" }
            IconButton { icon: Icon::Download, label: "Download", busy: true }
            IconButton { icon: Icon::Trash, label: "Delete", disabled: true }
        }
    }
}

fn text_fields() -> Element {
    rsx! {
        div { class: "gallery-stack",
            TextInput { label: "Order number", value: "88-2041", oninput: |_| {} }
            TextInput { label: "Reference", value: "", hint: "On the delivery note", optional: true, oninput: |_| {} }
            TextInput { label: "E-mail address", value: "dana@", kind: "email", error: "Enter a complete e-mail address", oninput: |_| {} }
            TextInput { label: "Region", value: "North", disabled: true, oninput: |_| {} }
            TextArea { label: "What should we know?", value: "Two pallets are wet.", hint: "What the driver said", oninput: |_| {} }
            TextArea { label: "Reply", value: "", error: "Write a reply", oninput: |_| {} }
        }
    }
}

fn some_choices() -> Vec<Choice> {
    vec![
        Choice::new("packaging", "Packaging damaged"),
        Choice::new("goods", "Goods damaged").with_hint("Packaging, too"),
        Choice::new("missing", "Goods missing"),
    ]
}

fn choices() -> Element {
    rsx! {
        div { class: "gallery-stack",
            Select { label: "Role", value: "goods", choices: some_choices(), onchange: |_| {} }
            Select { label: "Country", value: "goods", choices: some_choices(), error: "Choose a country", onchange: |_| {} }
            ChoiceGroup { label: "What happened?", value: vec!["goods".to_owned()], choices: some_choices(), onchange: |_| {} }
            ChoiceGroup { label: "What did you notice?", multiple: true, value: vec!["goods".to_owned()], choices: some_choices(), error: "Choose at most one", onchange: |_| {} }
            Checkbox { label: "Only open ones", checked: true, onchange: |_| {} }
            Checkbox { label: "With attachments", hint: "Larger", checked: false, disabled: true, onchange: |_| {} }
        }
    }
}

fn search() -> Element {
    rsx! {
        div { class: "gallery-stack",
            SearchField { label: "Search by name", onsearch: |_| {} }
            SearchField { label: "Search by number", value: "88-2041", onsearch: |_| {} }
        }
    }
}

fn table() -> Element {
    let columns = || {
        vec![
            (ColumnKind::Main, "Name".to_owned()),
            (ColumnKind::Detail, "Role".to_owned()),
            (ColumnKind::Extra, "Last active".to_owned()),
            (ColumnKind::Actions, "Actions".to_owned()),
        ]
    };
    rsx! {
        Table { label: "People", columns: columns(),
            for (index , name) in ["Dana Okafor", "Mia Brandt"].into_iter().enumerate() {
                Row { key: "{name}", selected: index == 1,
                    Cell { kind: ColumnKind::Main,
                        RowTitle {
                            picture: rsx! { Avatar { name } },
                            title: rsx! { "{name}" },
                            meta: rsx! { "larkspur.example" },
                        }
                    }
                    Cell { "Owner" }
                    Cell { kind: ColumnKind::Extra, RelativeTime { at: clock::now() - TimeDelta::hours(3) } }
                    Cell { kind: ColumnKind::Actions, IconButton { icon: Icon::More, label: "More actions for {name}" } }
                }
            }
        }
    }
}

fn pills() -> Element {
    let tones = [
        (Tone::Neutral, "Neutral"),
        (Tone::Info, "Info"),
        (Tone::Success, "Success"),
        (Tone::Warning, "Warning"),
        (Tone::Danger, "Danger"),
        (Tone::Accent, "Accent"),
    ];
    let statuses = [
        (PublicStatus::Submitted, "Received"),
        (PublicStatus::ActionNeeded, "Waiting for you"),
        (PublicStatus::InProgress, "Being handled"),
        (PublicStatus::Completed, "Done"),
        (PublicStatus::Declined, "Declined"),
        (PublicStatus::Cancelled, "Cancelled"),
    ];
    rsx! {
        div { class: "gallery-row",
            for (tone , label) in tones {
                Pill { key: "{label}", label, tone }
            }
        }
        div { class: "gallery-row",
            for (status , label) in statuses {
                StatusPill { key: "{label}", status, label }
            }
        }
    }
}

fn small_things() -> Element {
    rsx! {
        div { class: "gallery-row",
            Avatar { name: "Dana Okafor" }
            Avatar { name: "Warehouse", icon: Icon::Key, tone: Tone::Info }
            for name in ["a.pdf", "b.xlsx", "c.docx", "d.png", "e.zip", "f"] {
                FileTile { key: "{name}", name }
            }
            RelativeTime { at: clock::now() - TimeDelta::hours(3) }
            Day { at: clock::now() - TimeDelta::days(400) }
        }
    }
}

fn progress() -> Element {
    rsx! {
        div { class: "gallery-stack",
            Progress { label: "Sending", value: 0.4 }
            Progress { label: "Checking" }
        }
    }
}

fn states() -> Element {
    rsx! {
        EmptyState { title: "No documents yet", message: "What we send each other is kept here.",
            Button { variant: Variant::Primary, "Upload a document" }
        }
        NoResults { on_clear: |()| {} }
        DeniedState { permission: Permission::AuditRead }
        Skeleton { rows: 2 }
    }
}

fn notices() -> Element {
    rsx! {
        div { class: "gallery-stack",
            StaleNotice { on_retry: |()| {} }
            InlineError { message: "It could not be sent. Try again." }
            LoadMore { busy: false, onclick: |()| {} }
            SupportLink { email: "help@fernhill.example" }
        }
    }
}

fn icons() -> Element {
    let all = [
        Icon::Alert,
        Icon::ArrowLeft,
        Icon::Calendar,
        Icon::Check,
        Icon::CheckCircle,
        Icon::ChevronDown,
        Icon::ChevronRight,
        Icon::Clock,
        Icon::Close,
        Icon::CloseCircle,
        Icon::Copy,
        Icon::Document,
        Icon::Download,
        Icon::Edit,
        Icon::Filter,
        Icon::Flag,
        Icon::Folder,
        Icon::History,
        Icon::Inbox,
        Icon::Info,
        Icon::Key,
        Icon::Leave,
        Icon::Lock,
        Icon::Mail,
        Icon::Message,
        Icon::More,
        Icon::Move,
        Icon::Plus,
        Icon::Refresh,
        Icon::Search,
        Icon::Send,
        Icon::Spinner,
        Icon::Trash,
        Icon::Upload,
        Icon::User,
        Icon::UserPlus,
        Icon::Users,
    ];
    rsx! {
        div { class: "gallery-row",
            for (index , icon) in all.into_iter().enumerate() {
                Glyph { key: "{index}", icon }
            }
        }
    }
}

fn dialog() -> Element {
    rsx! {
        Dialog {
            title: "Rename the document",
            on_close: |()| {},
            footer: rsx! {
                Button { "Cancel" }
                Button { variant: Variant::Primary, "Rename" }
            },
            TextInput { label: "Name", value: "contract.pdf", oninput: |_| {} }
        }
    }
}

fn confirmation() -> Element {
    rsx! {
        ConfirmDialog {
            title: "Delete contract.pdf?",
            message: "It is gone for everybody, with all its versions.",
            confirm: "Delete",
            error: "It could not be deleted. Try again.",
            on_confirm: |()| {},
            on_close: |()| {},
        }
    }
}

fn menu() -> Element {
    let items = vec![
        MenuItem::new("rename", "Rename", Icon::Edit),
        MenuItem::new("move", "Move", Icon::Move),
        MenuItem::new("delete", "Delete", Icon::Trash).danger(),
    ];
    rsx! {
        Menu { label: "More actions for contract.pdf", items, on_select: |_| {} }
    }
}
