import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openStore } from '../server/store/open.ts'
import { endStaff, saveStaff } from '../server/store/staff.ts'
import { openWindow, signInPage } from './support/browser.ts'
import { initWithMember } from './support/pharmacy.ts'
import { serve } from './support/serve.ts'

const by = (page: Page, name: string) => page.locator(`[data-test=${name}]:visible`)

/** Opens the store of a box that may be running, as its command line does. */
function withStore<T>(
  dataDir: string,
  act: (store: Extract<ReturnType<typeof openStore>, { ok: true }>['store']) => T,
): T {
  const opened = openStore({ file: join(dataDir, 'kusuribako.sqlite'), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  try {
    return act(opened.store)
  } finally {
    opened.store.close()
  }
}

async function openMemos() {
  const { dataDir, sips } = initWithMember()
  const add = (login: string, name: string) =>
    withStore(dataDir, (store) =>
      store.write(() => saveStaff(store, { login, name, role: 'pharmacist', passwordHash: 'x' })),
    )
  const [first, second] = [add('yaku1', '見本　一郎'), add('yaku2', '見本　二郎')]
  const box = await serve(dataDir, '--nsips', sips)
  const { items } = await box.getJson('/api/patients?q=1234')
  const { memberId } = items[0] as unknown as { memberId: string }
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.goto(`/members/${memberId}/memos`)
  await by(page, 'add-all').click()
  await page.locator('#text').fill('見本のメモ')
  return { dataDir, page, memberId, first, second }
}

test('who types for a pharmacist chooses the name; one that may not be used any more is said at the field and nothing typed is lost', async () => {
  const { dataDir, page, memberId, first, second } = await openMemos()
  await page.locator('#proxy').selectOption(first)
  withStore(dataDir, (store) => endStaff(store, first, null, null))
  await by(page, 'save-entry').click()
  await by(page, 'wrong-proxy').waitFor()
  expect(await page.locator('#text').inputValue()).toBe('見本のメモ')
  await page.locator('#proxy').selectOption(second)
  await by(page, 'save-entry').click()
  await by(page, 'entry').getByText('見本　二郎 の指示で代行入力').waitFor()
  await by(page, 'entry-history-button').first().click()
  await by(page, 'entry-history').getByText('見本　二郎 の指示で代行入力').waitFor()

  // Both names in the audit trail, in the deed's row and in the request's.
  await page.goto(`/audit/${memberId}`)
  await by(page, 'audit-row').first().waitFor()
  expect(await by(page, 'audit-row').filter({ hasText: '見本　二郎 の代行' }).count()).toBe(2)
})

test('the reminder of a month that nobody has looked through leads to its page, where it is not said again', async () => {
  const { page } = await openMemos()
  await page.route('**/api/status', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ json: { ...((await response.json()) as object), auditReviewDue: '2026-03' } })
  })
  await page.goto('/')
  await by(page, 'to-review').click()
  await by(page, 'month-sum').waitFor()
  expect(await by(page, 'review-strip').count()).toBe(0)
  expect(new URL(page.url()).pathname).toBe('/audit/months')
})
