### What the ApiKeys widget says.

title = API keys
create = Create API key
table = API keys
column_name = Key
column_used = Last used
column_ends = Ends
column_actions = Actions
never_used = Never
no_end = When deleted
scopes = { $n ->
    [one] 1 permission
   *[other] { $n } permissions
}
made_by = { $scopes } · by { $name }
expired = Expired
ends_soon = Ends soon
two_secrets = Two secrets
orphaned = Owner left
empty = No API keys yet
empty_hint = With an API key, a program of yours works with the data of { $organization }: it reads cases, or uploads documents.

## Creating

name = Name
name_hint = What uses it, such as “Warehouse system”.
name_required = Give the key a name.
permissions = Permissions
permissions_hint = As few as the program needs. More cannot be added later.
permissions_required = Choose at least one.
ends = Ends
days = { $n ->
    [one] After { $n } day
   *[other] After { $n } days
}
year = After a year
never = When it is deleted
networks = Networks
networks_hint = One address or network in a line, such as 203.0.113.0/24. Left empty, it may be used from anywhere.
networks_invalid = One of the lines is no address or network.
too_many = There are as many keys as there can be. Delete one that is not needed any more.

## The secret

secret_title = Copy the secret of { $name }
secret = Secret
secret_once = It is shown this once. Keep it where your programs keep their secrets.
copy = Copy
copied = The secret was copied.
copy_failed = The browser does not allow copying. Select the secret and copy it yourself.
not_copied = The secret was not copied, and it is not shown again. Close once more to go on without it.
done = Done

## One key

details = Details
usage = Requests in the last 30 days
usage_total = { $n ->
    [one] { $n } request, { $most } on the busiest day
   *[other] { $n } requests, { $most } on the busiest day
}
usage_none = None
created = Created
created_by = { $date } by { $name }
used_from = { $when } from { $address }
anywhere = Anywhere
secrets = Secrets
secret_since = …{ $hint }, since { $date }
secret_ends = …{ $hint }, until { $date }

## Rotating

rotate = Rotate secret
rotate_title = Rotate the secret of { $name }
rotate_text = You get another secret. Put it into your program while the present one is still good.
rotate_again = Two secrets are good at the moment. Another one ends both at once.
overlap = The present secret ends
overlap_now = Now
overlap_now_hint = For a secret that others have seen. Programs that use it stop working.
overlap_hour = In an hour
overlap_day = In 24 hours
overlap_week = In 7 days

## Deleting

delete = Delete
delete_title = Delete the API key { $name }?
delete_text = What uses it stops working at once. This cannot be undone.
in_use = It was used in the last 7 days, so something still needs it.
delete_anyway = Delete all the same
keep = Keep API key
deleted = { $name } was deleted.

## Permissions

cases_read = Read cases
cases_reply = Reply on cases
documents_read = Read and download documents
documents_upload = Upload, rename and move documents
documents_delete = Delete documents
forms_read = Read request forms
submissions_create = Send requests
submissions_read = Read requests
members_read = Read members
audit_read = Read the audit log
keys_read = Read API keys
