import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { tooManyRequests } from "../../../../apps/shop/src/generated/runtime/problem";

const limiter = new RateLimiterMemory({ points: Number(process.env.RATE_LIMIT_MAX ?? 300), duration: 60 });

/** @throws Problem 429 */
export async function limitRate(client = ""): Promise<void> {
  try {
    await limiter.consume(client);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw tooManyRequests(Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
  }
}
