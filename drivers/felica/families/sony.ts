import { setTimeout as delay } from 'node:timers/promises'
import {
  accepted,
  wholeFrame,
  type FrameFault,
  type FrameOutcome,
  type ReaderFamily,
  type Transmit,
} from '../exchange.ts'

const manageSession = 0x00
const transparentExchange = 0x01
const switchProtocol = 0x02

const startSession = [0x81, 0x00]
const endSession = [0x82, 0x00]
const fieldOff = [0x83, 0x00]
const fieldOn = [0x84, 0x00]
const toFelica = [0x8f, 0x02, 0x03, 0x00]
const received = 0x97

/** How long the card may take to answer: 100 ms in microseconds, little-endian. The reader insists on this object. */
const answerTime = [0x5f, 0x46, 0x04, 0xa0, 0x86, 0x01, 0x00]

/** Milliseconds the field stays off, and on before the first frame: a card needs about 20 to wake up. */
const fieldWait = 30

/**
 * Sony RC-S300 and RC-S660: PC/SC part 3's transparent session under Sony's own INS, `FF 50 00 <group> Lc <objects> 00`. The
 * session takes the field over from the reader, is switched to FeliCa, and the field goes off and on once before the first frame:
 * without that no card answers. An answer is a run of objects, first the status `C0 03 <result> <SW>`, the card's frame in
 * `97 <length>`, and 9000 for the APDU itself.
 *
 * Sources: the measurements on a real RC-S300 published with https://github.com/tanakamasayuki/EspUsbHost
 * (tests/probe/rcs300_felica), which agree with the WebUSB programs in circulation; those send the same objects in extended form
 * inside CCID Escape, which that measurement found not to work.
 *
 * @param wait how to let milliseconds pass; tests pass one that does not
 */
export function sony(wait: (ms: number) => Promise<unknown> = delay): ReaderFamily {
  return {
    name: 'sony',
    async open(transmit) {
      // A session left over from a process that died would refuse the next; ending none does no harm.
      await send(transmit, manageSession, endSession)
      const steps: [number, number[], number][] = [
        [manageSession, startSession, 0],
        [switchProtocol, toFelica, 0],
        [manageSession, fieldOff, fieldWait],
        [manageSession, fieldOn, fieldWait],
      ]
      for (const [group, objects, ms] of steps) {
        const outcome = await send(transmit, group, objects)
        if (!outcome.ok) return outcome
        if (ms > 0) await wait(ms)
      }
      return { ok: true }
    },
    async carry(transmit, frame): Promise<FrameOutcome> {
      const outcome = await send(transmit, transparentExchange, [...answerTime, 0x95, frame.length, ...frame])
      if (!outcome.ok) return outcome
      const answer = outcome.objects.get(received)
      return answer ? wholeFrame(answer) : { ok: false, code: 'silent' }
    },
    async close(transmit) {
      await send(transmit, manageSession, fieldOff)
      await send(transmit, manageSession, endSession)
    },
  }
}

type Answer = { ok: true; objects: Map<number, Uint8Array> } | { ok: false; code: FrameFault }

async function send(transmit: Transmit, group: number, objects: number[]): Promise<Answer> {
  const apdu = Uint8Array.of(0xff, 0x50, 0x00, group, objects.length, ...objects, 0x00)
  const answer = accepted(await transmit(apdu))
  if (!answer.ok) return answer
  const parsed = parseObjects(answer.data)
  const [result, sw1, sw2] = parsed?.get(0xc0) ?? []
  if (!parsed || sw2 === undefined) return { ok: false, code: 'malformed' }
  if (result === 0x00 && sw1 === 0x90 && sw2 === 0x00) return { ok: true, objects: parsed }
  // 02 / 6401: sent, nothing answered. 01: refused, malformed, wrong length, unsupported.
  return { ok: false, code: result === 0x02 ? 'silent' : 'refused' }
}

/** Tag to value; undefined when an object runs past the end. 5F and FF begin tags of two bytes, of which none is needed here. */
function parseObjects(data: Uint8Array): Map<number, Uint8Array> | undefined {
  const objects = new Map<number, Uint8Array>()
  let at = 0
  while (at < data.length) {
    const tag = data[at] ?? 0
    at += tag === 0x5f || tag === 0xff ? 2 : 1
    const length = lengthAt(data, at)
    if (!length || length.end + length.value > data.length) return undefined
    objects.set(tag, data.subarray(length.end, length.end + length.value))
    at = length.end + length.value
  }
  return objects
}

/** One byte below 80, else 81 or 82 and that many bytes. */
function lengthAt(data: Uint8Array, at: number): { value: number; end: number } | undefined {
  const [first, second, third] = data.subarray(at, at + 3)
  if (first === undefined) return undefined
  if (first < 0x80) return { value: first, end: at + 1 }
  if (first === 0x81 && second !== undefined) return { value: second, end: at + 2 }
  if (first === 0x82 && second !== undefined && third !== undefined) {
    return { value: second * 256 + third, end: at + 3 }
  }
  return undefined
}
