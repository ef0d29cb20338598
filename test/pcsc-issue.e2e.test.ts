import { describe, expect, it } from 'vitest'
import type { FamilyName } from '../drivers/felica/families.ts'
import { simulateCard, simulateReader, type SimulatedCard } from './support/felica-simulator.ts'
import type { PcscOptions } from '../drivers/pcsc/driver.ts'
import type { CardRecordState } from '../drivers/reader.ts'
import { felicaCard, simulatedCard, typeBCard } from './support/card-reader.ts'
import { buildReaderDriver, daemon, idm, listen, rcS300, withReader } from './support/pcsc-box.ts'
import { childrenRunning } from './support/processes.ts'
import type { UsbDevice } from './support/usb-tree.ts'

/** Member cards written through the driver, the child process and Debian's own pcscd. */

buildReaderDriver()

const member = { memberId: '0198c0de-0000-7000-8000-00000000aaaa', secret: '000102030405060708090a0b0c0d0e0f' }
const other = { memberId: '0198c0de-0000-7000-8000-00000000bbbb', secret: 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff' }
const acs: UsbDevice = { vendor: '072f', product: '223b', port: '1-1' }
const acsKey = 'usb:072f:223b@1-1'

const isBlank = ({ memory }: SimulatedCard): boolean => memory.every((byte) => byte === 0)

/** A reader with a card on it that was just read. Through ACS, where nothing has to wait for a field. */
async function withCard(card: SimulatedCard, options: Partial<PcscOptions> = {}) {
  const { pcscd, reader, box } = await withReader(options, { device: acs })
  const field = simulateReader('acs-direct', card)
  const lay = async (): Promise<CardRecordState> => {
    reader.lay(simulatedCard(field))
    const { card: seen } = await box.next('card-presented')
    if (seen.kind !== 'felica') throw new Error('not a FeliCa card')
    return seen.record
  }
  const touchAgain = async (next: SimulatedCard): Promise<CardRecordState> => {
    reader.lift()
    await box.next('card-removed')
    field.plan(undefined)
    field.place(next)
    return lay()
  }
  await lay()
  const issue = (record = member, replaces?: string) => box.driver.issue(acsKey, record, idm(1), replaces)
  return { pcscd, reader, box, field, touchAgain, issue }
}

describe('a member record', () => {
  it.each<[FamilyName, UsbDevice]>([
    ['sony', rcS300],
    ['acs-pn532', { ...rcS300, vendor: '072f', product: '2200' }],
    ['acs-direct', { ...rcS300, vendor: '072f', product: '223b' }],
  ])('is on the card at its next touch: %s', async (family, device) => {
    const { reader, box } = await withReader({}, { device })
    const field = simulateReader(family, simulateCard(idm(1)))
    reader.lay(simulatedCard(field))
    const { device: key } = await box.next('card-presented')
    expect(await box.driver.issue(key, member, idm(1))).toEqual({ ok: true })
    reader.lift()
    await box.next('card-removed')
    reader.lay(simulatedCard(field))
    expect((await box.next('card-presented')).card).toEqual({
      kind: 'felica',
      idm: idm(1),
      record: { state: 'present', version: 1, ...member },
    })
  })

  it('is written on a card that lay there before the box was started', async () => {
    const pcscd = daemon()
    const reader = pcscd.addReader(acs)
    const card = simulateCard(idm(1))
    reader.lay(simulatedCard(simulateReader('acs-direct', card)))
    reader.plug()
    await pcscd.start()
    const box = listen(pcscd)
    expect(await box.next('card-lying')).toMatchObject({ device: acsKey, idm: idm(1) })
    expect(await box.driver.issue(acsKey, member, idm(1))).toEqual({ ok: true })
    expect(isBlank(card)).toBe(false)
    expect(box.taps()).toEqual([])
  })

  it('takes the place of the one before, if that one is named; any other stays as it is', async () => {
    const card = simulateCard(idm(1))
    const { issue, touchAgain } = await withCard(card)
    expect(await issue(member)).toEqual({ ok: true })
    expect(await issue(other)).toEqual({ ok: false, code: 'occupied', record: member })
    expect(await touchAgain(card)).toEqual({ state: 'present', version: 1, ...member })
    expect(await issue(other, member.memberId)).toEqual({ ok: true })
    expect(await touchAgain(card)).toEqual({ state: 'present', version: 1, ...other })
  })
})

describe('nothing is written', () => {
  it('on a card that took the place of the one that was read', async () => {
    const [meant, exchanged] = [simulateCard(idm(1)), simulateCard(idm(2))]
    const { issue, field } = await withCard(meant)
    // Faster than any reader notices.
    field.place(exchanged)
    expect(await issue()).toEqual({ ok: false, code: 'exchanged' })
    expect([meant, exchanged].every(isBlank)).toBe(true)
  })

  it('on a card that takes its place between the id and the first block', async () => {
    const [meant, exchanged] = [simulateCard(idm(1)), simulateCard(idm(2))]
    const { issue, field } = await withCard(meant)
    field.plan({ kind: 'swap', frame: 0, card: exchanged })
    expect(await issue()).toEqual({ ok: false, code: 'exchanged' })
    expect([meant, exchanged].every(isBlank)).toBe(true)
  })

  it.each<[string, Partial<SimulatedCard>, string]>([
    ['has no memory of this kind', { system: 0x0003, memory: new Uint8Array() }, 'no-memory'],
    ['does not let itself be written', { isReadOnly: true }, 'read-only'],
    ['holds the data of somebody else', { memory: new Uint8Array(224).fill(0x5a) }, 'foreign'],
  ])('on a card that %s', async (_name, more, code) => {
    const card = simulateCard(idm(1), more)
    const before = card.memory.slice()
    const { issue } = await withCard(card)
    expect(await issue()).toEqual({ ok: false, code })
    expect(card.memory).toEqual(before)
  })

  it('where no card lies, or none that could be one, or on no such reader', async () => {
    const card = simulateCard(idm(1))
    const { issue, reader, box } = await withCard(card)
    expect(await issue({ ...member, secret: 'short' })).toEqual({ ok: false, code: 'invalid' })
    expect(await box.driver.issue('usb:072f:223b@9-9', member, idm(1))).toEqual({ ok: false, code: 'gone' })
    reader.lift()
    await box.next('card-removed')
    expect(await issue()).toEqual({ ok: false, code: 'no-card' })
    reader.lay(typeBCard('3b888001000005e0b381a1007f'))
    await box.next('card-presented')
    expect(await issue()).toEqual({ ok: false, code: 'no-card' })
    expect(isBlank(card)).toBe(true)
  })

  it('through a reader that carries no frames', async () => {
    const { reader, box } = await withReader({}, { device: { vendor: '04e6', product: '5591', port: '1-1' } })
    reader.lay(felicaCard(idm(1)))
    const { device } = await box.next('card-presented')
    expect(await box.driver.issue(device, member, idm(1))).toEqual({ ok: false, code: 'not-supported' })
  })
})

describe('a write that breaks off', () => {
  /** Bytes of memory, 64 in all: mark, member id, secret, header. */
  it.each([0, 5, 16, 40, 60])(
    'after %i bytes leaves the record from before, and the next touch mends the card',
    async (bytes) => {
      const card = simulateCard(idm(1))
      const { issue, field, touchAgain } = await withCard(card)
      expect(await issue(member)).toEqual({ ok: true })
      field.plan({ kind: 'tear', bytes })
      expect(await issue(other, member.memberId)).toEqual({ ok: false, code: 'torn' })
      expect(await touchAgain(card)).toEqual({ state: 'present', version: 1, ...member })
      const mended = card.memory.slice()
      expect(await touchAgain(card)).toEqual({ state: 'present', version: 1, ...member })
      expect(card.memory).toEqual(mended)
    },
  )

  it('on a new card is seen at the next touch, and made good by issuing again', async () => {
    const card = simulateCard(idm(1))
    const { issue, field, touchAgain } = await withCard(card)
    field.plan({ kind: 'tear', bytes: 20 })
    expect(await issue(member)).toEqual({ ok: false, code: 'torn' })
    expect(await touchAgain(card)).toEqual({ state: 'torn' })
    expect(isBlank(card)).toBe(true)
    expect(await issue(member)).toEqual({ ok: true })
    expect(await touchAgain(card)).toEqual({ state: 'present', version: 1, ...member })
  })

  it('because another card came writes nothing on that one', async () => {
    const [meant, exchanged] = [simulateCard(idm(1)), simulateCard(idm(2))]
    const { issue, field } = await withCard(meant)
    // Three frames look, the fourth writes, the fifth finds another card.
    field.plan({ kind: 'swap', frame: 4, card: exchanged })
    expect(await issue()).toEqual({ ok: false, code: 'torn' })
    expect(isBlank(exchanged)).toBe(true)
  })

  it('because the daemon is killed is told, and the card is read again', async () => {
    const card = simulateCard(idm(1))
    const { pcscd, reader, box, field, issue } = await withCard(card)
    const { answer } = reader.card()!
    let writes = 0
    reader.card()!.answer = async (apdu) => {
      // The first block is on the card already.
      if (apdu[6] === 0x08 && writes++ === 1) await pcscd.end()
      return answer(apdu)
    }
    const outcome = await issue()
    // Whichever is noticed first: the write, or the watching, that gets no answer.
    expect([
      { ok: false, code: 'torn' },
      { ok: false, code: 'gone' },
    ]).toContainEqual(outcome)
    reader.lift()
    await pcscd.start()
    await box.next('device-ready')
    reader.lay(simulatedCard(field))
    expect((await box.next('card-presented')).card).toMatchObject({ record: { state: 'torn' } })
  })

  it('because the child process dies is told at once', async () => {
    const { reader, box, issue } = await withCard(simulateCard(idm(1)))
    const asked = Promise.withResolvers<undefined>()
    const never = Promise.withResolvers<null>()
    reader.card()!.answer = () => {
      asked.resolve(undefined)
      return never.promise
    }
    const outcome = issue()
    await asked.promise
    for (const pid of childrenRunning('pcsc/child.ts')) process.kill(pid, 'SIGKILL')
    expect(await outcome).toEqual({ ok: false, code: 'gone' })
    never.resolve(null)
    await box.next('card-lying')
    reader.swap(felicaCard(idm(2)))
    expect(await box.tap()).toBe(idm(2))
  })

  it('because the card never answers is told in time', async () => {
    const { reader, issue } = await withCard(simulateCard(idm(1)), { issueMs: 100 })
    const never = Promise.withResolvers<null>()
    reader.card()!.answer = () => never.promise
    expect(await issue()).toEqual({ ok: false, code: 'timeout' })
    never.resolve(null)
  })
})
