// node scripts/run.mjs scripts/pictures.mjs: takes the pictures of docs/images anew, from a demo pharmacy of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..')
const dir = mkdtempSync(join(tmpdir(), 'kusuribako-pictures-'))
const box = spawn(join(root, 'bin/kusuribako'), ['demo', '--data', dir, '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})

/** What the demo prints: where it is, and how to sign in. */
async function readGreeting() {
  const told = {}
  for await (const line of createInterface({ input: box.stdout })) {
    const [, word, value] = /^ +(アドレス|ID|パスワード) +(\S+)$/.exec(line) ?? []
    if (word !== undefined) told[word] = value
    if (told['パスワード'] !== undefined) break
  }
  return { url: told['アドレス'], id: told['ID'], password: told['パスワード'] }
}

const { url, id, password } = await readGreeting()
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage({
    viewport: { width: 1366, height: 768 },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    baseURL: url,
    // Rows that glide in would be caught half-way.
    reducedMotion: 'reduce',
  })
  const picture = async (name) => {
    await page.mouse.move(0, 0)
    await page.screenshot({ path: join(root, 'docs/images', `${name}.png`) })
    console.log(`docs/images/${name}.png`)
  }
  const row = page.locator('[data-test=visit-row]')
  const act = async (step) => {
    const response = await page.context().request.post('/api/virtual-reader/steps', { data: step })
    if (!response.ok()) throw new Error(await response.text())
  }
  const [first, second] = ['仮想リーダー1', '仮想リーダー2']

  await page.goto('/')
  await page.locator('input[name=id]').fill(id)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
  await row.first().waitFor()
  await page.locator('[data-test=counter-pill]').click()
  await page.locator('[data-test=counter-choice]').first().click()
  const { items } = await (await page.context().request.get('/api/virtual-reader/cards')).json()
  const cards = items.map(({ cardId }) => cardId)

  // Touches here and there. Those at the own counter open; back to the list each time.
  const before = await row.count()
  for (const [index, card] of cards.slice(0, 6).entries()) {
    await act({ do: 'tap', card, reader: index % 3 === 2 ? second : first })
    if (index % 3 === 2) {
      await row.nth(before + index).waitFor()
      continue
    }
    await page.locator('[data-test=dispensing-card]').first().waitFor()
    if (index === 0) await picture('detail')
    await page.keyboard.press('Escape')
    await row.first().waitFor()
  }
  await act({ do: 'tap', card: 'FFFFFFFFFFFFFFFF', reader: second })
  await row.nth(before + 6).waitFor()
  await page
    .locator(':focus')
    .last()
    .evaluate((element) => {
      element.blur()
    })
  await picture('list')

  await page.locator('[data-test=search]').fill('ミホ')
  await page.locator('[data-test=search-result]').first().waitFor()
  await act({ do: 'mynumber', reader: first })
  for (const part of [1, 2])
    await act({
      do: 'scan',
      reader: first,
      text: `JAHISTC07,1\r\n201,${part},MIHON,1\r\n911,12345678901234,3,${part}\r\n`,
    })
  await act({ do: 'tap', card: cards[6], reader: first })
  await page.locator('[data-test=offer]').waitFor()
  await picture('offer')
  const close = page.locator('[data-test=close]')
  while ((await close.count()) > 0) await close.first().click()
  await page.locator('[data-test=search]').fill('')

  // A cable that is about to give up.
  for (let time = 0; time < 4; time++) {
    await act({ do: 'flap', reader: second })
    await act({ do: 'transmit', reader: second })
    await act({ do: 'tap', card: cards[7], reader: second })
  }
  await page.locator('[data-test=reader-pill]').click()
  await page.locator('[data-test=verdict]', { hasText: '接触不良' }).waitFor()
  await page.locator('kb-virtual-reader').evaluate((element) => {
    element.style.display = 'none'
  })
  await page.locator('[data-test=wedge]').screenshot({ path: join(root, 'docs/images/keyboard-scanner.png') })
  console.log('docs/images/keyboard-scanner.png')
  await page.locator('[data-test=health]').nth(1).click()
  await page.locator('[data-test=report]').waitFor()
  await picture('reader-health')
} finally {
  await browser.close()
  const exited = once(box, 'exit')
  box.kill('SIGTERM')
  await exited
  rmSync(dir, { recursive: true, force: true })
}
