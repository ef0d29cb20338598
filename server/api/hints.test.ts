import { describe, expect, test } from 'vitest'
import { buildTestApp, signIn } from '../../test/support/box.ts'
import {
  createClock,
  morning,
  openTestStore,
  readRows,
  takeIn,
  testFile,
  testPerson,
} from '../../test/support/store.ts'
import { compactDate, daysAgo, drug } from '../../test/support/hints.ts'
import { addEntry } from '../store/entries.ts'
import { bodyNotes } from '../store/body-notes.ts'
import { createHintCounts } from '../store/hint-counts.ts'
import { readHints } from '../store/hints.ts'
import { disuseInteractions, importInteractions } from '../store/interactions.ts'
import { removeLink } from '../store/links.ts'
import { findMember, linkPatient, saveMember } from '../store/members.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'

type Body = Record<string, unknown>

const institutions: Record<string, string> = { 架空内科: '1110001', 試験整形外科: '1110002', 例示歯科: '3110003' }
const numberOf = (n: number): string => `2604030000${String(10_000 + n)}`
const file = (n: number, institution: string, name: string, ago = 0) =>
  testFile({
    number: numberOf(n),
    institution,
    institutionCode: institutions[institution]!,
    dispensedOn: compactDate(daysAgo(ago)),
    sentAt: `${compactDate(daysAgo(ago))}101530`,
    drugs: [drug(name)],
  })

