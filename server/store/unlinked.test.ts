import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestStore, readRows, takeIn, testFile, testPerson } from '../../test/support/store.ts'
import { removeLink, setLink } from './links.ts'
import { findMember, memberIdsOf, saveMember } from './members.ts'
import { saveMerge, undoMerge } from './merges.ts'
import type { Store } from './open.ts'
import { findPatientByCode } from './patients.ts'
import { findStaffByLogin } from './staff.ts'
import { saveVisit } from './visits.ts'

const keptSides = { name: 'kept', kana: 'kept', sex: 'kept', birthOn: 'kept' } as const
const codes = ['00000001', '00000002', '00000003']
const newest = 'SELECT member_id, last_presented_at FROM unlinked_member ORDER BY member_id'

/** The same out of members, links and visits alone. */
function asItIs(store: Store) {
  const links = readRows(store, 'SELECT member_id FROM auto_registration WHERE removed_at IS NULL')
  const visits = readRows(store, 'SELECT member_id, presented_at FROM visit')
  const members = readRows(store, 'SELECT id, merged_into, removed_at FROM member ORDER BY id')
  const areOf = (id: unknown) => members.filter((each) => each['id'] === id || each['merged_into'] === id)
  return members
    .filter(({ merged_into, removed_at }) => merged_into === null && removed_at === null)
    .map(({ id }) => ({ id, own: new Set(areOf(id).map((each) => each['id'])) }))
    .filter(({ own }) => !links.some(({ member_id }) => own.has(member_id)))
    .map(({ id, own }) => ({
      member_id: id,
      last_presented_at: Math.max(
        0,
        ...visits.filter(({ member_id }) => own.has(member_id)).map((visit) => Number(visit['presented_at'])),
      ),
    }))
}

test('the worklist names whoever is 未設定, with their last visit, whatever is done and undone', async () => {
  const store = await openTestStore()
  const staffId = findStaffByLogin(store, 'kanri')!.id
  takeIn(
    store,
    ...codes.map((code, index) =>
      testFile({ number: `26040300001200${String(index)}`, person: { ...testPerson, code } }),
    ),
  )
  const patients = codes.map((code) => findPatientByCode(store, '9999999', code)!.id)
  const version = (id: string): number => findMember(store, id)?.version ?? 0
  const pick = fc.nat({ max: 2 })
  const deed = fc.oneof(
    fc.record({ what: fc.constant('link' as const), member: pick, other: pick }),
    fc.record({ what: fc.constant('unlink' as const), member: pick, other: pick }),
    fc.record({ what: fc.constant('merge' as const), member: pick, other: pick }),
    fc.record({ what: fc.constant('undo' as const), member: pick, other: pick }),
    fc.record({ what: fc.constant('visit' as const), member: pick, other: fc.nat({ max: 1000 }) }),
    fc.record({ what: fc.constant('hide' as const), member: pick, other: pick }),
  )
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 25 }), (deeds) => {
      const merges: string[] = []
      const members = store.write(() => {
        for (const patientId of patients) store.queries.endAutoRegistration.run({ patientId, staffId, at: store.now() })
        return codes.map((code) => saveMember(store, { name: '試験', kana: code, sex: 'unknown' }))
      })
      for (const { what, member, other } of deeds) {
        const memberId = members[member]!
        const act = { memberId, patientId: patients[other] ?? '', version: version(memberId), staffId }
        if (what === 'link') setLink(store, act)
        if (what === 'unlink') removeLink(store, act)
        if (what === 'merge') {
          const [keptId, goneId] = [memberId, members[other]!]
          const versions = { keptVersion: version(keptId), goneVersion: version(goneId) }
          const done = saveMerge(store, { keptId, goneId, ...versions, facts: keptSides, staffId })
          if (done.ok) merges.push(done.merge.id)
        }
        if (what === 'undo' && merges.length > 0) undoMerge(store, merges.pop()!, staffId)
        if (what === 'visit') {
          const visit = {
            memberId,
            cardHash: null,
            via: 'manual' as const,
            reader: null,
            counterId: null,
            touchKey: null,
          }
          store.write(() => saveVisit(store, { ...visit, presentedAt: store.now() + other }))
        }
        // As undoing an issue does: alone, and with its links ended.
        const isAlone = memberIdsOf(store, memberId).join() === memberId
        if (what === 'hide' && isAlone && findMember(store, memberId)?.patientIds.length === 0)
          store.write(() => store.queries.hideMember.run({ id: memberId, at: 1 }))
        expect(readRows(store, newest)).toEqual(asItIs(store))
      }
    }),
    { numRuns: 60 },
  )
})
