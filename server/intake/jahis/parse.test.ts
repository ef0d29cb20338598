import fc from 'fast-check'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { Warning } from '../../../contract/issue.ts'
import { NotebookContent } from '../../../contract/outside-notebook.ts'
import { jahisBytes, patientSample, providerSample } from '../../../test/support/jahis-sample.ts'
import { maxBytes, readNotebook } from './parse.ts'

const medical = { by: 'medical' }

/** The sample with the lines that begin so replaced, or left out. */
const changed = (begin: string, ...to: string[]): string[] =>
  providerSample.flatMap((line) => (line.startsWith(begin) ? to : [line]))

const codesOf = (lines: readonly string[]) => readNotebook(jahisBytes(lines)).warnings.map(({ code }) => code)
const contentOf = (lines: readonly string[]): NotebookContent => {
  const { content, warnings } = readNotebook(jahisBytes(lines))
  if (!content) throw new Error(JSON.stringify(warnings))
  return content
}

test('a pharmacy’s notebook is read whole: the person, each day newest first, drugs, usage, cautions, words', () => {
  expect(readNotebook(jahisBytes(providerSample))).toEqual({
    warnings: [],
    content: {
      version: 'JAHISTC08',
      writtenFor: 'patient',
      patient: { name: '架空　花子', kana: 'カクウ ハナコ', sex: 'female', birthOn: '1968-04-07' },
      specials: [{ text: '見本錠で発疹', by: 'patient', kind: '1' }],
      otc: [
        {
          name: '見本かぜ薬',
          startOn: '2026-04-01',
          endOn: '2026-04-03',
          by: 'patient',
          jan: '4901234567894',
          ingredients: ['見本成分'],
        },
      ],
      memos: [{ text: '来月旅行の予定', by: 'patient', on: '2026-04-01' }],
      days: [
        {
          on: '2026-04-02',
          by: 'medical',
          pharmacy: { name: '架空みどり薬局', address: '架空県見本市1-2-3', phone: '00-0000-0000' },
          pharmacist: '薬剤　次郎',
          prescriptions: [
            {
              institution: '架空クリニック',
              prescriber: '架空　太郎',
              department: '内科',
              rps: [
                {
                  number: '1',
                  form: 'internal',
                  usage: '１日３回毎食後',
                  count: '14',
                  countUnit: '日分',
                  drugs: [
                    {
                      name: '見本錠２５ｍｇ',
                      dose: '3',
                      unit: '錠',
                      code: { kind: 'yj', value: '2233002F1174' },
                      genericName: '【般】見本錠',
                      by: 'medical',
                      notes: [{ text: '朝：１錠、昼：１錠、夕：１錠', ...medical }],
                      cautions: [{ text: 'ねむくなることがあります', ...medical }],
                    },
                    {
                      ...{ name: '試験カプセル５ｍｇ', dose: '2', unit: 'カプセル' },
                      ...{ by: 'medical', notes: [], cautions: [] },
                    },
                  ],
                  notes: [{ text: '一包化', ...medical }],
                  cautions: [{ text: '飲み忘れても一度に２回分を飲まないこと', ...medical }],
                },
                {
                  ...{ number: '2', form: 'prn', usage: '発熱時', count: '10', countUnit: '回分' },
                  drugs: [
                    { name: '試験用解熱錠２００', dose: '1', unit: '錠', by: 'medical', notes: [], cautions: [] },
                  ],
                  ...{ notes: [], cautions: [] },
                },
              ],
            },
            {
              institution: '架空クリニック',
              prescriber: '見本　三郎',
              department: '皮膚科',
              rps: [
                {
                  ...{ number: '1', form: 'external', usage: '１日２回塗布', count: '1', countUnit: '調剤' },
                  drugs: [
                    { name: '試験用軟膏０．１％', dose: '5', unit: 'ｇ', by: 'medical', notes: [], cautions: [] },
                  ],
                  ...{ notes: [], cautions: [] },
                },
              ],
            },
          ],
          cautions: [{ text: 'お薬は湿気を避けて保管', ...medical }],
          provided: [{ text: '入院中に見本錠で眠気', kind: '30', ...medical }],
          leftovers: [{ text: '見本錠が６錠残っている', ...medical }],
          remarks: [{ text: '次回は血液検査の予定', ...medical }],
          byPatient: [{ text: '飲むとすこし眠い', by: 'patient', on: '2026-04-02' }],
        },
        {
          on: '2019-03-01',
          by: 'medical',
          pharmacy: { name: '架空第二薬局' },
          prescriptions: [
            {
              rps: [
                {
                  ...{ number: '1', form: 'internal', usage: '１日１回朝食後', count: '7', countUnit: '日分' },
                  drugs: [{ name: '見本錠１０ｍｇ', dose: '0.5', unit: '錠', by: 'medical', notes: [], cautions: [] }],
                  ...{ notes: [], cautions: [] },
                },
              ],
            },
          ],
          ...{ cautions: [], provided: [], leftovers: [], remarks: [], byPatient: [] },
        },
      ],
      pharmacists: [{ name: '薬剤　次郎', pharmacy: '架空みどり薬局' }],
      unread: [],
    },
  })
})

