/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { figure, percentile } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { openWindow } from './support/browser.ts'
import { signIn, startBox } from './support/box.ts'
import { initLongHistory } from './support/long-history.ts'

const members = 12
const warmUps = 3
const openings = 60
/** How long a hand is on a row before it presses, once the answers are there. */
const restMs = 150

/** From the press on a row to the first paint of the details, fetched ahead when the pointer came to the row. */
export const measureListToDetail = (bench: Bench): Promise<Measured> => measure(bench, 'list-to-detail', true, 100)

/** The same where nothing was fetched ahead: of a row that is pressed without a sign before. */
export const measureColdDetail = (bench: Bench): Promise<Measured> => measure(bench, 'list-to-detail-cold', false, 300)

/** In a Chromium four times slower than this machine, of a person with 2,000 dispensings. */
async function measure({ scope, say }: Bench, name: string, isAhead: boolean, limit: number): Promise<Measured> {
  say('2,000 件の調剤を入れています')
  const { dataDir, memberIds } = await initLongHistory(scope, members)
  const box = await startBox(scope, dataDir)
  const { page } = await openWindow(scope, box.url, await signIn(box.url))
  if (!isAhead) await page.addInitScript(blindToRows)
  await page.goto('/')
  const row = page.locator(`tr:has(a[href="/members/${memberIds[0] ?? ''}"])`).first()
  await row.waitFor()
  // What is likely to be opened is fetched when the page is idle: its code is not part of this.
  await page.waitForLoadState('networkidle')

  let answers = 0
  page.on('response', (response) => {
    if (response.url().includes('/taking')) answers++
  })
  const detailMs: number[] = []
  for (let opening = 0; opening < warmUps + openings; opening++) {
    if (isAhead) {
      await row.hover()
      // Each opening uses up what was fetched for it; the keyboard that returns to the row may have fetched it before the pointer.
      while (answers <= opening) await page.waitForTimeout(20)
      await page.waitForTimeout(restMs)
    }
    const ms = await row.evaluate(openAndPaint)
    await page.locator('[data-test=back]:visible').click()
    await row.waitFor()
    await page.mouse.move(0, 0)
    if (opening >= warmUps) detailMs.push(ms)
  }
  const floorMs = await measureFloor(page, memberIds[0] ?? '', isAhead)
  return {
    figure: figure(
      {
        name,
        unit: 'ms',
        value: percentile(detailMs, 0.5),
        p99: percentile(detailMs, 0.99),
        floor: percentile(floorMs, 0.5),
      },
      { p99: limit },
    ),
    note: `4分の1の速さの Chromium、p99 の下限 ${percentile(floorMs, 0.99).toFixed(0)} ms`,
  }
}

/** Before anything of the page runs: a pointer or a keyboard that comes to a row is not noticed. */
function blindToRows(): void {
  for (const type of ['pointerover', 'focusin'])
    addEventListener(
      type,
      (event) => {
        event.stopImmediatePropagation()
      },
      { capture: true },
    )
}

/** Presses the row and waits for the frame in which the name, the tabs and the drugs of the first dispensing are to be seen. */
function openAndPaint(row: Element): Promise<number> {
  const find = (root: Document | ShadowRoot, selector: string): Element | null => {
    const here = root.querySelector(selector)
    if (here) return here
    for (const { shadowRoot } of root.querySelectorAll('*')) {
      const inside = shadowRoot && find(shadowRoot, selector)
      if (inside) return inside
    }
    return null
  }
  const isShown = (): boolean =>
    ['person-header] h1', 'tab-history]', 'dispensing-card]', 'medication]'].every(
      (name) => find(document, `[data-test=${name}`)?.checkVisibility({ contentVisibilityAuto: true }) ?? false,
    )
  return new Promise((resolve) => {
    const from = performance.now()
    const look = (): void => {
      requestAnimationFrame(() => {
        // A message is delivered after this frame was painted.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          const took = performance.now() - from
          if (isShown()) resolve(took)
          else look()
        }
        port2.postMessage(null)
      })
    }
    const link = row.querySelector('a')
    if (!link) throw new Error('the row has no link')
    link.click()
    look()
  })
}

/** The bare minimum: the same answer (fetched, or at hand), its first three dispensings as plain text, one paint. */
async function measureFloor(page: Page, memberId: string, isAhead: boolean): Promise<number[]> {
  const ms: number[] = []
  for (let time = 0; time < openings; time++) {
    ms.push(
      await page.evaluate(
        async ({ path, hasAnswer }) => {
          const ask = async () => (await (await fetch(path)).json()) as { items: { rps: unknown[] }[] }
          const known = hasAnswer ? await ask() : null
          const from = performance.now()
          const { items } = known ?? (await ask())
          const list = document.createElement('div')
          for (const { rps } of items.slice(0, 3))
            list.append(Object.assign(document.createElement('p'), { textContent: JSON.stringify(rps) }))
          document.body.append(list)
          await new Promise((resolve) => {
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel()
              port1.onmessage = resolve
              port2.postMessage(null)
            })
          })
          const took = performance.now() - from
          list.remove()
          return took
        },
        { path: `/api/members/${memberId}/history`, hasAnswer: isAhead },
      ),
    )
  }
  return ms
}
