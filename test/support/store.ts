import Database from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { virtualDevice } from '../../drivers/virtual/virtual-driver.ts'
import { hashPassword } from '../../server/access/password.ts'
import { writeNsipsFile, type WrittenFile, type WrittenPerson } from '../../server/demo/nsips-file.ts'
import { presentCard } from '../../server/intake/cards.ts'
import { readQueued, takeFiles } from '../../server/intake/inbound.ts'
import { saveFacility } from '../../server/store/facility.ts'
import { openStore, type Store } from '../../server/store/open.ts'
import { findReaderByDevice, seeReader } from '../../server/store/readers.ts'
import { newId } from '../../server/store/ids.ts'
import { findStaffByLogin, saveStaff } from '../../server/store/staff.ts'
import { saveVisit } from '../../server/store/visits.ts'
import { tempDir } from './temp.ts'

export const password = 'correct horse battery'

/** Ten in the morning of 2026-04-03 in Tokyo. */
export const morning = Date.UTC(2026, 3, 3, 1, 0, 0)

export interface Clock {
  now: () => number
  set: (at: number) => void
}

export function createClock(at = morning): Clock {
  let current = at
  return {
    now: () => current,
    set(next) {
      current = next
    },
  }
}

const files = new WeakMap<Store, string>()

/** The file of a test's store. */
export const fileOf = (store: Store): string => files.get(store)!

/** Rows as they lie in the file of a test's store. */
export const readRows = (store: Store, sql: string): Record<string, unknown>[] => readRowsOf(files.get(store)!, sql)

/** Rows as they lie in the file of any store. */
export function readRowsOf(file: string, sql: string): Record<string, unknown>[] {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare<[], Record<string, unknown>>(sql).all()
  } finally {
    db.close()
  }
}

/** A store in a real file, with a pharmacy, and one of each role: `kanri` (admin), `jimu` (clerk), `yaku` (pharmacist), `hoshu` (maintainer, whose 保守の時間 is open). */
export async function openTestStore(now: () => number = () => morning): Promise<Store> {
  const file = join(tempDir(), 'kusuribako.sqlite')
  const opened = openStore({ file, now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  files.set(store, file)
  onTestFinished(() => {
    store.close()
  })
  const passwordHash = await hashPassword(password)
  store.write(() => {
    saveFacility(store, { name: '見本薬局', hasSecondFactor: false, isDemo: false, cardKey: randomBytes(32) })
    saveStaff(store, { login: 'kanri', name: '管理 者', role: 'admin', passwordHash })
    saveStaff(store, { login: 'jimu', name: '事務 員', role: 'clerk', passwordHash })
    saveStaff(store, { login: 'yaku', name: '薬剤 師', role: 'pharmacist', passwordHash })
    saveStaff(store, { login: 'hoshu', name: '保守 員', role: 'maintainer', passwordHash })
    letIn(store, 'hoshu')
  })
  return store
}

/** Opens 保守の時間 for a maintainer, without a row in any trail. */
export function letIn(store: Store, login: string, hours = 12): void {
  const { id: staffId } = findStaffByLogin(store, login)!
  const at = store.now()
  const values = { id: newId(store), staffId, at, by: null, reason: '試験', endsAt: at + hours * 60 * 60 * 1000 }
  store.queries.insertWindow.run(values)
}

export const testPerson: WrittenPerson = {
  code: '00001234',
  name: '試験　花子',
  kana: 'ｼｹﾝ ﾊﾅｺ',
  sex: '2',
  birthOn: '19680407',
}

/** A plain file: fourteen days of one drug, dispensed on 2026-04-03. */
export const testFile = (changes: Partial<WrittenFile> = {}): WrittenFile => ({
  action: 'A',
  number: '260403000012001',
  revision: 0,
  sentAt: '20260403101530',
  dispensedOn: '20260403',
  receipt: 12,
  person: testPerson,
  institution: '架空クリニック',
  department: '内科',
  prescriber: '架空　太郎',
  drugs: [
    {
      name: '試験用錠２５０ｍｇ',
      form: 2,
      usage: '１日３回毎食後',
      count: 14,
      perDay: 3,
      dose: '6',
      unit: '錠',
      perDose: '2',
    },
  ],
  ...changes,
})

/** Takes files through the real queue and reads them. */
export function takeIn(store: Store, ...files: WrittenFile[]): void {
  takeBytes(store, ...files.map(writeNsipsFile))
}

export function takeBytes(store: Store, ...files: { name: string; bytes: Buffer }[]): void {
  takeFiles(
    store,
    '/test',
    files.map(({ name, bytes }) => ({ name, bytes, size: bytes.length, modifiedAt: 0, sentAt: null })),
  )
  const fail = (error: unknown) => {
    throw error
  }
  while (readQueued(store, fail) > 0);
}

/** A member shows the notebook: what others told is open for the rest of that day. @returns the id of the visit */
export const presentNotebook = (store: Store, memberId: string, presentedAt = store.now()): string =>
  store.write(() =>
    saveVisit(store, {
      ...{ memberId, cardHash: null, via: 'card', reader: null },
      ...{ presentedAt, counterId: null, touchKey: null },
    }),
  )

/** A touch of a card at a virtual reader of this name. @returns the id of the visit */
export function touchCard(store: Store, idm: string, at = store.now(), name = '仮想リーダー'): string {
  const seen = { ...virtualDevice(name), satellite: null }
  if (!findReaderByDevice(store, seen.device)) store.write(() => seeReader(store, seen))
  const reader = findReaderByDevice(store, seen.device)!
  const touch = presentCard(store, { idm, record: { state: 'none' }, at, latencyMs: 1, reader, touchKey: null })
  if (typeof touch === 'string') throw new Error('a touch without a key cannot repeat')
  return touch.visitId
}
