import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cards } from './cards.ts'

it('the handbook names the buttons and the alert of カード発行 as the pages do', () => {
  const chapter = readFileSync(join(import.meta.dirname, '../../docs/operating/カード発行.md'), 'utf8')
  const { list, wizard, person, duplicates, consent, card, link, handover } = cards
  for (const word of [
    list.startNew,
    list.startReissue,
    list.open,
    list.resume,
    list.terms,
    wizard.next,
    wizard.undo,
    person.feed,
    duplicates.alert,
    duplicates.reissue,
    duplicates.other,
    consent.screen,
    consent.paper,
    consent.print,
    card.issue,
    link.set,
    link.later,
    handover.tell,
    handover.done,
    ...Object.values(cards.step),
    ...Object.values(cards.reason),
    ...Object.values(cards.strength),
    cards.lying.blank,
    cards.lying['in-use'],
  ])
    expect(chapter).toContain(word)
})
