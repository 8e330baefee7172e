//! A request being filled in: which step is shown, what was answered, what has to be put right. Plain state, no view.

use std::rc::Rc;

use loggia_client::Client;
use loggia_forms::{Asked, pointer, validate, validate_field, validate_section};
use loggia_types::{
    ProblemCode,
    drafts::{CreateDraft, Draft, DraftSummary, FormChanges},
    forms::{Answers, CreateSubmission, Field, FieldKind, Form, FormDefinition, Section},
    ids::{DraftId, FormId, FormVersionId},
    problem::FieldError,
};
use serde_json::Value;

use crate::{failure::Failure, map::Map, query::Attempts};

/// What is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The section at this index of the definition.
    Section(usize),
    /// All answers, to be checked before they are sent.
    Review,
}

/// What an answer changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Effect {
    /// So many questions appeared on this step.
    pub(crate) appeared: usize,
    /// So many went.
    pub(crate) went: usize,
}

/// A request being filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flow {
    form: Rc<Form>,
    answers: Answers,
    /// What stands in inputs whose answer is not a text: half a number stays as it was typed.
    typed: Map<String, String>,
    step: Step,
    errors: Vec<FieldError>,
    /// The person came back from the last page to change something.
    changing: bool,
    attempts: Attempts<CreateSubmission>,
    saving: Saving,
    /// What is different since the draft was saved, until it was read.
    changes: Option<FormChanges>,
    pub(crate) sending: Sending,
}

/// Whether a request is on its way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sending {
    #[default]
    No,
    Now,
    /// There is no connection: it is sent again as soon as there is one.
    Waiting,
    /// The person has thought better of it.
    Stopped,
}

/// How a request stands with the server, which keeps it as a draft.
#[derive(Clone, Debug, Default, PartialEq)]
struct Saving {
    /// The draft and its version there.
    draft: Option<(DraftId, i64)>,
    /// What the draft is begun with, and the name of the request: sent again without an answer, it begins no second one.
    first: Option<CreateDraft>,
    attempts: Attempts<CreateDraft>,
    /// Counts changes of answers, and which of them is saved.
    edit: u32,
    saved: u32,
    /// The edit that was refused: not sent again as it is.
    refused: Option<u32>,
    /// The person knows that there is no connection.
    told: bool,
    state: SaveState,
}

/// What there is to say about saving.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum SaveState {
    /// Nothing: all is as it should be.
    #[default]
    Idle,
    Saving,
    /// There is no connection.
    Waiting,
    /// It was changed elsewhere, to this.
    Conflict(Rc<Draft>),
    /// The draft is not this person's any more: sent, handed over or discarded elsewhere.
    Gone,
    Refused(Failure),
}

/// What is to be saved, as of an edit.
pub(crate) enum Save {
    First { draft: CreateDraft, client: Client, edit: u32 },
    Next { id: DraftId, version: i64, form_version_id: FormVersionId, answers: Answers, edit: u32 },
}

impl Save {
    pub(crate) fn edit(&self) -> u32 {
        match self {
            Self::First { edit, .. } | Self::Next { edit, .. } => *edit,
        }
    }
}

impl Flow {
    pub(crate) fn new(form: Rc<Form>) -> Self {
        let mut flow = Self {
            form,
            answers: Answers::new(),
            typed: Map::default(),
            step: Step::Review,
            errors: Vec::new(),
            changing: false,
            attempts: Attempts::default(),
            saving: Saving::default(),
            changes: None,
            sending: Sending::No,
        };
        if let Some(first) = flow.steps().first() {
            flow.step = Step::Section(*first);
        }
        flow
    }

