import { describe, expect, it } from 'vitest'
import type { Visit } from '../../contract/visit.ts'
import { Desk } from './desk.ts'
import type { PageState } from './touch.ts'

/** A desk at counter c1 with a clock that the test turns. */
const rig = (busy: Partial<PageState> = {}) => {
  const opened: string[] = []
  const said: string[] = []
  const due: { at: number; task: () => void }[] = []
  const page: PageState = {
    route: { page: 'list', tab: 'visits' },
    hasDialog: false,
    isTyped: false,
    opensByItself: true,
    ...busy,
  }
  let now = 0
  let waitingHints = 0
  const desk = new Desk({
    own: () => 'c1',
    now: () => now,
    monotonic: () => now,
    page: () => page,
    open: (id) => opened.push(id),
    openKey: () => 'F8',
    say: (words) => said.push(words),
    hints: () => waitingHints,
    delay: (after, task) => {
      const entry = { at: now + after, task }
      due.push(entry)
      return () => due.splice(0, due.length, ...due.filter((each) => each !== entry))
    },
  })
  const pass = (milliseconds: number) => {
    now += milliseconds
    for (const entry of due.filter(({ at }) => at <= now)) {
      due.splice(due.indexOf(entry), 1)
      entry.task()
    }
  }
  const count = (hints: number) => {
    waitingHints = hints
    desk.noteHints()
  }
  return { desk, opened, said, pass, count, waiting: () => due.length }
}

const visit = (id: string, memberId: string | null): Visit => ({
  id,
  on: '1970-01-01',
  presentedAt: 0,
  via: 'card',
  reader: null,
  counterId: 'c1',
  member:
    memberId === null
      ? null
      : { id: memberId, name: `試験${memberId}`, kana: '', sex: 'unknown', patientIds: [], version: 1 },
})

describe('a card that shows nobody', () => {
  const revoked = (at: number) =>
    ({
      key: 'card:r1',
      at,
      counterId: 'c1',
      readerId: 'r1',
      level: 'warning',
      code: 'card-revoked',
      text: '停止',
      next: '',
    }) as const

  it('is said once: what the reader knows of it is not followed by "nobody knows it"', () => {
    const { desk } = rig()
    desk.takeEvent(revoked(0))
    desk.takeTouch(visit('v1', null))
    expect(desk.notes.value.map(({ code }) => code)).toEqual(['card-revoked'])
  })

  it('is said to be unknown when the word before was about another touch', () => {
    const { desk } = rig()
    desk.takeEvent(revoked(-60_000))
    desk.takeTouch(visit('v1', null))
    expect(desk.notes.value.map(({ key }) => key)).toEqual(['unknown-card', 'card:r1'])
  })
})

describe('touches while the page is busy', () => {
  it('wait side by side, the newest first, until they are opened or closed', () => {
    const { desk, opened, said } = rig({ isTyped: true })
    desk.takeTouch(visit('v1', 'a'))
    desk.takeTouch(visit('v2', 'b'))
    expect(desk.offers.value.map(({ memberId }) => memberId)).toEqual(['b', 'a'])
    expect(said.at(-1)).toBe('試験b様がタッチしました。F8 で開きます')
    expect(desk.openNewest()).toBe(true)
    expect(opened).toEqual(['b'])
    desk.closeOffer('v1')
    expect(desk.offers.value).toEqual([])
    expect(desk.openNewest()).toBe(false)
  })

  it('are one offer for one person, and none once that person is open', () => {
    const { desk } = rig({ isTyped: true })
    desk.takeTouch(visit('v1', 'a'))
    desk.takeTouch(visit('v2', 'a'))
    expect(desk.offers.value.map(({ visitId }) => visitId)).toEqual(['v2'])
    desk.noteShown('a')
    expect(desk.offers.value).toEqual([])
  })

  it('are let go after ten minutes: whoever was not called up stands in the list', () => {
    const { desk, pass } = rig({ isTyped: true })
    desk.takeTouch(visit('v1', 'a'))
    pass(599_999)
    expect(desk.offers.value).toHaveLength(1)
    pass(1)
    expect(desk.offers.value).toEqual([])
  })

  it('say once that something waits to be answered, with the touch or as soon as it was counted', () => {
    const { desk, said, count } = rig({ isTyped: true })
    desk.takeTouch(visit('v1', 'a'))
    count(0)
    expect(said.join()).not.toContain('確認')
    count(2)
    expect(said.at(-1)).toBe('試験a様：重複・アレルギーの確認が2件あります')
    count(1)
    expect(said).toHaveLength(2)
    desk.takeTouch(visit('v2', 'a'))
    expect(said.at(-1)).toMatch(/タッチしました.*確認が1件あります$/)
  })

  it('leave no name behind when somebody signs out', () => {
    const { desk, waiting } = rig({ isTyped: true })
    desk.takeTouch(visit('v1', 'a'))
    desk.takeTouch(visit('v2', null))
    expect(desk.notes.value.map(({ text }) => text)).toEqual(['登録されていないカードです'])
    desk.clear()
    expect([desk.offers.value, desk.notes.value]).toEqual([[], []])
    expect(waiting()).toBe(0)
  })
})

describe('a free page', () => {
  it('opens the detail and offers nothing', () => {
    const { desk, opened } = rig()
    expect(desk.takeTouch(visit('v1', 'a'))).toBe('open')
    expect(opened).toEqual(['a'])
    expect(desk.offers.value).toEqual([])
  })
})

describe('a note', () => {
  it('is said with what to do, and goes when its time is over', () => {
    const { desk, said, pass } = rig()
    const event = {
      key: 's',
      at: 0,
      counterId: 'c1',
      readerId: null,
      level: 'done',
      code: 'scan-done',
      text: '読み取りました',
      next: '次をどうぞ',
    } as const
    desk.takeEvent(event)
    desk.takeEvent(event)
    expect(said).toEqual(['読み取りました。次をどうぞ', '読み取りました。次をどうぞ'])
    pass(8000)
    expect(desk.notes.value).toEqual([])
  })
})
