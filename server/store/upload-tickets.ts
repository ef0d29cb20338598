import { mostTicketImages, type UploadTicket } from '../../contract/image.ts'
import { ticketLifeMs } from '../domain/code-state.ts'
import { newId } from './ids.ts'
import { currentMemberId } from './members.ts'
import type { Store } from './open.ts'

/** Leave for one phone to send images. `memberId`: whose they are, or null. */
export function giveUploadTicket(
  store: Store,
  { codeHash, memberId, staffId }: { codeHash: Buffer; memberId: string | null; staffId: string },
): UploadTicket {
  return store.write(() => {
    const id = newId(store)
    const at = store.now()
    store.queries.insertUploadTicket.run({ id, codeHash, memberId, staffId, at, expiresAt: at + ticketLifeMs })
    return { id, state: 'open', expiresAt: at + ticketLifeMs, images: 0 }
  })
}

const imagesOf = (store: Store, ticketId: string): number =>
  store.queries.countImagesOfTicket.get({ ticketId })?.images ?? 0

export function findUploadTicket(store: Store, id: string): UploadTicket | undefined {
  const row = store.queries.findUploadTicket.get({ id })
  if (!row) return undefined
  const state = row.closedAt !== null ? 'done' : store.now() < row.expiresAt ? 'open' : 'expired'
  return { id, state, expiresAt: row.expiresAt, images: imagesOf(store, id) }
}

export interface OpenTicket {
  id: string
  memberId: string | null
  images: number
}

export type AdmitOutcome =
  { ok: true; ticket: OpenTicket } | { ok: false; code: 'unknown' | 'used' | 'expired' | 'full' }

/**
 * May this phone send images with this code?
 * @param isPhone whether a digest is that of the phone that asks
 */
export function admitPhone(store: Store, codeHash: Buffer, isPhone: (hash: Buffer | null) => boolean): AdmitOutcome {
  const row = store.queries.findUploadTicketByHash.get({ codeHash })
  if (!row) return { ok: false, code: 'unknown' }
  if (row.closedAt !== null || (row.phone !== null && !isPhone(row.phone))) return { ok: false, code: 'used' }
  // Nor does it outlive the member: their own card issue was undone.
  const isGone = row.memberId !== null && currentMemberId(store, row.memberId) === undefined
  if (isGone || store.now() >= row.expiresAt) return { ok: false, code: 'expired' }
  const images = imagesOf(store, row.id)
  return images >= mostTicketImages
    ? { ok: false, code: 'full' }
    : { ok: true, ticket: { id: row.id, memberId: row.memberId, images } }
}

/** From the first image on the code belongs to the phone that sent it. Inside `store.write`. */
export function bindTicket(store: Store, id: string, phone: Buffer): void {
  store.queries.bindUploadTicket.run({ id, phone })
}

/** The phone, or whoever showed the code, is done. */
export function closeUploadTicket(store: Store, id: string): void {
  store.write(() => {
    store.queries.closeUploadTicket.run({ id, at: store.now() })
  })
}
