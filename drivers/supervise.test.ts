import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { supervise, type ChildExit, type SuperviseOptions } from './supervise.ts'

/** A program under supervision, and what becomes of it. */
function run(source: string, options: Partial<SuperviseOptions> = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'supervise-'))
  const program = join(dir, 'program.ts')
  writeFileSync(program, source)
  const told: unknown[] = []
  let wake = (): void => undefined
  const hear = (what: unknown): void => {
    told.push(what)
    wake()
  }
  const supervised = supervise({
    program,
    backoffMs: [1],
    isWell: (message) => message === 'well',
    onMessage: hear,
    onExit(exit) {
      hear(exit)
      return undefined
    },
    ...options,
  })
  onTestFinished(async () => {
    await supervised.stop()
    rmSync(dir, { recursive: true })
  })
  return {
    supervised,
    told,
    async until(isDone: (told: unknown[]) => boolean) {
      while (!isDone(told)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

const isExit = (what: unknown): what is ChildExit => typeof what === 'object' && what !== null && 'wasSilent' in what
const exits = (told: unknown[]): ChildExit[] => told.filter(isExit)
const stays = "process.on('disconnect', () => process.exit()); setInterval(() => {}, 1000)"

describe('a program under supervision', () => {
  it('is started again whenever it ends, however it ends', async () => {
    const { told, until } = run("process.send('here'); process.exit(75)")
    await until(() => exits(told).length === 3)
    expect(told.slice(0, 4)).toEqual(['here', { code: 75, wasSilent: false }, 'here', { code: 75, wasSilent: false }])
  })

  it('is heard to its last word', async () => {
    const { told, until } = run(
      "for (let n = 0; n < 100; n++) process.send(n); process.send('end', () => process.exit())",
    )
    await until(() => exits(told).length === 1)
    expect(told.slice(0, 102)).toEqual([...Array(100).keys(), 'end', { code: 0, wasSilent: false }])
  })

  it('may crash, or not run at all', async () => {
    const crash = run("process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)")
    await crash.until((told) => exits(told).length > 0)
    expect(exits(crash.told)[0]).toEqual({ code: null, wasSilent: false })
    const wrong = run('this is no program')
    await wrong.until((told) => exits(told).length > 1)
    expect(exits(wrong.told)[0]).toEqual({ code: 1, wasSilent: false })
  })

  it('may not even be started, and is tried again', async () => {
    // No argument may hold a zero byte: this throws where it is started.
    let starts = 0
    const { told, until } = run("process.send('here')", { args: () => (starts++ < 2 ? ['\0'] : []) })
    await until(() => told.includes('here'))
    expect(told.slice(0, 3)).toEqual([{ code: null, wasSilent: false }, { code: null, wasSilent: false }, 'here'])
  })

  it('is ended when it says nothing', async () => {
    const { told, until } = run('setInterval(() => {}, 1000)', { silentMs: 300 })
    await until(() => exits(told).length === 1)
    expect(exits(told)).toEqual([{ code: null, wasSilent: true }])
  })

  it('waits longer each time; one that had done its work begins with the shortest wait again', async () => {
    const aWeek = 604_800_000
    const bad = run("process.send('here'); process.exit(1)", { backoffMs: [1, 2, aWeek] })
    await bad.until((told) => exits(told).length === 3)
    const good = run("process.send('well'); process.exit(1)", { backoffMs: [1, aWeek], wellMs: 0 })
    await good.until((told) => exits(told).length === 6)
    // The third wait of the bad one has no end here.
    expect(exits(bad.told)).toHaveLength(3)
    expect(bad.supervised.send({ text: 'anybody' })).toBe(false)
  })

  it('waits as long as its exit calls for', async () => {
    const codes: (number | null)[] = []
    const second = Promise.withResolvers<undefined>()
    run('process.exit(69)', {
      backoffMs: [604_800_000],
      onExit({ code }) {
        codes.push(code)
        if (codes.length === 2) second.resolve(undefined)
        return 1
      },
    })
    await second.promise
    expect(codes).toEqual([69, 69])
  })

  it('hears what is sent to it', async () => {
    const { supervised, told, until } = run(
      `process.on('message', (m) => process.send(m)); process.send('here'); ${stays}`,
    )
    await until((all) => all.includes('here'))
    expect(supervised.send({ text: 'hello' })).toBe(true)
    await until((all) => all.length > 1)
    expect(told).toEqual(['here', { text: 'hello' }])
  })
})

describe('the end of supervision', () => {
  it('ends the program by closing its channel, and starts no other', async () => {
    const { supervised, told, until } = run(`process.send('here'); ${stays}`)
    await until((all) => all.includes('here'))
    await supervised.stop()
    expect(told).toEqual(['here', { code: 0, wasSilent: false }])
    expect(supervised.send({ text: 'anybody' })).toBe(false)
  })

  it('ends one that does not go by itself', async () => {
    const { supervised, told, until } = run(
      "process.on('disconnect', () => {}); process.send('here'); setInterval(() => {}, 1000)",
    )
    await until((all) => all.includes('here'))
    await supervised.stop()
    expect(told).toEqual(['here', { code: null, wasSilent: false }])
  })
})
