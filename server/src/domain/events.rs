//! What a reader of events is told: what changed in the organization, from a position on, as far as the reader may
//! know.
//!
//! A reader holds a position and nothing else. It is woken when something was committed in this process, and looks by
//! itself now and then because other processes write, too; then it reads from its position on. A reader that is slow
//! so costs no memory, and misses nothing.

use std::{collections::VecDeque, time::Duration};

use chrono::Utc;
use loggia_types::{
    OrganizationId, Permission, Timestamp,
    events::{Event, EventType},
};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, sleep, sleep_until},
};
use tokio_util::sync::CancellationToken;

use crate::{
    auth::{Access, Actor},
    error::{Error, Result},
    store::{Store, SystemConn, Tenant},
};

/// How often a reader shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often a reader looks without being woken.
const LOOK: Duration = Duration::from_secs(1);
/// How many events are read at a time.
const BATCH: i64 = 32;

/// A position in an organization's events, as a client names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position(pub i64);

impl Position {
    /// The opaque text for a client.
    pub fn to_text(self, org: &OrganizationId) -> String {
        format!("{:x}.{}", self.0, tag(org))
    }

    /// The position that a text of [`to_text`](Self::to_text) names; `None` for another organization's, or any other
    /// text.
    pub fn from_text(text: &str, org: &OrganizationId) -> Option<Self> {
        let (position, of) = text.split_once('.')?;
        if of != tag(org) {
            return None;
        }
        i64::from_str_radix(position, 16).ok().filter(|position| *position >= 0).map(Self)
    }
}

/// Enough of an organization's id to notice another's position.
fn tag(org: &OrganizationId) -> &str {
    let text = org.as_str();
    text.get(text.len().saturating_sub(8)..).unwrap_or_default()
}

/// What a reader is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Where the reader stands: the first thing it is told, and again with each sign of life.
    Here(Position),
    /// Something changed.
    Changed(Position, Event),
}

/// A reader of events.
pub struct Reader {
    store: Store,
    actor: Actor,
    tenant: Tenant,
    wakes: Receiver<OrganizationId>,
    shutdown: CancellationToken,
    expires_at: Option<Timestamp>,
    position: i64,
    waiting: VecDeque<(i64, Option<Event>)>,
    ready: VecDeque<Told>,
    beat_at: Instant,
    woken: bool,
    ended: bool,
}

