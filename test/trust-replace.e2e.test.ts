import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { initData, run, serve } from './support/serve.ts'

test('the authority of a box is replaced only when it is stopped and the warning was read, and can be brought back', async () => {
  const { dataDir } = initData()
  const replace = (...flags: string[]) => run(['trust-replace', '--data', dataDir, ...flags])
  const authority = () => readFileSync(join(dataDir, 'ca/ca.crt'), 'utf8')
  const words = () => run(['trust', '--data', dataDir]).stdout.split('\n')[0]
  expect(replace('--yes')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('まだありません') as string,
  })

  const box = await serve(dataDir)
  const before = authority()
  const wordsBefore = words()
  expect(replace('--yes')).toMatchObject({ status: 1, stderr: expect.stringContaining('止めてから') as string })
  await box.stop()
  expect(replace()).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('すべての端末') as string })
  expect(authority()).toBe(before)

  const replaced = replace('--yes')
  expect(replaced.status).toBe(0)
  expect(authority()).not.toBe(before)
  expect(replaced.stdout).toContain(words())
  expect(words()).not.toBe(wordsBefore)
  // It serves with the new one at once.
  await (await serve(dataDir)).stop()

  expect(replace('--yes', '--back')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining(wordsBefore ?? '') as string,
  })
  expect(authority()).toBe(before)
  await (await serve(dataDir)).stop()
})
