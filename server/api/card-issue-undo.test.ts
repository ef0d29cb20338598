import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { CardIssue } from '../../contract/card-issue.ts'
import { openWizard } from '../../test/support/card-issues.ts'
import {
  createClock,
  morning,
  openTestStore,
  readRows,
  takeIn,
  testFile,
  testPerson,
} from '../../test/support/store.ts'
import { undoIssue } from '../store/card-issue-deeds.ts'
import { restoreCard } from '../store/card-states.ts'
import { findIssue } from '../store/card-issues.ts'
import { findDisclosure } from '../store/disclosure.ts'
import { freezeFeed } from '../store/feed-freeze.ts'
import { saveLeftovers } from '../store/leftovers.ts'
import { findPatientByCode } from '../store/patients.ts'
import { findCodeForPhone, giveRegistrationCode, useRegistrationCode } from '../store/registration-codes.ts'
import { admitPhone, giveUploadTicket } from '../store/upload-tickets.ts'

const dayMs = 24 * 60 * 60 * 1000
const twin = { ...testPerson, code: '00005678' }
const newTwin = testFile({ receipt: 13, number: '260403000013001', person: twin })

/** A new issue whose card is written; the link is still to be decided. Two patients of the receipt computer are there. */
async function issued() {
  const clock = createClock()
  const store = await openTestStore(clock.now)
  takeIn(store, testFile(), newTwin)
  const wizard = await openWizard(store)
  const issue = await wizard.atCard()
  const { memberId } = (await wizard.write(issue, 'AA')).body as CardIssue
  const [one, other] = [testPerson.code, twin.code].map((code) => findPatientByCode(store, '9999999', code)!.id)
  const staffId = readRows(store, 'SELECT id FROM staff')[0]!['id'] as string
  const undo = () => undoIssue(store, issue.id, findIssue(store, issue.id)!.version, staffId)
  const post = async (url: string, payload: object) => {
    const headers = { cookie: wizard.cookie }
    const response = await wizard.app.inject({ method: 'POST', url, headers, payload })
    return { status: response.statusCode, body: response.json() }
  }
  const facts = () => wizard.ask('GET', `/api/members/${memberId!}`)
  const give = () => {
    wizard.virtual.act({ do: 'tap', card: 'AA' })
    const codeHash = randomBytes(32)
    const given = giveRegistrationCode(store, {
      memberId: memberId!,
      counterId: null,
      medium: 'paper',
      codeHash,
      staffId,
    })
    if (!given.ok) throw new Error(given.code)
    return { codeHash, id: given.code.id }
  }
  return {
    ...wizard,
    clock,
    store,
    issue,
    memberId: memberId!,
    one: one!,
    other: other!,
    staffId,
    undo,
    post,
    facts,
    give,
  }
}

describe('an issue is not taken back once the notebook is in use:', () => {
  const refused = { ok: false, code: 'member-in-use' }

  test('something was written into it, and stands', async () => {
    const { deed, issue, memberId, post, ask, facts } = await issued()
    const memo = await post(`/api/members/${memberId}/memos`, { content: { origin: 'patient', text: '見本' } })
    expect(await deed(issue, 'undo')).toMatchObject({ status: 409, body: { code: 'member-in-use' } })
    expect((await facts()).status).toBe(200)
    expect((await ask('GET', `/api/members/${memberId}/memos`)).body).toMatchObject({ items: [{ version: 1 }] })
    const { id, version } = memo.body as { id: string; version: number }
    await post(`/api/members/${memberId}/memos/${id}/remove`, { version })
    expect((await deed(issue, 'undo')).status).toBe(200)
  })

  test('leftovers were counted', async () => {
    const { undo, memberId, store, staffId } = await issued()
    saveLeftovers(store, memberId, { fromOn: '2026-04-03', goal: null, lines: [], note: '見本' }, staffId)
    expect(undo()).toMatchObject(refused)
  })

  test('an image was received for it', async () => {
    const { undo, memberId, store } = await issued()
    store.write(() => {
      const facts = { at: store.now(), on: '2026-04-03', source: 'file', ticketId: null, staffId: null }
      const rest = { memberId, patientId: null, width: 1, height: 1 }
      store.queries.insertImage.run({ id: randomUUID(), uploadKey: 'x', ...facts, ...rest })
    })
    expect(undo()).toMatchObject(refused)
  })

  test('the patient came with the card on another day; a try of the card at once is no use', async () => {
    const { undo, clock, virtual, store } = await issued()
    virtual.act({ do: 'tap', card: 'AA' })
    clock.set(morning + dayMs)
    virtual.act({ do: 'tap', card: 'AA' })
    expect(undo()).toMatchObject(refused)
    expect(readRows(store, 'SELECT * FROM member WHERE removed_at IS NULL')).toHaveLength(1)
  })

  test('a phone was registered', async () => {
    const { undo, give, store } = await issued()
    const { codeHash } = give()
    expect(useRegistrationCode(store, codeHash, randomBytes(32), () => false)).toMatchObject({ ok: true })
    expect(undo()).toMatchObject(refused)
  })
})

