import { expect, test } from 'vitest'
import { ownPharmacyCode } from './own-pharmacy.ts'

test('the own pharmacy is the one most of the last files are of', () => {
  expect(ownPharmacyCode([])).toBeUndefined()
  expect(ownPharmacyCode(['1', '1', '2', '1'])).toBe('1')
})

test('one stray file changes nothing, not even among the very first', () => {
  expect(ownPharmacyCode(['stray', 'own'])).toBe('own')
  expect(ownPharmacyCode(['stray', 'own', 'own'])).toBe('own')
})

test('a new code takes over once most of the last files carry it', () => {
  expect(ownPharmacyCode(['new', 'new', 'new', 'old', 'old'])).toBe('new')
})
