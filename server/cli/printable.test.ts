import { expect, test } from 'vitest'
import { printable } from './printable.ts'

test('a name cannot move the cursor of a terminal, begin a line, or turn the direction of writing', () => {
  expect(printable('A\u001b[2J\r\nB\u0007\u009b1m\u202Etxt.exe\u2028C')).toBe('A□[2J□□B□□1m□txt.exe□C')
})

test('everything else stays as it is', () => {
  const text = '試験　花子 ｼｹﾝ ﾊﾅｺ A26040300001200100000.txt 髙﨑 葛\u{E0100}'
  expect(printable(text)).toBe(text)
})
