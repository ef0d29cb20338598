import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { pageOf } from '../../contract/page.ts'
import {
  KnownFeed,
  NewReplacement,
  PairDecision,
  PairList,
  Replacement,
  ReplacementEdit,
  ReplacementPair,
} from '../../contract/replacement.ts'
import { formulaFree } from '../domain/csv.ts'
import { freezeFeed, resumeFeed, type FreezeOutcome } from '../store/feed-freeze.ts'
import type { Store } from '../store/open.ts'
import { applyReplacement, rollBackReplacement } from '../store/replacement-apply.ts'
import { startMatch } from '../store/replacement-match.ts'
import {
  decidePairs,
  editReplacement,
  findReplacement,
  listKnownFeeds,
  listPairs,
  listReplacements,
  removeReplacement,
  restoreReplacement,
  saveReplacement,
  type ReplacementOutcome,
} from '../store/replacements.ts'
import { collectPersons } from './audit-persons.ts'
import { refuse, refuseFields, refuseStale } from './errors.ts'
import { IdParams, pageSize, type Api } from './route.ts'

/** 500,000 lines of two codes. */
const listLimit = 16 * 1024 * 1024

const Version = Type.Object({ version: Type.Integer() }, { additionalProperties: false })
const FeedParams = Type.Object({ code: Type.String({ minLength: 1, maxLength: 20 }) })
const PairQuery = Type.Object(
  {
    list: PairList,
    decision: Type.Optional(ReplacementPair.properties.decision),
    cursor: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
)

/** レセコン入替, and お薬自動登録 where it is frozen. */
export function replacementRoutes(api: Api, { store }: { store: Store }): void {
  const tags = ['replacements']
  const schema = { tags, params: IdParams, response: { 200: Replacement } }
  const desk = { config: { right: 'patients' } } as const
  const deciding = { config: { right: 'decisions' } } as const

  api.get('/api/replacements', { ...desk, schema: { tags, response: { 200: pageOf(Replacement) } } }, () => ({
    items: listReplacements(store),
    next: null,
  }))

  api.post(
    '/api/replacements',
    { ...desk, schema: { tags, body: NewReplacement, response: { 201: Replacement } } },
    ({ body, session }, reply) => {
      void reply.code(201)
      return saveReplacement(store, whoIs(session), body)
    },
  )

  api.get(
    '/api/replacements/:id',
    { ...desk, schema },
    ({ params }) => findReplacement(store, params.id) ?? refuse('not-found'),
  )

  api.patch('/api/replacements/:id', { ...desk, schema: { ...schema, body: ReplacementEdit } }, (request) =>
    done(editReplacement(store, whoIs(request.session), request.params.id, request.body)),
  )

  api.delete('/api/replacements/:id', { ...desk, schema: { ...schema, querystring: Version } }, (request) =>
    done(removeReplacement(store, whoIs(request.session), request.params.id, request.query.version)),
  )

  api.post('/api/replacements/:id/restore', { ...desk, schema }, (request) =>
    done(restoreReplacement(store, whoIs(request.session), request.params.id)),
  )

  api.post('/api/replacements/:id/apply', { ...deciding, schema: { ...schema, body: Version } }, (request) =>
    done(applyReplacement(store, whoIs(request.session), request.params.id, request.body.version)),
  )

  api.post('/api/replacements/:id/rollback', { ...deciding, schema: { ...schema, body: Version } }, (request) =>
    done(rollBackReplacement(store, whoIs(request.session), request.params.id, request.body.version)),
  )
  pairRoutes(api, store)
  feedRoutes(api, store)
}

/** Who of the old receipt computer is who in the new one. */
function pairRoutes(api: Api, store: Store): void {
  const tags = ['replacements']
  const schema = { tags, params: IdParams }
  const config = { right: 'patients' } as const

  // Answered at once: the lists grow while the page looks on.
  api.post('/api/replacements/:id/match', { config, schema }, (request, reply) => {
    begin(store, request.params.id, null, request.log)
    return reply.code(202).send()
  })

  api.register((uploads, _options, registered) => {
    uploads.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body)
    })
    uploads.post(
      '/api/replacements/:id/list',
      { config, schema, bodyLimit: listLimit },
      ({ params, body, log }, reply) => {
        begin(store, (params as { id: string }).id, Buffer.isBuffer(body) ? decode(body) : '', log)
        return reply.code(202).send()
      },
    )
    registered()
  })

  api.get(
    '/api/replacements/:id/pairs',
    { config, schema: { ...schema, querystring: PairQuery, response: { 200: pageOf(ReplacementPair) } } },
    ({ params, query: { list, decision = null, cursor = null } }) => {
      if (!findReplacement(store, params.id)) refuse('not-found')
      const { items, next } = listPairs(store, params.id, list, decision, cursor, pageSize)
      return { items, next: next === null ? null : String(next) }
    },
  )

  api.post(
    '/api/replacements/:id/pairs/decision',
    { config: { right: 'decisions' }, schema: { ...schema, body: PairDecision, response: { 200: Replacement } } },
    ({ params, body }) => done(decidePairs(store, params.id, body)),
  )

  api.get(
    '/api/replacements/:id/pairs.csv',
    { config, schema: { ...schema, querystring: Type.Object({ list: PairList }, { additionalProperties: false }) } },
    ({ params, query: { list }, audited }, reply) => {
      const replacement = findReplacement(store, params.id) ?? refuse('not-found')
      if (audited) {
        // The row is written before the file: the first are named, the others counted.
        const { items } = listPairs(store, params.id, list, null, -1, pageSize)
        collectPersons(items, audited)
        audited.further = replacement.counts[list].all - items.length
      }
      void reply.header('content-disposition', `attachment; filename="patient-codes-${list}.csv"`)
      return reply.type('text/csv; charset=utf-8').send(Readable.from(csvOf(store, params.id, list)))
    },
  )
}

