//! Sending again what may have arrived already, because the answer was lost.

use loggia_client::{Client, IdempotencyKey};

/// What was sent last, and the name it was sent under.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Attempts<T>(Option<(T, IdempotencyKey)>);

impl<T> Default for Attempts<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Clone + PartialEq> Attempts<T> {
    /// A client to send `what` with. As long as it is the same as the last time it has the same name, so that the server
    /// does once what a person asks for twice.
    pub(crate) fn client(&mut self, client: &Client, what: &T) -> Client {
        if self.0.as_ref().is_none_or(|(sent, _)| sent != what) {
            self.0 = IdempotencyKey::random().map(|key| (what.clone(), key));
        }
        match &self.0 {
            Some((_, key)) => client.with_idempotency_key(key),
            None => client.clone(),
        }
    }

    /// What was sent last.
    pub(crate) fn last(&self) -> Option<&T> {
        self.0.as_ref().map(|(sent, _)| sent)
    }

    #[cfg(test)]
    pub(crate) fn name(&self) -> Option<&str> {
        self.0.as_ref().map(|(_, key)| key.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_again_keeps_its_name_and_anything_else_gets_one_of_its_own() {
        let client = crate::testing::Stage::new(None).client;
        let mut attempts = Attempts::default();
        let mut name = |what: &str| {
            attempts.client(&client, &what.to_owned());
            attempts.name().map(str::to_owned)
        };
        let first = name("Hello");
        assert!(first.is_some());
        assert_eq!(name("Hello"), first);
        let second = name("Hello there");
        assert_ne!(second, first);
        assert_ne!(name("Hello"), first, "what was sent in between is another matter");
    }
}
