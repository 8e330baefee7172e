### What several widgets say.

## Buttons

retry = Try again
close = Close
cancel = Cancel
back = Back
save = Save
undo = Undo
clear_search = Clear search
show_all = Show everything
load_more = Load more
loading = Loading
more_actions = More actions for { $name }
dismiss = Dismiss
optional = optional
you = You
contact = Contact { $email }
results = { $n ->
    [one] 1 result
   *[other] { $n } results
}

## States

failed_title = This could not be loaded
reference = Reference { $id }
reference_copy = Tell support this reference if it keeps happening.
stale = This may be out of date. The last update failed.
denied_title = You do not have access to this
denied_role = Your role is { $own }. It takes the role { $role } or above.
denied_ask = Ask an owner or admin of { $organization } to change your role.
denied_feature = This is not part of your portal at the moment.
no_results = Nothing found
no_results_hint = Try other words, or show everything.

## Errors

error_timeout = The server took too long to answer. Try again in a moment.
error_unreadable = The file could not be read. Choose it again.
error_offline = The server cannot be reached. Check your connection and try again.
error_signed_out = Your session has ended. Reload the page to sign in again.
error_cancelled = Cancelled.
error_denied = Your role does not allow this. Ask an owner or admin of your organization.
error_confirm = This needs a confirmation that it is you. Confirm it, then try again.
error_second_factor = Your organization asks for two-step verification. Set it up in your account.
confirm_identity = Confirm that it is you
error_unavailable_here = This is not available here.
error_gone = This no longer exists, or you no longer have access to it.
error_changed = This changed in the meantime. Look at the current state and try again.
error_conflict = This is not possible at the moment, because something changed. Look at the current state and try again.
error_too_large = The file is too large.
error_media_type = This kind of file is not accepted.
error_damaged = The file did not arrive complete. Try again.
error_invalid = Some entries need your attention.
error_too_many = Too many attempts. Wait a moment and try again.
error_busy = The server is busy. Try again in a moment.
error_unexpected = Something went wrong on our side. Try again.

## Times

just_now = just now
minutes_ago = { $n ->
    [one] { $n } min ago
   *[other] { $n } min ago
}
hours_ago = { $n ->
    [one] { $n } h ago
   *[other] { $n } h ago
}
yesterday = yesterday
today = today
tomorrow = tomorrow
days_ago = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
minutes_old = { $n ->
    [one] 1 minute old
   *[other] { $n } minutes old
}
hours_old = { $n ->
    [one] 1 hour old
   *[other] { $n } hours old
}
days_old = { $n ->
    [one] 1 day old
   *[other] { $n } days old
}
up_to_date = up to date

## Roles

role_owner = Owner
role_admin = Admin
role_member = Member
role_viewer = Viewer
