import {
  faultOf,
  listReaders,
  stateMute,
  statePresent,
  type Context,
  type ReaderHandle,
  type ReaderState,
} from './binding.ts'
import type { IssueOutcome } from '../reader.ts'
import { isBreakdown, type Breakdown } from './connect.ts'
import { askUsbIds } from './identify.ts'
import { issueCard } from './issue-card.ts'
import type { ChildMessage, ChildSettings, ChildTrouble, IssueRequest } from './messages.ts'
import { createPlaces, type Placed } from './places.ts'
import { readCard, type CardOutcome, type Lying } from './read-card.ts'
import { createRecall, type Recall, type Stay } from './recall.ts'
import type { ReaderChanges } from './watch.ts'

export interface SlotsOptions {
  context: Context
  settings: ChildSettings
  /** Names this run of the daemon; undefined when it has no name. */
  daemon: string | undefined
  send: (message: ChildMessage) => void
  /** The daemon, or a call into it, is gone for good. */
  onHopeless: (reason: ChildTrouble) => void
}

export interface Slots extends ReaderChanges {
  /** Every reader of the daemon, as it names them. */
  names(): string[]
  /** How many pieces of hardware they are. */
  pieces(): number
  /** Looks again whether readers of one kind can be told apart now. */
  tellApart(): void
  /** Writes on the card that lies on a device; answered by a message of its own. */
  issue(request: IssueRequest): void
}

/** What was laid on a reader, as the daemon told of it at that moment. */
interface Laid extends Lying, Stay {
  seen: ReaderState
  markGone(): void
}

/** `known` is undefined until the reader has been asked who it is. */
interface Slot extends Placed {
  handle?: ReaderHandle | undefined
  /** The card on it now, or the last one. */
  card?: Laid
  recall: Recall
  /** What is being done at it: one thing after the other, so that a removal is never told before its card. */
  work: Promise<void>
}

/** ACS's dual readers have a second slot inside the housing, for a SAM. No customer can lay a card there. */
const isHidden = (name: string): boolean => /\bSAM\b/.test(name)

