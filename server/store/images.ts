import type { Image, ImageEdit, ImageSetting } from '../../contract/image.ts'
import type { Page } from '../../contract/page.ts'
import type { TrailDeed } from '../../contract/trail.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { newId } from './ids.ts'
import { currentMemberId, findMember, memberIdsOf } from './members.ts'
import type { Store } from './open.ts'
import { findPatient } from './patients.ts'
import { noteTrail } from './trail.ts'

/** An image as it was made anew, and where it came from. */
export interface NewImage {
  uploadKey: string
  source: Image['source']
  ticketId: string | null
  staffId: string | null
  memberId: string | null
  width: number
  height: number
  jpeg: Buffer
  thumbnail: Buffer
}

/** Keeps a new image. One that was sent before (same key) is answered as it is; undefined when it has been deleted since. */
export function saveImage(store: Store, { jpeg, thumbnail, ...facts }: NewImage): Image | undefined {
  return store.write(() => {
    if (store.queries.findImageByUpload.get({ uploadKey: facts.uploadKey }))
      return findImageByUpload(store, facts.uploadKey)
    const id = newId(store)
    const at = store.now()
    const memberId = facts.memberId === null ? null : (currentMemberId(store, facts.memberId) ?? null)
    store.queries.insertImage.run({ ...facts, id, memberId, patientId: null, at, on: tokyoDate(at) })
    store.queries.insertImageBytes.run({ id, jpeg, thumbnail })
    note(store, { id, memberId }, 'image-received', facts.staffId, { source: facts.source })
    return findImage(store, id)
  })
}

/** The image that was kept for this key, unless it has been deleted since. */
export function findImageByUpload(store: Store, uploadKey: string): Image | undefined {
  const known = store.queries.findImageByUpload.get({ uploadKey })
  return known && findImage(store, known.id)
}

/** One that has not been deleted. */
export function findImage(store: Store, id: string): Image | undefined {
  const row = store.queries.findImage.get({ id })
  return row && toImage(store, row)
}

export const findImageBytes = (store: Store, id: string, size: 'jpeg' | 'thumbnail'): Buffer | undefined =>
  (size === 'jpeg' ? store.queries.findImageJpeg : store.queries.findImageThumbnail).get({ id })?.bytes

/** Not marked as done, newest first. `before` is the id the last page ended with. */
export function listOpenImages(store: Store, before: string | null, limit: number): Page<Image> {
  // 'g' sorts behind every id.
  const rows = store.queries.listOpenImages.all({ before: before ?? 'g', limit: limit + 1 })
  return page(store, rows, limit, ({ id }) => id)
}

export const countOpenImages = (store: Store): number => store.queries.countOpenImages.get()?.images ?? 0

/** Marked as done, the last one on top. `before` is the cursor the last page ended with. */
export function listDoneImages(store: Store, before: string | null, limit: number): Page<Image> {
  const [beforeAt = '', beforeId = 'g'] = before?.split('.') ?? []
  const rows = store.queries.listDoneImages.all({
    beforeAt: beforeAt === '' ? Number.MAX_SAFE_INTEGER : Number(beforeAt),
    beforeId,
    limit: limit + 1,
  })
  return page(store, rows, limit, ({ doneAt, id }) => `${String(doneAt)}.${id}`)
}

/** A member's, and those of the patients linked to the member; newest first, done or not. */
export function listImagesOfMember(store: Store, memberId: string, cursor: string | null, limit: number): Page<Image> {
  const before = cursor ?? 'g'
  const rows = [
    ...memberIdsOf(store, memberId).flatMap((id) =>
      store.queries.listImagesOfMember.all({ memberId: id, before, limit: limit + 1 }),
    ),
    ...(findMember(store, memberId)?.patientIds ?? []).flatMap((patientId) =>
      store.queries.listImagesOfPatient.all({ patientId, before, limit: limit + 1 }),
    ),
  ]
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? 1 : -1))
  return page(store, unique, limit, ({ id }) => id)
}

export type EditImageOutcome =
  { ok: true; image: Image } | { ok: false; code: 'not-found' } | { ok: false; code: 'stale-version'; current: Image }

/** Turns an image, says whose it is, marks it as done or takes that back. */
export function editImage(store: Store, id: string, edit: ImageEdit, staffId: string): EditImageOutcome {
  return store.write((): EditImageOutcome => {
    const row = store.queries.findImage.get({ id })
    if (!row) return { ok: false, code: 'not-found' }
    const current = toImage(store, row)
    if (current.version !== edit.version) return { ok: false, code: 'stale-version', current }
    // As it lies in the row: of a member who was merged it is theirs again when the merge is undone.
    const owner = edit.owner === undefined ? row : ownerOf(store, edit.owner)
    if (!owner) return { ok: false, code: 'not-found' }
    const isDone = edit.isDone ?? current.doneAt !== null
    const isSame = isDone === (current.doneAt !== null)
    const doneAt = isSame ? current.doneAt : isDone ? store.now() : null
    const doneBy = isSame ? (store.queries.findDoneBy.get({ id })?.doneBy ?? null) : isDone ? staffId : null
    const { memberId, patientId } = owner
    store.queries.editImage.run({ id, turns: edit.turns ?? current.turns, memberId, patientId, doneAt, doneBy })
    const image = findImage(store, id)
    if (!image) return { ok: false, code: 'not-found' }
    const shown = { id, memberId: image.memberId }
    if (edit.owner !== undefined) {
      const left = current.memberId
      // Both records tell of it: the one it was taken from, and the one it went to.
      if (left !== null && left !== shown.memberId) note(store, { id, memberId: left }, 'image-unassigned', staffId)
      note(store, shown, edit.owner === null ? 'image-unassigned' : 'image-assigned', staffId, { patientId })
    }
    if (!isSame) note(store, shown, isDone ? 'image-done' : 'image-reopened', staffId)
    store.noteChange('image', id)
    return { ok: true, image }
  })
}

