/**
 * Classes of medicines as people write them in allergies and adverse reactions, and by what a drug is known to be of one. No drug data is
 * shipped: this is what can be told by public rules (sources and limits: docs/formats/drug-classes.md). The first digits of a YJ code are
 * its 薬効分類 (日本標準商品分類 87), and general names of one class share a stem. Lists are separated by blanks.
 */
interface DrugClass {
  /** As it is shown. */
  name: string
  /** What notes call it. */
  words: string
  /** First digits of YJ codes. */
  codes?: string
  /** Stems and names: `〜シリン` ends so, `セフ〜` begins so, `〜ヨード〜` has it somewhere; anything else is a whole name. */
  names?: string
  /** What only looks like one of these, by name or by code. */
  except?: string
  /** Not meant where the same part of a note names a narrower class: ペニシリン系抗生物質. */
  isBroad?: boolean
}

const penicillins: DrugClass = {
  name: 'ペニシリン系',
  words: 'ペニシリン',
  // 61991…: packs against Helicobacter, all with アモキシシリン. 6139100: アモキシシリン with クラブラン酸.
  codes: '6111 6121 6131 6191 61991 6139100',
  names: `〜シリン パセトシン アモリン ユナシン オーグメンチン〜 クラバモックス ゾシン タゾピペ
    ランサップ〜 ランピオン〜 ラベキュア〜 ラベファイン〜 ボノサップ〜 ボノピオン〜`,
}
const cephems: DrugClass = {
  name: 'セフェム系',
  words: 'セフェム セファロスポリン セフ系',
  codes: '6132 6133',
  names: `セフ〜 〜キセフ フロモックス メイアクト〜 バナン トミロン 〜ケフラール 〜ケフレックス パンスポリン〜 フルマリン ロセフィン`,
  // An alkaloid, and a drug against dizziness.
  except: 'セファランチン セファドール',
}
const carbapenems: DrugClass = {
  name: 'カルバペネム系',
  words: 'カルバペネム ペネム系',
  names: '〜ペネム オラペネム メロペン ファロム',
}
const macrolides: DrugClass = {
  name: 'マクロライド系',
  words: 'マクロライド',
  codes: '614',
  names: `〜スロマイシン ジョサマイシン スピラマイシン フィダキソマイシン クラリス クラリシッド ジスロマック ルリッド エリスロシン
    ランサップ〜 ラベキュア〜 ボノサップ〜`,
}
const tetracyclines: DrugClass = {
  name: 'テトラサイクリン系',
  words: 'テトラサイクリン',
  codes: '6152 6192',
  names: '〜サイクリン ミノマイシン ビブラマイシン アクロマイシン レダマイシン',
}
const quinolones: DrugClass = {
  name: 'キノロン系',
  words: 'ニューキノロン フルオロキノロン キノロン',
  codes: '6241',
  names: `〜キサシン クラビット タリビッド シプロキサン ジェニナック グレースビット アベロックス オゼックス バクシダール ラスビック
    ベガモックス`,
}
const aminoglycosides: DrugClass = {
  name: 'アミノグリコシド系',
  words: 'アミノグリコシド アミノ糖系 アミノ配糖体',
  codes: '6123 6134 6161',
  names: `ゲンタマイシン トブラマイシン アミカシン カナマイシン ストレプトマイシン アルベカシン イセパマイシン ジベカシン
    リボスタマイシン フラジオマイシン ゲンタシン トブラシン バラマイシン ソフラチュール`,
}
const sulfas: DrugClass = {
  name: 'サルファ剤',
  words: 'サルファ スルファ剤 ST合剤',
  // 6290100: スルファメトキサゾール with トリメトプリム.
  codes: '621 2633 6290100',
  names: '〜スルファ〜 バクタ バクトラミン ダイフェン サラゾピリン アザルフィジン〜 ゲーベン',
}
const otherAntibiotics: DrugClass = {
  name: '',
  words: '',
  codes: '611 612 613 614 615 616 619 621 624 6290100 2634',
  names: '〜マイシン ダラシン ホスミシン リネゾリド アクアチム フシジン酸 フシジンレオ',
}