    /// Goes on with a draft. `decimal` is what stands before the fraction of numbers that are typed.
    pub(crate) fn resume(form: Rc<Form>, draft: &Draft, decimal: char) -> Self {
        let mut flow = Self::new(form);
        flow.saving.draft = Some((draft.summary.id.clone(), draft.summary.version));
        flow.changes = draft.changes.clone();
        flow.take(draft, decimal);
        // Where there is something to do: the first step that cannot be left as it is.
        let open = |index: &usize| !validate_section(flow.definition(), *index, &flow.answers).is_empty();
        flow.step = flow.steps().into_iter().find(open).map_or(Step::Review, Step::Section);
        flow
    }

    /// Takes a draft's answers in place of those that are here. A file that is not there any more is no answer.
    fn take(&mut self, draft: &Draft, decimal: char) {
        self.answers = draft.answers.clone();
        self.typed = Map::default();
        let fields = self.form.definition.sections.iter().flat_map(|section| &section.fields);
        for field in fields {
            let Some(answer) = self.answers.get_mut(&field.key) else { continue };
            match (&field.kind, answer) {
                (FieldKind::File { .. }, Value::Array(ids)) => {
                    ids.retain(|id| draft.documents.iter().any(|file| id.as_str() == Some(file.id.as_str())));
                }
                (_, Value::Number(number)) => {
                    let typed = number.to_string().replace('.', decimal.encode_utf8(&mut [0; 4]));
                    self.typed.insert(field.key.clone(), typed);
                }
                _ => {}
            }
        }
    }

    /// The draft that the server keeps of it.
    pub(crate) fn draft(&self) -> Option<&DraftId> {
        self.saving.draft.as_ref().map(|(id, _)| id)
    }

    pub(crate) fn save_state(&self) -> &SaveState {
        &self.saving.state
    }

    /// Whether all that was answered is on the server.
    pub(crate) fn is_saved(&self) -> bool {
        self.saving.draft.is_some() && self.saving.edit == self.saving.saved
    }

    /// What is different since the draft was saved.
    pub(crate) fn changes(&self) -> Option<&FormChanges> {
        self.changes.as_ref()
    }

    /// The person has read what is different.
    pub(crate) fn forget_changes(&mut self) {
        self.changes = None;
    }

    /// As of which edit there is something to save, if it can be.
    pub(crate) fn to_save(&self) -> Option<u32> {
        let saving = &self.saving;
        let can_be = matches!(saving.state, SaveState::Idle | SaveState::Refused(_));
        let is_new = saving.edit != saving.saved && Some(saving.edit) != saving.refused;
        // What is sent ends the draft as it is.
        let may_be = self.sending == Sending::No && (saving.draft.is_some() || self.is_started());
        (can_be && is_new && may_be).then_some(saving.edit)
    }

    /// What to save, if nothing has changed since this edit.
    pub(crate) fn begin_saving(&mut self, edit: u32, client: &Client) -> Option<Save> {
        if self.to_save() != Some(edit) {
            return None;
        }
        let form_version_id = self.form.summary.version_id.clone();
        self.saving.state = SaveState::Saving;
        if let Some((id, version)) = self.saving.draft.clone() {
            return Some(Save::Next { id, version, form_version_id, answers: self.answers.clone(), edit });
        }
        let begun = self.saving.first.is_some();
        let answers = &self.answers;
        let draft =
            self.saving.first.get_or_insert_with(|| CreateDraft { form_version_id, answers: answers.clone() }).clone();
        let client = self.saving.attempts.client(client, &draft);
        // What was tried before lacks what was answered since.
        let edit = if begun { self.saving.saved } else { edit };
        Some(Save::First { draft, client, edit })
    }

    /// The draft that is there, if what was sent does not name it.
    pub(crate) fn left(&self) -> Option<DraftId> {
        let named = self.attempts.last().and_then(|sent| sent.draft_id.as_ref());
        self.draft().filter(|draft| Some(*draft) != named).cloned()
    }

    /// What the draft was to be begun with, where the answer to that is still to come, and a client to ask again with.
    pub(crate) fn unanswered(&self, client: &Client) -> Option<(Client, CreateDraft)> {
        let draft = self.saving.first.clone()?;
        Some((self.saving.attempts.clone().client(client, &draft), draft))
    }

