import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from './bytes.ts'
import type { ReaderFamily } from './exchange.ts'
import { families, type FamilyName } from './families.ts'
import { sony } from './families/sony.ts'
import { encodeSlot, parseSlot, type MemberRecord } from './layout.ts'
import { readRecord, repairRecord } from '../../test/support/felica-record.ts'
import { writeRecord } from './record.ts'
import { simulateCard, simulateReader, type SimulatedCard } from '../../test/support/felica-simulator.ts'

const old: MemberRecord = {
  memberId: '0198c0de-0000-7000-8000-00000000aaaa',
  secret: '000102030405060708090a0b0c0d0e0f',
}
const fresh: MemberRecord = {
  memberId: '0198c0de-ffff-7fff-bfff-ffffffffbbbb',
  secret: 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff',
}
const id = '01010601CB095703'
const otherId = '012E3D23BA075C45'

const names = Object.keys(families) as FamilyName[]
const carriers: Record<FamilyName, ReaderFamily> = { ...families, sony: sony(async () => undefined) }

const present = (record: MemberRecord) => ({ state: 'present', version: 1, ...record })

/** A card that was issued `old` the ordinary way, so many times. */
async function issued(times = 1): Promise<SimulatedCard> {
  const card = simulateCard(id)
  const { transmit } = simulateReader('acs-direct', card)
  for (let time = 0; time < times; time += 1) await writeRecord(transmit, families['acs-direct'], old)
  return card
}

const slot = (card: SimulatedCard, index: 0 | 1) => card.memory.subarray(index * 96, index * 96 + 48)
const blocks = (bytes: Uint8Array) => [0, 16, 32].map((from) => bytes.slice(from, from + 16))

describe('the member record on a card', () => {
  it('lies as documented, byte for byte', async () => {
    // The check sum was worked out by another program: CRC-32 as in zip and PNG.
    const card = await issued()
    expect(toHex(slot(card, 0).subarray(0, 12))).toBe('4B53424D' + '01' + '03' + '0000' + '00000001')
    expect(toHex(slot(card, 0).subarray(12))).toBe(
      '13F25427' + '0198C0DE00007000800000000000AAAA' + '000102030405060708090A0B0C0D0E0F',
    )
    expect(card.memory.subarray(48).every((byte) => byte === 0)).toBe(true)
  })

  it.each(names)('is written, read and written again: %s', async (name) => {
    const card = simulateCard(id)
    const { transmit } = simulateReader(name, card)
    const family = carriers[name]
    expect(await readRecord(transmit, family)).toEqual({ state: 'none' })
    expect(await writeRecord(transmit, family, old)).toEqual({ ok: true, sequence: 1 })
    expect(await readRecord(transmit, family, { idm: id })).toEqual(present(old))
    const before = toHex(slot(card, 0))
    expect(await writeRecord(transmit, family, fresh, { idm: id })).toEqual({ ok: true, sequence: 2 })
    expect(await readRecord(transmit, family)).toEqual(present(fresh))
    // The older copy stays untouched until the next writing.
    expect(toHex(slot(card, 0))).toBe(before)
    expect(await repairRecord(transmit, family)).toEqual({ ok: true, isRepaired: false, state: present(fresh) })
  })

  it('is refused when it is no member id and secret', async () => {
    const reader = simulateReader('acs-direct', simulateCard(id))
    const broken = [
      { ...old, memberId: 'x' },
      { ...old, secret: '00' },
      { ...old, memberId: old.memberId.toUpperCase() },
    ]
    for (const record of broken) {
      const outcome = await writeRecord(reader.transmit, families['acs-direct'], record)
      expect(outcome).toEqual({ ok: false, code: 'invalid' })
    }
    expect(reader.sent).toEqual([])
  })

  it('goes on when the sequence number comes round', async () => {
    const card = simulateCard(id)
    card.memory.set(Buffer.concat(encodeSlot(old, 0xffffffff)))
    const { transmit } = simulateReader('acs-direct', card)
    expect(await writeRecord(transmit, families['acs-direct'], fresh)).toEqual({ ok: true, sequence: 0 })
    expect(await readRecord(transmit, families['acs-direct'])).toEqual(present(fresh))
  })
})

