import { ESLint } from 'eslint'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import tseslint from 'typescript-eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importRules, importTable, withoutRow } from './import-table.ts'

const root = join(import.meta.dirname, '..')

/** One file of each place, in a small copy of the house. */
const places = [
  'contract/patient.ts',
  'drivers/reader.ts',
  'drivers/virtual/virtual-reader.ts',
  'satellite/queue.ts',
  'server/main.ts',
  'server/app.ts',
  'server/config.ts',
  'server/cli/serve.ts',
  'server/demo/pharmacy.ts',
  'server/domain/days.ts',
  'server/store/visits.ts',
  'server/intake/inbound.ts',
  'server/api/visits.ts',
  'server/push/push.ts',
  'server/sync/outbox.ts',
  'server/lan/mdns.ts',
  'server/ops/backup.ts',
  'server/access/sessions.ts',
  'hub/boxes.ts',
  'ui/main.ts',
  'ui/data/visits.ts',
  'ui/components/kb-table.ts',
]

let house: string
let eslint: ESLint

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'kusuribako-house-'))
  for (const place of places) write(place, 'export const value = 1\n')
  eslint = new ESLint({
    cwd: house,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, ...importRules(house)],
  })
})

afterAll(() => {
  rmSync(house, { recursive: true, force: true })
})

function write(place: string, text: string): void {
  mkdirSync(dirname(join(house, place)), { recursive: true })
  writeFileSync(join(house, place), text)
}

async function complaints(place: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(house, place) })
  return result!.messages.map(({ ruleId, message }) => ruleId ?? message)
}

function importing(from: string, to: string): string {
  return `import { value } from './${relative(dirname(from), to)}'\nexport const other = value\n`
}

/** The design's own words, written out once more so that a slip in the table shows. */
const mayImport: Record<string, string[]> = {
  'contract/card.ts': [],
  'drivers/hid/hid.ts': ['drivers/'],
  'satellite/forwarder.ts': ['contract/', 'drivers/', 'satellite/'],
  'server/domain/dispensing.ts': ['contract/', 'server/domain/'],
  'server/store/cards.ts': ['contract/', 'server/domain/', 'server/store/'],
  'server/intake/cards.ts': ['contract/', 'server/domain/', 'server/store/', 'server/intake/'],
  'server/api/cards.ts': ['contract/', 'server/domain/', 'server/store/', 'server/access/', 'server/api/'],
  'server/push/rooms.ts': ['contract/', 'server/domain/', 'server/store/', 'server/access/', 'server/push/'],
  'server/sync/inbox.ts': ['contract/', 'server/domain/', 'server/store/', 'server/access/', 'server/sync/'],
  'server/lan/ca.ts': ['contract/', 'server/store/', 'server/config.ts', 'server/lan/'],
  'server/ops/health.ts': ['contract/', 'server/store/', 'server/config.ts', 'server/ops/'],
  'server/access/staff.ts': ['contract/', 'server/store/', 'server/config.ts', 'server/access/'],
  'hub/main.ts': ['contract/', 'hub/'],
  'ui/panels/list/list.ts': ['contract/', 'ui/'],
  'ui/components/kb-tabs.ts': ['contract/', 'ui/main.ts', 'ui/components/'],
}

