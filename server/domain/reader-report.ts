import type { ReaderReport, Verdict } from '../../contract/reader.ts'
import { evidenceOf, parts } from './reader-evidence.ts'
import { judgeReader } from './reader-health.ts'
import { isScanner, lastDays, looseUnplugs, periodDays, type ReaderFacts } from './reader-signs.ts'

/** Verdict, evidence, next steps and words for the maker, in Japanese: what the page and `kusuribako doctor readers` both say. */
export function reportReader(facts: ReaderFacts): ReaderReport {
  const verdict = judgeReader(facts)
  const evidence = evidenceOf(facts, verdict)
  return {
    verdict,
    title: titleOf(facts, verdict),
    evidence,
    steps: [...firstSteps(facts, verdict), ...stepsOf(facts, verdict)],
    vendor: vendorOf(facts, verdict, evidence),
  }
}

/** Where a bad contact is looked for first. */
function weakPlace({ usb, others, today }: ReaderFacts): 'hub' | 'box' | 'cable' {
  if (usb && usb.hubs > 0) return 'hub'
  return others.some((days) => looseUnplugs(lastDays(days, today, periodDays)) > 0) ? 'box' : 'cable'
}

const contactTitles = {
  hub: 'USB ハブ・延長ケーブルの接触か、ハブの電源が疑われます',
  box: '箱の USB の電源か差し込み口が疑われます(ほかのリーダーも抜けています)',
  cable: 'ケーブルか差し込み口の接触が疑われます',
}

function titleOf(facts: ReaderFacts, verdict: Verdict): string {
  const thing = isScanner(facts) ? 'スキャナー' : 'カードリーダー'
  switch (verdict) {
    case 'ok':
      return facts.isConnected ? '問題は見つかりません' : `つながっていません。これまでの記録に問題は見つかりません`
    case 'unused':
      return facts.isConnected
        ? '使われた回数が少ないので、まだ判定できません'
        : 'つながっていません。使われた回数が少ないので、判定はできません'
    case 'contact':
      return contactTitles[weakPlace(facts)]
    case 'other-program':
      return `ほかのソフトがこの${thing}を使っています`
    case 'driver-missing':
      return `${thing}を動かすソフトが足りないか、止まっています`
    case 'dead':
      return `${thing}本体の故障が疑われます`
    case 'bad-card':
      return '読めないカードがあります(リーダーは正しく働いています)'
    case 'wrong-card':
      return isScanner(facts)
        ? '使わないコードがよく読まれています(スキャナーは正しく働いています)'
        : '会員カードでないカードがよく置かれています(リーダーは正しく働いています)'
  }
}

/** Whatever else is wrong: unplugged, or switched off by a person. Not where the software hides the reader. */
function firstSteps({ isConnected, isWanted }: ReaderFacts, verdict: Verdict): string[] {
  return [
    ...(isConnected || verdict === 'driver-missing'
      ? []
      : ['USB に差しなおしてください。差すと自動で ON になります。']),
    ...(isWanted ? [] : ['使うときは、カードリーダー設定でこのリーダーを ON にしてください。']),
  ]
}

const swapStep =
  'それでも起きるときは、「リーダーの調子」の画面の「入替テスト」をしてください。リーダーとケーブルのどちらが悪いかが分かります。'

function contactSteps(facts: ReaderFacts): string[] {
  const place = weakPlace(facts)
  const first = {
    hub: '延長ケーブルと USB ハブを外し、箱の USB にじかに差してください。届かないときは、電源付きのハブか、付属のケーブルだけでつないでください。',
    box: '箱に差している USB 機器を減らし、リーダーを箱の別の差し込み口へ移してください。充電など電気を多く使う機器は外してください。',
    cable: '別の差し込み口に差しかえ、コネクターを奥まで差してください。ぐらつく差し込み口は使わないでください。',
  }
  return [
    first[place],
    'ケーブルが引っぱられたり、椅子や引き出しにはさまれたりしない置き方にしてください。',
    ...(isScanner(facts)
      ? ['スキャナーの設定が初期値に戻っていないか、手引きの「スキャナー設定」の表で確かめてください。']
      : []),
    isScanner(facts) ? '直らなければ、別のケーブルに替えてください。' : swapStep,
    '直したあと 7 日間この回数が増えなければ、判定は自動で元に戻ります。',
  ]
}

