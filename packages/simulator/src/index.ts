export { HOLES } from "./holes.ts";
export { LAWS } from "./laws.ts";
export { play } from "./play.ts";
export { scheduleOf } from "./schedule.ts";
export { search } from "./search.ts";
export { traceOf } from "./trace.ts";