    /// It is on the server as of this edit.
    pub(crate) fn saved(&mut self, summary: &DraftSummary, edit: u32) {
        self.saving.draft = Some((summary.id.clone(), summary.version));
        self.saving.first = None;
        self.saving.saved = edit;
        self.saving.told = false;
        self.saving.state = SaveState::Idle;
    }

    /// Somebody saved it elsewhere, unless that was this very save, whose answer was lost. Says whether there is
    /// something to decide.
    pub(crate) fn found(&mut self, theirs: Result<Draft, Failure>, save: &Save) -> bool {
        match (theirs, save) {
            (Ok(draft), Save::Next { answers, edit, .. }) if draft.answers == without_nulls(answers) => {
                self.saved(&draft.summary, *edit);
                false
            }
            (Ok(draft), _) => {
                self.saving.state = SaveState::Conflict(Rc::new(draft));
                true
            }
            (Err(failure), _) if failure.code() == Some(ProblemCode::NotFound) => {
                self.saving.state = SaveState::Gone;
                true
            }
            (Err(failure), _) => {
                self.not_saved(SaveState::Refused(failure));
                false
            }
        }
    }

    /// A request that names an older version of the draft was refused, and this is what is on the server. Says whether it
    /// is what is here: then it can be sent.
    pub(crate) fn met(&mut self, theirs: Result<Draft, Failure>) -> bool {
        self.attempts = Attempts::default();
        match theirs {
            Ok(draft) if draft.answers == without_nulls(&self.answers) => {
                let edit = self.saving.edit;
                self.saved(&draft.summary, edit);
                true
            }
            Ok(draft) => {
                self.saving.state = SaveState::Conflict(Rc::new(draft));
                false
            }
            Err(failure) if failure.code() == Some(ProblemCode::NotFound) => {
                self.saving.state = SaveState::Gone;
                false
            }
            Err(_) => false,
        }
    }

    /// Whether the person has to decide about the draft before it can be sent.
    pub(crate) fn is_undecided(&self) -> bool {
        matches!(self.saving.state, SaveState::Conflict(_) | SaveState::Gone)
    }

    /// There is no connection. Says whether that is news.
    pub(crate) fn wait(&mut self) -> bool {
        self.saving.state = SaveState::Waiting;
        !std::mem::replace(&mut self.saving.told, true)
    }

    /// Tries again what could not be saved.
    pub(crate) fn save_again(&mut self) {
        if self.saving.state == SaveState::Waiting {
            self.saving.state = SaveState::Idle;
        }
    }

    pub(crate) fn not_saved(&mut self, state: SaveState) {
        if matches!(state, SaveState::Refused(_)) {
            // The next change may be what was wrong.
            self.saving.refused = Some(self.saving.edit);
            self.saving.first = None;
        }
        self.saving.state = state;
    }

    /// The version of the form that answers from elsewhere are for, where that is another one.
    pub(crate) fn other_form(&self) -> Option<FormId> {
        let SaveState::Conflict(draft) = &self.saving.state else { return None };
        let is_other = draft.form_version_id != self.form.summary.version_id;
        is_other.then(|| draft.summary.form_id.clone())
    }

    /// Takes the answers that were given elsewhere, and the form that they are for where it is another version.
    pub(crate) fn take_theirs(&mut self, form: Option<Rc<Form>>, decimal: char) -> Option<Rc<Draft>> {
        let SaveState::Conflict(draft) = std::mem::take(&mut self.saving.state) else { return None };
        if let Some(form) = form {
            self.form = form;
            self.changing = false;
            self.step = self.steps().first().map_or(Step::Review, |first| Step::Section(*first));
        }
        self.take(&draft, decimal);
        self.errors.clear();
        self.saving.saved = self.saving.edit;
        self.saving.draft = Some((draft.summary.id.clone(), draft.summary.version));
        Some(draft)
    }

