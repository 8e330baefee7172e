//! `/console/operators`: who the brand's operators are.

use axum::{http::StatusCode, response::Response};
use chrono::{Days, NaiveDate, NaiveTime, Utc};
use loggia_portal::console::{Choice, ConsolePage, OperatorLine, Operators};
use loggia_types::{OperatorId, OperatorPermission, OperatorRole, ProblemCode, Timestamp};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::{super::Route, fields::Fields, view::go_to},
    desk::{Desk, Place, filled},
};
use crate::{
    auth::Access,
    domain::operators::{self, Change, NewOperator},
    error::{Error, Result},
    http::{PathParams, QueryParams},
    store::operators::ListedOperator,
};

pub(super) fn routes() -> Vec<Route> {
    const MANAGE: Access = Access::Operator(OperatorPermission::OperatorsManage);
    vec![
        Route::new(MANAGE, routes!(list)),
        Route::new(MANAGE, routes!(add)).asks_again(),
        Route::new(MANAGE, routes!(change)).asks_again(),
    ]
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What was done just now.
    done: String,
}

#[utoipa::path(get, path = "/console/operators", responses((status = 200)))]
async fn list(desk: Desk, QueryParams(asked): QueryParams<Asked>) -> Result<Response> {
    let words = desk.words();
    let done = match asked.done.as_str() {
        "added" => Some(words.operator_added),
        "changed" => Some(words.operator_changed),
        "removed" => Some(words.operator_removed),
        _ => None,
    };
    show(&desk, StatusCode::OK, Operators { done, roles: roles(&desk, OperatorRole::Support), ..Operators::default() })
        .await
}

async fn show(desk: &Desk, status: StatusCode, page: Operators) -> Result<Response> {
    let all = operators::of_brand(desk.store(), &desk.operator).await?;
    let page = Operators { operators: all.iter().map(|operator| line(desk, operator)).collect(), ..page };
    desk.show(status, Place::Operators, ConsolePage::Operators(page))
}

fn roles(desk: &Desk, chosen: OperatorRole) -> Vec<Choice> {
    let choice = |role: OperatorRole| Choice {
        value: role.as_str(),
        text: desk.locale().operator_role_choice(role),
        chosen: role == chosen,
    };
    OperatorRole::ALL.iter().copied().filter(|role| desk.operator.role.may_grant(*role)).map(choice).collect()
}

fn line(desk: &Desk, operator: &ListedOperator) -> OperatorLine {
    OperatorLine {
        url: format!("/console/operators/{}", operator.id),
        name: operator.user.name.clone(),
        email: operator.user.email.clone(),
        role: desk.locale().operator_role(operator.role),
        roles: roles(desk, operator.role),
        since: desk.view.moment(operator.created_at),
        ends_at: operator.ends_at.map(|at| desk.view.moment(at)),
        ended: operator.ends_at.is_some_and(|at| at <= Utc::now()),
        suspended_at: operator.suspended_at.map(|at| desk.view.moment(at)),
        is_oneself: operator.id == desk.operator.id,
    }
}

#[derive(Deserialize)]
struct Added {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    until: String,
}

#[utoipa::path(post, path = "/console/operators", responses((status = 303)))]
async fn add(desk: Desk, Fields(form): Fields<Added>) -> Result<Response> {
    desk.operator.signed_in.check_csrf(&form.csrf)?;
    let words = desk.words();
    let role: OperatorRole = form.role.parse().map_err(|_| Error::malformed("form", "expected a role"))?;
    let mut page = Operators {
        email: form.email.trim().chars().take(254).collect(),
        name: form.name.trim().chars().take(200).collect(),
        roles: roles(&desk, role),
        until: form.until.clone(),
        ..Operators::default()
    };
    let Some(ends_at) = end(&form.until) else {
        page.until_error = Some(words.until_bad);
        return show(&desk, StatusCode::UNPROCESSABLE_ENTITY, page).await;
    };
    let new = NewOperator { email: form.email, name: filled(&form.name), role, ends_at };
    let Err(error) = operators::add(&desk.view.app, &desk.operator, new).await else {
        return Ok(go_to("/console/operators?done=added"));
    };
    let status = match error.code() {
        Some(ProblemCode::AlreadyMember) => {
            page.email_error = Some(words.operator_there);
            StatusCode::CONFLICT
        }
        Some(ProblemCode::PermissionDenied) => {
            page.problem = Some(words.gives_more);
            StatusCode::FORBIDDEN
        }
        Some(ProblemCode::ValidationFailed) => {
            for wrong in error.into_problem().errors {
                match wrong.pointer.as_str() {
                    "/email" => page.email_error = Some(words.email_bad),
                    "/name" => page.name_error = Some(words.name_needed),
                    _ => page.until_error = Some(words.until_bad),
                }
            }
            StatusCode::UNPROCESSABLE_ENTITY
        }
        _ => return Err(error),
    };
    show(&desk, status, page).await
}

/// The end of a last day that was typed. What is none: `None`; nothing: no end.
fn end(text: &str) -> Option<Option<Timestamp>> {
    let Some(text) = filled(text) else { return Some(None) };
    let day: NaiveDate = text.parse().ok()?;
    Some(Some(day.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN).and_utc()))
}

#[derive(Deserialize)]
struct Changed {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    change: String,
    #[serde(default)]
    role: String,
}

#[utoipa::path(post, path = "/console/operators/{operator_id}", responses((status = 303)))]
async fn change(desk: Desk, PathParams(id): PathParams<OperatorId>, Fields(form): Fields<Changed>) -> Result<Response> {
    desk.operator.signed_in.check_csrf(&form.csrf)?;
    let change = match form.change.as_str() {
        "role" => form.role.parse().map(Change::Role).ok(),
        "suspend" => Some(Change::Suspended(true)),
        "reinstate" => Some(Change::Suspended(false)),
        "remove" => Some(Change::Removed),
        _ => None,
    };
    let change = change.ok_or_else(|| Error::malformed("form", "expected a change"))?;
    let is_oneself = id == desk.operator.id;
    let Err(error) = operators::change(&desk.view.app, &desk.operator, id, change).await else {
        return Ok(match change {
            // There is no console for them any more.
            Change::Removed | Change::Suspended(true) if is_oneself => go_to("/"),
            Change::Removed => go_to("/console/operators?done=removed"),
            Change::Role(role) if is_oneself && !role.permits(OperatorPermission::OperatorsManage) => go_to("/console"),
            _ => go_to("/console/operators?done=changed"),
        });
    };
    let words = desk.words();
    let (status, problem) = match error.code() {
        Some(ProblemCode::Conflict) => (StatusCode::CONFLICT, words.last_manager),
        Some(ProblemCode::PermissionDenied) => (StatusCode::FORBIDDEN, words.gives_more),
        _ => return Err(error),
    };
    let roles = roles(&desk, OperatorRole::Support);
    show(&desk, status, Operators { problem: Some(problem), roles, ..Operators::default() }).await
}