const acetaminophens = '〜アセトアミノフェン カロナール コカール アンヒバ アルピニー タイレノール〜 トラムセット'
const pyrazolones: DrugClass = {
  name: 'ピリン系',
  words: 'ピリン',
  codes: '1144 1146',
  // アスピリン is none.
  names: 'スルピリン 〜アンチピリン アミノピリン メチロン SG クリアミン〜 セデス・ハイ セデスハイ サリドン〜',
}
const nsaids: DrugClass = {
  name: 'NSAIDs',
  words: 'NSAID NSAIDS 非ステロイド アスピリン喘息 解熱鎮痛薬喘息 NERD N-ERD AERD',
  // 1180: 総合感冒剤, which hold サリチルアミド. 2649: patches and ointments against pain, and some against itching.
  codes: '114 1180 2649',
  names: `〜プロフェン 〜フェナク 〜ビナク 〜キシカム 〜コキシブ 〜フェナム酸 〜アスピリン 〜メタシン スリンダク エトドラク
    モフェゾラク ナブメトン ナプロキセン オキサプロジン チアラミド エモルファゾン エテンザミド 〜サリチルアミド
    〜サリチル酸 〜サリチル酸メチル 〜サリチル酸グリコール
    ロキソニン〜 ボルタレン〜 セレコックス ポンタール モービック ブルフェン ハイペン クリノリル ナイキサン フロベン
    ソランタール バファリン〜 インテバン〜 ジクトル モーラス〜 ミルタックス アドフィード ヤクバン ゼポラス カトレップ
    イドメシン〜 セルタッチ ナパゲルン ロコア PL ペレックス SG
    ニフラン ロルカム ナボール〜 スミル〜 セクター〜 タケルダ キャブピリン コムプラビン
    イブ イブA イブクイック〜 イブメルト イブスリーショット〜 リングル〜 ナロン〜 ノーシン〜 セデス〜 新セデス エキセドリン〜
    サロンパス〜 フェイタス〜 バンテリン〜
    ルル〜 パブロン〜 ベンザ〜 コルゲンコーワ〜 エスタック〜 ストナ〜 ジキニン〜 カコナール〜`,
  // メサラジン is 5-アミノサリチル酸. The codes are アセトアミノフェン and トラマドール, alone and together. ノイロトロピン is given instead of an NSAID.
  except: `${acetaminophens} トラマドール トラマール ワントラム ペンタゾシン ソセゴン ブプレノルフィン エプタゾシン
    ノイロトロピン ノルスパン レペタン レスタミン〜 ジフェンヒドラミン〜 ヘパリン〜 カプサイシン〜 クロタミトン オイラックス
    〜アミノサリチル酸 1141007 1149038 1149117`,
}
const iodineContrast: DrugClass = {
  name: 'ヨード造影剤',
  words: 'ヨード造影 ヨード系造影 ヨード含有造影 ヨウ素造影 CT造影',
  codes: '7211 7219',
  names: `イオパミドール〜 イオヘキソール〜 イオメプロール〜 イオプロミド〜 イオベルソール〜 イオジキサノール〜 イオトロラン〜
    〜アミドトリゾ酸〜 イオタラム酸〜 ヨード化ケシ油〜 オムニパーク〜 イオパミロン〜 イオメロン〜 オプチレイ〜 プロスコープ〜
    ビジパーク〜 ウログラフィン〜 ガストログラフィン〜 リピオドール〜`,
}
const gadoliniumContrast: DrugClass = {
  name: 'ガドリニウム造影剤',
  words: 'ガドリニウム MRI造影',
  codes: '7290',
  names: 'ガド〜 マグネビスト〜 プリモビスト〜 マグネスコープ〜 プロハンス〜',
}

/** Several classes under one word. */
function anyOf(name: string, words: string, ...parts: readonly DrugClass[]): DrugClass {
  const joined = (of: (part: DrugClass) => string | undefined): string => parts.map((part) => of(part) ?? '').join(' ')
  const [codes, names, except] = [joined((of) => of.codes), joined((of) => of.names), joined((of) => of.except)]
  return { name, words, codes, names, except, isBroad: true }
}

const antibiotics = [penicillins, cephems, carbapenems, macrolides, tetracyclines, quinolones, aminoglycosides, sulfas]

