import { describe, expect, it } from 'vitest'
import { mayDo, stepOf, type IssueDeed, type IssueFacts } from './card-issue.ts'

const empty: IssueFacts = {
  kind: 'new',
  state: 'open',
  hasPerson: false,
  openDuplicates: 0,
  hasConsent: false,
  isProven: false,
  isLinkDecided: false,
}

describe('the step of an issue is what is missing first', () => {
  it.each<[Partial<IssueFacts>, string]>([
    [{}, 'person'],
    [{ hasPerson: true, openDuplicates: 1 }, 'duplicates'],
    [{ hasPerson: true }, 'consent'],
    [{ hasPerson: true, hasConsent: true }, 'card'],
    // Somebody else has issued a card to such a person meanwhile.
    [{ hasPerson: true, hasConsent: true, openDuplicates: 1 }, 'duplicates'],
    [{ hasPerson: true, hasConsent: true, isProven: true }, 'link'],
    [{ hasPerson: true, hasConsent: true, isProven: true, isLinkDecided: true }, 'handover'],
    [{ hasPerson: true, hasConsent: true, isProven: true, state: 'done' }, 'done'],
    [{ state: 'undone' }, 'undone'],
    // 再発行: the member is known, nobody is doubled.
    [{ kind: 'reissue', hasPerson: true, openDuplicates: 1 }, 'consent'],
  ])('%j is at %s', (facts, step) => {
    expect(stepOf({ ...empty, ...facts })).toBe(step)
  })
})

describe('what may be done', () => {
  const deeds: IssueDeed[] = [
    'person',
    'member',
    'not-duplicate',
    'consent',
    'card',
    'touch',
    'link',
    'hand-over',
    'undo',
  ]
  const at = (step: Parameters<typeof mayDo>[0]) => deeds.filter((deed) => mayDo(step, deed))

  it('a card is written only when everything before it is settled', () => {
    for (const step of ['person', 'duplicates', 'consent', 'link', 'handover', 'done', 'undone'] as const) {
      expect(at(step)).not.toContain('card')
      expect(at(step)).not.toContain('touch')
    }
    expect(at('card')).toEqual(expect.arrayContaining(['card', 'touch', 'person', 'undo']))
  })

  it('it can be undone until the card is handed over, and never after', () => {
    for (const step of ['person', 'duplicates', 'consent', 'card', 'link', 'handover'] as const)
      expect(at(step)).toContain('undo')
    expect([at('done'), at('undone')]).toEqual([[], []])
  })

  it('who it is for is not changed once the card is theirs', () => {
    for (const step of ['link', 'handover'] as const) expect(at(step)).not.toContain('person')
  })
})
