/** One measured figure beside its peer or its limit, both of the same run. */
export type BenchRow = {
  name: string
  value: number
  unit: string
  /** What it is compared with. */
  peer: string
  peer_value: number
  /** How many times better than the peer, or, for an upper limit, how many times as much. */
  ratio: number
  target: string
  ok: boolean
}
