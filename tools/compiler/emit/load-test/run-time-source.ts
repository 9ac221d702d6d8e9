import { type Code, code, join } from "../text";
import { calls } from "./run-time/calls";
import { iterations } from "./run-time/iterations";
import { keys } from "./run-time/keys";
import { replies } from "./run-time/replies";
import { settings } from "./run-time/settings";
import { values } from "./run-time/values";

/**
 * What all load-test scripts of a service share, in one file, as a script imports one; it knows no specification. k6's run time has
 * no URL, URLSearchParams or TextEncoder, and nothing may be imported from elsewhere, so encoding is done here.
 */
export const runTimeSource: Code = code`${join([settings, keys, calls, iterations, replies, values], "\n\n")}
`;
