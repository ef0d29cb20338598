// Brings a fresh machine to where the commands work. Plain JavaScript for Node 20: it runs before the pinned Node is there.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = join(root, 'node_modules/.bin')
const pinnedFolder = join(root, 'node_modules/node/bin')

/** The Node that box, tests and CI run. */
export const node = join(pinnedFolder, 'node')

const binding = join(root, 'node_modules/smartcard')
/** Goes with node_modules at the next installation. */
const bindingTried = join(root, 'node_modules/.smartcard-tried')

/** What npm compiles the card readers' binding with, the optional package `smartcard`: to be there before npm is. */
const buildPackages = {
  'g++': 'カードリーダー (compiles the binding)',
  make: 'カードリーダー (compiles the binding)',
  python3: 'カードリーダー (compiles the binding)',
  'libpcsclite-dev': 'カードリーダー (the card service)',
}

/** What the tests need from Debian beside Node. To need more, add a row. */
const testPackages = {
  ...buildPackages,
  'avahi-daemon': '名前の試験 (another computer that speaks mDNS)',
  'avahi-utils': '名前の試験 (another computer that asks for the box)',
  chromium: 'ブラウザーの試験 (browser tests)',
  dbus: '名前の試験 (Avahi is asked over it)',
  'fonts-noto-cjk': '画面の日本語の字 (Japanese glyphs)',
  gcc: 'カードリーダーの試験 (compiles a reader that is not there)',
  iproute2: 'カードリーダーと名前の試験 (networks of their own)',
  'libnss3-tools': '証明書の試験 (a browser that trusts the box)',
  openssl: '証明書の試験 (TLS)',
  pcscd: 'カードリーダーの試験 (the real card service)',
  'pkg-config': 'カードリーダーの試験 (compiles a reader that is not there)',
  samba: '共有フォルダの試験 (a real share)',
  smbclient: '共有フォルダの試験 (a real client)',
  'vsmartcard-vpcd': 'カードリーダーの試験 (a virtual reader)',
}

/** One line to the person who waits; standard output stays free for results. */
export const say = (text) => process.stderr.write(`${text}\n`)

export class SetupError extends Error {}

/** The environment of every later step: the pinned Node and the project's own tools come first. */
export function environment(extra = {}) {
  return { ...process.env, PATH: [pinnedFolder, bin, process.env.PATH ?? ''].join(delimiter), ...extra }
}

/** Runs a program to its end with our terminal, and gives its exit code (1 when a signal ended it). */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: environment(), stdio: 'inherit', ...options })
    child.once('error', (error) => {
      say(`${command}: ${error.message}`)
      resolve(127)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** Installs the npm packages unless those of package-lock.json are all there. Throws SetupError with the remedy. */
export async function installPackages() {
  const reason = whyInstall()
  if (reason !== null) {
    const [major] = process.versions.node.split('.').map(Number)
    if (major < 20)
      throw new SetupError(`Node 20 以上が必要です (Node 20 or newer is needed; this is ${process.version})`)
    say(`npm の部品を入れます: ${reason} (installing npm packages, about 40 s)`)
    const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      env: buildEnvironment(),
      stdio: ['ignore', 2, 2],
    })
    if (code !== 0) {
      throw new SetupError(
        `npm ci が失敗しました。上の行の原因を除いて、もう一度実行してください (npm ci failed with code ${code})`,
      )
    }
    if (!existsSync(binding)) {
      // Tried once: what does not compile now will not at the next start either.
      if (canBuildBinding()) writeFileSync(bindingTried, '')
      say('カードリーダーの部品なしで進みます (going on without the binding for card readers)')
    }
    const left = whyInstall()
    if (left !== null) throw new SetupError(`npm ci の後もまだ足りません: ${left} (still incomplete after npm ci)`)
    say('npm の部品が入りました (npm packages are in place)')
  }
}

/**
 * What `npm start` needs before npm: only when npm is about to run, and without ever asking for a password. Where it cannot be had the
 * box runs without card readers and says what to install.
 */
export async function installBuildPackages() {
  if (whyInstall() !== null) await installDebianPackages(buildPackages, false)
}

/** All that `npm test` needs: before npm runs, for npm compiles with some of it. */
export async function installTestPackages() {
  await installDebianPackages(testPackages, process.stdin.isTTY)
}

