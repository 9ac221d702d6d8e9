/** The part of a test that one process runs (https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/#execution-segment). */
export interface Segment {
  /** `1/3:2/3` */
  readonly segment: string;
  /** Of all parts: `0,1/3,2/3,1`. With it k6 splits a rate without loss, and numbers iterations without doubles. */
  readonly sequence: string;
}

/** Equal parts, in order. */
export function segmentsOf(instances: number): readonly Segment[] {
  const bounds = Array.from({ length: instances + 1 }, (_, index) =>
    index === 0 ? "0" : index === instances ? "1" : `${index}/${instances}`,
  );
  const sequence = bounds.join(",");
  return bounds.slice(1).map((end, index) => ({ segment: `${bounds[index]}:${end}`, sequence }));
}

/** k6 splits the load in the proportion of the users: a number that all can share equally, not below the one asked for. */
export function usersFor(users: number, instances: number): number {
  return Math.ceil(users / instances) * instances;
}
