import {
  ConnectionView,
  FolderChoice,
  FolderQuery,
  FolderTest,
  FolderTestRequest,
  SetupBackup,
  SetupFolders,
  SetupHub,
  SetupNetwork,
} from '../../contract/setup.ts'
import type { Answers, Saved } from './answers.ts'
import type { Store } from '../store/open.ts'
import { refuse } from '../api/errors.ts'
import type { LanPort } from '../api/lan.ts'
import type { Api } from '../api/route.ts'
import { staffIdOf } from '../api/staff-id.ts'

/** What a box that was set up needs to change its connections. */
export interface ConnectionPort {
  /** Of the box (access/box-key.ts). */
  key: Buffer
  dataDir: string
  /** The folders of the receipt computer are others now. */
  onFolders: () => void
}

interface Options {
  store: Store
  connections: ConnectionPort
  lan: LanPort
}

/** 接続の設定: what 初期設定 has asked, or left for later, of the box's connections. Loaded when it is first asked for: that is rare. */
export function connectionRoutes(api: Api, { store, connections, lan }: Options): void {
  const { key, dataDir, onFolders } = connections
  const tags = ['settings']
  const config = { right: 'settings' } as const
  const response = { 200: ConnectionView }

  const answersOf = async (staffId: string): Promise<Answers> => {
    const { createAnswers } = await import('./answers.ts')
    return createAnswers(store, key, dataDir, { staffId })
  }
  const view = async (staffId: string): Promise<ConnectionView> => {
    const { label, nsips, backup, hub } = await (await answersOf(staffId)).view()
    return { network: { label, lan: lan.view(), trustWords: '' }, nsips, backup, hub }
  }
  const save = async (
    staffId: string,
    answer: (answers: Answers) => Saved | Promise<Saved>,
  ): Promise<ConnectionView> => {
    const saved = await answer(await answersOf(staffId))
    return saved.ok ? view(staffId) : refuse(saved.code)
  }

  api.get('/api/settings/connections', { config, schema: { tags, response } }, ({ session }) =>
    view(staffIdOf(session)),
  )
  api.put('/api/settings/network', { config, schema: { tags, body: SetupNetwork, response } }, ({ body, session }) =>
    save(staffIdOf(session), (answers) => answers.network(body)),
  )
  api.put(
    '/api/settings/nsips',
    { config, schema: { tags, body: SetupFolders, response } },
    async ({ body, session }) => {
      const saved = await save(staffIdOf(session), (answers) => answers.nsips(body))
      onFolders()
      return saved
    },
  )
  api.put('/api/settings/backup', { config, schema: { tags, body: SetupBackup, response } }, ({ body, session }) =>
    save(staffIdOf(session), (answers) => answers.backup(body)),
  )
  api.put('/api/settings/hub', { config, schema: { tags, body: SetupHub, response } }, ({ body, session }) =>
    save(staffIdOf(session), (answers) => answers.hub(body)),
  )

  api.get(
    '/api/settings/folders',
    { config, schema: { tags, querystring: FolderQuery, response: { 200: FolderChoice } } },
    async ({ query }) => (await import('./folder-choice.ts')).listChoices(query.path ?? '/'),
  )
  api.post(
    '/api/settings/nsips/test',
    { config, schema: { tags, body: FolderTestRequest, response: { 200: FolderTest } } },
    async ({ body }) => (await import('../intake/folder-test.ts')).testFolder(body, { tempDir: dataDir }),
  )
}