describe('cards that are not ours, or cannot be', () => {
  it.each(names)('a card without such memory is none, and refuses a record: %s', async (name) => {
    for (const card of [
      simulateCard(id, { system: 0x0003, memory: new Uint8Array() }),
      simulateCard(id, { memory: new Uint8Array() }),
    ]) {
      const { transmit } = simulateReader(name, card)
      expect(await readRecord(transmit, carriers[name])).toEqual({ state: 'none' })
      expect(await writeRecord(transmit, carriers[name], old)).toEqual({ ok: false, code: 'no-memory' })
    }
  })

  it.each(names)('a card that may only be read keeps what it holds: %s', async (name) => {
    const card = await issued()
    card.isReadOnly = true
    const { transmit } = simulateReader(name, card)
    const before = toHex(card.memory)
    expect(await readRecord(transmit, carriers[name])).toEqual(present(old))
    expect(await writeRecord(transmit, carriers[name], fresh)).toEqual({ ok: false, code: 'read-only' })
    expect(toHex(card.memory)).toBe(before)
  })

  it('somebody else’s data is none, and overwritten only when told', async () => {
    const card = simulateCard(id)
    card.memory.set(fromHex('1004010000000000000000010000000016'))
    const { transmit } = simulateReader('acs-direct', card)
    const before = toHex(card.memory)
    expect(await readRecord(transmit, families['acs-direct'])).toEqual({ state: 'none' })
    expect(await writeRecord(transmit, families['acs-direct'], old)).toEqual({ ok: false, code: 'foreign' })
    expect(toHex(card.memory)).toBe(before)
    const forced = await writeRecord(transmit, families['acs-direct'], old, { overwrites: true })
    expect(forced).toEqual({ ok: true, sequence: 1 })
    expect(await readRecord(transmit, families['acs-direct'])).toEqual(present(old))
  })

  it.each(names)('a record of somebody who may not be replaced is told, and stays byte for byte: %s', async (name) => {
    for (const times of [1, 2]) {
      const card = await issued(times)
      const before = toHex(card.memory)
      const { transmit } = simulateReader(name, card)
      const refused = { ok: false, code: 'occupied', record: old }
      const replaces = [fresh.memberId]
      expect(await writeRecord(transmit, carriers[name], fresh, { replaces })).toEqual(refused)
      expect(await writeRecord(transmit, carriers[name], fresh, { replaces, overwrites: true })).toEqual(refused)
      expect(toHex(card.memory)).toBe(before)
      replaces.push(old.memberId)
      expect(await writeRecord(transmit, carriers[name], fresh, { replaces })).toMatchObject({ ok: true })
    }
  })

  it('a record of a newer version is unreadable, and never overwritten', async () => {
    const card = await issued(2)
    card.memory[96 + 4] = 2
    const before = toHex(card.memory)
    const { transmit } = simulateReader('acs-direct', card)
    expect(await readRecord(transmit, families['acs-direct'])).toEqual({ state: 'unreadable' })
    const forced = await writeRecord(transmit, families['acs-direct'], fresh, { overwrites: true })
    expect(forced).toEqual({ ok: false, code: 'newer' })
    expect(await repairRecord(transmit, families['acs-direct'])).toMatchObject({ isRepaired: false })
    expect(toHex(card.memory)).toBe(before)
  })

  it.each(names)('no card at all is unreadable: %s', async (name) => {
    const { transmit } = simulateReader(name)
    expect(await readRecord(transmit, carriers[name])).toEqual({ state: 'unreadable' })
    expect(await writeRecord(transmit, carriers[name], old)).toEqual({ ok: false, code: 'silent' })
  })
})

