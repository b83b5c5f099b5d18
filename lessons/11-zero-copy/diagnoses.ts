import type { Diagnosis } from '#lesson';
import { zeroCopy } from './diagnoses-zero-copy.ts';

/** The known mistakes of this lesson: the name of each, a question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'header-alone': {
    step: '11.1',
    name: 'the header travels alone',
    question: 'Eight bytes are sent, then the file. How can the kernel know at the first send that more is coming?',
  },
  'header-held': {
    step: '11.1',
    name: 'the last packet of an answer waits for bytes that never come',
    question: 'MSG_MORE promises more bytes. Which bytes follow the header of a refusal, or of an empty file?',
  },
  'header-cut': {
    step: '11.1',
    name: 'the rest of the header is lost',
    question: 'send may take three bytes of eight. Where are the other five?',
  },
  'short-send': {
    step: '11.1',
    name: 'bytes that were read count as sent',
    question: 'pread returned one number, and send another. By which of them does the offset move?',
  },
  'shrunk-unseen': {
    step: '11.1',
    name: 'the end of a file that shrank is not seen',
    question: 'read says 0 and bytes are missing. Will it say something else at the next turn?',
  },
  pads: {
    step: '11.1',
    name: 'a file that shrank is filled up with other bytes',
    question: 'The announced bytes are gone. What does the client do with zeros in their place, and how could it know?',
  },
  grown: {
    step: '11.1',
    name: 'a file that grew is sent to its new end',
    question: 'The header announced a size. What does the client take the bytes behind it for?',
  },
  'whole-file': {
    step: '11.1',
    name: 'the whole file is read into memory',
    question: '200 clients ask for a gigabyte each and read slowly. How much memory does the server need?',
  },
  'endless-turn': {
    step: '11.1',
    name: 'a client gets as many bytes as its socket takes',
    question: 'A client on a fast network takes bytes as fast as you send them. When do the others have their turn?',
  },
  'empty-map': {
    step: '11.2',
    name: 'an empty file is mapped',
    question: 'mmap(2): the length 0 is EINVAL. How many bytes of an empty file are still to be sent?',
  },
  'touches-map': {
    step: '11.2',
    name: 'the program touches pages that the file may have lost',
    question: 'The page has no file behind it any more. What happens to a program that reads it?',
  },
  'map-left': {
    step: '11.2',
    name: 'mappings are not unmapped',
    question: 'The answer is over. Who gives the mapping back, and what about an answer that was cut off?',
  },
  'map-left-of-cut': {
    step: '11.2',
    name: 'the mapping of an answer that was cut off stays',
    question: 'A client resets in the middle of a window. Which call unmaps it?',
  },
  'one-window': {
    step: '11.2',
    name: 'only the first window is mapped',
    question: 'All bytes of the window are sent, and the file goes on. Which bytes does the next send get?',
  },
  'short-view': {
    step: '11.2',
    name: 'the whole view counts as sent',
    question: 'send took a part of the view. Where does the next view begin?',
  },
  'not-mapped': {
    step: '11.2',
    name: 'the file is read after all',
    question: 'Which call copies the bytes of the file into your memory, and which of these ways can do without?',
  },
  'empty-is-shrunk': {
    step: '11.3',
    name: 'an empty file is taken for one that has shrunk',
    question: 'sendfile says 0 for an empty file as well. How many bytes are missing?',
  },
  'asked-is-sent': {
    step: '11.3',
    name: 'the bytes that were asked for count as sent',
    question: 'You asked sendfile for a megabyte, and the socket had room for a part. What does its result say?',
  },
  'null-is-sent': {
    step: '11.3',
    name: 'would-block counts as sent',
    question: 'sendfile returned null. How many bytes has the socket taken?',
  },
  'zero-again': {
    step: '11.3',
    name: 'sendfile says 0 again and again',
    question: 'The file has shrunk, and the socket has room. What will the next sendfile return?',
  },
  'grown-file': {
    step: '11.3',
    name: 'sendfile is not told where the answer ends',
    question: 'The file has grown since its size was announced. How many bytes do you ask sendfile for?',
  },
  'endless-call': {
    step: '11.3',
    name: 'sendfile is asked for the whole file at once',
    question: 'sendfile goes on as long as the socket has room. How long may one call take, and who waits meanwhile?',
  },
  sigpipe: {
    step: '11.3',
    name: 'SIGPIPE ends the server',
    question: 'send has MSG_NOSIGNAL. What do sendfile and splice do when the client has gone?',
  },
  'not-sendfile': {
    step: '11.3',
    name: 'the file is copied after all',
    question: 'Which call moves bytes from a file to a socket without your memory between them?',
  },
  stranded: {
    step: '11.4',
    name: 'bytes in the pipe are overtaken or forgotten',
    question: 'The socket would block, and bytes are in the pipe. Which bytes must go first?',
  },
  'splice-short': {
    step: '11.4',
    name: 'the bytes that were asked for count as moved',
    question: 'A splice may empty some slots of the pipe. Which number says how many bytes moved?',
  },
  'zero-again-splice': {
    step: '11.4',
    name: 'the end of a file that shrank is not seen by splice',
    question: 'splice from the file says 0. What will it say next, and what is in the pipe?',
  },
  'grown-splice': {
    step: '11.4',
    name: 'splice is not told where the answer ends',
    question: 'The file has grown since its size was announced. How many bytes do you ask splice for?',
  },
  'dirty-pipe': {
    step: '11.4',
    name: 'a pipe is used again with the bytes of another client in it',
    question: 'A client vanished while bytes for it were in the pipe. Who gets them?',
  },
  'pipe-leak': {
    step: '11.4',
    name: 'pipes are not closed',
    question: 'A pipe is two descriptors. Which of yours are closed, and when?',
  },
  'pipes-hoarded': {
    step: '11.4',
    name: 'every empty pipe is kept for ever',
    question: 'A thousand clients at the same time had a pipe each. How many of these do the next answers need?',
  },
  'more-for-ever': {
    step: '11.4',
    name: 'SPLICE_F_MORE on the last bytes',
    question: 'SPLICE_F_MORE holds a packet back for bytes that follow. Which bytes follow the last ones?',
  },
  'not-splice': {
    step: '11.4',
    name: 'the pipe is filled by copies',
    question: 'Which call fills a pipe with pages of the file, and not with copies of them?',
  },
  'early-lost': {
    step: '11.5',
    name: 'bytes that came with the request line are lost',
    question: 'One recv brought the line and the beginning of the file. Where does the next splice begin?',
  },
  'swallows-next': {
    step: '11.5',
    name: 'the upload takes the next request',
    question: 'A splice moves what is there, up to your limit. Whose bytes come behind the upload?',
  },
  'in-place': {
    step: '11.5',
    name: 'the upload writes into the old file',
    question: 'Another client gets the file while the upload is half done. What does it see?',
  },
  'half-kept': {
    step: '11.5',
    name: 'half an upload replaces the old file',
    question: 'splice says 0 before all bytes have come. What may the folder show now?',
  },
  'draft-left': {
    step: '11.5',
    name: 'drafts of failed uploads stay',
    question: 'The client has gone. Who will ever remove the draft?',
  },
  'draft-not-new': {
    step: '11.5',
    name: 'the upload writes into a draft that was there already',
    question: 'The draft of an earlier run is longer than this upload. Which bytes stand behind yours?',
  },
  'draft-gone': {
    step: '11.5',
    name: 'a draft that has gone ends the server',
    question: 'Somebody has removed the draft. What does unlink say, and what of the upload is left to be removed?',
  },
  'closed-twice': {
    step: '11.5',
    name: 'finish closes before rename has succeeded, and abandon closes again',
    question:
      'rename fails, and the upload is abandoned. Which descriptor has been closed already, and whose may the number be now?',
  },
  'end-unseen': {
    step: '11.5',
    name: 'the end of the client is taken for a pause',
    question: 'splice from the socket says 0, or null. Which of the two comes again at once, for ever?',
  },
  'drain-once': {
    step: '11.5',
    name: 'bytes stay in the pipe of an upload',
    question: 'A splice into the file moved a part of what the pipe holds. Where is the rest when the next bytes come?',
  },
  'upload-leaks': {
    step: '11.5',
    name: 'descriptors of a failed upload stay open',
    question: 'The upload has failed. Which three descriptors did it have?',
  },
  'stored-leaks': {
    step: '11.5',
    name: 'descriptors of a finished upload stay open',
    question: 'The file has its name. Which descriptors did its upload have, and who closes them?',
  },
  'upload-copies': {
    step: '11.5',
    name: 'the upload is copied after all',
    question: 'sendfile cannot read from a socket. Which call can move bytes from a socket to a file?',
  },
  'node-net': {
    name: 'node:net serves in place of the program',
    question: 'Which program accepts the connection now? The lesson is about yours.',
  },
  ...zeroCopy,
};