function driverSteps({ service, kind, satellite }: ReaderFacts): string[] {
  const machine = satellite === null ? '箱' : `サテライト「${satellite}」の機械`
  const technician = satellite === null ? '技術者: ' : `技術者: ${machine}で、`
  const restart = `${machine}の電源を入れなおしてください。1 分待っても戻らなければ、次を技術者に頼んでください。`
  switch (service) {
    case 'binding-missing':
      return [
        kind === 'pcsc'
          ? `${technician}apt-get install pcscd libpcsclite-dev build-essential pkg-config python3 のあと、薬箱のフォルダーで npm ci をやり直す。`
          : `${technician}薬箱のフォルダーで npm ci をやり直す(${parts[kind]} が入ります)。`,
        `${technician}kusuribako doctor readers で、足りないものがなくなったことを確かめる。`,
      ]
    case 'stuck':
      return [
        'リーダーを抜き、10 秒待って差しなおしてください。',
        restart,
        `${technician}systemctl restart pcscd。ACS のリーダーは apt-get install libacsccid1、カーネルの pn533_usb・port100 が取っていれば止める(kusuribako doctor readers に出ます)。`,
      ]
    default:
      return [
        restart,
        `${technician}apt-get install pcscd、systemctl enable --now pcscd.socket、systemctl status pcscd で理由を見る。`,
        `${technician}Debian 13 では polkit の許可がいる(systemd/polkit/50-kusuribako-pcsc.rules)。kusuribako doctor readers に出ます。`,
      ]
  }
}

function stepsOf(facts: ReaderFacts, verdict: Verdict): string[] {
  switch (verdict) {
    case 'ok':
      return []
    case 'unused':
      return [
        isScanner(facts)
          ? 'コードを 10 件読ませてから、もう一度ここを見てください。'
          : '読めると分かっているカードを 10 回タッチしてから、もう一度ここを見てください。',
      ]
    case 'contact':
      return contactSteps(facts)
    case 'other-program':
      return [
        'このリーダーを使うほかのソフト(電子証明書、勤怠、会計など)を終わらせてください。',
        'ほかの用途にもリーダーがいるときは、リーダーをもう 1 台用意して分けてください。',
        '技術者: 箱で動いている pcscd の利用者を ss -xp | grep pcscd.comm で調べる。',
      ]
    case 'driver-missing':
      return driverSteps(facts)
    case 'dead':
      return [
        '読めると分かっている別のカードで 3 回試してください。',
        '別の差し込み口に、延長ケーブルやハブを使わずにじかに差してください。',
        '「リーダーの調子」の画面の「入替テスト」で、別のリーダーなら読めることを確かめてください。',
        '故障と決まったら交換してください。新しいリーダーは差すだけで使えます。',
      ]
    case 'bad-card':
      return [
        '読めなかったカードを、読めると分かっているカードと続けて試してください。片方だけ読めなければ、そのカードの不良です。',
        'カードケースや、ほかの IC カードと重ねたままになっていないか見てください。',
        '曲がり・割れ・穴のあるカードは再発行してください。',
      ]
    case 'wrong-card':
      if (isScanner(facts)) {
        return [
          'お薬手帳のコードか、処方箋のコードを読み取ってください。',
          '何枚かに分かれたコードは、一人分だけを続けて読み取ってください。',
        ]
      }
      return [
        'マイナンバーカードは、資格確認端末(顔認証付きカードリーダー)へご案内ください。',
        'リーダーのそばに「会員カードをタッチ」と表示すると減ります。',
      ]
  }
}

function vendorOf(facts: ReaderFacts, verdict: Verdict, evidence: string[]): string[] {
  const asks: Partial<Record<Verdict, string>> = {
    contact: 'お願い: ケーブル・ハブ・差し込み口の交換か点検。ケーブルを替えて直ったかどうかも伝えてください。',
    'other-program': 'お願い: このリーダーを使うソフトの特定と、使い分けの設定。',
    'driver-missing': 'お願い: kusuribako doctor readers の結果を見て、足りないソフトを入れること。',
    dead: 'お願い: リーダーの交換(保証の確認)。カード・ケーブル・差し込み口を替えても読めないことを伝えてください。',
    'bad-card': 'お願い: 同じカードがほかのリーダーでも読めないことを確かめたうえで、カードの交換。',
  }
  const ask = asks[verdict]
  if (ask === undefined) return []
  return [
    `機器: ${facts.label}${facts.usb ? `(USB ${facts.usb.port})` : ''}`,
    `症状: ${titleOf(facts, verdict)}`,
    ...evidence,
    ask,
  ]
}
