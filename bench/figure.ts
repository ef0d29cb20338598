/** One measured figure beside its floor from the same run. */
export interface Figure {
  name: string
  unit: string
  /** The median where there are several measurements. */
  value: number
  p99: number | null
  /** What the machine needs for the bare minimum of the same work, measured in the same run. */
  floor: number | null
  ratio: number | null
  /** What was promised, in words. */
  aim: string
  met: boolean
}

export interface Aim {
  /** At most so many times the floor. */
  ratio?: number
  value?: number
  p99?: number
}

const rounded = (value: number): number => Number(value.toPrecision(4))
const roundedOrNull = (value: number | undefined): number | null => (value === undefined ? null : rounded(value))

/** Holds a measurement against its aim: every part of the aim must be met. */
export function figure(
  measured: { name: string; unit: string; value: number; p99?: number; floor?: number },
  aim: Aim,
): Figure {
  const { name, unit, value, p99, floor } = measured
  const ratio = floor === undefined ? undefined : value / floor
  const parts = [
    { limit: aim.ratio, actual: ratio, text: `ratio <= ${aim.ratio ?? ''}` },
    { limit: aim.value, actual: value, text: `value <= ${aim.value ?? ''} ${unit}` },
    { limit: aim.p99, actual: p99, text: `p99 <= ${aim.p99 ?? ''} ${unit}` },
  ].filter(({ limit }) => limit !== undefined)
  return {
    name,
    unit,
    value: rounded(value),
    p99: roundedOrNull(p99),
    floor: roundedOrNull(floor),
    ratio: roundedOrNull(ratio),
    aim: parts.map(({ text }) => text).join(', '),
    met: parts.every(({ limit = Infinity, actual = Infinity }) => actual <= limit),
  }
}

/** The value below which `share` (0…1) of the measurements lie. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
