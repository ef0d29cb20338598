import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rollup, type Plugin } from 'rollup'

/**
 * Builds what the pages for phones load (server/api/phone-html.ts): one small script, one style sheet, under names that stay, because those
 * pages are written by the box itself. They are fetched anew each time.
 */
export async function writePhone(source: string, dir: string, plugins: Plugin[]): Promise<void> {
  await mkdir(join(dir, 'phone'), { recursive: true })
  const bundle = await rollup({ input: join(source, 'phone', 'upload.ts'), plugins })
  await bundle.write({ file: join(dir, 'phone', 'upload.js'), format: 'es' })
  await bundle.close()
  await writeFile(join(dir, 'phone', 'phone.css'), await readFile(join(source, 'phone', 'phone.css'), 'utf8'))
}
