import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { FamilyName } from '../drivers/felica/families.ts'
import { moreReadings } from '../drivers/pcsc/recall.ts'
import {
  felicaAtr,
  felicaCard,
  simulatedCard,
  typeBCard,
  type TestCard,
  type TestReader,
} from './support/card-reader.ts'
import { simulateCard, simulateReader, type SimulatedReader } from './support/felica-simulator.ts'
import { buildReaderDriver, daemon, idm, listen, rcS300Key, withReader, type ListeningBox } from './support/pcsc-box.ts'
import type { UsbDevice } from './support/usb-tree.ts'

/** What lies on a reader, from Debian's own pcscd to the port. */

buildReaderDriver()

describe('a card on a reader', () => {
  it.each([
    ['tells of changes by itself', true],
    ['is asked every now and then', false],
  ])('gives its id once and is told to be gone: a reader that %s', async (_name, hasEvents) => {
    const { reader, box } = await withReader({}, { hasEvents })
    reader.lay(felicaCard(idm(1)))
    const event = await box.next('card-presented')
    expect(event).toMatchObject({ device: rcS300Key, card: { kind: 'felica', idm: idm(1) } })
    expect(event.latencyMs).toBeGreaterThan(0)
    reader.lift()
    expect(await box.next('card-removed')).toMatchObject({ device: rcS300Key })
    expect(box.taps()).toEqual([idm(1)])
  })

  it('gives its id and is told to be gone: Debian’s virtual reader', async () => {
    const pcscd = daemon({ hasVpcd: true })
    await pcscd.start()
    const box = listen(pcscd)
    const { info } = await box.next('device-ready')
    expect(info).toEqual({ device: 'pcsc:virtual-pcd', kind: 'pcsc', label: 'Virtual PCD' })
    const lift = pcscd.layOnVpcd(felicaCard(idm(7)))
    expect(await box.next('card-presented')).toMatchObject({ card: { kind: 'felica', idm: idm(7) } })
    lift()
    expect(await box.next('card-removed')).toMatchObject({ device: info.device })
  })

  it('gives a thousand ids for a thousand taps, each of them the right one', async () => {
    // A model that nobody knows: nothing but the id is asked for.
    const device = { vendor: '04e6', product: '5591', serial: '1', port: '1-1' }
    const { reader, box } = await withReader({}, { device })
    for (let number = 0; number < 1000; number++) {
      reader.lay(felicaCard(idm(number)))
      expect(await box.tap()).toBe(idm(number))
      reader.lift()
    }
    await box.next('card-removed')
    const types = box.told.map(({ type }) => type).filter((type) => type.startsWith('card-'))
    expect(types).toEqual(Array.from({ length: 1000 }, () => ['card-presented', 'card-removed']).flat())
  })

  it('is told apart from the next, however fast they change places', async () => {
    const { reader, box } = await withReader()
    reader.lay(felicaCard(idm(1)))
    expect(await box.tap()).toBe(idm(1))
    reader.swap(felicaCard(idm(2)))
    expect(await box.tap()).toBe(idm(2))
  })

  it('that trembles in the hand opens its patient once', async () => {
    const { reader, box } = await withReader()
    reader.lay(felicaCard(idm(1)))
    expect(await box.tap()).toBe(idm(1))
    for (let times = 0; times < 5; times++) reader.swap(felicaCard(idm(1)))
    reader.swap(felicaCard(idm(2)))
    expect(await box.tap()).toBe(idm(2))
    expect(box.taps()).toEqual([idm(1), idm(2)])
  })
})

/** A reader that lets go of the card at the end of each session, and finds it anew; it takes its time for every command. */
function echoing(reader: TestReader, field: SimulatedReader, awayMs: number) {
  const [begin, end] = ['FF5000000281000', 'FF5000000282000']
  const card = simulatedCard(field)
  const echoed = Promise.withResolvers<undefined>()
  const told = { sessions: 0, ids: 0 }
  let isOpen = false
  const slow: TestCard = {
    ...card,
    async answer(apdu) {
      const text = Buffer.from(apdu).toString('hex').toUpperCase()
      await delay(25)
      const answer = await card.answer(apdu)
      if (text.startsWith(begin)) {
        isOpen = true
        told.sessions++
      }
      if (text.startsWith(end) && isOpen) {
        isOpen = false
        // After the answer to the last command has arrived.
        setTimeout(() => {
          reader.lift()
          setTimeout(() => {
            reader.lay(slow)
          }, awayMs)
        }, 50)
      }
      if (text === 'FFCA000000' && ++told.ids === 2) echoed.resolve(undefined)
      return answer
    },
  }
  return { slow, told, echoed: echoed.promise }
}

