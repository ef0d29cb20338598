import { Type, type Static } from 'typebox'
import { LanView } from './lan.ts'

/** The steps of 初期設定, in the order in which they are asked. */
export const setupSteps = ['facility', 'admin', 'factor', 'network', 'nsips', 'readers', 'backup', 'hub'] as const

const oneOf = <Word extends string>(...words: readonly Word[]) =>
  Type.Unsafe<Word>({ type: 'string', enum: [...words] })

export const SetupStep = oneOf(...setupSteps)
export type SetupStep = Static<typeof SetupStep>

/** Without these nobody could work with the box; every other step may be left for later. */
export const neededSteps: readonly SetupStep[] = ['facility', 'admin']

const closed = { additionalProperties: false }
const line = (maxLength: number) => Type.String({ maxLength })

/** The eight digits that stand on the console of the box; width, spaces and hyphens do not matter. */
export const SetupCode = Type.Object({ code: Type.String({ minLength: 1, maxLength: 32 }) }, closed)

/** `code`: 医療機関コード (7 digits, or 10 with prefecture and kind), '' when it is not at hand. `shortId` begins the names of devices. */
export const SetupFacility = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' }),
    code: Type.String({ pattern: '^(\\d{7}|\\d{10})?$' }),
    shortId: Type.String({ pattern: '^[a-z][a-z0-9]{1,11}$' }),
  },
  closed,
)
export type SetupFacility = Static<typeof SetupFacility>

/** `password` may be '' once there is one: it stays then. */
export const SetupAdmin = Type.Object(
  {
    login: Type.String({ pattern: '^[0-9A-Za-z._-]{1,64}$' }),
    name: Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' }),
    password: line(256),
  },
  closed,
)
export type SetupAdmin = Static<typeof SetupAdmin>

