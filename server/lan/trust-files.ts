import { createHash, X509Certificate } from 'node:crypto'
import { fingerprintWords, words } from './fingerprint-words.ts'
import { fingerprintOf, shortIdOf } from './identity.ts'

/** One thing that the plain listener gives out. */
export interface TrustFile {
  type: string
  body: Buffer
  /** Saved under this name, never shown. */
  saveAs?: string
}

/** Everything a device may ask for before it trusts the box, by path. The page needs the address it was asked under. */
export interface TrustFiles {
  page: (secureUrl: string) => Buffer
  files: ReadonlyMap<string, TrustFile>
}

export const pagePath = '/trust'

/** What the person compares: on the console of the box, on a device that trusts it already, and on the page. */
export const trustWords = (caCert: string): string => fingerprintWords(fingerprintOf(caCert))

const style = `body{font-family:system-ui,sans-serif;line-height:1.7;max-width:44rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem;border-top:1px solid #bbb;padding-top:1rem}
.words{font-size:1.5rem;font-weight:bold;border:2px solid #1b1b1b;padding:.75rem 1rem}
a.file{display:inline-block;padding:.6rem 1rem;border:2px solid #0b57a4;border-radius:.4rem;color:#0b57a4;font-weight:bold;text-decoration:none}
code{background:#eee;padding:.1rem .3rem;overflow-wrap:anywhere}`

/** No script, nothing from elsewhere, and of style this very sheet. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** @param caCert the certificate of the box's authority, PEM */
export function makeTrustFiles(caCert: string): TrustFiles {
  const authority = new X509Certificate(caCert)
  const der = authority.raw
  const id = shortIdOf(authority.publicKey)
  const shown = trustWords(caCert)
  const file = (name: string, type: string, body: Buffer | string): [string, TrustFile] => [
    `${pagePath}/${name}`,
    { type, body: Buffer.from(body), saveAs: name },
  ]
  return {
    page: (secureUrl) => Buffer.from(makePage({ secureUrl, id, shown })),
    files: new Map([
      file('kusuribako-ca.crt', 'application/x-x509-ca-cert', der),
      file('kusuribako-ca.pem', 'application/x-pem-file', caCert),
      file('kusuribako.mobileconfig', 'application/x-apple-aspen-config', makeProfile(der, id)),
      file('kusuribako-trust.ps1', 'text/plain; charset=utf-8', makeScript(der, id)),
    ]),
  }
}

