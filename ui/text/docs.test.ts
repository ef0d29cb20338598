import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyActions, usualKeys } from '../state/keys.ts'
import { actionWords, helpRows } from './help.ts'
import { intake } from './intake.ts'
import { ja } from './ja.ts'
import { medicineWords } from './person.ts'
import { revisions } from './revisions.ts'
import { counterDialog, readers, scannerSetup, wedge } from './readers.ts'
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
    const { title, rejected, retry, dismiss, restore, dismissed, save, folders } = intake
    for (const word of [title, rejected, retry, dismiss, restore, dismissed, save, folders])
      expect(guide).toContain(word)
    for (const word of [
      ja.list.noReader,
      ja.taking.unknown,
      ja.taking.taking,
      medicineWords.takingTitle,
      revisions.title,
    ])
      expect(daily).toContain(word)
    for (const code of ['end-missing', 'patient-changed', 'drug-count-mismatch', 'private-use-character'])
      expect(daily).toContain(graveWarnings[code]?.what)
  })

  it('names the counters, the readers and their marks as the page does', () => {
    const counters = read('docs/operating/窓口とカードリーダー.md')
    const { readersOk, readersLost, readersOff, readersBad, readersBadSatellite, readersStopped, readersNone } =
      ja.header
    for (const word of [readersOk(2), readersLost(1), readersOff(1), readersBad(1), readersStopped, readersNone])
      expect(counters).toContain(word)
    expect(counters).toContain(readersBadSatellite)
    for (const word of [
      ja.counter.choose,
      ja.desk.unknownCard.text,
      counterDialog.noCounter,
      counterDialog.opens,
      readers.title,
      readers.noCounter,
      readers.move,
      readers.undo,
      readers.health,
      wedge.title,
      wedge.has,
      wedge.box,
      wedge.send,
    ])
      expect(counters).toContain(word)
  })

  it('names how a scanner is set up as the page does, and quotes what it says', () => {
    const [com, hid] = ['USB-COM', 'HID-POS'].map((name) => read(`docs/operating/スキャナー設定/${name}.md`))
    const { title, save, header, headers, framing, framings, kept } = scannerSetup
    for (const word of [readers.title, readers.health, title, save, header, kept, ...Object.values(headers)])
      for (const sheet of [com, hid]) expect(sheet).toContain(`「${word}」`)
    for (const word of [framing, ...Object.values(framings)]) expect(com).toContain(`「${word}」`)
    const { stuck, 'binding-missing': missing } = readers.serviceTrouble
    for (const { what } of [stuck, missing]) {
      expect(com).toContain(readers.service.serial + what)
      expect(hid).toContain(readers.service.hid + what)
    }
    const keyboard = read('docs/operating/スキャナー設定/キーボード.md')
    for (const reason of ['not-ascii', 'too-long'] as const) expect(keyboard).toContain(ja.desk.wedge[reason].text)
    expect(read('docs/operating/窓口とカードリーダー.md')).toContain(ja.problems['not-allowed']?.what)
  })

  it('names every function key and what it does as the page does', () => {
    const chapter = read('docs/operating/キー操作.md')
    for (const action of keyActions) {
      expect(chapter).toContain(usualKeys[action])
      if (action !== 'help') expect(chapter).toContain(actionWords[action])
    }
    for (const [key] of helpRows(usualKeys)) for (const each of key.split(/ |または/)) expect(chapter).toContain(each)
  })

  it('tells every blank of the Samba fragment', () => {
    const blanks = new Set(read('systemd/samba/kusuribako.conf').match(/@[A-Z_]+@/g))
    expect(blanks.size).toBeGreaterThan(0)
    for (const blank of blanks) expect(guide).toContain(blank)
  })
})
