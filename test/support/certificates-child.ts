import { openCertificates } from '../../server/lan/certificates.ts'
import { makeRoot } from '../../server/lan/ca.ts'
import { namesOf } from '../../server/lan/identity.ts'
import { makeLeaf } from '../../server/lan/leaf.ts'

/**
 * A box whose address never stays the same, so that it writes a new certificate again and again until it is killed.
 * Argument: the data folder. Prints the address of each certificate once it is kept.
 */
const [dataDir = ''] = process.argv.slice(2)
let address = 1
const outcome = await openCertificates({
  dataDir,
  now: Date.now,
  addresses: () => [`10.0.${address >> 8}.${address & 255}`],
  onError: (error) => {
    throw error
  },
  issue: async ({ root: known, names, addresses, now }) => {
    const root = known ?? (await makeRoot(now))
    return { root, leaf: await makeLeaf(root, { names: [...namesOf(root), ...names], addresses }, now) }
  },
})
if (!outcome.ok) throw new Error(outcome.message)
for (;;) {
  process.stdout.write(`${address}\n`)
  address++
  await outcome.certificates.check()
}
