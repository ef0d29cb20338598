import type { DispensingRecord } from '../../contract/dispensing.ts'
import type { Warning } from '../../contract/issue.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { latestWord } from '../domain/dispensing.ts'
import { readContent, type AcceptedReading } from '../intake/reading.ts'
import { listEvents, saveDispensing } from './dispensings.ts'
import { findInboundFile } from './inbound.ts'
import type { Store } from './open.ts'

/** One file that was read, and where it stands in the queue. */
export interface ReadFile {
  seq: number
  receivedAt: number
  reading: AcceptedReading
}

/** A file of a history once more, out of its bytes, which are kept. */
export function readAgain(store: Store, seq: number): ReadFile {
  const file = findInboundFile(store, seq)
  const reading = file?.bytes ? readContent(file.bytes, file.name) : undefined
  if (!file || !reading?.ok) throw new Error('a file of a history can no longer be read')
  return { seq, receivedAt: file.receivedAt, reading }
}

export function withWarnings(content: string, warnings: Warning[]): string {
  if (warnings.length === 0) return content
  const record = JSON.parse(content) as DispensingRecord
  return JSON.stringify({ ...record, warnings: [...record.warnings, ...warnings] })
}

/** Inside `store.write`: the row says what its own files say together, whatever it said before. A row without files stays as it is. */
export function recompute(store: Store, id: string): void {
  const row = store.queries.findDispensing.get({ id })
  const events = listEvents(store, id)
  const [first, ...more] = events
  if (!row || !first) return
  const latest = latestWord([first, ...more])
  const word = readAgain(store, latest.arrival)
  const [written, ...others] = events.filter(({ action }) => action !== 'delete')
  const shown = written && readAgain(store, latestWord([written, ...others]).arrival)
  const { action, revision, sentAt, dispensedOn, patient } = word.reading
  const isRemoval = action === 'delete'
  const content = shown && withWarnings(shown.reading.content, changesOf(store, shown.seq))
  saveDispensing(store, id, {
    ...row,
    number: row.prescriptionNumber,
    patientCode: patient?.code ?? shown?.reading.patient?.code ?? row.patientCode,
    inboundSeq: word.seq,
    action,
    revision,
    sentAt: sentAt ?? null,
    // As when they came: a delete keeps the day of what it deletes, and a file without any date shows on the day it came.
    dispensedOn: (isRemoval ? dayOf(shown) : undefined) ?? dispensedOn ?? tokyoDate(word.receivedAt),
    receivedAt: word.receivedAt,
    removedAt: isRemoval ? word.receivedAt : null,
    content: content ?? null,
  })
}

const dayOf = (file: ReadFile | undefined): string | undefined =>
  file && (file.reading.dispensedOn ?? tokyoDate(file.receivedAt))

/** What was said of the file itself when it came; the rest is about its place among the others. */
const changesOf = (store: Store, seq: number): Warning[] =>
  (JSON.parse(store.queries.findRevisionBySeq.get({ seq })?.warnings ?? '[]') as Warning[]).filter(
    ({ code }) => code === 'patient-changed',
  )
