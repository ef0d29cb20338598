import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { ReaderHealth } from '../contract/reader.ts'
import { expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { listening, names, openAt, serveCounters, serveReader } from './support/counters.ts'
import { cardId } from './support/pharmacy.ts'

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

test('a reader is moved to another counter by dragging, and back with one press', async () => {
  const { box, reader: find } = await serveCounters()
  const page = await openAt(box.url, names.a)
  await page.locator('[data-test=reader-pill]').click()
  const from = (await reader(page, names.readerA).locator('[data-test=grip]').boundingBox())!
  const to = (await counter(page, names.b).boundingBox())!
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 40, from.y + 30)
  await page.mouse.move(to.x + to.width / 2, to.y + 30, { steps: 6 })
  await page.mouse.up()
  await page.locator('[data-test=said]', { hasText: `${names.readerA} を「${names.b}」に移しました` }).waitFor()
  expect((await find(names.readerA)).counterId).toBe((await find(names.readerB)).counterId)
  await page.locator('[data-test=undo]').click()
  await page.locator('[data-test=said]', { hasText: `${names.readerA} を「${names.a}」に移しました` }).waitFor()
  expect((await find(names.readerA)).counterId).not.toBe((await find(names.readerB)).counterId)
  await box.stop()
})

test('a drag is let go with Esc, and a finger drags by the grip', async () => {
  const { box, reader: find } = await serveCounters()
  const page = await openAt(box.url, names.a, tablet)
  await page.locator('[data-test=reader-pill]').click()
  const before = await find(names.readerB)
  const grip = (await reader(page, names.readerB).locator('[data-test=grip]').boundingBox())!
  const to = (await counter(page, names.a).boundingBox())!
  await page.mouse.move(grip.x + 8, grip.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x + 60, to.y + 20, { steps: 4 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  expect((await find(names.readerB)).version).toBe(before.version)
  expect(new URL(page.url()).pathname).toBe('/readers')

  const touch = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  await send('touchStart', grip.x + 12, grip.y + 12)
  await send('touchMove', grip.x + 20, grip.y - 20)
  await send('touchMove', to.x + 60, to.y + 24)
  await send('touchEnd', 0, 0)
  await page.locator('[data-test=said]', { hasText: `${names.readerB} を「${names.a}」に移しました` }).waitFor()
  await box.stop()
})

test('a reader is moved by keyboard alone', async () => {
  const { box, reader: find } = await serveCounters()
  const page = await openAt(box.url, names.a)
  await page.locator('[data-test=reader-pill]').focus()
  await page.keyboard.press('Enter')
  const choice = reader(page, names.readerB).locator('[data-test=move-to]')
  await choice.focus()
  // Choosing alone changes nothing: every arrow key would move the reader.
  await page.keyboard.press('ArrowUp')
  expect(await choice.evaluate((list: HTMLSelectElement) => list.selectedOptions[0]?.label)).toBe(names.a)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('[data-test=said]', { hasText: `${names.readerB} を「${names.a}」に移しました` }).waitFor()
  expect((await find(names.readerB)).counterId).toBe((await find(names.readerA)).counterId)
  await box.stop()
})

test('ON and OFF by a person: OFF says so at the counter and in the list, and takes no touch', async () => {
  const { box, act } = await serveReader()
  const page = await openWindow(box.url)
  await signInPage(page)
  await listening(page)
  await page.locator('[data-test=reader-pill]').click()
  const power = page.getByRole('switch')
  expect(await power.innerText()).toBe('ON')
  await power.click()
  await page.locator('[data-test=reader][data-on=false]').waitFor()
  expect([await power.innerText(), await power.getAttribute('aria-checked')]).toEqual(['OFF', 'false'])
  await page.locator('[data-test=reader-note]').getByText('OFF にしてあります').waitFor()
  await page.locator('[data-test=reader-pill]', { hasText: 'OFF 1台' }).waitFor()
  await act({ do: 'tap', card: cardId })
  await note(page, 'reader-off').waitFor()
  await page.locator('[data-test=back]:visible').click()
  await page.locator('[data-test=no-reader]').getByText('リーダーが OFF です').waitFor()
  expect(await row(page).count()).toBe(0)
  // The hint leads to what mends it; by keyboard.
  await page.locator('[data-test=no-reader] a').focus()
  await page.keyboard.press('Enter')
  await power.focus()
  await page.keyboard.press('Space')
  await page.locator('[data-test=reader][data-on=true]').waitFor()
  await page.locator('[data-test=back]:visible').click()
  await settled(page, () => act({ do: 'tap', card: cardId }))
  await box.stop()
})

test('unplugged it is OFF by itself and ON by itself when it is back; a person’s OFF stays', async () => {
  const { box, act } = await serveReader()
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.locator('[data-test=reader-pill]').click()
  const [on, off] = ['true', 'false'].map((value) => page.locator(`[data-test=reader][data-on=${value}]`)) as [
    ReturnType<Page['locator']>,
    ReturnType<Page['locator']>,
  ]
  await on.waitFor()
  await act({ do: 'unplug' })
  await off.waitFor()
  await page.getByText('外れているため OFF です。差すと自動で ON になります。').waitFor()
  await page.locator('[data-test=reader-pill]', { hasText: '1台 切断' }).waitFor()
  await act({ do: 'plug' })
  await on.waitFor()
  await page.getByRole('switch').click()
  await off.waitFor()
  await act({ do: 'unplug' })
  await page.getByText('差しても OFF のままです').waitFor()
  await act({ do: 'plug' })
  await page.locator('[data-test=reader-note]').getByText('タッチしても患者リストに入りません').waitFor()
  expect(await off.count()).toBe(1)
  await box.stop()
})

test('two pages change the same reader: the second sees both versions, and nothing of the first is undone', async () => {
  const { box, reader: find } = await serveCounters()
  const [first, second] = await Promise.all([openAt(box.url, names.a), openAt(box.url, names.b)])
  for (const page of [first, second]) {
    await page.locator('[data-test=reader-pill]').click()
    await reader(page, names.readerB).waitFor()
  }
  const before = await find(names.readerB)
  // The second page has not heard yet: until it asks for its own change it sees what it saw last.
  const old = await second.evaluate(async () => (await fetch('/api/status')).text())
  await second.route('**/api/status', (route) => route.fulfill({ contentType: 'application/json', body: old }))
  await second.route('**/api/readers/*', async (route) => {
    await second.unroute('**/api/status')
    await route.continue()
  })
  await reader(first, names.readerB).getByRole('switch').click()
  await first.locator('[data-test=said]', { hasText: 'OFF にしました' }).waitFor()
  await reader(second, names.readerB).locator('[data-test=move-to]').selectOption({ label: names.a })
  await reader(second, names.readerB).locator('[data-test=move]').click()
  const conflict = second.locator('[data-test=conflict]')
  await conflict.getByText(`${names.b}・OFF`).waitFor()
  expect(await conflict.innerText()).toContain(`${names.a}・OFF`)
  const now = await find(names.readerB)
  expect([now.isWanted, now.counterId]).toEqual([false, before.counterId])
  expect(await reader(second, names.readerB).getAttribute('data-on')).toBe('false')
  await conflict.locator('[data-test=keep-mine]').click()
  await second.locator('[data-test=said]', { hasText: `「${names.a}」に移しました` }).waitFor()
  await box.stop()
})

test('the swap test counts touches as they are made and ends with what they show', async () => {
  const { box, act } = await serveReader()
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.locator('[data-test=reader-pill]').click()
  await page.locator('[data-test=health]').click()
  await page.locator('[data-test=report][data-verdict=unused]').waitFor()
  await page.locator('[data-test=start-swap]').click()
  const round = (step: string) => page.locator(`[data-test=swap-round][data-step=${step}]`)
  await page.locator('[data-test=swap][data-step=as-is]').waitFor()
  for (let time = 0; time < 6; time++) await act({ do: 'tap', card: cardId })
  for (let time = 0; time < 4; time++) await act({ do: 'mute' })
  await round('as-is').getByText('読めた 6回　失敗 4回').waitFor()
  await page.locator('[data-test=next-swap]').click()
  await act({ do: 'unplug' })
  await act({ do: 'plug' })
  for (let time = 0; time < 10; time++) await act({ do: 'tap', card: cardId })
  await round('other-port').getByText('読めた 10回　失敗 0回').waitFor()
  await page.locator('[data-test=stop-swap]').click()
  await page.locator('[data-test=swap-conclusion]').waitFor()
  // Another window that opens the page sees the same.
  await page.reload()
  await page.locator('[data-test=swap-conclusion]').waitFor()
  await box.stop()
})

test('the page of a reader prints on one sheet of A4, however much there is to say', async () => {
  const { box, act, reader: find } = await serveReader()
  await act({ do: 'tap', card: cardId })
  const { id } = await find(names.readerA)
  const page = await openWindow(box.url)
  await signInPage(page)
  const health = await page.evaluate(
    async (path) => (await (await fetch(path)).json()) as ReaderHealth,
    `/api/readers/${id}/health`,
  )
  const day = health.days[0]!
  const full: ReaderHealth = {
    ...health,
    report: {
      ...health.report,
      verdict: 'contact',
      evidence: Array.from(
        { length: 8 },
        (_, n) => `過去30日: 抜けた回数 ${n + 1}4(同じ台数の他のリーダー 0)、通信エラー ${n}2`,
      ),
      steps: Array.from(
        { length: 5 },
        () =>
          '延長ケーブルと USB ハブを外し、箱の USB にじかに差してください。届かないときは、電源付きのハブか、付属のケーブルだけでつないでください。',
      ),
      vendor: Array.from(
        { length: 4 },
        () => 'USB の抜け 14 回、通信エラー 22 回(過去30日)。ケーブル交換後も続いています。',
      ),
    },
    usb: { port: '1-2.3', speedMbps: 12, hubs: 1 },
    days: Array.from({ length: 92 }, (_, n) => ({ ...day, on: `2026-0${1 + (n % 9)}-${10 + (n % 18)}` })),
    events: Array.from({ length: 100 }, (_, n) => ({ at: day.on.length * 1e11 - n * 1e6, text: 'USB から抜けました' })),
    swapTest: {
      step: 'done',
      instruction: '',
      conclusion: 'ケーブルか差し込み口が悪いようです。',
      rounds: (['as-is', 'other-port', 'other-reader'] as const).map((step) => ({
        step,
        readerId: id,
        label: names.readerA,
        startedAt: 0,
        touches: 6,
        errors: 4,
        unplugs: 1,
      })),
    },
    machine: [
      {
        code: 'autosuspend',
        state: 'warning',
        text: 'USB の自動サスペンドが有効です',
        next: 'udev の規則を入れてください。',
      },
    ],
  }
  await page.route('**/health', (route) => route.fulfill({ json: full }))
  await page.goto(`/readers/${id}`)
  await page.locator('[data-test=all-days]').click()
  await expectNoSidewaysScroll(page)
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  await box.stop()
})