    /// Saves the answers that are here over those that were given elsewhere.
    pub(crate) fn keep_mine(&mut self) {
        if let SaveState::Conflict(draft) = std::mem::take(&mut self.saving.state) {
            self.saving.draft = Some((draft.summary.id.clone(), draft.summary.version));
        }
    }

    /// Goes on as a draft of its own.
    pub(crate) fn save_as_new(&mut self) {
        let edit = self.saving.edit.wrapping_add(1);
        self.saving = Saving { edit, saved: edit.wrapping_sub(1), ..Saving::default() };
    }

    pub(crate) fn form(&self) -> &Form {
        &self.form
    }

    fn definition(&self) -> &FormDefinition {
        &self.form.definition
    }

    pub(crate) fn step(&self) -> Step {
        self.step
    }

    pub(crate) fn asked(&self) -> Asked {
        Asked::new(self.definition(), &self.answers)
    }

    /// Whether anything was answered.
    pub(crate) fn is_started(&self) -> bool {
        self.answers.values().any(|answer| !loggia_forms::is_empty(answer))
    }

    pub(crate) fn answer(&self, key: &str) -> Option<&Value> {
        self.answers.get(key)
    }

    /// What stands in a question's text input.
    pub(crate) fn text(&self, key: &str) -> String {
        match self.typed.get(key) {
            Some(typed) => typed.clone(),
            None => self.answers.get(key).and_then(Value::as_str).unwrap_or_default().to_owned(),
        }
    }

    /// The chosen values of a question that takes several.
    pub(crate) fn items(&self, key: &str) -> Vec<String> {
        let items = self.answers.get(key).and_then(Value::as_array);
        items.map(|items| items.iter().filter_map(Value::as_str).map(str::to_owned).collect()).unwrap_or_default()
    }

    /// The sections that are asked, by index: those that have a question to ask.
    pub(crate) fn steps(&self) -> Vec<usize> {
        let asked = self.asked();
        let has_questions =
            |section: &Section| section.fields.is_empty() || section.fields.iter().any(|field| asked.field(&field.key));
        let sections = self.definition().sections.iter().enumerate();
        sections
            .filter(|(index, section)| asked.section(*index) && has_questions(section))
            .map(|(index, _)| index)
            .collect()
    }

    /// The questions that are asked, of all steps.
    pub(crate) fn asked_keys(&self) -> Vec<String> {
        let asked = self.asked();
        let fields = self.definition().sections.iter().flat_map(|section| &section.fields);
        fields.filter(|field| asked.field(&field.key)).map(|field| field.key.clone()).collect()
    }

    /// The step's number and how many there are. On the last page: nothing.
    pub(crate) fn position(&self) -> Option<(usize, usize)> {
        let Step::Section(current) = self.step else { return None };
        let steps = self.steps();
        let before = steps.iter().filter(|index| **index < current).count();
        Some((before.saturating_add(1), steps.len().max(1)))
    }

    /// The section that is shown.
    pub(crate) fn section(&self) -> Option<&Section> {
        match self.step {
            Step::Section(index) => self.definition().sections.get(index),
            Step::Review => None,
        }
    }

    /// What has to be put right on this step, in the order of the questions.
    pub(crate) fn errors(&self) -> Vec<(&Field, &FieldError)> {
        let asked = self.asked();
        let fields = self.section().map(|section| section.fields.as_slice()).unwrap_or_default();
        let fields = fields.iter().filter(|field| asked.field(&field.key));
        fields.filter_map(|field| Some((field, self.error(&field.key)?))).collect()
    }

    /// What has to be put right in one question.
    pub(crate) fn error(&self, key: &str) -> Option<&FieldError> {
        let pointer = pointer(key);
        self.errors.iter().find(|error| is_at(error, &pointer))
    }

