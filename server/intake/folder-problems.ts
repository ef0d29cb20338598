import type { FolderProblem } from '../../contract/status.ts'

type Code = FolderProblem['code']

export interface FolderProblems {
  /** A new scan begins: what it does not note again is over. */
  begin(): void
  note(code: Code, name: string): void
  /** The scan saw the whole folder: forgets what it did not note. */
  end(): void
  clear(): void
  /** What has lasted long enough to be told, oldest first. */
  list(): FolderProblem[]
}

/** These mend themselves in the ordinary course of writing, so a passing one is not told. */
const passing = new Set<Code>(['index-without-data', 'empty-file', 'file-locked', 'file-incomplete'])

/** A status goes to every page: a folder full of trouble is told by its oldest hundred. */
const listedAtMost = 100

/** @param graceMs milliseconds for which a problem that may mend itself is not told */
export function createProblems(now: () => number, graceMs: number): FolderProblems {
  const known = new Map<string, { problem: FolderProblem; firstSeen: number }>()
  let noted = new Set<string>()
  return {
    begin() {
      noted = new Set()
    },
    note(code, name) {
      const key = `${code}/${name}`
      noted.add(key)
      if (!known.has(key)) known.set(key, { problem: { code, name, since: now() }, firstSeen: performance.now() })
    },
    end() {
      for (const key of known.keys()) if (!noted.has(key)) known.delete(key)
    },
    clear() {
      known.clear()
    },
    list() {
      const lasting: FolderProblem[] = []
      for (const { problem, firstSeen } of known.values()) {
        if (lasting.length === listedAtMost) break
        if (!passing.has(problem.code) || performance.now() - firstSeen >= graceMs) lasting.push(problem)
      }
      return lasting
    },
  }
}
