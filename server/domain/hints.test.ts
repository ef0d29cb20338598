import { describe, expect, test } from 'vitest'
import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { addDays } from './calendar-date.ts'
import { findHints, interactionKeys, isComparedBy, mostHints, type HintFacts } from './hints.ts'
import { drugOfOtc, drugsOfRecord, type GivenRecord, type TakenDrug } from './taken-drug.ts'

const today = '2026-04-03'
const ours = { code: '9999999', name: '見本薬局' }
let serial = 0

interface Written {
  name: string
  yj?: string
  generic?: string
  on?: string
  days?: number
  form?: Rp['form']
  institution?: string
  pharmacy?: { code?: string; name?: string }
  origin?: 'feed' | 'outside'
}

/** Two weeks from the day before yesterday, by 架空内科 through our pharmacy, unless told. */
function given(written: Written): TakenDrug[] {
  const { name, yj, generic, on = '2026-04-01', days = 14, form = 'internal', origin = 'feed' } = written
  const { institution = '架空内科', pharmacy = ours } = written
  const medication: Medication = { name, codes: { ...(yj && { yj }) }, ...(generic && { genericName: generic }) }
  const lastOn = form === 'internal' ? addDays(on, days - 1) : null
  const record: GivenRecord = {
    id: `record ${String(serial++)}`,
    origin,
    pharmacy,
    prescription: { dispensedOn: on, ...(institution !== '' && { institution: { name: institution } }) },
    rps: [{ number: 1, form, startOn: on, lastOn, medications: [medication] }],
  }
  return drugsOfRecord(record)
}

const find = (drugs: TakenDrug[], more: Partial<HintFacts> = {}) =>
  findHints({ drugs, notes: [], unknownClasses: [], interactions: [], today, ...more }).hints

const loxoprofen: Written = { name: 'ロキソプロフェンＮａ錠６０ｍｇ「見本」', yj: '1149019F1560' }
const loxonin: Written = { name: 'ロキソニン錠60mg', yj: '1149019F1013', generic: 'ロキソプロフェンナトリウム水和物' }
const elsewhere = { institution: '試験整形外科' }

describe('the same from two sources', () => {
  test('one ingredient under two brands is one hint that names both and where they come from', () => {
    const [hint, ...others] = find([...given(loxoprofen), ...given({ ...loxonin, ...elsewhere, on: '2026-04-02' })])
    expect(others).toEqual([])
    expect(hint).toMatchObject({
      kind: 'same-ingredient',
      isMaybe: false,
      what: 'ロキソプロフェン',
      drugs: [
        { name: loxonin.name, institution: '試験整形外科', from: '2026-04-02', lastOn: '2026-04-15' },
        { name: loxoprofen.name, institution: '架空内科', pharmacy: '見本薬局', origin: 'feed' },
      ],
    })
  })

  test.each<[string, Written, Written, 'same-ingredient' | 'same-class' | undefined]>([
    [
      'by general name alone',
      { name: 'ブランド甲錠', generic: 'テルミサルタン' },
      { name: 'テルミサルタン錠40mg「見本」' },
      'same-ingredient',
    ],
    [
      'a combination and one of its parts',
      { name: '見本配合錠', generic: 'アムロジピンベシル酸塩・バルサルタン' },
      { name: 'アムロジピンOD錠5mg' },
      'same-ingredient',
    ],
    ['one class, another ingredient', loxoprofen, { name: 'セレコキシブ錠100mg', yj: '1149037F1020' }, 'same-class'],
    [
      'one class that means nothing (3999)',
      { name: 'アレンドロン酸錠35mg', yj: '3999018F2028' },
      { name: 'メトトレキサート錠2mg', yj: '3999016F1022' },
      undefined,
    ],
    [
      'one route more, the ingredient by name',
      loxoprofen,
      { name: 'ロキソプロフェンNaテープ100mg', yj: '2649735S2014', form: 'external' },
      'same-ingredient',
    ],
    ['two drugs that begin alike', { name: 'セフジニル錠100mg' }, { name: 'セフジトレンピボキシル錠100mg' }, undefined],
    ['nothing in common', loxoprofen, { name: 'アムロジピン錠5mg', yj: '2171022F1029' }, undefined],
  ])('%s', (_name, a, b, kind) => {
    expect(find([...given(a), ...given({ ...b, ...elsewhere })]).map((hint) => hint.kind)).toEqual(kind ? [kind] : [])
  })

  test('the same source is no hint: a refill, another maker, two lines of one prescription', () => {
    expect(find([...given(loxoprofen), ...given({ ...loxoprofen, on: '2026-03-25' }), ...given(loxonin)])).toEqual([])
  })

  test('one institution through two pharmacies is two sources', () => {
    const other = given({ ...loxonin, pharmacy: { name: '架空薬局' }, origin: 'outside' })
    expect(find([...given(loxoprofen), ...other])).toHaveLength(1)
  })

  test('one dispensing in two records, of which one says less, is one source', () => {
    const paper = { ...loxoprofen, origin: 'outside', institution: '', pharmacy: { name: '見本 薬局' } } as const
    expect(find([...given(loxoprofen), ...given({ ...paper, on: '2026-04-02' })])).toEqual([])
    expect(find([...given(loxoprofen), ...given({ ...paper, on: '2026-03-28' })])).toHaveLength(1)
  })

  test('市販薬 are a source of their own; one product bought twice is one', () => {
    const otc = (id: string, name: string) => drugOfOtc({ id, name, startOn: '2026-03-30' })
    const [hint] = find([...given(loxonin), otc('a', 'ロキソニンＳ')])
    // Brand by brand these are two names; the general name of the first is what the second does not carry.
    expect(hint).toBeUndefined()
    const [named] = find([...given(loxonin), otc('a', 'ロキソプロフェン錠「見本」')])
    expect(named).toMatchObject({ kind: 'same-ingredient', isMaybe: true, drugs: [{}, { origin: 'otc' }] })
    expect(find([otc('a', 'イブ見本'), otc('b', 'ｲﾌﾞ見本')])).toEqual([])
  })
})

