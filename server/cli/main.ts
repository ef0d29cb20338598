import { Command, InvalidArgumentError } from 'commander'
import { readFileSync } from 'node:fs'
import { explainSystemError } from './system-error.ts'
import type { ServeFlags } from '../config.ts'
import type { DeviceFlags } from './device.ts'
import type { InitFlags } from './init.ts'
import type { SatelliteFlags } from './satellite.ts'
import type { SatelliteKeyFlags } from './satellite-key.ts'
import type { FolderTestFlags, SetupFlags } from './setup.ts'
import type { TrustReplaceFlags } from './trust-replace.ts'
import type { UserAddFlags, UserFlags } from './user.ts'
import type { UserWindowFlags } from './user-window.ts'

// Longer than most files: what every command takes, in one place; what it does stands in a file of its own.

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
  .option('--no-second-factor', '二要素認証を求めない(デモと検査用。doctor は失敗として報告する)')
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
  .option(
    '--plain-port <number>',
    '127.0.0.1 だけで動かすとき、暗号化しないアドレスのポート(書かなければ空いている番号)',
  )
  .option('--trust-port <number>', '「薬箱を信頼する」ページのポート(LAN で動かすときは、書かなくても開く)')
  .option('--tls-cert <file>', 'ほかで作った TLS の証明書 (PEM)。書かなければ薬箱が自分で作る')
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
  .command('trust')
  .description('端末に薬箱を信頼させるときに比べる「確認のことば」を表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data: string; json?: boolean }) => {
    const { runTrust } = await import('./trust.ts')
    exit(runTrust(flags))
  })

program
  .command('trust-replace')
  .description('薬箱の認証局を取り替える(薬箱を止めて行う。すべての端末で信頼の手順がやり直しになる)')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--back', '30 日以内に取り替えたものを、前の認証局に戻す')
  .option('--yes', '警告を読んだうえで行う')
  .action(async (flags: TrustReplaceFlags) => {
    const { runTrustReplace } = await import('./trust-replace.ts')
    exit(await runTrustReplace(flags))
  })

program
  .command('avahi-file')
  .description('Avahi が動く機械のための、薬箱を LAN に知らせるサービスファイルを出す')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--port <number>', '薬箱のポート', '443')
  .action(async (flags: { data: string; port: string }) => {
    const { runAvahiFile } = await import('./avahi-file.ts')
    exit(runAvahiFile(flags, readVersion()))
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
    process.exit(await runSatellite(flags, readVersion()))
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

const setup = program.command('setup').description('画面を使わずに初期設定をする(画面の初期設定と同じ内容)')
setup
  .command('code')
  .description('初期設定の画面を開くための新しいコードを出す')
  .requiredOption('--data <dir>', 'データフォルダー')
  .action(async (flags: SetupFlags) => {
    const { runSetupCode } = await import('./setup.ts')
    exit(await runSetupCode(flags))
  })
setup
  .command('status')
  .description('どこまで済んだか表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: SetupFlags) => {
    const { runSetupStatus } = await import('./setup.ts')
    exit(await runSetupStatus(flags))
  })
setup
  .command('set')
  .description('一つの項目を、標準入力の JSON で決める')
  .argument('<step>', 'facility / admin / network / nsips / readers / backup / hub')
  .requiredOption('--data <dir>', 'データフォルダー')
  .action(async (step: string, flags: SetupFlags) => {
    const { runSetupSet } = await import('./setup.ts')
    exit(await runSetupSet(step, flags))
  })
setup
  .command('later')
  .description('一つの項目をあとにする')
  .argument('<step>', 'factor / network / nsips / readers / backup / hub')
  .requiredOption('--data <dir>', 'データフォルダー')
  .action(async (step: string, flags: SetupFlags) => {
    const { runSetupLater } = await import('./setup.ts')
    exit(await runSetupLater(step, flags))
  })
setup
  .command('totp')
  .description('最初の管理者の認証アプリを設定する。標準入力の1行目が確認の数字')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: SetupFlags) => {
    const { runSetupTotp } = await import('./setup.ts')
    exit(await runSetupTotp(flags))
  })
setup
  .command('test-nsips')
  .description('NSIPS形式の共有フォルダを確かめ、うまくいかない段階を言う。フォルダーは変えない')
  .argument('<path>', '薬箱のフォルダー、または //PCの名前/共有名')
  .option('--data <dir>', 'データフォルダー')
  .option('--mode <mode>', 'consume: 取り込んだら消す / observe: 消さずに読む')
  .option('--user <name>', '共有フォルダのユーザー名')
  .option('--password-stdin', '共有フォルダのパスワードを標準入力から読む')
  .option('--json', 'JSON で出す')
  .action(async (path: string, flags: FolderTestFlags) => {
    const { runSetupTestNsips } = await import('./setup.ts')
    exit(await runSetupTestNsips(path, flags))
  })
