### What the Members widget says.

title = Members
search = Search by name or e-mail
role_filter = Role
all_roles = All roles
table = Members and open invitations
column_name = Name
column_role = Role
column_active = Last active
column_actions = Actions
never_active = Not yet
you = You
ends = Access until { $date }
ended = Access ended on { $date }

## Invitations

pending = Pending
suspended = Suspended
invited_by = Invited by { $name }, { $expiry }
invited = Invited, { $expiry }
expires_days = { $n ->
    [one] expires in { $n } day
   *[other] expires in { $n } days
}
expires_tomorrow = expires tomorrow
expires_today = expires today
expired = expired
withdraw = Withdraw invitation
withdraw_title = Withdraw the invitation to { $email }?
withdraw_text = The invitation can no longer be accepted. You can invite this person again at any time.
withdraw_keep = Keep invitation
withdrawn = The invitation to { $email } was withdrawn

## Inviting

invite = Invite member
invite_title = Invite someone to { $organization }
invite_email = E-mail address
invite_email_hint = They join with this address.
invite_role = Role
invite_send = Send invitation
invite_sent = { $email } was invited
email_required = Enter an e-mail address
email_invalid = Enter a complete e-mail address, like name@company.example
role_required = Choose a role

## Roles

role_owner_hint = Can do everything, and decides who else is an owner.
role_admin_hint = Can do everything, invite people and change roles, except owners.
role_member_hint = Can send requests, reply and upload documents.
role_viewer_hint = Can look at cases, documents and members, and change nothing.
change_role = Change role
change_role_title = Change the role of { $name }
change_role_save = Change role
own_role_warning = This is your own role. Only somebody else can give the old one back to you.
role_changed = { $name } is now { $role }

## Removing

remove = Remove member
remove_title = Remove { $name }?
remove_text = { $name } loses access to { $organization } at once, on every device. Files and requests stay. You can invite this person again at any time.
remove_keep = Keep member
removed = { $name } was removed
leave = Leave { $organization }
leave_title = Leave { $organization }?
leave_text = You lose access to { $organization } at once, on every device. Somebody else has to invite you to come back.
leave_confirm = Leave
leave_keep = Stay
left = You left { $organization }

## Refusals

error_last_owner = Every organization needs an owner. Make somebody else an owner first, then try again.
error_already_member = This person is a member already, or has an open invitation.

## Empty

empty = Nobody is here yet
empty_hint = Invite the people who should follow cases, send requests or see documents.
