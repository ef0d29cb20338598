import { appendFileSync, closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ReaderEvent } from '../reader.ts'
import { createKernelLog } from './kernel-log.ts'

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'kmsg-'))
  onTestFinished(() => {
    rmSync(dir, { recursive: true, force: true })
  })
  return dir
}

const record = (text: string): string => `6,812,99000111,-;${text}\n SUBSYSTEM=usb\n DEVICE=c189:4\n`
/** A port on which nothing else happens: tells how far the log has been read. */
const mark = record('usb 9-9: USB disconnect, device number 99')

/** What is told of the pieces that are written once it is certain that the log is being read. */
async function follow(path: string, write: (piece: string) => void, pieces: readonly string[]): Promise<ReaderEvent[]> {
  const told: ReaderEvent[] = []
  const log = createKernelLog({ now: () => 5, path, everyMs: 1 })
  onTestFinished(() => log.stop())
  const knocking = setInterval(write, 1, mark)
  let isHeard = false
  await new Promise<void>((resolve) => {
    log.start((event) => {
      if (event.type !== 'usb-trouble') return
      if (event.port === '8-8') resolve()
      else if (event.port !== '9-9') told.push(event)
      else if (!isHeard) {
        isHeard = true
        clearInterval(knocking)
        for (const piece of [...pieces, mark.replace('9-9', '8-8')]) write(piece)
      }
    })
  })
  return told
}

/** What is told of these lines, of which the first were there before. */
async function toldOf(before: string[], after: string[]): Promise<ReaderEvent[]> {
  const path = join(folder(), 'kmsg')
  writeFileSync(path, before.map(record).join(''))
  return follow(
    path,
    (piece) => {
      appendFileSync(path, piece)
    },
    after.map(record),
  )
}

const trouble = (port: string, code: string) => ({ type: 'usb-trouble', at: 5, port, code })

describe('the kernel on a USB port', () => {
  it.each([
    ['usb 1-2.3: USB disconnect, device number 7', '1-2.3', 'disconnect'],
    ['usb 1-2: reset full-speed USB device number 5 using xhci_hcd', '1-2', 'reset'],
    ['usb 1-2: reset high-speed USB device number 5 using ehci-pci', '1-2', 'reset'],
    ['usb 1-2: device descriptor read/64, error -71', '1-2', 'signal'],
    ['usb 1-2: device descriptor read/8, error -110', '1-2', 'power'],
    ['usb 3-1.4.2: device not accepting address 12, error -71', '3-1.4.2', 'signal'],
    ['usb 3-1.4.2: device not accepting address 12, error -62', '3-1.4.2', 'power'],
    ['usb 1-2-port3: unable to enumerate USB device', '1-2.3', 'enumerate'],
    ['usb usb1-port2: unable to enumerate USB device', '1-2', 'enumerate'],
    ['usb usb1-port2: Cannot enable. Maybe the USB cable is bad?', '1-2', 'signal'],
    ['usb 1-2-port1: over-current condition', '1-2.1', 'over-current'],
    ['usb usb2-port1: over-current change #3', '2-1', 'over-current'],
    ['usb 1-2.1-port4: disabled by hub (EMI?), re-enabling...', '1-2.1.4', 'emi'],
  ])('%s', async (line, port, code) => {
    expect(await toldOf([], [line])).toEqual([trouble(port, code)])
  })

  it('is told only what it says of trouble, and only of ports', async () => {
    const others = [
      'usb 1-2: new full-speed USB device number 8 using xhci_hcd',
      'usb 1-2: Product: error -71',
      'usb 1-2: SerialNumber: 1-2-port1: over-current condition x',
      'sd 2:0:0:0: [sda] error -71',
      'hub 1-2:1.0: USB hub found',
      'xhci_hcd 0000:00:14.0: usb 1-2: USB disconnect, device number 7',
    ]
    expect(await toldOf([], others)).toEqual([])
  })

  it('is not told what it said before the start', async () => {
    const line = 'usb 1-2: USB disconnect, device number 7'
    expect(await toldOf([line, line], ['usb 1-3: USB disconnect, device number 8'])).toEqual([
      trouble('1-3', 'disconnect'),
    ])
  })

  it('may come in pieces, through a pipe that is never at its end', async () => {
    const path = join(folder(), 'kmsg')
    expect(spawnSync('mkfifo', [path]).status).toBe(0)
    const pipe = openSync(path, constants.O_RDWR)
    onTestFinished(() => {
      closeSync(pipe)
    })
    const pieces = [
      '6,1,2,-;usb 1-1: USB disc',
      'onnect, device number 3',
      '\n6,2,3,-;usb 1-2: USB disconnect, device number 4\n',
    ]
    const told = await follow(path, (piece) => writeSync(pipe, piece), pieces)
    expect(told).toEqual([trouble('1-1', 'disconnect'), trouble('1-2', 'disconnect')])
  })
})

describe('without the right to read it', () => {
  it('says so once, and nothing else', async () => {
    const told: ReaderEvent[] = []
    const log = createKernelLog({ now: () => 5, path: join(folder(), 'none'), everyMs: 1 })
    await new Promise<void>((resolve) => {
      log.start((event) => {
        told.push(event)
        resolve()
      })
    })
    await log.stop()
    expect(told).toEqual([{ type: 'service', at: 5, service: 'usb', state: 'no-kernel-log' }])
  })
})
