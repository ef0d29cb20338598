import { readdirSync, readFileSync } from 'node:fs'

/** Processes of this test whose command line holds a word. */
export function childrenRunning(word: string): number[] {
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').trim().split(' '))
    .map(Number)
    .filter((pid) => pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word))
}
