import { mkdirSync, renameSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { storeFile } from '../server/main.ts'
import { tokyoDate, tokyoTime } from '../server/domain/calendar-date.ts'
import { writeNsipsFile, type WrittenFile } from '../server/demo/nsips-file.ts'
import { saveCard } from '../server/store/cards.ts'
import { linkPatient, saveMember } from '../server/store/members.ts'
import { openStore } from '../server/store/open.ts'
import { searchPatients } from '../server/store/patients.ts'
import { desk, expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { initData, run, serve, writeSips } from './support/serve.ts'
import { takeIn, testFile, testPerson } from './support/store.ts'

const cardId = '0123456789ABCDEF'

/** A file as the receipt computer would send it now. */
function todayFile(changes: Partial<WrittenFile> = {}): WrittenFile {
  const now = Date.now()
  const today = tokyoDate(now).replaceAll('-', '')
  return testFile({
    number: `${today.slice(2)}000012001`,
    sentAt: today + tokyoTime(now).replaceAll(':', ''),
    dispensedOn: today,
    ...changes,
  })
}

/** A pharmacy where 試験 花子 has a history and a card. */
function initWithMember(): { dataDir: string; sips: string } {
  const folders = initData()
  const opened = openStore({ file: storeFile(folders.dataDir), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  takeIn(store, testFile())
  store.write(() => {
    const patient = searchPatients(store, testPerson.code, null, 1)[0]!
    const memberId = saveMember(store, patient)
    linkPatient(store, memberId, patient.id)
    saveCard(store, memberId, cardId)
  })
  store.close()
  return folders
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return String(port)
}

test('a file of the receipt computer becomes a row on two open pages, and its detail shows what was dispensed', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips)
  const [counter, shelf] = await Promise.all([openWindow(box.url), openWindow(box.url, tablet)])
  for (const page of [counter, shelf]) {
    await signInPage(page)
    await page.locator('[data-test=tab-dispensings]').click()
    await page.locator('[data-test=no-dispensings]').waitFor()
  }
  writeSips(sips, writeNsipsFile(todayFile()))
  for (const page of [counter, shelf]) {
    const row = page.locator('[data-test=dispensing-row]')
    await row.waitFor()
    expect(await row.innerText()).toMatch(/シケン ハナコ[\s\S]*試験　花子/)
  }
  await counter.locator('[data-test=dispensing-row]').click()
  await counter.locator('[data-test=dispensing-card]').first().waitFor()
  const card = counter.locator('[data-test=dispensing-card]').first()
  await card.getByText('試験用錠').waitFor()
  expect(await card.innerText()).toMatch(/１日３回毎食後[\s\S]*1回2錠[\s\S]*14日分[\s\S]*服薬期間中[\s\S]*84錠/)
  expect(await counter.locator('[data-test=last-received]').innerText()).toMatch(/\d\d:\d\d:\d\d/)
  // A correction that arrives while the page is open shows without a touch of the mouse.
  writeSips(
    sips,
    writeNsipsFile(
      todayFile({ action: 'U', revision: 1, drugs: [{ ...testFile().drugs[0]!, name: '差替用錠１００ｍｇ' }] }),
    ),
  )
  await card.getByText('差替用錠').waitFor()
  await box.stop()
})

test('a touch shows on every open page at once; an unknown card makes a row that says so', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const pages = await Promise.all([openWindow(box.url), openWindow(box.url, tablet)])
  for (const page of pages) {
    await signInPage(page)
    // The very first day: the list is empty until a notebook is presented.
    await page.locator('[data-test=first-day]').waitFor()
  }
  run(['tap', cardId, '--data', dataDir])
  for (const page of pages) {
    const row = page.locator('[data-test=visit-row]').first()
    await row.waitFor()
    expect(await row.innerText()).toMatch(
      /\d\d:\d\d[\s\S]*シケン ハナコ[\s\S]*試験　花子[\s\S]*女性[\s\S]*1968年04月07日 \(5\d歳\)[\s\S]*設定済/,
    )
    expect(await page.locator('[data-test=announcer]').innerText()).toMatch(/試験　花子|手帳/)
  }
  run(['tap', 'FFFFFFFFFFFFFFFF', '--data', dataDir])
  for (const page of pages) {
    await page.getByRole('cell', { name: '未登録のカード' }).waitFor()
    expect(await page.locator('[data-test=visit-row]').count()).toBe(2)
  }
  const headings = await pages[0].locator('thead th').allInnerTexts()
  expect(headings).toEqual(['表示日時', '氏名 (カナ)', '性別', '生年月日 (年齢)', 'お薬自動登録'])
  expect(await pages[0].locator('[data-test=day]').first().innerText()).toMatch('本日')
  expect(await pages[0].locator('[data-test=empty-day]').first().innerText()).toBe('患者様はいません')
  await box.stop()
})

test('while the box restarts a page keeps its rows, and catches up without a reload and with nothing missed', async () => {
  const { dataDir, sips } = initWithMember()
  const port = await freePort()
  const flags = ['--nsips', sips, '--reader', 'virtual', '--port', port]
  const box = await serve(dataDir, ...flags)
  const page = await openWindow(box.url)
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').waitFor()
  await page.evaluate(() => Object.assign(window, { wasNeverReloaded: true }))

  await box.stop('SIGKILL')
  await page.locator('[data-test=link-banner]').waitFor()
  expect(await page.locator('[data-test=visit-row]').count()).toBe(1)
  const again = await serve(dataDir, ...flags)
  for (let time = 0; time < 3; time++) run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').nth(3).waitFor()
  await page.locator('[data-test=link-banner]').waitFor({ state: 'detached' })
  expect(await page.locator('[data-test=visit-row]').count()).toBe(4)
  expect(await page.evaluate(() => 'wasNeverReloaded' in window)).toBe(true)
  await again.stop()
})

test('everything is within reach by keyboard alone', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const page = await openWindow(box.url)
  await signInPage(page)
  run(['tap', 'FFFFFFFFFFFFFFFF', '--data', dataDir])
  run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').nth(1).waitFor()
  // A touch takes the focus from nobody; the first arrow key goes to the newest row.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.locator('[data-test=person-header]').waitFor()
  expect(await page.locator('[data-test=person-header]').innerText()).toMatch(/試験　花子/)
  await page.keyboard.press('Escape')
  await page.locator('[data-test=visit-row]').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('しけん')
  await page.locator('[data-test=search-result]').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/patients\//)
  await page.keyboard.press('F1')
  await page.locator('[data-test=help-keys]').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=help-keys]').waitFor({ state: 'hidden' })
  await box.stop()
})

