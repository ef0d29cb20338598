import { expect, test } from 'vitest'
import type { Verdict } from '../../contract/reader.ts'
import { describeReaderEvent, swapEvent, swapOfEvent } from './reader-event-words.ts'
import { day, factsOf, today, wellUsed } from './reader-health-test-rig.ts'
import { reportReader } from './reader-report.ts'
import type { ReaderFacts } from './reader-signs.ts'
import { swapWords } from './swap-test.ts'

const report = (changes: Partial<ReaderFacts> = {}) => reportReader(factsOf(changes))

/** One set of facts for each verdict. */
const cases: Record<Verdict, Partial<ReaderFacts>> = {
  ok: {},
  unused: { days: [], lastReadOn: null },
  contact: { days: [...wellUsed, day(1, { disconnects: 12, flaps: 2, kernelErrors: 4, kernelResets: 1 })] },
  'other-program': { days: [...wellUsed, day(0, { inUse: 4 })] },
  'driver-missing': { service: 'no-daemon', isConnected: false },
  dead: { days: [day(0, { mute: 12, givenUp: 4 })], failuresInRow: 12, givenUpInRow: 4, lastReadOn: '2026-03-01' },
  'bad-card': { days: [...wellUsed, day(3, { mute: 4, givenUp: 1 })] },
  'wrong-card': { days: [day(1, { touches: 10, wrongCards: 9 })] },
}

test.each(Object.entries(cases))('%s: says so, with numbers and what to do', (verdict, changes) => {
  const { title, evidence, steps, ...rest } = report(changes)
  expect(rest.verdict).toBe(verdict)
  expect(title).not.toBe('')
  expect(evidence.length).toBeGreaterThan(0)
  expect(steps.length > 0).toBe(verdict !== 'ok')
  for (const line of [title, ...evidence, ...steps, ...rest.vendor])
    expect(line).not.toMatch(/undefined|null|NaN|Infinity/)
})

test('a bad contact is shown by how often the reader went, beside the other readers', () => {
  const days = [day(0, { disconnects: 6, flaps: 1 }), day(3, { disconnects: 8, flaps: 1 })]
  const alone = report({ days }).evidence[0]
  expect(alone).toBe('過去30日: 抜けた回数 14 回。1 分に 3 回以上の抜き差し 2 度')
  expect(report({ days, others: [wellUsed, wellUsed] }).evidence[0]).toMatch('14 回(ほかのリーダー 2 台は 0 回)')
  expect(report({ days, others: [wellUsed, [day(1, { disconnects: 3 })]] }).evidence[0]).toMatch(
    '(ほかのリーダー 2 台は 0〜3 回)',
  )
})

test('only the last thirty days are counted, today among them', () => {
  const days = [day(29, { disconnects: 1 }), day(30, { disconnects: 100 }), day(0, { disconnects: 1 })]
  expect(report({ days }).evidence).toContain('過去30日: 抜けた回数 2 回')
})

test('the place to look at first follows from hubs and from the other readers', () => {
  const days = [...wellUsed, day(1, { flaps: 1, disconnects: 3 })]
  expect(report({ days }).title).toBe('ケーブルか差し込み口の接触が疑われます')
  const behindHub = report({ days, usb: { port: '1-2.3', speedMbps: 12, hubs: 1 } })
  expect(behindHub.title).toMatch('ハブ')
  expect(behindHub.evidence.join()).toMatch(
    'USB の差し込み口 1-2.3、間のハブ(チップ入りの延長ケーブルを含む) 1 台、速さ 12 Mbps',
  )
  expect(behindHub.steps[0]).toMatch('箱の USB にじかに')
  expect(report({ days, others: [[day(1, { disconnects: 4 })]] }).title).toMatch('箱の USB の電源')
})

