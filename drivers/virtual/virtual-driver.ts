import type { CardRecord, DeviceInfo, Driver, IssueOutcome, PresentedCard, ReaderEvent } from '../reader.ts'
import type { Step } from './script.ts'

/** `off` the driver is not started; `unplugged` and `empty` there is no reader, or no card, to do it with. */
export type StepOutcome = { ok: true } | { ok: false; code: 'off' | 'unplugged' | 'empty' }

export interface VirtualDriver extends Driver {
  /** Makes one thing happen, at once; the pause of the step is for whoever plays the script. */
  act(step: Step): StepOutcome
  /** The readers there are, plugged in or not, by name. */
  readers(): { name: string; isConnected: boolean; hasCard: boolean }[]
  issue(device: string, record: CardRecord, idm: string, replaces?: string): Promise<IssueOutcome>
}

/** What another pharmacy's box has written on its cards. */
export const recordElsewhere: CardRecord = {
  memberId: '00000000-0000-7000-8000-00000000e15e',
  secret: 'e5'.repeat(16),
}

interface VirtualReader {
  name: string
  isConnected: boolean
  /** What lies on it. A card that is no member card has no id here either. */
  card: { idm?: string } | undefined
}

/** How a virtual reader is known to the box. */
export const virtualDevice = (name: string) => ({ device: `virtual:${name}`, kind: 'virtual', label: name }) as const

/**
 * Readers without hardware, for demo, training and tests: whatever may happen to a reader can be made to happen. They exist only when
 * asked for. Their cards have memory: what is issued on one is read back at its next touch, for as long as the driver lives.
 * @param names the readers that are plugged in at the start; at least one
 */
export function createVirtualDriver(options: {
  now: () => number
  names: readonly [string, ...string[]]
}): VirtualDriver {
  const { now, names } = options
  const readers = new Map<string, VirtualReader>()
  const records = new Map<string, CardRecord>()
  let tell: ((event: ReaderEvent) => void) | undefined

  function plug(reader: VirtualReader): void {
    reader.isConnected = true
    const info: DeviceInfo = virtualDevice(reader.name)
    tell?.({ type: 'device-ready', at: now(), info })
    tell?.({ type: 'link', at: now(), device: info.device, code: 'plugged' })
  }

  function find(name: string): VirtualReader {
    const known = readers.get(name)
    if (known) return known
    const reader: VirtualReader = { name, isConnected: false, card: undefined }
    readers.set(name, reader)
    plug(reader)
    return reader
  }

  function lift(reader: VirtualReader, device: string): void {
    reader.card = undefined
    tell?.({ type: 'card-removed', at: now(), device })
  }

  function present(reader: VirtualReader, device: string, step: Step): void {
    if (reader.card) lift(reader, device)
    const { card: idm, latencyMs = 0, isElsewhere = false } = step
    if (idm !== undefined && isElsewhere) records.set(idm, recordElsewhere)
    const record = idm === undefined ? undefined : records.get(idm)
    const card: PresentedCard =
      step.do === 'mynumber' || step.do === 'other'
        ? { kind: step.do }
        : {
            kind: 'felica',
            idm: idm ?? '',
            record: record ? { state: 'present', version: 1, ...record } : { state: 'none' },
          }
    reader.card = idm === undefined ? {} : { idm }
    tell?.({ type: 'card-presented', at: now(), device, card, latencyMs })
  }

  function pull(reader: VirtualReader, device: string): void {
    if (reader.card) lift(reader, device)
    reader.isConnected = false
    tell?.({ type: 'link', at: now(), device, code: 'unplugged' })
    tell?.({ type: 'device-gone', at: now(), device })
  }

  /** A loose cable: the port hears of each coming and going, whoever only uses the reader of none. */
  function flap(device: string): void {
    for (let time = 0; time < 3; time++) {
      tell?.({ type: 'link', at: now(), device, code: 'unplugged' })
      if (time === 2) tell?.({ type: 'link', at: now(), device, code: 'flapping' })
      tell?.({ type: 'link', at: now(), device, code: 'plugged' })
    }
  }

  function scan(device: string, { text, base64, symbology }: Step): void {
    const bytes = new Uint8Array(base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64'))
    tell?.({ type: 'scanned', at: now(), device, bytes, ...(symbology !== undefined && { symbology }) })
  }

  return {
    start(listener) {
      tell = listener
      for (const name of names) find(name)
    },
    stop() {
      tell = undefined
      readers.clear()
      return Promise.resolve()
    },
    readers: () =>
      [...readers.values()].map(({ name, isConnected, card }) => ({ name, isConnected, hasCard: card !== undefined })),
    act(step) {
      if (!tell) return { ok: false, code: 'off' }
      const reader = find(step.reader ?? names[0])
      const { device } = virtualDevice(reader.name)
      if (step.do === 'plug') {
        if (!reader.isConnected) plug(reader)
        return { ok: true }
      }
      if (!reader.isConnected) return { ok: false, code: 'unplugged' }
      switch (step.do) {
        case 'tap':
        case 'mynumber':
        case 'other':
          present(reader, device, step)
          lift(reader, device)
          break
        case 'insert':
          present(reader, device, step)
          break
        case 'remove':
          if (!reader.card) return { ok: false, code: 'empty' }
          lift(reader, device)
          break
        case 'mute':
        case 'transmit':
        case 'moved':
        case 'in-use':
          tell({ type: 'card-failed', at: now(), device, code: step.do })
          break
        case 'unplug':
          pull(reader, device)
          break
        case 'flap':
          flap(device)
          break
        case 'scan':
          scan(device, step)
      }
      return { ok: true }
    },
    issue(device, record, idm, replaces) {
      const reader = [...readers.values()].find(({ name }) => virtualDevice(name).device === device)
      if (!reader?.isConnected) return Promise.resolve({ ok: false, code: 'gone' })
      if (reader.card?.idm === undefined) return Promise.resolve({ ok: false, code: 'no-card' })
      if (reader.card.idm !== idm) return Promise.resolve({ ok: false, code: 'exchanged' })
      const there = records.get(idm)
      if (there && ![record.memberId, replaces].includes(there.memberId)) {
        return Promise.resolve({ ok: false, code: 'occupied', record: there })
      }
      records.set(idm, record)
      return Promise.resolve({ ok: true })
    },
  }
}
