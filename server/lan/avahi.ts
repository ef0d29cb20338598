import { readFileSync } from 'node:fs'
import type { Card } from './records.ts'

/** Where Debian's avahi-daemon keeps its process id, and where it looks for services: avahi-daemon(8), avahi.service(5). */
const pidFile = '/run/avahi-daemon/pid'
const installedFile = '/etc/avahi/services/kusuribako.service'

/**
 * Who announces the box. `own` its own responder: there is no Avahi, or Avahi has not been told of the box · `avahi` Avahi, from the service
 * file · `avahi-stale` so, and the file says something that is no longer so.
 */
export type Announcer = 'own' | 'avahi' | 'avahi-stale'

/** Looks at this machine; cheap enough to be asked every few seconds. */
export function findAnnouncer(card: Card): Announcer {
  const pid = read(pidFile)?.trim()
  if (pid === undefined || !/^\d+$/.test(pid)) return 'own'
  if (read(`/proc/${pid}/comm`)?.trim() !== 'avahi-daemon') return 'own'
  const installed = read(installedFile)
  if (installed === undefined) return 'own'
  return installed.trim() === avahiFile(card).trim() ? 'avahi' : 'avahi-stale'
}

/**
 * The service file for Avahi, systemd/avahi/kusuribako.service with this box's facts in it. The box writes nothing outside its data folder:
 * who sets the machine up puts it into place.
 */
export function avahiFile({ facility, version, port }: Pick<Card, 'facility' | 'version' | 'port'>): string {
  return readFileSync(new URL('../../systemd/avahi/kusuribako.service', import.meta.url), 'utf8')
    .replaceAll('@FACILITY@', escape(facility))
    .replaceAll('@VERSION@', escape(version))
    .replaceAll('@PORT@', String(port))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const escape = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? '')

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
