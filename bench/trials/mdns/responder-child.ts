import { createRequire } from 'node:module'
import { join } from 'node:path'

/** One responder as its own documentation uses it: `responder-child.ts FOLDER NAME`. */
const [folder = '', name = ''] = process.argv.slice(2)
const from = createRequire(join(folder, 'package.json'))

interface Closable {
  end(): Promise<unknown>
}

function ciao(): Closable {
  const library = from('@homebridge/ciao') as {
    getResponder(): { createService(options: object): { advertise(): Promise<void> }; shutdown(): Promise<void> }
  }
  const responder = library.getResponder()
  const service = responder.createService({
    name: '見本薬局',
    type: 'https',
    port: 443,
    hostname: 'kusuribako',
    txt: { version: '1' },
  })
  void service.advertise().then(() => {
    process.stdout.write('announced\n')
  })
  return { end: () => responder.shutdown() }
}

function bonjour(): Closable {
  const { Bonjour } = from('bonjour-service') as {
    Bonjour: new (
      options: object,
      onError: (error: Error) => void,
    ) => {
      publish(options: object): { on(event: string, listener: () => void): void }
      unpublishAll(callback: () => void): void
    }
  }
  const instance = new Bonjour({}, (error) => process.stdout.write(`error ${error.message}\n`))
  instance
    .publish({ name: '見本薬局', type: 'https', port: 443, host: 'kusuribako.local', txt: { version: '1' } })
    .on('up', () => process.stdout.write('announced\n'))
  return { end: () => new Promise<void>((resolve) => instance.unpublishAll(resolve)) }
}

async function own(): Promise<Closable> {
  const { startLan } = await import('../../../server/lan/mdns.ts')
  const lan = startLan({ name: 'kusuribako', facility: '見本薬局', version: '1', port: 443, onError: () => undefined })
  process.stdout.write('announced\n')
  return { end: () => lan.stop() }
}

const running = name === 'ciao' ? ciao() : name === 'bonjour' ? bonjour() : await own()
process.once('SIGTERM', () => {
  void running.end().finally(() => process.exit(0))
})
process.on('uncaughtException', (error) => process.stdout.write(`uncaught ${error.message}\n`))
