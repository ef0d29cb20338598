import type { NotebookAuthor, NotebookForm, NotebookOddity, NotebookRefusal } from '../../contract/outside-notebook.ts'
import type { Trouble } from './troubles.ts'

/** What a scanned notebook of elsewhere says, on the day it was presented. */
export const outsideNotebook = {
  show: '表示',
  showOf: (time: string) => `${time} に読み取ったお薬手帳を表示`,
  nothingToShow: '表示なし',
  title: '読み取ったお薬手帳',
  badge: '表示のみ',
  takenAt: (time: string) => `取得時刻 ${time}`,
  close: '閉じる',
  consent: '患者様の同意を得て表示しています。この内容は薬箱のお薬手帳には登録されません。今日の24:00に閉じます。',
  asWritten: '読み取ったときの内容です。手帳のそのあとの変更は入っていません。飲み合わせの確認にも使っていません。',
  writtenFor: { patient: '薬局・医療機関が書き出したもの', provider: 'ご本人のアプリが書き出したもの' },
  closed: {
    what: 'この手帳の表示は終わりました',
    means: '他社の手帳は、読み取った日の24:00まで表示します。他施設・ご本人の記録の表示と同じ決まりです。',
    todo: 'もう一度見るときは、患者様にQRコードを出していただき、読み取ってください。',
  } satisfies Trouble,
  refused: 'このお薬手帳は表示できません',
  refusedHint: '患者様の画面や紙の手帳を見せていただいて、お薬を確かめてください。',
  odd: (n: number) => `確かめていただきたい点が ${String(n)} 種類あります`,
  oddHint: '下の内容は、読み取れたとおりに表示しています。気になる点は患者様の画面で確かめてください。',
  unread: '書かれたままの行',
  unreadHint: '薬箱には意味が決められない行です。お薬が書かれていることもあります。',
  patient: { name: '氏名', kana: 'カナ', sex: '性別', birth: '生年月日' },
  noBirth: '書かれていません',
  specials: 'アレルギー・副作用・既往',
  specialKinds: { 1: 'アレルギー歴', 2: '副作用歴', 3: '既往歴', 9: 'その他' } as Readonly<Record<string, string>>,
  memos: '患者様のメモ',
  otc: '市販薬',
  ingredients: (names: string) => `成分: ${names}`,
  pharmacists: 'かかりつけ薬剤師',
  days: '調剤の記録',
  noDays: '調剤の記録はありません',
  noDay: '日付が読めない記録',
  noPharmacy: '薬局名なし',
  dispensedBy: (name: string) => `担当 ${name}`,
  lists: {
    cautions: '服用の注意',
    provided: '医療機関等からの情報',
    leftovers: '残薬',
    remarks: '備考',
    byPatient: '患者様の記入',
  },
  rp: (number: string) => `RP${number}`,
  noUsage: '用法が書かれていません',
  noDose: '用量が書かれていません',
  by: { medical: '医療関係者', patient: '患者様', other: 'その他', unknown: '記入者不明' } satisfies Record<
    NotebookAuthor,
    string
  >,
  forms: {
    internal: '内服',
    drops: '内滴',
    prn: '頓服',
    injection: '注射',
    external: '外用',
    decoction: '浸煎',
    hot: '湯',
    material: '材料',
    other: 'その他',
    unknown: '剤形不明',
  } satisfies Record<NotebookForm, string>,
  /** What an amount of each 剤形 is. */
  dose: (form: NotebookForm, amount: string): string =>
    form === 'internal' || form === 'decoction' || form === 'hot'
      ? `1日量 ${amount}`
      : form === 'prn'
        ? `1回量 ${amount}`
        : form === 'unknown'
          ? `用量 ${amount}`
          : `全量 ${amount}`,
} as const

/** What is odd about a notebook, or why it is not shown; gravest first. */
export const notebookOddities: Readonly<Record<NotebookRefusal | NotebookOddity, string>> = {
  'too-large': 'コードの中身が大きすぎます。',
  'too-many-rows': 'コードの行が多すぎます。',
  'header-missing': 'お薬手帳の見出しの行がありません。何枚かに分かれたコードは、1枚目から読み直してください。',
  'header-malformed': '見出しの行に、薬局からか患者様からかが正しく書かれていません。',
  'patient-missing':
    '患者様の行がなく、どなたの手帳か分かりません。何枚かに分かれたコードは、1枚目から読み直してください。',
  'patient-name-missing': '患者様の氏名がなく、どなたの手帳か分かりません。',
  'second-patient': '2人の患者様が書かれています。1人ずつのコードを読み直してください。',
  'cut-off': '最後の行が途中で切れています。続きのコードがあるかもしれません。',
  'part-of-several': '何枚かに分かれたコードの一部です。ほかのコードに続きがあります。',
  'usage-missing': '用法が書かれていないお薬があります。',
  'number-malformed': '数として読めない用量か日数があります。書かれたまま表示しています。',
  'too-many-fields': '項目が多すぎる行があります。量を誤らないよう、書かれたまま下に表示しています。',
  'rp-mismatch': 'どのお薬のものか決められない行があります。書かれたまま下に表示しています。',
  'record-misplaced': '並びが決まりと違う行があります。書かれたまま下に表示しています。',
  'record-repeated': '同じ種類の行が重なっています。',
  'unknown-record': '薬箱の知らない種類の行があります。書かれたまま下に表示しています。',
  'record-too-new': '書かれているバージョンより新しい種類の行があります。',
  'version-unknown': '薬箱の知らないバージョンの手帳です。知っている範囲で読みました。',
  'no-day': '調剤の記録も市販薬もありません。',
  'date-malformed': '日付として読めない項目があります。',
  'era-mismatch': '元号と年が合わない日付があります。西暦に直して表示しています。',
  'field-missing': '書かれているはずの項目が空いています。',
  'author-malformed': '書いた人の区分が読めない行があります。',
  'code-unknown': '薬箱の知らない区分の番号があります。',
  undecodable: '読めない文字があります。',
  'private-use-character': '外字があり、正しく表示できません。',
  'more-unread': '書かれたままの行が多く、すべては表示していません。',
  'more-warnings': 'ほかにも確かめたい点があります。',
}