/** Installs missing Debian packages. What cannot be installed is said, with the command to do it by hand, and is no error here: what needs it fails by name. */
async function installDebianPackages(packages, mayAsk) {
  const missing = missingDebianPackages(packages)
  if (missing.length === 0) return
  const byHand = `apt-get install --no-install-recommends ${missing.join(' ')}`
  const uses = missing.map((name) => `${name} = ${packages[name]}`).join(', ')
  if (spawnSync('apt-get', ['--version']).error) {
    say(`Debian ではないため自動で入れられません。次を手で入れてください (not Debian, install by hand): ${uses}`)
    return
  }
  say(`Debian の部品を入れます (installing Debian packages): ${uses}`)
  const options = ['-y', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=2', '-o', 'Acquire::http::Timeout=30']
  // A list that could not be refreshed (one mirror of several is down) is often still good enough.
  await asRoot(['apt-get', ...options, '-qq', 'update'], mayAsk)
  const install = ['apt-get', ...options, '-qq', 'install', '--no-install-recommends', ...missing]
  const installed = await asRoot(install, mayAsk)
  const left = missingDebianPackages(packages)
  const isNew = (name) => missing.includes(name) && !left.includes(name)
  if (isNew('samba') && existsSync('/run/systemd/system')) {
    // Debian starts a file server as soon as it is installed. The tests run their own on loopback; nobody asked for one on the LAN.
    await asRoot(['systemctl', 'disable', '--now', '--quiet', 'smbd', 'nmbd'], mayAsk)
  }
  if (isNew('avahi-daemon') && existsSync('/run/systemd/system')) {
    // Likewise: the tests run their own, in networks of their own.
    await asRoot(['systemctl', 'disable', '--now', '--quiet', 'avahi-daemon.socket', 'avahi-daemon.service'], mayAsk)
  }
  // With this file the machine's own card service would let anyone on the LAN lay cards. The tests have a configuration of their own.
  if (isNew('vsmartcard-vpcd')) await asRoot(['rm', '-f', '/etc/reader.conf.d/vpcd'], mayAsk)
  if (left.length > 0) {
    say(`入らなかった部品 (could not install, code ${installed}): ${left.join(' ')}`)
    say(`  手で入れるには (by hand, as root): apt-get update && ${byHand}`)
  } else {
    say('Debian の部品が入りました (Debian packages are in place)')
  }
}

/** Why the packages must be installed, or null when they are those of package-lock.json. */
function whyInstall() {
  const wanted = readJson('package-lock.json')
  if (wanted === null) throw new SetupError('package-lock.json がありません (package-lock.json is missing)')
  const present = readJson('node_modules/.package-lock.json')
  if (present === null) return 'まだ入っていません'
  const declared = readJson('package.json')
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    if (JSON.stringify(sorted(declared?.[kind])) !== JSON.stringify(sorted(wanted.packages[''][kind])))
      return 'package.json が変わりました'
  }
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === '') continue
    const found = present.packages[path]
    // An optional package for another processor or system is not installed here, and need not be.
    if (
      found === undefined ? !entry.optional : found.version !== entry.version || found.integrity !== entry.integrity
    ) {
      return 'package-lock.json が変わりました'
    }
  }
  if (Object.keys(present.packages).some((path) => wanted.packages[path] === undefined))
    return 'package-lock.json が変わりました'
  if (!existsSync(binding) && canBuildBinding() && !existsSync(bindingTried))
    return 'カードリーダーの部品を作れるようになりました'
  const pinned = `v${wanted.packages['node_modules/node'].version}`
  const answer = spawnSync(node, ['--version'], { encoding: 'utf8' })
  if (answer.stdout?.trim() !== pinned) return `Node ${pinned} が動きません`
  return null
}

/** npm itself must not run on the Node that it is about to replace. */
function outerEnvironment() {
  const outer = (process.env.PATH ?? '').split(delimiter).filter((path) => path !== bin && path !== pinnedFolder)
  return { ...process.env, PATH: outer.join(delimiter) }
}

/** As above, and where the compiler finds Node's headers: with them it need not fetch any. */
function buildEnvironment() {
  const outer = outerEnvironment()
  if (outer.npm_config_nodedir !== undefined) return outer
  const answer = spawnSync('node', ['-p', 'process.execPath'], { env: outer, encoding: 'utf8' })
  const prefix = join(dirname(answer.stdout?.trim() || '/'), '..')
  return existsSync(join(prefix, 'include/node/node_api.h')) ? { ...outer, npm_config_nodedir: prefix } : outer
}

/** Everything is there to compile the binding; whether it then does is another matter. */
function canBuildBinding() {
  const hasTools = ['g++', 'make', 'python3'].every((tool) => !spawnSync(tool, ['--version']).error)
  return hasTools && existsSync('/usr/include/PCSC/winscard.h')
}

function missingDebianPackages(packages) {
  const names = Object.keys(packages)
  const answer = spawnSync('dpkg-query', ['-W', '-f', '${binary:Package} ${db:Status-Status}\n', ...names], {
    encoding: 'utf8',
  })
  const lines = (answer.stdout ?? '').split('\n')
  return names.filter(
    (name) => !lines.some((line) => line.split(':')[0].split(' ')[0] === name && line.endsWith(' installed')),
  )
}

function asRoot(command, mayAsk) {
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', ...(mayAsk ? [] : ['-n'])]
  // The variable goes through `env`: sudo would drop it from ours.
  const [program, ...args] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', ...command]
  return run(program, args, { env: process.env, stdio: [mayAsk ? 'inherit' : 'ignore', 2, 2] })
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'))
  } catch {
    return null
  }
}

const sorted = (entries = {}) => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1))

/** Runs `main` and turns a SetupError into one line and exit code 1. */
export async function start(main) {
  try {
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await start(async () => {
    await installPackages()
    return 0
  })
}
