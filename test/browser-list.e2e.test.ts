import { expect, test } from 'vitest'
import { writeNsipsFile } from '../server/demo/nsips-file.ts'
import { storeFile } from '../server/main.ts'
import { saveMember } from '../server/store/members.ts'
import { openStore } from '../server/store/open.ts'
import { saveVisit } from '../server/store/visits.ts'
import { desk, expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { initWithMember, todayFile } from './support/pharmacy.ts'
import { run, serve, writeSips } from './support/serve.ts'
import { testPerson } from './support/store.ts'

/** Members who presented their notebooks, each a second apart, the last one a second ago */
function addVisits(dataDir: string, count: number, now: number): void {
  const opened = openStore({ file: storeFile(dataDir), now: () => now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  store.write(() => {
    for (let index = 0; index < count; index++) {
      const kana = `ミホン ${String(index).padStart(3, '0')}`
      const memberId = saveMember(store, {
        name: `見本　${String(index)}`,
        kana,
        sex: 'unknown',
        birthOn: '1950-05-05',
      })
      const at = now - (count - index) * 1000
      saveVisit(store, {
        memberId,
        cardHash: null,
        via: 'manual',
        reader: null,
        presentedAt: at,
        counterId: null,
        touchKey: null,
      })
    }
  })
  store.close()
}

test('somebody is found and opened by keyboard alone, as a member where there is one, else as a patient', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips)
  writeSips(
    sips,
    writeNsipsFile(
      todayFile({
        person: {
          ...testPerson,
          code: '00007777',
          name: '架空　次郎',
          birthOn: '19510203',
          kana: 'ｶｸｳ ｼﾞﾛｳ',
          phones: ['090-0000-4321'],
        },
      }),
    ),
  )
  const page = await openWindow(box.url)
  await signInPage(page)
  const results = page.locator('[data-test=search-result]')
  const find = async (typed: string) => {
    await page.keyboard.press('F12')
    await page.keyboard.type(typed)
    await results.first().waitFor()
    return results.allInnerTexts()
  }
  for (const typed of ['shiken', 'しけん', 'はなこ', '花子', '1234', 's43.4.7', 'しけん 1968']) {
    expect(await find(typed)).toEqual([expect.stringMatching(/試験　花子[\s\S]*会員[\s\S]*00001234/)])
    await page.keyboard.press('Escape')
  }
  await find('hanako')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/members\//)
  expect(await find('4321')).toEqual([expect.stringMatching(/架空　次郎[\s\S]*患者[\s\S]*00007777/)])
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/patients\//)
  // Enter before the answer waits for it, and never opens whom a shorter text had found.
  await page.keyboard.press('F12')
  await page.keyboard.type('試験', { delay: 0 })
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/members\//)
  await box.stop()
})

test('a storm of pushed visits moves neither what is looked at, nor the keyboard, nor what is marked', async () => {
  const { dataDir, sips } = initWithMember()
  const now = Date.now()
  // Before all those of the storm, so that every one of them comes in above.
  addVisits(dataDir, 60, now - 400_000)
  const box = await serve(dataDir, '--nsips', sips)
  const page = await openWindow(box.url)
  await signInPage(page)
  const rows = page.locator('[data-test=visit-row]')
  await rows.nth(59).waitFor()
  const id = await rows.nth(45).getAttribute('data-visit-id')
  const row = page.locator(`[data-visit-id="${id ?? ''}"]`)
  await row.scrollIntoViewIfNeeded()
  const mark = () =>
    row.evaluate((element) => {
      const name = element.querySelector('a')?.lastChild
      if (name) getSelection()?.setBaseAndExtent(name, 0, name, 2)
      // Marking text takes the keyboard along to the link it stands in.
      ;(element as HTMLElement).focus({ preventScroll: true })
      return element.getBoundingClientRect().top
    })
  const before = await mark()
  addVisitsOverHttp()
  await rows.nth(259).waitFor({ timeout: 60_000 })
  const after = await row.evaluate((element) => ({
    top: element.getBoundingClientRect().top,
    hasFocus: (element.getRootNode() as ShadowRoot).activeElement === element,
    marked: getSelection()?.toString(),
  }))
  expect(after.hasFocus).toBe(true)
  expect(after.marked).toBe('見本')
  expect(Math.abs(after.top - before)).toBeLessThan(4)
  // Newest on top: the order is that of the visits.
  const times = await rows.locator('.time').allInnerTexts()
  expect(times.length).toBeGreaterThanOrEqual(260)
  await box.stop()

  function addVisitsOverHttp() {
    addVisits(dataDir, 200, Date.now())
    // Rows that another process wrote are told of with the next commit of the box.
    writeSips(sips, writeNsipsFile(todayFile()))
  }
})

test('the list leads on: an unknown card to a new card and to other notebooks, 未設定 to its setting', async () => {
  const { dataDir, sips } = initWithMember()
  addVisits(dataDir, 1, Date.now() - 1000)
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const page = await openWindow(box.url)
  await signInPage(page)
  run(['tap', 'FFFFFFFFFFFFFFFF', '--data', dataDir])
  const unknown = page.locator('tr.unknown')
  await unknown.getByText('新規カード発行').click()
  // It has begun at once; the way back does not begin another.
  await page.waitForURL('**/cards/*-*')
  await page.goBack()
  await unknown.getByText('他社手帳閲覧').click()
  await page.waitForURL('**/outside')
  await page.goBack()
  const unset = page.locator('[data-test=set-link]')
  expect(await unset.innerText()).toBe('未設定')
  await unset.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/links\/[0-9a-f-]{36}$/)
  await box.stop()
})

