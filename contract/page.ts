import { Type, type TSchema } from 'typebox'

/** Every list: items, and the cursor of the next page or null. */
export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) })

/** Of a search. `preparing`: the index is being built after an upgrade; so many percent of everybody were searched. */
export const searchPageOf = <T extends TSchema>(item: T) =>
  Type.Object({ ...pageOf(item).properties, preparing: Type.Optional(Type.Integer({ minimum: 0, maximum: 99 })) })

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface SearchPage<T> extends Page<T> {
  preparing?: number
}
