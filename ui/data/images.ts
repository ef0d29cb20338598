import type { GivenUploadTicket, Image, ImageEdit, ImageSetting, UploadTicket } from '../../contract/image.ts'
import type { Page } from '../../contract/page.ts'
import { Collection } from './collection.ts'
import { follow } from './follow.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { failed, success, type Outcome } from './outcome.ts'
import { sendableImage } from './sendable-image.ts'
import { Store } from './store.ts'

const of = (id: string): string => `/api/images/${encodeURIComponent(id)}`

/** Address of an image; another one when it was turned. */
export const imageUrl = ({ id, version }: Pick<Image, 'id' | 'version'>, size: 'file' | 'thumbnail'): string =>
  `${of(id)}/${size}?v=${String(version)}`

export const getImage = async (http: Http, id: string): Promise<Outcome<Image>> => {
  const outcome = await http.get<Page<Image>>(`/api/images?ids=${encodeURIComponent(id)}`)
  if (!outcome.ok) return outcome
  const [image] = outcome.value.items
  return image ? success(image) : failed({ kind: 'refused', code: 'not-found' })
}

/** `stale-version` carries the image as it is now. */
export const editImage = (
  http: Http,
  { id, version }: Image,
  edit: Omit<ImageEdit, 'version'>,
): Promise<Outcome<Image>> => http.ask('PATCH', of(id), { ...edit, version })

/** For good; asked before. */
export const deleteImage = (http: Http, { id, version }: Image): Promise<Outcome<undefined>> =>
  http.send('DELETE', `${of(id)}?version=${String(version)}`)

export const getImageSetting = (http: Http): Promise<Outcome<ImageSetting>> => http.get('/api/image-setting')

export const saveImageSetting = (http: Http, setting: ImageSetting): Promise<Outcome<ImageSetting>> =>
  http.ask('PATCH', '/api/image-setting', setting)

export const giveUploadTicket = (http: Http, memberId: string | null): Promise<Outcome<GivenUploadTicket>> =>
  http.ask('POST', '/api/upload-tickets', { memberId })

export const getUploadTicket = (http: Http, id: string): Promise<Outcome<UploadTicket>> =>
  http.get(`/api/upload-tickets/${encodeURIComponent(id)}`)

export const closeUploadTicket = (http: Http, id: string): Promise<Outcome<undefined>> =>
  http.send('POST', `/api/upload-tickets/${encodeURIComponent(id)}/close`)

/** Which images a list shows. */
export type ImageView = { view: 'open' | 'done' } | { memberId: string }

export interface Images {
  collection: Collection<Image>
  close: () => void
}

/** 処方箋 images, newest first (those that are done: done last first), kept fresh. */
export const listImages = (http: Http, live: Live, view: ImageView): Images => {
  const path = 'view' in view ? `/api/images?view=${view.view}&` : `/api/members/${view.memberId}/images?`
  const isDoneView = 'view' in view && view.view === 'done'
  const rank = (image: Image): number => (isDoneView ? (image.doneAt ?? 0) : image.receivedAt)
  const compare = (a: Image, b: Image): number => rank(b) - rank(a) || (a.id < b.id ? 1 : -1)
  const collection = new Collection<Image>({
    keyOf: ({ id }) => id,
    compare,
    page: (cursor) => http.get<Page<Image>>(cursor === null ? path.slice(0, -1) : `${path}cursor=${cursor}`),
    byIds: async (ids) => {
      // Whose an image is depends on links and merges: of a person the box is asked again for all.
      if ('memberId' in view) return success({ items: [], isReload: true })
      return http.get<Page<Image>>(`/api/images?ids=${ids.join(',')}`)
    },
    keeps: (image, shown, hasMore) => {
      if ((image.doneAt !== null) !== isDoneView) return false
      const last = shown.at(-1)
      return !hasMore || last === undefined || compare(image, last) < 0
    },
  })
  const close = follow(live, collection, (noun, ids) => {
    if (noun === 'image') void collection.change(ids)
    if (noun === 'member' || noun === 'merge') void collection.load()
  })
  return { collection, close }
}

/** An image on its way from this PC. */
export interface Upload {
  key: string
  file: File
  /** Whose it was when it was added; null nobody had said so. */
  memberId: string | null
  /** A code of contract/errors.ts where it was refused; '' where the box could not be reached. */
  state: 'waiting' | 'sending' | 'working' | 'sent' | { code: string }
  share: number
}

/** Images that this PC sends, one after the other. A failed one stays until it is sent again or put away. */
export class Uploads {
  readonly list = new Store<readonly Upload[]>([])
  #isSending = false

  add(files: Iterable<File>, memberId: string | null, mostBytes: number): void {
    const added = [...files].map((file): Upload => {
      const state = file.size > mostBytes ? { code: 'image-too-big' } : 'waiting'
      return { key: newKey(), file, memberId, state, share: 0 }
    })
    this.list.set([...this.list.value, ...added])
    void this.#run()
  }

  retry(key: string): void {
    this.#change(key, { state: 'waiting', share: 0 })
    void this.#run()
  }

  dismiss(key: string): void {
    this.list.set(this.list.value.filter((upload) => upload.key !== key))
  }

  async #run(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    for (let next = this.#next(); next; next = this.#next()) {
      const { key } = next
      this.#change(key, { state: 'sending' })
      const state = await put(next, (share) => {
        this.#change(key, share < 1 ? { share } : { share, state: 'working' })
      })
      this.#change(key, { state })
    }
    this.#isSending = false
    // What arrived is in the list below.
    this.list.set(this.list.value.filter(({ state }) => state !== 'sent'))
  }

  #next(): Upload | undefined {
    return this.list.value.find(({ state }) => state === 'waiting')
  }

  #change(key: string, part: Partial<Upload>): void {
    this.list.set(this.list.value.map((upload) => (upload.key === key ? { ...upload, ...part } : upload)))
  }
}

/** Random, in the form of an id: a page without TLS has no `randomUUID`. The same file sent again under its key is one image. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte, at) => `${[4, 6, 8, 10].includes(at) ? '-' : ''}${byte.toString(16).padStart(2, '0')}`)
    .join('')

/** Fetch tells nothing of progress; this does. */
const put = async ({ key, file, memberId }: Upload, onShare: (share: number) => void): Promise<Upload['state']> => {
  const image = await sendableImage(file)
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onShare(total > 0 ? loaded / total : 0)
    })
    request.addEventListener('load', () => {
      resolve(request.status < 300 ? 'sent' : { code: codeOf(request.responseText) })
    })
    for (const type of ['error', 'timeout', 'abort'])
      request.addEventListener(type, () => {
        resolve({ code: '' })
      })
    request.open('PUT', `/api/image-uploads/${key}${memberId === null ? '' : `?memberId=${memberId}`}`)
    request.timeout = 120_000
    request.setRequestHeader('content-type', image.type.startsWith('image/') ? image.type : 'application/octet-stream')
    request.send(image)
  })
}

const codeOf = (text: string): string => {
  try {
    const { code } = JSON.parse(text) as { code?: unknown }
    return typeof code === 'string' ? code : 'internal'
  } catch {
    return 'internal'
  }
}
