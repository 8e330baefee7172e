### What the Requests widget says.

title = 申請
lead = ご用件をお選びください
search = 申請を検索
minutes = 約 { $n } 分
started = 入力中
all = すべての申請

## States

empty_title = 現在利用できる申請はありません
empty_text = { $brand } が申請を用意すると、ここに表示されます。
gone_title = この申請は現在受け付けていません

## Steps

step = ステップ { $n } / { $total }
forward = 次へ
characters_left = 残り { $n } 文字
characters_over = { $n } 文字超過しています
choose_up_to = { $n } 個まで選択できます
appeared = 下に質問が { $n } 件追加されました
went = 質問 { $n } 件が不要になりました

## Errors

errors = 確認が必要な回答が { $n } 件あります
fill_in = 「{ $label }」を入力してください
enter_number = 「{ $label }」に数値を入力してください
enter_whole = 「{ $label }」に整数を入力してください
enter_at_least = 「{ $label }」に { $value } 以上の値を入力してください
enter_at_most = 「{ $label }」に { $value } 以下の値を入力してください
enter_date = 「{ $label }」に日付を入力してください
enter_from = 「{ $label }」に { $value } 以降の日付を入力してください
enter_until = 「{ $label }」に { $value } 以前の日付を入力してください
choose_one = 「{ $label }」の選択肢を選んでください
choose_some = 「{ $label }」の選択肢を 1 つ以上選んでください
choose_fewer = 「{ $label }」は { $value } 個以内にしてください
add_file = 「{ $label }」のファイルを追加してください
upload_again = 「{ $label }」のファイルをもう一度アップロードしてください
shorten = 「{ $label }」を { $value } 文字以内にしてください
wrong_format = 「{ $label }」を指定の形式で入力してください
uploads_running = 「{ $label }」のファイルのアップロードが終わるまでお待ちください
uploads_failed = 「{ $label }」の失敗したファイルをもう一度アップロードするか、削除してください
not_sent = 申請は送信されませんでした
answers_kept = 入力内容は残っています。

## Files

add_files = ファイルを追加
drop_files = またはここにドロップ
files_limit = 最大 { $n } 件、1 件あたり { $size } まで
images = 画像
files_of = 「{ $label }」のファイル
no_upload = あなたのロールではアップロードできません。組織のオーナーまたは管理者にお問い合わせください。

## Last page

review = 入力内容の確認
review_text = 以下の内容が送信されます。
change = 変更
change_section = { $title } を変更
not_answered = 未回答
send = 申請を送信
sending = 送信しています

## Saving

saves = 入力内容は自動で保存されます
saving = 保存中
saved = 保存しました
save_failed = 保存されていません
save_waiting = 接続がありません。接続が戻り次第、保存します。
conflict_title = この依頼は別の端末で変更されています
conflict_text = 別の端末の回答は、ここの回答と異なります。どちらを残すか選んでください。
take_theirs = 別の端末の回答を使う
keep_mine = ここの回答を残す
lost_title = この下書きはもう利用できません
lost_text = 別の場所で送信、引き継ぎ、または破棄されました。もう一度送信する前に、状況を確認してください。
as_new = 新しい下書きとして残す
leave_it = 続けない
changes_title = 保存後にフォームが変更されました
changes_added = 新しい質問：{ $questions }。
changes_removed = なくなった質問：{ $questions }。
changes_again = もう一度回答してください：{ $questions }。
understood = 確認しました

## Drafts

drafts_title = 続きから再開
saved_at = { $time }に保存
handed_over_by = { $name }さんから
discard = 「{ $title }」を破棄
discard_title = 「{ $title }」を破棄しますか？
discard_text = 回答とファイルは削除され、元に戻せません。
discard_now = 破棄する
discarded = 下書きを破棄しました

## Handing over

hand_over = 引き継ぐ
hand_over_title = 「{ $title }」を引き継ぐ
hand_over_text = ファイルを含めて相手が続きを行います。あなたには表示されなくなります。
colleague = 引き継ぐ相手
find_colleague = 相手を探す
no_colleague = この依頼を送信できる人が見つかりません。
cannot_take_it = この人には引き継げません。役割で依頼が許可されていないか、下書きが多すぎます。
handed_over = { $name }さんに引き継ぎました

## Sending without a connection

offline_title = オフラインです
offline_text = オンラインに戻り次第、依頼を送信します。それまでこのページを開いたままにしてください。
stop_sending = まだ送信しない

## Receipt

sent = 申請を受け付けました
reference = 受付番号
next = 今後の流れ
next_default = 内容を確認し、ここでお返事します。各段階はステータスで確認できます。
sent_by = { $name } が送信、{ $date }
see_case = ステータスを見る
another = 新しい申請
