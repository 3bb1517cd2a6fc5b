package waypost.store;

import java.io.IOException;

/** Whether a disk has come down to its reserve: asked again after some growth, and each time while it is. Any thread. */
final class ReserveGauge {
    private static final long STEP = 4 << 20;

    private final Disk disk;
    private final Reserve reserve;
    private long unasked = STEP;

    ReserveGauge(Disk disk, Reserve reserve) {
        this.disk = disk;
        this.reserve = reserve;
    }

    /** Whether the volume may grow by so many bytes. */
    synchronized boolean allows(long bytes) throws IOException {
        unasked += bytes;
        if (unasked < STEP) {
            return true;
        }
        if (reserve.reached(disk.space())) {
            return false;
        }
        unasked = 0;
        return true;
    }
}
