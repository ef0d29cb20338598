import { expect, test } from 'vitest'
import type { LanView } from '../../contract/lan.ts'
import type { Http } from './http.ts'
import { openLan } from './lan.ts'
import type { Live } from './live.ts'
import { failed, success, type Outcome } from './outcome.ts'

const view = { state: 'announced', name: 'kusuribako.local' } as LanView

function open(answers: Outcome<LanView>[]) {
  let due: (() => void) | undefined
  let up: () => void = () => undefined
  const asked: string[] = []
  const http = {
    get: async (path: string) => {
      asked.push(path)
      return answers.shift() ?? success(view)
    },
  } as unknown as Http
  const live = {
    listen: (listener: { up: () => void }) => {
      up = listener.up
      return () => (up = () => undefined)
    },
  } as unknown as Live
  const lan = openLan(http, live, (_ms, task) => {
    due = task
    return () => (due = undefined)
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return {
    lan,
    asked,
    isWaiting: () => due !== undefined,
    tick: () => (due?.(), turn()),
    up: () => (up(), turn()),
    turn,
  }
}

test('the LAN is looked at again and again, and what was known stays through a failure', async () => {
  const { lan, asked, tick, turn } = open([success(view), failed({ kind: 'offline' })])
  await turn()
  expect(lan.view.value).toEqual({ value: view, failure: null })
  await tick()
  expect(lan.view.value).toEqual({ value: view, failure: { kind: 'offline' } })
  await tick()
  expect(lan.view.value).toEqual({ value: view, failure: null })
  expect(asked).toEqual(['/api/lan', '/api/lan', '/api/lan'])
})

test('with nobody signed in it waits for the line, and once closed it asks no more', async () => {
  const { lan, asked, isWaiting, up, turn } = open([failed({ kind: 'signed-out' })])
  await turn()
  expect(isWaiting()).toBe(false)
  await up()
  expect(lan.view.value.value).toEqual(view)
  lan.close()
  expect(isWaiting()).toBe(false)
  await up()
  expect(asked).toHaveLength(2)
})
