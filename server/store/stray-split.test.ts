import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClock, openTestStore, readRows, takeBytes } from '../../test/support/store.ts'
import { oldCode, oldFile, person, pharmacyCode, usualPharmacy } from '../../test/support/two-computers.ts'
import { latestWord, type DispensingEvent } from '../domain/dispensing.ts'
import { freezeFeed, resumeFeed } from './feed-freeze.ts'
import type { Store } from './open.ts'
import { findStaffByLogin } from './staff.ts'
import { joinStray, keepStray, listStrays, undoStray } from './strays.ts'

const dayMs = 24 * 60 * 60 * 1000
const three = [0, 1, 2] as const
const deed = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('file' as const),
      who: fc.constantFrom(...three),
      number: fc.constantFrom(...three),
      action: fc.constantFrom('A' as const, 'U' as const, 'D' as const),
      revision: fc.nat({ max: 3 }),
      minute: fc.integer({ min: 10, max: 40 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom('same' as const, 'other' as const, 'undo' as const), at: fc.nat() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom('freeze' as const, 'resume' as const), at: fc.nat() }),
  },
)

interface Row {
  id: string
  name: string | null
  number: string
  seq: number
  isLive: number
}

const rowsOf = (store: Store, numbers: readonly string[]) =>
  readRows(
    store,
    `SELECT dispensing.id, patient.name, prescription_number AS number, inbound_seq AS seq, removed_at IS NULL AS isLive
     FROM dispensing LEFT JOIN patient ON patient.id = patient_id
     WHERE prescription_number IN ('${numbers.join("','")}') AND dispensing.system NOT LIKE 'joined:%'`,
  ) as unknown as Row[]

test('when all is taken back, every prescription is that of whom its files name, as they last say, whatever was done before', async () => {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  usualPharmacy(store, 25, [])
  const staffId = findStaffByLogin(store, 'yaku')!.id
  let runs = 0
  fc.assert(
    fc.property(fc.array(deed, { minLength: 4, maxLength: 30 }), (deeds) => {
      // People, numbers and days of their own, so that one store serves all.
      const run = ++runs
      clock.set(clock.now() + 40 * dayMs)
      const code = oldCode(100 + run)
      const people = [100 + run, 141 + run, 183 + run].map((at) => ({ ...person(at), code }))
      const numbers = three.map((at) => `27${String(run).padStart(4, '0')}00770000${String(at)}`)
      const said = new Map<string, DispensingEvent[]>()
      let files = 0
      const take = (who: number, number: string, action: 'A' | 'U' | 'D', revision: number, minute: number) => {
        const sentAt = `2026040310${String(minute)}00`
        // A prescription of another day: no file corrects who a patient is.
        const dispensedOn = `2026040${String(1 + who)}`
        const before = Number(readRows(store, 'SELECT max(seq) AS seq FROM inbound')[0]?.['seq'])
        takeBytes(
          store,
          oldFile(0, { person: people[who]!, number, action, revision, sentAt, dispensedOn, receipt: ++files }),
        )
        const [row] = readRows(store, `SELECT seq, state FROM inbound WHERE seq > ${String(before)}`)
        // The same bytes twice are one file.
        if (!row) return
        expect(row['state']).toBe('done')
        const event = {
          action: ({ A: 'new', U: 'update', D: 'delete' } as const)[action],
          revision,
          arrival: Number(row['seq']),
        }
        const key = `${people[who]!.name} ${number}`
        said.set(key, [...(said.get(key) ?? []), { ...event, sentAt }])
      }
      const mine = () => listStrays(store).items.filter((stray) => stray.code === code)
      take(0, `27${String(run).padStart(4, '0')}007799999`, 'A', 0, 10)
      for (const each of deeds) {
        if (each.what === 'file') {
          take(each.who, numbers[each.number]!, each.action, each.revision, each.minute)
          continue
        }
        if (each.what === 'freeze') freezeFeed(store, staffId, pharmacyCode)
        else if (each.what === 'resume') resumeFeed(store, staffId, pharmacyCode)
        else {
          const list = mine().filter(({ decision }) => (decision === null) === (each.what !== 'undo'))
          const stray = list[each.at % Math.max(1, list.length)]
          if (!stray) continue
          const { id, version } = stray.person
          if (each.what === 'undo') undoStray(store, stray.decision!.id, staffId)
          else if (each.what === 'other') keepStray(store, id, { staffId, version })
          else if (stray.known)
            expect(
              joinStray(store, id, { staffId, version, knownId: stray.known.id, knownVersion: stray.known.version }),
            ).toMatchObject({ ok: true })
        }
      }
      resumeFeed(store, staffId, pharmacyCode)
      for (const { decision } of mine())
        if (decision) expect(undoStray(store, decision.id, staffId)).toMatchObject({ ok: true })
      expect(mine().filter(({ decision }) => decision)).toEqual([])

      const rows = rowsOf(store, numbers)
      const expected = [...said].flatMap(([key, [first, ...more]]) => {
        const word = latestWord([first!, ...more])
        return numbers.some((number) => key.endsWith(number)) ? [`${key} ${String(word.arrival)}`] : []
      })
      expect(rows.map(({ name, number, seq }) => `${String(name)} ${number} ${String(seq)}`).sort()).toEqual(
        expected.sort(),
      )
      const words = new Map([...said.values()].flat().map(({ arrival, action }) => [arrival, action]))
      for (const { seq, isLive } of rows) expect(isLive === 1).toBe(words.get(seq) !== 'delete')
      const patients = readRows(store, `SELECT name FROM patient WHERE code = '${code}' ORDER BY name`)
      expect(new Set(patients.map(({ name }) => name)).size).toBe(patients.length)
    }),
    { numRuns: 40 },
  )
})
