import { X509Certificate } from 'node:crypto'
import { resolve } from 'node:path'
import { readRoot } from '../lan/certificates.ts'
import { trustWords } from '../lan/trust-files.ts'

/** `kusuribako trust`: what to compare before a device is told to trust this box. Exit code 1 when the box was never started. */
export function runTrust(flags: { data: string; json?: boolean }): number {
  const read = readRoot(resolve(flags.data))
  if (!read.ok || !read.root) {
    const message = read.ok ? '認証局はまだありません。薬箱を一度動かすと作られます。' : read.message
    process.stderr.write(`${message}\n`)
    return 1
  }
  const { subject, fingerprint, fingerprint256, validTo } = new X509Certificate(read.root.cert)
  const words = trustWords(read.root.cert)
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ words: words.split(' '), sha256: fingerprint256, sha1: fingerprint, validTo: new Date(validTo).getTime(), ca: read.file })}\n`
      : `確認のことば: ${words}\n名前: ${/^CN=(.*)$/m.exec(subject)?.[1] ?? ''}\nSHA-256: ${fingerprint256}\n拇印(SHA-1、Windows の画面と比べる値): ${fingerprint}\n証明書: ${read.file}\n`,
  )
  return 0
}
