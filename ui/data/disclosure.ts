import {
  everybodysDisclosure,
  type Disclosure,
  type DisclosureSetting,
  type GivenReason,
  type NewDisclosureReason,
} from '../../contract/disclosure.ts'
import type { ChangeNoun } from '../../contract/events.ts'
import type { Page } from '../../contract/page.ts'
import type { Answer } from './history.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import type { Failure, Outcome } from './outcome.ts'
import { Store } from './store.ts'

/**
 * What a change says of a member's disclosure. `ended`: a day is over or the setting is another, so that what others told leaves the page
 * before the box was asked; `changed`: ask again; null: nothing.
 */
export const disclosureChange = (
  noun: ChangeNoun,
  ids: readonly string[],
  memberId: string | null,
): 'ended' | 'changed' | null => {
  if (noun !== 'disclosure') return null
  if (ids.includes(everybodysDisclosure)) return 'ended'
  return memberId !== null && ids.includes(memberId) ? 'changed' : null
}

/** Whether what others told of one member is open to who is signed in, kept fresh. */
export class MemberDisclosure {
  readonly state = new Store<Answer<Disclosure>>({ value: null, failure: null })
  readonly #http: Http
  readonly #path: string
  readonly #stop: () => void
  #asked = 0

  constructor(http: Http, live: Live, memberId: string) {
    this.#http = http
    this.#path = `/api/members/${encodeURIComponent(memberId)}/disclosure`
    const load = () => void this.load()
    this.#stop = live.listen({
      change: (noun, ids) => {
        const isMerged = noun === 'member' && ids.includes(memberId)
        if (isMerged || disclosureChange(noun, ids, memberId)) load()
      },
      reload: load,
      up: () => {
        if (this.state.value.failure) load()
      },
    })
    load()
  }

  async load(): Promise<void> {
    this.#take(++this.#asked, await this.#http.get<Disclosure>(this.#path))
  }

  /** Null when it was opened. */
  async open(reason: NewDisclosureReason): Promise<Failure | null> {
    return this.#ask('POST', reason)
  }

  /** The person does not want it shown any longer. Null when it was closed. */
  async withdraw(): Promise<Failure | null> {
    return this.#ask('DELETE')
  }

  async #ask(method: 'POST' | 'DELETE', body?: unknown): Promise<Failure | null> {
    const outcome = await this.#http.ask<Disclosure>(method, this.#path, body)
    if (!outcome.ok) return outcome.failure
    this.#take(++this.#asked, outcome)
    return null
  }

  /** A later question is on its way otherwise; its answer is newer. */
  #take(mine: number, outcome: Outcome<Disclosure>): void {
    if (mine !== this.#asked) return
    const { value } = this.state.value
    this.state.set(outcome.ok ? { value: outcome.value, failure: null } : { value, failure: outcome.failure })
  }

  close(): void {
    this.#asked = -1
    this.#stop()
  }
}

export const getDisclosureSetting = (http: Http): Promise<Outcome<DisclosureSetting>> =>
  http.get('/api/disclosure-setting')

/** `stale-version` carries the setting as it is now. */
export const saveDisclosureSetting = (http: Http, setting: DisclosureSetting): Promise<Outcome<DisclosureSetting>> =>
  http.ask('PATCH', '/api/disclosure-setting', setting)

/** Openings by a reason, newest first. */
export const listReasons = (http: Http, cursor: string | null): Promise<Outcome<Page<GivenReason>>> =>
  http.get(`/api/disclosure-reasons${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`)
