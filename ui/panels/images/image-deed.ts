import type { Image, ImageEdit } from '../../../contract/image.ts'
import type { ConflictRow } from '../../components/kb-conflict.ts'
import { deleteImage, editImage } from '../../data/images.ts'
import type { Http } from '../../data/http.ts'
import type { Failure } from '../../data/outcome.ts'
import { dateOf, hourMinute } from '../../format/clock.ts'
import { longDate } from '../../format/dates.ts'
import { conflictWords } from '../../text/conflict.ts'
import { images as words } from '../../text/images.ts'

/** What is to be done to an image: an edit, with the name of whom it is given to, or its deletion. */
export type ImageDeed = { edit: Omit<ImageEdit, 'version'>; name?: string } | 'delete'

/** `image` is null after a deletion. `rows`: somebody else changed meanwhile what a person has to look at first. */
type Done = { image: Image | null } | { failure: Failure } | { now: Image; rows: ConflictRow[] }

/** Does it. Where somebody else did the same, or only turned the image, there is nothing to be asked. */
export async function doToImage(http: Http, image: Image, deed: ImageDeed): Promise<Done> {
  const outcome = deed === 'delete' ? await deleteImage(http, image) : await editImage(http, image, deed.edit)
  if (outcome.ok) return { image: outcome.value ?? null }
  const { failure } = outcome
  if (failure.code !== 'stale-version') return { failure }
  const now = failure.current as Image
  if (deed !== 'delete' && isDoneAlready(deed.edit, now)) return { image: now }
  const isOnlyTurned = ownerText(image) === ownerText(now) && doneText(image) === doneText(now)
  const isTurn = deed !== 'delete' && deed.edit.turns !== undefined
  return isOnlyTurned || isTurn ? doToImage(http, now, deed) : { now, rows: rowsOf(deed, now) }
}

const isDoneAlready = ({ isDone, owner, turns }: Omit<ImageEdit, 'version'>, now: Image): boolean => {
  if (turns !== undefined) return false
  if (isDone !== undefined) return isDone === (now.doneAt !== null)
  if (!owner) return now.name === null
  return 'memberId' in owner ? owner.memberId === now.memberId : owner.patientId === now.patientId
}

const rowsOf = (deed: ImageDeed, now: Image): ConflictRow[] => {
  const { owner, isDone } = deed === 'delete' ? {} : deed.edit
  const name = deed === 'delete' ? undefined : deed.name
  return [
    ...(deed === 'delete' ? [{ label: words.title, mine: words.removeYes, theirs: '' }] : []),
    {
      label: words.owner,
      mine: owner === undefined ? conflictWords.untouched : (name ?? words.unassigned),
      theirs: ownerText(now),
    },
    {
      label: words.state,
      mine: isDone === undefined ? conflictWords.untouched : isDone ? words.done : words.open,
      theirs: doneText(now),
    },
  ]
}

const ownerText = ({ name }: Image): string => name ?? words.unassigned

const doneText = ({ doneAt, doneBy }: Image): string =>
  doneAt === null ? words.open : `${words.done}（${longDate(dateOf(doneAt))} ${hourMinute(doneAt)} ${doneBy ?? ''}）`
