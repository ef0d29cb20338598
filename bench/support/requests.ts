import Database from 'better-sqlite3'
import { join } from 'node:path'
import { addDays } from '../../server/domain/calendar-date.ts'
import { dispensings, lastDay, patients } from './big-store.ts'
import { benchPerson } from './files.ts'

/** The same numbers in every run, spread over the whole range. */
export const spread = (index: number, range: number): number => (index * 104_729 + 7) % range

/** What people type: kana in any width, hiragana, the name, the code, the date of birth, and what finds nothing. */
export function searchText(index: number): string {
  const person = benchPerson(spread(index, patients))
  const [family = '', given = ''] = person.name.split('　')
  const year = person.birthOn.slice(0, 4)
  const kinds = [
    person.kana,
    person.kana.slice(0, 2),
    person.kana.normalize('NFKC').replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)),
    family,
    `${family}${given}`,
    person.code.replace(/^0+/, ''),
    person.code.slice(0, 6),
    person.birthOn,
    `${year}/${Number(person.birthOn.slice(4, 6))}/${Number(person.birthOn.slice(6))}`,
    `該当なし${index}`,
  ]
  return kinds[index % kinds.length] ?? ''
}

/** Ids of patients from all over the store. */
export function patientIds(dataDir: string, count: number): string[] {
  const db = new Database(join(dataDir, 'kusuribako.sqlite'), { readonly: true })
  const find = db.prepare<[number], string | null>('SELECT patient_id FROM dispensing WHERE rowid = ?').pluck()
  const ids = Array.from({ length: count }, (_, index) => find.get(1 + spread(index, dispensings)) ?? '')
  db.close()
  if (ids.includes('')) throw new Error('a dispensing of the built store has no patient')
  return ids
}

/** Lists of a day, searches and histories in turn, as the pages ask for them. */
export function mixedPaths(dataDir: string, count: number): string[] {
  const ids = patientIds(dataDir, count)
  return Array.from({ length: count }, (_, index) => {
    const kinds = [
      `/api/dispensings?on=${addDays(lastDay, -(index % 30))}`,
      `/api/visits?on=${addDays(lastDay, -(index % 20))}`,
      `/api/patients?q=${encodeURIComponent(searchText(index))}`,
      `/api/patients/${ids[index] ?? ''}/dispensings`,
      `/api/patients/${ids[index] ?? ''}/taking?on=${lastDay}`,
    ]
    return kinds[index % kinds.length] ?? ''
  })
}
