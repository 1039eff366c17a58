import '../lib/platform/strict-zod.ts';
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { answerIcsRequests } from '../lib/app/answer-ics-requests.ts';

export default defineUnlistedScript(answerIcsRequests);
