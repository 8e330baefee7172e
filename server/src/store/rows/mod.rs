//! One struct per table: what is read and what is inserted.

mod access;
mod audit;
mod cases;
mod credentials;
mod documents;
mod entitlements;
mod factors;
mod forms;
mod identity;
mod journal;
mod mail;
mod oauth;
mod operators;
mod people;
mod sso;

pub use access::{ResourceAttributeRow, RoleRow};
pub use audit::{AuditCutRow, AuditSettingsRow, AuditStreamRow};
pub use cases::{CaseReadRow, CaseRow, CaseTypeRow, TimelineEntryRow};
pub use credentials::{ApiKeyChange, ApiKeyRow, ApiKeySecretChange, ApiKeyUseRow, DownloadTokenRow, EmbedSessionRow};
pub use documents::{DocumentRow, DocumentVersionRow, FileTombstoneRow, UploadRow};
pub use entitlements::{FeatureSwitchRow, FlagAnswerRow, FlagServiceRow, OrganizationPlanRow, PlanRow};
pub use factors::{CodeSeedRow, PasskeyChallengeRow, PasskeyRow, PendingSignInRow, RecoveryCodeRow};
pub use forms::{DraftRow, FormRow, FormVersionRow, SubmissionRow};
pub use identity::{
    BrandHostRow, BrandImageRow, BrandMailTemplateRow, BrandPropertyRow, KnownDeviceRow, MailedLinkRow, PasswordRow,
    UserSessionRow,
};
pub use journal::{AuditEventRow, IdempotencyKeyRow, OutboxEventRow};
pub use mail::MailRow;
pub use oauth::{OAuthAccessTokenRow, OAuthClientRow, OAuthConsentRow, OAuthGrantRow, OAuthRefreshTokenRow};
pub use operators::OperatorRow;
pub use people::{BrandOriginRow, BrandRow, InvitationRow, MembershipRow, OrganizationRow, UserRow};
pub use sso::{SsoBreakGlassRow, SsoConnectionRow, SsoDomainRow, SsoIdentityRow, SsoPolicyRow, SsoSignInRow};
