import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * Copies BIZ UDPGothic (SIL OFL 1.1, with its licence) in its unicode-range subsets, regular and bold, and writes the style sheet that
 * names them. Returns the style sheet's file name. A browser fetches only the subsets whose characters are on the page.
 */
export async function copyFonts(from: string, to: string): Promise<string> {
  await mkdir(to, { recursive: true })
  const { version } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as { version: string }
  const [regular, bold] = await Promise.all([faces(from, 400, version), faces(from, 700, version)])
  // The two weights of a subset side by side: their long, equal ranges then compress to one.
  const all = regular.flatMap((face, index) => [face, bold[index]].filter((one) => one !== undefined))
  await Promise.all(all.map((face) => copyFile(join(from, 'files', face.source), join(to, face.file))))
  await copyFile(join(from, 'LICENSE'), join(to, 'LICENSE.txt'))
  const css = all.map((face) => face.css).join('')
  const name = `fonts-${createHash('sha256').update(css).digest('hex').slice(0, 8)}.css`
  await writeFile(join(to, name), css)
  return name
}

/** One weight's subsets as the package's own style sheet lists them. */
async function faces(
  from: string,
  weight: number,
  version: string,
): Promise<{ source: string; file: string; css: string }[]> {
  const css = await readFile(join(from, `${String(weight)}.css`), 'utf8')
  return [...css.matchAll(/url\(\.\/files\/([^)]+\.woff2)\)[^}]*?unicode-range:\s*([^;]+);/g)].map(
    ([, source = '', range = '']) => {
      // The version in the name lets a server keep the file in caches for good.
      const file = `${basename(source, '.woff2')}-${version}.woff2`
      return {
        source,
        file,
        css:
          `@font-face{font-family:'BIZ UDPGothic';font-style:normal;font-display:swap;font-weight:${String(weight)};` +
          `src:url(${file}) format('woff2');unicode-range:${range.replaceAll(/\s+/g, '')}}\n`,
      }
    },
  )
}
