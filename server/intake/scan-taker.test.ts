import { describe, expect, it, onTestFinished } from 'vitest'
import { openReaders, scannerInfo } from '../../test/support/readers.ts'
import { createClock, morning, openTestStore, readRows } from '../../test/support/store.ts'
import type { DeskEvent } from '../../contract/desk.ts'
import { saveCounter } from '../store/counters.ts'
import type { Store } from '../store/open.ts'
import { listReaderDays, listReaderEvents } from '../store/reader-days.ts'
import { editReader, findReaderByDevice } from '../store/readers.ts'
import { createScanTaker } from './scan-taker.ts'
import { defaultScanSettings } from './scans.ts'

const whole = Buffer.from('JAHISTC08,1\r\n1,架空 太郎,1,19900101\r\n')
const part = (number: number, of = 3) =>
  Buffer.from(`JAHISTC08,1\r\n5,2026040${number},1\r\n911,A1,${of},${number}\r\n`)

async function openScanner() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  const made = saveCounter(store, '1番窓口')
  const counterId = made.ok ? made.counter.id : ''
  const opened = openReaders(store)
  opened.readers.take({ type: 'device-ready', at: morning, info: scannerInfo })
  const { id } = opened.named(scannerInfo.label)
  const scan = (bytes: Uint8Array, touchKey?: string) =>
    opened.readers.take(
      { type: 'scanned', at: clock.now(), device: scannerInfo.device, bytes },
      ...(touchKey === undefined ? [] : [{ satellite: 's', touchKey }]),
    )
  const day = () => listReaderDays(store, id, '2026-04-03')[0]
  return { ...opened, store, clock, counterId, id, scan, day }
}

/** The codes that were kept. */
const kept = (store: Store) => readRows(store, 'SELECT * FROM scan ORDER BY id')

const short = ({ code, text, level }: DeskEvent) => [code, level, text]

