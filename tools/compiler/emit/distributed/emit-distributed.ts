import { createHash } from "node:crypto";
import { posix } from "node:path";
import { stringify } from "yaml";
import type { EmittedFile } from "../emitted-file";
import { ownReference } from "../load-test/script-files";
import { kubernetesName } from "./kubernetes-name";

export interface DistributedInput {
  readonly api: string;
  /** For the header. */
  readonly spec: string;
  /** Of each resource its script and what that imports: path below the application → text. */
  readonly resources: readonly { readonly name: string; readonly files: ReadonlyMap<string, string> }[];
  /** The Go module of the runner: path → text. */
  readonly module: ReadonlyMap<string, string>;
  /** Of Go, as its go.mod says. */
  readonly goVersion: string;
  /** Runners that share a test. */
  readonly runners: number;
}

/** A ConfigMap holds at most 1 MiB (https://kubernetes.io/docs/concepts/configuration/configmap/), its metadata included. */
const mostBytes = 1_000_000;

/**
 * What runs the load tests of an API in a cluster by k6-operator: for each resource a TestRun and its scripts, the image of the runners,
 * and, once, what a team changes: where the service is, the image's name and the volume of the results.
 */
export function emitDistributed(input: DistributedInput): readonly EmittedFile[] {
  const image = `${kubernetesName(input.api)}-k6`;
  const claim = kubernetesName(input.api, "load", "results");
  const secret = secretName(input.api);
  const settings = kubernetesName(input.api, "load", "settings");
  const inImage: EmittedFile[] = [];
  const manifests = input.resources.map(({ name, files }) => {
    const testRun = kubernetesName(input.api, name);
    const scripts = [...files]
      .map(([path, text]) => [flatName(path), flatReferences(path, text)] as const)
      .sort(byFirst);
    const bytes = scripts.reduce((sum, [path, text]) => sum + Buffer.byteLength(path) + Buffer.byteLength(text), 0);
    const isSmall = bytes <= mostBytes;
    if (!isSmall)
      for (const [path, text] of scripts)
        inImage.push({ path: `runner/scripts/${testRun}/${path}`, content: text, owner: "specline" });
    const script = isSmall
      ? { configMap: { name: testRun, file: "load-test.js" } }
      : { localFile: `/scripts/${testRun}/load-test.js` };
    const documents = [
      ...(isSmall
        ? [
            {
              apiVersion: "v1",
              kind: "ConfigMap",
              metadata: { name: testRun },
              data: Object.fromEntries(scripts),
            },
          ]
        : []),
      testRunOf({ name: testRun, script, image, claim, secret, settings, runners: input.runners }),
    ];
    return yamlFile(`base/${testRun}.yaml`, documents, input.spec);
  });
  const names = manifests.map(({ path }) => path.slice("base/".length));
  return [
    ...manifests,
    yamlFile("base/kustomization.yaml", [kustomization({ resources: names })], input.spec),
    ...[...input.module].map(([path, content]) => ({ path: `runner/${path}`, content, owner: "specline" as const })),
    ...inImage,
    {
      path: "runner/Dockerfile",
      content: withHash(dockerfile(input.goVersion, inImage.length > 0), input.spec),
      owner: "specline",
    },
    { path: "kustomization.yaml", content: userKustomization(input.api, image, settings), owner: "user" },
    { path: "results.yaml", content: resultsClaim(claim), owner: "user" },
  ];
}

/** Of the Secret that gives tokens and keys to the runners. */
export function secretName(api: string): string {
  return kubernetesName(api, "load");
}

interface TestRun {
  readonly name: string;
  readonly script: object;
  readonly image: string;
  readonly claim: string;
  readonly secret: string;
  readonly settings: string;
  readonly runners: number;
}

