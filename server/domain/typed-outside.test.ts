import { describe, expect, it } from 'vitest'
import type { TypedOutside } from '../../contract/outside-dispensing.ts'
import { readTypedOtc } from './typed-otc.ts'
import { readTypedOutside } from './typed-outside.ts'

const today = '2026-04-20'
const typed = (changes: Partial<TypedOutside> = {}): TypedOutside => ({
  dispensedOn: 'R8.4.3',
  pharmacyName: '　架空薬局 ',
  drugs: [
    { name: '試験用錠２５０ｍｇ', form: 'internal', usage: '１日３回毎食後', dose: '６', unit: '錠', count: '14日分' },
  ],
  ...changes,
})
const drug = (changes: Partial<TypedOutside['drugs'][number]>) =>
  readTypedOutside(typed({ drugs: [{ name: '試験用', form: 'internal', ...changes }] }), today)

describe('a record read off a paper notebook', () => {
  it('becomes the same nouns as one of the feed, with its last day of taking and its whole amount', () => {
    expect(readTypedOutside(typed(), today)).toEqual({
      ok: true,
      content: {
        source: 'paper',
        pharmacy: { name: '架空薬局' },
        prescription: { dispensedOn: '2026-04-03' },
        rps: [
          {
            number: 1,
            form: 'internal',
            usage: '１日３回毎食後',
            count: 14,
            startOn: '2026-04-03',
            lastOn: '2026-04-16',
            medications: [{ name: '試験用錠２５０ｍｇ', codes: {}, dose: '6', unit: '錠', total: '84' }],
          },
        ],
      },
    })
  })
  it('counts times for 頓服, and takes the amount as the whole for 外用', () => {
    expect(drug({ form: 'prn', dose: '1', count: '10回分' })).toMatchObject({
      content: { rps: [{ count: 10, lastOn: null, medications: [{ perDose: '1', total: '10' }] }] },
    })
    expect(drug({ form: 'external', dose: '21', count: '5' })).toMatchObject({
      content: { rps: [{ lastOn: null, medications: [{ total: '21' }] }] },
    })
  })
  it('has no last day where the usage leaves days out', () => {
    expect(drug({ usage: '隔日朝食後', dose: '1', count: '14' })).toMatchObject({
      content: { rps: [{ lastOn: null }] },
    })
  })
  it('may lack everything but the day and the name of a drug', () => {
    expect(drug({})).toMatchObject({ ok: true, content: { rps: [{ medications: [{ name: '試験用', codes: {} }] }] } })
  })
  it.each([
    [typed({ dispensedOn: '4月3日' }), 'dispensedOn', 'date'],
    [typed({ dispensedOn: '2026/4/21' }), 'dispensedOn', 'future'],
    [typed({ drugs: [{ name: '試験用', form: 'internal', dose: '半分' }] }), 'drugs/0/dose', 'number'],
    [typed({ drugs: [{ name: '試験用', form: 'internal', dose: '0' }] }), 'drugs/0/dose', 'number'],
    [typed({ drugs: [{ name: '試験用', form: 'internal', count: '二週間' }] }), 'drugs/0/count', 'count'],
    [typed({ drugs: [{ name: '試験用', form: 'internal', count: '0' }] }), 'drugs/0/count', 'count'],
  ])('says which field cannot be read, and why', (record, path, message) => {
    expect(readTypedOutside(record, today)).toEqual({ ok: false, slips: [{ path, message }] })
  })
})

describe('a 市販薬', () => {
  it('is read with its days and its JAN in any spelling', () => {
    expect(
      readTypedOtc({ name: ' 架空かぜ薬 ', jan: '4-901234-567894', startOn: '令和8年4月1日', endOn: '', note: ' ' }),
    ).toEqual({
      ok: true,
      content: { name: '架空かぜ薬', jan: '4901234567894', startOn: '2026-04-01' },
    })
  })
  it('tells every slip at once', () => {
    expect(readTypedOtc({ name: '架空かぜ薬', jan: '4901234567890', startOn: 'きのう', endOn: '2/30' })).toEqual({
      ok: false,
      slips: [
        { path: 'startOn', message: 'date' },
        { path: 'endOn', message: 'date' },
        { path: 'jan', message: 'check-digit' },
      ],
    })
  })
  it('does not end before it begins', () => {
    expect(readTypedOtc({ name: '架空かぜ薬', startOn: '2026/4/2', endOn: '2026/4/1' })).toEqual({
      ok: false,
      slips: [{ path: 'endOn', message: 'before-start' }],
    })
  })
})
