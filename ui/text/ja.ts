import type { ErrorCode } from '../../contract/errors.ts'
import type { FeedState, FolderProblem, FolderStatus, ReaderStatus } from '../../contract/status.ts'
import type { RpForm, TakingState } from '../../contract/rp.ts'
import type { Sex } from '../../contract/text.ts'

/** What went wrong, said in three steps: what happened, what it means for the patient in front, what to do now. */
export interface Trouble {
  what: string
  means: string
  todo: string
}

const sex: Record<Sex, string> = { male: '男性', female: '女性', unknown: '不明' }
const form: Record<RpForm, string> = {
  internal: '内服', drops: '内滴', prn: '頓服', external: '外用', injection: '注射', other: 'その他',
}
const taking: Record<TakingState, string> = {
  taking: '服薬期間中', unknown: '服用状況不明', finished: '服用終了', 'not-started': '服用開始前',
}
const readerKind: Record<ReaderStatus['kind'], string> = { virtual: '仮想リーダー', pcsc: 'カードリーダー', hid: '読み取り機' }

const feedWord: Record<FeedState, string> = {
  ok: '受信中', waiting: '受信待ち', quiet: '受信が途絶', rejected: '読めないファイル', stuck: '取り込めないファイル',
  denied: 'サインイン拒否', unreachable: 'つながりません', 'not-configured': '未設定',
}
const feed: Record<FeedState, Trouble> = {
  ok: { what: 'レセコンからファイルが届いています', means: '調剤データは届き次第、お薬履歴に入ります。', todo: '' },
  waiting: {
    what: 'まだ一度もファイルが届いていません', means: '今回のお薬はまだ表示されません。フォルダーにはつながっています。',
    todo: 'レセコンで1件出力してみてください。届かないときは、レセコンの出力先フォルダーの設定を確かめてください。',
  },
  quiet: {
    what: 'ファイルが届いていません', means: '最後に受信した後の調剤データは、まだ表示されていません。',
    todo: 'レセコンが起動しているか、データを出力したか、出力先フォルダーが変わっていないかを確かめてください。',
  },
  rejected: {
    what: '読めないファイルがあります', means: 'そのファイルの調剤データだけが、お薬履歴に入っていません。ほかのファイルは届いています。',
    todo: '下の一覧で内容を確かめ、レセコンから出力し直すか「もう一度読む」を押してください。',
  },
  stuck: {
    what: 'フォルダーに取り込めないファイルが残っています', means: 'そのファイルの調剤データだけが、お薬履歴に入っていません。',
    todo: '下の「フォルダーの状態」に、ファイルごとの理由と直し方があります。',
  },
  denied: {
    what: '共有フォルダーへのサインインが拒否されました', means: '新しい調剤データが届きません。これまでのお薬履歴は見られます。',
    todo: 'レセコン側のユーザー名・パスワードやフォルダーの権限が変わっていないか確かめ、薬箱の設定を合わせてください。',
  },
  unreachable: {
    what: '共有フォルダーにつながりません', means: '新しい調剤データが届きません。これまでのお薬履歴は見られます。',
    todo: 'レセコンのPCの電源とLANケーブルを確かめてください。PCの名前やアドレスを変えたときは、薬箱の設定も変えてください。',
  },
  'not-configured': {
    what: 'レセコンのフォルダーが設定されていません', means: '調剤データは届きません。手帳の提示は受け付けられます。',
    todo: '薬箱の管理者に、レセコンの出力先フォルダーの設定を依頼してください。',
  },
}
const reach: Record<FolderStatus['reach'], Trouble> = {
  ok: { what: 'つながっています', means: '', todo: '' },
  missing: {
    what: 'フォルダーが見つかりません', means: 'この場所からは調剤データが届きません。', todo: 'フォルダーの名前が変わったり、消えたりしていないか確かめてください。',
  },
  denied: {
    what: 'サインインが拒否されました', means: 'この場所からは調剤データが届きません。', todo: 'ユーザー名・パスワードと、フォルダーの権限を確かめてください。',
  },
  unreachable: {
    what: '共有フォルダーにつながりません', means: 'この場所からは調剤データが届きません。', todo: 'レセコンのPCの電源とLANケーブルを確かめてください。',
  },
  silent: {
    what: '共有フォルダーが返事をしません', means: 'この場所からは調剤データが届きません。', todo: 'レセコンのPCが重くなっていないか確かめ、直らなければPCを再起動してください。',
  },
}
const folderProblem: Record<FolderProblem['code'], { what: string; todo: string }> = {
  'index-without-data': { what: '合図のファイルだけがあり、中身のファイルがありません', todo: 'レセコンから出力し直してください。' },
  'empty-file': { what: 'ファイルの中身が空です', todo: 'レセコンから出力し直してください。' },
  'file-locked': { what: 'ほかのソフトがファイルを使っています', todo: 'しばらくしても変わらないときは、ファイルを開いているソフトを閉じてください。' },
  'file-too-large': { what: 'ファイルが大きすぎます', todo: 'レセコンの出力を確かめてください。ファイルはフォルダーに残してあります。' },
  'file-incomplete': { what: 'ファイルが書きかけのままです', todo: 'しばらくしても変わらないときは、レセコンから出力し直してください。' },
  'cannot-delete': { what: '取り込み済みのファイルを消せません', todo: 'データは取り込み済みです。フォルダーの書き込み権限を確かめてください。' },
}
const problems: Partial<Record<ErrorCode, Trouble>> = {
  'not-found': { what: '見つかりませんでした', means: '削除されたか、アドレスが違います。', todo: '患者リストに戻って選び直してください。' },
  'not-allowed': { what: 'この操作の権限がありません', means: '今のアカウントではできません。', todo: '管理者に依頼してください。' },
  'foreign-origin': { what: '別のアドレスからの操作は受け付けられません', means: '薬箱を守るために止めました。', todo: 'いつものアドレスから開き直してください。' },
  'invalid-request': { what: '薬箱が内容を受け付けませんでした', means: '画面が古い可能性があります。', todo: '再読み込みしてください。' },
  'stale-version': { what: 'ほかの画面で先に変更されました', means: 'この画面の内容は古くなっています。', todo: '再読み込みしてください。' },
  'not-retryable': { what: 'このファイルはもう一度読めません', means: '取り込み済みか、元のファイルが残っていません。', todo: 'レセコンから出力し直してください。' },
  'too-large': { what: '内容が大きすぎます', means: '受け付けられませんでした。', todo: '内容を確かめてください。' },
  'virtual-reader-off': { what: '仮想リーダーは使えません', means: 'デモでだけ使えます。', todo: '本物のカードリーダーにタッチしてください。' },
  'shutting-down': { what: '薬箱が再起動しています', means: 'しばらく表示が止まります。', todo: 'そのままお待ちください。自動でつながり直します。' },
}

