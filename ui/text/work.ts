import type { KeyTable } from '../state/keys.ts'

/** The ways to the day's work in the line on top. */
export const work = {
  issue: 'カード発行',
  newCard: '新規カード発行',
  againCard: '再発行',
  menu: '業務',
  /** Heard, not seen: the button has little room. */
  menuRest: 'メニュー',
  menuLabel: '業務メニュー',
  waiting: (count: string) => `${count}件`,
  unlinked: (count: string) => `未設定${count}名`,
  unread: (n: number) => `お知らせ 未確認${String(n)}件`,
}

/** The keys that matter on the list. */
export const listHints = (keys: KeyTable): (readonly [key: string, word: string])[] => [
  ['↑↓', '行'],
  ['Enter', '開く'],
  [keys.search, '患者を探す'],
  [keys.card, 'カード発行'],
  [keys.help, 'ヘルプ'],
]
