### What the Members widget says about a member's access: suspending it, ending it, explaining it.

## Suspending, and the end

suspend = アクセスを停止
suspend_title = { $name } のアクセスを停止しますか？
suspend_text = { $name } は、すべての端末ですぐにサインアウトされます。ロールと設定は、停止を解除するまで保持されます。
suspend_reason = 理由
suspend_reason_hint = 監査ログに記録され、メンバーを管理する人に表示されます。
suspend_reason_required = 理由を入力してください
suspended_done = { $name } のアクセスを停止しました
reinstate = 停止を解除
reinstate_title = { $name } の停止を解除しますか？
reinstate_text = { $name } は、以前と同じロールですぐにサインインできるようになります。
reinstated = { $name } は再びアクセスできます
set_end = アクセス終了日を設定
set_end_title = { $name } のアクセスはいつ終了しますか？
set_end_day = アクセスの最終日
set_end_hint = 終了日を設けない場合は空欄にしてください。
set_end_save = 保存
set_end_past = 今日以降の日付を選択してください
end_set = { $name } のアクセス：{ $date } まで
end_removed = { $name } のアクセス終了日をなくしました

## Why somebody may do something

access = アクセスの説明
access_title = { $name } ができることとその理由
access_allowed = 許可
access_denied = 不許可
access_depends = 条件付き
access_by_role = ロール「{ $role }」による
access_by_role_condition = ロール「{ $role }」による（条件付き）
access_denied_by_role = ロール「{ $role }」により禁止
access_denied_by_role_condition = ロール「{ $role }」により禁止（条件付き）
access_no_grant = ロールに含まれていません
access_feature = 組織の契約に含まれていません
access_suspended = アクセスは停止されています
access_ended = アクセスは終了しました
may_cases_read = 案件の閲覧
may_cases_reply = 案件への返信
may_documents_read = 文書の閲覧
may_documents_upload = 文書のアップロード
may_documents_delete = 文書の削除
may_forms_read = 申請フォームの閲覧
may_submissions_create = 申請の送信
may_submissions_read = 送信済みの申請の閲覧
may_members_read = メンバーの閲覧
may_members_invite = 招待
may_members_manage = メンバーの管理
may_audit_read = 監査ログの閲覧
may_audit_manage = 監査ログの保管と送信
may_api_keys_read = API キーの閲覧
may_api_keys_manage = API キーの管理
may_sso_manage = シングルサインオンの設定
