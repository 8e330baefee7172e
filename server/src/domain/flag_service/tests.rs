#![allow(clippy::unwrap_used)]
use std::sync::{Arc, atomic::AtomicUsize};

use open_feature::{
    EvaluationError, EvaluationResult, StructValue, async_trait,
    provider::{ProviderMetadata, ResolutionDetails},
};

use super::*;
use crate::{Settings, import};

#[test]
fn what_was_answered_counts_until_something_else_is_answered() {
    use Feature::{Audit, Documents, Sso, Status};
    let set = |features: &[Feature]| features.iter().copied().collect::<BTreeSet<_>>();
    let before = set(&[Audit, Documents, Sso]);
    let failing = Answers { failure: Some("why".to_owned()), ..Answers::default() };
    assert_eq!(failing.over(&before), before);
    // Audit is on again, of Documents it has no flag any more, Sso's flag is broken, Status is off now.
    let answers = Answers { known: set(&[Audit, Documents, Status]), off: set(&[Status]), ..Answers::default() };
    assert_eq!(answers.over(&before), set(&[Sso, Status]));
}

/// A provider that fails for organizations up to a number, and has every feature off for the others.
struct Failing {
    metadata: ProviderMetadata,
    code: EvaluationErrorCode,
    up_to: OrganizationId,
    asked: Arc<AtomicUsize>,
}

fn failed<T>(code: EvaluationErrorCode) -> EvaluationResult<T> {
    Err(EvaluationError { code, message: None })
}

#[async_trait]
impl FeatureProvider for Failing {
    fn metadata(&self) -> &ProviderMetadata {
        &self.metadata
    }

    async fn resolve_bool_value(&self, _: &str, of: &EvaluationContext) -> EvaluationResult<ResolutionDetails<bool>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let fails = of.targeting_key.as_deref() <= Some(self.up_to.as_str());
        if fails { failed(self.code.clone()) } else { Ok(ResolutionDetails::new(false)) }
    }

    async fn resolve_int_value(&self, _: &str, _: &EvaluationContext) -> EvaluationResult<ResolutionDetails<i64>> {
        failed(EvaluationErrorCode::TypeMismatch)
    }

    async fn resolve_float_value(&self, _: &str, _: &EvaluationContext) -> EvaluationResult<ResolutionDetails<f64>> {
        failed(EvaluationErrorCode::TypeMismatch)
    }

    async fn resolve_string_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<String>> {
        failed(EvaluationErrorCode::TypeMismatch)
    }

    async fn resolve_struct_value(
        &self,
        _: &str,
        _: &EvaluationContext,
    ) -> EvaluationResult<ResolutionDetails<StructValue>> {
        failed(EvaluationErrorCode::TypeMismatch)
    }
}

#[tokio::test]
async fn a_service_that_is_down_is_not_asked_about_everybody_and_one_that_refuses_some_is() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { data_dir: Some(folder.path().to_owned()), ..Settings::default() };
    let app = App::build(settings.resolve().unwrap()).unwrap();
    let organization = |number: u128| {
        json!({
            "key": format!("org-{number}"), "id": OrganizationId::from_u128(number), "brand": "acme",
            "name": format!("Organization {number}"), "memberships": [{ "user": "olga", "role": "owner" }],
        })
    };
    let file = serde_json::from_value(json!({
        "brands": [{ "key": "acme", "name": "Acme" }],
        "users": [{ "key": "olga", "brand": "acme", "name": "Olga", "email": "olga@acme.example" }],
        "organizations": (1..=70).map(organization).collect::<Vec<_>>(),
    }));
    import::import(&app, file.unwrap(), folder.path()).await.unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let ask = async |code: EvaluationErrorCode, up_to: u128| {
        let (metadata, up_to) = (ProviderMetadata::default(), OrganizationId::from_u128(up_to));
        app.flag_service().set(Failing { metadata, code, up_to, asked: Arc::clone(&asked) }).await;
        let before = asked.load(Ordering::SeqCst);
        super::ask(&app).await.unwrap();
        let flagged = app.store().system_read(|c| c.flagged_organizations(100)).await.unwrap().len();
        let state = state(app.store()).await.unwrap();
        (asked.load(Ordering::SeqCst) - before, flagged, state.failure)
    };
    let (count, all) = (Feature::ALL.len(), 70 * Feature::ALL.len());
    let page = usize::try_from(PAGE).unwrap();
    let down = || EvaluationErrorCode::General("down".to_owned());
    let why = |what: &str| Some(format!("status: {what}"));
    assert_eq!(ask(down(), 70).await, (page * count, 0, why("down")));
    assert_eq!(ask(EvaluationErrorCode::InvalidContext, 40).await, (all, 30, why("INVALID_CONTEXT")));
    assert_eq!(ask(down(), 70).await, (page * count, 30, why("down")), "what was answered before counts");
    assert_eq!(ask(down(), 0).await, (all, 70, None));
}
