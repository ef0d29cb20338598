import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { simulateCard, simulateReader } from '../test/support/felica-simulator.ts'
import { felicaCard, simulatedCard, type TestCard } from '../test/support/card-reader.ts'
import { figure, percentile } from './figure.ts'
import type { BareFanOutMessage } from './support/bare-fan-out-child.ts'
import type { BareTouchMessage } from './support/bare-touch-child.ts'
import type { Bench, Measured } from './support/bench.ts'
import { createApi, initBox, signIn, startBox } from './support/box.ts'
import { clock, msBetween, startChild, type Child } from './support/child.ts'
import type { ClientsMessage, ClientsSetup } from './support/clients-child.ts'
import { recordReader, startDaemon, untilConnected, type BenchDaemon } from './support/pcscd.ts'
import type { Scope } from './support/scope.ts'

const touches = 300
const clients = 20
/** From one card, or one message, to the next: neither comes in a rush. */
const betweenMs = 20
const support = join(import.meta.dirname, 'support')

const idm = (number: number): string => `01FE${number.toString(16).padStart(12, '0')}`.toUpperCase()

/** A card is laid on a reader of a real pcscd -> its visit is committed -> every connected page has heard of it. */
export async function measureTouchToEvent({ scope, say }: Bench): Promise<Measured> {
  const bench = await startDaemon(scope)
  say('下限: 部品だけでカードを読む')
  const readMs = await timeBinding(scope, bench)
  say('下限: 20 台へ送るだけ')
  const sendMs = await timeFanOut(scope)
  const boxMs = await timeBox(scope, bench, felicaCard)
  const floor = percentile(readMs, 0.5) + percentile(sendMs, 0.5)
  return {
    figure: figure(
      { name: 'touch-to-event', unit: 'ms', value: percentile(boxMs, 0.5), p99: percentile(boxMs, 0.99), floor },
      { ratio: 1.5, p99: 100 },
    ),
    note: [
      `下限は部品の読み取り ${ms(readMs, 0.5)} ms (p99 ${ms(readMs, 0.99)}) と`,
      `20 台への送信 ${ms(sendMs, 0.5)} ms (p99 ${ms(sendMs, 0.99)}) の和`,
    ].join(' '),
  }
}

/** The same where the member record on the card is read too: a simulated FeliCa Lite-S behind a Sony reader's commands. */
export async function measureTouchWithRecord({ scope }: Bench): Promise<Measured> {
  const bench = await startDaemon(scope, recordReader)
  const boxMs = await timeBox(scope, bench, (id) => simulatedCard(simulateReader('sony', simulateCard(id))))
  return {
    figure: figure(
      { name: 'touch-with-record', unit: 'ms', value: percentile(boxMs, 0.5), p99: percentile(boxMs, 0.99) },
      { p99: 100 },
    ),
    note: 'リーダーの電波を切りかえる 30 ms の待ち 2 回を含む。模擬のカードはすぐに答える(実物では 1 コマンドに数 ms)',
  }
}

async function timeBox(scope: Scope, { reader, env }: BenchDaemon, card: (id: string) => TestCard): Promise<number[]> {
  const dataDir = join(scope.tempDir(), 'data')
  await initBox(dataDir)
  const box = await startBox(scope, dataDir, undefined, env)
  const cookie = await signIn(box.url)
  await untilConnected(createApi(scope, box.url, cookie), true)
  const pages = await connect(scope, { url: box.url, clients, cookie, noun: 'visit' })
  const times: number[] = []
  for (let number = 0; number < touches; number++) {
    const laidAt = clock()
    reader.lay(card(idm(number)))
    times.push(msBetween(laidAt, await heard(pages)))
    reader.lift()
    await pause(betweenMs)
  }
  return times
}

const ms = (values: number[], share: number): string => percentile(values, share).toFixed(2)

async function timeBinding(scope: Scope, { reader, env }: BenchDaemon): Promise<number[]> {
  const bare = startChild<BareTouchMessage>(scope, join(support, 'bare-touch-child.ts'), {}, env)
  await bare.next()
  const times: number[] = []
  for (let number = 0; number < touches; number++) {
    const laidAt = clock()
    reader.lay(felicaCard(idm(number)))
    const message = await bare.next()
    if (message.type !== 'read') throw new Error('the reader went away')
    times.push(msBetween(laidAt, message.at))
    reader.lift()
    // It loses a card that comes too soon after another.
    await bare.next()
    await pause(betweenMs)
  }
  await bare.end()
  return times
}

async function timeFanOut(scope: Scope): Promise<number[]> {
  const bare = startChild<BareFanOutMessage>(scope, join(support, 'bare-fan-out-child.ts'), {})
  const serving = await bare.next()
  if (serving.type !== 'serving') throw new Error('it must serve first')
  const pages = await connect(scope, { url: serving.url, clients })
  const times: number[] = []
  for (let number = 0; number < touches; number++) {
    bare.send({})
    const sent = await bare.next()
    if (sent.type !== 'sent') throw new Error('it served twice')
    times.push(msBetween(sent.at, await heard(pages)))
    await pause(betweenMs)
  }
  return times
}

async function connect(scope: Scope, setup: ClientsSetup): Promise<Child<ClientsMessage>> {
  const child = startChild<ClientsMessage>(scope, join(support, 'clients-child.ts'), setup)
  await child.next()
  return child
}

async function heard(pages: Child<ClientsMessage>): Promise<bigint> {
  const message = await pages.next()
  if (message.type !== 'heard') throw new Error('a page connected twice')
  return message.at
}
