# The signal handler for x86-64. See ../caught.ts for the memory that it writes.
# void note(int signum, siginfo_t *info, void *context)
    mov     r8, qword ptr [rip + memory]
    mov     r9d, edi

    mov     eax, 1                          # flags[signum] = 1; the old one stays in al
    xchg    byte ptr [r8 + r9 + 64], al
    cmp     r9d, 34                         # a standard signal that is pending already
    jge     queue
    test    al, al
    jnz     noted

queue:                                      # takes the next slot, unless all are full
    mov     eax, dword ptr [r8 + 48]
take:
    mov     ecx, eax
    sub     ecx, dword ptr [r8 + 52]
    cmp     ecx, 8192
    jae     noted
    lea     ecx, [rax + 1]
    lock cmpxchg dword ptr [r8 + 48], ecx
    jne     take
    and     eax, 8191
    shl     eax, 6
    lea     rax, [r8 + rax + 256]
    movups  xmm0, xmmword ptr [rsi]         # the first 48 bytes of the siginfo
    movups  xmmword ptr [rax], xmm0
    movups  xmm0, xmmword ptr [rsi + 16]
    movups  xmmword ptr [rax + 16], xmm0
    movups  xmm0, xmmword ptr [rsi + 32]
    movups  xmmword ptr [rax + 32], xmm0
    mov     dword ptr [rax + 56], ecx       # last: the slot is complete

noted:
    mov     eax, 1                          # arrived = 1; an exchange is a full barrier
    xchg    dword ptr [r8 + 4], eax
    cmp     dword ptr [r8], 0               # does the thread wait?
    je      done
    mov     dword ptr [r8 + 8], 1           # then the timer interrupts it, until it answers
    mov     edi, dword ptr [r8 + 12]
    xor     esi, esi
    lea     rdx, [r8 + 16]
    xor     r10d, r10d
    mov     eax, 223                        # timer_settime
    syscall
done:
    ret

    .balign 8
memory:
    .quad   0
# void tick(int signum): the handler of the timer's signal. A tick that nobody waits for is the last one.
tick:
    mov     r8, qword ptr [rip + memory]
    cmp     dword ptr [r8], 0
    jne     ticked
    mov     edi, dword ptr [r8 + 12]
    xor     esi, esi
    lea     rdx, [r8 + 192]                 # zeros: disarms it
    xor     r10d, r10d
    mov     eax, 223
    syscall
ticked:
    ret
