import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { expect, it } from 'vitest'
import type { Member } from '../../../contract/member.ts'
import type { Patient } from '../../../contract/patient.ts'
import type { Http } from '../../data/http.ts'
import { failed, type Outcome } from '../../data/outcome.ts'
import { LinkDeeds } from './link-deeds.ts'

const patient = { id: 'p1', code: '00000001' } as Patient
const memberOf = (id: string) => ({ id, name: '見本', version: 1, patientIds: [] as string[] }) as unknown as Member

/** A page whose deeds are answered when the test says so. */
function page() {
  const controllers: ReactiveController[] = []
  const answers: ((outcome: Outcome<unknown>) => void)[] = []
  const host: ReactiveControllerHost & { updates: number } = {
    updates: 0,
    addController: (controller) => void controllers.push(controller),
    removeController: () => undefined,
    requestUpdate: () => {
      host.updates++
    },
    updateComplete: Promise.resolve(true),
  }
  const http = { ask: () => new Promise((resolve) => answers.push(resolve)) } as unknown as Http
  let settled = 0
  const deeds = new LinkDeeds(host, {
    http: () => http,
    settled: () => {
      settled++
      return Promise.resolve()
    },
  })
  for (const controller of controllers) controller.hostConnected?.()
  return {
    host,
    deeds,
    settled: () => settled,
    answer: (outcome: Outcome<unknown>) => answers.shift()?.(outcome),
    leave: () => controllers.forEach((controller) => controller.hostDisconnected?.()),
  }
}

it('gives the buttons back on the page of another member when the answer for the first comes', async () => {
  const { host, deeds, settled, answer } = page()
  const done = deeds.do(memberOf('m1'), { patient })
  expect(deeds.isBusy).toBe(true)
  deeds.clear()
  const drawn = host.updates
  answer(failed({ kind: 'offline' }))
  await done
  expect(deeds.isBusy).toBe(false)
  expect(host.updates).toBe(drawn + 1)
  // And tells nothing of it there.
  expect(settled()).toBe(0)
})

it('draws nothing on a page that was left', async () => {
  const { host, deeds, answer, leave } = page()
  const done = deeds.do(memberOf('m1'), { patient })
  const drawn = host.updates
  leave()
  answer(failed({ kind: 'offline' }))
  await done
  expect(host.updates).toBe(drawn)
})
