import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { buildIfd, createPcscd, type PluggableReader, type TestDaemon } from '../../test/support/pcscd.ts'
import type { UsbDevice } from '../../test/support/usb-tree.ts'
import type { Api } from './box.ts'
import { within, type Scope } from './scope.ts'
import type { BoxStatus } from '../../contract/status.ts'

export interface BenchDaemon {
  daemon: TestDaemon
  /** It tells of changes by itself, as the models do that are recommended. */
  reader: PluggableReader
  /** For every process that is to use this daemon. */
  env: NodeJS.ProcessEnv
}

/** A model that no reader family is known for: nothing but a card's id is asked for. */
export const plainReader: UsbDevice = { port: '1-1', vendor: '04e6', product: '5591', serial: '1' }
/** Sony RC-S300/S: the member record is read as well. */
export const recordReader: UsbDevice = { port: '1-1', vendor: '054c', product: '0dc8', serial: '1' }

/** A pcscd of the measurement's own with one reader plugged in (test/ifd). */
export async function startDaemon(scope: Scope, device = plainReader): Promise<BenchDaemon> {
  const dir = mkdtempSync(join(tmpdir(), 'kb-'))
  scope.defer(() => {
    rmSync(dir, { recursive: true, force: true })
  })
  const built = join(dir, 'built')
  mkdirSync(built)
  const daemon = createPcscd(dir, buildIfd(built))
  scope.defer(() => daemon.close())
  await daemon.start()
  const reader = daemon.addReader(device)
  reader.plug()
  return { daemon, reader, env: { ...process.env, PCSCLITE_CSOCK_NAME: daemon.socket } }
}

/** Waits until the box says that a reader is there, or none. Resolves with the milliseconds that it took. */
export async function untilConnected(api: Api, isConnected: boolean): Promise<number> {
  const startedAt = performance.now()
  const look = async (): Promise<void> => {
    for (;;) {
      const { readers } = await api.get<BoxStatus>('/api/status')
      if (readers.some((reader) => reader.isConnected) === isConnected) return
      await pause(2)
    }
  }
  await within(60_000, isConnected ? 'a reader' : 'no reader', look())
  return performance.now() - startedAt
}