describe('who may import whom', () => {
  for (const [from, allowed] of Object.entries(mayImport)) {
    it(`${from} may import ${allowed.join(', ') || 'nothing'}`, async () => {
      const found: string[] = []
      for (const to of places) {
        if ((await complaints(from, importing(from, to))).length === 0) found.push(to)
      }
      const own = from.startsWith('contract/') ? ['contract/'] : []
      expect(found).toEqual(places.filter((to) => [...allowed, ...own].some((prefix) => to.startsWith(prefix))))
    })
  }

  it('lets the composition roots import everything, and only the demo stands above them', async () => {
    for (const from of ['server/cli/demo.ts', 'server/demo/feed.ts', 'bench/main.ts']) {
      for (const to of places) expect(await complaints(from, importing(from, to)), `${from} → ${to}`).toEqual([])
    }
    for (const from of ['server/main.ts', 'server/app.ts']) {
      expect(await complaints(from, importing(from, 'server/api/visits.ts'))).toEqual([])
      expect(await complaints(from, importing(from, 'server/demo/pharmacy.ts'))).toEqual([
        'import-x/no-restricted-paths',
      ])
    }
  })

  it('lets a test put together what the product keeps apart', async () => {
    const from = 'server/api/visits.test.ts'
    expect(await complaints(from, importing(from, 'server/app.ts'))).toEqual([])
  })

  it('gives intake the types of a reader and no driver', async () => {
    const types = "import type { value } from '../../drivers/reader.ts'\nexport type Value = typeof value\n"
    expect(await complaints('server/intake/cards.ts', types)).toEqual([])
    const code = importing('server/intake/cards.ts', 'drivers/reader.ts')
    expect(await complaints('server/intake/cards.ts', code)).toEqual(['@typescript-eslint/no-restricted-imports'])
    const driver = types.replace('reader.ts', 'virtual/virtual-reader.ts')
    expect(await complaints('server/intake/cards.ts', driver)).toEqual(['import-x/no-restricted-paths'])
  })

  it('sees through type imports, re-exports and dynamic imports', async () => {
    for (const code of [
      "import type { value } from '../server/domain/days.ts'\nexport type Value = typeof value\n",
      "export { value } from '../server/domain/days.ts'\n",
      "export const late = () => import('../server/domain/days.ts')\n",
    ]) {
      expect(await complaints('ui/list.ts', code), code).toEqual(['import-x/no-restricted-paths'])
    }
  })

  it('keeps the database in the store and Lit out of the data', async () => {
    for (const name of ['drizzle-orm', 'drizzle-orm/better-sqlite3', 'better-sqlite3']) {
      const code = `import * as db from '${name}'\nexport const x = db\n`
      expect(await complaints('server/api/visits.ts', code), name).toEqual(['@typescript-eslint/no-restricted-imports'])
      expect(await complaints('server/intake/x.ts', code), name).toEqual(['@typescript-eslint/no-restricted-imports'])
      expect(await complaints('server/store/x.ts', code), name).toEqual([])
    }
    for (const name of ['lit', 'lit/directives/repeat.js', '@lit/context']) {
      const code = `import * as lit from '${name}'\nexport const x = lit\n`
      expect(await complaints('ui/data/visits.ts', code), name).toEqual(['@typescript-eslint/no-restricted-imports'])
      expect(await complaints('ui/components/kb-table.ts', code), name).toEqual([])
    }
  })

  it('finds a circle', async () => {
    write('server/domain/there.ts', "import { back } from './back.ts'\nexport const there = () => back\n")
    const back = "import { there } from './there.ts'\nexport const back = () => there\n"
    write('server/domain/back.ts', back)
    expect(await complaints('server/domain/back.ts', back)).toEqual(['import-x/no-cycle'])
  })
})

describe('the table', () => {
  it('has a row for every folder and file there is under server/', () => {
    const known = [...Object.keys(importTable), ...withoutRow]
    const present = readdirSync(join(root, 'server'))
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => `server/${name}`)
    expect(present.filter((path) => !known.includes(path))).toEqual([])
  })

  it('names no folder that the house has never heard of', () => {
    const planned = ['hub', 'server/sync', 'server/lan']
    const gone = Object.keys(importTable).filter((path) => !planned.includes(path) && !existsSync(join(root, path)))
    expect(gone).toEqual([])
  })
})

it('the project is linted with these rules', async () => {
  const config = (await new ESLint({ cwd: root }).calculateConfigForFile(
    join(root, 'server/domain/dispensing.ts'),
  )) as {
    rules: Record<string, unknown[]>
  }
  const ours = importRules(root).find(({ rules }) => rules?.['import-x/no-restricted-paths'])
  expect(config.rules['import-x/no-restricted-paths']?.[1]).toEqual(
    (ours?.rules?.['import-x/no-restricted-paths'] as unknown[])[1],
  )
})
