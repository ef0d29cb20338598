import { describe, expect, it } from 'vitest'
import type { CardHandle, ReaderHandle } from './binding.ts'
import { askUsbIds, identify, plainName, type Identity, type Surroundings, type UsbIds } from './identify.ts'
import type { UsbDevice } from './usb-devices.ts'

const sony = { vendor: '054c', product: '0dc8' }
const at = (port: string, more: Partial<UsbDevice> = {}): UsbDevice => ({
  ...sony,
  port,
  facts: { port, hubs: 0 },
  ...more,
})
const none = new Set<string>()
const identifyAt = (
  name: string,
  ids: UsbIds | undefined,
  devices: UsbDevice[],
  taken: Set<string>,
  more: Partial<Surroundings> = {},
): Identity => identify(name, ids, { devices, taken, ...more })
const key = (...args: Parameters<typeof identifyAt>): string => identifyAt(...args).info.device

describe('the key of a reader', () => {
  it('is its serial number where it has one, whatever the daemon calls it', () => {
    const name = 'SONY FeliCa RC-S300/S (0236798) 00 00'
    expect(key(name, sony, [at('1-1', { serial: '0236798' })], none)).toBe('usb:054c:0dc8:0236798')
    expect(key('Reader 03 00', sony, [at('1-1', { serial: '0236798' })], none)).toBe('usb:054c:0dc8:0236798')
  })

  it('is its port where it has none', () => {
    expect(key('Reader 00 00', sony, [at('1-2.3')], none)).toBe('usb:054c:0dc8@1-2.3')
  })

  it('is found among several by the serial number in its name', () => {
    const devices = [at('1-1', { serial: 'A11' }), at('1-2', { serial: 'B22' })]
    expect(key('Reader (B22) 01 00', sony, devices, none)).toBe('usb:054c:0dc8:B22')
  })

  it('is not taken for another’s because the model’s name holds the same digits', () => {
    const devices = [at('1-1', { serial: '300' }), at('1-2', { serial: 'B22' })]
    expect(key('SONY FeliCa RC-S300/S (B22) 00 00', sony, devices, none)).toBe('usb:054c:0dc8:B22')
    expect(key('SONY FeliCa RC-S300/S 00 00', sony, devices, none)).toBe('pcsc:sony-felica-rc-s300-s')
  })

  it('is the port where it was found before, or the only one that was empty until now', () => {
    const devices = [at('1-1'), at('1-2'), at('1-3')]
    expect(key('Reader 00 00', sony, devices, none, { known: '1-2' })).toBe('usb:054c:0dc8@1-2')
    expect(key('Reader 00 00', sony, devices, none, { fresh: '1-3' })).toBe('usb:054c:0dc8@1-3')
    expect(key('Reader 00 00', sony, devices, new Set(['1-2']), { known: '1-2' })).toMatch(/^pcsc:/)
  })

  it('is what is left when the others have been found', () => {
    expect(key('Reader 01 00', sony, [at('1-1'), at('1-2')], new Set(['1-1']))).toBe('usb:054c:0dc8@1-2')
  })

  it('is the port when two readers claim the same serial number', () => {
    const devices = [at('1-1', { serial: 'SAME' }), at('1-2', { serial: 'SAME' })]
    expect(key('Reader 01 00', sony, devices, new Set(['1-1']))).toBe('usb:054c:0dc8@1-2')
  })

  it('is one and the same for two that nothing tells apart, and has no place then', () => {
    const devices = [at('1-1'), at('1-2')]
    const [first, second] = ['SONY FeliCa RC-S300/S 00 00', 'SONY FeliCa RC-S300/S 01 00'].map((name) =>
      identifyAt(name, sony, devices, none),
    )
    expect(first).toEqual(second)
    expect(first?.info).toEqual({ device: 'pcsc:sony-felica-rc-s300-s', kind: 'pcsc', label: 'Sony RC-S300/S' })
    expect(first).toMatchObject({ port: undefined, isAlike: true })
  })

  it('is found by the model’s name where the driver tells no numbers', () => {
    expect(identifyAt('SONY FeliCa RC-S300/S 00 00', undefined, [at('1-1')], none)).toEqual({
      family: 'sony',
      port: '1-1',
      isAlike: false,
      info: {
        device: 'usb:054c:0dc8@1-1',
        kind: 'pcsc',
        label: 'Sony RC-S300/S',
        usb: { port: '1-1', hubs: 0 },
      },
    })
  })

  it('of a model nobody knows still is a key, without a family', () => {
    const ids = { vendor: '04e6', product: '5591' }
    const found = identifyAt('SCM SCL3711 00 00', ids, [{ ...at('1-4'), ...ids }], none)
    expect(found).toMatchObject({ family: undefined, info: { device: 'usb:04e6:5591@1-4', label: 'SCM SCL3711' } })
  })
})

