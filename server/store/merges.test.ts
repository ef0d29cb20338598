import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FactChoice, PersonFacts } from '../../contract/merge.ts'
import {
  createClock,
  morning,
  openTestStore,
  readRows,
  takeIn,
  testFile,
  testPerson,
  touchCard,
} from '../../test/support/store.ts'
import { saveCard } from './cards.ts'
import { addEntry } from './entries.ts'
import { setLink, removeLink } from './links.ts'
import { currentMemberId, findMember, linkPatient, memberIdsOf, saveMember } from './members.ts'
import { memos } from './memos.ts'
import { listMerges, saveMerge, undoMerge } from './merges.ts'
import type { Store } from './open.ts'

const keptSides: FactChoice = { name: 'kept', kana: 'kept', sex: 'kept', birthOn: 'kept' }

const staffOf = (store: Store): string =>
  String(readRows(store, `SELECT id FROM staff WHERE login = 'yaku'`)[0]?.['id'])

/** Everything that belongs to a member, but for the numbers by which a page notices that something happened meanwhile. */
const rowsOf = (store: Store) => ({
  members: readRows(
    store,
    'SELECT id, name, kana, sex, birth_on, created_at, merged_into, removed_at FROM member ORDER BY id',
  ),
  links: readRows(store, 'SELECT * FROM auto_registration ORDER BY id'),
  cards: readRows(store, 'SELECT id, member_id, revoked_at FROM card ORDER BY id'),
  visits: readRows(store, 'SELECT id, member_id FROM visit ORDER BY id'),
  entries: readRows(store, 'SELECT id, member_id, version, removed_at FROM notebook_entry ORDER BY id'),
  patients: readRows(store, 'SELECT * FROM patient ORDER BY id'),
})

function merge(store: Store, keptId: string, goneId: string, facts: FactChoice = keptSides) {
  const [kept, gone] = [findMember(store, keptId)!, findMember(store, goneId)!]
  return saveMerge(store, {
    keptId,
    goneId,
    keptVersion: kept.version,
    goneVersion: gone.version,
    facts,
    staffId: staffOf(store),
  })
}

function mergedId(outcome: ReturnType<typeof saveMerge>): string {
  if (!outcome.ok) throw new Error(outcome.code)
  return outcome.merge.id
}

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

let cards = 0
/** A member with a card, and whatever else one has. */
function person(store: Store, who: PersonFacts, patientId?: string): { id: string; card: string } {
  const card = `card-${String(cards++)}`
  const id = store.write(() => {
    const made = saveMember(store, who)
    saveCard(store, made, card)
    if (patientId !== undefined) linkPatient(store, made, patientId)
    return made
  })
  touchCard(store, card, store.now())
  addEntry(store, memos, id, { text: '見本のメモ', origin: 'this-pharmacy' }, { staffId: staffOf(store) })
  return { id, card }
}

