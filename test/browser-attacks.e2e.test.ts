/// <reference lib="dom" />
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { encodeCp932 } from '../server/demo/cp932.ts'
import { writeNsipsFile } from '../server/demo/nsips-file.ts'
import { decode } from '../server/intake/nsips/decode.ts'
import { parseNsips } from '../server/intake/nsips/parse.ts'
import { storeFile } from '../server/main.ts'
import { saveCard } from '../server/store/cards.ts'
import { linkPatient, saveMember } from '../server/store/members.ts'
import { openStore } from '../server/store/open.ts'
import { findPatientByCode } from '../server/store/patients.ts'
import { openWindow, signInPage } from './support/browser.ts'
import type { Demo } from './support/demo.ts'
import { cardId, initWithMember, todayFile } from './support/pharmacy.ts'
import { goTo, listScreens } from './support/screens.ts'
import { initData, run, serve, until, writeSips, type Served } from './support/serve.ts'
import { takeIn, testFile, testPerson } from './support/store.ts'

/** A page of somebody else on the same PC: another origin, the same site, so that the browser sends the cookies along. */
async function openStranger(): Promise<string> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>stranger</title><body>'),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`
}

test('a page of somebody else, opened in the same browser, changes nothing, reads nothing and hears nothing', async () => {
  const { dataDir } = initWithMember()
  const box = await serve(dataDir, '--reader', 'virtual')
  const own = await openWindow(box.url)
  await signInPage(own)
  const stranger = await own.context().newPage()
  await stranger.goto(await openStranger())
  const tried = await stranger.evaluate(async (target) => {
    const attempt = async (run: () => Promise<unknown>): Promise<unknown> => run().catch(() => 'refused')
    const counter = JSON.stringify({ name: '乗っ取り' })
    const include = { credentials: 'include', mode: 'no-cors' } as const
    const typed = { 'content-type': 'application/json' }
    const post = { method: 'POST', body: counter }
    const sent = [
      await attempt(async () => (await fetch(`${target}/api/counters`, { ...include, ...post })).type),
      await attempt(
        async () => (await fetch(`${target}/api/counters`, { ...post, credentials: 'include', headers: typed })).status,
      ),
      await attempt(
        async () => (await fetch(`${target}/api/session`, { method: 'DELETE', credentials: 'include' })).status,
      ),
    ]
    const read = [
      await attempt(async () => (await fetch(`${target}/api/people?q=a`, { credentials: 'include' })).text()),
      await attempt(async () => (await fetch(`${target}/api/people?q=a`, include)).text()),
    ]
    const opened = (make: (done: (word: string) => void) => void) =>
      new Promise<string>((resolve) => {
        make(resolve)
      })
    const socket = await opened((done) => {
      const line = new WebSocket(`${target.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
      line.onmessage = () => {
        done('heard')
      }
      line.onerror = () => {
        done('refused')
      }
    })
    const element = (name: 'script' | 'img', attribute: string) =>
      opened((done) => {
        const made = document.createElement(name)
        made.onload = () => {
          done('loaded')
        }
        made.onerror = () => {
          done('refused')
        }
        made.setAttribute(attribute, `${target}/api/visits`)
        document.body.append(made)
      })
    const tags = [await element('script', 'src'), await element('img', 'src')]
    // A form as old browsers send it, into a frame of the page.
    const frame = document.createElement('iframe')
    frame.name = 'frame'
    document.body.append(frame)
    const form = document.createElement('form')
    Object.assign(form, { method: 'post', action: `${target}/api/counters`, enctype: 'text/plain', target: 'frame' })
    const field = document.createElement('input')
    Object.assign(field, { name: '{"name":"乗っ取り","x":"', value: '"}' })
    form.append(field)
    document.body.append(form)
    await opened((done) => {
      frame.onload = () => {
        done('answered')
      }
      form.submit()
    })
    return { sent, read, socket, tags }
  }, box.url)
  expect(tried.sent.slice(1)).toEqual(['refused', 'refused'])
  expect(tried.read).toEqual(['refused', 'refused'])
  expect([tried.socket, ...tried.tags]).toEqual(['refused', 'refused', 'refused'])

  // Nor can the box be shown inside a page of somebody else, or reached through the window that opened it.
  await stranger.evaluate((target) => {
    const frame = document.createElement('iframe')
    frame.src = target
    document.body.append(frame)
  }, box.url)
  await until(() => stranger.frames().some((frame) => frame.url().startsWith('chrome-error:')))
  const popped = stranger.context().waitForEvent('page')
  await stranger.evaluate((target) => {
    Object.assign(window, { popped: window.open(target) })
  }, box.url)
  const window_ = await popped
  await window_.waitForLoadState()
  expect(await stranger.evaluate(() => (window as unknown as { popped: Window | null }).popped?.closed ?? true)).toBe(
    true,
  )

  expect((await box.getJson('/api/counters')).items).toEqual([])
  expect(await own.evaluate(async () => (await fetch('/api/session')).status)).toBe(200)
  await box.stop()
})

/** Different ways to become an element or a script, each in plain ASCII and without a comma. */
const markups = [
  '<img src=x onerror=pwned=1>',
  '\'"><svg onload=pwned=1>',
  '<script>pwned=1</script>',
  '<a href=javascript:pwned=1>a</a>',
  '${pwned=1}<iframe srcdoc=x>',
]
const markup = (at: number): string => markups[at % markups.length] ?? ''

/** A file of today whose every field is markup that the reader of files lets through. */
function evilFile(number: string): { name: string; bytes: Buffer; fields: number } {
  const plain = writeNsipsFile(todayFile({ number }))
  const rows = decode(plain.bytes)
    .text.trimEnd()
    .split('\r\n')
    .map((line) => line.split(','))
  const encode = (): Buffer => encodeCp932(rows.map((row) => `${row.join(',')}\r\n`).join(''))
  const told = (bytes: Buffer) => {
    const read = parseNsips(bytes, plain.name)
    return read.ok
      ? [
          read.record.prescription.number,
          read.record.prescription.dispensedOn,
          read.record.patient?.code,
          read.record.pharmacy.code,
          read.record.rps.length,
        ]
      : []
  }
  const facts = JSON.stringify(told(plain.bytes))
  let fields = 0
  for (const row of rows)
    for (const column of row.keys()) {
      const before = row[column] ?? ''
      row[column] = markup(fields)
      // A code that says whose it is, or a number without which a file is none, stays.
      if (column === 0 || JSON.stringify(told(encode())) !== facts) row[column] = before
      else fields++
    }
  return { name: plain.name, bytes: encode(), fields }
}

/** A pharmacy with a member of that name who has a card, and another without a patient. */
function initWithMarkup(): { dataDir: string; sips: string } {
  const folders = initData()
  const opened = openStore({ file: storeFile(folders.dataDir), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  takeIn(store, testFile())
  store.write(() => {
    const patient = findPatientByCode(store, '9999999', testPerson.code)
    if (!patient) throw new Error('no patient')
    const memberId = saveMember(store, { ...patient, name: markup(0), kana: markup(1) })
    linkPatient(store, memberId, patient.id)
    saveCard(store, memberId, cardId)
    saveCard(store, saveMember(store, { ...patient, name: markup(2), kana: markup(3) }), unlinkedCard)
  })
  store.close()
  return folders
}
const unlinkedCard = 'FEDCBA9876543210'

/** The box as the walk over all screens knows it. */
function asDemo(box: Served, dataDir: string, cookie: string): Demo {
  const ask: Demo['ask'] = (method, path, body) =>
    fetch(box.url + path, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const cards = [
    { cardId, label: '見本' },
    { cardId: unlinkedCard, label: '未設定' },
  ]
  return {
    url: box.url,
    account: { id: '', password: '' },
    ask,
    get: async (path) =>
      path === '/api/virtual-reader/cards' ? { items: cards } : ((await (await ask('GET', path)).json()) as never),
    act: (step) => {
      if ('card' in step) run(['tap', step.card, '--data', dataDir])
      return Promise.resolve()
    },
    stop: () => box.stop(),
  }
}

/** Everything a person can type, as markup. */
async function typeEverything({ ask }: Demo, memberId: string): Promise<void> {
  const on = '2026-04-03'
  const content = (path: string, body: object): [string, object] => [
    `/api/members/${memberId}/${path}`,
    { content: body },
  ]
  const typed: [string, object][] = [
    // Without it what others told is closed to who types.
    [`/api/members/${memberId}/disclosure`, { reason: 'other', note: markup(0) }],
    content('body-notes', { kind: 'allergy', text: markup(0), detail: markup(1), since: markup(2), source: 'patient' }),
    content('body-notes', { kind: 'adverse-reaction', text: markup(3), detail: markup(4), source: 'staff' }),
    content('body-notes', { kind: 'past-illness', text: markup(1), source: 'document' }),
    ...markups.map((text) => content('memos', { origin: 'other-institution', author: markup(1), text })),
    content('otc', { name: markup(0), startOn: on, note: markup(2) }),
    content('outside-dispensings', {
      ...{
        dispensedOn: on,
        pharmacyName: markup(0),
        institutionName: markup(1),
        department: markup(2),
        prescriber: markup(3),
      },
      drugs: [{ name: markup(0), form: 'internal', usage: markup(1), dose: '1', unit: '錠', count: '7' }],
    }),
    ['/api/notices', { kind: 'facility', title: markup(0), body: markups.join('\n'), affects: markup(1) }],
    [
      '/api/notices',
      {
        kind: 'known-issue',
        title: markup(3),
        body: `[a](javascript:pwned=1) ${markups.join('\n')}`,
        affects: markup(4),
        status: 'watching',
      },
    ],
    ['/api/counters', { name: '<img src=x>' }],
    ['/api/staff', { login: 'markup', name: markup(0), kana: markup(1), role: 'clerk', expiresOn: null }],
    ['/api/feedback', { kind: 'wish', page: 'list', text: markup(0) }],
    ['/api/card-issues', { kind: 'new' }],
  ]
  for (const [path, body] of typed) {
    const answer = await ask('POST', path, body)
    expect([path, answer.status, answer.ok ? '' : await answer.text()]).toEqual([
      path,
      answer.ok ? answer.status : 201,
      '',
    ])
  }
  const issue = ((await (await ask('GET', '/api/card-issues')).json()) as { items: { id: string; version: number }[] })
    .items[0]
  const person = { version: issue?.version, name: markup(0), kana: markup(1), sex: 'female', birth: on }
  await ask('POST', `/api/card-issues/${issue?.id ?? ''}/person`, person)
  const terms = (await (await ask('GET', '/api/terms')).json()) as { version: number }
  await ask('POST', '/api/terms', { version: terms.version, body: markups.join('\n') })
}

interface Seen {
  made: string[]
  ran: boolean
  violations: string[]
  shown: number
}

/** What became of the markup on the page as it is now. */
const look = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    const made: string[] = []
    let shown = 0
    const walk = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        const isEvil =
          element.matches('img[src="x"], iframe, object, embed, base, script:not([src]), a[href^="javascript" i]') ||
          [...element.attributes].some(({ name }) => /^on(load|error|focus|click)/.test(name))
        if (isEvil) made.push(element.outerHTML.slice(0, 100))
        if (
          /<(img|svg|script|a|iframe) /.test(
            [...element.childNodes].map((node) => (node.nodeType === 3 ? node.nodeValue : '')).join(' '),
          )
        )
          shown++
        if (element.shadowRoot) walk(element.shadowRoot)
      }
    }
    walk(document)
    const { pwned, violations = [] } = window as unknown as { pwned?: number; violations?: string[] }
    return { made, ran: pwned !== undefined, violations, shown }
  })

test('markup in every field of a file, and in everything that people type, is shown as text on every page', async () => {
  const { dataDir, sips } = initWithMarkup()
  const box = await serve(dataDir, '--nsips', sips, '--reader', 'virtual')
  const cookie = await box.signIn()
  const demo = asDemo(box, dataDir, cookie)
  const file = evilFile('260403000077001')
  expect(file.fields).toBeGreaterThan(100)
  writeSips(sips, file)
  writeSips(sips, { name: `A26040300007800100000.txt`, bytes: Buffer.from(markups.join('\r\n')) })
  await until(async () => (await demo.get('/api/dispensings')).items.length > 0)
  await until(async () => (await demo.get('/api/intake/rejected')).items.length > 0)
  run(['tap', cardId, '--data', dataDir])
  const visits = await until(async () => {
    const { items } = await demo.get('/api/visits')
    return items.length > 0 && (items as { member: { id: string } | null }[])
  })
  await typeEverything(demo, visits[0]?.member?.id ?? '')

  const page = await openWindow(box.url)
  await page.addInitScript(() => {
    const violations: string[] = []
    Object.assign(window, { violations })
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      violations.push(`${violatedDirective} ${blockedURI}`),
    )
  })
  await page.reload()
  await signInPage(page)
  const screens = await listScreens(demo)
  const shown = new Map<string, number>()
  for (const screen of screens) {
    await goTo(page, screen)
    const seen = await look(page)
    expect([screen.name, seen.made, seen.ran, seen.violations]).toEqual([screen.name, [], false, []])
    shown.set(screen.name, seen.shown)
  }
  // The walk met it: otherwise it would prove nothing.
  for (const name of [
    'list',
    'person-history',
    'person-body',
    'person-memos',
    'notices',
    'staff',
    'settings',
    'dispensings',
  ])
    expect([name, (shown.get(name) ?? 0) > 0]).toEqual([name, true])
  await box.stop()
})
