/** One measured figure beside its floor from the same run. */
export interface Figure {
  name: string
  unit: string
  /** The median where there are several measurements. */
  value: number
  p99: number | null
  /** What the machine needs for the bare minimum of the same work, measured in the same run; null where there is none. */
  floor: number | null
  ratio: number | null
  /** What was promised, in words. */
  aim: string
  met: boolean
}

const rounded = (value: number): number => Number(value.toPrecision(4))

/** `aim` is on the ratio to the floor, on the value, or on both. */
export function figure(
  measured: { name: string; unit: string; value: number; p99?: number; floor?: number },
  aim: { ratio?: number; value?: number },
): Figure {
  const { name, unit, value, p99, floor } = measured
  const ratio = floor === undefined ? null : value / floor
  const meetsRatio = aim.ratio === undefined || (ratio !== null && ratio <= aim.ratio)
  const meetsValue = aim.value === undefined || value <= aim.value
  return {
    name,
    unit,
    value: rounded(value),
    p99: p99 === undefined ? null : rounded(p99),
    floor: floor === undefined ? null : rounded(floor),
    ratio: ratio === null ? null : rounded(ratio),
    aim: [aim.ratio && `ratio <= ${aim.ratio}`, aim.value && `value <= ${aim.value} ${unit}`].filter(Boolean).join(', '),
    met: meetsRatio && meetsValue,
  }
}

/** The value below which `share` (0…1) of the measurements lie. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
