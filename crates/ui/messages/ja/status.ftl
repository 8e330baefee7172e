### What the Status widget says.

title = ステータス
open = 進行中
closed = 終了
filter = 表示する案件
open_count = 進行中 { $n } 件
closed_count = 終了 { $n } 件
search = 件名または番号で検索
list = 案件
unread = 新しい動きがあります

## The list's short line

due = 期限 { $date }
overdue = 期限超過
expected = { $date }までの予定

## Who must act

you_need_by = お客様の対応が必要です：{ $step }（期限：{ $date }）
you_need = お客様の対応が必要です：{ $step }
you_needed = お客様の対応が必要です：{ $step }（期限は{ $date }でした）
we_are_by = 対応しています：{ $step }（完了予定：{ $date }）
we_are = 対応しています：{ $step }
we_were = 対応しています：{ $step }（予定より時間がかかっています）
third_party_by = { $step }（予定：{ $date }）
third_party = { $step }
lead_submitted = 受け付けました。これから確認します
lead_action = お客様の対応が必要です。下の最新のメッセージをお読みください
lead_in_progress = 対応しています
lead_completed = 完了しました。お客様の対応は必要ありません
lead_declined = 承認できませんでした。理由は下の最新のメッセージに記載しています
lead_cancelled = キャンセルされました。今後の対応はありません

## Actions

upload = 文書をアップロード
reply = 返信
ask = 質問する
reply_label = 返信内容
reply_placeholder = 返信を入力
reply_send = 返信を送信
reply_sent = 返信を送信しました
reply_empty = 送信する前に内容を入力してください。

## The detail

milestones = 進捗
milestone_done = 完了
milestone_current = 現在
milestone_upcoming = 今後
step_of = ステップ { $n } / { $total }
timeline = 履歴
timeline_empty = まだ何も起きていません
documents = 文書
download = { $name } をダウンロード
document_gone = 利用できない文書
status_changed = ステータスが「{ $status }」に変わりました
opened_by = { $name } が開始
opened = 開始
source = { $name } より（{ $age }）
source_failing = { $name } より（{ $age }）。現在接続できません
help = 内容に誤りがありますか？
not_found = この案件は存在しないか、アクセス権がありません。
back = すべての案件

## Empty

empty_open = 進行中の案件はありません
empty_open_hint = お客様からのご依頼や、当社からのお願いがあると、次に対応する人とともにここに表示されます。
empty_closed = 終了した案件はまだありません
empty_closed_hint = 完了、却下、キャンセルされた案件は、後から確認できるようここに残ります。

## States, where a case type has no words of its own

state_submitted = 受付済み
state_action_needed = 要対応
state_in_progress = 対応中
state_completed = 完了
state_declined = 却下
state_cancelled = キャンセル