test('what is missing is named, with the command that brings it', () => {
  const missing = (changes: Partial<ReaderFacts>) => report({ isConnected: false, ...changes }).steps.join('\n')
  expect(missing({ service: 'no-daemon' })).toMatch('apt-get install pcscd')
  expect(missing({ service: 'binding-missing' })).toMatch('libpcsclite-dev')
  expect(missing({ service: 'binding-missing', kind: 'hid' })).toMatch('node-hid')
  expect(missing({ service: 'stuck' })).toMatch('libacsccid1')
  // At a satellite it is that machine which is to be mended.
  for (const service of ['no-daemon', 'binding-missing', 'stuck'] as const) {
    const far = report({ isConnected: false, satellite: '調剤室', service })
    expect(far.steps.filter((step) => step.startsWith('技術者'))).toEqual(
      far.steps.filter((step) => step.startsWith('技術者: サテライト「調剤室」の機械で、')),
    )
    expect(far.steps.join('\n')).not.toMatch(/^箱の電源/m)
  }
  // It is not the cable: nobody is sent to plug it in again first.
  expect(missing({ service: 'no-daemon' })).not.toMatch('自動で ON')
})

test('a reader that is unplugged or switched off says so first', () => {
  const gone = report({ isConnected: false, sinceOn: '2026-04-03' })
  expect(gone.title).toMatch('つながっていません')
  expect(gone.evidence).toContain('いまはつながっていません(最後に見えた日 4月3日)')
  expect(gone.steps[0]).toMatch('差しなおしてください')
  expect(report({ isWanted: false }).steps[0]).toMatch('ON にしてください')
})

test('how long a touch takes is told in milliseconds, and that it has become slower', () => {
  const fast = report().evidence.join()
  expect(fast).toMatch(/半分は \d+ ミリ秒以内、99 % は \d+ ミリ秒以内/)
  expect(fast).not.toMatch('遅くなっています')
  const days = wellUsed.map((each, ago) => (ago < 7 ? day(ago, { touches: 20 }, 400) : each))
  expect(report({ days }).evidence.join()).toMatch('この7日は遅くなっています')
  // Alone that is no fault.
  expect(report({ days }).verdict).toBe('ok')
})

test('the maker is told the model, the numbers and what is asked for; nobody is called for a card', () => {
  const { vendor } = report(cases.contact)
  expect(vendor[0]).toBe('機器: 試験リーダー(USB 1-1)')
  expect(vendor.join()).toMatch('抜けた回数 12 回')
  expect(vendor.at(-1)).toMatch('お願い')
  expect(report(cases['wrong-card']).vendor).toEqual([])
  expect(report(cases.ok).vendor).toEqual([])
})

test('a scanner is called a scanner, and gets no card and no swap test', () => {
  const { title, evidence, steps } = report({ kind: 'hid', days: [day(0, { scans: 20, scanErrors: 6 })] })
  const all = [title, ...evidence, ...steps].join()
  expect(all).toMatch('途中で乱れたコード 6 件')
  expect(all).not.toMatch(/カードを|入替テスト/)
  const wrong = report({ kind: 'serial', days: [day(0, { scans: 10, wrongCards: 8 })] })
  expect(wrong).toMatchObject({ verdict: 'wrong-card', title: expect.stringMatching('スキャナーは正しく') })
})

test('a finished swap test is evidence, and every conclusion is kept as an event and found again', () => {
  const { evidence, verdict } = report({ swap: { on: today, conclusion: 'reader' } })
  expect(verdict).toBe('dead')
  expect(evidence[0]).toBe(`入替テスト(4月30日): ${swapWords.reader}`)
  for (const conclusion of Object.keys(swapWords) as (keyof typeof swapWords)[]) {
    expect(swapOfEvent(swapEvent(conclusion))).toBe(conclusion)
    expect(describeReaderEvent(swapEvent(conclusion))).toBe(`入替テスト: ${swapWords[conclusion]}`)
  }
})

test('an event of a later version is shown as it is kept', () => {
  expect(describeReaderEvent('unplugged')).toBe('抜けました')
  for (const code of ['from-the-future', 'swap-from-the-future', 'swap-toString']) {
    expect(swapOfEvent(code)).toBeUndefined()
    expect(describeReaderEvent(code)).toBe(code)
  }
})
