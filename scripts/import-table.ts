import type { Linter } from 'eslint'
import { createNodeResolver, importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

/**
 * Who may import whom. A folder (or file) may import itself, the packages in node_modules and what its row names.
 * `server/main.ts`, `server/app.ts`, `server/setup`, `server/cli` and `server/demo` have no row: they may import everything.
 * Argued in docs/adr/0015-import-table.md.
 */
export const importTable: Record<string, string[]> = {
  contract: [],
  drivers: [],
  satellite: ['drivers', 'contract'],
  'server/config.ts': ['contract'],
  'server/domain': ['contract'],
  // Reading bytes knows nothing of the store: what was joined is made anew from the kept files (docs/adr/0023).
  'server/store': ['server/domain', 'server/intake/reading.ts', 'contract'],
  'server/intake': ['server/domain', 'server/store', 'drivers/reader.ts', 'contract'],
  'server/api': ['server/store', 'server/domain', 'contract', 'server/access'],
  'server/push': ['server/store', 'server/domain', 'contract', 'server/access'],
  'server/sync': ['server/store', 'server/domain', 'contract', 'server/access'],
  'server/lan': ['server/store', 'contract', 'server/config.ts'],
  'server/ops': ['server/store', 'contract', 'server/config.ts'],
  'server/access': ['server/store', 'contract', 'server/config.ts'],
  hub: ['contract'],
  ui: ['contract'],
}

/** Nothing with a row may import these; each row says so by not naming them. */
export const withoutRow = [
  'server/main.ts',
  'server/app.ts',
  'server/upkeep.ts',
  'server/setup',
  'server/cli',
  'server/demo',
]

const typescript = ['**/*.ts']

/** Tests put together what the product keeps apart. */
export const tests = ['**/*.test.ts', 'test/**/*.ts']

const storeOnly = {
  regex: '^(drizzle-orm|better-sqlite3)(/|$)',
  message: 'Only server/store talks to the database.',
}
const litFree = {
  regex: '^(lit|lit-html|lit-element|@lit|@lit-labs)(/|$)',
  message: 'Data never knows how it is drawn.',
}
const readerTypesOnly = {
  regex: '/drivers/',
  allowTypeImports: true,
  message: 'Intake knows the types of a reader, not its driver.',
}

/**
 * The table as lint rules.
 * @param basePath absolute path of the folder that holds contract/, server/, ui/ …
 */
export function importRules(basePath: string): Linter.Config[] {
  return [
    {
      files: ['**/*.ts', '**/*.js', '**/*.mjs'],
      plugins: { 'import-x': importX },
      settings: {
        'import-x/extensions': ['.ts', '.js', '.mjs'],
        'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
        'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.mjs', '.json'] })],
      },
      rules: {
        'import-x/no-cycle': ['error', { ignoreExternal: true }],
        'import-x/no-self-import': 'error',
        'import-x/no-duplicates': 'error',
      },
    },
    {
      files: typescript,
      ignores: tests,
      plugins: { '@typescript-eslint': tseslint.plugin },
      rules: { 'import-x/no-restricted-paths': ['error', { basePath, zones: zones() }] },
    },
    restrict(typescript, [storeOnly], ['server/store/**', 'bench/**']),
    restrict(['server/intake/**/*.ts'], [storeOnly, readerTypesOnly]),
    restrict(['ui/data/**/*.ts'], [storeOnly, litFree]),
  ]
}

function restrict(files: string[], patterns: object[], except: string[] = []): Linter.Config {
  return {
    files,
    ignores: [...except, ...tests],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  }
}

function zones(): object[] {
  const rows = Object.entries(importTable).map(([target, allowed]) => ({
    target: `./${target}`,
    from: '.',
    except: [target, ...allowed, 'node_modules'].map((path) => `./${path}`),
    message: `${target} may import only ${allowed.join(', ') || 'packages'} (scripts/import-table.ts).`,
  }))
  return [
    ...rows,
    {
      target: ['./server/main.ts', './server/app.ts'],
      from: './server/demo',
      message: 'The demo stands on the product, never under it.',
    },
    { target: './ui/components', from: './ui/data', message: 'Components know only their properties.' },
  ]
}
