import { html } from 'lit'
import type { Image } from '../../../contract/image.ts'
import { printPaper } from '../../components/paper.ts'
import { imageUrl } from '../../data/images.ts'
import { images as words } from '../../text/images.ts'

/** One press, one sheet: the image as large as A4 takes it, lying where it is wider than high. Rejects when it cannot be had. */
export const printImage = (image: Image): Promise<void> => {
  const isLying = image.width > image.height
  const [width, height] = isLying ? [281, 190] : [194, 277]
  return printPaper(html`<img src=${imageUrl(image, 'file')} alt=${words.imageAlt(image.name ?? '')} />`, {
    size: isLying ? '297mm 210mm' : '210mm 297mm',
    margin: '8mm',
    css: `kb-paper img { display: block; width: ${String(width)}mm; height: ${String(height)}mm; object-fit: contain; object-position: top left }`,
  })
}
