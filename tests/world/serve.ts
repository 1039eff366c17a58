/**
 * The demo world on its own, for a browser started by hand: `node tests/world/serve.ts`. Ends with Ctrl-C.
 */
import { demoWorld } from './demo-world.ts';
import { startWorld } from './start-world.ts';

const world = await startWorld(demoWorld(Temporal.Now.instant()));
process.stdout.write(
  `Chromium options for the demo world (port ${world.port}):\n` +
    `--host-resolver-rules="${world.hostResolverRules}" --ignore-certificate-errors --disable-quic\n`,
);
const stop = (): void => void world.close().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
