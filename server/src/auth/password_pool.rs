//! Where passwords are hashed: on a few threads of their own, with a queue of so many places.
//!
//! A hash takes 19 MiB and tens of milliseconds of a core, on purpose. Whoever tries passwords in numbers fills the queue
//! and is told to come again; everything else goes on, on the cores that are left. People in browsers that their account
//! knows have a queue of their own, which is served first: strangers who fill the other one do not keep them out.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        PasswordHasher,
        phc::{Output, PasswordHash},
    },
};
use loggia_types::{Problem, ProblemCode};
use tokio::sync::oneshot;

use super::random_secret;
use crate::{
    config::Config,
    error::{Error, Result},
};

/// In how many seconds there may be a place again.
const COME_AGAIN: u32 = 3;
/// How long a thread without work keeps the memory that it worked in.
const KEPT: Duration = Duration::from_secs(2);

/// Which queue somebody waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// That of people whom their account knows: served first.
    Known,
    /// Everybody else's.
    Other,
}

/// What became of a password that was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Whether it is the right one.
    pub good: bool,
    /// Whether its hash was made with other parameters than today's.
    pub outdated: bool,
}

/// The threads and their queues. They end with it.
pub struct PasswordPool(Arc<Shared>);

type Job = Box<dyn FnOnce(&Shared, &mut Memory) + Send>;

/// What a thread hashes in, from one password to the next: 19 MiB that are asked of the system anew each time cost half as
/// much again as the hash.
type Memory = Vec<Block>;

struct Shared {
    queues: Mutex<Queues>,
    filled: Condvar,
    places: usize,
    argon2: Argon2<'static>,
    /// The hash of a password that nobody knows: what is compared with where there is none.
    nobodys: OnceLock<Option<String>>,
}

#[derive(Default)]
struct Queues {
    known: VecDeque<Job>,
    other: VecDeque<Job>,
    closed: bool,
}

impl PasswordPool {
    /// The pool that a configuration asks for.
    ///
    /// # Errors
    /// When the parameters are none, or there are no threads to be had.
    pub fn start(config: &Config) -> anyhow::Result<Self> {
        let params = Params::new(config.password_memory_kib, config.password_passes, 1, None)
            .map_err(|error| anyhow::anyhow!("password_memory_kib, password_passes: {error}"))?;
        let shared = Arc::new(Shared {
            queues: Mutex::default(),
            filled: Condvar::new(),
            places: config.password_queue,
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            nobodys: OnceLock::new(),
        });
        for number in 0..threads(config) {
            let shared = Arc::clone(&shared);
            std::thread::Builder::new().name(format!("passwords-{number}")).spawn(move || shared.work())?;
        }
        Ok(Self(shared))
    }

    /// A password as it is stored: a PHC string with algorithm, parameters and a salt of its own.
    ///
    /// # Errors
    /// `unavailable` when too many wait.
    pub async fn hash(&self, turn: Turn, password: String) -> Result<String> {
        self.run(turn, move |shared, _| shared.hash(&password)).await?
    }

    /// Compares a password with a hash. Without one it takes as long, and is wrong.
    ///
    /// # Errors
    /// `unavailable` when too many wait.
    pub async fn compare(&self, turn: Turn, password: String, hash: Option<String>) -> Result<Compared> {
        self.run(turn, move |shared, memory| shared.compare(&password, hash.as_deref(), memory)).await?
    }

    async fn run<T: Send + 'static>(
        &self,
        turn: Turn,
        work: impl FnOnce(&Shared, &mut Memory) -> T + Send + 'static,
    ) -> Result<T> {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |shared, memory| {
            // Whoever asked may have gone away.
            if !sender.is_closed() {
                let _ = sender.send(work(shared, memory));
            }
        });
        {
            let mut queues = self.0.lock();
            let queue = match turn {
                Turn::Known => &mut queues.known,
                Turn::Other => &mut queues.other,
            };
            if queue.len() >= self.0.places {
                return Err(busy());
            }
            queue.push_back(job);
        }
        self.0.filled.notify_one();
        receiver.await.map_err(|_| Error::Internal("a thread that hashes passwords ended".to_owned()))
    }
}

impl Drop for PasswordPool {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.filled.notify_all();
    }
}

/// Half of the cores, unless the configuration says how many.
fn threads(config: &Config) -> usize {
    if config.password_threads > 0 {
        return config.password_threads;
    }
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).max(1))
}

fn busy() -> Error {
    let mut problem = Problem::new(ProblemCode::Unavailable)
        .with_detail("Many people are signing in at this moment. Try again in a few seconds.");
    problem.retry_after = Some(COME_AGAIN);
    Error::Problem(Box::new(problem))
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works until the pool ends.
    fn work(&self) {
        self.nobodys();
        let mut memory = Memory::new();
        loop {
            let mut queues = self.lock();
            let job = loop {
                if queues.closed {
                    return;
                }
                if let Some(job) = queues.known.pop_front().or_else(|| queues.other.pop_front()) {
                    break job;
                }
                if memory.is_empty() {
                    queues = self.filled.wait(queues).unwrap_or_else(PoisonError::into_inner);
                    continue;
                }
                let (held, waited) = self.filled.wait_timeout(queues, KEPT).unwrap_or_else(PoisonError::into_inner);
                queues = held;
                if waited.timed_out() {
                    memory = Memory::new();
                }
            };
            drop(queues);
            job(self, &mut memory);
        }
    }

    fn nobodys(&self) -> Option<&str> {
        self.nobodys.get_or_init(|| self.hash(&random_secret("").ok()?).ok()).as_deref()
    }

    fn hash(&self, password: &str) -> Result<String> {
        let hashed = self.argon2.hash_password(password.as_bytes());
        Ok(hashed.map_err(|error| Error::Internal(format!("a password cannot be hashed: {error}")))?.to_string())
    }

    fn compare(&self, password: &str, hash: Option<&str>, memory: &mut Memory) -> Result<Compared> {
        let corrupt = |error| Error::Internal(format!("a password's hash cannot be read: {error}"));
        let against = hash.or_else(|| self.nobodys()).unwrap_or_default();
        let parsed = PasswordHash::new(against).map_err(corrupt)?;
        let same = is_of(password, &parsed, memory);
        let today = self.argon2.params();
        let outdated = Params::try_from(&parsed).map_or(true, |params| {
            (params.m_cost(), params.t_cost(), params.p_cost()) != (today.m_cost(), today.t_cost(), today.p_cost())
        });
        Ok(Compared { good: same && hash.is_some(), outdated })
    }
}

