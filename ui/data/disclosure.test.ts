import { expect, test } from 'vitest'
import { disclosureChange } from './disclosure.ts'

test('the end of a day and another setting concern everybody, a touch, a reason or a withdrawal only whose they are', () => {
  expect(disclosureChange('disclosure', ['everybody'], 'm1')).toBe('ended')
  expect(disclosureChange('disclosure', ['everybody'], null)).toBe('ended')
  expect(disclosureChange('disclosure', ['m2', 'm1'], 'm1')).toBe('changed')
  expect(disclosureChange('disclosure', ['m2'], 'm1')).toBeNull()
  expect(disclosureChange('disclosure', ['m2'], null)).toBeNull()
  expect(disclosureChange('otc', ['m1'], 'm1')).toBeNull()
})