describe('a code', () => {
  it('is kept whole, undecoded, byte for byte, and its counter is told', async () => {
    const { store, desk, scan, counterId, id, day } = await openScanner()
    expect(scan(whole)).toBe('taken')
    expect(kept(store)).toMatchObject([
      { reader_id: id, counter_id: counterId, kind: 'jahis-notebook', symbols: 1, scanned_at: morning, bytes: whole },
    ])
    expect(desk).toMatchObject([{ code: 'scan-done', level: 'done', counterId, readerId: id }])
    expect(day()).toMatchObject({ scans: 1, scanErrors: 0 })
  })

  it('over several symbols says which was read and which are missing, on one line of that counter', async () => {
    const { store, desk, scan, counterId, day } = await openScanner()
    scan(part(2))
    scan(part(1))
    expect(desk.map(short)).toEqual([
      ['scan-part', 'info', '2枚目 / 3枚'],
      ['scan-part', 'info', '1枚目 / 3枚'],
    ])
    expect(desk[0]!.next).toMatch('1枚目、3枚目')
    expect(desk[1]!.next).toMatch(/残り: 3枚目/)
    expect(kept(store)).toEqual([])
    scan(part(3))
    expect(kept(store)).toMatchObject([{ symbols: 3 }])
    // Once more by mistake: said, not kept twice.
    scan(part(3))
    expect(kept(store)).toHaveLength(1)
    expect(desk.slice(2).map(({ code, text }) => [code, text])).toEqual([
      ['scan-done', 'お薬手帳のコードを 3 枚そろえて保管しました'],
      ['scan-done', 'お薬手帳のコード(3枚)は保管済みです'],
    ])
    // Kept is not taken over into the notebook, and must not pass for it.
    for (const { next } of desk.slice(2)) expect(next).toMatch('「他社手帳閲覧」で、今日の24:00まで見られます')
    expect(new Set(desk.map(({ key }) => key)).size).toBe(1)
    expect(new Set(desk.map((event) => event.counterId))).toEqual(new Set([counterId]))
    expect(day()).toMatchObject({ scans: 4, scanErrors: 0 })
  })

  it('this box does not know is refused in words of its own, noted, and nothing is kept', async () => {
    const { store, desk, scan, id, day } = await openScanner()
    scan(Buffer.from('https://example.jp/'))
    scan(Buffer.from('JAHISTC08,1\r\n911,A1,3,9\r\n'))
    scan(part(1))
    scan(part(1, 2))
    scan(new Uint8Array(300 * 1024))
    expect(desk.map(({ code }) => code)).toEqual([
      ...['scan-refused', 'scan-refused', 'scan-part', 'scan-refused', 'scan-refused'],
    ])
    expect(new Set(desk.map(({ text }) => text)).size).toBe(5)
    expect(desk.every(({ code, next }) => code === 'scan-part' || next !== '')).toBe(true)
    expect(kept(store)).toEqual([])
    // Foreign codes are no fault of the scanner.
    expect(day()).toMatchObject({ scans: 1, wrongCards: 3, scanErrors: 1 })
    expect(listReaderEvents(store, id, 4).map(({ code }) => code)).toEqual([
      ...['scan-too-large', 'scan-conflicting-count', 'scan-bad-part', 'scan-unknown-code'],
    ])
  })

  it('of a box of medicine is known, kept, and no more than that: nothing looks it up yet', async () => {
    const { store, desk, readers, scan, day } = await openScanner()
    scan(Buffer.from('4901234567894'))
    readers.take({
      type: 'scanned',
      at: morning,
      device: scannerInfo.device,
      bytes: Buffer.from('0104901234567894'),
      symbology: ']d2',
    })
    expect(kept(store)).toMatchObject([{ kind: 'jan' }, { kind: 'gs1' }])
    expect(desk.map(short)).toEqual([
      ['scan-done', 'done', 'JANコードを読み取り、保管しました'],
      ['scan-done', 'done', 'GS1コードを読み取り、保管しました'],
    ])
    for (const { next } of desk) expect(next).toMatch('薬品の検索はまだありません')
    expect(day()).toMatchObject({ scans: 2, wrongCards: 0, scanErrors: 0 })
  })

  it('in structured append is put together by what its scanner puts before each part, as somebody set it up', async () => {
    const { store, desk, scan, id, named } = await openScanner()
    const halves = [whole.subarray(0, 20), whole.subarray(20)]
    const parity = whole.reduce((sum, byte) => sum ^ byte, 0)
    const parts = halves.map((half, index) => Buffer.concat([Uint8Array.of((index << 4) | 1, parity), half]))
    scan(parts[1]!)
    expect(desk.at(-1)).toMatchObject({ code: 'scan-refused' })
    expect(named(scannerInfo.label).scanner).toEqual({ framing: 'idle', appendHeader: 'none' })
    editReader(store, id, { scanner: { framing: 'idle', appendHeader: 'symbol' }, version: 1 })
    for (const each of [parts[1]!, parts[0]!]) scan(each)
    expect(desk.slice(-2).map(({ code }) => code)).toEqual(['scan-part', 'scan-done'])
    expect(kept(store)).toMatchObject([{ symbols: 2, bytes: whole }])
  })

  it('that is no code at all is told as the driver tells it', async () => {
    const { readers, desk, id, store, day } = await openScanner()
    for (const code of ['malformed', 'too-long', 'timeout'] as const)
      readers.take({ type: 'scan-failed', at: morning, device: scannerInfo.device, code })
    expect(desk.map(({ code, readerId }) => [code, readerId])).toEqual(Array(3).fill(['scan-failed', id]))
    expect(day()).toMatchObject({ scanErrors: 3 })
    // Switched OFF it says so, and nothing counts against it.
    editReader(store, id, { isWanted: false, version: 1 })
    readers.take({ type: 'scan-failed', at: morning, device: scannerInfo.device, code: 'timeout' })
    expect(desk.at(-1)).toMatchObject({ code: 'reader-off', readerId: id })
    expect(day()).toMatchObject({ scanErrors: 3 })
    expect(listReaderEvents(store, id, 3).map(({ code }) => code)).toEqual([
      ...['scan-timeout', 'scan-too-long', 'scan-malformed'],
    ])
  })

  it('begun at a scanner that was pulled out is begun anew', async () => {
    const { readers, desk, scan } = await openScanner()
    scan(part(1))
    readers.take({ type: 'device-gone', at: morning, device: scannerInfo.device })
    readers.take({ type: 'device-ready', at: morning, info: scannerInfo })
    scan(part(2))
    expect(desk.at(-1)!.next).toMatch('1枚目、3枚目')
  })

  it('of a satellite told twice is kept once', async () => {
    const { store, readers, scan } = await openScanner()
    readers.take({ type: 'device-ready', at: morning, info: scannerInfo }, { satellite: 's' })
    expect([scan(whole, 'k/1'), scan(whole, 'k/1'), scan(whole, 'k/2')]).toEqual(['taken', 'repeat', 'taken'])
    expect(kept(store)).toHaveLength(2)
  })

  it('that cannot be kept is not taken for kept when it is read again', async () => {
    const { store, desk, scan } = await openScanner()
    scan(part(1))
    scan(part(2))
    const write = store.write.bind(store)
    store.write = () => {
      throw new Error('disk full')
    }
    expect(scan(part(3))).toBe('failed')
    store.write = write
    expect(desk.at(-1)).toMatchObject({ code: 'card-failed', level: 'warning' })
    for (const number of [1, 2, 3]) scan(part(number))
    expect(kept(store)).toMatchObject([{ symbols: 3 }])
    expect(desk.at(-1)!.text).toMatch('保管しました')
  })

  it('whose rest does not come is let go with a word and noted', async () => {
    const clock = createClock()
    const store = await openTestStore(clock.now)
    const { readers, named } = openReaders(store)
    readers.take({ type: 'device-ready', at: morning, info: scannerInfo })
    const { id } = named(scannerInfo.label)
    const told = await new Promise((resolve) => {
      const taker = createScanTaker({
        store,
        findReader: (device) => findReaderByDevice(store, device),
        tell: ({ code, text }) => {
          if (code === 'scan-unfinished') resolve(text)
        },
        count: (_readerId, _at, { code }) => expect(code).toBe('scan-unfinished'),
        onError: (error) => resolve(error),
        settings: { ...defaultScanSettings, windowMs: 20 },
      })
      onTestFinished(() => {
        taker.stop()
      })
      taker.take({ type: 'scanned', at: morning, device: scannerInfo.device, bytes: part(1) }, scannerInfo.device, null)
      clock.set(morning + 20)
    })
    expect(told).toMatch('3枚のうち2枚目、3枚目がまだです')
    expect(id).toBeDefined()
  })
})

describe('a scanner that types into a page', () => {
  it('reads for the counter of that page, without a reader', async () => {
    const { store, readers, desk, counterId } = await openScanner()
    const said = [readers.takeTyped(counterId, 'https://example.jp/'), readers.takeTyped(null, 'JAHIS9,架空')]
    // Whoever typed it hears the same as the counter.
    expect(said.map(({ text }) => text)).toEqual(desk.map(({ text }) => text))
    expect(desk.map((event) => [event.code, event.counterId, event.readerId])).toEqual([
      ['scan-refused', counterId, null],
      ['scan-done', null, null],
    ])
    expect(kept(store)).toMatchObject([{ reader_id: null, counter_id: null, kind: 'jahis-prescription' }])
  })

  it('reads JAN as it is, and GS1 where it types what kind of code it was', async () => {
    const { store, readers } = await openScanner()
    for (const typed of ['4901234567894', ']C10104901234567894', ']E04901234567894', '0104901234567894'])
      readers.takeTyped(null, typed)
    expect(kept(store).map(({ kind, bytes }) => [kind, String(bytes)])).toEqual([
      ['jan', '4901234567894'],
      ['gs1', '0104901234567894'],
      ['jan', '4901234567894'],
    ])
  })
})
