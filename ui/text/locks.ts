import { breakGlassHours, type BreakGlass } from '../../contract/break-glass.ts'
import { longestPin, shortestPin } from '../../contract/lock.ts'

/** 緊急用アカウント, at the sign-in. */
export const breakGlassEntry = {
  open: '緊急用アカウントを使う',
  lead: `封筒の中のコードで、${String(breakGlassHours)}時間だけ薬剤師と同じことができます。使ったことは、すべての画面に出ます。`,
  code: '封筒のコード',
  name: 'あなたの名前',
  reason: '使う理由',
  submit: '使う',
  busy: '確かめています…',
  back: 'サインインに戻る',
  wrong: 'このコードは使えません。封筒のコードを確かめてください。使い終わったものや閉じたものは使えません。',
  needCode: 'コードを入力してください。',
  needName: '名前を入力してください。',
  needReason: '理由を入力してください。',
} as const

/** 緊急用アカウント, on 職員. */
export const breakGlass = {
  title: '緊急用アカウント',
  lead: '管理者も薬剤師も入れなくなったときのためのコードです。印刷して封筒に入れ、鍵のかかる場所に保管してください。',
  make: '新しい封筒を作る',
  none: 'まだありません。1通は用意しておいてください。',
  noneSealed: '使える封筒がありません。新しい封筒を作って、保管してください。',
  columns: { name: '封筒', state: '状態', made: '作成', uses: '使った記録', deeds: '操作' },
  state: {
    sealed: '未開封',
    open: '使用中',
    over: '時間切れ（まだ閉じていません）',
    closed: '閉じました',
  } satisfies Record<BreakGlass['state'], string>,
  used: '使われた',
  unused: '使われていません',
  use: (when: string, name: string, reason: string) => `${when}　${name}　「${reason}」`,
  close: '閉じる',
  closeAsk: (name: string) =>
    `${name} を閉じますか。使っている画面もすぐに閉じ、コードは使えなくなります。元には戻せません。新しい封筒を作って保管してください。`,
  no: 'やめる',
  paperTitle: (name: string, facility: string) => `${facility}　${name}`,
  paperLead:
    'この紙を封筒に入れ、封をして、鍵のかかる場所に保管してください。コードは、この画面を閉じるともう表示できません。',
  paperHow: [
    'サインイン画面の「緊急用アカウントを使う」を押します。',
    '下のコードと、自分の名前、使う理由を入力します。',
    `${String(breakGlassHours)}時間、薬剤師と同じことができます。使ったことは、すべての画面に出ます。`,
    '使い終わったら、管理者が「職員」で閉じて、新しい封筒を作ります。',
  ],
  print: '印刷',
  kept: '封筒に入れました',
  busy: '作っています…',
} as const

/** 画面ロックの時間, on 職員. */
export const lockSetting = {
  title: '画面ロックまでの時間',
  lead: '操作がないまま過ぎると、薬箱が画面をロックします。1分から30分まで。すべての端末に効きます。',
  counter: '窓口のPC（分）',
  tablet: 'タブレット（分）',
  save: '保存',
  busy: '保存しています…',
  saved: '保存しました',
  need: '1から30までの数字を入力してください。',
} as const

/** PIN と職員カード, on アカウント設定. */
export const ownPin = {
  title: 'PINと職員カード',
  lead: `この端末では、パスワードを入力してから12時間、${String(shortestPin)}けた以上の数字（PIN）でロックを解除したり、使う人を切り替えたりできます。`,
  notHere: 'この端末は登録されていないため、PINは使えません。管理者に「端末」での登録を依頼してください。',
  set: 'この端末でPINを使っています',
  unset: 'この端末のPINはまだありません',
  spent: '続けて間違えたため、PINを止めています。ロックをパスワードで解除すると、また使えます。',
  pin: `新しいPIN（数字${String(shortestPin)}〜${String(longestPin)}けた）`,
  again: '新しいPIN（もう一度）',
  current: '今のパスワード',
  save: 'PINを決める',
  change: 'PINを変える',
  remove: 'PINをやめる',
  card: '職員カード',
  cardSince: (day: string) => `登録済み（${day}）`,
  noCard: '登録していません',
  cardLead: 'この窓口のリーダーに自分のカード（交通系ICなど）を置いたまま、パスワードを入力して押してください。',
  register: 'カードを登録',
  removeCard: '登録をやめる',
  needCounter: '先に、このPCの窓口を選んでください。',
  busy: '保存しています…',
  saved: '保存しました。',
  easy: `${String(shortestPin)}けた以上の数字にしてください。同じ数字、並び、くり返し、生年月日、IDに含まれる数字は使えません。`,
  differs: '2回の入力が違います。',
  wrong: 'パスワードが違います。',
  needCurrent: '今のパスワードを入力してください。',
  notLying: 'リーダーにカードが見つかりません。置き直して、もう一度押してください。',
  cardInUse: 'このカードは、会員カードか、ほかの職員のカードです。',
} as const

/** 保守の時間. */
export const maintenance = {
  lead: '保守のアカウントは、ここで時間を開いているあいだだけ入れます。患者様の情報は見られません。',
  open: '時間を開く',
  account: '入れる方',
  minutes: '長さ',
  lengths: { 30: '30分', 120: '2時間', 480: '8時間' },
  reason: '理由',
  submit: '開く',
  busy: '開いています…',
  needReason: '理由を入力してください。',
  noAccounts: '保守のアカウントがありません。管理者が「職員」で追加します。',
  columns: { when: '開いた時刻', name: '入れる方', reason: '理由', by: '開いた方', state: '状態', did: '記録' },
  console: '薬箱のコンソール',
  isOpen: (until: string) => `開いています（${until} まで）`,
  ended: (at: string) => `${at} に終わりました`,
  closed: (at: string, by: string) => `${at} に ${by} さんが閉じました`,
  close: '今すぐ閉じる',
  did: (n: number) => `${String(n)}件`,
  didNothing: 'なし',
  none: 'まだ一度も開いていません。',
} as const
