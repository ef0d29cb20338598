import { join } from 'node:path'
import { figure } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { lastDay, nextCounter, openBigStore } from './support/big-store.ts'
import { createApi, makeSipsFolder, putFile, signIn, startBox } from './support/box.ts'
import { startChild } from './support/child.ts'
import type { ClientsMessage, ClientsSetup } from './support/clients-child.ts'
import { benchFile, benchPerson } from './support/files.ts'
import { mixedPaths } from './support/requests.ts'
import { startBareBox } from './support/serving.ts'

const requests = 500
const files = 200
const filesAtOnce = 10
const clients = 20

/** Resident memory of a box with five years of dispensings, at work. */
export async function measureMemory({ scope, say }: Bench): Promise<Measured> {
  const dataDir = await openBigStore(say)
  const bare = await startBareBox(scope, join(dataDir, 'kusuribako.sqlite'))
  const floor = bare.residentMb()
  await bare.stop()

  // As on every day but the first: what Node makes of the program is kept at the end of a run (bin/kusuribako).
  const folder = makeSipsFolder(scope.tempDir())
  await (await startBox(scope, dataDir, folder)).stop()
  const box = await startBox(scope, dataDir, folder)
  const freshMb = box.residentMb()
  const cookie = await signIn(box.url)
  const setup = { url: box.url, clients, cookie } satisfies ClientsSetup
  const pages = startChild<ClientsMessage>(scope, join(import.meta.dirname, 'support/clients-child.ts'), setup)
  await pages.next()

  say(`${requests} 件の要求`)
  const api = createApi(scope, box.url, cookie)
  for (const path of mixedPaths(dataDir, requests)) await api.get(path)
  const askedMb = box.residentMb()
  say(`${files} 件のファイル`)
  for (let sent = 0; sent < files; sent += filesAtOnce) {
    for (let index = sent; index < sent + filesAtOnce; index++) {
      putFile(folder, benchFile(nextCounter + index, benchPerson(index), lastDay))
    }
    for (let heard = 0; heard < filesAtOnce; heard++) await pages.next()
  }
  const value = box.residentMb()
  await box.stop()
  return {
    figure: figure({ name: 'memory-600k', unit: 'MB', value, floor }, { value: 150 }),
    note: `起動直後 ${freshMb.toFixed(0)} MB、${requests} 件の要求の後 ${askedMb.toFixed(0)} MB`,
  }
}
