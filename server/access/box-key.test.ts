import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../../test/support/temp.ts'
import { openBoxKey, seal, unseal } from './box-key.ts'

test('the key of the box is made once, stays the same, and only its own user may read it', () => {
  const dir = tempDir()
  const key = openBoxKey(dir)!
  expect(key).toHaveLength(32)
  expect(openBoxKey(dir)).toEqual(key)
  expect(openBoxKey(tempDir())).not.toEqual(key)
  expect(statSync(join(dir, 'keys/box.key')).mode & 0o777).toBe(0o600)
})

test('a file that is no key is left as it is, and said to be none', () => {
  const dir = tempDir()
  openBoxKey(dir)
  writeFileSync(join(dir, 'keys/box.key'), 'half')
  expect(openBoxKey(dir)).toBeUndefined()
  expect(statSync(join(dir, 'keys/box.key')).size).toBe(4)
})

test('what was sealed opens under the same key for the same owner, and otherwise not', () => {
  const [key, other] = [openBoxKey(tempDir())!, openBoxKey(tempDir())!]
  const sealed = seal(key, 'JBSWY3DP', 'one')
  expect(sealed.includes('JBSWY3DP')).toBe(false)
  expect(unseal(key, sealed, 'one')).toBe('JBSWY3DP')
  expect(unseal(key, sealed, 'two')).toBeUndefined()
  expect(unseal(other, sealed, 'one')).toBeUndefined()
  sealed.writeUInt8(sealed.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1)
  expect(unseal(key, sealed, 'one')).toBeUndefined()
  expect(unseal(key, Buffer.alloc(3), 'one')).toBeUndefined()
})
