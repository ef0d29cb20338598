import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { mostImageBytes, type Image } from '../../contract/image.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import { headLength, imageKind } from '../domain/image-kind.ts'
import { findImageByUpload, saveImage, type NewImage } from '../store/images.ts'
import type { Store } from '../store/open.ts'

/** Where images lie between the wire and the store, and what makes them anew (server/ops/image-worker.ts). */
export interface ImagesPort {
  folder: string
  reencode: (
    path: string,
  ) => Promise<
    | { ok: true; width: number; height: number; jpeg: Buffer; thumbnail: Buffer }
    | { ok: false; code: 'broken' | 'too-many-pixels' | 'timeout' }
  >
}

export type TakeOutcome = { ok: true; image: Image } | { ok: false; code: ErrorCode }

/** Who sends it, and whose it is. */
export type Sender = Pick<NewImage, 'uploadKey' | 'source' | 'ticketId' | 'staffId' | 'memberId'>

/**
 * Takes one image from the wire: counted while it streams into a file of its own, known by its first bytes, made anew in another
 * process, and only then kept. Nothing of it stays behind in the folder, whatever happens.
 */
export async function takeImage(
  store: Store,
  { folder, reencode }: ImagesPort,
  body: Readable,
  sender: Sender,
): Promise<TakeOutcome> {
  const path = join(folder, randomUUID())
  try {
    const received = await receive(body, path)
    if (received !== 'whole') return { ok: false, code: received }
    // The answer to the first sending was lost on the way.
    const known = findImageByUpload(store, sender.uploadKey)
    if (known) return { ok: true, image: known }
    const made = await reencode(path)
    if (!made.ok) return { ok: false, code: `image-${made.code}` }
    const { width, height, jpeg, thumbnail } = made
    const image = saveImage(store, { ...sender, width, height, jpeg, thumbnail })
    return image ? { ok: true, image } : { ok: false, code: 'not-found' }
  } finally {
    await rm(path, { force: true })
  }
}

/** More than this is not even listened to. */
const mostHeard = 4 * mostImageBytes

async function receive(
  body: Readable,
  path: string,
): Promise<'whole' | 'image-too-big' | 'image-kind' | 'image-heic' | 'image-broken'> {
  await using file = await open(path, 'wx', 0o600)
  let size = 0
  let head = Buffer.alloc(0)
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length
      // A sender hears the answer only when it was let finish.
      if (size > mostHeard) break
      if (size <= mostImageBytes) await file.write(chunk)
      if (head.length < headLength) head = Buffer.concat([head, chunk]).subarray(0, headLength)
    }
  } catch {
    // The sender went away: nobody hears the answer.
    return 'image-broken'
  }
  if (size > mostImageBytes) return 'image-too-big'
  const kind = imageKind(head)
  return kind === 'known' ? 'whole' : kind === 'heic' ? 'image-heic' : 'image-kind'
}
