//! Fills the audit log of a SQLite database for `cargo xtask bench audit`: `fill_audit_log PORTAL.DB ENTRIES`.
//!
//! Entries go straight into the table, past its triggers, in one transaction that is not even durable: hundreds of
//! thousands a second instead of tens. They are chained as the server would (`audit verify` finds them good). The
//! triggers come back with the next `migrate`. One entry of ten is a second organization's; one of a hundred is a refusal.

use anyhow::{Context, Result};
use diesel::{
    Connection, QueryableByName, RunQueryDsl, SqliteConnection,
    connection::SimpleConnection,
    prelude::*,
    sql_query,
    sql_types::{BigInt, Text},
};
use loggia_server::store::{
    audit::{Link, entry_hash},
    rows::AuditEventRow,
    schema::{audit_events, organizations, users},
};
use loggia_types::{
    AuditEventId, BrandId, OrganizationId, RequestId,
    audit::{ActorKind, Outcome},
};

/// The moment of the last entry, in seconds since 1970, and how many days before it the first one was made.
const END: i64 = 1_767_225_600;
const DAYS: i64 = 1000;
const RESOURCES: u64 = 100_000;
const AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

/// Actions, what they are done to, and how many of a hundred entries are theirs.
const ACTIONS: [(&str, &str, u64); 8] = [
    ("case.replied", "case", 30),
    ("document.downloaded", "document", 30),
    ("document.uploaded", "document", 20),
    ("embed_session.created", "embed_session", 10),
    ("submission.created", "submission", 6),
    ("member.role_changed", "membership", 2),
    ("document.deleted", "document", 1),
    ("member.removed", "membership", 1),
];

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = "fill_audit_log PORTAL.DB ENTRIES";
    let path = arguments.next().context(usage)?;
    let entries: i64 = arguments.next().context(usage)?.parse().context(usage)?;
    let mut connection = SqliteConnection::establish(&path)?;
    connection.batch_execute(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = MEMORY",
    )?;
    // Triggers would refuse it, and indexes are made faster when everything is there.
    let made: Vec<Made> = sql_query(
        "SELECT type AS kind, name, sql FROM sqlite_master WHERE sql IS NOT NULL \
         AND (type = 'trigger' OR (type = 'index' AND tbl_name = 'audit_events'))",
    )
    .load(&mut connection)?;
    for Made { kind, name, .. } in &made {
        connection.batch_execute(&format!("DROP {kind} {name}"))?;
    }
    connection.transaction(|connection| fill(connection, entries))?;
    for Made { kind, sql, .. } in &made {
        if kind == "index" {
            connection.batch_execute(sql)?;
        }
    }
    connection.batch_execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")?;
    let there: Count = sql_query("SELECT count(*) AS count FROM audit_events").get_result(&mut connection)?;
    println!("{} entries", there.count);
    Ok(())
}

fn fill(connection: &mut SqliteConnection, entries: i64) -> Result<()> {
    let mut logs: Vec<(OrganizationId, BrandId, Link)> = organizations::table
        .order(organizations::id)
        .select((organizations::id, organizations::brand_id, organizations::audit_position, organizations::audit_hash))
        .load::<(OrganizationId, BrandId, i64, String)>(connection)?
        .into_iter()
        .map(|(org, brand, position, hash)| (org, brand, Link { position, hash }))
        .collect();
    let people: Vec<(String, String)> =
        users::table.order(users::id).select((users::id, users::name)).load(connection)?;
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for number in 0..entries {
        let log = if number % 10 == 0 { logs.len().saturating_sub(1) } else { 0 };
        let (org, brand, last) = logs.get_mut(log).context("there is no organization")?;
        let (actor_id, actor_name) =
            people.get(random.below(people.len() as u64) as usize).context("there is nobody")?.clone();
        let row = AuditEventRow {
            position: last.position + 1,
            id: AuditEventId::from_u128(number as u128 + 1),
            org_id: Some(org.clone()),
            brand_id: Some(brand.clone()),
            created_at: moment(number, entries),
            actor_id,
            actor_name,
            request_id: RequestId::from_u128(number as u128 + 1),
            ..entry(&mut random)
        };
        let hash = entry_hash(&row, &last.hash);
        let row = AuditEventRow { hash, ..row };
        diesel::insert_into(audit_events::table).values(&row).execute(connection)?;
        *last = Link { position: row.position, hash: row.hash };
    }
    for (org, _, end) in logs {
        diesel::update(organizations::table.find(org))
            .set((organizations::audit_position.eq(end.position), organizations::audit_hash.eq(end.hash)))
            .execute(connection)?;
    }
    Ok(())
}

/// What is random in an entry.
fn entry(random: &mut Random) -> AuditEventRow {
    let mut share = random.below(100);
    let chosen = ACTIONS.iter().find(|(_, _, of_hundred)| {
        let is_it = share < *of_hundred;
        share = share.saturating_sub(*of_hundred);
        is_it
    });
    let (action, resource, _) = chosen.copied().unwrap_or(("case.replied", "case", 0));
    let denied = random.below(100) == 0;
    let kind = action.split_inclusive('.').next().unwrap_or_default();
    AuditEventRow {
        id: AuditEventId::from_u128(0),
        org_id: None,
        brand_id: None,
        created_at: 0,
        actor_kind: ActorKind::User,
        actor_id: String::new(),
        actor_name: String::new(),
        action: action.to_owned(),
        resource_type: resource.to_owned(),
        resource_id: format!("case_{:026}", random.below(RESOURCES)),
        outcome: if denied { Outcome::Denied } else { Outcome::Success },
        reason: denied.then(|| "Your role does not permit this.".to_owned()),
        ip: Some(format!("203.0.113.{}", random.below(256))),
        user_agent: Some(AGENT.to_owned()),
        request_id: RequestId::from_u128(0),
        changes: (random.below(4) == 0)
            .then(|| format!(r#"{{"before":null,"after":{{"name":"Record {}"}}}}"#, random.below(1_000_000))),
        position: 0,
        hash: String::new(),
        action_kind: kind.to_owned(),
    }
}

/// Evenly over the days, in microseconds since 1970.
fn moment(number: i64, entries: i64) -> i64 {
    let all = DAYS * 86_400 * 1_000_000;
    END * 1_000_000 - all + (i128::from(all) * i128::from(number) / i128::from(entries)) as i64
}

/// xorshift64*: the same entries each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) % end.max(1)
    }
}
