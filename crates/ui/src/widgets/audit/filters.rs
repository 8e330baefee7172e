//! What the log is filtered by, and the controls for it.

use std::rc::Rc;

use crate::part::{Handler, part, use_signal};
use dioxus::prelude::*;
use loggia_types::{
    Page, Permission,
    audit::{AuditQuery, Outcome},
    members::MemberQuery,
};

use crate::{
    clock,
    primitives::{Button, Choice, Icon, SearchField, Select, TextInput},
    provider::use_portal,
    query::use_query,
};

/// How many people are offered; of others, an entry leads to what they did.
const PEOPLE: u32 = 100;

/// What the log is filtered by. What is empty filters nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filters {
    pub(super) search: String,
    /// The id of who did it, and the name, which the list of people may lack.
    pub(super) person: String,
    pub(super) person_name: String,
    /// One action, or a kind of them, which ends with a dot.
    pub(super) action: String,
    pub(super) outcome: String,
    /// The first and the last day, as date fields write them.
    pub(super) since: String,
    pub(super) until: String,
    /// The id of what it was done to.
    pub(super) thing: String,
}

impl Filters {
    /// The same for the same entries.
    pub(super) fn key(&self) -> String {
        let Self { search, person, action, outcome, since, until, thing, .. } = self;
        [person, action, outcome, since, until, thing, search.as_str()].join("/")
    }

    /// Whether it filters at all.
    pub(super) fn any(&self) -> bool {
        *self != Self::default()
    }

    /// How many of the controls that hide where there is no room are set.
    fn set(&self) -> usize {
        let Self { person, action, outcome, since, until, .. } = self;
        [person, action, outcome, since, until].iter().filter(|value| !value.is_empty()).count()
    }

    /// As the server is asked.
    pub(super) fn query(&self) -> AuditQuery {
        let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        AuditQuery {
            action: some(&self.action),
            actor_id: some(&self.person),
            resource_id: some(&self.thing),
            outcome: self.outcome.parse::<Outcome>().ok(),
            from: clock::midnight(&self.since, 0),
            to: clock::midnight(&self.until, 1),
            q: some(&self.search),
            ..AuditQuery::default()
        }
    }
}

/// The controls, as one group. Where there is no room, a button shows them.
#[part]
pub(super) fn FilterBar(filters: Rc<Filters>, onchange: Handler<Rc<Filters>>) -> Element {
    let locale = use_portal().locale();
    let text = &locale.messages().audit_log;
    let mut open = use_signal(|| false);
    let label = match filters.set() {
        0 => text.filters().to_owned(),
        set => text.filters_set(&locale.number(set as u64)),
    };
    let outcomes = vec![
        Choice::new("", text.any_outcome()),
        Choice::new(Outcome::Success.as_str(), text.done()),
        Choice::new(Outcome::Denied.as_str(), text.denied()),
    ];
    let actions = std::iter::once(Choice::new("", text.all_actions())).chain(text.actions()).collect();
    let now = filters.clone();
    let change = move |field: fn(&mut Filters) -> &mut String| {
        let now = now.clone();
        move |value: String| {
            let mut next = Filters::clone(&now);
            *field(&mut next) = value;
            onchange.call(Rc::new(next));
        }
    };
    let thing = (!filters.thing.is_empty()).then(|| text.only_about(&filters.thing));
    let everything = change(|filters| &mut filters.thing);
    rsx! {
        div { class: "portal-audit-filters", role: "group", "aria-label": text.filters(), "data-open": open().then_some("true"),
            div { class: "portal-bar",
                SearchField {
                    label: text.search(),
                    value: filters.search.clone(),
                    onsearch: change(|filters| &mut filters.search),
                }
                span { class: "portal-audit-toggle",
                    Button { icon: Icon::Filter, expanded: open(), onclick: move |_| open.toggle(), "{label}" }
                }
            }
            div { class: "portal-bar portal-audit-more",
                PersonFilter { filters: filters.clone(), onchange: change(|filters| &mut filters.person) }
                Select {
                    label: text.action(),
                    hide_label: true,
                    value: filters.action.clone(),
                    choices: actions,
                    onchange: change(|filters| &mut filters.action),
                }
                Select {
                    label: text.outcome(),
                    hide_label: true,
                    value: filters.outcome.clone(),
                    choices: outcomes,
                    onchange: change(|filters| &mut filters.outcome),
                }
                TextInput {
                    label: text.since(),
                    kind: "date",
                    max: filters.until.clone(),
                    value: filters.since.clone(),
                    oninput: change(|filters| &mut filters.since),
                }
                TextInput {
                    label: text.until(),
                    kind: "date",
                    min: filters.since.clone(),
                    value: filters.until.clone(),
                    oninput: change(|filters| &mut filters.until),
                }
            }
            if let Some(thing) = thing {
                div { class: "portal-bar",
                    Button { icon: Icon::Close, onclick: move |_| everything(String::new()), "{thing}" }
                }
            }
        }
    }
}

#[part]
fn PersonFilter(filters: Rc<Filters>, onchange: Handler<String>) -> Element {
    let portal = use_portal();
    let text = &portal.messages().audit_log;
    let may = portal.permits(Permission::MembersRead);
    let people = use_query("audit-people".to_owned(), &[], move |client| {
        if !may {
            return Box::pin(async { Ok(Page { items: Vec::new(), next_cursor: None, total: None }) });
        }
        Box::pin(
            async move { client.members().list(&MemberQuery { limit: Some(PEOPLE), ..MemberQuery::default() }).await },
        )
    });
    let mut choices = vec![Choice::new("", text.everybody())];
    if let Some(people) = people.data() {
        choices.extend(people.items.iter().map(|member| Choice::new(member.user.id.as_str(), &*member.user.name)));
    }
    if !choices.iter().any(|choice| choice.value == filters.person) {
        choices.push(Choice::new(&*filters.person, &*filters.person_name));
    }
    rsx! {
        Select { label: text.person(), hide_label: true, value: filters.person.clone(), choices, onchange }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_asked_for_to_its_end() {
        let filters = Filters {
            since: "2026-11-01".into(),
            until: "2026-11-30".into(),
            outcome: "denied".into(),
            ..Filters::default()
        };
        let query = filters.query();
        assert_eq!(query.from.map(clock::iso).as_deref(), Some("2026-11-01T00:00:00Z"));
        assert_eq!(query.to.map(clock::iso).as_deref(), Some("2026-12-01T00:00:00Z"));
        assert_eq!(query.outcome, Some(Outcome::Denied));
        assert_eq!((query.action, query.q), (None, None));
        assert_eq!(filters.set(), 3);
    }

    #[test]
    fn what_is_no_day_filters_nothing() {
        let filters = Filters { since: "yesterday".into(), until: "2026-13-77".into(), ..Filters::default() };
        assert_eq!((filters.query().from, filters.query().to), (None, None));
    }
}
