import type { Dispensing } from '../../contract/dispensing.ts'
import type { Page } from '../../contract/page.ts'
import type { TakingMedication } from '../../contract/taking.ts'
import { Collection, type Later } from './collection.ts'
import { disclosureChange } from './disclosure.ts'
import type { Http } from './http.ts'
import type { Live } from './live.ts'
import { failed, success, type Failure, type Outcome } from './outcome.ts'
import { getPerson, type Person, type PersonRef } from './people.ts'
import { Store } from './store.ts'

/** A single answer that is fetched again now and then. What was known stays while a newer answer is on its way. */
export interface Answer<T> {
  value: T | null
  failure: Failure | null
}

export interface PersonMedicines {
  person: Store<Answer<Person>>
  history: Collection<Dispensing>
  /** 他施設での調剤薬; fetched from the first time it is asked for. */
  elsewhere: () => Collection<Dispensing>
  taking: Store<Answer<TakingMedication[]>>
  /** Fetches everything again. */
  load: () => void
  close: () => void
}

/** The box's own order: the page comes sorted, so the sort must agree with it. Within a day what came from outside stands last. */
const compare = (a: Dispensing, b: Dispensing): number => {
  const [left, right] = [a.prescription.dispensedOn ?? '', b.prescription.dispensedOn ?? '']
  if (left !== right) return left < right ? 1 : -1
  return Number(a.origin !== undefined) - Number(b.origin !== undefined) || b.receivedAt - a.receivedAt
}

const isToldByOthers = ({ origin }: Dispensing): boolean => origin !== undefined

/**
 * Everything the detail page shows of one person, as of `today`, kept fresh. A change of one dispensing moves 残量 and 服用状況 as well,
 * so a change that concerns this person fetches the history again instead of the single row.
 */
export const openMedicines = (
  http: Http,
  live: Live,
  ref: PersonRef,
  today: string,
  delay?: Later,
): PersonMedicines => {
  const isMember = ref.kind === 'member'
  const base = `/api/${isMember ? 'members' : 'patients'}/${encodeURIComponent(ref.id)}`
  // Of a patient who is a member's, the whole notebook.
  const whose = isMember ? '' : '&notebook=true'
  const list = `${base}/${isMember ? 'history' : 'dispensings'}?as-of=${today}${whose}`
  const person = new Store<Answer<Person>>({ value: null, failure: null })
  const taking = new Store<Answer<TakingMedication[]>>({ value: null, failure: null })
  let isClosed = false

  /** Asks for one answer as often as it is called; a reply that was overtaken by a newer one is dropped. */
  const answering = <T>(store: Store<Answer<T>>, ask: () => Promise<Outcome<T>>) => {
    let asked = 0
    let shown = 0
    return async () => {
      const mine = ++asked
      const outcome = await ask()
      if (isClosed || mine < shown) return
      shown = mine
      store.set(
        outcome.ok ? { value: outcome.value, failure: null } : { value: store.value.value, failure: outcome.failure },
      )
    }
  }
  const loadPerson = answering(person, () => getPerson(http, ref))
  const loadTaking = answering(taking, () => http.all<TakingMedication>(`${base}/taking?on=${today}${whose}`))

  const collect = (path: string, onFirst: () => void): Collection<Dispensing> => {
    const collection: Collection<Dispensing> = new Collection<Dispensing>(
      {
        keyOf: (dispensing) => dispensing.id,
        compare,
        page: async (cursor) => {
          const outcome = await http.get<Page<Dispensing>>(
            cursor === null ? path : `${path}&cursor=${encodeURIComponent(cursor)}`,
          )
          if (outcome.ok && cursor === null) onFirst()
          return outcome
        },
        byIds: async (ids) => {
          const shown = new Set(collection.state.value.items.map((dispensing) => dispensing.id))
          if (ids.some((id) => shown.has(id))) return success({ items: [], isReload: true })
          // Without knowing the person there is no telling whose these are.
          const known = person.value.value
          if (!known)
            return person.value.failure ? failed(person.value.failure) : success({ items: [], isReload: true })
          const outcome = await http.get<Page<Dispensing>>(`/api/dispensings?ids=${ids.join(',')}`)
          if (!outcome.ok) return outcome
          const isTheirs = outcome.value.items.some(
            ({ patientId }) => patientId !== null && known.patientIds.includes(patientId),
          )
          return success({ items: [], isReload: isTheirs })
        },
        keeps: () => false,
      },
      delay,
    )
    return collection
  }
  const history = collect(list, () => void loadTaking())
  let elsewhere: Collection<Dispensing> | undefined

  const loadLists = () => {
    void history.load()
    void elsewhere?.load()
  }
  const load = () => {
    void loadPerson()
    loadLists()
  }
  const stop = live.listen({
    change: (noun, ids) => {
      if (noun === 'dispensing') {
        void history.change(ids)
        void elsewhere?.change(ids)
      }
      const memberId = person.value.value?.memberId
      const isTheirs = memberId ? ids.includes(memberId) : false
      const disclosed = disclosureChange(noun, ids, memberId ?? null)
      if (disclosed === 'ended') {
        history.drop(isToldByOthers)
        elsewhere?.drop(isToldByOthers)
        const { value: rows, failure } = taking.value
        if (rows) taking.set({ value: rows.filter(({ source }) => source === undefined), failure })
      }
      if (disclosed) loadLists()
      if (noun === 'otc' && isTheirs) void loadTaking()
      if (noun === 'outside-dispensing' && isTheirs) loadLists()
      if (noun === ref.kind ? ids.includes(ref.id) : noun === 'member' && isTheirs) load()
    },
    reload: load,
    up: () => {
      if (person.value.failure) void loadPerson()
      if (taking.value.failure) void loadTaking()
      void history.kick()
      void elsewhere?.kick()
    },
  })
  load()

  return {
    person,
    history,
    elsewhere: () => {
      if (!elsewhere) {
        elsewhere = collect(`${list}&from=elsewhere`, () => undefined)
        void elsewhere.load()
      }
      return elsewhere
    },
    taking,
    load,
    close: () => {
      isClosed = true
      stop()
      history.close()
      elsewhere?.close()
    },
  }
}
