import type { PersonRef } from '../data/people.ts'
import { ja } from '../text/ja.ts'

/** What the address says. */
export type Route =
  | { page: 'list'; tab: 'visits' | 'dispensings' }
  | { page: 'person'; person: PersonRef; tab: 'history' | 'current' }
  | { page: 'intake' }
  | { page: 'readers' }
  | { page: 'reader'; id: string }
  | { page: 'unknown' }

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Reads a path such as `/members/0190…/current`. Never throws, whatever was typed into the address bar. */
export const parseRoute = (path: string): Route => {
  const parts = path.split('/').filter((part) => part !== '')
  const [first, rawId, last] = parts
  if (parts.length === 0) return { page: 'list', tab: 'visits' }
  if (parts.length === 1 && first === 'dispensings') return { page: 'list', tab: 'dispensings' }
  if (parts.length === 1 && first === 'intake') return { page: 'intake' }
  if (parts.length === 1 && first === 'readers') return { page: 'readers' }
  if (parts.length === 2 && first === 'readers' && rawId !== undefined) {
    const id = decode(rawId)
    if (id !== undefined) return { page: 'reader', id }
  }
  const isPerson = (first === 'members' || first === 'patients') && rawId !== undefined
  if (isPerson && (parts.length === 2 || (parts.length === 3 && last === 'current'))) {
    const id = decode(rawId)
    if (id !== undefined) {
      return {
        page: 'person',
        person: { kind: first === 'members' ? 'member' : 'patient', id },
        tab: last === 'current' ? 'current' : 'history',
      }
    }
  }
  return { page: 'unknown' }
}

/** The path of a route; the inverse of {@link parseRoute}. */
export const pathOf = (route: Route): string => {
  switch (route.page) {
    case 'list':
      return route.tab === 'dispensings' ? '/dispensings' : '/'
    case 'person':
      return `/${route.person.kind}s/${encodeURIComponent(route.person.id)}${route.tab === 'current' ? '/current' : ''}`
    case 'intake':
      return '/intake'
    case 'readers':
      return '/readers'
    case 'reader':
      return `/readers/${encodeURIComponent(route.id)}`
    case 'unknown':
      return '/'
  }
}

/** What the window is called. */
export const pageTitle = (route: Route): string => {
  switch (route.page) {
    case 'person':
      return ja.person.history
    case 'intake':
      return ja.intake.title
    case 'readers':
      return ja.readers.title
    case 'reader':
      return ja.readers.health
    case 'list':
    case 'unknown':
      return ja.list.title
  }
}
