import { githubFormat } from './github-annotations.ts';
import { gitlabFormat } from './gitlab-code-quality.ts';
import { htmlFormat } from './html.ts';
import { junitFormat } from './junit.ts';
import { markdownFormat } from './markdown.ts';
import type { ReportFormat } from './report-format.ts';
import { sarifFormat } from './sarif.ts';

/** What `tocsin diff --format` knows besides the terminal and JSON. A new format is one file and one line here. */
export const reportFormats: readonly ReportFormat[] = [
  markdownFormat,
  htmlFormat,
  sarifFormat,
  junitFormat,
  githubFormat,
  gitlabFormat,
];