describe('a write that breaks off', () => {
  // 16 bytes each: mark, member id, secret, header.
  const boundaries = Array.from({ length: 64 }, (_, bytes) => bytes)

  it.each(names)(
    'leaves the old record, at every single byte, and one repair makes the card whole: %s',
    async (name) => {
      for (const earlier of [1, 2, 3]) {
        for (const bytes of boundaries) {
          const card = await issued(earlier)
          const reader = simulateReader(name, card)
          reader.plan({ kind: 'tear', bytes })
          expect(await writeRecord(reader.transmit, carriers[name], fresh)).toMatchObject({ ok: false })
          reader.plan(undefined)
          reader.place(card)
          expect(await readRecord(reader.transmit, carriers[name])).toEqual(present(old))
          expect(await repairRecord(reader.transmit, carriers[name])).toMatchObject({ ok: true, state: present(old) })
          expect(await repairRecord(reader.transmit, carriers[name])).toMatchObject({ ok: true, isRepaired: false })
          expect(await readRecord(reader.transmit, carriers[name])).toEqual(present(old))
          expect(await writeRecord(reader.transmit, carriers[name], fresh)).toMatchObject({ ok: true })
        }
      }
    },
  )

  it('is told as torn when it was the first, and repaired to an empty card that can be written', async () => {
    const family = families['acs-direct']
    for (const bytes of boundaries.slice(1)) {
      const card = simulateCard(id)
      const reader = simulateReader('acs-direct', card)
      reader.plan({ kind: 'tear', bytes })
      await writeRecord(reader.transmit, family, old)
      reader.plan(undefined)
      reader.place(card)
      expect(await readRecord(reader.transmit, family)).toEqual({ state: 'torn' })
      expect(await repairRecord(reader.transmit, family)).toEqual({
        ok: true,
        isRepaired: true,
        state: { state: 'none' },
      })
      expect(await readRecord(reader.transmit, family)).toEqual({ state: 'none' })
      expect(card.memory.every((byte) => byte === 0)).toBe(true)
      expect(await writeRecord(reader.transmit, family, old)).toMatchObject({ ok: true })
    }
  })

  it('may also be written over at once, without repair', async () => {
    const family = families['acs-direct']
    for (const bytes of boundaries) {
      const card = simulateCard(id)
      const reader = simulateReader('acs-direct', card)
      reader.plan({ kind: 'tear', bytes })
      await writeRecord(reader.transmit, family, old)
      reader.plan(undefined)
      reader.place(card)
      expect(await writeRecord(reader.transmit, family, fresh)).toMatchObject({ ok: true })
      expect(await readRecord(reader.transmit, family)).toEqual(present(fresh))
    }
  })

  it('may break off again during the repair, as often as it likes', async () => {
    const family = families['acs-direct']
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.record({ bytes: fc.integer({ min: 0, max: 80 }), repairs: fc.boolean() }), { maxLength: 6 }),
        async (earlier, tears) => {
          const card = await issued(earlier)
          const reader = simulateReader('acs-direct', card)
          const allowed = [...(earlier > 0 ? [present(old)] : [{ state: 'none' }, { state: 'torn' }]), present(fresh)]
          for (const { bytes, repairs } of tears) {
            reader.place(card)
            reader.plan({ kind: 'tear', bytes })
            if (repairs) await repairRecord(reader.transmit, family)
            else await writeRecord(reader.transmit, family, fresh)
            reader.plan(undefined)
            reader.place(card)
            expect(allowed).toContainEqual(await readRecord(reader.transmit, family))
          }
          expect(await repairRecord(reader.transmit, family)).toMatchObject({ ok: true })
          expect(await repairRecord(reader.transmit, family)).toMatchObject({ ok: true, isRepaired: false })
          expect(allowed).toContainEqual(await readRecord(reader.transmit, family))
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each(names)('is told when the card says yes and yet holds something else: %s', async (name) => {
    const card = await issued()
    const reader = simulateReader(name, card)
    // Frames: polling, two reads, then the mark, member id, secret and header. A worn block says so and forgets.
    reader.plan({ kind: 'flags', frame: 4, flags: [0xff, 0x71] })
    expect(await writeRecord(reader.transmit, carriers[name], fresh)).toEqual({ ok: false, code: 'compare' })
    reader.plan(undefined)
    expect(await readRecord(reader.transmit, carriers[name])).toEqual(present(old))
  })

  it.each(names)('by any mishap at any frame leaves the old or the new record: %s', async (name) => {
    const mishaps = fc.integer({ min: 0, max: 12 }).chain((frame) =>
      fc.oneof(
        fc.constant({ kind: 'lift', frame } as const),
        fc.constant({ kind: 'swap', frame, card: simulateCard(otherId) } as const),
        fc.constantFrom(0x70, 0x71, 0xa5, 0xa8).map((flag) => ({ kind: 'flags', frame, flags: [0xff, flag] }) as const),
        fc.uint8Array({ maxLength: 40 }).map((answer) => ({ kind: 'noise', frame, answer }) as const),
        fc
          .constantFrom('mute' as const, 'transmit' as const, 'moved' as const, 'in-use' as const)
          .map((code) => ({ kind: 'fault', frame, code }) as const),
      ),
    )
    await fc.assert(
      fc.asyncProperty(mishaps, fc.integer({ min: 1, max: 2 }), async (mishap, earlier) => {
        const card = await issued(earlier)
        const reader = simulateReader(name, card)
        reader.plan(mishap)
        const written = await writeRecord(reader.transmit, carriers[name], fresh, { idm: id })
        reader.plan(undefined)
        reader.place(card)
        const state = await readRecord(reader.transmit, carriers[name])
        if (written.ok) expect(state).toEqual(present(fresh))
        expect([present(old), present(fresh)]).toContainEqual(state)
        expect(await repairRecord(reader.transmit, carriers[name])).toMatchObject({ ok: true, state })
      }),
      { numRuns: 200 },
    )
  })
})

describe('a card swapped for another', () => {
  it.each(names)('between reading and writing is refused, and nothing is stored on either: %s', async (name) => {
    const second = simulateCard(otherId)
    const { transmit } = simulateReader(name, second)
    expect(await writeRecord(transmit, carriers[name], fresh, { idm: id })).toEqual({ ok: false, code: 'exchanged' })
    expect(await readRecord(transmit, carriers[name], { idm: id })).toEqual({ state: 'unreadable' })
    expect(await repairRecord(transmit, carriers[name], { idm: id })).toEqual({ ok: false, code: 'exchanged' })
    expect(second.memory.every((byte) => byte === 0)).toBe(true)
  })

  it.each(names)('at any frame never gets the record, and the write is never called done: %s', async (name) => {
    const first = await issued()
    const counter = simulateReader(name, first)
    counter.plan(undefined)
    await writeRecord(counter.transmit, carriers[name], fresh)
    for (let frame = 0; frame < counter.frames; frame += 1) {
      const card = await issued()
      const second = simulateCard(otherId)
      const reader = simulateReader(name, card)
      reader.plan({ kind: 'swap', frame, card: second })
      expect(await writeRecord(reader.transmit, carriers[name], fresh, { idm: id })).toMatchObject({ ok: false })
      expect(second.memory.every((byte) => byte === 0)).toBe(true)
      reader.plan(undefined)
      reader.place(card)
      expect([present(old), present(fresh)]).toContainEqual(await readRecord(reader.transmit, carriers[name]))
    }
  })
})

describe('a card that is gone when all is written', () => {
  it.each(names)('is not called done, and tells at the next reading that it was: %s', async (name) => {
    const card = await issued()
    const reader = simulateReader(name, card)
    reader.plan({ kind: 'swap', frame: 8, card: simulateCard(otherId) })
    const outcome = await writeRecord(reader.transmit, carriers[name], fresh)
    expect(outcome).toEqual({ ok: false, code: 'exchanged' })
    reader.plan(undefined)
    reader.place(card)
    expect(await readRecord(reader.transmit, carriers[name])).toEqual(present(fresh))
  })
})

describe('any memory whatever', () => {
  const block = fc.oneof(
    fc.constant(new Uint8Array(16)),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
    fc.uint8Array({ minLength: 12, maxLength: 12 }).map((rest) => Uint8Array.of(0x4b, 0x53, 0x42, 0x4d, ...rest)),
    fc.constantFrom(...encodeSlot(old, 7)),
  )

  it('gives a state and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 14, maxLength: 14 }), async (memory) => {
        const card = simulateCard(id, { memory: new Uint8Array(Buffer.concat(memory)) })
        const { transmit } = simulateReader('acs-direct', card)
        const { state } = await readRecord(transmit, families['acs-direct'])
        expect(['none', 'unreadable', 'torn', 'present']).toContain(state)
        const repaired = await repairRecord(transmit, families['acs-direct'])
        expect(repaired.ok).toBe(true)
        if (repaired.ok) expect(await readRecord(transmit, families['acs-direct'])).toEqual(repaired.state)
      }),
      { numRuns: 500 },
    )
  })

  it('is a record only with every bit in its place', () => {
    const whole = Buffer.concat(encodeSlot(old, 7))
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const changed = Buffer.from(whole)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(parseSlot(blocks(changed)).kind).not.toBe('whole')
    }
    expect(parseSlot(blocks(whole))).toEqual({ kind: 'whole', sequence: 7, record: old })
  })
})
