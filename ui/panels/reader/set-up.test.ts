import { expect, it, vi } from 'vitest'
import type { Reader, ScannerSetup } from '../../../contract/reader.ts'
import type { Http } from '../../data/http.ts'
import { failed, success, type Outcome } from '../../data/outcome.ts'
import { setUpScanner } from './set-up.ts'

const before: ScannerSetup = { framing: 'idle', appendHeader: 'none' }
const mine: ScannerSetup = { framing: 'stx-etx', appendHeader: 'none' }
const readerOf = (version: number, scanner: ScannerSetup) => ({ id: 'r1', version, scanner }) as Reader
const from = readerOf(1, before)

/** A box whose scanner stands as `now` says. */
function boxWith(now: Reader) {
  const send = vi.fn((_: string, __: string, body: { version: number }): Promise<Outcome<undefined>> =>
    Promise.resolve(
      body.version === now.version
        ? success(undefined)
        : failed({ kind: 'refused', code: 'stale-version', current: now }),
    ),
  )
  return { send, http: { send } as unknown as Http }
}

it('shows both when another page set the scanner up since this one began to choose', async () => {
  const now = readerOf(2, { framing: 'idle', appendHeader: 'symbol' })
  const { http } = boxWith(now)
  const done = await setUpScanner(http, { scanner: mine, from })
  if (!('rows' in done)) throw new Error('nothing was asked')
  expect(done.rows[0]?.mine).not.toBe(done.rows[0]?.theirs)
  expect(await setUpScanner(http, { scanner: mine, from: done.now })).toEqual({ isDone: true })
})

it('asks nothing when it was only moved or switched, or set up just so', async () => {
  const moved = boxWith(readerOf(4, before))
  expect(await setUpScanner(moved.http, { scanner: mine, from })).toEqual({ isDone: true })
  expect(moved.send).toHaveBeenCalledTimes(2)
  const same = boxWith(readerOf(4, mine))
  expect(await setUpScanner(same.http, { scanner: mine, from })).toEqual({ isDone: true })
  expect(same.send).toHaveBeenCalledOnce()
})
