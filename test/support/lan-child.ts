import { createInterface } from 'node:readline'
import { startLan } from '../../server/lan/mdns.ts'

/**
 * The box's part in the LAN, alone: `lan-child.ts DATA ALIAS FACILITY PORT`. Answers each line of standard input with its view as a line of JSON
 * (`find` asks the LAN first), and stops at the end of it.
 */
const [dataDir = '', alias = '', facility = '', port = ''] = process.argv.slice(2)
const lan = startLan({
  name: 'kusuribako',
  aliases: [alias],
  facility,
  version: '1.2.3',
  port: Number(port),
  dataDir,
  onError: (error) => {
    throw error
  },
})
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'find') lan.find()
  process.stdout.write(`${JSON.stringify(lan.view())}\n`)
}
await lan.stop()
