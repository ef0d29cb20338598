import { expect, test } from 'vitest'
import { avahiFile } from './avahi.ts'

test('the service file for Avahi names facility, version and port, whatever letters the name is made of', () => {
  const text = avahiFile({ facility: '見本 & <試験> "薬局"', version: '1.2.3', port: 8443 })
  expect(text).toContain('<name>見本 &amp; &lt;試験&gt; &quot;薬局&quot;</name>')
  expect(text.match(/<port>8443<\/port>/g)).toHaveLength(2)
  expect(text.match(/<txt-record>version=1\.2\.3<\/txt-record>/g)).toHaveLength(2)
  expect(text).toContain('<type>_https._tcp</type>')
  expect(text).toContain('<type>_kusuribako._tcp</type>')
  expect(text).not.toMatch(/@[A-Z]+@/)
})
