import { interactionLimits, type InteractionPreview, type InteractionTable } from '../../contract/interaction.ts'
import type { Page } from '../../contract/page.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'

const path = '/api/interaction-tables'

export const listTables = (http: Http): Promise<Outcome<Page<InteractionTable>>> => http.get(path)

/** A table as it was picked, in text. */
export interface PickedTable {
  fileName: string
  text: string
}

/** Spreadsheets save UTF-8 or, in Japan still often, Shift_JIS. What is valid UTF-8 is no Shift_JIS by accident. */
export async function readPicked(
  file: File,
): Promise<{ ok: true; picked: PickedTable } | { ok: false; code: 'too-large' | 'unreadable' }> {
  if (file.size > interactionLimits.characters) return { ok: false, code: 'too-large' }
  const bytes = await file.arrayBuffer()
  for (const encoding of ['utf-8', 'shift_jis']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
      if (text.includes('\0')) continue
      return { ok: true, picked: { fileName: file.name.slice(0, 200), text } }
    } catch {
      continue
    }
  }
  return { ok: false, code: 'unreadable' }
}

export const previewTable = (http: Http, picked: PickedTable): Promise<Outcome<InteractionPreview>> =>
  http.ask('POST', `${path}/preview`, picked)

export const importTable = (http: Http, picked: PickedTable): Promise<Outcome<InteractionTable>> =>
  http.ask('POST', path, picked)

export const putInUse = (http: Http, id: string): Promise<Outcome<InteractionTable>> =>
  http.ask('POST', `${path}/${encodeURIComponent(id)}/use`)

export const takeOutOfUse = (http: Http): Promise<Outcome<undefined>> => http.send('DELETE', `${path}/use`)
