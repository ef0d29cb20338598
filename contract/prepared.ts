/** Sent by a page that fetches ahead what nobody has opened yet: the audit trail tells it from a view. */
export const preparedHeader = 'kusuribako-prepared'
