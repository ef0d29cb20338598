import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { FoundPerson } from '../../contract/found-person.ts'
import type { SearchPage } from '../../contract/page.ts'
import type { Http } from '../data/http.ts'
import { failed, success, type Outcome } from '../data/outcome.ts'
import { Search } from './search.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Answer = Outcome<SearchPage<FoundPerson>>

const page = (names: string, next: string | null = null, preparing?: number): Answer =>
  success({
    items: Array.from(names, (name) => ({
      kind: 'member' as const,
      id: name,
      name,
      kana: '',
      sex: 'unknown' as const,
      codes: [],
      isLinked: false,
    })),
    next,
    ...(preparing !== undefined && { preparing }),
  })

/** A search at a box that gives these answers, one after the other. */
function rig(...answers: Answer[]) {
  const asked: string[] = []
  const get = (path: string) => {
    asked.push(decodeURIComponent(path))
    return Promise.resolve(answers.shift() ?? failed({ kind: 'offline' }))
  }
  const search = new Search({ get } as unknown as Http)
  const shown = () => {
    const { state, people, hasMore } = search.found.value
    return { state, names: people.map(({ name }) => name).join(''), hasMore }
  }
  const settle = () => vi.advanceTimersByTimeAsync(100)
  return { search, shown, asked, settle }
}

it('keeps whoever is shown when the next page of the 50音 list cannot be had, and asks for that page again', async () => {
  const { search, shown, asked, settle } = rig(page('ab', 'b'), failed({ kind: 'offline' }), page('cd'))
  search.list({ row: 'ア' })
  await settle()
  search.more()
  await settle()
  expect(shown()).toEqual({ state: 'failed', names: 'ab', hasMore: true })
  search.again()
  expect(shown().names).toBe('ab')
  await settle()
  expect(shown()).toEqual({ state: 'done', names: 'abcd', hasMore: false })
  expect(asked[1]).toContain('cursor=b')
  expect(asked[2]).toBe(asked[1])
})

it('asks for all pages of the 50音 list again while the index is made, and once more when that fails', async () => {
  const { search, shown, settle, asked } = rig(
    page('bd', 'd', 10),
    page('e', 'e', 10),
    page('ab', 'b', 60),
    page('cd', 'd', 60),
    failed({ kind: 'offline' }),
    page('abcde'),
  )
  search.list({ row: 'ア' })
  await settle()
  search.more()
  await settle()
  expect(shown().names).toBe('bde')
  await vi.advanceTimersByTimeAsync(2000)
  expect(shown()).toEqual({ state: 'done', names: 'abcd', hasMore: true })
  await vi.advanceTimersByTimeAsync(2000)
  expect(shown()).toEqual({ state: 'failed', names: 'abcd', hasMore: true })
  search.again()
  await settle()
  expect(shown()).toEqual({ state: 'done', names: 'abcde', hasMore: false })
  const before = asked.length
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveLength(before)
})

it('keeps whom the same words had found beside a failure, and nobody beside other words', async () => {
  const { search, shown, settle } = rig(page('ab', null, 10), failed({ kind: 'offline' }), page('abc'))
  search.type('あ')
  await settle()
  await vi.advanceTimersByTimeAsync(2000)
  expect(shown()).toEqual({ state: 'failed', names: 'ab', hasMore: false })
  search.again()
  await settle()
  expect(shown()).toEqual({ state: 'done', names: 'abc', hasMore: false })
  search.type('か')
  await settle()
  expect(shown()).toEqual({ state: 'failed', names: '', hasMore: false })
})

it('asks no more for what was taken back', async () => {
  const { search, shown, settle, asked } = rig(page('ab', null, 10))
  search.list({ row: 'ア' })
  await settle()
  search.clear()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toHaveLength(1)
  expect(shown()).toEqual({ state: 'idle', names: '', hasMore: false })
})
