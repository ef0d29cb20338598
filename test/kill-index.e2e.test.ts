import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { initBox } from '../server/cli/init.ts'
import { readSearch } from '../server/domain/search-query.ts'
import { storeFile } from '../server/main.ts'
import { saveMember } from '../server/store/members.ts'
import { openStore } from '../server/store/open.ts'
import { indexMore } from '../server/store/search-index.ts'
import { searchPeople } from '../server/store/search.ts'
import { readRowsOf } from './support/store.ts'
import { tempDir } from './support/temp.ts'

const everybody = 3000

const open = (file: string) => {
  const opened = openStore({ file, now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  return opened.store
}

test('killed while the index is built, it goes on where it stopped, and finds everybody once', async () => {
  const dataDir = join(tempDir(), 'data')
  await initBox({ dataDir, facility: '見本薬局', admin: 'kanri', password: 'correct horse', hasSecondFactor: false })
  const file = storeFile(dataDir)
  const store = open(file)
  store.write(() => {
    for (let index = 0; index < everybody; index++)
      saveMember(store, { name: '見本', kana: `ミホン ${'アイウエオ'.charAt(index % 5)}`, sex: 'unknown' })
  })
  store.close()

  const indexed = (): number => Number(readRowsOf(file, 'SELECT count(*) AS rows FROM search_person')[0]?.['rows'])
  let before = 0
  for (let kills = 0; kills < 3; kills++) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'support/index-child.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines = createInterface(child.stdout)
    let portions = 0
    for await (const line of lines) if (line === 'more' && ++portions === 3) break
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(indexed()).toBeGreaterThan(before)
    before = indexed()
  }
  expect(before).toBeLessThan(everybody)

  const again = open(file)
  let portions = 0
  while (indexMore(again)) portions++
  // 300 people a portion: what was there has not been gone through anew.
  expect(portions).toBeLessThanOrEqual(Math.ceil((everybody - before) / 300) + 2)
  expect(indexed()).toBe(everybody)
  const found = searchPeople(again, readSearch('ミホン ア'), { skip: 0, limit: 50 })
  expect(found.preparing).toBeUndefined()
  expect(new Set(found.items.map(({ id }) => id)).size).toBe(50)
  again.close()
})
