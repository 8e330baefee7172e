//! One client per server and source of secrets, shared by the widgets that use it.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use chrono::DateTime;
use js_sys::Object;
use loggia_client::{Client, ClientSecret, Error};
use wasm_bindgen::JsCast;

use crate::interface::{Secret, SecretSource, WidgetHost, thrown};

/// A client and the widgets that use it. Lives as long as one of them.
pub(crate) struct SharedClient {
    client: Client,
    server: String,
    source: SecretSource,
    hosts: RefCell<Vec<(u32, WidgetHost)>>,
    /// The page gave no secret when it was asked last.
    expired: Cell<bool>,
}

thread_local! {
    static CLIENTS: RefCell<Vec<Weak<SharedClient>>> = const { RefCell::new(Vec::new()) };
}

/// A widget's share of a client. Ends when it is dropped.
pub(crate) struct Lease {
    shared: Rc<SharedClient>,
    id: u32,
}

impl Lease {
    /// The client.
    pub(crate) fn client(&self) -> Client {
        self.shared.client.clone()
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.shared.hosts.borrow_mut().retain(|(id, _)| *id != self.id);
    }
}

/// A share of the client of this server and source, made if there is none.
///
/// # Errors
/// When no client can be made of them.
pub(crate) fn lease(server: &str, source: &SecretSource, host: &WidgetHost) -> Result<Lease, Error> {
    let found = CLIENTS.with_borrow(|clients| find(clients, server, source));
    let shared = match found {
        Some(shared) => shared,
        None => {
            let shared = connect(server, source)?;
            CLIENTS.with_borrow_mut(|clients| {
                clients.retain(|client| client.strong_count() > 0);
                clients.push(Rc::downgrade(&shared));
            });
            shared
        }
    };
    let mut hosts = shared.hosts.borrow_mut();
    let id = hosts.last().map_or(0, |(last, _)| last.wrapping_add(1));
    hosts.push((id, host.clone()));
    drop(hosts);
    Ok(Lease { shared, id })
}

/// Forgets the client: widgets that use it keep it, the next one gets a new one.
pub(crate) fn forget(server: &str, source: &SecretSource) {
    CLIENTS.with_borrow_mut(|clients| {
        if let Some(shared) = find(clients, server, source) {
            clients.retain(|client| client.as_ptr() != Rc::as_ptr(&shared));
        }
    });
}

/// Forgets every client at once, and ends their sessions as the future runs; it fails with the first failure, after all
/// were tried.
pub(crate) fn logout() -> impl Future<Output = Result<(), Error>> {
    // Taken now: the widgets may be gone, and their clients with them, when the future runs.
    let clients: Vec<_> = CLIENTS.take().iter().filter_map(Weak::upgrade).collect();
    async move {
        let mut outcome = Ok(());
        for shared in clients {
            outcome = outcome.and(shared.client.session().end().await);
        }
        outcome
    }
}

/// Closes every client's event stream, for ever.
pub(crate) fn disconnect() {
    for shared in CLIENTS.take().iter().filter_map(Weak::upgrade) {
        shared.client.close_events();
    }
}

fn find(clients: &[Weak<SharedClient>], server: &str, source: &SecretSource) -> Option<Rc<SharedClient>> {
    clients
        .iter()
        .filter_map(Weak::upgrade)
        .find(|shared| shared.server == server && Object::is(shared.source.as_ref(), source.as_ref()))
}

fn connect(server: &str, source: &SecretSource) -> Result<Rc<SharedClient>, Error> {
    // The client asks through the shared state, and the shared state holds the client: the way back is weak.
    let way_back: Rc<RefCell<Weak<SharedClient>>> = Rc::default();
    let fetch = {
        let (source, way_back) = (source.clone(), way_back.clone());
        move || secret(source.clone(), way_back.borrow().clone())
    };
    let client = Client::builder(server).embed_session(fetch).build()?;
    let shared = Rc::new(SharedClient {
        client,
        server: server.to_owned(),
        source: source.clone(),
        hosts: RefCell::default(),
        expired: Cell::default(),
    });
    way_back.replace(Rc::downgrade(&shared));
    Ok(shared)
}

/// Asks the page for a secret. A failure is told to the widgets, once until there is a secret again: the session cannot
/// be renewed, and the next attempt follows soon.
async fn secret(source: SecretSource, shared: Weak<SharedClient>) -> Result<ClientSecret, String> {
    let answer = source.fetch().await;
    if let Some(shared) = shared.upgrade()
        && !shared.expired.replace(answer.is_err())
        && answer.is_err()
    {
        let hosts = shared.hosts.borrow().clone();
        for (_, host) in hosts {
            host.expired();
        }
    }
    let secret = answer.map_err(|reason| thrown(&reason))?.unchecked_into::<Secret>();
    let end = secret.expires_at();
    let expires_at = end.is_finite().then(|| DateTime::from_timestamp_millis(end as i64)).flatten();
    Ok(ClientSecret { secret: secret.secret(), expires_at })
}
