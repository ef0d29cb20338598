/** Longer than what the box keeps (server/ops/image-child.ts), and small enough for the canvas of a phone. Pixels. */
const longestSide = 3000
const quality = 0.92

const decoders = ['image/jpeg', 'image/png', 'image/webp']

/**
 * The same picture as JPEG where the box has no decoder for it and this browser has one: Safari opens HEIC, the form in which iPhones keep
 * photographs. Otherwise the file as it is, and the box says what is wrong with it.
 */
export async function sendableImage(file: File): Promise<Blob> {
  if (decoders.includes(file.type)) return file
  try {
    const image = await createImageBitmap(file)
    const scale = Math.min(1, longestSide / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    const paper = canvas.getContext('2d')
    if (!paper) return file
    // What is transparent would become black.
    paper.fillStyle = '#ffffff'
    paper.fillRect(0, 0, canvas.width, canvas.height)
    paper.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.close()
    return await new Promise((resolve) => {
      canvas.toBlob(
        (blob) => {
          resolve(blob ?? file)
        },
        'image/jpeg',
        quality,
      )
    })
  } catch {
    return file
  }
}
