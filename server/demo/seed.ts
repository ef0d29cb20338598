import { virtualDevice } from '../../drivers/virtual/virtual-driver.ts'
import { addDays, tokyoDate } from '../domain/calendar-date.ts'
import { readQueued, takeFiles } from '../intake/inbound.ts'
import { saveCard } from '../store/cards.ts'
import { saveCounter } from '../store/counters.ts'
import { linkPatient, saveMember } from '../store/members.ts'
import { saveImportedNotice } from '../store/notices.ts'
import type { Store } from '../store/open.ts'
import { findPatientByCode } from '../store/patients.ts'
import { editReader, seeReader } from '../store/readers.ts'
import { saveVisit } from '../store/visits.ts'
import { demoPharmacyCode, writeNsipsFile, type WrittenFile } from './nsips-file.ts'
import { institutions, people, prescriptions, secondOpinion, unlinkedMember } from './people.ts'

/** Each counter of the demo and the virtual reader that stands there. */
const demoCounters = [
  { name: '1番窓口', reader: '仮想リーダー1' },
  { name: '2番窓口', reader: '仮想リーダー2' },
]
export const demoReaders = demoCounters.map(({ reader }) => reader)

const compact = (date: string): string => date.replaceAll('-', '')

/** A prescription number nobody else has: the day and a counter. */
export const numberOf = (on: string, counter: number): string =>
  `${compact(on).slice(2)}${String(counter).padStart(9, '0')}`

/** What person `index` is given on a day, with the time of day it is sent. */
export function demoFile(index: number, on: string, time: string, counter: number): WrittenFile {
  const person = people[index % people.length]
  const drugs = prescriptions[person?.regimen ?? 0]
  const place = institutions[person?.regimen ?? 0]
  if (!person || !drugs || !place) throw new Error('the demo lists are empty')
  return {
    action: 'A',
    number: numberOf(on, counter),
    revision: 0,
    sentAt: compact(on) + time,
    dispensedOn: compact(on),
    receipt: counter % 1000,
    person,
    drugs,
    ...place,
  }
}

/** Fills a new demo store: half a year of dispensings through the real intake, members with cards, visits of the last days. */
export function seedDemo(store: Store): void {
  const today = tokyoDate(store.now())
  const files = people.flatMap(({ regimen }, index) => {
    const days = Math.max(...(prescriptions[regimen] ?? []).map(({ form, count }) => (form === 2 ? count : 0)))
    return [3, 2, 1, 0].map((round) => {
      const on = addDays(today, -(round * days + 2 + (index % 5)))
      return writeNsipsFile(demoFile(index, on, `10${String(10 + index)}00`, round * 100 + index + 1))
    })
  })
  const elsewhere = demoFile(0, addDays(today, -5), '163000', 900)
  files.push(writeNsipsFile({ ...elsewhere, ...institutions[1], drugs: secondOpinion }))
  takeFiles(
    store,
    'demo',
    files.map(({ name, bytes }) => ({ name, bytes, size: bytes.length, modifiedAt: store.now(), sentAt: null })),
  )
  while (
    readQueued(store, (error) => {
      throw error
    }) > 0
  );
  store.write(() => {
    const memberIds = people.flatMap(({ code, cardId }) =>
      cardId === undefined ? [] : [saveDemoMember(store, code, cardId)],
    )
    const unlinked = saveMember(store, unlinkedMember)
    saveCard(store, unlinked, unlinkedMember.cardId)
    saveLooseEnds(store)
    saveNotices(store, today)
    saveVisits(store, [...memberIds, unlinked], saveCounters(store))
  })
}

/** Two counters, each with the virtual reader that the demo plugs in. @returns their ids */
/** One known issue, as a signed file brings it. */
function saveNotices(store: Store, today: string): void {
  saveImportedNotice(store, null, {
    sourceKey: 'demo/sample-issue',
    sourceVersion: 1,
    kind: 'known-issue',
    words: {
      title: '見本の不具合：仮想リーダーの名前が長いと切れて見える',
      body: 'これは見本のお知らせです。読んだら「確認しました」を押してください。',
      status: 'watching',
      affects: '見本薬局だけ',
      datedOn: today,
    },
  })
}

function saveCounters(store: Store): string[] {
  return demoCounters.map(({ name, reader }) => {
    const made = saveCounter(store, name)
    if (!made.ok) throw new Error('the demo has two counters of one name')
    const readerId = seeReader(store, { ...virtualDevice(reader), satellite: null })
    editReader(store, readerId, { counterId: made.counter.id, version: 1 })
    return made.counter.id
  })
}

/** What お薬自動登録 and 統合 are for: somebody whose patient is there and not linked, and the first member once more. */
function saveLooseEnds(store: Store): void {
  const without = people.find(({ cardId }) => cardId === undefined)
  for (const person of [without, people[0]]) {
    const patient = person && findPatientByCode(store, demoPharmacyCode, person.code)
    if (patient) saveMember(store, patient)
  }
}

function saveDemoMember(store: Store, patientCode: string, cardId: string): string {
  const patient = findPatientByCode(store, demoPharmacyCode, patientCode)
  if (!patient) throw new Error('the demo patients were not read')
  const memberId = saveMember(store, patient)
  linkPatient(store, memberId, patient.id)
  saveCard(store, memberId, cardId)
  return memberId
}

function saveVisits(store: Store, memberIds: string[], counterIds: string[]): void {
  const dayMs = 24 * 60 * 60 * 1000
  for (const daysAgo of [6, 5, 3, 2]) {
    memberIds.forEach((memberId, index) => {
      if ((index + daysAgo) % 3 !== 0) return
      // Ten in the morning in Tokyo, and a quarter of an hour later for each.
      const tenOClock = Math.floor((store.now() - daysAgo * dayMs) / dayMs) * dayMs + 60 * 60 * 1000
      saveVisit(store, {
        memberId,
        cardHash: null,
        via: 'card',
        reader: null,
        presentedAt: tenOClock + index * 15 * 60 * 1000,
        counterId: counterIds[index % counterIds.length] ?? null,
        touchKey: null,
      })
    })
  }
}

export const demoCards = [
  ...people.flatMap(({ cardId, name }) => (cardId === undefined ? [] : [{ cardId, label: name }])),
  { cardId: unlinkedMember.cardId, label: `${unlinkedMember.name}(未設定)` },
  // For カード発行: nobody's yet.
  { cardId: '0101000000000901', label: '未使用のカード1' },
  { cardId: '0101000000000902', label: '未使用のカード2' },
]
