import { randomUUID } from 'node:crypto'
import {
  mostDevices,
  type SatelliteDevice,
  type SatelliteRequest,
  type SatelliteService,
} from '../contract/satellite.ts'
import type { ReaderEvent } from '../drivers/reader.ts'
import type { SendOutcome } from './box-client.ts'
import { createQueue } from './queue.ts'
import { toWire, toWireDevice } from './wire.ts'
import { fateWords, overflowWords, troubleWords, type Trouble } from './words.ts'

export interface ConversationOptions {
  /** Milliseconds that only go forward (clock.ts). */
  clock: () => number
  /** One line for the person who looks after the satellite. */
  say: (line: string) => void
  /** Longest silence towards the box. */
  heartbeatMs?: number
  /** Pause before a box that did not answer is asked again. */
  retryMs?: number
}

/** The box will never take anything from this satellite. */
export type Parting = 'unknown-key' | 'replaced'

/** What comes next: another request after so many milliseconds, sooner if there is news unless the box is away. */
export type Next = { afterMs: number; isAway: boolean } | Parting

export interface Conversation {
  take(event: ReaderEvent): void
  /** The next request. There is never more than one under way. */
  ask(): SatelliteRequest
  /** What became of it. */
  hear(outcome: SendOutcome): Next
  /** From now on every reader is told to be gone, and nothing of what stands behind them. */
  leave(): void
  /** No more will be asked: what still waits is lost. */
  end(): void
}

/**
 * What a satellite says to the box, without the wire: which events go into a request, and what its answer means. The box knows an
 * event by `run` and `seq`, so that what is sent twice is taken once.
 */
export function createConversation(options: ConversationOptions): Conversation {
  const { clock, say, heartbeatMs = 2000, retryMs = 250 } = options
  const run = randomUUID()
  /** Those that came or went last are last. */
  const devices = new Map<string, SatelliteDevice>()
  const services = new Map<SatelliteService['service'], SatelliteService>()
  const queue = createQueue({
    clock,
    onFate: (device, fate) => {
      say(fateWords[fate](devices.get(device)?.label ?? device))
    },
    onOverflow: () => {
      say(overflowWords)
    },
  })
  let heard: { box: string; tick: number; at: number } | undefined
  let requests = 0
  /** Since the last answer that took something. */
  let failures = 0
  let state: Trouble | 'connected' | undefined

  function note(next: Trouble | 'connected', detail: string): void {
    if (next === state) return
    state = next
    say(
      next === 'connected'
        ? `箱につながりました(このサテライトの名前は「${detail}」)。`
        : `${troubleWords[next]} [${detail}]`,
    )
  }

  /** There is room for so many: what went longest ago is forgotten first. */
  function keep(device: SatelliteDevice): void {
    devices.delete(device.device)
    devices.set(device.device, device)
    if (devices.size <= mostDevices) return
    const [oldest] = [...devices.values()].filter(({ isConnected }) => !isConnected)
    if (oldest) devices.delete(oldest.device)
  }

  return {
    take(event) {
      if (event.type === 'device-ready') keep(toWireDevice(event.info))
      const gone = event.type === 'device-gone' ? devices.get(event.device) : undefined
      if (gone) keep({ ...gone, isConnected: false })
      if (event.type === 'service') services.set(event.service, { service: event.service, state: event.state })
      queue.add(toWire(event))
    },
    ask: () => ({
      run,
      request: ++requests,
      heard: heard ? { box: heard.box, tick: heard.tick, agoMs: clock() - heard.at } : null,
      devices: [...devices.values()].slice(0, mostDevices),
      services: [...services.values()],
      events: queue.batch(),
    }),
    hear(outcome) {
      if (!outcome.ok) {
        const { code } = outcome
        if (code === 'invalid') {
          // Without any event the fault may lie in what was heard, which the next answer brings anew.
          if (!queue.reject()) heard = undefined
        } else if (code !== 'no-answer' && code !== 'wait') {
          // Only these two leave open whether the box took it.
          queue.noteUnsent()
        }
        note(code, outcome.detail)
        if (code === 'unknown-key' || code === 'replaced') return code
        // A connection that was kept open breaks when the box starts again: the next one is made at once. So is a request without
        // what was invalid.
        const isFirst = failures++ === 0
        if ((code === 'no-answer' || code === 'invalid') && isFirst) return { afterMs: 0, isAway: true }
        return { afterMs: Math.max(retryMs, code === 'wait' ? outcome.waitMs : 0), isAway: true }
      }
      const { answer } = outcome
      heard = { box: answer.box, tick: answer.tick, at: clock() }
      if (!answer.isInTime) {
        queue.noteUnsent()
        return { afterMs: failures++ === 0 ? 0 : retryMs, isAway: true }
      }
      failures = 0
      note('connected', answer.name)
      queue.settle(answer.outcomes)
      return { afterMs: queue.isEmpty ? heartbeatMs : 0, isAway: false }
    },
    leave() {
      for (const each of devices.values()) each.isConnected = false
      services.clear()
    },
    end() {
      queue.end()
    },
  }
}
