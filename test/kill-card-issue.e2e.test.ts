import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import type { CardIssue } from '../contract/card-issue.ts'
import type { CardRecord, Driver, ReaderEvent } from '../drivers/reader.ts'
import { initBox } from '../server/cli/init.ts'
import { storeFile } from '../server/main.ts'
import * as deeds from '../server/store/card-issue-deeds.ts'
import { findIssue } from '../server/store/card-issues.ts'
import { saveCard } from '../server/store/cards.ts'
import { saveMember } from '../server/store/members.ts'
import { openStore, type Store } from '../server/store/open.ts'
import { findStaffByLogin } from '../server/store/staff.ts'
import { hanako } from './support/card-issues.ts'
import { idm, openReaders, pcscInfo, visitsOf } from './support/readers.ts'
import { readRowsOf } from './support/store.ts'
import { tempDir } from './support/temp.ts'

type Done = ReturnType<typeof deeds.startIssue>
const ok = (outcome: Done): CardIssue => {
  if (!outcome.ok) throw new Error(outcome.code)
  return outcome.issue
}

/** A pharmacy with a draft that waits for its card. `person` absent: 再発行 for a member who has an old card. */
async function initWithDraft(kind: 'new' | 'reissue') {
  const dataDir = join(tempDir(), 'data')
  await initBox({ dataDir, facility: '見本薬局', admin: 'kanri', password: 'correct horse', hasSecondFactor: false })
  const file = storeFile(dataDir)
  return use(file, (store) => {
    const staffId = findStaffByLogin(store, 'kanri')!.id
    let issue: CardIssue
    if (kind === 'new') {
      issue = ok(deeds.startIssue(store, { kind }, staffId))
      issue = ok(deeds.setPerson(store, issue.id, { version: issue.version, ...hanako }, staffId))
    } else {
      const memberId = store.write(() => {
        const made = saveMember(store, hanako)
        saveCard(store, made, 'OLD0')
        return made
      })
      issue = ok(deeds.startIssue(store, { kind, memberId }, staffId))
      issue = ok(deeds.chooseMember(store, issue.id, { version: issue.version, memberId, reason: 'lost' }, staffId))
    }
    issue = ok(deeds.takeConsent(store, issue.id, { version: issue.version, via: 'screen', termsVersion: 1 }, staffId))
    return { file, cardFile: join(dataDir, '..', 'card.json'), staffId, issueId: issue.id }
  })
}

type Pharmacy = Awaited<ReturnType<typeof initWithDraft>>

async function use<T>(file: string, work: (store: Store) => T | Promise<T>): Promise<T> {
  const opened = openStore({ file, now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  try {
    return await work(opened.store)
  } finally {
    opened.store.close()
  }
}

/** A box that is killed at this point of the writing. */
async function killWhile({ file, cardFile, staffId }: Pharmacy, point: 'begun' | 'written'): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'support/card-issue-child.ts'), file, cardFile, idm, point, staffId],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [said] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  expect(said).toBe(point)
  child.kill('SIGKILL')
  await once(child, 'exit')
}

const recordOn = (cardFile: string): CardRecord | undefined =>
  existsSync(cardFile) ? (JSON.parse(readFileSync(cardFile, 'utf8')) as CardRecord) : undefined

/** The card is touched at a box that was started again. */
function touch(store: Store, cardFile: string) {
  let tell: ((event: ReaderEvent) => void) | undefined
  const driver: Driver = {
    start(listener) {
      tell = listener
      listener({ type: 'device-ready', at: 0, info: pcscInfo })
    },
    stop: () => Promise.resolve(),
  }
  const { desk } = openReaders(store, { drivers: [driver] })
  const record = recordOn(cardFile)
  tell?.({
    type: 'card-presented',
    at: store.now(),
    device: pcscInfo.device,
    card: { kind: 'felica', idm, record: record ? { state: 'present', version: 1, ...record } : { state: 'none' } },
    latencyMs: 12,
  })
  return { desk, visit: visitsOf(store)[0]! }
}

test('killed after the card was written and before it was kept: its next touch finishes the issue', async () => {
  const pharmacy = await initWithDraft('new')
  await killWhile(pharmacy, 'written')
  await use(pharmacy.file, (store) => {
    expect(findIssue(store, pharmacy.issueId)).toMatchObject({ step: 'card', memberId: null })
    expect(readRowsOf(pharmacy.file, 'SELECT * FROM member')).toEqual([])
    const { desk, visit } = touch(store, pharmacy.cardFile)
    expect(desk.map(({ code }) => code)).toEqual(['card-issued'])
    expect(visit.member).toMatchObject({ name: hanako.name, birthOn: hanako.birthOn })
    expect(findIssue(store, pharmacy.issueId)).toMatchObject({ step: 'link', memberId: visit.member!.id })
    expect(readRowsOf(pharmacy.file, 'SELECT member_id, revoked_at FROM card')).toEqual([
      { member_id: visit.member!.id, revoked_at: null },
    ])
    expect(readRowsOf(pharmacy.file, 'SELECT member_id FROM consent')).toEqual([{ member_id: visit.member!.id }])
  })
})

test('killed in a 再発行: the old card works until the new one is proven by its touch', async () => {
  const pharmacy = await initWithDraft('reissue')
  await killWhile(pharmacy, 'written')
  await use(pharmacy.file, (store) => {
    const revoked = () =>
      readRowsOf(pharmacy.file, 'SELECT revoked_at IS NULL AS live FROM card ORDER BY issued_at, id')
    expect(revoked()).toEqual([{ live: 1 }])
    touch(store, pharmacy.cardFile)
    expect(revoked()).toEqual([{ live: 0 }, { live: 1 }])
  })
})

test('killed before the first byte: the card is nobody’s, and the issue goes on where it was', async () => {
  const pharmacy = await initWithDraft('new')
  await killWhile(pharmacy, 'begun')
  await use(pharmacy.file, (store) => {
    const { visit } = touch(store, pharmacy.cardFile)
    expect(visit.member).toBeNull()
    expect(findIssue(store, pharmacy.issueId)).toMatchObject({ step: 'card' })
    expect(readRowsOf(pharmacy.file, 'SELECT * FROM card')).toEqual([])
  })
})

test('written and not kept, and undone meanwhile: the touch says that the card is nobody’s and can be issued again', async () => {
  const pharmacy = await initWithDraft('new')
  await killWhile(pharmacy, 'written')
  await use(pharmacy.file, (store) => {
    const { version } = findIssue(store, pharmacy.issueId)!
    ok(deeds.undoIssue(store, pharmacy.issueId, version, pharmacy.staffId))
    const { desk, visit } = touch(store, pharmacy.cardFile)
    expect(desk.map(({ code }) => code)).toEqual(['card-unfinished'])
    expect(visit.member).toBeNull()
    expect(readRowsOf(pharmacy.file, 'SELECT * FROM member')).toEqual([])
  })
})

test('written and not kept, and the person corrected meanwhile: the card is not given to anybody by itself', async () => {
  const pharmacy = await initWithDraft('new')
  await killWhile(pharmacy, 'written')
  await use(pharmacy.file, (store) => {
    const { version } = findIssue(store, pharmacy.issueId)!
    const other = { version, name: '架空　太郎', kana: 'カクウ タロウ', sex: 'male' as const }
    ok(deeds.setPerson(store, pharmacy.issueId, other, pharmacy.staffId))
    expect(touch(store, pharmacy.cardFile).desk.map(({ code }) => code)).toEqual(['card-unfinished'])
    expect(findIssue(store, pharmacy.issueId)).toMatchObject({ step: 'card' })
  })
})
