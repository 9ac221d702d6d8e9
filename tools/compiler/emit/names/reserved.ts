const keywords = `break case catch class const continue debugger default delete do else enum export extends false finally
  for function if import in instanceof new null return super switch this throw true try typeof var void while with
  implements interface let package private protected public static yield await async of arguments eval undefined`;
const members = "constructor prototype hasOwnProperty toString toLocaleString valueOf isPrototypeOf then";
const locals = `t app db request reply context input body path query headers cookies serve register handlers queries
  contract route schemas`;

/** Names that a constant of generated code may not have. */
export const reservedValues: ReadonlySet<string> = new Set(`${keywords} ${members} ${locals}`.split(/\s+/));

const globals = `Array ArrayBuffer BigInt Boolean Date Error Exclude Extract File Function Infinity JSON Map Math NaN Number
  Object Omit Partial Pick Promise Proxy Readonly ReadonlyArray Record RegExp Required Set String Symbol Uint8Array`;
const runtime = `AnyRoute AnyStatus App As Bytes ClientErrorStatus Context Database Handler Handlers Queryable Raw RedirectStatus
  RegisterOptions Reply ReplyHeaders RequestContext ResultPage RouteRuntime ServerErrorStatus SortOrder SuccessStatus
  TSchema TUnsafe`;

/** Names that a type of generated code may not have: globals, and what the files import. */
export const reservedTypes: ReadonlySet<string> = new Set(`${globals} ${runtime}`.split(/\s+/));

/** Windows keeps these names, with any extension. */
export const reservedFiles: ReadonlySet<string> = new Set(
  "con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9".split(
    " ",
  ),
);
