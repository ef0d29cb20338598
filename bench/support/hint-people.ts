import { join } from 'node:path'
import { addDays, tokyoDate } from '../../server/domain/calendar-date.ts'
import { writeNsipsFile, type WrittenDrug } from '../../server/demo/nsips-file.ts'
import { readQueued, takeFiles } from '../../server/intake/inbound.ts'
import { bodyNotes } from '../../server/store/body-notes.ts'
import { addEntry } from '../../server/store/entries.ts'
import { linkPatient, saveMember } from '../../server/store/members.ts'
import { openStore, type Store } from '../../server/store/open.ts'
import { findPatientByCode } from '../../server/store/patients.ts'
import { benchPerson } from './files.ts'
import type { Scope } from './scope.ts'

/** As server/demo/nsips-file.ts writes it. */
const pharmacyCode = '9999999'
const filesAtOnce = 200
/** Each is given for four weeks. */
const days = 28
const places = 8
const drugsAtOnce = 4

/** General names of every shape that the rule has to take apart; 32 of them, some of one ingredient or class. */
const drugNames = [
  'ロキソプロフェンＮａ錠６０ｍｇ,1149019F1560',
  'アムロジピンＯＤ錠５ｍｇ,2171022F5010',
  'レバミピド錠１００ｍｇ,2329021F1137',
  'ロスバスタチン錠２．５ｍｇ,2189017F1022',
  'セレコキシブ錠１００ｍｇ,1149037F1020',
  'ランソプラゾールＯＤ錠１５ｍｇ,2329023F1020',
  'カルボシステイン錠２５０ｍｇ,2233002F1280',
  'アレンドロン酸錠３５ｍｇ,3999018F2028',
  'アモキシシリンカプセル２５０ｍｇ,6131001M2019',
  '酸化マグネシウム錠３３０ｍｇ,2344009F2031',
  'フェキソフェナジン塩酸塩錠６０ｍｇ,4490023F2019',
  'ニフェジピンＣＲ錠２０ｍｇ,2171014G4011',
  'ロキソプロフェンＮａテープ１００ｍｇ,2649735S2014',
  'メトホルミン塩酸塩錠２５０ｍｇ,3962002F2019',
  'シタグリプチン錠５０ｍｇ,3969010F2010',
  'テルミサルタン錠４０ｍｇ,2149042F2010',
  'ビソプロロールフマル酸塩錠２．５ｍｇ,2123016F2010',
  'フロセミド錠２０ｍｇ,2139005F1010',
  'スピロノラクトン錠２５ｍｇ,2133001F1010',
  'ワルファリンＫ錠１ｍｇ,3332001F2010',
  'アスピリン腸溶錠１００ｍｇ,3399007H1010',
  'エチゾラム錠０．５ｍｇ,1179025F1010',
  'ゾルピデム酒石酸塩錠５ｍｇ,1129009F1010',
  'センノシド錠１２ｍｇ,2354003F2010',
  'モンテルカスト錠１０ｍｇ,4490026F2010',
  'デキストロメトルファン臭化水素酸塩錠１５ｍｇ,2223001F1010',
  'トラネキサム酸錠２５０ｍｇ,3327002F1010',
  'クラリスロマイシン錠２００ｍｇ,6149003F2010',
  'レボフロキサシン錠５００ｍｇ,6241013F3010',
  'プレドニゾロン錠５ｍｇ,2456001F1010',
  'エソメプラゾールカプセル２０ｍｇ,2329029M2010',
  'カルシトリオールカプセル０．２５μｇ,3112004M1010',
].map((line) => line.split(',') as [string, string])

const compact = (date: string): string => date.replaceAll('-', '')

function drugsOf(place: number): WrittenDrug[] {
  return drugNames.slice(place * drugsAtOnce, (place + 1) * drugsAtOnce).map(([name, yj]) => ({
    ...{ name: `${name}「見本」`, yj, form: 2, usage: '１日３回毎食後', count: days, perDay: 3 },
    ...{ dose: '3', unit: '錠', perDose: '1' },
  }))
}

/** `count` dispensings of one person, newest today: one each half week by eight places in turn, so that about 32 drugs run at once. */
function* filesOf(person: number, count: number, today: string, from: number) {
  for (let index = 0; index < count; index++) {
    const on = compact(addDays(today, -Math.floor((index * 7) / 2)))
    const place = index % places
    yield writeNsipsFile({
      ...{ action: 'A', revision: 0, number: String(from + index).padStart(15, '0'), receipt: index % 1000 },
      ...{ sentAt: `${on}100000`, dispensedOn: on, person: benchPerson(person), drugs: drugsOf(place) },
      ...{ institution: `見本医院${String(place)}`, institutionCode: `11100${String(10 + place)}` },
      ...{ department: '内科', prescriber: '見本　医師' },
    })
  }
}

/**
 * A store with members of these many dispensings, each with an allergy to a class and one to a drug.
 * @returns the open store, its file, and the members and their patients in the same order
 */
export function openHintStore(scope: Scope, counts: readonly number[]) {
  const file = join(scope.tempDir(), 'kusuribako.sqlite')
  const opened = openStore({ file, now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  scope.defer(() => {
    store.close()
  })
  const today = tokyoDate(Date.now())
  let number = 1
  for (const [person, count] of counts.entries()) {
    const files = [...filesOf(person, count, today, number)]
    number += count
    for (let at = 0; at < files.length; at += filesAtOnce) take(store, files.slice(at, at + filesAtOnce))
  }
  const people = store.write(() =>
    counts.map((_, index) => {
      const patient = findPatientByCode(store, pharmacyCode, benchPerson(index).code)
      if (!patient) throw new Error('a person of the bench was not read')
      const memberId = saveMember(store, patient)
      linkPatient(store, memberId, patient.id)
      for (const text of ['ペニシリン系で発疹', 'ロキソニンで胃痛'])
        addEntry(store, bodyNotes, memberId, { kind: 'allergy', text, source: 'patient' }, { staffId: null })
      return { memberId, patientId: patient.id }
    }),
  )
  return { store, file, people }
}

function take(store: Store, files: { name: string; bytes: Buffer }[]): void {
  takeFiles(
    store,
    'bench',
    files.map(({ name, bytes }) => ({ name, bytes, size: bytes.length, modifiedAt: 0, sentAt: null })),
  )
  while (
    readQueued(store, (error) => {
      throw error
    }) > 0
  );
}
