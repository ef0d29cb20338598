import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Replacement, ReplacementPair } from '../../contract/replacement.ts'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import { openTestStore, readRows, takeBytes } from '../../test/support/store.ts'
import {
  newCode,
  newFile,
  oldCode,
  oldFile,
  person,
  pharmacyCode,
  usualPharmacy,
} from '../../test/support/two-computers.ts'
import { isPatientHeld } from '../store/feed-profiles.ts'
import { findPatientByCode } from '../store/patients.ts'

const people = 25

async function pharmacy(linked: readonly number[] = [0, 1, 2, 3]) {
  const store = await openTestStore()
  const { app } = buildTestApp(store)
  const cookies = new Map<string, string>()
  const ask = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object | string,
    who = 'yaku',
  ) => {
    const cookie = cookies.get(who) ?? (await signIn(app, who))
    cookies.set(who, cookie)
    const type = typeof payload === 'string' ? { 'content-type': 'text/csv' } : {}
    const response = await app.inject({
      method,
      url,
      headers: { cookie, ...type },
      ...(payload !== undefined && { payload }),
    })
    const isJson = String(response.headers['content-type']).includes('json')
    return { status: response.statusCode, body: isJson ? response.json() : response.body }
  }
  const members = usualPharmacy(store, people, linked)
  const history = async (at: number): Promise<string[]> =>
    (await ask('GET', `/api/members/${members.get(at)!}/history`)).body.items.map(
      (item: { patient: { code: string } }) => item.patient.code,
    )
  const freezes = async () => (await ask('GET', '/api/status')).body.feedFreeze
  return { store, ask, members, history, freezes }
}

type Pharmacy = Awaited<ReturnType<typeof pharmacy>>

/** A draft whose six items say that codes change, with a dry run that has ended. */
async function prepared({ ask }: Pharmacy, csv?: string): Promise<Replacement> {
  const start = { facilityName: '見本薬局', oldMaker: '見本社', pharmacyCode }
  const { id } = (await ask('POST', '/api/replacements', start)).body as Replacement
  const items = {
    ...start,
    plannedOn: '2026-04-10',
    newMaker: '別見本社',
    contactName: '架空',
    contactPhone: '',
    contactMail: '',
    idsChange: 'yes',
  }
  await ask('PATCH', `/api/replacements/${id}`, { ...items, version: 1 })
  return matched({ ask }, id, csv)
}

async function matched({ ask }: Pick<Pharmacy, 'ask'>, id: string, csv?: string): Promise<Replacement> {
  const started =
    csv === undefined
      ? await ask('POST', `/api/replacements/${id}/match`)
      : await ask('POST', `/api/replacements/${id}/list`, csv)
  expect(started.status).toBe(202)
  for (;;) {
    const { body } = await ask('GET', `/api/replacements/${id}`)
    if (body.progress === null) return body as Replacement
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
}

const news = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => newFile(from + at))

test('an unannounced change freezes: files are taken, shown in no notebook, and everybody is told with the ways out', async () => {
  const { store, ask, history, freezes } = await pharmacy()
  takeBytes(store, ...news(0, 8))
  expect(await freezes()).toEqual([
    { pharmacyCode, why: 'new-kind', since: store.now(), maker: 'OTHERMAKE', heldDispensings: 8 },
  ])
  expect(await history(0)).toEqual([oldCode(0)])
  const { body } = await ask('GET', '/api/notices?kind=box')
  expect(body.items).toMatchObject([
    { title: 'レセコンが変わった可能性があります。お薬自動登録を止めています', isUnread: true },
  ])
  expect((await ask('GET', '/api/dispensings?on=2026-04-03')).body.items).toHaveLength(people + 8)
  const held = findPatientByCode(store, pharmacyCode, newCode(0), '1')!
  expect([held.memberId, isPatientHeld(store, held.id)]).toEqual([null, true])
})

test('files of the known kind go on into the notebooks while frozen', async () => {
  const { store, history } = await pharmacy()
  takeBytes(store, ...news(0, 6), oldFile(1), ...news(6, 8))
  expect(await history(1)).toEqual([oldCode(1), oldCode(1)])
})

