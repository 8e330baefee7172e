//! Whether the audit log is as it was written.

use loggia_types::OrganizationId;

use crate::{
    error::{Error, Result},
    store::{
        Store, Tenant,
        audit::{Fault, Link},
    },
};

/// How many entries are read at a time.
const BATCH: i64 = 1000;

/// What was found out about one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The organization whose log it is, or the brand of whose own entries it is.
    pub owner: String,
    /// Where it begins: the end of what was deleted of it.
    pub start: Link,
    /// Where it ends. Kept elsewhere, it shows later that nothing before it was written anew.
    pub end: Link,
    /// The first thing that is wrong with it.
    pub verdict: Result<(), Fault>,
}

/// Verifies the log of one organization, or of all of them and of every brand. Entries that are added meanwhile are left
/// for the next time.
///
/// # Errors
/// `not_found` when there is no such organization, and when the store fails.
pub async fn verify(store: &Store, organization: Option<OrganizationId>) -> Result<Vec<Verification>> {
    let mut organizations = store.system_read(|c| c.audited_organizations()).await?;
    let brands = match &organization {
        Some(wanted) => {
            organizations.retain(|(id, _)| id == wanted);
            if organizations.is_empty() {
                return Err(Error::not_found());
            }
            Vec::new()
        }
        None => store.system_read(|c| c.audited_brands()).await?,
    };
    let mut done = Vec::new();
    for (org, brand) in organizations {
        let tenant = Tenant::for_system(org.clone(), brand);
        let read = store.read(&tenant, |c| Ok((c.audit_extent()?, c.audit_start()?, c.unexplained_audit_cut()?)));
        let ((highest, end), start, unexplained) = read.await?;
        let (mut link, mut verdict) = (start.clone(), unexplained.map_or(Ok(()), |at| Err(Fault::Unexplained(at))));
        while verdict.is_ok() && link.position < end.position {
            let (mut from, to) = (link, end.clone());
            (link, verdict) = store
                .read(&tenant, move |c| {
                    // What was deleted since is passed over.
                    let begin = c.audit_start()?;
                    if begin.position > from.position {
                        if let Some(at) = c.unexplained_audit_cut()? {
                            return Ok((from, Err(Fault::Unexplained(at))));
                        }
                        from = begin;
                    }
                    let verdict = c.verify_audit(&mut from, &to, BATCH)?;
                    Ok((from, verdict))
                })
                .await?;
        }
        done.push(Verification::of(org.to_string(), start, highest, end, verdict));
    }
    for brand in brands {
        let of = brand.clone();
        let (highest, end) = store.system_read(move |c| c.brand_audit_extent(&of)).await?;
        let (mut link, mut verdict) = (Link::default(), Ok(()));
        while verdict.is_ok() && link.position < end.position {
            let (of, mut from, to) = (brand.clone(), link, end.clone());
            (link, verdict) = store
                .system_read(move |c| {
                    let verdict = c.verify_brand_audit(&of, &mut from, &to, BATCH)?;
                    Ok((from, verdict))
                })
                .await?;
        }
        done.push(Verification::of(brand.to_string(), Link::default(), highest, end, verdict));
    }
    Ok(done)
}

impl Verification {
    fn of(owner: String, start: Link, highest: i64, end: Link, verdict: Result<(), Fault>) -> Self {
        let beyond = || if highest > end.position { Err(Fault::AnotherEnd(end.position)) } else { Ok(()) };
        let verdict = verdict.and_then(|()| beyond());
        Self { owner, start, end, verdict }
    }
}
