//! What the server does by itself: recovery at the start, and a sweep every hour.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use loggia_types::Timestamp;
use tokio::task::JoinHandle;

use crate::{
    domain::{api_keys::organization, audit_retention, documents, flag_service},
    error::Result,
    state::App,
    store::Address,
};

/// How often the sweep runs.
const INTERVAL: Duration = Duration::from_secs(60 * 60);
/// How often it is written down what API keys were used for.
const USAGE_INTERVAL: Duration = Duration::from_secs(60);
/// After this time an upload cannot be in progress any more.
const LONGEST_UPLOAD: TimeDelta = TimeDelta::hours(24);
/// How long a file that was uploaded for a request waits for the request to be sent, or saved as a draft.
const UPLOADS_KEPT_FOR: TimeDelta = TimeDelta::days(3);
/// How long a draft is kept that nobody saves any more.
const DRAFTS_KEPT_FOR: TimeDelta = TimeDelta::days(90);
/// How long events can be resumed from.
const EVENTS_KEPT_FOR: TimeDelta = TimeDelta::days(7);
/// How long a browser is known in which nobody signs in any more.
const DEVICES_KNOWN_FOR: TimeDelta = TimeDelta::days(400);
/// How long ended sessions are kept, for questions.
const SESSIONS_KEPT_FOR: TimeDelta = TimeDelta::days(30);
/// How long links are kept that were mailed and are over: most of those that strangers ask for lead nowhere.
const LINKS_KEPT_FOR: TimeDelta = TimeDelta::days(1);
/// How long it is known what became of a mail.
const MAILS_KEPT_FOR: TimeDelta = TimeDelta::days(30);

/// Deletes the files of uploads that a crash interrupted, frees audit streams that were being delivered then, writes
/// down how long audit logs have to be kept, and turns to the flag service. With SQLite no other process uploads, so every upload in
/// the list is one of those; with PostgreSQL another node may be at it.
///
/// # Errors
/// When the database or the file store fails, or the system has no certificates to trust.
pub async fn recover(app: &App) -> anyhow::Result<()> {
    let alone = matches!(Address::parse(&app.config().database), Ok(Address::Sqlite(_)));
    let before = if alone { Utc::now() } else { Utc::now() - LONGEST_UPLOAD };
    let deleted = delete_files(app, before).await?;
    if alone {
        app.store().system_write(|c| c.free_streams()).await?;
    }
    audit_retention::demand(app).await?;
    flag_service::prepare(app, alone).await?;
    if deleted > 0 {
        tracing::info!(deleted, "deleted the files of interrupted uploads and of deleted documents");
    }
    Ok(())
}

/// Starts the hourly sweep.
pub fn start(app: &App) -> JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(INTERVAL).await;
            if let Err(error) = sweep(&app).await {
                tracing::error!(%error, "the sweep failed");
            }
        }
    })
}

/// Starts to write down every minute what API keys were used for.
pub fn start_usage(app: &App) -> JoinHandle<()> {
    let app = app.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(USAGE_INTERVAL).await;
            write_usage(&app).await;
        }
    })
}

/// Writes down what API keys were used for. What cannot be written is kept for the next time.
pub async fn write_usage(app: &App) {
    if let Err(error) = app.key_usage().write(app.store()).await {
        tracing::error!(%error, "cannot write down what API keys were used for");
    }
}

