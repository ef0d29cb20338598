import { startIntake } from '../../server/intake/intake.ts'
import { openStore } from '../../server/store/open.ts'

// A process that does nothing but take files in, to be killed. Says `started` when it has begun.
const [file = '', folder = ''] = process.argv.slice(2)
const opened = openStore({ file, now: Date.now })
if (!opened.ok) throw new Error(opened.code)
const { store } = opened
const intake = startIntake({
  store,
  folders: [{ path: folder, mode: 'consume' }],
  pollMs: 20,
  onStatus: () => undefined,
  onError: (error) => {
    process.stderr.write(`${String(error)}\n`)
    process.exitCode = 1
  },
})
process.stdout.write('started\n')
process.once('SIGTERM', () => {
  void intake.stop().then(() => {
    store.close()
  })
})
