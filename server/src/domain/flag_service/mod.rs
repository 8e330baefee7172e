//! What a flag service says of organizations' features. The server asks it by [OpenFeature](https://openfeature.dev): one
//! that speaks OFREP when the settings name it ([`OfrepProvider`]), or any other provider that
//! [`App::with_feature_provider`] is given.
//!
//! No request waits for it. A job asks for each organization about each feature, and writes down which ones it has not
//! ([`policy::features`](crate::policy::features) decides what follows). One process asks for all: whoever finds that it is
//! time moves the time ahead, so that the others do not, and further while it goes on. Who dies meanwhile is followed by
//! another one when that time has come.
//!
//! An answer counts until there is another one. A service that fails changes nothing; that it does, and why, is logged when
//! it begins, and `feature service` says it.

mod provider;

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use chrono::{TimeDelta, Utc};
use futures_util::{StreamExt, stream};
use loggia_types::{BrandId, Feature, OrganizationId, roles::FeatureLevel};
use open_feature::{Client, EvaluationContext, EvaluationErrorCode, OpenFeature, provider::FeatureProvider};
use serde_json::{Value, json};
use tokio::{
    sync::Mutex,
    task::JoinHandle,
    time::{sleep, timeout},
};

pub use self::provider::OfrepProvider;
use crate::{
    config::Config,
    error::Result,
    outgoing::{Outgoing, OutgoingError},
    state::App,
    store::{AuditEntry, Store, SystemConn, Tenant, flag_service::AskedAbout, micros, moment, rows::FlagServiceRow},
};

/// For how many organizations the service is asked at the same time.
const AT_ONCE: usize = 16;
/// Of how many organizations the answers are collected before they are written down.
const PAGE: i64 = 32;
/// How long an organization's answers may take.
const WITHIN: Duration = Duration::from_secs(15);
/// For how long nobody else asks, unless that is said again. Longer than a page may take.
const LEASE: TimeDelta = TimeDelta::seconds(120);
/// The longest and the shortest time between two looks at whether it is time to ask.
const LOOKS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(30)];
/// How much of an error of somebody else's provider is logged.
const LONGEST_REASON: usize = 200;

/// Whom the server asks about features.
pub struct FlagService {
    api: Mutex<OpenFeature>,
    client: Client,
    is_there: AtomicBool,
}

impl Default for FlagService {
    /// Nobody.
    fn default() -> Self {
        let api = OpenFeature::default();
        Self { client: api.create_client(), api: Mutex::new(api), is_there: AtomicBool::new(false) }
    }
}

impl FlagService {
    /// Asks this one from now on.
    pub async fn set(&self, provider: impl FeatureProvider) {
        self.api.lock().await.set_provider(provider).await;
        self.is_there.store(true, Ordering::Release);
    }

    /// Whether there is anybody to ask.
    pub fn is_there(&self) -> bool {
        self.is_there.load(Ordering::Acquire)
    }
}

/// The client that asks the service which the settings name. What that one may be is a setting of its own: an address
/// inside is no address that customers may name.
fn provider(config: &Config) -> Result<OfrepProvider, OutgoingError> {
    let outgoing = Outgoing::new(config.flag_service_rules())?;
    let keys = Feature::ALL.iter().map(|feature| config.flag_key(*feature)).collect();
    Ok(OfrepProvider::new(outgoing, &config.flag_service_url, config.flag_service_credential(), keys))
}

/// Turns to the service that the settings name, unless there is another provider. Where nobody is asked any more, what was
/// answered counts no longer. `alone`: no other process asks, so whoever was at it is gone.
///
/// # Errors
/// When the store fails, or the system has no certificates to trust.
pub async fn prepare(app: &App, alone: bool) -> anyhow::Result<()> {
    let service = app.flag_service();
    if !service.is_there() && !app.config().flag_service_url.is_empty() {
        service.set(provider(app.config())?).await;
    }
    if !service.is_there() {
        let forgotten = forget(app.store()).await?;
        if forgotten > 0 {
            tracing::info!(organizations = forgotten, "no flag service is asked: its answers count no longer");
        }
    } else if alone {
        app.store().system_write(|c| c.flag_service().and_then(|row| c.move_flag_service(row.due_at, 0))).await?;
    }
    Ok(())
}

