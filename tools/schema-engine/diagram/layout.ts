import { layout as arrange, Graph } from "@dagrejs/dagre";
import type { Relation } from "./entity";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place extends Size {
  /** Of the upper left corner. */
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout extends Size {
  readonly places: ReadonlyMap<string, Place>;
  /** By the relation; those of a table with itself have none. */
  readonly lines: ReadonlyMap<Relation, readonly Point[]>;
}

/** Places boxes in layers from left to right, so that a table stands left of what it refers to and lines go between boxes. */
export function layout(sizes: ReadonlyMap<string, Size>, relations: readonly Relation[]): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 24, ranksep: 72, edgesep: 16, marginx: 12, marginy: 12 });
  for (const [name, { width, height }] of sizes) graph.setNode(name, { width, height });
  const between = relations.filter(({ from, to }) => from !== to);
  for (const [index, { from, to }] of between.entries()) graph.setEdge(from, to, {}, String(index));
  arrange(graph);
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  const places = new Map<string, Place>();
  for (const name of sizes.keys()) {
    const node = graph.node(name) as Place;
    places.set(name, { ...node, x: rounded(node.x - node.width / 2), y: rounded(node.y - node.height / 2) });
  }
  const lines = new Map<Relation, readonly Point[]>();
  for (const [index, relation] of between.entries()) {
    const { points } = graph.edge(relation.from, relation.to, String(index)) as { readonly points: readonly Point[] };
    lines.set(
      relation,
      points.map(({ x, y }) => ({ x: rounded(x), y: rounded(y) })),
    );
  }
  return { width: rounded(width), height: rounded(height), places, lines };
}

/** To a tenth of a pixel, which nobody sees. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
