import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskIo } from './folder-io.ts'
import { diskBut, indexedFolder, left, newFolder, problems, rig, send, sha256 } from './folder-test-rig.ts'

describe('a file over the size limit', () => {
  it.each(['consume', 'observe'] as const)(
    'is refused once, by its digest, and stays in the folder (%s)',
    async (mode) => {
      const path = indexedFolder()
      const text = 'x'.repeat(600_000)
      send(path, 'A1.txt', text)
      send(path, 'A2.txt', 'small')
      const lengths: number[] = []
      const box = rig(path, {
        mode,
        maxBytes: 1000,
        io: diskBut({
          read(file, position, length) {
            lengths.push(length)
            return diskIo.read(file, position, length)
          },
        }),
      })
      await box.watcher.scanNow()
      await box.until(() => box.refused.length > 0)
      await box.watcher.scanNow()
      await box.watcher.scanNow()
      expect(box.texts()).toEqual(['small'])
      expect(box.refused).toMatchObject([{ name: 'A1.txt', size: 600_000, sha256: sha256(text) }])
      expect(problems(box)).toEqual(['file-too-large A1.txt'])
      expect(box.watcher.status().waitingFiles).toBe(0)
      expect(left(path)).toContain('DATA/A1.txt')
      // Read in pieces, never as a whole.
      expect(Math.max(...lengths)).toBeLessThan(600_000)
    },
  )

  it('that an earlier run refused is not read again', async () => {
    const path = newFolder()
    writeFileSync(join(path, 'A1.txt'), 'x'.repeat(2000))
    let reads = 0
    const box = rig(path, {
      maxBytes: 1000,
      isKnown: (name, size) => name === 'A1.txt' && size === 2000,
      io: diskBut({
        read(...call) {
          reads += 1
          return diskIo.read(...call)
        },
      }),
    })
    await box.watcher.scanNow()
    await box.watcher.scanNow()
    expect(reads).toBe(0)
    expect(problems(box)).toEqual(['file-too-large A1.txt'])
  })
})