/// What [`PasswordVerifier`](argon2::password_hash::PasswordVerifier) does, in memory that is there already.
fn is_of(password: &str, hash: &PasswordHash, memory: &mut Memory) -> bool {
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else { return false };
    let Ok(algorithm) = Algorithm::try_from(hash.algorithm.as_str()) else { return false };
    let version = hash.version.map_or(Ok(Version::default()), Version::try_from);
    let (Ok(version), Ok(params)) = (version, Params::try_from(hash)) else { return false };
    let blocks = params.block_count();
    if memory.len() < blocks {
        // Where there is no memory, one sign-in fails, not the server.
        if memory.try_reserve_exact(blocks - memory.len()).is_err() {
            return false;
        }
        memory.resize(blocks, Block::new());
    }
    let Some(memory) = memory.get_mut(..blocks) else { return false };
    let argon2 = Argon2::new(algorithm, version, params);
    let mut output = vec![0; expected.as_bytes().len()];
    if argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut output, memory).is_err() {
        return false;
    }
    // `Output` compares in constant time.
    Output::new(&output).is_ok_and(|output| output == *expected)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use argon2::password_hash::PasswordVerifier;

    use super::*;
    use crate::Settings;

    fn pool(settings: Settings) -> PasswordPool {
        PasswordPool::start(&settings.resolve().unwrap()).unwrap()
    }

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_and_an_old_hash_is_noticed() {
        let (today, before) = (pool(Settings::default()), {
            let (password_memory_kib, password_passes) = (Some(7168), Some(5));
            pool(Settings { password_memory_kib, password_passes, ..Settings::default() })
        });
        let hash = before.hash(Turn::Other, "right".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=7168,t=5,p=1$"), "{hash}");
        assert_ne!(hash, before.hash(Turn::Other, "right".to_owned()).await.unwrap(), "each has a salt of its own");
        for (password, good) in [("right", true), ("wrong", false), ("", false)] {
            let compared = today.compare(Turn::Known, password.to_owned(), Some(hash.clone())).await.unwrap();
            assert_eq!(compared, Compared { good, outdated: true });
        }
        let again = today.hash(Turn::Other, "right".to_owned()).await.unwrap();
        let compared = today.compare(Turn::Other, "right".to_owned(), Some(again)).await.unwrap();
        assert_eq!(compared, Compared { good: true, outdated: false });
        assert!(!today.compare(Turn::Other, "right".to_owned(), None).await.unwrap().good);
    }

    #[test]
    fn memory_that_was_worked_in_before_changes_no_answer() {
        let mut memory = Memory::new();
        for (kib, passes) in [(64, 1), (19, 3), (128, 2)] {
            let argon2 = Argon2::from(Params::new(kib, passes, 1, None).unwrap());
            let hash = argon2.hash_password(b"right").unwrap();
            for password in ["right", "wrong", "right"] {
                let library = argon2.verify_password(password.as_bytes(), &hash).is_ok();
                assert_eq!(is_of(password, &hash, &mut memory), library, "{password}, {kib}");
                assert_eq!(library, password == "right");
            }
        }
        let hash = PasswordHash::new("$argon2id$v=19$m=19,t=3,p=1$c2FsdHNhbHRzYWx0").unwrap();
        assert!(!is_of("right", &hash, &mut memory), "it has no hash");
    }

    #[tokio::test]
    async fn a_full_queue_says_so_and_keeps_nobody_out_whom_their_account_knows() {
        let pool = pool(Settings { password_threads: Some(1), password_queue: Some(2), ..Settings::default() });
        let (stop, wait) = std::sync::mpsc::channel::<()>();
        // The thread is busy with the first, two more wait.
        let began = Arc::new(tokio::sync::Notify::new());
        let tell = Arc::clone(&began);
        let held = async {
            let _ = pool
                .run(Turn::Other, move |_, _| {
                    tell.notify_one();
                    let _ = wait.recv();
                })
                .await;
        };
        let order = Arc::new(Mutex::new(Vec::new()));
        let note = |what: &'static str| {
            let order = Arc::clone(&order);
            move |_: &Shared, _: &mut Memory| order.lock().unwrap().push(what)
        };
        let rest = async {
            began.notified().await;
            let (one, two) = (pool.run(Turn::Other, note("one")), pool.run(Turn::Other, note("two")));
            let known = pool.run(Turn::Known, note("known"));
            let refuse = async {
                let refused = pool.run(Turn::Other, |_, _| ()).await.unwrap_err().into_problem();
                assert_eq!((refused.status, refused.retry_after), (503, Some(COME_AGAIN)));
                stop.send(()).unwrap();
            };
            let (one, two, known, ()) = futures_util::join!(one, two, known, refuse);
            one.unwrap();
            two.unwrap();
            known.unwrap();
        };
        futures_util::join!(held, rest);
        assert_eq!(*order.lock().unwrap(), ["known", "one", "two"]);
    }
}
