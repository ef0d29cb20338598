import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { hashPassword } from '../../server/access/password.ts'
import { demoCards, demoFile, demoReaders, seedDemo } from '../../server/demo/seed.ts'
import { writeNsipsFile } from '../../server/demo/nsips-file.ts'
import { startBox, storeFile } from '../../server/main.ts'
import { saveFacility } from '../../server/store/facility.ts'
import { saveNoticeKey } from '../../server/store/notice-keys.ts'
import { openStore } from '../../server/store/open.ts'
import { saveStaff } from '../../server/store/staff.ts'
import type { Demo } from './demo.ts'
import { providerSample } from './jahis-sample.ts'
import { createSigner, type Signer } from './notice-file.ts'
import { account, until, writeSips } from './serve.ts'
import { morning } from './store.ts'
import { tempDir } from './temp.ts'
import { usualPharmacy } from './two-computers.ts'

const today = '2026-04-03'

/** The pharmacy of the manual's pictures: the demo's people on a day that is always the same, and no file that nobody asked for. */
export interface PictureBox extends Demo {
  sips: string
  signer: Signer
  /** The first of the demo's people, and the same person once more. */
  memberId: string
  twinId: string
  /** Asks the API; throws on a refusal. */
  make: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>
  /** Puts the box's clock forward. */
  later: (milliseconds: number) => void
}

/** The box runs in this process, because only so its clock can stand on the day of the pictures. */
export async function startPictureBox(): Promise<PictureBox> {
  const dataDir = tempDir()
  const sips = join(dataDir, 'SIPS1')
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sips, folder), { recursive: true })
  let startedAt = Date.now()
  // No two moments are the same: who came last is another at every run otherwise.
  let last = morning
  const now = (): number => (last = Math.max(last + 1, morning + Date.now() - startedAt))
  const signer = createSigner()
  const { memberId, twinId } = await seed(dataDir, now, signer)
  const started = await startBox({
    dataDir,
    host: '127.0.0.1',
    port: 0,
    folders: [{ path: sips, mode: 'consume' }],
    hasVirtualReader: true,
    virtualReaders: demoReaders,
    demoCards,
    logLevel: 'warn',
    now,
  })
  if (!started.ok) throw new Error(started.message)
  const { url: tlsUrl, plainUrl: url = tlsUrl } = started.box
  onTestFinished(() => started.box.close())
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(url + path, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const make = async (method: string, path: string, body?: unknown) => {
    const response = await ask(method, path, body)
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`)
    const text = await response.text()
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }
  return {
    url,
    account,
    sips,
    signer,
    memberId,
    twinId,
    ask,
    make,
    get: async (path) => (await make('GET', path)) as never,
    act: async (step) => {
      await make('POST', '/api/virtual-reader/steps', step)
    },
    later: (milliseconds) => {
      startedAt -= milliseconds
    },
    stop: () => started.box.close(),
  }
}

async function seed(dataDir: string, now: () => number, signer: Signer) {
  const opened = openStore({ file: storeFile(dataDir), now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  const passwordHash = await hashPassword(account.password)
  const staffId = store.write(() => {
    saveFacility(store, {
      name: '見本薬局',
      hasSecondFactor: false,
      isDemo: false,
      cardKey: randomBytes(32),
      shortId: 'kusu',
    })
    saveStaff(store, {
      login: 'yakuzaishi',
      name: '見本　薬剤師',
      kana: 'ミホン ヤクザイシ',
      role: 'pharmacist',
      passwordHash,
    })
    saveStaff(store, { login: 'jimu', name: '見本　事務', kana: 'ミホン ジム', role: 'clerk', passwordHash })
    return saveStaff(store, { login: account.id, name: '見本　管理', role: 'admin', passwordHash })
  })
  seedDemo(store)
  // More people of the one receipt computer, so that another one is noticed.
  usualPharmacy(store, 25, [0, 1, 2, 3])
  saveNoticeKey(store, staffId, '見本の発行者', signer.publicKey)
  const born = store.queries.listMembersBornOn.all({ birthOn: '1947-03-14', limit: 9 })
  store.close()
  const [memberId, twinId] = born.map(({ id }) => id)
  if (memberId === undefined || twinId === undefined) throw new Error('the demo has no person twice')
  return { memberId, twinId }
}

/** What the receipt computer and the people of this pharmacy did on the morning of the pictures. */
export async function beginTheDay(box: PictureBox): Promise<void> {
  ;[0, 3, 9, 1, 4].forEach((person, index) => {
    writeSips(box.sips, writeNsipsFile(demoFile(person, today, `0950${String(10 + index)}`, 700 + index)))
  })
  await until(async () => (await box.get('/api/dispensings')).items.length >= 5)
  for (const { cardId } of demoCards.slice(0, 4)) await box.act({ do: 'tap', card: cardId, reader: '仮想リーダー2' })
  await box.act({ do: 'tap', card: 'FFFFFFFFFFFFFFFF', reader: '仮想リーダー2' })
  await box.act({ do: 'scan', text: `${providerSample.join('\r\n')}\r\n`, reader: '仮想リーダー2' })
  const of = `/api/members/${box.memberId}`
  await box.make('POST', `${of}/body-notes`, {
    content: { kind: 'allergy', text: 'ペニシリン系', detail: '発疹', since: '2019年ごろ', source: 'patient' },
  })
  await box.make('POST', `${of}/body-notes`, { content: { kind: 'past-illness', text: '胃潰瘍', source: 'document' } })
  await box.make('POST', `${of}/memos`, {
    content: { origin: 'other-institution', author: '架空内科クリニック', text: '朝の薬を夕方に変更しました。' },
  })
  await box.make('POST', `${of}/memos`, {
    content: { origin: 'patient', text: '錠剤は一包化してほしい。' },
  })
  await box.make('POST', `${of}/otc`, { content: { name: '架空かぜ薬', startOn: '2026/4/1' } })
  await box.make('POST', `${of}/outside-dispensings`, {
    content: {
      dispensedOn: '2026/3/30',
      pharmacyName: '架空みどり薬局',
      drugs: [
        { name: '他施設用錠５ｍｇ', form: 'internal', usage: '１日１回朝食後', dose: '1', unit: '錠', count: '14' },
      ],
    },
  })
  await box.make('POST', '/api/notices', {
    kind: 'facility',
    title: '棚卸のお知らせ',
    body: '4月10日の18時から棚卸をします。\n処方箋の受け付けは17時30分までです。',
    affects: '',
  })
  await box.make('POST', '/api/feedback', { kind: 'wish', text: 'メモを印刷したい。', page: 'person' })
}

/** Writes a file for a file field. @returns its path */
export function writeFile(name: string, bytes: Buffer | string): string {
  const path = join(tempDir(), name)
  writeFileSync(path, bytes)
  return path
}
