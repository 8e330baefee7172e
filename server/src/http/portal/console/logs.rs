//! `/console/organizations/{organization}/audit-log` and `/console/audit-log`: a customer's log, and the brand's own.

use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{Days, NaiveDate, NaiveTime};
use loggia_portal::{
    Link,
    console::{self as pages, ChangeLine, Choice, ConsolePage, EntryLine, Fact, LogEntry, LogFilters},
};
use loggia_types::{
    AuditEventId, OperatorPermission, OrganizationId, Timestamp,
    audit::{ActorKind, AuditActor, AuditEvent, AuditExportQuery, AuditFormat, AuditQuery, Outcome, changes},
};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::super::Route,
    desk::{Desk, Place, Tab, filled, link, log_url, with_query},
};
use crate::{
    auth::Access,
    domain::{audit_export::Source, console::Log},
    error::{Error, Result},
    http::{PathParams, QueryParams, audit_export, decode_cursor, encode_cursor},
    state::App,
};

/// How many entries are on a page.
const SIZE: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    const READ: Access = Access::Operator(OperatorPermission::AuditRead);
    const READ_OWN: Access = Access::Operator(OperatorPermission::BrandAuditRead);
    vec![
        Route::new(READ, routes!(organization)),
        Route::new(READ, routes!(organization_entry)),
        Route::streaming(READ, routes!(organization_export)),
        Route::new(READ_OWN, routes!(brand)),
        Route::new(READ_OWN, routes!(brand_entry)),
        Route::streaming(READ_OWN, routes!(brand_export)),
    ]
}

/// The filters, as the form sends them.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    action: String,
    actor_id: String,
    resource_id: String,
    outcome: String,
    from: String,
    to: String,
    cursor: Option<String>,
    /// Of an export.
    format: Option<AuditFormat>,
}

impl Asked {
    /// What is asked for, and an outcome or a date that is none: `None`.
    fn query(&self) -> Option<AuditQuery> {
        let day = |text: &str, later: u64| -> Option<Option<Timestamp>> {
            let Some(text) = filled(text) else { return Some(None) };
            let day: NaiveDate = text.parse().ok()?;
            // The day itself is meant, too.
            Some(Some(day.checked_add_days(Days::new(later))?.and_time(NaiveTime::MIN).and_utc()))
        };
        let outcome = match filled(&self.outcome) {
            Some(text) => Some(text.parse::<Outcome>().ok()?),
            None => None,
        };
        Some(AuditQuery {
            q: filled(&self.q),
            action: filled(&self.action),
            actor_id: filled(&self.actor_id),
            resource_id: filled(&self.resource_id),
            outcome,
            from: day(&self.from, 0)?,
            to: day(&self.to, 1)?,
            limit: None,
            cursor: None,
        })
    }

    /// The same filters, and something more.
    fn url(&self, url: &str, more: (&str, &str)) -> String {
        let filters = [
            ("q", self.q.trim()),
            ("action", self.action.trim()),
            ("actor_id", self.actor_id.trim()),
            ("resource_id", self.resource_id.trim()),
            ("outcome", self.outcome.as_str()),
            ("from", self.from.as_str()),
            ("to", self.to.as_str()),
            more,
        ];
        with_query(url, &filters)
    }

    fn shown(&self, desk: &Desk) -> LogFilters {
        let words = desk.words();
        let outcome = |value: &'static str, text| Choice { value, text, chosen: self.outcome == value };
        LogFilters {
            q: self.q.clone(),
            action: self.action.clone(),
            actor_id: self.actor_id.clone(),
            resource_id: self.resource_id.clone(),
            outcomes: vec![
                outcome("", words.any_outcome),
                outcome(Outcome::Success.as_str(), words.done),
                outcome(Outcome::Denied.as_str(), words.denied),
            ],
            from: self.from.clone(),
            to: self.to.clone(),
        }
    }
}

