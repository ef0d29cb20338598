import { expect, test } from 'vitest'
import { isEasyPin } from './pins.ts'

test('a PIN is six digits or more that nobody would try first', () => {
  for (const pin of ['482915', '４８２９１５', '48 29 15', '739402815'])
    expect(`${pin} ${String(isEasyPin(pin, 'jimu'))}`).toBe(`${pin} false`)
  const easy = {
    short: '48291',
    letters: '48291a',
    'one digit': '111111',
    'two digits': '112211',
    up: '123456',
    down: '987654',
    'up by two': '135791',
    'a part again': '482482',
    'a date of birth': '19680407',
    'a short date of birth': '680407',
  }
  for (const [why, pin] of Object.entries(easy)) expect(`${why} ${String(isEasyPin(pin, 'jimu'))}`).toBe(`${why} true`)
  expect(isEasyPin('482915', 'jimu482')).toBe(true)
  expect(isEasyPin('482915', 'jimu48')).toBe(false)
})