    /// Takes an answer.
    pub(crate) fn set(&mut self, key: &str, answer: Value) -> Effect {
        let before = self.asked();
        if self.answers.get(key) != Some(&answer) {
            self.saving.edit = self.saving.edit.wrapping_add(1);
        }
        self.answers.insert(key.to_owned(), answer);
        // What was wrong is looked at again, so that a mended answer is not called wrong until the next step.
        let pointer = pointer(key);
        if let Some(position) = self.errors.iter().position(|error| is_at(error, &pointer)) {
            self.errors.remove(position);
            self.errors.extend(validate_field(self.definition(), key, &self.answers));
        }
        self.effect(&before)
    }

    /// Takes what was typed for a number. What is none is kept for the message that it is none.
    pub(crate) fn set_number(&mut self, key: &str, typed: String, decimal: char) -> Effect {
        let answer = match parse_number(&typed, decimal) {
            Some(number) => number,
            None => Value::String(typed.trim().to_owned()),
        };
        self.typed.insert(key.to_owned(), typed);
        self.set(key, answer)
    }

    fn effect(&self, before: &Asked) -> Effect {
        let after = self.asked();
        let fields = self.section().map(|section| section.fields.as_slice()).unwrap_or_default();
        let count = |was: &Asked, is: &Asked| fields.iter().filter(|f| !was.field(&f.key) && is.field(&f.key)).count();
        Effect { appeared: count(before, &after), went: count(&after, before) }
    }

    /// Goes on, if this step is in order. `pending` are questions whose files are still on their way, and what to say.
    pub(crate) fn forward(&mut self, pending: Vec<FieldError>) -> bool {
        let Step::Section(current) = self.step else { return true };
        let keys: Vec<String> = self.section().map(keys_of).unwrap_or_default();
        self.errors.retain(|error| !keys.iter().any(|key| is_at(error, &pointer(key))));
        let mut found = validate_section(self.definition(), current, &self.answers);
        for error in pending {
            if keys.iter().any(|key| error.pointer == pointer(key)) {
                found.retain(|other| other.pointer != error.pointer);
                found.push(error);
            }
        }
        if !found.is_empty() {
            self.errors.extend(found);
            return false;
        }
        let next = self.steps().into_iter().find(|index| {
            *index > current
                && (!self.changing || !validate_section(self.definition(), *index, &self.answers).is_empty())
        });
        self.step = next.map_or(Step::Review, Step::Section);
        true
    }

    /// Goes back. `false` on the first step: there is nothing before it.
    pub(crate) fn back(&mut self) -> bool {
        let before = match self.step {
            Step::Section(current) => self.steps().into_iter().rfind(|index| *index < current),
            Step::Review => self.steps().into_iter().next_back(),
        };
        match before {
            Some(index) => {
                self.step = Step::Section(index);
                true
            }
            None => false,
        }
    }

    /// Goes to a section to change an answer; "continue" then leads back to the last page.
    pub(crate) fn change(&mut self, section: usize) {
        self.changing = true;
        self.step = Step::Section(section);
    }

    /// Everything in order: what is sent. Otherwise the first step that is not is shown, with what is wrong. `pending`:
    /// as for [`forward`](Self::forward).
    pub(crate) fn finish(&mut self, pending: Vec<FieldError>) -> Option<CreateSubmission> {
        let wrong = match validate(self.definition(), &self.answers) {
            Ok(answers) if pending.is_empty() => {
                self.errors.clear();
                return Some(CreateSubmission {
                    form_version_id: self.form.summary.version_id.clone(),
                    answers,
                    draft_id: None,
                    draft_version: None,
                });
            }
            Ok(_) => pending,
            Err(errors) => errors,
        };
        self.refuse(wrong);
        None
    }

