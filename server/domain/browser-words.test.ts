import { expect, test } from 'vitest'
import { browserWords } from './browser-words.ts'

const mozilla = 'Mozilla/5.0'
const like = 'AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  [`${mozilla} (Windows NT 10.0; Win64; x64) ${like} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'Windows・Edge'],
  [`${mozilla} (Windows NT 10.0; Win64; x64) ${like} Chrome/140.0.0.0 Safari/537.36`, 'Windows・Chrome'],
  [`${mozilla} (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Windows・Firefox'],
  [`${mozilla} (Linux; Android 10; K) ${like} Chrome/140.0.0.0 Safari/537.36`, 'Android・Chrome'],
  [`${mozilla} (X11; Linux x86_64) ${like} HeadlessChrome/140.0.0.0 Safari/537.36`, 'Linux・Chrome'],
  [`${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15`, 'Mac・Safari'],
  ['curl/8.0', 'そのほか'],
  ['', 'そのほか'],
])('%s is %s', (userAgent, words) => {
  expect(browserWords(userAgent, false)).toBe(words)
})

test('an iPad that takes itself for a Mac is told by being a tablet', () => {
  const userAgent = `${mozilla} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15`
  expect(browserWords(userAgent, true)).toBe('iPad・Safari')
})
