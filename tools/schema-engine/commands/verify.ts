import { readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import {
  compareSnapshots,
  formatDifferences,
  realDifferences,
} from "../../postgres/catalog-snapshot/compare-snapshots";
import { type Problem, problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { Report } from "../../report/report";
import { withFolderLock } from "../migrations/folder-lock";
import { groupByPlan } from "../migrations/migration";
import { readScript } from "../migrations/read-script";
import { writeSums } from "../migrations/write-plan";
import type { RunOptions } from "../runner/run-request";
import { loadFiles } from "../source/load-files";
import { noSchemaWarnings, readSchema } from "../source/read-schema";
import { replayScript } from "../source/replay";
import { checkUnchanged, type DatabaseProject, lockOf, migrationFolder, readDatabaseConfig } from "./database-project";
import { modelledSnapshot, notCompared } from "./modelled-snapshot";
import { reportOf, textSection } from "./report-of";
import { withShadow } from "./with-shadow";

export interface VerifyOptions {
  /** Write atlas.sum and specline.sum anew when everything is proved. */
  readonly isRehash?: boolean | undefined;
  readonly run?: Partial<RunOptions>;
}

/** Replays all migrations from nothing, compares with the schema, then goes all the way back, plan by plan. Throws `Refused`. */
export async function verify(project: DatabaseProject, options: VerifyOptions): Promise<Report> {
  if (!options.isRehash) return replayAndCompare(project, options);
  const lock = lockOf(project, migrationFolder(project, undefined, true), "verify --rehash", options.run);
  return withFolderLock(lock, () => replayAndCompare(project, options));
}

async function replayAndCompare(project: DatabaseProject, options: VerifyOptions): Promise<Report> {
  const config = readDatabaseConfig(project);
  const folder = migrationFolder(project, undefined, options.isRehash);
  const files = readSchema(project.workspaceRoot, project.projectRoot);
  const noSchema = await noSchemaWarnings(files);
  project.onLine(`target: ${folder.shownPath} (replayed on a shadow, PostgreSQL ${config.postgres})`);
  const plans = groupByPlan(folder.migrations);
  return withShadow(project, config.postgres, [], async (shadow) => {
    const wanted = await modelledSnapshot(shadow, await loadFiles(shadow, files), files[0]?.path ?? "", config);
    const client = await shadow.connect(await shadow.createDatabase());
    const problems: Problem[] = [];
    const notes: string[] = [...noSchema, ...notCompared([wanted], config)];
    try {
      const before = [];
      for (const plan of plans) {
        before.push(await readCatalogSnapshot(client));
        for (const one of plan.migrations) {
          await replayScript(client, await readScript({ path: `${folder.shownPath}/${one.upFile}`, text: one.up }));
        }
      }
      const differences = compareSnapshots(await readCatalogSnapshot(client), wanted);
      notes.push(...differences.filter((one) => one.isNote).map((one) => one.text));
      const real = realDifferences(differences);
      if (real.length > 0) {
        const values = { folder: folder.shownPath, schema: files[0]?.path ?? "", differences: formatDifferences(real) };
        problems.push(problem("migration/replay-differs", { ...values, project: project.project }));
      }
      for (const plan of [...plans].reverse()) {
        const goal = before[plans.indexOf(plan)];
        const missing = plan.migrations.find((one) => one.down === undefined);
        if (missing !== undefined || goal === undefined) {
          notes.push(`${missing?.upFile} has no down migration; the way back was tried only to here`);
          break;
        }
        for (const one of [...plan.migrations].reverse()) {
          await replayScript(
            client,
            await readScript({ path: `${folder.shownPath}/${one.downFile}`, text: one.down ?? "" }),
          );
        }
        const left = realDifferences(compareSnapshots(await readCatalogSnapshot(client), goal));
        if (left.length > 0) {
          problems.push(problem("migration/down-differs", { plan: plan.name, differences: formatDifferences(left) }));
          break;
        }
      }
    } finally {
      await client.end();
    }
    if (problems.length > 0) throw new Refused(problems);
    if (options.isRehash) {
      checkUnchanged(folder, migrationFolder(project, undefined, true));
      writeSums(folder.path, folder.migrations);
    }
    return reportOf(project, "verify", {
      verdict: "proved",
      success: true,
      reasons: [
        `${plans.length} plans replay to ${files[0]?.path ?? "the schema"}${options.isRehash ? "; sums written" : ""}`,
      ],
      data: { plans: plans.map((one) => one.id), notes },
      sections: textSection("notes", notes),
    });
  });
}
