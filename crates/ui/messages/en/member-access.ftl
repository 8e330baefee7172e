### What the Members widget says about a member's access: suspending it, ending it, explaining it.

## Suspending, and the end

suspend = Suspend access
suspend_title = Suspend the access of { $name }?
suspend_text = { $name } is signed out at once, on every device. Role and settings stay until you lift the suspension.
suspend_reason = Reason
suspend_reason_hint = Kept in the audit log, and shown to those who manage members.
suspend_reason_required = Enter a reason
suspended_done = The access of { $name } is suspended
reinstate = Lift suspension
reinstate_title = Lift the suspension of { $name }?
reinstate_text = { $name } can sign in again at once, in the same role as before.
reinstated = { $name } has access again
set_end = Set end of access
set_end_title = When does the access of { $name } end?
set_end_day = Last day of access
set_end_hint = Leave it empty for access without an end.
set_end_save = Save
set_end_past = Choose today or a later day
end_set = Access of { $name }: until { $date }
end_removed = The access of { $name } no longer ends

## Why somebody may do something

access = Explain access
access_title = What { $name } may do, and why
access_allowed = Allowed
access_denied = Not allowed
access_depends = Depends
access_by_role = By the role { $role }
access_by_role_condition = By the role { $role }, under a condition
access_denied_by_role = Denied by the role { $role }
access_denied_by_role_condition = Denied by the role { $role }, under a condition
access_no_grant = The role does not include it
access_feature = Not part of what your organization has
access_suspended = The access is suspended
access_ended = The access has ended
may_cases_read = See cases
may_cases_reply = Reply on cases
may_documents_read = See documents
may_documents_upload = Upload documents
may_documents_delete = Delete documents
may_forms_read = See request forms
may_submissions_create = Send requests
may_submissions_read = See sent requests
may_members_read = See members
may_members_invite = Invite people
may_members_manage = Manage members
may_audit_read = See the audit log
may_audit_manage = Keep and send the audit log
may_api_keys_read = See API keys
may_api_keys_manage = Manage API keys
may_sso_manage = Set up single sign-on
