import { openStore } from '../../server/store/open.ts'
import { indexMore } from '../../server/store/search-index.ts'

// A process that builds the search index, to be killed. Says `more` after each portion.
const opened = openStore({ file: process.argv[2] ?? '', now: Date.now })
if (!opened.ok) throw new Error(opened.code)
while (indexMore(opened.store)) {
  process.stdout.write('more\n')
  await new Promise((resolve) => setImmediate(resolve))
}
opened.store.close()
