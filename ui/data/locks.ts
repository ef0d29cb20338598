import type { BreakGlass, BreakGlassCode, BreakGlassSignIn } from '../../contract/break-glass.ts'
import type {
  ActivityNoted,
  DevicePeople,
  LockSetting,
  NewPin,
  NewStaffCard,
  OwnPin,
  PageKind,
  Switch,
} from '../../contract/lock.ts'
import type { Maintenance, MaintenanceWindow, NewWindow } from '../../contract/maintenance.ts'
import type { Page } from '../../contract/page.ts'
import type { Http } from './http.ts'
import { success, type Outcome } from './outcome.ts'

/** Somebody sits before this page. */
export const tellActivity = (http: Http, page: PageKind): Promise<Outcome<ActivityNoted>> =>
  http.ask('POST', '/api/session/activity', { page })

export const lockSession = (http: Http): Promise<Outcome<undefined>> => http.send('POST', '/api/session/lock')

export const unlockSession = (http: Http, password: string): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/session/unlock', { password })

export const getPeople = (http: Http, counterId: string | null): Promise<Outcome<DevicePeople>> =>
  http.get(`/api/session/people${counterId === null ? '' : `?counterId=${counterId}`}`)

export const switchPerson = (http: Http, request: Switch): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/session/switch', request)

export const signInByGlass = (http: Http, request: BreakGlassSignIn): Promise<Outcome<undefined>> =>
  http.ask('POST', '/api/session/break-glass', request)

export const getLockSetting = (http: Http): Promise<Outcome<LockSetting>> => http.get('/api/lock-setting')

export const saveLockSetting = (http: Http, setting: LockSetting): Promise<Outcome<LockSetting>> =>
  http.ask('PATCH', '/api/lock-setting', setting)

export const getOwnPin = (http: Http): Promise<Outcome<OwnPin>> => http.get('/api/account/pin')

export const setPin = (http: Http, pin: NewPin): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/account/pin', pin)

export const removePin = (http: Http): Promise<Outcome<undefined>> => http.send('DELETE', '/api/account/pin')

export const registerCard = (http: Http, card: NewStaffCard): Promise<Outcome<undefined>> =>
  http.send('POST', '/api/account/card', card)

export const removeCard = (http: Http): Promise<Outcome<undefined>> => http.send('DELETE', '/api/account/card')

export async function listBreakGlass(http: Http): Promise<Outcome<readonly BreakGlass[]>> {
  const outcome = await http.get<Page<BreakGlass>>('/api/break-glass')
  return outcome.ok ? success(outcome.value.items) : outcome
}

export const makeBreakGlass = (http: Http): Promise<Outcome<BreakGlassCode>> => http.ask('POST', '/api/break-glass')

export const closeBreakGlass = (http: Http, id: string): Promise<Outcome<BreakGlass>> =>
  http.ask('POST', `/api/break-glass/${id}/close`)

export const getMaintenance = (http: Http): Promise<Outcome<Maintenance>> => http.get('/api/maintenance')

export const openWindow = (http: Http, window: NewWindow): Promise<Outcome<MaintenanceWindow>> =>
  http.ask('POST', '/api/maintenance', window)

export const closeWindow = (http: Http, id: string): Promise<Outcome<MaintenanceWindow>> =>
  http.ask('POST', `/api/maintenance/${id}/close`)
