//! Mails that wait, and what became of them.

use chrono::TimeDelta;
use diesel::prelude::*;
use loggia_types::{BrandId, MailId, Timestamp};

use super::{
    SystemConn, TenantConn, TenantTx,
    connection::AnyConnection,
    micros,
    rows::MailRow,
    schema::{brands, mail_queue, organizations},
};
use crate::{
    error::Result,
    mail::{Mail, Mailer},
};

/// It waits to be sent.
pub const WAITING: &str = "waiting";
/// The mail server took it.
pub const SENT: &str = "sent";
/// It did not go out, and is not tried again.
pub const FAILED: &str = "failed";
/// It was not to go out: over the quota, too late, or nobody to send it to.
pub const WITHHELD: &str = "withheld";

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// The mail server took it.
    Sent,
    /// It is tried again at this moment, because of this.
    Again(Timestamp, String),
    /// It was not to go out, because of this.
    Withheld(String),
    /// It is given up, because of this.
    Failed(String),
}

fn insert(connection: &mut AnyConnection, row: &MailRow) -> QueryResult<usize> {
    diesel::insert_into(mail_queue::table).values(row).execute(connection)
}

impl TenantTx<'_> {
    /// Queues a mail of the organization's brand. It goes out when this transaction is committed, and not otherwise; call
    /// [`Mailer::wake`] after that, so that it goes at once.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn queue_mail(&mut self, mailer: &Mailer, mail: &Mail) -> Result<()> {
        let row = mailer.row(self.brand_id(), mail, self.now())?;
        insert(self.raw(), &row)?;
        Ok(())
    }
}

impl TenantConn<'_> {
    /// The organization's name and language.
    ///
    /// # Errors
    /// When the query fails.
    pub fn name_and_locale(&mut self) -> Result<(String, String)> {
        let query = self.organization().select((organizations::name, organizations::locale));
        Ok(query.first(self.raw())?)
    }
}

impl SystemConn<'_> {
    /// Queues a mail of a brand. It goes out when this transaction is committed, and not otherwise; call
    /// [`Mailer::wake`] after that, so that it goes at once.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn queue_mail(&mut self, mailer: &Mailer, brand: &BrandId, mail: &Mail) -> Result<()> {
        let row = mailer.row(brand, mail, chrono::Utc::now())?;
        insert(self.raw(), &row)?;
        Ok(())
    }

    /// Takes up to `limit` mails that are due, for as long as `lease`: nobody else takes them meanwhile, and after it,
    /// if the one who took them has not said what became of them, anybody may. Of mails of the same kind to the same
    /// mailbox of a brand, `quota` go out in `window` (0: any number); those beyond are withheld. Answers how many were
    /// due, and those to send.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn take_mails(
        &mut self,
        now: Timestamp,
        lease: TimeDelta,
        limit: i64,
        quota: (u32, TimeDelta),
    ) -> Result<(usize, Vec<MailRow>)> {
        let waiting = mail_queue::state.eq(WAITING).and(mail_queue::due_at.le(micros(now)));
        let query = mail_queue::table.filter(waiting).order((mail_queue::due_at, mail_queue::id)).limit(limit);
        let due: Vec<MailRow> = query.select(MailRow::as_select()).load(self.raw())?;
        let looked_at = due.len();
        let mut taken = Vec::new();
        for mut row in due {
            if row.taken_at.is_none() && self.is_over_quota(&row, now, quota)? {
                self.finish_mail(&row.id, now, &MailOutcome::Withheld("over the quota of its recipient".to_owned()))?;
                tracing::warn!(mail = %row.id, kind = %row.kind, "a mail was withheld: over the quota of its recipient");
                continue;
            }
            let mine = mail_queue::table
                .find(&row.id)
                .filter(mail_queue::due_at.eq(row.due_at))
                .filter(mail_queue::state.eq(WAITING));
            (row.due_at, row.attempts) = (micros(now + lease), row.attempts + 1);
            row.taken_at = row.taken_at.or(Some(micros(now)));
            let changed = diesel::update(mine)
                .set((
                    mail_queue::due_at.eq(row.due_at),
                    mail_queue::attempts.eq(row.attempts),
                    mail_queue::taken_at.eq(row.taken_at),
                ))
                .execute(self.raw())?;
            if changed == 1 {
                taken.push(row);
            }
        }
        Ok((looked_at, taken))
    }

    fn is_over_quota(&mut self, row: &MailRow, now: Timestamp, (quota, window): (u32, TimeDelta)) -> Result<bool> {
        if quota == 0 {
            return Ok(false);
        }
        if !matches!(self.raw(), AnyConnection::Sqlite(_)) {
            // One node after another: two that count at the same time would both find room.
            let same = brands::audit_position.eq(brands::audit_position);
            diesel::update(brands::table.find(&row.brand_id)).set(same).execute(self.raw())?;
        }
        let counted: i64 = mail_queue::table
            .filter(mail_queue::brand_id.eq(&row.brand_id))
            .filter(mail_queue::recipient_key.eq(&row.recipient_key))
            .filter(mail_queue::kind.eq(&row.kind))
            .filter(mail_queue::taken_at.gt(micros(now - window)))
            .count()
            .first(self.raw())?;
        Ok(counted >= i64::from(quota))
    }

    /// Notes what became of a mail. Whatever it said is forgotten, unless it is tried again.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn finish_mail(&mut self, id: &MailId, now: Timestamp, outcome: &MailOutcome) -> Result<()> {
        let target = mail_queue::table.find(id).filter(mail_queue::state.eq(WAITING));
        let (state, failure) = match outcome {
            MailOutcome::Again(due_at, why) => {
                let again = (mail_queue::due_at.eq(micros(*due_at)), mail_queue::failure.eq(why));
                diesel::update(target).set(again).execute(self.raw())?;
                return Ok(());
            }
            MailOutcome::Sent => (SENT, None),
            MailOutcome::Withheld(why) => (WITHHELD, Some(why)),
            MailOutcome::Failed(why) => (FAILED, Some(why)),
        };
        diesel::update(target)
            .set((
                mail_queue::state.eq(state),
                mail_queue::failure.eq(failure),
                mail_queue::sealed.eq(None::<String>),
                mail_queue::finished_at.eq(micros(now)),
            ))
            .execute(self.raw())?;
        Ok(())
    }

    /// Mails in these states, the latest first.
    ///
    /// # Errors
    /// When the query fails.
    pub fn mails(&mut self, states: &[&str], limit: i64) -> Result<Vec<MailRow>> {
        let query = mail_queue::table.filter(mail_queue::state.eq_any(states.to_vec()));
        Ok(query
            .order((mail_queue::created_at.desc(), mail_queue::id.desc()))
            .limit(limit)
            .select(MailRow::as_select())
            .load(self.raw())?)
    }

    /// Lets every mail that waits for its next attempt be tried now. Answers how many there are. One that is being sent
    /// at this moment may go out twice.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn retry_mails(&mut self, now: Timestamp) -> Result<usize> {
        let waiting = mail_queue::state.eq(WAITING).and(mail_queue::failure.is_not_null());
        let due = mail_queue::due_at.eq(micros(now));
        Ok(diesel::update(mail_queue::table.filter(waiting)).set(due).execute(self.raw())?)
    }

    /// Forgets mails that were finished before `before`.
    ///
    /// # Errors
    /// When the database refuses it.
    pub fn delete_old_mails(&mut self, before: Timestamp) -> Result<usize> {
        let old = mail_queue::table.filter(mail_queue::finished_at.lt(micros(before)));
        Ok(diesel::delete(old).execute(self.raw())?)
    }
}
