import type { Medication } from '../../contract/medication.ts'
import type { Rp, TakingState } from '../../contract/rp.ts'
import { addDays, daysBetween, lastDate } from './calendar-date.ts'
import { multiply } from './decimal.ts'
import { normalise } from './normalise.ts'

// Every repetition is bounded: the text may be as long as a file.
const number = '(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}|数)'
const weekday = '[月火水木金土日祝]'
/** 月 and 日 that count months and days, or belong to a word, are no weekdays. */
const monday = '(?<![0-9一二三四五六七八九十ヶケか箇カ年])月'
const sunday = '(?<![0-9一二三四五六七八九十数何毎連当翌同前初今本明昨])日'
const mark = '[ \\t・·,、，./~〜ー\\-‐―–—−→&+]{0,3}'
const between = `${mark}(?:(?:から|より|及び|および|と|か)${mark})?`

/** What reads like one of the hints below and says nothing of the kind. Blanked before they are looked for. */
const ordinary = new RegExp(
  [
    '毎日|連日',
    // １日に３回, 日に３回
    `(?<![0-9一二三四五六七八九十数])[1一] ?日に|(?<![^ 、,])(?<![0-9] )日に(?=${number}回)`,
    // ５日毎食後, but neither ５日毎 nor ３日毎朝, which may be every third morning
    `${number}日(?=毎食)`,
    // ４週間分, ４週間１日３回, １週間後再診, but not １回/２週間
    `(?<![/回度毎第] ?)(?<![0-9])${number}週間?(?=分|処方|後に?(?:再診|受診|来院|診察)| ?1日[0-9]回|$)`,
    '年月日|(?<=[0-9])月(?=[0-9]{1,2}日)',
  ].join('|'),
  'g',
)

/** Hints that some days are without the medicine, or that the number of days is not how long it lasts. */
const skipping = new RegExp(
  [
    '休|透析|隔[日週月年朝]|曜|週|交互|交代|交替|日替|[偶奇]数|平日|祝日|毎[月年]|月[初末]|[付つ]く日|ない日|の日|除[くい]',
    'カクジツ|かくじつ|シュウ ?[0-9]|ヨウビ|トウセキ|キュウヤク',
    // １日おき, ３日毎, ２日に１回, 検査日に, ２日目, １日とばし, ３日間隔, ５日間中止
    '日(?:おき|置き?|毎|ごと|に|目|のみ|だけ|抜|ぬき|飛|とば|間?隔|間?(?:空|あけ|あい|なし|off|中止|中断|停止))',
    `(?<!日)中${number}日|後に?(?:もう|再度|再び|追加|2回目)`,
    '(?:2[5-9]|[3-9][0-9]|[0-9]{3})時間(?:毎|ごと|おき|置き|間隔)',
    // ５日服用２日…, １日・１５日, １回/２日
    `日間?の?(?:服用|内服|投与|投薬|投|飲)[^0-9一二三四五六七八九十]{0,4}${number}(?:日(?!${number}回)|投)`,
    `日[・,、/と] ?${number}日`,
    '/ ?(?:[2-9]|[0-9]{2})日|/ ?月',
    // 月１, １ヶ月に２回, ３ヶ月毎, 年１回
    `${monday}[0-9]|[月年]に?(?:${number}|何)[回度]|[月年]に数|月(?:毎|ごと|おき|置き)`,
    // 月水金, 月・木, 月～金, 日と水
    `(?:${monday}|${sunday}|[火水木金土])${between}${weekday}`,
    // （月）, 木のみ, 火朝, 土は
    `(?:^|[ (「【\\[])(?:[月火水木金土祝]|(?<![0-9] )日)(?=$|[ )」】\\]])`,
    `(?:${monday}|[火水木金土])(?:のみ|だけ)|(?:${monday}|${sunday}|[火水木金土])(?:朝|昼|夕|眠前|就寝)|(?:${monday}|[火木金土])は`,
    '\\b(?:q[2-9]d|[qe]od|weekly|mon|tue|wed|thu|fri|sat|sun|off)\\b|オフ|day ?[0-9]|(?<![a-z])hd(?![a-z])',
  ].join('|'),
  'i',
)

/**
 * Whether the written usage may leave days out (隔日, 週１回, weekdays, …). The number of days then says how often it is taken, not
 * for how long, and only the text knows the rest. In doubt it does: no last day is better than a wrong one.
 */
export const skipsDays = (rp: Pick<Rp, 'usage' | 'notes' | 'medications'>): boolean =>
  [rp.usage ?? '', ...(rp.notes ?? []), ...rp.medications.flatMap(({ notes }) => notes ?? [])].some((text) =>
    skipping.test(normalise(text, 'NFKC').replace(ordinary, ' ')),
  )

/** Last day of taking: start + days − 1, for internal only. Null when it cannot be computed. */
export function lastDayOfTaking(
  rp: Pick<Rp, 'form' | 'count' | 'startOn' | 'usage' | 'notes' | 'medications'>,
): string | null {
  const { form, count, startOn } = rp
  if (form !== 'internal' || !count || startOn === undefined || skipsDays(rp)) return null
  return daysBetween(startOn, lastDate) < count - 1 ? null : addDays(startOn, count - 1)
}

/** Where a day stands against the days of taking: `taking` is 服薬期間中, `unknown` is 服用状況不明. */
export function takingState(rp: Pick<Rp, 'form' | 'startOn' | 'lastOn'>, on: string): TakingState {
  if (rp.form !== 'internal' || rp.lastOn === null || rp.startOn === undefined) return 'unknown'
  if (on < rp.startOn) return 'not-started'
  return on <= rp.lastOn ? 'taking' : 'finished'
}

/**
 * 残量(目安): what is left at the end of the day before `on`, if taken as directed. Undefined for whatever is not taken by the
 * day: only internal medications with computable days have it.
 */
export function remainingAsOfDayBefore(
  rp: Pick<Rp, 'form' | 'count' | 'lastOn'>,
  medication: Pick<Medication, 'dose' | 'kind'>,
  on: string,
): string | undefined {
  const { form, count, lastOn } = rp
  if (form !== 'internal' || lastOn === null || !count || medication.dose === undefined || medication.kind)
    return undefined
  const daysLeft = Math.min(count, Math.max(0, daysBetween(on, lastOn) + 1))
  return multiply(medication.dose, daysLeft)
}

/** The rps as of a day: each with `taking`, and its medications with `remaining` where that can be computed. */
export const describe = (rps: readonly Rp[], on: string): Rp[] =>
  rps.map((rp) => ({
    ...rp,
    taking: takingState(rp, on),
    medications: rp.medications.map((medication) => {
      const remaining = remainingAsOfDayBefore(rp, medication, on)
      return remaining === undefined ? medication : { ...medication, remaining }
    }),
  }))