#[utoipa::path(get, path = "/console/organizations/{organization_id}/audit-log", responses((status = 200)))]
async fn organization(
    desk: Desk,
    PathParams(id): PathParams<OrganizationId>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let log = Log::of(desk.store(), &desk.operator, &id).await?;
    list(&desk, &log, &log_url(Some(&id)), &asked).await
}

#[utoipa::path(get, path = "/console/audit-log", responses((status = 200)))]
async fn brand(desk: Desk, QueryParams(asked): QueryParams<Asked>) -> Result<Response> {
    list(&desk, &Log::Brand, &log_url(None), &asked).await
}

async fn list(desk: &Desk, log: &Log, url: &str, asked: &Asked) -> Result<Response> {
    let words = desk.words();
    let formats = [
        (AuditFormat::Csv, words.export_csv),
        (AuditFormat::Jsonl, words.export_jsonl),
        (AuditFormat::Ocsf, words.export_ocsf),
    ];
    let export = |(format, title): (AuditFormat, &str)| {
        link(title, asked.url(&format!("{url}/export"), ("format", format.as_str())), false)
    };
    let mut body = pages::Log {
        organization: head(desk, log),
        url: url.to_owned(),
        filters: asked.shown(desk),
        filtered: !asked.url("", ("", "")).is_empty(),
        problem: None,
        entries: Vec::new(),
        next_url: None,
        first_url: asked.cursor.as_ref().map(|_| asked.url(url, ("", ""))),
        exports: formats.into_iter().map(export).collect::<Vec<Link>>(),
    };
    let before = decode_cursor(asked.cursor.as_deref())?;
    let query = asked.query();
    body.problem = match &query {
        None => Some(words.filters_bad),
        Some(query) if query.q.as_ref().is_some_and(|text| text.chars().count() > 200) => Some(words.text_long),
        Some(_) => None,
    };
    let (Some(query), None) = (query, body.problem) else {
        body.exports.clear();
        return desk.show(StatusCode::UNPROCESSABLE_ENTITY, place(log), ConsolePage::Log(body));
    };
    let found = log.page(desk.store(), &desk.operator, &query, before, SIZE).await?;
    let next = found.next.as_ref().map(encode_cursor).transpose()?;
    body.next_url = next.map(|cursor| asked.url(url, ("cursor", &cursor)));
    body.entries = found.events.into_iter().map(|event| line(desk, url, event)).collect();
    desk.show(StatusCode::OK, place(log), ConsolePage::Log(body))
}

fn head(desk: &Desk, log: &Log) -> Option<pages::OrganizationHead> {
    match log {
        Log::Organization(looked) => Some(desk.head(looked, Tab::Log)),
        Log::Brand => None,
    }
}

fn place(log: &Log) -> Place {
    match log {
        Log::Organization(_) => Place::Organizations,
        Log::Brand => Place::BrandLog,
    }
}

fn who(desk: &Desk, actor: &AuditActor) -> String {
    match actor.kind {
        ActorKind::System => desk.words().system.to_owned(),
        _ => actor.name.clone(),
    }
}

fn line(desk: &Desk, url: &str, event: AuditEvent) -> EntryLine {
    EntryLine {
        url: format!("{url}/{}", event.id),
        at: desk.view.moment(event.created_at),
        who: who(desk, &event.actor),
        kind: desk.locale().actor_kind(event.actor.kind),
        action: event.action,
        resource_type: event.resource_type,
        resource_id: event.resource_id,
        denied: event.outcome == Outcome::Denied,
        address: event.ip,
    }
}

#[utoipa::path(
    get,
    path = "/console/organizations/{organization_id}/audit-log/{audit_event_id}",
    responses((status = 200))
)]
async fn organization_entry(
    desk: Desk,
    PathParams((id, event)): PathParams<(OrganizationId, AuditEventId)>,
) -> Result<Response> {
    let log = Log::of(desk.store(), &desk.operator, &id).await?;
    entry(&desk, &log, log_url(Some(&id)), &event).await
}

#[utoipa::path(get, path = "/console/audit-log/{audit_event_id}", responses((status = 200)))]
async fn brand_entry(desk: Desk, PathParams(event): PathParams<AuditEventId>) -> Result<Response> {
    entry(&desk, &Log::Brand, log_url(None), &event).await
}

