import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskIo } from './folder-io.ts'
import { diskBut, failure, indexedFolder, left, newFolder, rig, send } from './folder-test-rig.ts'

describe('the way to the folder', () => {
  it('is told as missing until the folder appears, again when it vanishes, and as well when it returns', async () => {
    const path = join(newFolder(), 'SIPS1')
    let clock = 1000
    const box = rig(path, { now: () => clock })
    await box.watcher.scanNow()
    expect(box.watcher.status()).toMatchObject({ reach: 'missing', since: 1000, errno: 'ENOENT', layout: 'unknown' })
    mkdirSync(join(path, 'INDEX'), { recursive: true })
    mkdirSync(join(path, 'DATA'))
    send(path, 'A1.txt', 'one')
    clock = 2000
    await box.watcher.scanNow()
    expect(box.watcher.status()).toMatchObject({ reach: 'ok', since: 2000, layout: 'indexed' })
    expect(box.watcher.status().errno).toBeUndefined()
    renameSync(path, `${path}-away`)
    clock = 3000
    await box.watcher.scanNow()
    expect(box.watcher.status()).toMatchObject({ reach: 'missing', since: 3000, problems: [] })
    renameSync(`${path}-away`, path)
    send(path, 'A2.txt', 'two')
    clock = 4000
    await box.watcher.scanNow()
    expect(box.watcher.status()).toMatchObject({ reach: 'ok', since: 4000 })
    expect(box.texts()).toEqual(['one', 'two'])
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
    const box = rig(path, {
      io: diskBut({ list: (folder) => (isBroken ? Promise.reject(failure(errno)) : diskIo.list(folder)) }),
    })
    await box.watcher.scanNow()
    expect(box.watcher.status()).toMatchObject({ reach, errno })
    isBroken = false
    await box.watcher.scanNow()
    expect(box.watcher.status().reach).toBe('ok')
    expect(box.texts()).toEqual(['one'])
  })

  it('names an expired sign-in although Node has no name for its error number', async () => {
    const expired = Object.assign(new Error('Unknown system error -127'), {
      errno: -127,
      code: 'Unknown system error -127',
      syscall: 'scandir',
    })
    const box = rig(newFolder(), { io: diskBut({ list: () => Promise.reject(expired) }) })
    await box.watcher.scanNow()
    expect(box.watcher.status()).toMatchObject({ reach: 'denied', errno: 'EKEYEXPIRED' })
  })

  it('that is lost in the middle of a backlog ends the scan: no file is blamed', async () => {
    const path = newFolder()
    for (const name of ['A1.txt', 'A2.txt', 'A3.txt']) writeFileSync(join(path, name), name)
    let reads = 0
    const box = rig(path, {
      parallel: 1,
      io: diskBut({
        read(...call) {
          reads += 1
          return reads === 2 ? Promise.reject(failure('EHOSTDOWN')) : diskIo.read(...call)
        },
      }),
    })
    await box.watcher.scanNow()
    expect(box.watcher.status()).toMatchObject({ reach: 'unreachable', errno: 'EHOSTDOWN', problems: [] })
    expect(left(path)).toEqual(['A1.txt', 'A2.txt', 'A3.txt'])
    await box.watcher.scanNow()
    expect(box.names()).toEqual(['A1.txt', 'A2.txt', 'A3.txt'])
  })

  it('that stays broken half-way is told once, not at every scan', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    let clock = 0
    const box = rig(path, { now: () => ++clock, io: diskBut({ read: () => Promise.reject(failure('ENOTCONN')) }) })
    for (let scans = 0; scans < 5; scans++) await box.watcher.scanNow()
    expect(box.statuses.map(({ reach }) => reach)).toEqual(['unreachable'])
  })

  it('that hangs is told as silent, is not called again meanwhile, and goes on by itself when the call returns', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    let calls = 0
    let release = (): void => undefined
    const box = rig(path, {
      timeLimitMs: 100,
      io: diskBut({
        async list(folder) {
          calls += 1
          if (calls === 1) await new Promise<void>((resolve) => (release = resolve))
          return diskIo.list(folder)
        },
      }),
    })
    box.watcher.start()
    await box.until(() => box.watcher.status().reach === 'silent')
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(calls).toBe(1)
    release()
    await box.until(() => box.batches.length > 0)
    await box.until(() => box.watcher.status().reach === 'ok')
    expect(box.texts()).toEqual(['one'])
  })

  it('that hangs at a deletion loses nothing', async () => {
    const path = indexedFolder()
    send(path, 'A1.txt', 'one')
    let release = (): void => undefined
    let isHanging = true
    const box = rig(path, {
      timeLimitMs: 100,
      io: diskBut({
        async remove(file) {
          if (isHanging) await new Promise<void>((resolve) => (release = resolve))
          return diskIo.remove(file)
        },
      }),
    })
    box.watcher.start()
    await box.until(() => box.batches.length > 0 && box.watcher.status().reach === 'silent')
    expect(box.texts()).toEqual(['one'])
    isHanging = false
    release()
    await box.until(() => box.watcher.status().reach === 'ok' && left(path).length === 0)
    expect(box.texts()).toEqual(['one'])
  })

  it('that hangs does not keep the box from stopping', async () => {
    const box = rig(newFolder(), { timeLimitMs: 100, io: diskBut({ list: () => new Promise(() => undefined) }) })
    box.watcher.start()
    await box.watcher.stop()
    expect(box.batches).toEqual([])
  })
})

