import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { CardIssue } from '../contract/card-issue.ts'
import type { Visit } from '../contract/visit.ts'
import { expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { names, openAt, serveCounters, type CounterPharmacy } from './support/counters.ts'
import { cardId } from './support/pharmacy.ts'

const blank = 'AAAAAAAAAAAAAAAA'
const step = (page: Page, name: string) => page.locator(`[data-test=step][data-step=${name}]`)
const pad = (page: Page, state: string) => page.locator(`[data-test=pad][data-state=${state}]`)
const by = (page: Page, name: string) => page.locator(`[data-test=${name}]`)

/** Brings the keyboard to what is there to be pressed, and presses it. */
async function press(page: Page, name: string): Promise<void> {
  await by(page, name).first().focus()
  await page.keyboard.press('Enter')
}

/** Opens カード発行 by its address; the counter of this PC is remembered. */
async function openCards(page: Page): Promise<void> {
  await page.goto('/cards')
  await page.locator('main[data-link=up]').waitFor()
  await by(page, 'start-new').waitFor()
}

async function typePerson(page: Page, name: string, kana: string, birth: string): Promise<void> {
  await by(page, 'person-name').focus()
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(kana)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.type(birth)
  await page.keyboard.press('Enter')
}

const theirs = { name: '見本　雪子', kana: 'ミホン ユキコ', sex: 'female', birth: '19680506' }

const visits = async ({ ask }: CounterPharmacy) => ((await ask('GET', '/api/visits')) as { items: Visit[] }).items

test('a new card by keyboard alone, from the first entry to the hand-over', async () => {
  const pharmacy = await serveCounters()
  const { box, act, ask } = pharmacy
  const page = await openAt(box.url, names.a)
  await openCards(page)
  await by(page, 'no-issues').waitFor()
  await press(page, 'issue-menu')
  await press(page, 'new-card')
  await step(page, 'person').waitFor()
  // What is missing is said at the field, and what was typed stays.
  await by(page, 'person-name').focus()
  await page.keyboard.press('Enter')
  await by(page, 'wrong-name').waitFor()
  await typePerson(page, '見本　月子', 'ミホン ツキコ', 'むかし')
  await by(page, 'wrong-birth').waitFor()
  expect(await by(page, 'person-name').inputValue()).toBe('見本　月子')
  await by(page, 'person-birth').focus()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('昭和43年5月6日')
  // A key that is held is one press, not one for each step.
  await page.keyboard.down('F7')
  await step(page, 'consent').waitFor()
  await by(page, 'terms').waitFor()
  await page.keyboard.down('F7')
  await page.keyboard.up('F7')
  // Under the manual F7 does not press what nobody sees.
  await page.keyboard.press('F1')
  await page.waitForURL('**/manual/**')
  await page.keyboard.press('F7')
  await page.keyboard.press('Escape')
  await page.waitForURL('**/cards/*-*')
  expect(((await ask('GET', '/api/card-issues')) as { items: CardIssue[] }).items.map((issue) => issue.step)).toEqual([
    'consent',
  ])
  await page.keyboard.press('F7')
  // The touch at the own counter moves the step on; one at another counter does not.
  await step(page, 'card').waitFor()
  await pad(page, 'none').waitFor()
  await act({ do: 'insert', card: 'BBBBBBBBBBBBBBBB', reader: names.readerB })
  await act({ do: 'insert', card: blank, reader: names.readerA })
  await pad(page, 'blank').waitFor()
  expect(await by(page, 'desk-note').count()).toBe(0)
  expect(await by(page, 'write-card').evaluate((button) => button.matches(':focus'))).toBe(true)
  await page.keyboard.press('Enter')
  await step(page, 'link').waitFor()
  // Nobody of the receipt computer can be her: the page says why.
  await by(page, 'why').first().waitFor()
  await press(page, 'link-later')
  await step(page, 'handover').waitFor()
  await by(page, 'not-linked').waitFor()
  await page.evaluate(() => {
    const seen = window as unknown as { printed?: string }
    window.print = () => {
      seen.printed = document.querySelector('kb-paper')?.shadowRoot?.textContent ?? ''
    }
  })
  await press(page, 'label-80')
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { printed?: string }).printed))
    .toMatch(/見本　月子 様/)
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await page.keyboard.press('F7')
  await step(page, 'done').waitFor()
  await act({ do: 'remove', reader: names.readerA })
  await act({ do: 'tap', card: blank, reader: names.readerA })
  expect((await visits(pharmacy))[0]!.member).toMatchObject({ name: '見本　月子', birthOn: '1968-05-06' })
  await box.stop()
})

