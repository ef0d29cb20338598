import fc from 'fast-check'
import { describe as group, expect, it } from 'vitest'
import type { Rp } from '../../contract/rp.ts'
import { addDays } from './calendar-date.ts'
import { describe, lastDayOfTaking, remainingAsOfDayBefore, skipsDays, takingState } from './taking.ts'

const rpOf = (facts: Partial<Rp> = {}): Rp => {
  const rp: Rp = {
    number: 1,
    form: 'internal',
    count: 14,
    perDay: 3,
    startOn: '2025-11-02',
    lastOn: null,
    medications: [{ name: '見本錠', codes: {}, dose: '6', unit: '錠' }],
    ...facts,
  }
  return { ...rp, lastOn: lastDayOfTaking(rp) }
}

group('the last day of taking', () => {
  it.each([
    ['2026-04-03', 14, '2026-04-16'],
    ['2026-04-03', 28, '2026-04-30'],
    ['2026-04-03', 1, '2026-04-03'],
    ['2026-01-31', 2, '2026-02-01'],
    ['2024-02-28', 2, '2024-02-29'],
    ['2026-02-28', 2, '2026-03-01'],
    ['2025-12-18', 14, '2025-12-31'],
  ])('of %s for %d days is %s', (startOn, count, lastOn) => {
    expect(lastDayOfTaking(rpOf({ startOn, count }))).toBe(lastOn)
  })

  it.each([
    ['zero days', rpOf({ count: 0 })],
    ['no number of days', { form: 'internal' as const, startOn: '2026-04-03', medications: [] }],
    ['no first day', { form: 'internal' as const, count: 14, medications: [] }],
    ['use as needed', rpOf({ form: 'prn' })],
    ['external use', rpOf({ form: 'external' })],
    ['drops', rpOf({ form: 'drops' })],
    ['injection', rpOf({ form: 'injection' })],
    ['an unknown form', rpOf({ form: 'other' })],
    ['an end beyond the calendar', rpOf({ startOn: '9999-12-31', count: 2 })],
  ])('cannot be computed with %s', (_, rp) => {
    expect(lastDayOfTaking(rp)).toBeNull()
  })

  it.each([
    '１日おき　朝食後',
    '２日に１回',
    '３日毎',
    '週に２回',
    '毎週月曜日',
    '月・水・金　夕食後',
    '４日服用３日休薬',
    '透析日のみ',
    '日曜に服用',
    '月水金',
    '（火木土）',
    '月～金',
    '月〜金',
    '月-金',
    '土日休み',
    '週末のみ',
    '偶数日',
    '奇数日',
    '５日服用２日休み',
    '３日間服用４日間休み',
    '４投３休',
    '隔日',
    '１日おき',
    '一日おき　朝食後',
    '2日に1回',
    '３日ごと',
    '10日毎',
    '週１回　起床時',
    '1週間に1回',
    '２週間に１回',
    '月１回',
    '月に1回',
    '1ヶ月に1回',
    '月、木',
    '月 水 金',
    '月と木',
    '火・金　朝食後',
    '土日',
    '日・水',
    '透析日',
    '透析後',
    '非透析日のみ',
    'HD日',
    '平日のみ',
    '第１・３木曜',
    '１日・１５日',
    '毎月１日',
    '検査日に服用',
    '中２日',
    '３日間あけて',
    '１日とばし',
    '１錠と２錠を交互に',
    '(月)',
    '木のみ',
    '火朝',
    '年に1回',
    '２１日間服用７日間休薬',
    '3週間服用1週間休薬',
    '１回/週',
    '1回/2日',
    '月曜',
    '週3回',
    '毎週',
    '週',
    'ｶｸｼﾞﾂ ﾁｮｳｼｮｸｺﾞ',
    'ｼｭｳ1ｶｲ',
    '５日目から',
    '土・日・祝',
    '㊊㊌㊎',
    '数日に1回',
    '5日on2日off',
    'day1-14',
    '５日内服２日なし',
    '日月火',
    '月水金日',
    '１日１回　月水金',
    '１日１回(火木土)朝食後',
    '1日1回 土日のみ',
    '服用しない日',
    '隔週',
    '隔月',
    '3日に1度',
    '1日1回3日毎朝食後',
    '月水金に服用',
    '火木土　透析後',
    '月〜土',
    '月から金',
    '土曜日曜休み',
    '３投１休',
    '５日間内服後２日間休薬',
    '日、水、土',
    '月／水／金',
    '月，水，金',
    '月･水･金',
    'Mon/Wed/Fri',
    '1日1回 火',
    '朝食後（月・木）',
    '朝食後（月木）',
    '月木朝食後',
    '第２週',
    '２日おき',
    '2日間隔で',
    '48時間毎',
    '７２時間ごと',
    '１週おき',
    '週一回',
    '週1',
    '月１',
    '翌日は休み',
    '奇数の日',
    '日曜以外',
    '土日除く',
    '日を除く',
    '月＆木',
    '月 と 木',
    '月は2錠、水は3錠',
    '1回/2週間',
    '1回／１週間',
    '１回　２週間に',
    '2 日に1回',
    '2 日に 1 回',
    '1週間後にもう1回',
    '2週間後に2回目',
    '日朝',
    '毎月',
    '1日1回　日',
    '夕食後　月',
    '朝食後　金',
    '日のみ',
    '月のみ　起床時',
    '5日間中止',
    '隔日投与',
    '1日1回 隔日 朝',
    '週２日',
    '週5日　1日3回',
    '1～5日目',
    '月・水に服用',
    '月水に',
    '火・水は2錠',
    '朝食後 月、水に',
    '1日目、8日目',
    '3週間服用後1週間なし',
  ])('cannot be computed when days are, or may be, left out: %s', (usage) => {
    expect(lastDayOfTaking(rpOf({ usage }))).toBeNull()
    expect(skipsDays(rpOf({ notes: [usage] }))).toBe(true)
    expect(skipsDays(rpOf({ medications: [{ name: '見本錠', codes: {}, notes: [usage] }] }))).toBe(true)
  })

  it.each([
    '１日３回毎食後',
    '１日１回　朝食後',
    '毎食後３０分',
    '就寝前',
    '７日分',
    '日中',
    '土用',
    '１日３回５日毎食後',
    '1日1回就寝前　14日分',
    '朝・夕食後',
    '１日２回　１２時間毎',
    '毎食直前',
    '４週間分',
    '朝だけ２錠',
    '５日分',
    '8時間ごと',
    '6時間おきに服用',
    '起床時',
    '食間',
    '1日4回毎食後と就寝前',
    '１日に３回',
    '日に３回',
    '毎日朝食後',
    '1日1回毎日',
    '１日量を２回に分けて',
    '５日間',
    '１４日間服用',
    '水で服用',
    '毎食後　水で服用',
    'コップ１杯の水とともに',
    '一包化',
    '粉砕',
    '４月３日から服用',
    '４月から増量',
    '１ヶ月分',
    '１日３回毎食後２週間',
    '4週間1日3回',
    '朝２錠夕１錠',
    '発熱時',
    '疼痛時',
    '年月日',
    '1日水分200ml',
    '水剤',
    '毎日水で服用',
    '12時間間隔で服用',
    '日光を避けて',
    '2026年4月3日開始',
    '朝食前３０分',
    '夕食後２時間',
    '空腹時',
    '混合',
    '腰部',
    '要冷蔵',
    '１日３回　朝昼夕食後',
    '日本',
    '１日１回夕食後　当日から',
    '1日3回毎食後 10日',
    '1日2回朝夕食後 14日間',
    '1日1回朝食後1錠 夕食後2錠',
    '分3 毎食後',
    '3×毎食後',
    '30日分',
    '遮光',
    '２回/日',
    '3回/1日',
    '用法口授',
    '医師の指示通り',
    '１日最大４錠',
    '20日間',
    '朝食後　10日間　1日1回',
    '14 日',
    '１４　日分',
    '1 日に3回',
    '２４時間毎',
    'ピロリ除菌',
    '一日三回三日毎食後',
    '本日夕食後から',
    '明日朝から',
    '１週間後再診',
    '1回2錠 1日3回',
    '１日２回朝夕食後　４週間',
    '水と一緒に',
    '毎食前',
    '食直後',
    '分2 朝・就寝前',
    '1日3回8時間毎',
    '服用後は運転しない',
    'かみくだかない',
    '朝・昼・夕',
    '朝昼夕寝る前',
    '頭痛時',
    '残薬調整',
  ])('is not put in doubt by %s', (usage) => {
    expect(skipsDays(rpOf({ usage }))).toBe(false)
    expect(lastDayOfTaking(rpOf({ usage, notes: [usage] }))).toBe('2025-11-15')
  })

  it.each(['1', '日', '月', '一', '日間の', '水', '週間', ' ', '、'])('is looked for in linear time: %s', (unit) => {
    expect(skipsDays(rpOf({ usage: `${unit.repeat(1_000_000)}x` }))).toBeTypeOf('boolean')
  })
})

