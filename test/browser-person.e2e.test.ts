import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { writeNsipsFile, type WrittenDrug } from '../server/demo/nsips-file.ts'
import { storeFile } from '../server/main.ts'
import { openStore } from '../server/store/open.ts'
import { findPatientByCode } from '../server/store/patients.ts'
import { desk, expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { initWithMember, todayFile } from './support/pharmacy.ts'
import { serve, until, writeSips, type Served } from './support/serve.ts'
import { presentNotebook, testFile, testPerson } from './support/store.ts'

interface Opened {
  box: Served
  sips: string
  memberId: string
  open: (tab?: string, viewport?: { width: number; height: number }) => Promise<Page>
}

/** The page of 試験 花子, who has one dispensing of fourteen days. */
async function openPerson(): Promise<Opened> {
  const { dataDir, sips } = initWithMember()
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { memberId } = findPatientByCode(opened.store, '9999999', testPerson.code)!
  // The notebook was shown today: what others told may be read and written.
  presentNotebook(opened.store, memberId!)
  opened.store.close()
  const box = await serve(dataDir, '--nsips', sips)
  onTestFinished(() => box.stop())
  return {
    box,
    sips,
    memberId: memberId!,
    open: async (tab = '', viewport = desk) => {
      const page = await openWindow(box.url, viewport)
      await signInPage(page)
      await page.goto(`/members/${memberId!}${tab}`)
      await page.locator('[data-test=person-header]').getByText('試験　花子').waitFor()
      return page
    },
  }
}

/** What a paste would bring, byte for byte. */
async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    addEventListener(
      'paste',
      (event) => {
        document.documentElement.dataset['pasted'] = JSON.stringify(event.clipboardData?.getData('text/plain'))
      },
      { once: true },
    )
  })
  await page.keyboard.press('Control+V')
  const text = await until(() => page.evaluate(() => document.documentElement.dataset['pasted']))
  await page.evaluate(() => {
    delete document.documentElement.dataset['pasted']
  })
  return JSON.parse(text) as string
}

const card = '[data-test=dispensing-card]'
const said = (page: Page, text: string) => page.locator('[data-test=said]', { hasText: text }).waitFor()

test('a prescription or one drug is copied byte for byte, by button and by F4, without the clipboard of secure pages', async () => {
  const { sips, open } = await openPerson()
  const salve: WrittenDrug = {
    name: '試験軟膏０．１％',
    form: 4,
    usage: '１日２回　塗布',
    count: 0,
    perDay: 2,
    dose: '10',
    unit: 'ｇ',
  }
  writeSips(sips, writeNsipsFile(todayFile({ drugs: [...testFile().drugs, salve] })))
  const page = await open()
  // As on a page that came over plain HTTP from another machine.
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined })
  })
  await page.locator(card).nth(1).waitFor()
  const { year, month, day } = await page.evaluate(() => {
    const [year, month, day] = new Date().toLocaleDateString('sv', { timeZone: 'Asia/Tokyo' }).split('-').map(Number)
    return { year, month, day }
  })
  const today = `処方日：${String(year)}年${String(month)}月${String(day)}日`
  const drug = '試験用錠 250mg\r\n1日6錠 14日分'
  await page.locator('[data-test=copy-prescription]').first().click()
  await said(page, 'コピーしました')
  expect(await pasted(page)).toBe(`${today}\r\n${drug}\r\n試験軟膏 0.1%\r\n1日2回 塗布 全10g`)
  await page.locator('[data-test=copy-drug]').first().click()
  expect(await pasted(page)).toBe(`${today}\r\n${drug}`)
  // The arrow keys go from prescription to prescription; F4 takes the one they stand on.
  await page.locator('[data-test=tab-history]').focus()
  await page.locator(card).first().hover()
  await page.mouse.move(0, 0)
  await page.locator('kb-dispensing-card').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('F4')
  expect(await pasted(page)).toBe(`処方日：2026年4月3日\r\n${drug}`)
})

