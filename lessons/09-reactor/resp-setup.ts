/**
 * Commands that client libraries send before the first command of their user: HELLO, INFO, CLIENT, COMMAND, CONFIG, SELECT.
 * The replies are those of Redis 7 with one database. Nothing to do in this file.
 */
import type { Connection } from './connection.ts';
import { bulk, EMPTY_LIST, failure, OK, unknownCommand, wrongCount } from './resp-replies.ts';

/** What a command of this file needs of its connection: a place for its number. */
type Asker = Pick<Connection, 'context'>;

/** The version of Redis that the replies are taken from: clients use it to tell which commands there are. */
const VERSION = '7.0.15';

const INFO: Readonly<Record<string, string>> = {
  server: `# Server\r\nredis_version:${VERSION}\r\nredis_mode:standalone\r\n`,
  persistence: '# Persistence\r\nloading:0\r\n',
};
const ALL_SECTIONS = ['all', 'default', 'everything'];

/** Replies to a command that works on no key. `words` are the command and its arguments. */
export function setUp(asker: Asker, words: readonly string[]): Buffer {
  const [command = '', ...args] = words;
  switch (command.toUpperCase()) {
    case 'HELLO':
      return hello(asker, args);
    case 'INFO':
      return info(args);
    case 'CLIENT':
      return client(args);
    case 'COMMAND':
      return describe(args);
    case 'CONFIG':
      return config(args);
    case 'SELECT':
      return select(args);
    default:
      return unknownCommand(words);
  }
}

const isInteger = (word: string): boolean => /^(0|-?[1-9]\d{0,17})$/.test(word);

let lastId = 0;

/** Only RESP2 is spoken here. A client that asks for RESP3 goes on with RESP2 or gives up. */
function hello(asker: Asker, [version = '2', ...options]: readonly string[]): Buffer {
  if (!isInteger(version)) return failure('Protocol version is not an integer or out of range');
  if (version !== '2') return failure('unsupported protocol version', 'NOPROTO');
  for (let i = 0; i < options.length; i += 2) {
    const [option = '', name] = options.slice(i);
    if (option.toUpperCase() !== 'SETNAME' || name === undefined)
      return failure(`Syntax error in HELLO option '${option}'`);
    if (!isName(name)) return failure(BAD_NAME);
  }
  asker.context ??= ++lastId;
  const text = (word: string): string => `$${word.length}\r\n${word}\r\n`;
  const facts = [
    ...['server', 'redis', 'version', VERSION, 'proto'].map(text),
    `:2\r\n${text('id')}:${asker.context}\r\n`,
    ...['mode', 'standalone', 'role', 'master', 'modules'].map(text),
    '*0\r\n',
  ];
  return Buffer.from(`*14\r\n${facts.join('')}`);
}

function info(sections: readonly string[]): Buffer {
  const wanted = sections.map((section) => section.toLowerCase());
  const all = wanted.length === 0 || wanted.some((section) => ALL_SECTIONS.includes(section));
  const texts = Object.entries(INFO).filter(([section]) => all || wanted.includes(section));
  return bulk(Buffer.from(texts.map(([, text]) => text).join('\r\n')));
}

const BAD_NAME = 'Client names cannot contain spaces, newlines or special characters.';
const isName = (name: string): boolean => /^[!-~]*$/.test(name);

/** Names are checked and forgotten, because no command lists the connections. */
function client([subcommand, ...args]: readonly string[]): Buffer {
  if (subcommand === undefined) return wrongCount('client');
  switch (subcommand.toUpperCase()) {
    case 'SETNAME':
      if (args.length !== 1) return wrongCount('client|setname');
      return isName(args[0] ?? '') ? OK : failure(BAD_NAME);
    case 'SETINFO': // of Redis 7.2: the name and the version of the library
      if (args.length !== 2) return wrongCount('client|setinfo');
      return /^LIB-(NAME|VER)$/i.test(args[0] ?? '') ? OK : failure(`Unrecognized option '${args[0]}'`);
    default:
      return unknownSubcommand('CLIENT', subcommand);
  }
}

/** COMMAND and COMMAND DOCS: redis-cli completes the commands that it finds there, and accepts that there are none. */
function describe([subcommand]: readonly string[]): Buffer {
  if (subcommand === undefined || subcommand.toUpperCase() === 'DOCS') return EMPTY_LIST;
  return unknownSubcommand('COMMAND', subcommand);
}

/** CONFIG GET: redis-benchmark asks for two settings, and accepts that there are none. */
function config([subcommand, ...names]: readonly string[]): Buffer {
  if (subcommand === undefined) return wrongCount('config');
  if (subcommand.toUpperCase() !== 'GET') return unknownSubcommand('CONFIG', subcommand);
  return names.length === 0 ? wrongCount('config|get') : EMPTY_LIST;
}

function select([index = '', ...more]: readonly string[]): Buffer {
  if (index === '' || more.length > 0) return wrongCount('select');
  if (!isInteger(index)) return failure('value is not an integer or out of range');
  return index === '0' ? OK : failure('DB index is out of range');
}

const unknownSubcommand = (command: string, subcommand: string): Buffer =>
  failure(`unknown subcommand '${subcommand.slice(0, 128)}'. Try ${command} HELP.`);
