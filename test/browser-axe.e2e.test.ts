/// <reference lib="dom" />
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { faults } from './support/axe.ts'
import { desk, openWindow, sidewaysScroll, tablet } from './support/browser.ts'
import { startDemo, type Demo } from './support/demo.ts'
import { goTo, listScreens, settled } from './support/screens.ts'

/**
 * Targets that a finger misses: where 44 px around the middle do not all belong to them. Links in a line of text need 24 px. A link in
 * a row that opens the same has the whole row.
 */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const at = (x: number, y: number): Element | null => {
      let element = document.elementFromPoint(x, y)
      while (element?.shadowRoot) {
        const inner = element.shadowRoot.elementFromPoint(x, y)
        if (!inner || inner === element) break
        element = inner
      }
      return element
    }
    const look = (root: Document | ShadowRoot) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) look(element.shadowRoot)
        if (!element.matches('a[href], button, input, select, textarea, summary, [role=tab], [role=button]')) continue
        if (!element.checkVisibility({ visibilityProperty: true }) || element.matches('.visually-hidden, .skip'))
          continue
        const style = getComputedStyle(element)
        const target = element.closest('label, .name:has(a[href]), tr[data-key] .name') ?? element
        const { width, height, left, top } = target.getBoundingClientRect()
        // Rounding and the steps of the type leave fractions of a pixel.
        const reach = 21.5
        if (width >= reach * 2 && height >= reach * 2) continue
        if (style.display === 'inline' && Math.max(height, parseFloat(style.lineHeight) || 0) >= 23.5) continue
        const [x, y] = [left + width / 2, top + height / 2]
        const isOwn = (dx: number, dy: number) => {
          const hit = at(x + dx, y + dy)
          return hit !== null && (target.contains(hit) || hit === target)
        }
        // Something lies over it: a dialog, a strip. Then there is nothing to be touched.
        if (!isOwn(0, 0)) continue
        const isReached = [-reach, reach].every(
          (d) => (height >= reach * 2 || isOwn(0, d)) && (width >= reach * 2 || isOwn(d, 0)),
        )
        if (isReached) continue
        // Below the fold nothing can be asked; it is looked at on a page that shows it.
        if (top < 0 || top + height > innerHeight) continue
        const name =
          element.getAttribute('data-test') ??
          element.getAttribute('aria-label') ??
          element.textContent.trim().slice(0, 20)
        found.push(`too small: ${element.localName} "${name}" ${Math.round(width)}×${Math.round(height)}`)
      }
    }
    look(document)
    return [...new Set(found)]
  })

/** Walks through the page by Tab: what gets the keyboard must be seen to have it, and be on the screen. */
async function focusFaults(page: Page): Promise<string[]> {
  const found: string[] = []
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab')
    const fault = await page.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      if (!active || active === document.body) return 'end'
      const style = getComputedStyle(active)
      const { left, top, right, bottom } = active.getBoundingClientRect()
      const name = `${active.localName} ${active.getAttribute('data-test') ?? active.id}`
      if (active instanceof HTMLElement && active.tabIndex > 0) return `${name}: out of order`
      const isSeen = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight
      if (!isSeen) return `${name}: off the screen`
      const rings = [style, ...[active.closest('label')].flatMap((label) => (label ? [getComputedStyle(label)] : []))]
      const hasRing = rings.some(
        ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
      )
      return hasRing || active.matches('main, [tabindex="-1"]') ? '' : `${name}: no ring`
    })
    if (fault === 'end') break
    if (fault !== '') found.push(fault)
  }
  return [...new Set(found)]
}

async function signedIn(demo: Demo, size: { width: number; height: number }): Promise<Page> {
  const page = await openWindow(demo.url, size)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.locator('input[name=id]').fill(demo.account.id)
  await page.locator('input[name=password]').fill(demo.account.password)
  await page.keyboard.press('Enter')
  await page.locator('[data-test=feed-pill]').waitFor()
  return page
}

async function openPerson(page: Page, demo: Demo): Promise<void> {
  const history = (await listScreens(demo)).find(({ name }) => name === 'person-history')
  if (history) await goTo(page, history)
}

