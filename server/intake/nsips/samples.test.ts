import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { DispensingRecord } from '../../../contract/dispensing.ts'
import { encodeRows, sampleBytes, sampleRows, samples, type SampleName } from '../../../test/support/nsips-sample.ts'
import { parseNsips } from './parse.ts'

const recordOf = (bytes: Uint8Array, name: string): DispensingRecord => {
  const outcome = parseNsips(bytes, name)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues))
  return outcome.record
}
const sampleRecord = (name: SampleName): DispensingRecord => recordOf(sampleBytes(name), samples[name])
const revisionOf = (bytes: Uint8Array, name: string): number => {
  const outcome = parseNsips(bytes, name)
  return outcome.ok ? outcome.revision : NaN
}

describe('a new prescription', () => {
  const record = sampleRecord('new')

  it('is read whole', () => {
    expect(record).toEqual({
      format: 'VER010401',
      action: 'new',
      sentAt: '2026-04-03T10:15:30+09:00',
      pharmacy: { code: '9999999', prefecture: '13', name: '架空薬局　本店', vendor: 'SYNTHETIC' },
      patient: {
        code: '00001234',
        name: '試験　花子',
        kana: 'テスト ハナコ',
        sex: 'female',
        birthOn: '1968-04-07',
      },
      prescription: {
        number: '260403000012001',
        receipt: '12',
        issuedOn: '2026-04-02',
        dispensedOn: '2026-04-03',
        institution: { code: '1119999', name: '架空クリニック' },
        department: '内科',
        prescriber: '架空　太郎',
      },
      rps: [
        {
          number: 1,
          form: 'internal',
          usage: '１日３回毎食後',
          count: 14,
          perDay: 3,
          startOn: '2026-04-03',
          lastOn: '2026-04-16',
          medications: [
            {
              name: 'ムコダイン錠２５０ｍｇ',
              codes: { yj: '2233002F1174', receipt: '610453119', hot: '103835401' },
              genericName: 'Ｌ－カルボシステイン',
              dose: '6',
              unit: '錠',
              perDose: '2',
              total: '84',
            },
            {
              name: 'パンスポリンＴ錠１００　１００ｍｇ',
              codes: { yj: '6132012F1025', receipt: '616130476', hot: '110626901' },
              genericName: 'セフォチアムヘキセチル塩酸塩',
              dose: '4',
              unit: '錠',
              total: '56',
              uneven: { wake: '0', morning: '2', noon: '1', evening: '1', bed: '0' },
              notes: ['朝だけ２錠'],
            },
          ],
        },
        {
          number: 2,
          form: 'prn',
          usage: '発熱時',
          count: 10,
          perDay: 0,
          startOn: '2026-04-03',
          lastOn: null,
          medications: [
            {
              name: '試験用解熱鎮痛錠２００',
              codes: { yj: '1149199F1019', receipt: '629999901', hot: '199999901' },
              genericName: '試験用成分Ａ',
              dose: '1',
              unit: '錠',
              perDose: '1',
              total: '10',
            },
          ],
        },
        {
          number: 3,
          form: 'external',
          usage: '１日１回貼付　腰部',
          count: 0,
          perDay: 0,
          startOn: '2026-04-03',
          lastOn: null,
          medications: [
            {
              name: '試験用パップ２０ｍｇ',
              codes: { yj: '2649799S1015', receipt: '669999902', hot: '199999902' },
              genericName: '試験用成分Ｂ',
              dose: '21',
              unit: '枚',
              total: '21',
            },
          ],
        },
      ],
      warnings: [],
    })
    expect(revisionOf(sampleBytes('new'), samples.new)).toBe(0)
  })

  it('has its keys in the order that is documented', () => {
    expect(Object.keys(record)).toEqual([
      'format',
      'action',
      'sentAt',
      'pharmacy',
      'patient',
      'prescription',
      'rps',
      'warnings',
    ])
  })

  it.each(Object.keys(samples) as SampleName[])('keeps the contract: %s', (name) => {
    expect([...Value.Errors(DispensingRecord, sampleRecord(name))]).toEqual([])
  })
})

describe('its update', () => {
  it('is a whole snapshot with 28 days', () => {
    const record = sampleRecord('update')
    expect(record.action).toBe('update')
    expect(record.rps[0]).toMatchObject({ count: 28, lastOn: '2026-04-30' })
    expect(record.rps[0]?.medications.map(({ total }) => total)).toEqual(['168', '112'])
    expect(record.warnings).toEqual([])
    expect(revisionOf(sampleBytes('update'), samples.update)).toBe(1)
  })
})

describe('its delete', () => {
  it('says little', () => {
    expect(sampleRecord('delete')).toEqual({
      format: 'VER010401',
      action: 'delete',
      sentAt: '2026-04-03T11:00:05+09:00',
      pharmacy: { code: '9999999', prefecture: '13', name: '架空薬局　本店', vendor: 'SYNTHETIC' },
      patient: { code: '00001234', name: '試験　花子', kana: 'テスト ハナコ', sex: 'female', birthOn: '1968-04-07' },
      prescription: { number: '260403000012001', dispensedOn: '2026-04-03' },
      rps: [],
      warnings: [],
    })
    expect(revisionOf(sampleBytes('delete'), samples.delete)).toBe(2)
  })

  it('needs only the pharmacy and the prescription number', () => {
    const [header = []] = sampleRows('delete')
    expect(recordOf(encodeRows([header, ['2', '260403000012001', '', 'D']]), samples.delete)).toMatchObject({
      action: 'delete',
      prescription: { number: '260403000012001' },
      rps: [],
      warnings: [],
    })
  })

  it('does not fail on rows and dates that nobody will read', () => {
    const rows = sampleRows('new')
    rows[2]![3] = 'D'
    rows[2]![4] = '20261399'
    rows[2]![7] = 'いつか'
    rows[4]![16] = 'たくさん'
    const record = recordOf(encodeRows(rows), samples.delete)
    expect(record.rps).toEqual([])
    expect(record.prescription.dispensedOn).toBeUndefined()
  })
})

describe('a VER010603-like file', () => {
  it('has injection and ointment as whole amounts', () => {
    const { format, rps, warnings } = sampleRecord('wide')
    expect(format).toBe('VER010603')
    expect(warnings).toEqual([])
    expect(rps.map(({ form, lastOn, count, notes }) => ({ form, lastOn, count, notes }))).toEqual([
      { form: 'injection', lastOn: null, count: 0, notes: undefined },
      { form: 'external', lastOn: null, count: 0, notes: ['薄くのばす'] },
    ])
    expect(
      rps.map(({ medications: [medication] }) => [medication?.total, medication?.unit, medication?.perDose]),
    ).toEqual([
      ['2', '筒', undefined],
      ['10', 'ｇ', undefined],
    ])
  })
})
