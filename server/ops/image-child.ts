import { open } from 'node:fs/promises'
import sharp from 'sharp'

/**
 * A process for one image: decodes whatever a stranger sent, makes a new JPEG and a small one of it, and ends. Nothing of the file goes
 * on: no metadata, no second content behind the image. The parent limits memory and time (image-worker.ts). Argued in docs/adr/0024.
 * Arguments: the file, the JPEG to write, the thumbnail to write. Prints one line of JSON.
 */
const [from = '', jpegTo = '', thumbnailTo = ''] = process.argv.slice(2)

/** A photograph of a sheet is legible to its footnotes at this many pixels along the longer side. */
const longestSide = 2400
const thumbnailSide = 320
/** A phone's finest camera takes 200 million; what is decoded line by line needs no memory for them. */
const mostPixels = 64_000_000

interface Result {
  state: 'done' | 'broken' | 'too-many-pixels'
  width?: number
  height?: number
}

// One thread, nothing kept, and of all the decoders in the library these three.
sharp.concurrency(1)
sharp.cache(false)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

async function reencode(): Promise<Result> {
  const { width, height } = await sharp(from, { limitInputPixels: false }).metadata()
  // A bomb is a small file that says a large size: refused before anything is unpacked.
  if (width * height > mostPixels) return { state: 'too-many-pixels' }
  const { data, info } = await sharp(from, {
    limitInputPixels: mostPixels,
    failOn: 'error',
    sequentialRead: true,
    pages: 1,
  })
    .autoOrient()
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    // What is transparent would be black on paper.
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: 82, mozjpeg: false })
    .toBuffer({ resolveWithObject: true })
  const thumbnail = await sharp(data)
    .resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 72 })
    .toBuffer()
  await write(jpegTo, data)
  await write(thumbnailTo, thumbnail)
  return { state: 'done', width: info.width, height: info.height }
}

async function write(path: string, bytes: Buffer): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(bytes)
}

let result: Result
try {
  result = await reencode()
} catch {
  // Its message may quote the file: the parent hears only that it could not be read.
  result = { state: 'broken' }
}
process.stdout.write(`${JSON.stringify(result)}\n`)
