/** A heading of a chapter, the words under it, and where it is. The words before the first heading have no id. */
export interface Section {
  id: string
  title: string
  text: string
}

/** One file of the handbook (docs/operating). `part`: the heading of its README under which it stands. */
export interface Chapter {
  slug: string
  part: string
  title: string
  sections: Section[]
  html: string
}

/** The handbook. Empty here: ui/build/manual.ts puts the chapters in when the pages are built. */
export const chapters: readonly Chapter[] = []
