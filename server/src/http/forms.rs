//! `/v1/forms`: the request catalogue.

use axum::{Json, extract::State};
use loggia_types::{
    FormId, Page, Permission,
    forms::{Form, FormSummary},
};
use utoipa_axum::routes;

use super::{PathParams, Route};
use crate::{
    auth::{Access, Actor},
    error::Result,
    state::App,
    store::Tenant,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Permission(Permission::FormsRead), routes!(list)),
        Route::new(Access::Permission(Permission::FormsRead), routes!(read)),
    ]
}

/// Lists the forms that can be sent in. A catalogue is small: all of it is one page.
#[utoipa::path(get, path = "/v1/forms", operation_id = "list_forms", tag = "Forms", responses(
    (status = 200, description = "The catalogue", body = Page<FormSummary>),
))]
async fn list(State(app): State<App>, actor: Actor) -> Result<Json<Page<FormSummary>>> {
    let items = app.store().read(&Tenant::of(&actor)?, |c| c.forms()).await?;
    let total = Some(items.len() as u64);
    Ok(Json(Page { items, next_cursor: None, total }))
}

/// Reads a form with the definition of its published version.
#[utoipa::path(get, path = "/v1/forms/{form_id}", operation_id = "read_form", tag = "Forms", params(
    ("form_id" = FormId, Path, description = "The form"),
), responses(
    (status = 200, description = "The form", body = Form),
))]
async fn read(State(app): State<App>, actor: Actor, PathParams(id): PathParams<FormId>) -> Result<Json<Form>> {
    Ok(Json(app.store().read(&Tenant::of(&actor)?, move |c| c.form(&id)).await?))
}
