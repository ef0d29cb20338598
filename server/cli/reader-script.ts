import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readScript, type Step } from '../../drivers/virtual/script.ts'
import type { StepOutcome } from '../../drivers/virtual/virtual-driver.ts'
import { askBox } from '../ops/control.ts'

/** `kusuribako reader-script FILE`: plays a script on the virtual readers of the running box. */
export async function runReaderScript(file: string, flags: { data: string }): Promise<number> {
  const script = readScript(parse(readFileSync(file, 'utf8')))
  if (!script.ok) {
    process.stderr.write(`${file}: ${script.message}\n`)
    return 2
  }
  return playSteps(flags.data, script.steps)
}

/** Plays steps one after the other, each with its pause before it; the first that cannot be done ends it. */
export async function playSteps(data: string, steps: readonly Step[]): Promise<number> {
  const dataDir = resolve(data)
  for (const [index, step] of steps.entries()) {
    if (step.afterMs !== undefined) await pause(step.afterMs)
    const answer = await askBox(dataDir, 'reader-step', step)
    if (!answer.ok) {
      process.stderr.write('薬箱が動いていません。kusuribako serve --reader virtual で始めてください。\n')
      return 1
    }
    const outcome = answer.body as StepOutcome
    if (!outcome.ok) {
      const where = steps.length > 1 ? `${index + 1} 番目の手順: ` : ''
      process.stderr.write(`${where}${words[outcome.code]}\n`)
      return 1
    }
  }
  return 0
}

const words: Record<Extract<StepOutcome, { ok: false }>['code'], string> = {
  off: '仮想リーダーがありません。kusuribako serve に --reader virtual を付けてください。',
  unplugged: 'この仮想リーダーは抜かれています。"plug" で差してください。',
  empty: 'この仮想リーダーにカードは置かれていません。',
}

/** Not JSON is not a script either: it is told as such. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