describe('the status', () => {
  it('is told when it changes and not at every scan', async () => {
    const path = newFolder()
    const box = rig(path)
    for (let scans = 0; scans < 5; scans++) await box.watcher.scanNow()
    expect(box.statuses).toHaveLength(1)
    expect(box.statuses[0]).toMatchObject({
      path,
      mode: 'consume',
      layout: 'unknown',
      reach: 'ok',
      waitingFiles: 0,
      problems: [],
    })
    writeFileSync(join(path, 'A1.txt'), '')
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(box.statuses).toHaveLength(2)
  })

  it('keeps the time since when a problem has lasted', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), '')
    let clock = 1000
    const box = rig(path, { now: () => clock })
    await box.watcher.scanNow()
    clock = 9000
    await box.watcher.scanNow()
    expect(box.watcher.status().problems).toEqual([{ code: 'empty-file', name: 'A1.txt', since: 1000 }])
  })

  it('survives whoever listens to it', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    const box = rig(path, {
      onStatus() {
        throw new Error('a listener failed')
      },
    })
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['one'])
    expect(box.errors).toMatchObject([{ message: 'a listener failed' }])
  })
})

describe('when it looks', () => {
  it('polls, since a network share sends no events', async () => {
    const path = newFolder()
    const box = rig(path, { io: diskBut({ watch: () => Promise.resolve(undefined) }) })
    box.watcher.start()
    await box.until(() => box.statuses.length > 0)
    writeFileSync(join(path, 'A1.txt'), 'one')
    await box.until(() => box.batches.length > 0)
  })

  it('looks early when the disk sends an event', async () => {
    const path = indexedFolder()
    let armed = (): void => undefined
    const isArmed = new Promise<void>((resolve) => (armed = resolve))
    const box = rig(path, {
      pollMs: 3_600_000,
      io: diskBut({
        async watch(folder, ...listeners) {
          const watcher = await diskIo.watch(folder, ...listeners)
          if (folder.endsWith('INDEX')) armed()
          return watcher
        },
      }),
    })
    box.watcher.start()
    await isArmed
    send(path, 'A1.txt', 'one')
    await box.until(() => box.batches.length > 0)
    expect(box.texts()).toEqual(['one'])
  })

  it('listens for events again when the folder has come back', async () => {
    const path = join(newFolder(), 'SIPS1')
    mkdirSync(path)
    let watches = 0
    const box = rig(path, {
      io: diskBut({
        watch(...call) {
          watches += 1
          return diskIo.watch(...call)
        },
      }),
    })
    box.watcher.start()
    await box.until(() => box.watcher.status().reach === 'ok')
    await box.watcher.scanNow()
    expect(watches).toBe(1)
    rmSync(path, { recursive: true })
    await box.until(() => box.watcher.status().reach === 'missing')
    mkdirSync(path)
    await box.until(() => box.watcher.status().reach === 'ok')
    expect(watches).toBe(2)
  })

  it('does not mind that events fail', async () => {
    const path = newFolder()
    const box = rig(path, { io: diskBut({ watch: () => Promise.reject(failure('ENOSPC')) }) })
    box.watcher.start()
    writeFileSync(join(path, 'A1.txt'), 'one')
    await box.until(() => box.batches.length > 0)
    expect(box.errors).toEqual([])
  })

  it('makes one scan at a time', async () => {
    const path = newFolder()
    let open = 0
    let most = 0
    const box = rig(path, {
      io: diskBut({
        async list(folder) {
          most = Math.max(most, ++open)
          const found = await diskIo.list(folder)
          open -= 1
          return found
        },
      }),
    })
    box.watcher.start()
    await Promise.all(Array.from({ length: 10 }, () => box.watcher.scanNow()))
    expect(most).toBe(1)
  })
})