/** Whatever is asked of a reader waits for its turn; nothing is written on another card than the one that is meant. */
async function readingIsOver({ driver }: ListeningBox): Promise<void> {
  const nobody = { memberId: '0198c0de-0000-7000-8000-00000000aaaa', secret: '00'.repeat(16) }
  expect(await driver.issue(rcS300Key, nobody, idm(99))).toMatchObject({ ok: false })
}

describe('a card that the reader itself loses after each session', () => {
  it('is one touch while it lies there, and is read once', async () => {
    const { reader, box } = await withReader()
    const { slow, told, echoed } = echoing(reader, simulateReader('sony', simulateCard(idm(1))), 300)
    reader.lay(slow)
    expect(await box.tap()).toBe(idm(1))
    await echoed
    await readingIsOver(box)
    reader.lift()
    await box.next('card-removed')
    expect(box.all('card-presented')).toHaveLength(1)
    expect(box.all('card-removed')).toHaveLength(1)
    expect(told.sessions).toBe(1)
  })

  it('is not read without end when its record cannot be read', async () => {
    const { reader, box } = await withReader()
    const field = simulateReader('sony', simulateCard(idm(1)))
    const { slow, told } = echoing(reader, field, 100)
    const calm = Promise.withResolvers<undefined>()
    const { answer } = slow
    slow.answer = async (apdu) => {
      // In each session the second frame, which reads its memory, gets nonsense.
      if (Buffer.from(apdu).toString('hex').startsWith('ff5000000281')) {
        field.plan({ kind: 'noise', frame: 1, answer: Uint8Array.of(1) })
      }
      const answered = await answer(apdu)
      if (told.ids === 2 + moreReadings) calm.resolve(undefined)
      return answered
    }
    reader.lay(slow)
    expect(await box.tap()).toBe(idm(1))
    await calm.promise
    await readingIsOver(box)
    reader.lift()
    await box.next('card-removed')
    expect(box.all('card-presented')).toHaveLength(1)
    expect(told.sessions).toBe(1 + moreReadings)
  })
})

describe('a FeliCa Lite-S', () => {
  const id = '012E000000000002'
  const polling = '06 00 88B4 00 00'
  const first = `16 06 ${id} 01 0B00 04 8000 8001 8002 8006`
  const second = `12 06 ${id} 01 0B00 02 8007 8008`
  const answerTime = '5F46 04 A0860100'

  it.each<[FamilyName, UsbDevice, string[]]>([
    [
      'sony',
      { vendor: '054c', product: '0dc8', port: '1-1' },
      [
        'FF50000002 8200 00',
        'FF50000002 8100 00',
        'FF50000204 8F020300 00',
        'FF50000002 8300 00',
        'FF50000002 8400 00',
        `FF5000010F ${answerTime} 95 06 ${polling} 00`,
        `FF5000011F ${answerTime} 95 16 ${first} 00`,
        `FF5000011B ${answerTime} 95 12 ${second} 00`,
        'FF50000002 8300 00',
        'FF50000002 8200 00',
      ],
    ],
    [
      'acs-pn532',
      { vendor: '072f', product: '2200', port: '1-1' },
      [
        'FF00000006 D43205000102',
        'FF00000009 D44A0101 0088B40000',
        `FF00000019 D44001 ${first}`,
        `FF00000015 D44001 ${second}`,
      ],
    ],
    [
      'acs-direct',
      { vendor: '072f', product: '223b', port: '1-1' },
      [`FF00000006 ${polling}`, `FF00000016 ${first}`, `FF00000012 ${second}`],
    ],
  ])('is read through %s by exactly these commands', async (family, device, commands) => {
    const { reader, box } = await withReader({}, { device })
    reader.lay(simulatedCard(simulateReader(family, simulateCard(id))))
    const { card } = await box.next('card-presented')
    expect(card).toEqual({ kind: 'felica', idm: id, record: { state: 'none' } })
    expect(reader.heard).toEqual(['FFCA000000', ...commands.map((command) => command.replaceAll(' ', ''))])
  })
})

