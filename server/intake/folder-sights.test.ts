import { execFileSync } from 'node:child_process'
import { appendFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskIo } from './folder-io.ts'
import {
  diskBut,
  failure,
  indexedFolder,
  left,
  newFolder,
  problems,
  rig,
  send,
  sent,
  undeletable,
} from './folder-test-rig.ts'

describe('stable content', () => {
  it('is waited for while a file grows', async () => {
    const path = newFolder()
    const file = join(path, 'A1.txt')
    writeFileSync(file, 'a')
    let growth = 3
    const box = rig(path, {
      io: diskBut({
        async look(name) {
          const seen = await diskIo.look(name)
          if (growth-- > 0) appendFileSync(file, 'b')
          return seen
        },
      }),
    })
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['abbb'])
  })

  it('is not what was read while the file was rewritten in place', async () => {
    const path = newFolder()
    const file = join(path, 'A1.txt')
    writeFileSync(file, 'old')
    let isFirst = true
    const box = rig(path, {
      io: diskBut({
        async read(...call) {
          const bytes = await diskIo.read(...call)
          if (isFirst) writeFileSync(file, 'new')
          isFirst = false
          return bytes
        },
      }),
    })
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['new'])
  })

  it('takes patience when the file looks cut off: it is reported, and taken once it is whole', async () => {
    const path = indexedFolder()
    send(path, 'A1.txt', 'half')
    const box = rig(path, { patienceMs: 3_600_000, looksComplete: (bytes) => bytes.toString().endsWith('end') })
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
    expect(problems(box)).toEqual(['file-incomplete A1.txt'])
    expect(box.watcher.status().waitingFiles).toBe(1)
    appendFileSync(join(path, 'DATA', 'A1.txt'), ' and end')
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['half and end'])
    expect(problems(box)).toEqual([])
  })

  it('is seen even if the share notes the time of the write late', async () => {
    const path = newFolder()
    const file = join(path, 'A1.txt')
    const then = new Date(1_700_000_000_000)
    writeFileSync(file, '\0\0\0\0')
    utimesSync(file, then, then)
    const box = rig(path, { patienceMs: 3_600_000, looksComplete: (bytes) => !bytes.includes(0) })
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
    writeFileSync(file, 'full')
    utimesSync(file, then, then)
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['full'])
  })

  it('that looks cut off is taken as it is when it has not changed for long enough', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'half')
    let judged = 0
    const box = rig(path, {
      patienceMs: 30,
      looksComplete() {
        judged += 1
        return false
      },
    })
    box.watcher.start()
    await box.until(() => box.batches.length > 0)
    expect(box.texts()).toEqual(['half'])
    expect(judged).toBeGreaterThan(1)
  })

  it('is never nothing: an empty file is reported and retried', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), '')
    const box = rig(path)
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
    expect(problems(box)).toEqual(['empty-file A1.txt'])
    expect(left(path)).toEqual(['A1.txt'])
    writeFileSync(join(path, 'A1.txt'), 'one')
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['one'])
    expect(problems(box)).toEqual([])
  })

  it.each(['EACCES', 'EBUSY', 'EPERM', 'ETXTBSY', 'EIO'] as const)(
    'is out of reach while the file is locked (%s)',
    async (errno) => {
      const path = newFolder()
      writeFileSync(join(path, 'A1.txt'), 'locked')
      writeFileSync(join(path, 'A2.txt'), 'free')
      let isLocked = true
      const box = rig(path, {
        io: diskBut({
          read: (file, ...at) =>
            isLocked && file.endsWith('A1.txt') ? Promise.reject(failure(errno)) : diskIo.read(file, ...at),
        }),
      })
      await box.watcher.scanNow()
      expect(box.texts()).toEqual(['free'])
      expect(problems(box)).toEqual(['file-locked A1.txt'])
      isLocked = false
      await box.watcher.scanNow()
      expect(box.texts()).toEqual(['free', 'locked'])
      expect(problems(box)).toEqual([])
    },
  )

  it.each(['look', 'read'] as const)('is not missed when the file vanishes before the %s', async (call) => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    const vanish = (): void => {
      rmSync(join(path, 'A1.txt'), { force: true })
    }
    const box = rig(path, {
      io: diskBut({
        look(file) {
          if (call === 'look') vanish()
          return diskIo.look(file)
        },
        read(...at) {
          vanish()
          return diskIo.read(...at)
        },
      }),
    })
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
    expect(box.errors).toEqual([])
    expect(box.watcher.status()).toMatchObject({ reach: 'ok', problems: [], waitingFiles: 0 })
  })

  it('is not looked for in a link or a pipe', async () => {
    const path = newFolder()
    symlinkSync('/etc/hostname', join(path, 'A1.txt'))
    execFileSync('mkfifo', [join(path, 'A2.txt')])
    // Even if one took the place of a file after the folder was listed.
    const listed = ['A1.txt', 'A2.txt'].map((name) => ({ name, kind: 'file' as const }))
    const box = rig(path, { io: diskBut({ list: () => Promise.resolve(listed) }) })
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
  })
})

describe('observe mode', () => {
  it('touches nothing and takes each file once', async () => {
    const path = indexedFolder()
    send(path, 'A1.txt', 'one')
    writeFileSync(join(path, 'DATA', 'A2.txt'), 'left over')
    const box = rig(path, { mode: 'observe', io: undeletable(/./), isTaken: () => true })
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['one'])
    expect(left(path)).toEqual(['DATA/A1.txt', 'DATA/A2.txt', 'INDEX/A1.txt'])
    expect(problems(box)).toEqual([])
    expect(box.watcher.status().waitingFiles).toBe(0)
  })

  it('takes a file again when it has changed', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'old')
    const box = rig(path, { mode: 'observe' })
    await box.watcher.scanNow()
    writeFileSync(join(path, 'A1.txt'), 'newer')
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['old', 'newer'])
  })

  it('reads nothing again after a restart, however much lies there, and still sees what is new or changed', async () => {
    const path = newFolder()
    for (let at = 0; at < 350; at++) writeFileSync(join(path, `A${String(at)}.txt`), sent(at))
    const known = new Set<string>()
    const key = (name: string, size: number, modifiedAt: number): string => [name, size, modifiedAt].join()
    const first = rig(path, {
      mode: 'observe',
      take(files) {
        for (const { name, size, modifiedAt } of files) known.add(key(name, size, modifiedAt))
      },
    })
    await first.watcher.scanNow()
    await first.watcher.stop()
    expect(known.size).toBe(350)
    const read: string[] = []
    const second = rig(path, {
      mode: 'observe',
      isKnown: (...file) => known.has(key(...file)),
      io: diskBut({
        read(file, ...at) {
          read.push(file.slice(path.length + 1))
          return diskIo.read(file, ...at)
        },
      }),
    })
    await second.watcher.scanNow()
    expect(read).toEqual([])
    writeFileSync(join(path, 'A7.txt'), sent(7, 'changed'))
    writeFileSync(join(path, 'B1.txt'), sent(0))
    await second.watcher.scanNow()
    expect(second.names()).toContain('B1.txt')
    // Old files are looked at in turns, a hundred a scan.
    for (let turn = 0; turn < 4; turn++) await second.watcher.scanNow()
    expect(second.names().sort()).toEqual(['A7.txt', 'B1.txt'])
    expect([...new Set(read)].sort()).toEqual(['A7.txt', 'B1.txt'])
  })
})
