/** Thrown where a document is not what it should be; whoever reads it makes a problem of it. */
export class Refusal extends Error {
  constructor(
    readonly place: string,
    readonly reason: string,
  ) {
    super(`${place}: ${reason}`);
  }
}

/** A value of a JSON document that nobody vouches for, with its place, such as `.rounds[3].calibrationMs`. */
export class Reader {
  constructor(
    readonly value: unknown,
    readonly place: string,
  ) {}

  refuse(reason: string): never {
    throw new Refusal(this.place, reason);
  }

  at(name: string): Reader {
    const object = this.object();
    return new Reader(Object.hasOwn(object, name) ? object[name] : undefined, `${this.place}.${name}`);
  }

  entries(): readonly (readonly [string, Reader])[] {
    return Object.entries(this.object()).map(([name, value]) => [name, new Reader(value, `${this.place}.${name}`)]);
  }

  items(): readonly Reader[] {
    if (!Array.isArray(this.value)) return this.refuse("it is no list");
    return this.value.map((one: unknown, index) => new Reader(one, `${this.place}[${index}]`));
  }

  text(): string {
    return typeof this.value === "string" && this.value !== "" ? this.value : this.refuse("it is no text");
  }

  texts(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.entries().map(([name, one]) => [name, one.text()]));
  }

  oneOf<const Word extends string>(words: readonly Word[]): Word {
    return words.find((word) => word === this.value) ?? this.refuse(`it is none of ${words.join(", ")}`);
  }

  date(): string {
    const text = this.text();
    return Number.isNaN(Date.parse(text)) ? this.refuse("it is no date") : text;
  }

  /** Finite and not below 0. `1e999` is a number to JSON, too. */
  amount(): number {
    const { value } = this;
    return typeof value === "number" && Number.isFinite(value) && value >= 0
      ? value
      : this.refuse("it is no number from 0");
  }

  positive(): number {
    const amount = this.amount();
    return amount > 0 ? amount : this.refuse("it is not above 0");
  }

  count(): number {
    const amount = this.amount();
    return Number.isSafeInteger(amount) ? amount : this.refuse("it is no whole number");
  }

  orNull<Value>(read: (one: Reader) => Value): Value | null {
    return this.value === null ? null : read(this);
  }

  private object(): Readonly<Record<string, unknown>> {
    const { value } = this;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : this.refuse("it is no object");
  }
}
