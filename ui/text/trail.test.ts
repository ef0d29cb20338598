import { expect, test } from 'vitest'
import { auditDeeds } from '../../contract/audit.ts'
import { trailDeeds } from '../../contract/trail.ts'
import { auditWord } from './audit.ts'

test('everything that the box notes has words of its own on the page of the audit trail', () => {
  const plain = auditWord('something-newer-than-this-page')
  const words = [...trailDeeds, ...auditDeeds, 'trail-adopted'].map((deed) => [deed, auditWord(deed)] as const)
  expect(words.filter(([, word]) => word === plain || !/[ぁ-んァ-ヶ一-龠]/u.test(word))).toEqual([])
})
