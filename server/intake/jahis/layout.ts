/** The newest version whose layout is known (JAHISTC08: 2.5 and 2.6). Later ones are read as this one. */
export const newestVersion = 8

/** JAHISTC01 to JAHISTC08; docs/formats/jahis.md says what is known of the numbers behind. */
export const isKnownVersion = (version: number): boolean => version >= 1 && version <= newestVersion

interface Layout {
  /** Fields of a record, the record number included. */
  width: number
  /** The version that brought the record. */
  since?: number
  /** Fields of the newer layout, and the version that brought it. */
  wider?: { width: number; since: number }
}

/** Records that are read. Sources and how sure each is: docs/formats/jahis.md. */
const layouts: ReadonlyMap<string, Layout> = new Map<string, Layout>([
  ['1', { width: 11 }],
  ['2', { width: 4 }],
  ['3', { width: 5, wider: { width: 7, since: 8 } }],
  ['31', { width: 6, since: 8 }],
  ['4', { width: 4 }],
  ['5', { width: 3 }],
  ['11', { width: 9 }],
  ['15', { width: 4 }],
  ['51', { width: 6 }],
  ['55', { width: 4 }],
  ['201', { width: 8, wider: { width: 11, since: 8 } }],
  ['281', { width: 4 }],
  ['291', { width: 4 }],
  ['301', { width: 9 }],
  ['311', { width: 4 }],
  ['391', { width: 4 }],
  ['401', { width: 3 }],
  ['411', { width: 4 }],
  ['421', { width: 3, since: 7 }],
  ['501', { width: 3 }],
  ['601', { width: 3 }],
  ['701', { width: 7, since: 4 }],
  ['911', { width: 4 }],
])

/** Fields of a record in a version, and whether the version knows the record at all; undefined for an unknown record. */
export function layoutOf(id: string, version: number): { width: number; isTooNew: boolean } | undefined {
  const layout = layouts.get(id)
  if (!layout) return undefined
  const { width, wider, since = 0 } = layout
  return { width: wider && version >= wider.since ? wider.width : width, isTooNew: version < since }
}
