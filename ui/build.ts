import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terserModule from '@rollup/plugin-terser'
import { rollup, type OutputChunk, type Plugin } from 'rollup'
import { copyFonts } from './build/fonts.ts'
import { copyPictures, manualChapters, readManual } from './build/manual.ts'
import { writePhone } from './build/phone.ts'
import { refuseShadowedProperties } from './build/properties.ts'
import { ja } from './text/ja.ts'

// The plug-in's types describe its CommonJS form, whose default export is one level deeper than what Node imports.
const terser = terserModule as unknown as typeof terserModule.default

const source = dirname(fileURLToPath(import.meta.url))
const root = dirname(source)
const handbook = join(root, 'docs', 'operating')

export interface BuildOptions {
  /** Where the pages go; ui/dist unless told. */
  dir?: string
  /** Builds even when nothing changed. */
  force?: boolean
  /** Told what is being done, one line at a time. */
  log?: (line: string) => void
}

/** Gzipped bytes of the first load after sign-in: page, style sheet and scripts of the list, without the font. */
export interface FirstLoad {
  bytes: number
  files: { name: string; bytes: number }[]
}

/**
 * Builds the browser UI into `dir` (hashed names, index.html with the right ones), and does nothing when no source changed.
 * The result appears at once: a page is never served half old, half new.
 */
export async function buildUi(
  options: BuildOptions = {},
): Promise<{ dir: string; isFresh: boolean; firstLoad: FirstLoad }> {
  const { dir = join(source, 'dist'), force = false, log = () => undefined } = options
  const stamp = await hashSources()
  if (!force) {
    const known = await readStamp(dir)
    if (known?.hash === stamp) return { dir, isFresh: false, firstLoad: known.firstLoad }
  }
  log('building the browser UI …')
  const next = join(root, 'node_modules', '.cache', `kusuribako-ui-${String(process.pid)}`)
  await rm(next, { recursive: true, force: true })
  await mkdir(join(next, 'assets'), { recursive: true })
  const firstLoad = await write(next)
  await writeFile(join(next, '.stamp'), JSON.stringify({ hash: stamp, firstLoad }))
  await rm(dir, { recursive: true, force: true })
  await mkdir(dirname(dir), { recursive: true })
  try {
    await rename(next, dir)
  } catch (error) {
    // Another process built the same sources at the same moment.
    await rm(next, { recursive: true, force: true })
    if ((await readStamp(dir))?.hash !== stamp) throw error
  }
  return { dir, isFresh: true, firstLoad }
}

async function write(dir: string): Promise<FirstLoad> {
  const manual = await readManual(handbook)
  const bundle = await rollup({
    input: join(source, 'main.ts'),
    plugins: [
      manualChapters(manual),
      typeStripping(),
      pureSchemas,
      refuseShadowedProperties(),
      nodeResolve({ browser: true, exportConditions: ['production', 'browser', 'module', 'import', 'default'] }),
      terser({ ecma: 2020, module: true, format: { comments: false } }),
    ],
    treeshake: { moduleSideEffects: (id) => !id.includes('/node_modules/typebox/') },
    onwarn: (warning) => {
      if (warning.code !== 'CIRCULAR_DEPENDENCY' || !warning.ids?.every((id) => id.includes('node_modules')))
        throw new Error(warning.message)
    },
  })
  const { output } = await bundle.write({
    dir,
    format: 'es',
    entryFileNames: 'assets/[name]-[hash].js',
    chunkFileNames: 'assets/[name]-[hash].js',
  })
  await bundle.close()
  await writePhone(source, dir, [typeStripping(), terser({ ecma: 2020, module: true, format: { comments: false } })])
  const chunks = output.filter((part) => part.type === 'chunk')
  const entry = chunks.find((chunk) => chunk.isEntry)
  const list = chunks.find((chunk) => chunk.facadeModuleId?.endsWith('kb-list-panel.ts'))
  if (!entry || !list) throw new Error('the bundle has no entry or no list panel')

  const css = await writeHashed(
    dir,
    'app',
    'css',
    minifyCss(await readFile(join(source, 'styles', 'tokens.css'), 'utf8')),
  )
  const icon = await writeHashed(dir, 'icon', 'svg', iconSvg)
  const fonts = await copyFonts(
    join(root, 'node_modules', '@fontsource', 'biz-udpgothic'),
    join(dir, 'assets', 'fonts'),
  )
  await copyPictures(manual, join(dir, 'assets', 'manual'))
  const early = [...new Set([...withImports(entry, chunks), ...withImports(list, chunks)])]
  const page = indexHtml({
    css,
    icon,
    fonts: `/assets/fonts/${fonts}`,
    entry: `/${entry.fileName}`,
    preload: early.filter((name) => name !== entry.fileName),
  })
  await writeFile(join(dir, 'index.html'), page)

  const files = [
    { name: 'index.html', bytes: gzipSync(page).length },
    { name: css, bytes: gzipSync(await readFile(join(dir, css))).length },
    ...(await Promise.all(
      early.map(async (name) => ({ name, bytes: gzipSync(await readFile(join(dir, name))).length })),
    )),
  ]
  return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), files }
}