/// Starts the job that asks. It ends at once where there is nobody to ask.
pub fn start(app: &App) -> JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move {
        while app.flag_service().is_there() {
            let wait = ask_if_due(&app).await.unwrap_or_else(|error| {
                tracing::error!(%error, "what the flag service answers cannot be written down");
                LOOKS[1]
            });
            sleep(wait).await;
        }
    })
}

/// How asking the service goes.
///
/// # Errors
/// When the store fails.
pub async fn state(store: &Store) -> Result<FlagServiceRow> {
    store.system_read(|c| c.flag_service()).await
}

/// Asks if it is time to. Says how long until the next look.
async fn ask_if_due(app: &App) -> Result<Duration> {
    let until = |row: &FlagServiceRow| (moment(row.due_at) - Utc::now()).to_std().unwrap_or_default();
    let mut row = state(app.store()).await?;
    if until(&row).is_zero() {
        ask_after(app, row).await?;
        row = state(app.store()).await?;
    }
    let [least, most] = LOOKS;
    Ok(until(&row).clamp(least, most))
}

/// Asks about every organization now, whoever else is at it. For tests, which wait for nothing.
///
/// # Errors
/// When the store fails.
pub async fn ask(app: &App) -> Result<()> {
    let row = state(app.store()).await?;
    ask_after(app, row).await
}

/// Asks about every organization, and notes how that went, unless somebody else has begun to since `before` was read.
async fn ask_after(app: &App, before: FlagServiceRow) -> Result<()> {
    let store = app.store();
    let Some(mut held) = hold(store, before.due_at).await? else { return Ok(()) };
    let (mut failed, mut failure, mut after) = (0_usize, None, String::new());
    loop {
        let from = after.clone();
        let page = store.system_read(move |c| c.organizations_to_ask_about(&from, PAGE)).await?;
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        let count = page.len();
        let asking = stream::iter(page).map(|organization| async move {
            let answers = ask_about(app, &organization).await;
            (organization, answers)
        });
        let answered: Vec<_> = asking.buffer_unordered(AT_ONCE).collect().await;
        let mut silent = 0;
        for (organization, answers) in answered {
            silent += usize::from(answers.is_silent());
            failed += usize::from(answers.failure.is_some());
            write_down(store, organization, &answers).await?;
            failure = failure.or(answers.failure);
        }
        // Whoever answers for none of so many does not answer for the others, and each would take its time.
        if silent == count {
            break;
        }
        match hold(store, held).await? {
            Some(until) => held = until,
            None => return Ok(()),
        }
    }
    let now = Utc::now();
    match (&failure, &before.failure) {
        (Some(why), known) if known.as_ref() != Some(why) => {
            tracing::warn!(%why, organizations = failed, "the flag service fails: what it answered before counts");
        }
        (None, Some(_)) => tracing::info!("the flag service answers again"),
        _ => {}
    }
    let next = FlagServiceRow {
        due_at: micros(now + TimeDelta::seconds(app.config().flag_service_seconds.into())),
        answered_at: if failure.is_none() { Some(micros(now)) } else { before.answered_at },
        failing_since: failure.as_ref().map(|_| before.failing_since.unwrap_or(micros(now))),
        failure,
    };
    store.system_write(move |c| c.set_flag_service(held, &next)).await?;
    Ok(())
}

/// Sees to it that nobody else asks for a while, if it is still due at `from`. Says until when.
async fn hold(store: &Store, from: i64) -> Result<Option<i64>> {
    let until = micros(Utc::now() + LEASE);
    Ok(store.system_write(move |c| c.move_flag_service(from, until)).await?.then_some(until))
}

/// What was answered about an organization.
#[derive(Debug, Default)]
struct Answers {
    /// The features of which it is known what the service says. Of those that it has no boolean flag for it says nothing.
    known: BTreeSet<Feature>,
    /// Those of them that the organization does not have.
    off: BTreeSet<Feature>,
    /// Why others are not known.
    failure: Option<String>,
    /// Whether something was answered, if only that nothing can be said about this organization.
    is_heard: bool,
}

impl Answers {
    /// Whether the service does not answer at all, whoever is asked about.
    fn is_silent(&self) -> bool {
        self.known.is_empty() && !self.is_heard
    }

