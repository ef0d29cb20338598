import type { Dispensing } from '../../contract/dispensing.ts'
import type { Medication } from '../../contract/medication.ts'
import type { Rp } from '../../contract/rp.ts'
import { longDate } from './dates.ts'
import { splitDrugName } from './drug-name.ts'

// The lines are a format other programs take in: they stand here, not among the words of the page.
const lineEnd = '\r\n'
const slots = { wake: '起床', morning: '朝', noon: '昼', evening: '夕', bed: '寝る前', spare: '予備' } as const

/** Half width, one blank between words. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()

/** `アレグラ錠 60mg`: the name as written, one blank before its strength, the strength in half width. */
function nameLine(name: string): string {
  let line = ''
  for (const { text, kind } of splitDrugName(name)) {
    const isStrength = kind === 'strength'
    const needsBlank = isStrength && line !== '' && !/[\s(（「『[・/／]$/.test(line)
    line += (needsBlank ? ' ' : '') + (isStrength ? plain(text) : text)
  }
  return line.replaceAll(/\s+/g, ' ').trim()
}

/** `（朝2 昼1 夕1）`, where the doses of a day differ. */
function unevenText({ uneven }: Medication): string {
  if (!uneven) return ''
  const parts = (Object.keys(slots) as (keyof typeof slots)[])
    .filter((slot) => Number(uneven[slot] ?? 0) > 0)
    .map((slot) => `${slots[slot]}${uneven[slot] ?? ''}`)
  return parts.length > 0 ? `（${parts.join(' ')}）` : ''
}

/**
 * How it is used, on one line. internal: `1日6錠 30日分`, with the doses of the day where they differ, and with the written usage where
 * the days alone would mislead (隔日 …) or where neither amount nor days are known. prn: `発熱時 1回1錠 10回分`. External, injection and
 * drops have only a whole amount: `1日1回 腰部に貼付 全21枚`. Of an unknown form only what is written (docs/adr/0020).
 */
function usageLine(rp: Rp, medication: Medication): string {
  const { form, count } = rp
  const usage = plain(rp.usage ?? '')
  const unit = plain(medication.unit ?? '')
  const amount = (word: string, value: string | undefined) => (value === undefined ? '' : `${word}${value}${unit}`)
  const counted = (word: string) => (count !== undefined && count > 0 ? `${String(count)}${word}` : '')
  const line = (parts: string[]): string => parts.filter((part) => part !== '').join(' ')
  switch (form) {
    case 'internal': {
      const daily = amount('1日', medication.dose) + unevenText(medication)
      const known = line([daily, counted('日分')])
      return rp.lastOn === null || known === '' ? line([known, usage]) : known
    }
    case 'prn':
      return line([usage, amount('1回', medication.dose ?? medication.perDose), counted('回分')])
    case 'external':
    case 'injection':
    case 'drops':
      return line([usage, amount('全', medication.total ?? medication.dose)])
    case 'other':
      return line([usage, amount('服用量', medication.dose)])
  }
}

const dateLine = ({ prescription: { issuedOn, dispensedOn } }: Pick<Dispensing, 'prescription'>): string => {
  const on = issuedOn ?? dispensedOn
  return `処方日：${on === undefined ? '記載なし' : longDate(on)}`
}

const drugLines = (rp: Rp, medication: Medication): string[] => [
  nameLine(medication.name),
  usageLine(rp, medication) || '用法の記載なし',
]

/** The text of one drug: day, name, usage; CRLF between the lines and none behind the last. */
export const drugText = (dispensing: Pick<Dispensing, 'prescription'>, rp: Rp, medication: Medication): string =>
  [dateLine(dispensing), ...drugLines(rp, medication)].join(lineEnd)

/** The text of one prescription: the day, then name and usage of each drug in turn. Materials and containers are left out. */
export const prescriptionText = (dispensing: Pick<Dispensing, 'prescription' | 'rps'>): string =>
  [
    dateLine(dispensing),
    ...dispensing.rps.flatMap((rp) =>
      rp.medications.filter(({ kind }) => kind === undefined).flatMap((medication) => drugLines(rp, medication)),
    ),
  ].join(lineEnd)
