/// <reference lib="dom" />
import type { ReaderHealth } from '../../contract/reader.ts'
import { codeLifeMs } from '../../server/domain/code-state.ts'
import { desk, signInPage } from './browser.ts'
import { at, go, ownCard, phone, reader, type Step, type Walk } from './picture-step.ts'

/** A second PC at the same counter: what it is told of does not reach the PC of the walk. */
async function openSecond({ box, openOther }: Walk) {
  const page = await openOther('/', desk)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const [counter] = (await box.get('/api/counters')).items
  await page.evaluate((id) => {
    localStorage.setItem('kusuribako.counter', id)
  }, String(counter?.['id']))
  return page
}

/** What a pharmacy sees on few days, and then has to understand at once. */
export const rareStates: Step = async (walk) => {
  const { picture } = walk
  const page = await openSecond(walk)
  await page.route('**/api/hint-counts*', (route) => route.fulfill({ status: 500, body: '' }))
  await page.reload()
  await signInPage(page)
  await at(page, 'hints-not-counted').waitFor()
  await picture('hints-not-counted', page)

  await page.route('**/api/people?*', async (route) => {
    const found = (await (await route.fetch()).json()) as object
    await route.fulfill({ json: { ...found, preparing: 40 } })
  })
  await page.unroute('**/api/hint-counts*')
  await at(page, 'hints-not-counted').getByRole('button').click()
  await at(page, 'hints-not-counted').waitFor({ state: 'detached' })
  await page.keyboard.press('F12')
  await page.keyboard.type('しけん')
  await at(page, 'search-preparing').waitFor()
  await at(page, 'search-result').first().waitFor()
  await picture('search-preparing', page)
  await page.close()
}

/** There is no virtual scanner: the page of a card reader is shown as that of one. */
export const scanner: Step = async (walk) => {
  const page = await openSecond(walk)
  await page.route('**/health', async (route) => {
    const health = (await (await route.fetch()).json()) as ReaderHealth
    const setUp = { framing: 'idle', appendHeader: 'none' } as const
    const shown = { ...health.reader, label: '見本スキャナー', kind: 'serial', scanner: setUp }
    await route.fulfill({ json: { ...health, reader: shown, keptToday: 12 } })
  })
  await page.reload()
  await signInPage(page)
  const [first] = (await walk.box.get('/api/readers')).items
  await go(page, `/readers/${String(first?.['id'])}`)
  await at(page, 'framing').scrollIntoViewIfNeeded()
  await walk.picture('scanner-setup', page)
  await page.close()
}

/** At the very end: the day goes on until the code counts no longer. */
export const expired: Step = async ({ box, openOther, picture }) => {
  await box.act({ do: 'tap', card: ownCard, reader })
  const [counter] = (await box.get('/api/counters')).items
  const given = await box.make('POST', `/api/members/${box.memberId}/registration-codes`, {
    counterId: counter?.['id'],
    medium: 'spot',
  })
  box.later(codeLifeMs.spot + 1000)
  const late = await openOther((given['link'] as { url: string }).url, phone)
  await picture('phone-expired', late)
}
