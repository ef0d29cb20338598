import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { MachineCheck } from '../contract/reader.ts'
import type { HealthList } from '../server/api/reader-health.ts'
import { openBoxKey, seal } from '../server/access/box-key.ts'
import { addDays, tokyoDate } from '../server/domain/calendar-date.ts'
import { saveTotp } from '../server/store/factors.ts'
import { openStore } from '../server/store/open.ts'
import { countReader } from '../server/store/reader-days.ts'
import { seeReader } from '../server/store/readers.ts'
import { findStaffByLogin } from '../server/store/staff.ts'
import { initData, run, serve, until } from './support/serve.ts'
import { tempDir } from './support/temp.ts'

interface Findings {
  ok: boolean
  isRunning: boolean
  machine: MachineCheck[]
  readers: HealthList['readers']
}

/** What the command finds on this machine is this machine's: tests hold its answer against its exit code. */
function doctor(...args: string[]): Findings {
  const { status, stdout, stderr } = run(['doctor', 'readers', '--json', ...args])
  expect(stderr).toBe('')
  const found = JSON.parse(stdout) as Findings
  expect(status).toBe(found.ok ? 0 : 1)
  return found
}

/** A pharmacy with a card reader that has a bad contact. */
function withLooseReader(): string {
  const { dataDir } = initData()
  const opened = openStore({ file: join(dataDir, 'kusuribako.sqlite'), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  store.write(() => {
    const id = seeReader(store, { device: 'usb:0000:0000:none', kind: 'pcsc', label: '試験リーダー', satellite: null })
    countReader(store, id, Date.now(), { disconnects: 14, connects: 14, flaps: 2 })
    countReader(store, id, Date.now() - 86_400_000, { touches: 40 }, 62)
  })
  store.close()
  return dataDir
}

test('doctor readers says the same of a stopped box as of the running one', async () => {
  const dataDir = withLooseReader()
  const stopped = doctor('--data', dataDir)
  expect(stopped).toMatchObject({
    ok: false,
    isRunning: false,
    readers: [{ reader: { isConnected: false }, counter: null }],
  })
  // This box was set up to be signed in to by password alone.
  expect(stopped.machine).toContainEqual(expect.objectContaining({ code: 'second-factor', state: 'failed' }))
  expect(stopped.readers[0]!.report.evidence.join()).toMatch('過去30日: 抜けた回数 14 回')
  expect(stopped.readers[0]!.days).toMatchObject([
    { on: tokyoDate(Date.now()), disconnects: 14 },
    { on: addDays(tokyoDate(Date.now()), -1), touches: 40 },
  ])
  const box = await serve(dataDir)
  await until(async () => {
    const { readerServices } = (await box.getJson('/api/status')) as never as { readerServices: { service: string }[] }
    return readerServices.some(({ service }) => service === 'pcsc')
  })
  const running = doctor('--data', dataDir)
  expect(running.isRunning).toBe(true)
  expect(running.readers[0]!.report).toEqual(stopped.readers[0]!.report)
})

test('a box whose key was lost works on, and doctor and every page say so', async () => {
  const { dataDir } = initData()
  const key = openBoxKey(dataDir)!
  const opened = openStore({ file: join(dataDir, 'kusuribako.sqlite'), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { id } = findStaffByLogin(opened.store, 'kanri')!
  saveTotp(opened.store, id, seal(key, 'JBSWY3DP', id), 1)
  opened.store.close()
  const check = () => doctor('--data', dataDir).machine.find(({ code }) => code === 'box-key')
  expect(check()).toMatchObject({ state: 'ok' })
  rmSync(join(dataDir, 'keys'), { recursive: true })
  expect(check()).toMatchObject({ state: 'failed', next: expect.stringContaining('keys') as string })
  const box = await serve(dataDir)
  expect(((await (await fetch(`${box.url}/health`)).json()) as { status: string }).status).toBe('degraded')
  expect(check()).toMatchObject({ state: 'failed' })
  await until(() => box.log().includes('keys/box.key'))
  await box.stop()
}, 60_000)

test('a virtual reader that works is fine, and the sentences are those of its page', async () => {
  const { dataDir } = initData()
  const box = await serve(dataDir, '--reader', 'virtual')
  for (let time = 0; time < 10; time++) run(['tap', `0123456789ABCD${time}0`, '--data', dataDir])
  const found = await until(() => {
    const { readers } = doctor('--data', dataDir)
    return readers[0]?.days[0]?.touches === 10 && readers
  })
  const { reader, report } = found[0]!
  expect(report).toMatchObject({ verdict: 'ok', title: '問題は見つかりません' })
  const page = (await box.getJson(`/api/readers/${reader.id}/health`)) as Partial<Findings['readers'][number]>
  expect(page.report).toEqual(report)
  const { stdout } = run(['doctor', 'readers', '--data', dataDir])
  for (const sentence of [report.title, ...report.evidence]) expect(stdout).toContain(sentence)
  expect(stdout).not.toMatch(/0123456789ABCD/)
})

test('without a data folder it looks at the machine alone, as on a satellite', () => {
  const { machine, readers } = doctor()
  expect(readers).toEqual([])
  expect(machine.map(({ code }) => code)).toContain('virtual-cards')
  expect(run(['doctor', '--json']).stdout).toBe(run(['doctor', 'readers', '--json']).stdout)
})

test('a folder without a box is refused in one line', () => {
  const { status, stdout, stderr } = run(['doctor', 'readers', '--data', tempDir()])
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(run(['doctor', 'readers', '--date', 'x']).status).toBe(2)
})
