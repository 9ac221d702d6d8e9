import { Readable } from "node:stream";

interface Input {
  readonly path: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

async function* streamed(how: string) {
  if (how === "fails-late") yield Buffer.from("a");
  if (how !== "empty") throw new Error("password=1234");
}

const echo = async (input: unknown) => ({ status: 200, body: await shown(input) });

/** One file of handlers, the same for every framework. */
export const handlers = {
  listPets: async (input: unknown) => ({ ...(await echo(input)), headers: { "x-total": "3", "X-Page": "1" } }),
  createPet: async ({ body }: { body: { name: string } }) => {
    if (body.name === "taken") throw conflict;
    const pet = { id: 7, ...body, tags: [{ label: "a", leak: 1 }], password: "leak" };
    return { status: 201, body: pet, headers: { location: "/v1/pets/7" } };
  },
  getMine: async () => ({ status: 200, body: "mine: é" }),
  getPet: async ({ path }: Input) =>
    path.petId === "csv"
      ? { status: 200, contentType: "text/csv", body: "id;name\n" }
      : { status: 200, contentType: "application/json", body: { id: 1, name: path.petId, secret: "leak" } },
  deletePet: async () => ({ status: 204 }),
  compare: echo,
  styles: echo,
  oddPath: echo,
  prefixed: echo,
  betweenThree: echo,
  betweenOne: echo,
  versions: echo,
  askOptions: echo,
  ranges: async ({ body }: Input) =>
    typeof body === "object" && !(body instanceof Uint8Array)
      ? { status: 200, contentType: "application/json; version=2", body: { type: 2 } }
      : { status: 200, contentType: "application/x-ndjson", body: `${String(body)}\n` },
  optional: async (_input: unknown, { identity }: { identity: unknown }) => ({ status: 200, body: identity ?? null }),
  bodiless: async ({ path, query }: Input & { query: { bare?: boolean } }) => ({
    status: path.status as number,
    headers: { "x-pairs": "a,1", "x-exploded": "a=1", "x-json": '{"a":1}' },
    ...(query.bare !== true && { body: path.status === 304 ? {} : 5 }),
  }),
  names: echo,
  numbers: echo,
  undescribed: echo,
  file: echo,
  fileOfType: echo,
  discount: echo,
  starOne: async () => ({ status: 200, body: "a*b" }),
  starTwo: async () => ({ status: 200, body: "c*d" }),
  starThree: async () => ({ status: 200, body: "a{star}b" }),
  starFour: async () => ({ status: 200, body: "a/b" }),
  objects: echo,
  inherited: async ({ body }: { body: { constructor?: unknown } }) => {
    if (body.constructor !== undefined) throw new Error("what is not sent is there");
    return echo(body);
  },
  login: async (_input: unknown, { identity }: { identity: unknown }) => ({ status: 200, body: identity }),
  page: async () => ({ status: 200, body: "<p>" }),
  putBody: echo,
  upload: echo,
  download: async () => ({ status: 200, body: Readable.from([Buffer.from([137, 80]), Buffer.from([78, 71])]) }),
  stream: async ({ path: { how } }: Input) => ({ status: 200, body: Readable.from(streamed(String(how))) }),
  broken: async ({ path: { how } }: Input) => {
    if (how === "throws") throw new Error("password=1234");
    if (how === "status") return { status: 299, body: { a: 1 } };
    if (how === "number") throw 7;
    if (how === "type") return { status: 200, contentType: "text/html", body: "<p>" };
    if (how === "header") return { status: 200, body: { a: 1 }, headers: { "x-a": "1\r\nx-b: 2" } };
    if (how === "no-status") return { status: 999, body: { a: 1 } };
    if (how === "slow") return waitForRelease();
    return { status: 200, body: how === "fine" ? { a: 1, open: true } : { a: "text" } };
  },
  secret: async (_input: unknown, { identity }: { identity: unknown }) => ({ status: 200, body: identity }),
};

let arrived = gate();
let released = gate();

/** Resolves when a slow request is under way. */
export function started(): Promise<void> {
  return arrived.promise;
}

/** Lets slow requests go on. */
export function release(): void {
  released.resolve();
}

async function waitForRelease() {
  released = gate();
  arrived.resolve();
  await released.promise;
  arrived = gate();
  return { status: 200, body: { a: 1 } };
}

const conflict = Object.assign(new Error("there is one"), { statusCode: 409 });

export const verifiers = {
  key: (key: string) => (key === "right" ? { subject: "robot" } : undefined),
  login: (credential: string) =>
    credential === Buffer.from("ann:pass").toString("base64") ? { subject: "ann" } : undefined,
};

/** JSON in which bytes and files can be told from texts. */
async function shown(value: unknown): Promise<unknown> {
  if (value instanceof File) return { file: value.name, type: value.type, text: await value.text() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString("hex") };
  if (Array.isArray(value)) return Promise.all(value.map(shown));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(async ([name, one]) => [name, await shown(one)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

interface Gate {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function gate(): Gate {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