test('another person who is opened from this page gets the keyboard, and begins at the top of a low window', async () => {
  const { box, sips, open } = await openPerson()
  const person = { ...testPerson, code: '00007777', name: '架空　次郎', kana: 'ｶｸｳ ｼﾞﾛｳ', birthOn: '19510203' }
  writeSips(sips, writeNsipsFile(todayFile({ person })))
  await until(async () => (await box.getJson('/api/people?q=7777')).items.length > 0)
  // 200 % on a small screen: the page scrolls as one.
  const page = await open('', { width: 683, height: 384 })
  await page.goto('/')
  const scroll = (to: number) =>
    page.evaluate((top) => {
      scrollTo(0, top)
      return scrollY
    }, to)
  const find = async (typed: string) => {
    await page.keyboard.press('F12')
    await page.keyboard.type(typed)
    await page.locator('[data-test=search-result]').first().waitFor()
    // To reach the search box the page itself may move.
    const place = await page.evaluate(() => scrollY)
    await page.keyboard.press('Enter')
    return place
  }
  const slow = { timeout: 30_000 }
  const scrolled = () => expect.poll(() => page.evaluate(() => scrollY), slow)
  const hasKeyboard = () => page.locator('kb-person-panel').evaluate((panel) => panel.matches(':focus'))
  await page.locator('kb-list-panel [data-test=tab-dispensings]').waitFor()
  await scroll(120)
  const listTop = await find('hanako')
  expect(listTop).toBeGreaterThan(0)
  await page.locator(card).first().waitFor()
  await scrolled().toBe(0)
  await expect.poll(hasKeyboard, slow).toBe(true)
  expect(await scroll(200)).toBeGreaterThan(0)
  await find('7777')
  await page.locator('[data-test=person-header]').getByText('架空　次郎').waitFor()
  await scrolled().toBe(0)
  await expect.poll(hasKeyboard, slow).toBe(true)
  await page.goBack()
  await page.locator('[data-test=person-header]').getByText('試験　花子').waitFor()
  await page.goBack()
  await scrolled().toBe(listTop)
})

test('the details of a drug have four fields, and say which of them the receipt computer does not send', async () => {
  const { open } = await openPerson()
  const page = await open()
  await page.locator('[data-test=drug-detail]').first().click()
  const details = page.locator('[data-test=drug-details]')
  expect(await details.locator('dt').allInnerTexts()).toEqual(['補足', '服薬注意', '用法の補足', '処方服薬注意'])
  expect(await details.locator('dd').allInnerTexts()).toEqual([
    '記載なし',
    'レセコンのデータにはこの項目がありません',
    '記載なし',
    'レセコンのデータにはこの項目がありません',
  ])
})

test('a paper notebook’s record is typed in, shown with where it came from, corrected, taken away and brought back', async () => {
  const { open } = await openPerson()
  const [page, other] = [await open(), await open('', tablet)]
  for (const one of [page, other]) {
    await one.locator('[data-test=filter-elsewhere]').click()
    await one.locator('[data-test=empty]', { hasText: '他施設での調剤薬はありません' }).waitFor()
  }
  await page.locator('[data-test=add-outside]').click()
  const form = page.locator('[data-test=outside-form]')
  await form.waitFor()
  await page.locator('[data-test="field-dispensedOn"]').fill('きのう')
  await page.locator('[data-test="field-pharmacyName"]').fill('架空みどり薬局')
  await page.locator('[data-test="field-drugs/0/name"]').fill('他施設用錠５ｍｇ')
  await page.locator('[data-test="field-drugs/0/dose"]').fill('３')
  await page.locator('[data-test="field-drugs/0/count"]').fill('14')
  await page.locator('[data-test=save-outside]').click()
  await page.locator('[data-test=wrong-dispensedOn]').waitFor()
  await page.locator('[data-test="field-dispensedOn"]').fill('R8.4.2')
  await page.locator('[data-test=save-outside]').click()
  await form.waitFor({ state: 'detached' })
  for (const one of [page, other]) {
    await one.locator('[data-test=origin][data-source=paper]').waitFor()
    expect(await one.locator(card).innerText()).toMatch(
      /紙のお薬手帳から入力[\s\S]*2026年4月2日[\s\S]*他施設　架空みどり薬局[\s\S]*14日分/,
    )
    await expectNoSidewaysScroll(one)
  }
  await page.locator('[data-test=correct-outside]').click()
  await page.locator('[data-test="field-drugs/0/count"]').fill('7')
  await page.locator('[data-test=save-outside]').click()
  await other.getByText('7日分').waitFor()
  await page.locator('[data-test=remove-outside]').click()
  for (const one of [page, other]) await one.locator('[data-test=empty]').waitFor()
  await page.locator('[data-test=said] [data-test=undo]').click()
  for (const one of [page, other]) await one.locator(card).waitFor()
})