test('nothing changed: what was put aside is shown by its codes as if nothing had been', async () => {
  const { store, ask, history, freezes } = await pharmacy()
  const same = (at: number) => newFile(at, { person: { ...person(at), code: oldCode(at) } })
  takeBytes(store, ...Array.from({ length: 9 }, (_, at) => same(at)))
  expect((await freezes())[0]).toMatchObject({ why: 'new-kind' })
  takeBytes(store, same(0), same(0))
  const before = await history(0)
  expect((await ask('POST', `/api/feeds/${pharmacyCode}/resume`, undefined, 'jimu')).status).toBe(403)
  expect((await ask('POST', `/api/feeds/${pharmacyCode}/resume`)).status).toBe(204)
  expect(await freezes()).toEqual([])
  expect(await history(0)).toHaveLength(before.length + 2)
  expect(readRows(store, `SELECT * FROM patient WHERE system <> '' AND (name <> '' OR code <> '')`)).toEqual([])
  takeBytes(store, same(0))
  expect(await history(0)).toHaveLength(before.length + 3)
  expect((await ask('POST', `/api/feeds/${pharmacyCode}/resume`)).body.code).toBe('feed-not-frozen')
  expect((await ask('GET', '/api/notices?kind=box')).body.items).toMatchObject([
    { title: 'お薬自動登録を再開しました' },
  ])
})

test('an update put aside joins its prescription when auto-registration is taken up again', async () => {
  const { store, ask, history } = await pharmacy()
  const number = '260403077770001'
  takeBytes(store, oldFile(2, { number }))
  const same = (at: number, changes = {}) => newFile(at, { person: { ...person(at), code: oldCode(at) }, ...changes })
  takeBytes(store, ...Array.from({ length: 6 }, (_, at) => same(at + 10)))
  takeBytes(store, same(2, { number, action: 'U', revision: 1, sentAt: '20260403120000', department: '外科' }))
  expect(await history(2)).toHaveLength(2)
  await ask('POST', `/api/feeds/${pharmacyCode}/resume`)
  expect(await history(2)).toHaveLength(2)
  const rows = readRows(
    store,
    `SELECT revision, content FROM dispensing WHERE prescription_number = '${number}' AND content IS NOT NULL`,
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ revision: 1 })
})

test('a code that suddenly means somebody else never shows in the first one’s notebook, and three of them freeze', async () => {
  const { store, history, freezes, ask } = await pharmacy()
  const stranger = (at: number) => oldFile(at, { person: { ...person(at + 50), code: oldCode(at) } })
  takeBytes(store, stranger(0))
  expect([await history(0), await freezes()]).toEqual([[oldCode(0)], []])
  takeBytes(store, stranger(1), stranger(2))
  expect((await freezes())[0]).toMatchObject({ why: 'codes-reassigned', heldDispensings: 3 })
  await ask('POST', `/api/feeds/${pharmacyCode}/resume`)
  // Codes are as before, says a person: these three are still somebody else.
  expect(await history(0)).toEqual([oldCode(0)])
  expect(findPatientByCode(store, pharmacyCode, oldCode(0))?.name).toBe('見本　0号')
})

