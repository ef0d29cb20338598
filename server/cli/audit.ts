import { auditFaultWords } from '../domain/audit-words.ts'
import { saveAuditCheck, verifyAudit, type AuditVerdict } from '../store/audit.ts'
import { withStoreAsync } from './with-store.ts'

interface VerifyFlags {
  data: string
  json?: boolean
  known?: string
}

/**
 * `kusuribako audit verify`: reads the whole chain of the audit trail; beside a running box, too, whose pages then say the same.
 * @returns 0 when it holds, 1 when a row is not as it was written, 2 when `--known` cannot be read
 */
export async function runAuditVerify({ data, json = false, known: typed }: VerifyFlags): Promise<number> {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(typed ?? '') ?? []
  if (typed !== undefined && hash === undefined) {
    process.stderr.write('--known は「番号:ハッシュ」です(verify が表示したもの)。\n')
    return 2
  }
  const known = hash === undefined ? null : { seq: Number(seq), hash }
  return withStoreAsync(data, async (store) => {
    const verdict = await verifyAudit(store, known)
    if (!verdict) return 1
    saveAuditCheck(store, verdict)
    const { ok, rows } = verdict
    const head = { seq: verdict.head.seq, hash: verdict.head.hash.toString('hex') }
    const fault = verdict.ok ? {} : { ...faultOf(verdict), message: auditFaultWords[verdict.why] }
    if (json) process.stdout.write(`${JSON.stringify({ ok, rows, head, ...fault })}\n`)
    else if (verdict.ok) process.stdout.write(`監査ログ ${rows} 行に異常はありません。末尾 ${head.seq}:${head.hash}\n`)
    else
      process.stdout.write(
        `監査ログの ${verdict.seq} 行目が壊れています: ${auditFaultWords[verdict.why]} [${verdict.why}]${allOf(verdict)}\n`,
      )
    return ok ? 0 : 1
  })
}

type Broken = Exclude<AuditVerdict, { ok: true }>

const faultOf = ({ seq, why, faults, lastSeq }: Broken) => ({ seq, why, faults, lastSeq })

const allOf = ({ faults, lastSeq }: Broken): string =>
  faults === 1 ? '' : ` 全部で ${faults} か所、最後は ${lastSeq} 行目です。`
