import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { resolve } from 'node:path'
import { hashPassword } from '../access/password.ts'
import { storeFile } from '../main.ts'
import { findFacility, saveFacility } from '../store/facility.ts'
import { openStore } from '../store/open.ts'
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
    if (findFacility(store)) return { ok: false, message: `${options.dataDir} はすでに初期設定されています。` }
    store.write(() => {
      saveFacility(store, {
        name: options.facility.trim(),
        hasSecondFactor: options.hasSecondFactor,
        isDemo: options.isDemo ?? false,
        cardKey: randomBytes(32),
      })
      saveStaff(store, { login: options.admin, name: options.admin, role: 'admin', passwordHash })
    })
    return { ok: true }
  } finally {
    store.close()
  }
}

/** 医療情報システムの安全管理に関するガイドライン 第6.0版 Q&A シQ-54: eight characters at the least. */
const shortestPassword = 8

function whatIsWrong({ facility, admin, password }: InitOptions): string | undefined {
  if (facility.trim() === '') return '--facility に薬局の名前を指定してください。'
  if (!/^[0-9A-Za-z._-]{1,64}$/.test(admin)) return '--admin は半角の英数字と . _ - で 64 文字までです。'
  return password.length < shortestPassword ? `パスワードは ${shortestPassword} 文字以上にしてください。` : undefined
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
  process.stdout.write(`${dataDir} に「${flags.facility.trim()}」の薬箱を用意しました。\n`)
  return 0
}
