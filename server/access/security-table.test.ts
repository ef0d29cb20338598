import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const project = join(import.meta.dirname, '../..')
const page = readFileSync(join(project, 'docs/security.md'), 'utf8')
const marks = ['済', '要設定', '薬局側', '未']
const testsIn = (text: string): string[] => [...text.matchAll(/`([^`\s]+\.test\.ts)`/g)].map(([, path = '']) => path)

/** Rows of the table of requirements: number, what is asked, its source, what the box does, marks, tests. */
const rows = page
  .split('\n')
  .filter((line) => /^\|\s*\d+\s*\|/.test(line))
  .map((line) => {
    const [, number, , source, , mark, tests = ''] = line.split('|').map((cell) => cell.trim())
    return { number: Number(number), source, marks: mark?.split('・') ?? [], tests: testsIn(tests) }
  })

test('every requirement stands in the table once, with its source and marks that the page explains', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 26 }, (_, index) => index + 1))
  for (const row of rows) {
    expect([row.number, row.source === '']).toEqual([row.number, false])
    expect([row.number, row.marks.every((mark) => marks.includes(mark)), row.marks.length > 0]).toEqual([
      row.number,
      true,
      true,
    ])
  }
  for (const mark of marks) expect(page).toMatch(new RegExp(`^\\| ${mark} +\\|`, 'm'))
})

test('what the box is said to do is shown by a test that is there', () => {
  for (const { number, marks: given, tests } of rows)
    if (given.includes('済')) expect([number, tests.length > 0]).toEqual([number, true])
  const named = testsIn(page)
  expect(named.length).toBeGreaterThan(40)
  for (const path of named) expect([path, existsSync(join(project, path))]).toEqual([path, true])
})
