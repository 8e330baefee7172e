### What the AuditLog widget says.

title = Audit log
search = Search names, ids, addresses
filters = Filters
filters_set = Filters ({ $n })
person = Person
everybody = Everybody
action = Action
all_actions = All actions
outcome = Outcome
any_outcome = Done and denied
done = Done
denied = Denied
since = From
until = To
only_about = Only about { $id }
clear = Clear filters
table = Entries of the audit log
column_what = What happened
column_address = Address
column_when = When
system = System
empty = Nothing has happened yet
empty_hint = Every change in { $organization } is listed here: who, what, when and from where.
newer = Newer
older = Older
range = Entries { $from } to { $to }
none_so_far = Nothing found among the newest entries
search_older = Search older entries
refresh = Refresh

## The export

export = Export
export_csv = CSV, for spreadsheets
export_jsonl = JSON Lines, every detail
export_ocsf = OCSF, for security tools
export_begins = The export is being prepared.
exported = { $file } was downloaded.

## One entry

who = Who
kind_user = person
kind_key = API key
kind_system = automatic
kind_operator = support staff
thing = About
reason = Reason
program = Program
request = Request
position = Number
hash = Fingerprint
changes = What changed
added = Added
removed = Removed
changed = Changed
before = Before:
after = After:
only_person = Everything by { $name }
only_thing = Everything about this

## Kinds of actions, in the order in which they are offered

kind_name = { $kind ->
    [member] Members
    [invitation] Invitations
    [role] Roles
    [embed_session] Portal visits
    [session] Sessions
    [factor] Two-step verification
    [document] Documents
    [case] Cases
    [submission] Requests
    [api_key] API keys
    [oauth_grant] Connected apps
    [sso] Single sign-on
    [sso_connection] Identity providers
    [domain] Domains
    [audit] Audit log
    [console] Looks by support staff
    [audit_stream] Audit streams
    [organization] Organization
   *[other] { $kind }
}

## Actions. A point in an action's name is a hyphen here. The last ones are attempts that were refused: the permission they needed

action_name = { $action ->
    [member-added] Member added
    [member-role_changed] Role changed
    [member-updated] Member changed
    [member-suspended] Member suspended
    [member-reinstated] Member reinstated
    [member-removed] Member removed
    [member-left] Member left
    [invitation-created] Invitation sent
    [invitation-accepted] Invitation accepted
    [invitation-withdrawn] Invitation withdrawn
    [role-created] Role created
    [role-updated] Role edited
    [role-deleted] Role deleted
    [embed_session-created] Portal opened
    [session-began] Session started
    [session-ended] Signed out
    [session-all_ended] Signed out everywhere
    [session-confirmed] Identity confirmed
    [factor-added] Second factor added
    [factor-removed] Second factor removed
    [factor-reset] Second factors reset
    [factor-required] Requirement changed
    [factor-recovery_code_used] Recovery code used
    [factor-recovery_codes_made] Recovery codes made
    [document-uploaded] Document uploaded
    [document-version_uploaded] New version uploaded
    [document-downloaded] Document downloaded
    [document-updated] Document renamed or moved
    [document-deleted] Document deleted
    [document-discarded] Draft file discarded
    [document-imported] Document imported
    [case-updated] Case updated
    [case-replied] Reply sent
    [case-imported] Case imported
    [submission-created] Request sent
    [api_key-created] API key created
    [api_key-updated] API key changed
    [api_key-rotated] API key rotated
    [api_key-revoked] API key deleted
    [oauth_grant-created] App connected
    [oauth_grant-revoked] App disconnected
    [console-organization_viewed] Support looked at the organization
    [console-members_viewed] Support looked at the members
    [console-access_explained] Support looked at a member's access
    [console-audit_viewed] Support looked at the audit log
    [console-audit_entry_viewed] Support looked at an entry
    [sso-signed_in] Signed in by single sign-on
    [sso-break_glass_used] Signed in as an exception
    [sso-manage] Change of single sign-on
    [sso_connection-created] Identity provider added
    [sso_connection-updated] Identity provider changed
    [sso_connection-deleted] Identity provider deleted
    [sso_policy-updated] Requirement of single sign-on changed
    [sso_identity-created] Account linked at first sign-in
    [sso_identity-linked] Account linked
    [sso_identity-unlinked] Account unlinked
    [member-joined] Member joined by single sign-on
    [domain-created] Domain added
    [domain-checked] Domain checked
    [domain-vouched] Domain confirmed by the operator
    [domain-deleted] Domain removed
    [oauth_grant-token_revoked] App gave a token back
    [audit-exported] Audit log exported
    [audit-retention_changed] Retention changed
    [audit-entries_deleted] Old entries deleted
    [audit-held] Legal hold set
    [audit-released] Legal hold lifted
    [audit_stream-created] Stream added
    [audit_stream-updated] Stream changed
    [audit_stream-rotated] Stream secret renewed
    [audit_stream-tested] Stream tested
    [audit_stream-enabled] Stream switched on
    [audit_stream-disabled] Stream switched off
    [audit_stream-deleted] Stream deleted
    [organization-theme_changed] Theme changed
    [feature-switched] Feature switched
    [plan-assigned] Plan changed
    [organization-imported] Organization imported
    [mail-failed] Mail not delivered
    [password-changed] Password changed
    [password-reset] Password reset
    [password-set] Password set
    [password-link_requested] Link to a new password requested
    [session-link_requested] Sign-in link requested
    [user-updated] Profile changed
    [user-email_change_requested] Change of e-mail address requested
    [user-email_link_requested] Verification of e-mail address requested
    [user-email_change_canceled] Change of e-mail address canceled
    [user-email_changed] E-mail address changed
    [user-email_verified] E-mail address verified
    [oauth_grant-code_misused] App's sign-in code misused
    [oauth_grant-token_reused] App's token used twice
    [audit-minimum_changed] Shortest retention changed
    [cases-reply] Reply to a case
    [cases-manage] Change of a case
    [documents-upload] Upload of a document
    [documents-delete] Deletion of a document
    [submissions-create] Sending of a request
    [members-invite] Invitation of a member
    [members-manage] Change of a member
    [api_keys-manage] Change of an API key
    [audit-read] Reading of the audit log
    [audit-manage] Change of what becomes of the audit log
   *[other] { $action }
}
