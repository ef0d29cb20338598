/**
 * Who may import whom. A folder (or file) may import itself, the packages in node_modules and what its row names;
 * `main.ts`, `app.ts` and `cli` have no row because they may import everything. Argued in docs/adr/0015-import-table.md.
 */
export const importTable = {
  contract: [],
  drivers: [],
  'server/config.ts': ['contract'],
  'server/domain': ['contract'],
  'server/store': ['server/domain', 'contract'],
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

/** May import everything, and nothing with a row may import them. */
export const compositionRoots = ['server/main.ts', 'server/app.ts', 'server/cli', 'server/demo']

/**
 * The table as zones of `import-x/no-restricted-paths`.
 * @param {string} basePath absolute path of the folder that holds contract/, server/, ui/ …
 */
export function importZones(basePath) {
  const rows = Object.entries(importTable).map(([target, allowed]) => ({
    target: `./${target}`,
    from: '.',
    except: [target, ...allowed, 'node_modules'].map((path) => `./${path}`),
    message: `${target} may import only ${allowed.join(', ') || 'packages'}; see scripts/import-table.js.`,
  }))
  return {
    basePath,
    zones: [
      ...rows,
      { target: ['./server/main.ts', './server/app.ts'], from: './server/demo', message: 'The demo stands on the product, never under it.' },
      { target: './ui/components', from: './ui/data', message: 'Components know only their properties.' },
    ],
  }
}
