import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openStore } from '../server/store/open.ts'
import { saveNoticeKey } from '../server/store/notice-keys.ts'
import { findStaffByLogin } from '../server/store/staff.ts'
import { storeFile } from '../server/main.ts'
import { desk, expectNoSidewaysScroll, openWindow, signInPage, tablet } from './support/browser.ts'
import { createSigner, knownIssue, writeNoticeFile } from './support/notice-file.ts'
import { account, initData, serve, writeSips, type Served } from './support/serve.ts'
import { tempDir } from './support/temp.ts'
import { newCode, newFile, oldCode, oldFile, person, usualPharmacy } from './support/two-computers.ts'

const at = (page: Page, name: string) => page.locator(`[data-test=${name}]`)
const pictures = process.env['KUSURIBAKO_LOOK']

async function picture(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) })
}

async function open(url: string, path: string, viewport = desk): Promise<Page> {
  const page = await openWindow(url, viewport)
  page.setDefaultTimeout(60_000)
  await signInPage(page)
  await page.goto(path)
  return page
}

/** A served pharmacy with 25 patients, the first four of them members. */
async function pharmacy(): Promise<
  Served & { sips: string; members: Map<number, string>; signer: ReturnType<typeof createSigner> }
> {
  const { dataDir, sips } = initData()
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const members = usualPharmacy(opened.store, 25, [0, 1, 2, 3])
  const signer = createSigner()
  saveNoticeKey(opened.store, findStaffByLogin(opened.store, account.id)!.id, '見本の発行者', signer.publicKey)
  opened.store.close()
  return { ...(await serve(dataDir, '--nsips', sips)), sips, members, signer }
}

test('a notice that is written is unread on every PC at once, is acknowledged, corrected, and taken back with undo', async () => {
  const box = await pharmacy()
  const [page, other] = await Promise.all([open(box.url, '/notices'), open(box.url, '/notices', tablet)])
  await at(page, 'empty').waitFor()
  await at(page, 'write').click()
  // Esc only closes, and what was given up can be had back.
  await page.locator('#title').fill('書きかけの題')
  for (const away of [() => page.keyboard.press('Escape'), () => at(page, 'cancel').click()]) {
    await away()
    await at(page, 'notice-form').waitFor({ state: 'detached' })
    await at(page, 'undo').click()
    expect(await page.locator('#title').inputValue()).toBe('書きかけの題')
  }
  await page.locator('#title').fill('')
  await at(page, 'save').click()
  expect(await at(page, 'wrong-title').innerText()).toBe('題を入力してください')
  await page.locator('#title').fill('棚卸のお知らせ')
  await page.locator('#body').fill('見本の内容です。\n二行目。')
  await at(page, 'save').click()
  await at(other, 'notice').waitFor()
  expect(await at(other, 'notice').getByRole('heading').innerText()).toBe('棚卸のお知らせ')

  const file = join(tempDir(), 'notices.json')
  writeFileSync(file, writeNoticeFile(box.signer, [{ ...knownIssue, status: 'new-watching' }]))
  await page.locator('#file').setInputFiles(file)
  await at(page, 'said').getByText('見本の発行者のお知らせを取り込みました').waitFor()
  const issue = at(other, 'notice').filter({ hasText: knownIssue.title })
  await issue.waitFor()
  expect(await issue.locator('[data-test=status]').innerText()).toBe('新規・経過観察中')
  expect(await issue.getAttribute('data-unread')).toBe('true')
  await expectNoSidewaysScroll(other)
  await picture(other, 'notices-tablet')
  await issue.locator('[data-test=acknowledge]').click()
  await issue.locator('[data-test=acknowledged]').waitFor()
  await at(page, 'notice').filter({ hasText: knownIssue.title }).locator('[data-test=acknowledged]').waitFor()
  await issue.locator('[data-test=readers]').click()
  await issue.locator('[data-test=reader-list] li').waitFor()

  await page.locator('#file').setInputFiles(file)
  await page.getByText('古いファイルか、取り込み済みのファイルです').waitFor()
  writeFileSync(file, 'こわれたファイル')
  await page.locator('#file').setInputFiles(file)
  await page.getByText('お知らせのファイルとして読めません').waitFor()
  await picture(page, 'notices-refused')

  const own = at(page, 'notice').filter({ hasText: '棚卸のお知らせ' })
  const theirs = at(other, 'notice').filter({ hasText: '棚卸' })
  await Promise.all([own.locator('[data-test=correct]').click(), theirs.locator('[data-test=correct]').click()])
  await page.locator('#title').fill('棚卸の日が変わりました')
  await other.locator('#title').fill('棚卸は中止です')
  await at(page, 'save').click()
  await at(page, 'said').getByText('お知らせを直しました').waitFor()
  await at(other, 'save').click()
  await at(other, 'conflict').waitFor()
  expect(await other.locator('#title').inputValue()).toBe('棚卸は中止です')
  await picture(other, 'notices-conflict')
  await at(other, 'keep-mine').click()
  const last = at(page, 'notice').filter({ hasText: '棚卸は中止です' })
  await last.waitFor()
  await last.locator('[data-test=editions]').click()
  await expect.poll(() => last.locator('[data-test=edition-list] li').count()).toBe(3)
  await at(page, 'keys').click()
  await at(page, 'fingerprint').waitFor()
  expect(await at(page, 'fingerprint').innerText()).toMatch(/^([ア-ン]{4} ?){8}$/)
  await picture(page, 'notices')
  await last.locator('[data-test=remove]').click()
  await last.waitFor({ state: 'detached' })
  await at(page, 'undo').click()
  await last.waitFor()
  await box.stop()
})

