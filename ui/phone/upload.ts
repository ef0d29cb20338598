/**
 * The page on which a phone sends 処方箋 images: one after the other, each with its progress, and a button that tries again. The words and
 * limits come with the page (server/api/phone-html.ts); what is sent is checked by the box.
 */
import { sendableImage } from '../data/sendable-image.ts'

interface Job {
  key: string
  file: File
  item: HTMLLIElement
}

const root = document.querySelector<HTMLElement>('#upload')
if (root) start(root)

function start(root: HTMLElement): void {
  const words = JSON.parse(root.dataset['words'] ?? '{}') as Record<string, string>
  const word = (code: string): string => words[code] ?? words['other'] ?? ''
  const most = Number(root.dataset['most'])
  const mostBytes = Number(root.dataset['bytes'])
  const list = document.querySelector('#list')
  const count = document.querySelector('#count')
  const finish = document.querySelector<HTMLButtonElement>('#finish')
  const inputs = [...root.querySelectorAll<HTMLInputElement>('input[type=file]')]
  let sent = Number(root.dataset['images'])
  const waiting: Job[] = []
  let isSending = false

  for (const input of inputs)
    input.addEventListener('change', () => {
      for (const file of input.files ?? []) add(file)
      // The same photograph may be chosen again.
      input.value = ''
    })

  function add(file: File): void {
    const item = document.createElement('li')
    list?.append(item)
    if (file.size > mostBytes) fail(item, word('image-too-big'))
    else enqueue({ key: newKey(), file, item })
  }

  function enqueue(job: Job): void {
    waiting.push(job)
    void run()
  }

  async function run(): Promise<void> {
    if (isSending) return
    isSending = true
    refresh()
    for (let job = waiting.shift(); job; job = waiting.shift()) await send(job)
    isSending = false
    refresh()
  }

  async function send(job: Job): Promise<void> {
    const { item } = job
    const state = document.createElement('span')
    const progress = document.createElement('progress')
    progress.max = 1
    progress.setAttribute('aria-label', word('sending'))
    state.textContent = word('sending')
    item.className = ''
    item.replaceChildren(state, progress)
    const answer = await put(`${location.pathname}/images/${job.key}`, job.file, (share) => {
      progress.value = share
      if (share === 1) state.textContent = word('working')
    })
    if (answer === 'sent') {
      sent++
      item.replaceChildren(`✓ ${word('sent')}`)
      return
    }
    // The code has run out, or is full: the page that the box now answers says so.
    if (answer.startsWith('code-')) {
      location.reload()
      return
    }
    fail(item, word(answer), answer.startsWith('image-') && answer !== 'image-timeout' ? undefined : job)
  }

  function fail(item: HTMLLIElement, text: string, job?: Job): void {
    item.className = 'failed'
    const what = document.createElement('span')
    what.setAttribute('role', 'alert')
    what.textContent = `▲ ${text}`
    item.replaceChildren(what)
    if (!job) return
    const retry = document.createElement('button')
    retry.type = 'button'
    retry.textContent = word('retry')
    retry.addEventListener('click', () => {
      enqueue(job)
    })
    item.append(retry)
  }

  function refresh(): void {
    if (count) count.textContent = (root.dataset['count'] ?? '').replace('-1', String(sent))
    if (finish) finish.disabled = isSending
    for (const input of inputs) {
      input.disabled = sent >= most
      input.parentElement?.setAttribute('aria-disabled', String(input.disabled))
    }
  }
  refresh()
}

/** Random, and in the form of an id: a page without TLS has no `randomUUID`. */
function newKey(): string {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Sends a file. `sent`, or a code of contract/errors.ts, or `offline`. */
async function put(path: string, file: File, onProgress: (share: number) => void): Promise<string> {
  const image = await sendableImage(file)
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress(total > 0 ? loaded / total : 0)
    })
    request.addEventListener('load', () => {
      resolve(request.status < 300 ? 'sent' : codeOf(request.responseText))
    })
    for (const type of ['error', 'timeout', 'abort'])
      request.addEventListener(type, () => {
        resolve('offline')
      })
    request.open('PUT', path)
    request.timeout = 120_000
    request.setRequestHeader('content-type', image.type.startsWith('image/') ? image.type : 'application/octet-stream')
    request.send(image)
  })
}

function codeOf(text: string): string {
  try {
    const { code } = JSON.parse(text) as { code?: unknown }
    return typeof code === 'string' ? code : 'other'
  } catch {
    return 'other'
  }
}
