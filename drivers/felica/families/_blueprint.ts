import { accepted, wholeFrame, type ReaderFamily } from '../exchange.ts'

/**
 * A family of readers to copy: one that takes the bare FeliCa frame as an APDU and answers with the card's frame and 9000, which
 * ACS' ACR122 manual (7.3, "without using Pseudo APDU") shows as the simplest way.
 *
 * To add a family: copy this file, wrap the frame in `carry` as the maker's manual says, tell silence (`silent`: the reader sent,
 * no card answered) from refusal (`refused`: the reader does not do it) and nonsense (`malformed`), give it a row in families.ts
 * and in the discovery table, teach test/support/felica-simulator.ts its wrapping, and put the manual's own examples in the test, byte for byte.
 * `carry` never throws. (knip.json leaves this file out of production on purpose: it is for copying, and tested with the others.) Where the reader needs a session, `open` and `close` hold it; `close` runs also after a failure.
 */
export const blueprint: ReaderFamily = {
  name: 'blueprint',
  open: async () => ({ ok: true }),
  async carry(transmit, frame) {
    const answer = accepted(await transmit(frame))
    return answer.ok ? wholeFrame(answer.data) : answer
  },
  close: async () => undefined,
}
