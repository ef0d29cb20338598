/// <reference lib="dom" />
import type { AuditEntry, AuditReview } from '../../contract/audit.ts'
import type { LanView } from '../../contract/lan.ts'
import type { Page as Items } from '../../contract/page.ts'
import type { Walk } from './picture-step.ts'
import { goTo } from './screens.ts'
import { morning } from './store.ts'

/**
 * What the box of the pictures cannot show the same at every run, because it depends on which page asked first, or at all, because it
 * serves its own machine alone. Ids are made up.
 */
const id = (end: string): string => `019d50da-a680-7000-8000-0000${end}`
const minute = 60_000

const row = (seq: number, what: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  seq,
  at: morning + (seq - 1290) * minute,
  staffId: id('1a2b3c4d'),
  by: '見本　管理',
  deviceId: id('00000001'),
  deviceName: 'MIHON-001',
  onBehalfOf: null,
  onBehalfOfName: null,
  address: '192.168.10.21',
  memberId: null,
  patientId: null,
  rowId: null,
  what,
  result: 'ok',
  shown: [],
  more: 0,
  isPrepared: false,
  proof: null,
  isDeed: false,
  ...more,
})
const clerk = { staffId: id('5e6f7a8b'), by: '見本　事務', deviceName: 'MIHON-002', address: '192.168.10.22' }
const memberId = id('4f8e21c0')
const byPharmacist = { onBehalfOf: id('9c0d1e2f'), onBehalfOfName: '見本　薬剤師' }

const auditRows: Items<AuditEntry> = {
  items: [
    row(1290, 'audit-searched'),
    row(1289, 'memos-edit', { ...clerk, ...byPharmacist, memberId }),
    row(1288, 'memo-added', { ...clerk, ...byPharmacist, memberId, deviceName: null, address: null, isDeed: true }),
    row(1287, 'history-read', { ...clerk, memberId }),
    row(1286, 'visits-read', { shown: [memberId, id('77aa10b2'), id('d3e90c5f')] }),
    row(1285, 'merges-edit', { ...clerk, memberId, result: 'not-allowed' }),
    row(1284, 'patient-read', { patientId: id('b51d7e36') }),
  ],
  next: '1284',
}

const auditMonth: AuditReview = {
  month: '2026-03',
  rows: 61_284,
  refused: 7,
  byStaff: [
    { staffId: id('5e6f7a8b'), name: '見本　事務', rows: 34_120, refused: 6 },
    { staffId: id('9c0d1e2f'), name: '見本　薬剤師', rows: 21_876, refused: 1 },
    { staffId: id('1a2b3c4d'), name: '見本　管理', rows: 5288, refused: 0 },
  ],
  byDeed: [
    { what: 'history-read', rows: 25_410, refused: 0 },
    { what: 'visits-read', rows: 18_002, refused: 0 },
    { what: 'people-searched', rows: 9120, refused: 0 },
    { what: 'memos-edit', rows: 8752, refused: 7 },
  ],
  signOffs: [],
  checkedAt: morning - 8 * 60 * minute,
}

const lanView: LanView = {
  state: 'announced',
  name: 'kusuribako.local',
  url: 'https://kusuribako.local/',
  isRenamed: false,
  addresses: [
    {
      network: 'eth0',
      address: '192.168.10.2',
      url: 'https://192.168.10.2/',
      trustUrl: 'http://192.168.10.2/',
    },
  ],
  found: [
    { kind: 'pc', name: 'chozai-pc', host: 'chozai-pc.local', addresses: ['192.168.10.22'], port: null },
    { kind: 'printer', name: '受付のプリンター', host: 'printer.local', addresses: ['192.168.10.40'], port: 631 },
    {
      kind: 'satellite',
      name: 'chozai-pi',
      host: 'kusuribako-satellite.local',
      addresses: ['192.168.10.30'],
      port: null,
      version: '1.0.0',
      box: 'kusuribako.local',
    },
    { kind: 'share', name: 'RECEKON', host: 'recekon.local', addresses: ['192.168.10.10'], port: 445 },
  ],
  askedAt: morning,
}

/** 監査ログ, ネットワーク, 代行入力: what depends on chance or on a network is told. */
export const trail = async ({ box, page, picture }: Walk): Promise<void> => {
  const at = (name: string) => page.locator(`[data-test=${name}]:visible`)
  const go = (path: string) => goTo(page, { name: '', path })
  const toTop = (name: string) =>
    at(name)
      .first()
      .evaluate((element) => {
        element.scrollIntoView({ block: 'start' })
        scrollBy(0, -90)
      })
  const told: Record<string, object> = {
    '**/api/audit?*': auditRows,
    '**/api/audit/months/2026-03': auditMonth,
    '**/api/lan': lanView,
  }
  for (const [path, json] of Object.entries(told)) await page.route(path, (route) => route.fulfill({ json }))
  await go('/audit')
  await at('audit-row').first().waitFor()
  await picture('audit')
  await go('/audit/months')
  await at('month-sum').waitFor()
  await picture('audit-review')
  await go('/lan')
  await at('lan-name').waitFor()
  await picture('lan')
  await toTop('found')
  await picture('lan-found')
  for (const path of Object.keys(told)) await page.unroute(path)
  await go(`/members/${box.memberId}/memos`)
  await at('add-all').first().click()
  await at('proxy').waitFor()
  await at('proxy').selectOption({ index: 1 })
  await toTop('entry-form')
  await picture('proxy')
  await at('cancel-entry').first().click()
}
