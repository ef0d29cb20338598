import type { ErrorCode } from '../../contract/errors.ts'
import type { FeedState, FolderProblem, FolderStatus } from '../../contract/status.ts'

/** What went wrong, said in three steps: what happened, what it means for the patient in front, what to do now. */
export interface Trouble {
  what: string
  means: string
  todo: string
}

export const feed: Record<FeedState, Trouble> = {
  ok: { what: 'レセコンからファイルが届いています', means: '調剤データは届き次第、お薬履歴に入ります。', todo: '' },
  waiting: {
    what: 'まだ一度もファイルが届いていません',
    means: '今回のお薬はまだ表示されません。フォルダーにはつながっています。',
    todo: 'レセコンで1件出力してみてください。届かないときは、レセコンの出力先フォルダーの設定を確かめてください。',
  },
  quiet: {
    what: 'ファイルが届いていません',
    means: '最後に受信した後の調剤データは、まだ表示されていません。',
    todo: 'レセコンが起動しているか、データを出力したか、出力先フォルダーが変わっていないかを確かめてください。',
  },
  rejected: {
    what: '読めないファイルがあります',
    means: 'そのファイルの調剤データだけが、お薬履歴に入っていません。ほかのファイルは届いています。',
    todo: '「受信エラー」の画面で内容を確かめ、レセコンから出力し直すか「もう一度読む」を押してください。済んだものは「確認済みにする」を押すと、この印が消えます。',
  },
  stuck: {
    what: 'フォルダーに取り込めないファイルが残っています',
    means: 'そのファイルの調剤データだけが、お薬履歴に入っていません。',
    todo: '「受信エラー」の画面の「フォルダーの状態」に、ファイルごとの理由と直し方があります。',
  },
  denied: {
    what: '共有フォルダーへのサインインが拒否されました',
    means: '新しい調剤データが届きません。これまでのお薬履歴は見られます。',
    todo: 'レセコン側のユーザー名・パスワードやフォルダーの権限が変わっていないか確かめ、薬箱の設定を合わせてください。',
  },
  unreachable: {
    what: '共有フォルダーにつながりません',
    means: '新しい調剤データが届きません。これまでのお薬履歴は見られます。',
    todo: 'レセコンのPCの電源とLANケーブルを確かめてください。PCの名前やアドレスを変えたときは、薬箱の設定も変えてください。',
  },
  'not-configured': {
    what: 'レセコンのフォルダーが設定されていません',
    means: '調剤データは届きません。手帳の提示は受け付けられます。',
    todo: '薬箱の管理者に、レセコンの出力先フォルダーの設定を依頼してください。',
  },
}

export const reach: Record<FolderStatus['reach'], Trouble> = {
  ok: { what: 'つながっています', means: '', todo: '' },
  missing: {
    what: 'フォルダーが見つかりません',
    means: 'この場所からは調剤データが届きません。',
    todo: 'フォルダーの名前が変わったり、消えたりしていないか確かめてください。',
  },
  denied: {
    what: 'サインインが拒否されました',
    means: 'この場所からは調剤データが届きません。',
    todo: 'ユーザー名・パスワードと、フォルダーの権限を確かめてください。',
  },
  unreachable: {
    what: '共有フォルダーにつながりません',
    means: 'この場所からは調剤データが届きません。',
    todo: 'レセコンのPCの電源とLANケーブルを確かめてください。',
  },
  silent: {
    what: '共有フォルダーが返事をしません',
    means: 'この場所からは調剤データが届きません。',
    todo: 'レセコンのPCが重くなっていないか確かめ、直らなければPCを再起動してください。',
  },
}

export const folderProblem: Record<FolderProblem['code'], { what: string; todo: string }> = {
  'index-without-data': {
    what: '合図のファイルだけがあり、中身のファイルがありません',
    todo: 'レセコンから出力し直してください。',
  },
  'empty-file': { what: 'ファイルの中身が空です', todo: 'レセコンから出力し直してください。' },
  'file-locked': {
    what: 'ほかのソフトがファイルを使っています',
    todo: 'しばらくしても変わらないときは、ファイルを開いているソフトを閉じてください。',
  },
  'file-too-large': {
    what: 'ファイルが大きすぎます',
    todo: 'レセコンの出力を確かめてください。ファイルはフォルダーに残してあります。',
  },
  'file-incomplete': {
    what: 'ファイルが書きかけのままです',
    todo: 'しばらくしても変わらないときは、レセコンから出力し直してください。',
  },
  'cannot-delete': {
    what: '取り込み済みのファイルを消せません',
    todo: 'データは取り込み済みです。フォルダーの書き込み権限を確かめてください。',
  },
}

export const problems: Partial<Record<ErrorCode, Trouble>> = {
  'not-found': {
    what: '見つかりませんでした',
    means: '削除されたか、アドレスが違います。',
    todo: '患者リストに戻って選び直してください。',
  },
  'not-allowed': {
    what: 'この操作の権限がありません',
    means: '今のアカウントではできません。',
    todo: '管理者に依頼してください。',
  },
  'foreign-origin': {
    what: '別のアドレスからの操作は受け付けられません',
    means: '薬箱を守るために止めました。',
    todo: 'いつものアドレスから開き直してください。',
  },
  'invalid-request': {
    what: '薬箱が内容を受け付けませんでした',
    means: '画面が古い可能性があります。',
    todo: '再読み込みしてください。',
  },
  'stale-version': {
    what: 'ほかの画面で先に変更されました',
    means: 'この画面の内容は古くなっています。',
    todo: '再読み込みしてください。',
  },
  'not-at-satellite': {
    what: '衛星のリーダーではカードを発行できません',
    means: 'カードには何も書き込んでいません。',
    todo: '薬箱に直接つないだリーダーにカードを置いて、もう一度発行してください。',
  },
  'not-retryable': {
    what: 'このファイルはもう一度読めません',
    means: '取り込み済みか、元のファイルが残っていません。',
    todo: 'レセコンから出力し直してください。',
  },
  'too-large': { what: '内容が大きすぎます', means: '受け付けられませんでした。', todo: '内容を確かめてください。' },
  'name-taken': {
    what: '同じ名前の窓口があります',
    means: '追加や変更はしていません。',
    todo: '別の名前にするか、すでにある窓口を選んでください。',
  },
  'virtual-reader-off': {
    what: '仮想リーダーは使えません',
    means: 'デモでだけ使えます。',
    todo: '本物のカードリーダーにタッチしてください。',
  },
  'shutting-down': {
    what: '薬箱が再起動しています',
    means: 'しばらく表示が止まります。',
    todo: 'そのままお待ちください。自動でつながり直します。',
  },
}

export const failure = {
  offline: {
    what: '薬箱につながりません',
    means: '最新の内容を表示できません。',
    todo: 'このPCのネットワークと、薬箱の電源を確かめてください。',
  },
  timeout: {
    what: '薬箱から10秒以内に返事がありませんでした',
    means: '最新の内容を表示できません。',
    todo: '少し待ってから「もう一度」を押してください。続くときは薬箱の電源を確かめてください。',
  },
  broken: {
    what: '薬箱の中で問題が起きました',
    means: 'この操作は完了していません。',
    todo: '「もう一度」を押してください。続くときは問い合わせ番号を管理者に伝えてください。',
  },
  chunk: {
    what: 'この画面を読み込めませんでした',
    means: '薬箱が新しい版になったか、つながりが切れています。',
    todo: '「再読み込み」を押してください。',
  },
  more: '続きを読み込めませんでした',
}
