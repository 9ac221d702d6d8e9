import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** A regular expression as the ways from character to character (Glushkov's automaton). */
export interface PatternAutomaton {
  /** What each place that takes one character is written like. */
  readonly places: readonly string[];
  /** From each place the next ones, with the number of ways that lead there. */
  readonly next: readonly ReadonlyMap<number, number>[];
  /** Places after which the whole expression may have matched. */
  readonly ends: ReadonlySet<number>;
}

/** Repetitions of up to so many times are few enough to be tried. */
const fewTimes = 10;

interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  /** Those of `last` after which nothing has to be checked any more, such as `$`. */
  readonly ends: readonly number[];
  readonly isNullable: boolean;
  /** The same without anything to be checked. */
  readonly isFree: boolean;
}

const nothing: Part = { first: [], last: [], ends: [], isNullable: true, isFree: true };
/** An assertion, or a reference back: it takes no place of its own here. */
const checked: Part = { ...nothing, isFree: false };

/**
 * @param pattern with the flag `u`
 * @returns `undefined` when it has more than `mostPlaces`
 */
export function patternAutomaton(pattern: string, mostPlaces: number): PatternAutomaton | undefined {
  const places: string[] = [];
  const next: Map<number, number>[] = [];
  const { ends } = ofAlternatives(new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: true }));
  return places.length > mostPlaces ? undefined : { places, next, ends: new Set(ends) };

  function ofAlternatives({ alternatives }: { readonly alternatives: readonly AST.Alternative[] }): Part {
    const parts = alternatives.map(({ elements }) => elements.map(ofElement).reduce(inTurn, nothing));
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      ends: parts.flatMap((part) => part.ends),
      isNullable: parts.some(({ isNullable }) => isNullable),
      isFree: parts.some(({ isFree }) => isFree),
    };
  }

  function ofElement(element: AST.Element): Part {
    switch (element.type) {
      case "Assertion":
      case "Backreference":
        return checked;
      case "Group":
      case "CapturingGroup":
        return ofAlternatives(element);
      case "Quantifier":
        return repeated(ofElement(element.element), element);
      default: {
        if (places.length > mostPlaces) return nothing;
        const place = places.push(element.raw) - 1;
        next.push(new Map());
        return { first: [place], last: [place], ends: [place], isNullable: false, isFree: false };
      }
    }
  }

  function repeated(part: Part, { min, max }: AST.Quantifier): Part {
    if (max === 0) return nothing;
    if (max >= fewTimes && max !== min) connect(part.last, part.first);
    return min === 0 ? { ...part, isNullable: true, isFree: true } : part;
  }

  function inTurn(a: Part, b: Part): Part {
    connect(a.last, b.first);
    return {
      first: a.isNullable ? [...a.first, ...b.first] : a.first,
      last: b.isNullable ? [...a.last, ...b.last] : b.last,
      ends: b.isFree ? [...a.ends, ...b.ends] : b.ends,
      isNullable: a.isNullable && b.isNullable,
      isFree: a.isFree && b.isFree,
    };
  }

  function connect(from: readonly number[], to: readonly number[]): void {
    for (const one of from) for (const other of to) next[one]?.set(other, (next[one]?.get(other) ?? 0) + 1);
  }
}
