//! Places for what lasts: uploads and event streams hold memory and connections for as long as their caller likes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use loggia_types::ProblemCode;

use crate::error::{Error, Result};

/// Places that are taken for a while: so many in this process, and so many by one credential.
#[derive(Clone, Debug)]
pub struct Places {
    most: usize,
    most_each: usize,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_credential: HashMap<String, usize>,
}

/// A place that is taken until this is dropped.
#[derive(Debug)]
pub struct Place {
    credential: String,
    taken: Arc<Mutex<Taken>>,
}

impl Places {
    /// So many places in all, and so many for one credential.
    pub fn new(most: usize, most_each: usize) -> Self {
        Self { most, most_each, taken: Arc::default() }
    }

    /// Takes a place for a credential.
    ///
    /// # Errors
    /// `rate_limited` when the credential has all of its places, `unavailable` when everybody together has all there
    /// are.
    pub fn take(&self, credential: &str) -> Result<Place> {
        let mut taken = lock(&self.taken);
        let mine = taken.by_credential.get(credential).copied().unwrap_or_default();
        if mine >= self.most_each {
            let detail =
                format!("At most {} of these may go on at the same time. Wait for one to end.", self.most_each);
            return Err(Error::problem(ProblemCode::RateLimited, detail));
        }
        if taken.all >= self.most {
            tracing::warn!(most = self.most, "all places for what lasts are taken");
            return Err(Error::unavailable());
        }
        taken.all += 1;
        taken.by_credential.insert(credential.to_owned(), mine + 1);
        drop(taken);
        Ok(Place { credential: credential.to_owned(), taken: Arc::clone(&self.taken) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        taken.all = taken.all.saturating_sub(1);
        if let Some(mine) = taken.by_credential.get_mut(&self.credential) {
            *mine = mine.saturating_sub(1);
            if *mine == 0 {
                taken.by_credential.remove(&self.credential);
            }
        }
    }
}

fn lock(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn places_are_counted_for_each_and_for_all_and_given_back() {
        let places = Places::new(3, 2);
        let (one, two) = (places.take("a").unwrap(), places.take("a").unwrap());
        assert_eq!(places.take("a").unwrap_err().code(), Some(ProblemCode::RateLimited));
        let three = places.take("b").unwrap();
        assert_eq!(places.take("c").unwrap_err().code(), Some(ProblemCode::Unavailable));
        drop(one);
        let again = places.take("a").unwrap();
        drop((two, three, again));
        assert!(lock(&places.taken).by_credential.is_empty());
        assert_eq!(lock(&places.taken).all, 0);
    }
}
