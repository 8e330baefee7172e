//! `/console/organizations/{organization}`: what a customer has, who belongs to it, and why they may do what they may.

use std::{collections::BTreeMap, net::IpAddr};

use axum::{http::StatusCode, response::Response};
use chrono::Utc;
use loggia_portal::{
    Fill,
    console::{Access as AccessPage, ConsolePage, MemberLine, Members, OrganizationFeatures, PermissionLine},
    scope_words,
};
use loggia_types::{
    MembershipId, OperatorPermission, OrganizationId, Role, RoleId, RoleKey,
    members::{Member, MemberQuery},
    roles::{PermissionAccess, Rule, Verdict},
};
use serde::Deserialize;
use utoipa_axum::routes;

use super::{
    super::super::Route,
    desk::{Desk, Place, Tab, filled, member_url, members_url, with_query},
};
use crate::{
    auth::Access,
    domain::console,
    error::Result,
    http::{PathParams, QueryParams, cursor::page, decode_cursor},
    store::{members::MemberPosition, moment, to_json},
};

/// How many members are on a page.
const SIZE: usize = 25;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::new(Access::Operator(OperatorPermission::OrganizationsRead), routes!(features)),
        Route::new(Access::Operator(OperatorPermission::MembersRead), routes!(members)),
        Route::new(Access::Operator(OperatorPermission::AccessExplain), routes!(access)),
    ]
}

#[utoipa::path(get, path = "/console/organizations/{organization_id}", responses((status = 200)))]
async fn features(desk: Desk, PathParams(id): PathParams<OrganizationId>) -> Result<Response> {
    let (looked, features) = console::organization(desk.store(), &desk.operator, &id).await?;
    let body = OrganizationFeatures {
        organization: desk.head(&looked, Tab::Features),
        language: looked.organization.locale.clone(),
        since: desk.view.moment(moment(looked.organization.created_at)),
        features: desk.features(&features),
    };
    desk.show(StatusCode::OK, Place::Organizations, ConsolePage::Features(body))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
    cursor: Option<String>,
}

#[utoipa::path(get, path = "/console/organizations/{organization_id}/members", responses((status = 200)))]
async fn members(
    desk: Desk,
    PathParams(id): PathParams<OrganizationId>,
    QueryParams(asked): QueryParams<Asked>,
) -> Result<Response> {
    let after = decode_cursor(asked.cursor.as_deref())?;
    let q: String = asked.q.trim().chars().take(100).collect();
    let query = MemberQuery { q: filled(&q), ..MemberQuery::default() };
    let (looked, found, total) =
        console::members(desk.store(), &desk.operator, &id, query, after, SIZE as i64 + 1).await?;
    let place = |member: &Member| MemberPosition(member.user.name.to_lowercase(), member.id.clone());
    let found = page(found, SIZE, None, place)?;
    let url = members_url(&id);
    let next = |cursor: &String| with_query(&url, &[("q", &q), ("cursor", cursor)]);
    let body = Members {
        organization: desk.head(&looked, Tab::Members),
        total,
        members: found.items.iter().map(|member| line(&desk, &id, member)).collect(),
        next_url: found.next_cursor.as_ref().map(next),
        first_url: asked.cursor.map(|_| with_query(&url, &[("q", &q)])),
        q,
    };
    desk.show(StatusCode::OK, Place::Organizations, ConsolePage::Members(body))
}

fn line(desk: &Desk, organization: &OrganizationId, member: &Member) -> MemberLine {
    let explains = desk.operator.permits(OperatorPermission::AccessExplain);
    let role = member.role_name.clone().unwrap_or_else(|| role(desk, member.role, &BTreeMap::new()));
    MemberLine {
        name: member.user.name.clone(),
        email: member.user.email.clone(),
        role,
        source: desk.locale().membership_source(member.source),
        since: desk.view.moment(member.created_at),
        last_active_at: member.last_active_at.map(|at| desk.view.moment(at)),
        ends_at: member.ends_at.map(|at| desk.view.moment(at)),
        ended: member.ends_at.is_some_and(|at| at <= Utc::now()),
        suspended_at: member.suspended_at.map(|at| desk.view.moment(at)),
        suspended_reason: member.suspended_reason.clone(),
        url: explains.then(|| member_url(organization, &member.id)),
    }
}

