//! The queue of uploads: what waits, what runs and how fast. Plain state; the sending is in `uploader`.

use loggia_types::ids::DocumentId;

use crate::failure::Failure;

/// How many files are sent at the same time.
pub(crate) const PARALLEL: usize = 3;
/// The speed is measured over steps of at least so many milliseconds.
const MEASURE_STEP: i64 = 250;
/// How much the newest measurement counts.
const NEWEST_SHARE: f64 = 0.3;

/// One file on its way.
#[derive(Clone, PartialEq)]
pub(crate) struct UploadItem {
    /// Names it within this queue.
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) folder: String,
    /// What in the view it belongs to, such as a question of a form.
    pub(crate) place: String,
    /// In bytes.
    pub(crate) size: u64,
    pub(crate) state: UploadState,
}

/// Where a file stands.
#[derive(Clone, PartialEq)]
pub(crate) enum UploadState {
    Waiting,
    Running(Progress),
    Done {
        document: DocumentId,
        /// 1 for a new document.
        version: u32,
    },
    Failed(Failure),
    /// It was not sent at all.
    Refused(Refusal),
}

/// Why a file is not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is larger than the server takes: the limit in bytes.
    TooLarge(u64),
    /// There is nothing in it.
    Empty,
    /// Its name is longer than 200 characters or has characters that a file name cannot have.
    Name,
    /// It is not of the kinds that are taken: these.
    Kind(Vec<String>),
    /// There are as many as are taken: so many.
    TooMany(u32),
}

/// How far a file is, and how fast it goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Progress {
    pub(crate) sent: u64,
    pub(crate) total: u64,
    /// Bytes per millisecond; absent until there is something to measure.
    speed: Option<f64>,
    measured_sent: u64,
    measured_at: i64,
}

impl Progress {
    fn begin(total: u64, now: i64) -> Self {
        Self { total, measured_at: now, ..Self::default() }
    }

    fn advance(&mut self, sent: u64, total: u64, now: i64) {
        self.sent = sent;
        self.total = total.max(sent);
        let passed = now.saturating_sub(self.measured_at);
        if passed < MEASURE_STEP {
            return;
        }
        let newest = sent.saturating_sub(self.measured_sent) as f64 / passed as f64;
        self.speed = Some(match self.speed {
            None => newest,
            Some(known) => known + NEWEST_SHARE * (newest - known),
        });
        self.measured_sent = sent;
        self.measured_at = now;
    }

    /// 0 to 100. 100 only when everything was sent.
    pub(crate) fn percent(&self) -> u8 {
        if self.total == 0 {
            return 0;
        }
        let share = u128::from(self.sent.min(self.total)) * 100 / u128::from(self.total);
        u8::try_from(share).unwrap_or(100)
    }

    /// All bytes are out, the answer is not yet in.
    pub(crate) fn is_sent(&self) -> bool {
        self.total > 0 && self.sent >= self.total
    }

    /// How many seconds remain; nothing while that cannot be said.
    pub(crate) fn seconds_left(&self) -> Option<u64> {
        let speed = self.speed.filter(|speed| *speed > 0.01)?;
        let left = self.total.saturating_sub(self.sent) as f64;
        Some((left / speed / 1000.0).ceil() as u64)
    }
}

/// Files on their way, in the order they were chosen.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Queue {
    items: Vec<UploadItem>,
    last_id: u64,
}

impl Queue {
    pub(crate) fn items(&self) -> &[UploadItem] {
        &self.items
    }

    pub(crate) fn get(&self, id: u64) -> Option<&UploadItem> {
        self.items.iter().find(|item| item.id == id)
    }

    fn get_mut(&mut self, id: u64) -> Option<&mut UploadItem> {
        self.items.iter_mut().find(|item| item.id == id)
    }

    /// Adds a file, to wait or refused at once.
    pub(crate) fn add(
        &mut self,
        name: String,
        folder: String,
        place: String,
        size: u64,
        refusal: Option<Refusal>,
    ) -> u64 {
        self.last_id = self.last_id.wrapping_add(1);
        let state = refusal.map_or(UploadState::Waiting, UploadState::Refused);
        self.items.push(UploadItem { id: self.last_id, name, folder, place, size, state });
        self.last_id
    }

    /// Starts as many as may run, and says which. Two versions of one document go one after the other.
    pub(crate) fn start(&mut self, now: i64) -> Vec<u64> {
        let mut started = Vec::new();
        loop {
            let running: Vec<(&str, &str)> = self
                .items
                .iter()
                .filter(|item| matches!(item.state, UploadState::Running(_)))
                .map(|item| (item.folder.as_str(), item.name.as_str()))
                .collect();
            if running.len() >= PARALLEL {
                return started;
            }
            let next = self
                .items
                .iter()
                .find(|item| {
                    item.state == UploadState::Waiting && !running.contains(&(item.folder.as_str(), item.name.as_str()))
                })
                .map(|item| item.id);
            let Some(item) = next.and_then(|id| self.get_mut(id)) else { return started };
            item.state = UploadState::Running(Progress::begin(item.size, now));
            started.push(item.id);
        }
    }

