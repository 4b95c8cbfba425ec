/* Calls a function of an Arrow C stream from a thread that Python does not know, and waits for it. */

#include <pthread.h>

struct call {
    int (*next)(void *stream, void *array);
    void (*release)(void *stream);
    void *stream, *array;
    int result;
};

static void *run(void *argument) {
    struct call *call = argument;
    if (call->next)
        call->result = call->next(call->stream, call->array);
    else
        call->release(call->stream);
    return NULL;
}

static int in_thread(struct call *call) {
    pthread_t thread;
    int failed = pthread_create(&thread, NULL, run, call);
    return failed ? failed : pthread_join(thread, NULL) ? -1 : call->result;
}

int foreign_next(int (*next)(void *, void *), void *stream, void *array) {
    struct call call = {next, NULL, stream, array, 0};
    return in_thread(&call);
}

int foreign_release(void (*release)(void *), void *stream) {
    struct call call = {NULL, release, stream, NULL, 0};
    return in_thread(&call);
}
