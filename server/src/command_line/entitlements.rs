//! `feature` and `plan`: what organizations are entitled to.

use anyhow::Context;
use clap::Subcommand;
use loggia_server::{
    App,
    domain::{
        features::{self, Owner},
        flag_service, plans,
    },
    policy::features::{Plan, Switch},
    store::moment,
};
use loggia_types::{Feature, OrganizationId};

/// What is said of single features.
#[derive(Subcommand)]
pub(crate) enum FeatureCommand {
    /// List what is said of single features: feature, `on`, `off` or a percentage, until when
    List {
        #[command(flatten)]
        of: Of,
    },
    /// Say of a feature that it is on, off, or on for a percentage of the organizations; it counts from the next request on
    Set {
        /// The feature, like documents.upload
        #[arg(value_parser = feature)]
        feature: Feature,
        /// `on`, `off`, or a percentage like `20%`
        #[arg(value_parser = share)]
        value: Share,
        /// For how many days; absent: until it is changed
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=3_650))]
        days: Option<u32>,
        #[command(flatten)]
        of: Of,
    },
    /// Take back what was said of a feature
    Reset {
        /// The feature, like documents.upload
        #[arg(value_parser = feature)]
        feature: Feature,
        #[command(flatten)]
        of: Of,
    },
    /// Say which features an organization has, and what decided: feature, `on` or `off`, level, rule, until when
    Explain {
        /// The organization, like org_01h455vb4pex5vsknk084sn02q
        #[arg(long, value_name = "ID")]
        organization: OrganizationId,
        /// Only this feature
        #[arg(value_parser = feature)]
        feature: Option<Feature>,
    },
    /// Say how asking the flag service goes: state (never, good, failing), its last whole answer, failing since when, why
    Service,
}

/// For whom something is said of a feature. Neither: for every organization of every brand.
#[derive(clap::Args)]
#[group(multiple = false)]
pub(crate) struct Of {
    /// For the organizations of the brand with this key, and of partners' brands below it
    #[arg(long, value_name = "KEY")]
    brand: Option<String>,
    /// For this organization, like org_01h455vb4pex5vsknk084sn02q
    #[arg(long, value_name = "ID")]
    organization: Option<OrganizationId>,
}

impl Of {
    fn owner(self) -> Owner {
        match (self.brand, self.organization) {
            (_, Some(organization)) => Owner::Organization(organization),
            (Some(brand), None) => Owner::Brand(brand),
            (None, None) => Owner::Platform,
        }
    }
}

/// Whether a feature is on, and for how many of a hundred.
#[derive(Clone, Copy)]
pub(crate) struct Share {
    on: bool,
    percentage: Option<u8>,
}

fn feature(text: &str) -> Result<Feature, String> {
    let known = || Feature::ALL.iter().map(|feature| feature.as_str()).collect::<Vec<_>>().join(", ");
    text.parse().map_err(|_| format!("expected one of: {}", known()))
}

fn share(text: &str) -> Result<Share, String> {
    match text {
        "on" => Ok(Share { on: true, percentage: None }),
        "off" => Ok(Share { on: false, percentage: None }),
        _ => match text.strip_suffix('%').map(str::parse) {
            Some(Ok(percentage @ 0..=100)) => Ok(Share { on: true, percentage: Some(percentage) }),
            _ => Err("expected on, off, or 0% to 100%".to_owned()),
        },
    }
}

/// What there is of plans.
#[derive(Subcommand)]
pub(crate) enum PlanCommand {
    /// Make a plan, or change the one that is there: its organizations have these features from the next request on
    Set {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// The plan's key, like basic
        key: String,
        /// What people call it
        #[arg(long)]
        name: String,
        /// A feature, as `documents`; may be repeated
        #[arg(long = "feature", value_name = "FEATURE", value_parser = feature)]
        features: Vec<Feature>,
    },
    /// List a brand's plans: key, name, features
    List {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
    },
    /// Delete a plan that no organization has
    Delete {
        /// The brand's key
        #[arg(long, value_name = "KEY")]
        brand: String,
        /// The plan's key
        key: String,
    },
    /// Give an organization a plan of its brand
    Assign {
        /// The organization, like org_01h455vb4pex5vsknk084sn02q
        #[arg(long, value_name = "ID")]
        organization: OrganizationId,
        /// The plan's key; absent: no plan, and so everything that the brand offers
        key: Option<String>,
    },
}

