package io.usersig;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The address of a native application, whose memory is freed when nothing holds the handle any more.
 *
 * <p>Freed memory is looked for whenever a handle is made or closed, so no thread runs for it, and an unloaded class
 * loader is not kept alive.
 */
final class Handle {
    private static final ReferenceQueue<Handle> GONE = new ReferenceQueue<>();
    private static final Set<Memory> HELD = ConcurrentHashMap.newKeySet();

    final long slot;

    Handle(long slot) {
        this.slot = slot;
        HELD.add(new Memory(this));
        free();
    }

    /** Wipes and frees what nothing holds any more. */
    static void free() {
        for (Object gone; (gone = GONE.poll()) != null; ) {
            HELD.remove(gone);
            Engine.release(((Memory) gone).slot);
        }
    }

    private static final class Memory extends PhantomReference<Handle> {
        final long slot;

        Memory(Handle handle) {
            super(handle, GONE);
            this.slot = handle.slot;
        }
    }
}
