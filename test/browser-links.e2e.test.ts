import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Member } from '../contract/member.ts'
import type { Visit } from '../contract/visit.ts'
import { storeFile } from '../server/main.ts'
import { saveCard } from '../server/store/cards.ts'
import { saveMember } from '../server/store/members.ts'
import { openStore } from '../server/store/open.ts'
import { writeNsipsFile } from '../server/demo/nsips-file.ts'
import { expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { cardId, initWithMember, todayFile } from './support/pharmacy.ts'
import { serve, writeSips, type Served } from './support/serve.ts'
import { takeIn, testPerson, touchCard } from './support/store.ts'

const people = {
  /** Came today, and is a member nobody has linked. */
  exact: { code: '00002001', name: '見本　月子', kana: 'ﾐﾎﾝ ﾂｷｺ', sex: '2', birthOn: '19900101' },
  exactMember: { name: '見本　月子', kana: 'ミホン ツキコ', sex: 'female', birthOn: '1990-01-01' },
  /** Old kanji: to be looked at. */
  variant: { code: '00002002', name: '高崎　辺子', kana: 'ﾀｶｻｷ ﾍﾞｺ', sex: '2', birthOn: '19800202' },
  variantMember: { name: '髙﨑　邊子', kana: 'タカサキ ベコ', sex: 'female', birthOn: '1980-02-02' },
  /** The member of the support file once more, with a card of their own. */
  twin: { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' },
  late: { code: '00002003', name: '架空　遅子', kana: 'ｶｸｳ ｵｿｺ', sex: '2', birthOn: '20000303' },
  lateMember: { name: '架空　遅子', kana: 'カクウ オソコ', sex: 'female', birthOn: '2000-03-03' },
} as const
const twinCard = 'FEDCBA9876543210'

/** A box with members of every kind, of whom three have nothing linked. */
async function serveMembers() {
  const { dataDir, sips } = initWithMember()
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  const file = (number: number, person: typeof testPerson) =>
    todayFile({ number: `260403${String(number).padStart(9, '0')}`, person })
  takeIn(store, file(2001, people.exact), file(2002, people.variant))
  const ids = store.write(() => {
    const exact = saveMember(store, people.exactMember)
    saveCard(store, exact, 'AAAA000000000001')
    const twin = saveMember(store, people.twin)
    saveCard(store, twin, twinCard)
    return { exact, variant: saveMember(store, people.variantMember), twin, late: saveMember(store, people.lateMember) }
  })
  touchCard(store, 'AAAA000000000001', Date.now())
  store.close()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const send = (number: number, person: typeof testPerson) => {
    writeSips(sips, writeNsipsFile(file(number, person)))
  }
  const tap = async (card: string) => {
    const answer = await fetch(`${box.url}/api/virtual-reader/steps`, {
      method: 'POST',
      headers: { cookie: await box.signIn(), 'content-type': 'application/json' },
      body: JSON.stringify({ do: 'tap', card }),
    })
    expect(answer.ok).toBe(true)
  }
  return { box, ids, send, tap }
}

/** Another PC corrects a member. */
async function correct(box: Served, memberId: string, facts: { kana: string }): Promise<void> {
  const { name, sex, version } = (await box.getJson(`/api/members/${memberId}`)) as unknown as Record<string, unknown>
  const answer = await fetch(`${box.url}/api/members/${memberId}`, {
    method: 'PATCH',
    headers: { cookie: await box.signIn(), 'content-type': 'application/json' },
    body: JSON.stringify({ name, sex, birth: '', ...facts, version }),
  })
  expect(answer.status).toBe(200)
}

const unlinked = (page: Page, id: string) => page.locator(`[data-test=unlinked][data-member="${id}"]`)
const goTo = async (page: Page, path: string) => {
  await page.goto(path)
  await page.locator('[data-test=feed-pill]').waitFor()
}

test('the worklist links an exact match in one press, says why for the others, and shows the link on the list of another PC at once', async () => {
  const { box, ids, send } = await serveMembers()
  const [page, other] = await Promise.all([openWindow(box.url), openWindow(box.url, tablet)])
  await Promise.all([signInPage(page), signInPage(other)])
  const row = other.locator('[data-test=visit-row]').filter({ hasText: people.exactMember.name })
  await row.getByText('未設定').waitFor()

  await goTo(page, '/links')
  await page.locator('[data-test=total]').getByText('未設定 4名').waitFor()
  expect(await unlinked(page, ids.exact).locator('[data-test=reasons]').innerText()).toContain(
    '氏名・カナ・生年月日・性別が一致',
  )
  expect(await unlinked(page, ids.variant).locator('[data-test=reasons]').innerText()).toContain(
    'カナが一致、漢字が異体字',
  )
  // Old kanji are never set with one press.
  expect(await unlinked(page, ids.variant).locator('[data-test=link]').count()).toBe(0)
  expect(await unlinked(page, ids.late).locator('[data-test=why]').innerText()).toBe('まだファイルが届いていません')
  await expectNoSidewaysScroll(page)

  await unlinked(page, ids.exact).locator('[data-test=link]').focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-test=done]').getByText('見本　月子様を患者番号 00002001 に設定しました。').waitFor()
  await unlinked(page, ids.exact).waitFor({ state: 'detached' })
  await row.getByText('設定済').waitFor()
  await page.locator('[data-test=undo]').click()
  await unlinked(page, ids.exact).waitFor()
  await row.getByText('未設定').waitFor()

  // The page of one member waits for the file, and shows the candidate when it has come.
  await goTo(page, `/links/${ids.late}`)
  await page.locator('[data-test=why][data-reason=no-file]').waitFor()
  send(2003, people.late)
  await page.locator('[data-test=candidate][data-code="00002003"]').locator('[data-test=set]').click()
  await page.locator('[data-test=linked]').getByText('患者番号 00002003').waitFor()
  await page.locator('[data-test=unlink]').click()
  await page.locator('[data-test=not-linked]').waitFor()
  await page.locator('[data-test=undo]').click()
  await page.locator('[data-test=linked]').waitFor()

  // Another PC corrects the member before this page has heard of it: both versions, and what was pressed is not lost.
  await page.route('**/link-candidates', () => undefined)
  await correct(box, ids.late, { kana: 'カクウ チカコ' })
  await page.locator('[data-test=unlink]').click()
  const conflict = page.locator('[data-test=conflict]')
  await conflict.getByText('カクウ チカコ').waitFor()
  expect(await conflict.innerText()).toContain('00002003')
  await page.unroute('**/link-candidates')
  await conflict.locator('[data-test=keep-mine]').click()
  await page.locator('[data-test=not-linked]').waitFor()
  await box.stop()
})

test('the worklist stands still under the hand: who comes to the top meanwhile waits, and a deed of one’s own shows at once', async () => {
  const { box, ids, send, tap } = await serveMembers()
  const page = await openWindow(box.url)
  await signInPage(page)
  await goTo(page, '/links')
  const rows = page.locator('[data-test=unlinked]')
  const shown = () => rows.evaluateAll((items) => items.map((item) => item.dataset['member']))
  await rows.nth(3).waitFor()
  const before = await shown()
  expect(before[0]).toBe(ids.exact)
  const link = unlinked(page, ids.exact).locator('[data-test=link]')
  await link.hover()

  // One further down comes to the counter, and another's file arrives: their rows say so where they stand.
  await tap(twinCard)
  send(2003, people.late)
  await unlinked(page, ids.late).locator('[data-test=reasons]').waitFor()
  await expect.poll(() => unlinked(page, ids.twin).innerText()).not.toContain('提示なし')
  expect(await shown()).toEqual(before)

  // The pointer goes, and the newest visit stands first.
  await page.mouse.move(0, 0)
  await expect.poll(async () => (await shown())[0]).toBe(ids.twin)

  // What is done here is seen here, although the pointer is still there.
  await link.click()
  await unlinked(page, ids.exact).waitFor({ state: 'detached' })
  expect(await shown()).toEqual([ids.twin, ...before.filter((id) => id !== ids.exact && id !== ids.twin)])
  // Another PC takes it back while the keyboard is in the list: who comes in between waits to be asked for.
  await page.mouse.move(0, 0)
  await unlinked(page, ids.twin).locator('[data-test=open]').focus()
  const { version, patientIds } = (await box.getJson(`/api/members/${ids.exact}`)) as unknown as Member
  await fetch(`${box.url}/api/members/${ids.exact}/links/${patientIds[0]!}?version=${String(version)}`, {
    method: 'DELETE',
    headers: { cookie: await box.signIn() },
  })
  await page.locator('[data-test=show-news]').getByText('新しい 1件').waitFor()
  expect(await unlinked(page, ids.exact).count()).toBe(0)
  await page.locator('[data-test=show-news]').focus()
  await page.keyboard.press('Enter')
  await unlinked(page, ids.exact).waitFor()
  await box.stop()
})

test('a patient of another member moves only after a look, and the search finds anybody by code', async () => {
  const { box, ids, send } = await serveMembers()
  const page = await openWindow(box.url, tablet)
  await signInPage(page)
  await goTo(page, `/links/${ids.twin}`)
  await page.locator('[data-test=duplicates]').getByText('既にカードをお持ちの可能性あり').waitFor()
  await page
    .locator('[data-test=why][data-reason=linked-elsewhere]')
    .getByText('候補は試験　花子様に設定済みです')
    .waitFor()
  await expectNoSidewaysScroll(page)
  // Nobody comes to stand under the pointer: a better candidate who comes now waits until asked for.
  const candidate = page.locator('[data-test=candidate]')
  await candidate.hover()
  send(2009, { ...testPerson, code: '00002009' })
  await page.locator('[data-test=show-news]').getByText('新しい 1件').waitFor()
  expect(await candidate.evaluateAll((rows) => rows.map((row) => row.dataset['code']))).toEqual([testPerson.code])
  await page.locator('[data-test=show-news]').focus()
  await page.keyboard.press('Enter')
  await candidate.nth(1).waitFor()
  expect(await candidate.evaluateAll((rows) => rows.map((row) => row.dataset['code']))).toEqual([
    '00002009',
    testPerson.code,
  ])
  await page.locator('[data-test=find]').fill('00002001')
  await page.locator('[data-test=candidate][data-code="00002001"]').waitFor()
  await page.locator('[data-test=clear]').click()
  await page.locator(`[data-test=candidate][data-code="${testPerson.code}"] [data-test=move]`).click()
  await page.getByText('付け替えると、この患者番号の調剤 1件は').waitFor()
  await page.locator('[data-test=confirm-move]').click()
  await page.locator('[data-test=linked]').getByText(testPerson.code).waitFor()
  await page.locator('[data-test=undo]').click()
  await page.locator('[data-test=not-linked]').waitFor()
  await box.stop()
})

test('an answer to a merge that comes late moves nobody away from the page they have gone to', async () => {
  const { box, ids } = await serveMembers()
  const page = await openWindow(box.url)
  await signInPage(page)
  await goTo(page, `/merges/${ids.twin}`)
  await page.locator('[data-test=alike] [data-test=pick]').click()
  await page.locator('[data-test=preview]').waitFor()
  let answer = (): void => undefined
  const asked = new Promise<void>((resolve) => {
    void page.route('**/api/merges', async (route) => {
      const response = await route.fetch()
      resolve()
      await new Promise<void>((go) => (answer = go))
      await route.fulfill({ response })
    })
  })
  const answered = page.waitForResponse('**/api/merges')
  await page.locator('[data-test=merge]').click()
  await asked
  await page.keyboard.press('Escape')
  await page.locator('[data-test=visit-row]').first().waitFor()
  const { pathname } = new URL(page.url())
  answer()
  await (await answered).finished()
  // One round trip more: what the answer would have done is done.
  await page.locator('[data-test=search]').fill('けん')
  await page.locator('[data-test=search-result]').first().waitFor()
  expect(new URL(page.url()).pathname).toBe(pathname)
  expect((await box.getJson(`/api/members/${ids.twin}`))['id']).not.toBe(ids.twin)
  await box.stop()
})

test('two members of one person become one, on every page, and are two again when it is taken back', async () => {
  const { box, ids, tap } = await serveMembers()
  const page = await openWindow(box.url)
  await signInPage(page)
  await goTo(page, `/merges/${ids.twin}`)
  await page.locator('[data-test=person-search]').fill('たかさき')
  await page.locator('[data-test=person-status]').getByText('2名').waitFor()
  await page.locator('[data-test=person-search]').fill('')
  await page.locator('[data-test=alike] [data-test=pick]').click()
  await page.locator('[data-test=preview]').waitFor()
  // The one with the history is kept, whichever of the two the page is of.
  await page.locator('[data-test=kept]').getByText('試験　花子').waitFor()
  await expect
    .poll(() => page.locator('[data-test=preview] tr').filter({ hasText: '調剤の記録' }).locator('td').allInnerTexts())
    .toEqual(['1件', 'なし'])
  await expectNoSidewaysScroll(page)
  // Nobody is merged the way round that is still to be read.
  await page.route('**/merge-preview*', () => undefined)
  await page.locator('[data-test=swap]').click()
  await expect.poll(() => page.locator('[data-test=merge]').isDisabled()).toBe(true)
  await page.locator('[data-test=swap]').click()
  await expect.poll(() => page.locator('[data-test=merge]').isEnabled()).toBe(true)
  // One of the two is corrected elsewhere after they were looked at.
  await correct(box, ids.twin, { kana: 'シケン ハナ' })
  await page.locator('[data-test=merge]').click()
  const conflict = page.locator('[data-test=conflict]')
  await conflict.getByText('シケン ハナ', { exact: true }).waitFor()
  expect(await conflict.innerText()).toContain('（見ていた内容）シケン ハナコ')
  await page.unroute('**/merge-preview*')
  await conflict.locator('[data-test=keep-mine]').click()
  await page.locator('[data-test=done]').getByText('試験　花子様を試験　花子様に統合しました。').waitFor()
  expect(new URL(page.url()).pathname).not.toContain(ids.twin)

  await tap(twinCard)
  await tap(cardId)
  const { items } = await box.getJson('/api/visits')
  const shown = items.map((visit) => (visit as unknown as Visit).member?.id)
  const kept = new URL(page.url()).pathname.split('/')[2]
  expect(shown.filter((id) => id === kept)).toHaveLength(2)
  expect((await box.getJson(`/api/members/${ids.twin}`))['id']).toBe(kept)

  await page.locator('[data-test=undo-later]').click()
  await page.locator('[data-test=confirm-undo]').click()
  await page.locator('[data-test=note]').getByText('統合を取り消しました。').waitFor()
  expect((await box.getJson(`/api/members/${ids.twin}`))['id']).toBe(ids.twin)
  await box.stop()
})
