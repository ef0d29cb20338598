import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ja } from './ja.ts'
import { graveWarnings } from './warnings.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')

describe('the handbook', () => {
  const guide = read('docs/operating/レセコン接続.md')
  const daily = read('docs/operating/毎日の画面.md')

  it('names the marks of the feed as the page does', () => {
    const { rejected: _, ...words } = ja.feedWord
    for (const word of [...Object.values(words), ja.header.rejected(1).split(' ')[0] ?? ''])
      expect(guide).toContain(word)
  })

  it('names the buttons and headings as the page does', () => {
    const { title, rejected, retry, dismiss, restore, dismissed, save, folders } = ja.intake
    for (const word of [title, rejected, retry, dismiss, restore, dismissed, save, folders])
      expect(guide).toContain(word)
    for (const word of [
      ja.list.noReader,
      ja.taking.unknown,
      ja.taking.taking,
      ja.person.takingTitle,
      ja.revisions.title,
    ])
      expect(daily).toContain(word)
    for (const code of ['end-missing', 'patient-changed', 'drug-count-mismatch', 'private-use-character'])
      expect(daily).toContain(graveWarnings[code]?.what)
  })

  it('tells every blank of the Samba fragment', () => {
    const blanks = new Set(read('systemd/samba/kusuribako.conf').match(/@[A-Z_]+@/g))
    expect(blanks.size).toBeGreaterThan(0)
    for (const blank of blanks) expect(guide).toContain(blank)
  })
})
