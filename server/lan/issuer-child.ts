import { text } from 'node:stream/consumers'
import { makeRoot } from './ca.ts'
import { namesOf } from './identity.ts'
import type { Issue, IssueRequest } from './issuer.ts'
import { makeLeaf } from './leaf.ts'

/** A process for one signature: the request as JSON on standard input, the answer as one line on standard output. */
const { root: known, names, addresses, now } = JSON.parse(await text(process.stdin)) as IssueRequest
const root = known ?? (await makeRoot(now))
const leaf = await makeLeaf(root, { names: [...new Set([...namesOf(root), ...names])], addresses }, now)
process.stdout.write(`${JSON.stringify({ root, leaf } satisfies Issue)}\n`)