/// What a role is called.
fn role(desk: &Desk, key: RoleKey, names: &BTreeMap<RoleId, String>) -> String {
    let words = desk.view.words();
    let built_in = match key.built_in() {
        Some(Role::Owner) => words.role_owner,
        Some(Role::Admin) => words.role_admin,
        Some(Role::Member) => words.role_member,
        Some(Role::Viewer) => words.role_viewer,
        None => return key.custom().and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| key.to_string()),
    };
    built_in.to_owned()
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct From {
    address: String,
}

#[utoipa::path(
    get,
    path = "/console/organizations/{organization_id}/members/{membership_id}",
    responses((status = 200))
)]
async fn access(
    desk: Desk,
    PathParams((id, member)): PathParams<(OrganizationId, MembershipId)>,
    QueryParams(asked): QueryParams<From>,
) -> Result<Response> {
    let address = filled(&asked.address);
    let is_bad = address.as_ref().is_some_and(|address| address.parse::<IpAddr>().is_err());
    let good = address.filter(|_| !is_bad);
    let explained = console::explain(desk.store(), &desk.operator, &id, member, good).await?;
    let permission = |access: &PermissionAccess| -> Result<PermissionLine> {
        let condition = access.grant.as_ref().and_then(|grant| grant.when.as_ref());
        let seen = access.seen.iter().map(|(name, value)| Ok((name.clone(), to_json(value)?)));
        Ok(PermissionLine {
            key: access.permission.as_str(),
            words: scope_words(desk.locale(), access.permission),
            verdict: access.verdict.as_str(),
            verdict_words: desk.locale().verdict(access.verdict),
            why: why(&desk, access, &explained.role_names),
            condition: condition.map(to_json).transpose()?,
            seen: seen.collect::<Result<_>>()?,
        })
    };
    let attributes = explained.member.attributes.iter().map(|(name, value)| Ok((name.clone(), to_json(value)?)));
    let body = AccessPage {
        organization: desk.head(&explained.looked, Tab::Members),
        member: line(&desk, &id, &explained.member),
        attributes: attributes.collect::<Result<_>>()?,
        address: asked.address.trim().chars().take(45).collect(),
        address_error: is_bad.then_some(desk.words().address_bad),
        permissions: explained.report.permissions.iter().map(permission).collect::<Result<_>>()?,
        features: desk.features(&explained.report.features),
    };
    let status = if is_bad { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    desk.show(status, Place::Organizations, ConsolePage::Access(body))
}

/// The rule that decided, in words.
fn why(desk: &Desk, access: &PermissionAccess, names: &BTreeMap<RoleId, String>) -> String {
    let words = desk.words();
    let sentence = match (access.rule, access.verdict) {
        (Rule::Allow, Verdict::Depends) => words.why_allow_sometimes,
        (Rule::Allow, _) => words.why_allow,
        (Rule::Deny, Verdict::Depends) => words.why_deny_sometimes,
        (Rule::Deny, _) => words.why_deny,
        (Rule::NoGrant, _) if access.grant.is_some() => words.why_unmet,
        (Rule::NoGrant, _) => words.why_no_grant,
        (Rule::Feature, _) => words.why_feature,
        (Rule::BrandOnly, _) => words.why_brand_only,
        (Rule::Suspended, _) => words.why_suspended,
        (Rule::Ended, _) => words.why_ended,
    };
    // The role whose grant it is, and by which roles it came to the member.
    let mut path = access.path.iter().rev().map(|key| role(desk, *key, names));
    let mut of = path.next().unwrap_or_default();
    let through: Vec<String> = path.collect();
    if let Some(inheriting) = through.last() {
        of = format!("{of} ({} {inheriting})", words.inherits);
    }
    let feature = access.feature.map(|feature| feature.to_string()).unwrap_or_default();
    sentence.fill("role", &of).fill("feature", &feature)
}
