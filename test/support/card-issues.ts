import type { CardIssue, Terms } from '../../contract/card-issue.ts'
import { createVirtualDriver } from '../../drivers/virtual/virtual-driver.ts'
import type { Store } from '../../server/store/open.ts'
import { buildTestApp, signIn } from './box.ts'

export const hanako = { name: '試験　花子', kana: 'シケン ハナコ', sex: 'female', birthOn: '1968-04-07' } as const

/** The same as a clerk types it. */
const typed = ({ birthOn = '', ...rest }: { birthOn?: string }) => ({ ...rest, birth: birthOn })

/** The wizard's API on a box with two virtual readers, as a clerk uses it. */
export async function openWizard(store: Store) {
  const virtual = createVirtualDriver({ now: store.now, names: ['左', '右'] })
  const made = buildTestApp(store, { drivers: [virtual] })
  made.readers.start()
  const { app, readers } = made
  const cookie = await signIn(app, 'jimu')
  const ask = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const response = await app.inject({ method, url, headers: { cookie }, ...(payload && { payload }) })
    return { status: response.statusCode, body: response.json<never>() }
  }
  const readerId = readers.list().find(({ label }) => label === '左')!.id
  const start = async (payload: object = { kind: 'new' }): Promise<CardIssue> =>
    (await ask('POST', '/api/card-issues', payload)).body
  const find = async ({ id }: Pick<CardIssue, 'id'>): Promise<CardIssue> =>
    (await ask('GET', `/api/card-issues/${id}`)).body
  /** One deed on the draft as it is now. */
  const deed = async (issue: Pick<CardIssue, 'id'>, name: string, payload: object = {}) => {
    const { version } = await find(issue)
    const body = name === 'person' ? typed(payload) : payload
    return ask('POST', `/api/card-issues/${issue.id}/${name}`, { version, ...body })
  }
  const terms = async (): Promise<Terms> => (await ask('GET', '/api/terms')).body
  /** A draft that waits for its card. */
  const atCard = async (person: object = hanako): Promise<CardIssue> => {
    const issue = await start()
    await deed(issue, 'person', person)
    return (await deed(issue, 'consent', { via: 'screen', termsVersion: (await terms()).version })).body
  }
  /** Lays a card on the reader and issues it. */
  const write = async (issue: Pick<CardIssue, 'id'>, card: string) => {
    virtual.act({ do: 'insert', card })
    const answer = await deed(issue, 'card', { readerId })
    virtual.act({ do: 'remove' })
    return answer
  }
  return { ...made, virtual, cookie, ask, readerId, start, find, deed, terms, atCard, write }
}