describe('the name without what the daemon adds', () => {
  it.each([
    ['SONY FeliCa RC-S300/S (0236798) 00 00', 'SONY FeliCa RC-S300/S'],
    ['ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] (12) 01 00', 'ACS ACR1252 Dual Reader'],
    ['Virtual PCD 00 01', 'Virtual PCD'],
    ['Plain', 'Plain'],
  ])('%s', (name, plain) => {
    expect(plainName(name)).toBe(plain)
  })
})

describe('vendor and product as the reader’s driver tells them', () => {
  /** A reader that answers these control codes. */
  function answering(answers: Record<number, number[]>, log: string[] = []): ReaderHandle {
    const card: CardHandle = {
      transmit: () => Promise.reject(new Error('not asked')),
      control(code) {
        const answer = answers[code]
        return answer ? Promise.resolve(Uint8Array.from(answer)) : Promise.reject(new Error('Unknown PC/SC error'))
      },
      disconnect: () => void log.push('disconnect'),
    }
    return { name: 'R', state: 0, atr: null, connect: () => Promise.resolve(card) }
  }
  const features = 0x42000000 + 3400
  const properties = 0x42330012

  it('are read from its properties, and the reader is let go', async () => {
    const log: string[] = []
    const reader = answering(
      {
        [features]: [0x06, 4, 0x42, 0x33, 0x00, 0x06, 0x12, 4, 0x42, 0x33, 0x00, 0x12],
        [properties]: [0x08, 1, 0xff, 0x0b, 2, 0x4c, 0x05, 0x0c, 2, 0xc8, 0x0d],
      },
      log,
    )
    expect(await askUsbIds(reader)).toEqual(sony)
    expect(log).toEqual(['disconnect'])
  })

  it.each<[string, Record<number, number[]>]>([
    ['has no such list', {}],
    ['lists other features only', { [features]: [0x06, 4, 0x42, 0x33, 0x00, 0x06] }],
    ['lists no numbers', { [features]: [0x12, 4, 0x42, 0x33, 0, 0x12], [properties]: [0x08, 1, 0xff] }],
    ['cuts its list off', { [features]: [0x12, 4, 0x42, 0x33, 0, 0x12], [properties]: [0x0b, 2, 0x4c] }],
  ])('are not known of one that %s', async (_name, answers) => {
    const log: string[] = []
    expect(await askUsbIds(answering(answers, log))).toBeUndefined()
    expect(log).toEqual(['disconnect'])
  })

  const held: ReaderHandle = { ...answering({}), connect: () => Promise.reject(new Error('Sharing violation')) }

  it('are not known of one that another program holds for long', async () => {
    expect(await askUsbIds(held, [0, 0])).toBeUndefined()
  })

  it('are asked for again when another program held it for a moment', async () => {
    const free = answering({
      [features]: [0x12, 4, 0x42, 0x33, 0x00, 0x12],
      [properties]: [0x0b, 2, 0x4c, 0x05, 0x0c, 2, 0xc8, 0x0d],
    })
    let asked = 0
    const reader: ReaderHandle = {
      ...free,
      connect: (...args) => (asked++ < 2 ? held : free).connect(...args),
    }
    expect(await askUsbIds(reader, [0, 0])).toEqual(sony)
    expect(asked).toBe(3)
  })
})
