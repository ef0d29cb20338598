import { nodeResolve } from '@rollup/plugin-node-resolve'
import terserModule from '@rollup/plugin-terser'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rollup } from 'rollup'
import { gzipSync } from 'node:zlib'
import { buildUi } from '../ui/build.ts'
import { figure } from './figure.ts'
import type { Bench, Measured } from './support/bench.ts'
import { root } from './support/scope.ts'

// The plug-ins' types describe their CommonJS form, whose default export is one level deeper than what Node imports.
const terser = terserModule as unknown as typeof terserModule.default

/** What a signed-in browser fetches until the patient list stands, compressed, without fonts. */
export async function measureFirstLoad({ say }: Bench): Promise<Measured> {
  const { dir } = await buildUi({ log: say })
  const files = firstLoadFiles(dir)
  const value = sum([...files.values()]) / 1000
  const floor = gzipSync(await bundleLibraries()).length / 1000
  return {
    figure: figure({ name: 'first-load', unit: 'kB', value, floor }, { value: 80 }),
    note: [...files].map(([name, bytes]) => `${name.replace('/assets/', '')} ${(bytes / 1000).toFixed(1)}`).join('、'),
  }
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)

/** Path -> compressed bytes: the page, its style sheets for the screen, its scripts, the list's, and whatever those import. */
function firstLoadFiles(dir: string): Map<string, number> {
  const sizes = new Map<string, number>()
  const visit = (path: string): void => {
    if (sizes.has(path)) return
    const content = readFileSync(join(dir, path))
    sizes.set(path, gzipSync(content).length)
    if (!path.endsWith('.js')) return
    const code = content.toString()
    for (const [, name = ''] of code.matchAll(/\b(?:import|from)\s*["']\.\/([^"']+\.js)["']/g)) visit(`/assets/${name}`)
    for (const [, name = ''] of code.matchAll(/\bimport\(["']\.\/(kb-list-panel-[^"']+\.js)["']\)/g))
      visit(`/assets/${name}`)
  }
  visit('/index.html')
  const tags = readFileSync(join(dir, 'index.html'), 'utf8').match(/<(?:script|link)\b[^>]*>/g) ?? []
  for (const tag of tags) {
    const isWanted = /<script|rel="(?:modulepreload|stylesheet)"/.test(tag) && !tag.includes('data-fonts')
    const path = /(?:src|href)="([^"]+)"/.exec(tag)?.[1]
    if (isWanted && path !== undefined) visit(path)
  }
  if (![...sizes.keys()].some((path) => path.includes('kb-list-panel'))) throw new Error('the list panel was not found')
  return sizes
}

/** The libraries alone, by the settings of ui/build.ts. */
async function bundleLibraries(): Promise<string> {
  const entry = join(root, 'ui/libraries-alone.js')
  const code = `export * from 'lit'\nexport { io } from 'socket.io-client'\n`
  const bundle = await rollup({
    input: entry,
    plugins: [
      { name: 'entry', resolveId: (id) => (id === entry ? id : null), load: (id) => (id === entry ? code : null) },
      nodeResolve({ browser: true, exportConditions: ['production', 'browser', 'module', 'import', 'default'] }),
      terser({ ecma: 2020, module: true, format: { comments: false } }),
    ],
    onwarn: () => undefined,
  })
  const { output } = await bundle.generate({ format: 'es' })
  await bundle.close()
  return output[0].code
}
