import type Database from 'better-sqlite3'
import { hash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { DispensingRecord, WrittenPatient } from '../../contract/dispensing.ts'
import { foldKana, foldName } from '../../server/domain/fold.ts'
import { parseNsips, peekSentAt } from '../../server/intake/nsips/parse.ts'
import { migrate } from '../../server/store/migrate.ts'
import { openPlain } from './plain-db.ts'

/** The rows that one file becomes, worked out before the clock starts. */
export interface PlannedFile {
  name: string
  inbound: { name: string; sha256: string; size: number; sentAt: string | null }
  /** Undefined when an earlier file of the plan brought the same patient. */
  newPatient: Record<string, string | null> | undefined
  dispensing: Record<string, string | null> & { id: string; patientId: string; sentAt: string | null }
}

/** Rows as the box makes them from new prescriptions (server/intake/dispensings.ts). Throws on a file that cannot be read. */
export function planFiles(files: { name: string; bytes: Buffer }[]): PlannedFile[] {
  const patientIds = new Map<string, string>()
  return files.map(({ name, bytes }) => {
    const { pharmacy, patient, record } = readRecord(name, bytes)
    const known = patientIds.get(patient.code)
    const patientId = known ?? uuidv7()
    patientIds.set(patient.code, patientId)
    const sentAt = record.sentAt ?? null
    return {
      name,
      inbound: { name, sha256: hash('sha256', bytes), size: bytes.length, sentAt: peekSentAt(bytes.subarray(0, 64)) },
      newPatient: known === undefined ? patientRow(patientId, pharmacy.code, patient, sentAt) : undefined,
      dispensing: {
        id: uuidv7(),
        pharmacyCode: pharmacy.code,
        number: record.prescription.number,
        patientId,
        sentAt,
        patientCode: patient.code,
        dispensedOn: record.prescription.dispensedOn ?? null,
        content: JSON.stringify(record),
      },
    }
  })
}

export function readRecord(name: string, bytes: Buffer) {
  const parsed = parseNsips(bytes, name)
  const { record, pharmacy, patient } = (parsed.ok ? { ...parsed.record, record: parsed.record } : {}) as Partial<
    DispensingRecord & { record: DispensingRecord }
  >
  if (!record || !pharmacy || !patient) throw new Error(`the bench wrote a file that cannot be read: ${name}`)
  return { record, pharmacy, patient }
}

export const patientRow = (id: string, pharmacyCode: string, written: WrittenPatient, sentAt: string | null) => ({
  id,
  pharmacyCode,
  code: written.code,
  name: written.name ?? '',
  kana: written.kana ?? '',
  sex: written.sex,
  birthOn: written.birthOn ?? null,
  nameKey: foldName(written.name ?? ''),
  kanaKey: foldKana(written.kana ?? ''),
  sentAt,
})

export const insertInbound = `INSERT INTO inbound (folder, name, sha256, size, modified_at, sent_at, received_at, state, attempts, issues, stem, bytes)
  VALUES (:folder, :name, :sha256, :size, :modifiedAt, :sentAt, :at, :state, :attempts, NULL, substr(:name, 2, 15), :bytes)`
export const insertPatient = `INSERT INTO patient (id, pharmacy_code, code, name, kana, sex, birth_on, name_key, kana_key, sent_at, version, created_at, updated_at)
  VALUES (:id, :pharmacyCode, :code, :name, :kana, :sex, :birthOn, :nameKey, :kanaKey, :sentAt, 1, :at, :at)`
export const insertDispensing = `INSERT INTO dispensing (id, pharmacy_code, prescription_number, patient_id, inbound_seq, action, revision, sent_at, patient_code, dispensed_on, received_at, version, removed_at, content)
  VALUES (:id, :pharmacyCode, :number, :patientId, :seq, 'new', 0, :sentAt, :patientCode, :dispensedOn, :at, 1, NULL, :content)`
export const insertRevision = `INSERT INTO dispensing_revision (inbound_seq, dispensing_id, action, revision, sent_at, warnings) VALUES (:seq, :id, 'new', 0, :sentAt, '[]')`

export interface BareStore {
  /** One transaction: the bytes are in the queue. Returns their sequence numbers. */
  take(files: { plan: PlannedFile; bytes: Buffer }[]): number[]
  /** One transaction: what the files say is in the store. */
  read(files: { plan: PlannedFile; seq: number }[]): void
  /** What a box's store must hold as well, if it did the same work. */
  totals(): Totals
  close(): void
}

export type Totals = Record<string, number>

/** Rows and bytes of content, to hold two stores against each other. */
export const totalsOf = (db: Database.Database): Totals =>
  db
    .prepare<[], Totals>(
      `SELECT (SELECT count(*) FROM inbound WHERE state = 'done') AS files, (SELECT sum(length(bytes)) FROM inbound) AS bytes,
        (SELECT count(*) FROM patient) AS patients, (SELECT count(*) FROM dispensing) AS dispensings,
        (SELECT sum(length(content)) FROM dispensing) AS content, (SELECT count(*) FROM dispensing_revision) AS revisions,
        (SELECT count(*) FROM change) AS changes`,
    )
    .get() ?? {}

/** A new store with the box's tables, written to with nothing between the rows and SQLite. */
export function createBareStore(file: string): BareStore {
  const db = openPlain(file)
  migrate(db)
  const inbound = db.prepare(insertInbound)
  const patient = db.prepare(insertPatient)
  const touch = db.prepare('UPDATE patient SET sent_at = :sentAt WHERE id = :patientId')
  const dispensing = db.prepare(insertDispensing)
  const revision = db.prepare(insertRevision)
  const done = db.prepare(`UPDATE inbound SET state = 'done', issues = NULL, attempts = 1 WHERE seq = :seq`)
  const change = db.prepare('INSERT INTO change (noun, row_id, at) VALUES (:noun, :id, :at)')
  const at = Date.now()
  const folder = '/計測/SIPS1'

  const take = db.transaction((files: { plan: PlannedFile; bytes: Buffer }[]) =>
    files.map(({ plan, bytes }) => {
      const row = { folder, ...plan.inbound, modifiedAt: at, at, state: 'queued', attempts: 0, bytes }
      return Number(inbound.run(row).lastInsertRowid)
    }),
  )
  const read = db.transaction((files: { plan: PlannedFile; seq: number }[]) => {
    for (const { plan, seq } of files) {
      const { id, patientId, sentAt } = plan.dispensing
      if (plan.newPatient) {
        patient.run({ ...plan.newPatient, at })
        change.run({ noun: 'patient', id: patientId, at })
      } else {
        touch.run({ sentAt, patientId })
      }
      dispensing.run({ ...plan.dispensing, seq, at })
      change.run({ noun: 'dispensing', id, at })
      revision.run({ seq, id, sentAt })
      done.run({ seq })
    }
  })

  return {
    take: (files) => take.immediate(files),
    read: (files) => {
      read.immediate(files)
    },
    totals: () => totalsOf(db),
    close() {
      db.close()
    },
  }
}
