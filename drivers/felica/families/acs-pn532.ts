import { accepted, wholeFrame, type FrameOutcome, type ReaderFamily } from '../exchange.ts'

const toChip = 0xd4
const fromChip = 0xd5
const inListPassiveTarget = 0x4a
const inDataExchange = 0x40
/** RFConfiguration item 5: how often the chip tries. Left alone it may poll for ever when no card of the system is there. */
const fewRetries = [toChip, 0x32, 0x05, 0x00, 0x01, 0x02]
const pollingCommand = 0x00

/**
 * ACS ACR122U and ACR122T: `FF 00 00 00 Lc` carries a command of the PN532 chip inside. A frame for a card goes by
 * InDataExchange to target 1, `D4 40 01 <frame>`, answered `D5 41 <status> <frame>` (ACR122T API 7.3). Polling is the chip's own
 * InListPassiveTarget at 212 kbit/s, `D4 4A 01 01 <frame without its length>`, answered `D5 4B <targets> 01 <frame>` (PN532 user
 * manual; the same bytes in nfcpy and in libnfc's logs, which also set the number of tries first).
 */
export const acsPn532: ReaderFamily = {
  name: 'acs-pn532',
  async open(transmit) {
    const answer = accepted(await transmit(toReader(fewRetries)))
    return answer.ok ? { ok: true } : answer
  },
  async carry(transmit, frame) {
    const isPolling = frame[1] === pollingCommand
    const command = isPolling
      ? [toChip, inListPassiveTarget, 0x01, 0x01, ...frame.subarray(1)]
      : [toChip, inDataExchange, 0x01, ...frame]
    const answer = accepted(await transmit(toReader(command)))
    if (!answer.ok) return answer
    return isPolling ? polled(answer.data) : exchanged(answer.data)
  },
  close: async () => undefined,
}

function toReader(command: readonly number[]): Uint8Array {
  return Uint8Array.of(0xff, 0x00, 0x00, 0x00, command.length, ...command)
}

function polled(data: Uint8Array): FrameOutcome {
  if (data[0] !== fromChip || data[1] !== inListPassiveTarget + 1) return { ok: false, code: 'malformed' }
  if (data[2] === 0) return { ok: false, code: 'silent' }
  return wholeFrame(data.subarray(4))
}

function exchanged(data: Uint8Array): FrameOutcome {
  const status = data[2]
  if (data[0] !== fromChip || data[1] !== inDataExchange + 1 || status === undefined) {
    return { ok: false, code: 'malformed' }
  }
  if (status === 0) return wholeFrame(data.subarray(3))
  return { ok: false, code: silences.has(status & 0x3f) ? 'silent' : 'refused' }
}

/** Timeout, errors of the air (CRC, parity, framing, buffer), target released, card gone: PN532 user manual, table of error codes. */
const silences = new Set([0x01, 0x02, 0x03, 0x05, 0x07, 0x0a, 0x0b, 0x29, 0x2b])