test('the same dispensing, told by a notebook as well, is shown once with the other record under it', async () => {
  const { open, box, memberId } = await openPerson()
  const page = await open()
  await page.locator(card).waitFor()
  const cookie = await box.signIn()
  const drug = { name: '試験用錠250mg', form: 'internal', dose: '6', unit: '錠', count: '14' }
  const content = { dispensedOn: '2026/4/3', pharmacyName: '見本薬局', drugs: [drug] }
  await fetch(`${box.url}/api/members/${memberId}/outside-dispensings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ content }),
  })
  const copies = page.locator('[data-test=copies]', { hasText: 'ほかの記録 1件' })
  await copies.getByRole('button').click()
  await copies.getByText('紙のお薬手帳から入力').waitFor()
  expect(await page.locator(card).count()).toBe(1)
})

test('からだの情報 stands beside the name on every screen; two who correct it see both versions and lose nothing', async () => {
  const { open } = await openPerson()
  const [page, other] = [await open('/body'), await open('/body', tablet)]
  await page.locator('[data-test=add-allergy]').click()
  await page.locator('[data-test=save-entry]').click()
  await page.locator('[data-test=wrong-text]').waitFor()
  await page.locator('[data-test=field-text]').fill('ペニシリン系')
  // Another page and back: what was typed is still there.
  await page.locator('[data-test=tab-history]').click()
  await page.locator('[data-test=tab-body]').click()
  expect(await page.locator('[data-test=field-text]').inputValue()).toBe('ペニシリン系')
  await page.keyboard.press('Enter')
  await page.locator('[data-test=save-entry]').click()
  for (const one of [page, other]) await one.locator('[data-test=alerts]', { hasText: 'ペニシリン系' }).waitFor()

  for (const one of [page, other]) await one.locator('[data-test=correct-entry]').click()
  await other.locator('[data-test=field-detail]').fill('息苦しさ')
  await page.locator('[data-test=field-detail]').fill('発疹')
  await page.locator('[data-test=save-entry]').click()
  await page.locator('[data-test=entry]', { hasText: '発疹' }).waitFor()
  await other.locator('[data-test=save-entry]').click()
  const conflict = other.locator('[data-test=conflict]')
  expect(await conflict.innerText()).toMatch(/息苦しさ[\s\S]*発疹/)
  await other.locator('[data-test=keep-mine]').click()
  for (const one of [page, other]) await one.locator('[data-test=entry]', { hasText: '息苦しさ' }).waitFor()

  await page.locator('[data-test=entry-history-button]').click()
  await page.locator('[data-test=entry-history]').waitFor()
  expect(await page.locator('[data-test=entry-history] li').count()).toBe(3)
  await page.keyboard.press('Escape')
  await page.locator('[data-test=remove-entry]').click()
  await page.locator('[data-test=confirm-removal]').click()
  await page.locator('[data-test=wrong-reason]').waitFor()
  await page.locator('[data-test=field-reason]').fill('検査で陰性')
  await page.locator('[data-test=confirm-removal]').click()
  for (const one of [page, other]) await one.locator('[data-test=alerts]').waitFor({ state: 'detached' })
  await page.locator('[data-test=undo]').click()
  for (const one of [page, other]) await one.locator('[data-test=alerts]').waitFor()
})

test('two who take the same からだの情報 away, or one while the other corrects it, see both versions and lose nothing', async () => {
  const { open, box, memberId } = await openPerson()
  const [page, other] = [await open('/body'), await open('/body', tablet)]
  await fetch(`${box.url}/api/members/${memberId}/body-notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await box.signIn() },
    body: JSON.stringify({ content: { kind: 'allergy', text: 'ペニシリン系', source: 'patient' } }),
  })
  for (const one of [page, other]) await one.locator('[data-test=remove-entry]').click()
  await other.locator('[data-test=field-reason]').fill('別の方の記録')
  await page.locator('[data-test=field-reason]').fill('検査で陰性')
  await page.locator('[data-test=confirm-removal]').click()
  await page.locator('[data-test=removed-entries]').waitFor()
  // The other PC hears of it, and its form stays where it is.
  await other.locator('[data-test=entry]:visible', { hasText: '検査で陰性' }).waitFor()
  expect(await other.locator('[data-test=field-reason]').inputValue()).toBe('別の方の記録')
  await other.locator('[data-test=confirm-removal]').click()
  const conflict = other.locator('[data-test=conflict]')
  expect(await conflict.innerText()).toMatch(/別の方の記録[\s\S]*検査で陰性/)
  await other.locator('[data-test=keep-mine]').click()
  await other.locator('[data-test=removal-form]').waitFor({ state: 'detached' })
  await page.locator('[data-test=removed-entries] summary').click()
  await page.locator('[data-test=removed-entries]', { hasText: '別の方の記録' }).waitFor()

  // Brought back, and taken away again while somebody corrects it.
  await other.locator('[data-test=entry-said] [data-test=undo]').click()
  for (const one of [page, other]) await one.locator('[data-test=alerts]', { hasText: 'ペニシリン系' }).waitFor()
  await other.locator('[data-test=correct-entry]').click()
  await other.locator('[data-test=field-detail]').fill('息苦しさ')
  await page.locator('[data-test=remove-entry]').click()
  await page.locator('[data-test=field-reason]').fill('聞き違い')
  await page.locator('[data-test=confirm-removal]').click()
  await other.locator('[data-test=alerts]').waitFor({ state: 'detached' })
  await other.locator('[data-test=save-entry]').click()
  expect(await conflict.innerText()).toMatch(/聞き違い[\s\S]*息苦しさ/)
  await other.locator('[data-test=keep-mine]').click()
  for (const one of [page, other]) await one.locator('[data-test=entry]:visible', { hasText: '息苦しさ' }).waitFor()
})

