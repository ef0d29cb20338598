import { findInboundFile } from '../store/inbound.ts'
import type { Store } from '../store/open.ts'
import { listFilesWithoutPhones, refillBefore, savePhones } from '../store/refill.ts'
import { readContent } from './reading.ts'

/** Rows of the queue that one portion goes through, and files that it parses at most: a few milliseconds, so that nobody waits. */
const [portion, filesAtOnce] = [500, 25]
/** Between two portions, milliseconds. */
const breathMs = 50

/**
 * Telephone numbers of patients who were there before the box kept any: read from the kept bytes of their files, newest first, one
 * portion. Broken off anywhere it goes on where it stopped; done again it changes nothing.
 * @param onError told of a file that cannot be read any more; the next ones are
 * @returns false when nothing is left to look through
 */
export function refillMore(store: Store, onError: (error: unknown) => void): boolean {
  const before = refillBefore(store)
  if (before <= 1) return false
  const from = Math.max(1, before - portion)
  const known = new Set<string>()
  const rows = listFilesWithoutPhones(store, { from, before, limit: filesAtOnce })
  const found = rows.flatMap(({ seq, patientId, code }) => {
    const phones = known.has(patientId) ? [] : phonesOf(store, seq, code, onError)
    if (phones.length === 0) return []
    known.add(patientId)
    return [{ patientId, phones }]
  })
  savePhones(store, found, rows.length < filesAtOnce ? from : (rows.at(-1)?.seq ?? from))
  return true
}

/** A file that was put under somebody else since says nothing of this patient. */
function phonesOf(store: Store, seq: number, code: string, onError: (error: unknown) => void): readonly string[] {
  try {
    const file = findInboundFile(store, seq)
    const reading = file?.bytes ? readContent(file.bytes, file.name) : undefined
    return reading?.ok && reading.patient?.code === code ? reading.phones : []
  } catch (error) {
    onError(error)
    return []
  }
}

/** Looks through what is kept beside the work, until all of it is. @returns the way to stop */
export function keepRefilling(store: Store, onError: (error: unknown) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const next = (): void => {
    try {
      if (refillMore(store, onError)) timer = setTimeout(next, breathMs).unref()
    } catch (error) {
      onError(error)
    }
  }
  timer = setTimeout(next, breathMs).unref()
  return () => {
    clearTimeout(timer)
  }
}
