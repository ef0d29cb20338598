import { expect, it, vi } from 'vitest'
import type { Stray } from '../../../contract/stray.ts'
import type { Http } from '../../data/http.ts'
import { failed, success, type Outcome } from '../../data/outcome.ts'
import { decideStray } from './stray-deed.ts'

const personOf = (id: string, version: number, dispensings = 1): Stray['person'] => ({
  id,
  name: `見本　${id}`,
  kana: 'ミホン',
  sex: 'female',
  birthOn: '1968-05-06',
  memberId: null,
  dispensings,
  version,
})
const strayOf = (person: Stray['person'], known: Stray['known']): Stray => ({
  pharmacyCode: '1',
  code: '00000001',
  person,
  known,
  decision: null,
})
const shown = strayOf(personOf('came', 1), personOf('known', 1))

/** A box that holds the two as they are `now`. */
function boxWith(now: Stray) {
  const ask = vi.fn(
    (_: string, path: string, body: { version?: number; knownVersion?: number }): Promise<Outcome<Stray>> => {
      const isOld =
        body.version !== now.person.version || (path.endsWith('/same') && body.knownVersion !== now.known?.version)
      return Promise.resolve(isOld ? failed({ kind: 'refused', code: 'stale-version', current: now }) : success(now))
    },
  )
  return { ask, http: { ask } as unknown as Http }
}

it('shows what has become of the two since they were looked at, before they are called the same', async () => {
  const now = strayOf(personOf('came', 1), { ...personOf('known', 2), name: '見本　別子' })
  const { http, ask } = boxWith(now)
  const done = await decideStray(http, shown, 'same')
  if (!('rows' in done)) throw new Error('nothing was asked')
  expect(done.rows[0]).toEqual({ label: '操作', mine: '同じ方', theirs: '未確認' })
  expect(done.rows[1]?.mine).toContain('見本　known')
  expect(done.rows[1]?.theirs).toContain('見本　別子')
  expect(done.rows).toHaveLength(2)
  expect(ask).toHaveBeenCalledOnce()
  // Said once more, it is said of the two as they are now.
  expect(await decideStray(http, done.now, 'same')).toEqual({ isDone: true })
})

it('asks nothing where all that was shown is as it was', async () => {
  const { http, ask } = boxWith(strayOf(personOf('came', 7), personOf('known', 8)))
  expect(await decideStray(http, shown, 'other')).toEqual({ isDone: true })
  expect(ask).toHaveBeenCalledTimes(2)
})

it('makes nobody the same as nobody', async () => {
  const { http, ask } = boxWith(shown)
  expect(await decideStray(http, { ...shown, known: null }, 'same')).toMatchObject({ failure: { code: 'not-found' } })
  expect(ask).not.toHaveBeenCalled()
})
