import { setTimeout as delay } from 'node:timers/promises'
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { faultOf, isUsable, listReaders, loadBinding, type Binding, type Context } from './binding.ts'
import { isCardReader } from './identify.ts'
import {
  exitTryAgain,
  exitUnavailable,
  type ChildMessage,
  type ChildSettings,
  type ChildTrouble,
  type IssueRequest,
} from './messages.ts'
import { createSlots, type Slots } from './slots.ts'
import { listUsbDevices } from './usb-devices.ts'
import { watchReaders } from './watch.ts'

/**
 * The process that holds the native binding. It ends at the first sign that the daemon no longer hears it, and drivers/supervise.ts
 * starts another: nothing of a broken context is worth keeping. Argued in docs/adr/0018-pcsc-binding.md.
 */
const settings = JSON.parse(process.argv[2] ?? '{}') as ChildSettings

const send = (message: ChildMessage): void => {
  // A parent that is gone takes us with it; there is nobody left to tell.
  process.send?.(message, undefined, undefined, () => undefined)
}

/** How often a daemon that is away is asked for. */
const daemonEveryMs = 250

let watching: Context | undefined
let isLeaving = false

/** Says why, and ends. A call into the daemon that never returns must not keep the process: hence the second, harder way. */
function leave(code: number, reason?: ChildTrouble): void {
  if (isLeaving) return
  isLeaving = true
  const end = (): void => {
    try {
      watching?.cancel()
    } catch {
      // It is being left anyway.
    }
    process.exit(code)
  }
  if (reason === undefined || !process.send) end()
  else process.send({ type: 'service', state: reason } satisfies ChildMessage, undefined, undefined, end)
}

process.once('disconnect', () => {
  leave(0)
})

async function main(): Promise<void> {
  const binding = loadBinding()
  if (!binding) {
    leave(exitUnavailable, 'binding-missing')
    return
  }
  setInterval(() => {
    send({ type: 'alive' })
  }, 1000)
  watching = await firstContext(binding)
  let working: Context
  try {
    // Two of them: a call waits for its turn while the other call on the same context waits for cards.
    working = new binding.Context()
  } catch {
    leave(exitTryAgain, 'no-daemon')
    return
  }
  const slots = createSlots({
    context: working,
    settings,
    daemon: nameOfDaemon(),
    send,
    onHopeless: (reason) => {
      leave(exitTryAgain, reason)
    },
  })
  process.on('message', (request: IssueRequest) => {
    slots.issue(request)
  })
  send({ type: 'service', state: 'ok' })
  lookAround(binding, slots)
  try {
    await watchReaders(watching, slots)
  } catch (error) {
    leave(exitTryAgain, faultOf(error) === 'other' ? 'stuck' : 'no-daemon')
  }
}

/** Waits for a daemon that is away: asking costs a few microseconds, another process a tenth of a second. */
async function firstContext(binding: Binding): Promise<Context> {
  for (let isTold = false; ; isTold = true) {
    try {
      return new binding.Context()
    } catch {
      if (!isTold) send({ type: 'service', state: 'no-daemon' })
      await delay(daemonEveryMs)
    }
  }
}

/** Names the running daemon by the file that it writes at its start; undefined where it writes none. */
function nameOfDaemon(): string | undefined {
  const file = join(dirname(process.env['PCSCLITE_CSOCK_NAME'] ?? '/run/pcscd/pcscd.comm'), 'pcscd.pid')
  try {
    return `${readFileSync(file, 'utf8').trim()} ${statSync(file).mtimeMs}`
  } catch {
    return undefined
  }
}

/**
 * Every few seconds a context of its own looks at the daemon's list: if it differs from ours for long, we have gone deaf. And the
 * kernel's list: a reader that USB has and the daemon has not is the daemon's trouble, told but not ours to mend.
 */
function lookAround(binding: Binding, slots: Slots): void {
  let differsSince: number | undefined
  let missingSince: number | undefined
  let isStuck = false
  const look = (): void => {
    let theirs: string[]
    try {
      const fresh = new binding.Context()
      theirs = listReaders(fresh)
        .filter((reader) => isUsable(reader) && reader.state !== 0)
        .map(({ name }) => name)
      fresh.close()
    } catch {
      leave(exitTryAgain, 'no-daemon')
      return
    }
    slots.tellApart()
    const now = performance.now()
    const isSame = theirs.toSorted().join('\n') === slots.names().toSorted().join('\n')
    differsSince = isSame ? undefined : (differsSince ?? now)
    if (differsSince !== undefined && now - differsSince > settings.deafMs) {
      leave(exitTryAgain, 'deaf')
      return
    }
    const missing = listUsbDevices(settings.sysfs).filter(isCardReader).length > slots.pieces()
    missingSince = missing ? (missingSince ?? now) : undefined
    const nowStuck = missingSince !== undefined && now - missingSince > settings.stuckMs
    if (nowStuck !== isStuck) send({ type: 'service', state: nowStuck ? 'stuck' : 'ok' })
    isStuck = nowStuck
    // While something differs, look again soon: the limit is shorter than the usual pause.
    setTimeout(look, isSame && !missing ? settings.lookMs : Math.min(settings.lookMs, 1000))
  }
  setTimeout(look, settings.lookMs)
}

await main()
