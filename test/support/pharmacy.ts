import { storeFile } from '../../server/main.ts'
import { writeNsipsFile, type WrittenFile } from '../../server/demo/nsips-file.ts'
import { tokyoDate, tokyoTime } from '../../server/domain/calendar-date.ts'
import { saveCard } from '../../server/store/cards.ts'
import { linkPatient, saveMember } from '../../server/store/members.ts'
import { openStore } from '../../server/store/open.ts'
import { findPatientByCode } from '../../server/store/patients.ts'
import { initData, writeSips } from './serve.ts'
import { takeIn, testFile, testPerson } from './store.ts'

/** The card of 試験 花子. */
export const cardId = '0123456789ABCDEF'

/** A file as the receipt computer would send it now. */
export function todayFile(changes: Partial<WrittenFile> = {}): WrittenFile {
  const now = Date.now()
  const today = tokyoDate(now).replaceAll('-', '')
  return testFile({
    number: `${today.slice(2)}000012001`,
    sentAt: today + tokyoTime(now).replaceAll(':', ''),
    dispensedOn: today,
    ...changes,
  })
}

/** A pharmacy where 試験 花子 has a history and a card. */
export function initWithMember(): { dataDir: string; sips: string } {
  const folders = initData()
  const opened = openStore({ file: storeFile(folders.dataDir), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  takeIn(store, testFile())
  store.write(() => {
    const patient = findPatientByCode(store, '9999999', testPerson.code)!
    const memberId = saveMember(store, patient)
    linkPatient(store, memberId, patient.id)
    saveCard(store, memberId, cardId)
  })
  store.close()
  return folders
}

/** The number of a prescription whose file came out broken, and that file. */
export const brokenNumber = '260403000099001'
const broken = { name: `A${brokenNumber}00000.txt`, bytes: Buffer.from('こわれたファイル\r\n') }

export function writeBroken(sips: string): void {
  writeSips(sips, broken)
}

/** The same prescription, sent once more and whole. */
export function writeMended(sips: string): void {
  writeSips(sips, writeNsipsFile(todayFile({ number: brokenNumber })))
}