    /// What the organization does not have, when that was `before`.
    fn over(&self, before: &BTreeSet<Feature>) -> BTreeSet<Feature> {
        before.difference(&self.known).chain(&self.off).copied().collect()
    }
}

/// Asks about one organization. The service learns its id, and the keys of its brand and plan.
async fn ask_about(app: &App, organization: &AskedAbout) -> Answers {
    let mut context = EvaluationContext::default()
        .with_targeting_key(organization.id.as_str())
        .with_custom_field("brand", organization.brand_key.as_str());
    if let Some(plan) = &organization.plan {
        context.add_custom_field("plan", plan.as_str());
    }
    let mut answers = Answers::default();
    let asking = async {
        for feature in Feature::ALL.iter().copied() {
            let key = app.config().flag_key(feature);
            match app.flag_service().client.get_bool_value(&key, Some(&context), None).await {
                Ok(on) => {
                    answers.known.insert(feature);
                    if !on {
                        answers.off.insert(feature);
                    }
                }
                Err(error) => match error.code {
                    EvaluationErrorCode::FlagNotFound | EvaluationErrorCode::TypeMismatch => {
                        answers.known.insert(feature);
                    }
                    code => {
                        answers.is_heard |=
                            !matches!(code, EvaluationErrorCode::General(_) | EvaluationErrorCode::ProviderNotReady);
                        let why = error.message.unwrap_or_else(|| format!("{key}: {code}"));
                        answers.failure.get_or_insert(why);
                    }
                },
            }
        }
    };
    if timeout(WITHIN, asking).await.is_err() {
        answers.failure.get_or_insert_with(|| "no answer came in time".to_owned());
    }
    let legible = |why: String| why.chars().filter(|c| !c.is_control()).take(LONGEST_REASON).collect();
    answers.failure = answers.failure.map(legible);
    answers
}

/// Writes down what was answered, where that is something new.
async fn write_down(store: &Store, organization: AskedAbout, answers: &Answers) -> Result<()> {
    let off = answers.over(&organization.flagged_off);
    if off == organization.flagged_off {
        return Ok(());
    }
    let woken = organization.id.clone();
    store.system_write(move |c| say(c, organization.id, organization.brand, &off)).await?;
    store.wake(&woken);
    Ok(())
}

/// Takes back everything that was answered. Says for how many organizations there was something.
async fn forget(store: &Store) -> Result<usize> {
    let mut forgotten = 0;
    loop {
        let said = store.system_write(|c| {
            let flagged = c.flagged_organizations(PAGE)?;
            for (organization, brand) in &flagged {
                say(c, organization.clone(), brand.clone(), &BTreeSet::new())?;
            }
            Ok(flagged)
        });
        let said = said.await?;
        if said.is_empty() {
            break;
        }
        forgotten += said.len();
        said.iter().for_each(|(organization, _)| store.wake(organization));
    }
    let nothing = FlagServiceRow { due_at: 0, answered_at: None, failing_since: None, failure: None };
    let fresh = store.system_write(move |c| {
        let row = c.flag_service()?;
        if row == nothing { Ok(true) } else { c.set_flag_service(row.due_at, &nothing) }
    });
    fresh.await?;
    Ok(forgotten)
}

/// Says what an organization does not have. What changes is in its audit log.
fn say(c: &mut SystemConn<'_>, organization: OrganizationId, brand: BrandId, off: &BTreeSet<Feature>) -> Result<()> {
    let before = c.flagged_off(&organization)?;
    c.set_flagged_off(&organization, off, Utc::now())?;
    let tenant = Tenant::for_system(organization, brand);
    for feature in before.symmetric_difference(off).copied() {
        let told = |off: &BTreeSet<Feature>| told(feature, off.contains(&feature));
        let entry =
            AuditEntry::new("feature.switched", "organization", tenant.org_id()).changes(told(&before), told(off));
        c.in_tenant(&tenant, |tx| tx.audit(entry).map(|_| ()))?;
    }
    Ok(())
}

/// What the audit log is told of a feature: `null` where the service says nothing.
fn told(feature: Feature, is_off: bool) -> Value {
    json!({ "feature": feature, "on": is_off.then_some(false), "level": FeatureLevel::FlagService })
}

#[cfg(test)]
mod tests;
