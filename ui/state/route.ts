import type { PersonRef } from '../data/people.ts'
import { ja } from '../text/ja.ts'

/** The tabs of 患者詳細. */
export const personTabs = ['history', 'current', 'body', 'memos', 'images'] as const
export type PersonTab = (typeof personTabs)[number]

/** Pages whose address is their name; `true`: the id of what they show may stand behind it. */
const plainPages = {
  account: false,
  audit: true,
  cards: true,
  connections: false,
  devices: false,
  disclosure: false,
  images: true,
  intake: false,
  join: false,
  lan: false,
  leftovers: true,
  links: true,
  maintenance: false,
  manual: true,
  merges: true,
  notices: false,
  outside: false,
  readers: false,
  replacement: true,
  settings: true,
  staff: false,
} as const
export type PlainPage = keyof typeof plainPages

/** Stands in the address of 監査ログ in place of a person's id: 月次点検. */
export const reviewId = 'months'

/** What the address says. */
export type Route =
  | { page: 'list'; tab: 'visits' | 'dispensings' }
  | { page: 'person'; person: PersonRef; tab: PersonTab }
  | { page: PlainPage; id?: string }
  | { page: 'reader'; id: string }
  | { page: 'unknown' }

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const isPlain = (text: string): text is PlainPage => Object.hasOwn(plainPages, text)
const isTab = (text: string): text is PersonTab => (personTabs as readonly string[]).includes(text)

/** Reads a path such as `/members/0190…/current`. Never throws, whatever was typed into the address bar. */
export const parseRoute = (path: string): Route => {
  const parts = path.split('/').filter((part) => part !== '')
  const [first = '', rawId, last] = parts
  if (parts.length === 0) return { page: 'list', tab: 'visits' }
  if (parts.length === 1 && first === 'dispensings') return { page: 'list', tab: 'dispensings' }
  if (parts.length === 1 && isPlain(first)) return { page: first }
  const id = rawId === undefined ? undefined : decode(rawId)
  if (id === undefined) return { page: 'unknown' }
  if (parts.length === 2 && first === 'readers') return { page: 'reader', id }
  if (parts.length === 2 && isPlain(first) && plainPages[first]) return { page: first, id }
  if ((first === 'members' || first === 'patients') && parts.length <= 3) {
    const tab = last ?? 'history'
    if (isTab(tab)) return { page: 'person', person: { kind: first === 'members' ? 'member' : 'patient', id }, tab }
  }
  return { page: 'unknown' }
}

/** The path of a route; the inverse of {@link parseRoute}. */
export const pathOf = (route: Route): string => {
  switch (route.page) {
    case 'list':
      return route.tab === 'dispensings' ? '/dispensings' : '/'
    case 'person':
      return `/${route.person.kind}s/${encodeURIComponent(route.person.id)}${route.tab === 'history' ? '' : `/${route.tab}`}`
    case 'reader':
      return `/readers/${encodeURIComponent(route.id)}`
    case 'unknown':
      return '/'
    default:
      return `/${route.page}${route.id === undefined ? '' : `/${encodeURIComponent(route.id)}`}`
  }
}

/** What the window is called. */
export const pageTitle = (route: Route): string => {
  switch (route.page) {
    case 'person':
      return ja.person.history
    case 'reader':
      return ja.readers.health
    case 'list':
    case 'unknown':
      return ja.list.title
    default:
      return ja.pages[route.page]
  }
}