/** The first part of the box's name on the LAN: `kusuribako` of `kusuribako.local`. */
export const SetupNetwork = Type.Object(
  { label: Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$' }) },
  closed,
)
export type SetupNetwork = Static<typeof SetupNetwork>

const FolderMode = oneOf('consume', 'observe')

/** Folders of the box, or mounted on it: absolute paths. None: nothing is taken in. */
export const SetupFolders = Type.Object(
  {
    folders: Type.Array(
      Type.Object({ path: Type.String({ pattern: '^/(?!/)', maxLength: 1024 }), mode: FolderMode }, closed),
      { maxItems: 8 },
    ),
  },
  closed,
)
export type SetupFolders = Static<typeof SetupFolders>

/** A folder of the box, or `//PC/share` with the account of the share. Nothing of it is kept. */
export const FolderTestRequest = Type.Object(
  {
    path: Type.String({ minLength: 1, maxLength: 1024 }),
    mode: FolderMode,
    user: Type.Optional(line(128)),
    password: Type.Optional(line(256)),
  },
  closed,
)
export type FolderTestRequest = Static<typeof FolderTestRequest>

/** What is looked at, one after the other; the first that fails is the one to mend. */
export const folderTestSteps = ['name', 'reach', 'sign-in', 'rights', 'layout', 'file'] as const

/** Why a step did not go well. The words and the remedy are the page's (ui/text/setup.ts). */
export const folderTestWhys = [
  'path-relative',
  'path-missing',
  'not-a-folder',
  'share-malformed',
  'name-unknown',
  'not-mounted',
  'silent',
  'unreachable',
  'port-closed',
  'wrong-credentials',
  'credentials-missing',
  'no-smbclient',
  'share-unknown',
  'no-read',
  'no-delete',
  'read-only',
  'no-index',
  'no-data',
  'no-file-yet',
  'file-not-read',
  'file-not-nsips',
  'file-too-large',
] as const
export type FolderTestWhy = (typeof folderTestWhys)[number]

/** `waiting`: nothing is wrong, and nothing has come yet. `skipped`: an earlier step failed. */
export const FolderTest = Type.Object({
  isOk: Type.Boolean(),
  steps: Type.Array(
    Type.Object({
      step: oneOf(...folderTestSteps),
      result: oneOf('ok', 'failed', 'waiting', 'skipped'),
      why: Type.Union([oneOf(...folderTestWhys), Type.Null()]),
      /** What the system called it, such as EACCES, for the technician. */
      errno: Type.Optional(Type.String()),
    }),
  ),
  /** The file that was read: what its first line says, nothing of a patient. */
  file: Type.Union([Type.Object({ name: Type.String(), format: Type.String(), maker: Type.String() }), Type.Null()]),
  /** Of a share: where it is mounted on the box, null while it is not. The box reads it there. */
  mountedAt: Type.Union([Type.String(), Type.Null()]),
  isShare: Type.Boolean(),
})
export type FolderTest = Static<typeof FolderTest>
export type FolderTestStep = FolderTest['steps'][number]

export const FolderQuery = Type.Object({ path: Type.Optional(line(1024)) }, closed)

/** What lies in a folder of the box, to be chosen from. */
export const FolderChoice = Type.Object({
  path: Type.String(),
  parent: Type.Union([Type.String(), Type.Null()]),
  folders: Type.Array(Type.String()),
  /** Shares that are mounted on the box, wherever they are. */
  mounts: Type.Array(Type.Object({ path: Type.String(), source: Type.String() })),
})
export type FolderChoice = Static<typeof FolderChoice>

export const SetupBackup = Type.Object({ path: Type.String({ pattern: '^/', maxLength: 1024 }) }, closed)
export type SetupBackup = Static<typeof SetupBackup>

const proxyShape = {
  protocol: oneOf('http', 'https'),
  address: Type.String({ pattern: '^[0-9A-Za-z.-]{1,253}$' }),
  port: Type.Integer({ minimum: 1, maximum: 65535 }),
  user: line(128),
}

/** `password` of the proxy may be '' once there is one: it stays then. */
export const SetupHub = Type.Object(
  {
    address: Type.String({ pattern: '^https://[0-9A-Za-z.-]{1,253}(:\\d{1,5})?(/[!-~]*)?$', maxLength: 512 }),
    proxy: Type.Union([Type.Object({ ...proxyShape, password: line(256) }, closed), Type.Null()]),
  },
  closed,
)
export type SetupHub = Static<typeof SetupHub>

export const SetupLater = Type.Object({ step: SetupStep }, closed)

/** Everything that was answered so far, without secrets. */
export const SetupView = Type.Object({
  version: Type.String(),
  steps: Type.Array(
    Type.Object({
      step: SetupStep,
      state: oneOf('open', 'done', 'later'),
    }),
  ),
  facility: Type.Union([SetupFacility, Type.Null()]),
  admin: Type.Union([Type.Object({ login: Type.String(), name: Type.String() }), Type.Null()]),
  factor: Type.Object({
    hasTotp: Type.Boolean(),
    passkeys: Type.Array(Type.Object({ label: Type.String(), host: Type.String() })),
    recoveryCodesLeft: Type.Integer(),
    mayAddPasskey: Type.Boolean(),
  }),
  network: Type.Object({
    label: Type.String(),
    lan: LanView,
    /** What is compared before a device trusts the box; '' with a certificate from elsewhere. */
    trustWords: Type.String(),
  }),
  nsips: Type.Array(Type.Object({ path: Type.String(), mode: FolderMode })),
  readers: Type.Object({
    seen: Type.Array(
      Type.Object({
        label: Type.String(),
        kind: oneOf('virtual', 'pcsc', 'serial', 'hid'),
        /** A card or code has been read on it since the set-up began. */
        wasUsed: Type.Boolean(),
      }),
    ),
    hasPcsc: Type.Boolean(),
  }),
  backup: Type.Union([
    Type.Object({ path: Type.String(), isSameDisk: Type.Boolean(), freeBytes: Type.Integer() }),
    Type.Null(),
  ]),
  hub: Type.Union([
    Type.Object({
      address: Type.String(),
      proxy: Type.Union([Type.Object({ ...proxyShape, hasPassword: Type.Boolean() }), Type.Null()]),
    }),
    Type.Null(),
  ]),
})
export type SetupView = Static<typeof SetupView>

/** The steps that may be answered, or answered anew, once the box works: 接続の設定. */
export const connectionSteps = ['network', 'nsips', 'backup', 'hub'] as const
export type ConnectionStep = (typeof connectionSteps)[number]

/** What was answered to them. */
export const ConnectionView = Type.Object({
  network: SetupView.properties.network,
  nsips: SetupView.properties.nsips,
  backup: SetupView.properties.backup,
  hub: SetupView.properties.hub,
})
export type ConnectionView = Static<typeof ConnectionView>
