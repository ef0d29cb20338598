import { foldText, searchWords, snippetOf, type Stretch } from '../../format/fold.ts'
import type { Chapter } from './chapters.ts'

/** One heading that fits what was searched for. */
export interface Hit {
  slug: string
  chapter: string
  id: string
  title: string
  snippet: Stretch[]
}

const mostHits = 30

/** Headings under which every word stands, those with it in the heading itself first. */
export function findInManual(chapters: readonly Chapter[], query: string): Hit[] {
  const words = searchWords(query)
  if (words.length === 0) return []
  const hits: (Hit & { rank: number })[] = []
  for (const { slug, title: chapter, sections } of chapters) {
    for (const { id, title, text } of sections) {
      const heading = foldText(`${chapter} ${title}`)
      const all = `${heading} ${foldText(text)}`
      if (!words.every((word) => all.includes(word))) continue
      const rank = words.filter((word) => heading.includes(word)).length
      hits.push({ slug, chapter, id, title, snippet: snippetOf(text, words), rank })
    }
  }
  return hits
    .sort((one, other) => other.rank - one.rank)
    .slice(0, mostHits)
    .map(({ rank: _, ...hit }) => hit)
}
