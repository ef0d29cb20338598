import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samples } from '../../test/support/nsips-sample.ts'

const fixture = (name: string): string => fileURLToPath(new URL(`../intake/nsips/fixtures/${name}`, import.meta.url))
const main = fileURLToPath(new URL('main.ts', import.meta.url))

const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, 'nsips', ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })

const documentsOf = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

let folder: string
let broken: string
let huge: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nsips-cli-'))
  broken = join(folder, 'A26040300001200100000.txt')
  writeFileSync(broken, 'これは違うファイル\n')
  huge = join(folder, 'A26040300001200100001.txt')
  writeFileSync(huge, '')
  truncateSync(huge, 50_000_000)
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('nsips --json', () => {
  it('prints one document a file, one a line', async () => {
    const { code, out, err } = await run('--json', ...Object.values(samples).map(fixture))
    expect([code, err]).toEqual([0, ''])
    const documents = documentsOf(out)
    expect(documents.map(({ ok, file, action }) => [ok, file, action])).toEqual([
      [true, samples.new, 'new'],
      [true, samples.update, 'update'],
      [true, samples.delete, 'delete'],
      [true, samples.wide, 'new'],
    ])
    expect(Object.keys(documents[0])).toEqual([
      'ok',
      'file',
      'format',
      'action',
      'sentAt',
      'pharmacy',
      'patient',
      'prescription',
      'rps',
      'warnings',
    ])
    expect(documents[0].rps[0].medications[0].total).toBe('84')
  })

  it('goes on behind a rejected file and exits with 1', async () => {
    const { code, out } = await run('--json', broken, huge, join(folder, 'none.txt'), folder, fixture(samples.new))
    expect(code).toBe(1)
    const documents = documentsOf(out)
    expect(
      documents.map(({ ok, file, issues }) => [ok, file, issues?.map(({ code: issue }: { code: string }) => issue)]),
    ).toEqual([
      [false, basename(broken), ['header-missing']],
      [false, basename(huge), ['file-too-large']],
      [false, 'none.txt', ['file-unreadable']],
      [false, basename(folder), ['file-unreadable']],
      [true, samples.new, undefined],
    ])
    expect(documents[0].issues[0]).toEqual({
      line: 1,
      column: 0,
      code: 'header-missing',
      message: expect.stringMatching(/見出し/),
    })
  })
})

describe('nsips without --json', () => {
  it('prints a summary that names no patient', async () => {
    const { code, out } = await run(fixture(samples.new), broken)
    expect(code).toBe(1)
    expect(out).toContain('新規  処方箋番号 260403000012001  調剤日 2026-04-03  Rp 3件 薬品 4件')
    expect(out).toContain('1行目 項目0: 先頭の行が見出し')
    expect(out).not.toMatch(/試験|テスト|1968/)
  })

  it('without a file is wrong usage', async () => {
    const { code, out, err } = await run()
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('ファイルを指定してください')
  })
})
