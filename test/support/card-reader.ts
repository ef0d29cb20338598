import { openSync, writeFileSync, writeSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import type { SimulatedReader } from './felica-simulator.ts'

/** What lies on a reader. `answer` hears each APDU; null means that the card could not be reached. */
export interface TestCard {
  atr: Uint8Array
  answer: (apdu: Uint8Array) => Uint8Array | null | Promise<Uint8Array | null>
}

/** What a hand, or a fault, does to a reader of `test/ifd/ifd.c`. */
export interface TestReader {
  lay(card: TestCard): void
  lift(): void
  /** Another card, or the same once more, faster than a reader without events looks. */
  swap(card: TestCard): void
  /** A card that does not answer when it is powered. */
  layMute(): void
  /** The driver says that its device is not there, while USB still lists it. */
  setBroken(isBroken: boolean): void
  /** The card that answers APDUs. */
  card(): TestCard | undefined
  /** Every APDU that went through the reader, in upper-case hexadecimal digits; to be cleared at will. */
  heard: string[]
}

// Bytes of the control file, as in ifd.c.
const present = 0
const events = 1
const mute = 2
const broken = 3
const laid = 4
const atrLength = 16

/** Makes the control file of a reader. Its bytes are read by the driver inside pcscd at once. */
export function createTestReader(file: string, hasEvents: boolean): TestReader {
  const bytes = Buffer.alloc(64)
  bytes[events] = Number(hasEvents)
  writeFileSync(file, bytes)
  const fd = openSync(file, 'r+')
  const set = (at: number, ...values: number[]): void => {
    writeSync(fd, Uint8Array.from(values), 0, values.length, at)
  }
  let card: TestCard | undefined
  let count = 0
  const lay = (next: TestCard): void => {
    card = next
    set(atrLength, next.atr.length, ...next.atr)
    set(mute, 0)
    count = (count + 1) % 256
    set(laid, count)
    set(present, 1)
  }
  return {
    lay,
    swap: lay,
    lift() {
      set(present, 0)
    },
    layMute() {
      card = undefined
      set(mute, 1)
      set(present, 1)
    },
    setBroken(isBroken) {
      set(broken, Number(isBroken))
    },
    card: () => card,
    heard: [],
  }
}

/**
 * Plays the cards: the driver connects once a reader, says the reader's name, then sends APDUs and waits for each answer.
 * @param find the reader of a name such as `001-005`
 */
export function listenForApdus(path: string, find: (name: string) => TestReader | undefined): Server {
  const server = createServer((socket) => {
    let reader: TestReader | undefined
    readFrames(socket, (frame, index) => {
      if (index === 0) reader = find(frame.toString())
      else {
        reader?.heard.push(hex(frame))
        // A card that is gone before it has answered takes the connection with it.
        void Promise.resolve(reader?.card()?.answer(frame) ?? null).then((answer) => {
          const bytes = answer ?? new Uint8Array()
          socket.write(Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]))
        })
      }
    })
    socket.on('error', () => undefined)
  })
  server.listen(path)
  return server
}

function readFrames(socket: Socket, onFrame: (frame: Buffer, index: number) => void): void {
  let buffered = Buffer.alloc(0)
  let index = 0
  socket.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk])
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE(0)) {
      const end = 2 + buffered.readUInt16BE(0)
      onFrame(buffered.subarray(2, end), index++)
      buffered = buffered.subarray(end)
    }
  })
}

const ok = [0x90, 0x00]
const notFound = Uint8Array.of(0x6a, 0x82)
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

/** FeliCa as PC/SC part 3 names it. */
export const felicaAtr = Buffer.from('3b8f8001804f0ca00000030611003b0000000042', 'hex')

/** A FeliCa card that gives its IDm and nothing else. @param idm 16 hexadecimal digits */
export const felicaCard = (idm: string): TestCard => ({
  atr: felicaAtr,
  answer: (apdu) => (hex(apdu) === 'FFCA000000' ? Uint8Array.of(...Buffer.from(idm, 'hex'), ...ok) : notFound),
})

/** A Type B card. `selectable` are the applications it has, as hexadecimal SELECT commands. */
export const typeBCard = (atr: string, selectable: readonly string[] = []): TestCard => ({
  atr: Buffer.from(atr, 'hex'),
  answer: (apdu) => (selectable.includes(hex(apdu)) ? Uint8Array.from(ok) : notFound),
})

/** What a simulated reader makes of the card on it, as the whole reader: for the APDUs of its family. */
export const simulatedCard = ({ transmit }: SimulatedReader): TestCard => ({
  atr: felicaAtr,
  async answer(apdu) {
    const outcome = await transmit(apdu)
    return outcome.ok ? outcome.response : null
  },
})