describe('a card that cannot be read', () => {
  it.each([
    ['tells of changes by itself', true],
    ['is asked every now and then', false],
  ])('is mute when it gives no answer to power: on a reader that %s', async (_name, hasEvents) => {
    const { reader, box } = await withReader({}, { hasEvents })
    reader.layMute()
    expect(await box.next('card-failed')).toMatchObject({ device: rcS300Key, code: 'mute' })
    reader.lift()
    await box.next('card-removed')
    reader.lay(felicaCard(idm(1)))
    expect(await box.tap()).toBe(idm(1))
  })

  it('moved when it is taken away half-way', async () => {
    const { reader, box } = await withReader()
    reader.lay({
      atr: felicaAtr,
      answer() {
        reader.lift()
        return null
      },
    })
    expect(await box.next('card-failed')).toMatchObject({ code: 'moved' })
  })

  it('is broken off when it stays and gives no answers, and is read when it gives them late', async () => {
    const { reader, box } = await withReader()
    reader.lay({ atr: felicaAtr, answer: () => null })
    expect(await box.next('card-failed')).toMatchObject({ code: 'transmit' })
    const good = felicaCard(idm(3))
    let asked = 0
    reader.swap({ atr: felicaAtr, answer: (apdu) => (asked++ === 0 ? null : good.answer(apdu)) })
    expect(await box.tap()).toBe(idm(3))
  })

  it('that never answers costs one restart, and the reader is served again', async () => {
    const { reader, box } = await withReader({ settings: { transmitMs: 100 } })
    const silence = Promise.withResolvers<null>()
    reader.lay({ atr: felicaAtr, answer: () => silence.promise })
    expect(await box.next('card-failed')).toMatchObject({ code: 'transmit' })
    await box.service('stuck')
    silence.resolve(null)
    await box.next('card-lying')
    reader.swap(felicaCard(idm(4)))
    expect(await box.tap()).toBe(idm(4))
    expect(box.all('restarted')).toHaveLength(1)
    expect(box.all('link').map(({ code }) => code)).toEqual(['plugged'])
  })
})

describe('a card that is not FeliCa', () => {
  const jpki = '00A4040C0AD392F000260100000001'
  const allowed = [jpki, '00A4040C0AD3921000310001010408']
  /** A Type B card of an issue nobody has seen yet. */
  const typeB = '3b888001010203040506070800'

  it('is known as a My Number card by its ATR, without a word to it', async () => {
    const { reader, box } = await withReader()
    reader.lay(typeBCard('3b888001000005e0b381a1007f', [jpki]))
    expect((await box.next('card-presented')).card).toEqual({ kind: 'mynumber' })
    expect(reader.heard).toEqual([])
  })

  it('is asked by one SELECT and nothing else when its ATR says only Type B', async () => {
    const { reader, box } = await withReader()
    reader.lay(typeBCard(typeB, [jpki]))
    expect((await box.next('card-presented')).card).toEqual({ kind: 'mynumber' })
    reader.swap(typeBCard(typeB))
    expect((await box.next('card-presented')).card).toEqual({ kind: 'other' })
    expect(reader.heard).toEqual([jpki, jpki])
  })

  it('gives away nothing but its kind', async () => {
    const { reader, box } = await withReader()
    reader.lay(typeBCard('3b8f8001804f0ca000000306030001000000006a'))
    expect((await box.next('card-presented')).card).toEqual({ kind: 'other' })
    expect(reader.heard).toEqual([])
  })

  it('never hears anything but the two SELECTs, whatever it does and whatever is asked of the box', async () => {
    const { reader, box } = await withReader()
    const member = { memberId: '0198c0de-0000-7000-8000-00000000aaaa', secret: '000102030405060708090a0b0c0d0e0f' }
    const good = typeBCard(typeB, allowed)
    let asked = 0
    const cards = [
      good,
      typeBCard('3b888001000005e0b381a1007f', allowed),
      typeBCard('3b888001000014e0b38191005e', allowed),
      // Breaks off, answers nonsense, answers at the second time only.
      { ...good, answer: () => null },
      { ...good, answer: () => Uint8Array.of(0x90) },
      { ...good, answer: (apdu: Uint8Array) => (asked++ === 0 ? null : good.answer(apdu)) },
    ]
    for (const card of cards) {
      reader.lay(card)
      await box.reading()
      expect(await box.driver.issue(rcS300Key, member, idm(1))).toMatchObject({ ok: false })
      reader.lift()
      await box.next('card-removed')
    }
    expect(reader.heard.length).toBeGreaterThan(cards.length)
    expect(reader.heard.filter((apdu) => !allowed.includes(apdu))).toEqual([])
  })
})
