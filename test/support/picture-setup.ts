/// <reference lib="dom" />
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { startSetup } from '../../server/setup/serve.ts'
import { tempDir } from './temp.ts'

interface Needs {
  openOther: (path: string, size: { width: number; height: number }) => Promise<Page>
  picture: (name: string, of?: Page) => Promise<void>
}

const at = (page: Page, name: string) => page.locator(`[data-test=${name}]:visible`)
const press = (page: Page, name: string) => at(page, name).first().click()

/** A box that nobody has set up yet, beside the one of all other pictures. */
export async function setup({ openOther, picture }: Needs): Promise<void> {
  const sips = join(tempDir(), 'SIPS1')
  for (const folder of ['INDEX', 'DATA']) mkdirSync(join(sips, folder), { recursive: true })
  const begun = await startSetup({
    ...{ dataDir: tempDir(), host: '127.0.0.1', port: 0, folders: [], hasVirtualReader: true, logLevel: 'warn' },
  })
  if (!begun.ok) throw new Error(begun.message)
  const { box, code } = begun.setup
  onTestFinished(() => box.close())
  const page = await openOther(box.plainUrl ?? box.url, { width: 1366, height: 768 })
  await page.locator('#setup-code').waitFor()
  await picture('setup-code', page)
  await page.locator('#setup-code').fill(code)
  await press(page, 'code-submit')
  await at(page, 'step-facility').waitFor()
  await page.locator('#name').fill('見本薬局')
  await page.locator('#shortId').fill('mihon')
  await press(page, 'save')
  await at(page, 'step-admin').waitFor()
  await page.locator('#login').fill('kanri')
  await page.locator('#name').fill('見本 管理')
  for (const field of ['password', 'again']) await page.locator(`#${field}`).fill('correct horse battery')
  await press(page, 'save')
  await at(page, 'step-factor').waitFor()
  await press(page, 'go-nsips')
  await page.locator('#path').fill(sips)
  await press(page, 'test-nsips')
  await at(page, 'test-good').waitFor()
  await picture('setup-nsips', page)
  await press(page, 'go-end')
  await at(page, 'setup-sheet').waitFor()
  await picture('setup-end', page)
}
