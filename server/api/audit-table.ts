import type { AuditDeed } from '../../contract/audit.ts'

/** Notebook entries: the same routes for every kind. */
const entryRoutes = (path: string, read: AuditDeed, edit: AuditDeed): Record<string, AuditDeed> => {
  const list = `/api/members/:id/${path}`
  return {
    [`GET ${list}`]: read,
    [`GET ${list}/:entryId/revisions`]: read,
    [`POST ${list}`]: edit,
    [`PATCH ${list}/:entryId`]: edit,
    [`POST ${list}/:entryId/remove`]: edit,
    [`POST ${list}/:entryId/restore`]: edit,
  }
}

const each = (deed: AuditDeed, ...routes: string[]): Record<string, AuditDeed> =>
  Object.fromEntries(routes.map((route) => [route, deed]))

/**
 * Every route that shows or changes what is known of a person, and what the audit trail calls it. One table, so that it can be read in one
 * go; a route gets its row as `config.audit`. A test walks all routes and knows by name those that are about nobody.
 */
export const auditTable: Readonly<Record<string, AuditDeed>> = {
  'GET /api/visits': 'visits-read',
  'GET /api/dispensings': 'dispensings-read',
  'GET /api/dispensings/:id/revisions': 'dispensing-files-read',
  ...each('people-searched', 'GET /api/patients', 'GET /api/people'),
  'GET /api/people/kana': 'people-by-kana-read',
  'GET /api/patients/:id': 'patient-read',
  ...each('history-read', 'GET /api/patients/:id/dispensings', 'GET /api/members/:id/history'),
  ...each('taking-read', 'GET /api/patients/:id/taking', 'GET /api/members/:id/taking'),
  'GET /api/members/:id': 'member-read',
  'PATCH /api/members/:id': 'member-edit',
  'GET /api/members/:id/revisions': 'member-versions-read',
  'GET /api/members/:id/trail': 'member-trail-read',
  ...entryRoutes('body-notes', 'body-notes-read', 'body-notes-edit'),
  ...entryRoutes('memos', 'memos-read', 'memos-edit'),
  ...entryRoutes('otc', 'otc-read', 'otc-edit'),
  ...entryRoutes('outside-dispensings', 'outside-read', 'outside-edit'),
  'GET /api/members/:id/link-candidates': 'link-candidates-read',
  ...each('links-read', 'GET /api/members/:id/links', 'GET /api/members/:id/links/preview'),
  ...each('links-edit', 'POST /api/members/:id/links', 'DELETE /api/members/:id/links/:patientId'),
  'GET /api/links': 'unlinked-read',
  'GET /api/members/:id/duplicates': 'duplicates-read',
  ...each('merges-read', 'GET /api/members/:id/merge-preview', 'GET /api/members/:id/merges'),
  ...each('merges-edit', 'POST /api/merges', 'POST /api/merges/:id/undo'),
  'GET /api/hint-counts': 'hint-counts-read',
  'GET /api/members/:id/hints': 'hints-read',
  ...each('hints-edit', 'POST /api/members/:id/hints/:key/answer', 'DELETE /api/members/:id/hints/:key/answer'),
  ...each(
    'leftovers-read',
    'GET /api/members/:id/leftovers/draft',
    'GET /api/members/:id/leftovers',
    'GET /api/leftovers/:id/revisions',
  ),
  ...each(
    'leftovers-edit',
    'POST /api/members/:id/leftovers',
    'PATCH /api/leftovers/:id',
    'DELETE /api/leftovers/:id',
    'POST /api/leftovers/:id/restore',
  ),
  'GET /api/intake/rejected/:seq/file': 'rejected-file-saved',
  ...each(
    'rejected-file-edit',
    'POST /api/intake/rejected/:seq/retry',
    'POST /api/intake/rejected/:seq/dismiss',
    'POST /api/intake/rejected/:seq/restore',
  ),
  'GET /api/replacements/:id/pairs': 'replacement-read',
  'GET /api/replacements/:id/pairs.csv': 'replacement-saved',
  ...each(
    'replacement-edit',
    'POST /api/replacements/:id/apply',
    'POST /api/replacements/:id/rollback',
    'POST /api/replacements/:id/match',
    'POST /api/replacements/:id/list',
    'POST /api/replacements/:id/pairs/decision',
  ),
  ...each('feed-edit', 'POST /api/feeds/:code/freeze', 'POST /api/feeds/:code/resume'),
  'GET /api/strays': 'strays-read',
  ...each('strays-edit', 'POST /api/strays/:id/same', 'POST /api/strays/:id/other', 'POST /api/strays/:id/undo'),
  ...each(
    'card-issues-read',
    'GET /api/card-issues',
    'GET /api/card-issues/recent-patients',
    'GET /api/card-issues/:id',
  ),
  'GET /api/card-issues/lying-cards': 'lying-cards-read',
  ...each(
    'card-issues-edit',
    'POST /api/card-issues',
    ...['person', 'member', 'others', 'consent', 'card', 'link', 'hand-over', 'undo'].map(
      (step) => `POST /api/card-issues/:id/${step}`,
    ),
  ),
  'GET /api/members/:id/consents': 'consents-read',
  'GET /api/members/:id/cards': 'cards-read',
  ...each('cards-edit', 'POST /api/cards/:id/revoke', 'POST /api/cards/:id/restore'),
  'GET /api/members/:id/card-proof': 'card-proof-read',
  'GET /api/members/:id/registration-codes': 'registration-codes-read',
  ...each(
    'registration-codes-edit',
    'POST /api/members/:id/registration-codes',
    'POST /api/registration-codes/:id/revoke',
  ),
  'GET /api/upload-tickets/:id': 'upload-tickets-read',
  ...each('upload-tickets-edit', 'POST /api/upload-tickets', 'POST /api/upload-tickets/:id/close'),
  ...each('images-read', 'GET /api/images', 'GET /api/members/:id/images'),
  ...each('image-read', 'GET /api/images/:id/file', 'GET /api/images/:id/thumbnail'),
  ...each('images-edit', 'PATCH /api/images/:id', 'DELETE /api/images/:id'),
  'PUT /api/image-uploads/:key': 'image-sent',
  'GET /r/:code': 'phone-registration-read',
  'POST /r/:code': 'phone-registration-edit',
  ...each('phone-upload-edit', 'GET /u/:code', 'POST /u/:code', 'PUT /u/:code/images/:key'),
  'GET /api/members/:id/disclosure': 'disclosure-read',
  ...each('disclosure-edit', 'POST /api/members/:id/disclosure', 'DELETE /api/members/:id/disclosure'),
  'GET /api/disclosure-reasons': 'disclosure-reasons-read',
  'GET /api/scans/:id/notebook': 'scanned-notebook-read',
  'POST /api/scans': 'scan-sent',
  'GET /api/audit': 'audit-searched',
  'GET /api/audit/file': 'audit-saved',
  'GET /api/audit/months/:month': 'audit-searched',
  'POST /api/audit/months/:month/sign-off': 'audit-review-edit',
}