const hanako: PersonFacts = { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' }

describe('a merge that is taken back', () => {
  test('leaves the same rows, whoever the two were and whatever was chosen', async () => {
    const store = await openTestStore()
    fc.assert(
      fc.property(facts, facts, choice, (one, other, chosen) => {
        const [kept, gone] = [person(store, one).id, person(store, other).id]
        const before = rowsOf(store)
        const [keptBefore, goneBefore] = [findMember(store, kept), findMember(store, gone)]
        const id = mergedId(merge(store, kept, gone, chosen))
        expect(findMember(store, gone)).toEqual(findMember(store, kept))
        expect(undoMerge(store, id, staffOf(store))).toMatchObject({ ok: true, leftFacts: [] })
        expect(rowsOf(store)).toEqual(before)
        expect({ ...findMember(store, kept), version: 0 }).toEqual({ ...keptBefore, version: 0 })
        expect({ ...findMember(store, gone), version: 0 }).toEqual({ ...goneBefore, version: 0 })
      }),
      { numRuns: 15 },
    )
  })

  test('leaves the same rows also where several were merged into each other, and were taken back in any order', async () => {
    const store = await openTestStore()
    const acts = fc.array(fc.tuple(fc.boolean(), fc.nat(3), fc.nat(3), choice), { maxLength: 8 })
    fc.assert(
      fc.property(
        fc.array(facts, { minLength: 4, maxLength: 4 }),
        acts,
        fc.array(fc.nat(9)),
        (people, steps, order) => {
          const ids = people.map((who) => person(store, who).id)
          const before = rowsOf(store)
          const live = new Map<string, [kept: string, gone: string]>()
          const undo = (pick: number) => {
            const [id] = [...live.keys()].slice(pick % Math.max(1, live.size))
            if (id === undefined) return
            expect(undoMerge(store, id, staffOf(store)).ok).toBe(true)
            live.delete(id)
            expectShown(store, ids, live)
          }
          for (const [isUndo, one, other, chosen] of steps) {
            if (isUndo) undo(one)
            else {
              const [kept, gone] = [currentMemberId(store, ids[one]!)!, currentMemberId(store, ids[other]!)!]
              const outcome = merge(store, kept, gone, chosen)
              if (outcome.ok) live.set(outcome.merge.id, [kept, gone])
              else expect([outcome.code, kept]).toEqual(['merge-same', gone])
              expectShown(store, ids, live)
            }
          }
          for (const pick of [...order, ...live.keys()].slice(-20)) undo(typeof pick === 'number' ? pick : 0)
          while (live.size > 0) undo(0)
          expect(rowsOf(store)).toEqual(before)
        },
      ),
      { numRuns: 12 },
    )
  })

  test('leaves what was written meanwhile with the kept member, and says how much that is', async () => {
    const clock = createClock()
    const store = await openTestStore(clock.now)
    const staffId = staffOf(store)
    takeIn(store, testFile(), testFile({ number: '260403000013001', person: { ...testPerson, code: '00005678' } }))
    const [first, second] = readRows(store, 'SELECT id FROM patient ORDER BY code').map(({ id }) => String(id))
    const [kept, gone] = [person(store, hanako, first), person(store, hanako, second)]
    const id = mergedId(merge(store, kept.id, gone.id))
    const before = rowsOf(store)

    clock.set(morning + 60_000)
    const note = { text: '統合のあとのメモ', origin: 'this-pharmacy' as const }
    addEntry(store, memos, gone.id, note, { staffId })
    const version = () => findMember(store, kept.id)!.version
    removeLink(store, { memberId: gone.id, patientId: second!, version: version(), staffId })
    setLink(store, { memberId: gone.id, patientId: second!, version: version(), staffId })
    touchCard(store, gone.card, clock.now())
    expect(listMerges(store, gone.id)).toMatchObject([{ id, writtenSince: 3 }])

    expect(undoMerge(store, id, staffId)).toMatchObject({ ok: true, merge: { writtenSince: 3 } })
    const after = rowsOf(store)
    const newer = (table: 'entries' | 'links' | 'visits') =>
      after[table].filter((row) => !before[table].some((old) => old['id'] === row['id'])).map((row) => row['member_id'])
    expect([newer('entries'), newer('links')]).toEqual([[kept.id], [kept.id]])
    // The card is the gone member's own: who presents it is again shown as that one.
    expect(newer('visits')).toEqual([gone.id])
    expect(findMember(store, kept.id)?.patientIds).toEqual([first, second])
    expect(findMember(store, gone.id)?.patientIds).toEqual([])
  })
})

/** What is shown under whom, told by the merges that stand. */
function expectShown(store: Store, ids: string[], live: ReadonlyMap<string, [string, string]>): void {
  const into = new Map([...live.values()].map(([kept, gone]) => [gone, kept]))
  const rootOf = (id: string): string => {
    const next = into.get(id)
    return next === undefined ? id : rootOf(next)
  }
  for (const id of ids) {
    expect(currentMemberId(store, id)).toBe(rootOf(id))
    const together = ids.filter((other) => rootOf(other) === rootOf(id))
    expect(memberIdsOf(store, id).toSorted()).toEqual(together.toSorted())
    expect(memberIdsOf(store, id)[0]).toBe(rootOf(id))
  }
}

test('every table that belongs to a member is read by member, so that a merge covers it', async () => {
  const store = await openTestStore()
  const tables = readRows(
    store,
    `SELECT m.name || '.' || f."from" AS place FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
     WHERE m.type = 'table' AND f."table" = 'member' ORDER BY place`,
  )
  expect(tables.map(({ place }) => place)).toMatchInlineSnapshot(`
    [
      "auto_registration.member_id",
      "card.member_id",
      "consent.member_id",
      "disclosure_reason.member_id",
      "disclosure_withdrawal.member_id",
      "hint_answer.member_id",
      "image.member_id",
      "leftovers.member_id",
      "member.merged_into",
      "member_revision.member_id",
      "merge.gone_id",
      "merge.kept_id",
      "notebook_entry.member_id",
      "registration_code.member_id",
      "trail.member_id",
      "unlinked_member.member_id",
      "upload_ticket.member_id",
      "visit.member_id",
    ]
  `)
})
