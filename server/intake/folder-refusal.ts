import { createHash } from 'node:crypto'
import { ask, IntakeFailedError, type Intake } from './folder-intake.ts'
import type { FolderIo } from './folder-io.ts'
import type { FolderFile } from './folder-layout.ts'
import { modifiedAt, type Sights } from './folder-sights.ts'

export interface FolderRefusal {
  /** Begins to refuse these files, unless an earlier round is still under way. */
  begin(files: FolderFile[]): void
  /** Settles when the round under way, if any, has ended. */
  idle(): Promise<void>
}

const pieceBytes = 1 << 18

/**
 * Tells the box of files over the size limit, with a digest computed piece by piece. Runs beside the scans, because a huge
 * file takes long to read and the next prescription must not wait for it.
 * @param onError told what {@link Intake.refuse} threw
 */
export function createRefusal(
  intake: Intake,
  io: FolderIo,
  sights: Sights,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): FolderRefusal {
  let round: Promise<void> | undefined

  /** Undefined when the file is gone, shorter than it was, or cannot be read now. */
  async function digest(file: FolderFile, size: number): Promise<string | undefined> {
    const hash = createHash('sha256')
    let position = 0
    while (position < size) {
      const piece = await sights.attempt(file, io.read(file.path, position, pieceBytes))
      if (!piece || piece.length === 0) return undefined
      signal.throwIfAborted()
      hash.update(piece)
      position += piece.length
    }
    return hash.digest('hex')
  }

  async function refuse(file: FolderFile): Promise<void> {
    const sight = sights.find(file)
    if (!sight) return
    const sha256 = await digest(file, sight.size)
    if (sha256 === undefined || (await sights.look(file)) !== sight) return
    signal.throwIfAborted()
    await ask(() => intake.refuse({ name: file.name, size: sight.size, modifiedAt: modifiedAt(sight), sha256 }))
    sight.outcome = 'refused'
  }

  async function refuseAll(files: FolderFile[]): Promise<void> {
    try {
      for (const file of files) await refuse(file)
    } catch (error) {
      // The folder's own failures are told by the scan, which comes this way again.
      if (error instanceof IntakeFailedError) onError(error.cause)
    }
  }

  return {
    begin(files) {
      if (round || files.length === 0) return
      round = refuseAll(files).then(() => {
        round = undefined
      })
    },
    idle: async () => round,
  }
}
