import { describe, expect, it } from 'vitest'
import type { ReaderEvent } from '../reader.ts'
import { createVirtualDriver, recordElsewhere } from './virtual-driver.ts'

const secret = '00112233445566778899aabbccddeeff'
const record = { memberId: '019d50da-a680-7000-8000-2f885d572ee3', secret }

/** A started driver; `heard` is what it told since the last look, in short. */
function start() {
  const events: ReaderEvent[] = []
  const driver = createVirtualDriver({ now: () => 5, names: ['左', '右'] })
  driver.start((event) => events.push(event))
  const heard = () => events.splice(0)
  const short = () =>
    heard().map((event) => [
      event.type === 'link' || event.type === 'card-failed' ? `${event.type} ${event.code}` : event.type,
      'info' in event ? event.info.device : 'device' in event ? event.device : '',
    ])
  return { driver, heard, short }
}

describe('virtual readers', () => {
  it('are there from the start, with a name', () => {
    const { heard } = start()
    expect(heard()).toEqual(
      ['左', '右'].flatMap((name) => [
        { type: 'device-ready', at: 5, info: { device: `virtual:${name}`, kind: 'virtual', label: name } },
        { type: 'link', at: 5, device: `virtual:${name}`, code: 'plugged' },
      ]),
    )
  })

  it('read a card and lose it again', () => {
    const { driver, heard, short } = start()
    heard()
    expect(driver.act({ do: 'tap', card: 'AA', latencyMs: 40 })).toEqual({ ok: true })
    expect(heard()).toEqual([
      {
        ...{ type: 'card-presented', at: 5, device: 'virtual:左', latencyMs: 40 },
        card: { kind: 'felica', idm: 'AA', record: { state: 'none' } },
      },
      { type: 'card-removed', at: 5, device: 'virtual:左' },
    ])
    driver.act({ do: 'insert', card: 'AA', reader: '右' })
    driver.act({ do: 'insert', card: 'BB', reader: '右' })
    expect(short().map(([what]) => what)).toEqual(['card-presented', 'card-removed', 'card-presented'])
    expect(driver.readers()).toContainEqual({ name: '右', isConnected: true, hasCard: true })
    expect(driver.act({ do: 'remove', reader: '右' })).toEqual({ ok: true })
    expect(driver.act({ do: 'remove', reader: '右' })).toEqual({ ok: false, code: 'empty' })
  })

  it('show every other card by its kind alone, and every failure by its word', () => {
    const { driver, heard, short } = start()
    heard()
    driver.act({ do: 'mynumber' })
    expect(heard()[0]).toMatchObject({ type: 'card-presented', card: { kind: 'mynumber' } })
    for (const failure of ['mute', 'transmit', 'moved', 'in-use'] as const) driver.act({ do: failure })
    expect(short().map(([what]) => what)).toEqual([
      ...['card-failed mute', 'card-failed transmit', 'card-failed moved', 'card-failed in-use'],
    ])
  })

  it('come and go; a card that lies on one is gone with it', () => {
    const { driver, heard, short } = start()
    driver.act({ do: 'insert', card: 'AA' })
    heard()
    driver.act({ do: 'unplug' })
    expect(short().map(([what]) => what)).toEqual(['card-removed', 'link unplugged', 'device-gone'])
    expect(driver.act({ do: 'tap', card: 'AA' })).toEqual({ ok: false, code: 'unplugged' })
    expect(driver.act({ do: 'plug' })).toEqual({ ok: true })
    expect(short().map(([what]) => what)).toEqual(['device-ready', 'link plugged'])
    // Twice is as good as once.
    expect(driver.act({ do: 'plug' })).toEqual({ ok: true })
    expect(heard()).toEqual([])
  })

  it('with a loose cable stay usable, and every loss is told', () => {
    const { driver, short } = start()
    short()
    driver.act({ do: 'flap' })
    const told = short().map(([what]) => what)
    expect(told.filter((what) => what === 'link unplugged')).toHaveLength(3)
    expect(told.filter((what) => what === 'link flapping')).toHaveLength(1)
    expect(told).not.toContain('device-gone')
  })

  it('are more when another name is used', () => {
    const { driver, short } = start()
    short()
    driver.act({ do: 'tap', card: 'AA', reader: '新しい窓口' })
    expect(short()[0]).toEqual(['device-ready', 'virtual:新しい窓口'])
  })

  it('read codes, byte for byte', () => {
    const { driver, heard } = start()
    heard()
    driver.act({ do: 'scan', base64: Buffer.from([0, 0x8c, 0xff]).toString('base64'), symbology: ']Q1' })
    expect(heard()).toEqual([
      { type: 'scanned', at: 5, device: 'virtual:左', bytes: Uint8Array.of(0, 0x8c, 0xff), symbology: ']Q1' },
    ])
  })

  it('write on the card that lies there, and on no other', async () => {
    const { driver, heard } = start()
    expect(await driver.issue('virtual:左', record, 'AA')).toEqual({ ok: false, code: 'no-card' })
    driver.act({ do: 'insert', card: 'BB' })
    expect(await driver.issue('virtual:左', record, 'AA')).toEqual({ ok: false, code: 'exchanged' })
    expect(await driver.issue('virtual:左', record, 'BB')).toEqual({ ok: true })
    expect(await driver.issue('virtual:中', record, 'BB')).toEqual({ ok: false, code: 'gone' })
    heard()
    driver.act({ do: 'tap', card: 'BB', reader: '右' })
    expect(heard()[0]).toMatchObject({ card: { record: { state: 'present', ...record } } })
  })

  it('carry what another pharmacy wrote on its cards, and leave it there', async () => {
    const { driver, heard } = start()
    heard()
    driver.act({ do: 'insert', card: 'CC', isElsewhere: true })
    expect(heard()[0]).toMatchObject({ card: { record: { state: 'present', ...recordElsewhere } } })
    const refused = { ok: false, code: 'occupied', record: recordElsewhere }
    expect(await driver.issue('virtual:左', record, 'CC')).toEqual(refused)
    expect(await driver.issue('virtual:左', record, 'CC', 'somebody')).toEqual(refused)
    expect(await driver.issue('virtual:左', record, 'CC', recordElsewhere.memberId)).toEqual({ ok: true })
  })

  it('are silent before they are started and after they are stopped', async () => {
    const driver = createVirtualDriver({ now: () => 0, names: ['左'] })
    expect(driver.act({ do: 'tap', card: 'AA' })).toEqual({ ok: false, code: 'off' })
    const heard: ReaderEvent[] = []
    driver.start((event) => heard.push(event))
    await driver.stop()
    expect(driver.act({ do: 'tap', card: 'AA' })).toEqual({ ok: false, code: 'off' })
    expect(heard).toHaveLength(2)
  })
})
