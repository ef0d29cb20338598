import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { touchLimitMs } from '../contract/satellite.ts'
import { fateWords } from '../satellite/words.ts'
import { cardId, initWithMember } from './support/pharmacy.ts'
import {
  addSatellite,
  makeCertificates,
  openDesk,
  startSatellite,
  visitsOf,
  writeKey,
  type RunningSatellite,
} from './support/satellite.ts'
import { initData, run, serve, until, type Served } from './support/serve.ts'
import { startTcpProxy } from './support/tcp-proxy.ts'

interface Row {
  id: string
  label: string
  satellite?: string
  counterId: string | null
  isOn: boolean
}
const readers = async (box: Served): Promise<Row[]> => (await box.getJson('/api/readers')).items as unknown as Row[]

/** Waits until the box has so many readers that are ON. */
const untilOn = (box: Served, count: number): Promise<Row[]> =>
  until(async () => {
    const on = (await readers(box)).filter(({ isOn }) => isOn)
    return on.length === count && on
  })

async function addCounter(box: Served, name: string): Promise<string> {
  const answer = await fetch(`${box.url}/api/counters`, {
    method: 'POST',
    headers: { cookie: await box.signIn(), 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  })
  return ((await answer.json()) as { id: string }).id
}

const portOf = (box: Served): string => new URL(box.url).port

/** Lines in which a satellite says of a touch at this reader that the box did not take it. */
const refusals = (satellite: RunningSatellite, reader: string): number =>
  (['lost', 'late', 'refused', 'never-came'] as const)
    .map((fate) => satellite.log().split(fateWords[fate](reader)).length - 1)
    .reduce((sum, count) => sum + count, 0)

/** A touch number that is no card of anybody. */
const cardNumber = (number: number): string => `FE${String(number).padStart(14, '0')}`

test('a touch at a satellite is a visit of the member at its counter, and its card id is in no log', async () => {
  const { dataDir } = initWithMember()
  const box = await serve(dataDir)
  const counterId = await addCounter(box, '2番窓口')
  const satellite = startSatellite(box.url, addSatellite(dataDir, '調剤室'))
  await satellite.said(/「調剤室」/)
  satellite.act({ do: 'tap', card: cardId })
  satellite.act({ do: 'mynumber' })
  const [visit] = await until(async () => {
    const { items } = await box.getJson('/api/visits')
    return items.length > 0 && items
  })
  expect(visit).toMatchObject({ member: { name: '試験　花子' }, reader: '仮想リーダー', counterId })
  expect(await readers(box)).toMatchObject([{ label: '仮想リーダー', satellite: '調剤室', counterId, isOn: true }])
  await satellite.stop()
  expect([satellite.child.exitCode, (await readers(box))[0]?.isOn]).toEqual([0, false])
  expect(satellite.log() + box.log()).not.toMatch(cardId)
  await box.stop()
})

test('the box killed and started again twenty times amid touches: each touch is one visit in time, or refused at its counter and in the satellite’s log', async () => {
  const { dataDir } = initData()
  let box = await serve(dataDir)
  const port = portOf(box)
  const satellite = startSatellite(box.url, addSatellite(dataDir, '調剤室'))
  const desk = openDesk(box.url, await box.signIn())
  const seed = Date.now() >>> 0
  let state = seed
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  let number = 0
  let refused = 0

  for (let round = 0; round < 20; round++) {
    const reader = `窓口${round}`
    const cards: string[] = []
    const touch = (): void => {
      const card = cardNumber(++number)
      cards.push(card)
      satellite.act({ do: 'tap', card, reader })
    }
    // Now and then the box stays away for longer than a touch may wait.
    const isLong = round % 10 === 3
    touch()
    await wait(random() * 40)
    touch()
    await wait(random() * 10)
    await box.stop('SIGKILL')
    touch()
    if (isLong) await satellite.said(new RegExp(`「${reader}」のタッチ`))
    await wait(random() * 200)
    const starting = serve(dataDir, '--plain-port', port)
    touch()
    box = await starting
    await wait(random() * 300)
    touch()

    await until(() => visitsOf(dataDir, cards).flat().length + refusals(satellite, reader) >= cards.length)
    const each = visitsOf(dataDir, cards)
    const visits = each.flat()
    expect(Math.max(...each.map(({ length }) => length)), `seed ${seed}, round ${round}`).toBe(1)
    expect(visits.length + refusals(satellite, reader), `seed ${seed}, round ${round}`).toBe(cards.length)
    // A commit takes its time, which is none of the touch's.
    for (const { ageMs } of visits) expect(ageMs, `seed ${seed}, round ${round}`).toBeLessThan(touchLimitMs + 1000)
    if (isLong) expect(refusals(satellite, reader), `seed ${seed}, round ${round}`).toBeGreaterThan(0)
    if (visits.length < cards.length) {
      refused++
      const { id } = (await readers(box)).find(({ label }) => label === reader)!
      const isRefusal = ({ readerId, code }: (typeof desk)[number]) =>
        readerId === id && /^touch-(late|lost)$/.test(code)
      await until(() => desk.some(isRefusal))
    }
  }
  expect(refused).toBeGreaterThanOrEqual(2)
  await satellite.stop()
  await box.stop()
}, 240_000)

test('a network that breaks after the box has heard and before the satellite hears of it makes no second visit', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const proxy = await startTcpProxy(Number(portOf(box)))
  const satellite = startSatellite(`http://127.0.0.1:${proxy.port}`, addSatellite(dataDir, '調剤室'))
  const desk = openDesk(box.url, await box.signIn())
  await satellite.said(/「調剤室」/)
  const cards = [1, 2, 3, 4].map(cardNumber)
  for (const [index, card] of cards.entries()) {
    proxy.cutAnswersTo(card, index)
    satellite.act({ do: 'tap', card })
    await until(() => proxy.cuts() === [0, 1, 3, 6][index] && visitsOf(dataDir, [card])[0]!.length > 0)
  }
  // What comes after has been heard by both: everything before it is settled.
  satellite.act({ do: 'unplug' })
  await untilOn(box, 0)
  expect(visitsOf(dataDir, cards).map(({ length }) => length)).toEqual([1, 1, 1, 1])
  expect([desk, refusals(satellite, '仮想リーダー')]).toEqual([[], 0])
  await satellite.stop()
  await box.stop()
})

