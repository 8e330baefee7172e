//! Who an operator is, and how far they reach.

use loggia_types::{OperatorId, OperatorRole};

use super::*;
use crate::store::rows::OperatorRow;

fn operator(number: u128, brand: u128, role: OperatorRole) -> OperatorRow {
    OperatorRow {
        id: OperatorId::from_u128(number),
        brand_id: BrandId::from_u128(brand),
        user_id: UserId::from_u128(number),
        role,
        ends_at: None,
        suspended_at: None,
        created_at: 0,
        created_by: None,
    }
}

fn user(number: u128, brand: u128) -> UserRow {
    UserRow {
        id: UserId::from_u128(number),
        brand_id: BrandId::from_u128(brand),
        email: format!("user-{number}@brand.example"),
        name: format!("User {number}"),
        created_at: 0,
    }
}

#[test]
fn an_operator_is_one_of_their_own_brand_until_they_end_or_are_suspended() {
    on_every_engine(async |store| {
        for number in [1, 2] {
            organization(&store, number).await;
        }
        let later = chrono::Utc::now() + chrono::TimeDelta::hours(1);
        store
            .system_write(move |c| {
                for number in [11, 12, 13, 14] {
                    c.insert_user(&user(number, 1))?;
                }
                let ended = OperatorRow { ends_at: Some(1), ..operator(12, 1, OperatorRole::Administrator) };
                let suspended = OperatorRow { suspended_at: Some(1), ..operator(13, 1, OperatorRole::Administrator) };
                let ends = OperatorRow {
                    ends_at: Some(super::super::micros(later)),
                    ..operator(14, 1, OperatorRole::Auditor)
                };
                for row in [operator(11, 1, OperatorRole::Administrator), ended, suspended, ends] {
                    c.insert_operator(&row)?;
                }
                // A person is an operator once.
                let twice = OperatorRow { id: OperatorId::from_u128(99), ..operator(11, 1, OperatorRole::Support) };
                assert!(c.live_operator(&BrandId::from_u128(2), &twice.user_id)?.is_none());
                let [one, other] = [1, 2].map(BrandId::from_u128);
                for (number, role) in
                    [(11, Some(OperatorRole::Administrator)), (12, None), (13, None), (14, Some(OperatorRole::Auditor))]
                {
                    let user = UserId::from_u128(number);
                    assert_eq!(c.live_operator(&one, &user)?.map(|found| found.role), role, "{number}");
                    assert_eq!(c.live_operator(&other, &user)?, None, "{number}");
                }
                // The ended, the suspended and the auditor do not count.
                assert_eq!(c.count_lasting_managers(&one)?, 1);
                assert_eq!(c.count_lasting_managers(&other)?, 0);
                Ok(())
            })
            .await
            .unwrap();
        let twice = OperatorRow { id: OperatorId::from_u128(99), ..operator(11, 1, OperatorRole::Support) };
        let refused = store.system_write(move |c| c.insert_operator(&twice)).await.unwrap_err();
        assert!(matches!(refused, Error::Store(error) if error.is_unique_violation()));
    });
}

#[test]
fn organizations_are_found_by_name_within_a_brand_and_those_below_it() {
    on_every_engine(async |store| {
        for number in [1, 2, 3] {
            organization(&store, number).await;
        }
        store
            .system_write(|c| {
                let below = BrandRow {
                    id: BrandId::from_u128(4),
                    key: "below".to_owned(),
                    parent_id: Some(BrandId::from_u128(1)),
                    name: "Below".to_owned(),
                    support_email: None,
                    theme: None,
                    features: None,
                    created_at: 0,
                };
                c.insert_brand(&below, &[])?;
                for (number, brand, name) in [(41, 4, "Über 100%"), (42, 4, "über 100%"), (43, 1, "Zebra")] {
                    c.insert_organization(&OrganizationRow {
                        id: OrganizationId::from_u128(number),
                        brand_id: BrandId::from_u128(brand),
                        name: name.to_owned(),
                        locale: "de".to_owned(),
                        features: None,
                        event_position: 0,
                        case_number: 0,
                        created_at: 0,
                    })?;
                }
                let mut names = |brand: u128, text: Option<&str>| {
                    let found = c.find_organizations(&BrandId::from_u128(brand), text, None, 10)?;
                    Ok::<_, Error>(found.into_iter().map(|found| found.name).collect::<Vec<_>>())
                };
                assert_eq!(names(1, None)?, ["Organization", "Zebra", "Über 100%", "über 100%"]);
                assert_eq!(names(1, Some("ÜBER"))?.len(), 2);
                assert_eq!(names(1, Some("0%"))?.len(), 2);
                assert_eq!(names(1, Some("_"))?.len(), 0);
                assert_eq!(names(4, None)?, ["Über 100%", "über 100%"]);
                assert_eq!(names(2, None)?, ["Organization"]);
                let first = c.find_organizations(&BrandId::from_u128(4), None, None, 1)?.remove(0);
                let next = c.find_organizations(&BrandId::from_u128(4), None, Some(&first.place()), 10)?;
                assert_eq!(next.iter().map(|found| &found.id).collect::<Vec<_>>(), [&OrganizationId::from_u128(42)]);
                Ok(())
            })
            .await
            .unwrap();
    });
}
