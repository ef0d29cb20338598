import { WebSocketServer } from 'ws'
import { clock, tell } from './child.ts'

// One message to every client each time it is asked, and nothing else.

export type BareFanOutMessage = { type: 'serving'; url: string } | { type: 'sent'; at: bigint }

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
  const { port } = server.address() as { port: number }
  tell({ type: 'serving', url: `ws://127.0.0.1:${port}` } satisfies BareFanOutMessage)
})
process.on('message', () => {
  const at = clock()
  const message = JSON.stringify({ seq: 1, noun: 'visit', ids: ['0198c0de-0000-7000-8000-000000000000'] })
  for (const client of server.clients) client.send(message)
  tell({ type: 'sent', at } satisfies BareFanOutMessage)
})
