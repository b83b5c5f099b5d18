import { style } from '#lesson';

export default style({
  edits: [
    {
      file: 'owners.ts',
      find: `  for (const pid of listOf('/proc').filter((name) => /^\\d+$/.test(name)))
    for (const fd of listOf(\`/proc/\${pid}/fd\`)) {
      const inode = Number(/^socket:\\[(\\d+)\\]$/.exec(linkOf(\`/proc/\${pid}/fd/\${fd}\`))?.[1] ?? 0);
      if (inode !== 0) found.set(inode, [...(found.get(inode) ?? []), \`\${pid} fd \${fd}\`]);
    }
`,
      replace: `  for (const name of listOf('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    for (const fd of listOf(\`/proc/\${pid}/fd\`)) {
      const link = linkOf(\`/proc/\${pid}/fd/\${fd}\`);
      if (!link.startsWith('socket:[')) continue;
      const inode = Number(link.slice(8, -1));
      const list = found.get(inode);
      if (list === undefined) found.set(inode, [\`\${pid} fd \${fd}\`]);
      else list.push(\`\${pid} fd \${fd}\`);
    }
  }
`,
    },
  ],
});
