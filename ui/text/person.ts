import type { BodyNoteKind, BodyNoteSource } from '../../contract/body-note.ts'
import type { EntryDeed } from '../../contract/entry.ts'
import type { MemoOrigin } from '../../contract/memo.ts'
import type { OutsideSource } from '../../contract/outside-dispensing.ts'
import type { KeyTable } from '../state/keys.ts'
import type { PersonTab } from '../state/route.ts'
import { ja } from './ja.ts'
import { proxyWords } from './proxy.ts'

const source: Record<OutsideSource, string> = {
  paper: '紙のお薬手帳から入力',
  qr: 'お薬手帳のQRコードから',
  mynaportal: 'マイナポータルから',
  notebook: 'ほかの電子お薬手帳から',
}

/** お薬履歴 and 服用中のお薬一覧. */
export const medicineWords = {
  current: '今回のお薬',
  registration: 'お薬自動登録',
  lastReceived: (when: string) => `最終受信 ${when}`,
  neverReceived: 'まだ受信していません',
  received: (time: string) => `${time} 受信`,
  remaining: '残量(目安)',
  remainingTitle: '指示どおり飲んだ場合の、前日時点の計算上の目安です',
  revisions: '版の履歴',
  older: 'さらに前のお薬を見る',
  end: 'これより前のお薬はありません',
  noHistory: 'お薬履歴はまだありません',
  noHistoryHint: 'レセコンから調剤データが届くと、ここに表示されます。',
  noCurrent: '今回のお薬はまだ届いていません',
  noCurrentHint: 'しばらく待っても表示されないときは、レセコンで出力したかを確かめてください。',
  notLinked: 'お薬自動登録が未設定のため、お薬履歴を表示できません',
  notLinkedHint: 'レセコンの患者とこの手帳が結び付くと、調剤データが自動で入ります。',
  takingTitle: '服用中のお薬一覧',
  within: '120日以内',
  unknownTitle: '服用状況不明',
  noTaking: '服用中のお薬はありません',
  noDate: '調剤日の記載なし',
  unknownHint: '頓服・外用・注射のほか、隔日・週1回など、服用日数を計算できない用法のお薬です',
  generic: (name: string) => `一般名 ${name}`,
  updatedMark: '更新',
  feedTrouble: 'レセコンの状態を見る',
  takingFailed: '服用中のお薬一覧を表示できません',
  material: '材料',
  other: 'その他',
} as const

