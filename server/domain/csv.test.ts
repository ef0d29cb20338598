import { expect, test } from 'vitest'
import { formulaFree } from './csv.ts'

test('no spreadsheet takes a cell for a formula, whatever sign it begins with', () => {
  for (const text of [
    '=1+1',
    '+81',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u3000=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠A1',
  ])
    expect(formulaFree(text)).toBe(`'${text}`)
})

test('what is no formula stays as it is', () => {
  for (const text of ['', '試験 花子', '1-2', 'a=b', '00001234', "'=1"]) expect(formulaFree(text)).toBe(text)
})
