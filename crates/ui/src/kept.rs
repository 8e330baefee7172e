//! How a person likes a list, remembered on the device: its order, its filter. For each membership, because several
//! people may share a browser. Nothing that was typed, and nothing of what the list holds.

use crate::provider::Portal;

/// What was kept under this name.
pub(crate) fn kept(portal: &Portal, name: &str) -> Option<String> {
    platform::get(&key(portal, name)?)
}

/// Keeps a value. Where the browser forbids it, it lasts as long as the view.
pub(crate) fn keep(portal: &Portal, name: &str, value: &str) {
    if let Some(key) = key(portal, name) {
        platform::set(&key, value);
    }
}

fn key(portal: &Portal, name: &str) -> Option<String> {
    Some(["portal/", portal.session()?.membership_id.as_str(), "/", name].concat())
}

#[cfg(target_arch = "wasm32")]
mod platform {
    fn storage() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok()?
    }

    pub(super) fn get(key: &str) -> Option<String> {
        storage()?.get_item(key).ok()?
    }

    pub(super) fn set(key: &str, value: &str) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(key, value);
        }
    }
}

/// Outside a browser the application would have to say where: nothing is kept.
#[cfg(not(target_arch = "wasm32"))]
mod platform {
    pub(super) fn get(_key: &str) -> Option<String> {
        None
    }

    pub(super) fn set(_key: &str, _value: &str) {}
}
