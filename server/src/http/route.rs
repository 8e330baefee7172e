//! A route: its handler, what it asks of its caller, and its description.

use std::time::Duration;

use axum::middleware::from_fn_with_state;
use utoipa_axum::router::{UtoipaMethodRouter, UtoipaMethodRouterExt};

use super::{openapi, portal};
use crate::{
    auth::{Access, Counts, Guard, StepUp, guard},
    limits::Class,
    state::App,
};

/// A route. The only way to add a handler, and it says what it asks of its caller.
pub struct Route {
    access: Access,
    streams: bool,
    /// What its requests count as. `None`: they are not counted.
    counts: Option<Counts>,
    /// Whether its caller has to have proved lately who they are.
    step_up: StepUp,
    /// Whether it is there for people who still have to set up a second factor that is asked of them.
    before_second_factor: bool,
    methods: UtoipaMethodRouter<App>,
}

impl Route {
    /// A route: `Route::new(Access::Permission(Permission::CasesRead), routes!(list))`.
    pub fn new(access: Access, methods: UtoipaMethodRouter<App>) -> Self {
        Self {
            access,
            streams: false,
            counts: Some(Counts::ByMethod),
            step_up: StepUp::Never,
            before_second_factor: false,
            methods,
        }
    }

    /// A route that may take as long as it needs: uploads, downloads, event streams.
    pub fn streaming(access: Access, methods: UtoipaMethodRouter<App>) -> Self {
        Self {
            access,
            streams: true,
            counts: Some(Counts::As(Class::Stream)),
            step_up: StepUp::Never,
            before_second_factor: false,
            methods,
        }
    }

    /// The same route, counted in another rate than its method says.
    pub fn counted_as(self, class: Class) -> Self {
        Self { counts: Some(Counts::As(class)), ..self }
    }

    /// The same route, which may be asked any number of times: what a load balancer asks.
    pub fn uncounted(self) -> Self {
        Self { counts: None, ..self }
    }

    /// The same route, which is sensitive: whoever calls it by a session of the hosted portal has to have proved lately who
    /// they are. The guard asks, and again the transaction that writes.
    pub fn asks_again(self) -> Self {
        Self { step_up: StepUp::Always, ..self }
    }

    /// The same route, of which some is sensitive: the transaction that writes asks
    /// ([`require_recent`](crate::store::TenantTx::require_recent)).
    pub fn asks_again_for_some(self) -> Self {
        Self { step_up: StepUp::ForSome, ..self }
    }

    /// The same page, which is also for people who still have to set up a second factor that is asked of them: where they do
    /// so, or leave.
    pub fn before_second_factor(self) -> Self {
        Self { before_second_factor: true, ..self }
    }

    /// Whether it is a page, and no part of the API.
    pub(super) fn is_page(&self) -> bool {
        self.access.is_page()
    }

    /// Its methods and paths, with what it asks of its caller.
    pub(super) fn named(self) -> Vec<(String, String, String)> {
        let (_, mut paths, _) = self.methods;
        openapi::named(&mut paths).into_iter().map(|(method, path)| (method, path, self.access.name())).collect()
    }

    /// Its handlers with the problems that follow from what it asks, in its description.
    pub(super) fn described(self) -> UtoipaMethodRouter<App> {
        let (schemas, mut paths, methods) = self.methods;
        openapi::complete(&mut paths, self.access, self.counts.is_some(), self.step_up != StepUp::Never);
        (schemas, paths, methods)
    }

    /// Its handlers behind the guard.
    pub(super) fn guarded(self, app: &App) -> UtoipaMethodRouter<App> {
        let timeout = (!self.streams).then(|| Duration::from_secs(app.config().request_timeout_seconds));
        let guarded = Guard {
            app: app.clone(),
            access: self.access,
            counts: self.counts,
            step_up: self.step_up,
            before_second_factor: self.before_second_factor,
            timeout,
        };
        // `route_layer`, so that a method that does not exist stays 405.
        let (access, app) = (self.access, app.clone());
        self.methods.map(|methods| {
            let methods = methods.route_layer(from_fn_with_state(guarded, guard));
            if access.is_page() { methods.route_layer(from_fn_with_state(app, portal::dress)) } else { methods }
        })
    }
}