test('メモ and 市販薬 are written, taken away and brought back; a scanned JAN proposes the name typed last', async () => {
  const { open, box } = await openPerson()
  const page = await open('/memos')
  await page.locator('[data-test=add-all]').click()
  await page.locator('[data-test=field-origin-other-institution]').check()
  await page.locator('[data-test=field-author]').fill('架空内科クリニック')
  await page.locator('[data-test=field-text]').fill('朝の薬を変更')
  await page.locator('[data-test=save-entry]').click()
  const memo = page.locator('[data-test=entry]')
  expect(await memo.innerText()).toMatch(/他の医療機関[\s\S]*架空内科クリニック[\s\S]*朝の薬を変更/)
  await page.locator('[data-test=remove-entry]').click()
  await page.locator('[data-test=undo]').click()
  await page.locator('[data-test=tab-memos]', { hasText: '1' }).waitFor()

  await page.locator('[data-test=tab-history]').click()
  await page.locator('[data-test=filter-otc]').click()
  await page.locator('[data-test=add-all]').click()
  const cookie = await box.signIn()
  const scan = () =>
    fetch(`${box.url}/api/scans`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ counterId: null, text: '4901234567894' }),
    })
  await scan()
  await page.locator('[data-test=jan-unknown]').waitFor()
  expect(await page.locator('[data-test=field-jan]').inputValue()).toBe('4901234567894')
  await page.locator('[data-test=field-name]').fill('架空かぜ薬')
  await page.locator('[data-test=save-entry]').click()
  await page.locator('[data-test=taking-list]', { hasText: '架空かぜ薬' }).waitFor()
  await page.locator('[data-test=add-all]').click()
  await page.locator('[data-test=field-jan]').fill('4901234567894')
  await page.locator('[data-test=take-name]').click()
  expect(await page.locator('[data-test=field-name]').inputValue()).toBe('架空かぜ薬')
  await page.locator('[data-test=field-jan]').fill('4901234567890')
  await page.locator('[data-test=save-entry]').click()
  await page.locator('[data-test=wrong-jan]').waitFor()
  await expectNoSidewaysScroll(page)
})

