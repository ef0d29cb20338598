import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** A box that answers when it is told to. */
const slowBox = () => {
  const sent: number[] = []
  const answers: ((isDone: boolean) => void)[] = []
  const send = (turns: number) =>
    new Promise<boolean>((resolve) => {
      sent.push(turns)
      answers.push(resolve)
    })
  return { sent, answers, send }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('pressed twice while the first is on its way, an image is turned twice, one after the other', async () => {
  const { sent, answers, send } = slowBox()
  const turns = new Turns()
  const image = { id: 'a', turns: 3 }
  void turns.turn(image, 1, send)
  const last = turns.turn(image, 1, send)
  await settled()
  expect(sent).toEqual([0])
  answers[0]?.(true)
  await settled()
  expect(sent).toEqual([0, 1])
  answers[1]?.(true)
  await last
  // What is shown has caught up.
  void turns.turn({ id: 'a', turns: 1 }, 3, send)
  await settled()
  expect(sent).toEqual([0, 1, 0])
})

test('a turn that could not be done takes those with it that were asked for on top of it; another image begins anew', async () => {
  const { sent, answers, send } = slowBox()
  const turns = new Turns()
  void turns.turn({ id: 'a', turns: 0 }, 1, send)
  const last = turns.turn({ id: 'a', turns: 0 }, 1, send)
  await settled()
  answers[0]?.(false)
  await last
  expect(sent).toEqual([1])
  void turns.turn({ id: 'b', turns: 0 }, 1, send)
  await settled()
  expect(sent).toEqual([1, 1])
})