/** Words of 患者詳細 that the first page does not need. */
export const personWords = {
  tabs: { body: 'からだの情報', memos: 'メモ', images: '処方箋' },
  settings: '会員設定',
  setLink: 'お薬自動登録を設定する',
  leftovers: '残薬の調整',
  filters: {
    label: '表示するお薬',
    all: 'すべての調剤薬',
    elsewhere: '他施設での調剤薬',
    otc: '市販薬',
  },
  noElsewhere: '他施設での調剤薬はありません',
  noElsewhereHint: 'ほかの薬局・医療機関のお薬は、紙の手帳を見て「他施設の記録を入力」から入れられます。',
  addOutside: '他施設の記録を入力',
  source,
  /** The box cannot know what the portal has not got yet. */
  mynaportalNote: '直近約2か月は未反映',
  copies: (n: number) => `ほかの記録 ${String(n)}件`,
  copiesHint: '同じ調剤の、あとから登録された記録です。先に登録されたものを表示しています。',
  copySource: { ...source, feed: 'レセコンから' },
  copyPrescription: '1処方をコピー',
  copyDrug: 'コピー',
  copied: 'コピーしました',
  copyFailed: 'コピーできませんでした。文字を選んで、キーボードの Ctrl と C を押してください。',
  elsewhereBadge: (pharmacy: string) => `他施設　${pharmacy}`,
  detail: '詳細',
  details: { note: '補足', caution: '服薬注意', usageNote: '用法の補足', usageCaution: '処方服薬注意' },
  noDetail: '記載なし',
  notInFeed: 'レセコンのデータにはこの項目がありません',
  why: {
    prn: '頓服のため',
    external: '外用のため',
    injection: '注射のため',
    drops: '内滴のため',
    other: '内服かどうかの記載がないため',
    days: '日数の記載がないため',
    start: '開始日の記載がないため',
    skips: '毎日ではない用法のため',
    dose: '1日量の記載がないため',
  },
  notMember: {
    what: 'この方はまだ会員ではありません',
    means: 'からだの情報・メモ・市販薬は、会員の手帳に書きます。',
    todo: 'カードを発行するか、すでにある会員にお薬自動登録を設定すると、書けるようになります。',
    cards: 'カード発行',
    links: 'お薬自動登録',
  },
  entry: {
    add: '追加する',
    save: '保存する',
    saving: '保存しています…',
    cancel: 'やめる',
    correct: '訂正',
    remove: '取り消す',
    restore: '元に戻す',
    removed: '取り消しました',
    restored: '元に戻しました',
    saved: '保存しました',
    history: '履歴',
    historyTitle: '記録の履歴',
    removedList: (n: number) => `取り消した記録 ${String(n)}件`,
    by: (who: string, when: string) => `${who}　${when}`,
    box: '薬箱',
    corrected: (n: number) => `訂正 ${String(n)}回`,
    deed: { added: '追加', corrected: '訂正', removed: '取消', restored: '元に戻す' } satisfies Record<
      EntryDeed,
      string
    >,
    reason: '理由',
    need: '入力してください',
    choose: '選んでください',
    gone: 'ほかの画面で取り消されました。入力はこの画面に残っています。',
  },
  wrong: {
    date: '日付を読めません。例: 2026/4/3、R8.4.3、令和8年4月3日',
    future: '今日より先の日付です',
    'before-start': '開始日より前の日付です',
    length: 'JANコードは 13 桁か 8 桁の数字です',
    'check-digit': '数字が1つ違っているようです。もう一度確かめてください',
    number: '数を入力してください。例: 3、0.5',
    count: '日数・回数を入力してください。例: 14',
    'not-answerable': proxyWords.wrong,
  } as Record<string, string>,
  body: {
    kind: {
      allergy: 'アレルギー歴',
      'past-illness': '既往歴',
      'adverse-reaction': '副作用歴',
    } satisfies Record<BodyNoteKind, string>,
    source: { staff: '職員が確認', patient: '患者様の申告', document: '文書（紹介状など）' } satisfies Record<
      BodyNoteSource,
      string
    >,
    badge: { allergy: 'アレルギー', 'adverse-reaction': '副作用' },
    fields: {
      kind: '種類',
      text: { allergy: '原因（薬・食べ物など）', 'past-illness': '病名', 'adverse-reaction': '薬の名前' },
      detail: '症状・くわしい内容',
      since: 'いつ',
      sinceHint: '例: 2019年ごろ、小学生のころ',
      source: '出どころ',
    },
    none: '記録はありません',
    noneHint: '「なし」と確認したときは、内容に「なし」と入力して残してください。',
    inactivate: '無効にする',
    inactivated: '無効にしました',
    inactiveList: (n: number) => `無効にした記録 ${String(n)}件`,
    why: '無効にする理由',
    whyHint: '例: 検査で陰性だった、別の方の情報だった',
  },
  memo: {
    origin: {
      patient: '患者様',
      'this-pharmacy': '当薬局',
      'other-institution': '他の医療機関',
    } satisfies Record<MemoOrigin, string>,
    fields: {
      origin: 'だれのメモか',
      author: 'お名前・施設名',
      authorHint: '例: 娘さん、架空内科クリニック',
      text: 'メモ',
    },
    none: 'メモはありません',
    noneHint: '患者様やほかの医療機関から聞いたことを、だれの言葉か分かるように残せます。',
  },
  otc: {
    fields: {
      jan: 'JANコード',
      janHint: '箱のバーコードを読み取るか、数字を入力します。なくてもかまいません。',
      name: '商品名',
      startOn: '飲み始めた日',
      endOn: '飲み終わった日',
      endHint: '飲んでいるあいだは空けておきます',
      note: '備考',
    },
    none: '市販薬の記録はありません',
    noneHint: '患者様が買って飲んでいるお薬を入力すると、服用中のお薬一覧にも出ます。',
    proposed: (name: string) => `前に「${name}」と入力されたJANコードです`,
    take: 'この名前を使う',
    unknownJan: 'はじめてのJANコードです。商品名を入力してください。次からは名前が出ます。',
    from: (day: string) => `${day}から`,
    until: (day: string) => `${day}まで`,
    jan: (jan: string) => `JAN ${jan}`,
  },
  outside: {
    title: '他施設の記録を入力',
    correctTitle: '他施設の記録を訂正',
    hint: '紙のお薬手帳を見ながら入力します。分からない項目は空けておけます。',
    dispensedOn: '調剤日',
    pharmacyName: '薬局名',
    institutionName: '医療機関名',
    department: '診療科',
    prescriber: '医師名',
    drug: (n: number) => `お薬 ${String(n)}`,
    name: '薬の名前',
    form: '区分',
    usage: '用法',
    usageHint: '例: 1日3回毎食後',
    dose: { internal: '1日量', prn: '1回量', other: '全量' },
    unit: '単位',
    count: { internal: '日数', prn: '回数' },
    addDrug: 'お薬を足す',
    removeDrug: 'このお薬を消す',
  },
  /** The same drug of several prescriptions is one row. */
  times: (n: number, last: string) => `${String(n)}回　最後は ${last}`,
  takingSource: { ...source, otc: '市販薬' },
} as const

/** The keys that do something on this tab of 患者詳細. */
export const personHints = (keys: KeyTable, tab: PersonTab): (readonly [key: string, word: string])[] => {
  const copy = [keys.copy, personWords.copyPrescription] as const
  const history = [keys.history, ja.person.history] as const
  return [
    ['Esc', '一覧へ'],
    ...(tab === 'history' ? [] : [history]),
    ...(tab === 'history' || tab === 'current' ? [copy] : []),
    ['PgUp PgDn', '前後へ'],
    [keys.search, '患者を探す'],
    [keys.help, 'ヘルプ'],
  ]
}
