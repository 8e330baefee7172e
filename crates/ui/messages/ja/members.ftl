### What the Members widget says.

title = メンバー
search = 名前またはメールアドレスで検索
role_filter = ロール
all_roles = すべてのロール
table = メンバーと未承諾の招待
column_name = 名前
column_role = ロール
column_active = 最終利用
column_actions = 操作
never_active = 未利用
you = あなた
ends = アクセス期限 { $date }
ended = アクセスは { $date } に終了しました

## Invitations

pending = 承諾待ち
suspended = 停止中
invited_by = { $name } が招待、{ $expiry }
invited = 招待済み、{ $expiry }
expires_days = あと { $n } 日で期限切れ
expires_tomorrow = 明日期限切れ
expires_today = 今日期限切れ
expired = 期限切れ
withdraw = 招待を取り消す
withdraw_title = { $email } への招待を取り消しますか？
withdraw_text = この招待は承諾できなくなります。いつでももう一度招待できます。
withdraw_keep = 招待を残す
withdrawn = { $email } への招待を取り消しました

## Inviting

invite = メンバーを招待
invite_title = { $organization } に招待
invite_email = メールアドレス
invite_email_hint = このアドレスで参加します。
invite_role = ロール
invite_send = 招待を送信
invite_sent = { $email } を招待しました
email_required = メールアドレスを入力してください
email_invalid = name@company.example のような完全なメールアドレスを入力してください
role_required = ロールを選択してください

## Roles

role_owner_hint = すべての操作ができ、ほかのオーナーを決められます。
role_admin_hint = すべての操作、招待、ロールの変更ができます（オーナーを除く）。
role_member_hint = 申請の送信、返信、文書のアップロードができます。
role_viewer_hint = 案件、文書、メンバーを閲覧できますが、変更はできません。
change_role = ロールを変更
change_role_title = { $name } のロールを変更
change_role_save = ロールを変更
own_role_warning = これはあなた自身のロールです。元のロールに戻せるのはほかの人だけです。
role_changed = { $name } のロールは「{ $role }」になりました

## Removing

remove = メンバーを削除
remove_title = { $name } を削除しますか？
remove_text = { $name } は、すべての端末ですぐに { $organization } にアクセスできなくなります。ファイルと申請は残ります。いつでももう一度招待できます。
remove_keep = メンバーを残す
removed = { $name } を削除しました
leave = { $organization } から退出
leave_title = { $organization } から退出しますか？
leave_text = すべての端末ですぐに { $organization } にアクセスできなくなります。戻るには、ほかの人からの招待が必要です。
leave_confirm = 退出
leave_keep = とどまる
left = { $organization } から退出しました

## Refusals

error_last_owner = 組織にはオーナーが必要です。先にほかの人をオーナーにしてから、もう一度お試しください。
error_already_member = この人はすでにメンバーであるか、未承諾の招待があります。

## Empty

empty = まだ誰もいません
empty_hint = 案件の確認、申請の送信、文書の閲覧を行う人を招待してください。
