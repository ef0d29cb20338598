import { describe, expect, test } from 'vitest'
import {
  emptyProfile,
  foldMaker,
  freezeByHand,
  isOtherPerson,
  lookAt,
  replaceComputer,
  resume,
  type FeedProfile,
} from './feed-profile.ts'

interface Sent {
  maker?: string
  terminal?: string
  code: string | null
  on?: string
  /** The code was somebody else's. */
  isOther?: boolean
  /** A person has said who that is. */
  isSettled?: boolean
  /** It corrects the only prescription of that code. */
  isCorrection?: boolean
}

/** What became of a sequence of files: the profile, where each file was put, and which froze. */
function send(files: readonly Sent[], start: FeedProfile = emptyProfile()) {
  let profile = start
  const systems: string[] = []
  const froze: number[] = []
  files.forEach((sent, seq) => {
    const { maker = '見本レセ Ver.5.21', terminal = 'PC01', code, on = '2026-04-03' } = sent
    const { isOther = false, isCorrection = false, isSettled = false } = sent
    const file = {
      maker,
      terminal,
      code,
      seq,
      on,
      isOtherPerson: () => isOther,
      isCorrection: () => isCorrection,
      isSettled: () => isSettled,
      isOtherPrescription: () => false,
    }
    const step = lookAt(profile, file, seq)
    if (step.frozenWith) froze.push(seq)
    profile = step.profile
    systems.push(step.system)
  })
  return { profile, systems, froze }
}

const many = (count: number, file: (at: number) => Sent): Sent[] => Array.from({ length: count }, (_, at) => file(at))
const padded = (at: number): Sent => ({ code: String(1000 + at).padStart(8, '0') })
const plain = (at: number): Sent => ({ code: String(100 + at) })
const other = (at: number): Sent => ({ maker: '別見本システム', code: String(1 + at).padStart(10, '0') })
const usual = send(many(30, padded)).profile

const day = (at: number): string => `2026-04-${String(3 + at).padStart(2, '0')}`

describe('what does not freeze', () => {
  const sequences: [string, Sent[]][] = [
    ['an ordinary week', many(200, padded)],
    ['one odd file', [...many(30, padded), other(1), ...many(30, padded)]],
    ['four odd files in a row', [...many(30, padded), ...many(4, other), ...many(30, padded)]],
    ['one prescription of a new kind, sent ten times', [...many(30, padded), ...many(10, () => other(1))]],
    [
      'a second receipt computer that was there from the first day',
      many(300, (at) => (at % 3 === 0 ? other(at) : padded(at))),
    ],
    [
      'a second receipt computer seldom used, each time a few files',
      many(240, (at) => ({ ...(at % 40 > 36 ? other(at) : padded(at)), on: day(Math.floor(at / 40)) })),
    ],
    [
      'a new version of the same maker',
      [...many(30, padded), ...many(30, (at) => ({ ...padded(at), maker: '見本レセ Ver.6.0.1' }))],
    ],
    ['another PC that sends', [...many(30, padded), ...many(30, (at) => ({ ...padded(at), terminal: 'PC02' }))]],
    [
      'codes without zeros that grow by a digit',
      [...many(30, plain), ...many(30, (at) => ({ code: String(1000 + at) }))],
    ],
    ['files without a patient', [...many(30, padded), ...many(20, () => ({ code: null, maker: '別見本システム' }))]],
    ['a code given to somebody else once', [...many(30, padded), { ...padded(1), isOther: true }, ...many(30, padded)]],
    [
      'the same code of somebody else, sent again and again',
      [...many(30, padded), ...many(9, () => ({ ...padded(1), isOther: true }))],
    ],
    [
      'somebody else under a code now and then, over weeks',
      many(120, (at) => ({ ...padded(at), isOther: at % 30 === 29, on: day(Math.floor(at / 6)) })),
    ],
    [
      'people whose facts are corrected under the prescription that had them wrong',
      [...many(30, padded), ...many(9, (at) => ({ ...padded(at), isOther: true, isCorrection: true }))],
    ],
    [
      'a code given to somebody else once, on the first day',
      [padded(1), { ...padded(1), isOther: true }, ...many(30, padded)],
    ],
    ['a first day with two kinds', [...many(10, padded), ...many(10, other), ...many(30, padded)]],
  ]
  test.each(sequences)('%s', (_name, files) => {
    expect(send(files).froze).toEqual([])
  })
})