test('a receipt computer replaced unannounced: a strip on every page leads to the ways out, and the wizard links who is who', async () => {
  const box = await pharmacy()
  const page = await open(box.url, '/')
  const other = await open(box.url, '/replacement', tablet)
  await at(other, 'no-plans').waitFor()
  for (let each = 0; each < 8; each++) writeSips(box.sips, newFile(each))
  writeSips(box.sips, newFile(9, { person: { ...person(9), sex: '', code: newCode(9) } }))
  await at(page, 'freeze-strip').waitFor()
  await at(other, 'freeze').waitFor()
  await picture(page, 'freeze-strip')
  await at(page, 'freeze-to-replacement').click()
  await at(page, 'freeze').waitFor()
  await picture(page, 'freeze')
  await at(page, 'replaced').click()
  await page.locator('#newMaker').fill('別見本社')
  await page.locator('#contactMail').fill('まちがい')
  await page.locator('#contactPhone').focus()
  expect(await at(page, 'wrong-contactMail').innerText()).toBe('メールアドレスの形になっていません')
  await page.locator('#contactMail').fill('')
  await at(page, 'ids-yes').check()
  await at(page, 'saved').getByText('保存しました').waitFor()
  await at(other, 'open-plan').click()
  expect(await other.locator('#newMaker').inputValue()).toBe('別見本社')
  await at(page, 'match-files').click()
  await at(page, 'tab-exact').getByText('8人').waitFor()
  const probable = at(page, 'pair').filter({ hasText: oldCode(9) })
  await probable.getByText('性別がない').waitFor()
  await expectNoSidewaysScroll(other)
  await picture(page, 'wizard')
  await picture(other, 'wizard-tablet')
  await probable.locator('[data-test=confirmed]').click()
  await probable.locator('[data-test=confirmed][aria-pressed=true]').waitFor()

  // Two PCs decide before they have heard of each other: about the same two the second sees both; about others nothing is asked.
  const theirs = at(other, 'pair').filter({ hasText: oldCode(9) })
  await theirs.locator('[data-test=confirmed][aria-pressed=true]').waitFor()
  await other.route(/\/api\/replacements(\/[^/]+)?$/, () => undefined)
  await probable.locator('[data-test=confirmed]').click()
  await probable.locator('[data-test=confirmed][aria-pressed=false]').waitFor()
  await theirs.locator('[data-test=refused]').click()
  const conflict = at(other, 'conflict')
  expect(await conflict.innerText()).toMatch(/別の方[\s\S]*未確認/)
  await conflict.locator('[data-test=keep-mine]').click()
  await theirs.locator('[data-test=refused][aria-pressed=true]').waitFor()
  await probable.locator('[data-test=refused][aria-pressed=true]').waitFor()
  await at(page, 'tab-exact').click()
  const exact = at(page, 'pair').first()
  await exact.locator('[data-test=refused]').click()
  await exact.locator('[data-test=refused][aria-pressed=true]').waitFor()
  await exact.locator('[data-test=refused]').click()
  await exact.locator('[data-test=refused][aria-pressed=false]').waitFor()
  await exact.locator('[data-test=confirmed]').click()
  await exact.locator('[data-test=confirmed][aria-pressed=true]').waitFor()
  await theirs.locator('[data-test=confirmed]').click()
  await probable.waitFor({ state: 'detached' })
  await at(page, 'tab-probable').click()
  await probable.locator('[data-test=confirmed][aria-pressed=true]').waitFor()
  expect(await conflict.count()).toBe(0)
  await other.unroute(/\/api\/replacements(\/[^/]+)?$/)
  await at(page, 'apply').click()
  await at(page, 'sure').click()
  await at(page, 'applied').waitFor()
  await at(page, 'freeze').waitFor({ state: 'detached' })
  await at(other, 'applied').waitFor()
  await picture(page, 'applied')
  const codesOf = async (member: number) => {
    const { items } = await box.getJson(`/api/members/${box.members.get(member)!}/history`)
    return (items as unknown as { patient: { code: string } }[]).map(({ patient }) => patient.code)
  }
  expect((await codesOf(0)).toSorted()).toEqual([oldCode(0), newCode(0)].toSorted())
  await at(page, 'rollback').click()
  await at(page, 'sure').click()
  await at(page, 'rolled-back').waitFor()
  expect(await codesOf(0)).toEqual([oldCode(0)])
  await at(page, 'freeze').waitFor()
  await at(page, 'unchanged').click()
  await at(page, 'resume').click()
  await at(page, 'freeze').waitFor({ state: 'detached' })
  await box.stop()
})

test('somebody under the code of somebody else stands beside them: 同じ方 and 別の方 are one press, and so is the way back', async () => {
  const box = await pharmacy()
  const page = await open(box.url, '/replacement')
  const other = await open(box.url, '/replacement', tablet)
  writeSips(box.sips, oldFile(0, { person: { ...person(50), code: oldCode(0) } }))
  const row = (shown: Page) => at(shown, 'stray').filter({ hasText: oldCode(0) })
  await row(page).getByText(person(50).name).waitFor()
  await row(other).getByText(person(0).name).waitFor()
  await expectNoSidewaysScroll(other)
  await picture(page, 'strays')
  await picture(other, 'strays-tablet')
  const shown = async () =>
    (await box.getJson(`/api/members/${box.members.get(0)!}/history`))['items'] as unknown as unknown[]
  expect(await shown()).toHaveLength(1)
  await row(page).locator('[data-test=same-stray]').click()
  await row(other).locator('[data-test=undo-stray]').waitFor()
  expect(await shown()).toHaveLength(2)
  await row(other).locator('[data-test=undo-stray]').click()
  await row(page).locator('[data-test=other-stray]').click()
  await row(other).getByText('✓ 別の方').waitFor()
  expect(await shown()).toHaveLength(1)
  await picture(page, 'strays-decided')
  await box.stop()
})