test('replaced: the dry run finds who is who, applying links them, and the notebook shows both', async () => {
  const box = await pharmacy()
  const { store, ask, history, freezes } = box
  takeBytes(store, ...news(0, 8))
  // One came with a variant spelling: a person has to look.
  takeBytes(store, newFile(9, { person: { ...person(9), sex: '', code: newCode(9) } }))
  const { id, counts, version } = await prepared(box)
  expect(counts).toMatchObject({
    exact: { all: 8, linked: 4, confirmed: 8 },
    probable: { all: 1, confirmed: 0 },
    unmatched: { all: people - 9 },
  })
  const probable = (await ask('GET', `/api/replacements/${id}/pairs?list=probable`)).body.items as ReplacementPair[]
  expect(probable).toMatchObject([{ old: { code: oldCode(9) }, next: { code: newCode(9) }, reasons: ['sex-missing'] }])
  expect((await ask('POST', `/api/replacements/${id}/apply`, { version }, 'jimu')).status).toBe(403)
  const applied = await ask('POST', `/api/replacements/${id}/apply`, { version })
  expect(applied.body).toMatchObject({ state: 'applied' })
  expect([await history(0), await freezes()]).toEqual([[newCode(0), oldCode(0)], []])
  takeBytes(store, newFile(0), oldFile(0))
  expect((await history(0)).toSorted()).toEqual([oldCode(0), oldCode(0), newCode(0), newCode(0)].toSorted())
  const trail = readRows(store, `SELECT what FROM trail WHERE member_id IS NOT NULL AND what = 'link-moved'`)
  expect(trail).toHaveLength(4)
})

test('by the maker’s list a code may be promised before its first file: the link is made when the file comes', async () => {
  const box = await pharmacy()
  const { store, ask, history } = box
  const csv = `旧,新\r\n${Array.from({ length: people }, (_, at) => `${oldCode(at)},${newCode(at)}`).join('\r\n')}\r\n`
  const { id, version, counts } = await prepared(box, csv)
  expect(counts.exact).toMatchObject({ all: people, linked: 4, confirmed: people })
  await ask('POST', `/api/replacements/${id}/apply`, { version })
  expect(await history(1)).toEqual([oldCode(1)])
  takeBytes(store, newFile(1), newFile(20))
  expect(await history(1)).toEqual([newCode(1), oldCode(1)])
  const back = await ask('POST', `/api/replacements/${id}/rollback`, { version: version + 1 })
  expect(back.body).toMatchObject({ state: 'rolled-back' })
  expect(await history(1)).toEqual([oldCode(1)])
})

test('a list that cannot be read is refused, and the lists of the last dry run stay', async () => {
  const box = await pharmacy()
  const { id } = await prepared(box)
  const { body } = await box.ask('POST', `/api/replacements/${id}/list`, '1,2\n1,3\n')
  expect(body.fields).toEqual([{ path: 'body/2', message: 'list-old-twice' }])
  expect((await box.ask('GET', `/api/replacements/${id}`)).body.counts.unmatched.all).toBe(people)
})

test('codes do not change: applying lets the new receipt computer in without a freeze', async () => {
  const { store, ask, history, freezes } = await pharmacy()
  const start = { facilityName: '見本薬局', oldMaker: '見本社', pharmacyCode }
  const { id } = (await ask('POST', '/api/replacements', start)).body
  const items = {
    ...start,
    plannedOn: null,
    newMaker: '',
    contactName: '',
    contactPhone: '',
    contactMail: '',
    idsChange: 'no',
    version: 1,
  }
  const { version } = (await ask('PATCH', `/api/replacements/${id as string}`, items)).body
  expect((await ask('POST', `/api/replacements/${id as string}/apply`, { version })).body.state).toBe('applied')
  takeBytes(
    store,
    ...Array.from({ length: 9 }, (_, at) => newFile(at, { person: { ...person(at), code: oldCode(at) } })),
  )
  expect([await freezes(), (await history(0)).length]).toEqual([[], 2])
  expect(
    (await ask('POST', `/api/replacements/${id as string}/rollback`, { version: (version as number) + 1 })).body.code,
  ).toBe('not-reversible')
})

