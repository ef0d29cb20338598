import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { bomb, photograph, secretText, size, turnedPhotograph } from '../../test/support/images.ts'
import { tempDir } from '../../test/support/temp.ts'
import { createReencoder, openUploadFolder } from './image-worker.ts'

// Each image starts a process of its own: slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

async function reencode(bytes: Buffer, wallMs?: number) {
  const folder = openUploadFolder(tempDir())
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  const outcome = await createReencoder(wallMs)(path)
  // Only the file that was given lies there.
  expect(readdirSync(folder)).toEqual(['file'])
  return outcome
}

test('a photograph is made anew, upright, small enough, and without a word of what the phone wrote into it', async () => {
  const taken = await turnedPhotograph()
  expect(taken.toString('latin1')).toContain(secretText)
  const made = await reencode(taken)
  if (!made.ok) throw new Error(made.code)
  expect(made).toMatchObject({ width: 400, height: 600 })
  expect(await size(made.jpeg)).toEqual({ width: 400, height: 600, format: 'jpeg' })
  expect(Math.max((await size(made.thumbnail)).width, (await size(made.thumbnail)).height)).toBe(320)
  const { exif, orientation } = await sharp(made.jpeg).metadata()
  expect([exif, orientation]).toEqual([undefined, undefined])
  expect(made.jpeg.toString('latin1')).not.toContain(secretText)
})

test('a large one becomes 2400 pixels along its longer side; a PNG and a WebP become JPEG, what is transparent white', async () => {
  const large = await reencode(await photograph(3000, 1500))
  expect(large).toMatchObject({ ok: true, width: 2400, height: 1200 })
  const clear = sharp({ create: { width: 20, height: 10, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
  for (const bytes of [await clear.png().toBuffer(), await clear.webp().toBuffer()]) {
    const made = await reencode(bytes)
    if (!made.ok) throw new Error(made.code)
    const { data } = await sharp(made.jpeg).raw().toBuffer({ resolveWithObject: true })
    expect([...new Set(data)]).toEqual([255])
  }
})

test('what follows behind an image stays behind', async () => {
  const polyglot = Buffer.concat([await photograph(), Buffer.from(`<script>${secretText}</script>PK\x03\x04`)])
  const made = await reencode(polyglot)
  if (!made.ok) throw new Error(made.code)
  expect(made.jpeg.toString('latin1')).not.toContain(secretText)
})

test('a file that says it is huge is refused before it is unpacked', async () => {
  expect(await reencode(await bomb())).toEqual({ ok: false, code: 'too-many-pixels' })
})

test('half a photograph, text, SVG, GIF, TIFF and PDF are not made into anything', async () => {
  const whole = await photograph()
  const plain = sharp(whole)
  const hostile = [
    whole.subarray(0, whole.length / 2),
    Buffer.from('これは画像ではありません'),
    Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="file:///etc/passwd"/></svg>',
    ),
    await plain.clone().gif().toBuffer(),
    await plain.clone().tiff().toBuffer(),
    Buffer.from('%PDF-1.7\n'),
    Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.alloc(5000, 0x41)]),
    Buffer.alloc(0),
  ]
  for (const bytes of hostile) expect(await reencode(bytes)).toEqual({ ok: false, code: 'broken' })
})

test('one that takes too long is given up, and the next one is taken', async () => {
  const folder = openUploadFolder(tempDir())
  const path = join(folder, 'file')
  writeFileSync(path, await photograph())
  expect(await createReencoder(1)(path)).toEqual({ ok: false, code: 'timeout' })
  const reencoder = createReencoder()
  const both = await Promise.all([reencoder(join(folder, 'missing')), reencoder(path)])
  expect(both.map(({ ok }) => ok)).toEqual([false, true])
})

test('what a box that died left in the folder is gone at the next start', () => {
  const dataDir = tempDir()
  writeFileSync(join(openUploadFolder(dataDir), 'left'), 'x')
  expect(readdirSync(openUploadFolder(dataDir))).toEqual([])
})
