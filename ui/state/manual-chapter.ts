import type { PersonTab, Route } from './route.ts'

/** The chapter that belongs to each page: its address in the manual, which is the name of its file in docs/operating. */
const chapterOf: Record<Exclude<Route['page'], 'person'>, string> = {
  list: '患者リスト',
  unknown: '患者リスト',
  account: 'アカウントとロック',
  audit: '監査ログ',
  cards: 'カード発行',
  connections: '初期設定',
  devices: '端末',
  disclosure: '他施設・ご本人の記録',
  images: '処方箋',
  intake: 'レセコン接続',
  join: '端末',
  lan: 'ネットワーク',
  leftovers: '残薬の調整',
  links: 'お薬自動登録と統合',
  maintenance: '職員とログイン',
  manual: 'キー操作',
  merges: 'お薬自動登録と統合',
  notices: 'お知らせ',
  outside: '他社手帳閲覧',
  reader: 'リーダーの調子',
  readers: '窓口とカードリーダー',
  replacement: 'レセコン入替',
  settings: '会員設定とQR',
  staff: '職員とログイン',
}

const chapterOfTab: Record<PersonTab, string> = {
  history: '患者詳細',
  current: '患者詳細',
  body: 'からだの情報・メモ',
  memos: 'からだの情報・メモ',
  images: '処方箋',
}

/** Which chapter opens on the page one stands on. */
export const manualChapter = (route: Route): string =>
  route.page === 'person' ? chapterOfTab[route.tab] : chapterOf[route.page]
