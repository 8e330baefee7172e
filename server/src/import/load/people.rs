//! Brands, users, organizations, memberships and invitations.

use std::collections::BTreeMap;

use anyhow::{Context, anyhow, ensure};
use loggia_types::{BrandId, InvitationId, MembershipId, OperatorId, OrganizationId, Timestamp, UserId};

use super::{Names, Person, Summary, Themes, derived, find, name, sign_in::Prepared};
use crate::{
    auth::random_secret,
    domain::{
        brands,
        features::{Owner, set_in},
        invitations::GOOD_FOR,
        plans,
        themes::{check_layers, reason},
    },
    import::format::{Brand, Import, Operator, Organization, Plan, Switch},
    policy::features,
    store::{
        AuditEntry, Principal, SystemConn, Tenant,
        members::{member_search, normal_email},
        micros,
        rows::{BrandHostRow, BrandRow, InvitationRow, MembershipRow, OperatorRow, OrganizationRow, UserRow},
        to_json,
    },
};

pub(super) fn load(
    c: &mut SystemConn<'_>,
    import: &Import,
    (themes, of_sign_in): (&Themes, &Prepared),
    now: Timestamp,
    summary: &mut Summary,
) -> anyhow::Result<Names> {
    let mut names = Names {
        now,
        brands: BTreeMap::new(),
        users: BTreeMap::new(),
        organizations: BTreeMap::new(),
        case_types: BTreeMap::new(),
        cases: BTreeMap::new(),
        documents: BTreeMap::new(),
    };
    for brand in &import.brands {
        let parent_id = brand.parent.as_ref().map(|parent| {
            let found = find("parent", &names.brands, parent).with_context(|| format!("brands {:?}", brand.key))?;
            Ok::<_, anyhow::Error>(found.clone())
        });
        let parent_id = parent_id.transpose()?;
        if let Some(parent) = &parent_id {
            // What a brand offers, and who reaches it, is asked of one brand above it.
            ensure!(c.brand(parent)?.parent_id.is_none(), "brands {:?}: parent: it has a parent itself", brand.key);
        }
        let id = match c.brand_by_key(&brand.key)? {
            Some(there) => there.id,
            None => {
                let row = BrandRow {
                    id: BrandId::from_u128(derived("brand", &brand.key)),
                    key: brand.key.clone(),
                    parent_id,
                    name: brand.name.clone(),
                    support_email: brand.support_email.clone(),
                    theme: themes.brands.get(&brand.key).cloned(),
                    features: brand.features.as_ref().map(to_json).transpose()?,
                    created_at: micros(now),
                };
                let mut origins = brand.allowed_origins.clone();
                origins.sort();
                origins.dedup();
                c.insert_brand(&row, &origins).with_context(|| format!("brands {:?}", brand.key))?;
                check_layers(c, &row.id, None, "")
                    .map_err(|error| anyhow!("brands {:?}: theme: {}", brand.key, reason(&error)))?;
                for host in &brand.hosts {
                    // Whoever imports is the server's administrator, and vouches for them.
                    let vouched = BrandHostRow {
                        host: host.clone(),
                        brand_id: row.id.clone(),
                        token: random_secret("")?,
                        created_at: micros(now),
                        verified_at: Some(micros(now)),
                    };
                    c.insert_brand_host(&vouched).with_context(|| format!("brands {:?}: hosts", brand.key))?;
                }
                for image in of_sign_in.images(&brand.key, &row.id) {
                    c.set_brand_image(&image)?;
                }
                for (property, value) in brand.properties()? {
                    brands::write(c, &row.id, property, Some(&value))?;
                }
                summary.count("brands");
                load_entitlements(c, brand, &row.id, now).with_context(|| format!("brands {:?}", brand.key))?;
                row.id
            }
        };
        name("brands", &mut names.brands, &brand.key, id)?;
    }
    for user in &import.users {
        let brand = find("brand", &names.brands, &user.brand).with_context(|| format!("users {:?}", user.key))?.clone();
        let email = normal_email(&user.email);
        let row = match c.user_by_email(&brand, &email)? {
            Some(there) => there,
            None => {
                let derived_id = || UserId::from_u128(derived("user", &format!("{}/{}", user.brand, user.key)));
                let row = UserRow {
                    id: user.id.clone().unwrap_or_else(derived_id),
                    brand_id: brand.clone(),
                    email,
                    name: user.name.trim().to_owned(),
                    created_at: micros(now),
                };
                anyhow::ensure!(!c.user_exists(&row.id)?, "users {:?}: the id belongs to another address", user.key);
                c.insert_user(&row).with_context(|| format!("users {:?}", user.key))?;
                if let Some(hash) = of_sign_in.passwords.get(&user.key) {
                    c.set_password(&row.id, hash)?;
                }
                summary.count("users");
                row
            }
        };
        let person = Person { id: row.id, name: row.name, email: row.email, brand };
        name("users", &mut names.users, &user.key, person)?;
    }
    for operator in &import.operators {
        load_operator(c, operator, &names, summary).with_context(|| format!("operators {:?}", operator.user))?;
    }
    for organization in &import.organizations {
        let theme = themes.organizations.get(&organization.key).map(String::as_str);
        load_organization(c, organization, theme, &mut names, summary)
            .with_context(|| format!("organizations {:?}", organization.key))?;
    }
    Ok(names)
}

