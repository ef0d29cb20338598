/// <reference lib="dom" />
// Longer than most files: one walk through every screen, in its order; each step stands on the one before.
import type { BodyNote } from '../../contract/body-note.ts'
import type { Member } from '../../contract/member.ts'
import { writeNsipsFile } from '../../server/demo/nsips-file.ts'
import { photographOfSheet } from './images.ts'
import { knownIssue, writeNoticeFile } from './notice-file.ts'
import { brokenNumber, writeBroken } from './pharmacy.ts'
import { setup } from './picture-setup.ts'
import { trail } from './picture-trail.ts'
import { writeFile } from './picture-box.ts'
import { printed, sheets } from './picture-paper.ts'
import { expired, rareStates, scanner } from './picture-rare.ts'
import { at, go, linkOf, ownCard, phone, press, reader, toBottom, toTop, type Step } from './picture-step.ts'
import { goTo, listScreens } from './screens.ts'
import { until, writeSips } from './serve.ts'
import { testFile } from './store.ts'
import { newCode, newFile, person } from './two-computers.ts'

const blankCard = '0101000000000901'

const connections: Step = async ({ page, picture }) => {
  await go(page, '/connections')
  await at(page, 'connection-nsips').waitFor()
  await picture('connections')
}

/** A file that came out broken; mended afterwards, because every page speaks of it. */
const intake: Step = async ({ box, page, picture }) => {
  const rejected = async () => (await box.get('/api/intake/rejected')).items.length
  writeBroken(box.sips)
  await until(async () => (await rejected()) > 0)
  await go(page, '/intake')
  await at(page, 'feed-state').waitFor()
  await picture('intake')
  writeSips(box.sips, writeNsipsFile(testFile({ number: brokenNumber, sentAt: '20260403095900' })))
  await until(async () => (await rejected()) === 0)
}

const search: Step = async ({ page, picture }) => {
  await go(page, '/')
  await page.keyboard.press('F12')
  await page.locator('[data-test=kana-row]', { hasText: 'ま' }).click()
  await at(page, 'search-result').first().waitFor()
  await picture('search-kana')
  await page.keyboard.press('Escape')
  await page.keyboard.type('しけん')
  await at(page, 'search-result').first().waitFor()
  await picture('search')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await press(page, 'work-menu')
  await picture('work-menu')
  await press(page, 'work-menu')
}

const counters: Step = async ({ page, picture }) => {
  await press(page, 'counter-pill')
  await at(page, 'counter-choice').first().waitFor()
  await picture('counter')
  await page.keyboard.press('Escape')
  await go(page, '/manual/よくある質問')
  await go(page, '/manual')
  await press(page, 'manual-keys')
  await at(page, 'help-keys').waitFor()
  await picture('help-keys')
  await page.keyboard.press('Escape')
}

const history: Step = async ({ box, page, picture }) => {
  await go(page, `/members/${box.memberId}`)
  await at(page, 'drug-detail').first().click()
  await at(page, 'drug-details').first().waitFor()
  await picture('person-drug')
  await at(page, 'drug-detail').first().click()
  await press(page, 'revisions')
  await at(page, 'revisions-table').waitFor()
  await picture('person-revisions')
  await page.keyboard.press('Escape')
  await press(page, 'filter-otc')
  await at(page, 'entry').first().waitFor()
  await picture('person-otc')
  await press(page, 'filter-elsewhere')
  await press(page, 'add-outside')
  await at(page, 'outside-form').waitFor()
  await at(page, 'field-dispensedOn').fill('R8.3.25')
  await at(page, 'field-pharmacyName').fill('架空みどり薬局')
  await page.locator('[data-test="field-drugs/0/name"]').fill('他施設用錠１０ｍｇ')
  await toTop(page, 'outside-form')
  await picture('person-outside')
  await page.keyboard.press('Escape')
  await press(page, 'filter-all')
}

