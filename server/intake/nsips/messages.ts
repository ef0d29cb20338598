import type { Issue } from '../../../contract/issue.ts'

const resend = 'レセコンで再出力してください。'
const support = `${resend}くり返すときはレセコンの保守窓口に相談してください。`

/** Why a file is refused: what happened and what to do, for the person at the counter. Never quotes what the file says. */
const messages = {
  'header-missing': `先頭の行が見出し(VER で始まる行)ではありません。NSIPS形式のファイルか確かめ、${resend}`,
  'header-malformed': `見出しの行のバージョンが読めません。${support}`,
  'second-header': `1つのファイルに見出しの行が2つ以上あります。どの処方箋か決められないため取り込みませんでした。${support}`,
  'pharmacy-code-missing': `見出しの行に薬局コードがありません。レセコンの薬局情報の設定を確かめ、${resend}`,
  'patient-record-missing': `患者情報の行(1)がありません。出力の途中で切れたおそれがあります。${resend}`,
  'patient-code-missing': `患者コードがありません。誰の調剤か決められないため取り込みませんでした。レセコンの患者登録を確かめ、${resend}`,
  'second-patient-record': `患者情報の行(1)が2つ以上あります。誰の調剤か決められないため取り込みませんでした。${support}`,
  'prescription-record-missing': `処方箋情報の行(2)がありません。出力の途中で切れたおそれがあります。${resend}`,
  'prescription-number-missing': `処方箋番号がありません。どの処方箋か決められないため取り込みませんでした。${support}`,
  'second-prescription-record': `処方箋情報の行(2)が2つ以上あります。どの処方箋か決められないため取り込みませんでした。${support}`,
  'identifier-malformed': `番号またはコードに読めない文字があるか、長すぎます。${support}`,
  'action-unknown': `新規・更新・削除のどれか分かりません。ファイル名を変えていないか確かめ、${resend}`,
  'cut-off': `ファイルが行の途中で切れています。量を誤らないため取り込みませんでした。${resend}`,
  'no-rp': `用法の行(3)が1つもありません。出力の途中で切れたおそれがあります。${resend}`,
  'no-medication': `薬品の行(4)が1つもありません。出力の途中で切れたおそれがあります。${resend}`,
  'drug-before-rp': `用法の行(3)より前に薬品の行(4)があります。用法が決められないため取り込みませんでした。${support}`,
  'date-malformed': `日付として読めない項目があります。レセコンの入力内容を確かめ、${resend}`,
  'number-malformed': `数として読めない項目があります。量を誤らないため取り込みませんでした。レセコンの入力内容を確かめ、${resend}`,
  'too-many-rows': 'ファイルの行数が多すぎます。処方箋1枚分のNSIPS形式のファイルか確かめてください。',
  'file-too-large': 'ファイルが大きすぎます(上限 4 MB)。処方箋1枚分のNSIPS形式のファイルか確かめてください。',
  'file-unreadable': 'ファイルを開けません。ファイルがあるか、読み取りの権限があるか確かめてください。',
  internal:
    '薬箱の不具合のため読めませんでした。ファイルは保管しています。薬箱を更新してから再試行し、直らなければ保守窓口に相談してください。',
  'more-issues': 'ほかにも読めない箇所があります。',
} as const

export type IssueCode = keyof typeof messages

/** An issue with its message. `line` counts from 1, `column` is the comma-separated field with the record id as 0. */
export const issue = (code: IssueCode, line = 1, column = 0): Issue => ({
  line,
  column,
  code,
  message: messages[code],
})
