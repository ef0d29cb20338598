import type { SupportContact } from '../../contract/account.ts'
import type { Store } from './open.ts'

const nobody: SupportContact = { name: '', phone: '', hours: '', note: '', version: 0 }

/** Whom the pharmacy asks for help; empty until somebody has written it. */
export function readSupportContact(store: Store): SupportContact {
  const row = store.queries.findSupportContact.get()
  if (!row) return nobody
  const { id: _id, ...contact } = row
  return contact
}

/** Writes it over the version that was read. Undefined when somebody else was first. */
export const writeSupportContact = (store: Store, contact: SupportContact): SupportContact | undefined =>
  store.write(() => {
    if (readSupportContact(store).version !== contact.version) return undefined
    if (contact.version === 0) store.queries.insertSupportContact.run(contact)
    else store.queries.setSupportContact.run(contact)
    return readSupportContact(store)
  })
