import { Type, type TSchema } from 'typebox'

/** Every list: items, and the cursor of the next page or null. */
export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) })

export interface Page<T> {
  items: T[]
  next: string | null
}