test('a patient’s own notebook of an older version is read with what it leaves out, LF, and no last line end', () => {
  expect(readNotebook(jahisBytes(patientSample, '\n', ''))).toEqual({
    warnings: [],
    content: {
      version: 'JAHISTC06',
      writtenFor: 'provider',
      patient: { name: '試験　一郎', sex: 'male', birthOn: '1950-05-05' },
      specials: [],
      otc: [{ name: '見本胃腸薬', startOn: '2026-03-20', by: 'patient', ingredients: [] }],
      memos: [{ text: '薬は粉が苦手', by: 'patient' }],
      days: [
        {
          on: '2026-03-10',
          by: 'patient',
          pharmacy: { name: '架空さくら薬局' },
          prescriptions: [
            {
              rps: [
                {
                  ...{ number: '1', form: 'unknown' },
                  drugs: [{ name: '見本散', by: 'patient', notes: [], cautions: [] }],
                  ...{ notes: [], cautions: [] },
                },
              ],
            },
          ],
          ...{ cautions: [], provided: [], leftovers: [], remarks: [] },
          byPatient: [{ text: '手で書き写した', by: 'patient', on: '2026-03-10' }],
        },
      ],
      pharmacists: [],
      unread: [],
    },
  })
})

test('days are sorted, newest first; one without a readable date comes last', () => {
  const lines = ['JAHISTC07,1', '1,架空,1,19900101', '5,20250101,1', '5,いつか,1', '5,R070601,1']
  expect(contentOf(lines).days.map(({ on }) => on)).toEqual(['2025-06-01', '2025-01-01', undefined])
  expect(readNotebook(jahisBytes(lines)).warnings).toEqual([{ line: 4, column: 1, code: 'date-malformed' }])
})

describe('dates', () => {
  test.each([
    ['19680407', '1968-04-07', []],
    ['S430407', '1968-04-07', []],
    ['M450101', '1912-01-01', []],
    ['T150101', '1926-01-01', []],
    ['H010108', '1989-01-08', []],
    ['R010501', '2019-05-01', []],
    ['Ｒ０１０５０１', '2019-05-01', []],
    ['S640107 ', '1989-01-07', []],
    ['H310501', '2019-05-01', ['era-mismatch']],
    ['R010430', '2019-04-30', ['era-mismatch']],
    ['S000101', undefined, ['date-malformed']],
    ['X430407', undefined, ['date-malformed']],
    ['19680431', undefined, ['date-malformed']],
    ['680407', undefined, ['date-malformed']],
    ['00000000', undefined, []],
  ])('%s is %s', (written, date, codes) => {
    const lines = changed('1,', `1,架空　花子,2,${written}`)
    expect([contentOf(lines).patient.birthOn, codesOf(lines)]).toEqual([date, codes])
  })
})

describe('not shown at all is', () => {
  test.each([
    ['what has no heading', providerSample.slice(1), 'header-missing'],
    ['a prescription', ['JAHIS9', ...providerSample.slice(1)], 'header-missing'],
    ['a side that is neither', ['JAHISTC08,3', ...providerSample.slice(1)], 'header-malformed'],
    ['a notebook of nobody', changed('1,'), 'patient-missing'],
    ['a person without a name', changed('1,', '1,　,2,19680407'), 'patient-name-missing'],
    ['a mixture of two', [...providerSample, '1,架空　次郎,1,19900101'], 'second-patient'],
  ])('%s', (_, lines, code) => {
    const { content, warnings } = readNotebook(jahisBytes(lines))
    expect([content, warnings.map((each) => each.code)]).toEqual([null, [code]])
  })

  test('nothing, and too much', () => {
    expect(readNotebook(Buffer.alloc(0)).warnings).toEqual([{ line: 1, column: 0, code: 'header-missing' }])
    expect(readNotebook(Buffer.alloc(maxBytes + 1)).warnings).toMatchObject([{ code: 'too-large' }])
    expect(readNotebook(Buffer.alloc(maxBytes, '\n')).warnings).toMatchObject([{ code: 'too-many-rows' }])
  })
})

