import { describe, expect, it } from 'vitest'
import { ageOn } from './age.ts'
import { addDays, daysBack, fromDayNumber, toDayNumber, weekdayOf } from './calendar.ts'
import { dateOf, hourMinute, hourMinuteSecond, untilMidnight } from './clock.ts'
import { birthCell, birthLong, dayHeading, shortDate, whenAgoText, whenText } from './dates.ts'
import { countText, doseText } from './dosage.ts'
import { splitDrugName } from './drug-name.ts'
import { warekiYear } from './wareki.ts'

const cell = (birthOn: string, on: string) => {
  const { date, age, wareki } = birthCell(birthOn, on)
  return `${date} ${age} ${wareki}`
}
const strengths = (name: string) =>
  splitDrugName(name)
    .filter(({ kind }) => kind === 'strength')
    .map(({ text }) => text)

describe('calendar dates', () => {
  it('count days across leap years and centuries without Date', () => {
    expect(toDayNumber('1970-01-01')).toBe(0)
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(addDays('2023-02-28', 1)).toBe('2023-03-01')
    expect(addDays('1900-02-28', 1)).toBe('1900-03-01')
    expect(addDays('2000-02-28', 1)).toBe('2000-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    for (const date of ['1868-10-23', '1969-12-31', '2026-11-21', '2100-03-01'])
      expect(fromDayNumber(toDayNumber(date))).toBe(date)
  })

  it('know the weekday, before 1970 too', () => {
    expect(weekdayOf('2026-11-21')).toBe(6)
    expect(weekdayOf('1970-01-01')).toBe(4)
    expect(weekdayOf('1947-03-14')).toBe(5)
  })

  it('list the days shown, newest first, both ends included', () => {
    expect(daysBack('2026-03-01', '2026-02-27')).toEqual(['2026-03-01', '2026-02-28', '2026-02-27'])
  })
})

describe('the clock of the page', () => {
  const midnight = 1_795_186_800_000 // 2026-11-21 00:00:00 in Tokyo

  it('shows Tokyo wherever the PC thinks it is', () => {
    expect(dateOf(midnight)).toBe('2026-11-21')
    expect(dateOf(midnight - 1)).toBe('2026-11-20')
    expect(hourMinute(midnight - 1)).toBe('23:59')
    expect(hourMinuteSecond(midnight + 3_661_000)).toBe('01:01:01')
  })

  it('knows how long the day still lasts', () => {
    expect(untilMidnight(midnight)).toBe(86_400_000)
    expect(untilMidnight(midnight - 1)).toBe(1)
  })
})

describe('a birth date in the list', () => {
  it('is western with the age in brackets and the Japanese year beside', () => {
    expect(cell('1990-01-01', '2021-07-03')).toBe('1990年01月01日 (31歳) 平2')
  })

  it('gives an infant months', () => {
    expect(cell('2026-03-02', '2026-11-02')).toBe('2026年03月02日 (0歳8か月) 令8')
    expect(cell('2026-03-02', '2026-11-01')).toBe('2026年03月02日 (0歳7か月) 令8')
    expect(cell('2025-11-02', '2026-11-01')).toBe('2025年11月02日 (0歳11か月) 令7')
    expect(cell('2025-11-02', '2026-11-02')).toBe('2025年11月02日 (1歳) 令7')
  })

  it('ages on the birthday itself, and on 1 March after a leap day', () => {
    expect(ageOn('1947-03-14', '2026-03-13')?.years).toBe(78)
    expect(ageOn('1947-03-14', '2026-03-14')?.years).toBe(79)
    expect(ageOn('2004-02-29', '2026-02-28')?.years).toBe(21)
    expect(ageOn('2004-02-29', '2026-03-01')?.years).toBe(22)
  })

  it('shows no age when it lies in the future', () => {
    expect(cell('2030-01-01', '2026-11-02')).toBe('2030年01月01日  令12')
  })

  it('is unpadded with the Japanese year in brackets on the detail page', () => {
    expect(birthLong('1947-03-14')).toBe('1947年3月14日 (昭22)')
  })
})

describe('Japanese years', () => {
  it('change on the day the era changed', () => {
    expect(warekiYear('1912-07-29')).toBe('明45')
    expect(warekiYear('1912-07-30')).toBe('大元')
    expect(warekiYear('1926-12-24')).toBe('大15')
    expect(warekiYear('1926-12-25')).toBe('昭元')
    expect(warekiYear('1989-01-07')).toBe('昭64')
    expect(warekiYear('1989-01-08')).toBe('平元')
    expect(warekiYear('2019-04-30')).toBe('平31')
    expect(warekiYear('2019-05-01')).toBe('令元')
    expect(warekiYear('1600-01-01')).toBe('')
  })
})

describe('headings of days', () => {
  it('carry the weekday, and the year only when it is another one', () => {
    expect(dayHeading('2025-07-03', '2025-07-05')).toBe('7月3日 (木)')
    expect(dayHeading('2025-12-31', '2026-01-02')).toBe('2025年12月31日 (水)')
    expect(shortDate('2026-11-29', '2026-11-02')).toBe('11月29日')
  })
})

describe('when something was received', () => {
  const at = 1_795_140_452_000 // 2026-11-20 11:07:32 in Tokyo

  it('is a time today and carries its day on any other', () => {
    expect(whenText(at, '2026-11-20')).toBe('11:07:32')
    expect(whenText(at, '2026-11-21')).toBe('11月20日 11:07')
    expect(whenText(at, '2027-01-02')).toBe('2026年11月20日 11:07')
  })

  it('says how long ago that was', () => {
    expect(whenAgoText(at, '2026-11-20')).toBe('11:07:32')
    expect(whenAgoText(at, '2026-11-21')).toBe('11月20日 11:07（昨日）')
    expect(whenAgoText(at, '2026-11-23')).toBe('11月20日 11:07（3日前）')
    expect(whenAgoText(at, '2026-11-19')).toBe('11月20日 11:07')
  })
})

describe('drug names', () => {
  it('set the strength apart, half width or full width', () => {
    expect(splitDrugName('アムロジピンＯＤ錠５ｍｇ「見本」')).toEqual([
      { text: 'アムロジピンＯＤ錠', kind: 'name' },
      { text: '５ｍｇ', kind: 'strength' },
      { text: '「見本」', kind: 'maker' },
    ])
    expect(strengths('ロスバスタチン錠2.5mg')).toEqual(['2.5mg'])
    expect(strengths('ロスバスタチン錠２．５ｍｇ')).toEqual(['２．５ｍｇ'])
  })

  it('keep a compound strength in one piece', () => {
    expect(strengths('見本注100単位/mL')).toEqual(['100単位/mL'])
    expect(strengths('見本シロップ50mg/5mL')).toEqual(['50mg/5mL'])
    expect(strengths('見本テープ20mg10cm×14cm')).toEqual(['20mg10cm×14cm'])
    expect(strengths('見本点眼液0.005%')).toEqual(['0.005%'])
    expect(strengths('見本点眼液０．００５％2.5mL')).toEqual(['０．００５％2.5mL'])
  })

  it('do not take other numbers for a strength', () => {
    expect(strengths('見本ビタミンB12錠')).toEqual([])
    expect(strengths('見本2号輸液')).toEqual([])
    expect(strengths('見本3gene錠')).toEqual([])
  })

  it('lose no character, whatever the name', () => {
    for (const name of ['', '「」', '5mg', '見本「5mg」', '見本錠5mg「甲」「乙」', 'ｘ1,000mg×2mg/'])
      expect(
        splitDrugName(name)
          .map(({ text }) => text)
          .join(''),
      ).toBe(name)
  })
})

describe('doses', () => {
  const tablet = { name: '見本錠', codes: {}, unit: '錠' }

  it('say what is taken at once, else a day, else in all', () => {
    expect(doseText({ ...tablet, dose: '6', perDose: '2', total: '84' }, 'internal')).toBe('1回2錠')
    expect(doseText({ ...tablet, dose: '5', total: '70' }, 'internal')).toBe('1日5錠')
    expect(doseText({ ...tablet, unit: '枚', dose: '21', total: '21' }, 'external')).toBe('全21枚')
    expect(doseText(tablet, 'internal')).toBe('')
  })

  it('spell out a day whose doses differ', () => {
    const uneven = { wake: '0', morning: '2', noon: '1', evening: '1', bed: '0' }
    expect(doseText({ ...tablet, dose: '4', uneven }, 'internal')).toBe('朝2 昼1 夕1 (錠)')
    expect(doseText({ ...tablet, uneven: { ...uneven, spare: '0.5' } }, 'internal')).toBe('朝2 昼1 夕1 予備0.5 (錠)')
  })

  it('count days for internal and times for as-needed medicines', () => {
    expect(countText({ form: 'internal', count: 14 })).toBe('14日分')
    expect(countText({ form: 'prn', count: 10 })).toBe('10回分')
    expect(countText({ form: 'external', count: 1 })).toBe('')
    expect(countText({ form: 'internal' })).toBe('')
  })
})