const disclosure: Step = async ({ box, page, picture }) => {
  // Nobody has shown this notebook today.
  await go(page, `/members/${box.twinId}`)
  await at(page, 'disclosure-closed').waitFor()
  await picture('disclosure-closed')
  await press(page, 'give-reason')
  await at(page, 'reason').selectOption('asked')
  await at(page, 'reason-note').fill('電話での問い合わせ')
  await picture('disclosure-reason')
  await press(page, 'open-by-reason')
  await at(page, 'disclosure-open').waitFor()
  await go(page, '/disclosure')
  await at(page, 'given-reason').first().waitFor()
  await picture('disclosure')
}

const hints: Step = async ({ box, page, picture }) => {
  await go(page, `/members/${box.memberId}`)
  await press(page, 'give-answer')
  await page.locator('[data-test=save-answer]').waitFor()
  await picture('hints-answer')
  await go(page, '/')
  await go(page, `/members/${box.memberId}`)
  await press(page, 'interactions')
  const table = 'A,B,重さ,説明\nアムロジピン,ロスバスタチン,注意,見本の説明です\n'
  await at(page, 'pick-table').setInputFiles({
    name: '見本の表.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(table),
  })
  await at(page, 'import-table').waitFor()
  await picture('interactions')
  await page.keyboard.press('Escape')
}

/** Two PCs on one record: the second sees both versions. */
const conflict: Step = async ({ box, page, picture }) => {
  const path = `/api/members/${box.memberId}`
  await go(page, `/settings/${box.memberId}`)
  await press(page, 'edit-facts')
  await at(page, 'kana').fill('ミホン ハナヨ')
  const { name, kana, sex, version } = (await box.get(path)) as unknown as Member
  await box.make('PATCH', path, { name, kana: `${kana}ー`, sex, birth: '1947-03-14', version })
  await press(page, 'save-facts')
  await at(page, 'conflict').waitFor()
  await toTop(page, 'conflict')
  await picture('conflict')
  await at(page, 'take-theirs').click()
  await at(page, 'conflict').waitFor({ state: 'detached' })
  const now = (await box.get(path)) as unknown as Member
  await box.make('PATCH', path, { name, kana, sex, birth: '1947-03-14', version: now.version })
}

/** A record of からだの情報 corrected at two PCs, what it said before, and the reason why it counts no longer. */
const body: Step = async ({ box, page, picture }) => {
  const path = `/api/members/${box.memberId}/body-notes`
  const entry = (name: string) => at(page, 'entry').filter({ hasText: 'ペニシリン系' }).locator(`[data-test=${name}]`)
  await go(page, `/members/${box.memberId}/body`)
  await entry('correct-entry').click()
  await at(page, 'field-detail').fill('発疹、かゆみ')
  await picture('body-correct')
  const { items } = (await box.get(path)) as unknown as { items: BodyNote[] }
  const { id, version, kind, text, source } = items.find((note) => note.kind === 'allergy')!
  const content = { kind, text, source, detail: '発疹、息苦しさ' }
  await box.make('PATCH', `${path}/${id}`, { version, content })
  await press(page, 'save-entry')
  await at(page, 'conflict').waitFor()
  await toTop(page, 'conflict')
  await picture('body-conflict')
  await press(page, 'keep-mine')
  await at(page, 'entry-said').waitFor()
  await entry('entry-history-button').click()
  await at(page, 'entry-history').waitFor()
  await picture('body-history')
  await page.keyboard.press('Escape')
  await entry('remove-entry').click()
  await at(page, 'removal-form').waitFor()
  await at(page, 'removal-form').locator('input, textarea').first().fill('検査で陰性と分かった')
  await picture('body-remove')
  await at(page, 'removal-form').locator('button[type=button]').click()
}

const memos: Step = async ({ box, page, picture }) => {
  const end = () => at(page, 'entry-form').locator('button[type=button]').last().click()
  await go(page, `/members/${box.memberId}/memos`)
  await press(page, 'add-all')
  await page.locator('[data-test=field-origin-other-institution]').check()
  await at(page, 'field-author').fill('架空内科クリニック')
  await at(page, 'field-text').fill('次回から朝の薬を1種類減らします。')
  await toBottom(page, 'save-entry')
  await picture('memo-write')
  await end()
  await at(page, 'correct-entry').first().click()
  await at(page, 'field-text').waitFor()
  await toBottom(page, 'save-entry')
  await picture('memo-correct')
  await end()
}

