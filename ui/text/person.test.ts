import { expect, it } from 'vitest'
import { usualKeys } from '../state/keys.ts'
import { personHints } from './person.ts'

const words = (tab: Parameters<typeof personHints>[1]) =>
  personHints({ ...usualKeys, copy: 'F3', help: 'F10' }, tab).map((hint) => hint.join(' '))

it('names the keys of this PC, and only those that do something on the tab', () => {
  expect(words('history')).toEqual([
    'Esc 一覧へ',
    'F3 1処方をコピー',
    'PgUp PgDn 前後へ',
    'F12 患者を探す',
    'F10 ヘルプ',
  ])
  expect(words('current')).toContain('F2 お薬履歴')
  expect(words('current')).toContain('F3 1処方をコピー')
  for (const tab of ['body', 'memos', 'images'] as const) expect(words(tab)).not.toContain('F3 1処方をコピー')
})
