import { shortestPassword, shortestWithFactor } from '../../contract/account.ts'
import { expiringDays, unusedDays, type StaffState } from '../../contract/staff.ts'

/** はじめて使う方: the first sign-in. */
export const start = {
  open: 'はじめて使う方・パスワードを忘れた方',
  lead: '管理者から受け取ったコードで、自分のパスワードを決めます。',
  id: 'ID',
  code: 'コード',
  codeHint: '例：7K2M-9QXD-4RTH-W8PC（大文字・小文字、ハイフンは気にしなくてかまいません）',
  next: '新しいパスワード',
  again: '新しいパスワード（もう一度）',
  show: 'パスワードを表示',
  rule: `${String(shortestPassword)}文字以上（二要素認証が必須の薬箱では${String(shortestWithFactor)}文字以上）にしてください。`,
  submit: 'パスワードを決めてサインイン',
  busy: '確かめています…',
  back: 'サインインに戻る',
  needId: 'IDを入力してください。',
  needCode: 'コードを入力してください。',
  wrongCode: 'IDかコードが違います。コードは1回だけ使えます。',
  expired: 'コードの期限が過ぎています。管理者に出し直してもらってください。',
}

/** 職員. */
export const staff = {
  lead: 'サインインできる方の一覧です。IDは一人に一つです。',
  add: '職員を追加',
  edit: '変更',
  columns: {
    name: '名前',
    login: 'ID',
    role: '役割',
    state: '状態',
    factor: '二要素認証',
    seen: '最後のサインイン',
    deeds: '操作',
  },
  state: {
    active: '使えます',
    waiting: '最初のサインイン待ち',
    expired: '期限切れ',
    ended: '終了',
  } satisfies Record<StaffState, string>,
  unused: `${String(unusedDays)}日使われていません`,
  unusedLead: (n: number) =>
    `${String(n)}名が${String(unusedDays)}日以上サインインしていません。辞めた方のアカウントは「終わらせる」を押してください。`,
  expiring: 'もうすぐ期限',
  expiringLead: (n: number) =>
    `${String(n)}名の使える最後の日が、${String(expiringDays)}日以内に来ます。続けて使う方は「変更」で日付を延ばしてください。`,
  until: (day: string) => `${day} まで`,
  hasFactor: 'あり',
  noFactor: 'なし',
  never: 'まだありません',
  end: '終わらせる',
  endAsk: (name: string) =>
    `${name} さんのアカウントを終わらせますか。開いている画面もすぐに閉じます。これまでの記録は残り、あとで戻せます。`,
  resume: '戻す',
  code: 'コードを出し直す',
  codeAsk: (name: string) =>
    `${name} さんの今のパスワードと二要素認証を消して、決め直すためのコードを出しますか。開いている画面もすぐに閉じます。`,
  yes: 'はい',
  no: 'やめる',
  login: 'ID（半角の英数字と . _ -）',
  name: '名前',
  kana: 'カナ',
  role: '役割',
  roleHint: {
    pharmacist: '患者様の情報と、薬剤師が決めること',
    clerk: '患者様の情報と、受付の仕事',
    admin: 'すべて。職員と薬局の設定',
    maintainer: '機械の様子だけ。患者様の情報は見られません',
  },
  expires: '使える最後の日（短い間だけの方）',
  save: '保存',
  create: '追加してコードを出す',
  busy: '保存しています…',
  cancel: 'やめる',
  needLogin: '半角の英数字と . _ - で入力してください。',
  needName: '名前を入力してください。',
  taken: 'このIDはすでに使われています（終わったアカウントのIDも使えません）。',
  codeTitle: (name: string) => `${name} さんのコード`,
  codeLead: (id: string, day: string) =>
    `本人に渡してください。サインイン画面の「${start.open}」で、ID ${id} とこのコードを入力して、自分のパスワードを決めます。${day} まで、1回だけ使えます。この画面を閉じると、もう表示できません。`,
  codeDone: '渡しました',
  failed: '職員の一覧を読み込めませんでした',
} as const