describe('what would not be read for certain stands there as it was written', () => {
  test.each([
    ['an unknown record', '999,なにか,1', 'unknown-record'],
    ['a name with a comma in it, which moves the amounts', '201,1,見本錠,２５,3,錠,1,,1,,,あふれた', 'too-many-fields'],
    ['a drug without a name', '201,1,,3,錠,1,,1', 'field-missing'],
    ['a usage of no drug', '301,7,食後,1,日分,1,1,,1', 'rp-mismatch'],
    ['a comment that is not of the drug above', '281,2,だれの,1', 'rp-mismatch'],
    ['a second usage', '301,1,食前,1,日分,1,1,,1', 'record-repeated'],
    ['a second pharmacy of a day', '11,架空第三薬局,13,4,9999993,,,,1', 'record-repeated'],
    ['the ingredient of nothing', '31,8,成分,1,,1', 'record-misplaced'],
  ])('%s', (_, line, code) => {
    const lines = providerSample.toSpliced(-1, 0, line)
    const { content, warnings } = readNotebook(jahisBytes(lines))
    expect(warnings).toEqual([{ line: lines.length - 1, column: 0, code }])
    expect(content?.unread).toEqual([{ line: lines.length - 1, id: line.split(',')[0], text: line }])
    expect(content?.days).toHaveLength(2)
  })

  test('a drug before any day', () => {
    const lines = ['JAHISTC08,1', '1,架空,1,19900101', '201,1,見本錠,3,錠,1,,1', '5,20260401,1']
    expect(contentOf(lines).unread).toEqual([{ line: 3, id: '201', text: '201,1,見本錠,3,錠,1,,1' }])
  })
})

describe('odd, and read all the same', () => {
  test.each([
    ['a version to come', changed('JAHIS', 'JAHISTC12,1'), 'version-unknown'],
    [
      'a record that its version does not have',
      changed('JAHIS', 'JAHISTC06,1').filter((line) => !/^(201|3|31),/.test(line)),
      'record-too-new',
    ],
    ['an amount that is none', changed('201,2', '201,2,試験用解熱錠２００,すこし,錠,1,,1'), 'number-malformed'],
    ['an unknown code', changed('201,2', '201,2,試験用解熱錠２００,1,錠,7,123,1'), 'code-unknown'],
    ['an unknown author', changed('401', '401,保管,5'), 'author-malformed'],
    ['no author', changed('401', '401,保管'), 'field-missing'],
    ['no usage', changed('301,2'), 'usage-missing'],
    ['the person said twice', [...providerSample, providerSample[1]!], 'record-repeated'],
    ['one part of several', [...providerSample, '911,20260403101530,3,1'], 'part-of-several'],
    ['nothing but a person', providerSample.slice(0, 2), 'no-day'],
  ])('%s', (_, lines, code) => {
    expect(codesOf(lines)).toContain(code)
    expect(contentOf(lines).patient.name).toBe('架空　花子')
  })

  test('an amount that is none stands as it was written', () => {
    const lines = changed('201,2', '201,2,試験用解熱錠２００,すこし,錠,1,,1')
    expect(contentOf(lines).days[0]?.prescriptions[0]?.rps[1]?.drugs[0]?.dose).toBe('すこし')
  })

  test('a code that stops inside a line says so', () => {
    const { warnings } = readNotebook(jahisBytes([...providerSample.slice(0, 11), '201,1,見本錠'], '\r\n', ''))
    expect(warnings.map(({ code }) => code)).toEqual(['usage-missing', 'cut-off', 'field-missing'])
  })

  test('UTF-8 from an app, blanks at the end of a field, and the mark of an old program', () => {
    const text = `\uFEFF${providerSample.join('\r\n')}\r\n`
    expect(readNotebook(Buffer.from(text))).toEqual(readNotebook(jahisBytes(providerSample)))
    const blanks = providerSample.map((line) => (line.startsWith('401') ? `${line} ` : line))
    expect(readNotebook(jahisBytes(blanks, '\r\n', '\r\n\u001A'))).toEqual(readNotebook(jahisBytes(providerSample)))
  })

  test('外字 and what cannot be decoded are told with their place', () => {
    const start = jahisBytes([...providerSample, '5,20250101,1']).toString('latin1')
    const bytes = Buffer.from(`${start}501,\xf0\x40\xff\xff,1\r\n`, 'latin1')
    const place = { line: providerSample.length + 2, column: 1 }
    expect(readNotebook(bytes).warnings).toEqual([
      { ...place, code: 'undecodable' },
      { ...place, code: 'private-use-character' },
    ])
  })
})