test.each([
  ['1366×768', desk],
  ['tablet', tablet],
])('the line on top leads to the work of the day and stays in its place on %s', async (_name, viewport) => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const page = await openWindow(box.url, viewport)
  await signInPage(page)
  await expectNoSidewaysScroll(page)
  if (viewport === desk) {
    const height = await page.locator('kb-header').evaluate((element) => element.getBoundingClientRect().height)
    expect(height).toBeLessThan(64)
  }
  for (const [menu, way, path] of [
    ['issue-menu', 'new-card', '/cards/*-*'],
    ['issue-menu', 'again-card', '/cards/*-*'],
    ['work-menu', 'to-outside', '/outside'],
    ['work-menu', 'to-links', '/links'],
    ['work-menu', 'to-images', '/images'],
  ] as const) {
    await page.locator(`[data-test=${menu}]`).click()
    await page.locator(`[data-test=${way}]`).click()
    await page.waitForURL(`**${path}`)
  }
  await page.locator('[data-test=bell]').click()
  await page.waitForURL('**/notices')
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=to-account]').click()
  await page.waitForURL('**/account')
  await page.keyboard.press('F9')
  await page.waitForURL('**/cards')
  await page.goto('/outside')
  await page.locator('[data-test=outside-code]').waitFor()
  await expectNoSidewaysScroll(page)
  await box.stop()
})

test('one press of the 50音 index lists whoever is read so, by touch and by keyboard, page after page', async () => {
  const { dataDir, sips } = initWithMember()
  addVisits(dataDir, 40, Date.now())
  const box = await serve(dataDir, '--nsips', sips)
  const page = await openWindow(box.url, tablet)
  await signInPage(page)
  const results = page.locator('[data-test=search-result]')
  const rows = page.locator('[data-test=kana-row]')
  await page.locator('[data-test=search]').click()
  expect(await rows.allInnerTexts()).toEqual(Array.from('あかさたなはまやらわ他'))
  for (const row of await rows.all()) {
    const { width, height } = (await row.boundingBox())!
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
  }
  await expectNoSidewaysScroll(page)
  await rows.filter({ hasText: 'ま' }).click()
  await expect.poll(() => results.count()).toBe(30)
  expect(await results.first().innerText()).toMatch(/ミホン 000/)
  await page.locator('[data-test=search-more]').click()
  await expect.poll(() => results.count()).toBe(40)
  await page.locator('[data-test=kana-letter]', { hasText: 'め' }).click()
  await page.getByText('この文字で始まる方はいません').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('[data-test=kana-letter]').count()).toBe(0)
  // By keyboard: to the index, to さ, into the list, and in.
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect.poll(() => results.allInnerTexts()).toEqual([expect.stringMatching(/試験　花子/)])
  // The keyboard stays on the key: on to the letters, and back to the row.
  expect(await rows.filter({ hasText: 'さ' }).evaluate((key) => key.matches(':focus'))).toBe(true)
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.getByText('この文字で始まる方はいません').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect.poll(() => results.allInnerTexts()).toEqual([expect.stringMatching(/試験　花子/)])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/members\//)
  await page.keyboard.press('F12')
  await page.keyboard.press('Escape')
  await expect.poll(() => rows.first().isVisible()).toBe(false)
  await box.stop()
})

