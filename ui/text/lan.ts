import type { FoundOnLan, LanState } from '../../contract/lan.ts'
import type { Trouble } from './troubles.ts'

const trouble: Partial<Record<LanState, Trouble>> = {
  'no-network': {
    what: 'LAN につながっていません',
    means: 'ほかの PC やタブレットから薬箱を開けません。',
    todo: '薬箱の LAN ケーブルと、つなぐ先の機器の電源を確かめてください。つながると、ここに表示されます。',
  },
  blocked: {
    what: '薬箱の名前を LAN に知らせることができません',
    means: 'この機械のほかのプログラムが、名前のためのポート（UDP 5353）を使っています。IP アドレスでは開けます。',
    todo: '技術者に、UDP 5353 を使っているプログラムの確認を依頼してください。空くと、自動で知らせます。',
  },
  'avahi-stale': {
    what: 'Avahi に渡したファイルの内容が、いまの薬箱と違います',
    means: 'LAN の機器の一覧に、前の薬局名・版・ポートが出ます。',
    todo: '技術者に、「kusuribako avahi-file」の出力で /etc/avahi/services/kusuribako.service を置き換えるよう依頼してください。',
  },
}

/** ネットワーク. */
export const lan = {
  trouble,
  localOnly: {
    what: 'この薬箱は、この機械の中だけで動いています',
    hint: 'ほかの PC やタブレットからは開けません。LAN で使うには、serve に --host 0.0.0.0 を付けて動かします。',
  },
  name: 'この薬箱の名前',
  probing: '名前が空いているか確かめています…',
  avahi: 'Avahi が LAN に知らせています。',
  renamed: 'LAN にもう1台の薬箱か、同じ名前の機器があるため、番号が付いています。電源を切っても、この番号のままです。',
  nameFails: '名前で開けないタブレットや PC では、下の IP アドレスか QR コードで開いてください。',
  addresses: 'IP アドレスと QR コード',
  network: (name: string) => `ネットワーク ${name}`,
  open: '薬箱を開く',
  openQr: (address: string) => `${address} で薬箱を開く QR コード`,
  trust: 'はじめての端末（先に薬箱を信頼する）',
  trustQr: (address: string) => `${address} で「薬箱を信頼する」ページを開く QR コード`,
  addressHint:
    'IP アドレスは、ルーターの設定で変わることがあります。いつも同じにするには、ルーターで薬箱のアドレスを固定してください。',
  found: 'LAN で見つかったもの',
  foundHint: '名前は、それぞれの機器が自分で名乗っているものです。この画面を開いているあいだ、探し続けます。',
  none: 'まだ何も見つかっていません。名前を知らせない機器は、ここに出ません。',
  kind: {
    box: 'ほかの薬箱',
    satellite: 'サテライト',
    printer: 'プリンター',
    share: '共有フォルダのある PC',
    pc: 'PC',
  } satisfies Record<FoundOnLan['kind'], string>,
  columns: { kind: '種類', name: '名前', host: 'LAN での名前', addresses: 'IP アドレス' },
  version: (version: string) => `版 ${version}`,
  satelliteOf: (box: string) => `つなぐ先 ${box}`,
  satellites: 'LAN で見つかったサテライト',
  satellitesHint:
    'リーダーがこの画面に出ないときは、「つなぐ先」がこの薬箱か、鍵が取り消されていないかを確かめてください。',
}
