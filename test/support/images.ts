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

/** The same in a form that browsers open and the box does not. */
export const gifPhotograph = async (width: number, height: number): Promise<Buffer> =>
  sharp(await photograph(width, height))
    .gif()
    .toBuffer()

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

/** What a photograph of an iPhone begins with when nobody turned it into JPEG; no browser here can open it. */
export const heicPhotograph = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'.padEnd(400, '\0'), 'latin1')

/** A sheet of lines and blocks on a table: what a photograph of a 処方箋 looks like from afar, and nobody's. */
export async function photographOfSheet(): Promise<Buffer> {
  const lines = Array.from({ length: 16 }, (_, at) => {
    const [y, width] = [330 + at * 52, [620, 540, 300][at % 3] ?? 0]
    return `<rect x="190" y="${y}" width="${width}" height="14" fill="#7d7f84"/>`
  })
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1400">
    <rect width="1000" height="1400" fill="#b99b72"/>
    <g transform="rotate(-1.5 500 700)"><rect x="120" y="110" width="760" height="1180" fill="#fbfaf6"/>
    <rect x="380" y="160" width="240" height="30" fill="#3f4146"/><rect x="190" y="230" width="620" height="60" fill="none" stroke="#3f4146" stroke-width="3"/>
    ${lines.join('')}</g></svg>`
  return sharp(Buffer.from(sheet)).jpeg({ quality: 80 }).toBuffer()
}
