import { describe, expect, it } from 'vitest'
import { toHex } from './bytes.ts'
import type { ReaderFamily } from './exchange.ts'
import { families, type FamilyName } from './families.ts'
import { sony } from './families/sony.ts'
import { writeRecord } from './record.ts'
import { simulateCard, simulateReader, type SimulatedCard } from '../../test/support/felica-simulator.ts'
import { readTouch } from './touch.ts'

const record = { memberId: '0198c0de-0000-7000-8000-00000000aaaa', secret: '000102030405060708090a0b0c0d0e0f' }
const id = '01010601CB095703'
const names = Object.keys(families) as FamilyName[]
const carriers: Record<FamilyName, ReaderFamily> = { ...families, sony: sony(async () => undefined) }
const none = { state: 'none' }
const present = { state: 'present', version: 1, ...record }

async function memberCard(name: FamilyName): Promise<SimulatedCard> {
  const card = simulateCard(id)
  const { transmit } = simulateReader(name, card)
  await writeRecord(transmit, carriers[name], record)
  return card
}

describe('a touch', () => {
  it.each(names)('of a member card gives its id and its record: %s', async (name) => {
    const { transmit } = simulateReader(name, await memberCard(name))
    const touch = await readTouch(transmit, carriers[name])
    expect(touch).toEqual({ ok: true, card: { kind: 'felica', idm: id, record: present } })
  })

  it.each(names)('of any other FeliCa card counts by its id alone: %s', async (name) => {
    const { transmit } = simulateReader(name, simulateCard(id, { system: 0x0003, memory: new Uint8Array() }))
    const touch = await readTouch(transmit, carriers[name])
    expect(touch).toEqual({ ok: true, card: { kind: 'felica', idm: id, record: none } })
  })

  it('on a reader that carries no frames asks for the id and nothing else', async () => {
    const reader = simulateReader('acs-direct', await memberCard('acs-direct'))
    expect(await readTouch(reader.transmit, undefined)).toMatchObject({ ok: true, card: { idm: id, record: none } })
    expect(reader.sent.map(toHex)).toEqual(['FFCA000000'])
  })

  it('gives one id whichever system of a card answers', async () => {
    const reader = simulateReader('acs-direct', simulateCard('31010601CB095703', { system: 0x0003 }))
    expect(await readTouch(reader.transmit, families['acs-direct'])).toMatchObject({ ok: true, card: { idm: id } })
  })

  it.each(names)('that was too short for the record still counts: %s', async (name) => {
    const reader = simulateReader(name, await memberCard(name))
    reader.plan({ kind: 'lift', frame: 0 })
    expect(await readTouch(reader.transmit, carriers[name])).toMatchObject({
      ok: true,
      card: { idm: id, record: { state: 'unreadable' } },
    })
  })

  it.each(names)('never joins the id of one card to the record of another: %s', async (name) => {
    for (let frame = 0; frame < 3; frame += 1) {
      const reader = simulateReader(name, simulateCard('012E3D23BA075C45'))
      reader.plan({ kind: 'swap', frame, card: await memberCard(name) })
      const touch = await readTouch(reader.transmit, carriers[name])
      if (frame === 0) expect(touch).toEqual({ ok: false, code: 'moved' })
      else expect(touch).toMatchObject({ card: { idm: '012E3D23BA075C45', record: { state: 'unreadable' } } })
    }
  })

  it.each(names)('repairs the broken copy of a torn card by the way: %s', async (name) => {
    const card = await memberCard(name)
    const reader = simulateReader(name, card)
    reader.plan({ kind: 'tear', bytes: 40 })
    await writeRecord(reader.transmit, carriers[name], { ...record, secret: 'ff'.repeat(16) })
    reader.plan(undefined)
    reader.place(card)
    expect(await readTouch(reader.transmit, carriers[name])).toMatchObject({ card: { record: present } })
    expect(toHex(card.memory.subarray(96 + 8, 96 + 12))).toBe('00000002')
    expect(toHex(card.memory.subarray(96 + 16, 96 + 48))).toBe(toHex(card.memory.subarray(16, 48)))
  })

  it('empties a card torn at its first writing, and says so once', async () => {
    const card = simulateCard(id)
    const reader = simulateReader('acs-direct', card)
    reader.plan({ kind: 'tear', bytes: 20 })
    await writeRecord(reader.transmit, families['acs-direct'], record)
    reader.plan(undefined)
    reader.place(card)
    expect(await readTouch(reader.transmit, families['acs-direct'])).toMatchObject({
      card: { record: { state: 'torn' } },
    })
    expect(card.memory.every((byte) => byte === 0)).toBe(true)
    expect(await readTouch(reader.transmit, families['acs-direct'])).toMatchObject({ card: { record: none } })
  })

  it('of a card that was read a moment ago sends it no frame', async () => {
    const reader = simulateReader('sony', await memberCard('sony'))
    const touch = await readTouch(reader.transmit, carriers.sony, (idm) =>
      idm === id ? { state: 'present', version: 1, ...record } : undefined,
    )
    expect(touch).toEqual({ ok: true, card: { kind: 'felica', idm: id, record: present } })
    expect(reader.sent.map(toHex)).toEqual(['FFCA000000'])
  })

  it.each(['mute', 'transmit', 'moved', 'in-use'] as const)(
    'without an id is the transport’s fault: %s',
    async (code) => {
      const reader = simulateReader('acs-direct', simulateCard(id))
      reader.plan({ kind: 'fault', frame: 0, code })
      expect(await readTouch(reader.transmit, families['acs-direct'])).toEqual({ ok: false, code })
    },
  )

  it('of a card that gives no id is mute', async () => {
    const { transmit } = simulateReader('acs-direct')
    expect(await readTouch(transmit, families['acs-direct'])).toEqual({ ok: false, code: 'mute' })
  })
})
