/// <reference lib="dom" />
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { faults } from './support/axe.ts'
import { openWindow, signInPage } from './support/browser.ts'
import { beginTheDay, startPictureBox } from './support/picture-box.ts'
import { walk } from './support/picture-walk.ts'
import { settled } from './support/screens.ts'
import { morning } from './support/store.ts'

const handbook = join(import.meta.dirname, '../docs/operating')
const images = join(handbook, 'images')
/**
 * `KUSURIBAKO_PICTURES=write` takes the pictures of the manual anew, each with what a screen reader is told of that screen beside it; otherwise
 * the screens are held against that text, and a screen that says something else than its picture fails the test.
 */
const isWriting = process.env['KUSURIBAKO_PICTURES'] === 'write'
const mostBytes = 80_000
const mostBytesTogether = 6_000_000
const pushedWithin = 1500

/** The picture as it is kept: few colours, small enough to be fetched over a slow line. */
async function take(page: Page): Promise<Buffer> {
  await page.mouse.move(0, 0)
  const png = await page.screenshot()
  for (const [colours, width] of [
    [64, 1100],
    [32, 1100],
    [16, 1100],
    [16, 900],
  ] as const) {
    const resized = sharp(png).resize({ width, withoutEnlargement: true })
    const small = await resized.png({ palette: true, colours, effort: 7 }).toBuffer()
    if (small.length <= mostBytes) return small
  }
  throw new Error('a picture of the manual does not become small enough')
}

/** What the screen says, without what is another at every run: the time of the day, ids, codes. */
async function wordsOf(page: Page): Promise<string> {
  const words = await page.locator('body').ariaSnapshot()
  return `${words
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'ID')
    .replaceAll(/\b\d{1,2}:\d{2}(:\d{2})?\b/g, '0:00')
    .replaceAll(/(確認のことば) [^"\n]+/g, '$1')
    .replaceAll(/cell "(?:[ぁ-んァ-ヶー]+ ){9}[ぁ-んァ-ヶー]+"/g, 'cell "WORDS"')
    .replaceAll(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g, 'ENVELOPE')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'ADDRESS')
    .replaceAll(/\/\S+\/SIPS1/g, 'FOLDER')
    .replaceAll(/\b\d{4} \d{4}\b/g, 'CODE')
    .replaceAll(/([ア-ン]{4} ?){8}/g, 'KEY')
    .replaceAll(/版 \d+\.\d+\.\d+\S*/g, '版 0')}\n`
}

test(
  'every screen has its picture in the manual, which shows what the screen says, and keeps to WCAG 2.2 AA; no picture is left over',
  { timeout: 600_000 },
  async () => {
    const box = await startPictureBox()
    await beginTheDay(box)
    const counterId = String((await box.get('/api/counters')).items[0]?.['id'])
    const openOther = async (path: string, size: { width: number; height: number }) => {
      const page = await openWindow(box.url, size)
      await page.goto(path)
      return page
    }
    const page = await openWindow(box.url)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.clock.install({ time: morning })
    // At a counter, as a PC of a pharmacy is; known before the page asks.
    await page.evaluate((id) => {
      localStorage.setItem('kusuribako.counter', id)
    }, counterId)
    await page.reload()
    await page.locator('input[name=password]').waitFor()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))

    const taken = new Map<string, string>()
    const stale: string[] = []
    /** What WCAG 2.2 AA finds wrong, and on which screens: most of it is wrong on many for one reason. */
    const wrong = new Map<string, string[]>()
    if (isWriting) {
      rmSync(images, { recursive: true, force: true })
      mkdirSync(images, { recursive: true })
    }
    const picture = async (name: string, of: Page = page) => {
      await settled(of)
      // The helper of whoever has no reader would cover what the manual speaks of.
      await of.evaluate(() => {
        const virtual = document.querySelector('kb-app')?.shadowRoot?.querySelector<HTMLElement>('kb-virtual-reader')
        if (virtual) virtual.hidden = true
      })
      if (taken.has(name)) throw new Error(`two screens are called ${name}`)
      const beside = join(images, `${name}.txt`)
      // Numbers that other pages push come a moment later.
      if (isWriting) await of.waitForTimeout(pushedWithin)
      const kept = existsSync(beside) ? readFileSync(beside, 'utf8') : ''
      const lastLook = Date.now() + pushedWithin
      let words = await wordsOf(of)
      while (!isWriting && words !== kept && Date.now() < lastLook) {
        await of.waitForTimeout(100)
        words = await wordsOf(of)
      }
      taken.set(name, words)
      if (isWriting) {
        writeFileSync(join(images, `${name}.png`), await take(of))
        writeFileSync(beside, words)
      } else if (words !== kept) stale.push(name)
      for (const fault of await faults(of)) wrong.set(fault, [...(wrong.get(fault) ?? []), name])
    }

    await picture('sign-in')
    await signInPage(page)
    for (const step of walk) await step({ box, page, openOther, picture })

    const told = [...wrong].map(([fault, places]) => `${fault} (${places.join(', ')})`)
    expect.soft(told, 'what WCAG 2.2 AA finds wrong').toEqual([])
    // All by name and the first in full, so that one sees what has changed.
    expect.soft(stale, 'screens that no longer say what their pictures show').toEqual([])
    const [first] = stale
    const kept = first === undefined ? '' : join(images, `${first}.txt`)
    if (first !== undefined && existsSync(kept)) expect(taken.get(first)).toBe(readFileSync(kept, 'utf8'))
    const pictures = readdirSync(images).filter((name) => name.endsWith('.png'))
    expect(pictures.sort()).toEqual([...taken.keys()].map((name) => `${name}.png`).sort())
    const sizes = pictures.map((name) => statSync(join(images, name)).size)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(mostBytes)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(mostBytesTogether)
    const wanted = chaptersOf(handbook).flatMap((chapter) =>
      [...readFileSync(chapter, 'utf8').matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)]
        .map(([, path]) => join(dirname(chapter), path!))
        .filter((path) => dirname(path) === images)
        .map((path) => basename(path)),
    )
    expect(wanted.filter((name) => !pictures.includes(name))).toEqual([])
    expect(pictures.filter((name) => !wanted.includes(name))).toEqual([])
  },
)

const chaptersOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(dir, name))
