import { expect, test } from 'vitest'
import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { addDays } from './calendar-date.ts'
import { leftoverDrugs } from './leftover-drugs.ts'

const today = '2026-04-03'
let serial = 0

function given(on: string, days: number, medication: Partial<Medication> = {}, rp: Partial<Rp> = {}, id?: string) {
  const dose = medication.dose ?? '3'
  return {
    id: id ?? `record ${String(serial++)}`,
    prescription: { dispensedOn: on },
    rps: [
      {
        number: 1,
        form: 'internal' as const,
        usage: '1日3回毎食後',
        count: days,
        perDay: 3,
        startOn: on,
        lastOn: addDays(on, days - 1),
        medications: [
          {
            name: '見本錠5mg「甲」',
            codes: {},
            dose,
            unit: '錠',
            perDose: '1',
            total: String(Number(dose) * days),
            ...medication,
          },
        ],
        ...rp,
      },
    ],
  }
}
const drugs = (...records: ReturnType<typeof given>[]) => leftoverDrugs(records, today)

test('a drug that is being taken comes with its dose, 残量(目安) and what was given out', () => {
  expect(drugs(given('2026-03-27', 14))).toEqual([
    {
      key: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: '見本錠5mg「甲」',
      form: 'internal',
      usage: '1日3回毎食後',
      unit: '錠',
      perDay: '3',
      perDose: '1',
      times: 3,
      dispensedOn: '2026-03-27',
      guess: '21',
      given: '42',
    },
  ])
})

test('one product is one line, whoever made it: the newest dispensing tells the dose, and an earlier dose is told', () => {
  const [drug, ...others] = drugs(
    given('2026-03-10', 28, { dose: '2' }),
    given('2026-04-03', 14, { name: '見本錠5mg「乙」' }),
  )
  expect(others).toEqual([])
  // Four days of two, and fourteen of three.
  expect(drug).toMatchObject({ name: '見本錠5mg「乙」', perDay: '3', earlierPerDay: '2', guess: '50', given: '98' })
})

test('two Rp of one prescription are taken from one box: their doses add up, and have no common dose', () => {
  const morning = given('2026-04-01', 14, { dose: '1' }, {}, 'one')
  const evening = given('2026-04-01', 14, { dose: '0.5' }, { usage: '夕食後' }, 'one')
  const [drug] = drugs({ ...morning, rps: [...morning.rps, ...evening.rps] })
  expect(drug).toMatchObject({ perDay: '1.5', usage: '1日3回毎食後、夕食後', guess: '18' })
  expect(drug).not.toHaveProperty('perDose')
  expect(drug).not.toHaveProperty('times')
})

test.each([
  ['ended 30 days ago', given('2026-02-19', 14), 1],
  ['ended 31 days ago', given('2026-02-18', 14), 0],
  ['has not begun', given('2026-04-03', 14, {}, { startOn: '2026-04-10', lastOn: '2026-04-23' }), 1],
  ['as needed, 120 days ago', given('2025-12-04', 10, {}, { form: 'prn', lastOn: null }), 1],
  ['as needed, 121 days ago', given('2025-12-03', 10, {}, { form: 'prn', lastOn: null }), 0],
  ['is a container', given('2026-04-01', 14, { kind: 'material' }), 0],
])('a drug that %s', (_name, record, lines) => {
  expect(drugs(record)).toHaveLength(lines)
})

test('what has no days to compute comes last, without dose and guess', () => {
  const list = drugs(
    given('2026-04-01', 4, { name: '頓服見本錠' }, { form: 'prn', lastOn: null }),
    given('2026-04-01', 14),
  )
  expect(list.map(({ name }) => name)).toEqual(['見本錠5mg「甲」', '頓服見本錠'])
  expect(list[1]).not.toHaveProperty('perDay')
  expect(list[1]).not.toHaveProperty('guess')
})
