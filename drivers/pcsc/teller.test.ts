import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PresentedCard, ReaderEvent } from '../reader.ts'
import type { ChildMessage } from './messages.ts'
import { createTeller, goneAfterMs } from './teller.ts'
import { trembleMs } from './taps.ts'

const device = 'usb:054c:0dc8:1'
const info = { device, kind: 'pcsc', label: 'Sony RC-S300/S' } as const
const card: PresentedCard = { kind: 'felica', idm: '012E000000000001', record: { state: 'none' } }

const ok: ChildMessage = { type: 'service', state: 'ok' }
const attached = (hasCard = false): ChildMessage => ({ type: 'reader-attached', info, hasCard })
const detached: ChildMessage = { type: 'reader-detached', device }
const presented: ChildMessage = { type: 'card-presented', device, card, latencyMs: 3 }
const inserted = (agoMs = 0): ChildMessage => ({ type: 'card-inserted', device, agoMs })
/** Laid down and read in no time. */
const laid = (what: PresentedCard = card): ChildMessage[] => [
  inserted(),
  { type: 'card-presented', device, card: what, latencyMs: 3 },
]
const lies: ChildMessage = { type: 'card-lying', device, card }
const removed = (agoMs = 0): ChildMessage => ({ type: 'card-removed', device, agoMs })
const lifted = removed()

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

function listening(isThere = (): boolean => false) {
  let told: ReaderEvent[] = []
  const teller = createTeller(
    () => 7,
    (event) => told.push(event),
    isThere,
  )
  return {
    teller,
    hear(...messages: (ChildMessage | ChildMessage[])[]) {
      for (const message of messages.flat()) teller.hear(message)
    },
    /** What was told since the last call, in short. */
    told(): string[] {
      const said = told.map((event) =>
        [event.type, 'code' in event ? event.code : 'state' in event ? event.state : ''].filter(Boolean).join(' '),
      )
      told = []
      return said
    },
  }
}

describe('the listener is told', () => {
  it('of a reader that comes and goes, and of its line', () => {
    const { hear, told } = listening()
    hear(ok, attached())
    expect(told()).toEqual(['service ok', 'link plugged', 'device-ready'])
    hear(detached)
    expect(told()).toEqual(['link unplugged', 'device-gone'])
  })

  it('of a removal only when the card has been away for a while', () => {
    const { hear, told } = listening()
    hear(ok, attached(), laid())
    told()
    hear(lifted)
    vi.advanceTimersByTime(trembleMs - 1)
    expect(told()).toEqual([])
    hear(laid())
    vi.advanceTimersByTime(60_000)
    expect(told()).toEqual([])
    hear(lifted)
    vi.advanceTimersByTime(trembleMs)
    expect(told()).toEqual(['card-removed'])
  })

  it('of a removal before the next card, and before the reader that goes under it', () => {
    const { hear, told } = listening()
    hear(ok, attached(), laid(), lifted)
    told()
    hear(laid({ kind: 'mynumber' }))
    expect(told()).toEqual(['card-removed', 'card-presented'])
    hear(lifted, detached)
    expect(told()).toEqual(['link unplugged', 'card-removed', 'device-gone'])
  })

  it('of no removal when the card was back in time, however long it was then read', () => {
    const { hear, told } = listening()
    hear(ok, attached(), laid())
    told()
    hear(lifted)
    vi.advanceTimersByTime(trembleMs - 1)
    hear(inserted())
    vi.advanceTimersByTime(60_000)
    hear(presented)
    expect(told()).toEqual([])
    hear(lifted)
    vi.advanceTimersByTime(trembleMs)
    expect(told()).toEqual(['card-removed'])
  })

  it('of no removal when both are told late, after a long reading', () => {
    const { hear, told } = listening()
    hear(ok, attached(), laid())
    told()
    vi.advanceTimersByTime(10_000)
    hear(removed(2000), inserted(2000 - trembleMs + 1), presented)
    vi.advanceTimersByTime(60_000)
    expect(told()).toEqual([])
    hear(removed(2000), inserted(2000 - trembleMs), presented)
    expect(told()).toEqual(['card-removed', 'card-presented'])
  })

  it('of a card that lay there before, once, also when the reader flaps under it', () => {
    const { hear, told } = listening()
    hear(ok, attached(true), lies)
    expect(told()).toEqual(['service ok', 'link plugged', 'device-ready', 'card-lying'])
    hear(detached, attached(true), lies, detached, attached(true), lies, detached)
    told()
    hear(attached(true), lies)
    expect(told()).toEqual(['link plugged'])
    hear(detached, attached())
    expect(told()).toEqual(['link unplugged', 'link plugged', 'card-removed'])
  })

  it('of a reader that stands for several alike, and of nothing but its key when it is told apart', () => {
    const { hear, told } = listening()
    hear(ok, { ...attached(), isAlike: true } as ChildMessage)
    expect(told()).toEqual(['service ok', 'link plugged', 'device-ready', 'link alike'])
    const other = { ...info, device: 'usb:054c:0dc8@1-2' }
    hear({ type: 'reader-detached', device, isRenamed: true })
    hear({ type: 'reader-attached', info: other, hasCard: false, isRenamed: true })
    expect(told()).toEqual(['device-gone', 'device-ready'])
  })

  it('of no unplugging when the daemon lost a reader that the kernel still has', () => {
    let isThere = true
    const { hear, told } = listening(() => isThere)
    hear(ok, attached())
    told()
    hear(detached)
    vi.advanceTimersByTime(60_000)
    expect(told()).toEqual(['device-gone'])
    hear(attached())
    expect(told()).toEqual(['device-ready'])
    hear(detached)
    isThere = false
    vi.advanceTimersByTime(goneAfterMs)
    expect(told()).toEqual(['device-gone', 'link unplugged'])
  })

  it('once of a flapping reader, which stays until it has been away for long', () => {
    const { hear, told } = listening()
    hear(ok, attached(), detached, attached(), detached, attached())
    told()
    hear(detached)
    expect(told()).toEqual(['link unplugged', 'link flapping'])
    vi.advanceTimersByTime(goneAfterMs - 1)
    hear(attached(), detached)
    expect(told()).toEqual(['link plugged', 'link unplugged'])
    vi.advanceTimersByTime(goneAfterMs)
    expect(told()).toEqual(['device-gone'])
    hear(attached())
    expect(told()).toEqual(['link plugged', 'device-ready'])
  })

  it('of the state of the service when it changes', () => {
    const { hear, told } = listening()
    const away: ChildMessage = { type: 'service', state: 'no-daemon' }
    hear(away, away, ok, ok)
    expect(told()).toEqual(['service no-daemon', 'service ok'])
  })
})

