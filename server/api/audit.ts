import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { AuditEntry, auditFilter, AuditMonth, AuditReview, AuditStaff, NewSignOff } from '../../contract/audit.ts'
import { pageOf } from '../../contract/page.ts'
import { tokyoDate, tokyoTime } from '../domain/calendar-date.ts'
import { formulaFree } from '../domain/csv.ts'
import { reviewAudit, signOffAudit } from '../store/audit-reviews.ts'
import { listAuditStaff, searchAudit, type AuditFilter } from '../store/audit-search.ts'
import type { Store } from '../store/open.ts'
import { refuse } from './errors.ts'
import { pageSize, type Api } from './route.ts'
import { staffIdOf } from './staff-id.ts'

const Query = Type.Object(
  { ...auditFilter, cursor: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false },
)
const FileQuery = Type.Object(auditFilter, { additionalProperties: false })
const MonthParams = Type.Object({ month: AuditMonth })

/** 監査ログ: who saw or changed what of whom; the monthly review; a file for a spreadsheet. */
export function auditRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['audit']
  const config = { right: 'audit' } as const

  api.get(
    '/api/audit',
    { config, schema: { tags, querystring: Query, response: { 200: pageOf(AuditEntry) } } },
    ({ query }) => {
      const { cursor = null, ...filter } = query
      return searchAudit(store, filter, cursor, pageSize)
    },
  )

  api.get('/api/audit/staff', { config, schema: { tags, response: { 200: pageOf(AuditStaff) } } }, () => ({
    items: listAuditStaff(store),
    next: null,
  }))

  api.get('/api/audit/file', { config, schema: { tags, querystring: FileQuery } }, ({ query }, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="audit-${tokyoDate(store.now())}.csv"`)
      .send(Readable.from(csvOf(store, query))),
  )

  api.get(
    '/api/audit/months/:month',
    { config, schema: { tags, params: MonthParams, response: { 200: AuditReview } } },
    ({ params }) => reviewAudit(store, params.month),
  )

  api.post(
    '/api/audit/months/:month/sign-off',
    { config, schema: { tags, params: MonthParams, body: NewSignOff, response: { 201: AuditReview } } },
    ({ params, body, session }, reply) => {
      const { remark, rows } = body
      const signed = signOffAudit(store, {
        month: params.month,
        staffId: staffIdOf(session),
        remark: remark.trim(),
        rows,
      })
      if (!signed.ok) return refuse(signed.code)
      void reply.code(201)
      return signed.review
    },
  )
}

const columns =
  '番号,日付,時刻,職員,代行元,端末,アドレス,会員,患者,対象,操作,結果,同時に表示,変更の記録,ほかの人数,先に用意,サインインの方法'

/** For a spreadsheet: UTF-8 with its mark, newest first, page by page, so that years of it need no memory. Every cell is an id, a word or a number. */
async function* csvOf(store: Store, filter: AuditFilter): AsyncGenerator<string> {
  yield `\uFEFF${columns}\r\n`
  for (let before: number | null = null, isDone = false; !isDone;) {
    const { items, next }: Awaited<ReturnType<typeof searchAudit>> = await searchAudit(store, filter, before, 1000)
    if (items.length > 0) yield items.map(lineOf).join('')
    isDone = next === null
    before = Number(next)
  }
}

function lineOf(entry: AuditEntry): string {
  const {
    seq,
    at,
    by,
    onBehalfOfName,
    deviceId,
    deviceName,
    address,
    memberId,
    patientId,
    rowId,
    what,
    result,
    shown,
    more,
    isPrepared,
    proof,
    isDeed,
  } = entry
  const when = [tokyoDate(at), tokyoTime(at)]
  const cells = [
    String(seq),
    ...when,
    by ?? '',
    onBehalfOfName ?? '',
    deviceName ?? deviceId ?? '',
    address ?? '',
    memberId ?? '',
  ]
  cells.push(patientId ?? '', rowId ?? '', what, result, shown.join(' '), isDeed ? '1' : '')
  cells.push(more === 0 ? '' : String(more), isPrepared ? '1' : '', proof ?? '')
  return `${cells.map(cellOf).join(',')}\r\n`
}

/** A cell that begins like a formula is made text. */
const cellOf = (text: string): string => `"${formulaFree(text).replaceAll('"', '""')}"`