setup
  .command('finish')
  .description('初期設定を終える')
  .requiredOption('--data <dir>', 'データフォルダー')
  .action(async (flags: SetupFlags) => {
    const { runSetupFinish } = await import('./setup.ts')
    exit(await runSetupFinish(flags))
  })

const user = program.command('user').description('職員')
user
  .command('list')
  .description('職員の一覧を表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data: string; json?: boolean }) => {
    const { runUserList } = await import('./user.ts')
    exit(runUserList(flags))
  })
user
  .command('add')
  .description('職員を加え、最初のパスワードを決めるためのコードを一度だけ表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--id <id>', 'サインインの ID')
  .requiredOption('--name <name>', '名前')
  .requiredOption('--role <role>', 'pharmacist / clerk / admin / maintainer')
  .option('--kana <kana>', 'カナ')
  .option('--until <date>', '使える最後の日 (YYYY-MM-DD)')
  .action(async (flags: UserAddFlags) => {
    const { runUserAdd } = await import('./user.ts')
    exit(runUserAdd(flags))
  })
user
  .command('window')
  .description('保守のアカウントが入れる時間を開く、または閉じる')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--id <id>', '保守の方の ID')
  .option('--minutes <number>', '30 / 120 / 480', '30')
  .option('--reason <text>', '理由')
  .option('--close', '開いている時間を今すぐ閉じる')
  .action(async (flags: UserWindowFlags) => {
    const { runUserWindow } = await import('./user-window.ts')
    exit(await runUserWindow(flags))
  })
user
  .command('emergency')
  .description('緊急用アカウントの封筒を作り、そのコードを一度だけ表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .action(async (flags: { data: string }) => {
    const { runUserEmergency } = await import('./user-window.ts')
    exit(runUserEmergency(flags))
  })
user
  .command('end')
  .description('職員のアカウントを終わらせる。記録は残る')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--id <id>', 'サインインの ID')
  .action(async (flags: UserFlags) => {
    const { runUserEnd } = await import('./user.ts')
    exit(await runUserEnd(flags))
  })
user
  .command('reset')
  .description('パスワードと二要素目を消し、決め直すためのコードを一度だけ表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--id <id>', 'サインインの ID')
  .action(async (flags: UserFlags) => {
    const { runUserReset } = await import('./user.ts')
    exit(await runUserReset(flags))
  })

const device = program.command('device').description('端末')
device
  .command('list')
  .description('登録した端末の一覧を表示する')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data: string; json?: boolean }) => {
    const { runDeviceList } = await import('./device.ts')
    exit(runDeviceList(flags))
  })
device
  .command('add')
  .description('端末を登録するための 8 けたのコードを、5 分だけ使えるように出す')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data: string; json?: boolean }) => {
    const { runDeviceAdd } = await import('./device.ts')
    exit(runDeviceAdd(flags))
  })
device
  .command('rename')
  .description('端末の名前を変える')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--name <name>', '今の名前')
  .requiredOption('--to <name>', '新しい名前')
  .action(async (flags: DeviceFlags & { to: string }) => {
    const { runDeviceRename } = await import('./device.ts')
    exit(runDeviceRename(flags))
  })
device
  .command('renew')
  .description('端末の登録の期限を延ばす')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--name <name>', '端末の名前')
  .action(async (flags: DeviceFlags) => {
    const { runDeviceRenew } = await import('./device.ts')
    exit(runDeviceRenew(flags))
  })
device
  .command('revoke')
  .description('端末の登録を解除する。開いている画面もすぐに閉じる。取り消せない')
  .requiredOption('--data <dir>', 'データフォルダー')
  .requiredOption('--name <name>', '端末の名前')
  .action(async (flags: DeviceFlags) => {
    const { runDeviceRevoke } = await import('./device.ts')
    exit(await runDeviceRevoke(flags))
  })

const seqArgument = (value: string): string => {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('番号を指定してください。')
  return value
}
const audit = program.command('audit').description('監査ログ')
audit
  .command('verify')
  .description('監査ログが書き込まれたときのままか確かめる')
  .requiredOption('--data <dir>', 'データフォルダー')
  .option('--known <seq:hash>', '前に控えた末尾(番号:ハッシュ)を通っているかも確かめる')
  .option('--json', 'JSON で出す')
  .action(async (flags: { data: string; json?: boolean; known?: string }) => {
    const { runAuditVerify } = await import('./audit.ts')
    exit(await runAuditVerify(flags))
  })
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
