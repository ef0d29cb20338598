import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Page, WebSocket } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { writeNsipsFile } from '../server/demo/nsips-file.ts'
import { openWindow, signInPage } from './support/browser.ts'
import { cardId, initWithMember, todayFile } from './support/pharmacy.ts'
import { run, serve, until, writeSips, type Served } from './support/serve.ts'

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return String(port)
}

/** A cable to the box that can be pulled: what is sent then is neither delivered nor refused, as in a real network. */
async function cable(url: string) {
  let isPulled = false
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = isPulled ? undefined : connect(Number(new URL(url).port), '127.0.0.1')
    for (const end of [near, far]) {
      if (!end) continue
      ends.add(end)
      end.on('error', () => end.destroy())
      end.on('close', () => {
        ends.delete(end)
        near.destroy()
        far?.destroy()
      })
    }
    if (far) near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const end of ends) end.destroy()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pull() {
      isPulled = true
      for (const end of ends) end.unpipe().pause()
    },
    plugIn() {
      isPulled = false
      for (const end of ends) end.destroy()
    },
  }
}

/** A signed-in page with one row, and the lines it opened to the box. */
async function openWithRow(url: string, dataDir: string): Promise<{ page: Page; lines: WebSocket[] }> {
  const page = await openWindow(url)
  const lines: WebSocket[] = []
  page.on('websocket', (line) => lines.push(line))
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').waitFor()
  await page.locator('[data-test=tab-dispensings]').getByText('0').waitFor()
  await page.evaluate(() => Object.assign(window, { wasNeverReloaded: true }))
  return { page, lines }
}

/** Three touches and a file, which the box has taken in when this is done. */
async function changeMuch(box: Served, dataDir: string, sips: string): Promise<void> {
  for (let time = 0; time < 3; time++) run(['tap', cardId, '--data', dataDir])
  const file = todayFile()
  writeSips(sips, writeNsipsFile(file))
  await until(
    async () =>
      (await box.getJson(`/api/dispensings?on=${file.dispensedOn.replace(/(....)(..)(..)/, '$1-$2-$3')}`)).items.length,
  )
}

async function expectNothingMissed(page: Page): Promise<void> {
  await page.locator('[data-test=visit-row]').nth(3).waitFor()
  await page.locator('[data-test=link-banner]').waitFor({ state: 'detached' })
  expect(await page.locator('[data-test=visit-row]').count()).toBe(4)
  await page.locator('[data-test=tab-dispensings]').click()
  await page.locator('[data-test=dispensing-row]').waitFor()
  expect(await page.evaluate(() => 'wasNeverReloaded' in window)).toBe(true)
}

/** The parts that are fetched when the page is idle have come, with all that they need. */
async function partsFetched(page: Page): Promise<void> {
  const parts = ['kb-help-dialog', 'kb-counter-dialog', 'kb-readers-panel', 'kb-manual-panel']
  const urls = await page.waitForFunction((wanted) => {
    const names = performance.getEntriesByType('resource').map(({ name }) => name)
    const found = wanted.map((part) => names.find((name) => name.includes(part)))
    return found.every((name) => name !== undefined) && found
  }, parts)
  // As text: the runner of the tests would take an import here for one of its own.
  await page.evaluate(`Promise.all(${JSON.stringify(await urls.jsonValue())}.map((url) => import(url)))`)
}

test('while the box restarts a page keeps its rows, and catches up without a reload and with nothing missed', async () => {
  const { dataDir, sips } = initWithMember()
  const port = await freePort()
  const flags = ['--nsips', sips, '--reader', 'virtual', '--plain-port', port]
  const box = await serve(dataDir, ...flags)
  const page = await openWindow(box.url)
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').waitFor()
  await page.evaluate(() => Object.assign(window, { wasNeverReloaded: true }))

  await box.stop('SIGKILL')
  await page.locator('[data-test=link-banner]').waitFor()
  expect(await page.locator('[data-test=visit-row]').count()).toBe(1)
  const again = await serve(dataDir, ...flags)
  for (let time = 0; time < 3; time++) run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').nth(3).waitFor()
  await page.locator('[data-test=link-banner]').waitFor({ state: 'detached' })
  expect(await page.locator('[data-test=visit-row]').count()).toBe(4)
  expect(await page.evaluate(() => 'wasNeverReloaded' in window)).toBe(true)
  await again.stop()
})

test('a page whose PC loses its network says so and later shows what it missed, without a reload', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const { page, lines } = await openWithRow(box.url, dataDir)
  await page.context().setOffline(true)
  await expect.poll(() => lines[0]!.isClosed()).toBe(true)
  await page.locator('[data-test=link-banner]').getByText('このPCのネットワークが切れています').waitFor()
  await changeMuch(box, dataDir, sips)
  expect(await page.locator('[data-test=visit-row]').count()).toBe(1)
  await page.context().setOffline(false)
  await expectNothingMissed(page)
  await box.stop()
})

test('a page notices a line that has gone silent, and shows what it missed when it speaks again', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const line = await cable(box.url)
  const { page, lines } = await openWithRow(line.url, dataDir)
  line.pull()
  await changeMuch(box, dataDir, sips)
  await page.locator('[data-test=link-banner]').getByText('薬箱から返事がありません').waitFor()
  expect(await page.locator('[data-test=visit-row]').count()).toBe(1)
  line.plugIn()
  await expectNothingMissed(page)
  expect(lines.length).toBeGreaterThan(1)
  await box.stop()
})

test('the manual, the keys, the counter and the readers open while the box is down', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const { page } = await openWithRow(box.url, dataDir)
  await partsFetched(page)
  await box.stop('SIGKILL')
  await page.locator('[data-test=link-banner]').waitFor()
  await page.keyboard.press('F1')
  await page.locator('[data-test=manual-chapter]').waitFor()
  await page.locator('[data-test=manual-keys]').click()
  await page.locator('[data-test=help-keys]').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=help-keys]').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.locator('[data-test=manual-chapter]').waitFor({ state: 'detached' })
  await page.locator('[data-test=counter-pill]').click()
  await page.locator('[data-test=counter-choice]').first().waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-test=counter-choice]').first().waitFor({ state: 'detached' })
  await page.locator('[data-test=reader-pill]').click()
  await page.locator('[data-test=reader]').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.locator('[data-test=visit-row]').count()).toBe(1)
})

test('a part of the page that cannot be had is said in words, and takes nothing off the screen', async () => {
  const { dataDir, sips } = initWithMember()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const context = (await openWindow(box.url)).context()
  await context.route('**/assets/kb-counter-dialog-*.js', (route) => route.abort())
  const page = context.pages()[0]!
  await page.reload()
  await signInPage(page)
  run(['tap', cardId, '--data', dataDir])
  await page.locator('[data-test=visit-row]').waitFor()
  await page.evaluate(() => Object.assign(window, { wasNeverReloaded: true }))
  await page.locator('[data-test=counter-pill]').click()
  const missing = page.locator('[data-test=part-missing]')
  await missing.getByText('この画面を読み込めませんでした').waitFor()
  expect(await missing.getByRole('button').innerText()).toBe('再読み込み')
  expect(await page.locator('[data-test=visit-row]').count()).toBe(1)
  expect(await page.evaluate(() => 'wasNeverReloaded' in window)).toBe(true)
  await context.unroute('**/assets/kb-counter-dialog-*.js')
  await missing.getByRole('button').click()
  await page.locator('[data-test=visit-row]').waitFor()
  await page.locator('[data-test=counter-pill]').click()
  await page.locator('[data-test=counter-choice]').first().waitFor()
  await box.stop()
})
