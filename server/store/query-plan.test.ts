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
    'SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND system=? AND code=?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  findPatientFacts: ['SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND system=? AND code=?)'],
  updatePatient: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  touchPatient: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  touchMember: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  listPatientIdsBorn: ['SEARCH patient USING INDEX patient_birth (birth_on=?)'],
  listPatientIdsNamed: ['SEARCH patient USING INDEX patient_name (name_key=?)'],
  listPatientIdsRead: ['SEARCH patient USING INDEX patient_kana (kana_key=?)'],
  listPatientIdsOfDay: ['SEARCH dispensing USING INDEX dispensing_day (dispensed_on=?)'],
  findNewestOfPatient: ['SEARCH dispensing USING INDEX dispensing_patient (patient_id=?)'],
  countDispensingsOfPatient: ['SEARCH dispensing USING INDEX dispensing_patient (patient_id=?)'],
  endAutoRegistration: ['SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?)'],
  listLinksOfMember: [
    'SEARCH auto_registration USING INDEX auto_registration_history (member_id=?)',
    'SEARCH setter USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH remover USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  listUnlinked: [
    'SEARCH unlinked_member USING COVERING INDEX unlinked_member_visit ((last_presented_at,member_id)<(?,?))',
  ],
  // The worklist itself, and nothing else.
  countUnlinked: [
    'CO-ROUTINE unlinked',
    'SCAN unlinked_member USING COVERING INDEX sqlite_autoindex_unlinked_member_1',
    'SCAN unlinked',
  ],
  endMerge: ['SEARCH merge USING INDEX sqlite_autoindex_merge_1 (id=?)'],
  pointMember: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  findMerge: [
    'SEARCH merge USING INDEX sqlite_autoindex_merge_1 (id=?)',
    'SEARCH merger USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH undoer USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  listMergesOf: [
    'MULTI-INDEX OR',
    'INDEX 1',
    'SEARCH merge USING INDEX merge_kept (kept_id=?)',
    'INDEX 2',
    'SEARCH merge USING INDEX merge_gone_history (gone_id=?)',
    'SEARCH merger USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH undoer USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    // The merges of one record: two or three at most.
    'USE TEMP B-TREE FOR ORDER BY',
  ],
  listGoneInto: ['SEARCH merge USING INDEX merge_kept (kept_id=?)'],
  countTrailSince: [
    'SEARCH trail USING INDEX trail_member (member_id=? AND seq>?)',
    'SCALAR SUBQUERY 1',
    'SEARCH made USING INDEX trail_row (row_id=?)',
  ],
  countVisitsOf: ['SEARCH visit USING INDEX visit_member (member_id=?)'],
  listLaterMerges: [
    'SEARCH merge USING INDEX merge_kept (kept_id=?)',
    'SCALAR SUBQUERY 1',
    'SEARCH made USING COVERING INDEX sqlite_autoindex_merge_1 (id=?)',
  ],
  rewriteMergeFacts: ['SEARCH merge USING INDEX sqlite_autoindex_merge_1 (id=?)'],
  countImagesOf: ['SEARCH image USING INDEX image_of_member (member_id=?)'],
  findCurrentMember: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  listMergedInto: ['SEARCH member USING INDEX member_merged (merged_into=?)'],
  findMember: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  listMemberPatients: ['SEARCH auto_registration USING INDEX auto_registration_history (member_id=?)'],
  updateCardIssue: ['SEARCH card_issue USING INDEX sqlite_autoindex_card_issue_1 (id=?)'],
  findCardIssue: ['SEARCH card_issue USING INDEX sqlite_autoindex_card_issue_1 (id=?)'],
  // Only those under way are in this index: a handful.
  listOpenCardIssues: ['SCAN card_issue USING INDEX card_issue_open'],
  findCardWrite: ['SEARCH card_write USING INDEX sqlite_autoindex_card_write_1 (id_hash=?)'],
  forgetCardWrite: ['SEARCH card_write USING INDEX sqlite_autoindex_card_write_1 (id_hash=?)'],
  listMembersBornOn: ['SEARCH member USING INDEX member_born (birth_on=?)'],
  findIssueOfMember: ['SEARCH card_issue USING INDEX card_issue_member (member_id=?)'],
  findMemberSince: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  hideMember: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  listIssuedCards: ['SEARCH card USING INDEX card_member (member_id=?)'],
  revokeIssuedCard: ['SEARCH card USING INDEX sqlite_autoindex_card_1 (id=?)'],
  reviveIssuedCard: ['SEARCH card USING INDEX sqlite_autoindex_card_1 (id=?)'],
  releaseIssuedCard: ['SEARCH card USING INDEX sqlite_autoindex_card_1 (id=?)'],
  removeIssueLinks: ['SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?)'],
  listNewestFiles: [
    'SEARCH dispensing_revision USING INTEGER PRIMARY KEY (rowid<?)',
    'SEARCH dispensing USING INDEX sqlite_autoindex_dispensing_1 (id=?)',
    'SEARCH inbound USING INTEGER PRIMARY KEY (rowid=?)',
  ],
  findStaffName: ['SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)'],
  // Walks the primary key backwards and stops at the first row.
  newestTerms: ['SCAN terms', 'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN'],
  listTerms: [
    'SEARCH terms USING INTEGER PRIMARY KEY (rowid<?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  listConsentsOfMember: [
    'SEARCH consent USING INDEX consent_member (member_id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  findCardByHash: ['SEARCH card USING INDEX sqlite_autoindex_card_2 (id_hash=?)'],
  findVisitByTouch: ['SEARCH visit USING INDEX visit_touch (touch_key=?)'],
  findVisit: ['SEARCH visit USING INDEX sqlite_autoindex_visit_1 (id=?)'],
  listVisits: ['SEARCH visit USING INDEX visit_day (presented_on>? AND presented_on<?)'],
  findDispensing: ['SEARCH dispensing USING INDEX sqlite_autoindex_dispensing_1 (id=?)'],
  findDispensingByNumber: [
    'SEARCH dispensing USING INDEX dispensing_foreign (pharmacy_code=? AND system=? AND prescription_number=?)',
  ],
  listDispensingsOfDay: ['SEARCH dispensing USING INDEX dispensing_day (dispensed_on=? AND inbound_seq<?)'],
  listDispensingsOfPatient: [
    'SEARCH dispensing USING INDEX dispensing_patient (patient_id=? AND dispensed_on>? AND (dispensed_on,inbound_seq)<(?,?))',
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
  listTrailOfMember: [
    'SEARCH trail USING INDEX trail_member (member_id=? AND seq<?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  findStaffPassword: ['SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)'],
  setStaffPassword: ['SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)'],
  deleteOtherSessions: ['SEARCH session USING INDEX session_staff (staff_id=?)'],
  listFeedback: [
    'SEARCH feedback USING INDEX sqlite_autoindex_feedback_1 (id<?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  findSupportContact: ['SEARCH support_contact USING INTEGER PRIMARY KEY (rowid=?)'],
  setSupportContact: ['SEARCH support_contact USING INTEGER PRIMARY KEY (rowid=?)'],
  findEntry: [
    'SEARCH notebook_entry USING INDEX sqlite_autoindex_notebook_entry_1 (id=?)',
    'SEARCH notebook_revision USING PRIMARY KEY (entry_id=? AND version=?)',
    'SEARCH first_revision USING PRIMARY KEY (entry_id=? AND version=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH author USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  listEntries: [
    'SEARCH notebook_entry USING INDEX notebook_entry_of (member_id=? AND kind=? AND day_on>? AND (day_on,id)<(?,?))',
    'SEARCH notebook_revision USING PRIMARY KEY (entry_id=? AND version=?)',
    'SEARCH first_revision USING PRIMARY KEY (entry_id=? AND version=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH author USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  countEntries: ['SEARCH notebook_entry USING INDEX notebook_entry_of (member_id=? AND kind=?)'],
  updateEntry: ['SEARCH notebook_entry USING INDEX sqlite_autoindex_notebook_entry_1 (id=?)'],
  listEntryRevisions: [
    'SEARCH notebook_revision USING PRIMARY KEY (entry_id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  findLatestOfJan: [
    'SEARCH notebook_entry USING INDEX notebook_entry_jan (jan=?)',
    'SEARCH notebook_revision USING PRIMARY KEY (entry_id=? AND version=?)',
  ],
  findScanOfKind: ['SEARCH scan USING INDEX sqlite_autoindex_scan_1 (id=?)'],
  // Walks the primary key backwards and stops after a hundred rows.
  listLastPharmacyCodes: [
    'SCAN dispensing_revision',
    'SEARCH dispensing USING INDEX sqlite_autoindex_dispensing_1 (id=?)',
  ],
  listForeignDispensingsOfPatient: [
    'SEARCH dispensing USING INDEX dispensing_patient (patient_id=? AND dispensed_on>? AND (dispensed_on,inbound_seq)<(?,?))',
  ],
  findSearchState: ['SEARCH search_state USING INTEGER PRIMARY KEY (rowid=?)'],
  findSearchDoc: ['SEARCH search_person USING COVERING INDEX sqlite_autoindex_search_person_1 (person_id=?)'],
  deleteSearchPerson: ['SEARCH search_person USING INTEGER PRIMARY KEY (rowid=?)'],
  // SCAN is what SQLite calls every access to a full-text table: `=` is one row, `M` the matches.
  deleteSearchText: ['SCAN search_text VIRTUAL TABLE INDEX 0:='],
  listFound: ['SCAN search_text VIRTUAL TABLE INDEX 0:M1', 'SEARCH d USING INTEGER PRIMARY KEY (rowid=?)'],
  findShownMember: [
    'SEARCH d USING COVERING INDEX sqlite_autoindex_search_person_1 (person_id=?)',
    'SEARCH r USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
    'SEARCH m USING INDEX sqlite_autoindex_member_1 (id=?) LEFT-JOIN',
  ],
  listByKana: [
    'SEARCH d USING COVERING INDEX search_person_kana ((sort_key,person_id)>(?,?) AND sort_key<?)',
    'SEARCH r USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
    'SEARCH m USING INDEX sqlite_autoindex_member_1 (id=?) LEFT-JOIN',
  ],
  findSortKey: ['SEARCH search_person USING INDEX sqlite_autoindex_search_person_1 (person_id=?)'],
  listSearchablePatients: ['SEARCH patient USING COVERING INDEX sqlite_autoindex_patient_1 (id>?)'],
  listSearchableMembers: ['SEARCH member USING COVERING INDEX sqlite_autoindex_member_1 (id>?)'],
  countSearchablePatients: ['SEARCH patient USING COVERING INDEX sqlite_autoindex_patient_1 (id<?)'],
  countSearchableMembers: ['SEARCH member USING COVERING INDEX sqlite_autoindex_member_1 (id<?)'],
  findRefill: ['SEARCH refill USING INDEX sqlite_autoindex_refill_1 (name=?)'],
  saveRefill: ['SEARCH refill USING INDEX sqlite_autoindex_refill_1 (name=?)'],
  listFilesWithoutPhones: [
    'SEARCH dispensing_revision USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
    'SEARCH dispensing USING INDEX sqlite_autoindex_dispensing_1 (id=?)',
    'SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)',
  ],
  fillPhones: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  findSearchablePatient: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  findSearchableMember: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  listHintAnswers: [
    'SEARCH hint_answer USING INDEX hint_answer_standing (member_id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  findHintAnswer: ['SEARCH hint_answer USING INDEX hint_answer_standing (member_id=? AND key=?)'],
  undoHintAnswer: ['SEARCH hint_answer USING INDEX sqlite_autoindex_hint_answer_1 (id=?)'],
  // Walks the index backwards and stops at its limit.
  listInteractionTables: [
    'SCAN interaction_table USING INDEX interaction_table_at',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  findInteractionTable: [
    'SEARCH interaction_table USING INDEX sqlite_autoindex_interaction_table_1 (id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  findUsedInteractionTable: [
    'SEARCH interaction_table USING INDEX interaction_table_used (is_used=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  disuseInteractionTables: ['SEARCH interaction_table USING INDEX interaction_table_used (is_used=?)'],
  useInteractionTable: ['SEARCH interaction_table USING INDEX sqlite_autoindex_interaction_table_1 (id=?)'],
  listInteractionsOf: ['SEARCH interaction USING PRIMARY KEY (table_id=? AND a_key=?)'],
  listInteractionKeys: ['SEARCH interaction USING PRIMARY KEY (table_id=?)'],
  listLeftovers: [
    'SEARCH leftovers USING INDEX leftovers_member (member_id=? AND id<?)',
    'SEARCH leftovers_revision USING PRIMARY KEY (leftovers_id=? AND version=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  findLeftovers: [
    'SEARCH leftovers USING INDEX sqlite_autoindex_leftovers_1 (id=?)',
    'SEARCH leftovers_revision USING PRIMARY KEY (leftovers_id=? AND version=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  updateLeftovers: ['SEARCH leftovers USING INDEX sqlite_autoindex_leftovers_1 (id=?)'],
  listLeftoversRevisions: [
    'SEARCH leftovers_revision USING PRIMARY KEY (leftovers_id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  countScansOfReader: ['SEARCH scan USING INDEX scan_at (scanned_at>?)'],
  correctMember: ['SEARCH member USING INDEX sqlite_autoindex_member_1 (id=?)'],
  listMemberRevisions: [
    'SEARCH member_revision USING INDEX sqlite_autoindex_member_revision_1 (member_id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  listCardsOfMember: [
    'SEARCH card USING INDEX card_member (member_id=?)',
    'SEARCH card_revocation USING INDEX sqlite_autoindex_card_revocation_1 (card_id=?) LEFT-JOIN',
  ],
  findCard: ['SEARCH card USING INDEX sqlite_autoindex_card_1 (id=?)'],
  setCardRevoked: ['SEARCH card USING INDEX sqlite_autoindex_card_1 (id=?)'],
  deleteCardRevocation: ['SEARCH card_revocation USING INDEX sqlite_autoindex_card_revocation_1 (card_id=?)'],
  findNewestTouch: ['SEARCH visit USING INDEX visit_counter (counter_id=? AND presented_at>?)'],
  findCodeOfVisit: ['SEARCH registration_code USING INDEX sqlite_autoindex_registration_code_3 (visit_id=?)'],
  findRegistrationCode: ['SEARCH registration_code USING INDEX sqlite_autoindex_registration_code_1 (id=?)'],
  findRegistrationCodeByHash: [
    'SEARCH registration_code USING INDEX sqlite_autoindex_registration_code_2 (code_hash=?)',
  ],
  listRegistrationCodes: [
    'SEARCH registration_code USING INDEX registration_code_member (member_id=? AND id<?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  useRegistrationCode: ['SEARCH registration_code USING INDEX sqlite_autoindex_registration_code_1 (id=?)'],
  revokeRegistrationCode: ['SEARCH registration_code USING INDEX sqlite_autoindex_registration_code_1 (id=?)'],
  findUploadTicket: ['SEARCH upload_ticket USING INDEX sqlite_autoindex_upload_ticket_1 (id=?)'],
  findUploadTicketByHash: ['SEARCH upload_ticket USING INDEX sqlite_autoindex_upload_ticket_2 (code_hash=?)'],
  bindUploadTicket: ['SEARCH upload_ticket USING INDEX sqlite_autoindex_upload_ticket_1 (id=?)'],
  closeUploadTicket: ['SEARCH upload_ticket USING INDEX sqlite_autoindex_upload_ticket_1 (id=?)'],
  findImage: [
    'SEARCH image USING INDEX sqlite_autoindex_image_1 (id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?) LEFT-JOIN',
  ],
  findImageByUpload: ['SEARCH image USING INDEX sqlite_autoindex_image_2 (upload_key=?)'],
  findImageJpeg: ['SEARCH image_bytes USING INDEX sqlite_autoindex_image_bytes_1 (image_id=?)'],
  findImageThumbnail: ['SEARCH image_bytes USING INDEX sqlite_autoindex_image_bytes_1 (image_id=?)'],
  listOpenImages: [
    'SEARCH image USING INDEX image_open (id<?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?) LEFT-JOIN',
  ],
  // Those that wait, a few dozen: counted in their own index.
  countOpenImages: ['SCAN image USING INDEX image_open'],
  listDoneImages: [
    'SEARCH image USING INDEX image_done (done_at>? AND (done_at,id)<(?,?))',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?) LEFT-JOIN',
  ],
  listImagesOfMember: [
    'SEARCH image USING INDEX image_of_member (member_id=? AND id<?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?) LEFT-JOIN',
  ],
  listImagesOfPatient: [
    'SEARCH image USING INDEX image_of_patient (patient_id=? AND id<?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
    'SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?) LEFT-JOIN',
  ],
  countImagesOfPatient: ['SEARCH image USING INDEX image_of_patient (patient_id=?)'],
  countImagesOfTicket: ['SEARCH image USING COVERING INDEX image_of_ticket (ticket_id=?)'],
  editImage: ['SEARCH image USING INDEX sqlite_autoindex_image_1 (id=?)'],
  findDoneBy: ['SEARCH image USING INDEX sqlite_autoindex_image_1 (id=?)'],
  forgetImage: ['SEARCH image USING INDEX sqlite_autoindex_image_1 (id=?)'],
  deleteImageBytes: ['SEARCH image_bytes USING INDEX sqlite_autoindex_image_bytes_1 (image_id=?)'],
  listExpiredImages: ['SEARCH image USING INDEX image_done (done_at>? AND done_at<?)'],
  findImageSetting: ['SEARCH image_setting USING INTEGER PRIMARY KEY (rowid=?)'],
  editImageSetting: ['SEARCH image_setting USING INTEGER PRIMARY KEY (rowid=?)'],
  findNotice: [
    'SEARCH notice USING INDEX sqlite_autoindex_notice_1 (id=?)',
    'SEARCH notice_acknowledgement USING INDEX sqlite_autoindex_notice_acknowledgement_1 (notice_id=? AND staff_id=?) LEFT-JOIN',
    'CORRELATED SCALAR SUBQUERY 1',
    'SEARCH a USING INDEX sqlite_autoindex_notice_acknowledgement_1 (notice_id=?)',
  ],
  findNoticeBySource: ['SEARCH notice USING INDEX notice_source (source_key=?)'],
  listNotices: [
    'SEARCH notice USING INDEX notice_newest ((published_at,id)<(?,?))',
    'SEARCH notice_acknowledgement USING INDEX sqlite_autoindex_notice_acknowledgement_1 (notice_id=? AND staff_id=?) LEFT-JOIN',
    'CORRELATED SCALAR SUBQUERY 1',
    'SEARCH a USING INDEX sqlite_autoindex_notice_acknowledgement_1 (notice_id=?)',
  ],
  // Notices are a few hundred in all the years of a pharmacy.
  countUnreadNotices: [
    'SCAN notice USING INDEX notice_newest',
    'SEARCH notice_acknowledgement USING INDEX sqlite_autoindex_notice_acknowledgement_1 (notice_id=? AND staff_id=?) LEFT-JOIN',
  ],
  // The people who work here, and the keys that are trusted, are a handful.
  countStaff: ['SCAN staff USING COVERING INDEX sqlite_autoindex_staff_2'],
  updateNotice: ['SEARCH notice USING INDEX sqlite_autoindex_notice_1 (id=?)'],
  listNoticeEditions: [
    'SEARCH notice_edition USING INDEX sqlite_autoindex_notice_edition_1 (notice_id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?) LEFT-JOIN',
  ],
  listNoticeReaders: [
    'SCAN staff USING INDEX sqlite_autoindex_staff_1',
    'SEARCH notice_acknowledgement USING INDEX sqlite_autoindex_notice_acknowledgement_1 (notice_id=? AND staff_id=?) LEFT-JOIN',
    'USE TEMP B-TREE FOR ORDER BY',
  ],
  listNoticeKeys: ['SCAN notice_key USING INDEX notice_key_bytes', 'USE TEMP B-TREE FOR ORDER BY'],
  findNoticeKey: ['SEARCH notice_key USING INDEX sqlite_autoindex_notice_key_1 (id=?)'],
  setNoticeKeyRemoved: ['SEARCH notice_key USING INDEX sqlite_autoindex_notice_key_1 (id=?)'],
  findFeedProfile: ['SEARCH feed_profile USING INDEX sqlite_autoindex_feed_profile_1 (pharmacy_code=?)'],
  // One pharmacy code, rarely two.
  listFeedProfiles: ['SCAN feed_profile USING INDEX sqlite_autoindex_feed_profile_1'],
  countOfSystem: ['SEARCH dispensing USING COVERING INDEX dispensing_foreign (pharmacy_code=? AND system=?)'],
  listDispensingsOfSystem: ['SEARCH dispensing USING INDEX dispensing_foreign (pharmacy_code=? AND system=?)'],
  countPatientsOfSystem: ['SEARCH patient USING COVERING INDEX patient_foreign (pharmacy_code=? AND system=?)'],
  listPatientsOfSystem: [
    'SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND system=?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  listPatientsApart: [
    'SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND system>? AND system<?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  listDispensingsApart: [
    'SEARCH dispensing USING INDEX dispensing_foreign (pharmacy_code=? AND system>? AND system<?)',
  ],
  findSystemOfPatient: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  setPatientSystem: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  emptyPatient: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  setDispensingPlace: ['SEARCH dispensing USING INDEX sqlite_autoindex_dispensing_1 (id=?)'],
  emptyDispensing: ['SEARCH dispensing USING INDEX sqlite_autoindex_dispensing_1 (id=?)'],
  moveRevisions: ['SEARCH dispensing_revision USING COVERING INDEX dispensing_revision_of (dispensing_id=?)'],
  findRevisionBySeq: ['SEARCH dispensing_revision USING INTEGER PRIMARY KEY (rowid=?)'],
  listImageIdsOfPatient: ['SEARCH image USING INDEX image_of_patient (patient_id=?)'],
  setImagePatient: ['SEARCH image USING INDEX sqlite_autoindex_image_1 (id=?)'],
  listLiveOfPatient: ['SEARCH dispensing USING INDEX dispensing_patient (patient_id=?)'],
  findPatientRow: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  restorePatient: ['SEARCH patient USING INDEX sqlite_autoindex_patient_1 (id=?)'],
  setRevisionPlace: ['SEARCH dispensing_revision USING INTEGER PRIMARY KEY (rowid=?)'],
  listGoneOfPatient: ['SEARCH dispensing USING INDEX dispensing_gone (patient_id=?)'],
  findElsewhereOfPatient: [
    'SEARCH dispensing USING INDEX dispensing_elsewhere (patient_id=? AND prescription_number=?)',
  ],
  listPatientsByCode: ['SEARCH patient USING INDEX patient_code (<expr>=?)'],
  listOpenStrays: [
    'SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND system>? AND system<?)',
    'CORRELATED SCALAR SUBQUERY 1',
    'SEARCH link USING INDEX auto_registration_patient (patient_id=?)',
    'CORRELATED SCALAR SUBQUERY 2',
    'SEARCH said USING INDEX stray_decision_open (patient_id=?)',
  ],
  findDecision: [
    'SEARCH stray_decision USING INDEX sqlite_autoindex_stray_decision_1 (id=?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
  ],
  findLastJoin: ['SEARCH stray_decision USING INDEX stray_decision_known (known_id=?)', 'USE TEMP B-TREE FOR ORDER BY'],
  endStrayDecision: ['SEARCH stray_decision USING INDEX sqlite_autoindex_stray_decision_1 (id=?)'],
  findStrayDecision: ['SEARCH stray_decision USING INDEX sqlite_autoindex_stray_decision_1 (id=?)'],
  findDecisionOfStray: ['SEARCH stray_decision USING INDEX stray_decision_open (patient_id=?)'],
  listSaidSame: ['SEARCH stray_decision USING INDEX stray_decision_known (known_id=?)', 'USE TEMP B-TREE FOR ORDER BY'],
  listStrayDecisions: [
    'SEARCH stray_decision USING INDEX stray_decision_at (decided_at>?)',
    'SEARCH staff USING INDEX sqlite_autoindex_staff_1 (id=?)',
    'USE TEMP B-TREE FOR LAST TERM OF ORDER BY',
  ],
  listSeqsOfPatient: ['SEARCH dispensing USING INDEX dispensing_foreign (pharmacy_code=? AND system=?)'],
  findReplacement: ['SEARCH replacement USING INDEX sqlite_autoindex_replacement_1 (id=?)'],
  // One in several years.
  listReplacements: ['SCAN replacement USING INDEX replacement_newest'],
  updateReplacement: ['SEARCH replacement USING INDEX sqlite_autoindex_replacement_1 (id=?)'],
  listLeft: [
    'SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND system=?)',
    'LIST SUBQUERY 1',
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=?)',
    'CREATE BLOOM FILTER',
  ],
  deletePairs: ['SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=?)'],
  lastPair: ['SEARCH replacement_pair USING COVERING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=?)'],
  listPairs: [
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=? AND position>?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  findPair: [
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=? AND position=?)',
  ],
  countPairs: [
    'SEARCH replacement_pair USING INDEX replacement_pair_list (replacement_id=?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?) LEFT-JOIN',
  ],
  decidePair: [
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=? AND position=?)',
  ],
  decideOpenPairs: [
    'SEARCH replacement_pair USING INDEX replacement_pair_list (replacement_id=? AND list=? AND decision=?)',
    'LIST SUBQUERY 1',
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=?)',
    'USE TEMP B-TREE FOR GROUP BY',
    'CREATE BLOOM FILTER',
  ],
  findConfirmedTwin: ['SEARCH replacement_pair USING INDEX replacement_pair_code (new_code=? AND replacement_id=?)'],
  listMoves: [
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=?)',
    'CORRELATED SCALAR SUBQUERY 1',
    'SEARCH taken USING INDEX auto_registration_patient (patient_id=?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?)',
  ],
  settlePairs: [
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=?)',
    'CORRELATED SCALAR SUBQUERY 1',
    'SEARCH patient USING INDEX patient_foreign (pharmacy_code=? AND system=? AND code=?)',
  ],
  setPairRegistration: [
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=? AND position=?)',
  ],
  listMoved: [
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=?)',
    'SEARCH auto_registration USING INDEX sqlite_autoindex_auto_registration_1 (id=?)',
  ],
  deleteAutoRegistration: ['SEARCH auto_registration USING INDEX sqlite_autoindex_auto_registration_1 (id=?)'],
  forgetRegistrations: ['SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=?)'],
  // One in several years.
  listApplied: ['SCAN replacement', 'USE TEMP B-TREE FOR ORDER BY'],
  findPromise: [
    'SEARCH replacement_pair USING INDEX replacement_pair_code (new_code=?)',
    'SEARCH replacement USING INDEX sqlite_autoindex_replacement_1 (id=?)',
    'SEARCH auto_registration USING INDEX auto_registration_patient (patient_id=?)',
    'USE TEMP B-TREE FOR ORDER BY',
  ],
  keepPromise: [
    'SEARCH replacement_pair USING INDEX sqlite_autoindex_replacement_pair_1 (replacement_id=? AND position=?)',
  ],
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
