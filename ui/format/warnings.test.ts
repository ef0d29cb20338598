import { describe, expect, it } from 'vitest'
import { groupWarnings, hasGraveWarning } from './warnings.ts'

describe('what is odd about a dispensing', () => {
  it('is said once per code, gravest first, with every place for the technician', () => {
    const { grave, technical } = groupWarnings([
      { code: 'private-use-character', line: 2, column: 3 },
      { code: 'end-missing' },
      { code: 'private-use-character', line: 9, column: 8 },
    ])
    expect(grave.map(({ code, places }) => [code, places])).toEqual([
      ['end-missing', ''],
      ['private-use-character', '2行目 項目3、9行目 項目8'],
    ])
    expect(grave[1]?.todo).toContain('レセコンにだけある字')
    expect(technical).toEqual([])
  })

  it('keeps out of the way what changes nothing on the page', () => {
    const warnings = ['money-sum-mismatch', 'unknown-record', 'file-name-unusual', 'sent-at-malformed'].map((code) => ({
      code,
      line: 1,
    }))
    expect(hasGraveWarning(warnings)).toBe(false)
    const { grave, technical } = groupWarnings(warnings)
    expect(grave).toEqual([])
    expect(technical).toHaveLength(4)
    expect(technical.every(({ what }) => what !== '')).toBe(true)
  })

  it('shows a code it has no words for rather than hide it', () => {
    expect(hasGraveWarning([{ code: 'from-a-newer-box' }])).toBe(true)
    expect(groupWarnings([{ code: 'from-a-newer-box', line: 4 }]).grave).toMatchObject([
      { what: 'その他の注意', places: '4行目' },
    ])
    expect(groupWarnings([{ code: 'toString' }]).grave).toMatchObject([{ what: 'その他の注意' }])
  })

  it('cuts a long list of places', () => {
    const many = Array.from({ length: 200 }, (_, at) => ({ code: 'undecodable', line: at + 1, column: 8 }))
    expect(groupWarnings(many).grave[0]?.places).toMatch(/^1行目 項目8、.* ほか195か所$/)
  })
})
