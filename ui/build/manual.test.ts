import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { manualChapter } from '../state/manual-chapter.ts'
import { parseRoute, personTabs } from '../state/route.ts'
import { ja } from '../text/ja.ts'
import { readManual, readOrder, type Manual } from './manual.ts'

const handbook = join(import.meta.dirname, '../../docs/operating')
const paths = [
  '/',
  '/readers/r',
  ...Object.keys(ja.pages).map((page) => `/${page}`),
  ...personTabs.map((tab) => `/members/m/${tab}`),
]
let manual: Manual
beforeAll(async () => {
  manual = await readManual(handbook)
})

describe('the manual', () => {
  it('has every chapter of the handbook, in the order of its README, and the README none that is missing', () => {
    const listed = readOrder(readFileSync(join(handbook, 'README.md'), 'utf8')).map(({ file }) => file)
    const files = readdirSync(handbook, { recursive: true, encoding: 'utf8' })
    const chapters = files.filter((name) => name.endsWith('.md') && name !== 'README.md')
    expect([...listed].sort()).toEqual(chapters.sort())
    expect(manual.chapters.map(({ slug }) => slug)).toEqual(
      listed.map((file) => file.replace(/\.md$/, '').replaceAll('/', '-')),
    )
  })

  it('has the chapter that each page opens', () => {
    const slugs = manual.chapters.map(({ slug }) => slug)
    expect(paths.map((path) => manualChapter(parseRoute(path))).filter((slug) => !slugs.includes(slug))).toEqual([])
  })

  it('leads with every link to a chapter and a heading that are there', () => {
    const places = new Set(
      manual.chapters.flatMap(({ slug, sections }) => [slug, ...sections.map(({ id }) => `${slug}#${id}`)]),
    )
    for (const { slug, html } of manual.chapters) {
      for (const [, href = ''] of html.matchAll(/href="(\/manual\/[^"]+|#[^"]+)"/g)) {
        const place = decodeURIComponent(href.replace('/manual/', ''))
        expect(places, `${slug}: ${href}`).toContain(place.startsWith('#') ? slug + place : place)
      }
    }
  })

  it('shows every picture it speaks of, with its size, under a name that carries its content', () => {
    for (const { slug, html } of manual.chapters) {
      expect(html, slug).not.toContain('class="missing"')
      for (const [, name = ''] of html.matchAll(/<img src="\/assets\/manual\/([^"]+)"/g))
        expect(manual.pictures.map((picture) => picture.name)).toContain(decodeURIComponent(name))
    }
    for (const { from, name } of manual.pictures) {
      expect(existsSync(from)).toBe(true)
      expect(name).toMatch(/-[0-9a-f]{8}\.png$/)
    }
  })

  it('joins lines that were broken between two Japanese letters, and keeps the space between words', () => {
    for (const { html } of manual.chapters) {
      const prose = html.replaceAll(/<pre>[\s\S]*?<\/pre>/g, '')
      expect(prose).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]\n[\u3040-\u30ff\u4e00-\u9fff]/)
    }
  })

  it('takes no markup from a chapter but what Markdown itself makes', () => {
    for (const { html } of manual.chapters) expect(html).not.toMatch(/<(script|style|iframe)|\son\w+=/i)
  })
})
