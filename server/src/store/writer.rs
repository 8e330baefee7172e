//! The one writer of a SQLite database: a thread that takes all waiting closures into one commit.
//!
//! Each closure has a savepoint of its own. One that fails or panics is rolled back alone. Nobody is answered before
//! the commit, so an acknowledged write is on disk; when the commit fails, everybody gets the error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use diesel::{
    connection::{AnsiTransactionManager, Connection, TransactionManager},
    result::QueryResult,
};
use tokio::sync::{mpsc, oneshot};

use super::{
    StoreError,
    connection::AnyConnection,
    engine::{Address, Use, open},
};
use crate::error::Error;

/// How many closures may wait before callers wait for room.
const QUEUE: usize = 1024;
/// How many closures go into one commit at the most: bounds how long the first of them waits.
const BATCH: usize = 256;

/// A closure that waits for its commit.
trait Job: Send {
    /// Runs the closure; says whether its changes are to be kept.
    fn run(&mut self, connection: &mut AnyConnection) -> bool;
    /// Replaces the result: the changes are not kept after all.
    fn fail(&mut self, error: StoreError);
    /// Answers the caller. `commit` is the error that the commit ended with.
    fn answer(self: Box<Self>, commit: Option<&str>);
}

struct Task<T, F> {
    work: Option<F>,
    result: Option<Result<T, Error>>,
    reply: oneshot::Sender<Result<T, Error>>,
    span: tracing::Span,
}

impl<T, F> Job for Task<T, F>
where
    T: Send,
    F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send,
{
    fn run(&mut self, connection: &mut AnyConnection) -> bool {
        let _entered = self.span.enter();
        if let Some(work) = self.work.take() {
            self.result = Some(work(connection));
        }
        matches!(self.result, Some(Ok(_)))
    }

    fn fail(&mut self, error: StoreError) {
        self.result = Some(Err(Error::Store(error)));
    }

    fn answer(self: Box<Self>, commit: Option<&str>) {
        let result = match (self.result, commit) {
            // It was not kept, or, when the batch broke off before it, never ran.
            (Some(Ok(_)) | None, Some(why)) => Err(Error::Store(StoreError::Commit(why.to_owned()))),
            (Some(result), _) => result,
            (None, None) => Err(Error::Store(StoreError::Panicked)),
        };
        // A caller that has gone away wants no answer.
        let _ = self.reply.send(result);
    }
}

/// The way to the writer thread. The thread ends when the last of these is dropped.
pub(super) struct Writer {
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(address: &Address) -> Result<Self, StoreError> {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let address = address.clone();
        let connection = open(&address, Use::Write)?;
        std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || work_off(&address, connection, waiting))
            .map_err(|error| StoreError::Open(error.to_string()))?;
        Ok(Self { jobs })
    }

    /// Runs `work` in the next commit and waits for it.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task = Task { work: Some(work), result: None, reply, span: tracing::Span::current() };
        let closed = || Error::Store(StoreError::Busy("the store is closed"));
        self.jobs.send(Box::new(task)).await.map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }
}

fn work_off(address: &Address, mut connection: AnyConnection, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch: Vec<Box<dyn Job>> = Vec::with_capacity(BATCH);
    while let Some(first) = waiting.blocking_recv() {
        batch.push(first);
        while batch.len() < BATCH
            && let Ok(next) = waiting.try_recv()
        {
            batch.push(next);
        }
        let failed = commit_together(&mut connection, &mut batch).err().map(|error| error.to_string());
        if let Some(why) = &failed {
            tracing::error!(error = %why, waiting = batch.len(), "the writer's commit failed");
            // What state the connection is in is anybody's guess. A new one starts clean.
            match open(address, Use::Write) {
                Ok(fresh) => connection = fresh,
                Err(error) => tracing::error!(%error, "the writer cannot open a new connection"),
            }
        }
        for job in batch.drain(..) {
            job.answer(failed.as_deref());
        }
    }
}

/// Runs every job in its savepoint and commits once.
fn commit_together(connection: &mut AnyConnection, batch: &mut [Box<dyn Job>]) -> QueryResult<()> {
    begin(connection)?;
    for job in batch.iter_mut() {
        begin_savepoint(connection)?;
        let kept = catch_unwind(AssertUnwindSafe(|| job.run(connection)));
        // A panic may have left savepoints of the closure's own open.
        while depth(connection)? > 2 {
            roll_back(connection)?;
        }
        match kept {
            Ok(true) => {
                if let Err(error) = commit(connection) {
                    job.fail(error.into());
                    while depth(connection)? > 1 {
                        roll_back(connection)?;
                    }
                }
            }
            Ok(false) => roll_back(connection)?,
            Err(_) => {
                roll_back(connection)?;
                job.fail(StoreError::Panicked);
            }
        }
    }
    commit(connection)
}

/// `BEGIN IMMEDIATE`: takes the write lock at once, so that waiting for another process (an import) honours
/// `busy_timeout`. A deferred transaction that turns into a writing one does not wait.
fn begin(connection: &mut AnyConnection) -> QueryResult<()> {
    match connection {
        AnyConnection::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => begin_savepoint(connection),
    }
}

type Manager = <AnyConnection as Connection>::TransactionManager;

fn begin_savepoint(connection: &mut AnyConnection) -> QueryResult<()> {
    <Manager as TransactionManager<AnyConnection>>::begin_transaction(connection)
}

fn commit(connection: &mut AnyConnection) -> QueryResult<()> {
    <Manager as TransactionManager<AnyConnection>>::commit_transaction(connection)
}

fn roll_back(connection: &mut AnyConnection) -> QueryResult<()> {
    <Manager as TransactionManager<AnyConnection>>::rollback_transaction(connection)
}

fn depth(connection: &mut AnyConnection) -> QueryResult<u32> {
    let status = <Manager as TransactionManager<AnyConnection>>::transaction_manager_status_mut(connection);
    Ok(status.transaction_depth()?.map_or(0, u32::from))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use diesel::connection::SimpleConnection;

    use super::*;

    #[test]
    fn those_who_wait_while_another_process_writes_may_try_again() {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::Sqlite(folder.path().join("portal.db").display().to_string());
        let (mut other, mut mine) = (open(&address, Use::Write).unwrap(), open(&address, Use::Write).unwrap());
        other.batch_execute("BEGIN IMMEDIATE").unwrap();
        mine.batch_execute("PRAGMA busy_timeout = 0").unwrap();
        let (reply, mut answer) = oneshot::channel();
        let span = tracing::Span::none();
        let task = Task { work: Some(|_: &mut AnyConnection| Ok(())), result: None, reply, span };
        let mut batch: Vec<Box<dyn Job>> = vec![Box::new(task)];
        let failed = commit_together(&mut mine, &mut batch).unwrap_err().to_string();
        batch.remove(0).answer(Some(&failed));
        let error = answer.try_recv().unwrap().unwrap_err();
        assert_eq!(error.into_problem().status, 503);
    }
}
