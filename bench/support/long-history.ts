import { join } from 'node:path'
import { addDays, tokyoDate } from '../../server/domain/calendar-date.ts'
import { readQueued, takeFiles } from '../../server/intake/inbound.ts'
import { saveCard } from '../../server/store/cards.ts'
import { linkPatient, saveMember } from '../../server/store/members.ts'
import { openStore } from '../../server/store/open.ts'
import { findPatientByCode } from '../../server/store/patients.ts'
import { saveVisit } from '../../server/store/visits.ts'
import { initBox } from './box.ts'
import { benchFile, benchPerson } from './files.ts'
import type { Scope } from './scope.ts'

/** As server/demo/nsips-file.ts writes it. */
const pharmacyCode = '9999999'
/** Twenty years, two prescriptions a week. */
const dispensings = 2000
const filesAtOnce = 200

export const benchCard = (index: number): string => `01FD${index.toString(16).padStart(12, '0')}`

/**
 * A pharmacy with a few members, each with a card and a visit of today; the first has twenty years of history.
 * @returns its data folder, and the ids of the members
 */
export async function initLongHistory(
  scope: Scope,
  members: number,
): Promise<{ dataDir: string; memberIds: string[] }> {
  const dataDir = join(scope.tempDir(), 'data')
  await initBox(dataDir)
  const opened = openStore({ file: join(dataDir, 'kusuribako.sqlite'), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  const today = tokyoDate(Date.now())
  const files = [
    ...Array.from({ length: dispensings }, (_, index) =>
      benchFile(index + 1, benchPerson(0), addDays(today, -Math.floor((index * 7) / 2))),
    ),
    ...Array.from({ length: members - 1 }, (_, index) =>
      benchFile(dispensings + index + 1, benchPerson(index + 1), addDays(today, -(index % 60))),
    ),
  ]
  for (let from = 0; from < files.length; from += filesAtOnce) {
    const part = files.slice(from, from + filesAtOnce)
    takeFiles(
      store,
      'bench',
      part.map(({ name, bytes }) => ({ name, bytes, size: bytes.length, modifiedAt: 0, sentAt: null })),
    )
    while (
      readQueued(store, (error) => {
        throw error
      }) > 0
    );
  }
  const memberIds = store.write(() =>
    Array.from({ length: members }, (_, index) => {
      const patient = findPatientByCode(store, pharmacyCode, benchPerson(index).code)
      if (!patient) throw new Error('a person of the bench was not read')
      const memberId = saveMember(store, patient)
      linkPatient(store, memberId, patient.id)
      saveCard(store, memberId, benchCard(index))
      const visit = { memberId, cardHash: null, via: 'card' as const, reader: null, counterId: null, touchKey: null }
      saveVisit(store, { ...visit, presentedAt: Date.now() - index * 1000 })
      return memberId
    }),
  )
  store.close()
  return { dataDir, memberIds }
}