describe('the days of taking', () => {
  test.each([
    ['ends yesterday', '2026-03-20', 14, 0],
    ['ends today', '2026-03-21', 14, 1],
    ['begins on the last day of the other', '2026-04-14', 5, 1],
    ['begins the day after', '2026-04-15', 5, 0],
  ])('a drug that %s', (_name, on, days, hints) => {
    expect(find([...given(loxoprofen), ...given({ ...loxonin, ...elsewhere, on, days })])).toHaveLength(hints)
  })

  test.each([
    ['2026-03-04', 1],
    ['2026-03-03', 0],
  ])('屯服 and 外用 count as maybe for 30 days: given out on %s', (on, hints) => {
    const found = find([...given(loxoprofen), ...given({ ...loxonin, ...elsewhere, on, form: 'prn' })])
    expect(found).toHaveLength(hints)
    for (const hint of found) expect(hint.isMaybe).toBe(true)
  })
})

describe('the key of a hint', () => {
  const keyOf = (a: Written, b: Written) => find([...given(a), ...given({ ...elsewhere, ...b })])[0]?.key
  const first = keyOf(loxoprofen, loxonin)

  test.each<[string, Written, Written]>([
    ['the next dispensing', { ...loxoprofen, on: '2026-04-03' }, loxonin],
    ['another maker', { ...loxoprofen, name: 'ロキソプロフェンＮａ錠６０ｍｇ「架空」', yj: '1149019F1579' }, loxonin],
  ])('stays with %s', (_name, a, b) => {
    expect(keyOf(a, b)).toBe(first)
  })

  test.each<[string, Written, Written]>([
    ['another place', loxoprofen, { ...loxonin, institution: '例示クリニック' }],
    ['another form or strength', { ...loxoprofen, name: 'ロキソプロフェン細粒10%', yj: '1149019C1149' }, loxonin],
    ['certainty', loxoprofen, { ...loxonin, form: 'prn' }],
  ])('changes with %s', (_name, a, b) => {
    expect(keyOf(a, b)).not.toBe(first)
  })
})

describe('an allergy or adverse reaction', () => {
  test('is matched by every drug of the ingredient when one of them is called as the note says, also one of before', () => {
    const drugs = [...given({ ...loxonin, on: '2025-06-01' }), ...given(loxoprofen)]
    const notes = [{ text: 'ろきそにんで蕁麻疹' }]
    expect(find(drugs, { notes })).toMatchObject([
      { kind: 'body-note', what: 'ろきそにんで蕁麻疹', drugs: [{ name: loxoprofen.name }] },
    ])
    expect(find(given({ ...loxonin, on: '2025-06-01' }), { notes })).toEqual([])
  })

  test('is matched by code, and by what stands in its details', () => {
    expect(find(given(loxoprofen), { notes: [{ text: '1149019F1013' }] })).toHaveLength(1)
    expect(find(given(loxoprofen), { notes: [{ text: '痛み止め', detail: 'ロキソプロフェンで発疹' }] })).toHaveLength(1)
    expect(find(given(loxoprofen), { notes: [{ text: '歯の痛み' }] })).toEqual([])
  })
})

