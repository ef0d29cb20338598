import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { openTestStore, testFile } from '../../test/support/store.ts'
import { writeNsipsFile } from '../demo/nsips-file.ts'
import { findInboundFile, hasContent, hasLookalike, listQueued, listRejected, requeue } from '../store/inbound.ts'
import { readQueued, refuseFile, takeFiles } from './inbound.ts'

const { name, bytes } = writeNsipsFile(testFile())
const found = { name, bytes, size: bytes.length, modifiedAt: 17, sentAt: '2026-04-03T10:15:30+09:00' }
const sha256 = createHash('sha256').update(bytes).digest('hex')

test('the same bytes under the same name are one row, changed bytes another', async () => {
  const store = await openTestStore()
  takeFiles(store, '/sips', [found, found])
  takeFiles(store, '/sips', [found])
  expect(listQueued(store, 10)).toHaveLength(1)
  takeFiles(store, '/sips', [{ ...found, bytes: Buffer.concat([bytes, Buffer.from('\r\n')]) }])
  expect(listQueued(store, 10)).toHaveLength(2)
})

test('what was taken is known again by name, size and time, in its own folder', async () => {
  const store = await openTestStore()
  takeFiles(store, '/sips', [found])
  const sight = { folder: '/sips', name, size: bytes.length, modifiedAt: 17 }
  expect(hasContent(store, name, sha256)).toBe(true)
  expect(hasLookalike(store, sight, 1000)).toBe(true)
  expect(hasLookalike(store, { ...sight, modifiedAt: 18 }, 1000)).toBe(false)
  expect(hasLookalike(store, { ...sight, folder: '/other' }, 1000)).toBe(false)
})

test('a file refused for its size is one rejected row, and is taken when it comes within the limit later', async () => {
  const store = await openTestStore()
  const refused = { name, size: bytes.length, modifiedAt: 17, sha256 }
  refuseFile(store, '/sips', refused)
  refuseFile(store, '/sips', refused)
  const [row, ...others] = listRejected(store, 1000, 10).items
  expect(others).toEqual([])
  expect(row).toMatchObject({ name, hasBytes: false, issues: [{ code: 'file-too-large' }] })
  expect(requeue(store, row!.seq)).toBe('no-bytes')
  expect(hasContent(store, name, sha256)).toBe(false)
  expect(hasLookalike(store, { ...refused, folder: '/sips' }, refused.size - 1)).toBe(true)
  expect(hasLookalike(store, { ...refused, folder: '/sips' }, refused.size)).toBe(false)
  takeFiles(store, '/sips', [found])
  expect(findInboundFile(store, row!.seq)?.bytes).toEqual(bytes)
  expect(readQueued(store, () => expect.unreachable())).toBe(1)
  expect(listRejected(store, 1000, 10).items).toEqual([])
})