const handover: Step = async (walk) => {
  const { box, page, openOther, picture } = walk
  await go(page, `/settings/${box.memberId}`)
  await press(page, 'issue-code')
  await at(page, 'proof-none').waitFor()
  await box.act({ do: 'tap', card: ownCard, reader })
  await at(page, 'given-code').waitFor()
  await toTop(page, 'given-code')
  await picture('settings-qr')
  for (const size of ['slip', 'a6', 'a4'] as const) await printed(walk, `print-${size}`, `paper-${size}`, sheets[size])
  const link = await linkOf(page)
  const handset = await openOther(link, phone)
  await picture('phone-register', handset)
  await handset.locator('button').click()
  await handset.getByText('登録を受け付けました').waitFor()
  await picture('phone-registered', handset)
  await handset.close()
  const late = await openOther(link, phone)
  await picture('phone-used', late)
  await late.close()
}

const images: Step = async ({ box, page, openOther, picture }) => {
  await go(page, '/images')
  await press(page, 'from-phone')
  await at(page, 'ticket').waitFor()
  await picture('images-qr')
  const handset = await openOther(await linkOf(page), phone)
  await handset.locator('#choose').setInputFiles(writeFile('sheet.jpg', await photographOfSheet()))
  await handset.getByText('送った枚数: 1枚').waitFor()
  await picture('phone-upload', handset)
  await handset.close()
  await at(page, 'image').first().waitFor()
  await press(page, 'close-ticket')
  await go(page, `/members/${box.memberId}/images`)
  await at(page, 'add-files').setInputFiles(writeFile('sheet.jpg', await photographOfSheet()))
  await at(page, 'image').first().waitFor()
  await at(page, 'upload').waitFor({ state: 'detached' })
  await picture('person-images')
  await page.locator('[data-test=image] a').first().click()
  await at(page, 'big-image').waitFor()
  await picture('image-viewer')
  await press(page, 'remove-image')
  await at(page, 'remove-yes').waitFor()
  await toTop(page, 'remove-yes')
  await picture('image-delete')
  await go(page, '/images')
  await picture('images')
}

const leftovers: Step = async (walk) => {
  const { box, page, picture } = walk
  await go(page, `/leftovers/${box.memberId}`)
  await press(page, 'weeks-4')
  await at(page, 'counted').first().fill('34')
  await picture('leftovers')
  await printed(walk, 'print', 'paper-leftovers', sheets.a4)
}

const links: Step = async ({ box, page, picture }) => {
  await go(page, `/links/${box.twinId}`)
  await at(page, 'duplicates').waitFor()
  await picture('links-duplicate')
  await press(page, 'move')
  await at(page, 'confirm-move').waitFor()
  await picture('links-move')
  await page.keyboard.press('Escape')
  await go(page, `/merges/${box.twinId}`)
  await page.locator('[data-test=alike] [data-test=pick]').first().click()
  await at(page, 'preview').waitFor()
  await picture('merges-preview')
  await press(page, 'merge')
  await press(page, 'undo-later')
  await at(page, 'confirm-undo').waitFor()
  await picture('merges-undo')
  await press(page, 'confirm-undo')
  await at(page, 'note').waitFor()
}

const notices: Step = async ({ box, page, picture }) => {
  await go(page, '/notices')
  const file = writeFile('notices.json', writeNoticeFile(box.signer, [{ ...knownIssue, status: 'new-watching' }]))
  await page.locator('#file').setInputFiles(file)
  await at(page, 'said').waitFor()
  await picture('notices-import')
  await press(page, 'write')
  await page.locator('#title').fill('連休中の受け付け')
  await picture('notices-write')
  await page.locator('#title').fill('')
  await press(page, 'cancel')
  await press(page, 'keys')
  await at(page, 'fingerprint').first().waitFor()
  await picture('notices-keys')
  await press(page, 'keys')
}