    /// Notes how far a file is.
    pub(crate) fn progress(&mut self, id: u64, sent: u64, total: u64, now: i64) {
        if let Some(UploadState::Running(progress)) = self.get_mut(id).map(|item| &mut item.state) {
            progress.advance(sent, total, now);
        }
    }

    /// Notes under which name a file was kept.
    pub(crate) fn rename(&mut self, id: u64, name: String) {
        if let Some(item) = self.get_mut(id) {
            item.name = name;
        }
    }

    /// Notes how a file ended. One that was removed meanwhile stays removed.
    pub(crate) fn end(&mut self, id: u64, state: UploadState) {
        if let Some(item) = self.get_mut(id) {
            item.state = state;
        }
    }

    /// Puts a failed file back in line.
    pub(crate) fn retry(&mut self, id: u64) {
        if let Some(item) = self.get_mut(id)
            && matches!(item.state, UploadState::Failed(_))
        {
            item.state = UploadState::Waiting;
        }
    }

    /// Takes a file out, whatever its state.
    pub(crate) fn remove(&mut self, id: u64) {
        self.items.retain(|item| item.id != id);
    }

    /// Whether anything waits or runs.
    pub(crate) fn is_busy(&self) -> bool {
        self.items.iter().any(|item| matches!(item.state, UploadState::Waiting | UploadState::Running(_)))
    }
}

/// What the server would refuse, found before the first byte is sent.
pub(crate) fn check_file(name: &str, size: u64, max_bytes: u64) -> Option<Refusal> {
    let length = name.chars().count();
    if length == 0 || length > 200 || name.chars().any(|c| c == '/' || c.is_control()) {
        Some(Refusal::Name)
    } else if size == 0 {
        Some(Refusal::Empty)
    } else if size > max_bytes {
        Some(Refusal::TooLarge(max_bytes))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn queue(names: &[&str]) -> Queue {
        let mut queue = Queue::default();
        for name in names {
            queue.add((*name).to_owned(), String::new(), String::new(), 1000, None);
        }
        queue
    }

    fn document() -> DocumentId {
        "doc_01h455vb4pex5vsknk084sn02q".parse().unwrap()
    }

    #[test]
    fn three_run_and_the_next_starts_when_one_ends() {
        let mut queue = queue(&["a", "b", "c", "d", "e"]);
        assert_eq!(queue.start(0), [1, 2, 3]);
        assert!(queue.start(0).is_empty());
        queue.end(2, UploadState::Done { document: document(), version: 1 });
        assert_eq!(queue.start(0), [4]);
        queue.remove(1);
        assert_eq!(queue.start(0), [5]);
        assert!(queue.is_busy());
    }

    #[test]
    fn the_same_name_twice_goes_one_after_the_other() {
        let mut queue = queue(&["a", "a", "b"]);
        assert_eq!(queue.start(0), [1, 3]);
        queue.end(1, UploadState::Done { document: document(), version: 1 });
        assert_eq!(queue.start(0), [2]);
    }

    #[test]
    fn what_was_cancelled_does_not_come_back() {
        let mut queue = queue(&["a"]);
        queue.start(0);
        queue.remove(1);
        queue.progress(1, 10, 1000, 10);
        queue.end(1, UploadState::Done { document: document(), version: 1 });
        assert!(queue.items().is_empty() && !queue.is_busy());
    }

    #[test]
    fn progress_tells_percent_and_time_left() {
        let mut queue = queue(&["a"]);
        queue.start(0);
        queue.progress(1, 100, 1000, 1000);
        let UploadState::Running(progress) = queue.get(1).unwrap().state.clone() else { unreachable!() };
        assert_eq!(progress.percent(), 10);
        assert_eq!(progress.seconds_left(), Some(9));
        assert!(!progress.is_sent());
        queue.progress(1, 999, 1000, 1100);
        let UploadState::Running(progress) = queue.get(1).unwrap().state.clone() else { unreachable!() };
        assert_eq!(progress.percent(), 99, "rounds down: 100 is the end");
    }

    #[test]
    fn a_stalled_upload_does_not_pretend_to_know() {
        let mut progress = Progress::begin(1000, 0);
        assert_eq!(progress.seconds_left(), None);
        progress.advance(0, 1000, 5000);
        assert_eq!(progress.seconds_left(), None);
    }

    #[test]
    fn files_the_server_would_refuse_are_refused_at_once() {
        assert_eq!(check_file("a.pdf", 10, 10), None);
        assert_eq!(check_file("a.pdf", 11, 10), Some(Refusal::TooLarge(10)));
        assert_eq!(check_file("a.pdf", 0, 10), Some(Refusal::Empty));
        assert_eq!(check_file("", 1, 10), Some(Refusal::Name));
        assert_eq!(check_file(&"x".repeat(201), 1, 10), Some(Refusal::Name));
        assert_eq!(check_file("a\u{7}", 1, 10), Some(Refusal::Name));
    }
}
