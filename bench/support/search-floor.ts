import type Database from 'better-sqlite3'

/** A person or a patient of an answer. */
export interface FoundRow {
  id: string
  kind?: 'member' | 'patient'
}

/** Reads the rows of an answer by their ids and nothing else: what a search costs that already knows whom it finds. */
export function createRowReader(db: Database.Database): (rows: readonly FoundRow[]) => void {
  const patient = db.prepare(
    `SELECT patient.id, pharmacy_code, code, name, kana, sex, birth_on, sent_at, version, member_id FROM patient
     LEFT JOIN auto_registration ON patient_id = patient.id AND removed_at IS NULL WHERE patient.id = ?`,
  )
  const member = db.prepare('SELECT id, name, kana, sex, birth_on, version FROM member WHERE id = ?')
  return (rows) => {
    for (const { id, kind = 'patient' } of rows) {
      if ((kind === 'patient' ? patient : member).get(id) === undefined) throw new Error('an answer names nobody')
    }
  }
}
