import { describe, expect, it } from 'vitest'
import { readScript } from './script.ts'

const wrong = (...steps: unknown[]) => {
  const read = readScript(steps)
  return read.ok ? undefined : read.message
}

describe('a script', () => {
  it('is a list of steps', () => {
    const steps = [
      { do: 'insert', card: '0123456789ABCDEF', reader: '窓口1', latencyMs: 300 },
      { do: 'remove', reader: '窓口1', afterMs: 1000 },
      { do: 'scan', text: 'JAHISTC08,1\r\n', symbology: ']Q1' },
      { do: 'scan', base64: 'SkFISVM=' },
      { do: 'flap' },
    ]
    expect(readScript(steps)).toEqual({ ok: true, steps })
    expect(readScript([])).toEqual({ ok: true, steps: [] })
  })

  it('says which step is wrong, and how', () => {
    expect(readScript({ do: 'tap' })).toMatchObject({ ok: false })
    expect(readScript(undefined)).toMatchObject({ ok: false })
    expect(wrong({ do: 'flap' }, { do: 'jump' })).toMatch(/^2 番目の手順: "do" は tap・insert/)
    expect(wrong('tap')).toMatch('{ … }')
    expect(wrong({ do: 'tap' })).toMatch('"card"')
    expect(wrong({ do: 'tap', card: 'あ' })).toMatch('"card"')
    expect(wrong({ do: 'remove', card: 'AA' })).toMatch('"card" は要りません')
    expect(wrong({ do: 'plug', after: 3 })).toMatch('"after" という項目はありません')
    for (const afterMs of [-1, '5', NaN, 3_600_001]) expect(wrong({ do: 'plug', afterMs })).toMatch('"afterMs"')
    expect(wrong({ do: 'plug', reader: ' ' })).toMatch('"reader"')
    expect(wrong({ do: 'scan' })).toMatch('どちらか一つ')
    expect(wrong({ do: 'scan', text: 'a', base64: 'YQ==' })).toMatch('どちらか一つ')
    expect(wrong({ do: 'scan', base64: '薬' })).toMatch('base64')
    expect(wrong({ do: 'mute', text: 'a' })).toMatch('要りません')
  })
})