/** What the daemon calls readers, one entry each: says who they are, and reads what is laid on them. */
export function createSlots({ context, settings, daemon, send, onHopeless }: SlotsOptions): Slots {
  const slots = new Map<string, Slot>()
  const hidden = new Set<string>()
  const places = createPlaces(settings, daemon)
  /** One piece of hardware may show as several readers: it comes with the first and goes with the last. */
  const isShown = (device: string): boolean => [...slots.values()].some(({ known }) => known?.info.device === device)

  /** Readers come and go one after the other, or two of a kind would both be taken for the only one. */
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (step: () => void | Promise<void>): Promise<void> => {
    const done = turn.then(step)
    turn = done.catch(() => undefined)
    return done
  }

  const attach = async (name: string, slot: Slot, hasCard: boolean): Promise<void> => {
    try {
      slot.handle = handleOf(context, name)
    } catch (error) {
      if (faultOf(error) === 'lost') throw error
      // Its name alone has to do, until a card is laid on it.
    }
    slot.ids = slot.handle && (await askUsbIds(slot.handle))
    if (slots.get(name) === slot) show(name, slot, hasCard, false)
  }

  const show = (name: string, slot: Slot, hasCard: boolean, isRenamed: boolean): void => {
    const others = [...slots].filter(([, { known }]) => known && known !== slot.known)
    if (isRenamed && !places.isEven(name, slot.ids, others)) return
    const found = places.find(name, slot.ids, others)
    if (isRenamed && found.port === undefined) return
    const before = slot.known?.info.device
    const isFirst = !isShown(found.info.device)
    slot.known = found
    if (before !== undefined && !isShown(before)) send({ type: 'reader-detached', device: before, isRenamed })
    const { info, isAlike } = found
    if (isFirst) send({ type: 'reader-attached', info, hasCard, isRenamed, isAlike })
    const place = places.note(found)
    if (place) send({ type: 'reader-placed', name, place })
  }

  /** One of several alike that nobody could tell apart may now be the only one left. */
  const tellApart = (): void => {
    for (const [name, slot] of slots) {
      if (slot.known?.isAlike) show(name, slot, slot.card !== undefined && !slot.card.isGone(), true)
    }
  }

  const read = async (name: string, slot: Slot, card: Laid): Promise<void> => {
    if (!slot.known) return
    const { info, family } = slot.known
    const { device } = info
    send({ type: 'card-inserted', device, agoMs: performance.now() - card.since })
    const recall = (idm: string) => slot.recall.find(idm, card.since)
    const outcome = await look(name, slot, card, { family, recall, transmitMs: settings.transmitMs })
    if (outcome.ok) {
      if (outcome.card.kind === 'felica') slot.recall.keep(outcome.card.idm, outcome.card.record, card)
      const latencyMs = performance.now() - card.since
      send({ type: 'card-presented', device, card: outcome.card, latencyMs })
      return
    }
    if (isBreakdown(outcome.code)) {
      if (outcome.code === 'hung') send({ type: 'card-failed', device, code: 'transmit' })
      giveUp(outcome.code)
    } else send({ type: 'card-failed', device, code: outcome.code })
  }

  /** Only what it is: its record is read when somebody lays it down, and that it cannot be read is nobody's fault now. */
  const readLying = async (name: string, slot: Slot, card: Laid): Promise<void> => {
    if (!slot.known) return
    const { device } = slot.known.info
    const outcome = await look(name, slot, card, {
      family: undefined,
      recall: () => undefined,
      transmitMs: settings.transmitMs,
    })
    if (!outcome.ok && isBreakdown(outcome.code)) giveUp(outcome.code)
    else if (outcome.ok) send({ type: 'card-lying', device, card: outcome.card })
    else if (outcome.code !== 'moved') send({ type: 'card-lying', device, card: { kind: 'other' } })
  }

  const look = async (
    name: string,
    slot: Slot,
    card: Laid,
    manner: Parameters<typeof readCard>[2],
  ): Promise<CardOutcome> =>
    (card.seen.state & stateMute) === 0
      ? readCard(reach(context, name, slot, card.seen), card, manner)
      : { ok: false, code: 'mute' }

  const write = async (name: string, slot: Slot, { record, idm, replaces }: IssueRequest): Promise<IssueOutcome> => {
    if (!slot.known) return { ok: false, code: 'gone' }
    if (!slot.card || slot.card.isGone()) return { ok: false, code: 'no-card' }
    slot.recall.forget()
    const reader = reach(context, name, slot, slot.card.seen)
    const { outcome, breakdown } = await issueCard(
      reader,
      slot.known.family,
      { record, idm, ...(replaces && { replaces }) },
      settings.transmitMs,
    )
    // After what is said now.
    if (breakdown) setImmediate(giveUp, breakdown)
    return outcome
  }

  const giveUp = (breakdown: Breakdown): void => {
    onHopeless(breakdown === 'hung' ? 'stuck' : 'no-daemon')
  }

  /** The daemon may go between any two calls; that ends the process, in the ordinary way. One odd reader does not. */
  const queue = (slot: Slot, step: () => void | Promise<void>): void => {
    slot.work = slot.work.then(step).catch((error: unknown) => {
      if (faultOf(error) === 'lost') onHopeless('no-daemon')
      else if (slot.known) send({ type: 'card-failed', device: slot.known.info.device, code: 'transmit' })
    })
  }
  const tell = (slot: Slot, message: (device: string) => ChildMessage): void => {
    queue(slot, () => {
      if (slot.known) send(message(slot.known.info.device))
    })
  }

  return {
    names: () => [...slots.keys(), ...hidden],
    pieces: () => new Set([...slots].map(([name, { known }]) => known?.port ?? name)).size,
    attached({ name, state }: ReaderState) {
      if (isHidden(name)) {
        hidden.add(name)
        return
      }
      const slot: Slot = { ids: undefined, recall: createRecall(), work: Promise.resolve() }
      slots.set(name, slot)
      queue(slot, () => inTurn(() => attach(name, slot, (state & statePresent) !== 0)))
    },
    detached(name) {
      hidden.delete(name)
      const slot = slots.get(name)
      if (!slot) return
      slots.delete(name)
      slot.card?.markGone()
      queue(slot, () =>
        inTurn(() => {
          const device = slot.known?.info.device
          if (device !== undefined && !isShown(device)) send({ type: 'reader-detached', device })
          tellApart()
        }),
      )
    },
    inserted(seen, wasLying) {
      const slot = slots.get(seen.name)
      if (!slot) return
      const card = createLaid(seen)
      slot.card = card
      queue(slot, () => (wasLying ? readLying(seen.name, slot, card) : read(seen.name, slot, card)))
    },
    removed(name) {
      const slot = slots.get(name)
      if (!slot) return
      const at = performance.now()
      slot.card?.markGone()
      tell(slot, (device) => ({ type: 'card-removed', device, agoMs: performance.now() - at }))
    },
    tellApart: () => void inTurn(tellApart),
    missed(name) {
      const slot = slots.get(name)
      if (slot) tell(slot, (device) => ({ type: 'card-failed', device, code: 'moved' }))
    },
    issue(request) {
      const served = [...slots].filter(([, { known }]) => known?.info.device === request.device)
      const [name, slot] = served.find(([, { card }]) => card && !card.isGone()) ?? served[0] ?? []
      if (name === undefined || !slot) {
        send({ type: 'issued', request: request.request, outcome: { ok: false, code: 'gone' } })
        return
      }
      queue(slot, async () => {
        send({ type: 'issued', request: request.request, outcome: await write(name, slot, request) })
      })
    },
  }
}

const handleOf = (context: Context, name: string): ReaderHandle | undefined =>
  listReaders(context).find((reader) => reader.name === name)

/** A reader as it was when a card was laid on it; the list is asked for again only when the daemon no longer knows the handle. */
function reach(context: Context, name: string, slot: Slot, seen: ReaderState): ReaderHandle {
  return {
    ...seen,
    async connect(shareMode, protocols) {
      const handle = (slot.handle ??= handleOf(context, name))
      if (!handle) throw new Error('Unknown reader')
      try {
        return await handle.connect(shareMode, protocols)
      } catch (error) {
        if (faultOf(error) !== 'no-reader') throw error
        slot.handle = handleOf(context, name)
        if (!slot.handle) throw error
        return slot.handle.connect(shareMode, protocols)
      }
    },
  }
}

function createLaid(seen: ReaderState): Laid {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  let goneAt: number | undefined
  return {
    seen: { name: seen.name, state: seen.state, atr: seen.atr },
    since: performance.now(),
    gone: promise,
    isGone: () => goneAt !== undefined,
    goneAt: () => goneAt,
    markGone() {
      goneAt ??= performance.now()
      resolve(undefined)
    },
  }
}