async fn entry(desk: &Desk, log: &Log, url: String, id: &AuditEventId) -> Result<Response> {
    let event = log.entry(desk.store(), &desk.operator, id).await?;
    let words = desk.words();
    let changed = event.changes.as_ref().map(changes::changes).unwrap_or_default();
    let change = |change: changes::Change| ChangeLine { path: change.path, before: change.before, after: change.after };
    let by = |name: &str, value: &str| (!value.is_empty()).then(|| with_query(&url, &[(name, value)]));
    let fact = |name, text: String, code: &str, url| Fact { name, text, code: code.to_owned(), url };
    let actor = format!("{} ({})", who(desk, &event.actor), desk.locale().actor_kind(event.actor.kind));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let facts = [
        fact(words.who, actor, &event.actor.id, by("actor_id", &event.actor.id)),
        fact(words.thing, event.resource_type.clone(), &event.resource_id, by("resource_id", &event.resource_id)),
        fact(words.reason, text(&event.reason), "", None),
        fact(words.from_where, String::new(), &text(&event.ip), None),
        fact(words.program, text(&event.user_agent), "", None),
        fact(words.request, String::new(), event.request_id.as_str(), None),
        fact(words.position, event.position.to_string(), "", None),
        fact(words.hash, String::new(), &event.hash, None),
        fact(words.id, String::new(), event.id.as_str(), None),
    ];
    let body = LogEntry {
        organization: head(desk, log),
        action: event.action.clone(),
        denied: event.outcome == Outcome::Denied,
        at: desk.view.moment(event.created_at),
        facts: facts.into_iter().filter(|fact| !(fact.text.is_empty() && fact.code.is_empty())).collect(),
        changes: changed.into_iter().map(change).collect(),
        log_url: url,
    };
    desk.show(StatusCode::OK, place(log), ConsolePage::Entry(body))
}

#[utoipa::path(get, path = "/console/organizations/{organization_id}/audit-log/export", responses((status = 200)))]
async fn organization_export(
    State(app): State<App>,
    desk: Desk,
    PathParams(id): PathParams<OrganizationId>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let Log::Organization(looked) = Log::of(desk.store(), &desk.operator, &id).await? else {
        return Err(Error::not_found());
    };
    export(&app, Source::Organization(Box::new(looked.tenant)), looked.brand.name, &asked).await
}

#[utoipa::path(get, path = "/console/audit-log/export", responses((status = 200)))]
async fn brand_export(State(app): State<App>, desk: Desk, QueryParams(asked): QueryParams<Asked>) -> Result<Response> {
    let vendor = desk.operator.signed_in.brand.name.clone();
    export(&app, Source::Brand(Box::new(desk.operator)), vendor, &asked).await
}

async fn export(app: &App, source: Source, vendor: String, asked: &Asked) -> Result<Response> {
    let query = asked.query().ok_or_else(|| Error::malformed("?from", "expected a day like 2026-11-30"))?;
    let query = AuditExportQuery::of(asked.format.unwrap_or_default(), &query);
    audit_export::answer(app, source, vendor, &query).await
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_day_is_meant_whole_and_what_is_none_is_told() {
        let days = Asked { from: "2026-11-30".to_owned(), to: "2026-11-30".to_owned(), ..Asked::default() };
        let query = days.query().unwrap();
        assert_eq!(query.from.unwrap().to_rfc3339(), "2026-11-30T00:00:00+00:00");
        assert_eq!(query.to.unwrap().to_rfc3339(), "2026-12-01T00:00:00+00:00");
        assert_eq!(Asked::default().query(), Some(AuditQuery::default()));
        for bad in ["30.11.2026", "2026-13-01", "yesterday"] {
            assert_eq!(Asked { to: bad.to_owned(), ..Asked::default() }.query(), None, "{bad}");
        }
        assert_eq!(Asked { outcome: "maybe".to_owned(), ..Asked::default() }.query(), None);
    }
}
