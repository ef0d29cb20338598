import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TakingMedication } from '../../contract/taking.ts'
import { createHttp, type Http } from './http.ts'
import { openMedicines } from './history.ts'
import { Live, type LiveHandlers } from './live.ts'
import { success, type Outcome } from './outcome.ts'
import { listVisits } from './visits.ts'

/** A line that a test speaks into. */
class SpokenLive extends Live {
  readonly #handlers: Partial<LiveHandlers>[] = []
  constructor() {
    super({ now: () => 0, isOnline: () => true })
  }
  override listen(handlers: Partial<LiveHandlers>): () => void {
    this.#handlers.push(handlers)
    return () => undefined
  }
  say(noun: Parameters<LiveHandlers['change']>[0], ...ids: string[]): void {
    for (const handlers of this.#handlers) handlers.change?.(noun, ids)
  }
}

let http: Http
let asked: string[]
let answers: Record<string, unknown>
const stops: (() => void)[] = []

beforeEach(async () => {
  asked = []
  answers = {}
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    response.end(JSON.stringify(answers[path] ?? { items: [], next: null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  http = createHttp({ origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` })
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
})
afterEach(() => {
  for (const stop of stops.splice(0).reverse()) stop()
})

const page = (...items: unknown[]) => ({ items, next: null })
const member = { id: 'm1', name: '見本　花子', kana: 'ミホン ハナコ', sex: 'female', patientIds: ['p1'], version: 1 }
const visit = (id: string, on: string, presentedAt: number) => ({
  id,
  on,
  presentedAt,
  via: 'card',
  reader: null,
  member,
})

describe('手帳提示', () => {
  it('shows today and the seven days before it, and seven more on request', async () => {
    answers['/api/visits?on=2026-11-21'] = page(visit('v3', '2026-11-21', 300))
    answers['/api/visits?before=2026-11-21&days=7'] = page(visit('v2', '2026-11-14', 200))
    answers['/api/visits?before=2026-11-14&days=7'] = page(visit('v1', '2026-11-07', 100))
    const visits = listVisits(http, new SpokenLive(), '2026-11-21')
    stops.push(visits.close)
    await visits.collection.load()
    const ids = () => visits.collection.state.value.items.map(({ id }) => id)
    expect(ids()).toEqual(['v3', 'v2'])
    expect(visits.oldest()).toBe('2026-11-14')
    await visits.collection.more()
    expect(ids()).toEqual(['v3', 'v2', 'v1'])
    expect(visits.oldest()).toBe('2026-11-07')
  })

  it('fetches the rows of a member whose お薬自動登録 was set', async () => {
    answers['/api/visits?on=2026-11-21'] = page(visit('v1', '2026-11-21', 100))
    const live = new SpokenLive()
    const visits = listVisits(http, live, '2026-11-21')
    stops.push(visits.close)
    await visits.collection.load()
    answers['/api/visits?ids=v1'] = page({
      ...visit('v1', '2026-11-21', 100),
      member: { ...member, patientIds: ['p1', 'p2'] },
    })
    live.say('member', 'someone-else')
    live.say('member', 'm1')
    await expect.poll(() => visits.collection.state.value.items[0]?.member?.patientIds).toEqual(['p1', 'p2'])
    expect(asked.filter((path) => path.includes('ids='))).toEqual(['/api/visits?ids=v1'])
  })
})

describe('患者詳細', () => {
  const today = '2026-11-21'
  const history = `/api/members/m1/history?as-of=${today}`
  const dispensing = (id: string, patientId: string) => ({
    id,
    patientId,
    receivedAt: 1,
    prescription: { number: id, dispensedOn: today },
    rps: [],
  })
  const openDetail = async () => {
    answers['/api/members/m1'] = member
    const live = new SpokenLive()
    const medicines = openMedicines(http, live, { kind: 'member', id: 'm1' }, today)
    stops.push(medicines.close)
    await expect.poll(() => medicines.history.state.value.phase).toBe('ready')
    await expect.poll(() => medicines.person.value.value?.isLinked).toBe(true)
    await expect.poll(() => medicines.taking.value.value).toEqual([])
    return { live, medicines }
  }

  it('takes in a dispensing of this person as it arrives, with what is being taken', async () => {
    const { live, medicines } = await openDetail()
    answers['/api/dispensings?ids=d1'] = page(dispensing('d1', 'p1'))
    answers[history] = page(dispensing('d1', 'p1'))
    live.say('dispensing', 'd1')
    await expect.poll(() => medicines.history.state.value.items.length).toBe(1)
    await expect.poll(() => asked.filter((path) => path.includes('/taking')).length).toBe(2)
  })

  it('lets the dispensings of other people pass without asking for the history', async () => {
    const { live } = await openDetail()
    answers['/api/dispensings?ids=d2'] = page(dispensing('d2', 'p9'))
    live.say('dispensing', 'd2')
    await expect.poll(() => asked.includes('/api/dispensings?ids=d2')).toBe(true)
    expect(asked.filter((path) => path === history)).toHaveLength(1)
  })

  it('shows the newer list of what is being taken when an older reply comes after it', async () => {
    answers['/api/members/m1'] = member
    const replies: ((outcome: Outcome<TakingMedication[]>) => void)[] = []
    const slow: Http = {
      ...http,
      all: <T>() =>
        new Promise<Outcome<T[]>>((resolve) => {
          replies.push(resolve as unknown as (typeof replies)[number])
        }),
    }
    const medicines = openMedicines(slow, new SpokenLive(), { kind: 'member', id: 'm1' }, today)
    stops.push(medicines.close)
    await expect.poll(() => replies.length).toBe(1)
    medicines.load()
    await expect.poll(() => replies.length).toBe(2)
    const newer = [{ dispensingId: 'd2' } as TakingMedication]
    replies[1]!(success(newer))
    await expect.poll(() => medicines.taking.value.value).toEqual(newer)
    replies[0]!(success([]))
    await new Promise(setImmediate)
    expect(medicines.taking.value.value).toEqual(newer)
  })

  it('drops a dispensing that was deleted', async () => {
    answers[history] = page(dispensing('d1', 'p1'))
    const { live, medicines } = await openDetail()
    expect(medicines.history.state.value.items).toHaveLength(1)
    answers[history] = page()
    live.say('dispensing', 'd1')
    await expect.poll(() => medicines.history.state.value.items.length).toBe(0)
  })
})
