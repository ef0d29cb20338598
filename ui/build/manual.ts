import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Marked, type Token, type Tokens } from 'marked'
import type { Plugin } from 'rollup'
import type { Chapter, Section } from '../panels/manual/chapters.ts'

/** A picture of the manual, under the name it has among the assets. */
interface Picture {
  from: string
  name: string
  /** Its attributes, so that nothing moves when it comes. */
  size: string
}

/** The chapters in the order of the handbook's README, and the pictures they show. */
export interface Manual {
  chapters: Chapter[]
  pictures: Picture[]
}

/** Chapters that the README does not name come last, under this. */
const unlisted = 'そのほか'

const japanese = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffefー]'
/** A line that was broken between two Japanese letters: a browser would put a space there. */
const softBreak = new RegExp(`(?<=${japanese})\\n(?=${japanese})`, 'gu')

/** The address of a heading, as GitHub makes it, so that the same links work in both places. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

/** The name of a chapter in an address: its file's, without folders to stumble over. */
const slugOf = (file: string): string => file.replace(/\.md$/, '').replaceAll('/', '-')

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/**
 * Reads the handbook (docs/operating) as chapters. Their order and parts are those of its README: each `##` heading is a part, each
 * list item or table row under it begins with the link to a chapter.
 */
export async function readManual(dir: string): Promise<Manual> {
  const files = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.md') && name !== 'README.md')
  const listed = readOrder(await readFile(join(dir, 'README.md'), 'utf8')).filter(({ file }) => files.includes(file))
  const rest = files.filter((file) => listed.every((one) => one.file !== file)).sort()
  const pictures = new Map<string, Picture>()
  const pictureOf = (path: string): Picture | undefined => {
    const from = join(dir, path)
    if (!pictures.has(from) && existsSync(from)) pictures.set(from, readPicture(from))
    return pictures.get(from)
  }
  const chapters = []
  for (const { part, file } of [...listed, ...rest.map((file) => ({ part: unlisted, file }))]) {
    chapters.push(toChapter({ part, file, markdown: await readFile(join(dir, file), 'utf8') }, files, pictureOf))
  }
  return { chapters, pictures: [...pictures.values()] }
}

/** The chapters that the README names, each under its part. */
export function readOrder(readme: string): { part: string; file: string }[] {
  const found = []
  let part = ''
  for (const line of readme.split('\n')) {
    const heading = /^## (.+)$/.exec(line)
    if (heading) part = heading[1] ?? ''
    const link = /^\s*[-|]\s*\[[^\]]+\]\(([^)#]+\.md)\)/.exec(line)
    if (link?.[1] !== undefined && part !== '') found.push({ part, file: decodeURI(link[1]) })
  }
  return found
}

function readPicture(from: string): Picture {
  const bytes = readFileSync(from)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
  // Where every PNG has its width and height.
  const size = `width="${String(bytes.readUInt32BE(16))}" height="${String(bytes.readUInt32BE(20))}"`
  return { from, name: `${basename(from, '.png')}-${hash}.png`, size }
}

interface Source {
  part: string
  file: string
  markdown: string
}

function toChapter(
  { part, file, markdown }: Source,
  files: readonly string[],
  pictureOf: (path: string) => Picture | undefined,
): Chapter {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : ''
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${String(depth)} id="${escape(anchorOf(text))}">${this.parser.parseInline(tokens)}</h${String(depth)}>\n`
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens)
        if (href.startsWith('#')) return `<a href="${escape(decodeURI(href))}">${words}</a>`
        if (/^https?:/.test(href)) return `<a href="${escape(href)}" target="_blank" rel="noreferrer">${words}</a>`
        const [path = '', anchor] = decodeURI(href).split('#')
        const target = join(folder, path)
        // What lies outside the handbook is for those who read the source.
        if (!files.includes(target)) return words
        return `<a href="/manual/${encodeURIComponent(slugOf(target))}${anchor === undefined ? '' : `#${escape(anchor)}`}">${words}</a>`
      },
      image({ href, text }) {
        const picture = pictureOf(join(folder, decodeURI(href)))
        if (!picture) return `<span class="missing">${escape(text)}</span>`
        return `<img src="/assets/manual/${encodeURIComponent(picture.name)}" alt="${escape(text)}" ${picture.size} loading="lazy">`
      },
      // Nothing of a chapter is taken for markup but what Markdown itself makes.
      html: ({ text }) => escape(text),
    },
  })
  const tokens = marked.lexer(markdown)
  const title = tokens.find((token): token is Tokens.Heading => token.type === 'heading' && token.depth === 1)?.text
  const body = tokens.filter((token) => !(token.type === 'heading' && token.depth === 1))
  void marked.walkTokens(body, (token) => {
    if (token.type !== 'text') return
    const text = token as Tokens.Text
    text.text = text.text.replaceAll(softBreak, '')
  })
  return {
    slug: slugOf(file),
    part,
    title: title ?? slugOf(file),
    sections: sectionsOf(body),
    html: marked.parser(body),
  }
}

/** What is searched: each heading with the words under it. */
function sectionsOf(tokens: Token[]): Section[] {
  const sections: Section[] = [{ id: '', title: '', text: '' }]
  for (const token of tokens) {
    if (token.type === 'heading') {
      const { text } = token as Tokens.Heading
      sections.push({ id: anchorOf(text), title: wordsOf(token), text: '' })
    } else {
      const last = sections.at(-1)
      if (last) last.text = `${last.text} ${wordsOf(token)}`.trim()
    }
  }
  return sections.filter(({ title, text }) => title !== '' || text !== '')
}

/** The words of a piece of Markdown without its marks. */
function wordsOf(token: Token): string {
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table
    return [header, ...rows].map((row) => row.map(({ tokens }) => tokens.map(wordsOf).join('')).join(' ')).join(' ')
  }
  if (token.type === 'list') return (token as Tokens.List).items.map(wordsOf).join(' ')
  const { tokens } = token as { tokens?: Token[] }
  if (tokens) return tokens.map(wordsOf).join(token.type === 'list_item' ? ' ' : '')
  return 'text' in token && typeof token.text === 'string'
    ? token.text.replaceAll(softBreak, '').replaceAll(/\s+/g, ' ')
    : ''
}

/** Puts the chapters into the module that the manual's panel imports. */
export const manualChapters = ({ chapters }: Manual): Plugin => ({
  name: 'manual-chapters',
  load: (id) =>
    id.endsWith('/ui/panels/manual/chapters.ts') ? `export const chapters = ${JSON.stringify(chapters)}` : null,
})

/** Copies the pictures under names that carry the hash of their content. */
export async function copyPictures({ pictures }: Manual, to: string): Promise<void> {
  if (pictures.length === 0) return
  await mkdir(to, { recursive: true })
  await Promise.all(pictures.map(({ from, name }) => copyFile(from, join(to, name))))
}
