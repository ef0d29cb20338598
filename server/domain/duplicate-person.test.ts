import { describe, expect, it } from 'vitest'
import { comparePeople, findDuplicates, type ComparedPerson } from './duplicate-person.ts'

const hanako: ComparedPerson = { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' }
const like = (changes: Partial<ComparedPerson>) => comparePeople(hanako, { ...hanako, ...changes })

describe('既にカードをお持ちの可能性あり', () => {
  it('is strong when 氏名・生年月日・性別 are the same, however the kana is written', () => {
    expect(like({})).toEqual({ strength: 'exact', reasons: [] })
    expect(like({ kana: '' })).toEqual({ strength: 'exact', reasons: [] })
  })

  it.each<[string, Partial<ComparedPerson>, string[]]>([
    ['spaces differ', { name: '試験 花子' }, ['spaces']],
    ['spaces are missing', { name: '試験花子' }, ['spaces']],
    ['the kanji is a variant', { name: '試驗　花子' }, ['variant-kanji']],
    ['the name sounds the same', { name: '試験　はな子' }, ['kana']],
    ['the sex of one is unknown', { sex: 'unknown' }, ['sex-unknown']],
    ['the birth date of one is missing', { birthOn: undefined }, ['birth-unknown']],
  ])('is only a maybe when %s', (_, changes, reasons) => {
    expect(like(changes)).toEqual({ strength: 'maybe', reasons })
  })

  it('takes old and variant kanji for the same name', () => {
    const one: ComparedPerson = { name: '髙﨑　邊', kana: '', sex: 'male', birthOn: '1950-01-01' }
    expect(comparePeople(one, { ...one, name: '高崎　辺' })).toEqual({ strength: 'maybe', reasons: ['variant-kanji'] })
  })

  it.each<[string, Partial<ComparedPerson>]>([
    ['the birth date is another', { birthOn: '1968-04-08' }],
    ['the sex is another', { sex: 'male' }],
    ['the name is another', { name: '架空　太郎', kana: 'カクウ タロウ' }],
    ['it only sounds alike and a birth date is missing', { name: '試験　はな子', birthOn: undefined }],
    ['nothing is known', { name: '', kana: '' }],
  ])('is silent when %s', (_, changes) => {
    expect(like(changes)).toBeUndefined()
  })

  it('does not depend on who is compared with whom', () => {
    const others = [
      {},
      { name: '試験花子' },
      { sex: 'unknown' as const },
      { birthOn: undefined },
      { sex: 'male' as const },
    ]
    for (const changes of others) {
      const other = { ...hanako, ...changes }
      expect(comparePeople(other, hanako)).toEqual(comparePeople(hanako, other))
    }
  })

  it('names the strong ones first', () => {
    const maybe = { ...hanako, name: '試験花子' }
    expect(findDuplicates(hanako, [maybe, { ...hanako, sex: 'male' }, hanako]).map(({ other }) => other)).toEqual([
      hanako,
      maybe,
    ])
  })
})
