import { expect, test } from 'vitest'
import { eachOf } from './folder-io.ts'

test('a long backlog on a local disk lets what else waits have its turn', async () => {
  const done: number[] = []
  let doneWhenTouched = -1
  setImmediate(() => {
    doneWhenTouched = done.length
  })
  await eachOf(
    Array.from({ length: 1000 }, (_, index) => index),
    2,
    async (index) => {
      await Promise.resolve()
      done.push(index)
    },
  )
  expect(done).toHaveLength(1000)
  expect(doneWhenTouched).toBeLessThan(200)
})
