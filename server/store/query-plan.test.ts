import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from './migrate.ts'
import { prepareQueries, type Queries } from './queries.ts'

// The shape of the plan depends on the schema alone, so an empty store in memory will do.
const db = new Database(':memory:')
beforeAll(() => {
  migrate(db)
})
afterAll(() => {
  db.close()
})

/** How each query finds its rows. A query that reads a whole table would show SCAN here. */
const plans: Partial<Record<keyof Queries, string[]>> = {
  findFacility: ['SEARCH facility USING INTEGER PRIMARY KEY (rowid=?)'],
  findStaffByLogin: ['SEARCH staff USING INDEX sqlite_autoindex_staff_2 (login=?)'],
  findSession: [
    'SEARCH session USING INDEX sqlite_autoindex_session_1 (token_hash=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  touchSession: ['SEARCH session USING INDEX sqlite_autoindex_session_1 (token_hash=?)'],
  deleteIdleSessions: ['SEARCH session USING COVERING INDEX session_seen (seen_at<?)'],
  deleteSession: ['SEARCH session USING INDEX sqlite_autoindex_session_1 (token_hash=?)'],
  findInboundContent: ['SEARCH inbound USING INDEX inbound_content (name=? AND sha256=?)'],
  fillInboundBytes: ['SEARCH inbound USING INDEX inbound_content (name=? AND sha256=?)'],
  listInboundNamed: ['SEARCH inbound USING INDEX inbound_content (name=?)'],
  listQueued: ['SEARCH inbound USING INDEX inbound_state (state=?)'],
  countInbound: ['SEARCH inbound USING COVERING INDEX inbound_state (state=?)'],
  // Walks the primary key backwards and stops at the first row.
  lastReceived: ['SCAN inbound'],
  listRejected: ['SEARCH inbound USING INDEX inbound_state (state=? AND seq<?)'],
  findInbound: ['SEARCH inbound USING INTEGER PRIMARY KEY (rowid=?)'],
  setInboundState: ['SEARCH inbound USING INTEGER PRIMARY KEY (rowid=?)'],
  listRejectedStem: ['SEARCH inbound USING COVERING INDEX inbound_rejected_stem (stem=?)'],
  moveInbound: ['SEARCH inbound USING INTEGER PRIMARY KEY (rowid=?)'],
  findPatient: [
    'SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  findPatientByCode: [
    'SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND code=?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  findPatientFacts: ['SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND code=?)'],
  listPatientsByCode: [
    'SEARCH patient USING INDEX patient_code (<expr>>? AND <expr><?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  listPatientsByKana: [
    'SEARCH patient USING INDEX patient_kana (kana_key>? AND kana_key<?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  listPatientsByName: [
    'SEARCH patient USING INDEX patient_name (name_key>? AND name_key<?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  listPatientsByBirth: [
    'SEARCH patient USING INDEX patient_birth (birth_on=?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  updatePatient: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  touchPatient: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  findMember: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  listMemberPatients: [
    'SEARCH auto_registration USING INDEX auto_registration_member (member_id=?)',
    // A member is linked to one patient, rarely to two or three.
    'USE TEMP B-TREE FOR ORDER BY',
  ],
  findCardByHash: ['SEARCH card USING INDEX sqlite_autoindex_card_2 (id_hash=?)'],
  findVisitByTouch: ['SEARCH visit USING INDEX visit_touch (touch_key=?)'],
  findVisit: ['SEARCH visit USING INDEX sqlite_autoindex_visit_1 (id=?)'],
  listVisits: ['SEARCH visit USING INDEX visit_day (presented_on>? AND presented_on<?)'],
  findDispensing: ['SEARCH dispensing USING INDEX sqlite_autoindex_dispensing_1 (id=?)'],
  findDispensingByNumber: [
    'SEARCH dispensing USING INDEX dispensing_foreign (pharmacy_code=? AND prescription_number=?)',
  ],
  listDispensingsOfDay: ['SEARCH dispensing USING INDEX dispensing_day (dispensed_on=? AND inbound_seq<?)'],
  listDispensingsOfPatient: [
    'SEARCH dispensing USING INDEX dispensing_patient (patient_id=? AND (dispensed_on,inbound_seq)<(?,?))',
  ],
  updateDispensing: ['SEARCH dispensing USING INDEX sqlite_autoindex_dispensing_1 (id=?)'],
  listEvents: ['SEARCH dispensing_revision USING INDEX dispensing_revision_of (dispensing_id=?)'],
  listRevisions: [
    'SEARCH dispensing_revision USING INDEX dispensing_revision_of (dispensing_id=?)',
    'SEARCH inbound USING INTEGER PRIMARY KEY (rowid=?)',
  ],
  findSatelliteByKey: ['SEARCH satellite USING INDEX sqlite_autoindex_satellite_2 (key_hash=?)'],
  findSatelliteByName: ['SEARCH satellite USING INDEX satellite_name (name=?)'],
  // A handful of rows, in the order of their ids.
  listSatellites: ['SCAN satellite USING INDEX sqlite_autoindex_satellite_1'],
  revokeSatellite: ['SEARCH satellite USING INDEX sqlite_autoindex_satellite_1 (id=?)'],
  findScanByTouch: ['SEARCH scan USING INDEX scan_touch (touch_key=?)'],
  listChanges: ['SEARCH change USING INTEGER PRIMARY KEY (rowid>?)'],
  // min and max of the primary key: one step into the tree.
  lastChange: ['SEARCH change'],
  firstChange: ['SEARCH change'],
  pruneChanges: ['SEARCH change USING INTEGER PRIMARY KEY (rowid<?)'],
  // Counters and readers are a handful: their lists are whole.
  listCounters: ['SCAN counter USING INDEX sqlite_autoindex_counter_1'],
  findCounter: ['SEARCH counter USING INDEX sqlite_autoindex_counter_1 (id=?)'],
  findCounterByName: ['SEARCH counter USING INDEX counter_name (name=?)'],
  updateCounter: ['SEARCH counter USING INDEX sqlite_autoindex_counter_1 (id=?)'],
  listReaders: [
    'SCAN reader USING INDEX sqlite_autoindex_reader_1',
    'SEARCH counter USING INDEX sqlite_autoindex_counter_1 (id=?) LEFT-JOIN',
  ],
  findReader: [
    'SEARCH reader USING INDEX sqlite_autoindex_reader_1 (id=?)',
    'SEARCH counter USING INDEX sqlite_autoindex_counter_1 (id=?) LEFT-JOIN',
  ],
  findReaderByDevice: [
    'SEARCH reader USING INDEX sqlite_autoindex_reader_2 (device=?)',
    'SEARCH counter USING INDEX sqlite_autoindex_counter_1 (id=?) LEFT-JOIN',
  ],
  seeReader: ['SEARCH reader USING INDEX sqlite_autoindex_reader_1 (id=?)'],
  leaveReader: ['SEARCH reader USING INDEX sqlite_autoindex_reader_1 (id=?)'],
  useReader: ['SEARCH reader USING INDEX sqlite_autoindex_reader_1 (id=?)'],
  failReader: ['SEARCH reader USING INDEX sqlite_autoindex_reader_1 (id=?)'],
  editReader: ['SEARCH reader USING INDEX sqlite_autoindex_reader_1 (id=?)'],
  listReadersOfCounter: ['SEARCH reader USING INDEX reader_counter (counter_id=?)'],
  listReadersWithoutCounter: ['SEARCH reader USING INDEX reader_counter (counter_id=?)'],
  touchReaderVersions: ['SEARCH reader USING INDEX reader_counter (counter_id=?)'],
  listReaderDays: ['SEARCH reader_day USING INDEX sqlite_autoindex_reader_day_1 (reader_id=? AND day_on>?)'],
  pruneReaderEvents: [
    'SEARCH reader_event USING COVERING INDEX reader_event_of (reader_id=? AND seq<?)',
    'SCALAR SUBQUERY 1',
    'SEARCH e USING COVERING INDEX reader_event_of (reader_id=?)',
  ],
  listReaderEvents: ['SEARCH reader_event USING INDEX reader_event_of (reader_id=?)'],
  // The scans of one day, a few hundred: sorted as they are read.
  listScans: ['SEARCH scan USING INDEX scan_at (scanned_at>? AND scanned_at<?)', 'USE TEMP B-TREE FOR ORDER BY'],
  countScansOfReader: ['SEARCH scan USING INDEX scan_at (scanned_at>?)'],
}

test('every query of the box finds its rows by an index, and no new one escapes this table', () => {
  const queries = prepareQueries(db)
  const found: Partial<Record<keyof Queries, string[]>> = {}
  for (const [name, query] of Object.entries(queries)) {
    const { sql } = query.getQuery()
    if (sql.startsWith('insert')) continue
    const rows = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...nulls(sql))
    found[name as keyof Queries] = rows.map(({ detail }) => detail)
  }
  expect(found).toEqual(plans)
})

const nulls = (sql: string): null[] => Array<null>(sql.split('?').length - 1).fill(null)
