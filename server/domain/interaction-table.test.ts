import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { interactionLimits } from '../../contract/interaction.ts'
import { readCsv } from './csv.ts'
import { readInteractionTable } from './interaction-table.ts'

describe('CSV', () => {
  test('is read as spreadsheets write it: quotes, doubled quotes, commas and line ends inside, any line end, a byte order mark', () => {
    expect(readCsv('\uFEFFa,"b,""c""\r\nd",\r\n\r\n,,\r"e"\nlast,')).toEqual({
      ok: true,
      records: [
        { line: 1, fields: ['a', 'b,"c"\r\nd', ''] },
        { line: 5, fields: ['e'] },
        { line: 6, fields: ['last', ''] },
      ],
    })
  })

  test('a quote that is never closed is told with the line where it opens', () => {
    expect(readCsv('a,b\nc,"d\ne\n')).toEqual({ ok: false, line: 2 })
  })

  test('whatever is written comes back', () => {
    const field = fc.string().map((text) => `x${text}`)
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), (rows) => {
        const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
        const read = readCsv(text)
        expect(read.ok && read.records.map(({ fields }) => fields)).toEqual(rows)
      }),
    )
  })
})

describe('an interaction table', () => {
  test('names drugs by name or by the beginning of a YJ code, in any width, with or without a heading', () => {
    const rows = 'ワーファリン錠１ｍｇ,ﾛｷｿﾌﾟﾛﾌｪﾝ,注意,出血\n３３３２００１,1149019F1,併用禁忌,"見本, 説明"\n'
    const read = readInteractionTable(`A,B,重さ,説明\n${rows}`)
    expect(read.issues).toEqual([])
    expect(read.rows).toMatchObject([
      { line: 2, aKey: 'ワーフアリン', bKey: 'ロキソプロフエン', severity: 'caution', text: '出血' },
      { line: 3, aKey: '3332001', bKey: '1149019F1', severity: 'contraindicated', text: '見本, 説明' },
    ])
    expect(readInteractionTable(rows).rows.map(({ line }) => line)).toEqual([1, 2])
  })

  test.each([
    ['薬見本,薬例示,重い,', 1, 3],
    ['薬見本,薬例示,注意', 1, 4],
    ['薬見本,,注意,', 1, 2],
    ['エビ,薬例示,注意,', 1, 1],
    ['薬見本,薬例示,注意,説明,余り', 1, 5],
    ['薬見本錠5mg,薬見本錠10mg,注意,', 1, 2],
    [`薬見本,薬例示,注意,${'長'.repeat(401)}`, 1, 4],
    ['薬見本,薬例示,注意,"閉じない', 1, 1],
    ['薬見本,薬例示,注意,一\n\n薬例示,薬見本,禁忌,一', 3, 1],
    ['A,B,重さ,説明\n', 1, 1],
    ['', 1, 1],
  ])('%j: told with line and column', (text, line, column) => {
    expect(readInteractionTable(text).issues).toMatchObject([{ line, column }])
  })

  test('messages quote nothing of the file', () => {
    const { issues } = readInteractionTable('ひみつ薬品,エビ,ひみつ,\n')
    expect(issues).toHaveLength(2)
    expect(JSON.stringify(issues)).not.toContain('ひみつ')
  })

  test('a line that repeats another word for word is left out, in either order', () => {
    const read = readInteractionTable('薬見本,薬例示,注意,一\n薬例示,薬見本,注意,一\n')
    expect([read.rows.length, read.repeated, read.issues]).toEqual([1, 1, []])
  })

  test('more lines than allowed are refused at the first line too many', () => {
    const { issues } = readInteractionTable('薬見本,薬例示,注意,\n'.repeat(interactionLimits.lines + 1))
    expect(issues).toMatchObject([{ line: interactionLimits.lines + 1 }])
  })
})