test('somebody who has a card already is steered to 再発行; a used card blocks, and shows whose it is', async () => {
  const pharmacy = await serveCounters()
  const { box, act, ask } = pharmacy
  const page = await openAt(box.url, names.a)
  await openCards(page)
  await press(page, 'start-new')
  // From the feed: who is in the receipt computer is not typed again.
  await by(page, 'person-name').fill('見本　空子')
  await by(page, 'feed-person').first().click()
  expect(await by(page, 'person-name').inputValue()).toBe('試験　花子')
  // What was typed before is not lost.
  await by(page, 'restore-typed').click()
  expect(await by(page, 'person-name').inputValue()).toBe('見本　空子')
  await by(page, 'feed-person').first().click()
  await by(page, 'restore-typed').waitFor()
  await page.keyboard.press('Enter')
  await by(page, 'duplicate-alert').getByText('既にカードをお持ちの可能性あり').waitFor()
  expect(await by(page, 'duplicate').getAttribute('data-strength')).toBe('linked')
  await expectNoSidewaysScroll(page)
  await press(page, 'steer-reissue')
  await by(page, 'reason-lost').check()
  await page.keyboard.press('Enter')
  await step(page, 'consent').waitFor()
  await press(page, 'consent-paper')
  await act({ do: 'insert', card: cardId, reader: names.readerA })
  await pad(page, 'in-use').waitFor()
  expect(await by(page, 'holder').innerText()).toBe('試験　花子様のカードです')
  expect(await by(page, 'write-card').isDisabled()).toBe(true)
  // Another pharmacy's is not written on; what it may be used for is said.
  await act({ do: 'insert', card: 'CCCCCCCCCCCCCCCC', isElsewhere: true, reader: names.readerA })
  await pad(page, 'elsewhere').getByText('他の薬局で発行されたカードです').waitFor()
  expect(await by(page, 'write-card').isDisabled()).toBe(true)
  expect(await by(page, 'use-elsewhere').isEnabled()).toBe(true)
  await expectNoSidewaysScroll(page)
  await act({ do: 'insert', card: blank, reader: names.readerA })
  await pad(page, 'blank').waitFor()
  await page.keyboard.press('F7')
  await step(page, 'link').waitFor()
  await act({ do: 'remove', reader: names.readerA })

  // The old card says so at the counter, and only so.
  await act({ do: 'tap', card: cardId, reader: names.readerA })
  await page.locator('[data-test=desk-note][data-code=card-revoked]').waitFor()
  // Taken back: the old one works, the new one is blank.
  await press(page, 'undo-issue')
  await by(page, 'undo-yes').click()
  await step(page, 'undone').waitFor()
  await act({ do: 'tap', card: cardId, reader: names.readerA })
  expect((await visits(pharmacy))[0]!.member?.name).toBe('試験　花子')
  await act({ do: 'tap', card: blank, reader: names.readerA })
  expect((await visits(pharmacy))[0]!.member).toBeNull()
  expect(await ask('GET', '/api/card-issues')).toEqual({ items: [], next: null })
  await box.stop()
})

test('interrupted, an issue goes on at another PC and after a kill of the box; both pages show the same', async () => {
  const { box, ask } = await serveCounters()
  const page = await openAt(box.url, names.a)
  await openCards(page)
  await press(page, 'start-new')
  await typePerson(page, '見本　月子', 'ミホン ツキコ', 'S43.5.6')
  await step(page, 'consent').waitFor()
  await page.close()

  const other = await openWindow(box.url, tablet)
  await signInPage(other)
  await openCards(other)
  await by(other, 'open-issue').getByText('見本　月子').waitFor()
  await expectNoSidewaysScroll(other)
  await by(other, 'resume').click()
  await step(other, 'consent').waitFor()
  await expectNoSidewaysScroll(other)
  // A third page does the next deed; this one follows by itself.
  const [issue] = ((await ask('GET', '/api/card-issues')) as { items: CardIssue[] }).items
  await ask('POST', `/api/card-issues/${issue!.id}/consent`, {
    version: issue!.version,
    via: 'screen',
    termsVersion: 1,
  })
  await step(other, 'card').waitFor()
  // Back to the person before the card is written; what is known is in the fields.
  await press(other, 'correct')
  expect(await by(other, 'person-name').inputValue()).toBe('見本　月子')
  // Both correct the name: the second sees both versions and chooses.
  await by(other, 'person-name').fill('見本　星子')
  const [now] = ((await ask('GET', '/api/card-issues')) as { items: CardIssue[] }).items
  const { version } = now!
  await other.route('**/api/card-issues/*', (route) =>
    route.request().method() === 'GET' ? undefined : route.continue(),
  )
  await ask('POST', `/api/card-issues/${issue!.id}/person`, { version, ...theirs })
  await by(other, 'next').click()
  await by(other, 'conflict').getByText(theirs.name).waitFor()
  expect(await by(other, 'conflict').innerText()).toContain('見本　星子')
  await expectNoSidewaysScroll(other)
  await other.unroute('**/api/card-issues/*')
  await by(other, 'keep-mine').click()
  await by(other, 'issue-person').getByText('見本　星子').waitFor()
  // The page that hears of it while it corrects does not write over it either.
  await press(other, 'correct')
  await by(other, 'person-name').fill('見本　風子')
  const [third] = ((await ask('GET', '/api/card-issues')) as { items: CardIssue[] }).items
  await ask('POST', `/api/card-issues/${issue!.id}/person`, { version: third!.version, ...theirs })
  await by(other, 'conflict').getByText(theirs.name).waitFor()
  expect(await by(other, 'conflict').innerText()).toContain('見本　風子')
  expect(await by(other, 'next').isDisabled()).toBe(true)
  await by(other, 'take-theirs').click()
  await by(other, 'conflict').waitFor({ state: 'detached' })
  expect(await by(other, 'person-name').inputValue()).toBe(theirs.name)
  await box.stop('SIGKILL')
})

test('the terms are worded by an admin, and every version stays', async () => {
  const { box, ask } = await serveCounters()
  const page = await openAt(box.url, names.a)
  await page.goto('/cards/terms')
  await by(page, 'terms-body').fill('見本薬局の規約\n1. 見本です。')
  await by(page, 'save-terms').click()
  await by(page, 'terms-said').getByText('第2版として保存しました').waitFor()
  await by(page, 'older-terms').getByText('第1版').waitFor()
  // Another PC words them first: both are shown, and what was typed here is kept.
  await by(page, 'terms-body').fill('こちらの文面')
  await ask('POST', '/api/terms', { body: 'あちらの文面', version: 2 })
  await by(page, 'save-terms').click()
  await by(page, 'conflict').getByText('あちらの文面').waitFor()
  await by(page, 'keep-mine').click()
  await by(page, 'terms-said').getByText('第4版として保存しました').waitFor()
  await expectNoSidewaysScroll(page)
  await box.stop()
})
