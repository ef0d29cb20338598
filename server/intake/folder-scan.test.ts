import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskIo } from './folder-io.ts'
import {
  diskBut,
  indexedFolder,
  left,
  newFolder,
  problems,
  rig,
  send,
  sent,
  sha256,
  undeletable,
  type Rig,
} from './folder-test-rig.ts'

describe('a backlog', () => {
  it('of 1,500 files is taken by one scan, in the order of the send time, and leaves an empty folder', async () => {
    const path = indexedFolder()
    for (let at = 0; at < 1500; at++) {
      // Names run against the send time.
      send(path, `A${String(9999 - at)}.txt`, sent(at))
    }
    const box = rig(path)
    await box.watcher.scanNow()
    expect(box.names()).toEqual(Array.from({ length: 1500 }, (_, at) => `A${String(9999 - at)}.txt`))
    expect(Math.max(...box.batches.map((batch) => batch.length))).toBe(100)
    expect(left(path)).toEqual([])
  })

  it('too large for the memory keeps the order across its pieces', async () => {
    const path = newFolder()
    for (let at = 0; at < 60; at++) writeFileSync(join(path, `A${String(99 - at)}.txt`), sent(at, 'x'.repeat(100)))
    let held = 0
    const box = rig(path, {
      chunkBytes: 1000,
      take(files) {
        held = Math.max(
          held,
          files.reduce((sum, { size }) => sum + size, 0),
        )
      },
    })
    await box.watcher.scanNow()
    expect(box.names()).toEqual(Array.from({ length: 60 }, (_, at) => `A${String(99 - at)}.txt`))
    expect(held).toBeLessThanOrEqual(1000)
    expect(left(path)).toEqual([])
  })

  it('goes by name where the send time is the same, and puts what has none last', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'no header')
    writeFileSync(join(path, 'A2.txt'), sent(5))
    writeFileSync(join(path, 'A3.txt'), sent(1))
    writeFileSync(join(path, 'A4.txt'), sent(1))
    const box = rig(path)
    await box.watcher.scanNow()
    expect(box.names()).toEqual(['A3.txt', 'A4.txt', 'A2.txt', 'A1.txt'])
    expect(box.batches.flat().map(({ sentAt }) => sentAt)).toEqual([
      '20260403000001',
      '20260403000001',
      '20260403000005',
      null,
    ])
  })

  it('is not held up by a judgement that fails on one file', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'odd')
    writeFileSync(join(path, 'A2.txt'), 'even')
    const box = rig(path, {
      looksComplete(bytes) {
        if (bytes.toString() === 'odd') throw new Error('a bug')
        return true
      },
    })
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['odd', 'even'])
    expect(box.errors).toHaveLength(1)
  })
})

describe('nothing is lost', () => {
  it('when the box cannot commit: nothing is deleted, the failure is told, the next scan tries again', async () => {
    const path = indexedFolder()
    send(path, 'A1.txt', 'one')
    let isFull = true
    const box = rig(path, {
      take() {
        if (isFull) throw new Error('disk full')
      },
    })
    await box.watcher.scanNow()
    expect(box.errors).toMatchObject([{ message: 'disk full' }])
    expect(left(path)).toEqual(['DATA/A1.txt', 'INDEX/A1.txt'])
    expect(box.watcher.status()).toMatchObject({ reach: 'ok', waitingFiles: 1 })
    isFull = false
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['one'])
    expect(left(path)).toEqual([])
  })

  it('when a file is rewritten between its commit and its deletion: it is taken again', async () => {
    const path = indexedFolder()
    send(path, 'A1.txt', 'old')
    let isFirst = true
    const box = rig(path, {
      take() {
        if (isFirst) writeFileSync(join(path, 'DATA', 'A1.txt'), 'newer')
        isFirst = false
      },
    })
    await box.watcher.scanNow()
    expect(left(path)).toEqual(['DATA/A1.txt', 'INDEX/A1.txt'])
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['old', 'newer'])
    expect(left(path)).toEqual([])
  })

  it.each([/INDEX/, /DATA/])(
    'when deletion of %s is refused: it is reported, not read again, and deleted later',
    async (pattern) => {
      const path = indexedFolder()
      send(path, 'A1.txt', 'one')
      let io = undeletable(pattern)
      const box = rig(path, { io: diskBut({ remove: (file) => io.remove(file) }) })
      await box.watcher.scanNow()
      await box.watcher.scanNow()
      expect(box.texts()).toEqual(['one'])
      expect(problems(box)).toEqual(['cannot-delete A1.txt'])
      expect(left(path)).toContain('DATA/A1.txt')
      expect(box.watcher.status().waitingFiles).toBe(0)
      io = diskIo
      await box.watcher.scanNow()
      expect(left(path)).toEqual([])
      expect(problems(box)).toEqual([])
    },
  )

  it('when deletion is refused and the file is rewritten: the new content is taken', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'old')
    const box = rig(path, { io: undeletable(/./) })
    await box.watcher.scanNow()
    writeFileSync(join(path, 'A1.txt'), 'newer')
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['old', 'newer'])
  })

  it('when the box dies between the two deletions: the left-over DATA goes if its bytes were taken', async () => {
    const path = indexedFolder()
    writeFileSync(join(path, 'DATA', 'A1.txt'), 'taken')
    writeFileSync(join(path, 'DATA', 'A2.txt'), 'not taken')
    const box = rig(path, { isTaken: (name, digest) => name === 'A1.txt' && digest === sha256('taken') })
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(left(path)).toEqual(['DATA/A2.txt'])
    expect(box.batches).toEqual([])
    // What was left alone is taken like any other when its INDEX comes.
    writeFileSync(join(path, 'INDEX', 'A2.txt'), '')
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['not taken'])
  })

  it('when a left-over is young: it may be a file whose INDEX is on its way', async () => {
    const path = indexedFolder()
    writeFileSync(join(path, 'DATA', 'A1.txt'), 'taken')
    const box = rig(path, { graceMs: 3_600_000, isTaken: () => true })
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(left(path)).toEqual(['DATA/A1.txt'])
  })

  it('when the watcher is stopped: a scan under way hands nothing over any more', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'one')
    const box: Rig = rig(path, {
      io: diskBut({
        read(...call) {
          void box.watcher.stop()
          return diskIo.read(...call)
        },
      }),
    })
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
    expect(left(path)).toEqual(['A1.txt'])
  })
})
