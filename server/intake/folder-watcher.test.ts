import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskIo } from './folder-io.ts'
import { diskBut, failure, indexedFolder, left, newFolder, rig, send } from './folder-test-rig.ts'

describe('the way to the folder', () => {
  it('is told as missing until the folder appears, again when it vanishes, and as well when it returns', async () => {
    const path = join(newFolder(), 'SIPS1')
    let clock = 1000
    const it = rig(path, { now: () => clock })
    await it.watcher.scanNow()
    expect(it.watcher.status()).toMatchObject({ reach: 'missing', since: 1000, errno: 'ENOENT', layout: 'unknown' })
    mkdirSync(join(path, 'INDEX'), { recursive: true })
    mkdirSync(join(path, 'DATA'))
    send(path, 'A1.txt', 'one')
    clock = 2000
    await it.watcher.scanNow()
    expect(it.watcher.status()).toMatchObject({ reach: 'ok', since: 2000, layout: 'indexed' })
    expect(it.watcher.status().errno).toBeUndefined()
    renameSync(path, `${path}-away`)
    clock = 3000
    await it.watcher.scanNow()
    expect(it.watcher.status()).toMatchObject({ reach: 'missing', since: 3000, problems: [] })
    renameSync(`${path}-away`, path)
    send(path, 'A2.txt', 'two')
    clock = 4000
    await it.watcher.scanNow()
    expect(it.watcher.status()).toMatchObject({ reach: 'ok', since: 4000 })
    expect(it.texts()).toEqual(['one', 'two'])
  })

  it.each([
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['ENOENT', 'missing'],
    ['EIO', 'unreachable'],
    ['ENOTCONN', 'unreachable'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ESTALE', 'unreachable'],
    ['ETIMEDOUT', 'unreachable'],
  ] as const)('that fails with %s is %s, and files come again when it is mended', async (errno, reach) => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    let isBroken = true
    const it = rig(path, {
      io: diskBut({ list: (folder) => (isBroken ? Promise.reject(failure(errno)) : diskIo.list(folder)) }),
    })
    await it.watcher.scanNow()
    expect(it.watcher.status()).toMatchObject({ reach, errno })
    isBroken = false
    await it.watcher.scanNow()
    expect(it.watcher.status().reach).toBe('ok')
    expect(it.texts()).toEqual(['one'])
  })

  it('names an expired sign-in although Node has no name for its error number', async () => {
    const expired = Object.assign(new Error('Unknown system error -127'), {
      errno: -127,
      code: 'Unknown system error -127',
      syscall: 'scandir',
    })
    const it = rig(newFolder(), { io: diskBut({ list: () => Promise.reject(expired) }) })
    await it.watcher.scanNow()
    expect(it.watcher.status()).toMatchObject({ reach: 'denied', errno: 'EKEYEXPIRED' })
  })

  it('that is lost in the middle of a backlog ends the scan: no file is blamed', async () => {
    const path = newFolder()
    for (const name of ['A1.txt', 'A2.txt', 'A3.txt']) writeFileSync(join(path, name), name)
    let reads = 0
    const it = rig(path, {
      parallel: 1,
      io: diskBut({
        read(...call) {
          reads += 1
          return reads === 2 ? Promise.reject(failure('EHOSTDOWN')) : diskIo.read(...call)
        },
      }),
    })
    await it.watcher.scanNow()
    expect(it.watcher.status()).toMatchObject({ reach: 'unreachable', errno: 'EHOSTDOWN', problems: [] })
    expect(left(path)).toEqual(['A1.txt', 'A2.txt', 'A3.txt'])
    await it.watcher.scanNow()
    expect(it.names()).toEqual(['A1.txt', 'A2.txt', 'A3.txt'])
  })

  it('that stays broken half-way is told once, not at every scan', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    let clock = 0
    const it = rig(path, { now: () => ++clock, io: diskBut({ read: () => Promise.reject(failure('ENOTCONN')) }) })
    for (let scans = 0; scans < 5; scans++) await it.watcher.scanNow()
    expect(it.statuses.map(({ reach }) => reach)).toEqual(['unreachable'])
  })

  it('that hangs is told as silent, is not called again meanwhile, and goes on by itself when the call returns', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    let calls = 0
    let release = (): void => undefined
    const it = rig(path, {
      timeLimitMs: 20,
      io: diskBut({
        async list(folder) {
          calls += 1
          if (calls === 1) await new Promise<void>((resolve) => (release = resolve))
          return diskIo.list(folder)
        },
      }),
    })
    it.watcher.start()
    await it.until(() => it.watcher.status().reach === 'silent')
    await it.watcher.scanNow()
    await it.watcher.scanNow()
    expect(calls).toBe(1)
    release()
    await it.until(() => it.batches.length > 0)
    await it.until(() => it.watcher.status().reach === 'ok')
    expect(it.texts()).toEqual(['one'])
  })

  it('that hangs at a deletion loses nothing', async () => {
    const path = indexedFolder()
    send(path, 'A1.txt', 'one')
    let release = (): void => undefined
    let isHanging = true
    const it = rig(path, {
      timeLimitMs: 20,
      io: diskBut({
        async remove(file) {
          if (isHanging) await new Promise<void>((resolve) => (release = resolve))
          return diskIo.remove(file)
        },
      }),
    })
    it.watcher.start()
    await it.until(() => it.watcher.status().reach === 'silent')
    expect(it.texts()).toEqual(['one'])
    isHanging = false
    release()
    await it.until(() => it.watcher.status().reach === 'ok' && left(path).length === 0)
    expect(it.texts()).toEqual(['one'])
  })

  it('that hangs does not keep the box from stopping', async () => {
    const it = rig(newFolder(), { timeLimitMs: 20, io: diskBut({ list: () => new Promise(() => undefined) }) })
    it.watcher.start()
    await it.watcher.stop()
    expect(it.batches).toEqual([])
  })
})