test.each([
  ['1366×768', desk],
  ['tablet', tablet],
])('nothing sticks out at the right on %s', async (_name, viewport) => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const page = await openWindow(box.url, viewport)
  await expectNoSidewaysScroll(page)
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  const longName = {
    ...testPerson,
    code: '00009999',
    name: '寿限無寿限無五劫　擦切海砂利水魚',
    kana: 'ｼﾞｭｹﾞﾑｼﾞｭｹﾞﾑｺﾞｺｳﾉ ｽﾘｷﾚｶｲｼﾞｬﾘｽｲｷﾞｮ',
  }
  writeSips(sips, writeNsipsFile(todayFile({ person: longName })))
  writeSips(sips, { name: 'A26040300009900100000.txt', bytes: Buffer.from('こわれたファイル\r\n') })
  await page.locator('[data-test=visit-row]').waitFor()
  await expectNoSidewaysScroll(page)
  await page.locator('[data-test=tab-dispensings]').click()
  await page.locator('[data-test=dispensing-row]').click()
  await page.locator('[data-test=dispensing-card]').first().waitFor()
  await expectNoSidewaysScroll(page)
  await page.goto('/intake')
  await page.locator('[data-test=rejected-row]').waitFor()
  await expectNoSidewaysScroll(page)
  await box.stop()
})

test('the feed says on every page what is wrong and what to do, and recovers by itself', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips)
  const page = await openWindow(box.url)
  await signInPage(page)
  const pill = page.locator('[data-test=feed-pill]')
  const state = (name: string) => page.locator(`[data-test=feed-pill][data-state=${name}]`).waitFor()
  renameSync(sips, `${sips}-away`)
  await state('unreachable')
  await pill.click()
  await page.locator('[data-test=folder][data-reach=missing]').waitFor()
  renameSync(`${sips}-away`, sips)
  await page.locator('[data-test=folder][data-reach=ok]').waitFor()

  writeSips(sips, { name: 'A26040300009900100000.txt', bytes: Buffer.from('こわれたファイル\r\n') })
  await page.locator('[data-test=rejected-row]').waitFor()
  await state('rejected')
  expect(await page.locator('[data-test=issue]').first().innerText()).toMatch(/1/)
  await page.locator('[data-test=retry-file]').click()
  await page.locator('[data-test=rejected-row]').waitFor()
  mkdirSync(join(sips, 'JAHISCZK'))
  await box.stop()
})

test('signing out, or a session that has ended, leads back to the sign-in page with nothing left on the screen', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const page = await openWindow(box.url)
  await page.locator('input[name=id]').fill('kanri')
  await page.locator('input[name=password]').fill('wrong password')
  await page.keyboard.press('Enter')
  await page.locator('[data-test=sign-in-error]').waitFor()
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').waitFor()
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=sign-out]').click()
  await page.locator('input[name=password]').waitFor()
  expect(await page.locator('body').innerText()).not.toMatch('試験')
  await box.stop()
})
