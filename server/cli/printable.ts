/**
 * One line for a terminal: names of files and people come from elsewhere, and what moves the cursor, clears the screen, begins a line or
 * turns the direction of writing shows as a box.
 */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '□')
