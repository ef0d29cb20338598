/** EXIF orientation of a JPEG that is to be looked at with so many quarter turns to the right (Exif 2.32, tag 0x0112). */
const orientations = [1, 6, 3, 8] as const

/** An EXIF segment that says the orientation and nothing else: big-endian TIFF header, one directory of one entry. */
const exif = (orientation: number): Buffer =>
  Buffer.from([
    ...[0xff, 0xe1, 0x00, 0x22],
    ...Buffer.from('Exif\0\0MM', 'latin1'),
    ...[0x00, 0x2a, 0x00, 0x00, 0x00, 0x08],
    ...[0x00, 0x01, 0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, orientation, 0x00, 0x00],
    ...[0x00, 0x00, 0x00, 0x00],
  ])

/**
 * The same JPEG, to be looked at turned: nothing is decoded and nothing lost, and a page shows, enlarges and prints it upright. Before a
 * JFIF segment an EXIF segment counts as well in every browser.
 * @param jpeg without an EXIF segment of its own, as the box stores it
 * @param turns quarter turns to the right, 0 to 3
 */
export function turnJpeg(jpeg: Buffer, turns: number): Buffer {
  const orientation = orientations[turns]
  if (orientation === undefined || orientation === 1) return jpeg
  return Buffer.concat([jpeg.subarray(0, 2), exif(orientation), jpeg.subarray(2)])
}
