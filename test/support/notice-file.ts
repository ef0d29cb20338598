import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { keyName, noticeFileFormat } from '../../server/domain/notice-file.ts'

/** Somebody who signs notice files. */
export interface Signer {
  /** 32 bytes. */
  publicKey: Buffer
  privateKey: KeyObject
}

export function createSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32), privateKey }
}

export const knownIssue = {
  id: 'scan-zoom',
  version: 1,
  kind: 'known-issue',
  title: '見本の不具合',
  body: '見本の説明です。',
  status: 'new-in-progress',
  affects: '見本の機種だけ',
  on: '2026-04-01',
}

/** A signed notice file as docs/formats/notice-file.md describes it. */
export function writeNoticeFile(
  signer: Signer,
  notices: readonly object[] = [knownIssue],
  issuer = '見本の発行者',
): Buffer {
  const payload = JSON.stringify({ issuer, notices })
  const signature = sign(null, Buffer.from(payload, 'utf8'), signer.privateKey).toString('base64')
  return Buffer.from(JSON.stringify({ format: noticeFileFormat, key: keyName(signer.publicKey), signature, payload }))
}