function saveTestMember(store: Store): string {
  return store.write(() => {
    const patient = findPatientByCode(store, '9999999', testPerson.code)!
    const memberId = saveMember(store, { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female' })
    linkPatient(store, memberId, patient.id)
    return memberId
  })
}

/** Two institutions, one ingredient under two makers. */
async function open() {
  const clock = createClock(morning)
  const store = await openTestStore(clock.now)
  takeIn(store, file(1, '架空内科', 'ロキソプロフェンＮａ錠６０ｍｇ「見本」'))
  takeIn(store, file(2, '試験整形外科', 'ロキソプロフェンＮａ錠６０ｍｇ「架空」'))
  const memberId = saveTestMember(store)
  const { app, log } = buildTestApp(store)
  const as = async (login: string) => {
    const cookie = await signIn(app, login)
    return async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: Body) => {
      const response = await app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
      return { status: response.statusCode, body: response.body === '' ? undefined : response.json() }
    }
  }
  const ask = await as('yaku')
  const hints = `/api/members/${memberId}/hints`
  return { store, clock, memberId, log, as, ask, hints, list: async () => (await ask('GET', hints)).body }
}

describe('hints', () => {
  test('say what the records say, with where each drug comes from', async () => {
    const { list } = await open()
    expect(await list()).toMatchObject({
      open: [
        {
          kind: 'same-ingredient',
          isMaybe: false,
          answer: null,
          drugs: expect.arrayContaining([expect.objectContaining({ institution: '架空内科', pharmacy: '見本薬局' })]),
        },
      ],
      answered: [],
      past: [],
      isCut: false,
      hasInteractions: false,
    })
  })

  test('fade once answered, with the note, the name and the time; taking it back opens them again; both are in the trail', async () => {
    const { store, ask, hints, list, memberId } = await open()
    const { key } = (await list()).open[0]
    const answered = await ask('POST', `${hints}/${key}/answer`, { answer: 'inquired', note: ' 医師に確認 ' })
    const answer = { answer: 'inquired', note: '医師に確認', by: '薬剤 師', at: morning }
    expect(answered).toMatchObject({ status: 200, body: { open: [], answered: [{ key, answer }] } })
    const undone = await ask('DELETE', `${hints}/${key}/answer`)
    expect(undone).toMatchObject({ status: 200, body: { open: [{ key, answer: null }], answered: [] } })
    expect(await ask('DELETE', `${hints}/${key}/answer`)).toMatchObject({ status: 200 })
    expect(readRows(store, `SELECT what, member_id, detail FROM trail WHERE what LIKE 'hint%'`)).toEqual([
      { what: 'hint-answered', member_id: memberId, detail: '{"kind":"same-ingredient","answer":"inquired"}' },
      { what: 'hint-answer-undone', member_id: memberId, detail: '{}' },
    ])
  })

  test('stay faded with the next dispensing of the same, come back when another institution joins, and the old answer is kept', async () => {
    const { store, clock, memberId, ask, hints, list } = await open()
    const { key } = (await list()).open[0]
    await ask('POST', `${hints}/${key}/answer`, { answer: 'confirmed', note: '' })
    clock.set(morning + 10 * 86_400_000)
    takeIn(store, file(3, '架空内科', 'ロキソプロフェンＮａ錠６０ｍｇ「例示」', -10))
    expect(readHints(store, memberId, 'open')).toMatchObject({ open: [], answered: [{ key }] })
    takeIn(store, file(4, '例示歯科', 'ロキソプロフェンＮａ錠６０ｍｇ「見本」', -10))
    expect(readHints(store, memberId, 'open')).toMatchObject({
      open: [{ kind: 'same-ingredient', drugs: [{}, {}, {}] }],
      answered: [],
      past: [{ key, answer: { answer: 'confirmed' } }],
    })
  })

  test('that two PCs answer at once: the second is told, with the hints as they are now', async () => {
    const { ask, hints, list } = await open()
    const { key } = (await list()).open[0]
    await ask('POST', `${hints}/${key}/answer`, { answer: 'confirmed', note: '' })
    const second = await ask('POST', `${hints}/${key}/answer`, { answer: 'not-applicable', note: '別の件' })
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'stale-version', current: { answered: [{ key, answer: { answer: 'confirmed' } }] } },
    })
  })

  test('tell of an allergy that names a drug, and no more once the note is taken away', async () => {
    const { store, list, memberId } = await open()
    const content = { kind: 'allergy', text: 'ろきそぷろふぇん', source: 'patient' } as const
    addEntry(store, bodyNotes, memberId, content, { staffId: null })
    addEntry(store, bodyNotes, memberId, { ...content, kind: 'past-illness' }, { staffId: null })
    const { open: found } = await list()
    expect(found.map((hint: Body) => hint.kind)).toEqual(['body-note', 'same-ingredient'])
    expect(found[0]).toMatchObject({ what: 'ろきそぷろふぇん' })
  })

  test('tell of an allergy to a class, of アスピリン喘息 among the illnesses, and of a class that the box does not know', async () => {
    const { store, list, memberId } = await open()
    const add = (kind: 'allergy' | 'past-illness', text: string) =>
      addEntry(store, bodyNotes, memberId, { kind, text, source: 'patient' }, { staffId: null })
    add('past-illness', 'アスピリン喘息')
    add('past-illness', 'ペニシリンで治した肺炎')
    add('allergy', 'チオペプチド系')
    const body = await list()
    expect(body.open.map((hint: Body) => hint.what)).toEqual(['アスピリン喘息', 'チオペプチド系', 'ロキソプロフェン'])
    expect(body.open[0].drugs[0].drugClass).toEqual({ name: 'NSAIDs', by: 'name' })
    expect(body.unknownClasses).toEqual(['チオペプチド系'])
  })

  test('of a class that the box does not know are compared once by somebody, again for a new drug, and can be taken back', async () => {
    const { store, ask, hints, list, memberId } = await open()
    const content = { kind: 'allergy', text: 'チオペプチド系で発疹', source: 'patient' } as const
    addEntry(store, bodyNotes, memberId, content, { staffId: null })
    const unknown = async (): Promise<Body[]> =>
      (await list()).open.filter(({ kind }: Body) => kind === 'unknown-class')
    const answer = async () => {
      const [hint] = await unknown()
      await ask('POST', `${hints}/${String(hint?.['key'])}/answer`, { answer: 'not-applicable', note: '' })
      return hint?.['key']
    }
    const counts = createHintCounts(store)
    const count = async () => (await counts.read([memberId], '019d50da-a680-7000-8000-2f885d572ee3'))[0]?.open
    expect(await count()).toBe(2)
    const first = await answer()
    expect(await count()).toBe(1)
    takeIn(store, file(3, '例示歯科', '新しい見本錠１０ｍｇ'))
    expect(await unknown()).toMatchObject([{ what: 'チオペプチド系', drugs: [{}, {}] }])
    const second = await answer()
    expect(await unknown()).toEqual([])

    // What has ended is nothing new to compare, and the answer is there to be taken back.
    takeIn(
      store,
      testFile({
        number: numberOf(3),
        sentAt: '20260403111530',
        drugs: [drug('ロキソプロフェンＮａ錠６０ｍｇ「見本」')],
      }),
    )
    const now = await list()
    expect([now.answered.length, now.past.length]).toEqual([1, 1])
    expect([...now.answered, ...now.past].map(({ key }: Body) => key).sort()).toEqual([first, second].sort())
    await ask('DELETE', `${hints}/${String(second)}/answer`)
    await ask('DELETE', `${hints}/${String(first)}/answer`)
    expect(await unknown()).toHaveLength(1)
  })

  test('are answered by who works at the counter, and nobody else’s member or a bad key is answered', async () => {
    const { as, ask, hints } = await open()
    const key = '0'.repeat(32)
    const answer = { answer: 'confirmed', note: '' }
    expect(await (await as('hoshu'))('POST', `${hints}/${key}/answer`, answer)).toMatchObject({ status: 403 })
    const nobody = '/api/members/019d50da-a680-7000-8000-2f885d572ee3/hints'
    expect(await ask('GET', nobody)).toMatchObject({ status: 404 })
    expect(await ask('DELETE', `${hints}/x/answer`)).toMatchObject({ status: 400 })
  })

  test('name nobody and no drug in log, broadcast or trail', async () => {
    const { store, ask, hints, list, log } = await open()
    const { key } = (await list()).open[0]
    await ask('POST', `${hints}/${key}/answer`, { answer: 'confirmed', note: 'ひみつの話' })
    const told = JSON.stringify([log, readRows(store, 'SELECT * FROM change'), readRows(store, 'SELECT * FROM trail')])
    for (const word of ['試験', 'ロキソ', '架空', 'ひみつ']) expect(told).not.toContain(word)
  })
})

