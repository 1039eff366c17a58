/** The weights of detection, as the build puts them into the package. */
import { readModelFile } from '../../scripts/detection/model-file.ts';

export const MODEL = readModelFile();
