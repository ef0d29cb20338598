import type { MachineCheck } from '../../contract/reader.ts'

export const fine = (code: string, text: string): MachineCheck => ({ code, state: 'ok', text, next: '' })

/** It works as it is, and may not for ever. */
export const warning = (code: string, text: string, next: string): MachineCheck => ({
  code,
  state: 'warning',
  text,
  next,
})

export const failed = (code: string, text: string, next: string): MachineCheck => ({
  code,
  state: 'failed',
  text,
  next,
})
