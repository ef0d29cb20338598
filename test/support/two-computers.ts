import { writeNsipsFile } from '../../server/demo/nsips-file.ts'
import { linkPatient, saveMember } from '../../server/store/members.ts'
import type { Store } from '../../server/store/open.ts'
import { findPatientByCode } from '../../server/store/patients.ts'
import { takeBytes, testFile } from './store.ts'

export const pharmacyCode = '9999999'

/** Plainly invented people, by number: name, kana, birth date and sex are their own. */
export const person = (at: number) => ({
  name: `見本　${String(at)}号`,
  kana: `ﾐﾎﾝ ${'ｱｲｳｴｵｶｷｸｹｺ'.charAt(at % 10)}${'ｻｼｽｾｿﾀﾁﾂﾃﾄ'.charAt(Math.floor(at / 10) % 10)}`,
  sex: at % 2 === 0 ? ('1' as const) : ('2' as const),
  birthOn: `19${String(50 + (at % 40))}0${String(1 + (at % 9))}15`,
})

export const oldCode = (at: number): string => String(1000 + at).padStart(8, '0')
export const newCode = (at: number): string => `70${String(at).padStart(3, '0')}`

let numbers = 0

/** The file of this person as the receipt computer that was always there writes it. */
export const oldFile = (at: number, changes: Parameters<typeof testFile>[0] = {}) =>
  writeNsipsFile(
    testFile({
      number: `2604030${String(10000000 + ++numbers)}`,
      person: { ...person(at), code: oldCode(at) },
      ...changes,
    }),
  )

/** As another one writes it: another maker's header, codes of another form. */
export function newFile(at: number, changes: Parameters<typeof testFile>[0] = {}) {
  const { name, bytes } = oldFile(at, { person: { ...person(at), code: newCode(at) }, ...changes })
  return { name, bytes: Buffer.from(bytes.toString('latin1').replace('SYNTHETIC', 'OTHERMAKE'), 'latin1') }
}

/** A pharmacy that has taken files of so many people. Those of `linked` keep a notebook. @returns their member ids by number */
export function usualPharmacy(store: Store, people: number, linked: readonly number[]): Map<number, string> {
  takeBytes(store, ...Array.from({ length: people }, (_, at) => oldFile(at)))
  return store.write(
    () =>
      new Map(
        linked.map((at) => {
          const patient = findPatientByCode(store, pharmacyCode, oldCode(at))!
          const memberId = saveMember(store, patient)
          linkPatient(store, memberId, patient.id)
          return [at, memberId]
        }),
      ),
  )
}
