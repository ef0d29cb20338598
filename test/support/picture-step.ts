/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import type { PictureBox } from './picture-box.ts'
import { goTo } from './screens.ts'

/** What a step of the walk has at hand. `picture` takes the picture of a window, the PC's when none is named. */
export interface Walk {
  box: PictureBox
  page: Page
  /** Another window on the box: a second PC, a telephone. */
  openOther: (path: string, size: { width: number; height: number }) => Promise<Page>
  picture: (name: string, of?: Page) => Promise<void>
}

export type Step = (walk: Walk) => Promise<void>

export const phone = { width: 390, height: 844 }
export const ownCard = '0101000000000101'
export const reader = '仮想リーダー1'

/** What is seen: a page that is kept behind another has the same names. */
export const at = (page: Page, name: string) => page.locator(`[data-test=${name}]:visible`)
export const go = (page: Page, path: string) => goTo(page, { name: '', path })
export const press = (page: Page, name: string) => at(page, name).first().click()

/** Brings what the picture is about to the top of the window. */
export const toTop = (page: Page, name: string) =>
  at(page, name)
    .first()
    .evaluate((element) => {
      element.scrollIntoView({ block: 'start' })
      scrollBy(0, -90)
    })

/** Brings all of a form into the window, down to its last button. */
export const toBottom = (page: Page, name: string) =>
  at(page, name)
    .first()
    .evaluate((element) => {
      element.scrollIntoView({ block: 'end' })
    })

/** The link that a QR code on the screen says. */
export const linkOf = (page: Page): Promise<string> =>
  page.locator('kb-qr').evaluate((qr) => (qr as unknown as { text: string }).text)
