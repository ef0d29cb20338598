import { institutions, prescriptions } from '../../server/demo/people.ts'
import { writeNsipsFile, type WrittenFile, type WrittenPerson } from '../../server/demo/nsips-file.ts'
import { addDays } from '../../server/domain/calendar-date.ts'

const families = [
  ['見本', 'ﾐﾎﾝ'],
  ['架空', 'ｶｸｳ'],
  ['試験', 'ｼｹﾝ'],
  ['例示', 'ﾚｲｼﾞ'],
  ['仮名', 'ｶﾒｲ'],
  ['計測', 'ｹｲｿｸ'],
] as const
const endings = [
  ['', ''],
  ['川', 'ｶﾞﾜ'],
  ['山', 'ﾔﾏ'],
  ['田', 'ﾀﾞ'],
  ['木', 'ｷﾞ'],
  ['島', 'ｼﾞﾏ'],
  ['崎', 'ｻﾞｷ'],
] as const
const givens = [
  ['一郎', 'ｲﾁﾛｳ'],
  ['二郎', 'ｼﾞﾛｳ'],
  ['三郎', 'ｻﾌﾞﾛｳ'],
  ['一子', 'ｲﾁｺ'],
  ['二子', 'ﾆｺ'],
  ['三子', 'ﾐﾂｺ'],
  ['春', 'ﾊﾙ'],
  ['夏', 'ﾅﾂ'],
  ['秋', 'ｱｷ'],
  ['冬', 'ﾌﾕ'],
  ['甲', 'ｺｳ'],
  ['乙', 'ｵﾂ'],
  ['丙', 'ﾍｲ'],
] as const

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T
const compact = (date: string): string => date.replaceAll('-', '')

/** A made-up person; the same index is always the same person. */
export function benchPerson(index: number): WrittenPerson {
  const [family, familyKana] = at(families, index)
  const [ending, endingKana] = at(endings, Math.floor(index / 6))
  const [given, givenKana] = at(givens, Math.floor(index / 42))
  return {
    code: String(index + 1).padStart(8, '0'),
    name: `${family}${ending}　${given}`,
    kana: `${familyKana}${endingKana} ${givenKana}`,
    sex: index % 2 === 0 ? '1' : '2',
    birthOn: compact(addDays('1930-01-01', (index * 37) % 33_000)),
  }
}

/** Time of day at which a file is sent, `hh:mm:ss`, one a second from nine in the morning. */
export function timeOf(counter: number): string {
  const second = counter % 32_400
  const parts = [9 + Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/**
 * A made-up prescription of about 1 kB, as a receipt computer writes it.
 * @param counter makes its number and its time of day; the same counter is always the same file
 */
export function benchFile(counter: number, person: WrittenPerson, on: string): { name: string; bytes: Buffer } {
  const drugs = [...at(prescriptions, counter), ...at(prescriptions, counter + 2).slice(0, counter % 2)]
  const file: WrittenFile = {
    action: 'A',
    number: String(counter).padStart(15, '0'),
    revision: 0,
    sentAt: compact(on) + timeOf(counter).replaceAll(':', ''),
    dispensedOn: compact(on),
    receipt: counter % 1000,
    person,
    drugs,
    ...at(institutions, counter),
  }
  return writeNsipsFile(file)
}
