import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Boot settings: what must be known before the store opens. Everything else is kept in the store. */
export interface Config {
  dataDir: string
  host: string
  port: number
  folders: { path: string; mode: 'consume' | 'observe' }[]
  hasVirtualReader: boolean
  /** A certificate from elsewhere; without it the box makes its own. */
  tls?: { cert: string; key: string }
  /** Where a box on loopback also answers without TLS; any free port when it is not said. */
  plainPort?: number
  /** Where the page that says how to trust the box is, without TLS. */
  trustPort?: number
}

/** The options of `kusuribako serve` as typed. */
export interface ServeFlags {
  data: string
  host?: string
  port?: string
  nsips?: string[]
  nsipsMode?: string
  reader?: string
  plainPort?: string
  trustPort?: string
  tlsCert?: string
  tlsKey?: string
}

export type ConfigOutcome = { ok: true; config: Config } | { ok: false; message: string }

/** Checks the options; one line says what is wrong with the first bad one. Paths become absolute. */
export function readConfig(flags: ServeFlags): ConfigOutcome {
  const [port, plainPort, trustPort] = [flags.port ?? '0', flags.plainPort, flags.trustPort].map((typed) =>
    typed === undefined ? undefined : Number(typed),
  )
  for (const [name, number] of Object.entries({ port, 'plain-port': plainPort, 'trust-port': trustPort })) {
    if (number !== undefined && (!Number.isInteger(number) || number < 0 || number > 65535)) {
      return wrong(`--${name} は 0 から 65535 の整数です`)
    }
  }
  const mode = flags.nsipsMode ?? 'consume'
  if (mode !== 'consume' && mode !== 'observe') return wrong('--nsips-mode は consume か observe です')
  if (flags.reader !== undefined && flags.reader !== 'virtual')
    return wrong('--reader に指定できるのは virtual だけです')
  if ((flags.tlsCert === undefined) !== (flags.tlsKey === undefined)) {
    return wrong('--tls-cert と --tls-key は両方そろえて指定してください')
  }
  for (const path of flags.nsips ?? []) {
    if (path.trim() === '') return wrong('--nsips に空の名前は指定できません')
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return wrong('--nsips はフォルダーを指定してください')
  }
  const host = flags.host ?? '127.0.0.1'
  if (plainPort !== undefined && !isLoopback(host)) {
    return wrong('--plain-port は --host が 127.0.0.1 のときだけ使えます(患者情報を暗号化せずに LAN へ流さないため)')
  }
  if (trustPort !== undefined && flags.tlsCert !== undefined) {
    return wrong('--trust-port は薬箱が自分で作る証明書のためのものです。--tls-cert と一緒には使えません')
  }
  return {
    ok: true,
    config: {
      dataDir: resolve(flags.data),
      host,
      port: port ?? 0,
      ...(plainPort !== undefined && { plainPort }),
      ...(trustPort !== undefined && { trustPort }),
      folders: (flags.nsips ?? []).map((path) => ({ path: resolve(path), mode })),
      hasVirtualReader: flags.reader === 'virtual',
      ...(flags.tlsCert !== undefined &&
        flags.tlsKey !== undefined && { tls: { cert: resolve(flags.tlsCert), key: resolve(flags.tlsKey) } }),
    },
  }
}

const wrong = (message: string): ConfigOutcome => ({ ok: false, message })

/** Does this address never leave the machine? */
export const isLoopback = (host: string): boolean => /^127\./.test(host) || host === '::1' || host === 'localhost'