/// Does what a `feature` command says.
pub(crate) async fn work_on_features(app: &App, command: FeatureCommand) -> anyhow::Result<()> {
    let until = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map_or_else(|| "-".to_owned(), |at| at.format("%F %R").to_string())
    };
    match command {
        FeatureCommand::List { of } => {
            let said = features::of(app.store(), of.owner()).await.context("there is no such brand or organization")?;
            for (feature, switch) in said {
                let value = match (switch.on, switch.percentage) {
                    (true, Some(percentage)) => format!("{percentage}%"),
                    (true, None) => "on".to_owned(),
                    (false, _) => "off".to_owned(),
                };
                println!("{feature}\t{value}\t{}", until(switch.ends_at));
            }
        }
        FeatureCommand::Set { feature, value, days, of } => {
            let ends_at = days.map(|days| chrono::Utc::now() + chrono::TimeDelta::days(days.into()));
            let switch = Switch { on: value.on, percentage: value.percentage, ends_at };
            let set = features::set(app.store(), of.owner(), feature, Some(switch)).await;
            set.with_context(|| format!("cannot say that of {feature}"))?;
            println!("said");
        }
        FeatureCommand::Reset { feature, of } => {
            let set = features::set(app.store(), of.owner(), feature, None).await;
            set.context("there is no such brand or organization")?;
            println!("taken back");
        }
        FeatureCommand::Explain { organization, feature } => {
            let explained = features::explain(app.store(), organization).await;
            let explained = explained.context("there is no such organization")?;
            for one in explained.iter().filter(|one| feature.is_none_or(|feature| feature == one.feature)) {
                let (level, rule) = (one.level.map(|level| level.as_str()), one.rule.map(|rule| rule.as_str()));
                let (level, rule) = (level.unwrap_or("-"), rule.unwrap_or("-"));
                let on = if one.on { "on" } else { "off" };
                println!("{}\t{on}\t{level}\t{rule}\t{}", one.feature, until(one.until));
            }
        }
        FeatureCommand::Service => {
            let row = flag_service::state(app.store()).await?;
            let state = match (row.failing_since, row.answered_at) {
                (Some(_), _) => "failing",
                (None, Some(_)) => "good",
                (None, None) => "never",
            };
            let (answered, failing) = (until(row.answered_at.map(moment)), until(row.failing_since.map(moment)));
            println!("{state}\t{answered}\t{failing}\t{}", row.failure.as_deref().unwrap_or("-"));
        }
    }
    Ok(())
}

/// Does what a `plan` command says.
pub(crate) async fn work_on_plans(app: &App, command: PlanCommand) -> anyhow::Result<()> {
    let store = app.store();
    match command {
        PlanCommand::Set { brand, key, name, features } => {
            let plan = Plan { key, name, features: features.into_iter().collect() };
            plans::save(store, &brand, plan)
                .await
                .with_context(|| format!("cannot save it for the brand {brand:?}"))?;
            println!("saved");
        }
        PlanCommand::List { brand } => {
            let found = plans::list(store, &brand).await;
            for plan in found.with_context(|| format!("there is no brand {brand:?}"))? {
                let features: Vec<_> = plan.features.iter().map(|feature| feature.as_str()).collect();
                println!("{}\t{}\t{}", plan.key, plan.name, features.join(" "));
            }
        }
        PlanCommand::Delete { brand, key } => {
            plans::delete(store, &brand, &key).await.with_context(|| format!("cannot delete the plan {key:?}"))?;
            println!("deleted");
        }
        PlanCommand::Assign { organization, key } => {
            let assigned = plans::assign(store, organization.clone(), key).await;
            assigned.with_context(|| format!("{organization} cannot have it"))?;
            println!("assigned");
        }
    }
    Ok(())
}