/** お薬自動登録 of one pharmacy code: stopped by a person, or taken up again. */
function feedRoutes(api: Api, store: Store): void {
  const tags = ['replacements']
  api.get(
    '/api/feeds',
    { config: { right: 'patients' }, schema: { tags, response: { 200: pageOf(KnownFeed) } } },
    () => ({
      items: listKnownFeeds(store),
      next: null,
    }),
  )
  for (const [path, act] of [
    ['/api/feeds/:code/freeze', freezeFeed],
    ['/api/feeds/:code/resume', resumeFeed],
  ] as const)
    api.post(path, { config: { right: 'decisions' }, schema: { tags, params: FeedParams } }, (request, reply) => {
      const outcome: FreezeOutcome = act(store, whoIs(request.session), request.params.code)
      if (!outcome.ok) refuse(outcome.code)
      return reply.code(204).send()
    })
}

function begin(
  store: Store,
  id: string,
  csv: string | null,
  log: { error: (error: object, text: string) => void },
): void {
  const start = startMatch(store, id, csv)
  if (!start.ok && start.code === 'code-list-malformed')
    refuseFields([{ path: `body/${String(start.issue.line)}`, message: start.issue.code }])
  if (!start.ok) refuse(start.code)
  start.isDone.catch((error: unknown) => {
    log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'a dry run failed')
  })
}

/** UTF-8, or what a Japanese spreadsheet writes. Codes are the same in both. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('shift_jis').decode(bytes)
  }
}

/** With a BOM, so that a spreadsheet opens it as it is; a cell that begins like a formula is made text. */
function* csvOf(store: Store, id: string, list: PairList): Generator<string> {
  yield '\uFEFF旧患者番号,氏名,カナ,生年月日,お薬自動登録,新患者番号,新氏名,判断\r\n'
  const words = { open: '未確認', confirmed: '同じ方', refused: '別の方' } as const
  for (let after: number | null = -1; after !== null;) {
    const page: ReturnType<typeof listPairs> = listPairs(store, id, list, null, after, pageSize)
    for (const { old, isLinked, next, decision } of page.items) {
      const cells = [old.code, old.name, old.kana, old.birthOn, isLinked ? '設定済' : '未設定', next?.code, next?.name]
      yield `${[...cells, words[decision]].map(cellOf).join(',')}\r\n`
    }
    after = page.next
  }
}

const cellOf = (text: string | null | undefined): string => {
  const safe = formulaFree(text ?? '')
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const whoIs = (session: { staff: { id: string } } | null): string => session?.staff.id ?? refuse('not-signed-in')

function done(outcome: ReplacementOutcome): Replacement {
  if (outcome.ok) return outcome.replacement
  return outcome.code === 'stale-version' ? refuseStale(outcome.current) : refuse(outcome.code)
}
