import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Driver, ReaderEvent, UsbTrouble } from '../reader.ts'

export interface KernelLogOptions {
  now: () => number
  /** `/dev/kmsg`, or a file or pipe in its place. */
  path?: string
  /** How often to look for new lines, in milliseconds. */
  everyMs?: number
}

/** One record of /dev/kmsg fits in here (kernel, CONSOLE_EXT_LOG_MAX). */
const recordBytes = 8192

/**
 * Follows the kernel's messages and tells what they say of USB ports: the evidence for a bad cable that no reader can give. Only what is
 * said from now on is told. Where the messages may not be read it says `no-kernel-log`, once, and is silent.
 *
 * Form of a record: `priority,sequence,microseconds,flags;text`, then lines that begin with a blank (Documentation/ABI/testing/dev-kmsg).
 */
export function createKernelLog({ now, path = '/dev/kmsg', everyMs = 1000 }: KernelLogOptions): Driver {
  let following: { stop: AbortController; done: Promise<void> } | undefined

  async function follow(tell: (event: ReaderEvent) => void, signal: AbortSignal): Promise<void> {
    let file: FileHandle | undefined
    try {
      // Not to wait: a read that waits would keep one of Node's four threads for ever.
      file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
      await readNew(file)
      let rest = ''
      while (!signal.aborted) {
        const lines = (rest + (await readNew(file))).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const trouble = troubleIn(line.replace(/^\d+,\d+,\d+,[^;]*;/, ''))
          if (trouble) tell({ type: 'usb-trouble', at: now(), ...trouble })
        }
        await pause(everyMs, undefined, { signal }).catch(() => undefined)
      }
    } catch {
      // Some containers let it be opened and not be read.
      tell({ type: 'service', at: now(), service: 'usb', state: 'no-kernel-log' })
    } finally {
      await file?.close()
    }
  }

  return {
    start(listener) {
      const stop = new AbortController()
      const tell = (event: ReaderEvent): void => {
        if (!stop.signal.aborted) listener(event)
      }
      following = { stop, done: follow(tell, stop.signal) }
    },
    async stop() {
      following?.stop.abort()
      await following?.done
    },
  }
}

/** Everything that is there to be read now. Rejects when it may not be read. */
async function readNew(file: FileHandle): Promise<string> {
  const buffer = Buffer.alloc(recordBytes)
  let text = ''
  for (;;) {
    try {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) return text
      text += buffer.toString('latin1', 0, bytesRead)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EAGAIN') return text
      // The kernel wrote over what was not read in time; the next read goes on behind the gap.
      if (code !== 'EPIPE') throw error
    }
  }
}

/** Words of the kernel, in drivers/usb/core/hub.c and message.c. `error -71` and the like name the cause themselves. */
const patterns: readonly (readonly [RegExp, UsbTrouble])[] = [
  [/^USB disconnect, device number/, 'disconnect'],
  [/^reset (low|full|high|super)[- ]speed.* USB device/i, 'reset'],
  [/^over-current (condition|change)/, 'over-current'],
  [/^disabled by hub \(EMI\?\)/, 'emi'],
  [/^unable to enumerate USB device/, 'enumerate'],
  [/^Cannot enable\. Maybe the USB cable is bad\?/, 'signal'],
  // Never within `Product:` and the like, which is what the device says of itself.
  [/^(device|can't|string) .*error:? -(71|84)$/, 'signal'],
  [/^(device|can't|string) .*error:? -(110|62)$/, 'power'],
]

/** The port is named as the device in it is, `1-2.3`; of a port without a device, `1-2-port3` or `usb1-port2`. */
function troubleIn(line: string): { port: string; code: UsbTrouble } | undefined {
  const [, device, bus, hub, socket, text = ''] =
    /^usb (?:(\d+-\d+(?:\.\d+)*)|(?:usb(\d+)|(\d+-\d+(?:\.\d+)*))-port(\d+)): (.*)$/.exec(line) ?? []
  const port = device ?? (bus === undefined ? `${hub}.${socket}` : `${bus}-${socket}`)
  const found = patterns.find(([words]) => words.test(text))
  return found && { port, code: found[1] }
}
