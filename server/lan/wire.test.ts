import { expect, onTestFinished, test } from 'vitest'
import { sample } from './lan-test-rig.ts'
import { isNeighbour, keyOf, type Link } from './links.ts'
import { recordsOf } from './records.ts'
import { openWire, type Packet } from './wire.ts'

const loopback: Link = { name: 'lo', addresses: [{ address: '127.0.0.1', prefix: 8 }], epoch: '' }

test('what is said is heard as it was said, on a port shared with others', async () => {
  const answers = recordsOf(sample, 1, ['127.0.0.1'])
  const heard = Promise.withResolvers<Packet>()
  const one = await openWire(loopback, (packet) => {
    if (packet.type === 'response' && packet.answers.length === answers.length) heard.resolve(packet)
  })
  const other = await openWire(loopback, () => undefined)
  onTestFinished(async () => {
    await one?.close()
    await other?.close()
  })
  await other!.send({ type: 'response', answers })
  const { answers: back } = await heard.promise
  expect(back.map(({ name, type, ttl, flush, data }) => ({ name, type, ttl, flush, data }))).toEqual(
    answers.map(({ name, type, ttl, flush = false, data }) => ({ name, type, ttl, flush, data })),
  )
})

test('only neighbours are heard', () => {
  const link: Link = { name: 'eth0', addresses: [{ address: '192.168.1.20', prefix: 22 }], epoch: '' }
  expect(['192.168.0.1', '192.168.3.254'].map((sender) => isNeighbour(link, sender))).toEqual([true, true])
  expect(['192.168.4.1', '8.8.8.8', 'fe80::1'].map((sender) => isNeighbour(link, sender))).toEqual([
    false,
    false,
    false,
  ])
})

test('a cable that was out for a moment makes another link of it', () => {
  expect(keyOf({ ...loopback, epoch: '2/5' })).not.toBe(keyOf({ ...loopback, epoch: '2/7' }))
})
