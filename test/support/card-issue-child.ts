import { writeFileSync } from 'node:fs'
import { createReaders } from '../../server/intake/readers.ts'
import { listOpenIssues } from '../../server/store/card-issues.ts'
import { openStore } from '../../server/store/open.ts'

// A process that issues the one open draft on the card that lies there, to be killed. Says `begun` before the first byte is on the card,
// `written` when all are; `whenToStop` says after which of the two it waits for its end.
const [file = '', cardFile = '', idm = '', whenToStop = ''] = process.argv.slice(2)
const opened = openStore({ file, now: Date.now })
if (!opened.ok) throw new Error(opened.code)
const { store } = opened
const pcscInfo = { device: 'usb:054c:0dc8:1', kind: 'pcsc', label: 'Sony RC-S300/S' } as const
const forEver = new Promise<never>(() => undefined)
const readers = createReaders({
  store,
  drivers: [
    {
      start(listener) {
        listener({ type: 'device-ready', at: 0, info: pcscInfo })
        listener({ type: 'card-lying', at: 0, device: pcscInfo.device, idm })
      },
      stop: () => Promise.resolve(),
      async issue(_device, record) {
        if (whenToStop === 'begun') {
          process.stdout.write('begun\n')
          return forEver
        }
        writeFileSync(cardFile, JSON.stringify(record))
        process.stdout.write('written\n')
        return whenToStop === 'written' ? forEver : { ok: true }
      },
    },
  ],
  judge: () => 'unused',
  onStatus: () => undefined,
  onDesk: () => undefined,
  onError: (error) => {
    throw error
  },
})
readers.start()
const keepAlive = setInterval(() => undefined, 1000)
const [issue] = listOpenIssues(store, null, 1).items
const [reader] = readers.list()
if (!issue || !reader) throw new Error('there is nothing to issue')
const outcome = await readers.issueDraft(reader.id, {
  issueId: issue.id,
  version: issue.version,
  staffId: process.argv[6] ?? '',
})
process.stdout.write(`${JSON.stringify(outcome)}\n`)
clearInterval(keepAlive)
store.close()
