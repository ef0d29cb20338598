import { existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { Value } from 'typebox/value'
import {
  SetupAdmin,
  SetupBackup,
  SetupFacility,
  SetupFolders,
  SetupHub,
  SetupNetwork,
  connectionSteps,
  setupSteps,
  type ConnectionStep,
  type FolderTest,
  type SetupStep,
} from '../../contract/setup.ts'
import { refusals, stateName, stepName, testResultName, testStepName, whyNot } from '../../ui/text/setup-words.ts'
import { openBoxKey } from '../access/box-key.ts'
import { createFactors } from '../access/factors.ts'
import { testFolder } from '../intake/folder-test.ts'
import { storeFile } from '../main.ts'
import { askBox } from '../ops/control.ts'
import { createAnswers, type Answers, type Saved } from '../setup/answers.ts'
import { makeSetupCode } from '../setup/code.ts'
import { openStore, type Store } from '../store/open.ts'
import { findSetupAdmin, isSetupOpen } from '../store/setup.ts'

export interface SetupFlags {
  data: string
  json?: boolean
}

interface Opened {
  store: Store
  key: Buffer
  answers: Answers
  dataDir: string
}

/**
 * Opens a data folder whose set-up is not over, and makes it where it is not there yet. Otherwise one line why not, exit code 1.
 * @param useAfterwards what is done in place of the refusal on a box that was set up
 */
async function withSetup(
  data: string,
  use: (opened: Opened) => Promise<number> | number,
  useAfterwards?: (opened: Opened) => Promise<number> | number,
): Promise<number> {
  const dataDir = resolve(data)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const key = openBoxKey(dataDir)
  if (!key) return fail('keys/box.key が壊れています。控えから戻してください。')
  const opened = openStore({ file: storeFile(dataDir), now: Date.now })
  if (!opened.ok) return fail('このデータは新しい版の薬箱で作られています。')
  const { store } = opened
  try {
    if (!isSetupOpen(store)) {
      if (!useAfterwards) return fail(`${dataDir} の初期設定は終わっています。`)
      const answers = createAnswers(store, key, dataDir, { staffId: null })
      return await useAfterwards({ store, key, dataDir, answers })
    }
    return await use({ store, key, dataDir, answers: createAnswers(store, key, dataDir) })
  } finally {
    store.close()
  }
}

const fail = (message: string): number => {
  process.stderr.write(`${message}\n`)
  return 1
}

const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** `kusuribako setup code`: a new code for the page; the one before opens nothing any more. */
export const runSetupCode = ({ data }: SetupFlags): Promise<number> =>
  withSetup(data, ({ store, key }) => {
    print(makeSetupCode(store, key))
    return 0
  })

/** `kusuribako setup status`: what was answered so far, without secrets. */
export async function runSetupStatus({ data, json }: SetupFlags): Promise<number> {
  if (!existsSync(storeFile(resolve(data)))) return fail(`${data} に薬箱のデータがありません。`)
  return withSetup(data, async ({ answers }) => {
    const view = await answers.view()
    if (json) print(JSON.stringify(view))
    else for (const { step, state } of view.steps) print(`${step.padEnd(9)} ${stateName[state]}  ${stepName[step]}`)
    return 0
  })
}

const saved = (outcome: Saved): number =>
  outcome.ok ? 0 : fail(refusals[outcome.code] ?? `できませんでした (${outcome.code})。`)

const shapes = {
  facility: SetupFacility,
  admin: SetupAdmin,
  network: SetupNetwork,
  nsips: SetupFolders,
  backup: SetupBackup,
  hub: SetupHub,
} as const

const isAnswerable = (step: string): step is keyof typeof shapes => Object.hasOwn(shapes, step)
const isStep = (step: string): step is SetupStep => (setupSteps as readonly string[]).includes(step)

/** `kusuribako setup set STEP`, of the connections on a finished box as well: the answer as JSON on standard input, in the shape of contract/setup.ts; so no list of processes shows a password. */
export async function runSetupSet(step: string, { data }: SetupFlags): Promise<number> {
  if (step === 'readers') return withSetup(data, ({ answers }) => saved(answers.readers()))
  if (!isAnswerable(step)) {
    fail(`設定できるのは ${[...Object.keys(shapes), 'readers'].join(' ')} です。二要素認証は setup totp です。`)
    return 2
  }
  const answer = parse(await text(process.stdin))
  if (!Value.Check(shapes[step], answer)) {
    const [first] = Value.Errors(shapes[step], answer)
    fail(`標準入力の JSON が違います: ${first?.instancePath ?? ''} ${first?.message ?? ''}`)
    return 2
  }
  const keep = async ({ answers }: Opened): Promise<number> => saved(await answers[step](answer as never))
  if (!isConnection(step)) return withSetup(data, keep)
  return withSetup(data, keep, async (opened) => {
    const code = await keep(opened)
    if (code !== 0) return code
    const isTaken = step === 'nsips' && (await askBox(opened.dataDir, 'folders-changed')).ok
    print(isTaken ? '動いている薬箱が、新しいフォルダーの取り込みを始めます。' : takenLater[step])
    return 0
  })
}

const isConnection = (step: string): step is ConnectionStep => (connectionSteps as readonly string[]).includes(step)

/** When what was set on a finished box is taken up. */
const takenLater: Record<ConnectionStep, string> = {
  network: '保存しました。薬箱を起動し直すと、新しい名前に変わります。',
  nsips: '保存しました。薬箱を起動すると、新しいフォルダーの取り込みを始めます。',
  backup: '保存しました。',
  hub: '保存しました。',
}

function parse(typed: string): unknown {
  try {
    return JSON.parse(typed) as unknown
  } catch {
    return undefined
  }
}

/** `kusuribako setup later STEP`. */
export async function runSetupLater(step: string, { data }: SetupFlags): Promise<number> {
  if (isStep(step)) return withSetup(data, ({ answers }) => saved(answers.later(step)))
  fail(`あとにできるのは ${setupSteps.join(' ')} のうち、薬局と管理者のほかです。`)
  return 2
}

/** `kusuribako setup totp`: prints the secret, reads a line with the app's code, prints the recovery codes, once. */
export const runSetupTotp = ({ data, json }: SetupFlags): Promise<number> =>
  withSetup(data, async ({ store, key, answers }) => {
    const admin = findSetupAdmin(store)
    if (!admin) return saved({ ok: false, code: 'setup-step-first' })
    const factors = createFactors(store, key)
    const totp = await factors.beginTotp(admin.id)
    print(
      json
        ? JSON.stringify(totp)
        : `認証アプリに入れる鍵  ${totp.secret}\n${totp.uri}\nアプリの6けたの数字を入力してください。`,
    )
    const lines = createInterface({ input: process.stdin })
    const { value } = await lines[Symbol.asyncIterator]().next()
    lines.close()
    if (typeof value !== 'string' || !(await factors.confirmTotp(admin.id, value)))
      return fail(refusals['second-factor-wrong'] ?? '')
    answers.noteFactor()
    const codes = factors.renewRecoveryCodes(admin.id)
    print(json ? JSON.stringify({ codes }) : `復旧コード(一度だけ表示します)\n${codes.join('\n')}`)
    return 0
  })

export interface FolderTestFlags {
  data?: string
  mode?: string
  user?: string
  passwordStdin?: boolean
  json?: boolean
}

/** `kusuribako setup test-nsips PATH`: exit code 0 when nothing is in the way of the intake. Changes nothing. */
export async function runSetupTestNsips(path: string, flags: FolderTestFlags): Promise<number> {
  const mode = flags.mode ?? 'consume'
  if (mode !== 'consume' && mode !== 'observe') {
    fail('--mode は consume か observe です。')
    return 2
  }
  const password = flags.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : ''
  const { tmpdir } = await import('node:os')
  const test = await testFolder(
    { path, mode, password, ...(flags.user !== undefined && { user: flags.user }) },
    { tempDir: flags.data === undefined ? tmpdir() : resolve(flags.data) },
  )
  if (flags.json) print(JSON.stringify(test))
  else printTest(test)
  return test.isOk ? 0 : 1
}

function printTest({ steps, file, isShare, mountedAt }: FolderTest): void {
  for (const { step, result, why, errno } of steps) {
    print(`${testStepName[step]}  ${testResultName[result]}${errno === undefined ? '' : ` (${errno})`}`)
    if (why !== null) print(`  ${whyNot[why].what}。\n  ${whyNot[why].todo}`)
  }
  if (file) print(`読めたファイル  ${file.name}  ${file.format}  ${file.maker}`)
  if (isShare)
    print(mountedAt === null ? '薬箱にはまだつながっていません(マウント)。' : `薬箱では ${mountedAt} にあります。`)
}

/** `kusuribako setup finish`: a box that waits in its set-up goes on by itself. */
export async function runSetupFinish({ data }: SetupFlags): Promise<number> {
  const code = await withSetup(data, ({ answers }) => saved(answers.finish()))
  if (code !== 0) return code
  const told = await askBox(resolve(data), 'setup-finished')
  print(told.ok ? '初期設定が終わりました。動いている薬箱が始まります。' : '初期設定が終わりました。')
  return 0
}
