### What the ApiKeys widget says.

title = API キー
create = API キーを作成
table = API キー
column_name = キー
column_used = 最終使用
column_ends = 期限
column_actions = 操作
never_used = 未使用
no_end = 削除時
scopes = { $n } 件の権限
made_by = { $scopes } · 作成者 { $name }
expired = 期限切れ
ends_soon = まもなく期限切れ
two_secrets = シークレット 2 件
orphaned = 所有者は退出済み
empty = API キーはまだありません
empty_hint = API キーを使うと、お客様のプログラムから { $organization } のデータを扱えます。案件の読み取りや文書のアップロードなどができます。

## Creating

name = 名前
name_hint = 使用するもの。例：「倉庫システム」
name_required = キーの名前を入力してください。
permissions = 権限
permissions_hint = プログラムに必要な最小限にしてください。後から追加することはできません。
permissions_required = 1 つ以上選択してください。
ends = 期限
days = { $n } 日後
year = 1 年後
never = 削除するまで
networks = ネットワーク
networks_hint = 1 行に 1 つのアドレスまたはネットワーク（例：203.0.113.0/24）。空欄の場合は、どこからでも使用できます。
networks_invalid = アドレスでもネットワークでもない行があります。
too_many = キーの数が上限に達しています。不要になったキーを削除してください。

## The secret

secret_title = { $name } のシークレットをコピー
secret = シークレット
secret_once = 表示されるのは今回だけです。プログラムがシークレットを保管している場所に保存してください。
copy = コピー
copied = シークレットをコピーしました。
copy_failed = ブラウザーでコピーが許可されていません。シークレットを選択して、手動でコピーしてください。
not_copied = シークレットはまだコピーされておらず、再表示されません。コピーせずに続けるには、もう一度閉じてください。
done = 完了

## One key

details = 詳細
usage = 過去 30 日間のリクエスト
usage_total = { $n } 件のリクエスト、最多の日は { $most } 件
usage_none = なし
created = 作成
created_by = { $date }、{ $name }
used_from = { $when }、{ $address } から
anywhere = どこからでも
secrets = シークレット
secret_since = …{ $hint }、{ $date } から
secret_ends = …{ $hint }、{ $date } まで

## Rotating

rotate = シークレットを更新
rotate_title = { $name } のシークレットを更新
rotate_text = 別のシークレットが発行されます。現在のシークレットが有効なうちに、プログラムに設定してください。
rotate_again = 現在 2 件のシークレットが有効です。さらに発行すると、両方ともすぐに無効になります。
overlap = 現在のシークレットの終了
overlap_now = 今すぐ
overlap_now_hint = ほかの人に見られたシークレットの場合。使用しているプログラムは動作しなくなります。
overlap_hour = 1 時間後
overlap_day = 24 時間後
overlap_week = 7 日後

## Deleting

delete = 削除
delete_title = API キー { $name } を削除しますか？
delete_text = 使用しているものはすぐに動作しなくなります。この操作は元に戻せません。
in_use = 過去 7 日以内に使用されています。まだ必要としているものがあります。
delete_anyway = それでも削除
keep = API キーを残す
deleted = { $name } を削除しました。

## Permissions

cases_read = 案件の読み取り
cases_reply = 案件への返信
documents_read = 文書の読み取りとダウンロード
documents_upload = 文書のアップロード、名前の変更、移動
documents_delete = 文書の削除
forms_read = 申請フォームの読み取り
submissions_create = 申請の送信
submissions_read = 申請の読み取り
members_read = メンバーの読み取り
audit_read = 監査ログの読み取り
keys_read = API キーの読み取り