test('a touch that lay in a buffer while the box stood still is not taken afterwards', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const satellite = startSatellite(box.url, addSatellite(dataDir, '調剤室'))
  const desk = openDesk(box.url, await box.signIn())
  await untilOn(box, 1)
  box.child.kill('SIGSTOP')
  satellite.act({ do: 'tap', card: cardNumber(1) })
  await satellite.said(/返事がありません。箱につながったら/)
  box.child.kill('SIGCONT')
  await satellite.said(/届いていませんでした/)
  await until(() => desk.some(({ code }) => code === 'touch-late' || code === 'touch-lost'))
  await untilOn(box, 1)
  expect(visitsOf(dataDir, [cardNumber(1)])).toEqual([[]])
  satellite.act({ do: 'tap', card: cardNumber(2) })
  await until(() => visitsOf(dataDir, [cardNumber(2)])[0]!.length === 1)
  await satellite.stop()
  await box.stop()
})

test('a satellite that is killed takes its readers along, and brings them back; two with a reader of the same name are two readers', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const [keyA, keyB] = [addSatellite(dataDir, '調剤室'), addSatellite(dataDir, '2階')]
  const [first, second] = [startSatellite(box.url, keyA), startSatellite(box.url, keyB)]
  const both = await untilOn(box, 2)
  expect(both.map(({ label, satellite }) => [label, satellite]).toSorted()).toEqual([
    ['仮想リーダー', '2階'],
    ['仮想リーダー', '調剤室'],
  ])
  await first.stop('SIGKILL')
  expect((await untilOn(box, 1)).map(({ satellite }) => satellite)).toEqual(['2階'])
  const again = startSatellite(box.url, keyA)
  expect((await untilOn(box, 2)).map(({ id }) => id).toSorted()).toEqual(both.map(({ id }) => id).toSorted())
  await again.stop()
  await second.stop()
  await box.stop()
})

test('a key that is wrong or was revoked ends the satellite with one clear line, and its readers are OFF', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const wrong = startSatellite(box.url, writeKey(`kbs-${'A'.repeat(43)}`))
  expect(await wrong.ended).toBe(1)
  expect(wrong.log().match(/この鍵を知りません/g)).toHaveLength(1)

  const satellite = startSatellite(box.url, addSatellite(dataDir, '調剤室'))
  await untilOn(box, 1)
  expect(run(['satellite-key', 'revoke', '--data', dataDir, '--name', '調剤室'])).toMatchObject({ status: 0 })
  expect(await satellite.ended).toBe(1)
  expect(satellite.log()).toMatch(/取り消された/)
  await untilOn(box, 0)
  const listed = run(['satellite-key', 'list', '--data', dataDir]).stdout
  expect(listed).toMatch(/^調剤室 .* に取り消し\n$/)
  await box.stop()
})

