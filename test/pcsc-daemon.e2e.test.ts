import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { felicaCard } from './support/card-reader.ts'
import { buildReaderDriver, daemon, idm, listen, rcS300, rcS300Key, withReader } from './support/pcsc-box.ts'
import { tempDir } from './support/temp.ts'

/** What becomes of the box when the daemon, or what it needs, does not do as it should. */

buildReaderDriver()

/** Runs in the child before everything else. @param body sees the binding as `smartcard`, and gives what to load in its place */
function withBinding(body: string): NodeJS.ProcessEnv {
  const hook = join(tempDir(), 'hook.cjs')
  writeFileSync(
    hook,
    `const m = require('node:module'); const load = m._load
     m._load = (name, ...rest) => {
       if (name !== 'smartcard') return load(name, ...rest)
       ${body}
     }`,
  )
  return { ...process.env, NODE_OPTIONS: `--require ${hook}` }
}

describe('the daemon', () => {
  it('may come later than the box', async () => {
    const pcscd = daemon()
    const reader = pcscd.addReader(rcS300)
    reader.plug()
    const box = listen(pcscd)
    await box.service('no-daemon')
    await pcscd.start()
    await box.service('ok')
    expect((await box.next('device-ready')).info.device).toBe(rcS300Key)
    // What never worked was not restarted.
    expect(box.all('restarted')).toEqual([])
  })

  it('may be killed or stopped and started forty times; every card after that is read', async () => {
    const { pcscd, reader, box } = await withReader({ supervision: { backoffMs: [20, 50, 100], wellMs: 0 } })
    const openFiles = () => readdirSync('/proc/self/fd').length
    const before = openFiles()
    for (let times = 1; times <= 40; times++) {
      await pcscd.end(times % 2 === 0 ? 'SIGKILL' : 'SIGTERM')
      await box.service('no-daemon')
      reader.lift()
      await pcscd.start()
      await box.next('device-ready')
      reader.lay(felicaCard(idm(times)))
      expect(await box.tap()).toBe(idm(times))
    }
    // Forty children have come and gone; a few files more or less are Node's own.
    expect(openFiles()).toBeLessThan(before + 10)
    // The reader was plugged in all the time.
    expect(box.all('link').map(({ code }) => code)).toEqual(['plugged'])
    expect(box.all('restarted')).toHaveLength(40)
  })

  it('may come back to the card that still lies there: no new touch, and the box knows of it', async () => {
    const { pcscd, reader, box } = await withReader()
    reader.lay(felicaCard(idm(1)))
    expect(await box.tap()).toBe(idm(1))
    await pcscd.end()
    await pcscd.start()
    expect(await box.next('card-lying')).toMatchObject({ device: rcS300Key, idm: idm(1) })
    reader.swap(felicaCard(idm(2)))
    expect(await box.tap()).toBe(idm(2))
    expect(box.taps()).toEqual([idm(1), idm(2)])
  })

  it('may come back without a reader that was pulled out meanwhile, and the box hears of it', async () => {
    const { pcscd, reader, box } = await withReader()
    await pcscd.end()
    await box.next('device-gone')
    reader.unplug()
    await pcscd.start()
    await box.service('ok')
    expect(await box.next('link')).toMatchObject({ device: rcS300Key, code: 'unplugged' })
  })

  it('that is there and does not answer is called stuck, and served again when it wakes', async () => {
    const { pcscd, reader, box } = await withReader({
      settings: { lookMs: 50 },
      supervision: { silentMs: 1500, backoffMs: [20] },
    })
    pcscd.pause()
    await box.service('stuck')
    pcscd.resume()
    await box.service('ok')
    await box.next('device-ready')
    reader.lay(felicaCard(idm(5)))
    expect(await box.tap()).toBe(idm(5))
  })
})

describe('the binding', () => {
  it('that was not installed is told; the box goes on without it', async () => {
    const box = listen(daemon(), { env: withBinding("throw new Error('not installed')") })
    await box.service('binding-missing')
    await box.driver.stop()
    expect(box.told).toHaveLength(1)
  })

  it('that has gone deaf is noticed, and the reader is served again', async () => {
    const pcscd = daemon()
    const reader = pcscd.addReader(rcS300)
    const cotton = join(tempDir(), 'cotton')
    writeFileSync(cotton, '')
    // The first context is the one that watches. It hears nothing, as a binding does whose thread has died.
    const deaf = `const binding = load(name, ...rest); let contexts = 0
       return { Context: class extends binding.Context {
         isDeaf = contexts++ === 0 && require('node:fs').existsSync('${cotton}')
         listReaders() { return this.isDeaf ? [] : super.listReaders() }
         waitForChange(...args) { return this.isDeaf ? new Promise(() => {}) : super.waitForChange(...args) }
       } }`
    const env = { ...withBinding(deaf), PCSCLITE_CSOCK_NAME: pcscd.socket }
    reader.plug()
    await pcscd.start()
    const box = listen(pcscd, { env, settings: { lookMs: 20, deafMs: 50 }, supervision: { backoffMs: [20] } })
    await box.service('deaf')
    rmSync(cotton)
    await box.next('device-ready')
    reader.lay(felicaCard(idm(6)))
    expect(await box.tap()).toBe(idm(6))
  })
})
