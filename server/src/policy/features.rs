//! Which features an organization has: the one place where that is decided, for every credential and for `explain`.
//!
//! A feature is on unless a level says otherwise. From the widest to the narrowest:
//!
//! 1. *platform*, *parent brand*, *brand*: what is offered. Each may only narrow what the one above it offers: a partner
//!    cannot offer what the vendor does not. A brand's list says what it offers, a switch wins over the list.
//! 2. *plan*, *organization*: what the organization is entitled to. Its plan has a list, and so may the organization; a
//!    switch of the organization wins over both, and over what comes next. It can give no more than is offered.
//! 3. *rollout*: where the installation or a brand gives a feature to a share of organizations only, whether this one is
//!    among them ([`bucket`]).
//! 4. *flag service*: what a service that the server asks switches off, whoever gave it. It gives nothing.
//! 5. *session*: what the credential was narrowed to.
//! 6. *parent*: a feature is off where the one above it is.

use std::collections::{BTreeMap, BTreeSet};

use loggia_types::{
    Feature, OrganizationId, Timestamp,
    roles::{FeatureAccess, FeatureLevel, FeatureRule},
};
use sha2::{Digest, Sha256};

/// What somebody said about one feature at one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Whether it is on.
    pub on: bool,
    /// For how many of a hundred organizations it is on. `None`: for all.
    pub percentage: Option<u8>,
    /// From when on this counts no more. `None`: until it is changed.
    pub ends_at: Option<Timestamp>,
}

impl Switch {
    fn counts(&self, now: Timestamp) -> bool {
        self.ends_at.is_none_or(|end| end > now)
    }
}

/// The switches of a level.
pub type Switches = BTreeMap<Feature, Switch>;

/// What the installation or a brand offers.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Whose offer it is.
    pub level: FeatureLevel,
    /// The features. `None`: all.
    pub list: Option<BTreeSet<Feature>>,
    /// What is said of single ones.
    pub switches: Switches,
}

/// A named set of a brand's features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its key, once in a brand.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Its features.
    pub features: BTreeSet<Feature>,
}

/// Everything that is stored about an organization's features.
#[derive(Clone, Debug)]
pub struct Entitlements {
    /// The organization.
    pub organization: OrganizationId,
    /// What is offered to it, from the widest on.
    pub offers: Vec<Offer>,
    /// Its plan. `None`: it is entitled to what is offered.
    pub plan: Option<Plan>,
    /// Its own list. `None`: all.
    pub list: Option<BTreeSet<Feature>>,
    /// What is said of single features for it.
    pub switches: Switches,
    /// What the flag service says it does not have.
    pub flagged_off: BTreeSet<Feature>,
}

/// Whether a feature is on, and what decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is on.
    pub on: bool,
    /// The level that decided.
    pub level: FeatureLevel,
    /// What of the level decided.
    pub rule: FeatureRule,
    /// Until when, where a switch ends by itself.
    pub until: Option<Timestamp>,
}

impl Decision {
    const DEFAULT: Self = Self { on: true, level: FeatureLevel::Platform, rule: FeatureRule::Default, until: None };

    fn by(on: bool, level: FeatureLevel, rule: FeatureRule) -> Self {
        Self { on, level, rule, until: None }
    }

    fn by_switch(switch: &Switch, level: FeatureLevel) -> Self {
        Self { until: switch.ends_at, ..Self::by(switch.on, level, FeatureRule::Switch) }
    }
}

impl Entitlements {
    /// Which features are on now, and why. `session`: what a credential was narrowed to.
    pub fn resolve(&self, now: Timestamp, session: Option<&BTreeSet<Feature>>) -> Features {
        let alone: BTreeMap<_, _> =
            Feature::ALL.iter().map(|feature| (*feature, self.decide(*feature, now, session))).collect();
        let parent_is_off = |feature: Feature| {
            std::iter::successors(feature.parent(), |parent| parent.parent())
                .any(|parent| alone.get(&parent).is_none_or(|decision| !decision.on))
        };
        let whole = alone.iter().map(|(feature, decision)| {
            let off = decision.on && parent_is_off(*feature);
            (*feature, if off { Decision::by(false, FeatureLevel::Parent, FeatureRule::Parent) } else { *decision })
        });
        Features(whole.collect())
    }

    /// Whether a feature is offered to the organization now: what an organization's switch can give.
    pub fn is_offered(&self, feature: Feature, now: Timestamp) -> bool {
        self.offer(feature, now).on
    }

