import type { Plugin } from 'rollup'

interface Node {
  type: string
  [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && typeof node['name'] === 'string' ? node['name'] : undefined

/**
 * Refuses a Lit element whose reactive property is also a class field: the field would hide the accessor and the element would
 * never render again. Such properties are written with `declare` and set in the constructor.
 */
export const refuseShadowedProperties = (): Plugin => ({
  name: 'refuse-shadowed-properties',
  transform(code, id) {
    if (!id.endsWith('.ts') || !code.includes('properties =')) return null
    visit(this.parse(code), (body) => {
      const fields = (body['body'] as Node[]).filter((part) => part.type === 'PropertyDefinition')
      const table = fields.find((part) => part['static'] === true && nameOf(part['key']) === 'properties')?.['value']
      if (!isNode(table) || table.type !== 'ObjectExpression') return
      const reactive = new Set((table['properties'] as Node[]).map((property) => nameOf(property['key'])))
      for (const field of fields) {
        const name = nameOf(field['key'])
        if (
          field['static'] !== true &&
          name !== undefined &&
          reactive.has(name) &&
          isNode(field['key']) &&
          field['key'].type === 'Identifier'
        )
          this.error(`${id}: the class field "${name}" hides the reactive property; write "declare ${name}"`)
      }
    })
    return null
  },
})

/** Calls `each` with every class body in the tree. */
function visit(node: unknown, each: (classBody: Node) => void): void {
  if (Array.isArray(node)) for (const child of node) visit(child, each)
  else if (isNode(node)) {
    if (node.type === 'ClassBody') each(node)
    for (const [key, child] of Object.entries(node)) if (key !== 'type') visit(child, each)
  }
}
