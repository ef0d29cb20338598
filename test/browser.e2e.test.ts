import { renameSync } from 'node:fs'
import { expect, test } from 'vitest'
import { writeNsipsFile } from '../server/demo/nsips-file.ts'
import { desk, expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { cardId, initWithMember, todayFile, writeBroken, writeMended } from './support/pharmacy.ts'
import { run, serve, writeSips } from './support/serve.ts'
import { testFile, testPerson } from './support/store.ts'

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
    await expect
      .poll(() => page.locator('[data-test=announcer]').innerText())
      .toMatch(/^手帳提示 \d\d:\d\d 試験　花子様$/)
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
  await page.locator('[data-test=person-header]').getByText('試験　花子').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=visit-row]').first().waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('しけん')
  await page.locator('[data-test=search-result]').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/(members|patients)\//)
  await page.keyboard.press('F1')
  await page.locator('[data-test=manual-chapter]').getByRole('heading', { level: 1, name: '患者詳細' }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=manual-chapter]').waitFor({ state: 'detached' })
  await page.waitForURL(/\/(members|patients)\//)
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
  writeBroken(sips)
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

  await page.locator('[data-test=feed-state][data-state=waiting], [data-test=feed-state][data-state=ok]').waitFor()
  await box.stop()
})

test('a file that cannot be read says why, can be read again, and is gone when the prescription is sent anew', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips)
  const page = await openWindow(box.url)
  await signInPage(page)
  const pill = (state: string) => page.locator(`[data-test=feed-pill][data-state=${state}]`)
  writeBroken(sips)
  await pill('rejected').click()
  const row = page.locator('[data-test=rejected-row]')
  await row.and(page.locator('[data-attempts="1"]')).waitFor()
  expect(await page.locator('[data-test=issue]').innerText()).toMatch(/^1\s+0\s+先頭の行が見出し[\s\S]*header-missing$/)
  await page.locator('[data-test=retry-file]').click()
  // The bytes are the same, so it fails again: the second try shows.
  await row.and(page.locator('[data-attempts="2"]')).waitFor()
  expect(await row.count()).toBe(1)
  writeMended(sips)
  await page.locator('[data-test=no-rejected]').waitFor()
  await pill('ok').waitFor()
  await page.locator('[data-test=dismissed] summary').click()
  await page.locator('[data-test=dismissed-row][data-attempts="2"]').waitFor()
  await box.stop()
})

test('a file that was seen to leaves every list and mark, and comes back when that was a slip', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips)
  const [page, other] = await Promise.all([openWindow(box.url), openWindow(box.url, tablet)])
  await signInPage(page)
  await signInPage(other)
  const pill = (state: string) => page.locator(`[data-test=feed-pill][data-state=${state}]`)
  writeBroken(sips)
  for (const one of [page, other]) {
    await one.locator('[data-test=feed-pill][data-state=rejected]').click()
    await one.locator('[data-test=rejected-row]').waitFor()
  }
  await page.locator('[data-test=dismiss-file]').click()
  for (const one of [page, other]) {
    await one.locator('[data-test=no-rejected]').waitFor()
    await one.locator('[data-test=feed-pill]:not([data-state=rejected])').waitFor()
  }
  // The keyboard stands on what takes it back.
  await page.keyboard.press('Enter')
  await page.locator('[data-test=rejected-row]').waitFor()
  await pill('rejected').waitFor()
  await other.locator('[data-test=rejected-row]').waitFor()

  await page.locator('[data-test=dismiss-file]').click()
  await page.locator('[data-test=no-rejected]').waitFor()
  await other.locator('[data-test=dismissed] summary').click()
  await other.locator('[data-test=restore-file]').click()
  await page.locator('[data-test=rejected-row]').waitFor()
  await box.stop()
})

test('what is odd about a dispensing stands on it, in the list and in the history of its files', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips)
  const page = await openWindow(box.url)
  await signInPage(page)
  await page.locator('[data-test=tab-dispensings]').click()
  const row = page.locator('[data-test=dispensing-row]')
  writeSips(sips, writeNsipsFile(todayFile()))
  await row.waitFor()
  expect(await page.getByRole('img', { name: '注意あり' }).count()).toBe(0)
  writeSips(sips, writeNsipsFile(todayFile({ action: 'U', revision: 1, person: { ...testPerson, code: '00005678' } })))
  await page.getByRole('img', { name: '注意あり' }).waitFor()
  await row.click()
  const warning = page.locator('[data-test=dispensing-card] [data-test=warning][data-code=patient-changed]')
  await warning.waitFor()
  expect(await warning.innerText()).toMatch(/患者番号がほかの版と違います[\s\S]*レセコンの画面で確かめてください/)
  await page.locator('[data-test=revisions]').click()
  await page.locator('[data-test=revisions-table] [data-test=warning][data-code=patient-changed]').waitFor()
  await box.stop()
})

test('signing out leads back to the sign-in page, a session that has ended hides the page: nothing is left to be read', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const page = await openWindow(box.url)
  await page.locator('input[name=id]').fill('kanri')
  await page.locator('input[name=password]').fill('wrong password')
  await page.keyboard.press('Enter')
  await page.locator('[data-test=sign-in-error]').waitFor()
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  await page.getByText('試験').first().waitFor()
  await page.locator('[data-test=account]').click()
  await page.locator('[data-test=sign-out]').click()
  await page.locator('input[name=password]').waitFor()
  expect(await page.getByText('試験').count()).toBe(0)
  // Another page of the same PC signs out: this one is hidden, and says why.
  await signInPage(page)
  await page.getByText('試験').first().waitFor()
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
  await page.getByText('サインインが終わりました').waitFor()
  for (const name of await page.getByText('試験').all()) expect(await name.isVisible()).toBe(false)
  await box.stop()
})
