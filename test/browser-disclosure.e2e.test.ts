import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { tokyoMidnight } from '../server/domain/calendar-date.ts'
import { startBox, storeFile } from '../server/main.ts'
import { addEntry } from '../server/store/entries.ts'
import { memos } from '../server/store/memos.ts'
import { openStore } from '../server/store/open.ts'
import { otc } from '../server/store/otc.ts'
import { outsideDispensings } from '../server/store/outside-dispensings.ts'
import { findPatientByCode } from '../server/store/patients.ts'
import { desk, expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { providerSample } from './support/jahis-sample.ts'
import { cardId, initWithMember } from './support/pharmacy.ts'
import { account } from './support/serve.ts'
import { testPerson } from './support/store.ts'

const midnight = tokyoMidnight('2026-04-04')
const told = /他施設用錠|しるしの市販薬|しるしの言葉/

/** 試験 花子, of whom others have told something; the box's clock stands at four minutes to midnight of 2026-04-03 and is moved by the test. */
async function openPharmacy() {
  const { dataDir, sips } = initWithMember()
  mkdirSync(join(sips, 'INDEX'), { recursive: true })
  // So near that nobody's session is locked for the jump over midnight.
  let offset = midnight - 4 * 60_000 - Date.now()
  const now = (): number => Date.now() + offset
  const opened = openStore({ file: storeFile(dataDir), now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  const memberId = findPatientByCode(store, '9999999', testPerson.code)!.memberId!
  const byTheBox = { staffId: null }
  addEntry(
    store,
    outsideDispensings,
    memberId,
    {
      source: 'paper',
      pharmacy: { name: '架空第二薬局' },
      prescription: { dispensedOn: '2026-04-01' },
      rps: [
        {
          number: 1,
          form: 'internal',
          startOn: '2026-04-01',
          lastOn: '2026-04-30',
          medications: [{ name: '他施設用錠５ｍｇ', codes: {}, dose: '1', unit: '錠' }],
        },
      ] as never,
    },
    byTheBox,
  )
  addEntry(store, otc, memberId, { name: 'しるしの市販薬', startOn: '2026-04-01' }, byTheBox)
  addEntry(store, memos, memberId, { origin: 'patient', text: 'しるしの言葉' }, byTheBox)
  addEntry(store, memos, memberId, { origin: 'this-pharmacy', text: '一包化する' }, byTheBox)
  store.close()
  const started = await startBox({
    ...{ dataDir, host: '127.0.0.1', port: 0, folders: [{ path: sips, mode: 'consume' }], hasVirtualReader: true },
    ...{ logLevel: 'warn', now },
  })
  if (!started.ok) throw new Error(started.message)
  const { box } = started
  onTestFinished(() => box.close())
  const url = box.plainUrl ?? box.url
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const act = async (step: object): Promise<void> => {
    const headers = { cookie, 'content-type': 'application/json' }
    const body = JSON.stringify(step)
    expect((await fetch(`${url}/api/virtual-reader/steps`, { method: 'POST', headers, body })).ok).toBe(true)
  }
  return {
    url,
    memberId,
    close: () => box.close(),
    /** Moves the box's clock; its timers find out by themselves. */
    goTo: (at: number) => {
      offset = at - Date.now()
    },
    touch: () => act({ do: 'tap', card: cardId }),
    scan: (lines: readonly string[]) => act({ do: 'scan', text: `${lines.join('\r\n')}\r\n` }),
  }
}

const at = (page: Page, name: string) => page.locator(`[data-test=${name}]`)
/** All that can be read on the page, in its shadows too. */
const read = (page: Page) => page.locator('main').first().ariaSnapshot()

test('what others told comes with the touch of the card, and goes from the open page as the day ends, without a reload', async () => {
  const { url, memberId, touch, goTo } = await openPharmacy()
  const page = await openWindow(url, desk)
  await signInPage(page)
  await page.goto(`/members/${memberId}`)
  await at(page, 'disclosure-closed').waitFor()
  await at(page, 'taking-closed').waitFor()
  expect(await read(page)).not.toMatch(told)
  await at(page, 'filter-otc').click()
  await at(page, 'closed').waitFor()
  await at(page, 'filter-elsewhere').click()
  await at(page, 'empty').getByText('表示していません').waitFor()
  expect(await at(page, 'add-outside').count()).toBe(0)
  await at(page, 'filter-all').click()

  await touch()
  await at(page, 'disclosure-open').getByText('今日の24:00まで').waitFor()
  await page.getByText('他施設用錠').first().waitFor()
  await page.getByText('しるしの市販薬').first().waitFor()
  await at(page, 'tab-memos').click()
  await page.getByText('しるしの言葉').waitFor()
  await expectNoSidewaysScroll(page)

  goTo(midnight - 500)
  await at(page, 'disclosure-closed').waitFor({ timeout: 60_000 })
  await page.getByText('しるしの言葉').waitFor({ state: 'detached' })
  await page.getByText('一包化する').waitFor()
  await at(page, 'tab-history').click()
  await at(page, 'taking-closed').waitFor()
  await page.locator('kb-dispensing-card').first().waitFor()
  expect(await read(page)).not.toMatch(told)
}, 180_000)

test('a reason is typed, asked for at its field, kept over the page, and opens until the end of the day; the person’s word closes', async () => {
  const { url, memberId } = await openPharmacy()
  const page = await openWindow(url, tablet)
  await signInPage(page)
  await page.goto(`/members/${memberId}`)
  await at(page, 'give-reason').click()
  await at(page, 'open-by-reason').click()
  await at(page, 'wrong-reason').waitFor()
  await at(page, 'reason').selectOption('other')
  await at(page, 'open-by-reason').click()
  await at(page, 'wrong-note').waitFor()
  await at(page, 'reason-note').fill('施設からの電話')
  await at(page, 'to-settings').click()
  await page.waitForURL('**/settings/**')
  await page.goBack()
  expect(await at(page, 'reason-note').inputValue()).toBe('施設からの電話')
  await expectNoSidewaysScroll(page)
  await at(page, 'reason-note').press('Enter')
  await at(page, 'disclosure-open').waitFor()
  await page.getByText('他施設用錠').first().waitFor()
  await at(page, 'withdraw').click()
  await at(page, 'withdraw-yes').click()
  await at(page, 'disclosure-closed').waitFor()
  await page.getByText('他施設用錠').first().waitFor({ state: 'detached' })

  await page.goto('/disclosure')
  await at(page, 'given-reason').getByText('施設からの電話').waitFor()
  await at(page, 'days-7').check()
  await at(page, 'save-days').click()
  await page.getByText('変更しました').waitFor()
  await page.goto(`/members/${memberId}`)
  await at(page, 'disclosure-closed').getByText('7日間').waitFor()
}, 180_000)

test('a page whose line is lost drops it at midnight by itself', async () => {
  const { url, memberId, touch, goTo, close } = await openPharmacy()
  // Near enough that the page waits for it, and far enough that it is opened before.
  goTo(midnight - 60_000)
  await touch()
  const page = await openWindow(url, desk)
  await signInPage(page)
  await page.goto(`/members/${memberId}`)
  await page.getByText('他施設用錠').first().waitFor()
  await close()
  await page.getByText('他施設用錠').first().waitFor({ state: 'detached', timeout: 90_000 })
  expect(await read(page)).not.toMatch(told)
}, 180_000)

test('a notebook of another company is shown from its code, with when and by whose leave, and goes as the day ends', async () => {
  const { url, scan, goTo } = await openPharmacy()
  const page = await openWindow(url, tablet)
  await signInPage(page)
  await page.goto('/outside')
  await at(page, 'no-scans').waitFor()
  await scan([...providerSample, '999,見本の行'])
  await at(page, 'show-notebook').click()
  await at(page, 'view-only').getByText('表示のみ').waitFor()
  expect(await at(page, 'taken-at').innerText()).toMatch(/取得時刻 2026年4月3日 23:5\d:\d\d/)
  expect(await at(page, 'consent').innerText()).toMatch(/同意を得て表示しています/)
  expect(await at(page, 'notebook-patient').innerText()).toMatch(/架空　花子[\s\S]*女性[\s\S]*1968年4月7日/)
  expect(await at(page, 'notebook-day').allInnerTexts()).toEqual([
    expect.stringMatching(/2026年4月2日[\s\S]*架空みどり薬局[\s\S]*1日量 3錠[\s\S]*14日分/),
    expect.stringMatching(/2019年3月1日[\s\S]*架空第二薬局/),
  ])
  for (const part of ['見本錠', '25mg']) await at(page, 'notebook-drug').first().getByText(part).waitFor()
  expect(await at(page, 'unread').innerText()).toMatch(/999,見本の行/)
  expect(await at(page, 'notebook-oddities').innerText()).toMatch(/知らない種類の行/)
  for (const name of ['show-notebook', 'close-notebook'])
    expect((await at(page, name).boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await expectNoSidewaysScroll(page)
  await at(page, 'close-notebook').click()
  await at(page, 'notebook').waitFor({ state: 'detached' })
  await at(page, 'show-notebook').click()
  await at(page, 'notebook').waitFor()

  const { id } = (await page.evaluate(async () => (await (await fetch('/api/scans')).json()).items[0])) as {
    id: string
  }
  goTo(midnight - 500)
  await at(page, 'notebook-trouble').getByText('この手帳の表示は終わりました').waitFor({ timeout: 60_000 })
  await at(page, 'no-scans').waitFor()
  expect(await read(page)).not.toMatch(/見本錠|架空　花子/)
  const answer = await page.evaluate(async (of) => (await fetch(`/api/scans/${of}/notebook`)).status, id)
  expect(answer).toBe(403)
}, 180_000)
