import { benchFile, benchPerson } from './files.ts'

/** Patients who come back: what a pharmacy sees in some weeks. */
const people = 500

/** The files of one measurement, in the order of their names and send times; the same in every process. */
export const plannedFiles = (count: number): { name: string; bytes: Buffer }[] =>
  Array.from({ length: count }, (_, index) => benchFile(index + 1, benchPerson(index % people), '2026-04-03'))
