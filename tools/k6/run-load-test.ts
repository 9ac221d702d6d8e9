import { availableParallelism } from "node:os";
import { findListener } from "../process/find-listener";
import { freePort } from "../process/free-port";
import { followProgress } from "./follow-progress";
import { closedModelHides, describeForm } from "./form/describe-form";
import { k6Scenarios } from "./form/k6-scenarios";
import { type LoadForm, stagesOf } from "./form/load-form";
import { usualMaxRequests } from "./form/request-bound";
import { measuredSeconds, runForm } from "./form/run-form";
import { secondsOf } from "./form/stage";
import { inTurn } from "./in-turn";
import { usersFor } from "./instances";
import { loadReport } from "./load-report";
import type { LoadTest, SteadyLoad } from "./load-test";
import { type Measured, measure } from "./measure";
import { measuredHere } from "./measured-place";
import { checkEnvironment, responseCheckFor } from "./response-check";
import { isLoopback } from "./single-request";
import { thresholdsOf } from "./thresholds-of";

/** Runs scripts when it is this load test's turn on the machine, and writes the report. */
export function runLoadTest(test: LoadTest): Promise<{ success: boolean }> {
  return inTurn({ ...test, findTargets: [test.findTarget] }, async ({ k6, targets: [target], signal }) => {
    const { form, output, plan, instances = 1, maxRequests = usualMaxRequests } = test;
    for (const note of notesOf(test)) output.line(`specline: ${note}`);
    const thresholds = thresholdsOf(test);
    const check = test.check === undefined ? undefined : responseCheckFor(test.check, k6);
    const dashboardPort = process.env.K6_WEB_DASHBOARD === "true" ? await openDashboard(test) : undefined;
    const watched = form.kind === "steps" ? processOf(target.url) : undefined;
    const place = measuredHere();
    const measureForm = (one: LoadForm, mostRequests: number): Promise<Measured> => {
      const stages = stagesOf(one);
      const durationSeconds = measuredSeconds(one);
      const scripts = test.scriptPaths.length;
      const progress = followProgress({ durationSeconds: secondsOf(stages), scripts, instances, print: output });
      return measure({
        ...test,
        k6,
        usesExtension: check?.usesExtension ?? false,
        environment: {
          ...commonEnvironment({ durationSeconds }, thresholds, instances),
          SCENARIOS: JSON.stringify(k6Scenarios(stages, instances)),
          ...(check === undefined ? {} : checkEnvironment(check)),
          ...target.environment,
        },
        secrets: target.secrets,
        durationSeconds,
        maxRequests: mostRequests,
        ...(watched === undefined ? {} : { watched }),
        thresholds,
        expectedOperations: plan.operations,
        signal,
        onSamples: progress.follow,
        ...(dashboardPort === undefined ? {} : { dashboardPort }),
      }).finally(progress.stop);
    };
    const isAborted = () => signal.aborted;
    const outcome = await runForm({ ...test, maxRequests, thresholds, measureForm, isAborted });
    return loadReport({
      ...test,
      ...outcome.measured,
      verdict: outcome.verdict,
      found: outcome.found,
      thresholds,
      server: target.url,
      k6,
      check,
      measured: place,
      durationSeconds: measuredSeconds(form),
      maxRequests,
    });
  });
}

/** What is said before the run. */
function notesOf({ form, plan, instances = 1 }: LoadTest): readonly string[] {
  const users = form.kind === "load" && form.pace.kind === "users" ? form.pace.users : undefined;
  const processors = availableParallelism();
  return [
    `${describeForm(form)}, ${plan.operations.length} operations`,
    ...(users === undefined ? [] : [closedModelHides]),
    ...(instances === 1 ? [] : [`${instances} instances of k6 share the load`]),
    ...(users === undefined || usersFor(users, instances) === users
      ? []
      : [`${usersFor(users, instances)} users instead of ${users}, so that each instance has as many`]),
    ...(instances === 1 || instances <= processors
      ? []
      : [
          `warning: ${instances} instances on ${processors} processors wait for each other, and their delays are measured too; use at most ${processors}`,
        ]),
  ];
}

/** Only where its address can be said. */
async function openDashboard({ output, instances = 1 }: LoadTest): Promise<number | undefined> {
  if (!output.isText) return undefined;
  const port = await freePort();
  const part = instances === 1 ? "" : `, with the part of instance 1 of ${instances}`;
  output.line(`specline: k6's dashboard is at http://127.0.0.1:${port} while it runs, for this machine only${part}`);
  return port;
}

/** The service, where it runs on this machine, by the name under which its use of the processors is reported. */
function processOf(url: string): Readonly<Record<string, number>> {
  const { hostname, port, protocol } = new URL(url);
  if (!isLoopback(hostname)) return {};
  const server = findListener(port === "" ? (protocol === "https:" ? 443 : 80) : Number(port));
  return server === undefined ? {} : { server };
}

export function paceOf({ rate, concurrency }: Pick<SteadyLoad, "rate" | "concurrency">): string {
  return rate === undefined ? `${concurrency ?? 1} at once` : `${rate} iterations/s`;
}

/** k6 itself judges nothing that is believed, and its thresholds take no infinite time. */
const anyTimeMs = 500;

/** Settings of generated scripts; `tools/compiler/emit/load-test/run-time` reads them. */
export function commonEnvironment(
  test: SteadyLoad,
  thresholds: { readonly p95Ms: number; readonly errorRate: number },
  instances = 1,
): Record<string, string> {
  return {
    INSTANCES: String(instances),
    RATE: test.rate === undefined ? "" : String(test.rate),
    USERS: test.concurrency === undefined ? "" : String(usersFor(test.concurrency, instances)),
    DURATION: String(test.durationSeconds),
    P95_MS: String(Number.isFinite(thresholds.p95Ms) ? thresholds.p95Ms : anyTimeMs),
    ERROR_RATE: String(thresholds.errorRate),
  };
}
