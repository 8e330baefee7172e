### What the Documents widget says.

title = 文書
search = 文書を検索
searching_in = すべてのフォルダーで { $found }
sort = 並べ替え
sort_newest = 新しい順
sort_name = 名前
all = すべての文書
path = フォルダー
table = 文書とフォルダー
column_name = 名前
column_version = バージョン
column_updated = 更新
column_actions = 操作
items = { $n } 件の文書
version = バージョン { $n }

## States

empty_title = 文書はまだありません
empty_text = 契約書、報告書など、{ $brand } とやり取りするものはすべてのバージョンがここに保管されます。
empty_viewer = 文書が共有されると、ここに表示されます。
empty_folder = このフォルダーは空です

## Upload

upload = アップロード
upload_files = 文書をアップロード
choose_files = ファイルを選択
drop_or = ここにファイルをドロップ、または
drop_limit = 1 件あたり { $size } まで。同じ名前のファイルは新しいバージョンになります。
drop_now = ドロップしてアップロード
drop_into = ドロップして { $folder } にアップロード
uploads = アップロード
waiting = 待機中
uploading = アップロード中（{ $sent } / { $total }）
finishing = 受信内容を確認しています
left = 残り { $time }
seconds = { $n } 秒
minutes = { $n } 分
progress_of = { $name } の進捗
cancel_upload = { $name } のアップロードをキャンセル
retry_upload = { $name } をもう一度アップロード
dismiss_upload = { $name } をこの一覧から削除
uploaded = アップロード済み
uploaded_version = バージョン { $n } としてアップロード済み
announce_started = { $name } をアップロードしています
announce_started_many = { $n } 件のファイルをアップロードしています
announce_done = { $name } をアップロードしました
announce_version = { $name } をアップロードし、バージョン { $n } になりました
announce_failed = { $name } をアップロードできませんでした。{ $reason }
announce_cancelled = { $name } のアップロードをキャンセルしました
too_large = { $size } を超えています。小さくするか、分割してください。
too_empty = このファイルは空です。別のファイルを選択してください。
bad_name = この名前は使用できません。200 文字以内の名前に変更してください。
wrong_kind = この種類のファイルはここでは受け付けていません。使用できる種類：{ $kinds }
too_many = ここには最大 { $n } 件のファイルを追加できます。先に 1 件削除してください。

## Row actions

download = ダウンロード
download_file = { $name } をダウンロード
announce_download = { $name } をダウンロードしています
versions = バージョン履歴
rename = 名前の変更または移動
delete = 削除

## Versions

versions_of = { $name } のバージョン
current = 現在
download_version = バージョン { $n } をダウンロード
fingerprint = SHA-256 { $value }

## Rename

rename_title = { $name } の名前の変更または移動
name = 名前
folder = フォルダー
folder_hint = フォルダー内のフォルダーは「契約書/2026」のように入力します。最上位に置く場合は空欄にしてください。
name_missing = 名前を入力してください
name_wrong = / を使わず、200 文字以内で入力してください
folder_wrong = 500 文字以内で、空のフォルダー名を含めずに入力してください
renamed = { $name } を保存しました

## Delete

delete_title = { $name } を削除しますか？
delete_text = { $organization } の全員から、すべてのバージョンとともに削除されます。この操作は元に戻せません。
keep = 文書を残す
delete_now = 文書を削除
deleted = { $name } を削除しました