const cards: Step = async (walk) => {
  const { box, page, picture } = walk
  const step = (name: string) => page.locator(`[data-test=step][data-step=${name}]`).waitFor()
  await go(page, '/cards')
  await press(page, 'start-new')
  await step('person')
  await at(page, 'feed-person').filter({ hasText: '見本　花子' }).first().click()
  await picture('cards-person')
  await press(page, 'next')
  await at(page, 'duplicate-alert').waitFor()
  await picture('cards-duplicate')
  await press(page, 'undo-issue')
  await at(page, 'undo-no').waitFor()
  await picture('cards-undo')
  await press(page, 'undo-yes')
  await step('undone')
  await go(page, '/cards')
  await press(page, 'start-new')
  await step('person')
  await at(page, 'feed-person').filter({ hasText: '例示　次郎' }).first().click()
  await press(page, 'next')
  await step('consent')
  await at(page, 'terms').waitFor()
  await picture('cards-consent')
  await printed(walk, 'print-terms', 'paper-terms', sheets.a4)
  await press(page, 'consent-screen')
  await step('card')
  await box.act({ do: 'insert', card: ownCard, reader })
  await page.locator('[data-test=pad][data-state=in-use]').waitFor()
  await picture('cards-in-use')
  await box.act({ do: 'remove', reader })
  await page.locator('[data-test=pad][data-state=none]').waitFor()
  await box.act({ do: 'insert', card: blankCard, reader })
  await page.locator('[data-test=pad][data-state=blank]').waitFor()
  await picture('cards-touch')
  await press(page, 'write-card')
  await step('link')
  await at(page, 'candidate').first().waitFor()
  await picture('cards-link')
  await press(page, 'set-link')
  await step('handover')
  await picture('cards-handover')
  await press(page, 'hand-over')
  await step('done')
  await picture('cards-done')
  await box.act({ do: 'remove', reader })
  await go(page, '/cards')
  await press(page, 'start-reissue')
  await picture('cards-reissue')
  await go(page, '/cards')
  await at(page, 'open-issue').first().waitFor()
  await picture('cards')
  await go(page, '/cards/terms')
  await at(page, 'terms-body').waitFor()
  await picture('cards-terms')
}

/** A touch at a PC that does not open it by itself, and a note of the reader. */
const touch: Step = async ({ box, page, picture }) => {
  await go(page, `/members/${box.twinId}`)
  await box.act({ do: 'tap', card: ownCard, reader })
  await at(page, 'offer').first().waitFor()
  await picture('touch-offer')
  await page.locator('[data-test=offer] [data-test=close]').first().click()
  await box.act({ do: 'mynumber', reader })
  await at(page, 'desk-note').first().waitFor()
  await picture('touch-note')
  await page.locator('[data-test=desk-note] [data-test=close]').first().click()
}

/** Last, because it stops お薬自動登録 and says so on every page. */
const replacement: Step = async ({ box, page, picture }) => {
  await go(page, '/replacement')
  for (let each = 0; each < 8; each++) writeSips(box.sips, newFile(each))
  writeSips(box.sips, newFile(9, { person: { ...person(9), sex: '', code: newCode(9) } }))
  await at(page, 'freeze').waitFor()
  await picture('freeze')
  await go(page, '/')
  await at(page, 'freeze-strip').waitFor()
  await picture('freeze-strip')
  await go(page, '/replacement')
  await press(page, 'replaced')
  await page.locator('#newMaker').fill('別見本社')
  await at(page, 'ids-yes').check()
  await at(page, 'saved').getByText('保存しました').waitFor()
  await picture('replacement-items')
  await press(page, 'match-files')
  await at(page, 'tab-exact').getByText('8人').waitFor()
  const probable = at(page, 'pair').first()
  await probable.waitFor()
  await toTop(page, 'matching')
  await picture('replacement-pairs')
  await probable.locator('[data-test=confirmed]').click()
  await probable.locator('[data-test=confirmed][aria-pressed=true]').waitFor()
  await press(page, 'apply')
  await at(page, 'sure').waitFor()
  await toTop(page, 'sure')
  await picture('replacement-apply')
  await press(page, 'sure')
  await at(page, 'applied').waitFor()
  await picture('replacement-applied')
  await go(page, '/replacement')
  await at(page, 'plan').first().waitFor()
  await picture('replacement')
  writeSips(box.sips, newFile(3, { person: { ...person(50), code: newCode(3) } }))
  await at(page, 'stray').first().waitFor()
  await toTop(page, 'strays')
  await picture('strays')
}

