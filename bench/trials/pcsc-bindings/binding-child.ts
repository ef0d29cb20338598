import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * One binding, used as its own page of examples says, telling its parent what it hears: `reader`, `no-reader`, `uid`, `error`. Told
 * `again`, it drops everything and begins anew, which is what a program has to do when the daemon was restarted.
 */
const [folder = '', name = ''] = process.argv.slice(2)
const load = createRequire(join(folder, 'package.json'))
const tell = (type: string, text = ''): void => {
  process.send?.({ type, text }, undefined, undefined, () => undefined)
}
const getUid = [0xff, 0xca, 0x00, 0x00, 0x00]

/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access,
   @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-explicit-any
   -- the bindings are loaded by name, have no types in common, and are not installed where this is checked */
const fail = (error: any): void => {
  tell('error', error.message)
}
const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

function startClassic(): () => void {
  const pcsc = load(name)()
  const readers = new Set<any>()
  pcsc.on('error', fail)
  pcsc.on('reader', (reader: any) => {
    readers.add(reader)
    tell('reader')
    reader.on('error', fail)
    reader.on('end', () => {
      readers.delete(reader)
      tell('no-reader')
    })
    reader.on('status', (status: any) => {
      const changes = reader.state ^ status.state
      if (changes & status.state & reader.SCARD_STATE_EMPTY) reader.disconnect(reader.SCARD_LEAVE_CARD, () => undefined)
      if (!(changes & status.state & reader.SCARD_STATE_PRESENT)) return
      reader.connect({ share_mode: reader.SCARD_SHARE_SHARED }, (error: any, protocol: number) => {
        if (error) fail(error)
        else {
          reader.transmit(Buffer.from(getUid), 40, protocol, (problem: any, answer: Uint8Array) => {
            if (problem) fail(problem)
            else tell('uid', toHex(answer.subarray(0, -2)))
          })
        }
      })
    })
  })
  return () => {
    for (const reader of readers) reader.close()
    pcsc.close()
  }
}

function startNfcPcsc(): () => void {
  const { NFC } = load(name)
  const nfc = new NFC()
  const readers = new Set<any>()
  nfc.on('error', fail)
  nfc.on('reader', (reader: any) => {
    readers.add(reader)
    tell('reader')
    reader.on('error', fail)
    reader.on('card', (card: any) => {
      tell('uid', String(card.uid).toUpperCase())
    })
    reader.on('end', () => {
      readers.delete(reader)
      tell('no-reader')
    })
  })
  return () => {
    for (const reader of readers) reader.close()
    nfc.close()
  }
}

function startSmartcard(): () => void {
  const { Devices } = load(name)
  const devices = new Devices()
  devices.on('error', fail)
  devices.on('reader-attached', () => {
    tell('reader')
  })
  devices.on('reader-detached', () => {
    tell('no-reader')
  })
  devices.on('card-inserted', ({ card }: any) => {
    card.transmit(getUid).then((answer: Uint8Array) => {
      tell('uid', toHex(answer.subarray(0, -2)))
    }, fail)
  })
  devices.start()
  return () => {
    devices.stop()
  }
}

function startMini(): () => void {
  const { Client, CardMode, CardDisposition, ReaderStatus } = load(name)
  const client = new Client()
  client.on('error', fail)
  client.on('reader', (reader: any) => {
    tell('reader')
    reader.on('disconnect', () => {
      tell('no-reader')
    })
    reader.on('change', async (status: any) => {
      if (!status.has(ReaderStatus.PRESENT) || status.hasAny(ReaderStatus.MUTE, ReaderStatus.IN_USE)) return
      try {
        const card = await reader.connect(CardMode.SHARED)
        tell('uid', toHex((await card.transmit(Uint8Array.from(getUid))).subarray(0, -2)))
        await card.disconnect(CardDisposition.LEAVE)
      } catch (error) {
        fail(error)
      }
    })
  })
  client.start()
  return () => {
    client.stop()
  }
}

const starts: Record<string, () => () => void> = {
  'nfc-pcsc': startNfcPcsc,
  smartcard: startSmartcard,
  'pcsc-mini': startMini,
}
const start = starts[name] ?? startClassic

let stop = (): void => undefined
const begin = (): void => {
  try {
    stop = start()
    tell('begun')
  } catch (error) {
    fail(error)
    tell('not-begun')
  }
}
process.on('uncaughtException', (error) => {
  tell('uncaught', error.message)
})
process.on('message', () => {
  try {
    stop()
  } catch (error) {
    fail(error)
  }
  begin()
})
begin()
