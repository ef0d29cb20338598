import { encodeCp932 } from './cp932.ts'

/** A plainly fictional person for demo, bench and tests. `kana` is half width, as receipt computers write it. */
export interface WrittenPerson {
  code: string
  name: string
  kana: string
  sex: '1' | '2' | ''
  /** YYYYMMDD. */
  birthOn: string
  /** Home, work, in an emergency. */
  phones?: readonly string[]
}

/** Code of the made-up pharmacy that every file comes from. */
export const demoPharmacyCode = '9999999'

export interface WrittenDrug {
  name: string
  /** RP区分: 1 内滴, 2 内服, 3 頓服, 4 外用, 5 注射. */
  form: 1 | 2 | 3 | 4 | 5
  usage: string
  /** Days or times. */
  count: number
  perDay: number
  dose: string
  unit: string
  perDose?: string
  yj?: string
}

export interface WrittenFile {
  action: 'A' | 'U' | 'D'
  /** 処方箋番号, 15 digits. */
  number: string
  revision: number
  /** YYYYMMDDhhmmss. */
  sentAt: string
  /** YYYYMMDD. */
  dispensedOn: string
  receipt: number
  person: WrittenPerson
  institution: string
  /** Seven digits; that of one institution for all unless told. */
  institutionCode?: string
  department: string
  prescriber: string
  drugs: WrittenDrug[]
}

const row = (fields: (string | number)[], width: number): string =>
  [...fields, ...Array<string>(Math.max(0, width - fields.length)).fill('')].join(',')

/** Name and bytes of a synthetic NSIPS-style file (VER010401 column counts, docs/formats/nsips.md). */
export function writeNsipsFile(file: WrittenFile): { name: string; bytes: Buffer } {
  const { action, number, revision, person } = file
  const revisionDigits = String(revision).padStart(5, '0')
  const lines = [
    row(
      [
        'VER010401',
        file.sentAt,
        'SYNTHETIC',
        'PC01',
        '13',
        '4',
        demoPharmacyCode,
        '見本薬局',
        '1000000',
        '東京都架空区架空町１－２－３',
        '0300000000',
      ],
      12,
    ),
    row(['1', person.code, person.kana, person.name, person.sex, person.birthOn, '', '', ...(person.phones ?? [])], 49),
    action === 'D'
      ? row(['2', number, '', 'D', '', '', '', file.dispensedOn], 42)
      : row(
          [
            '2',
            number,
            file.receipt,
            action,
            file.dispensedOn,
            '',
            file.dispensedOn,
            file.dispensedOn,
            0,
            0,
            0,
            '15',
            file.institutionCode ?? '1119999',
            '13',
            file.institution,
            '',
            '',
            '',
            '01',
            file.department,
            '',
            '',
            '101',
            '',
            file.prescriber,
          ],
          42,
        ),
    ...(action === 'D' ? [] : bodyLines(file)),
  ]
  return { name: `${action}${number}${revisionDigits}.txt`, bytes: encodeCp932(`${lines.join('\r\n')}\r\n`) }
}

function bodyLines({ drugs, dispensedOn }: WrittenFile): string[] {
  const rps = drugs.flatMap((drug, index) => {
    const number = index + 1
    const days = drug.form === 2 || drug.form === 3 ? drug.count : 0
    return [
      row(
        [
          '3',
          number,
          '',
          drug.usage,
          '',
          '',
          '',
          '',
          drug.form,
          drug.form === 2 ? 1 : drug.form === 3 ? 2 : 3,
          days,
          drug.perDay,
          dispensedOn,
          1,
          0,
          0,
        ],
        22,
      ),
      row(
        [
          '4',
          1,
          number,
          1,
          drug.yj ?? '',
          '',
          '',
          String(1000 + number),
          drug.name,
          '',
          0,
          0,
          0,
          0,
          0,
          0,
          drug.dose,
          1,
          drug.unit,
          ...Array<string>(16).fill(''),
          drug.perDose ?? '',
        ],
        41,
      ),
    ]
  })
  const money = drugs.map((drug, index) => {
    const quantity = drug.form === 2 || drug.form === 3 ? drug.count : 1
    return row(['6', index + 1, 10, 5, quantity, 10 + 5 * quantity, 0, 10 + 5 * quantity], 28)
  })
  return [...rps, row(['5', 0, 0, 0, 0, 0, 0, 0, 0], 21), ...money]
}
