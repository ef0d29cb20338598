import { keyActions, type KeyAction, type KeyTable } from '../state/keys.ts'

/** What a function key does, in words. */
export const actionWords: Record<KeyAction, string> = {
  help: 'ヘルプ',
  history: 'お薬履歴を開く',
  copy: '選んでいるお薬をコピーする',
  touch: 'タッチした方を開く',
  card: 'カード発行',
  search: '患者を探す',
}

export const keyWords = {
  hint: 'キーはこのPCだけに保存されます。ほかの操作に使っているキーを選ぶと、キーが入れ替わります。',
  reset: 'はじめのキーに戻す',
  others: '次のキーは変えられません。',
}

/** Keys that do the same beside the function key. */
const alsoBy: Partial<Record<KeyAction, string>> = { search: '/', help: '?' }

/** Every key and what it does on this PC. */
export const helpRows = (table: KeyTable): (readonly [key: string, word: string])[] => [
  ...keyActions.map((action): [string, string] => {
    const also = alsoBy[action]
    return [also === undefined ? table[action] : `${table[action]} または ${also}`, actionWords[action]]
  }),
  ['↑ ↓', '行を移る'],
  ['PgUp PgDn', '画面ごとに移る'],
  ['Home End', '最初・最後の行'],
  ['Enter', '開く'],
  ['Esc', '閉じる・戻る'],
  ['← →', 'タブを切り替える（タブの上で）'],
  ['F7 または Ctrl+Enter', 'カード発行の次の手順へ進む'],
]

/** ヘルプ: the keys, and what the marks mean. */
export const help = {
  title: 'ヘルプ',
  keys: 'キー操作',
  signs: '表示の見方',
  notes: [
    ['服薬期間中', '調剤日と日数から、今日が飲む期間に入っているお薬です。'],
    ['服用状況不明', '頓服・外用・注射のほか、隔日・週1回など、服用日数を計算できない用法のお薬です。'],
    ['残量(目安)', '指示どおり飲んだ場合に、前日の時点で残っている量です。計算上の目安です。'],
    ['設定済 / 未設定', 'お薬自動登録：レセコンの調剤データが手帳に自動で入るかどうかです。'],
    ['いま / 窓口の名前', 'この窓口の新しいタッチには「いま」、ほかの窓口のタッチには窓口の名前が付きます。'],
  ],
} as const