describe('the status', () => {
  it('is told when it changes and not at every scan', async () => {
    const path = newFolder()
    const it = rig(path)
    for (let scans = 0; scans < 5; scans++) await it.watcher.scanNow()
    expect(it.statuses).toHaveLength(1)
    expect(it.statuses[0]).toMatchObject({
      path,
      mode: 'consume',
      layout: 'unknown',
      reach: 'ok',
      waitingFiles: 0,
      problems: [],
    })
    writeFileSync(join(path, 'A1.txt'), '')
    await it.watcher.scanNow()
    await it.watcher.scanNow()
    expect(it.statuses).toHaveLength(2)
  })

  it('keeps the time since when a problem has lasted', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), '')
    let clock = 1000
    const it = rig(path, { now: () => clock })
    await it.watcher.scanNow()
    clock = 9000
    await it.watcher.scanNow()
    expect(it.watcher.status().problems).toEqual([{ code: 'empty-file', name: 'A1.txt', since: 1000 }])
  })

  it('survives whoever listens to it', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    const it = rig(path, {
      onStatus() {
        throw new Error('a listener failed')
      },
    })
    await it.watcher.scanNow()
    expect(it.texts()).toEqual(['one'])
    expect(it.errors).toMatchObject([{ message: 'a listener failed' }])
  })
})

describe('when it looks', () => {
  it('polls, since a network share sends no events', async () => {
    const path = newFolder()
    const it = rig(path, { io: diskBut({ watch: () => Promise.resolve(undefined) }) })
    it.watcher.start()
    await it.until(() => it.statuses.length > 0)
    writeFileSync(join(path, 'A1.txt'), 'one')
    await it.until(() => it.batches.length > 0)
  })

  it('looks early when the disk sends an event', async () => {
    const path = indexedFolder()
    let armed = (): void => undefined
    const isArmed = new Promise<void>((resolve) => (armed = resolve))
    const it = rig(path, {
      pollMs: 3_600_000,
      io: diskBut({
        async watch(folder, ...listeners) {
          const watcher = await diskIo.watch(folder, ...listeners)
          if (folder.endsWith('INDEX')) armed()
          return watcher
        },
      }),
    })
    it.watcher.start()
    await isArmed
    send(path, 'A1.txt', 'one')
    await it.until(() => it.batches.length > 0)
    expect(it.texts()).toEqual(['one'])
  })

  it('listens for events again when the folder has come back', async () => {
    const path = join(newFolder(), 'SIPS1')
    mkdirSync(path)
    let watches = 0
    const it = rig(path, {
      io: diskBut({
        watch(...call) {
          watches += 1
          return diskIo.watch(...call)
        },
      }),
    })
    it.watcher.start()
    await it.until(() => it.watcher.status().reach === 'ok')
    await it.watcher.scanNow()
    expect(watches).toBe(1)
    rmSync(path, { recursive: true })
    await it.until(() => it.watcher.status().reach === 'missing')
    mkdirSync(path)
    await it.until(() => it.watcher.status().reach === 'ok')
    expect(watches).toBe(2)
  })

  it('does not mind that events fail', async () => {
    const path = newFolder()
    const it = rig(path, { io: diskBut({ watch: () => Promise.reject(failure('ENOSPC')) }) })
    it.watcher.start()
    writeFileSync(join(path, 'A1.txt'), 'one')
    await it.until(() => it.batches.length > 0)
    expect(it.errors).toEqual([])
  })

  it('makes one scan at a time', async () => {
    const path = newFolder()
    let open = 0
    let most = 0
    const it = rig(path, {
      io: diskBut({
        async list(folder) {
          most = Math.max(most, ++open)
          const found = await diskIo.list(folder)
          open -= 1
          return found
        },
      }),
    })
    it.watcher.start()
    await Promise.all(Array.from({ length: 10 }, () => it.watcher.scanNow()))
    expect(most).toBe(1)
  })
})
