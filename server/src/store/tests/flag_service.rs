//! Who asks the flag service, and what is written down of its answers.

use std::collections::BTreeSet;

use loggia_types::Feature;

use super::{
    super::migrate,
    engines::{REQUIRED, on_every_database},
    *,
};

#[test]
fn of_those_who_find_that_it_is_time_to_ask_one_does() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let row = store.system_read(|c| c.flag_service()).await.unwrap();
        assert_eq!((row.due_at, row.answered_at, row.failing_since, row.failure), (0, None, None, None));
        let due = async |from, until| store.system_write(move |c| c.move_flag_service(from, until)).await.unwrap();
        assert!(due(0, 7).await && !due(0, 8).await && due(7, 9).await);
        let failing = FlagServiceRow {
            due_at: 20,
            answered_at: Some(10),
            failing_since: Some(11),
            failure: Some("why".to_owned()),
        };
        let good = FlagServiceRow { due_at: 30, failing_since: None, failure: None, ..failing.clone() };
        for (from, row, is_noted) in [(7, &failing, false), (9, &failing, true), (20, &good, true)] {
            let wanted = row.clone();
            assert_eq!(store.system_write(move |c| c.set_flag_service(from, &wanted)).await.unwrap(), is_noted);
            let noted = store.system_read(|c| c.flag_service()).await.unwrap();
            assert_eq!(noted == *row, is_noted, "{noted:?}");
        }
    });
}

#[test]
fn what_is_off_is_read_with_everything_else_and_taken_back() {
    on_every_database(async |address| {
        migrate(&address, REQUIRED).unwrap();
        let store = Store::open(&address, 2, REQUIRED).unwrap();
        let (one, other) = (organization(&store, 1).await, organization(&store, 2).await);
        let say = async |features: &[Feature]| {
            let (id, off) = (one.org_id().clone(), features.iter().copied().collect::<BTreeSet<_>>());
            store.system_write(move |c| c.set_flagged_off(&id, &off, chrono::Utc::now())).await.unwrap();
        };
        say(&[Feature::Audit]).await;
        say(&[Feature::Sso, Feature::Members]).await;
        let off = BTreeSet::from([Feature::Sso, Feature::Members]);
        assert_eq!(store.read(&one, |c| c.entitlements()).await.unwrap().flagged_off, off);
        assert_eq!(store.read(&other, |c| c.entitlements()).await.unwrap().flagged_off, BTreeSet::new());
        assert!(!store.read(&one, |c| c.has_feature(Feature::Sso)).await.unwrap());
        let about = store.system_read(|c| c.organizations_to_ask_about("", 10)).await.unwrap();
        let about: Vec<_> = about.into_iter().map(|about| (about.id, about.flagged_off)).collect();
        assert_eq!(about, [(one.org_id().clone(), off), (other.org_id().clone(), BTreeSet::new())]);
        let flagged = async || store.system_read(|c| c.flagged_organizations(10)).await.unwrap();
        assert_eq!(flagged().await, [(one.org_id().clone(), one.brand_id().clone())]);
        say(&[]).await;
        assert_eq!(flagged().await, []);
    });
}
