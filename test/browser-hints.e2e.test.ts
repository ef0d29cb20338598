import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addDays, tokyoDate } from '../server/domain/calendar-date.ts'
import { bodyNotes } from '../server/store/body-notes.ts'
import { addEntry } from '../server/store/entries.ts'
import { linkPatient, saveMember } from '../server/store/members.ts'
import { openStore } from '../server/store/open.ts'
import { findPatientByCode } from '../server/store/patients.ts'
import { saveCard } from '../server/store/cards.ts'
import { storeFile } from '../server/main.ts'
import { expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { listening } from './support/counters.ts'
import { drug } from './support/hints.ts'
import { cardId } from './support/pharmacy.ts'
import { initData, serve, until, type Served } from './support/serve.ts'
import { takeIn, testFile, testPerson } from './support/store.ts'

const compact = (date: string): string => date.replaceAll('-', '')

/** 試験 花子 takes one ingredient from two institutions, and ワルファリン; an allergy to it is written down. */
async function openPharmacy(viewport?: { width: number; height: number }, ...args: string[]) {
  const { dataDir } = initData()
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  const today = tokyoDate(Date.now())
  const given = (n: number, institution: string, daysAgo: number, drugs: ReturnType<typeof drug>[]) => {
    const on = compact(addDays(today, -daysAgo))
    return testFile({
      number: `${on.slice(2)}00001200${String(n)}`,
      institution,
      institutionCode: `111000${String(n)}`,
      dispensedOn: on,
      sentAt: `${on}101530`,
      drugs,
    })
  }
  takeIn(
    store,
    given(1, '架空内科', 10, [
      drug('ロキソプロフェンＮａ錠６０ｍｇ「見本」'),
      drug('ワルファリンＫ錠１ｍｇ「見本」', {
        dose: '2',
        perDay: 1,
        perDose: '2',
        usage: '１日１回夕食後',
        count: 28,
      }),
      drug('アセトアミノフェン錠５００ｍｇ「見本」', { form: 3, dose: '1', perDay: 0, count: 10, usage: '発熱時' }),
    ]),
    given(2, '試験整形外科', 3, [drug('ロキソプロフェンＮａ錠６０ｍｇ「架空」')]),
  )
  const memberId = store.write(() => {
    const patient = findPatientByCode(store, '9999999', testPerson.code)!
    const id = saveMember(store, patient)
    linkPatient(store, id, patient.id)
    saveCard(store, id, cardId)
    return id
  })
  const note = { kind: 'allergy', text: 'ロキソプロフェンで発疹', source: 'patient' } as const
  addEntry(store, bodyNotes, memberId, note, { staffId: null })
  store.close()
  const box = await serve(dataDir, ...args)
  const page = await openWindow(box.url, viewport)
  await signInPage(page)
  return { box, page, memberId }
}

const hint = (page: Page, kind: string) => page.locator(`[data-test=hint][data-kind=${kind}]`)
const line = (page: Page, name: string) => page.locator('[data-test=leftover-line]').filter({ hasText: name })

test('hints stand calmly above the notebook, are answered by keyboard, fade, and come back when the answer is taken back', async () => {
  const { box, page, memberId } = await openPharmacy()
  await page.goto(`/members/${memberId}`)
  await hint(page, 'body-note').getByText('からだの情報に「ロキソプロフェンで発疹」とあります').waitFor()
  await hint(page, 'same-ingredient').getByText('架空内科').first().waitFor()
  // Never a block: the history stands under it.
  await page.locator('kb-dispensing-card').first().waitFor()

  const give = hint(page, 'same-ingredient').locator('[data-test=give-answer]')
  await give.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('医師に照会')
  await page.locator('[data-test=save-answer]').click()
  await page.getByText('回答を選んでください').waitFor()
  await page.getByRole('radio', { name: '疑義照会した' }).check()
  expect(await page.locator('#answer-note').inputValue()).toBe('医師に照会')
  // Leaving and coming back finds what was typed.
  await page.locator('[data-test=back]:visible').click()
  await page.locator('#answer-note').waitFor({ state: 'detached' })
  await page.goBack()
  await page.locator('#answer-note').waitFor()
  expect(await page.locator('#answer-note').inputValue()).toBe('医師に照会')
  expect(await page.getByRole('radio', { name: '疑義照会した' }).isChecked()).toBe(true)
  await page.locator('#answer-note').focus()
  await page.keyboard.press('Enter')
  await hint(page, 'same-ingredient').waitFor({ state: 'detached' })
  await page.locator('[data-test=answered-hints] summary').click()
  const answered = page.locator('[data-test=answered-hint]')
  await answered.getByText('医師に照会').waitFor()
  await page.reload()
  await hint(page, 'body-note').waitFor()
  expect(await hint(page, 'same-ingredient').count()).toBe(0)
  await page.locator('[data-test=answered-hints] summary').click()
  await page.locator('[data-test=undo-hint]').click()
  await hint(page, 'same-ingredient').waitFor()
  await expectNoSidewaysScroll(page)
  await box.stop()
})

/** Asks the API as the admin. */
async function ask(box: Served, method: string, path: string, body: object): Promise<{ id?: string }> {
  const headers = { cookie: await box.signIn(), 'content-type': 'application/json' }
  const response = await fetch(box.url + path, { method, headers, body: JSON.stringify(body) })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`)
  return text === '' ? {} : (JSON.parse(text) as { id?: string })
}

/** Makes the one virtual reader that of a counter, where this page stands. @returns a touch of the card there */
async function standAtCounter(box: Served, page: Page): Promise<() => Promise<unknown>> {
  const { id: counterId } = await ask(box, 'POST', '/api/counters', { name: '1番窓口' })
  const [reader] = (await box.getJson('/api/readers')).items as unknown as { id: string; version: number }[]
  await ask(box, 'PATCH', `/api/readers/${reader!.id}`, { counterId, version: reader!.version })
  await page.locator('[data-test=counter-pill]').click()
  await page.locator('[data-test=counter-choice]', { hasText: '1番窓口' }).click()
  return () => ask(box, 'POST', '/api/virtual-reader/steps', { do: 'tap', card: cardId, reader: '仮想リーダー' })
}

test('a touch is marked in the row and in the offer on every page, the mark leads to what it says, and fades as it is answered', async () => {
  const { box, page: counter } = await openPharmacy(undefined, '--reader', 'virtual')
  const touch = await standAtCounter(box, counter)
  const other = await openWindow(box.url, tablet)
  await signInPage(other)
  await listening(other)
  // Busy with something else: the touch is offered.
  await counter.goto('/intake')
  await counter.locator('main[data-link=up]').waitFor()
  await touch()

  const offered = counter.locator('[data-test=offer] [data-test=hint-mark]')
  await offered.getByText('確認 2').waitFor()
  await until(async () => (await counter.locator('[data-test=announcer]').innerText()).includes('確認が2件あります'))
  const row = other.locator('[data-test=visit-row] [data-test=hint-mark]')
  await row.getByText('確認 2').waitFor()
  await expectNoSidewaysScroll(other)
  await row.click()
  await hint(other, 'body-note').waitFor()

  const answer = async (page: Page, kind: string) => {
    await hint(page, kind).locator('[data-test=give-answer]').click()
    await page.getByRole('radio', { name: '確認済み' }).check()
    await page.locator('[data-test=save-answer]').click()
    await hint(page, kind).waitFor({ state: 'detached' })
  }
  await answer(other, 'same-ingredient')
  await offered.getByText('確認 1').waitFor()
  await other.locator('[data-test=back]:visible').click()
  await row.getByText('確認 1').waitFor()

  // Opened from the offer, answered here: it fades there.
  await counter.locator('[data-test=open-offer]').click()
  await answer(counter, 'body-note')
  await row.waitFor({ state: 'detached' })
  await counter.locator('[data-test=undo-answer]').click()
  await row.getByText('確認 1').waitFor()
  await box.stop()
})

test('an allergy to a class names the drugs of the class, and by what it is known', async () => {
  const { box, page, memberId } = await openPharmacy()
  const add = (text: string) =>
    ask(box, 'POST', `/api/members/${memberId}/body-notes`, { content: { kind: 'allergy', text, source: 'patient' } })
  await add('チオペプチド系')
  await page.goto(`/members/${memberId}`)
  // Nobody but a person can compare it: it waits to be answered, and is told quietly from then on.
  await hint(page, 'unknown-class').getByText('確認が必要').waitFor()
  await hint(page, 'unknown-class').locator('[data-test=give-answer]').click()
  await page.getByRole('radio', { name: '該当しない' }).check()
  await page.locator('[data-test=save-answer]').click()
  await hint(page, 'unknown-class').waitFor({ state: 'detached' })
  await page.locator('[data-test=unknown-classes]').getByText('チオペプチド系').waitFor()
  await add('解熱鎮痛剤で発疹')
  const found = hint(page, 'body-note').filter({ hasText: '解熱鎮痛剤で発疹' })
  await found.getByText('解熱鎮痛薬に当たります（名前から）').first().waitFor()
  await box.stop()
})

test('an interaction table is looked at before it is imported, tells mistakes by line, and is taken out of use and back', async () => {
  const { box, page, memberId } = await openPharmacy()
  await page.goto(`/members/${memberId}`)
  await page.locator('[data-test=interactions]').click()
  await page.locator('[data-test=no-tables]').waitFor()
  const pick = (text: string) =>
    page
      .locator('[data-test=pick-table]')
      .setInputFiles({ name: '見本の表.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await pick('A,B,重さ,説明\nワルファリン,ロキソプロフェン,重い,出血\n')
  await page.locator('[data-test=table-issue]').getByText('2行目の3列目').waitFor()
  expect(await page.locator('[data-test=import-table]').count()).toBe(0)
  await pick('\uFEFFA,B,重さ,説明\r\nワルファリン,ロキソプロフェン,注意,"出血, 見本の説明"\r\n')
  await page.locator('[data-test=preview]').getByText('出血, 見本の説明').waitFor()
  await page.locator('[data-test=import-table]').click()
  const version = page.locator('[data-test=table-version]')
  await version.getByText('使用中').waitFor()
  await hint(page, 'interaction').getByText('【注意】出血, 見本の説明').waitFor()
  await page.locator('[data-test=disuse-table]').click()
  await hint(page, 'interaction').waitFor({ state: 'detached' })
  await page.locator('[data-test=undo-disuse]').click()
  await hint(page, 'interaction').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=preview]').waitFor({ state: 'detached' })
  await box.stop()
})

test('leftovers: guesses are marked, counts make all end on one day, are saved, corrected, printed, and never lost', async () => {
  const { box, page, memberId } = await openPharmacy(tablet)
  await page.goto(`/leftovers/${memberId}`)
  const warfarin = line(page, 'ワルファリン')
  await warfarin.locator('[data-test=is-guess]').waitFor()
  // 28 days of two, ten of them gone.
  expect(await warfarin.locator('[data-test=counted]').inputValue()).toBe('36')
  await line(page, 'アセトアミノフェン').getByText('服用状況不明').waitFor()
  await page.locator('[data-test=weeks-4]').click()
  await warfarin.locator('[data-test=counted]').fill('２１')
  await warfarin.locator('[data-test=less]', { hasText: '10日分（20錠）' }).waitFor()
  expect(await warfarin.locator('[data-test=prescribe]').innerText()).toBe('18日分')
  await warfarin.locator('[data-test=leftover-warning]', { hasText: '1回量で割り切れません' }).waitFor()
  expect(await warfarin.locator('[data-test=is-guess]').count()).toBe(0)

  // Leaving and coming back finds what was typed.
  await page.locator('[data-test=to-person]').click()
  await page.locator('[data-test=hints]').waitFor()
  await page.goBack()
  await until(async () => (await warfarin.locator('[data-test=counted]').inputValue()) === '２１')

  await warfarin.locator('[data-test=counted]').fill('21錠')
  await warfarin.locator('[data-test=wrong-counted]').waitFor()
  await page.locator('[data-test=save]').click()
  await page.getByText('直すところがあります').waitFor()
  await warfarin.locator('[data-test=counted]').fill('20')
  await page.locator('[data-test=note]').fill('残薬あり。調整をお願いします。')
  await page.locator('[data-test=save]').click()
  await page.locator('[data-test=correcting]').waitFor()
  await page.locator('[data-test=leftover-record]').waitFor()
  await expectNoSidewaysScroll(page)

  await page.emulateMedia({ media: 'print' })
  const paper = page.locator('kb-leftover-paper')
  await paper.getByText('残薬調整のご提案').waitFor()
  await paper.getByText('試験　花子 様').waitFor()
  await paper.getByText('見本薬局').waitFor()
  await paper.getByText('10日分（20錠）').waitFor()
  expect(await page.locator('[data-test=save]').isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })

  // A new count and a correction are two drafts: the way to one throws the other not away.
  const at = (name: string) => page.locator(`[data-test=${name}]`)
  const note = page.locator('textarea[data-test=note]')
  await note.fill('直しかけ')
  await at('new-count').click()
  await at('correcting').waitFor({ state: 'detached' })
  await warfarin.locator('[data-test=counted]').fill('30')
  await at('open-record').click()
  await at('correcting').waitFor()
  expect(await note.inputValue()).toBe('直しかけ')
  await at('drop').click()
  expect(await note.inputValue()).toBe('残薬あり。調整をお願いします。')
  await at('undo-drop').click()
  expect(await note.inputValue()).toBe('直しかけ')
  await at('drop').click()
  await at('to-draft').click()
  expect(await warfarin.locator('[data-test=counted]').inputValue()).toBe('30')
  await at('drop').click()
  await at('open-record').click()
  await at('correcting').waitFor()
  expect(await at('other-drafts').count()).toBe(0)

  // Another PC corrects it first: both versions stand side by side.
  const cookie = await box.signIn()
  const [record] = (await box.getJson(`/api/members/${memberId}/leftovers`)).items as unknown as {
    id: string
    version: number
    count: { note: string }
  }[]
  const count = { ...record!.count, note: '先に直した' }
  const corrected = await fetch(`${box.url}/api/leftovers/${record!.id}`, {
    method: 'PATCH',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ count, version: record!.version }),
  })
  expect(corrected.status).toBe(200)
  await page.locator('[data-test=note]').fill('あとから直した')
  await page.locator('[data-test=save]').click()
  await page.locator('[data-test=conflict]').getByText('先に直した').waitFor()
  await page.locator('[data-test=keep-mine]').click()
  await page.locator('[data-test=leftover-record]', { hasText: '第3版' }).waitFor()
  await page.locator('[data-test=revisions]').click()
  await page.locator('[data-test=revision]').nth(1).waitFor()
  await page.locator('[data-test=remove-record]').click()
  await page.locator('[data-test=undo-remove]').click()
  await page.locator('[data-test=leftover-record]').waitFor()
  await box.stop()
})
