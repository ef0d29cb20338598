import { expect, it } from 'vitest'
import { Announcer } from './announcer.ts'

/** An announcer whose time the test makes pass, and every line that a screen reader met. */
const rig = () => {
  const due = new Set<() => void>()
  const announcer = new Announcer((_, task) => {
    due.add(task)
    return () => due.delete(task)
  })
  const lines: string[] = []
  announcer.said.subscribe(() => lines.push(announcer.said.value))
  const pass = () => {
    for (const task of due) task()
    due.clear()
  }
  return { announcer, lines, pass }
}

it('reads the same words as often as they are said', () => {
  const { announcer, lines, pass } = rig()
  for (let touch = 0; touch < 2; touch++) {
    announcer.say('登録されていないカードです')
    pass()
  }
  expect(lines).toEqual(['登録されていないカードです', '', '登録されていないカードです'])
})

it('reads the last of what is said at one moment, and nothing once it is cleared', () => {
  const { announcer, lines, pass } = rig()
  announcer.say('手帳提示')
  announcer.say('タッチしました')
  pass()
  expect(lines).toEqual(['タッチしました'])
  announcer.say('試験様')
  announcer.clear()
  pass()
  expect(lines).toEqual(['タッチしました', ''])
})