impl Reader {
    /// A reader that goes on after `last`, or begins now. A `last` that is too old or unknown is answered with
    /// [`EventType::Reset`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open(store: &Store, actor: Actor, last: Option<&str>, shutdown: CancellationToken) -> Result<Self> {
        let tenant = Tenant::of(&actor)?;
        // Before the position is read: what is committed in between wakes it.
        let wakes = store.changes();
        let range = store.read(&tenant, |c| c.outbox_range()).await?;
        let from = last.map(|last| Position::from_text(last, tenant.org_id()));
        let mut ready = VecDeque::new();
        let position = match from {
            None => range.last,
            Some(Some(Position(from))) if from <= range.last && from >= range.first - 1 => from,
            Some(_) => {
                let reset = Event { kind: EventType::Reset, resource_id: String::new(), created_at: Utc::now() };
                ready.push_back(Told::Changed(Position(range.last), reset));
                range.last
            }
        };
        ready.push_front(Told::Here(Position(position)));
        Ok(Self {
            store: store.clone(),
            expires_at: actor.member().map(|member| member.expires_at),
            actor,
            tenant,
            wakes,
            shutdown,
            position,
            waiting: VecDeque::new(),
            ready,
            beat_at: Instant::now() + HEARTBEAT,
            woken: false,
            ended: false,
        })
    }

    /// The organization whose events are read.
    pub fn org_id(&self) -> &OrganizationId {
        self.tenant.org_id()
    }

    /// The next thing to tell; `None` when the reader may not be told any more: the credential ended, the reader's own
    /// membership changed (it has to come again, with what it may do now), or the server stops.
    pub async fn next(&mut self) -> Option<Told> {
        match self.try_next().await {
            Ok(next) => next,
            Err(error) => {
                // The client comes again and goes on from its position.
                tracing::warn!(%error, "a stream of events ended");
                None
            }
        }
    }

    async fn try_next(&mut self) -> Result<Option<Told>> {
        loop {
            if self.ended || self.shutdown.is_cancelled() || self.expires_at.is_some_and(|end| end <= Utc::now()) {
                return Ok(None);
            }
            if let Some(told) = self.ready.pop_front() {
                return Ok(Some(told));
            }
            if let Some((position, event)) = self.waiting.pop_front() {
                self.position = position;
                // Of a thing that the reader may not see.
                let Some(event) = event else { continue };
                if self.is_about_reader(&event) {
                    self.ended = true;
                    // Told before the end, so that the client does not go on with what it was.
                    return Ok(Some(Told::Changed(Position(position), event)));
                }
                if event.kind.permission().is_none_or(|permission| self.may_know(permission)) {
                    return Ok(Some(Told::Changed(Position(position), event)));
                }
                continue;
            }
            if !self.look().await? {
                return Ok(None);
            }
            if !self.waiting.is_empty() {
                continue;
            }
            if Instant::now() >= self.beat_at {
                self.beat_at = Instant::now() + HEARTBEAT;
                return Ok(Some(Told::Here(Position(self.position))));
            }
            self.wait().await?;
        }
    }

    /// Reads what comes after the position. Says whether there may be more to tell.
    async fn look(&mut self) -> Result<bool> {
        let position = self.position;
        let events = self.store.read(&self.tenant, move |c| c.events_after(position, BATCH)).await?;
        let woken = std::mem::take(&mut self.woken);
        if events.is_empty() && !woken && Instant::now() < self.beat_at {
            return Ok(true);
        }
        self.waiting.extend(events);
        let actor = self.actor.clone();
        match self.store.system_read(move |c| standing(c, &actor)).await? {
            Standing::AsBefore => Ok(true),
            Standing::Ended => Ok(false),
            Standing::Other => {
                // What permits something else now is told of that before the end, and of nothing that it may not know.
                let waiting = std::mem::take(&mut self.waiting);
                let about_reader =
                    |event: &Option<Event>| event.as_ref().is_some_and(|event| self.is_about_reader(event));
                self.waiting = waiting.into_iter().filter(|(_, event)| about_reader(event)).collect();
                Ok(!self.waiting.is_empty())
            }
        }
    }

    /// Waits until there may be something to tell.
    async fn wait(&mut self) -> Result<()> {
        let ends_in = self.expires_at.map(|end| (end - Utc::now()).to_std().unwrap_or_default());
        let ends = async {
            match ends_in {
                Some(left) => sleep(left).await,
                None => std::future::pending().await,
            }
        };
        let org = self.tenant.org_id().clone();
        let wakes = &mut self.wakes;
        let woken = async {
            loop {
                match wakes.recv().await {
                    Ok(changed) if changed == org => break Ok(()),
                    Ok(_) => {}
                    // Some wakes were missed: one of them may have been for this reader.
                    Err(RecvError::Lagged(_)) => break Ok(()),
                    Err(RecvError::Closed) => break Err(Error::unavailable()),
                }
            }
        };
        tokio::select! {
            woken = woken => {
                self.woken = true;
                woken
            }
            () = sleep(LOOK) => Ok(()),
            () = sleep_until(self.beat_at) => Ok(()),
            () = ends => Ok(()),
            () = self.shutdown.cancelled() => Ok(()),
        }
    }

    /// Whether the reader may be told about something now: a condition on time may have ended meanwhile.
    fn may_know(&self, permission: Permission) -> bool {
        let now = Utc::now();
        self.actor.permits(permission) && self.actor.member().is_none_or(|member| member.standing.may(permission, now))
    }

    fn is_about_reader(&self, event: &Event) -> bool {
        matches!(event.kind, EventType::MemberUpdated | EventType::MemberDeleted)
            && self.actor.member().is_some_and(|member| member.membership_id.as_str() == event.resource_id)
    }
}

/// What became of the reader's credential.
enum Standing {
    /// It lives, and permits the same.
    AsBefore,
    /// It lives, and anything changed of its owner (role, what the role grants, attributes, features): they come again,
    /// with what they may do now.
    Other,
    /// It ended.
    Ended,
}

fn standing(c: &mut SystemConn<'_>, actor: &Actor) -> Result<Standing> {
    let now = match actor.again(c, Access::Session) {
        Ok(now) => now,
        Err(Error::Problem(_)) => return Ok(Standing::Ended),
        Err(error) => return Err(error),
    };
    let (was, is) = (actor.member(), now.member());
    let as_before = match (was, is) {
        (Some(was), Some(is)) => was.standing == is.standing,
        // A key's scopes become fewer.
        _ => now.permissions() == actor.permissions(),
    };
    Ok(if as_before && now.features == actor.features { Standing::AsBefore } else { Standing::Other })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_that_of_one_organization() {
        let (org, other) = (OrganizationId::from_u128(1), OrganizationId::from_u128(2));
        let text = Position(4_711).to_text(&org);
        assert_eq!(Position::from_text(&text, &org), Some(Position(4_711)));
        assert_eq!(Position::from_text(&text, &other), None);
        for text in ["", ".", "x", "-1.00000001", "ffffffffffffffffffff.00000001", "12"] {
            assert_eq!(Position::from_text(text, &org), None, "{text}");
        }
    }
}
