import sharp from 'sharp'

/** What may not come out of the re-encoder. */
export const secretText = 'SECRET-IN-THE-FILE'

/** A photograph: noise does not compress, as paper does not. */
export async function photograph(width = 600, height = 400): Promise<Buffer> {
  return sharp({
    create: { width, height, channels: 3, background: '#ffffff', noise: { type: 'gaussian', mean: 200, sigma: 15 } },
  })
    .jpeg({ quality: 80 })
    .toBuffer()
}

/** A photograph taken with the phone on its side, with a place and a comment in its EXIF. */
export async function turnedPhotograph(): Promise<Buffer> {
  return sharp(await photograph())
    .withExif({ IFD0: { ImageDescription: secretText, Copyright: secretText } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}

/** A small file that says it is large. */
export async function bomb(): Promise<Buffer> {
  return sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' }, limitInputPixels: false })
    .png({ compressionLevel: 9 })
    .toBuffer()
}

export const size = async (bytes: Buffer): Promise<{ width: number; height: number; format: string }> => {
  const { width, height, format } = await sharp(bytes).metadata()
  return { width, height, format }
}
