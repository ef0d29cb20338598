import type { NewStaff, Staff, StaffEdit, StartCode } from '../../contract/staff.ts'
import type { Page } from '../../contract/page.ts'
import type { Http } from './http.ts'
import { success, type Outcome } from './outcome.ts'

const path = '/api/staff'

export async function listStaff(http: Http): Promise<Outcome<readonly Staff[]>> {
  const outcome = await http.get<Page<Staff>>(path)
  return outcome.ok ? success(outcome.value.items) : outcome
}

export const addStaff = (http: Http, staff: NewStaff): Promise<Outcome<StartCode>> => http.ask('POST', path, staff)

export const editStaff = (http: Http, id: string, edit: StaffEdit): Promise<Outcome<Staff>> =>
  http.ask('PATCH', `${path}/${id}`, edit)

export const endStaff = (http: Http, { id, version }: Staff): Promise<Outcome<Staff>> =>
  http.ask('POST', `${path}/${id}/end`, { version })

export const resumeStaff = (http: Http, { id, version }: Staff): Promise<Outcome<Staff>> =>
  http.ask('POST', `${path}/${id}/resumption`, { version })

export const giveStartCode = (http: Http, { id }: Staff): Promise<Outcome<StartCode>> =>
  http.ask('POST', `${path}/${id}/start-code`)