/** Removes types the way Node does, so that browser and server code are written alike. */
const typeStripping = (): Plugin => ({
  name: 'type-stripping',
  transform: (code, id) => (id.endsWith('.ts') ? { code: strip(code), map: null } : null),
})

/** Node marks the call as experimental; the note on standard error would say nothing to whoever starts the box. */
function strip(code: string): string {
  const { emitWarning } = process
  process.emitWarning = () => undefined
  try {
    return stripTypeScriptTypes(code)
  } finally {
    process.emitWarning = emitWarning
  }
}

/** A page takes constants from contract/, never its schemas: they are the box's, and their library weighs more than a page. */
const pureSchemas: Plugin = {
  name: 'pure-schemas',
  transform: (code, id) =>
    id.startsWith(join(root, 'contract'))
      ? { code: code.replaceAll(/\bType\.\w+\(/g, '/*#__PURE__*/ $&'), map: null }
      : null,
}

/** A chunk and everything it needs at once. */
const withImports = (chunk: OutputChunk, chunks: OutputChunk[]): string[] => [
  chunk.fileName,
  ...chunk.imports.flatMap((name) => {
    const imported = chunks.find((candidate) => candidate.fileName === name)
    return imported ? withImports(imported, chunks) : []
  }),
]

const minifyCss = (text: string): string =>
  text
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};:,]) ?/g, '$1')
    .trim()

async function writeHashed(dir: string, name: string, extension: string, text: string): Promise<string> {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8)
  const file = `assets/${name}-${hash}.${extension}`
  await writeFile(join(dir, file), text)
  return file
}

const iconSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b6b5d"/>' +
  '<g fill="none" stroke="#fff" stroke-width="2.4"><rect x="5.5" y="11" width="21" height="14.5" rx="3"/>' +
  '<path d="M11.5 11V9A2.2 2.2 0 0 1 13.7 6.8h4.6A2.2 2.2 0 0 1 20.5 9v2M16 14.5v7M12.5 18h7"/></g></svg>'

/** No inline script and no inline style, so that the server can forbid both. */
const indexHtml = (names: { css: string; icon: string; fonts: string; entry: string; preload: string[] }): string =>
  `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${ja.brand}</title>
<link rel="icon" href="/${names.icon}">
<link rel="stylesheet" href="/${names.css}">
<script type="module" src="${names.entry}"></script>
${names.preload.map((name) => `<link rel="modulepreload" href="/${name}">`).join('\n')}
<link rel="stylesheet" href="${names.fonts}" media="print" data-fonts>
</head>
<body>
<kb-app>${ja.boot.loading}<noscript>${ja.boot.noScript}</noscript></kb-app>
</body>
</html>
`

/** Everything that decides the result: our sources, and the versions of what is bundled. */
async function hashSources(): Promise<string> {
  const hash = createHash('sha256')
  const names = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|css)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((name) => !relative(source, name).startsWith('dist'))
    .sort()
  for (const name of names) hash.update(relative(source, name)).update(await readFile(name))
  const pages = (await readdir(handbook, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  for (const name of pages.map((entry) => join(entry.parentPath, entry.name)).sort())
    hash.update(relative(root, name)).update(await readFile(name))
  for (const library of [
    'lit',
    'marked',
    'socket.io-client',
    '@fontsource/biz-udpgothic',
    'rollup',
    '@rollup/plugin-terser',
  ]) {
    hash.update(await readFile(join(root, 'node_modules', library, 'package.json')))
  }
  return hash.digest('hex')
}

async function readStamp(dir: string): Promise<{ hash: string; firstLoad: FirstLoad } | undefined> {
  const file = join(dir, '.stamp')
  if (!existsSync(file) || !existsSync(join(dir, 'index.html'))) return undefined
  return JSON.parse(await readFile(file, 'utf8')) as { hash: string; firstLoad: FirstLoad }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { dir, isFresh, firstLoad } = await buildUi({
    force: process.argv.includes('--force'),
    log: (line) => {
      console.error(line)
    },
  })
  for (const file of firstLoad.files) console.log(`${String(file.bytes).padStart(7)}  ${file.name}`)
  console.log(`${String(firstLoad.bytes).padStart(7)}  first load, gzip  (${isFresh ? 'built' : 'unchanged'}: ${dir})`)
}
