import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { MachineCheck } from '../../contract/reader.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { failed, fine, warning } from '../ops/machine-check.ts'
import { listAddresses } from '../lan/addresses.ts'
import { earliest } from '../lan/ca.ts'
import { filesOf, readRoot } from '../lan/certificates.ts'
import { namesOf, parseIdentity, type Identity } from '../lan/identity.ts'
import { whyRenew } from '../lan/leaf.ts'

const yearMs = 365 * 24 * 60 * 60 * 1000

interface CheckOptions {
  dataDir: string
  /** Milliseconds UTC. */
  now: number
  addresses?: () => string[]
}

/** The clock, the authority and the certificate of a data folder, as a technician would look at them. Nothing is changed. */
export function checkTls({ dataDir, now, addresses = listAddresses }: CheckOptions): MachineCheck[] {
  const clock = checkClock(now)
  const read = readRoot(dataDir)
  if (!read.ok) return [...clock, failed('tls-root', '薬箱の認証局が使えません', read.message)]
  if (!read.root) {
    const next =
      '薬箱を一度動かすと作られます。ほかで作った証明書(--tls-cert)で動かしているなら、このままで構いません。'
    return [...clock, warning('tls-root', '薬箱の認証局がまだありません', next)]
  }
  return [...clock, ...checkRoot(dataDir, read.root, now), ...checkLeaf(dataDir, read.root, now, addresses())]
}

function checkClock(now: number): MachineCheck[] {
  if (now >= earliest) return []
  const text = `機械の時計が ${tokyoDate(now)} になっています。証明書の期限も、調剤の日付も正しく決められません`
  return [failed('clock', text, 'timedatectl で時計を合わせる。電源を切ると戻るなら、電池を交換する')]
}

function checkRoot(dataDir: string, root: Identity, now: number): MachineCheck[] {
  const found: MachineCheck[] = []
  const { folder, root: file } = filesOf(dataDir)
  const open = [folder, file].filter((path) => (statSync(path).mode & 0o077) !== 0)
  if (open.length > 0) {
    const text = `認証局の秘密鍵を、薬箱のほかの利用者も読めます: ${open.join('、')}`
    found.push(failed('tls-key-open', text, `chmod 700 ${folder} && chmod 600 ${file}`))
  }
  const to = new X509Certificate(root.cert).validToDate.getTime()
  const next = '休みの日を選び、docs/operating/薬箱を信頼する.md の「認証局を取り替える」の手順で取り替える'
  if (to <= now) found.push(failed('tls-root', `認証局の期限が ${tokyoDate(to)} に切れました`, next))
  else if (to - now < yearMs) found.push(warning('tls-root', `認証局の期限が ${tokyoDate(to)} に切れます`, next))
  else found.push(fine('tls-root', `認証局は ${tokyoDate(to)} まで使えます`))
  return found
}

function checkLeaf(dataDir: string, root: Identity, now: number, addresses: readonly string[]): MachineCheck[] {
  const { leaf: file } = filesOf(dataDir)
  const leaf = existsSync(file) ? parseIdentity(readFileSync(file, 'utf8')) : undefined
  const restart = '薬箱を起動し直すと作り直されます。直らなければ、記録(journalctl)の no new certificate の行を見る'
  if (!leaf || whyRenew(leaf, root, { names: [], addresses: [] }, now) === 'foreign')
    return [warning('tls-certificate', '薬箱の証明書がないか、いまの認証局のものではありません', restart)]
  const cert = new X509Certificate(leaf.cert)
  const [from, to] = [cert.validFromDate.getTime(), cert.validToDate.getTime()]
  if (from > now) {
    const text = `薬箱の証明書は ${tokyoDate(from)} からのもので、機械の時計(${tokyoDate(now)})より先です`
    return [failed('tls-clock', text, 'timedatectl で時計を確かめる。時計が正しければ、薬箱が1分以内に作り直します')]
  }
  if (to <= now) return [failed('tls-certificate', `薬箱の証明書の期限が ${tokyoDate(to)} に切れました`, restart)]
  const checks: MachineCheck[] = []
  const missing = [
    ...namesOf(root).filter((name) => cert.checkHost(name, { subject: 'never' }) === undefined),
    ...addresses.filter((address) => cert.checkIP(address) === undefined),
  ]
  if (missing.length > 0)
    checks.push(warning('tls-names', `薬箱の証明書にない名前・アドレスがあります: ${missing.join('、')}`, restart))
  if (whyRenew(leaf, root, { names: [], addresses: [] }, now) === 'due') {
    const text = `薬箱の証明書は ${tokyoDate(to)} までで、更新の時期を過ぎています`
    return [...checks, warning('tls-certificate', text, restart)]
  }
  return [...checks, fine('tls-certificate', `薬箱の証明書は ${tokyoDate(to)} まで使えます(自動で更新されます)`)]
}
