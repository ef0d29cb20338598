import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { listening, names, openAt, serveCounters, serveReader } from './support/counters.ts'
import { cardId } from './support/pharmacy.ts'
import { until } from './support/serve.ts'

const detail = (page: Page) => page.locator('[data-test=person-header]').getByText('試験　花子')
const offer = (page: Page) => page.locator('[data-test=offer]')
const row = (page: Page) => page.locator('[data-test=visit-row]')
const note = (page: Page, code: string) => page.locator(`[data-test=desk-note][data-code=${code}]`)
const reader = (page: Page, label: string) =>
  page.locator('[data-test=reader]').filter({ has: page.getByRole('switch', { name: `${label} の受付`, exact: true }) })
const counter = (page: Page, name: string) =>
  page.locator('[data-test=counter]').filter({ has: page.getByRole('heading', { name, exact: true }) })

/** Everything that has been pushed to the page by now has been drawn: a later touch, at its own counter, shows after it. */
async function settled(page: Page, act: () => Promise<void>): Promise<void> {
  const before = await row(page).count()
  await act()
  await row(page).nth(before).waitFor()
}

test('a PC names its counter once: the name stays after a reload, and touches there open on it', async () => {
  const { box, act } = await serveReader()
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.locator('[data-test=choose-counter]').click()
  await page.locator('[data-test=new-counter]').fill('正面の窓口')
  await page.keyboard.press('Enter')
  const pill = page.locator('[data-test=counter-pill]', { hasText: '正面の窓口' })
  await pill.waitFor()
  expect(await page.locator('[data-test=counter-strip]').count()).toBe(0)
  await page.reload()
  await pill.waitFor()
  expect(await page.locator('[data-test=counter-strip]').count()).toBe(0)
  await listening(page)
  // The only counter has taken the only reader.
  await act({ do: 'tap', card: cardId })
  await detail(page).waitFor()
  await box.stop()
})

test('a card touched at counter B opens on the pages of B and is a marked row on the others', async () => {
  const { box, act } = await serveCounters()
  const [a, b, tabletAtB] = await Promise.all([
    openAt(box.url, names.a),
    openAt(box.url, names.b),
    openAt(box.url, names.b, tablet),
  ])
  await act({ do: 'tap', card: cardId, reader: names.readerB })
  await Promise.all([detail(b).waitFor(), detail(tabletAtB).waitFor()])
  const marked = a.locator('[data-test=visit-row][data-place=elsewhere]')
  await marked.waitFor()
  expect(await marked.locator('[data-test=visit-counter]').innerText()).toBe(names.b)
  expect(new URL(a.url()).pathname).toBe('/')
  expect(await offer(a).count()).toBe(0)
  // Its own counter is not marked as another.
  await act({ do: 'tap', card: cardId, reader: names.readerA })
  await detail(a).waitFor()
  await a.keyboard.press('Escape')
  await expect.poll(() => row(a).count()).toBe(2)
  expect(await row(a).first().getAttribute('data-place')).toBe('here')
  await box.stop()
})

test('what is typed is never lost: a touch is offered beside it, and takes neither the keyboard nor the page', async () => {
  const { box, act } = await serveCounters()
  const page = await openAt(box.url, names.a)
  const search = page.locator('[data-test=search]')
  await search.focus()
  // Half a word, still under the input method.
  const ime = await page.context().newCDPSession(page)
  await ime.send('Input.imeSetComposition', { text: 'しけ', selectionStart: 2, selectionEnd: 2 })
  await act({ do: 'tap', card: cardId, reader: names.readerA })
  await offer(page).getByText('試験　花子様がタッチしました').waitFor()
  await expect
    .poll(() => page.locator('[data-test=announcer]').innerText())
    .toBe('試験　花子様がタッチしました。F8 で開きます')
  expect(await search.inputValue()).toBe('しけ')
  expect(await search.evaluate((box) => box.matches(':focus'))).toBe(true)
  await ime.send('Input.insertText', { text: '試験' })
  expect(await search.inputValue()).toBe('試験')
  await page.keyboard.press('F8')
  await detail(page).waitFor()
  expect(await search.inputValue()).toBe('試験')
  await offer(page).waitFor({ state: 'detached' })
  await box.stop()
})

