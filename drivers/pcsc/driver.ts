import { join } from 'node:path'
import type { DeviceInfo, Driver, IssueOutcome } from '../reader.ts'
import { supervise, type Supervised } from '../supervise.ts'
import { deviceKey } from '../usb/place.ts'
import { exitUnavailable, type ChildMessage, type ChildSettings, type IssueRequest, type Place } from './messages.ts'
import { createTeller, type Teller } from './teller.ts'
import { listUsbDevices } from './usb-devices.ts'

export interface PcscOptions {
  now: () => number
  /** For the child: `PCSCLITE_CSOCK_NAME` names another daemon. */
  env?: NodeJS.ProcessEnv
  settings?: Partial<ChildSettings>
  supervision?: { backoffMs?: readonly number[]; silentMs?: number; wellMs?: number }
  /** The longest that issuing a card may take, in milliseconds. */
  issueMs?: number
}

/** Someone may install what is missing while the box runs. */
const retryMissingMs = 60_000

const defaults: ChildSettings = {
  sysfs: '/sys/bus/usb/devices',
  lookMs: 5000,
  deafMs: 3000,
  stuckMs: 10_000,
  transmitMs: 1000,
  places: {},
}

/**
 * Every card reader that pcscd serves. The native binding lives in a child process; whatever happens to it, to the daemon or to a
 * cable is an event. Without the binding it says `binding-missing`, and nothing else.
 */
export function createPcscDriver(options: PcscOptions): Required<Driver> {
  const { now, env = process.env, supervision, issueMs = 5000 } = options
  const settings = { ...defaults, ...options.settings }
  /** Cards being issued, by the number of the request. */
  const issuing = new Map<number, (outcome: IssueOutcome) => void>()
  const places = new Map<string, Place>()
  let requests = 0
  let child: Supervised | undefined
  let teller: Teller | undefined

  function dropIssues(): void {
    for (const answer of [...issuing.values()]) answer({ ok: false, code: 'gone' })
  }

  /** The very device, in the very plugging that was told of. */
  const isThere = ({ device, usb }: DeviceInfo): boolean =>
    usb !== undefined &&
    listUsbDevices(settings.sysfs).some(
      (found) =>
        found.port === usb.port &&
        found.facts.devnum === usb.devnum &&
        [undefined, found.serial].some((serial) => deviceKey({ ...found, serial }) === device),
    )

  return {
    start(listener) {
      const hear = (event: Parameters<typeof listener>[0]): void => {
        // The last words of a child that is being stopped are for nobody.
        if (teller === telling) listener(event)
      }
      const telling = createTeller(now, hear, isThere)
      teller = telling
      child = supervise({
        ...supervision,
        program: join(import.meta.dirname, 'child.ts'),
        args: () => [JSON.stringify({ ...settings, places: Object.fromEntries(places) })],
        env,
        isWell: (message) => {
          const said = message as ChildMessage
          return said.type === 'service' && said.state === 'ok'
        },
        onMessage(message) {
          const said = message as ChildMessage
          if (said.type === 'issued') issuing.get(said.request)?.(said.outcome)
          else if (said.type === 'reader-placed') places.set(said.name, said.place)
          else telling.hear(said)
        },
        onExit({ code, wasSilent }) {
          telling.lost(wasSilent)
          dropIssues()
          return code === exitUnavailable ? retryMissingMs : undefined
        },
      })
    },
    issue(device, record, idm, replaces) {
      const request = ++requests
      const asked: IssueRequest = { type: 'issue', request, device, record, idm, ...(replaces && { replaces }) }
      return new Promise((resolve) => {
        if (!child?.send(asked)) {
          resolve({ ok: false, code: 'gone' })
          return
        }
        const answer = (outcome: IssueOutcome): void => {
          clearTimeout(late)
          issuing.delete(request)
          resolve(outcome)
        }
        const late = setTimeout(answer, issueMs, { ok: false, code: 'timeout' })
        issuing.set(request, answer)
      })
    },
    async stop() {
      const stopping = child
      child = undefined
      teller?.stop()
      teller = undefined
      dropIssues()
      await stopping?.stop()
    },
  }
}
