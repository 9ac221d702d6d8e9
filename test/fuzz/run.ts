import { existsSync } from "node:fs";
import { cpuUsage } from "node:process";
import { checkHostile } from "./hostile/check-hostile";
import { checkServed } from "./hostile/check-served";

const suites: Readonly<Record<string, (seed: number) => Promise<readonly string[]>>> = {
  hostile: checkHostile,
  served: checkServed,
};

/** `npm run fuzz -- <suite> [count] [first seed]`: prints what is wrong, each with its seed. */
async function main([name = "", count = "2000", first = "1"]: readonly string[]): Promise<void> {
  const check = Object.hasOwn(suites, name) ? suites[name] : undefined;
  const [start, end] = [Number(first), Number(first) + Number(count)];
  if (check === undefined || !Number.isSafeInteger(end) || !(end > start)) {
    console.error(`usage: npm run fuzz -- <suite> [count] [first seed]\nsuites: ${Object.keys(suites).join(", ")}`);
    process.exitCode = 1;
    return;
  }
  let failed = 0;
  for (let seed = start; seed < end; seed++) {
    const problems = await check(seed).catch((error: unknown) => [
      error instanceof Error ? `${error.stack}` : String(error),
    ]);
    if (problems.length === 0) continue;
    failed++;
    console.log(`seed ${seed}\n  ${problems.slice(0, 5).join("\n  ")}`);
  }
  const seconds = (cpuUsage().user / 1_000_000).toFixed(0);
  console.log(
    `${name}: seeds ${start} to ${end - 1}, ${failed} failed; ${seconds} s of processor time, Node ${process.version}`,
  );
  if (failed > 0) process.exitCode = 1;
}

if (!existsSync("package.json")) throw new Error("run it from the root of the repository: npm run fuzz -- hostile");
void main(process.argv.slice(2));
