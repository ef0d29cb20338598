import { accepted, wholeFrame, type ReaderFamily } from '../exchange.ts'

/**
 * ACS ACR1251, ACR1252 and their kind: the frame goes as data of one pseudo-APDU, `FF 00 00 00 Lc <frame>`, and comes back before
 * 9000. Source: ACM1252U-Y3 reference manual 5.2.6. When no card answers, ACS' pseudo-APDUs end in 6300 "operation failed"; a
 * refused command may say the same, but silence is by far the more likely of the two.
 */
export const acsDirect: ReaderFamily = {
  name: 'acs-direct',
  open: async () => ({ ok: true }),
  async carry(transmit, frame) {
    const outcome = await transmit(Uint8Array.of(0xff, 0x00, 0x00, 0x00, frame.length, ...frame))
    if (outcome.ok && outcome.response.at(-2) === 0x63) return { ok: false, code: 'silent' }
    const answer = accepted(outcome)
    if (!answer.ok) return answer
    return answer.data.length === 0 ? { ok: false, code: 'silent' } : wholeFrame(answer.data)
  },
  close: async () => undefined,
}
