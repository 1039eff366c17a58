/** Imported first by every entrypoint: the content security policy allows no code made at run time. */
import * as z from 'zod/mini';

z.config({ jitless: true });
