import type { Page } from 'playwright-core'
import type { Counter } from '../../contract/counter.ts'
import type { Reader } from '../../contract/reader.ts'
import type { VirtualStep } from '../../contract/virtual-reader.ts'
import { openWindow, signInPage } from './browser.ts'
import { initWithMember } from './pharmacy.ts'
import { serve, type Served } from './serve.ts'

/** The names of the two readers and counters of {@link serveCounters}. */
export const names = { a: '1番窓口', b: '2番窓口', readerA: '仮想リーダー', readerB: '仮想リーダーB' } as const

export interface CounterPharmacy {
  box: Served
  dataDir: string
  /** Makes one thing happen at a virtual reader. */
  act: (step: VirtualStep) => Promise<void>
  /** Asks the API; throws on a refusal. */
  ask: (method: string, path: string, body?: unknown) => Promise<unknown>
  readers: () => Promise<Reader[]>
  reader: (label: string) => Promise<Reader>
}

/** A running box with a member and a virtual reader, and the API at hand. */
export async function serveReader(): Promise<CounterPharmacy> {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const cookie = await box.signIn()
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(box.url + path, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    const text = await response.text()
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  }
  const readers = async () => ((await ask('GET', '/api/readers')) as { items: Reader[] }).items
  return {
    box,
    dataDir,
    ask,
    readers,
    reader: async (label) => {
      const found = (await readers()).find((each) => each.label === label)
      if (!found) throw new Error(`no reader ${label}`)
      return found
    },
    act: async (step) => {
      await ask('POST', '/api/virtual-reader/steps', step)
    },
  }
}

/** As {@link serveReader}, with two counters and a reader at each. */
export async function serveCounters(): Promise<CounterPharmacy> {
  const pharmacy = await serveReader()
  const { ask, act, reader } = pharmacy
  const counters: Counter[] = []
  for (const name of [names.a, names.b]) counters.push((await ask('POST', '/api/counters', { name })) as Counter)
  await act({ do: 'plug', reader: names.readerB })
  for (const [index, label] of [names.readerA, names.readerB].entries()) {
    const { id, version } = await reader(label)
    await ask('PATCH', `/api/readers/${id}`, { counterId: counters[index]!.id, version })
  }
  return pharmacy
}

/** The list stands there and the page hears the box: from now on it misses nothing that is kept nowhere. */
export async function listening(page: Page): Promise<void> {
  await page.locator('main[data-link=up]').waitFor()
  await page.locator('[data-test=day]').first().waitFor()
}

/** A signed-in window that stands at a counter. */
export async function openAt(
  url: string,
  counter: string,
  viewport?: { width: number; height: number },
): Promise<Page> {
  const page = await openWindow(url, viewport)
  await signInPage(page)
  await page.locator('[data-test=counter-pill]').click()
  await page.locator('[data-test=counter-choice]', { hasText: counter }).click()
  await page.locator('[data-test=counter-pill]', { hasText: counter }).waitFor()
  await listening(page)
  return page
}
