import type { FactMatch } from '../../contract/link.ts'
import { links } from '../text/links.ts'
import { toDayNumber } from './calendar.ts'
import { dateOf } from './clock.ts'

/** One reason in words. `agree` ✓ · `slip` alike, to be looked at · `differ` not the same · `time` when the newest file came. */
export interface MatchWord {
  tone: 'agree' | 'slip' | 'differ' | 'time'
  text: string
}

const facts = ['name', 'kana', 'birthOn', 'sex'] as const
const words = links.match

/** Why a patient is, or is not, a candidate: what agrees in one line, then each thing that does not, then when the newest file came. */
export const matchWords = (match: FactMatch, receivedAt: number | null, today: string): MatchWord[] => {
  const isKanaAlone = match.kana === 'same' && (match.name === 'variant' || match.name === 'different')
  const told = new Set<keyof FactMatch>(isKanaAlone ? ['name', 'kana'] : [])
  const same = facts.filter((fact) => match[fact] === 'same' && !told.has(fact))
  const found: MatchWord[] = []
  if (same.length > 0) found.push({ tone: 'agree', text: words.same(same.map((fact) => words.fact[fact]).join('・')) })
  if (isKanaAlone) {
    const isVariant = match.name === 'variant'
    found.push(isVariant ? { tone: 'agree', text: words.variantSameKana } : { tone: 'slip', text: words.otherKanji })
  }
  for (const fact of facts) {
    const agreement = match[fact]
    if (agreement === 'same' || told.has(fact)) continue
    const tone = agreement === 'different' ? 'differ' : agreement === 'variant' ? 'agree' : 'slip'
    found.push({ tone, text: words.agreement[fact][agreement] })
  }
  return [...found, { tone: 'time', text: receivedText(receivedAt, today) }]
}

const receivedText = (receivedAt: number | null, today: string): string => {
  if (receivedAt === null) return words.never
  const days = toDayNumber(today) - toDayNumber(dateOf(receivedAt))
  if (days <= 0) return words.today
  return days === 1 ? words.yesterday : words.daysAgo(days)
}
