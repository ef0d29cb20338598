import { expect, test } from 'vitest'
import type { TypedCount } from '../../contract/leftovers.ts'
import { readTypedCount } from './typed-leftovers.ts'

const today = '2026-04-03'
const drug = { key: 'a', name: '見本錠5mg', form: 'internal' as const }
const typed = (goal: string, line: Partial<TypedCount['lines'][number]> = {}, fromOn = today): TypedCount => ({
  fromOn,
  goal: { kind: 'next-visit', on: goal },
  lines: [{ drug, counted: '', countedIn: 'amount', isGuess: false, expiresOn: '', ...line }],
  note: '',
})
const read = (...given: Parameters<typeof typed>) => readTypedCount(typed(...given), today)

test.each(['2026/5/1', 'R8.5.1', '20260501', '令和8年5月1日', '２０２６－０５－０１'])('%s is a day', (on) => {
  expect(read(on)).toMatchObject({ count: { goal: { kind: 'next-visit', on: '2026-05-01' } }, wrong: [] })
})

test.each([
  ['', []],
  ['来月', [{ field: 'goal', code: 'no-date' }]],
  ['2026/4/3', [{ field: 'goal', code: 'too-early' }]],
  ['2062/5/1', [{ field: 'goal', code: 'too-far' }]],
])('%j chooses no day', (on, wrong) => {
  expect(read(on)).toMatchObject({ count: { goal: null }, wrong })
})

test.each([
  ['１２．５', '12.5'],
  ['012', '12'],
  ['1,000', '1000'],
  ['', null],
])('%j is counted as %j', (counted, amount) => {
  expect(read('', { counted })).toMatchObject({ count: { lines: [{ counted: amount }] }, wrong: [] })
})

test.each(['12錠', '-1', '1/2', '1e3'])('%j is no number: told at the field, and not counted', (counted) => {
  expect(read('', { counted, isGuess: true })).toMatchObject({
    count: { lines: [{ counted: null, isGuess: false }] },
    wrong: [{ field: 'counted', key: 'a', code: 'no-number' }],
  })
})

test.each([
  ['2027/2', '2027-02-28'],
  ['28.2', '2028-02-29'],
  ['2027年9月', '2027-09-30'],
  ['2027/9/15', '2027-09-15'],
])('%s is the last day of a 使用期限: %s', (expiresOn, day) => {
  expect(read('', { expiresOn }).count.lines[0]?.expiresOn).toBe(day)
})

test('a month that does not exist and a first day that cannot be read are told', () => {
  expect(read('', { expiresOn: '2027/13' }, 'きのう')).toMatchObject({
    count: { fromOn: today },
    wrong: [
      { field: 'from', code: 'no-date' },
      { field: 'expires', key: 'a', code: 'no-date' },
    ],
  })
})
