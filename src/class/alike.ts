import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { File, FingerprintIndex, Region, TokenizedFile } from '@dodona/dolos-core';
import ts from 'typescript';
import { skeletons } from '../course/files/targets.ts';
import type { Lesson } from '../course/lesson.ts';
import { folderName } from '../course/registry.ts';
import { makeScratch, removeScratch } from '../host/scratch.ts';
import { type Submission, takeLesson } from './submissions.ts';

/** Two submissions, and how much of what they wrote is the same. */
export interface AlikePair {
  readonly left: string;
  readonly right: string;
  /** The part of both that is shared, from 0 to 1. */
  readonly similarity: number;
  /** The longest run of fingerprints that is the same. */
  readonly longest: number;
}

/** Dolos's own values: matches shorter than this are chance. */
const KGRAM = 23;
const WINDOW = 17;

/**
 * Compares all submissions of a lesson with Dolos, whose fingerprints are of the syntax: names, comments, strings and the layout do
 * not count, and what is in the skeleton does not either. The most alike come first.
 * Dolos has parsers of its own, of 435 MB; here TypeScript's own makes the tokens. https://dolos.ugent.be/about/algorithm.html
 */
export function alikePairs(submissions: readonly Submission[], lesson: Lesson): AlikePair[] {
  const index = new FingerprintIndex(KGRAM, WINDOW);
  index.addIgnoredFile(
    tokenized(
      'skeleton',
      skeletons(lesson).map(({ text }) => text),
    ),
  );
  const files = submissions.flatMap((submission) => {
    const texts = textsOf(submission, lesson);
    return texts === null ? [] : [tokenized(submission.name, texts)];
  });
  index.addFiles(files);
  return index
    .allPairs()
    .map(({ leftFile, rightFile, similarity, longest }) => ({
      left: leftFile.path,
      right: rightFile.path,
      similarity,
      longest,
    }))
    .sort((a, b) => b.similarity - a.similarity || b.longest - a.longest);
}

/** What a submission wrote, in the given order of files; null where it is the skeleton. */
function textsOf(submission: Submission, lesson: Lesson): string[] | null {
  const folder = makeScratch();
  try {
    if (takeLesson(submission, lesson, folder).untouched) return null;
    return lesson.files.map((file) => readFileSync(join(folder, folderName(lesson), file), 'utf8'));
  } finally {
    removeScratch(folder);
  }
}

function tokenized(name: string, texts: readonly string[]): TokenizedFile {
  const text = texts.join('\n');
  const source = ts.createSourceFile('all.ts', text, ts.ScriptTarget.Latest);
  const tokens: string[] = [];
  const places: Region[] = [];
  const add = (token: string, position: number): void => {
    const { line, character } = source.getLineAndCharacterOfPosition(position);
    tokens.push(token);
    places.push(new Region(line, character, line, character + 1));
  };
  const walk = (node: ts.Node): void => {
    add(`(${ts.SyntaxKind[node.kind]}`, node.getStart(source));
    ts.forEachChild(node, walk);
    add(')', node.end);
  };
  for (const statement of source.statements) if (!ts.isImportDeclaration(statement)) walk(statement);
  return new TokenizedFile(new File(name, text), tokens, places);
}
