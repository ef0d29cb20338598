import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FactChoice, PersonFacts } from '../../contract/merge.ts'
import { chooseFacts, conflictsOf, factsBack, undoUntil, usualChoice } from './merge-facts.ts'

const facts: fc.Arbitrary<PersonFacts> = fc
  .record({
    name: fc.constantFrom('', '試験　花子', '試験　華子'),
    kana: fc.constantFrom('', 'シケン ハナコ'),
    sex: fc.constantFrom('male' as const, 'female' as const, 'unknown' as const),
    birthOn: fc.constantFrom(undefined, '1968-04-07', '1968-04-08'),
  })
  .map(({ birthOn, ...rest }) => ({ ...rest, ...(birthOn !== undefined && { birthOn }) }))
const side = fc.constantFrom('kept' as const, 'gone' as const)
const choice: fc.Arbitrary<FactChoice> = fc.record({ name: side, kana: side, sex: side, birthOn: side })

test('what only one of the two says is taken over, and is no conflict', () => {
  const kept: PersonFacts = { name: '試験　花子', kana: '', sex: 'unknown' }
  const gone: PersonFacts = { name: '試験　華子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' }
  expect(conflictsOf(kept, gone)).toEqual(['name'])
  expect(chooseFacts(kept, gone, usualChoice(kept, gone))).toEqual({ ...gone, name: '試験　花子' })
})

test('without a conflict the usual choice loses nothing, whichever of the two is kept', () => {
  fc.assert(
    fc.property(facts, facts, (one, other) => {
      fc.pre(conflictsOf(one, other).length === 0)
      expect(chooseFacts(one, other, usualChoice(one, other))).toEqual(chooseFacts(other, one, usualChoice(other, one)))
    }),
  )
})

test('a merge that is taken back at once leaves the facts as they were, whatever was chosen', () => {
  fc.assert(
    fc.property(facts, facts, choice, (kept, gone, chosen) => {
      const merged = chooseFacts(kept, gone, chosen)
      expect(factsBack(kept, merged, merged)).toEqual({ facts: kept, left: [] })
    }),
  )
})

test('what somebody corrected after the merge stays corrected, and is told', () => {
  fc.assert(
    fc.property(facts, facts, choice, facts, (kept, gone, chosen, corrected) => {
      const merged = chooseFacts(kept, gone, chosen)
      const { facts: back, left } = factsBack(kept, merged, corrected)
      for (const fact of ['name', 'kana', 'sex', 'birthOn'] as const) {
        expect(left.includes(fact)).toBe(corrected[fact] !== merged[fact])
        expect(back[fact]).toBe(left.includes(fact) ? corrected[fact] : kept[fact])
      }
    }),
  )
})

test('a merge can be taken back for thirty days, to the millisecond', () => {
  expect(undoUntil(Date.UTC(2026, 3, 3, 1))).toBe(Date.UTC(2026, 4, 3, 1))
})