/** Whose an image becomes; undefined: there is no such person. A patient's is the linked member's for as long as the link holds. */
function ownerOf(
  store: Store,
  owner: NonNullable<ImageEdit['owner']> | null,
): { memberId: string | null; patientId: string | null } | undefined {
  if (owner === null) return { memberId: null, patientId: null }
  if ('memberId' in owner) {
    const memberId = currentMemberId(store, owner.memberId)
    return memberId === undefined ? undefined : { memberId, patientId: null }
  }
  const patient = findPatient(store, owner.patientId)
  return patient && { memberId: null, patientId: patient.id }
}

export type DeleteImageOutcome = Exclude<EditImageOutcome, { ok: true }> | { ok: true }

/** Deletes an image for good: its bytes, and whose it was. That there was one stays in the trail. */
export function deleteImage(store: Store, id: string, version: number, staffId: string): DeleteImageOutcome {
  return store.write((): DeleteImageOutcome => {
    const current = findImage(store, id)
    if (!current) return { ok: false, code: 'not-found' }
    if (current.version !== version) return { ok: false, code: 'stale-version', current }
    forget(store, current, 'image-deleted', staffId)
    return { ok: true }
  })
}

const dayMs = 24 * 60 * 60 * 1000

/** Deletes at most `most` images that were done longer ago than they are kept. @returns how many */
export function deleteExpiredImages(store: Store, most: number): number {
  const { keptDays } = findImageSetting(store)
  if (keptDays === 0) return 0
  return store.write(() => {
    const expired = store.queries.listExpiredImages.all({ before: store.now() - keptDays * dayMs, limit: most })
    for (const { id } of expired) {
      const image = findImage(store, id)
      if (image) forget(store, image, 'image-expired', null, { keptDays })
    }
    return expired.length
  })
}

function forget(
  store: Store,
  image: { id: string; memberId: string | null },
  what: TrailDeed,
  staffId: string | null,
  detail: Record<string, unknown> = {},
): void {
  store.queries.deleteImageBytes.run({ id: image.id })
  store.queries.forgetImage.run({ id: image.id, at: store.now() })
  note(store, image, what, staffId, detail)
}

export function findImageSetting(store: Store): ImageSetting {
  const row = store.queries.findImageSetting.get()
  if (!row) throw new Error('the migration lays the setting down')
  return row
}

export type SettingOutcome =
  { ok: true; setting: ImageSetting } | { ok: false; code: 'stale-version'; current: ImageSetting }

export function editImageSetting(store: Store, { keptDays, version }: ImageSetting, staffId: string): SettingOutcome {
  return store.write((): SettingOutcome => {
    const current = findImageSetting(store)
    if (current.version !== version) return { ok: false, code: 'stale-version', current }
    store.queries.editImageSetting.run({ keptDays })
    const detail = { from: current.keptDays, to: keptDays }
    noteTrail(store, { staffId, what: 'image-retention-set', memberId: null, rowId: null, detail })
    return { ok: true, setting: findImageSetting(store) }
  })
}

type Row = NonNullable<ReturnType<Store['queries']['findImage']['get']>>

function toImage(store: Store, { patientName, patientKana, ...row }: Row): Image {
  const memberId = row.patientId === null ? row.memberId : (findPatient(store, row.patientId)?.memberId ?? null)
  const member = memberId === null ? undefined : findMember(store, memberId)
  const isTurned = row.turns % 2 === 1
  return {
    ...row,
    memberId: member?.id ?? null,
    name: member?.name ?? patientName,
    kana: member?.kana ?? patientKana,
    width: isTurned ? row.height : row.width,
    height: isTurned ? row.width : row.height,
  }
}

function page(store: Store, rows: Row[], limit: number, cursorOf: (row: Row) => string): Page<Image> {
  const last = rows[limit - 1]
  return {
    items: rows.slice(0, limit).map((row) => toImage(store, row)),
    next: rows.length > limit && last ? cursorOf(last) : null,
  }
}

function note(
  store: Store,
  { id, memberId }: { id: string; memberId: string | null },
  what: TrailDeed,
  staffId: string | null,
  detail: Record<string, unknown> = {},
): void {
  noteTrail(store, { staffId, what, memberId, rowId: id, detail })
  store.noteChange('image', id)
}