/** Pages and tabs that a step above takes a picture of, with more on it, or that the manual needs none of. */
const elsewhere = new Set([
  'unknown',
  'audit',
  'audit-review',
  'lan',
  'manual-cover',
  'cards',
  'connections',
  'devices',
  'disclosure',
  'images',
  'intake',
  'join',
  'leftovers',
  'maintenance',
  'merges',
  'person-images',
  'replacement',
])

const pages: Step = async ({ box, page, picture }) => {
  for (const screen of await listScreens(box)) {
    if (elsewhere.has(screen.name)) continue
    await goTo(page, screen)
    await picture(screen.name)
  }
}

const outsideNotebook: Step = async ({ page, picture }) => {
  await go(page, '/outside')
  await press(page, 'show-notebook')
  await at(page, 'notebook-day').first().waitFor()
  await toTop(page, 'notebook')
  await picture('outside-notebook')
}

/** 緊急用アカウント and 保守の時間: an envelope with its code, and a window that is open. */
const letIn: Step = async ({ page, picture }) => {
  await go(page, '/staff')
  await press(page, 'glass-make')
  await at(page, 'glass-code').waitFor()
  await toTop(page, 'glass-given')
  await picture('break-glass')
  await press(page, 'glass-kept')
  await press(page, 'staff-add')
  await page.locator('#login').fill('hoshu')
  await page.locator('#name').fill('見本　保守')
  await at(page, 'staff-role').selectOption('maintainer')
  await press(page, 'staff-save')
  await press(page, 'start-code-done')
  await go(page, '/maintenance')
  await page.locator('#reason').fill('カードリーダーの交換')
  await press(page, 'window-open')
  await at(page, 'window').waitFor()
  await picture('maintenance')
}

const lock: Step = async ({ page, picture }) => {
  await go(page, '/notices')
  await press(page, 'write')
  await page.locator('#title').fill('連休中の受け付け')
  await press(page, 'account')
  await picture('account-menu')
  await press(page, 'lock')
  await page.locator('dialog[data-test=lock]').waitFor()
  await picture('lock')
  await press(page, 'lock-other')
  await at(page, 'lock-back').waitFor()
  await picture('lock-other')
}

/** A PC is let in as a device: the code on an admin's page, and the page on the PC itself. */
const devices: Step = async ({ page, picture, openOther }) => {
  await go(page, '/devices')
  await press(page, 'device-add')
  const digits = (await at(page, 'device-code-digits').innerText()).replace(/\s/g, '')
  await picture('device-code')
  const other = await openOther('/join', { width: 834, height: 768 })
  await other.locator('#code').fill(digits)
  await press(other, 'join-next')
  await other.locator('#name').waitFor()
  await picture('join', other)
  await press(other, 'join-submit')
  await at(page, 'device-code-close').click()
  await at(page, 'device-revoke').first().waitFor()
  await picture('devices')
}

/** The order matters: what a step makes is there for those after it. */
export const walk: readonly Step[] = [
  intake,
  disclosure,
  connections,
  links,
  notices,
  hints,
  images,
  pages,
  outsideNotebook,
  trail,
  search,
  rareStates,
  scanner,
  counters,
  history,
  conflict,
  body,
  memos,
  handover,
  leftovers,
  cards,
  touch,
  replacement,
  devices,
  letIn,
  setup,
  lock,
  expired,
]