test('while the index is made the mark stays with the person, and nobody else comes under the pointer', async () => {
  const { dataDir, sips } = initWithMember()
  addVisits(dataDir, 3, Date.now())
  const box = await serve(dataDir, '--nsips', sips)
  const page = await openWindow(box.url)
  await signInPage(page)
  // The box knows more of them each time, and the one who is found last comes first.
  const all = (await box.getJson('/api/people?q=%E3%83%9F%E3%83%9B%E3%83%B3')).items
  expect(all).toHaveLength(3)
  const asked = new Set<string>()
  await page.route('**/api/people?*', (route) => {
    const url = route.request().url()
    const items = asked.has(url) ? all : all.slice(1)
    asked.add(url)
    return route.fulfill({ json: { items, next: null, preparing: 40 } })
  })
  const results = page.locator('[data-test=search-result]')
  const marked = page.locator('[data-test=search-result][aria-selected=true]')
  await page.keyboard.press('F12')
  await page.keyboard.type('みほん')
  await results.nth(1).waitFor()
  await page.keyboard.press('ArrowDown')
  const who = await marked.innerText()
  expect(who).toContain('ミホン 002')
  await results.nth(2).waitFor()
  expect(await marked.innerText()).toBe(who)
  await page.keyboard.type('0')
  await results.nth(2).waitFor({ state: 'detached' })
  const [first] = await results.allInnerTexts()
  await results.first().hover()
  await page.locator('[data-test=show-news]').getByText('新しい 1件').waitFor()
  expect((await results.allInnerTexts())[0]).toBe(first)
  // Another button of the mouse opens nobody.
  await results.first().click({ button: 'right' })
  expect(new URL(page.url()).pathname).toBe('/')
  await page.locator('[data-test=show-news]').click()
  await results.nth(2).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/members\//)
  await box.stop()
})

test('a code of another notebook is read forgivingly, is not sent anywhere, and nothing is made up for it', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips)
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.goto('/outside')
  const code = page.locator('[data-test=outside-code]')
  const answer = page.locator('[data-test=outside-answer]')
  await code.waitFor()
  expect(await answer.innerText()).toMatch(/e薬Link につながっていません/)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('120456')) asked.push(request.url())
  })
  await code.fill('１２Ｏ ４５６')
  await page.keyboard.press('Enter')
  expect(await answer.innerText()).toMatch(/コード 120456 の手帳は読み込めません/)
  await code.fill('あ')
  await page.keyboard.press('Enter')
  expect(await page.locator('[data-test=wrong-code]').innerText()).toMatch(/英字と数字だけ/)
  expect(await code.inputValue()).toBe('あ')
  await page.locator('[data-test=guide-app]').fill('見本アプリ')
  await page.locator('[data-test=guide-steps]').fill('ひとつめ\nふたつめ')
  expect(await page.locator('[data-test=guide-card]').innerText()).toMatch(/見本アプリ[\s\S]*ひとつめ[\s\S]*ふたつめ/)
  expect(asked).toEqual([])
  await box.stop()
})

test('a key that this PC chose for an action does it', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips)
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.goto('/account')
  await page.locator('[data-test=key-search]').selectOption('F9')
  expect(await page.locator('[data-test=key-card]').inputValue()).toBe('F12')
  await page.keyboard.press('F12')
  await page.waitForURL('**/cards')
  await page.keyboard.press('F9')
  await page.keyboard.type('1234')
  await page.locator('[data-test=search-result]').first().waitFor()
  await box.stop()
})
