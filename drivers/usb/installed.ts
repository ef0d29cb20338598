import { createRequire } from 'node:module'

/** Is this optional package there? Nothing of it is loaded. */
export function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}
