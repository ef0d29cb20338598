import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface TcpProxy {
  port: number
  /** Everything that went towards the box, as it was on the wire. */
  sent: () => Buffer
  /** How many answers to requests with these bytes in them are still to be cut off. */
  cutAnswersTo: (bytes: string, times: number) => void
  /** How many have been. */
  cuts: () => number
}

/** A network that may break at the worst moment: after the box has heard, before the satellite hears of it. */
export async function startTcpProxy(boxPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const sent: Buffer[] = []
  let cut = { bytes: '', times: 0 }
  let cuts = 0
  const server = createServer((near) => {
    const far = connect(boxPort, '127.0.0.1')
    let mustCut = false
    for (const socket of [near, far]) {
      sockets.add(socket)
      // Both ends may go at any time; that is what this is for.
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', (chunk) => {
      sent.push(chunk)
      if (cut.times > 0 && chunk.includes(cut.bytes)) {
        mustCut = true
        cut.times--
      }
      far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (!mustCut) {
        near.write(chunk)
        return
      }
      cuts++
      near.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    sent: () => Buffer.concat(sent),
    cutAnswersTo(bytes, times) {
      cut = { bytes, times }
    },
    cuts: () => cuts,
  }
}