group('服薬期間中', () => {
  const rp = rpOf()
  it.each([
    ['2025-11-01', 'not-started'],
    ['2025-11-02', 'taking'],
    ['2025-11-15', 'taking'],
    ['2025-11-16', 'finished'],
  ])('on %s: %s', (on, state) => {
    expect(takingState(rp, on)).toBe(state)
  })

  it.each(['prn', 'external', 'injection', 'drops', 'other'] as const)('is 服用状況不明 for %s', (form) => {
    expect(takingState(rpOf({ form }), '2025-11-02')).toBe('unknown')
    expect(takingState({ ...rpOf({ form }), lastOn: '2025-11-15' }, '2025-11-02')).toBe('unknown')
  })

  it('is 服用状況不明 without computable days', () => {
    expect(takingState(rpOf({ count: 0 }), '2025-11-02')).toBe('unknown')
    expect(takingState(rpOf({ usage: '隔日' }), '2025-11-02')).toBe('unknown')
  })
})

group('残量(目安)', () => {
  const rp = rpOf()
  it.each([
    ['2025-10-01', '84'],
    ['2025-11-01', '84'],
    ['2025-11-02', '84'],
    ['2025-11-03', '78'],
    ['2025-11-14', '12'],
    ['2025-11-15', '6'],
    ['2025-11-16', '0'],
    ['2026-11-16', '0'],
  ])('as of the day before %s is %s', (on, remaining) => {
    expect(remainingAsOfDayBefore(rp, rp.medications[0]!, on)).toBe(remaining)
  })

  it('exists only for what is taken by the day', () => {
    const dose = { dose: '6' }
    expect(remainingAsOfDayBefore(rpOf({ form: 'prn' }), dose, '2025-11-02')).toBeUndefined()
    expect(remainingAsOfDayBefore(rpOf({ form: 'external' }), dose, '2025-11-02')).toBeUndefined()
    expect(remainingAsOfDayBefore(rpOf({ count: 0 }), dose, '2025-11-02')).toBeUndefined()
    expect(remainingAsOfDayBefore(rp, {}, '2025-11-02')).toBeUndefined()
    expect(remainingAsOfDayBefore(rp, { ...dose, kind: 'material' }, '2025-11-02')).toBeUndefined()
  })

  it('goes down by one day a day and never below nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 365 }), fc.integer({ min: -10, max: 400 }), (count, offset) => {
        const of = rpOf({ count, startOn: '2025-11-02' })
        const on = addDays('2025-11-02', offset)
        const left = Number(remainingAsOfDayBefore(of, { dose: '2' }, on))
        expect(left).toBe(2 * Math.max(0, Math.min(count, count - offset)))
      }),
    )
  })
})

group('a description as of a day', () => {
  it('says the state of every rp and what remains, and changes nothing else', () => {
    const rps = [rpOf(), rpOf({ form: 'prn', number: 2 })]
    const before = structuredClone(rps)
    expect(describe(rps, '2025-11-15')).toEqual([
      { ...rps[0], taking: 'taking', medications: [{ ...rps[0]!.medications[0], remaining: '6' }] },
      { ...rps[1], taking: 'unknown' },
    ])
    expect(rps).toEqual(before)
  })
})
