import Database from 'better-sqlite3'
import { addDays, tokyoDate } from '../server/domain/calendar-date.ts'
import { createHintCounts } from '../server/store/hint-counts.ts'
import { readHints } from '../server/store/hints.ts'
import { recentDays } from '../server/store/recent-records.ts'
import { figure, percentile } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { openHintStore } from './support/hint-people.ts'

const dispensings = 2000
const warmUps = 100
const times = 1000

/** 重複・アレルギーの確認 of one person with 2,000 dispensings, some 30 running drugs and two allergies, as a touch asks for it. */
export function measureHints({ scope, say }: Bench): Promise<Measured> {
  say('2,000 件の調剤を入れています')
  const { store, file, people } = openHintStore(scope, [dispensings])
  const [person] = people
  if (!person) throw new Error('the store has nobody')
  const bareRead = openBareRead(file)
  scope.defer(bareRead.close)

  const boxMs: number[] = []
  const bareMs: number[] = []
  for (let time = 0; time < warmUps + times; time++) {
    const from = performance.now()
    const found = readHints(store, person.memberId, 'open')
    const readAt = performance.now()
    const bare = bareRead.read(person.patientId)
    const parsedAt = performance.now()
    if (!found || found.open.length < 5 || bare < 100) throw new Error('the hints of the bench are not there')
    if (time < warmUps) continue
    boxMs.push(readAt - from)
    bareMs.push(parsedAt - readAt)
  }
  return Promise.resolve({
    figure: figure(
      {
        name: 'hints',
        unit: 'ms',
        value: percentile(boxMs, 0.5),
        p99: percentile(boxMs, 0.99),
        floor: percentile(bareMs, 0.5),
      },
      { p99: 5 },
    ),
    note: `p99 の下限 ${percentile(bareMs, 0.99).toFixed(2)} ms`,
  })
}

/** Nothing of these people is closed to anybody: who asks makes no difference. */
const nobody = ''
const rows = 50
const rounds = 20

/** The marks of a list of 50 people who take much, nothing of it counted before; and how long anything else waits meanwhile. */
export async function measureHintMarks({ scope, say }: Bench): Promise<Measured> {
  say('50人の調剤を入れています')
  const { store, file, people } = openHintStore(scope, Array<number>(rows).fill(32))
  const memberIds = people.map(({ memberId }) => memberId)
  const bareRead = openBareRead(file)
  scope.defer(bareRead.close)
  const boxMs: number[] = []
  const keptMs: number[] = []
  const bareMs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const counts = createHintCounts(store)
    const from = performance.now()
    const counted = await counts.read(memberIds, nobody)
    const countedAt = performance.now()
    await counts.read(memberIds, nobody)
    const againAt = performance.now()
    for (const { patientId } of people) bareRead.read(patientId)
    const parsedAt = performance.now()
    if (counted.length !== rows || counted.some(({ open }) => open === 0)) throw new Error('a mark is missing')
    if (round === 0) continue
    boxMs.push(countedAt - from)
    keptMs.push(againAt - countedAt)
    bareMs.push(parsedAt - againAt)
  }
  return {
    figure: figure(
      { name: 'hint-marks-50', unit: 'ms', value: percentile(boxMs, 0.5), floor: percentile(bareMs, 0.5) },
      { value: 200 },
    ),
    note: `数えたものをもう一度 ${percentile(keptMs, 0.5).toFixed(2)} ms`,
  }
}

/** The bare minimum: the same rows of the window, read and parsed. */
function openBareRead(file: string): { read: (patientId: string) => number; close: () => unknown } {
  const db = new Database(file, { readonly: true })
  const list = db.prepare<[string, string], { content: string }>(
    `SELECT content FROM dispensing WHERE patient_id = ? AND dispensed_on >= ? AND removed_at IS NULL
     ORDER BY dispensed_on DESC, inbound_seq DESC`,
  )
  const oldest = addDays(tokyoDate(Date.now()), -recentDays)
  return {
    read: (patientId) => list.all(patientId, oldest).map(({ content }) => JSON.parse(content) as unknown).length,
    close: () => db.close(),
  }
}
