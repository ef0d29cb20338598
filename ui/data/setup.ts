import type { RecoveryCodes, TotpSecret } from '../../contract/account.ts'
import type {
  ConnectionStep,
  ConnectionView,
  FolderChoice,
  FolderTest,
  FolderTestRequest,
  SetupAdmin,
  SetupBackup,
  SetupFacility,
  SetupFolders,
  SetupHub,
  SetupNetwork,
  SetupStep,
  SetupView,
} from '../../contract/setup.ts'
import type { Http } from './http.ts'
import type { Outcome } from './outcome.ts'
import { makePasskey } from './passkeys.ts'

export const openSetup = (http: Http, code: string): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/setup/session', { code })

export const getSetup = (http: Http): Promise<Outcome<SetupView>> => http.get('/api/setup')

interface Answers {
  facility: SetupFacility
  admin: SetupAdmin
  network: SetupNetwork
  nsips: SetupFolders
  readers: undefined
  backup: SetupBackup
  hub: SetupHub
}

export const saveStep = <Step extends keyof Answers>(
  http: Http,
  step: Step,
  answer: Answers[Step],
): Promise<Outcome<SetupView>> => http.ask('POST', `/api/setup/${step}`, answer)

/** As {@link saveStep}, on a box that was set up where `isAfter`: 接続の設定. */
export const saveConnection = <Step extends ConnectionStep>(
  http: Http,
  isAfter: boolean,
  step: Step,
  answer: Answers[Step],
): Promise<Outcome<ConnectionView>> =>
  isAfter ? http.ask('PUT', `/api/settings/${step}`, answer) : saveStep(http, step, answer)

export const leaveStep = (http: Http, step: SetupStep): Promise<Outcome<SetupView>> =>
  http.ask('POST', '/api/setup/later', { step })

export const beginTotp = (http: Http): Promise<Outcome<TotpSecret>> => http.ask('POST', '/api/setup/totp')

export const confirmTotp = (http: Http, code: string): Promise<Outcome<RecoveryCodes>> =>
  http.ask('POST', '/api/setup/totp/confirmation', { code })

export async function addPasskey(http: Http, label: string): Promise<Outcome<RecoveryCodes>> {
  const made = await makePasskey(await http.ask('POST', '/api/setup/passkey/challenge'))
  return made.ok ? http.ask('POST', '/api/setup/passkey', { label, response: made.value }) : made
}

export const renewCodes = (http: Http): Promise<Outcome<RecoveryCodes>> => http.ask('POST', '/api/setup/recovery-codes')

const placeOf = (isAfter: boolean): string => (isAfter ? '/api/settings' : '/api/setup')

export const listFolders = (http: Http, isAfter: boolean, path: string): Promise<Outcome<FolderChoice>> =>
  http.get(`${placeOf(isAfter)}/folders?path=${encodeURIComponent(path)}`)

export const testNsips = (http: Http, isAfter: boolean, asked: FolderTestRequest): Promise<Outcome<FolderTest>> =>
  http.ask('POST', `${placeOf(isAfter)}/nsips/test`, asked)

export const finishSetup = (http: Http): Promise<Outcome<undefined>> => http.send('POST', '/api/setup/finish')
