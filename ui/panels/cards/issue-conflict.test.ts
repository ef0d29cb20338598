import { expect, it } from 'vitest'
import type { CardIssue } from '../../../contract/card-issue.ts'
import { isMet, issueRows, personDeed, typedOf, type PersonDraft, type TypedPerson } from './issue-conflict.ts'

const issueOf = (name: string, version: number, code?: string): CardIssue =>
  ({
    id: 'issue',
    step: 'consent',
    version,
    person: { name, kana: 'ミホン ツキコ', sex: 'female', birthOn: '1968-05-06' },
    patient: code === undefined ? null : { id: `p${code}`, code },
  }) as unknown as CardIssue

const first = issueOf('見本　月子', 3)
const draftOf = (change: Partial<TypedPerson>): PersonDraft => ({
  typed: { ...typedOf(first), ...change },
  from: typedOf(first),
  replaced: null,
})

it('stops a correction that began before somebody else corrected the same person, however new the version is', () => {
  const draft = draftOf({ name: '見本　星子' })
  expect(isMet(draft, issueOf('見本　雪子', 4))).toBe(true)
  expect(isMet(draft, issueOf('見本　月子', 3, '00000001'))).toBe(true)
})

it('asks nothing where the other one changed something else, or the same to the same', () => {
  const draft = draftOf({ name: '見本　星子' })
  expect(isMet(draft, issueOf('見本　月子', 9))).toBe(false)
  expect(isMet(draft, issueOf('見本　星子', 4))).toBe(false)
})

it('shows the form as it is typed beside what was sent first, with the patient chosen from the feed', () => {
  const { typed } = draftOf({ name: '見本　星子', patient: { id: 'p1', code: '00000001' } })
  const rows = issueRows(first, 'person', issueOf('見本　雪子', 4), typed)
  expect(rows.slice(1)).toEqual([
    { label: '氏名', mine: '見本　星子', theirs: '見本　雪子' },
    { label: 'レセコンの患者番号', mine: '00000001', theirs: '' },
  ])
  expect(personDeed(typed).body).toMatchObject({ name: '見本　星子', patientId: 'p1' })
})
