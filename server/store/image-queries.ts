import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { param, type Write } from './direct.ts'
import { and, asc, count, desc, eq, isNull, lt, sql } from './drizzle.ts'
import { patient, staff } from './schema.ts'
import { image, imageBytes, imageSetting } from './schema-images.ts'

const isDone = sql`${image.doneAt} is not null`

/** 処方箋: rows without their bytes, which are fetched one at a time. */
export function imageQueries(db: BetterSQLite3Database, write: Write) {
  const images = () =>
    db
      .select({
        id: image.id,
        receivedAt: image.receivedAt,
        receivedOn: image.receivedOn,
        source: image.source,
        memberId: image.memberId,
        patientId: image.patientId,
        width: image.width,
        height: image.height,
        turns: image.turns,
        doneAt: image.doneAt,
        doneBy: staff.name,
        version: image.version,
        patientName: patient.name,
        patientKana: patient.kana,
      })
      .from(image)
      .leftJoin(staff, eq(staff.id, image.doneBy))
      .leftJoin(patient, eq(patient.id, image.patientId))
  return {
    insertImage: () =>
      write(
        db
          .insert(image)
          .values({
            id: param('id'),
            receivedAt: param('at'),
            receivedOn: param('on'),
            source: param('source'),
            uploadKey: param('uploadKey'),
            ticketId: param('ticketId'),
            receivedBy: param('staffId'),
            memberId: param('memberId'),
            patientId: param('patientId'),
            width: param('width'),
            height: param('height'),
            turns: 0,
            version: 1,
          })
          .prepare(),
      ),
    insertImageBytes: () =>
      write(
        db
          .insert(imageBytes)
          .values({ imageId: param('id'), jpeg: param('jpeg'), thumbnail: param('thumbnail') })
          .prepare(),
      ),
    findImage: () =>
      images()
        .where(and(eq(image.id, param('id')), isNull(image.deletedAt)))
        .prepare(),
    findImageByUpload: () =>
      db
        .select({ id: image.id })
        .from(image)
        .where(eq(image.uploadKey, param('uploadKey')))
        .prepare(),
    findImageJpeg: () =>
      db
        .select({ bytes: imageBytes.jpeg })
        .from(imageBytes)
        .where(eq(imageBytes.imageId, param('id')))
        .prepare(),
    findImageThumbnail: () =>
      db
        .select({ bytes: imageBytes.thumbnail })
        .from(imageBytes)
        .where(eq(imageBytes.imageId, param('id')))
        .prepare(),
    listOpenImages: () =>
      images()
        .where(and(isNull(image.deletedAt), isNull(image.doneAt), lt(image.id, param('before'))))
        .orderBy(desc(image.id))
        .limit(param('limit'))
        .prepare(),
    countOpenImages: () =>
      db
        .select({ images: count() })
        .from(image)
        .where(and(isNull(image.deletedAt), isNull(image.doneAt)))
        .prepare(),
    // Those done last on top; within one instant by id.
    listDoneImages: () =>
      images()
        .where(
          and(
            isNull(image.deletedAt),
            isDone,
            sql`(${image.doneAt}, ${image.id}) < (${param('beforeAt')}, ${param('beforeId')})`,
          ),
        )
        .orderBy(desc(image.doneAt), desc(image.id))
        .limit(param('limit'))
        .prepare(),
    listImagesOfMember: () =>
      images()
        .where(and(eq(image.memberId, param('memberId')), isNull(image.deletedAt), lt(image.id, param('before'))))
        .orderBy(desc(image.id))
        .limit(param('limit'))
        .prepare(),
    listImagesOfPatient: () =>
      images()
        .where(and(eq(image.patientId, param('patientId')), isNull(image.deletedAt), lt(image.id, param('before'))))
        .orderBy(desc(image.id))
        .limit(param('limit'))
        .prepare(),
    // A patient who joined another (同じ方) takes the images along.
    listImageIdsOfPatient: () =>
      db
        .select({ id: image.id })
        .from(image)
        .where(and(eq(image.patientId, param('patientId')), isNull(image.deletedAt)))
        .prepare(),
    setImagePatient: () =>
      write(
        db
          .update(image)
          .set({ patientId: sql`${param('to')}`, version: sql`${image.version} + 1` })
          .where(and(eq(image.id, param('id')), eq(image.patientId, param('from'))))
          .prepare(),
      ),
    countImagesOfPatient: () =>
      db
        .select({ rows: count() })
        .from(image)
        .where(and(eq(image.patientId, param('patientId')), isNull(image.deletedAt)))
        .prepare(),
    countImagesOfTicket: () =>
      db
        .select({ images: count() })
        .from(image)
        .where(eq(image.ticketId, param('ticketId')))
        .prepare(),
    editImage: () =>
      write(
        db
          .update(image)
          .set({
            turns: sql`${param('turns')}`,
            memberId: sql`${param('memberId')}`,
            patientId: sql`${param('patientId')}`,
            doneAt: sql`${param('doneAt')}`,
            doneBy: sql`${param('doneBy')}`,
            version: sql`${image.version} + 1`,
          })
          .where(eq(image.id, param('id')))
          .prepare(),
      ),
    findDoneBy: () =>
      db
        .select({ doneBy: image.doneBy })
        .from(image)
        .where(eq(image.id, param('id')))
        .prepare(),
    forgetImage: () =>
      write(
        db
          .update(image)
          .set({
            deletedAt: sql`${param('at')}`,
            memberId: null,
            patientId: null,
            version: sql`${image.version} + 1`,
          })
          .where(eq(image.id, param('id')))
          .prepare(),
      ),
    deleteImageBytes: () =>
      write(
        db
          .delete(imageBytes)
          .where(eq(imageBytes.imageId, param('id')))
          .prepare(),
      ),
    listExpiredImages: () =>
      db
        .select({ id: image.id })
        .from(image)
        .where(and(isNull(image.deletedAt), isDone, lt(image.doneAt, param('before'))))
        .orderBy(asc(image.doneAt))
        .limit(param('limit'))
        .prepare(),
    findImageSetting: () =>
      db
        .select({ keptDays: imageSetting.keptDays, version: imageSetting.version })
        .from(imageSetting)
        .where(eq(imageSetting.id, 1))
        .prepare(),
    editImageSetting: () =>
      write(
        db
          .update(imageSetting)
          .set({ keptDays: sql`${param('keptDays')}`, version: sql`${imageSetting.version} + 1` })
          .where(eq(imageSetting.id, 1))
          .prepare(),
      ),
  }
}
