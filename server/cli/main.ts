import { Command, InvalidArgumentError } from 'commander'
import { readFileSync } from 'node:fs'
import { explainSystemError } from './system-error.ts'
import type { ServeFlags } from '../config.ts'
import type { InitFlags } from './init.ts'
import type { SatelliteFlags } from './satellite.ts'
import type { SatelliteKeyFlags } from './satellite-key.ts'

// Each command is loaded when it is called: `kusuribako nsips` starts without the server.

const program = new Command('kusuribako')
  .description('薬箱: 薬局の LAN の中で動くお薬手帳')
  .version(readVersion(), '--version', '版を表示する')
  .showHelpAfterError('使い方は kusuribako --help を見てください。')
  .exitOverride()

// What the box writes is for its own user alone.
process.umask(0o077)

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

const collect = (value: string, previous: string[] = []): string[] => [...previous, value]

const exit = (code: number): void => {
  process.exitCode = code
}

program
  .command('init')
  .description('データフォルダーを作り、薬局と最初の職員を登録する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--facility <name>', '薬局の名前')
  .requiredOption('--admin <id>', '最初の管理者の ID')
  .option('--password-stdin', 'パスワードを標準入力から読む')
  .option('--no-second-factor', '二要素認証を求めない(デモと検査用。いまの版はどちらもパスワードだけ)')
  .action(async (flags: InitFlags) => {
    const { runInit } = await import('./init.ts')
    exit(await runInit(flags))
  })

program
  .command('serve')
  .description('薬箱を動かす')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--host <address>', '待ち受けるアドレス', '127.0.0.1')
  .option('--port <number>', '待ち受けるポート(0 は空いている番号)', '0')
  .option('--nsips <dir>', 'NSIPS形式の共有フォルダ(何度でも指定できる)', collect)
  .option('--nsips-mode <mode>', 'consume: 取り込んだら消す / observe: フォルダに触れない', 'consume')
  .option('--reader <kind>', 'virtual: 仮想リーダーを使う')
  .option('--tls-cert <file>', 'TLS の証明書 (PEM)')
  .option('--tls-key <file>', 'TLS の秘密鍵 (PEM)')
  .option('--ready-json', '動き始めたら 1 行目に JSON を出す')
  .action(async (flags: ServeFlags & { readyJson?: boolean }) => {
    const { runServe } = await import('./serve.ts')
    // A call to a share that does not answer must not keep a stopped box alive.
    process.exit(await runServe(flags))
  })

program
  .command('demo')
  .description('見本の薬局を動かす')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--port <number>', '待ち受けるポート', '8470')
  .action(async (flags: { data: string; port: string }) => {
    const { runDemo } = await import('./demo.ts')
    process.exit(await runDemo(flags))
  })

program
  .command('nsips')
  .description('NSIPS形式のファイルを読んで内容を表示する')
  .argument('[files...]', 'ファイル')
  .option('--json', 'JSON で出す')
  .action(async (files: string[], flags: { json?: boolean }) => {
    const { runNsips } = await import('./nsips.ts')
    exit(await runNsips(files, { json: flags.json ?? false }))
  })

program
  .command('tap')
  .description('動いている薬箱の仮想リーダーにカードをタッチする')
  .argument('<card-id>', 'カード番号')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--reader <name>', 'リーダーの名前')
  .action(async (cardId: string, flags: { data: string; reader?: string }) => {
    const { runTap } = await import('./tap.ts')
    exit(await runTap(cardId, flags))
  })

program
  .command('reader-script')
  .description('動いている薬箱の仮想リーダーで、ファイルに書いた手順を行う')
  .argument('<file>', '手順の JSON ファイル')
  .requiredOption('--data <dir>', 'データフォルダー')
  .action(async (file: string, flags: { data: string }) => {
    const { runReaderScript } = await import('./reader-script.ts')
    exit(await runReaderScript(file, flags))
  })