/// Throws away what has ended.
///
/// # Errors
/// When the database or the file store fails.
pub async fn sweep(app: &App) -> Result<()> {
    app.store().system_write(|c| c.delete_old_drafts(Utc::now() - DRAFTS_KEPT_FOR)).await?;
    documents::discard_drafts(app.store(), Utc::now() - UPLOADS_KEPT_FOR).await?;
    delete_files(app, Utc::now() - LONGEST_UPLOAD).await?;
    let deleted = audit_retention::run(app).await?;
    if deleted > 0 {
        tracing::info!(deleted, "deleted old entries of audit logs");
    }
    app.store()
        .system_write(|c| {
            c.forget_old_answers()?;
            c.delete_ended_download_tokens()?;
            c.delete_old_events(Utc::now() - EVENTS_KEPT_FOR)?;
            c.delete_old_key_uses(organization::first_day_of_usage(Utc::now()))?;
            c.delete_ended_sessions(Utc::now() - SESSIONS_KEPT_FOR)?;
            c.delete_old_mails(Utc::now() - MAILS_KEPT_FOR)?;
            c.delete_ended_user_sessions(Utc::now() - SESSIONS_KEPT_FOR)?;
            c.delete_ended_grants(Utc::now() - SESSIONS_KEPT_FOR)?;
            c.delete_old_mailed_links(Utc::now() - LINKS_KEPT_FOR)?;
            c.delete_ended_pending_sign_ins(Utc::now())?;
            c.delete_ended_passkey_challenges()?;
            c.forget_old_devices(Utc::now() - DEVICES_KNOWN_FOR)?;
            Ok(())
        })
        .await
}

/// Deletes the files of uploads from before `before` and of deleted documents. One that cannot be deleted is left for
/// the next time, and is not in the way of the others.
async fn delete_files(app: &App, before: Timestamp) -> Result<usize> {
    app.store().system_write(move |c| c.give_up_uploads(before)).await?;
    let mut deleted = 0;
    let mut after = String::new();
    loop {
        let from = after.clone();
        let keys = app.store().system_read(move |c| c.files_to_delete(&from)).await?;
        let Some(last) = keys.last() else { return Ok(deleted) };
        after.clone_from(last);
        let mut gone = Vec::new();
        for key in keys {
            match app.files().delete(&key).await {
                Ok(()) => gone.push(key),
                Err(error) => tracing::error!(%error, %key, "a file could not be deleted"),
            }
        }
        deleted += gone.len();
        app.store().system_write(move |c| gone.iter().try_for_each(|key| c.forget_file(key))).await?;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use bytes::Bytes;
    use loggia_types::{BrandId, OrganizationId};

    use super::*;
    use crate::{
        Settings, import,
        store::{Audited, Tenant},
    };

    #[tokio::test]
    async fn what_interrupted_uploads_left_is_deleted_at_the_start_as_far_as_it_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { data_dir: Some(folder.path().to_owned()), ..Settings::default() };
        let app = App::build(settings.resolve().unwrap()).unwrap();
        let file = serde_json::from_value(serde_json::json!({
            "brands": [{ "key": "acme", "name": "Acme" }],
            "users": [{ "key": "olga", "brand": "acme", "name": "Olga", "email": "olga@acme.example" }],
            "organizations": [{
                "key": "northwind", "id": OrganizationId::from_u128(1), "brand": "acme", "name": "Northwind",
                "memberships": [{ "user": "olga", "role": "owner" }],
            }],
        }));
        import::import(&app, file.unwrap(), folder.path()).await.unwrap();
        let tenant = Tenant::for_system(OrganizationId::from_u128(1), BrandId::from_u128(1));
        for (key, finished) in [("org/half", false), ("org/stuck", false), ("org/whole", true)] {
            app.store()
                .write(&tenant, move |tx| {
                    tx.begin_upload(key)?;
                    Ok(Audited::not_worth_an_entry("a fixture", ()))
                })
                .await
                .unwrap();
            let mut writer = app.files().begin(key).await.unwrap();
            writer.write(Bytes::from_static(b"bytes")).await.unwrap();
            if finished {
                writer.finish().await.unwrap();
            } else {
                // As after `kill -9`: nobody tidies up.
                std::mem::forget(writer);
            }
        }
        let files = folder.path().join("files/org");
        let count = || std::fs::read_dir(&files).unwrap().count();
        // What is no file cannot be deleted as one.
        std::fs::create_dir_all(files.join("stuck/inside")).unwrap();
        assert_eq!(count(), 4);
        recover(&app).await.unwrap();
        assert_eq!(count(), 1);
        std::fs::remove_dir_all(files.join("stuck")).unwrap();
        recover(&app).await.unwrap();
        let left = app.store().system_read(|c| c.files_to_delete("")).await.unwrap();
        assert_eq!(left, Vec::<String>::new());
    }
}