describe('a child that ends', () => {
  it('takes its readers with it, whose line was not cut, and is told as restarted', () => {
    const { hear, told, teller } = listening()
    hear(ok, attached())
    told()
    teller.lost(false)
    expect(told()).toEqual(['device-gone', 'restarted'])
    hear(ok, attached())
    expect(told()).toEqual(['device-ready'])
  })

  it('is not told as restarted when it had never worked', () => {
    const { hear, told, teller } = listening()
    hear({ type: 'service', state: 'no-daemon' })
    teller.lost(false)
    expect(told()).toEqual(['service no-daemon'])
  })

  it('leaves a reader behind as it is while the daemon takes its time with it', () => {
    const { hear, told, teller } = listening(() => true)
    hear(ok, attached())
    teller.lost(false)
    told()
    hear(ok)
    vi.advanceTimersByTime(60_000)
    hear(attached())
    expect(told()).toEqual(['device-ready'])
  })

  it('is told as stuck when it had fallen silent', () => {
    const { hear, told, teller } = listening()
    hear(ok)
    teller.lost(true)
    expect(told()).toEqual(['service ok', 'service stuck', 'restarted'])
  })

  it('leaves a reader behind as unplugged that is not found again', () => {
    const { hear, told, teller } = listening()
    hear(ok, attached())
    teller.lost(false)
    told()
    hear(ok)
    vi.advanceTimersByTime(goneAfterMs)
    expect(told()).toEqual(['link unplugged'])
  })

  it('does not open a patient twice; the card that still lies there is told as such', () => {
    const { hear, told, teller } = listening()
    hear(ok, attached(), laid())
    teller.lost(false)
    told()
    hear(ok, attached(true), lies)
    expect(told()).toEqual(['device-ready', 'card-lying'])
    hear(lifted, laid())
    expect(told()).toEqual([])
    hear(lifted)
    vi.advanceTimersByTime(trembleMs)
    hear(laid())
    expect(told()).toEqual(['card-removed', 'card-presented'])
  })
})

describe('after the end', () => {
  it('nothing that was held back is told', () => {
    const { hear, told, teller } = listening()
    hear(ok, attached(), laid(), lifted)
    told()
    teller.stop()
    vi.advanceTimersByTime(60_000)
    expect(told()).toEqual([])
  })
})
