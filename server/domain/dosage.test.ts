import { describe, expect, it } from 'vitest'
import { oneDose, totalAmount } from './dosage.ts'

describe('the whole amount', () => {
  it.each([
    ['internal', '6', 14, '84'],
    ['internal', '0.5', 28, '14'],
    ['internal', '6', 0, '0'],
    ['internal', '0', 14, '0'],
    ['prn', '1', 10, '10'],
    ['drops', '5', 7, '5'],
    ['external', '21', 0, '21'],
    ['external', '21', undefined, '21'],
    ['injection', '2', 3, '2'],
    ['internal', '6', undefined, undefined],
    ['prn', '1', undefined, undefined],
    ['internal', undefined, 14, undefined],
    ['external', undefined, 1, undefined],
    ['other', '6', 14, undefined],
  ] as const)('of %s with 服用量 %s and 日回数 %s is %s', (form, dose, count, total) => {
    expect(totalAmount(form, dose, count)).toBe(total)
  })
})

describe('one dose', () => {
  it.each([
    ['is the daily amount shared out', 'internal', { dose: '6', perDay: 3 }, '2'],
    ['may be a fraction', 'internal', { dose: '1', perDay: 8 }, '0.125'],
    ['is unknown where the daily amount cannot be shared out exactly', 'internal', { dose: '1', perDay: 3 }, undefined],
    ['is unknown without the number of doses', 'internal', { dose: '6' }, undefined],
    ['is unknown with zero doses a day', 'internal', { dose: '6', perDay: 0 }, undefined],
    ['is what the file states', 'internal', { dose: '6', perDay: 3, stated: '3' }, '3'],
    ['is not a stated zero', 'internal', { dose: '6', perDay: 3, stated: '0' }, '2'],
    ['is 服用量 itself as needed', 'prn', { dose: '1', perDay: 0 }, '1'],
    ['is stated, for external use too', 'external', { dose: '21', stated: '1' }, '1'],
    ['is unknown for external use', 'external', { dose: '21', perDay: 1 }, undefined],
    ['is unknown for an unknown form', 'other', { dose: '6', perDay: 3 }, undefined],
  ] as const)('%s', (_, form, facts, dose) => {
    expect(oneDose(form, { ...facts, isUneven: false })).toBe(dose)
  })

  it('does not exist when the doses of a day differ', () => {
    expect(oneDose('internal', { dose: '4', perDay: 4, stated: '1', isUneven: true })).toBeUndefined()
  })
})
