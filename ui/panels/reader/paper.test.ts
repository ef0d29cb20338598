import { describe, expect, it } from 'vitest'
import type { ReaderHealth } from '../../../contract/reader.ts'
import { paperRows } from './paper.ts'

const health = (lines: number, swapTest: ReaderHealth['swapTest'] = null): ReaderHealth => ({
  reader: {
    id: 'r',
    kind: 'pcsc',
    label: 'リーダー',
    name: 'リーダー',
    counterId: null,
    isConnected: true,
    isWanted: true,
    isOn: true,
    since: 0,
    lastUsedAt: null,
    lastTouchMs: null,
    verdict: 'contact',
    version: 1,
  },
  report: {
    verdict: 'contact',
    title: '',
    evidence: Array.from({ length: lines }, () => 'あ'.repeat(40)),
    steps: Array.from({ length: lines }, () => 'い'.repeat(40)),
    vendor: [],
  },
  usb: null,
  days: [],
  events: [],
  swapTest,
  machine: [],
})

describe('one sheet of paper', () => {
  it('holds ten days and eight events beside an ordinary verdict', () => {
    expect(paperRows(health(4))).toEqual({ days: 10, events: 8 })
  })

  it('gives up days and events before it gives up what is said, and never counts below none', () => {
    const test = { step: 'done', instruction: '', rounds: [], conclusion: 'う'.repeat(60) } as const
    const some = paperRows(health(7, { ...test, rounds: [] }))
    expect(some.days).toBeLessThan(10)
    expect(some.days).toBeGreaterThan(0)
    expect(paperRows(health(40))).toEqual({ days: 0, events: 0 })
  })
})
