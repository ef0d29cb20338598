import fastify from 'fastify'
import { Server } from 'socket.io'
import { openPlain } from './plain-db.ts'

// The same Node, the same libraries, the same store, and no program of ours. Argument: the store's file.
const db = openPlain(process.argv[2] ?? '')
const app = fastify()
app.get('/', () => db.prepare('SELECT count(*) AS n FROM facility').get())
await app.ready()
const io = new Server(app.server)
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`${JSON.stringify({ ready: true, url })}\n`)
process.once('SIGTERM', () => {
  void io.close().then(() => {
    db.close()
    process.exit(0)
  })
})