/** `k6.io/v1alpha1` TestRun; names of variables are those that `load-test/run-time` reads. */
function testRunOf({ name, script, image, claim, secret, settings, runners }: TestRun): object {
  const variables = [
    { name: "INSTANCES", value: String(runners) },
    { name: "K6_AUTO_EXTENSION_RESOLUTION", value: "false" },
    { name: "K6_NO_USAGE_REPORT", value: "true" },
  ];
  const envFrom = [{ configMapRef: { name: settings } }, { secretRef: { name: secret, optional: true } }];
  return {
    apiVersion: "k6.io/v1alpha1",
    kind: "TestRun",
    metadata: { name },
    spec: {
      parallelism: runners,
      separate: true,
      script,
      initializer: { image, env: variables, envFrom },
      runner: {
        image,
        env: [
          { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
          { name: "K6_OUT", value: "oashist=/results/$(POD_NAME).ndjson" },
          ...variables,
        ],
        envFrom,
        securityContext: { runAsNonRoot: true, runAsUser: 12345, runAsGroup: 12345, fsGroup: 12345 },
        containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        volumes: [{ name: "results", persistentVolumeClaim: { claimName: claim } }],
        volumeMounts: [{ name: "results", mountPath: "/results" }],
      },
    },
  };
}

function byFirst([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

/** Keys of a ConfigMap hold no `/`: all files of a test lie side by side. */
function flatName(path: string): string {
  const shared = "/generated/load-test/";
  const at = path.lastIndexOf(shared);
  return at < 0 ? posix.basename(path) : path.slice(at + shared.length).replaceAll("/", "-");
}

/** What a file imports and opens, by the names that these have beside it. */
function flatReferences(path: string, text: string): string {
  return text.replace(
    ownReference,
    (_, head: string, other: string, tail: string) =>
      `${head}./${flatName(posix.join(posix.dirname(path), other))}${tail}`,
  );
}

function yamlFile(path: string, documents: readonly object[], spec: string): EmittedFile {
  // YAML 1.1 is what kubectl reads: there `on` and `1_0` are no strings.
  const text = documents.map((one) => stringify(one, { version: "1.1", lineWidth: 0, blockQuote: "literal" }));
  return { path, content: withHash(text.join("---\n"), spec), owner: "specline" };
}

function kustomization(more: object): object {
  return { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", ...more };
}

function withHash(text: string, spec: string): string {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const origin = spec.replace(/[^\w./@ -]/g, "_");
  return `# Generated by Specline from ${origin}; renew it with \`nx g loadtest-distributed\`. Edits here are refused.\n# content-hash: ${hash}\n${text}`;
}

/** Whether a file is as Specline wrote it; `undefined`: it has no header. */
export function isUntouchedManifest(content: string): boolean | undefined {
  const match = /^#[^\n]*\n# content-hash: ([0-9a-f]+)\n/.exec(content);
  if (match === null) return undefined;
  return createHash("sha256").update(content.slice(match[0].length)).digest("hex").slice(0, 16) === match[1];
}

function dockerfile(goVersion: string, hasScripts: boolean): string {
  return `# k6 is AGPL-3.0: who passes this image on owes its source, which is what this folder builds from.
FROM golang:${goVersion}-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 GOTOOLCHAIN=local go build -mod=readonly -trimpath -ldflags "-s -w" -o /k6 .

FROM alpine:3.22
RUN adduser -D -u 12345 -g 12345 k6
COPY --from=build /k6 /usr/bin/k6
${hasScripts ? "COPY scripts /scripts\n" : ""}USER 12345
ENTRYPOINT ["k6"]
`;
}

function userKustomization(api: string, image: string, settings: string): string {
  const replaceImage = ["runner", "initializer"].map((part) => ({
    op: "replace",
    path: `/spec/${part}/image`,
    value: `registry.example.com/${image}:1`,
  }));
  const text = stringify(
    kustomization({
      resources: ["base", "results.yaml"],
      configMapGenerator: [
        {
          name: settings,
          literals: [
            `BASE_URL=http://${kubernetesName(api)}`,
            "RATE=100",
            "DURATION=60",
            "P95_MS=500",
            "ERROR_RATE=0.01",
          ],
          options: { disableNameSuffixHash: true },
        },
      ],
      patches: [{ target: { kind: "TestRun" }, patch: stringify(replaceImage) }],
    }),
    { version: "1.1", lineWidth: 0 },
  );
  return `# Yours: where the service is, how much load, and where the image lies. Specline wrote it once.\n${text}`;
}

function resultsClaim(claim: string): string {
  const text = stringify(
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: claim },
      spec: { accessModes: ["ReadWriteMany"], resources: { requests: { storage: "1Gi" } } },
    },
    { version: "1.1" },
  );
  return `# Yours: all runners write here, from several nodes. Specline wrote it once.\n${text}`;
}