test('whatever is decided of the pairs, applying and rolling back leaves everything as it was', async () => {
  const box = await pharmacy([0, 1, 2, 3, 9, 12])
  const { store, ask } = box
  takeBytes(store, ...news(0, 8), newFile(9, { person: { ...person(9), sex: '', code: newCode(9) } }))
  const tables = () =>
    [
      'SELECT * FROM auto_registration',
      'SELECT id, system, code, name FROM patient',
      'SELECT id, system, patient_id, content FROM dispensing',
      'SELECT profile FROM feed_profile',
    ].map((sql) => readRows(store, sql))
  const before = tables()
  const decision = fc.constantFrom('confirmed', 'refused', 'open')
  await fc.assert(
    fc.asyncProperty(fc.array(decision, { minLength: 9, maxLength: 9 }), async (decisions) => {
      const planned = await prepared(box)
      const { id } = planned
      let { version } = planned
      const lists = await Promise.all(
        ['exact', 'probable'].map(
          async (list) => (await ask('GET', `/api/replacements/${id}/pairs?list=${list}`)).body.items,
        ),
      )
      for (const [at, { list, position, decision }] of (lists.flat() as ReplacementPair[]).entries()) {
        const said = decisions[at]!
        if (said === decision) continue
        const url = `/api/replacements/${id}/pairs/decision`
        ;({ version } = (await ask('POST', url, { list, position, decision: said, version })).body)
      }
      ;({ version } = (await ask('POST', `/api/replacements/${id}/apply`, { version })).body)
      expect(tables()).not.toEqual(before)
      expect((await ask('POST', `/api/replacements/${id}/rollback`, { version })).status).toBe(200)
      expect(tables()).toEqual(before)
    }),
    { numRuns: 4 },
  )
})

test('a draft is kept, corrected with its version, removed and brought back; what is unfinished cannot be applied', async () => {
  const { ask } = await pharmacy([])
  const { id } = (
    await ask('POST', '/api/replacements', { facilityName: '見本薬局', oldMaker: '', pharmacyCode: '' }, 'jimu')
  ).body
  const url = `/api/replacements/${id as string}`
  expect((await ask('POST', `${url}/apply`, { version: 1 })).body.code).toBe('replacement-unfinished')
  const items = {
    facilityName: '見本薬局',
    plannedOn: null,
    oldMaker: '',
    newMaker: '半分だけ',
    contactName: '',
    contactPhone: '',
    contactMail: '',
    idsChange: null,
    pharmacyCode: '',
  }
  expect((await ask('PATCH', url, { ...items, version: 1 }, 'jimu')).body).toMatchObject({
    newMaker: '半分だけ',
    version: 2,
  })
  expect(await ask('PATCH', url, { ...items, version: 1 }, 'jimu')).toMatchObject({
    status: 409,
    body: { current: { newMaker: '半分だけ' } },
  })
  await ask('DELETE', `${url}?version=2`, undefined, 'jimu')
  expect((await ask('GET', '/api/replacements')).body.items).toEqual([])
  expect((await ask('POST', `${url}/restore`, undefined, 'jimu')).body.state).toBe('draft')
})

test('the lists can be saved as a table that no spreadsheet mistakes for formulas', async () => {
  const box = await pharmacy()
  takeBytes(box.store, ...news(0, 6), oldFile(30, { person: { ...person(30), name: '=1+1', code: oldCode(30) } }))
  const { id } = await prepared(box)
  const { body } = await box.ask('GET', `/api/replacements/${id}/pairs.csv?list=unmatched`)
  expect(body).toMatch(/^\uFEFF旧患者番号,/)
  expect(body).toContain(`,'=1+1,`)
})

test('whom the pairs and their file show is in the audit trail', async () => {
  const desk = await pharmacy()
  takeBytes(desk.store, ...news(0, 8))
  const { id } = await prepared(desk)
  const ids = new Set(readRows(desk.store, 'SELECT id FROM patient').map((row) => String(row['id'])))
  for (const path of ['pairs?list=exact', 'pairs.csv?list=exact']) {
    expect((await desk.ask('GET', `/api/replacements/${id}/${path}`)).status).toBe(200)
    const [row] = readRows(desk.store, 'SELECT what, patient_id, shown FROM audit ORDER BY seq DESC LIMIT 1')
    expect(row?.['what']).toMatch(/^replacement-(read|saved)$/)
    const shown = [row?.['patient_id'], row?.['shown']].filter(Boolean).join(' ').split(' ')
    expect(shown.length, path).toBeGreaterThan(1)
    expect(shown.filter((each) => !ids.has(each))).toEqual([])
  }
})
