import { join } from 'node:path'
import { felicaCard } from '../test/support/card-reader.ts'
import { figure } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { createApi, initBox, signIn, startBox } from './support/box.ts'
import { startChild } from './support/child.ts'
import type { ClientsMessage, ClientsSetup } from './support/clients-child.ts'
import { startDaemon, untilConnected } from './support/pcscd.ts'

const touches = 10_000
/** Until then everything that is made once has been made. */
const settled = 2000
const cards = 500

/** Resident memory of the box and of what it has started, after 10,000 touches, less that after 2,000. */
export async function measureTouchMemory({ scope, say }: Bench): Promise<Measured> {
  const { env, reader } = await startDaemon(scope)
  const dataDir = join(scope.tempDir(), 'data')
  await initBox(dataDir)
  const box = await startBox(scope, dataDir, undefined, env)
  const cookie = await signIn(box.url)
  await untilConnected(createApi(scope, box.url, cookie), true)
  const setup = { url: box.url, clients: 1, cookie, noun: 'visit' } satisfies ClientsSetup
  const page = startChild<ClientsMessage>(scope, join(import.meta.dirname, 'support/clients-child.ts'), setup)
  await page.next()

  let before = 0
  for (let number = 1; number <= touches; number++) {
    reader.lay(felicaCard(`01FE${(number % cards).toString(16).padStart(12, '0')}`))
    await page.next()
    reader.lift()
    if (number === settled) before = box.residentTreeMb()
    if (number % 2000 === 0) say(`${number} / ${touches}、${box.residentTreeMb().toFixed(0)} MB`)
  }
  const after = box.residentTreeMb()
  return {
    figure: figure({ name: 'memory-10k-touches', unit: 'MB', value: after - before }, { value: 10 }),
    note: `2,000 回の後 ${before.toFixed(0)} MB、10,000 回の後 ${after.toFixed(0)} MB(カードを読む部品の分を含む)`,
  }
}
