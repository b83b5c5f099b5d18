// The signal handler for arm64. See ../caught.ts for the memory that it writes.
// void note(int signum, siginfo_t *info, void *context)
    ldr     x9, memory

    add     x10, x9, #64                    // flags[signum] = 1; the old one stays in w12
    add     x10, x10, w0, uxtw
    mov     w11, #1
flag:
    ldaxrb  w12, [x10]
    stlxrb  w13, w11, [x10]
    cbnz    w13, flag
    cmp     w0, #34                         // a standard signal that is pending already
    b.ge    queue
    cbnz    w12, noted

queue:                                      // takes the next slot, unless all are full
    add     x10, x9, #48
take:
    ldaxr   w11, [x10]
    ldr     w12, [x9, #52]
    sub     w13, w11, w12
    cmp     w13, #8192
    b.hs    noted
    add     w13, w11, #1
    stlxr   w14, w13, [x10]
    cbnz    w14, take
    and     w12, w11, #8191
    add     x12, x9, x12, lsl #6
    ldp     q0, q1, [x1]                    // the first 48 bytes of the siginfo
    ldr     q2, [x1, #32]
    add     x12, x12, #256
    stp     q0, q1, [x12]
    str     q2, [x12, #32]
    add     x14, x12, #56
    stlr    w13, [x14]                      // last: the slot is complete

noted:
    mov     w11, #1                         // arrived = 1, before the look at `waits`
    add     x10, x9, #4
    stlr    w11, [x10]
    ldar    w11, [x9]                       // does the thread wait?
    cbz     w11, done
    mov     w11, #1
    str     w11, [x9, #8]                   // then the timer interrupts it, until it answers
    ldr     w0, [x9, #12]
    mov     w1, #0
    add     x2, x9, #16
    mov     x3, #0
    mov     x8, #110                        // timer_settime
    svc     #0
done:
    ret

    .balign 8
memory:
    .quad   0
// void tick(int signum): the handler of the timer's signal. A tick that nobody waits for is the last one.
tick:
    ldr     x9, memory
    ldar    w11, [x9]
    cbnz    w11, ticked
    ldr     w0, [x9, #12]
    mov     w1, #0
    add     x2, x9, #192                    // zeros: disarms it
    mov     x3, #0
    mov     x8, #110
    svc     #0
ticked:
    ret
