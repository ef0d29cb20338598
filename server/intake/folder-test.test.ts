import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { tempDir } from '../../test/support/temp.ts'
import type { FolderTest } from '../../contract/setup.ts'
import { testFolder, type FolderTestPlace } from './folder-test.ts'

const fixtures = join(import.meta.dirname, 'nsips/fixtures')

function sipsFolder(...folders: string[]): string {
  const path = join(tempDir(), 'SIPS3')
  for (const folder of ['', ...folders]) mkdirSync(join(path, folder), { recursive: true })
  return path
}

const tell = ({ steps }: FolderTest): string =>
  steps.map(({ step, result, why }) => `${step} ${result}${why === null ? '' : ` ${why}`}`).join(', ')

const look = (path: string, place: Partial<FolderTestPlace> = {}, mode: 'consume' | 'observe' = 'consume') =>
  testFolder({ path, mode }, { tempDir: tempDir(), ...place })

test('a folder with a good file is read to the end, says version and maker, and is left as it was', async () => {
  const path = sipsFolder('INDEX', 'DATA')
  const name = 'A26040300001200100000.txt'
  cpSync(join(fixtures, name), join(path, 'DATA', name))
  writeFileSync(join(path, 'INDEX', name), '')
  const found = await look(path)
  expect(tell(found)).toBe('name ok, reach ok, sign-in ok, rights ok, layout ok, file ok')
  expect(found.isOk).toBe(true)
  expect(found.file).toMatchObject({ name, format: expect.stringMatching(/^VER\d{6}$/) })
  expect(found.file?.maker).not.toBe('')
  expect(readdirSync(join(path, 'DATA'))).toEqual([name])
  // Nothing of a patient is told.
  expect(Object.keys(found.file ?? {})).toEqual(['name', 'format', 'maker'])
})

test('an empty folder is fine and waits for its first file; so is one with INDEX and DATA', async () => {
  expect(tell(await look(sipsFolder()))).toMatch(/rights ok, layout waiting no-index, file waiting no-file-yet$/)
  const made = await look(sipsFolder('index', 'Data'))
  expect(tell(made)).toMatch(/layout ok, file waiting no-file-yet$/)
  expect(made.isOk).toBe(true)
})

test('each thing that is wrong with a folder is named at its step, and nothing after it is claimed', async () => {
  const file = join(tempDir(), 'file')
  writeFileSync(file, '')
  const cases: [string, string][] = [
    ['SIPS3', 'name failed path-relative'],
    [join(tempDir(), 'gone'), 'name failed path-missing'],
    [file, 'name failed not-a-folder'],
    [sipsFolder('INDEX'), 'name ok, reach ok, sign-in ok, rights ok, layout failed no-data'],
  ]
  for (const [path, words] of cases) {
    const found = await look(path)
    expect(tell(found)).toMatch(new RegExp(`^${words}(, [a-z-]+ skipped)*$`))
    expect(found.isOk).toBe(false)
  }
})

test('a file that is no prescription is told apart from a folder that is wrong', async () => {
  const path = sipsFolder('INDEX', 'DATA')
  for (const folder of ['INDEX', 'DATA']) writeFileSync(join(path, folder, 'A1.txt'), 'not what it should be\r\n')
  expect(tell(await look(path))).toMatch(/layout ok, file failed file-not-nsips$/)
})

test('a share that belongs there by /etc/fstab and is not mounted is named as just that', async () => {
  const path = sipsFolder()
  const fstabFile = join(tempDir(), 'fstab')
  const mountsFile = join(tempDir(), 'mounts')
  writeFileSync(fstabFile, `# shares\n//RECEPC/SIPS3 ${path} cifs credentials=/x 0 0\n`)
  writeFileSync(mountsFile, '')
  expect(tell(await look(path, { fstabFile, mountsFile }))).toMatch(/^name ok, reach failed not-mounted/)
  writeFileSync(mountsFile, `//RECEPC/SIPS3 ${path} cifs rw 0 0\n`)
  expect((await look(path, { fstabFile, mountsFile })).isOk).toBe(true)
})

test('a box without the right to look, or to delete, says which; who only reads needs no right to delete', async () => {
  const path = sipsFolder('INDEX', 'DATA')
  const script = `import { testFolder } from '${join(import.meta.dirname, 'folder-test.ts')}'
    const [path, mode] = process.argv.slice(1)
    process.stdout.write(JSON.stringify(await testFolder({ path, mode }, { tempDir: '/tmp' })))`
  // The tests may run as root, whom nothing is denied.
  const asNobody = (mode: string): FolderTest => {
    const who = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, path, mode], {
      encoding: 'utf8',
      ...who,
    })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as FolderTest
  }
  chmodSync(join(path, '..'), 0o755)
  for (const folder of ['', 'INDEX', 'DATA']) chmodSync(join(path, folder), 0o555)
  expect(tell(asNobody('consume'))).toMatch(/sign-in ok, rights failed no-delete/)
  expect(tell(asNobody('observe'))).toMatch(/rights ok, layout ok/)
  chmodSync(path, 0o000)
  expect(tell(asNobody('observe'))).toMatch(/rights failed no-read/)
  chmodSync(path, 0o755)
})

test('of a share, an unknown name, a machine that shares nothing and a bad address are told apart', async () => {
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as { port: number }
  await new Promise((resolve) => closed.close(resolve))
  expect(tell(await look('//no-such-pc.invalid/SIPS3'))).toMatch(/^name failed name-unknown/)
  expect(tell(await look(`smb://127.0.0.1:${String(port)}/SIPS3`))).toMatch(/^name ok, reach failed port-closed/)
  expect(tell(await look('//RECEPC'))).toMatch(/^name failed share-malformed/)
  expect(tell(await look('\\\\RECEPC\\SI"PS'))).toMatch(/^name failed share-malformed/)
})

test('a machine that takes the call and says nothing ends in time, and is told', async () => {
  const mute = createServer(() => undefined)
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void mute.close())
  const { port } = mute.address() as { port: number }
  const found = await look(`smb://127.0.0.1:${String(port)}/SIPS3`, { limitMs: 500 })
  expect(tell(found)).toMatch(/^name ok, reach ok, (sign-in failed silent|sign-in ok, rights failed no-read)/)
})