test('a touch waits behind a dialog and on another page; a second one of the same person is one offer', async () => {
  const { box, act } = await serveCounters()
  const page = await openAt(box.url, names.a)
  const tap = () => act({ do: 'tap', card: cardId, reader: names.readerA })
  await page.locator('[data-test=counter-pill]').click()
  const choice = page.locator('[data-test=counter-choice]').first()
  await choice.waitFor()
  await tap()
  await offer(page).waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
  await page.keyboard.press('Escape')
  await choice.waitFor({ state: 'detached' })
  await offer(page).locator('[data-test=close]').click()
  await offer(page).waitFor({ state: 'detached' })

  await page.locator('[data-test=feed-pill]').click()
  await page.waitForURL('**/intake')
  await tap()
  await offer(page).waitFor()
  await tap()
  await page.locator('[data-test=open-offer]').click()
  await detail(page).waitFor()
  await offer(page).waitFor({ state: 'detached' })
  await box.stop()
})

test('a PC that does not want pages to open by themselves gets an offer instead', async () => {
  const { box, act } = await serveCounters()
  const page = await openAt(box.url, names.a)
  await page.locator('[data-test=counter-pill]').click()
  await page.locator('[data-test=opens-touch]').uncheck()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.locator('[data-test=counter-pill]', { hasText: names.a }).waitFor()
  await listening(page)
  await act({ do: 'tap', card: cardId, reader: names.readerA })
  await offer(page).waitFor()
  await box.stop()
})

test('an unknown card is said at its counter only', async () => {
  const { box, act } = await serveCounters()
  const [a, b] = await Promise.all([openAt(box.url, names.a), openAt(box.url, names.b)])
  await act({ do: 'tap', card: 'FFFFFFFFFFFFFFFF', reader: names.readerB })
  await note(b, 'other-card').getByText('登録されていないカードです').waitFor()
  await a.getByRole('cell', { name: '未登録のカード' }).waitFor()
  expect(await a.locator('[data-test=desk-note]').count()).toBe(0)
  await box.stop()
})

test('「2枚目 / 3枚」 shows at that counter only, as one line that ends with the whole code', async () => {
  const { box, act } = await serveCounters()
  const [a, b] = await Promise.all([openAt(box.url, names.a), openAt(box.url, names.b)])
  const part = (number: number) =>
    act({
      do: 'scan',
      reader: names.readerB,
      text: `JAHISTC07,1\r\n201,${number},SHIKEN,1\r\n911,12345678901234,3,${number}\r\n`,
    })
  await part(1)
  await note(b, 'scan-part').getByText('1枚目 / 3枚').waitFor()
  await part(2)
  await note(b, 'scan-part').getByText('2枚目 / 3枚').waitFor()
  expect(await note(b, 'scan-part').getByRole('img', { name: '3枚のうち2枚を読みました' }).count()).toBe(1)
  expect(await b.locator('[data-test=desk-note]').count()).toBe(1)
  await part(3)
  await note(b, 'scan-done').waitFor()
  expect(await b.locator('[data-test=desk-note]').count()).toBe(1)
  // Whatever A was told came before this touch.
  await settled(a, () => act({ do: 'tap', card: 'FFFFFFFFFFFFFFFF', reader: names.readerB }))
  expect(await a.locator('[data-test=desk-note]').count()).toBe(0)
  await box.stop()
})

test('a My Number card is answered with where to go, at that counter only, and makes no row', async () => {
  const { box, act } = await serveCounters()
  const [a, b] = await Promise.all([openAt(box.url, names.a), openAt(box.url, names.b)])
  await act({ do: 'mynumber', reader: names.readerB })
  await note(b, 'my-number').waitFor()
  expect(await note(b, 'my-number').innerText()).toMatch(/マイナンバーカードです[\s\S]*顔認証付きカードリーダー/)
  await settled(a, () => act({ do: 'tap', card: 'FFFFFFFFFFFFFFFF', reader: names.readerB }))
  expect(await row(a).count()).toBe(1)
  expect(await note(a, 'my-number').count()).toBe(0)
  await note(b, 'my-number').locator('[data-test=close]').click()
  await note(b, 'my-number').waitFor({ state: 'detached' })
  await box.stop()
})

