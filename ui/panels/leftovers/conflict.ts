import type { TypedCount } from '../../../contract/leftovers.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import { leftovers as words } from '../../text/leftovers.ts'

const lineText = ({ counted, countedIn, isGuess, drug }: TypedCount['lines'][number]): string =>
  counted === ''
    ? ''
    : `${counted}${countedIn === 'packets' ? words.packetUnit : (drug.unit ?? '')}${isGuess ? words.paper.guess : ''}`

const goalText = ({ kind, on }: TypedCount['goal']): string => (on === '' ? '' : `${words.goal[kind]} ${on}`)

/** Two versions of one count, item by item, in words. */
export const conflictRows = (mine: TypedCount, theirs: TypedCount): ConflictRow[] => {
  const keys = new Map([...theirs.lines, ...mine.lines].map(({ drug }) => [drug.key, drug.name]))
  const textOf = ({ lines }: TypedCount, key: string): string => {
    const line = lines.find(({ drug }) => drug.key === key)
    return line ? lineText(line) : ''
  }
  return [
    { label: words.conflict.goal, mine: goalText(mine.goal), theirs: goalText(theirs.goal) },
    { label: words.conflict.from, mine: mine.fromOn, theirs: theirs.fromOn },
    ...[...keys].map(([key, name]) => ({ label: name, mine: textOf(mine, key), theirs: textOf(theirs, key) })),
    { label: words.conflict.note, mine: mine.note, theirs: theirs.note },
  ]
}