/** Every class that is known by name. */
export const drugClasses: readonly DrugClass[] = [
  ...antibiotics,
  anyOf('βラクタム系', 'βラクタム β-ラクタム ベータラクタム', penicillins, cephems, carbapenems),
  {
    name: 'リンコマイシン系',
    words: 'リンコマイシン',
    codes: '6112',
    names: '〜リンコマイシン クリンダマイシン ダラシン',
  },
  { name: 'グリコペプチド系', words: 'グリコペプチド', codes: '6113', names: 'バンコマイシン テイコプラニン' },
  {
    name: 'アゾール系',
    words: 'アゾール系 トリアゾール系 イミダゾール系',
    codes: '2655',
    names: '〜コナゾール ジフルカン イトリゾール ネイリン',
  },
  anyOf('抗生物質', '抗生物質 抗生剤 抗菌薬 抗菌剤', ...antibiotics, otherAntibiotics),
  nsaids,
  pyrazolones,
  {
    name: '解熱鎮痛薬',
    words: '解熱鎮痛 消炎鎮痛 鎮痛剤 鎮痛薬 解熱剤 解熱薬 頭痛薬 痛み止め 痛みどめ 痛止め',
    codes: nsaids.codes ?? '',
    names: [nsaids.names, pyrazolones.names, acetaminophens, 'トラマドール トラマール'].join(' '),
    except: '〜アミノサリチル酸',
    isBroad: true,
  },
  {
    name: '総合感冒薬',
    words: '風邪薬 かぜ薬 感冒薬 感冒剤',
    codes: '1180',
    names: 'PL ペレックス ルル〜 パブロン〜 ベンザ〜 コルゲンコーワ〜 エスタック〜 ストナ〜 ジキニン〜 カコナール〜',
  },
  iodineContrast,
  gadoliniumContrast,
  anyOf('造影剤', '造影剤', iodineContrast, gadoliniumContrast, { name: '', words: '', codes: '721' }),
  {
    ...anyOf('ヨード', 'ヨード ヨウ素 イソジン', iodineContrast),
    codes: '2612 3221 7211 7219',
    names: `${iodineContrast.names ?? ''} 〜ヨード〜 ヨウ化〜 〜ヨウ素〜 イソジン〜 ルゴール〜 カデックス ユーパスタ`,
  },
  {
    name: '局所麻酔薬',
    words: '局所麻酔 局麻 麻酔',
    codes: '121 1313 2710',
    names: '〜カイン アミノ安息香酸エチル',
  },
  {
    ...anyOf('スルホンアミド', 'スルホンアミド スルフォンアミド', sulfas, { name: '', words: '', codes: '2132 2135' }),
    names: `${sulfas.names ?? ''} セレコキシブ セレコックス 〜チアジド フロセミド ラシックス アセタゾラミド ダイアモックス インダパミド`,
    isBroad: false,
  },
  {
    name: 'ステロイド',
    words: 'ステロイド 副腎皮質ホルモン',
    codes: '1315 2452 2454 2455 2456 2646 2647',
    names: `〜プレドニゾロン〜 〜コルチゾン〜 〜メタゾン〜 トリアムシノロン〜 フルチカゾン〜 ブデソニド〜 シクレソニド 〜クロベタゾ〜
      プレドニン リンデロン〜 デカドロン メドロール コートリル ロコイド アンテベート デルモベート セレスタミン マイザー キンダベート 〜ジフルプレドナート
      フルタイド〜 シムビコート〜 レルベア〜 アドエア〜 フルティフォーム〜 パルミコート〜 オルベスコ〜 テリルジー〜`,
  },
  {
    name: 'スタチン',
    words: 'スタチン HMG-CoA',
    names: `〜バスタチン メバロチン リポバス ローコール リピトール リバロ クレストール カデュエット〜 アマルエット〜 アトーゼット〜 ロスーゼット リバゼブ`,
  },
  {
    name: 'ACE阻害薬',
    words: 'ACE阻害 ACEI ACE-I アンジオテンシン変換酵素阻害',
    codes: '2144',
    names: '〜プリル',
  },
  {
    name: 'ARB',
    words: 'ARB アンジオテンシン受容体 アンジオテンシンII受容体 サルタン系',
    names: `〜サルタン ブロプレス ニューロタン ディオバン ミカルディス オルメテック アバプロ イルベタン アジルバ ユニシア
      エックスフォージ レザルタス ミカムロ アイミクス ザクラス エカード プレミネント コディオ ミコンビ ミカトリオ アテディオ
      エンレスト`,
  },
  {
    name: 'Ca拮抗薬',
    words: 'Ca拮抗 カルシウム拮抗',
    names: `〜ジピン ジルチアゼム ベラパミル ノルバスク アムロジン アダラート〜 コニール カルブロック ヘルベッサー〜 ワソラン アテレック
      カデュエット〜 アマルエット〜 ユニシア〜 エックスフォージ〜 レザルタス〜 ミカムロ〜 アイミクス〜 ザクラス〜 アテディオ〜 ミカトリオ〜`,
  },
  {
    name: 'PPI',
    words: 'PPI プロトンポンプ P-CAB PCAB',
    names: '〜プラゾール ボノプラザン オメプラール オメプラゾン タケプロン パリエット ネキシウム タケキャブ',
    // Drugs against psychosis.
    except: '〜ピプラゾール',
  },
  {
    name: 'ベンゾジアゼピン系',
    words: 'ベンゾジアゼピン BZ系 BZD',
    codes: '1124',
    names: '〜ゼパム 〜ゾラム 〜バザム デパス エチゾラム クロチアゼパム リボトリール ランドセン リーゼ マイスタン',
  },
  { name: 'バルビツール酸系', words: 'バルビツール バルビタール系', codes: '1125 1134', names: '〜バルビタール' },
  {
    name: 'オピオイド',
    words: 'オピオイド 麻薬',
    codes: '811 821',
    names: `モルヒネ〜 〜コデイン〜 オキシコドン フェンタニル〜 トラマドール ヒドロモルフォン タペンタドール ブプレノルフィン
      ペンタゾシン トラマール トラムセット`,
  },
  {
    name: 'SU薬',
    words: 'SU剤 SU薬 スルホニル尿素 スルホニルウレア',
    codes: '3961',
    names: 'グリメピリド グリベンクラミド グリクラジド アマリール',
  },
  {
    name: 'ビスホスホネート',
    words: 'ビスホスホネート ビスフォスフォネート BP製剤',
    names: '〜ドロン酸 フォサマック ボナロン アクトネル ベネット ボノテオ リカルボン ボンビバ',
  },
  {
    name: '漢方薬',
    words: '漢方',
    codes: '5200',
    names: '〜湯 〜茯苓丸 〜地黄丸 六味丸 〜腎気丸 麻子仁丸 五苓 当帰芍薬 〜逍遙 抑肝〜 防風通聖 安中 平胃 葛根湯〜',
  },
]
