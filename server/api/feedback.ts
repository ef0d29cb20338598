import { Type } from 'typebox'
import { Feedback, NewFeedback, SupportContact } from '../../contract/account.ts'
import { pageOf } from '../../contract/page.ts'
import { Id } from '../../contract/text.ts'
import { tokyoDate, tokyoTime } from '../domain/calendar-date.ts'
import { formulaFree } from '../domain/csv.ts'
import { listFeedback, saveFeedback } from '../store/feedback.ts'
import type { Store } from '../store/open.ts'
import { readSupportContact, writeSupportContact } from '../store/support-contact.ts'
import { refuse, refuseStale } from './errors.ts'
import { pageSize, type Api } from './route.ts'

/** A file that a person opens and hands over; years of a pharmacy. */
const mostExported = 10_000

const Query = Type.Object({ cursor: Type.Optional(Id) }, { additionalProperties: false })

const kindWord: Record<Feedback['kind'], string> = {
  wish: '要望',
  trouble: '困りごと',
  question: '質問',
  praise: '良い点',
}

/** ご意見 and whom to ask: kept in the box, handed over as a file by an admin. */
export function feedbackRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['feedback']

  api.post(
    '/api/feedback',
    { config: { right: 'box-state' }, schema: { tags, body: NewFeedback, response: { 201: Type.Object({ id: Id }) } } },
    (request, reply) => {
      const staffId = request.session?.staff.id ?? refuse('not-signed-in')
      const id = store.write(() => saveFeedback(store, staffId, request.body))
      void reply.code(201)
      return { id }
    },
  )

  api.get(
    '/api/feedback',
    { config: { right: 'settings' }, schema: { tags, querystring: Query, response: { 200: pageOf(Feedback) } } },
    ({ query }) => listFeedback(store, query.cursor ?? null, pageSize),
  )

  api.get('/api/feedback/file', { config: { right: 'settings' }, schema: { tags } }, (_request, reply) => {
    const { items } = listFeedback(store, null, mostExported)
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="feedback-${tokyoDate(store.now())}.csv"`)
      .send(csvOf(items))
  })

  api.get(
    '/api/support-contact',
    { config: { right: 'box-state' }, schema: { tags, response: { 200: SupportContact } } },
    () => readSupportContact(store),
  )

  api.patch(
    '/api/support-contact',
    { config: { right: 'settings' }, schema: { tags, body: SupportContact, response: { 200: SupportContact } } },
    ({ body }) => writeSupportContact(store, body) ?? refuseStale(readSupportContact(store)),
  )
}

/** For a spreadsheet: UTF-8 with its mark, CRLF, and no cell that begins a formula. */
function csvOf(items: readonly Feedback[]): string {
  const cell = (text: string): string => `"${formulaFree(text).replaceAll('"', '""')}"`
  const rows = items.map(({ at, by, kind, page, text }) => [
    `${tokyoDate(at)} ${tokyoTime(at)}`,
    by,
    kindWord[kind],
    page,
    text,
  ])
  const lines = [['日時', '記入者', '種類', '画面', '内容'], ...rows].map((row) => row.map(cell).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}
