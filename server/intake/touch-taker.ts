import type { ReaderEvent } from '../../drivers/reader.ts'
import { followTouch } from '../domain/touch-runs.ts'
import type { Store } from '../store/open.ts'
import { failReader, useReader, type KnownReader } from '../store/readers.ts'
import { presentCard } from './cards.ts'
import * as words from './desk-text.ts'
import type { DeskText } from './desk-text.ts'
import { countsOfFailure, countsOfWrongCard, type Counted } from './reader-counts.ts'
import { deviceOf, noCard, type LiveReaders, type Origin } from './reader-live.ts'
import type { Place } from './scan-taker.ts'

export interface TouchTakerOptions {
  store: Store
  live: LiveReaders
  tell: (text: DeskText, place: Place, key: string) => void
  /** Inside `store.write`. */
  count: (readerId: string, at: number, counted: Counted) => void
  /** Something was counted without `count`. */
  judgeAgain: (readerId: string) => void
}

type Touch = Extract<ReaderEvent, { type: 'card-presented' }>
type Lying = Extract<ReaderEvent, { type: 'card-lying' }>
type Failure = Extract<ReaderEvent, { type: 'card-failed' }>

/** What is laid on card readers: member cards become visits, all else becomes a word at that counter and a count. */
export function createTouchTaker({ store, live, tell, count, judgeAgain }: TouchTakerOptions) {
  /** The newest word about what lies on a reader is the only one on the screen. */
  function tellAt({ id, counterId }: KnownReader, text: DeskText): void {
    tell(text, { readerId: id, counterId }, `card:${id}`)
  }

  return {
    take({ device, at, card, latencyMs }: Touch, origin?: Origin): 'taken' | 'repeat' | 'unknown-reader' {
      const found = live.locate(deviceOf(device, origin))
      if (!found) return 'unknown-reader'
      const { known } = found
      if (!known.isWanted) {
        tellAt(known, words.readerOff)
        return 'taken'
      }
      const { run, givenUp } = followTouch(found.live.run, 'read', at)
      if (card.kind !== 'felica') {
        store.write(() => {
          const { counts, code } = countsOfWrongCard[card.kind]
          count(known.id, at, { counts: { ...counts, givenUp }, code })
          useReader(store, known.id, at)
        })
        Object.assign(found.live, { run, ...noCard })
        tellAt(known, card.kind === 'mynumber' ? words.myNumber : words.otherCard)
        return 'taken'
      }
      const { idm, record } = card
      const touchKey = origin?.touchKey ?? null
      const outcome = presentCard(store, { idm, record, at, latencyMs, reader: known, touchKey, givenUp })
      if (outcome === 'repeat') return 'repeat'
      if (outcome === 'staff') {
        // Nothing is written on it.
        Object.assign(found.live, { run, ...noCard, lastTouchMs: latencyMs })
        judgeAgain(known.id)
        tellAt(known, words.staffCard)
        return 'taken'
      }
      judgeAgain(known.id)
      const lyingRecord = record.state === 'present' ? record : undefined
      Object.assign(found.live, { run, lyingIdm: idm, lyingRecord, lastTouchMs: latencyMs })
      // A card that was issued is never written on again.
      if (record.state === 'torn' && !outcome.isIssued) tellAt(known, words.tornCard)
      if (outcome.resumed) tellAt(known, words.resumed[outcome.resumed])
      if (outcome.isElsewhere) tellAt(known, words.elsewhere)
      if (outcome.isRevoked) tellAt(known, words.revokedCard)
      else if (outcome.isMismatch) {
        tellAt(known, words.mismatch)
        store.write(() => {
          count(known.id, at, { counts: {}, code: 'card-mismatch' })
        })
      }
      return 'taken'
    },

    /** No visit, no count: it can be written on, and whoever waits for it is told to touch again. */
    lie({ device, idm }: Lying, origin?: Origin): void {
      const found = live.locate(deviceOf(device, origin))
      if (!found?.known.isWanted) return
      Object.assign(found.live, { lyingIdm: idm, lyingRecord: undefined })
      tellAt(found.known, words.cardLying)
    },

    fail({ device, at, code }: Failure, origin?: Origin): 'taken' | 'unknown-reader' {
      const found = live.locate(deviceOf(device, origin))
      if (!found) return 'unknown-reader'
      const { id, isWanted } = found.known
      tellAt(found.known, isWanted ? words.cardFailed[code] : words.readerOff)
      // What is switched OFF is not judged either.
      if (!isWanted) return 'taken'
      const failure = countsOfFailure[code]
      // A card pulled away too soon, or another program, says nothing of card and reader.
      const followed = code === 'mute' || code === 'transmit' ? followTouch(found.live.run, 'failed', at) : undefined
      store.write(() => {
        count(id, at, { ...failure, counts: { ...failure.counts, givenUp: followed?.givenUp ?? 0 } })
        if (followed) failReader(store, id, followed.run)
      })
      if (followed) found.live.run = followed.run
      return 'taken'
    },
  }
}