program
  .command('status')
  .description('動いている薬箱の状態を表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data: string; json?: boolean }) => {
    const { runStatus } = await import('./status.ts')
    exit(await runStatus(flags))
  })

program
  .command('satellite')
  .description('この機械のリーダーとスキャナを、LAN の薬箱へつなぐ(サテライト)')
  .requiredOption('--box <url>', '薬箱のアドレス(https://…)')
  .requiredOption('--key-file <file>', 'satellite-key add が出した鍵のファイル(chmod 600)')
  .option('--ca <file>', '薬箱の証明書を確かめる認証局の証明書 (PEM)')
  .option('--reader <kind>', 'virtual: 仮想リーダーを使う(標準入力の 1 行が 1 つの手順)')
  .action(async (flags: SatelliteFlags) => {
    const { runSatellite } = await import('./satellite.ts')
    // Standard input that nobody closes must not keep a stopped satellite alive.
    process.exit(await runSatellite(flags))
  })

const satelliteKey = program.command('satellite-key').description('サテライトの鍵')
satelliteKey
  .command('add')
  .description('サテライトの鍵を作り、一度だけ表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--name <name>', 'サテライトの名前(例: 調剤室)')
  .action(async (flags: SatelliteKeyFlags) => {
    const { runSatelliteKeyAdd } = await import('./satellite-key.ts')
    exit(runSatelliteKeyAdd(flags))
  })
satelliteKey
  .command('list')
  .description('サテライトの一覧を表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data: string; json?: boolean }) => {
    const { runSatelliteKeyList } = await import('./satellite-key.ts')
    exit(runSatelliteKeyList(flags))
  })
satelliteKey
  .command('revoke')
  .description('サテライトの鍵を取り消す')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--name <name>', 'サテライトの名前')
  .action(async (flags: SatelliteKeyFlags) => {
    const { runSatelliteKeyRevoke } = await import('./satellite-key.ts')
    exit(runSatelliteKeyRevoke(flags))
  })

const doctor = program.command('doctor').description('具合を調べる')
doctor
  .command('readers', { isDefault: true })
  .description('カードリーダーとスキャナーの調子を調べる')
  .option('--data <dir>', 'データフォルダー(サテライトでは付けない)')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data?: string; json?: boolean }) => {
    const { runDoctorReaders } = await import('./doctor.ts')
    exit(await runDoctorReaders(flags))
  })

const seqArgument = (value: string): string => {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('番号を指定してください。')
  return value
}
const rejected = program.command('rejected').description('読めなかったファイル')
rejected
  .command('list')
  .description('一覧を表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data: string; json?: boolean }) => {
    const { runRejectedList } = await import('./rejected.ts')
    exit(runRejectedList(flags))
  })
rejected
  .command('retry')
  .description('もう一度読む')
  .argument('<seq>', '一覧の番号', seqArgument)
  .requiredOption('--data <dir>', 'データフォルダー')
  .action(async (seq: string, flags: { data: string }) => {
    const { runRejectedRetry } = await import('./rejected.ts')
    exit(await runRejectedRetry(seq, flags))
  })
rejected
  .command('save')
  .description('元のファイルを書き出す')
  .argument('<seq>', '一覧の番号', seqArgument)
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--to <dir>', '書き出すフォルダー')
  .action(async (seq: string, flags: { data: string; to: string }) => {
    const { runRejectedSave } = await import('./rejected.ts')
    exit(runRejectedSave(seq, flags))
  })

try {
  await program.parseAsync()
} catch (error) {
  // commander has already said what is wrong; 2 is wrong usage, 0 is --help.
  const { code, exitCode } = error as { code?: unknown; exitCode?: unknown }
  if (typeof code !== 'string') throw error
  if (code.startsWith('commander.')) process.exitCode = exitCode === 0 ? 0 : 2
  else {
    process.stderr.write(`${explainSystemError(error as NodeJS.ErrnoException)}\n`)
    process.exitCode = 1
  }
}
