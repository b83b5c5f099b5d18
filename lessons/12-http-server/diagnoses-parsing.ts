/** The known mistakes of the parser, steps 12.1 to 12.3, and the smaller ones of later steps. */
export const parsing = {
  'split-line-end': {
    step: '12.1',
    name: "a CR at the end of a read is taken for a bad line",
    question: "A read ends between CR and LF. What is there to say about the line yet?",
  },
  'starts-over': {
    step: '12.1',
    name: "each call looks at the whole line again",
    question: "The line comes byte by byte. How often is its first byte looked at?",
  },
  'bare-lf': {
    step: '12.1',
    name: "LF alone ends a line",
    question: "One server ends a line at LF, another one does not. How many requests does each of them see?",
  },
  'bare-cr': {
    step: '12.1',
    name: "CR alone is let through",
    question: "What does the next program make of a CR inside a value?",
  },
  controls: {
    step: '12.1',
    name: "control characters are let through",
    question: "Where does a value end for a program in C when a NUL is in it?",
  },
  'no-line-limit': {
    step: '12.1',
    name: "a line may grow without end",
    question: "A client sends a line that never ends. How much memory does it get?",
  },
  'loose-line': {
    step: '12.2',
    name: "the first line is split at white space, however much",
    question: "Two servers disagree where the target ends. Which file does each of them serve?",
  },
  'any-version': {
    step: '12.2',
    name: "the version is not looked at",
    question: "A client speaks version 2. What does it understand of your answer?",
  },
  'any-method': {
    step: '12.2',
    name: "an unknown method is let through",
    question: "Which status says that the server knows no such method, for no file?",
  },
  'loose-field': {
    step: '12.2',
    name: "white space before the colon is skipped",
    question: "A proxy does not know the field \"Host \", your server does. Who decides where the request goes?",
  },
  'loose-name': {
    step: '12.2',
    name: "a line without a name or a colon is skipped",
    question: "What is a line that is no field: a mistake, or an attempt?",
  },
  'host-unchecked': {
    step: '12.2',
    name: "Host may be missing, double or no host",
    question: "HTTP/1.1 demands one valid Host. Which request is it when there are two?",
  },
  'one-target-form': {
    step: '12.2',
    name: "a target is taken as it comes",
    question: "A proxy sends http://host/path as the target. Which of its parts is the path?",
  },
  'leading-crlf': {
    step: '12.2',
    name: "an empty line before a request is refused",
    question: "Old clients send an empty line behind a body. To which request does it belong?",
  },
  'no-head-limit': {
    step: '12.2',
    name: "a head may have any number of fields",
    question: "Each line is short enough. How many of them does a client get?",
  },
  'trims-too-much': {
    step: '12.2',
    name: "trim() takes away more than spaces and tabs",
    question: "Which characters does trim() of JavaScript take away, and which are white space in HTTP?",
  },
  'slash-in-query': {
    step: '12.4',
    name: 'a slash in the query asks for index.html',
    question: 'Which part of the path does the query belong to, and when is it cut off?',
  },
  'decoded-first': {
    step: '12.4',
    name: 'the path is decoded before its query is cut off',
    question: 'A name may have a question mark in it. How does the client write it in a path?',
  },
  'small-stays-open': {
    step: '12.4',
    name: 'a file of exactly SMALL bytes stays open',
    question: '"Up to" so many bytes: on which side is this very number?',
  },
  'large-folder': {
    step: '12.4',
    name: 'a folder with many entries is taken for a large file',
    question: 'A folder has a size as well. What else does fstat say of it?',
  },
  'last-length': {
    step: '12.2',
    name: "of two fields with a name the last one counts",
    question: "A proxy takes the first Content-Length, your server the last. Where does the next request begin?",
  },
  'loose-length': {
    step: '12.3',
    name: "parseInt reads the length",
    question: "What does parseInt make of 5abc, of 0x5, of -1?",
  },
  'both-lengths': {
    step: '12.3',
    name: "Content-Length and Transfer-Encoding in one request",
    question: "One server goes by the length, another one by the chunks. Whose request is in the bytes between?",
  },
  'any-coding': {
    step: '12.3',
    name: "a coding that is not chunked at the end",
    question: "How do you find the end of a body that is chunked first, and compressed then?",
  },
  'coding-as-text': {
    step: '12.3',
    name: "Transfer-Encoding is compared as a text",
    question: "It is a list, and case does not count. Which texts mean the same as chunked?",
  },
  'loose-chunk': {
    step: '12.3',
    name: "parseInt reads the size of a chunk",
    question: "What does parseInt make of 5;, of 0x5, of an empty line?",
  },
  'chunk-end-unchecked': {
    step: '12.3',
    name: "the end of a chunk is skipped, whatever it is",
    question: "The chunk is longer than its size says. What is in the bytes that you skip?",
  },
  'trailers-left': {
    step: '12.3',
    name: "the trailers are left in the stream",
    question: "The last chunk has come. Is the body over?",
  },
  'chunks-as-lines': {
    step: '12.3',
    name: "chunks are split at CR LF",
    question: "May there be a CR LF in the data of a chunk?",
  },
  'no-body-limit': {
    step: '12.3',
    name: "a body may have any size",
    question: "The client announces a gigabyte. When do you know, and what do you say?",
  },
  'expect-ignored': {
    step: '12.5',
    name: 'an expectation that the server does not know is ignored',
    question: 'The client expects something that you cannot do. Which status says so?',
  },
  'endless-turn': {
    step: '12.6',
    name: 'one client gets as many bytes as its socket takes',
    question: 'A client on a fast network takes bytes as fast as you send them. When do the others have their turn?',
  },
  'unsent-forgotten': {
    step: '12.5',
    name: 'the end comes before all is sent',
    question: 'It is the last answer, and the socket has taken a part of it. When may the FIN follow?',
  },
  'cleared-late': {
    step: '12.7',
    name: 'a connection is taken out of its queue after the report',
    question: 'The report has put it into the next queue. Out of which one do you take it?',
  },
  'idle-closes': {
    step: '12.7',
    name: 'a silent connection is closed at once',
    question: 'A request comes while you close. What does the kernel answer to it?',
  },
};