describe('what freezes, and with which file', () => {
  const sequences: [string, Sent[], number, 'new-kind' | 'codes-reassigned'][] = [
    ['another maker and other codes', [...many(30, padded), ...many(20, other)], 34, 'new-kind'],
    [
      'another maker, codes of the same form',
      [...many(30, padded), ...many(20, (at) => ({ ...padded(at), maker: '別' }))],
      34,
      'new-kind',
    ],
    [
      'the same maker, codes of another length',
      [...many(30, padded), ...many(20, (at) => ({ code: `00${String(1000 + at)}` }))],
      34,
      'new-kind',
    ],
    [
      'codes that begin with zeros where none did',
      [...many(30, plain), ...many(20, (at) => ({ code: `00000${String(at + 100)}` }))],
      34,
      'new-kind',
    ],
    [
      'codes with letters where none had',
      [...many(30, padded), ...many(20, (at) => ({ code: `A${String(1000000 + at)}` }))],
      34,
      'new-kind',
    ],
    [
      'a header that is empty now',
      [...many(30, padded), ...many(20, (at) => ({ ...padded(at), maker: '' }))],
      34,
      'new-kind',
    ],
    [
      'another kind whose codes mean other people, though known files come between',
      [...many(30, padded), ...many(9, (at) => (at % 2 === 0 ? { ...other(at), isOther: true } : padded(at)))],
      32,
      'new-kind',
    ],
    [
      'files as always, whose codes mean other people',
      [...many(30, padded), ...many(9, (at) => ({ ...padded(at), isOther: true }))],
      32,
      'codes-reassigned',
    ],
    [
      'codes that mean other people while the box still learns, as after a change that was said to keep them',
      [...many(3, padded), ...many(9, (at) => ({ ...other(at), isOther: true }))],
      5,
      'codes-reassigned',
    ],
    [
      'another kind that writes over the numbers of known prescriptions',
      [...many(30, padded), ...many(9, (at) => ({ ...other(at), isOther: true, isCorrection: true }))],
      31,
      'new-kind',
    ],
  ]
  test.each(sequences)('%s', (_name, files, seq, why) => {
    const { froze, profile } = send(files)
    expect(froze).toEqual([seq])
    expect(profile.freeze).toMatchObject({ why, at: seq })
  })
})

test('while frozen, files of the new kind are put aside and those of the known kind go on', () => {
  const { systems } = send([...many(5, other), padded(1), other(9)], usual)
  expect(systems).toEqual(['', '', '', '', '1', '', '1'])
})

test('a file under whose code somebody else is known never reaches that person, frozen or not', () => {
  expect(send([{ ...padded(1), isOther: true }, padded(1)], usual).systems).toEqual(['1', ''])
  expect(send([{ ...other(1), isOther: true }], usual).systems).toEqual(['1'])
})

test('while the box learns, somebody else under a code never reaches the person known by it', () => {
  expect(send([padded(1), { ...padded(1), isOther: true }, padded(1)]).systems).toEqual(['', '1', ''])
})

test('who was put aside is not of the next receipt computer, once a person said that nothing changed', () => {
  const frozen = send(many(6, other), usual).profile
  expect(resume(frozen)).toMatchObject({ system: '', aside: '2' })
})

test('nothing changed, says a person: what was new is usual from then on', () => {
  const frozen = send(many(6, other), usual).profile
  const { froze, systems } = send(many(20, other), resume(frozen))
  expect([froze, new Set(systems)]).toEqual([[], new Set([''])])
})

test('replaced, says a person: new files are of the new receipt computer, late ones of the old still of the old', () => {
  const frozen = send(many(6, other), usual).profile
  const next = replaceComputer(frozen, false)
  expect(next).toMatchObject({ system: '1', aside: '2', freeze: null })
  expect(send([other(1), padded(1), other(2)], next).systems).toEqual(['1', '', '1'])
})

test('where nothing tells the two apart, all files are of the new one', () => {
  expect(send([padded(1)], replaceComputer(freezeByHand(usual, 0), false)).systems).toEqual(['1'])
  expect(send([padded(1)], replaceComputer(usual, true)).systems).toEqual(['1'])
})

test('the new receipt computer is learnt like the first, and the next change freezes again', () => {
  const next = replaceComputer(send(many(6, other), usual).profile, false)
  const third = (at: number): Sent => ({ maker: '三代目', code: String(at) })
  const { froze, profile } = send([...many(30, other), ...many(9, third)], next)
  expect(froze).toHaveLength(1)
  expect(profile).toMatchObject({ system: '1', aside: '2' })
})

test.each([
  ['見本レセ Ver.5.21', '見本レセ 5.3'],
  ['Ｓａｍｐｌｅ　Ｖ１０', 'SAMPLE v11.2'],
  ['見本-PLUS rev2', '見本PLUS'],
])('%s and %s are one maker', (one, two) => {
  expect(foldMaker(one)).toBe(foldMaker(two))
})

describe('who is somebody else under the same code', () => {
  const known = { name: '試験　花子', kana: 'シケン ハナコ', birthOn: '1968-04-07' }
  test.each([
    ['the same', { name: '試験 花子', birthOn: '1968-04-07' }, false],
    ['a new family name', { name: '見本　花子', kana: 'ミホン ハナコ', birthOn: '1968-04-07' }, false],
    ['a corrected birth date', { name: '試験　花子', kana: 'シケン ハナコ', birthOn: '1968-07-04' }, false],
    ['no birth date, another name and kana', { name: '見本　太郎', kana: 'ミホン タロウ' }, true],
    ['no birth date, the same kana', { name: '見本　花子', kana: 'シケン ハナコ' }, false],
    ['no birth date and no kana', { name: '見本　太郎' }, false],
    ['a name in other characters', { name: 'シケン', kana: 'ｼｹﾝﾊﾅｺ', birthOn: '1968-07-04' }, false],
    ['no name', { birthOn: '1970-01-01' }, false],
    ['another name and birth date', { name: '見本　太郎', kana: 'ミホン タロウ', birthOn: '1970-01-01' }, true],
  ])('%s', (_name, written, isOther) => {
    expect(isOtherPerson(known, written)).toBe(isOther)
  })
})
