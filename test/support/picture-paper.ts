/// <reference lib="dom" />
import { desk } from './browser.ts'
import { press, type Walk } from './picture-step.ts'

/** Millimetres; the margins are those of the paper's own `@page`. */
interface Sheet {
  width: number
  height: number
  margin: number
}

export const sheets = {
  slip: { width: 80, height: 150, margin: 4 },
  a6: { width: 105, height: 148, margin: 8 },
  a4: { width: 210, height: 297, margin: 18 },
} as const satisfies Record<string, Sheet>

const pixels = (millimetres: number): number => Math.round((millimetres * 96) / 25.4)

/** The picture of what a button prints: the window becomes the sheet, and the printer's dialog never opens. */
export async function printed({ page, picture }: Walk, button: string, name: string, sheet: Sheet): Promise<void> {
  await page.evaluate(() => {
    window.print = () => {
      document.documentElement.dataset['printed'] = 'yes'
    }
  })
  await press(page, button)
  await page.waitForFunction(() => document.documentElement.dataset['printed'] === 'yes')
  await page.setViewportSize({ width: pixels(sheet.width), height: pixels(sheet.height) })
  await page.emulateMedia({ media: 'print' })
  // A window has no margins of its own.
  await page.evaluate((margin) => {
    const style = new CSSStyleSheet()
    style.replaceSync(`body { box-sizing: border-box; padding: ${String(margin)}mm !important }`)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
  }, sheet.margin)
  await picture(name)
  await page.evaluate(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)
    delete document.documentElement.dataset['printed']
    dispatchEvent(new Event('afterprint'))
  })
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize(desk)
}
