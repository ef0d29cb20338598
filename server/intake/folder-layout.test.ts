import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskIo } from './folder-io.ts'
import { diskBut, indexedFolder, left, newFolder, problems, rig, send } from './folder-test-rig.ts'

describe('an indexed folder', () => {
  it.each([
    ['INDEX', 'DATA'],
    ['index', 'data'],
    ['Index', 'Data'],
  ])('is recognised as %s and %s', async (index, data) => {
    const path = indexedFolder(index, data)
    send(path, 'A1.txt', 'one', index, data)
    const box = rig(path)
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['one'])
    expect(box.watcher.status().layout).toBe('indexed')
    expect(left(path)).toEqual([])
  })

  it('pairs INDEX and DATA whatever the letter case of their names', async () => {
    const path = indexedFolder()
    writeFileSync(join(path, 'DATA', 'a1.TXT'), 'one')
    writeFileSync(join(path, 'INDEX', 'A1.txt'), '')
    const box = rig(path)
    await box.watcher.scanNow()
    expect(box.names()).toEqual(['a1.TXT'])
    expect(left(path)).toEqual([])
  })

  it('leaves DATA alone until its INDEX is there', async () => {
    const path = indexedFolder()
    writeFileSync(join(path, 'DATA', 'A1.txt'), 'one')
    const box = rig(path)
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(box.batches).toEqual([])
    expect(left(path)).toEqual(['DATA/A1.txt'])
    writeFileSync(join(path, 'INDEX', 'A1.txt'), '')
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['one'])
  })

  it('reports an INDEX that has no DATA, and takes the file when DATA comes', async () => {
    const path = indexedFolder()
    writeFileSync(join(path, 'INDEX', 'A1.txt'), '')
    const box = rig(path)
    await box.watcher.scanNow()
    expect(problems(box)).toEqual(['index-without-data A1.txt'])
    expect(left(path)).toEqual(['INDEX/A1.txt'])
    writeFileSync(join(path, 'DATA', 'A1.txt'), 'one')
    await box.watcher.scanNow()
    expect(problems(box)).toEqual([])
    expect(box.texts()).toEqual(['one'])
  })

  it('does not tell a state that may be a passing one before its grace is over', async () => {
    const path = indexedFolder()
    writeFileSync(join(path, 'INDEX', 'A1.txt'), '')
    const box = rig(path, { graceMs: 3_600_000 })
    await box.watcher.scanNow()
    expect(problems(box)).toEqual([])
  })

  it('may have its DATA folder come later', async () => {
    const path = newFolder()
    mkdirSync(join(path, 'INDEX'))
    const box = rig(path)
    await box.watcher.scanNow()
    mkdirSync(join(path, 'DATA'))
    send(path, 'A1.txt', 'one')
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['one'])
  })

  it('deletes INDEX first and DATA second, and only after the file was taken', async () => {
    const path = indexedFolder()
    send(path, 'A1.txt', 'one')
    const steps: string[] = []
    const box = rig(path, {
      take() {
        steps.push('take')
      },
      io: diskBut({
        remove(file) {
          steps.push(file.slice(path.length))
          return diskIo.remove(file)
        },
      }),
    })
    await box.watcher.scanNow()
    expect(steps).toEqual(['take', '/INDEX/A1.txt', '/DATA/A1.txt'])
  })
})

describe('a flat folder', () => {
  it('gives its text files, and nothing else that lies in it', async () => {
    const path = newFolder()
    for (const name of ['A1.txt', 'A2.TXT', '.A3.txt', 'A4.csv', 'A5.txt.tmp', '.txt'])
      writeFileSync(join(path, name), name)
    mkdirSync(join(path, 'A6.txt'))
    writeFileSync(join(path, 'A6.txt', 'A7.txt'), 'deeper')
    const box = rig(path)
    await box.watcher.scanNow()
    expect(box.names()).toEqual(['A1.txt', 'A2.TXT'])
    expect(readdirSync(path).sort()).toEqual(['.A3.txt', '.txt', 'A4.csv', 'A5.txt.tmp', 'A6.txt'])
    expect(existsSync(join(path, 'A6.txt', 'A7.txt'))).toBe(true)
  })

  it('may turn into an indexed one, and back', async () => {
    const path = newFolder()
    const box = rig(path)
    await box.watcher.scanNow()
    expect(box.watcher.status().layout).toBe('unknown')
    writeFileSync(join(path, 'A1.txt'), 'flat')
    await box.watcher.scanNow()
    expect(box.watcher.status().layout).toBe('flat')
    mkdirSync(join(path, 'index'))
    mkdirSync(join(path, 'data'))
    send(path, 'A2.txt', 'indexed', 'index', 'data')
    await box.watcher.scanNow()
    expect(box.watcher.status().layout).toBe('indexed')
    rmSync(join(path, 'index'), { recursive: true })
    rmSync(join(path, 'data'), { recursive: true })
    writeFileSync(join(path, 'A3.txt'), 'flat again')
    await box.watcher.scanNow()
    expect(box.texts()).toEqual(['flat', 'indexed', 'flat again'])
  })
})
