import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  overwrites: {
    step: '10.1',
    name: 'a full ring overwrites its oldest task',
    question: 'All places are taken. Which task is at the place where the next one would go?',
  },
  'last-first': {
    step: '10.1',
    name: 'the newest task is taken first',
    question: 'Two tasks wait. Which of them came first, and at which place is it?',
  },
  'private-ring': {
    step: '10.1',
    name: 'the head of the ring is private to a thread',
    question: 'A field of an object exists in one thread. How does another one learn that HEAD has moved?',
  },
  'one-task': {
    step: '10.1',
    name: 'one wake-up is taken for one task',
    question: 'Five threads write to an eventfd while the loop is busy. How often is it readable afterwards?',
  },
  'not-woken': {
    step: '10.1',
    name: 'the task is there, and the loop is not woken',
    question: 'The owner sleeps in epoll_wait. Which of its descriptors becomes readable when a task is posted?',
  },
  unread: {
    step: '10.1',
    name: 'the eventfd is never read',
    question: 'How long does an eventfd stay readable, and how often does level-triggered epoll report it?',
  },
  'runs-locked': {
    step: '10.1',
    name: 'tasks run while the mutex is locked',
    question: 'A task takes a second, or posts a task itself. Who waits for the mutex meanwhile?',
  },
  'task-not-woken': {
    step: '10.1',
    name: 'a task that a task posts waits for the next wake-up',
    question: 'The owner posts to itself while it runs tasks. What ends its next epoll_wait?',
  },
  'no-lock': {
    step: '10.1',
    name: 'tasks are taken without the mutex',
    question: 'One thread adds 1 to COUNT while another one takes 1 away. What may be the result?',
  },
  'read-late': {
    step: '10.1',
    name: 'the wake-up is read after the tasks were taken',
    question: 'A task comes after you have emptied the ring and before you read the eventfd. Who runs it, and when?',
  },
  'room-untold': {
    step: '10.1',
    name: 'nobody is told that the ring has room',
    question: 'A thread waits because the ring is full. What wakes it?',
  },
  'room-polled': {
    step: '10.1',
    name: 'a thread asks again and again whether the ring has room',
    question: 'The ring is full, and its owner is busy. What does a thread that wants to post do meanwhile?',
  },
  'woken-early': {
    step: '10.1',
    name: 'the loop is woken before the task is there',
    question: 'The loop reads the eventfd at once, and finds the ring empty. What wakes it when your task is in?',
  },
  'not-ready': {
    step: '10.2',
    name: 'a loop does not report that it runs',
    question: 'The main thread waits for READY of every loop. Who sends it?',
  },
  'early-ready': {
    step: '10.2',
    name: 'one ready loop is taken for all',
    question: 'Two of three loops do not run yet. Who reads from the connections that they get?',
  },
  'quit-lost': {
    step: '10.2',
    name: 'a thread begins with a clean eventfd and loses what came before',
    question: 'A task was posted before the thread ran. Which event tells the thread of it?',
  },
  'loop-not-closed': {
    step: '10.2',
    name: 'the loop of a thread that has ended stays open',
    question: 'Three descriptors belong to a loop. Who closes them when its thread has ended?',
  },
  'two-owners': {
    step: '10.3',
    name: 'two loops watch one connection',
    question: 'Both are woken, both read. Which of them gets the first half of a request, and which closes?',
  },
  'one-loop': {
    step: '10.3',
    name: 'one loop gets all connections',
    question: 'Which loop is next, and who remembers it?',
  },
  'gives-and-closes': {
    step: '10.3',
    name: 'the thread that gives a connection away closes it',
    question: 'Threads share one table of descriptors. What does close(fd) in one thread do to the others?',
  },
  'not-forgotten': {
    step: '10.3',
    name: 'a client that has gone stays in the table',
    question: 'The connection is closed. Who still counts it, and what waits for that count to be 0?',
  },
  'computes-in-loop': {
    step: '10.4',
    name: 'the loop computes itself',
    question: 'A request takes half a second. Who serves the other clients of this loop meanwhile?',
  },
  'busy-untold': {
    step: '10.4',
    name: 'a job that is refused gets no answer',
    question: 'The queue takes no more jobs. What does the client of this request wait for, and those behind it?',
  },
  'wrong-loop': {
    step: '10.4',
    name: 'the answer goes to a loop that does not own the client',
    question: 'Which thread may write to the connection, and how does the worker know its queue?',
  },
  'out-of-order': {
    step: '10.4',
    name: 'answers are sent as they become ready',
    question: 'The client cannot see which request an answer is for. How does it know?',
  },
  'stale-answer': {
    step: '10.4',
    name: 'an answer reaches the client that has the descriptor now',
    question: 'The kernel gives out the lowest free number. Who may have it when the job is done?',
  },
  'idle-wrong': {
    step: '10.5',
    name: 'active connections are closed as idle ones',
    question: 'When did this client last send something?',
  },
  'waiting-idle': {
    step: '10.5',
    name: 'a client that waits for its answer is closed as idle',
    question: 'The client has asked, and waits for you. Who is silent?',
  },
  'active-hides': {
    step: '10.5',
    name: 'one active client hides the silent ones behind it',
    question: 'The first client is active. Which of the others have you looked at?',
  },
  'answer-no-life': {
    step: '10.4',
    name: 'the time of a client runs while it waits for its answer',
    question: 'The client has its answer now. From when on is it silent?',
  },
  overdraft: {
    step: '10.6',
    name: 'an account goes below 0',
    question: 'What is left in the account after the transfer?',
  },
  'takes-money': {
    step: '10.6',
    name: 'a negative transfer takes from the other account',
    question: 'A client transfers -50 to you. Who has more afterwards?',
  },
  'to-itself': {
    step: '10.6',
    name: 'a transfer to the same account locks it twice',
    question: 'from and to are the same account. How many mutexes do you lock?',
  },
  'not-recorded': {
    step: '10.6',
    name: 'a transfer is not in the books',
    question: 'The client has its "done". Where does an auditor find the transfer?',
  },
  deadlock: {
    step: '10.6',
    name: 'opposite transfers wait for each other',
    question: 'One thread has locked 1 and wants 2, another has locked 2 and wants 1. Which order prevents this?',
  },
  'one-account': {
    step: '10.6',
    name: 'the account that gets the money is not locked',
    question: 'Two threads add to the same account at the same time. What may be lost?',
  },
  'books-unlocked': {
    step: '10.6',
    name: 'the books are written without their mutex',
    question: 'Two transfers between four accounts hold no common lock. At which place of the books does each write?',
  },
  'books-counted-alone': {
    step: '10.6',
    name: 'the books are locked for their number only',
    question: 'Two threads have read the same number of entries, one after the other. Where does each of them write?',
  },
  'early-look': {
    step: '10.6',
    name: 'the balance is read before the account is locked',
    question: 'How old is the balance when you have the lock at last?',
  },
  'let-go-early': {
    step: '10.6',
    name: 'the accounts are unlocked between the look and the move',
    question: 'You have seen that there is enough. Who may take it before you do?',
  },
  'full-books': {
    step: '10.6',
    name: 'a refused transfer has moved the money',
    question: 'What has changed already when the books say that they are full?',
  },
  'loops-left': {
    step: '10.7',
    name: 'the loops are not told to end',
    question: 'The main thread joins a thread that sleeps in epoll_wait. What wakes that thread?',
  },
  'still-open': {
    step: '10.7',
    name: 'the listener stays open during the stop',
    question: 'A client connects while you wait for the workers. Who accepts it?',
  },
  'jobs-dropped': {
    step: '10.7',
    name: 'the loops end before the answers of the workers',
    question: 'A worker posts its answer to a loop that has finished. Who sends it?',
  },
  'ends-unsent': {
    step: '10.7',
    name: 'connections are closed with answers unsent',
    question: 'A client reads slowly, and a megabyte waits for it. What is the difference between close and finish?',
  },
  'no-grace': {
    step: '10.7',
    name: 'a client that never reads holds up the stop',
    question: 'The last connection ends when all is sent. When is that, for a client that does not read?',
  },
  'waits-again': {
    step: '10.7',
    name: 'a second signal waits as well',
    question: 'The first stop hangs. How does one end the server?',
  },
};