test('Esc puts a form away and keeps what was typed, through the sign-out for the same person; F4 copies on 今回のお薬 whatever filter was chosen', async () => {
  const { sips, open } = await openPerson()
  writeSips(sips, writeNsipsFile(todayFile()))
  const page = await open()
  await page.locator('[data-test=taking-row]', { hasText: '１日３回毎食後' }).first().waitFor()
  await page.locator('[data-test=filter-otc]').click()
  await page.locator('[data-test=tab-current]').click()
  await page.locator(card).first().waitFor()
  await page.keyboard.press('F4')
  await said(page, 'コピーしました')

  await page.locator('[data-test=tab-memos]').click()
  const typed = page.locator('[data-test=field-text]')
  await page.locator('[data-test=add-all]').click()
  await typed.fill('書きかけのメモ')
  await page.keyboard.press('Escape')
  await page.locator('[data-test=entry-form]').waitFor({ state: 'detached' })
  await page.locator('[data-test=add-all]').click()
  expect(await typed.inputValue()).toBe('書きかけのメモ')

  const { pathname } = new URL(page.url())
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=sign-out]').click()
  await page.locator('input[name=id]').waitFor()
  await signInPage(page)
  // Within the page: a reload would forget by itself.
  await page.evaluate((path) => {
    history.pushState({}, '', path)
    dispatchEvent(new PopStateEvent('popstate', { state: {} }))
  }, pathname)
  // It waits open for whoever typed it.
  await typed.waitFor()
  expect(await typed.inputValue()).toBe('書きかけのメモ')
})

test('the details are drawn ahead where nobody sees, hears or reaches them; opened, they have the keyboard; back, the row has it', async () => {
  const { sips, open } = await openPerson()
  writeSips(sips, writeNsipsFile(todayFile()))
  const page = await open()
  await page.goto('/dispensings')
  const row = page.locator('[data-test=dispensing-row]').first()
  await row.hover()
  const ahead = page.locator(card).first()
  await ahead.waitFor({ state: 'attached' })
  expect(await ahead.isVisible()).toBe(false)
  expect(await page.getByRole('tab', { name: '今回のお薬', exact: false }).count()).toBe(0)
  const focusable = await ahead.evaluate((element) => {
    const button = element.querySelector('button')!
    button.focus()
    return button.matches(':focus')
  })
  expect(focusable).toBe(false)

  await row.click()
  await ahead.waitFor()
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.localName === 'kb-person-panel')
  await page.keyboard.press('Escape')
  await row.waitFor()
  expect(await ahead.isVisible()).toBe(false)
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.localName === 'kb-list-panel')
})

test('a patient who is no member is told how to become one', async () => {
  const { box, sips, open } = await openPerson()
  const page = await open()
  const stranger = { ...testPerson, code: '00009999', name: '架空　次郎', kana: 'ｶｸｳ ｼﾞﾛｳ' }
  writeSips(sips, writeNsipsFile(todayFile({ number: '261121000099001', person: stranger })))
  const day = () => box.getJson('/api/dispensings')
  const { patientId } = (await until(async () => (await day()).items[0])) as unknown as { patientId: string }
  await page.goto(`/patients/${patientId}/body`)
  await page.locator('[data-test=not-member]', { hasText: 'まだ会員ではありません' }).waitFor()
  await page.locator('[data-test=to-cards]').click()
  await page.waitForURL(/\/cards$/)
})
