### What the Status widget says.

title = Status
open = Open
closed = Closed
filter = Which cases to show
open_count = { $n ->
    [one] { $n } open
   *[other] { $n } open
}
closed_count = { $n ->
    [one] { $n } closed
   *[other] { $n } closed
}
search = Search by title or number
list = Cases
unread = New activity

## The list's short line

due = due { $date }
overdue = overdue
expected = by { $date }

## Who must act

you_need_by = You need to { $step } by { $date }
you_need = You need to { $step }
you_needed = You need to { $step }. It was due on { $date }
we_are_by = We are { $step }, usually done by { $date }
we_are = We are { $step }
we_were = We are { $step }. This takes longer than we expected
third_party_by = { $step }, expected by { $date }
third_party = { $step }
lead_submitted = We have received this and will look at it next
lead_action = You need to act on this. Read the latest message below
lead_in_progress = We are working on this
lead_completed = This is done. You do not need to do anything
lead_declined = We could not approve this. The reason is in the latest message below
lead_cancelled = This was cancelled. Nothing more will happen

## Actions

upload = Upload document
reply = Reply
ask = Ask a question
reply_label = Your reply
reply_placeholder = Write a reply
reply_send = Send reply
reply_sent = Your reply was sent
reply_empty = Write something before you send it.

## The detail

milestones = Progress
milestone_done = done
milestone_current = current
milestone_upcoming = upcoming
step_of = Step { $n } of { $total }
timeline = Activity
timeline_empty = Nothing has happened yet
documents = Documents
download = Download { $name }
document_gone = A document that is not available
status_changed = Status changed to { $status }
opened_by = Opened by { $name }
opened = Opened
source = From { $name }, { $age }
source_failing = From { $name }, { $age }. It cannot be reached at the moment
help = Something not right here?
not_found = This case does not exist, or you do not have access to it.
back = All cases

## Empty

empty_open = Nothing is open
empty_open_hint = When you ask for something or we need something from you, it is here with who has to act next.
empty_closed = Nothing is closed yet
empty_closed_hint = Cases that are completed, declined or cancelled stay here, so that you can look things up.

## States, where a case type has no words of its own

state_submitted = Submitted
state_action_needed = Action needed
state_in_progress = In progress
state_completed = Completed
state_declined = Declined
state_cancelled = Cancelled
