import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { afterEach, describe, expect, it } from 'vitest'
import type { BoxEvents, ConnectAuth } from '../../contract/events.ts'
import { Live } from './live.ts'

/** A real socket.io server on loopback; `auths` are the numbers pages came with. */
const startServer = async () => {
  const http = createServer()
  const io = new Server<BoxEvents, BoxEvents>(http)
  const auths: (number | null)[] = []
  io.on('connection', (socket) => {
    auths.push((socket.handshake.auth as ConnectAuth).seq)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return { io, auths, origin: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}` }
}

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const connect = async (seq: number) => {
  const server = await startServer()
  stops.push(() => server.io.close().then(() => undefined))
  const live = new Live({ origin: server.origin, isOnline: () => true })
  stops.push(() => {
    live.stop()
  })
  const heard: string[] = []
  live.listen({
    change: (noun, ids) => heard.push(`change ${noun} ${ids.join(',')}`),
    reload: () => heard.push('reload'),
    up: () => heard.push('up'),
    status: () => heard.push('status'),
    ended: () => heard.push('ended'),
  })
  live.start(seq)
  await expect.poll(() => server.auths.length).toBe(1)
  return { ...server, live, heard }
}

describe('the line to the box', () => {
  it('tells the box up to where the page knows, and what the box says', async () => {
    const { io, auths, live, heard } = await connect(41)
    expect(auths).toEqual([41])
    io.emit('change', { seq: 42, noun: 'visit', ids: ['v1', 'v2'] })
    io.emit('caught-up', { seq: 42 })
    io.emit('change', { seq: 43, noun: 'dispensing', ids: ['d1'] })
    io.emit('status')
    await expect.poll(() => heard).toEqual(['change visit v1,v2', 'up', 'change dispensing d1', 'status'])
    expect(live.seq).toBe(43)
    expect(live.link.value.state).toBe('up')
  })

  it('comes back with the number it had reached', async () => {
    const { io, auths, live } = await connect(5)
    io.emit('caught-up', { seq: 7 })
    io.emit('change', { seq: 9, noun: 'visit', ids: ['v1'] })
    await expect.poll(() => live.seq).toBe(9)
    io.engine.close()
    await expect.poll(() => auths, { timeout: 10_000 }).toEqual([5, 9])
  })

  it('catches up from the start when the line broke in the middle of catching up', async () => {
    const { io, auths, live, heard } = await connect(5)
    io.emit('change', { seq: 8, noun: 'visit', ids: ['v1'] })
    await expect.poll(() => heard).toEqual(['change visit v1'])
    expect(live.seq).toBe(5)
    io.engine.close()
    await expect.poll(() => auths, { timeout: 10_000 }).toEqual([5, 5])
  })

  it('passes on every noun of a batch, also those under the number the batch began with', async () => {
    const { io, live, heard } = await connect(5)
    io.emit('caught-up', { seq: 5 })
    io.emit('change', { seq: 5, noun: 'patient', ids: ['p1'] })
    io.emit('change', { seq: 7, noun: 'dispensing', ids: ['d1'] })
    io.emit('change', { seq: 7, noun: 'dispensing', ids: ['d1'] })
    await expect.poll(() => heard).toEqual(['up', 'change patient p1', 'change dispensing d1', 'change dispensing d1'])
    expect(live.seq).toBe(7)
  })

  it('starts over from the number given when the box asks for a reload', async () => {
    const { io, live, heard } = await connect(900)
    io.emit('reload', { seq: 3 })
    await expect.poll(() => heard).toEqual(['reload', 'up'])
    expect(live.seq).toBe(3)
  })

  it('says that it is lost, since when, and that the box hung up', async () => {
    const { io, live, heard } = await connect(1)
    await expect.poll(() => live.link.value.state).toBe('up')
    io.disconnectSockets(true)
    await expect.poll(() => live.link.value.state).toBe('lost')
    expect(live.link.value.reason).toBe('silent')
    await expect.poll(() => heard).toEqual(['ended'])
  })

  it('tells a refusal from a silent box', async () => {
    const server = await startServer()
    stops.push(() => server.io.close().then(() => undefined))
    server.io.use((_socket, next) => {
      next(new Error('not-signed-in'))
    })
    const live = new Live({ origin: server.origin, isOnline: () => true })
    stops.push(() => {
      live.stop()
    })
    let isEnded = false
    live.listen({ ended: () => (isEnded = true) })
    live.start(1)
    await expect.poll(() => isEnded).toBe(true)
    expect(live.link.value).toMatchObject({ state: 'lost', reason: 'refused' })
  })

  it('says at once that the PC has lost its own network', async () => {
    const { live } = await connect(1)
    await expect.poll(() => live.link.value.state).toBe('up')
    live.noteOffline()
    expect(live.link.value.state).toBe('lost')
    live.noteOnline()
    expect(live.link.value.state).toBe('up')
  })
})