describe('an issue that was taken back', () => {
  test('leaves no code that still registers a phone, and none that still sends images', async () => {
    const { undo, give, store, memberId, staffId } = await issued()
    const { codeHash, id } = give()
    const ticketHash = randomBytes(32)
    giveUploadTicket(store, { codeHash: ticketHash, memberId, staffId })
    expect(undo().ok).toBe(true)
    expect(findCodeForPhone(store, codeHash, () => false)).toEqual({ ok: false, code: 'revoked' })
    expect(readRows(store, `SELECT row_id FROM trail WHERE what = 'registration-code-revoked'`)).toEqual([
      { row_id: id },
    ])
    expect(admitPhone(store, ticketHash, () => false)).toEqual({ ok: false, code: 'expired' })
  })

  test('leaves no card that could be taken into use again, and lists none', async () => {
    const { deed, issue, start, write, memberId, find, ask, store, staffId } = await issued()
    await deed(issue, 'link', { patientId: null })
    await deed(issue, 'hand-over')
    const second = await start({ kind: 'reissue', memberId })
    await deed(second, 'member', { memberId, reason: 'lost' })
    await write(second, 'BB')
    const [cardId] = readRows(store, `SELECT card_id AS id FROM card_issue WHERE kind = 'reissue'`)
    await deed(second, 'undo')
    expect(await find(second)).toMatchObject({ step: 'undone' })
    expect(restoreCard(store, { cardId: cardId!['id'] as string, staffId })).toBe(false)
    const cards = (await ask('GET', `/api/members/${memberId}/cards`)).body as { items: { revokedAt: number | null }[] }
    expect(cards.items).toMatchObject([{ revokedAt: null }])
  })
})

test('the consent of an issue that is taken back is no presentation any longer', async () => {
  const { undo, store, memberId, staffId } = await issued()
  expect(findDisclosure(store, memberId, staffId)).toMatchObject({ isOpen: true, by: 'presentation' })
  expect(undo().ok).toBe(true)
  expect(findDisclosure(store, memberId, staffId)).toMatchObject({ isOpen: false })
})

describe('お薬自動登録 in the wizard', () => {
  test('is one choice: another patient takes the place of the first, putting it off lets go, and the member’s version tells', async () => {
    const { deed, issue, one, other, facts } = await issued()
    const linked = async () => (await facts()).body as { patientIds: string[]; version: number }
    const { version } = await linked()
    await deed(issue, 'link', { patientId: one })
    expect(await linked()).toMatchObject({ patientIds: [one], version: version + 1 })
    await deed(issue, 'link', { patientId: other })
    const changed = await linked()
    expect(changed.patientIds).toEqual([other])
    expect(changed.version).toBeGreaterThan(version + 1)
    expect((await deed(issue, 'link', { patientId: null })).body).toMatchObject({ step: 'handover', linked: [] })
    expect((await linked()).patientIds).toEqual([])
  })

  test('of a 再発行 leaves with its undo nothing but what was linked before', async () => {
    const { deed, issue, one, other, start, write, memberId, facts } = await issued()
    await deed(issue, 'link', { patientId: one })
    await deed(issue, 'hand-over')
    const second = await start({ kind: 'reissue', memberId })
    await deed(second, 'member', { memberId, reason: 'lost' })
    await write(second, 'BB')
    await deed(second, 'link', { patientId: other })
    expect((await facts()).body).toMatchObject({ patientIds: [one, other] })
    await deed(second, 'undo')
    expect((await facts()).body).toMatchObject({ patientIds: [one] })
  })

  test('is refused for a patient who was put aside while it is frozen', async () => {
    const { deed, issue, store, staffId, facts } = await issued()
    expect(freezeFeed(store, staffId, '9999999').ok).toBe(true)
    takeIn(store, testFile({ receipt: 14, number: '260403000014001', person: { ...twin, code: '00007777' } }))
    const held = readRows(store, `SELECT id FROM patient WHERE code = '00007777'`)[0]!['id'] as string
    expect(await deed(issue, 'link', { patientId: held })).toMatchObject({ status: 409, body: { code: 'feed-frozen' } })
    expect((await facts()).body).toMatchObject({ patientIds: [] })
  })
})
