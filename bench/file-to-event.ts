import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { figure, percentile } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { initBox, makeSipsFolder, putFile, signIn, startBox } from './support/box.ts'
import type { BareIntakeSetup } from './support/bare-intake-child.ts'
import { clock, msBetween, startChild, type Child } from './support/child.ts'
import type { ClientsMessage, ClientsSetup } from './support/clients-child.ts'
import { plannedFiles } from './support/planned-files.ts'

const files = 200
const clients = 20
/** What server/intake/folder-watcher.ts demands before it trusts content: a rule of the product, not its cost. */
const settleMs = 50
const support = join(import.meta.dirname, 'support')

/** A file is closed in the folder -> its rows are committed -> every connected page has heard of it. */
export async function measureFileToEvent({ scope, say }: Bench): Promise<Measured> {
  const dir = scope.tempDir()
  const boxFolder = makeSipsFolder(join(dir, 'box-sips'))
  const bareFolder = makeSipsFolder(join(dir, 'bare-sips'))

  await initBox(join(dir, 'data'))
  const box = await startBox(scope, join(dir, 'data'), boxFolder)
  const pages = await connect({ url: box.url, clients, cookie: await signIn(box.url) })
  const setup = { folder: bareFolder, storeFile: join(dir, 'bare.sqlite'), files, settleMs } satisfies BareIntakeSetup
  const bare = await startChild<{ url: string }>(scope, join(support, 'bare-intake-child.ts'), setup).next()
  const bareClients = await connect({ url: bare.url, clients })

  const boxMs: number[] = []
  const bareMs: number[] = []
  for (const [index, file] of plannedFiles(files).entries()) {
    if (index % 50 === 0) say(`${index} / ${files}`)
    boxMs.push(await timeOne(pages, boxFolder, file))
    bareMs.push(await timeOne(bareClients, bareFolder, file))
  }
  if (readdirSync(join(boxFolder, 'DATA')).length > 1) throw new Error('the box did not consume its folder')

  const floor = percentile(bareMs, 0.5)
  return {
    figure: figure(
      { name: 'file-to-event', unit: 'ms', value: percentile(boxMs, 0.5), p99: percentile(boxMs, 0.99), floor },
      { ratio: 2 },
    ),
    note: `p99 の下限 ${percentile(bareMs, 0.99).toFixed(1)} ms、うち製品の決まりとして待つ時間 ${settleMs} ms`,
  }

  async function connect(clientsSetup: ClientsSetup): Promise<Child<ClientsMessage>> {
    const child = startChild<ClientsMessage>(scope, join(support, 'clients-child.ts'), clientsSetup)
    await child.next()
    return child
  }
}

async function timeOne(
  child: Child<ClientsMessage>,
  folder: string,
  file: { name: string; bytes: Buffer },
): Promise<number> {
  putFile(folder, file)
  const closedAt = clock()
  const message = await child.next()
  if (message.type !== 'heard') throw new Error('a client connected twice')
  return msBetween(closedAt, message.at)
}
