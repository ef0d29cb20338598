import { expect, test } from 'vitest'
import type { Http } from '../data/http.ts'
import { success } from '../data/outcome.ts'
import { Store } from '../data/store.ts'
import type { Box } from './box.ts'
import { prefetchOf } from './prefetch.ts'

const today = '2026-04-03'
const ref = { kind: 'patient', id: 'p1' } as const

function openBox() {
  const asked: string[] = []
  const note = (path: string, isAhead = false): void => {
    asked.push(`${isAhead ? 'ahead' : 'seen'} ${path.replace(/\?.*/, '')}`)
  }
  let change: (noun: string, ids: string[]) => void = () => undefined
  const http = {
    get: (path: string, _signal?: AbortSignal, isAhead?: boolean) => {
      note(path, isAhead)
      return Promise.resolve(success({ items: [], next: null }))
    },
    all: (path: string, _signal?: AbortSignal, isAhead?: boolean) => {
      note(path, isAhead)
      return Promise.resolve(success([]))
    },
  } as unknown as Http
  const box = {
    http,
    live: {
      listen: (listener: { change: typeof change }) => {
        change = listener.change
        return () => undefined
      },
    },
    presence: new Store({ state: 'in' }),
    watch: { status: new Store({ today }) },
  } as unknown as Box
  return {
    box,
    asked,
    change: (noun: string, ids: string[]) => {
      change(noun, ids)
    },
  }
}

test('what is fetched ahead says that nobody has opened it, and the page that takes it over asks once as a view', async () => {
  const { box, asked, change } = openBox()
  const ahead = prefetchOf(box)
  ahead.warm(ref)
  await new Promise((done) => setTimeout(done))
  expect(asked.length).toBeGreaterThan(1)
  expect(asked.filter((each) => !each.startsWith('ahead'))).toEqual([])
  asked.length = 0
  const medicines = ahead.take(ref, today)
  expect(asked).toEqual(['seen /api/patients/p1'])
  change('patient', ['p1'])
  await new Promise((done) => setTimeout(done))
  expect(asked.filter((each) => !each.startsWith('seen'))).toEqual([])
  medicines.close()
})

test('what nobody has fetched ahead is a view from the start', () => {
  const { box, asked } = openBox()
  prefetchOf(box).take(ref, today).close()
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((each) => !each.startsWith('seen'))).toEqual([])
})