    /// What becomes of a feature by itself, whatever becomes of the one above it.
    fn decide(&self, feature: Feature, now: Timestamp, session: Option<&BTreeSet<Feature>>) -> Decision {
        let decision = self.entitle(feature, now);
        match session {
            _ if !decision.on => decision,
            _ if self.flagged_off.contains(&feature) => {
                Decision::by(false, FeatureLevel::FlagService, FeatureRule::Flag)
            }
            Some(list) if !list.contains(&feature) => Decision::by(false, FeatureLevel::Session, FeatureRule::List),
            _ => decision,
        }
    }

    fn entitle(&self, feature: Feature, now: Timestamp) -> Decision {
        let offer = self.offer(feature, now);
        if !offer.on {
            return offer;
        }
        if let Some(switch) = self.switches.get(&feature).filter(|switch| switch.counts(now)) {
            return Decision::by_switch(switch, FeatureLevel::Organization);
        }
        let mut decision = offer;
        let lists = [
            (FeatureLevel::Plan, self.plan.as_ref().map(|plan| &plan.features)),
            (FeatureLevel::Organization, self.list.as_ref()),
        ];
        for (level, list) in lists {
            if let Some(list) = list {
                decision = Decision::by(list.contains(&feature), level, FeatureRule::List);
            }
            if !decision.on {
                return decision;
            }
        }
        let shares = self.offers.iter().filter_map(|offer| {
            let switch = offer.switches.get(&feature).filter(|switch| switch.on && switch.counts(now))?;
            Some((switch.percentage?, switch.ends_at))
        });
        match shares.min_by_key(|(share, _)| *share) {
            Some((share, until)) => {
                let on = bucket(feature, &self.organization) < share;
                Decision { until, ..Decision::by(on, FeatureLevel::Rollout, FeatureRule::Percentage) }
            }
            None => decision,
        }
    }

    fn offer(&self, feature: Feature, now: Timestamp) -> Decision {
        let mut decision = Decision::DEFAULT;
        for offer in &self.offers {
            let switch = offer.switches.get(&feature).filter(|switch| switch.counts(now));
            if let Some(switch) = switch {
                decision = Decision::by_switch(switch, offer.level);
            } else if let Some(list) = &offer.list {
                decision = Decision::by(list.contains(&feature), offer.level, FeatureRule::List);
            }
            if !decision.on {
                break;
            }
        }
        decision
    }
}

/// Where in a hundred an organization is, for one feature: the first eight bytes of the SHA-256 of
/// `feature`, a line feed and the organization's id, as a number, modulo 100. It is on for those below the percentage, so who
/// has a feature at 10 % has it at 20 %, and another feature at 10 % is for others.
pub fn bucket(feature: Feature, organization: &OrganizationId) -> u8 {
    let digest = Sha256::digest(format!("{feature}\n{organization}").as_bytes());
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    u8::try_from(number % 100).unwrap_or(u8::MAX)
}

/// Which features are on, and why. Two are equal where the same features are on.
#[derive(Clone, Debug, Default)]
pub struct Features(BTreeMap<Feature, Decision>);

impl Features {
    /// Whether a feature is on. What was not decided is off.
    pub fn has(&self, feature: Feature) -> bool {
        self.0.get(&feature).is_some_and(|decision| decision.on)
    }

    /// Those that are on, in the order of their definition.
    pub fn to_vec(&self) -> Vec<Feature> {
        Feature::ALL.iter().copied().filter(|feature| self.has(*feature)).collect()
    }

    /// What decided, for each feature in the order of its definition.
    pub fn decisions(&self) -> impl Iterator<Item = (Feature, Decision)> {
        Feature::ALL.iter().filter_map(|feature| Some((*feature, *self.0.get(feature)?)))
    }

    /// As customers are told of them: that there is a brand above their own is nobody's to know.
    pub fn for_customers(mut self) -> Self {
        for decision in self.0.values_mut().filter(|decision| decision.level == FeatureLevel::ParentBrand) {
            decision.level = FeatureLevel::Brand;
        }
        self
    }

    /// The same on the wire.
    pub fn explain(&self) -> Vec<FeatureAccess> {
        let explain = |(feature, Decision { on, level, rule, until }): (Feature, Decision)| FeatureAccess {
            feature,
            on,
            level: Some(level),
            rule: Some(rule),
            until,
        };
        self.decisions().map(explain).collect()
    }
}

impl PartialEq for Features {
    fn eq(&self, other: &Self) -> bool {
        self.to_vec() == other.to_vec()
    }
}

impl Eq for Features {}