fn load_entitlements(c: &mut SystemConn<'_>, brand: &Brand, id: &BrandId, now: Timestamp) -> anyhow::Result<()> {
    for Plan { key, name, features } in brand.plans.iter().cloned() {
        plans::save_in(c, id, &features::Plan { key, name, features })?;
    }
    for (feature, switch) in &brand.switches {
        let owner = Owner::Brand(brand.key.clone());
        set_in(c, &owner, *feature, switched(switch, now)).with_context(|| format!("switches: {feature}"))?;
    }
    Ok(())
}

fn switched(switch: &Switch, now: Timestamp) -> features::Switch {
    let ends_at = switch.ends_at.map(|when| when.resolve(now));
    features::Switch { on: switch.on, percentage: switch.percentage, ends_at }
}

fn load_operator(
    c: &mut SystemConn<'_>,
    operator: &Operator,
    names: &Names,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let person = find("user", &names.users, &operator.user)?;
    if c.operator_of_user(&person.id)?.is_some() {
        return Ok(());
    }
    let row = OperatorRow {
        id: OperatorId::from_u128(derived("operator", person.id.as_str())),
        brand_id: person.brand.clone(),
        user_id: person.id.clone(),
        role: operator.role,
        ends_at: operator.ends_at.map(|when| micros(when.resolve(names.now))),
        suspended_at: None,
        created_at: micros(names.now),
        created_by: None,
    };
    c.insert_operator(&row)?;
    let entry = AuditEntry::new("operator.imported", "operator", &row.id);
    c.audit(&row.brand_id, &Principal::system(), entry)?;
    summary.count("operators");
    Ok(())
}

fn load_organization(
    c: &mut SystemConn<'_>,
    organization: &Organization,
    theme: Option<&str>,
    names: &mut Names,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let brand = find("brand", &names.brands, &organization.brand)?.clone();
    let derived_id =
        || OrganizationId::from_u128(derived("organization", &format!("{}/{}", organization.brand, organization.key)));
    let id = organization.id.clone().unwrap_or_else(derived_id);
    let now = names.now;
    let created_at = organization.created_at.map_or(now, |when| when.resolve(now));
    let tenant = Tenant::for_system(id.clone(), brand.clone());
    name("organizations", &mut names.organizations, &organization.key, tenant.clone())?;
    if c.organization_exists(&id)? {
        c.organization_of(&brand, &id).context("the id belongs to an organization of another brand")?;
        return Ok(());
    }
    c.insert_organization(&OrganizationRow {
        id: id.clone(),
        brand_id: brand,
        name: organization.name.clone(),
        locale: organization.locale.clone(),
        features: organization.features.as_ref().map(to_json).transpose()?,
        event_position: 0,
        case_number: 1000,
        created_at: micros(created_at),
    })?;
    if theme.is_some() {
        c.set_organization_theme(&id, theme)?;
        let brand = tenant.brand_id();
        check_layers(c, brand, Some(&id), "").map_err(|error| anyhow!("theme: {}", reason(&error)))?;
    }
    summary.count("organizations");

    let mut members = Vec::new();
    for membership in &organization.memberships {
        let person = names.user(&tenant, &membership.user)?;
        let since = membership.created_at.map_or(created_at, |when| when.resolve(now));
        members.push(MembershipRow {
            id: MembershipId::from_u128(derived("membership", &format!("{id}/{}", person.id))),
            org_id: id.clone(),
            user_id: person.id.clone(),
            role: membership.role.into(),
            source: membership.source,
            sort_name: person.name.to_lowercase(),
            search: member_search(&person.name, &person.email),
            version: 1,
            ends_at: membership.ends_at.map(|when| micros(when.resolve(now))),
            last_active_at: membership.last_active_at.map(|when| micros(when.resolve(now))),
            created_at: micros(since),
            attributes: None,
            suspended_at: None,
            suspended_reason: None,
        });
    }
    let mut invitations = Vec::new();
    for invitation in &organization.invitations {
        let email = normal_email(&invitation.email);
        let invited_by = invitation.invited_by.as_ref().map(|key| names.user(&tenant, key)).transpose()?;
        invitations.push(InvitationRow {
            id: InvitationId::from_u128(derived("invitation", &format!("{id}/{email}"))),
            org_id: id.clone(),
            email,
            role: invitation.role.into(),
            invited_by: invited_by.map(|person| person.id.clone()),
            created_at: micros(invitation.created_at.map_or(now, |when| when.resolve(now))),
            expires_at: micros(invitation.expires_at.map_or(now + GOOD_FOR, |when| when.resolve(now))),
            closed_at: None,
            outcome: None,
            secret_hash: None,
            ends_at: None,
        });
    }
    c.in_tenant(&tenant, |tx| {
        for row in &members {
            tx.insert(row)?;
            summary.count("memberships");
        }
        for row in &invitations {
            tx.insert(row)?;
            summary.count("invitations");
        }
        let _noted = tx.audit(AuditEntry::new("organization.imported", "organization", &id))?;
        Ok(())
    })?;
    if let Some(plan) = &organization.plan {
        plans::assign_in(c, &tenant, Some(plan)).with_context(|| format!("plan: the brand has no plan {plan:?}"))?;
    }
    for (feature, switch) in &organization.switches {
        let owner = Owner::Organization(id.clone());
        set_in(c, &owner, *feature, switched(switch, now)).with_context(|| format!("switches: {feature}"))?;
    }
    Ok(())
}