describe('an allergy to a class of medicines', () => {
  const amoxicillin: Written = { name: 'アモキシシリンカプセル250mg「見本」', yj: '6131001M2019' }

  test('is matched by every drug of the class, and says by what it was known', () => {
    expect(find(given(amoxicillin), { notes: [{ text: 'ペニシリン系で発疹' }] })).toMatchObject([
      { kind: 'body-note', drugs: [{ name: amoxicillin.name, drugClass: { name: 'ペニシリン系', by: 'name' } }] },
    ])
    const brand = { ...amoxicillin, name: '見本銘柄カプセル' }
    expect(find(given(brand), { notes: [{ text: '抗生物質', detail: 'ペニシリン系。全身に発疹' }] })).toMatchObject([
      { drugs: [{ drugClass: { name: 'ペニシリン系', by: 'code' } }] },
    ])
  })

  test('a drug that the note names itself is no matter of class', () => {
    const [hint] = find(given(amoxicillin), { notes: [{ text: 'アモキシシリン（ペニシリン系）で発疹' }] })
    expect(hint?.drugs[0]).not.toHaveProperty('drugClass')
  })

  test('does not mean what the same note says was harmless', () => {
    const notes = [{ text: '痛み止めで発疹、カロナールは可' }]
    const calonal = given({ name: 'カロナール錠500', yj: '1141007F3020', ...elsewhere })
    const sameIngredient = given({ name: 'アセトアミノフェン錠500mg「見本」', yj: '1141007F3030', ...elsewhere })
    expect(find([...given(loxoprofen), ...calonal, ...sameIngredient], { notes })).toMatchObject([
      { drugs: [{ name: loxoprofen.name }] },
    ])
  })

  test('is the same hint, answered once, whether the drug is known by its name or by its code', () => {
    const notes = [{ text: 'ペニシリン' }]
    const keyOf = (written: Written) => find(given(written), { notes })[0]?.key
    expect(keyOf({ ...amoxicillin, name: '見本銘柄カプセル' })).toBe(keyOf(amoxicillin))
  })
})

describe('an allergy to a class that the box does not know', () => {
  const ask = (...drugs: Written[]) => find(drugs.flatMap(given), { unknownClasses: ['チオペプチド系'] })
  const other: Written = { name: '見本薬錠１０ｍｇ' }

  test('is to be compared by somebody with all that is taken now, each once', () => {
    const ended = { ...other, name: '昔の薬錠１０ｍｇ', on: '2026-03-01' }
    expect(ask(loxoprofen, other, { ...other, ...elsewhere }, ended)).toMatchObject([
      { kind: 'unknown-class', what: 'チオペプチド系', drugs: [{ name: other.name }, { name: loxoprofen.name }] },
      { kind: 'same-ingredient' },
    ])
    expect(ask()).toEqual([])
  })

  test('is compared once: not again for a refill, another strength or place, or what has ended, but for another ingredient', () => {
    const [before] = ask(loxoprofen, other)
    const isAsked = (...drugs: Written[]) => !isComparedBy(ask(...drugs)[0]!, before!)
    expect(isAsked({ ...loxoprofen, name: 'ロキソプロフェンＮａ錠３０ｍｇ「架空」', ...elsewhere })).toBe(false)
    expect(isAsked({ ...other, on: '2026-04-03', days: 90 })).toBe(false)
    expect(isAsked(other, { name: '新しい薬錠１０ｍｇ' })).toBe(true)
    const [elsewise] = find(given(other), { unknownClasses: ['ミトコンドリア系'] })
    expect(isComparedBy(elsewise!, before!)).toBe(false)
  })
})

describe('the pharmacy’s own table', () => {
  const warfarin: Written = { name: 'ワルファリンK錠1mg「見本」', yj: '3332001F1032', generic: 'ワルファリンカリウム' }
  const row = { aKey: '3332001', bKey: 'ロキソプロフエン', severity: 'caution' as const, text: '出血に注意' }

  test('is told for drugs of any source whose days overlap', () => {
    const drugs = [...given(warfarin), ...given(loxonin)]
    expect(find(drugs, { interactions: [row] })).toMatchObject([
      { kind: 'interaction', severity: 'caution', what: '出血に注意', isMaybe: false },
    ])
    const ended = [...given(warfarin), ...given({ ...loxonin, on: '2026-03-01' })]
    expect(find(ended, { interactions: [row] })).toEqual([])
  })

  test('is looked up by class, ingredient, product, whole code and names', () => {
    expect(interactionKeys(given(warfarin)[0]!)).toEqual([
      ...['3332', '3332001', '3332001F1', '3332001F1032'],
      'ワルフアリン',
    ])
  })
})

test('the gravest comes first, and no more are told than a page can hold', () => {
  const many = Array.from({ length: 60 }, (_, n) => `見本成分${String.fromCharCode(0x30a2 + n)}`)
  const drugs = [
    ...given(loxoprofen),
    ...given({ name: 'セレコキシブ錠100mg', yj: '1149037F1020', ...elsewhere }),
    ...many.flatMap((name) => [...given({ name }), ...given({ name, ...elsewhere })]),
  ]
  const { hints, isCut } = findHints({
    ...{ drugs, notes: [{ text: 'ロキソプロフェン' }], unknownClasses: [], interactions: [] },
    today,
  })
  expect(hints).toHaveLength(mostHints)
  expect(isCut).toBe(true)
  expect(hints[0]?.kind).toBe('body-note')
})
