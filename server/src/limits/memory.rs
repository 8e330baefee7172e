//! A memory that cannot grow: a moment under each key. When it is full, the earliest moments are forgotten.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use governor::{nanos::Nanos, state::StateStore};

/// How many parts there are, each with a lock of its own.
const PARTS: u64 = 16;

/// So many keys (which are hashes), and no more: what callers make up costs no more memory than this.
///
/// Under a key of a rate lies the moment until which what was asked for counts. Who asked for little has an early one,
/// so that many callers who ask once cannot make it forget one who asks all the time; and what is forgotten was nearly
/// nothing.
#[derive(Debug)]
pub(super) struct Memory {
    parts: Vec<Mutex<HashMap<u64, u64>>>,
    most_each: usize,
}

impl Memory {
    /// For so many keys, roughly.
    pub(super) fn new(most: usize) -> Self {
        let parts = (0..PARTS).map(|_| Mutex::default()).collect();
        Self { parts, most_each: (most / PARTS as usize).max(2) }
    }

    fn part(&self, key: u64) -> Option<MutexGuard<'_, HashMap<u64, u64>>> {
        // There is a part for each remainder.
        let part = self.parts.get(usize::try_from(key % PARTS).unwrap_or_default())?;
        Some(part.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn contains(&self, key: u64) -> bool {
        self.part(key).is_some_and(|part| part.contains_key(&key))
    }

    pub(super) fn set(&self, key: u64, moment: u64) {
        if let Some(mut part) = self.part(key) {
            self.insert(&mut part, key, moment);
        }
    }

    pub(super) fn forget(&self, key: u64) {
        if let Some(mut part) = self.part(key) {
            part.remove(&key);
        }
    }

    /// Moves the moment under a key back, if there is one.
    pub(super) fn move_back(&self, key: u64, by: u64) {
        if let Some(moment) = self.part(key).as_mut().and_then(|part| part.get_mut(&key)) {
            *moment = moment.saturating_sub(by);
        }
    }

    fn insert(&self, part: &mut HashMap<u64, u64>, key: u64, moment: u64) {
        if part.len() >= self.most_each && !part.contains_key(&key) {
            // Half at once, so that it is seldom.
            let mut moments: Vec<u64> = part.values().copied().collect();
            let middle = moments.len() / 2;
            let (_, middle, _) = moments.select_nth_unstable(middle);
            let middle = *middle;
            part.retain(|_, moment| *moment > middle);
        }
        part.insert(key, moment);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.lock().unwrap_or_else(PoisonError::into_inner).len()).sum()
    }
}

/// What `governor` keeps its state in.
#[derive(Clone, Debug)]
pub(super) struct Shared(pub(super) Arc<Memory>);

impl StateStore for Shared {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let Some(mut part) = self.0.part(*key) else { return measure(None).map(|(answer, _)| answer) };
        let (answer, moment) = measure(part.get(key).copied().map(Nanos::from))?;
        self.0.insert(&mut part, *key, moment.as_u64());
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_does_not_grow_and_forgets_the_earliest_moments() {
        let memory = Memory::new(1600);
        for key in 0..16 {
            memory.set(key, u64::MAX - key);
        }
        for key in 16..100_000 {
            memory.set(key, key);
            assert!(memory.len() <= 1600, "{}", memory.len());
        }
        assert!((0..16).all(|key| memory.contains(key)), "those with the latest moments stay");
        assert!(memory.contains(99_999) && !memory.contains(20));
    }

    #[test]
    fn moments_are_moved_back_and_forgotten() {
        let memory = Arc::new(Memory::new(100));
        memory.set(7, 100);
        memory.move_back(7, 40);
        memory.move_back(8, 40);
        let read = |key| Shared(Arc::clone(&memory)).measure_and_replace(&key, Err::<((), Nanos), _>);
        assert_eq!((read(7), read(8)), (Err(Some(Nanos::from(60))), Err(None)));
        memory.forget(7);
        assert!(!memory.contains(7));
        assert_eq!(memory.len(), 0);
    }
}
