import '../../lib/platform/strict-zod.ts';
import { defineBackground } from 'wxt/utils/define-background';
import { createWorkerDeps } from '../../lib/app/create-worker-deps.ts';
import { closeToPages } from '../../lib/platform/key-value.ts';
import { registerAlarms } from './alarms.ts';
import { registerCommands } from './commands.ts';
import { registerInstall } from './install.ts';
import { registerMessages } from './messages.ts';

/**
 * The worker: wiring only. Every listener is added in the first turn, before any await: an event that woke the worker
 * would otherwise find nobody. No state in module variables, the browser stops the worker whenever it likes.
 */
export default defineBackground({
  type: 'module',
  main() {
    closeToPages();
    const deps = createWorkerDeps();
    const schedule = registerAlarms(deps);
    registerMessages(deps, schedule.reschedule);
    registerCommands();
    registerInstall(schedule);
  },
});
