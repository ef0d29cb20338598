import { spawn } from 'node:child_process'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TestCard } from './card-reader.ts'

/**
 * Debian's virtual reader (package vsmartcard-vpcd). It listens on a port; whoever connects is a card in the field. Frames both ways:
 * length (16 bit, big endian), bytes. A frame of one byte is a command: 0 power off, 1 power on, 2 reset, 4 asks for the ATR, which
 * alone is answered; all others are APDUs.
 */
const port = 35963
const askAtr = 4

const library = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so'

/** Where `createPcscd` has it, in a folder that stands in for /usr/lib/pcsc/drivers. */
export const vpcdConf = `FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:0x${port.toString(16)}\nLIBPATH /usr/lib/pcsc/drivers/libifdvpcd.so\nCHANNELID 0x${port.toString(16)}\n`

export function copyVpcd(drivers: string): void {
  if (!existsSync(library)) {
    throw new Error(
      'vsmartcard-vpcd がありません。npm test が入れるか、apt-get install vsmartcard-vpcd を実行してください。',
    )
  }
  copyFileSync(library, join(drivers, 'libifdvpcd.so'))
}

/**
 * Plays a card. The port is inside the daemon's network, so a program there carries the bytes.
 * @param enter arguments of `nsenter`
 */
export function layOnVpcd(enter: readonly string[], card: TestCard): () => void {
  const relay = spawn(
    'nsenter',
    [...enter, process.execPath, join(import.meta.dirname, 'vpcd-child.ts'), String(port)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  // The daemon may be gone first.
  relay.stdin.on('error', () => undefined)
  let buffered = Buffer.alloc(0)
  relay.stdout.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk])
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE(0)) {
      const end = 2 + buffered.readUInt16BE(0)
      void answer(buffered.subarray(2, end))
      buffered = buffered.subarray(end)
    }
  })
  async function answer(frame: Buffer): Promise<void> {
    const bytes = frame.length > 1 ? await card.answer(frame) : frame[0] === askAtr ? card.atr : undefined
    if (bytes) relay.stdin.write(Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]))
  }
  return () => {
    relay.stdin.end()
  }
}
