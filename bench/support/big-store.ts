import type Database from 'better-sqlite3'
import { createHash, hash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { addDays } from '../../server/domain/calendar-date.ts'
import { loadMigrations } from '../../server/store/migrate.ts'
import { openStore } from '../../server/store/open.ts'
import { indexMore } from '../../server/store/search-index.ts'
import { insertDispensing, insertInbound, insertPatient, insertRevision, patientRow } from './bare-store.ts'
import { initBox } from './box.ts'
import { benchFile, benchPerson } from './files.ts'
import { createRecords, mustEqual } from './records.ts'
import { openPlain } from './plain-db.ts'
import { benchDir } from './scope.ts'

export const dispensings = 600_000
export const patients = 60_000
const members = 6_000
const visitsADay = 150
/** What the box keeps of its change log (server/main.ts). */
const keptChanges = 100_000
/** As server/demo/nsips-file.ts writes it. */
const pharmacyCode = '9999999'
const firstDay = '2021-04-01'
const perDay = 330
const rowsAtOnce = 50_000
const checkedEvery = 1000

/** The last day with dispensings, and the busiest for visits. */
export const lastDay = addDays(firstDay, Math.floor((dispensings - 1) / perDay))
/** Files of the measurements themselves carry numbers from here on. */
export const nextCounter = dispensings + 1

const builtFrom = ['big-store.ts', 'bare-store.ts', 'files.ts', 'records.ts']

/** The name says what the store was built by: another schema or another builder makes another store. */
function storeName(): string {
  const digest = createHash('sha256')
  for (const { sql } of loadMigrations()) digest.update(sql)
  for (const name of builtFrom) digest.update(readFileSync(join(import.meta.dirname, name)))
  return `store-${digest.digest('hex').slice(0, 16)}`
}

/**
 * Data folder of a box that has run for five years: 600,000 dispensings of 60,000 patients, each with its file. Built once
 * and kept; what earlier measurements added to it is taken out again.
 */
export async function openBigStore(say: (line: string) => void): Promise<string> {
  const name = storeName()
  const dir = join(benchDir, name)
  if (!existsSync(dir)) {
    if (existsSync(benchDir)) {
      for (const old of readdirSync(benchDir)) {
        if (old.startsWith('store-')) rmSync(join(benchDir, old), { recursive: true })
      }
    }
    const partial = `${dir}.partial`
    await initBox(partial)
    build(join(partial, 'kusuribako.sqlite'), say)
    indexPeople(join(partial, 'kusuribako.sqlite'))
    renameSync(partial, dir)
  }
  takeOutAdditions(join(dir, 'kusuribako.sqlite'))
  return dir
}

/** A box that has run for five years has its search index. */
function indexPeople(file: string): void {
  const opened = openStore({ file, now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  while (indexMore(opened.store));
  opened.store.close()
}

function build(file: string, say: (line: string) => void): void {
  const startedAt = performance.now()
  const db = openPlain(file)
  // A store that is not finished is thrown away: nothing here needs to survive a crash.
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
  db.pragma('foreign_keys = OFF')
  db.pragma('cache_size = -262144')
  const inTransaction = (from: number, to: number, insert: (index: number) => void): void => {
    db.transaction(() => {
      for (let index = from; index < to; index++) insert(index)
    })()
  }

  const recordOf = createRecords()
  const patientIds = new Map<number, string>()
  const inbound = db.prepare(insertInbound)
  const patient = db.prepare(insertPatient)
  const dispensing = db.prepare(insertDispensing)
  const revision = db.prepare(insertRevision)
  const insertOne = (index: number): void => {
    // A prime step sends people back in an order that has nothing to do with their codes.
    const person = (index * 7919) % patients
    const on = addDays(firstDay, Math.floor(index / perDay))
    const at = Date.parse(`${on}T10:00:00+09:00`) + (index % perDay) * 60_000
    const seq = index + 1
    const { name, bytes } = benchFile(seq, benchPerson(person), on)
    const record = recordOf(seq, person, on)
    if (index % checkedEvery === 0) mustEqual(record, name, bytes)
    const sentAt = record.sentAt ?? null
    const file = { folder: '/計測/SIPS1', name, sha256: hash('sha256', bytes), size: bytes.length, sentAt, bytes }
    inbound.run({ ...file, modifiedAt: at, at, state: 'done', attempts: 1 })
    let patientId = patientIds.get(person)
    if (patientId === undefined) {
      patientId = uuidv7()
      patientIds.set(person, patientId)
      patient.run({ ...patientRow(patientId, pharmacyCode, record.patient, sentAt), at })
    }
    const id = uuidv7()
    const foreign = { pharmacyCode, number: record.prescription.number, patientCode: record.patient.code }
    dispensing.run({ id, ...foreign, patientId, seq, sentAt, dispensedOn: on, at, content: JSON.stringify(record) })
    revision.run({ seq, id, sentAt })
  }
  for (let from = 0; from < dispensings; from += rowsAtOnce) {
    say(
      `60 万件の調剤を作っています(初回だけ): ${from / 10_000} 万件、${((performance.now() - startedAt) / 1000).toFixed(0)} 秒`,
    )
    inTransaction(from, Math.min(dispensings, from + rowsAtOnce), insertOne)
  }
  db.prepare(
    `INSERT INTO change (seq, noun, row_id, at)
     SELECT inbound_seq, 'dispensing', id, received_at FROM dispensing WHERE inbound_seq > ? ORDER BY inbound_seq`,
  ).run(dispensings - keptChanges)
  addMembers(db)
  db.pragma('foreign_keys = ON')
  const broken = db.pragma('foreign_key_check') as unknown[]
  if (broken.length > 0) throw new Error(`the bench built a store with ${broken.length} broken references`)
  db.pragma('journal_mode = WAL')
  db.close()
  say(`${((performance.now() - startedAt) / 1000).toFixed(0)} 秒で作りました`)
}

/** Every tenth patient keeps a notebook here; visits on the last twenty days. */
function addMembers(db: Database.Database): void {
  db.exec(`
    INSERT INTO member (id, name, kana, sex, birth_on, version, created_at, updated_at)
      SELECT id, name, kana, sex, birth_on, 1, created_at, updated_at FROM patient WHERE rowid % ${patients / members} = 0;
    INSERT INTO auto_registration (id, member_id, patient_id, registered_at) SELECT id, id, id, created_at FROM member;
  `)
  const visit = db.prepare(
    `INSERT INTO visit (id, member_id, via, presented_at, presented_on)
     SELECT :id, id, 'card', :at, :on FROM member LIMIT 1 OFFSET :offset`,
  )
  db.transaction(() => {
    for (let index = 0; index < 20 * visitsADay; index++) {
      const on = addDays(lastDay, Math.floor(index / visitsADay) - 19)
      const at = Date.parse(`${on}T09:00:00+09:00`) + (index % visitsADay) * 180_000
      visit.run({ id: uuidv7({ msecs: at }), at, on, offset: index % members })
    }
  })()
}

/** Rows that files of a measurement became. Patients stay: the files are of people the store knows. */
function takeOutAdditions(file: string): void {
  const db = openPlain(file)
  // A reference to inbound has no index, since the box never deletes there.
  db.pragma('foreign_keys = OFF')
  db.transaction(() => {
    db.prepare('DELETE FROM dispensing_revision WHERE inbound_seq > ?').run(dispensings)
    db.prepare('DELETE FROM dispensing WHERE pharmacy_code = ? AND prescription_number > ?').run(
      pharmacyCode,
      String(dispensings).padStart(15, '0'),
    )
    for (const table of ['inbound', 'change']) db.prepare(`DELETE FROM ${table} WHERE seq > ?`).run(dispensings)
    db.exec('DELETE FROM session')
  })()
  db.close()
}