    /// A client to send it with, and as what. Sent again unchanged, because no answer came, it is the very same request
    /// and opens no second case, whatever became of its draft since.
    pub(crate) fn attempt(&mut self, client: &Client, create: &mut CreateSubmission) -> Client {
        let is_same =
            |sent: &&CreateSubmission| sent.form_version_id == create.form_version_id && sent.answers == create.answers;
        match self.attempts.last().filter(is_same) {
            Some(sent) => *create = sent.clone(),
            None => {
                let draft = self.saving.draft.clone();
                (create.draft_id, create.draft_version) =
                    draft.map_or((None, None), |(id, version)| (Some(id), Some(version)));
            }
        }
        self.attempts.client(client, create)
    }

    #[cfg(test)]
    pub(crate) fn attempts(&self) -> &Attempts<CreateSubmission> {
        &self.attempts
    }

    /// Takes in what the server found, and shows the first step that has something of it. `false`: none of it belongs
    /// to a question.
    pub(crate) fn refuse(&mut self, errors: Vec<FieldError>) -> bool {
        if errors.iter().any(|error| error.pointer == "/draft_id") {
            self.saving.state = SaveState::Gone;
        }
        // That was an answer: what is sent next is another request.
        self.attempts = Attempts::default();
        self.errors = errors;
        let first = self.steps().into_iter().find(|index| {
            let section = self.definition().sections.get(*index);
            section.is_some_and(|section| section.fields.iter().any(|field| self.error(&field.key).is_some()))
        });
        if let Some(index) = first {
            self.changing = true;
            self.step = Step::Section(index);
        }
        first.is_some()
    }
}

/// Answers as the server keeps them.
fn without_nulls(answers: &Answers) -> Answers {
    answers.iter().filter(|(_, answer)| !answer.is_null()).map(|(key, answer)| (key.clone(), answer.clone())).collect()
}

fn keys_of(section: &Section) -> Vec<String> {
    section.fields.iter().map(|field| field.key.clone()).collect()
}

/// Whether the error is about this answer or a part of it (`/answers/photos/0`).
fn is_at(error: &FieldError, pointer: &str) -> bool {
    error.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Arabic digits and separators as those that programs read.
fn western(typed: char) -> char {
    match typed {
        '٠'..='٩' => char::from_digit(u32::from(typed) - u32::from('٠'), 10).unwrap_or(typed),
        '٫' => '.',
        '٬' => ',',
        _ => typed,
    }
}

/// Reads a number as people write it: `2380`, `2,380.50` or, where the comma is decimal, `2.380,50`.
pub(crate) fn parse_number(typed: &str, decimal: char) -> Option<Value> {
    let group = if decimal == ',' { '.' } else { ',' };
    let compact: String =
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).map(western).collect();
    let (whole, fraction) = match compact.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        // A lone separator of the other kind that cannot be grouping is the decimal one: 2.5 typed where 2,5 is usual.
        None => match compact.split_once(group) {
            Some((whole, rest)) if !rest.contains(group) && rest.len() != 3 => (whole, Some(rest)),
            _ => (compact.as_str(), None),
        },
    };
    let digits: String = if whole.contains(group) {
        let (sign, unsigned) = whole.strip_prefix('-').map_or(("", whole), |unsigned| ("-", unsigned));
        let mut parts = unsigned.split(group);
        let head = parts.next()?;
        let grouped = (1..=3).contains(&head.len()) && parts.clone().all(|part| part.len() == 3);
        if !grouped {
            return None;
        }
        format!("{sign}{head}{}", parts.collect::<String>())
    } else {
        whole.to_owned()
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = digits.strip_prefix('-').unwrap_or(&digits);
    let fraction = fraction.unwrap_or_default();
    if (unsigned.is_empty() && fraction.is_empty()) || !is_digits(unsigned) || !is_digits(fraction) {
        return None;
    }
    if fraction.is_empty()
        && let Ok(whole) = digits.parse::<i64>()
    {
        return Some(Value::from(whole));
    }
    let sign = if digits.starts_with('-') { "-" } else { "" };
    let whole = unsigned.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    loggia_forms::read_number(&[sign, whole, ".", fraction, "0"].concat()).map(Value::from)
}