describe('counts for the rows of a list', () => {
  /** Counted by {@link open}'s member and by somebody who takes nothing. */
  async function openCounts() {
    const opened = await open()
    const { store, ask, memberId } = opened
    const other = store.write(() => saveMember(store, { name: '架空　太郎', kana: 'カクウ タロウ', sex: 'male' }))
    const counts = async () => (await ask('GET', `/api/hint-counts?members=${memberId},${other}`)).body.items
    return { ...opened, other, counts }
  }
  const none = '019d50da-a680-7000-8000-2f885d572ee3'

  test('say how much waits to be answered, and go down with each answer and up again when it is taken back', async () => {
    const { ask, hints, list, memberId, other, counts } = await openCounts()
    expect(await counts()).toEqual([
      { memberId, open: 1 },
      { memberId: other, open: 0 },
    ])
    const { key } = (await list()).open[0]
    await ask('POST', `${hints}/${key}/answer`, { answer: 'confirmed', note: '' })
    expect(await counts()).toMatchObject([{ open: 0 }, { open: 0 }])
    await ask('DELETE', `${hints}/${key}/answer`)
    expect(await counts()).toMatchObject([{ open: 1 }, { open: 0 }])
  })

  test('follow whatever they are made of: a new dispensing, a deleted one, a note, the table, a link, the day', async () => {
    const { store, clock, memberId, other } = await openCounts()
    const counts = createHintCounts(store)
    const opens = async () => (await counts.read([memberId, other], none)).map(({ open: n }) => n)
    expect(await opens()).toEqual([1, 0])
    takeIn(store, file(3, '例示歯科', 'アモキシシリンカプセル２５０ｍｇ「見本」'))
    addEntry(
      store,
      bodyNotes,
      memberId,
      { kind: 'allergy', text: 'ペニシリン系', source: 'patient' },
      { staffId: null },
    )
    expect(await opens()).toEqual([2, 0])
    takeIn(store, { ...file(2, '試験整形外科', ''), action: 'D', revision: 1, sentAt: '20260403120000', drugs: [] })
    expect(await opens()).toEqual([1, 0])
    const table = '見本,ロキソプロフェン,注意,見本の説明\nアモキシシリン,ロキソプロフェン,注意,見本の説明'
    const { id: staffId } = readRows(store, `SELECT id FROM staff WHERE login = 'kanri'`)[0] as { id: string }
    importInteractions(store, '見本の表.csv', table, staffId)
    expect(await opens()).toEqual([2, 0])
    disuseInteractions(store, staffId)
    expect(await opens()).toEqual([1, 0])
    clock.set(morning + 20 * 86_400_000)
    expect(await opens()).toEqual([0, 0])
    clock.set(morning)
    expect(await opens()).toEqual([1, 0])
    const patientId = findPatientByCode(store, '9999999', testPerson.code)!.id
    const { version } = findMember(store, memberId)!
    expect(removeLink(store, { memberId, patientId, version, staffId })).toMatchObject({ ok: true })
    takeIn(store, file(4, '例示歯科', 'ロキソプロフェンＮａ錠６０ｍｇ「見本」'))
    expect(await opens()).toEqual([0, 0])
    store.write(() => {
      linkPatient(store, other, patientId)
    })
    expect(await opens()).toEqual([0, 1])
  })

  test('are kept: asked again, nothing of anybody’s history is read', async () => {
    const { store, memberId } = await openCounts()
    let histories = 0
    const { listDispensingsOfPatient } = store.queries
    const counted = {
      ...listDispensingsOfPatient,
      all: (values: Record<string, unknown>) => {
        histories++
        return listDispensingsOfPatient.all(values)
      },
    }
    const counts = createHintCounts({ ...store, queries: { ...store.queries, listDispensingsOfPatient: counted } })
    await counts.read([memberId], none)
    const once = histories
    expect(once).toBeGreaterThan(0)
    await counts.read([memberId, memberId], none)
    expect(histories).toBe(once)
  })

  test('between two people something else has its turn', async () => {
    const { store, memberId, other } = await openCounts()
    const order: string[] = []
    const counting = createHintCounts(store)
      .read([memberId, other], none)
      .then(() => order.push('counted'))
    setImmediate(() => order.push('touch'))
    await counting
    expect(order).toEqual(['touch', 'counted'])
  })

  test('are for whoever works at the counter; whoever does not exist is left out', async () => {
    const { as, ask, memberId } = await openCounts()
    expect(await (await as('hoshu'))('GET', `/api/hint-counts?members=${memberId}`)).toMatchObject({ status: 403 })
    expect((await ask('GET', `/api/hint-counts?members=${none}`)).body).toEqual({ items: [], next: null })
    expect(await ask('GET', '/api/hint-counts?members=x')).toMatchObject({ status: 400 })
  })
})

test('the work for one touch is bounded by the window, however long the history is', async () => {
  const { store, memberId } = await open()
  const rowsRead = (): number => {
    let rows = 0
    const queries = new Proxy(store.queries, {
      get(target, name: keyof Store['queries']) {
        const query = target[name] as { all?: (values: unknown) => unknown[] }
        return Object.assign(Object.create(query), {
          all(values: unknown) {
            const found = query.all?.(values) ?? []
            rows += found.length
            return found
          },
        })
      },
    })
    readHints({ ...store, queries }, memberId, 'open')
    return rows
  }
  const before = rowsRead()
  // Twenty years before the window.
  for (let year = 2; year < 22; year++) {
    const files = Array.from({ length: 30 }, (_, n) =>
      file(year * 100 + n, '架空内科', '昔の見本錠１０ｍｇ', year * 365 + n),
    )
    takeIn(store, ...files)
  }
  // One page of the history beyond the window, and the last hundred files that tell whose pharmacy this is.
  expect(rowsRead() - before).toBeLessThanOrEqual(31 + 100)
})
