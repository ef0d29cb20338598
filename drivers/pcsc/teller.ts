import type { DeviceInfo, ReaderEvent, ServiceState } from '../reader.ts'
import { createFlaps } from './flaps.ts'
import type { ChildMessage } from './messages.ts'
import { createTaps, identityOf, trembleMs } from './taps.ts'

type MessageOf<T extends ChildMessage['type']> = Extract<ChildMessage, { type: T }>

export interface Teller {
  hear(message: ChildMessage): void
  /** The child is no more, and everything it knew with it. */
  lost(isSilent: boolean): void
  /** Holds nothing back any longer, and tells nothing more. */
  stop(): void
}

/** A flapping reader that has been away for so long is told to be gone after all; likewise one that a restart has lost. */
export const goneAfterMs = 3000
/** A removal is told after the reading; if the card is back, that follows within this time. */
const catchUpMs = 100

/**
 * Makes of what the child process sees what the listener of the port is told: a trembling card is one tap, a flapping reader is one
 * that stays, a restart is no unplugging.
 * @param now the clock of the wall, for the events. Never used for measuring: it may be set back.
 * @param isThere whether the kernel still has a reader, and has had it all the time, that the daemon does not have
 */
export function createTeller(
  now: () => number,
  listener: (event: ReaderEvent) => void,
  isThere: (info: DeviceInfo) => boolean,
): Teller {
  const clock = () => performance.now()
  const taps = createTaps(clock)
  const flaps = createFlaps(clock)
  const removals = createHeld()
  const partings = createHeld()
  /** Devices the listener knows of; and those that are plugged in, as far as it was told. */
  const shown = new Set<string>()
  const plugged = new Map<string, DeviceInfo>()
  /** What lies on each reader, as far as the listener was told. */
  const lying = new Map<string, string>()
  let service: ServiceState | undefined
  let isWell = false
  let settling: NodeJS.Timeout | undefined

  function tellService(state: ServiceState): void {
    if (service === state) return
    service = state
    listener({ type: 'service', at: now(), service: 'pcsc', state })
  }

  function tellLink(device: string, code: Extract<ReaderEvent, { type: 'link' }>['code']): void {
    listener({ type: 'link', at: now(), device, code })
  }

  function tellRemoved(device: string): void {
    lying.delete(device)
    listener({ type: 'card-removed', at: now(), device })
  }

  function tellGone(device: string): void {
    partings.release(device)
    if (removals.release(device)) tellRemoved(device)
    lying.delete(device)
    if (shown.delete(device)) listener({ type: 'device-gone', at: now(), device })
  }

  function unplugged(device: string): void {
    if (plugged.delete(device)) tellLink(device, 'unplugged')
  }

  function well(): void {
    if (isWell) return
    isWell = true
    settle()
  }

  /** Follows the readers that the daemon no longer has, until it has them again or the kernel says that they were pulled out. */
  function settle(): void {
    clearTimeout(settling)
    settling = setTimeout(() => {
      const missing = [...plugged.values()].filter(({ device }) => !shown.has(device))
      const waiting = missing.filter(isThere)
      for (const info of missing) if (!waiting.includes(info)) unplugged(info.device)
      if (waiting.length > 0) settle()
    }, goneAfterMs)
  }

  function attached({ info, hasCard, isRenamed, isAlike }: MessageOf<'reader-attached'>): void {
    const { device } = info
    if (!plugged.has(device) && !isRenamed) tellLink(device, 'plugged')
    plugged.set(device, info)
    if (!hasCard) empty(device)
    const wasParting = partings.release(device)
    shown.add(device)
    if (wasParting) return
    listener({ type: 'device-ready', at: now(), info })
    if (isAlike) tellLink(device, 'alike')
  }

  function empty(device: string): void {
    taps.empty(device)
    if (removals.release(device) || lying.has(device)) tellRemoved(device)
  }

  function detached({ device, isRenamed }: MessageOf<'reader-detached'>): void {
    const info = plugged.get(device)
    if (isRenamed) plugged.delete(device)
    if (isRenamed) {
      tellGone(device)
      return
    }
    if (info && isThere(info)) {
      tellGone(device)
      settle()
      return
    }
    unplugged(device)
    const flap = flaps.removed(device)
    if (flap === 'begins') tellLink(device, 'flapping')
    if (flap === 'calm') tellGone(device)
    else partings.hold(device, goneAfterMs, tellGone)
  }

  function presented({ device, card, latencyMs }: MessageOf<'card-presented'>): void {
    const isBack = taps.presented(device, card) === 'same'
    const wasRemoving = removals.release(device)
    if (isBack) return
    if (wasRemoving) tellRemoved(device)
    lying.set(device, identityOf(card))
    listener({ type: 'card-presented', at: now(), device, card, latencyMs })
  }

  function lies({ device, card }: MessageOf<'card-lying'>): void {
    taps.lying(device, card)
    const wasRemoving = removals.release(device)
    const before = lying.get(device)
    // The reader flapped under it.
    if (before === identityOf(card)) return
    if (wasRemoving || before !== undefined) tellRemoved(device)
    lying.set(device, identityOf(card))
    listener({ type: 'card-lying', at: now(), device, ...(card.kind === 'felica' && { idm: card.idm }) })
  }

  function inserted({ device, agoMs }: MessageOf<'card-inserted'>): void {
    if (taps.inserted(device, clock() - agoMs, !removals.has(device))) removals.pause(device)
    else if (removals.release(device)) tellRemoved(device)
  }

  return {
    hear(message) {
      switch (message.type) {
        case 'service':
          if (message.state === 'ok') well()
          tellService(message.state)
          return
        case 'reader-attached':
          attached(message)
          return
        case 'reader-detached':
          detached(message)
          return
        case 'card-inserted':
          inserted(message)
          return
        case 'card-presented':
          presented(message)
          return
        case 'card-lying':
          lies(message)
          return
        case 'card-removed':
          taps.removed(message.device, clock() - message.agoMs)
          removals.hold(message.device, Math.max(trembleMs - message.agoMs, catchUpMs), tellRemoved)
          return
        case 'card-failed':
          listener({ type: 'card-failed', at: now(), device: message.device, code: message.code })
          return
        case 'alive':
        case 'reader-placed':
        case 'issued':
      }
    },
    lost(isSilent) {
      clearTimeout(settling)
      if (isSilent) tellService('stuck')
      for (const device of [...shown]) tellGone(device)
      if (isWell) listener({ type: 'restarted', at: now(), service: 'pcsc' })
      isWell = false
    },
    stop() {
      clearTimeout(settling)
      removals.clear()
      partings.clear()
    },
  }
}

/** What is not told at once, because the next moment may take it back. */
function createHeld() {
  const held = new Map<string, NodeJS.Timeout>()
  /** @returns whether something was held back */
  function release(device: string): boolean {
    clearTimeout(held.get(device))
    return held.delete(device)
  }
  return {
    release,
    has: (device: string): boolean => held.has(device),
    /** Keeps it back until it is released or held anew. */
    pause(device: string): void {
      clearTimeout(held.get(device))
    },
    hold(device: string, ms: number, then: (device: string) => void): void {
      release(device)
      const after = setTimeout(() => {
        held.delete(device)
        then(device)
      }, ms)
      held.set(device, after)
    },
    clear(): void {
      for (const device of [...held.keys()]) release(device)
    },
  }
}
