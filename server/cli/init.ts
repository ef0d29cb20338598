import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { resolve } from 'node:path'
import { shortestPassword, shortestWithFactor } from '../../contract/account.ts'
import { faultOfPassword, lengthOf, type PasswordFault } from '../access/password-rule.ts'
import { hashPassword } from '../access/password.ts'
import { storeFile } from '../main.ts'
import { askBox } from '../ops/control.ts'
import { findFacility, saveFacility } from '../store/facility.ts'
import { openStore } from '../store/open.ts'
import { finishSetup, isSetupOpen } from '../store/setup.ts'
import { saveStaff } from '../store/staff.ts'

export interface InitOptions {
  dataDir: string
  facility: string
  admin: string
  password: string
  hasSecondFactor: boolean
  isDemo?: boolean
}

export type InitOutcome = { ok: true } | { ok: false; message: string }

/** First set-up: makes the data folder, the store, the pharmacy and its first account. Nothing is left half done. */
export async function initBox(options: InitOptions): Promise<InitOutcome> {
  const message = whatIsWrong(options)
  if (message) return { ok: false, message }
  const passwordHash = await hashPassword(options.password)
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const opened = openStore({ file: storeFile(options.dataDir), now: Date.now })
  if (!opened.ok) return { ok: false, message: 'このデータは新しい版の薬箱で作られています。' }
  const { store } = opened
  try {
    if (findFacility(store) && isSetupOpen(store))
      return { ok: false, message: `${options.dataDir} は初期設定の途中です。kusuribako setup で続けてください。` }
    const isDone = { ok: false, message: `${options.dataDir} はすでに初期設定されています。` } as const
    if (findFacility(store)) return isDone
    if ((await askBox(options.dataDir, 'ping')).ok) {
      const todo = 'その画面で続けるか、薬箱を止めてから実行してください。'
      return { ok: false, message: `${options.dataDir} の初期設定の画面が開いています。${todo}` }
    }
    return store.write((): InitOutcome => {
      // Answered elsewhere meanwhile.
      if (findFacility(store)) return isDone
      saveFacility(store, {
        name: options.facility.trim(),
        hasSecondFactor: options.hasSecondFactor,
        isDemo: options.isDemo ?? false,
        cardKey: randomBytes(32),
      })
      // Of a set-up in the browser that was begun and left: it is over with this.
      finishSetup(store)
      const standsAlone = lengthOf(options.password) >= shortestPassword
      saveStaff(store, { login: options.admin, name: options.admin, role: 'admin', passwordHash, standsAlone })
      return { ok: true }
    })
  } finally {
    store.close()
  }
}

const passwordFaults: Record<PasswordFault, string> = {
  'password-too-short': `パスワードは ${shortestWithFactor} 文字以上にしてください。`,
  'password-too-easy': 'パスワードに ID・薬局名を含むもの、同じ文字ばかりのものは使えません。',
  'password-common': 'よく使われるパスワードです。ほかのものにしてください。',
}

function whatIsWrong({ facility, admin, password, hasSecondFactor }: InitOptions): string | undefined {
  if (facility.trim() === '') return '--facility に薬局の名前を指定してください。'
  if (!/^[0-9A-Za-z._-]{1,64}$/.test(admin)) return '--admin は半角の英数字と . _ - で 64 文字までです。'
  // A box without second factors is one for trying out and for checks: nothing but the length is asked there.
  if (!hasSecondFactor)
    return lengthOf(password) < shortestWithFactor ? passwordFaults['password-too-short'] : undefined
  const fault = faultOfPassword(password, { login: admin, name: admin, kana: '', facility }, true)
  return fault && passwordFaults[fault]
}

export interface InitFlags {
  data: string
  facility: string
  admin: string
  passwordStdin?: boolean
  secondFactor: boolean
}

/** `kusuribako init`: exit code 0, or one line on standard error that says why not. */
export async function runInit(flags: InitFlags): Promise<number> {
  if (!flags.passwordStdin) {
    process.stderr.write('パスワードは --password-stdin を付けて標準入力から渡してください。\n')
    return 2
  }
  const dataDir = resolve(flags.data)
  const outcome = await initBox({
    dataDir,
    facility: flags.facility,
    admin: flags.admin,
    password: (await text(process.stdin)).replace(/\r?\n$/, ''),
    hasSecondFactor: flags.secondFactor,
  })
  if (!outcome.ok) {
    process.stderr.write(`${outcome.message}\n`)
    return 1
  }
  if (!flags.secondFactor)
    process.stderr.write(
      '二要素認証なしの薬箱です。デモと検査のほかには使わないでください。パスワードの強さも確かめていません。\n',
    )
  process.stdout.write(`${dataDir} に「${flags.facility.trim()}」の薬箱を用意しました。\n`)
  return 0
}