/** A configuration profile for iPad and iPhone (Apple: "Configuration Profile Reference", payload com.apple.security.root). */
function makeProfile(der: Buffer, id: string): string {
  const uuid = (what: string): string => {
    const hex = createHash('sha256').update(what).update(der).digest('hex')
    // Form of a UUID of version 8: made from content, so that the same profile replaces itself.
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`.toUpperCase()
  }
  const entry = (key: string, value: string, kind = 'string') => `<key>${key}</key><${kind}>${value}</${kind}>`
  const named = (what: string, name: string) =>
    entry('PayloadIdentifier', `jp.kusuribako.${id}.${what}`) +
    entry('PayloadUUID', uuid(what)) +
    entry('PayloadVersion', '1', 'integer') +
    entry('PayloadDisplayName', name)
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadContent</key><array><dict>
${entry('PayloadType', 'com.apple.security.root')}${named('root', `薬箱 ${id}`)}
${entry('PayloadCertificateFileName', 'kusuribako-ca.crt')}${entry('PayloadContent', der.toString('base64'), 'data')}
</dict></array>
${entry('PayloadType', 'Configuration')}${named('profile', `薬箱を信頼する (${id})`)}
${entry('PayloadDescription', '薬局の薬箱へ安全につなぐための証明書を入れます。ほかの設定は変えません。')}
<key>PayloadRemovalDisallowed</key><false/>
</dict></plist>
`
}

/** For Windows PowerShell 5.1: reads UTF-8 only with a byte order mark. It shows the words of the very bytes it installs, and asks. */
function makeScript(der: Buffer, id: string): string {
  const lines = [
    `# 薬箱 (${id}) の証明書を、このWindowsのいまの利用者が信頼するようにします。ほかの設定は変えません。`,
    `$ErrorActionPreference = 'Stop'`,
    `$der = [Convert]::FromBase64String('${der.toString('base64')}')`,
    `$words = '${words.join(' ')}' -split ' '`,
    `$digest = [Security.Cryptography.SHA256]::Create().ComputeHash($der)`,
    `$shown = ($digest[0..9] | ForEach-Object { $words[$_] }) -join ' '`,
    `Write-Host ''`,
    `Write-Host '  確認のことば:'`,
    `Write-Host "  $shown"`,
    `Write-Host ''`,
    `$answer = Read-Host '薬箱が示すことばと、順番まですべて同じなら y を、違うときは n を入力してください'`,
    `if ($answer -ne 'y') { Write-Host '何も変えずに終わりました。'; exit 1 }`,
    `$certificate = New-Object Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList @(,$der)`,
    `$store = New-Object Security.Cryptography.X509Certificates.X509Store -ArgumentList 'Root', 'CurrentUser'`,
    `$store.Open('ReadWrite')`,
    `try { $store.Add($certificate) } finally { $store.Close() }`,
    `Write-Host '終わりました。ブラウザーをいったんすべて閉じてから、薬箱を開いてください。'`,
  ]
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

const makePage = ({
  secureUrl,
  id,
  shown,
}: {
  secureUrl: string
  id: string
  shown: string
}): string => `<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>薬箱を信頼する</title><style>${style}</style></head><body><main>
<h1>この端末で薬箱を信頼する</h1>
<p>薬箱 <strong>${id}</strong> へ安全につなぐための証明書を、この端末に入れます。一台につき一回だけの手順です。</p>
<h2>1. 確認のことばを比べる</h2>
<p><strong>このページは暗号化されていません。</strong>ネットワークを乗っ取った相手は、このページも、ことばも、証明書も差し替えられます。ことばが合っても証明にはなりません。確かなのは、入れたあとに端末が示す値だけです(3.)。</p>
<p>次のことばが、薬箱の本体の画面(<code>kusuribako trust</code>)や、すでに使っている端末に出ることばと<strong>順番まですべて同じ</strong>ことを確かめてください。</p>
<p class="words" lang="ja">${shown}</p>
<p>一つでも違うときは、何も入れずに管理者へ知らせてください。別の機械がなりすましているおそれがあります。</p>
<h2>2. 証明書を入れる</h2>
<h3>iPad・iPhone</h3>
<p><a class="file" href="${pagePath}/kusuribako.mobileconfig">プロファイルをダウンロード</a></p>
<ol><li>Safari でこのページを開き、上のボタンを押して「許可」を選びます。</li>
<li>「設定」の「ダウンロード済みのプロファイル」から「インストール」を選びます。</li>
<li>「設定」→「一般」→「情報」→「証明書信頼設定」で、Kusuribako ${id} をオンにします。<strong>ここまでしないと信頼されません。</strong></li></ol>
<h3>Windows</h3>
<p><a class="file" href="${pagePath}/kusuribako-trust.ps1" download>PowerShell の手順をダウンロード</a></p>
<ol><li>ダウンロードしたフォルダーで PowerShell を開き、<code>powershell -ExecutionPolicy Bypass -File .\\kusuribako-trust.ps1</code> を実行します。</li>
<li>出たことばを 1. と同じように比べ、同じなら <code>y</code> を入力します。</li>
<li>Windows が確認の画面を出したら「はい」を選び、ブラウザーをいったんすべて閉じます。</li></ol>
<h3>Android・Mac・Linux・そのほか</h3>
<p><a class="file" href="${pagePath}/kusuribako-ca.crt" download>証明書 (.crt)</a> <a class="file" href="${pagePath}/kusuribako-ca.pem" download>証明書 (.pem)</a></p>
<p>「CA証明書」または「ルート証明書」として入れてください。</p>
<h2>3. 入れたものを端末で確かめる</h2>
<p>薬箱の本体で <code>kusuribako trust</code> を実行し、出た「SHA-256」と名前を、<strong>端末の OS が示すもの</strong>と比べます。このページの値と比べても確かめたことになりません。</p>
<ul><li>iPad・iPhone: 「設定」→「一般」→「VPNとデバイス管理」→「薬箱を信頼する (…)」→「詳細」→ 証明書。名前と、出ていれば SHA-256 を比べます。</li>
<li>Android: 「設定」の「信頼できる認証情報」→「ユーザー」→ 証明書。SHA-256 を比べます。</li>
<li>Windows: <code>certmgr.msc</code> →「信頼されたルート証明機関」→「証明書」→ Kusuribako ${id} →「詳細」の「拇印」を、本体に出た「拇印(SHA-1)」と比べます。PowerShell の手順のファイルも差し替えられるので、手順が出すことばだけでは足りません。</li>
<li>Mac・Linux: キーチェーンアクセスなど、OS の証明書の画面で SHA-256 を比べます。</li></ul>
<p>違うとき、比べられないときは、入れたものを削除し、4. へ進まずに管理者へ知らせてください。確かめ終わるまで、ID もパスワードも入力しないでください。</p>
<h2>4. 薬箱を開く</h2>
<p><a href="${secureUrl}">${secureUrl}</a> を開きます。警告が出るときは先へ進まず、2. をやり直してください。</p>
</main></body></html>
`