/** The dialogs of ui/dialogs: how each is opened. A folder there without a line here fails the test. */
const dialogs: Record<string, (page: Page, demo: Demo) => Promise<void>> = {
  counter: async (page) => {
    await page.locator('[data-test=counter-pill]').click()
    await page.locator('[data-test=counter-choice]').first().waitFor()
  },
  help: async (page) => {
    await page.goto('/manual')
    await page.locator('[data-test=manual-keys]').click()
    await page.locator('[data-test=help-keys]').waitFor()
  },
  interactions: async (page, demo) => {
    await openPerson(page, demo)
    await page.locator('[data-test=interactions]').click()
    await page.locator('kb-interactions-dialog [data-test=dialog-close]').waitFor()
  },
  revisions: async (page, demo) => {
    await openPerson(page, demo)
    await page.locator('[data-test=revisions]').first().click()
    await page.locator('[data-test=revisions-table]').waitFor()
  },
  'undo-issue': async (page) => {
    await page.goto('/cards')
    await page.locator('[data-test=start-new]').click()
    await page.locator('[data-test=undo-issue]').click()
    await page.locator('[data-test=undo-no]').waitFor()
  },
}

/** What lies over the page and is no file of ui/dialogs. */
const overlays: Record<string, (page: Page) => Promise<void>> = {
  'account menu': async (page) => {
    await page.locator('[data-test=account]').click()
  },
  lock: async (page) => {
    await page.locator('[data-test=account]').click()
    await page.locator('[data-test=lock]').click()
    await page.locator('dialog[data-test=lock]').waitFor()
  },
}

/** Collects what is wrong, and where: most of it is wrong on many screens for one reason. */
class Faults {
  readonly #places = new Map<string, string[]>()

  add(place: string, faults: readonly string[]): void {
    for (const fault of faults) this.#places.set(fault, [...(this.#places.get(fault) ?? []), place])
  }

  toString(): string {
    return [...this.#places].map(([fault, places]) => `${fault} (${places.join(', ')})`).join('\n')
  }
}

test(
  'every page keeps to WCAG 2.2 AA, with large targets and a visible focus, at both sizes and twice the size',
  { timeout: 400_000 },
  async () => {
    const demo = await startDemo()
    const screens = await listScreens(demo)
    const found = new Faults()
    for (const size of [desk, tablet]) {
      const page = await signedIn(demo, size)
      for (const screen of screens) {
        await goTo(page, screen)
        found.add(`${screen.name} ${String(size.width)}`, [...(await faults(page)), ...(await smallTargets(page))])
        if (size === desk) found.add(screen.name, await focusFaults(page))
      }
      if (size !== desk) continue
      // Half the room is what 200 % leaves.
      await page.setViewportSize({ width: desk.width / 2, height: desk.height / 2 })
      for (const screen of screens) {
        await goTo(page, screen)
        found.add(`${screen.name} 200 %`, await sidewaysScroll(page))
      }
    }
    expect(String(found)).toBe('')
    await demo.stop()
  },
)

test(
  'every dialog, menu and the lock keep to WCAG 2.2 AA at both sizes, and so does the sign-in page',
  { timeout: 400_000 },
  async () => {
    const folders = readdirSync(join(import.meta.dirname, '../ui/dialogs'), { withFileTypes: true })
    expect(Object.keys(dialogs).sort()).toEqual(folders.filter((entry) => entry.isDirectory()).map(({ name }) => name))
    const demo = await startDemo()
    const found = new Faults()
    for (const size of [desk, tablet]) {
      const page = await signedIn(demo, size)
      const look = async (name: string) => {
        await settled(page)
        found.add(`${name} ${String(size.width)}`, [...(await faults(page)), ...(await smallTargets(page))])
      }
      for (const [name, open] of Object.entries({ ...dialogs, ...overlays })) {
        await page.goto('/')
        await page.locator('[data-test=feed-pill]').waitFor()
        await open(page, demo)
        await look(name)
      }
      await page.context().clearCookies()
      await page.reload()
      await page.locator('input[name=id]').waitFor()
      await look('sign-in')
    }
    expect(String(found)).toBe('')
    await demo.stop()
  },
)
