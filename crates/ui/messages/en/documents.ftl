### What the Documents widget says.

title = Documents
search = Search documents
searching_in = { $found } in all folders
sort = Sort by
sort_newest = Newest first
sort_name = Name
all = All documents
path = Folder
table = Documents and folders
column_name = Name
column_version = Version
column_updated = Updated
column_actions = Actions
items = { $n ->
    [one] 1 document
   *[other] { $n } documents
}
version = Version { $n }

## States

empty_title = No documents yet
empty_text = Contracts, reports and whatever else you share with { $brand } are kept here, every version of them.
empty_viewer = As soon as somebody shares a document, you will find it here.
empty_folder = This folder is empty

## Upload

upload = Upload
upload_files = Upload documents
choose_files = choose files
drop_or = Drop files here, or
drop_limit = Up to { $size } each. The same name adds a new version.
drop_now = Drop to upload
drop_into = Drop to upload to { $folder }
uploads = Uploads
waiting = Waiting
uploading = Uploading, { $sent } of { $total }
finishing = Checking what arrived
left = { $time } left
seconds = { $n }{ "\u00A0" }s
minutes = { $n }{ "\u00A0" }min
progress_of = Progress of { $name }
cancel_upload = Cancel upload of { $name }
retry_upload = Try to upload { $name } again
dismiss_upload = Remove { $name } from this list
uploaded = Uploaded
uploaded_version = Uploaded as version { $n }
announce_started = Uploading { $name }
announce_started_many = { $n ->
    [one] Uploading { $n } file
   *[other] Uploading { $n } files
}
announce_done = { $name } uploaded
announce_version = { $name } is uploaded and now at version { $n }
announce_failed = { $name } was not uploaded. { $reason }
announce_cancelled = Upload of { $name } cancelled
too_large = Larger than { $size }. Reduce it, or split it into parts.
too_empty = This file is empty. Choose another one.
bad_name = This name cannot be used. Rename the file to at most 200 characters.
wrong_kind = This kind of file is not taken here. Use { $kinds }.
too_many = { $n ->
    [one] At most { $n } file fits here. Remove it first.
   *[other] At most { $n } files fit here. Remove one first.
}

## Row actions

download = Download
download_file = Download { $name }
announce_download = Downloading { $name }
versions = Version history
rename = Rename or move
delete = Delete

## Versions

versions_of = Versions of { $name }
current = Current
download_version = Download version { $n }
fingerprint = SHA-256 { $value }

## Rename

rename_title = Rename or move { $name }
name = Name
folder = Folder
folder_hint = Folders in folders are written like Contracts/2026. Leave it empty for the top.
name_missing = Enter a name
name_wrong = Use at most 200 characters and no /
folder_wrong = Use at most 500 characters and no empty folder names
renamed = { $name } saved

## Delete

delete_title = Delete { $name }?
delete_text = It disappears for everybody in { $organization }, with all its versions. This cannot be undone.
keep = Keep document
delete_now = Delete document
deleted = { $name } deleted
