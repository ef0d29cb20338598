import type { SecureContextOptions } from 'node:tls'
import type { Identity } from './identity.ts'

/**
 * How the box speaks TLS: 1.3, and 1.2 for old tablets with ephemeral keys and authenticated encryption alone (医療情報システムの安全管理に
 * 関するガイドライン 第6.0版 asks for 1.3 where it can be had). RSA is for certificates from elsewhere. A swap needs all of it again.
 */
export const tlsOptions = ({ cert, key }: Identity): SecureContextOptions => ({
  cert,
  key,
  minVersion: 'TLSv1.2',
  honorCipherOrder: true,
  ciphers: [
    ...['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'],
    ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
    ...['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-CHACHA20-POLY1305'],
  ].join(':'),
})
