import { describe, expect, it } from 'vitest'
import type { PresentedCard } from '../reader.ts'
import { createTaps, sameTapMs, trembleMs } from './taps.ts'

const card = (idm: string): PresentedCard => ({ kind: 'felica', idm, record: { state: 'none' } })
const [a, b] = [card('A'), card('B')]
const myNumber: PresentedCard = { kind: 'mynumber' }

/** A clock that stands still until it is moved. */
function table() {
  let at = 1000
  const taps = createTaps(() => at)
  return {
    taps,
    pass(ms: number) {
      at += ms
    },
    /** `readMs` is what the reading takes. */
    laid(what: PresentedCard, device = 'one', readMs = 0) {
      taps.inserted(device, at, false)
      at += readMs
      return taps.presented(device, what)
    },
    /** Seen when the reader, or the box itself, came back. */
    lying: (what: PresentedCard) => {
      taps.lying('one', what)
    },
    lifted: () => {
      taps.removed('one', at)
    },
  }
}

describe('a card that is laid down', () => {
  it('is a new tap the first time, and again when it was away long enough', () => {
    const { laid, lifted, pass } = table()
    expect(laid(a)).toBe('new')
    lifted()
    pass(trembleMs)
    expect(laid(a)).toBe('new')
  })

  it('is the same tap when it was away for less than that', () => {
    const { laid, lifted, pass } = table()
    laid(a)
    pass(60_000)
    lifted()
    pass(trembleMs - 1)
    expect(laid(a)).toBe('same')
  })

  it('is the same tap however long it is read when it is back', () => {
    const { laid, lifted, pass } = table()
    laid(a)
    lifted()
    pass(trembleMs - 1)
    expect(laid(a, 'one', 60_000)).toBe('same')
  })

  it('is a new tap, however soon it is back, when its removal was told', () => {
    const { taps, laid, lifted, pass } = table()
    laid(a)
    lifted()
    pass(1)
    expect(taps.inserted('one', 0, true)).toBe(false)
    expect(taps.presented('one', a)).toBe('new')
  })

  it('is the same tap when it is told twice within three seconds, and a new one after', () => {
    const { laid, pass } = table()
    laid(a)
    pass(sameTapMs)
    expect(laid(a)).toBe('same')
    pass(sameTapMs + 1)
    expect(laid(a)).toBe('new')
  })

  it('is a new tap when another was there, however fast', () => {
    const { laid, lifted } = table()
    laid(a)
    lifted()
    expect(laid(b)).toBe('new')
    lifted()
    expect(laid(a)).toBe('new')
  })

  it('is a new tap on another reader', () => {
    const { laid } = table()
    laid(a)
    expect(laid(a, 'two')).toBe('new')
  })

  it('is told by its kind where it has no id', () => {
    const { laid, lifted } = table()
    laid(myNumber)
    lifted()
    expect(laid(myNumber)).toBe('same')
    expect(laid({ kind: 'other' })).toBe('new')
  })
})

describe('a card that lies there when the reader comes', () => {
  it('is the same tap when it trembles, and a new one when it was lifted', () => {
    const { laid, lying, lifted, pass } = table()
    lying(a)
    pass(3_600_000)
    lifted()
    pass(trembleMs - 1)
    expect(laid(a)).toBe('same')
    lifted()
    pass(trembleMs)
    expect(laid(a)).toBe('new')
  })

  it('is a new tap when the reader was seen empty in between', () => {
    const { laid, taps } = table()
    laid(a)
    taps.empty('one')
    expect(laid(a)).toBe('new')
  })
})