/** Every string a user reads. */
export const ja = {
  sex, form, taking, readerKind, feedWord, feed, reach, folderProblem, problems,
  brand: '薬箱',
  title: (page: string, facility: string) => [page, facility, '薬箱'].filter(Boolean).join(' ｜ '),
  boot: { loading: '薬箱を開いています…', noScript: 'このページを使うには、ブラウザーの JavaScript を有効にしてください。' },
  date: {
    full: (year: string, month: string, day: string) => `${year}年${month}月${day}日`,
    monthDay: (month: number, day: number) => `${String(month)}月${String(day)}日`,
    weekdays: ['日', '月', '火', '水', '木', '金', '土'],
    age: (years: number) => `${String(years)}歳`,
    infant: (months: number) => `0歳${String(months)}か月`,
    unknown: '不明',
  },
  slot: { wake: '起床', morning: '朝', noon: '昼', evening: '夕', bed: '寝る前', spare: '予備' },
  dose: {
    once: (amount: string, unit: string) => `1回${amount}${unit}`,
    daily: (amount: string, unit: string) => `1日${amount}${unit}`,
    total: (amount: string, unit: string) => `全${amount}${unit}`,
    days: (count: number) => `${String(count)}日分`,
    times: (count: number) => `${String(count)}回分`,
    until: (day: string) => `${day}まで`,
    from: (day: string) => `${day}から`,
  },
  common: {
    retry: 'もう一度', reload: '再読み込み', close: '閉じる', loading: '読み込んでいます…', more: 'さらに表示', reference: (id: string) => `問い合わせ番号 ${id}`,
    seconds: (n: number) => `${String(n)}秒`, count: (n: number) => `${String(n)}件`, unnamed: '（氏名なし）', skip: '本文へ移動', atHand: (since: string) => `${since} から`,
  },
  failure: {
    offline: { what: '薬箱につながりません', means: '最新の内容を表示できません。', todo: 'このPCのネットワークと、薬箱の電源を確かめてください。' },
    timeout: { what: '薬箱から10秒以内に返事がありませんでした', means: '最新の内容を表示できません。', todo: '少し待ってから「もう一度」を押してください。続くときは薬箱の電源を確かめてください。' },
    broken: { what: '薬箱の中で問題が起きました', means: 'この操作は完了していません。', todo: '「もう一度」を押してください。続くときは問い合わせ番号を管理者に伝えてください。' },
    chunk: { what: 'この画面を読み込めませんでした', means: '薬箱が新しい版になったか、つながりが切れています。', todo: '「再読み込み」を押してください。' },
    more: '続きを読み込めませんでした',
  },
  header: {
    search: 'カナ・氏名・生年月日・患者番号', searchLabel: '患者を探す', searchKey: 'F12', feed: 'レセコン', readers: 'リーダー', link: '接続',
    readersOk: (n: number) => `${String(n)}台`, readersNone: 'なし', readersLost: (n: number) => `${String(n)}台 切断`,
    reconnecting: (n: number) => `再接続中 ${String(n)}秒`, help: 'ヘルプ', account: 'アカウント', signOut: 'サインアウト', largeType: '文字 大', on: 'オン', off: 'オフ',
    version: (v: string) => `版 ${v}`, home: '患者リストへ', rejected: (n: number) => `読めない ${String(n)}件`, last: (t: string) => `最終 ${t}`,
    role: { pharmacist: '薬剤師', clerk: '事務', admin: '管理者', maintainer: '保守' },
  },
  search: {
    searching: '探しています…', none: '該当する患者様はいません', hint: 'カナ・氏名の一部、生年月日 (1968/4/7、S43.4.7)、患者番号で探せます',
    results: (n: number) => `${String(n)}件`, more: 'ほかにもいます。条件を足して絞り込んでください', failed: '探せませんでした。つながりを確かめて、もう一度入力してください',
  },
  strip: { noSecondFactor: '二要素認証なし（デモ・検査用の設定）', demo: 'デモの薬局です。架空のデータだけを使っています' },
  link: {
    lost: (time: string) => `つながっていません。表示は ${time} 現在です`, network: 'このPCのネットワークが切れています', silent: '薬箱から返事がありません',
    refused: '薬箱が接続を受け付けませんでした', retrying: '自動でつながり直します。画面はこのまま見られます。', back: 'つながりました。表示は最新です',
  },
  signIn: {
    title: 'サインイン', id: 'ID', password: 'パスワード', submit: 'サインイン', busy: '確かめています…', show: 'パスワードを表示',
    wrong: 'IDまたはパスワードが違います。大文字・小文字と、日本語入力がオフになっているかを確かめて、もう一度入力してください。',
    tooMany: (seconds: number) => `続けて間違えたため、しばらくサインインできません。あと ${String(seconds)} 秒お待ちください。`,
    needBoth: 'IDとパスワードを入力してください。', ended: 'サインインの期限が切れました。もう一度サインインすると、同じ画面に戻ります。',
    capsLock: 'Caps Lock がオンになっています',
  },
  list: {
    title: '患者リスト', visits: '手帳提示', dispensings: '本日の調剤', today: '本日', emptyDay: '患者様はいません', earlier: 'さらに前の日を見る',
    columns: { time: '表示日時', name: '氏名 (カナ)', sex: '性別', birth: '生年月日 (年齢)', link: 'お薬自動登録' },
    linked: '設定済', unlinked: '未設定', unknownCard: '未登録のカード', unknownWhose: 'だれのカードか分かりません', now: 'いま', dash: '—',
    first: '手帳が提示されるまで、患者リストは空です', firstHint: '患者様にカードをリーダーへタッチしてもらうと、ここに表示されます。',
    notListed: '患者様が表示されないとき', notListedHint: 'リーダーの状態を確かめて、もう一度タッチしてもらってください。',
    arrived: (time: string, who: string) => `手帳提示 ${time} ${who}`, sama: (name: string) => `${name}様`, past: '過去の日',
  },
  dispensings: {
    columns: { time: '受信', name: '氏名 (カナ)', where: '医療機関・診療科', drugs: 'お薬', state: '状態' }, isNew: '新規', updated: '更新',
    others: (n: number) => `ほか${String(n)}件`, noDrugs: 'お薬の記載なし', empty: '本日の調剤データはまだ届いていません', emptyHint: 'レセコンから出力されると、ここに表示されます。',
    nobody: '患者の記載なし', arrived: (time: string, who: string) => `調剤データ受信 ${time} ${who}`, noWhere: '医療機関の記載なし', arrivedMark: '着',
  },
  person: {
    back: '一覧', history: 'お薬履歴', current: '今回のお薬', registration: 'お薬自動登録', prescriber: (name: string) => name, here: '当薬局',
    lastReceived: (time: string) => `最終受信 ${time}`, neverReceived: 'まだ受信していません', received: (time: string) => `${time} 受信`,
    remaining: '残量(目安)', remainingTitle: '指示どおり飲んだ場合の、前日時点の計算上の目安です', revisions: '版の履歴',
    older: 'さらに前のお薬を見る', end: 'これより前のお薬はありません', noHistory: 'お薬履歴はまだありません', noHistoryHint: 'レセコンから調剤データが届くと、ここに表示されます。',
    noCurrent: '今回のお薬はまだ届いていません', noCurrentHint: 'しばらく待っても表示されないときは、レセコンで出力したかを確かめてください。',
    notLinked: 'お薬自動登録が未設定のため、お薬履歴を表示できません', notLinkedHint: 'レセコンの患者とこの手帳が結び付くと、調剤データが自動で入ります。',
    takingTitle: '服用中のお薬一覧', within: '120日以内', unknownTitle: '服用状況不明', noTaking: '服用中のお薬はありません', noDate: '調剤日の記載なし',
    unknownHint: '頓服・外用・注射など、日数から計算できないお薬です', material: '材料', other: 'その他', generic: (name: string) => `一般名 ${name}`,
    code: (code: string) => `患者番号 ${code}`, notShown: '記載なし', updatedMark: '更新', feedTrouble: 'レセコンの状態を見る', takingFailed: '服用中のお薬一覧を表示できません',
    takingUpTo: (n: number) => `ほか${String(n)}件`, privateUse: '外字を含みます',
  },
  revisions: {
    title: '版の履歴', hint: 'レセコンから届いたファイルの順です。一番上が最後に届いたものです。', action: { new: '新規', update: '更新', delete: '削除' }, current: '表示中',
    columns: { received: '受信', sent: 'レセコンの出力', action: '種類', file: 'ファイル' }, none: '記載なし',
  },
  intake: {
    title: '受信エラー', feedTitle: 'レセコン接続', folders: 'フォルダーの状態', rejected: '読めなかったファイル', none: '読めないファイルはありません', noneHint: '届いたファイルはすべて取り込まれています。',
    retry: 'もう一度読む', retrying: '読み直しています…', retried: 'もう一度読みました。読めれば、この一覧から消えます。', save: '元のファイルを保存', noBytes: '大きすぎるため薬箱には保存していません。元のファイルはフォルダーに残っています。', line: '行', column: '項目', issue: '内容', whole: 'ファイル全体', attempts: (n: number) => `${String(n)}回読みました`,
    waiting: (n: number) => `順番待ち ${String(n)}件`, mode: { consume: '取り込んだら消す', observe: '読むだけ（消さない）' }, since: (t: string) => `${t} から`, last: '最後に受信したファイル', never: 'まだありません',
    layout: { indexed: '合図のファイルあり', flat: '合図のファイルなし', unknown: '形式を確かめています' }, technician: (code: string) => `技術者向け: ${code}`, size: (kb: string) => `${kb} kB`, problems: '残っているファイル', more: 'さらに表示', noFolders: '設定されたフォルダーがありません',
    retryFailed: 'もう一度読めませんでした', todo: '直し方',
  },
  readers: {
    title: 'リーダーの状態', connected: 'つながっています', lost: '外れています', none: 'リーダーが見つかりません',
    noneHint: 'カードリーダーを薬箱のUSBに差してください。差すと自動で使えるようになります。', lostHint: 'USBケーブルを差し直してください。差すと自動で使えるようになります。',
  },
  virtual: {
    title: '仮想リーダー', hint: 'デモ用です。カードを選ぶと、リーダーにタッチしたのと同じになります。', number: 'カード番号', touch: 'タッチ', fold: '閉じる', unfold: '開く', done: 'タッチしました', failed: 'タッチできませんでした', empty: 'デモのカードはありません',
  },
  help: {
    title: 'ヘルプ', keys: 'キー操作', signs: '表示の見方',
    rows: [
      ['F12 または /', '患者を探す'], ['↑ ↓', '行を移る'], ['PgUp PgDn', '画面ごとに移る'], ['Home End', '最初・最後の行'], ['Enter', '開く'], ['Esc', '閉じる・戻る'], ['← →', 'タブを切り替える（タブの上で）'], ['F1 または ?', 'このヘルプ'],
    ],
    notes: [
      ['服薬期間中', '調剤日と日数から、今日が飲む期間に入っているお薬です。'], ['服用状況不明', '頓服・外用・注射など、日数から計算できないお薬です。'], ['残量(目安)', '指示どおり飲んだ場合に、前日の時点で残っている量です。計算上の目安です。'], ['設定済 / 未設定', 'お薬自動登録：レセコンの調剤データが手帳に自動で入るかどうかです。'],
    ],
  },
  keys: { list: [['↑↓', '行'], ['Enter', '開く'], ['/', '患者を探す'], ['?', 'ヘルプ']], person: [['Esc', '一覧へ'], ['PgUp PgDn', '前後へ'], ['F12', '患者を探す'], ['?', 'ヘルプ']] },
  notFound: { what: 'このアドレスの画面はありません', means: '', todo: '患者リストへ戻ってください。' },
} as const
