/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { pathOf, reviewId, type PersonTab, type Route } from '../../ui/state/route.ts'
import type { Demo } from './demo.ts'
import { until } from './serve.ts'

/** Whom and what the screens show. */
interface Ids {
  memberId: string
  /** Whose お薬自動登録 is not set. */
  unlinkedId: string
  readerId: string
}

type Screens<Name extends string> = Record<Name, (ids: Ids) => Route>

/** Every page that an address leads to. The compiler asks for a line here when ui/state/route.ts has a new one. */
const pages: Screens<Exclude<Route['page'], 'person'>> = {
  list: () => ({ page: 'list', tab: 'visits' }),
  account: () => ({ page: 'account' }),
  audit: () => ({ page: 'audit' }),
  cards: () => ({ page: 'cards' }),
  connections: () => ({ page: 'connections' }),
  devices: () => ({ page: 'devices' }),
  maintenance: () => ({ page: 'maintenance' }),
  images: () => ({ page: 'images' }),
  intake: () => ({ page: 'intake' }),
  join: () => ({ page: 'join' }),
  lan: () => ({ page: 'lan' }),
  leftovers: ({ memberId }) => ({ page: 'leftovers', id: memberId }),
  links: ({ unlinkedId }) => ({ page: 'links', id: unlinkedId }),
  manual: () => ({ page: 'manual', id: 'よくある質問' }),
  merges: ({ memberId }) => ({ page: 'merges', id: memberId }),
  notices: () => ({ page: 'notices' }),
  disclosure: () => ({ page: 'disclosure' }),
  outside: () => ({ page: 'outside' }),
  reader: ({ readerId }) => ({ page: 'reader', id: readerId }),
  readers: () => ({ page: 'readers' }),
  replacement: () => ({ page: 'replacement' }),
  staff: () => ({ page: 'staff' }),
  settings: ({ memberId }) => ({ page: 'settings', id: memberId }),
  unknown: () => ({ page: 'unknown' }),
}

/** The tabs of 患者詳細, likewise. */
const tabs: Screens<`person-${PersonTab}`> = {
  'person-history': ({ memberId }) => person(memberId, 'history'),
  'person-current': ({ memberId }) => person(memberId, 'current'),
  'person-body': ({ memberId }) => person(memberId, 'body'),
  'person-memos': ({ memberId }) => person(memberId, 'memos'),
  'person-images': ({ memberId }) => person(memberId, 'images'),
}

const person = (id: string, tab: PersonTab): Route => ({ page: 'person', person: { kind: 'member', id }, tab })

/** What an address of more than one face shows besides. */
const others: Screens<string> = {
  dispensings: () => ({ page: 'list', tab: 'dispensings' }),
  'audit-review': () => ({ page: 'audit', id: reviewId }),
  'links-worklist': () => ({ page: 'links' }),
  'manual-cover': () => ({ page: 'manual' }),
  'manual-feedback': () => ({ page: 'manual', id: 'feedback' }),
}

export interface Screen {
  name: string
  path: string
}

/** Every screen of the signed-in app with the demo's data. */
export async function listScreens(demo: Demo): Promise<Screen[]> {
  const cards = (await demo.get('/api/virtual-reader/cards')).items as { cardId: string; label: string }[]
  const members = async () => {
    const visits = (await demo.get('/api/visits')).items as { member: { id: string; patientIds: string[] } | null }[]
    return visits.flatMap(({ member }) => (member ? [member] : []))
  }
  const touched = (isLinked: boolean) =>
    until(async () => (await members()).find(({ patientIds }) => patientIds.length > 0 === isLinked)?.id)
  for (const isLinked of [true, false]) {
    const card = cards.find(({ label }) => label.includes('未設定') !== isLinked)?.cardId ?? ''
    await demo.act({ do: 'tap', card, reader: '仮想リーダー2' })
  }
  const readers = (await demo.get('/api/readers')).items as { id: string }[]
  const ids: Ids = { memberId: await touched(true), unlinkedId: await touched(false), readerId: readers[0]?.id ?? '' }
  return Object.entries({ ...pages, ...tabs, ...others }).map(([name, route]) => ({
    name,
    path: name === 'unknown' ? '/nowhere' : pathOf(route(ids)),
  }))
}

/** Goes to a screen inside the page, as a link would, and waits until it shows what it has to show. */
export async function goTo(page: Page, { path }: Screen): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to)
    dispatchEvent(new PopStateEvent('popstate', { state: null }))
  }, path)
  await settled(page)
}

/** Nothing is being loaded, drawn or animated any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const deep = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        element,
        ...(element.shadowRoot ? deep(element.shadowRoot) : []),
      ])
    const isShown = (element: Element): boolean => element.checkVisibility()
    const all = deep(document)
    const shown = all.filter(isShown)
    // On paper there is what is printed, and no page around it.
    const main = shown.find(({ localName }) => localName === 'main' || localName === 'kb-paper')
    if (!main || shown.some(({ localName }) => localName === 'kb-loading')) return false
    const images = shown.filter((element) => element instanceof HTMLImageElement && element.loading !== 'lazy')
    return images.every((image) => (image as HTMLImageElement).complete) && document.getAnimations().length === 0
  })
  // What the last answer brought is drawn in the next frames.
  await page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  )
}
