import type { Reader, SwapRound, SwapStep, SwapTest } from '../../contract/reader.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { swapEvent } from '../domain/reader-event-words.ts'
import { isScanner, sumDays } from '../domain/reader-signs.ts'
import {
  concludeSwap,
  mayGoTo,
  swapInstructions,
  swapWords,
  type SwapConclusion,
  type SwapCount,
} from '../domain/swap-test.ts'
import type { Store } from '../store/open.ts'
import { listReaderDays, noteReaderEvent } from '../store/reader-days.ts'
import { findReader } from '../store/readers.ts'

type Tally = Omit<SwapCount, 'step'>

interface Round {
  step: SwapCount['step']
  startedAt: number
  /** Chosen by a person; else it is found out. */
  chosen: string | undefined
  /** What had been counted of each reader when the round began. */
  before: Map<string, Tally>
  /** The round as it ended. */
  ended?: SwapRound
}

interface Test {
  rounds: Round[]
  conclusion: SwapConclusion | null
}

export type SwapOutcome = { ok: true } | { ok: false; code: 'not-found' | 'invalid-request' }

export interface SwapTests {
  /** Begins the next round, or ends the test. @param chosen whose touches are counted, when it cannot be found out */
  go(readerId: string, step: SwapStep, chosen?: string): SwapOutcome
  find(readerId: string): SwapTest | null
}

/**
 * The swap tests that go on, in memory: a round is what was counted of a reader since it began. Only the conclusion is kept, as an
 * event of the reader. A reader without a serial number is another reader at another port: so the reader of a round is looked for among
 * those that were plugged in since the round before began.
 */
export function createSwapTests(store: Store, list: () => Reader[]): SwapTests {
  const tests = new Map<string, Test>()

  const tallyOf = (readerId: string, since: number): Tally => {
    const sum = sumDays(listReaderDays(store, readerId, tokyoDate(since)))
    return {
      touches: sum.touches + sum.wrongCards,
      errors: sum.mute + sum.transmitErrors,
      unplugs: sum.disconnects,
    }
  }

  const countIn = (round: Round, readerId: string): Tally => {
    const now = tallyOf(readerId, round.startedAt)
    const before = round.before.get(readerId)
    const since = (name: keyof Tally): number => Math.max(0, now[name] - (before?.[name] ?? 0))
    return { touches: since('touches'), errors: since('errors'), unplugs: since('unplugs') }
  }

  /** Whoever may be meant in a round: the reader itself, and those that were plugged in or out since the round before began. */
  function mayBeMeant(test: Test, index: number, self: Reader): Reader[] {
    const movedSince = test.rounds[index - 1]?.startedAt ?? Infinity
    const isOther = test.rounds[index]?.step === 'other-reader'
    // Known by its port alone, whatever is plugged in there now is the same to the box.
    const isByPort = findReader(store, self.id)?.device.includes('@') ?? false
    return list()
      .filter(({ kind, satellite }) => kind === self.kind && satellite === self.satellite)
      .filter(({ id, since }) => (id === self.id && !isOther) || (since >= movedSince && (id !== self.id || isByPort)))
  }

  /** The one that was touched, else the one that is plugged in. */
  function readerOf(test: Test, index: number, round: Round, self: Reader): Reader | undefined {
    if (round.chosen !== undefined) return list().find(({ id }) => id === round.chosen)
    if (round.step === 'as-is') return self
    const candidates = mayBeMeant(test, index, self).map((reader) => {
      const { touches, errors } = countIn(round, reader.id)
      return { reader, tries: touches + errors, isSelf: Number(reader.id === self.id) }
    })
    return candidates
      .filter(({ reader, tries }) => tries > 0 || reader.isConnected)
      .toSorted((a, b) => b.tries - a.tries || b.isSelf - a.isSelf || b.reader.since - a.reader.since)[0]?.reader
  }

  function show(test: Test, index: number, round: Round, self: Reader): SwapRound {
    if (round.ended) return round.ended
    const reader = readerOf(test, index, round, self)
    const counts = reader ? countIn(round, reader.id) : { touches: 0, errors: 0, unplugs: 0 }
    return {
      step: round.step,
      readerId: reader?.id ?? null,
      label: reader?.label ?? null,
      startedAt: round.startedAt,
      ...counts,
    }
  }

  function begin(test: Test, step: SwapCount['step'], chosen: string | undefined): void {
    const startedAt = store.now()
    const before = new Map(list().map(({ id }) => [id, tallyOf(id, startedAt)]))
    test.rounds.push({ step, startedAt, chosen, before })
  }

  function end(readerId: string, test: Test): void {
    const conclusion = concludeSwap(
      test.rounds.flatMap(({ step, ended }) => (ended ? [{ step, ...tallyIn(ended) }] : [])),
    )
    test.conclusion = conclusion
    if (conclusion === 'too-few') return
    store.write(() => {
      noteReaderEvent(store, readerId, store.now(), swapEvent(conclusion))
      store.noteChange('reader', readerId)
    })
  }

  return {
    go(readerId, step, chosen) {
      const self = list().find(({ id }) => id === readerId)
      if (!self) return { ok: false, code: 'not-found' }
      const current = tests.get(readerId)
      if (isScanner(self) || !mayGoTo(current ? stepOf(current) : null, step))
        return { ok: false, code: 'invalid-request' }
      const test: Test = step === 'as-is' || !current ? { rounds: [], conclusion: null } : current
      const last = test.rounds.at(-1)
      if (last) last.ended = show(test, test.rounds.length - 1, last, self)
      if (step === 'done') end(readerId, test)
      else begin(test, step, chosen)
      tests.set(readerId, test)
      return { ok: true }
    },
    find(readerId) {
      const test = tests.get(readerId)
      const self = list().find(({ id }) => id === readerId)
      if (!test || !self) return null
      const step = stepOf(test)
      return {
        step,
        instruction: swapInstructions[step],
        rounds: test.rounds.map((round, index) => show(test, index, round, self)),
        conclusion: test.conclusion === null ? null : swapWords[test.conclusion],
      }
    },
  }
}

const stepOf = ({ rounds, conclusion }: Test): SwapStep =>
  conclusion === null ? (rounds.at(-1)?.step ?? 'as-is') : 'done'

const tallyIn = ({ touches, errors, unplugs }: SwapRound): Tally => ({ touches, errors, unplugs })