test('a counter is renamed, removed and brought back; a page that stood at it asks again', async () => {
  const { box } = await serveCounters()
  const [page, other] = await Promise.all([openAt(box.url, names.a), openAt(box.url, names.b)])
  await page.locator('[data-test=reader-pill]').click()
  await counter(page, names.b).locator('[data-test=rename]').click()
  await page.locator('[data-test=name]').fill(names.a)
  await page.keyboard.press('Enter')
  await page.getByText('同じ名前の窓口があります').waitFor()
  // What was typed is still there to be mended.
  expect(await page.locator('[data-test=name]').inputValue()).toBe(names.a)
  await page.locator('[data-test=name]').fill('相談室')
  await page.keyboard.press('Enter')
  await other.locator('[data-test=counter-pill]', { hasText: '相談室' }).waitFor()
  await counter(page, '相談室').locator('[data-test=remove-counter]').click()
  await other.getByText('この画面の窓口は削除されました').waitFor()
  await page.locator('[data-test=no-counter] [data-test=reader]').waitFor()
  // The keyboard stands on what takes it back.
  await page.keyboard.press('Enter')
  await other.locator('[data-test=counter-pill]', { hasText: '相談室' }).waitFor()
  await counter(page, '相談室').and(page.locator(':has([data-test=reader])')).waitFor()
  await box.stop()
})

test('the name of a counter that is half typed outlives the page', async () => {
  const { box } = await serveCounters()
  const page = await openAt(box.url, names.a)
  await page.locator('[data-test=reader-pill]').click()
  await page.locator('[data-test=new-counter]').fill('相談')
  await counter(page, names.b).locator('[data-test=rename]').click()
  await page.locator('[data-test=name]').fill('投薬')
  await page.locator('[data-test=back]:visible').click()
  await page.locator('[data-test=visit-row], [data-test=first-day]').first().waitFor()
  await page.locator('[data-test=reader-pill]').click()
  await expect.poll(() => page.locator('[data-test=new-counter]').inputValue()).toBe('相談')
  expect(await page.locator('[data-test=name]').inputValue()).toBe('投薬')
  await page.locator('[data-test=name]').press('Enter')
  await counter(page, '投薬').waitFor()
  await page.locator('[data-test=new-counter]').press('Enter')
  await counter(page, '相談').waitFor()
  await page.locator('[data-test=back]:visible').click()
  await page.locator('[data-test=reader-pill]').click()
  await counter(page, '投薬').locator('[data-test=rename]').waitFor()
  expect(await page.locator('[data-test=new-counter]').inputValue()).toBe('')
  await box.stop()
})

test('back from a page that a touch opened, the keyboard stands on the row that was touched', async () => {
  const { box, act } = await serveCounters()
  const page = await openAt(box.url, names.a)
  await settled(page, () => act({ do: 'tap', card: cardId, reader: names.readerB }))
  await settled(page, () => act({ do: 'tap', card: cardId, reader: names.readerB }))
  // The keyboard stood on an older row.
  await row(page).last().focus()
  await act({ do: 'tap', card: cardId, reader: names.readerA })
  await detail(page).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => row(page).count()).toBe(3)
  await expect
    .poll(() =>
      row(page)
        .first()
        .evaluate((each) => each.matches(':focus')),
    )
    .toBe(true)
  await box.stop()
})

test.each([
  ['1366×768', undefined],
  ['tablet', tablet],
  ['200 % zoom', { width: 683, height: 384 }],
])('nothing sticks out at the right on %s: settings, health, dialog, offers and notes', async (_name, viewport) => {
  const { box, act, ask, reader: find } = await serveCounters()
  await ask('POST', '/api/counters', { name: 'とても長い名前の相談窓口その三の奥の席' })
  const page = await openAt(box.url, names.a, viewport)
  await act({ do: 'tap', card: cardId, reader: names.readerB })
  await row(page).waitFor()
  await page.locator('[data-test=search]').fill('しけん')
  await act({ do: 'tap', card: cardId, reader: names.readerA })
  await offer(page).waitFor()
  await act({ do: 'mynumber', reader: names.readerA })
  await note(page, 'my-number').waitFor()
  await expectNoSidewaysScroll(page)
  await page.locator('[data-test=counter-pill]').click()
  await page.locator('[data-test=counter-choice]').first().waitFor()
  await expectNoSidewaysScroll(page)
  await page.keyboard.press('Escape')
  await page.locator('[data-test=reader-pill]').click()
  await reader(page, names.readerB).waitFor()
  await expectNoSidewaysScroll(page)
  await page.goto(`/readers/${(await find(names.readerA)).id}`)
  await page.locator('[data-test=report]').waitFor()
  await expectNoSidewaysScroll(page)
  await until(() => page.locator('[data-test=reader-day]').count())
  await box.stop()
})
