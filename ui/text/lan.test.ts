import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ja } from './ja.ts'
import { lan } from './lan.ts'

it('is named in the handbook as on the page', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../docs/operating/ネットワーク.md'), 'utf8')
  const { addresses, found, trust, open, localOnly, trouble } = lan
  for (const word of [ja.pages.lan, addresses, found, trust, open, localOnly.what]) expect(guide).toContain(word)
  for (const { what } of Object.values(trouble)) expect(guide).toContain(what)
})
