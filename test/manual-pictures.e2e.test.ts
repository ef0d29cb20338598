/// <reference lib="dom" />
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { openWindow } from './support/browser.ts'
import { startDemo, type Demo } from './support/demo.ts'
import { goTo, listScreens, settled } from './support/screens.ts'

const handbook = join(import.meta.dirname, '../docs/operating')
const images = join(handbook, 'images')
/** `KUSURIBAKO_PICTURES=write` takes the pictures of the manual anew; otherwise they are only held against what there is. */
const isWriting = process.env['KUSURIBAKO_PICTURES'] === 'write'
const mostBytes = 120_000

/** Screens of which the manual needs no picture, or has one of more happening (docs/images, scripts/pictures.mjs). */
const without = new Set(['unknown', 'manual-cover', 'readers'])

/** A few touches, so that the pictures show a day that has begun. */
async function beginTheDay(demo: Demo): Promise<void> {
  const cards = (await demo.get('/api/virtual-reader/cards')).items as unknown as { cardId: string }[]
  for (const { cardId } of cards.slice(0, 4)) await demo.act({ do: 'tap', card: cardId, reader: '仮想リーダー2' })
  await demo.act({ do: 'tap', card: 'FFFFFFFFFFFFFFFF', reader: '仮想リーダー2' })
}

/** The picture as it is kept: few colours, small enough to be fetched over a slow line. */
const take = async (page: Page): Promise<Buffer> => {
  await page.mouse.move(0, 0)
  const png = await page.screenshot()
  for (const colours of [128, 48, 16]) {
    const small = await sharp(png).resize({ width: 1100 }).png({ palette: true, colours, effort: 6 }).toBuffer()
    if (small.length <= mostBytes) return small
  }
  throw new Error('a picture of the manual does not become small enough')
}

test(
  'every screen has its picture in the manual, taken from the product itself, and no picture is left over',
  { timeout: 400_000 },
  async () => {
    const demo = await startDemo()
    await beginTheDay(demo)
    const page = await openWindow(demo.url)
    // At a counter, as a PC of a pharmacy is; known before the page asks.
    const counterId = String((await demo.get('/api/counters')).items[0]?.['id'])
    await page.evaluate((id) => {
      localStorage.setItem('kusuribako.counter', id)
    }, counterId)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.reload()
    const taken: string[] = []
    const picture = async (name: string) => {
      await settled(page)
      // Floating helpers of the demo would cover what the manual speaks of.
      await page.evaluate(() => {
        const app = document.querySelector('kb-app')?.shadowRoot
        for (const part of app?.querySelectorAll<HTMLElement>('kb-virtual-reader, kb-desk') ?? []) part.hidden = true
      })
      const bytes = await take(page)
      if (isWriting) {
        mkdirSync(images, { recursive: true })
        writeFileSync(join(images, `${name}.png`), bytes)
      }
      taken.push(`${name}.png`)
    }

    await page.locator('input[name=password]').waitFor()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    const signIn = await take(page)
    if (isWriting) writeFileSync(join(images, 'sign-in.png'), signIn)
    taken.push('sign-in.png')
    await page.locator('input[name=id]').fill(demo.account.id)
    await page.locator('input[name=password]').fill(demo.account.password)
    await page.keyboard.press('Enter')
    await page.locator('[data-test=feed-pill]').waitFor()
    for (const screen of await listScreens(demo)) {
      if (without.has(screen.name)) continue
      await goTo(page, screen)
      await picture(screen.name)
    }
    await page.locator('[data-test=account]').click()
    await page.locator('[data-test=lock]').click()
    await page.locator('dialog[data-test=lock]').waitFor()
    await picture('lock')
    await demo.stop()

    const kept = readdirSync(images).filter((name) => name.endsWith('.png'))
    expect(kept.sort()).toEqual(taken.sort())
    const wanted = chaptersOf(handbook).flatMap((chapter) =>
      [...readFileSync(chapter, 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)]
        .map(([, path]) => join(dirname(chapter), path!))
        .filter((path) => dirname(path) === images)
        .map((path) => basename(path)),
    )
    expect(wanted.filter((name) => !kept.includes(name))).toEqual([])
    expect(kept.filter((name) => !wanted.includes(name))).toEqual([])
  },
)

const chaptersOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(dir, name))