describe('whatever the bytes, there is an answer that keeps the contract', () => {
  const check = (bytes: Uint8Array): void => {
    const { content, warnings } = readNotebook(bytes)
    if (content) expect([...Value.Errors(NotebookContent, content)]).toEqual([])
    else expect(warnings.length).toBeGreaterThan(0)
    expect(warnings.length).toBeLessThanOrEqual(201)
    for (const warning of warnings) expect([...Value.Errors(Warning, warning)]).toEqual([])
  }
  const samples = [providerSample, patientSample]
  const anySample = fc.constantFrom(...samples)

  test('random bytes, alone and behind a good beginning', () => {
    const start = jahisBytes(providerSample.slice(0, 7))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        check(bytes)
        check(Buffer.concat([start, bytes]))
      }),
    )
  })

  test('samples cut off anywhere', () => {
    for (const sample of samples) {
      const bytes = jahisBytes(sample)
      for (let size = 0; size < bytes.length; size++) check(bytes.subarray(0, size))
    }
  })

  test('samples with flipped bytes', () => {
    const flips = fc.array(fc.tuple(fc.nat(3000), fc.nat(255)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(anySample, flips, (sample, changes) => {
        const bytes = jahisBytes(sample)
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        check(bytes)
      }),
      { numRuns: 500 },
    )
  })

  test('samples with lines doubled, removed and moved, and any text in any field', () => {
    const order = fc.array(fc.nat(40), { maxLength: 60 })
    const words = fc.array(fc.tuple(fc.nat(40), fc.nat(10), fc.string({ unit: 'binary', maxLength: 20 })), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(anySample, order, words, (sample, lines, changes) => {
        const moved = [...sample.slice(0, 2), ...lines.map((at) => sample[at % sample.length] ?? '')]
        const rows = moved.map((line) => line.split(','))
        for (const [line, column, text] of changes) {
          const row = rows[line % rows.length]
          if (row) row[column] = text
        }
        check(Buffer.from(`\uFEFF${rows.map((row) => Array.from(row).join(',')).join('\n')}`))
      }),
      { numRuns: 500 },
    )
  })

  test('no drug is lost: each stands in a day or as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 60 }), (order) => {
        const moved = [
          ...providerSample.slice(0, 2),
          ...order.map((at) => providerSample[at % providerSample.length] ?? ''),
        ]
        const lines = moved.filter((line, at) => at < 2 || !/^1,/.test(line))
        const { content } = readNotebook(jahisBytes(lines))
        const shown = (content?.days ?? []).flatMap(({ prescriptions }) =>
          prescriptions.flatMap(({ rps }) => rps.flatMap(({ drugs }) => drugs)),
        )
        const written = content?.unread.filter(({ id }) => id === '201') ?? []
        expect(shown.length + written.length).toBe(lines.filter((line) => line.startsWith('201,')).length)
      }),
    )
  })

  const start = jahisBytes(providerSample).toString('latin1')
  const behind = (unit: string): Buffer =>
    Buffer.from(start + unit.repeat(Math.floor((maxBytes - start.length) / unit.length)), 'latin1')

  test.each([
    ['commas', ','],
    ['blanks', ' '],
    ['drugs of one Rp', '201,1,x\n'],
    ['prescribers', '55,x\n201,1,x\n'],
    ['usages', '201,1,x\n301,1,x\n'],
    ['days', '5,x\n'],
    ['patients', '1,x\n'],
    ['unknown records', '8\n'],
    ['undecodable bytes', '\xff,'],
    ['kana marks', '\xde'],
    ['digits', '0'],
  ])('the largest code of %s', (_, unit) => {
    check(behind(unit))
  })
})
