import { crc32, deflateRawSync } from 'node:zlib';
import { Header } from 'tar';

/** An entry of an archive that a test makes, also one that no tool would. */
export interface Made {
  readonly path: string;
  readonly text?: string | Buffer;
  readonly link?: string;
  /** Zip: the size that the entry claims. */
  readonly claims?: number;
}

const LINK = 0o120777;
const FILE = 0o100644;

/** A zip of these entries. */
export function zipOf(entries: readonly Made[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, text = '', link, claims } of entries) {
    const name = Buffer.from(path);
    const content = Buffer.from(link ?? text);
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2); // names are UTF-8
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((link === undefined ? FILE : LINK) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, rest, name]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** A tar of these entries. */
export function tarOf(entries: readonly Made[]): Buffer {
  const blocks = entries.flatMap(({ path, text = '', link }) => {
    const content = Buffer.from(text);
    const header = new Header({
      path,
      size: link === undefined ? content.length : 0,
      mode: 0o644,
      type: link === undefined ? 'File' : 'SymbolicLink',
      ...(link !== undefined && { linkpath: link }),
    });
    const head = Buffer.alloc(512);
    header.encode(head);
    return [head, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