test('a second machine with the same key is told apart: the one that began first gives way and says why', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const key = addSatellite(dataDir, '調剤室')
  const first = startSatellite(box.url, key)
  await first.said(/「調剤室」/)
  const second = startSatellite(box.url, key)
  await second.said(/「調剤室」/)
  // The unit does not start it again after this code: the two would push each other out for ever.
  expect(await first.ended).toBe(3)
  expect(readFileSync('systemd/kusuribako-satellite.service', 'utf8')).toMatch(/^RestartPreventExitStatus=2 3$/m)
  expect(first.log()).toMatch(/別のサテライトが使っています/)
  await untilOn(box, 1)
  await second.stop()
  await box.stop()
})

test('a satellite whose clock is wrong by a day is as good as any', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir)
  const key = addSatellite(dataDir, '調剤室')
  for (const [index, days] of [-1, 1].entries()) {
    const wrongClock = `const now = Date.now; Date.now = () => now() + ${days * 24 * 60 * 60 * 1000}`
    const satellite = startSatellite(box.url, key, [], {
      NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(wrongClock)}"`,
    })
    await satellite.said(/「調剤室」/)
    const before = Date.now()
    satellite.act({ do: 'tap', card: cardNumber(index) })
    const [visit] = await until(() => {
      const [found] = visitsOf(dataDir, [cardNumber(index)])
      return found!.length > 0 && found
    })
    expect(visit!.ageMs).toBeLessThan(touchLimitMs)
    const { items } = await box.getJson('/api/visits')
    // The newest comes first, and was just now by the box's clock.
    expect((items[0] as unknown as { presentedAt: number }).presentedAt).toBeGreaterThan(before - 1000)
    await satellite.stop()
  }
  await box.stop()
})

test('over TLS the box’s certificate is checked before a byte is said, and no card id is on the wire', async () => {
  const { dataDir } = initData()
  const { ca, cert, key } = makeCertificates()
  const box = await serve(dataDir, '--tls-cert', cert, '--tls-key', key)
  const keyFile = addSatellite(dataDir, '調剤室')
  const proxy = await startTcpProxy(Number(new URL(box.tlsUrl).port))
  const url = `https://127.0.0.1:${proxy.port}`
  for (const args of [[], ['--ca', makeCertificates().ca]]) {
    const distrustful = startSatellite(url, keyFile, args)
    await distrustful.said(/証明書を確かめられない/)
    await distrustful.stop()
  }
  const satellite = startSatellite(url, keyFile, ['--ca', ca])
  await satellite.said(/「調剤室」/)
  satellite.act({ do: 'tap', card: cardNumber(1) })
  await until(() => visitsOf(dataDir, [cardNumber(1)])[0]!.length === 1)
  expect(proxy.sent().includes(cardNumber(1))).toBe(false)
  await satellite.stop()
  await box.stop()
})

test('what cannot be meant is refused before anything is tried', () => {
  const keyFile = writeKey(`kbs-${'A'.repeat(43)}`)
  const satellite = (...args: string[]) => run(['satellite', ...args])
  for (const [args, words] of [
    [['--box', 'http://192.0.2.1:8443', '--key-file', keyFile], /https/],
    [['--box', '192.0.2.1', '--key-file', keyFile], /--box/],
    [['--box', 'https://box/elsewhere', '--key-file', keyFile], /--box/],
    [['--box', 'https://box', '--key-file', writeKey('secret', 0o640)], /chmod 600/],
    [['--box', 'https://box', '--key-file', writeKey('secret')], /鍵がありません/],
    [['--box', 'https://box', '--key-file', '/no/such'], /no\/such/],
    [['--box', 'https://box', '--key-file', keyFile, '--ca', '/no/such'], /no\/such/],
    [['--box', 'https://box', '--key-file', keyFile, '--reader', 'none'], /--reader/],
  ] as const) {
    const { status, stdout, stderr } = satellite(...args)
    expect([args, status, stdout, stderr.trim().split('\n').length]).toEqual([args, 2, '', 1])
    expect(stderr).toMatch(words)
  }
  const { dataDir } = initData()
  expect(run(['satellite-key', 'add', '--data', dataDir, '--name', 'a/b'])).toMatchObject({ status: 2, stdout: '' })
  expect(run(['satellite-key', 'revoke', '--data', dataDir, '--name', '調剤室'])).toMatchObject({
    status: 1,
    stdout: '',
  })
  addSatellite(dataDir, '調剤室')
  expect(run(['satellite-key', 'add', '--data', dataDir, '--name', '調剤室']).stderr).toMatch(/すでにあります/)
  expect(run(['satellite-key', 'list', '--data', dataDir, '--json']).stdout).toMatch(/"name":"調剤室"/)
})
