import { readFileSync, unlinkSync, watch } from 'node:fs'
import { join } from 'node:path'
import { WebSocketServer } from 'ws'
import { createBareStore, planFiles } from './bare-store.ts'
import { readSetup, tell } from './child.ts'
import { plannedFiles } from './planned-files.ts'

/**
 * The bare minimum of what the box does with one file: hear of it, wait as long as the product must before it trusts the
 * content, read it, two transactions, one message to every client.
 */
export interface BareIntakeSetup {
  folder: string
  storeFile: string
  files: number
  /** Milliseconds that content must have stood still. */
  settleMs: number
}

const { folder, storeFile, files, settleMs } = readSetup() as BareIntakeSetup
const plans = new Map(planFiles(plannedFiles(files)).map((plan) => [plan.name, plan]))
const store = createBareStore(storeFile)
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
  const { port } = server.address() as { port: number }
  tell({ url: `ws://127.0.0.1:${port}` })
})

watch(join(folder, 'INDEX'), (_type, name) => {
  const plan = plans.get(name ?? '')
  if (!plan) return
  plans.delete(plan.name)
  setTimeout(() => {
    const path = join(folder, 'DATA', plan.name)
    const [seq = 0] = store.take([{ plan, bytes: readFileSync(path) }])
    store.read([{ plan, seq }])
    const message = JSON.stringify({ seq, noun: 'dispensing', ids: [plan.dispensing.id] })
    for (const client of server.clients) client.send(message)
    unlinkSync(join(folder, 'INDEX', plan.name))
    unlinkSync(path)
  }, settleMs)
})
