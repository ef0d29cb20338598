import type { Answer, Hint, HintKind, Severity } from '../../contract/hint.ts'
import type { Trouble } from './troubles.ts'

const kind: Record<HintKind, string> = {
  'body-note': 'アレルギー・副作用の記録',
  'unknown-class': '確認が必要',
  interaction: '相互作用の表',
  'same-ingredient': '成分の重複',
  'same-class': '薬効分類の重なり',
}
const severity: Record<Severity, string> = { contraindicated: '禁忌', caution: '注意', reference: '参考' }
const answer: Record<Answer, string> = {
  confirmed: '確認済み',
  inquired: '疑義照会した',
  'not-applicable': '該当しない',
}

/** 重複・アレルギーの確認: says what the records say; advice and alarm are none of its business. */
export const hints = {
  label: '重複・アレルギーの確認',
  kind,
  severity,
  answer,
  none: '薬箱にある記録からは、重複・アレルギーに当たるものは見つかりません。',
  noneBut: '新しく確認するものはありません。',
  drugClass: {
    name: (of: string) => `${of}に当たります（名前から）`,
    code: (of: string) => `${of}に当たります（YJコードから）`,
  },
  closed: '確認することがあります。',
  isAnyClosed:
    '表示していない他施設・ご本人の記録に、確認することがあります。カードを提示していただくか、理由を入力して開いてください。',
  unknownClasses: (names: readonly string[]) =>
    `からだの情報の「${names.join('」「')}」は薬箱の知らない系統のため、お薬と見くらべていません。`,
  found: (n: number) => `${String(n)}件の確認`,
  maybe: 'かもしれません',
  maybeTitle: '服用日数を計算できないお薬（服用状況不明）があるため、期間が重なるかは分かりません',
  what: ({ kind: of, what, severity: grade }: Hint): string => {
    switch (of) {
      case 'same-ingredient':
        return `「${what}」が、別々のところから出ています`
      case 'same-class':
        return `同じ薬効分類（YJコードのはじめ ${what}）のお薬が、別々のところから出ています`
      case 'body-note':
        return `からだの情報に「${what}」とあります`
      case 'unknown-class':
        return `からだの情報の「${what}」は薬箱の知らない系統です。服用中のお薬に当たるものがないか、見くらべてください`
      case 'interaction':
        return `${grade ? `【${severity[grade]}】` : ''}${what || '取り込んだ表に、この組み合わせがあります'}`
    }
  },
  origin: { feed: '', outside: '他施設', otc: '市販薬' },
  from: (day: string) => `${day}から`,
  between: (from: string, to: string) => `${from}〜${to}`,
  unknownDays: (day: string) => `${day} 服用状況不明`,
  give: '回答する',
  answerLabel: '回答',
  note: 'ひとこと（任意）',
  noteHint: '照会した相手や返事など。200文字まで',
  save: '回答を残す',
  saving: '残しています…',
  cancel: 'やめる',
  undo: '元に戻す',
  answered: (n: number) => `回答済み ${String(n)}件`,
  past: '今は当てはまりません（お薬や記録が変わりました）',
  by: (name: string, when: string) => `${name}　${when}`,
  isCut: '多いため、一部だけを表示しています。',
  notAsked: '相互作用の表は使っていません。',
  table: '相互作用の表',
  chooseAnswer: '回答を選んでください',
  stale: {
    what: '先にほかの画面で回答されたか、お薬が変わりました',
    means: '入力した内容は残っています。',
    todo: '今の内容を確かめてから、もう一度「回答を残す」を押してください。',
  } satisfies Trouble,
  failed: '重複・アレルギーを確認できていません',
  said: (word: string) => `「${word}」と残しました`,
}

/** The pharmacy's own interaction table. */
export const interactions = {
  title: '相互作用の表',
  intro:
    '薬局で用意した表（CSV）を取り込むと、いっしょに服用しているお薬の組み合わせを患者詳細の上に表示します。薬箱に表は付いていません。',
  format: '1行に A, B, 重さ（禁忌・注意・参考）, 説明。AとBは薬品名か、YJコードのはじめ4・7・9・12文字です。',
  pick: 'CSVファイルを選ぶ',
  reading: '読んでいます…',
  tooLarge: 'ファイルが大きすぎます。2メガバイトまでの表を選んでください。',
  unreadable: 'このファイルの文字を読めません。UTF-8 か Shift_JIS で保存し直してください。',
  preview: (name: string) => `「${name}」の内容`,
  rows: (n: number) => `${String(n)}行を読みました`,
  repeated: (n: number) => `同じ内容の行 ${String(n)}行は除きます`,
  change: (added: number, removed: number) => `今の表から 増える ${String(added)}組・なくなる ${String(removed)}組`,
  issues: (n: number) =>
    `直すところが ${String(n)}か所あります。直してから選び直してください。まだ何も取り込んでいません。`,
  at: (line: number, column: number) => `${String(line)}行目の${String(column)}列目`,
  more: (n: number) => `ほか ${String(n)}か所`,
  sample: 'はじめの行',
  columns: { a: 'A', b: 'B', severity: '重さ', text: '説明' },
  import: '取り込んで使う',
  importing: '取り込んでいます…',
  imported: '取り込みました。これからこの表で確認します。',
  cancel: 'やめる',
  versions: '取り込んだ表',
  noVersions: 'まだ取り込んでいません。',
  used: '使用中',
  use: 'この表を使う',
  disuse: '使うのをやめる',
  disused: '使うのをやめました。',
  undo: '元に戻す',
  version: (rows: number, by: string, when: string) => `${String(rows)}行　${by}　${when}`,
  notAllowed: '取り込みと切り替えは、薬剤師か管理者ができます。',
}
