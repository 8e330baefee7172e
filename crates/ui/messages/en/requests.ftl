### What the Requests widget says.

title = Requests
lead = What can we do for you?
search = Search requests
minutes = { $n ->
    [one] about { $n } min
   *[other] about { $n } min
}
started = Started
all = All requests

## States

empty_title = Nothing to request at the moment
empty_text = When { $brand } offers requests, you will find them here.
gone_title = This request is no longer offered

## Steps

step = Step { $n } of { $total }
forward = Continue
characters_left = { $n ->
    [one] 1 character left
   *[other] { $n } characters left
}
characters_over = { $n ->
    [one] 1 character too many
   *[other] { $n } characters too many
}
choose_up_to = { $n ->
    [one] Choose up to { $n }
   *[other] Choose up to { $n }
}
appeared = { $n ->
    [one] One more question below
   *[other] { $n } more questions below
}
went = { $n ->
    [one] One question is no longer needed
   *[other] { $n } questions are no longer needed
}

## Errors

errors = { $n ->
    [one] One answer needs your attention
   *[other] { $n } answers need your attention
}
fill_in = Fill in “{ $label }”
enter_number = Enter a number for “{ $label }”
enter_whole = Enter a whole number for “{ $label }”
enter_at_least = Enter { $value } or more for “{ $label }”
enter_at_most = Enter { $value } or less for “{ $label }”
enter_date = Enter a date for “{ $label }”
enter_from = Enter { $value } or a later day for “{ $label }”
enter_until = Enter { $value } or an earlier day for “{ $label }”
choose_one = Choose an option for “{ $label }”
choose_some = Choose at least one option for “{ $label }”
choose_fewer = Keep at most { $value } for “{ $label }”
add_file = Add a file for “{ $label }”
upload_again = Upload the files for “{ $label }” again
shorten = Shorten “{ $label }” to { $value } characters
wrong_format = Enter “{ $label }” in the format asked for
uploads_running = Wait until the files for “{ $label }” are uploaded
uploads_failed = Upload the failed file for “{ $label }” again, or remove it
not_sent = Your request was not sent
answers_kept = Your answers are still here.

## Files

add_files = Add files
drop_files = or drop them here
files_limit = { $n ->
    [one] One file, up to { $size }
   *[other] Up to { $n } files, { $size } each
}
images = Images
files_of = Files for “{ $label }”
no_upload = Your role does not allow uploads. Ask an owner or admin of your organization.

## Last page

review = Check your answers
review_text = This is what we will receive.
change = Change
change_section = Change { $title }
not_answered = Not answered
send = Send request
sending = Sending

## Saving

saves = Saved as you go
saving = Saving
saved = Saved
save_failed = Not saved
save_waiting = No connection. We save again as soon as there is one.
conflict_title = You changed this request on another device
conflict_text = The answers there are different from those here. Choose which ones to keep.
take_theirs = Take the answers from there
keep_mine = Keep the answers here
lost_title = This draft is no longer yours
lost_text = It was sent, handed over or discarded elsewhere. Look in Status before you send it again.
as_new = Keep as a new draft
leave_it = Leave it
changes_title = The form has changed since you saved this
changes_added = New questions: { $questions }.
changes_removed = No longer asked: { $questions }.
changes_again = Please answer again: { $questions }.
understood = Understood

## Drafts

drafts_title = Go on where you left off
saved_at = Saved { $time }
handed_over_by = From { $name }
discard = Discard { $title }
discard_title = Discard “{ $title }”?
discard_text = Its answers and files are deleted. Nobody can bring them back.
discard_now = Discard
discarded = Draft discarded

## Handing over

hand_over = Hand over
hand_over_title = Hand over “{ $title }”
hand_over_text = Your colleague goes on with it, files included. You do not see it any more.
colleague = Colleague
find_colleague = Find a colleague
no_colleague = Nobody found who could send this request.
cannot_take_it = This colleague cannot take it: their role does not allow requests, or they have too many drafts.
handed_over = Handed over to { $name }

## Sending without a connection

offline_title = You are offline
offline_text = We send your request as soon as you are online again. Keep this page open until then.
stop_sending = Do not send yet

## Receipt

sent = We have received your request
reference = Your reference
next = What happens next
next_default = We look at it and answer here. You find every step in Status.
sent_by = Sent by { $name }, { $date }
see_case = See its status
another = New request
