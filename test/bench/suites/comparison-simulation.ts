import { wilson } from "../../../tools/k6/compare/error-shares";
import { formatTable } from "../../../tools/report/format-table";
import type { BenchOptions } from "../bench";
import { isChange, isSlowerP50, shareOfRuns } from "../comparison/simulate";

/** The table of docs/measurement.md. `rounds` are simulated comparisons of each kind. */
export async function run({ rounds: simulations = 200 }: BenchOptions): Promise<void> {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const of = (machine: "busy" | "quiet", way: "turns" | "apart", rounds: number, operations: number) =>
    ({ machine, way, rounds, operations }) as const;
  const kinds = [
    ...[12, 16].flatMap((rounds) => [1, 5].map((operations) => of("busy", "turns", rounds, operations))),
    of("busy", "turns", 24, 1),
    ...(["busy", "quiet"] as const).flatMap((machine) =>
      [1, 5].map((operations) => of(machine, "apart", 16, operations)),
    ),
    // Many verdicts need many draws: this one takes longer than all others together.
    of("busy", "turns", 16, 20),
  ];
  const rows = kinds.map((kind) => {
    const cries = shareOfRuns({ ...kind, simulations, shift: 0 }, isChange);
    const found = shareOfRuns({ ...kind, simulations, shift: 0.2 }, isSlowerP50);
    const cells = [cries, found].map(
      (one) => `${percent(one.count / one.of)} (${wilson(one).map(percent).join(" to ")})`,
    );
    const row = [kind.machine, kind.way, String(kind.rounds), String(kind.operations), ...cells];
    console.log(row.join(" | "));
    return row;
  });
  const columns = ["machine", "measured", "rounds", "operations", "no change, one claimed", "p50 +20 %, found"].map(
    (title) => ({
      title,
    }),
  );
  console.log(`${simulations} simulated comparisons of each kind\n\n${formatTable({ columns, rows })}`);
}
